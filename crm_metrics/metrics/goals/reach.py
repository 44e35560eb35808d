"""What the values of a metric can be, by its definition: no goal may ask for more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from math import inf

from crm_metrics.errors import DataError, DefinitionError
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.goals.target import Declared, Target
from crm_metrics.metrics.rows.basis import basis_of
from crm_metrics.periods import CADENCES
from crm_metrics.translations import mark
from crm_metrics.warehouse.store import Warehouse

ABOVE = mark("{file}: the goal {goal} of '{metric}' from {day} on can't be: its values are never above {high}.")
BELOW = mark("{file}: the goal {goal} of '{metric}' from {day} on can't be: its values are never below {low}.")
OUTSIDE = mark(
    "{file}: the goal {goal} of '{metric}' from {day} on can't be: its values lie between {low} and {high}. Write a"
    " percentage as a fraction, 0.85 for 85 %."
)


def reach(warehouse: Warehouse, metric: Metric) -> tuple[float, float]:
    """The least and the most that its value can be, in its unit; without end where the definition sets none.

    A share lies in 0 to 1, a count or a time not below 0; growth, retention of income and the like are free.
    """
    known = warehouse.memory.setdefault("reach", {})
    if metric not in known:
        known[metric] = _reach(warehouse, metric)
    found: tuple[float, float] = known[metric]
    return found


def measured(name: str) -> str:
    """The metric that a goal of this name judges: that of a forecast judges what it foretells."""
    return name.removesuffix("_forecast")


def reached(warehouse: Warehouse, metric: Metric, target: Target) -> bool:
    """Whether what a target asks is a value that the metric can have."""
    least, most = reach(warehouse, metric)
    return least <= target.goal.goal <= most


def reachable(warehouse: Warehouse, metric: Metric | None, name: str, declared: Declared) -> Declared:
    """What is declared of a name, without what no value of its metric reaches; without a metric all of it."""
    keys = [key for cadence in CADENCES if (key := (name, cadence)) in declared]
    if metric is None:
        return {key: declared[key] for key in keys}
    return {key: tuple(one for one in declared[key] if reached(warehouse, metric, one)) for key in keys}


def unreached(
    warehouse: Warehouse, metrics: Mapping[str, Metric], declared: Declared, file: str
) -> Iterator[DataError]:
    """A sentence for each goal that no value of its metric reaches. file: where it was declared."""
    for (name, _), those in sorted(declared.items()):
        metric = metrics.get(measured(name))
        if metric is not None:
            ends = reach(warehouse, metric)
            yield from (_sentence(one, ends, file) for one in those if not reached(warehouse, metric, one))


def _reach(warehouse: Warehouse, metric: Metric) -> tuple[float, float]:
    least, most = metric.least, metric.most
    if metric.on != "period":
        with suppress(DefinitionError):  # its rows are not there yet: only what it declares is known
            least, most = basis_of(warehouse, metric).fragment.bounds
    return (-inf if least is None else least), (inf if most is None else most)


def _sentence(one: Target, ends: tuple[float, float], file: str) -> DataError:
    """What it asks and what can be, both as a file writes them."""
    low, high = (f"{end:g}" for end in ends)
    template = ABOVE if ends[0] == -inf else BELOW if ends[1] == inf else OUTSIDE
    return DataError(template, file=file, goal=f"{one.goal.goal:g}", metric=one.metric, day=one.valid_from,
                     low=low, high=high)  # fmt: skip
