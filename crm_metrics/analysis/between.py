"""How long it is from one rare event to the next: a chart of days between, for counts that are mostly none a day.

A count of none or one a day can't show that there is less of it. The days between can: where each day has the same
chance, they follow a geometric distribution, and its quantile is the limit (T. N. Goh, A Control Chart for Very High
Yield Processes, Quality Assurance 13, 1987; J. C. Benneyan, Number-Between g-Type Statistical Quality Control Charts
for Monitoring Adverse Events, Health Care Management Science 4, 2001; D. C. Montgomery, Introduction to Statistical
Quality Control, on time between events). It has no lower limit but for the rarest: two days in a row are chance, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import log

from crm_metrics.analysis.limits import LEAST

RARE = 0.5  # events a day in the mean: below it most days have none
BEYOND = 0.00135  # the probability beyond one limit: that of three deviations of a normal value


@dataclass(frozen=True)
class DaysBetween:
    """From the last day with an event to the next one."""

    day: date
    """The day of the later one; of those that still run the last day known."""
    days: int
    ended: bool = True


@dataclass(frozen=True, kw_only=True)
class EventGaps:
    """The days between rare events, and how long they last by chance."""

    gaps: tuple[DaysBetween, ...]
    """Oldest first; the last one runs until the last day known."""
    mean: float
    """Of those of the baseline, in days."""
    high: float
    """The limit: by chance one in 741 lasts longer."""
    until: date
    """The last day of the baseline."""

    @property
    def beyond(self) -> tuple[DaysBetween, ...]:
        """Those that lasted longer than chance allows."""
        return tuple(one for one in self.gaps if one.days > self.high)


def days_between(counts: Sequence[tuple[date, float | None]], baseline: date) -> EventGaps | None:
    """The days between the days with an event; None where they are not rare, or too few for a limit.

    counts: of days in a row, oldest first; None where one is not known: no gap reaches over it. baseline: the last day
    of the gaps that make the limit; where they are too few, the first ones do.
    """
    known = [count for _, count in counts if count is not None]
    if not known or sum(known) / len(known) >= RARE:
        return None
    gaps = _gaps(counts)
    ended = [one for one in gaps if one.ended]
    base = [one for one in ended if one.day <= baseline]
    base = base if len(base) >= LEAST else ended[:LEAST]
    if len(base) < LEAST:
        return None
    mean = sum(one.days for one in base) / len(base)
    return EventGaps(gaps=tuple(gaps), mean=mean, high=limit(mean), until=base[-1].day)


def limit(mean: float) -> float:
    """The days after which the next event is later than chance allows, where they are so many in the mean."""
    return log(BEYOND) / log(1 - 1 / mean) if mean > 1 else 1.0


def _gaps(counts: Sequence[tuple[date, float | None]]) -> list[DaysBetween]:
    gaps: list[DaysBetween] = []
    last: date | None = None
    for day, count in counts:
        if count is None:
            last = None
        elif count > 0:
            if last is not None:
                gaps.append(DaysBetween(day, (day - last).days))
            last = day
    if last is not None and counts[-1][0] > last:
        gaps.append(DaysBetween(counts[-1][0], (counts[-1][0] - last).days, ended=False))
    return gaps
