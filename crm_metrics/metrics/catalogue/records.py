"""How well the customer records are kept: filled where it matters, and not forgotten."""

from __future__ import annotations

from crm_metrics.metrics.core import Metric

METRICS = (
    Metric(
        name="record_completeness",
        label="Critical fields filled",
        means="Critical fields filled in the records of active customers, of all such fields: those of the"
        " company's list, else contact, region, segment, tier, stage, account manager.",
        unit="percent",
        kind="objective",
        on="record_field_span",
        numerator="count_if(filled)",
        denominator="count(*)",
        own="field",
        finest="month",
        aggregation="ratio",
        trap="Segment, tier and stage are those of the close; the other fields are only known as of now.",
    ),
    Metric(
        name="source_record_completeness",
        label="Critical fields filled, by source",
        means="Critical fields filled in the records of active customers, of all such fields, by the source that"
        " brought the customer.",
        unit="percent",
        kind="objective",
        on="record_field_span",
        numerator="count_if(filled)",
        denominator="count(*)",
        own="source",
        finest="month",
        aggregation="ratio",
        trap="A customer of several sources counts for the one whose record stays: the others only fill its gaps.",
    ),
    Metric(
        name="complete_record_rate",
        label="Complete customer records",
        means="Active customers with every critical field filled, of all active customers.",
        unit="percent",
        kind="objective",
        on="record_span",
        numerator="count_if(complete)",
        denominator="count(*)",
        own="source",
        finest="month",
        aggregation="ratio",
        trap="Fields filled on average say little: one empty field is enough to miss a customer.",
    ),
    Metric(
        name="stale_record_rate",
        label="Forgotten customer records",
        means="Active customers about whom nothing was recorded in 180 days, of all active customers.",
        unit="percent",
        better="down",
        kind="objective",
        on="record_span",
        numerator="count_if(stale)",
        denominator="count(*)",
        finest="month",
        aggregation="ratio",
        trap="The day of the last import is no sign of care: only something said, bought or changed is.",
    ),
    Metric(
        name="reason_recorded_rate",
        label="Items with a reason",
        means="Items of work with the customer's reason written down, of all items opened.",
        unit="percent",
        kind="objective",
        on="work_item.opened_on",
        numerator="count(reason)",
        denominator="count(*)",
        trap="Shares by reason are shares of those written down: this says how much they leave out.",
    ),
)
