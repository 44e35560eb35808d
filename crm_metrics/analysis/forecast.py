"""Where the running month will end: what it has, and what comparable parts of earlier months then still brought.

What is left is foretold as the recent rate (the 56 days before the cut, by what their days weigh) times what the days
left weigh. How wrong that rule was is read from earlier months, each cut where as large a part of it was left: the
errors of those months, as factors, give the range. With n of them in order a new one lies above the k-th with a
probability of k ÷ (n + 1) when months are alike (conformal prediction: Vovk, Gammerman and Shafer, Algorithmic Learning
in a Random World, 2005); the lower bound is at k = 0.1 (n + 1), between two of them where that is no whole number
(Hyndman and Fan, Sample Quantiles in Statistical Packages, 1996, type 6), the upper one its mirror. How often the range
held in the metric's own past is counted in `landing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.metrics.core import Metric, Where
from crm_metrics.metrics.goals.cascade import divided
from crm_metrics.metrics.goals.seasons import WEEKS, days_of, seasonal, working
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.readings import Reason, because
from crm_metrics.periods import months_later, next_start
from crm_metrics.warehouse.store import Warehouse

MONTHS = 24  # looked back at
LEAST = 9  # comparable months, or a range of 80 % can't be told
RATE_DAYS = 56  # whose rate foretells
SHARE = 0.8  # of the months that the range is to hold


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """Where a month is going to end, in the metric's unit."""

    month: date
    """Its first day."""
    through: date
    """The last day counted."""
    so_far: float
    """The value to date."""
    low: float | None = None
    """The lower bound of the 80 % range, by how wrong comparable months were foretold."""
    middle: float | None = None
    """What is expected: the rest of the month as the median of those errors corrects it."""
    high: float | None = None
    """With `low` and `middle`: of the whole month; None without enough comparable months, as `reason` says."""
    months: int = 0
    """How many comparable months there were."""
    left: float = 0.0
    """The share of the month, by what its days weigh, that is still to come."""
    reason: Reason | None = None
    """Why there is no range; None where there is one."""
    endings: tuple[float, ...] = ()
    """Where the month would end with the rest of each comparable month, the least first; empty without a range."""

    @property
    def over(self) -> bool:
        """Whether the month has ended, so that the value to date is its result."""
        return self.through == next_start("month", self.month) - timedelta(days=1)


def forecast(
    warehouse: Warehouse, metric: Metric, day: date, *, where: Where = None, scope: Scope = EVERYTHING
) -> Forecast | None:
    """Where the month that holds `day` will end, of the data through `day`; None when it can't be told at all.

    Only a sum read by the day has a forecast: a rate or a stock has no part that is still missing. `where` and `scope`
    keep a part of the rows.
    """
    month = day.replace(day=1)
    values = history(warehouse, metric, day, where=where, scope=scope)
    if values is None:
        return None
    open_days = working(warehouse, since(month), next_start("month", month))
    return foretold(values, shares_of(values, month, open_days), month, max(values))


def since(month: date, more: int = 0) -> date:
    """The first day read for a month. more: months before it that are foretold too."""
    return months_later(month, -MONTHS - more) - timedelta(weeks=WEEKS)


def history(
    warehouse: Warehouse,
    metric: Metric,
    day: date,
    *,
    where: Where = None,
    scope: Scope = EVERYTHING,
    more: int = 0,
) -> dict[date, float] | None:
    """The complete days of a metric through `day`; None where its month can't be told: what a day lacks would be
    missing in the value to date."""
    if not divided(metric) or metric.finest != "day":
        return None
    month = day.replace(day=1)
    asked = ask(warehouse, [metric], every="day", since=since(month, more), until=day, where=where, scope=scope)
    readings = asked[metric.name].readings
    values = {each.period: float(each.value) for each in readings if each.complete and each.value is not None}
    reached = max((period for period in values if period >= month), default=None)
    if reached is None or any(day not in values for day in days_of(month) if day <= reached):
        return None
    return values


def shares_of(
    values: Mapping[date, float], month: date, open_days: Mapping[date, bool]
) -> dict[date, tuple[float, ...]]:
    """What the days of a month and of those before it weigh, each by the season of the year before it.

    An average day weighs 1, so that months can be held side by side. Where the month itself has no season, all are
    weighed by working days; where only an earlier one has none, it is left out.
    """
    months = [months_later(month, -back) for back in range(MONTHS + 2, -1, -1)]
    return weighed(seasons_known(values, months, open_days), month, open_days)


