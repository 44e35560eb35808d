"""A gap on its way to a plan: its metric, part and week from an address, and what of it is kept as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from crm_metrics.access import Scope
from crm_metrics.boards.core import View
from crm_metrics.boards.plans import weeks
from crm_metrics.boards.plans.drivers import drivers
from crm_metrics.boards.series import Indicator, collect, enough, offered, scoped, tables_of
from crm_metrics.errors import QuestionError
from crm_metrics.metrics.core import APPLICATION, Metric
from crm_metrics.metrics.goals.targets import Goal, goal_for
from crm_metrics.metrics.registry import known, metric_of
from crm_metrics.office.planning import DIMENSIONS, Parts, PlanGap, compared_by, sees, within
from crm_metrics.periods import Period, last_week, start_of
from crm_metrics.warehouse.store import Warehouse

METRIC, WEEK, PART, PLAN = "metric", "week", "of", "plan"  # in an address of the page of plans
APART = ":"  # between a dimension and its value there
SPAN = 8  # weeks in which a comparison unit has to have rows
GUARDED = ("csat", "recurrence_rate", "reopen_rate")  # what usually must not get worse


@dataclass(frozen=True)
class GapAsked:
    """Which gap an address asks to open a plan for."""

    metric: str
    parts: Parts
    week: date


def way(metric: str, parts: Sequence[tuple[str, str]], week: date) -> str:
    """The address that asks for a plan of a gap."""
    asked = [(METRIC, metric), (WEEK, week.isoformat())]
    return f"plans?{urlencode([*asked, *((PART, f'{name}{APART}{value}') for name, value in parts)])}"


def way_to(plan: str) -> str:
    """The address of a plan."""
    return f"plans?{urlencode([(PLAN, plan)])}"


def asked_of(view: View, latest: date) -> GapAsked | None:
    """The gap that the address asks for; None where it asks for none. Raises QuestionError where there is no such."""
    name = next((value for key, value in view.where if key == METRIC), "")
    if not name:
        return None
    if name not in known():
        raise QuestionError("There is no metric '{word}': the page of metrics lists them all.", word=name)
    over = last_week(latest).first  # of one that still runs nobody knows the result
    week = min(start_of("week", view.until or latest), over)
    pairs = [value.partition(APART) for key, value in view.where if key == PART]
    parts = {(dimension, value) for dimension, _, value in pairs if dimension in DIMENSIONS and value}
    return GapAsked(name, whole(metric_of(name), parts, view.scope), week)


def whole(metric: Metric, parts: set[tuple[str, str]], scope: Scope) -> Parts:
    """The parts with the metric's own process and with what the reader's scope leaves."""
    if metric.process:
        parts = {pair for pair in parts if pair[0] != "process"} | {("process", metric.process)}
    return within(scope, tuple(sorted(parts)))


def gap_of(warehouse: Warehouse, asked: GapAsked, scope: Scope, fiscal_month: int = 1) -> PlanGap:
    """The gap as it is now, with the parts that bring most of it. Raises QuestionError where it is not the reader's."""
    if not sees(scope, asked.parts):
        raise QuestionError("This plan is not of your part of the company.")
    metric, first, last = metric_of(asked.metric), asked.week, asked.week + timedelta(days=6)
    found = weeks.weeks_of(warehouse, asked.metric, asked.parts, first, last)
    now = found.readings[-1] if found.readings else None
    value = None if now is None or now.value is None else float(now.value)
    goal = _goal(warehouse, metric, asked)
    better = metric.better
    if better == "band" and value is not None and goal is not None:
        better = "down" if value > goal.goal else "up"
    return PlanGap(
        metric=asked.metric,
        parts=asked.parts,
        trigger=first,
        better=better,
        value=value,
        goal=goal.goal if goal else None,
        n=now.n if now else None,
        drivers=tuple(drivers(warehouse, metric, Period(first, first, last), _asked_view(asked.parts), fiscal_month)),
    )


def _goal(warehouse: Warehouse, metric: Metric, asked: GapAsked) -> Goal | None:
    processes = [value for name, value in asked.parts if name == "process"]
    process = processes[0] if len(processes) == 1 else None
    return goal_for(warehouse, metric, "week", asked.week, process=process, **scoped(_view(asked.parts)))


def _view(parts: Parts) -> View:
    """A view of these parts, as a board is asked it."""
    scope = weeks.scope_of(parts)
    limited = ("process", "area", "team", "agent")
    return View(scope=scope, where=tuple((name, value) for name, value in parts if name not in limited))


def _asked_view(parts: Parts) -> View:
    """The same, as somebody who sees more asks for them: whose objective it is and what is fixed is told by them."""
    return replace(_view(parts), where=tuple((name, value) for name, value in parts if name != "area"))


def others(warehouse: Warehouse, gap: PlanGap, scope: Scope) -> tuple[str, ...]:
    """The units that the plan could be held against: of the same dimension, within the reader's scope, with rows."""
    dimension, metric = compared_by(gap.parts), metric_of(gap.metric)
    if not dimension or dimension not in offered(warehouse, metric):
        return ()
    rest = tuple(pair for pair in gap.parts if pair[0] != dimension)
    own = next(value for name, value in gap.parts if name == dimension)
    view, asked = _view(rest), Indicator(gap.metric)
    where: dict[str, list[str]] = {}
    for name, value in view.where:
        where.setdefault(name, []).append(value)
    since, until = gap.trigger - timedelta(days=7 * SPAN), gap.trigger + timedelta(days=6)
    results = collect(
        warehouse, [asked], every="all", since=since, until=until, by=(dimension,), where=where, scope=view.scope
    )
    readings = results[asked].readings if asked in results else ()
    named = [
        str(one.groups[0]) for one in readings if one.groups[0] and one.value is not None and enough(metric, one.n)
    ]
    seen = [one for one in named if one != own and sees(scope, (*rest, (dimension, one)))]
    return tuple(sorted(set(seen)))


def guardable(warehouse: Warehouse, gap: PlanGap) -> Mapping[str, bool]:
    """The metrics that could be watched beside it, those of the same process first; True for those that usually are."""
    mine = metric_of(gap.metric)
    dimensions = {name for name, _ in gap.parts}
    processes = {value for name, value in gap.parts if name == "process"}
    fitting = [
        metric
        for metric in known().values()
        if metric.name != mine.name
        and metric.better in ("up", "down")
        and metric.finest != "month"
        and metric.shape != APPLICATION
        and (not metric.process or not processes or metric.process in processes)
        and all(any(map(warehouse.loaded, need.split("|"))) for need in tables_of(metric))
        and dimensions - {"process"} <= offered(warehouse, metric)
    ]
    fitting.sort(key=lambda metric: (metric.process != mine.process, not metric.process, metric.name))
    usual = next((name for name in GUARDED if name in {metric.name for metric in fitting}), "")
    return {metric.name: metric.name == usual for metric in fitting}
