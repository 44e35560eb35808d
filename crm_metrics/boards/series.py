"""A metric over time for one group, with its goal and its signal: what tiles, charts and sentences are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median
from typing import Any

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.analysis import restarts, signals
from crm_metrics.analysis.signals import BehaviourChart, Signal
from crm_metrics.analysis.yearly import YearlySeason
from crm_metrics.boards import brought
from crm_metrics.boards.core import View
from crm_metrics.boards.judging import counted, seasons
from crm_metrics.boards.judging.seasons import LEVELS, AskedMonths
from crm_metrics.boards.restarts.kept import standing
from crm_metrics.boards.restarts.standing import in_force, restarted, whose
from crm_metrics.metrics.core import DIMENSIONS, Metric
from crm_metrics.metrics.goals.targets import Goal, goal_for
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.readings import Groups, Reading, Reason, Result
from crm_metrics.metrics.registry import known, metric_of
from crm_metrics.metrics.rows.coverage import tables_behind
from crm_metrics.metrics.rows.dimensions import available, columns_of
from crm_metrics.metrics.rows.formula import names, parse
from crm_metrics.office.baselines.restarting import BaselineRestart
from crm_metrics.periods import last_over
from crm_metrics.warehouse.store import Warehouse

ENOUGH = 10  # fewer answers or cases behind a point are noise: it is drawn, not judged


@dataclass(frozen=True)
class Indicator:
    """A metric in its place: of one process, or of the whole company when `process` is None."""

    metric: str
    process: str | None = None


@dataclass(frozen=True, kw_only=True)
class Series:
    """The readings of a metric for one group, oldest first, with what they mean."""

    indicator: Indicator
    """What is measured, and of which process."""
    groups: Groups
    """The values of the dimensions asked by."""
    readings: tuple[Reading, ...]
    """One for each period, oldest first; empty where there is nothing to read."""
    signal: Signal
    """What the readings say against their routine."""
    goal: Goal | None = None
    """The goal in force for the last period; None where none is set or none was asked for."""
    reason: Reason | None = None
    """Why there is nothing to read."""
    passed: float = 1.0
    """The share of the last period that had gone by when the data were loaded."""
    restart: BaselineRestart | None = None
    """The baseline that its signal is held against, where people started it anew; None where it is the usual one."""

    @property
    def last(self) -> Reading | None:
        """The last complete reading that has a value."""
        return next(
            (reading for reading in reversed(self.readings) if reading.complete and reading.value is not None), None
        )

    @property
    def before(self) -> Reading | None:
        """The complete reading before the last that has a value."""
        complete = [reading for reading in self.readings if reading.complete and reading.value is not None]
        return complete[-2] if len(complete) > 1 else None

    @property
    def incomplete(self) -> Reading | None:
        """The newest reading with a value, where rows of it were left out: it is shown and never judged."""
        newest = next((reading for reading in reversed(self.readings) if reading.value is not None), None)
        return newest if newest is not None and left_out(newest) else None

    @property
    def partial(self) -> bool:
        """Whether what is shown is a period that still runs; rows that mature later are waited for instead."""
        if (
            self.passed >= 1
            or not self.readings
            or self.incomplete
            or self.definition.matures_days
            or self.definition.matures_on
        ):
            return False
        return not self.readings[-1].complete and self.readings[-1].value is not None

    @property
    def shown(self) -> Reading | None:
        """The reading of the running period where there is one, or one that rows lack; else the last complete one."""
        return self.readings[-1] if self.partial else self.incomplete or self.last

    @property
    def value(self) -> float | None:
        """The value shown."""
        return self.shown.value if self.shown else None

    @property
    def aim(self) -> float | None:
        """The goal for what is shown: of a sum that still runs, as much of it as has gone by."""
        if self.goal is None:
            return None
        return self.goal.goal * (self.passed if self.partial and self.definition.aggregation == "sum" else 1)

    @property
    def tells(self) -> bool:
        """Whether there is something to read: a sum that was 0 in every period is of what this company does not do."""
        return self.value is not None and (rated(self.definition) or any(reading.value for reading in self.readings))

    @property
    def definition(self) -> Metric:
        """The metric."""
        return metric_of(self.indicator.metric)

    @property
    def variance(self) -> float | None:
        """The value shown less its goal, in the metric's unit; None without either, and where rows were left out."""
        return None if self.value is None or self.aim is None or self.incomplete else self.value - self.aim

    @property
    def missed(self) -> bool:
        """Whether the value shown is on the wrong side of its goal."""
        return missed(self.definition.better, self.variance, self.goal)


