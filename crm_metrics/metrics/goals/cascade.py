"""The objective of a month over its days and weeks: nothing is lost and nothing is added on the way down.

A sum is divided by what the days weigh (`seasons`), to the last unit that the objective is written in, by the largest
remainder: the days of the month sum back exactly. A rate or a stock is asked of each day as of the month. A week takes
its days from the months that they belong to. An objective that holds for a part of a month counts for that part.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal

from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.goals.seasons import Weights, Whose, additive, days_of, weights
from crm_metrics.warehouse.store import Warehouse

SAME = "month"  # how a goal was derived that is the month's own: a rate or a stock


@dataclass(frozen=True)
class Goal:
    """A goal and its amber band, both in the metric's unit (a percentage as a fraction).

    derived: "" where it was set for this cadence; else how the month's objective became it: "month" (the same),
    "season", "working days" or "calendar days" (divided by these).
    """

    goal: float
    tolerance: float
    derived: str = ""


InForce = Callable[[date], Goal | None]  # the month's objective that holds on a day


def spread(total: float, parts: Sequence[float]) -> tuple[Decimal, ...]:
    """`total` divided by what its parts weigh, each a multiple of its last digit, their sum exactly `total`.

    The digits that division leaves over go to the largest remainders; equal ones far apart, so that no week is filled
    before the others. Raises ZeroDivisionError when nothing weighs anything.
    """
    amount = Decimal(str(total)).normalize()
    step = Decimal(1).scaleb(min(int(amount.as_tuple().exponent), 0))
    units = [Decimal(str(part)) for part in parts]
    shares = [abs(amount) * unit / sum(units) / step for unit in units]
    whole = [share.to_integral_value(ROUND_FLOOR) for share in shares]
    left = int(abs(amount) / step - sum(whole))
    order = sorted(range(len(parts)), key=lambda n: (whole[n] - shares[n], _far_apart(n)))
    for place in order[:left]:
        whole[place] += 1
    sign = -1 if amount < 0 else 1
    return tuple(sign * one * step for one in whole)


def _far_apart(place: int) -> int:
    """The rank of a place when each is as far as can be from those before it: its five bits the other way round."""
    return int(f"{place:05b}"[::-1], 2)


def day_goal(warehouse: Warehouse, metric: Metric, day: date, whose: Whose, in_force: InForce) -> Goal | None:
    """The part of a day in the month's objective that holds on it."""
    month = in_force(day)
    if month is None or not divided(metric):
        return month and passed_down(metric, month)
    weighed = weights(warehouse, metric, day, whose)
    return _share(month, weighed, day.day - 1)


def week_goal(warehouse: Warehouse, metric: Metric, day: date, whose: Whose, in_force: InForce) -> Goal | None:
    """The days of the ISO week that holds `day`, each of its own month.

    Where the objective begins within the week it is of the days since; where it ends within the week there is none,
    for the week's value would be held against a part of it.
    """
    monday = day - timedelta(days=day.weekday())
    if not divided(metric):
        return day_goal(warehouse, metric, day, whose, in_force)
    return _summed([day_goal(warehouse, metric, monday + timedelta(days=n), whose, in_force) for n in range(7)])


def month_goal(warehouse: Warehouse, metric: Metric, day: date, whose: Whose, in_force: InForce) -> Goal | None:
    """The days of the month that holds `day`: where its objective begins or changes within it, each by its days."""
    days = days_of(day)
    goals = [in_force(one) for one in days]
    if all(one == goals[0] for one in goals):
        return goals[0]
    if not divided(metric):
        return in_force(day)
    return _summed([day_goal(warehouse, metric, one, whose, in_force) for one in days])


def divided(metric: Metric) -> bool:
    """Whether the objective of a month is divided over its days; a sum of a trailing window is read like a stock."""
    return additive(metric) and metric.trailing is None


def passed_down(metric: Metric, month: Goal) -> Goal | None:
    """The objective of a day or week of what is not divided; a distinct count has none, it is another one each day."""
    amount = metric.unit in ("count", "money") and metric.denominator is None and metric.trailing is None
    if metric.aggregation == "distinct" or (metric.aggregation == "computed" and amount):
        return None
    return Goal(month.goal, month.tolerance, SAME)


def _share(month: Goal, weighed: Weights, place: int) -> Goal:
    parts = spread(month.goal, weighed.days)
    tolerance = float(parts[place]) * month.tolerance / month.goal if month.goal else 0.0
    return Goal(float(parts[place]), tolerance, weighed.basis)


def _summed(parts: Sequence[Goal | None]) -> Goal | None:
    """The sum of days; None when a day after the first with an objective has none."""
    begun = [n for n, goal in enumerate(parts) if goal is not None]
    goals = [goal for goal in parts[begun[0] :] if goal is not None] if begun else []
    if not goals or len(goals) < len(parts) - begun[0]:
        return None
    total = sum((Decimal(str(goal.goal)) for goal in goals), Decimal(0))
    return Goal(float(total), sum(goal.tolerance for goal in goals), goals[-1].derived)
