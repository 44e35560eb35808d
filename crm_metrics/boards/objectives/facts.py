"""What the page of objectives reads: the month that runs, each part's way to its objective, and how it was divided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from crm_metrics.analysis.forecast import Forecast
from crm_metrics.analysis.landing import Landing, chance, landing
from crm_metrics.boards.core import View
from crm_metrics.boards.facts import BoardFacts
from crm_metrics.boards.filters import within
from crm_metrics.boards.series import Indicator, collect, enough, left_out, parts
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.goals.cascade import divided
from crm_metrics.metrics.goals.seasons import days_of
from crm_metrics.metrics.goals.target import Target
from crm_metrics.metrics.goals.targets import aimed_at, days_for, goal_for
from crm_metrics.metrics.goals.tree import ObjectiveBranch, branches
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import known
from crm_metrics.metrics.rows.coverage import coverage_of
from crm_metrics.office.objectives import ObjectiveChange
from crm_metrics.warehouse.store import Warehouse

CHOSEN = "metric"  # in the address: whose tree is shown


@dataclass(frozen=True, kw_only=True)
class AimedPart:
    """A part of the company on its way to the objective of the month."""

    metric: Metric
    """What is measured."""
    branch: ObjectiveBranch
    """Of whom, and what was declared."""
    reading: Reading | None
    """The month to date; None where it is not known."""
    through: date
    """The last day that the month to date holds."""
    to_date: float | None
    """What its days through that one ask together; of what is not divided, the month's own."""
    landing: Landing | None = None
    """Where the month will land; None where that is not asked, or can't be told."""

    @property
    def target(self) -> Target:
        """What was declared."""
        return self.branch.target

    @property
    def value(self) -> float | None:
        """The month to date, where it is known."""
        if self.landing is not None:
            return self.landing.forecast.so_far
        return None if self.reading is None or self.reading.value is None else float(self.reading.value)

    @property
    def few(self) -> bool:
        """Whether it is a rate of too few rows for a verdict."""
        return self.reading is not None and not enough(self.metric, self.reading.n)

    @property
    def unsettled(self) -> bool:
        """Whether some of its rows were left out, or have not ended as they will."""
        waits = self.landing is None and bool(self.metric.matures_days or self.metric.matures_on)
        return waits or (self.reading is not None and left_out(self.reading))

    @property
    def judged(self) -> bool:
        """Whether it can be held against what is asked by now."""
        return self.value is not None and self.to_date is not None and not self.few and not self.unsettled

    @property
    def amiss(self) -> bool:
        """Whether it lies on the wrong side of what is asked by now: of a band, further off than its tolerance."""
        if self.value is None or self.to_date is None or not self.judged:
            return False
        gap = self.value - self.to_date
        if self.metric.better == "band":
            goal = self.target.goal
            return abs(gap) > (goal.tolerance * self.to_date / goal.goal if goal.goal else goal.tolerance)
        return gap > 0 if self.metric.better == "down" else gap < 0

    @property
    def likely(self) -> str | None:
        """How likely it reaches its objective; None where no range says so."""
        found = self.forecast
        if found is None or found.over:
            return None
        return chance(found, self.target.goal.goal, self.metric.better, self.target.goal.tolerance)

    @property
    def forecast(self) -> Forecast | None:
        """Its forecast, where there is one."""
        return self.landing.forecast if self.landing else None


@dataclass(frozen=True, kw_only=True)
class ObjectivesFacts(BoardFacts):
    """What the page knows, in no language."""

    every: ClassVar[str] = "month"
    parts: tuple[AimedPart, ...] = ()
    """Of each metric the widest parts that have an objective: the company, or its processes."""
    metric: Metric | None = None
    """Whose tree is shown; None without any."""
    tree: tuple[AimedPart, ...] = ()
    """All parts of that metric that have an objective, from the company down to the teams."""
    basis: str = ""
    """By what its days are divided; "" where they are not."""
    days: tuple[tuple[date, float, float | None], ...] = ()
    """Of its widest part each day of the month: what it asks, and what it brought as far as that is known."""
    changes: tuple[ObjectiveChange, ...] = ()
    """What was set on the page, the newest first."""
    untold: bool = False
    """Whether what people set can't be read, so that no metric has an objective."""


def tops(warehouse: Warehouse, view: View, day: date) -> tuple[tuple[Metric, ObjectiveBranch], ...]:
    """Of each metric with objectives in the month the widest parts that the reader sees, within the view."""
    found: list[tuple[Metric, ObjectiveBranch]] = []
    every = known()
    for name in aimed_at(warehouse):
        if name not in every:
            continue  # a forecast, or a budget that nobody measures
        metric = every[name]
        mine = [one for one in branches(warehouse, metric, day, view.scope) if within(view, one.process or None)]
        mine = [one for one in mine if not view.processes or one.process in view.processes]
        widest = [one for one in mine if not one.team] or mine
        found += [(metric, one) for one in widest]
    return tuple(found)