def left_out(reading: Reading) -> bool:
    """Whether rows that could move a reading were rejected or set aside: its reason names their table and count."""
    return not reading.complete and reading.reason is not None and {"count", "table"} <= reading.reason.parts.keys()


def missed(better: str, variance: float | None, goal: Goal | None) -> bool:
    """Whether a variance is on the wrong side: of a band, outside its tolerance."""
    if variance is None or goal is None:
        return False
    if better == "band":
        return abs(variance) > goal.tolerance
    return variance < 0 if better == "up" else variance > 0


def judgeable(series: Series, period: date) -> bool:
    """Whether the last value can be held against its goal: it is of this period, or matures later, and has the rows."""
    last, metric = series.last, series.definition
    if series.goal is None or last is None or series.incomplete:
        return False
    current = last.period == period or bool(metric.matures_days or metric.matures_on)
    return current and enough(metric, last.n)


def enough(metric: Metric, n: int | None) -> bool:
    """Whether a value has the rows that a verdict needs; a sum stands for itself."""
    return not rated(metric) or (n or 0) >= metric.minimum_n


def rated(metric: Metric) -> bool:
    """Whether its value is a rate of rows, so that few of them say little; a sum stands for itself, also per hour."""
    return metric.unit in ("percent", "permille", "points") or metric.aggregation in ("quantile", "model")


def collect(
    warehouse: Warehouse,
    indicators: Sequence[Indicator],
    *,
    every: str,
    since: date,
    until: date,
    by: tuple[str, ...] = (),
    where: Mapping[str, Sequence[str]] | None = None,
    scope: Scope,
    baseline: date | None = None,
) -> dict[Indicator, Result]:
    """The results of several metrics in at most three questions: of a process, across processes, of the company.

    baseline: the last day of it, where they will be judged; then their months before are asked for their season, too.
    """
    results: dict[Indicator, Result] = {}
    where = dict(where or {})
    own = [
        indicator
        for indicator in indicators
        if indicator.process and metric_of(indicator.metric).process == indicator.process
    ]
    across = [indicator for indicator in indicators if indicator.process and indicator not in own]
    company = [indicator for indicator in indicators if not indicator.process]
    for asked, dims in ((own, by), (across, ("process", *by)), (company, by)):
        names = [
            name
            for name in dict.fromkeys(indicator.metric for indicator in asked)
            if _can(warehouse, name, (*dims, *where))
        ]
        metrics = [metric_of(name) for name in names]
        if not metrics:
            continue
        only = where | (
            {"process": sorted({str(indicator.process) for indicator in across})} if asked is across else {}
        )
        answers = ask(warehouse, metrics, every=every, by=dims, where=only, since=since, until=until, scope=scope)
        told = AskedMonths(every=every, by=dims, where=only, scope=scope)
        behind = {metric: tables_of(metric) for metric in metrics}
        past = seasons.months_before(warehouse, behind, baseline, told) if baseline else {}
        for indicator in asked:
            if indicator.metric in answers:
                answer = answers[indicator.metric]
                tables = behind[metric_of(indicator.metric)]
                known = brought.told(warehouse, tables, answer.readings, every, until)
                answer = replace(answer, readings=known, past=past.get(indicator.metric, ()))
                results[indicator] = answer.of(str(indicator.process)) if asked is across else answer
    return _restarted(warehouse, results, where, scope, until)


