"""What the values of a metric can be, by its definition: no objective may ask for more."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from math import inf

from crm_metrics.errors import DefinitionError, QuestionError
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.rows.basis import basis_of
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words


def reach(warehouse: Warehouse, metric: Metric) -> tuple[float, float]:
    """The least and the most that its value can be, in its unit; without end where the definition sets none.

    A share lies in 0 to 1, a count or a time not below 0; growth, retention of income and the like are free.
    """
    least, most = metric.least, metric.most
    if metric.on != "period":
        with suppress(DefinitionError):  # its rows are not there yet: only what it declares is known
            least, most = basis_of(warehouse, metric).fragment.bounds
    return (-inf if least is None else least), (inf if most is None else most)


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