def read(
    warehouse: Warehouse, view: View, asked: Sequence[tuple[Metric, ObjectiveBranch]], day: date
) -> tuple[AimedPart, ...]:
    """The month to date of these parts, through the last whole day of each, in a few questions for all of them."""
    ends = {metric.name: _whole(warehouse, metric, day) for metric, _ in asked}
    alike: dict[tuple[str, date], list[Indicator]] = {}
    for metric, branch in asked:
        alike.setdefault((branch.team, ends[metric.name]), []).append(Indicator(metric.name, branch.process or None))
    month = day.replace(day=1)
    told = {key: _months(warehouse, view, those, *key) if key[1] >= month else {} for key, those in alike.items()}
    found = []
    for metric, branch in asked:
        through = ends[metric.name]
        reading = told[branch.team, through].get(Indicator(metric.name, branch.process or None))
        to_date = _to_date(warehouse, view, metric, branch, through) if through >= month else None
        found.append(AimedPart(metric=metric, branch=branch, reading=reading, through=through, to_date=to_date))
    return tuple(found)


def _whole(warehouse: Warehouse, metric: Metric, day: date) -> date:
    """The last day through one that was over when the rows of a sum were loaded; what is no sum is read as it is."""
    ends = [coverage_of(warehouse, part).whole for part in parts(metric)] if divided(metric) else []
    return min([day, *(one for one in ends if one is not None)])


def _months(
    warehouse: Warehouse, view: View, asked: Sequence[Indicator], team: str, through: date
) -> Mapping[Indicator, Reading]:
    """The month to date of these results, of one team where it is named."""
    month, where = through.replace(day=1), {"team": [team]} if team else {}
    results = collect(warehouse, asked, every="month", since=month, until=through, where=where, scope=view.scope)
    told = {
        one: next((each for each in found.readings if each.period == month), None) for one, found in results.items()
    }
    return {one: reading for one, reading in told.items() if reading is not None}


def tree(warehouse: Warehouse, view: View, metric: Metric, day: date) -> tuple[AimedPart, ...]:
    """Every part of a metric with where its month will land."""
    found = []
    for branch in branches(warehouse, metric, day, view.scope):
        if not within(view, branch.process or None) or (view.processes and branch.process not in view.processes):
            continue
        of = _conditions(metric, branch)
        ending = landing(warehouse, metric, day, where=of, scope=view.scope)
        reading = None
        if ending is None:
            asked = ask(warehouse, [metric], every="month", since=day.replace(day=1), until=day, where=of,
                        scope=view.scope)  # fmt: skip
            reading = next(iter(asked[metric.name].readings), None)
        through = ending.forecast.through if ending else day
        found.append(
            AimedPart(
                metric=metric,
                branch=branch,
                reading=reading,
                through=through,
                to_date=_to_date(warehouse, view, metric, branch, through),
                landing=ending,
            )
        )
    return tuple(found)


def day_by_day(
    warehouse: Warehouse, view: View, part: AimedPart
) -> tuple[str, tuple[tuple[date, float, float | None], ...]]:
    """By what the month of a part is divided, and each of its days: what it asks and what it brought."""
    month = part.through.replace(day=1)
    whose = _whose(part.branch)
    days = days_of(month)
    goals = days_for(warehouse, part.metric, month, scope=view.scope, **whose)
    asked = ask(warehouse, [part.metric], every="day", since=month, until=part.through,
                where=_conditions(part.metric, part.branch), scope=view.scope)[part.metric.name]  # fmt: skip
    brought = {one.period: float(one.value) for one in asked.readings if one.complete and one.value is not None}
    told = tuple((day, goal.goal, brought.get(day)) for day, goal in zip(days, goals, strict=True) if goal is not None)
    return next((goal.derived for goal in goals if goal is not None), ""), told


def _to_date(warehouse: Warehouse, view: View, metric: Metric, branch: ObjectiveBranch, through: date) -> float | None:
    """What the days of the month through a day ask together."""
    whose = _whose(branch)
    if not divided(metric):
        goal = goal_for(warehouse, metric, "month", through, scope=view.scope, **whose)
        return goal.goal if goal else None
    goals = days_for(warehouse, metric, through, scope=view.scope, **whose)[: through.day]
    told = [Decimal(str(goal.goal)) for goal in goals if goal is not None]
    return float(sum(told)) if told else None


def _whose(branch: ObjectiveBranch) -> Mapping[str, str | None]:
    return {"process": branch.process or None, "team": branch.team or None}


def _conditions(metric: Metric, branch: ObjectiveBranch) -> dict[str, list[str]]:
    """What keeps the rows of a part; a metric's own process is in its definition already."""
    pairs = {"process": "" if metric.process else branch.process, "team": branch.team}
    return {name: [value] for name, value in pairs.items() if value}
