"""Three indices that explain satisfaction: promises kept, the relation and the experience."""

from __future__ import annotations

from crm_metrics.metrics.core import Metric

METRICS = (
    Metric(
        name="engagement_index",
        label="Engagement index (promises kept)",
        means=(
            "Mean of three parts from 0 to 100: SLA attainment, first-response SLA and cases resolved by the "
            "date promised."
        ),
        kind="satisfaction",
        unit="points",
        on="period",
        numerator="100 * (sla_compliance + first_response_sla + promised_date_rate)",
        denominator="3",
        finest="month",
        source="House definition: three parts of equal weight",
        trap="Without one of its parts there is no index: the mean of the rest would be another number.",
    ),
    Metric(
        name="relation_index",
        label="Relationship index",
        means=(
            "Mean of three parts from 0 to 100: NPS (from -100 to 100, put on 0 to 100), retention of customers "
            "and follow-up of detractors."
        ),
        kind="satisfaction",
        unit="points",
        on="period",
        numerator="(nps + 100) / 2 + 100 * (customer_retention_rate + detractor_followup_sla)",
        denominator="3",
        finest="month",
        source="House definition: three parts of equal weight",
        trap=(
            "Without one of its parts there is no index. Retention of a month is near 100 by nature: compare "
            "months with months."
        ),
    ),
    Metric(
        name="experience_index",
        label="Experience index",
        means="Mean of three parts from 0 to 100: CSAT, ease (CES) and first-contact resolution.",
        kind="satisfaction",
        unit="points",
        on="period",
        numerator="100 * (csat + ces + first_contact_resolution)",
        denominator="3",
        finest="month",
        source="House definition: three parts of equal weight",
        trap="Without one of its parts there is no index: the mean of the rest would be another number.",
    ),
)