def _restarted(
    warehouse: Warehouse,
    results: Mapping[Indicator, Result],
    where: Mapping[str, Sequence[str]],
    scope: Scope,
    until: date,
) -> dict[Indicator, Result]:
    """The results over time with the baselines that people started anew of them: here, so that all boards know them."""
    found, anew = dict(results), standing(warehouse)
    for indicator, result in results.items():
        metric = metric_of(indicator.metric)
        if result.every != "all" and any(one.content.metric == metric.name for one in anew):
            of = whose(metric, indicator.process, where, scope, has=offered(warehouse, metric))
            found[indicator] = restarted(result, of, anew, until)
    return found


def arranged(
    indicator: Indicator,
    result: Result,
    every: str,
    baseline_until: date,
    holes: frozenset[date] = frozenset(),
    *,
    pooled: bool = False,
) -> dict[Groups, Series]:
    """The series of a result by group, each with its signal. holes: days on which a source is missing: not judged.

    pooled: the minimum n is asked of all the days of a signal together, not of the last one.
    """
    groups = seasons.grouped(result.readings)
    metric, anew = metric_of(indicator.metric), in_force(result)
    begins = {group: one.content.day for group, one in anew.items()}
    told = seasons.by_group(metric, result.past, begins, every, baseline_until, holes=holes)
    return {
        group: Series(
            indicator=indicator,
            groups=group,
            readings=tuple(readings),
            signal=judged(
                metric,
                readings,
                every,
                baseline_until,
                holes,
                pooled=pooled,
                begins=begins.get(group),
                season=told.get(group),
            ),
            restart=anew.get(group),
        )
        for group, readings in groups.items()
    }


def passed(warehouse: Warehouse, metric: Metric, day: date) -> float:
    """The share of a day that had gone by when the rows of a metric were loaded; 1.0 of a day that was over."""
    tables = [table for need in tables_of(metric) for table in need.split("|")]
    reaches = [reach for table in tables if (reach := warehouse.loaded(table)) is not None]
    return min((reach.passed for reach in reaches if reach.through == day), default=1.0)


def ended(warehouse: Warehouse, metric: Metric, day: date) -> date:
    """The last day through `day` that was over when the rows of a metric were loaded."""
    return last_over(day, passed(warehouse, metric, day))


def judged(
    metric: Metric,
    readings: Sequence[Reading],
    every: str,
    baseline_until: date,
    holes: frozenset[date] = frozenset(),
    *,
    pooled: bool = False,
    begins: date | None = None,
    season: YearlySeason | None = None,
) -> Signal:
    """The signal of a metric's readings, by its polarity, its minimum n and what its values can be.

    begins: the day of a baseline that was started anew.
    """
    known = [reading for reading in readings if begins is None or reading.period >= begins]
    rate, entering = rated(metric), counted.entering(metric, readings, every)
    observed = counted.observed(metric, readings, rate=rate, holes=holes, entering=entering)
    values = [observation.value for observation in observed if observation.value is not None]
    lowest, highest = min(values, default=0.0), max(values, default=0.0)
    ceiling = {"percent": 1.0, "permille": None, "points": 100.0}.get(metric.unit)
    floor = 0.0 if lowest >= 0 else -100.0 if metric.unit == "points" else None
    chart = BehaviourChart(
        better=metric.better,
        baseline_until=baseline_until,
        every=every,
        minimum_n=metric.minimum_n if rate else 0,
        lag=7 if every == "day" and metric.aggregation == "stock" else 1,
        enough=min(ENOUGH, metric.minimum_n) if rate else 0,
        floor=floor,
        ceiling=None if ceiling is None or highest > ceiling else ceiling,
        counts=counted.shares(metric, known) if rate else counted.events(metric, known),
        deviation=counted.deviation(metric, known),
        pooled=pooled,
        stands=metric.unit in ("count", "money") and (metric.aggregation == "stock" or metric.name in LEVELS),
        waits=counted.waits(metric, every),
        season=season,
    )
    signal = signals.read(observed, chart) if begins is None else restarts.read(observed, chart, begins)
    newest = [reading for reading in readings if reading.value is not None][-signals.FRESH[every] :]
    return replace(signal, kind="small", lacking="rows") if any(map(left_out, newest)) else signal


