"""The gap of a number to its objective, or its change, split by one dimension: which one, which days, which cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal, cast

from crm_metrics import periods
from crm_metrics.analysis.attribution import (
    Amounts,
    Cell,
    Split,
    amounts_changed,
    rates_changed,
    rates_to_goal,
    shared_goals,
)
from crm_metrics.boards.core import View
from crm_metrics.boards.series import enough, missed, rated, scoped
from crm_metrics.boards.worth.pricing import MoneyWorth
from crm_metrics.metrics.cells import MetricCells, cells, unsplit
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.goals.targets import SCOPES, Goal, goal_for
from crm_metrics.metrics.question import dimensions
from crm_metrics.metrics.readings import Reading, Reason, because, value_of
from crm_metrics.periods import Period
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import mark

Gap = Literal["objective", "before", "year"]  # to the objective; from the period before; from the year before
DIMENSIONS = ("team", "touchpoint", "channel", "tier", "product")
GAPS: tuple[Gap, ...] = ("objective", "before", "year")
NO_PARTS = mark("Its rows tell no team, touchpoint, channel, tier or product.")
SAME = 1e-9  # of an objective: what those of its parts may lie apart from it


@dataclass(frozen=True, kw_only=True)
class NumberToExplain:
    """The number that is to be explained, and how."""

    metric: Metric
    """What is measured."""
    every: str
    """The cadence of the days: one of `periods.CADENCES`."""
    days: Period
    """The days that it is of."""
    view: View
    """What its page was asked, within what the reader may see."""
    where: Sequence[tuple[str, str | None]] = ()
    """Its conditions, as a question takes them."""
    dimension: str = ""
    """What to split it by; where the number has no such dimension, the first by which it has several parts."""
    gap: str = ""
    """One of GAPS; else the gap to an objective that is missed, else the change from the period before."""
    fiscal_month: int = 1
    """The month in which the fiscal year begins."""


@dataclass(frozen=True, kw_only=True)
class Explained:
    """A gap or a change and its parts, in no language."""

    asked: NumberToExplain
    """The number; its `dimension` and `gap` are those in force."""
    offered: tuple[str, ...]
    """The dimensions that it can be split by."""
    gaps: tuple[Gap, ...]
    """What of it can be explained."""
    before: Period
    """The days that it is held against, or by whose parts an objective is shared out."""
    now: MetricCells
    """Its parts."""
    then: MetricCells | None = None
    """Those of the days before; None where they are not needed."""
    goal: Goal | None = None
    """The objective of the number, where the gap to it is explained."""
    goals: Mapping[Cell, Fraction] = field(default_factory=dict)
    """Of a sum: what each part is asked of the objective."""
    own_goals: bool = False
    """Whether these are objectives of the parts themselves, and not shares of the whole's."""
    split: Split | None = None
    """What each part adds; None where that can't be told."""
    reason: Reason | None = None
    """Why it can't."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What ids of the dimension are called."""
    money: MoneyWorth | None = None
    """What the whole is in money, or why it is none; None where nobody asked."""

    @property
    def two_effects(self) -> bool:
        """Whether a part adds by its result and by its share: of a change of a quotient."""
        return bool(self.now.rates) and self.goal is None

    def few(self, cell: Cell) -> bool:
        """Whether a rate of a part has too few rows to be read, now or before."""
        sides = [side for side in (self.now, self.then) if side is not None and cell in side.readings]
        return bool(self.now.rates) and any(not enough(self.asked.metric, side.readings[cell].n) for side in sides)


def gather(warehouse: Warehouse, asked: NumberToExplain) -> Explained | None:
    """What explains the number; None where one part is asked for, by each dimension that it has."""
    has, fixed = [name for name in DIMENSIONS if name in dimensions(warehouse, asked.metric)], _fixed(asked)
    offered = tuple(name for name in has if name not in fixed)
    if has and not offered:
        return None
    why = unsplit(asked.metric) or (None if has else because(NO_PARTS))
    if why is not None:
        return _untold(asked, why)
    dimension, now = _first_parted(warehouse, asked, offered)
    goal = _goal(warehouse, asked)
    gaps = tuple(one for one in GAPS if one != "objective" or goal is not None)
    gap = _chosen(asked, gaps, now.whole, goal)
    found = Explained(
        asked=replace(asked, dimension=dimension, gap=gap),
        offered=offered,
        gaps=gaps,
        before=_before(asked, gap),
        now=now,
        goal=goal if gap == "objective" else None,
        reason=now.reason,
        names=roster.touchpoints(warehouse) if dimension == "touchpoint" else {},
    )
    return found if found.reason else _split(warehouse, found)


def _untold(asked: NumberToExplain, why: Reason) -> Explained:
    """A number that has no parts that add up, with the reason."""
    nothing = MetricCells(whole=None, reason=why)
    return Explained(asked=asked, offered=(), gaps=(), before=_before(asked, "before"), now=nothing, reason=why)


