"""Where a number that is drawn comes from: the metric, the period and the conditions that are asked for its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.readings import Reading
from crm_metrics.periods import next_start

ABSENT = "~none"  # in an address: the rows that have no value in a dimension
PAGE = "number"  # the page that shows the rows
GAP = "gap"  # in an address: what of a number is to be explained


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """Which question a number answers; the filters of its board and the reader's scope come to it."""

    metric: str
    """The metric's id."""
    every: str
    """The cadence of the period: one of `periods.CADENCES`."""
    until: date
    """The last day of the period."""
    since: date | None = None
    """The first day of days that are no calendar period: of every "all"."""
    where: tuple[tuple[str, str], ...] = ()
    """(dimension, value) pairs that the number is of, besides the filters; ABSENT where rows have no value."""
    weekday: int | None = None
    """The day of the week, Monday = 1, where it is of such days alone; they are asked day by day."""
    took: tuple[int, int] | None = None
    """The seconds of handling, both ends in, where it is of answers about contacts of such a time alone."""
    gap: str = ""
    """What of it is to be explained there: "objective", the gap to it; "" for what its page shows by itself."""
    value: float | None = None
    """What is drawn, in the metric's unit; None where it is not the whole of what the rows make."""
    then: float | None = None
    """What is drawn where it was locked or read before; `value` is what its rows make now."""

    @property
    def query(self) -> tuple[tuple[str, str], ...]:
        """Its parts of an address."""
        days = [("since", self.since.isoformat())] if self.since else []
        weekday = [("weekday", str(self.weekday))] if self.weekday else []
        took = [("took", f"{self.took[0]}-{self.took[1]}")] if self.took else []
        gap = [(GAP, self.gap)] if self.gap else []
        until = ("until", self.until.isoformat())
        return (("metric", self.metric), ("every", self.every), *days, until, *weekday, *took, *gap, *self.where)


def provenance(
    metric: Metric, every: str, reading: Reading | None, *, process: str | None = None, by: Sequence[str] = ()
) -> Provenance | None:
    """That of a reading of a whole period of a cadence; None without one.

    process: the one that the number is of, where the metric is not of it alone. by: the dimensions of its groups.
    """
    if reading is None or len(by) != len(reading.groups):  # of a group that nobody names there is no question
        return None
    where = list(zip(by, (ABSENT if group is None else str(group) for group in reading.groups), strict=True))
    if process and metric.process != process and "process" not in by:
        where.append(("process", process))
    value = None if reading.value is None else float(reading.value)
    until = last_of(every, reading.period)
    return Provenance(metric=metric.name, every=every, until=until, where=tuple(where), value=value)


def of_days(
    metric: Metric,
    since: date,
    until: date,
    value: float | None,
    *,
    process: str | None = None,
    where: Sequence[tuple[str, str | None]] = (),
) -> Provenance:
    """That of a number over days that are no calendar period."""
    pairs = [(name, ABSENT if one is None else str(one)) for name, one in where]
    if process and metric.process != process and "process" not in dict(pairs):
        pairs.append(("process", process))
    return Provenance(metric=metric.name, every="all", since=since, until=until, where=tuple(pairs), value=value)


def explained(source: Provenance | None) -> Provenance | None:
    """The same number with what explains its gap to the objective."""
    return None if source is None else replace(source, gap="objective")


def locked_then(source: Provenance | None, then: float | None) -> Provenance | None:
    """The rows that make now what was locked or read as this value; None where it had none."""
    return None if source is None or then is None else replace(source, then=then)


def last_of(every: str, start: date) -> date:
    """The last day of the calendar period that begins on a day."""
    return start if every == "day" else next_start(every, start) - timedelta(days=1)
