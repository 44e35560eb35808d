"""What an objective that is set on the page may ask: a value that its metric can have."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf

from crm_metrics.errors import QuestionError
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.goals.reach import reach
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words


def within(warehouse: Warehouse, metric: Metric, asked: Iterable[float], words: Words) -> None:
    """Raises QuestionError where a value that an objective asks for is none that the metric can have."""
    least, most = reach(warehouse, metric)
    if all(least <= one <= most for one in asked):
        return
    low, high = (words.value(one, metric.unit) if abs(one) < inf else "" for one in (least, most))
    if low and high:
        raise QuestionError("The values of this metric lie between {low} and {high}.", low=low, high=high)
    if low:
        raise QuestionError("The values of this metric are never below {low}.", low=low)
    raise QuestionError("The values of this metric are never above {high}.", high=high)