def seasons_known(
    values: Mapping[date, float], months: Iterable[date], open_days: Mapping[date, bool]
) -> dict[date, tuple[float, ...]]:
    """What the days of each month weigh by the season of the year before it, where there is one."""
    seasons: dict[date, tuple[float, ...]] = {}
    for first in months:
        year = [first - timedelta(days=n) for n in range(7 * WEEKS, 0, -1)]
        before = {day: values[day] for day in year if day in values}
        near = {day: open_days[day] for day in (*year, *days_of(first)) if day in open_days}
        if (expected := seasonal(before, days_of(first), near)) is not None:
            usual = sum(before.values()) / len(before)
            seasons[first] = tuple(value / usual for value in expected)
    return seasons


def weighed(
    seasons: Mapping[date, tuple[float, ...]], month: date, open_days: Mapping[date, bool]
) -> dict[date, tuple[float, ...]]:
    """The weights of a month and of those before it: by season where the month has one, else by working days."""
    months = [months_later(month, -back) for back in range(MONTHS + 2, -1, -1)]
    if month in seasons:
        return {first: seasons[first] for first in months if first in seasons}
    return {first: tuple(float(open_days.get(day, False)) for day in days_of(first)) for first in months}


def foretold(
    values: Mapping[date, float], shares: Mapping[date, Sequence[float]], month: date, through: date
) -> Forecast:
    """The forecast of `month` from daily values: see the module.

    values: the complete days, those of the month through `through`. shares: by the first day of each month looked at,
    what its days weigh; each as it was known when that month began.
    """
    weigh = {day: share for first, each in shares.items() for day, share in zip(days_of(first), each, strict=True)}
    so_far = sum(values.get(day, 0.0) for day in days_of(month) if day <= through)
    left = _left(weigh, month, through)
    base = Forecast(month=month, through=through, so_far=so_far, left=left)
    rest = _rest(values, weigh, month, through)
    if rest is None:
        return replace(base, reason=because("there is no rate to foretell from"))
    if left == 0:
        return replace(base, low=so_far, middle=so_far, high=so_far)
    if rest == 0:
        return replace(base, reason=because("nothing of it came lately, so that there is no rate to foretell from"))
    errors = sorted(
        error
        for first in shares
        if months_later(month, -MONTHS) <= first < month and (error := _error(values, weigh, first, left)) is not None
    )
    base = replace(base, months=len(errors))
    if len(errors) < LEAST:
        why = because("comparable months: {n}, of {least} that are needed", n=len(errors), least=LEAST)
        return replace(base, reason=why)
    low, middle, high = _at(errors, (1 - SHARE) / 2), median(errors), _at(errors, (1 + SHARE) / 2)
    return replace(
        base,
        low=so_far + rest * low,
        middle=so_far + rest * middle,
        high=so_far + rest * high,
        endings=tuple(so_far + rest * error for error in errors),
    )


def _at(errors: Sequence[float], share: float) -> float:
    """The value below which a new one lies with this probability: between the two whose places are nearest."""
    place = min(max(share * (len(errors) + 1), 1.0), float(len(errors)))
    before = min(int(place), len(errors) - 1)
    lower, upper = errors[before - 1], errors[before]
    return lower + (place - before) * (upper - lower)


def _left(weigh: Mapping[date, float], month: date, through: date) -> float:
    """The share of a month that comes after a day."""
    days = days_of(month)
    whole = sum(weigh[day] for day in days)
    return sum(weigh[day] for day in days if day > through) / whole if whole else 0.0


def cut_where(weigh: Mapping[date, float], days: Sequence[date], left: float) -> date:
    """The day of a month after which about as large a part of it is left; the first of those that are alike.

    Where something is left, a day after which nothing is says nothing of it, however small a part that is.
    """
    after, shares = 0.0, []
    for day in reversed(days):
        shares.append((after, day))
        after += weigh[day]
    whole = after or 1.0
    some = [one for one in shares if one[0] > 0] if left > 0 else []
    return min(some or shares, key=lambda one: (abs(one[0] / whole - left), one[1]))[1]


def _rest(values: Mapping[date, float], weigh: Mapping[date, float], month: date, through: date) -> float | None:
    """What the rest of a month would bring at the rate of the days before the cut."""
    before = [through - timedelta(days=n) for n in range(RATE_DAYS)]
    known = [day for day in before if day in values and day in weigh]
    weight = sum(weigh[day] for day in known)
    if len(known) < RATE_DAYS // 2 or not weight:
        return None
    return sum(values[day] for day in known) / weight * sum(weigh[day] for day in days_of(month) if day > through)


def _error(values: Mapping[date, float], weigh: Mapping[date, float], month: date, left: float) -> float | None:
    """What an earlier month then brought, of what was foretold, cut where about as large a part of it was left."""
    days = days_of(month)
    if any(day not in values for day in days):
        return None
    cut = cut_where(weigh, days, left)
    rest = _rest(values, weigh, month, cut)
    return sum(values[day] for day in days if day > cut) / rest if rest else None
