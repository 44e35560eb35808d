"""What a number of a month is called, so that nobody takes a month for a year: its label with its period."""

from __future__ import annotations

from crm_metrics.boards.judging.seasons import LEVELS
from crm_metrics.metrics.core import Metric
from crm_metrics.words import Words, mark

MONTHLY = {  # where the period belongs inside the name
    "closing_mrr": mark("Monthly recurring revenue at the close"),
    "customer_retention_rate": mark("Monthly retention"),
    "customer_churn_rate": mark("Monthly churn"),
    "nrr": mark("Monthly net revenue retention"),
    "repeat_purchase_rate": mark("Repeat purchase within 90 days"),
}


def of_month(metric: Metric, words: Words) -> str:
    """The name of a metric that was asked by month: of the month, at its close, or of the days it looks back on."""
    if metric.name in MONTHLY:
        return words(MONTHLY[metric.name])
    label = words(metric.label)
    if metric.trailing:
        return label
    if metric.aggregation == "stock" or metric.name in LEVELS:
        return words("{metric}, at the close", metric=label)
    return words("{metric}, of the month", metric=label)
