"""Where the running month will end: what it has, and what comparable parts of earlier months then still brought.

What is left is foretold as the recent rate (the 56 days before the cut, by what their days weigh) times what the days
left weigh. How wrong that rule was is read from earlier months, each cut where as large a part of it was left: the
errors of those months, as factors, give the range. With n of them in order the lower bound is the ⌊0.1 (n + 1)⌋th and
the upper one its mirror: a new month falls between with a probability of at least 80 % when months are alike
(conformal prediction: Vovk, Gammerman and Shafer, Algorithmic Learning in a Random World, 2005).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor
from statistics import median

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.metrics.core import Metric, Where
from crm_metrics.metrics.goals.cascade import divided
from crm_metrics.metrics.goals.seasons import WEEKS, days_of, seasonal, working
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.readings import Reason, because
from crm_metrics.periods import next_start
from crm_metrics.warehouse.store import Warehouse

MONTHS = 24  # looked back at
LEAST = 9  # comparable months, or a range of 80 % can't be told
RATE_DAYS = 56  # whose rate foretells
SHARE = 0.8  # of the months that the range is to hold


@dataclass(frozen=True)
class Landing:
    """Where a month is going to end, in the metric's unit.

    month: its first day. through: the last day counted. so_far: the value to date. low, middle, high: of the whole
    month; None without enough comparable months, as `reason` says. months: how many these were. left: the share of the
    month, by what its days weigh, that is still to come.
    """

    month: date
    through: date
    so_far: float
    low: float | None = None
    middle: float | None = None
    high: float | None = None
    months: int = 0
    left: float = 0.0
    reason: Reason | None = None


def landing(
    warehouse: Warehouse, metric: Metric, day: date, *, where: Where = None, scope: Scope = EVERYTHING
) -> Landing | None:
    """Where the month that holds `day` will end, of the data through `day`; None when it can't be told at all.

    Only a sum read by the day has a landing: a rate or a stock has no part that is still missing. `where` and `scope`
    keep a part of the rows.
    """
    if not divided(metric) or metric.finest != "day":
        return None
    month = day.replace(day=1)
    first = _back(month, MONTHS) - timedelta(weeks=WEEKS)
    found = ask(warehouse, [metric], every="day", since=first, until=day, where=where, scope=scope)[metric.name]
    values = {one.period: float(one.value) for one in found.readings if one.complete and one.value is not None}
    reached = [one for one in values if one >= month]
    if not reached:
        return None
    open_days = working(warehouse, first, next_start("month", month))
    return foretold(values, shares_of(values, month, open_days), month, max(reached))


def shares_of(
    values: Mapping[date, float], month: date, open_days: Mapping[date, bool]
) -> dict[date, tuple[float, ...]]:
    """What the days of a month and of those before it weigh, each by the season of the year before it.

    An average day weighs 1, so that months can be held side by side. Where the month itself has no season, all are
    weighed by working days; where only an earlier one has none, it is left out.
    """
    made: dict[date, tuple[float, ...]] = {}
    for back in range(MONTHS + 2, -1, -1):
        first = _back(month, back)
        year = [first - timedelta(days=n) for n in range(7 * WEEKS, 0, -1)]
        history = {day: values[day] for day in year if day in values}
        near = {day: open_days[day] for day in (*year, *days_of(first)) if day in open_days}
        if (found := seasonal(history, days_of(first), near)) is not None:
            usual = sum(history.values()) / len(history)
            made[first] = tuple(one / usual for one in found)
    if month in made:
        return made
    return {
        first: tuple(float(open_days.get(day, False)) for day in days_of(first))
        for first in (_back(month, back) for back in range(MONTHS + 2, -1, -1))
    }


def foretold(
    values: Mapping[date, float], shares: Mapping[date, Sequence[float]], month: date, through: date
) -> Landing:
    """The landing of `month` from daily values: see the module.

    values: the complete days, those of the month through `through`. shares: by the first day of each month looked at,
    what its days weigh; each as it was known when that month began.
    """
    weigh = {day: share for first, each in shares.items() for day, share in zip(days_of(first), each, strict=True)}
    so_far = sum(values.get(day, 0.0) for day in days_of(month) if day <= through)
    left = _left(weigh, month, through)
    rest = _rest(values, weigh, month, through)
    if rest is None:
        return Landing(month, through, so_far, left=left, reason=because("there is no rate to foretell from"))
    if left == 0 or rest == 0:
        return Landing(month, through, so_far, so_far, so_far, so_far, 0, left)
    errors = sorted(
        error
        for one in shares
        if _back(month, MONTHS) <= one < month and (error := _error(values, weigh, one, left)) is not None
    )  # fmt: skip
    if len(errors) < LEAST:
        why = because("{n} comparable months are too few: {least} are needed", n=len(errors), least=LEAST)
        return Landing(month, through, so_far, months=len(errors), left=left, reason=why)
    place = max(1, floor((1 - SHARE) / 2 * (len(errors) + 1)))
    low, middle, high = errors[place - 1], median(errors), errors[-place]
    return Landing(
        month, through, so_far, so_far + rest * low, so_far + rest * middle, so_far + rest * high, len(errors), left
    )


def _left(weigh: Mapping[date, float], month: date, through: date) -> float:
    """The share of a month that comes after a day."""
    days = days_of(month)
    whole = sum(weigh[day] for day in days)
    return sum(weigh[day] for day in days if day > through) / whole if whole else 0.0


def _rest(values: Mapping[date, float], weigh: Mapping[date, float], month: date, through: date) -> float | None:
    """What the rest of a month would bring at the rate of the days before the cut."""
    before = [through - timedelta(days=n) for n in range(RATE_DAYS)]
    told = [day for day in before if day in values and day in weigh]
    weight = sum(weigh[day] for day in told)
    if len(told) < RATE_DAYS // 2 or not weight:
        return None
    return sum(values[day] for day in told) / weight * sum(weigh[day] for day in days_of(month) if day > through)


def _error(values: Mapping[date, float], weigh: Mapping[date, float], month: date, left: float) -> float | None:
    """What an earlier month then brought, of what was foretold, cut where about as large a part of it was left."""
    days = days_of(month)
    if any(day not in values for day in days):
        return None
    cut = min(days, key=lambda day: (abs(_left(weigh, month, day) - left), day))
    rest = _rest(values, weigh, month, cut)
    return sum(values[day] for day in days if day > cut) / rest if rest else None


def _back(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 - months, 12)
    return date(year, month + 1, 1)