def _first_parted(
    warehouse: Warehouse, asked: NumberToExplain, offered: Sequence[str]
) -> tuple[str, MetricCells]:  # fmt: skip
    """The dimension asked for, else the first by which the number has several parts; and these."""
    tried = [asked.dimension] if asked.dimension in offered else list(offered)
    found = {}
    for dimension in tried:
        found[dimension] = _cells(warehouse, asked, dimension, asked.days)
        if len(found[dimension].readings) > 1 or found[dimension].reason is not None:
            return dimension, found[dimension]
    return tried[0], found[tried[0]]


def _split(warehouse: Warehouse, found: Explained) -> Explained:
    """With the parts of the days before where they are needed, and what each part adds."""
    now, gap = found.now, found.asked.gap
    if gap == "objective" and found.goal is not None and now.rates:
        return replace(found, split=rates_to_goal(now.rates, Fraction(found.goal.goal)))
    if gap == "objective" and found.goal is not None:
        own = _own_goals(warehouse, found, found.goal)
        if own is not None:
            return replace(found, goals=own, own_goals=True, split=amounts_changed(own, now.amounts))
    then = _cells(warehouse, found.asked, found.asked.dimension, found.before)
    found = replace(found, then=then)
    if then.reason is not None:
        return replace(found, reason=then.reason)
    if found.goal is not None:
        if not sum(then.amounts.values()):
            return replace(found, reason=because("nothing to divide by"))
        goals = shared_goals(Fraction(found.goal.goal), then.amounts)
        return replace(found, goals=goals, split=amounts_changed(goals, now.amounts))
    if now.rates:
        return replace(found, split=rates_changed(then.rates, now.rates))
    return replace(found, split=amounts_changed(then.amounts, now.amounts))


def _cells(warehouse: Warehouse, asked: NumberToExplain, dimension: str, days: Period) -> MetricCells:
    return cells(
        warehouse, asked.metric, dimension, since=days.first, until=days.last, where=asked.where,
        scope=asked.view.scope,
    )  # fmt: skip


def _fixed(asked: NumberToExplain) -> set[str]:
    """The dimensions of which one value is asked for: there is one part by them."""
    values: dict[str, set[str | None]] = {}
    for name, value in asked.where:
        values.setdefault(name, set()).add(value)
    return {name for name, those in values.items() if len(those) == 1}


def _chosen(asked: NumberToExplain, gaps: Sequence[Gap], whole: Reading | None, goal: Goal | None) -> Gap:
    if asked.gap in gaps:
        return cast(Gap, asked.gap)
    value = value_of(whole)
    away = None if value is None or goal is None else value - goal.goal
    return "objective" if missed(asked.metric.better, away, goal) else "before"


def _before(asked: NumberToExplain, gap: Gap) -> Period:
    if gap == "year":
        return periods.a_year_before(asked.days)
    return periods.period_before(asked.every, asked.days, asked.fiscal_month)


def _goal(warehouse: Warehouse, asked: NumberToExplain, **part: str | None) -> Goal | None:
    """The objective for the days of the number, of several periods that of the last; of a sum for one whole period."""
    every = _cadence(asked)
    if every is None:
        return None
    processes = {value for name, value in asked.where if name == "process"}
    process = asked.metric.process or asked.view.process or (processes.pop() if len(processes) == 1 else None)
    whose = {**scoped(asked.view), **part}
    day = periods.start_of(every, asked.days.last, asked.fiscal_month)
    return goal_for(warehouse, asked.metric, every, day, process=process, **whose)


def _cadence(asked: NumberToExplain) -> str | None:
    """The cadence whose objectives hold for the days: that of a rate also for several whole weeks or months."""
    days, every = asked.days, asked.every
    held = rated(asked.metric) or asked.metric.denominator is not None or asked.metric.aggregation == "stock"
    if every != "all":
        whole = days.next == periods.next_start(every, days.first)
        return every if whole or held else None
    if days.first.weekday() == days.next.weekday() == 0 and (held or days.days == 7):
        return "week"
    if days.first.day == days.next.day == 1 and (held or periods.months_later(days.first, 1) == days.next):
        return "month"
    return None


def _own_goals(warehouse: Warehouse, found: Explained, goal: Goal) -> Amounts | None:
    """The objectives of the parts themselves; None unless all have one and they add up to the whole's."""
    asked, amounts = found.asked, found.now.amounts
    if asked.dimension not in SCOPES:
        return None
    own = {cell: _goal(warehouse, asked, **{asked.dimension: cell}) if cell else None for cell in amounts}
    goals = {cell: Fraction(one.goal) for cell, one in own.items() if one is not None}
    if len(goals) < len(amounts) or not amounts:
        return None
    return goals if abs(float(sum(goals.values())) - goal.goal) <= SAME * abs(goal.goal) else None
