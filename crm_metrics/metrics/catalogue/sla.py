"""Times agreed with customers and whether they were met, and what was done about it."""

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
        source="fivetran/dbt_zendesk, SLA policies: priority and policy at the time of the event",
        trap=(
            "Policy, priority and tier are those of the day the case was opened, and answer and solution are "
            "two promises: never added up."
        ),
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
        source="fivetran/dbt_zendesk, SLA policies: priority and policy at the time of the event",
        trap=(
            "Policy, priority and tier are those of the day the case was opened, and answer and solution are "
            "two promises: never added up."
        ),
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
        source="fivetran/dbt_zendesk, SLA policies: priority and policy at the time of the event",
        trap=(
            "The clock starts anew at each message of the customer: a quick first answer says nothing of the "
            "later ones."
        ),
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
        source="fivetran/dbt_zendesk, SLA policies: priority and policy at the time of the event",
        trap="An open case counts on the day its time ran out, not on the day it is closed.",
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
        source="fivetran/dbt_zendesk, SLA policies: priority and policy at the time of the event",
        trap="It is read at the close: what was at risk and was saved in between is not seen.",
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
        denominator="3600 * count(over_seconds)",
        finest="week",
        source="fivetran/dbt_zendesk, SLA policies: priority and policy at the time of the event",
        trap="In open hours of the calendar, less the pauses; a breach still open counts what it has run over so far.",
    ),
    Metric(
        name="sla_floor",
        label="SLA floor",
        means="Cases resolved within the time agreed, of all whose time ran out, in the value tier that fares worst.",
        process="service",
        kind="objective",
        unit="percent",
        on="sla_tier_period",
        rows="lowest",
        numerator="count_if(met)",
        denominator="count(met)",
        finest="week",
        aggregation="ratio",
        trap=(
            "A good total may hide one tier left behind; a tier with fewer than 30 cases due in the period is "
            "not judged."
        ),
    ),
    Metric(
        name="tiers_above_floor",
        label="Tiers above the SLA floor",
        means="Value tiers with at least 80% of their cases resolved in time, of all tiers with 30 cases or more.",
        process="service",
        kind="objective",
        unit="percent",
        on="sla_tier_period",
        numerator="count(distinct safe_tier)",
        denominator="count(distinct judged_tier)",
        finest="week",
        minimum_n=1,
        aggregation="distinct",
        trap=(
            "A good total may hide one tier left behind; a tier with fewer than 30 cases due in the period is "
            "not judged."
        ),
    ),
    Metric(
        name="action_plans_on_time",
        label="Plans on time",
        means="Work plans closed by their due day, of all plans due.",
        kind="objective",
        unit="percent",
        on="application.due_on",
        numerator="count_if(on_time)",
        denominator="count(on_time)",
        finest="month",
        trap="A plan never closed is late, not missing.",
    ),
    Metric(
        name="gap_closed",
        label="Gap closed",
        means="Distance gained from the baseline, of the distance from baseline to goal.",
        kind="objective",
        unit="percent",
        on="application.closed_on",
        numerator="sum(result - baseline)",
        denominator="sum(goal - baseline)",
        finest="month",
        aggregation="computed",
        trap="The worst week is followed by a better one without any plan: compare with untouched peers.",
    ),
)