def thin(series: Series) -> bool:
    """Whether a rate has so few rows on most of its days that a day says nothing: it is for the week."""
    counts = [reading.n or 0 for reading in series.readings if reading.value is not None]
    return rated(series.definition) and bool(counts) and median(counts) < ENOUGH


def with_goal(
    warehouse: Warehouse,
    series: Series,
    every: str,
    *,
    scope: Scope = EVERYTHING,
    **whose: str | None,
) -> Series:
    """The series with the goal that is in force for its last period. whose: the agent, team or tier that it is of."""
    day = series.last.period if series.last else series.readings[-1].period if series.readings else None
    if day is None:
        return series
    process = series.indicator.process or series.definition.process
    goal = goal_for(warehouse, series.definition, every, day, process=process, scope=scope, **whose)
    return replace(series, goal=goal)


def asked_of(view: View) -> dict[str, list[str]]:
    """The filters of a view as a question takes them: the same dimension twice means any of its values."""
    filters: dict[str, list[str]] = {}
    for name, value in view.where:
        filters.setdefault(name, []).append(value)
    return filters


def scoped(view: View) -> dict[str, Any]:
    """Whose goal the goal of a view is: what it is filtered by, or its reader bound to, and what the reader may see.

    Several agents, teams, tiers or touchpoints together, an area, and rows picked by anything else (a channel, a
    product, a customer) have no goal of their own, and a sum of theirs is not held against the whole company's.
    """
    asked, scope = asked_of(view), view.scope
    values = {"team": asked.get("team") or scope.teams, "agent": asked.get("agent") or scope.agents}
    values |= {name: asked.get(name) for name in ("tier", "touchpoint")}
    bound = {name: ", ".join(dict.fromkeys(those)) for name, those in values.items() if those}
    if scope.areas and not bound.keys() & {"team", "agent"}:
        bound["team"] = ", ".join(("", *scope.areas))  # like the name of no team
    others = asked.keys() - {"process", *values}
    if others and (picked := sorted(others & {*DIMENSIONS, *(one.own for one in known().values())})):
        free = next((name for name in values if name not in bound), "touchpoint")
        bound[free] = ", ".join(("", *picked))
    return {"scope": scope, **bound}


def parts(metric: Metric) -> tuple[Metric, ...]:
    """The metrics that a metric is worked out from, itself where it reads rows of its own."""
    if metric.on != "period":
        return (metric,)
    named = [*names(parse(metric.numerator, metric.name))]
    named += names(parse(metric.denominator, metric.name)) if metric.denominator else []
    return tuple(part for name in named for part in parts(metric_of(name)))


def tables_of(metric: Metric) -> tuple[str, ...]:
    """The input tables behind a metric, "a|b" where any of them will do."""
    return tuple(dict.fromkeys(table for part in parts(metric) for table in tables_behind(part)))


def offered(warehouse: Warehouse, metric: Metric) -> frozenset[str]:
    """The dimensions that a metric can be grouped and filtered by here: those that all of its parts have."""
    each = [frozenset(available(part, columns_of(warehouse, part))) for part in parts(metric)]
    return frozenset.intersection(*each) if each else frozenset()


def _can(warehouse: Warehouse, name: str, dimensions: Iterable[str]) -> bool:
    return offered(warehouse, metric_of(name)).issuperset(dimensions)
