"""The day by which a metric's rows are put into a period, and that on which they are settled, in words."""

from __future__ import annotations

from crm_metrics.metrics.behind.labels import named
from crm_metrics.metrics.core import Metric
from crm_metrics.words import Words


def counted_on(metric: Metric, words: Words) -> str:
    """What the day of a metric's rows is called, or how the period is read where its rows have none."""
    shape, _, column = metric.on.partition(".")
    if column and column != "days":  # the days of a span that lie in the period are no day of its rows
        return named(column, words) or words("the day of each row")
    if metric.on == "period":
        return words("as that of each of its parts")
    if not column and (metric.aggregation == "stock" or shape.endswith("_span")):
        return words("the close of the period")
    return words("the whole period, from its opening to its close")


def matures_on(metric: Metric, words: Words) -> str:
    """The day from which a metric's rows are settled; "" where they are from the first."""
    if not metric.matures_on:
        return ""
    said = named(metric.matures_on, words)
    return words("on the day of {column}", column=f"«{said}»") if said else words("on a day of each row")
