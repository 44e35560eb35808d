"""Times agreed with customers, and whether they were met."""

from __future__ import annotations

from crm_metrics.metrics.core import Metric

METRICS = (
    Metric(
        name="sla_compliance",
        label="SLA attainment",
        means="Cases resolved within the time agreed, of all whose time ran out.",
        kind="objective",
        unit="percent",
        on="sla_clock.due_on",
        rows="clock = 'resolution'",
        numerator="count_if(met)",
        denominator="count(met)",
    ),
    Metric(
        name="first_response_sla",
        label="First-response SLA",
        means="Cases first answered within the time agreed, of all whose time ran out.",
        kind="objective",
        unit="percent",
        on="sla_clock.due_on",
        rows="clock = 'first_response'",
        numerator="count_if(met)",
        denominator="count(met)",
    ),
    Metric(
        name="next_response_sla",
        label="Next-response SLA",
        means="Customer messages answered within the time agreed, of all whose time ran out.",
        kind="objective",
        unit="percent",
        on="sla_clock.due_on",
        rows="clock = 'next_response'",
        numerator="count_if(met)",
        denominator="count(met)",
    ),
    Metric(
        name="sla_breaches",
        label="SLA breaches",
        means="Times agreed that ran out unmet, on the day they did.",
        kind="objective",
        unit="count",
        better="down",
        on="sla_clock.breached_on",
        numerator="count_if(breached)",
    ),
    Metric(
        name="sla_at_risk",
        label="About to breach",
        means="Open cases with less than a fifth of their time left at the close.",
        kind="objective",
        unit="count",
        better="down",
        on="sla_risk_span",
        numerator="count(*)",
    ),
    Metric(
        name="breach_severity",
        label="Average overrun",
        means="Open hours beyond the time agreed, per breach.",
        kind="objective",
        unit="hours",
        better="down",
        on="sla_clock.breached_on",
        rows="breached",
        numerator="sum(over_seconds)",
        denominator="3600 * count(*)",
        finest="week",
    ),
)
