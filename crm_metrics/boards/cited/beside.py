"""The company's own number over the period of each reference line, or why there is none to hold against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from crm_metrics import settings
from crm_metrics.boards.behind.provenance import Provenance, of_days
from crm_metrics.boards.core import View
from crm_metrics.boards.series import Indicator, asked_of, collect, enough
from crm_metrics.errors import CrmError, DataError, DefinitionError
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.readings import Reading, Reason
from crm_metrics.metrics.registry import known, metric_of
from crm_metrics.periods import months_later
from crm_metrics.warehouse.company import references
from crm_metrics.warehouse.company.references import ReferenceLine
from crm_metrics.warehouse.store import Warehouse

MONTHS = {"month": 1, "quarter": 3, "year": 12}  # that end with the one shown


@dataclass(frozen=True, kw_only=True)
class Held:
    """A reference line, and what the company's own number comes to over its period."""

    reference: ReferenceLine
    """The figure of others."""
    days: tuple[date, date]
    """The first and the last day of the period."""
    value: float | None
    """The company's own, in the unit of the reference; None where nobody can tell it."""
    n: int | None
    """The rows behind it."""
    whole: bool
    """Whether it may be compared: all of its rows are there, and enough of them."""
    reason: Reason | CrmError | None = None
    """Why there is no value, or why it is not to be compared; None where it is."""
    behind: Provenance | None = None
    """What leads to the rows of the period."""

    @property
    def metric(self) -> Metric:
        """What is measured."""
        return metric_of(self.reference.metric)

    @property
    def reached(self) -> bool | None:
        """Whether the own number is at the figure or on its better side; None where that can't be said."""
        value, line = self.value, self.reference
        if value is None or not self.whole:
            return None
        if line.growth or self.metric.better == "up":
            return value >= line.low
        if self.metric.better == "down":
            return value <= line.high
        return line.low <= value <= line.high


def switched_on() -> tuple[ReferenceLine, ...]:
    """The lines of the company's file; one that can't be used is told with its other files and draws nothing."""
    try:
        found = references.read(settings.company_folder())
    except DefinitionError:
        return ()
    metrics = known()
    return tuple(one for one in found if one.metric in metrics)


def beside(warehouse: Warehouse, view: View, lines: Iterable[ReferenceLine], last: date) -> tuple[Held, ...]:
    """Each line with the company's own number over the months that end on a day; of what the reader may not ask none.

    last: the last day of a month.
    """
    return tuple(_held(warehouse, view, lines, last))


def _held(warehouse: Warehouse, view: View, lines: Iterable[ReferenceLine], last: date) -> Iterator[Held]:
    for line in lines:
        first = months_later(last.replace(day=1), 1 - MONTHS[line.every])
        now = _read(warehouse, view, line, (first, last))
        if now is None:
            continue
        value: float | None = now.value
        reason: Reason | CrmError | None = None if now.complete else now.reason
        whole = now.complete and enough(metric_of(line.metric), now.n)
        if line.growth:
            then = (months_later(first, -12), months_later(last.replace(day=1), -11) - timedelta(days=1))
            before = _read(warehouse, view, line, then)
            value, whole = _growth(now, before), whole and before is not None and before.complete
            if value is None:
                reason = DataError("The same period of the year before is not known.")
            elif before is not None and not before.complete:
                reason = before.reason
        drawn = None if line.growth else value
        led = None if value is None else of_days(metric_of(line.metric), first, last, drawn)
        yield Held(
            reference=line, days=(first, last), value=value, n=now.n, whole=whole, reason=reason or now.reason,
            behind=led,
        )  # fmt: skip


def _read(warehouse: Warehouse, view: View, line: ReferenceLine, days: tuple[date, date]) -> Reading | None:
    """The metric over some days as one period; None where this company or this reader can't ask for it."""
    asked = Indicator(line.metric, metric_of(line.metric).process)
    where, scope = asked_of(view), view.scope
    found = collect(warehouse, [asked], every="all", since=days[0], until=days[1], where=where, scope=scope)
    if asked not in found:
        return None
    empty = Reading(
        metric=line.metric, period=days[0], groups=(), numerator=None, denominator=None, value=None, n=None,
        reason=found[asked].reason,
    )  # fmt: skip
    return next(iter(found[asked].readings), empty)


def _growth(now: Reading, before: Reading | None) -> float | None:
    """How much more it is than before, as a fraction; None where that was nothing, or is not known."""
    if now.value is None or before is None or before.value is None or before.value <= 0:
        return None
    return float(now.value) / float(before.value) - 1
