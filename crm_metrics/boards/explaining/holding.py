"""Which team holds most of a gap over four weeks: the first of the parts that add up to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

from crm_metrics.analysis.attribution import Split, amounts_changed, rates_to_goal, shared_goals
from crm_metrics.boards.core import View
from crm_metrics.boards.series import Indicator, asked_of, collect, rated, scoped
from crm_metrics.metrics.cells import additive, of_readings, unsplit
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.goals.targets import goal_for
from crm_metrics.metrics.readings import Reading, Result
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.store import Warehouse

WEEKS = 4
Readings = Sequence[Reading]


def holders(warehouse: Warehouse, view: View, asked: Sequence[Indicator], week: date) -> dict[Indicator, str]:
    """For each result with an objective the team that holds most of its gap, over the weeks that end with this one."""
    now = _by_team(warehouse, view, asked, week)
    sums = [one for one in now if additive(metric_of(one.metric)) and unsplit(metric_of(one.metric)) is None]
    before = _by_team(warehouse, view, sums, week - timedelta(days=7 * WEEKS))
    weeks, whose = [week - timedelta(days=7 * back) for back in range(WEEKS)], scoped(view)
    found: dict[Indicator, str] = {}
    for indicator, result in now.items():
        metric = metric_of(indicator.metric)
        goals = [goal_for(warehouse, metric, "week", day, process=indicator.process, **whose) for day in weeks]
        aims = [goal.goal for goal in goals if goal is not None]
        told = [one for one in result.readings if one.value is not None]
        named = [one for one in told if one.groups[0]]
        if goals[0] is None or not named:
            continue
        earlier = before[indicator].readings if indicator in before else ()
        lacking = _lacking(metric, aims, told, earlier)
        found[indicator] = str(max(named, key=lambda one: lacking[one.groups[0]]).groups[0])
    return found


def _by_team(warehouse: Warehouse, view: View, asked: Sequence[Indicator], week: date) -> dict[Indicator, Result]:
    since, until = week - timedelta(days=7 * (WEEKS - 1)), week + timedelta(days=6)
    return collect(
        warehouse, asked, every="all", since=since, until=until, by=("team",), where=asked_of(view), scope=view.scope
    )


def _lacking(metric: Metric, aims: Sequence[float], now: Readings, before: Readings) -> Mapping[str | None, Fraction]:
    """What each team lacks to the objective, above nought on its wrong side. aims: those of the weeks, latest first."""
    bad, split = -1 if metric.better == "up" else 1, _split(metric, aims, now, before)
    if split is not None:
        if metric.better == "band":
            bad = 1 if split.whole > 0 else -1
        return {one.cell: bad * one.total for one in split.effects}
    weight = {one.groups[0]: (one.n or 0) if rated(metric) else 1 for one in now}  # of what has no parts that add up
    return {one.groups[0]: bad * (Fraction(one.value or 0) - Fraction(aims[0])) * weight[one.groups[0]] for one in now}


def _split(metric: Metric, aims: Sequence[float], now: Readings, before: Readings) -> Split | None:
    """The gap by teams; None where it can't be split: a median, or a sum without its objectives or a time before."""
    if unsplit(metric) is not None:
        return None
    if not additive(metric):
        rates = of_readings(metric, "team", now).rates
        return rates_to_goal(rates, Fraction(aims[0])) if sum(below for _, below in rates.values()) else None
    amounts, earlier = of_readings(metric, "team", now).amounts, of_readings(metric, "team", before).amounts
    if metric.aggregation != "sum":
        goal = Fraction(aims[0])
    elif len(aims) == WEEKS:
        goal = sum(map(Fraction, aims), Fraction(0))
    else:
        return None
    return amounts_changed(shared_goals(goal, earlier), amounts) if sum(earlier.values()) else None
