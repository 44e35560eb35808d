"""Growth potential: what customers spend less than the upper quarter of their peers."""

from __future__ import annotations

from crm_metrics.metrics.core import Metric

METRICS = (
    Metric(
        name="growth_potential",
        label="Growth potential",
        means="Revenue missing for the customers with potential to reach the upper quarter of their own tier and"
        " segment in the whole company.",
        unit="money",
        better="band",
        process="sales",
        on="potential_span",
        numerator="sum(potential_revenue)",
        own="potential_reason",
        finest="month",
        trap="A quarter of any group lies above its upper quartile: it is a place to look, not a forecast.",
    ),
    Metric(
        name="customers_with_potential",
        label="Customers with potential",
        means="Active customers who spend at most half of the upper quartile of their peers in the whole company, or"
        " hold fewer lines than it.",
        unit="count",
        better="band",
        process="sales",
        on="potential_span",
        numerator="count(distinct customer)",
        own="potential_reason",
        finest="month",
        aggregation="stock",
        trap="Peers are of the same tier and segment as of the month: against everybody, only the large would lead.",
    ),
    Metric(
        name="potential_per_customer",
        label="Potential per customer",
        means="Growth potential, per customer with potential.",
        unit="money",
        better="band",
        process="sales",
        on="period",
        numerator="growth_potential",
        denominator="customers_with_potential",
        finest="month",
        trap="A mean over unlike customers: read it by tier or segment.",
    ),
)
