"""What the metrics of a board of one's own come to, each with its objective, satisfaction and plan, or why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from crm_metrics.access import EVERYTHING, PROCESSES, Scope
from crm_metrics.analysis import signals
from crm_metrics.boards import catalogue, freshness
from crm_metrics.boards.behind.provenance import Provenance
from crm_metrics.boards.chosen.selection import RHYTHMS, ChosenMetric
from crm_metrics.boards.core import View
from crm_metrics.boards.filters import permitted
from crm_metrics.boards.layout import SCORECARD, Place
from crm_metrics.boards.plans.linking import GapPlan, plan_of, plans_by_gap
from crm_metrics.boards.process.indicators import WHOLES, divided
from crm_metrics.boards.series import Indicator, Series, arranged, collect, offered, scoped, with_goal
from crm_metrics.boards.tiles import behind
from crm_metrics.errors import CrmError
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.core import APPLICATION, Metric
from crm_metrics.metrics.readings import Reason, Result
from crm_metrics.metrics.registry import known, metric_of
from crm_metrics.office.planning import WorkPlan
from crm_metrics.periods import CADENCES, last_ended, last_week
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.store import Warehouse

Untold = Literal["", "gone", "beyond", "parts", "lacking", "uncut", "silent", "nought"]
Told = tuple[Mapping[Indicator, Result], Mapping[str | None, frozenset[date]]]  # and the days that are not judged
SATISFACTION: Mapping[str | None, Place] = {  # what stands beside a result: of its process, else of the company
    None: (Indicator("csat"), Indicator("csat_mean"), Indicator("nps")),
    **{
        row.process: tuple(one for one in row.satisfaction if CATALOGUE[one.metric].kind == "satisfaction")
        for row in SCORECARD
    },
}


@dataclass(frozen=True, kw_only=True)
class ChosenReading:
    """A metric of the board, and what it says."""

    asked: ChosenMetric
    """What was chosen."""
    why: Untold = ""
    """Why it says nothing: there is no such metric or process; its part is not the reader's; it tells something only by
    its parts; a file is missing; it can't be cut so; there is no value; a sum of what is not done there. "" of the
    others."""
    series: Series | None = None
    """Its readings up to the last whole period, with objective and signal."""
    satisfaction: Series | None = None
    """That of the same rows at the same rhythm; None where none is told, and of a metric that is one itself."""
    plan: GapPlan | None = None
    """The plan that it has, or the way to one."""
    line: catalogue.Line | None = None
    """Of what lacks a file: which."""
    reason: Reason | CrmError | None = None
    """Of what has no value: why, and of what can't be asked."""

    @property
    def behind(self) -> Provenance | None:
        """What leads to the rows of its value."""
        return led(self.series, self.asked)

    @property
    def is_satisfaction(self) -> bool:
        """Whether it is a satisfaction itself, beside which none stands."""
        return self.series is not None and self.series.definition.kind == "satisfaction"


def led(series: Series | None, asked: ChosenMetric) -> Provenance | None:
    """What leads to the rows of a value of the part that was chosen."""
    return of_part(behind(series, asked.every), asked) if series is not None else None


def of_part(source: Provenance | None, asked: ChosenMetric) -> Provenance | None:
    """What leads to rows, of the part that was chosen alone."""
    if source is None:
        return None
    return replace(source, where=(*source.where, *((name, one) for name, one in asked.parts if name != "process")))


def choosable(metric: Metric) -> bool:
    """Whether a metric says something as one number of rows."""
    return metric.shape != APPLICATION and metric.name not in WHOLES and not divided(metric)


def rhythms(metric: Metric) -> tuple[str, ...]:
    """How often it can be read: not more often than its finest cadence."""
    return tuple(one for one in RHYTHMS if CADENCES.index(one) >= CADENCES.index(metric.finest))


def readable(one: ChosenMetric) -> ChosenMetric:
    """The same at a rhythm at which it can be read, and of its own process where it has one."""
    metric = metric_of(one.metric)
    every = one.every if one.every in rhythms(metric) else rhythms(metric)[0]
    parts = tuple(pair for pair in one.parts if pair[0] != "process" or metric.process is None)
    return replace(one, every=every, parts=parts)


def read(warehouse: Warehouse, view: View, day: date, asked: Sequence[ChosenMetric]) -> tuple[ChosenReading, ...]:
    """Each metric of a board in its last whole period by a day."""
    found = {one: _untold(warehouse, view.scope, one) for one in asked}
    told = [one for one in asked if not found[one].why]
    plans, closed = plans_by_gap(warehouse, view.scope), _closed_days(warehouse, view.scope, told, day)
    together: dict[tuple[str, str], list[ChosenMetric]] = {}
    for one in told:
        together.setdefault((found[one].asked.every, str(found[one].asked.rows)), []).append(one)
    for same in together.values():
        answers = _answers(warehouse, view, day, [found[one].asked for one in same])
        for one in same:
            answer = answers[found[one].asked]
            if isinstance(answer, CrmError):
                found[one] = replace(found[one], why="silent", reason=answer)
                continue
            reading = _told(warehouse, view, day, found[one].asked, (answer, closed))
            found[one] = replace(reading, plan=_plan(view, day, reading, plans))
    return tuple(found[one] for one in asked)


def _untold(warehouse: Warehouse, scope: Scope, one: ChosenMetric) -> ChosenReading:
    """What is known of a metric before it is asked: why it can't be, or how it will be."""
    metric = known().get(one.metric)
    one = readable(one) if metric else one
    if not _within(warehouse, scope, metric, one):
        return ChosenReading(asked=one, why="beyond")
    if metric is None or (one.process is not None and one.process not in PROCESSES):
        return ChosenReading(asked=one, why="gone")
    if not choosable(metric):
        return ChosenReading(asked=one, why="parts")
    line = catalogue.line(warehouse, metric)
    if not line.ready:
        return ChosenReading(asked=one, why="lacking", line=line)
    cut = offered(warehouse, metric).issuperset(name for name, _ in one.parts)
    return ChosenReading(asked=one, why="" if cut else "uncut")


def _within(warehouse: Warehouse, scope: Scope, metric: Metric | None, one: ChosenMetric) -> bool:
    """Whether the part that was chosen is the reader's: its process, a team whose people he sees, its touchpoint."""
    parts = dict(one.parts)
    points = {point.id: point.process for point in roster.points(warehouse)} if "touchpoint" in parts else {}
    processes = (metric.process if metric else None, one.process, points.get(parts.get("touchpoint", "")))
    if not all(permitted(scope, process) for process in processes):
        return False
    if "team" not in parts or scope == EVERYTHING:
        return True
    if scope.teams is not None and not (scope.areas or scope.agents):
        return parts["team"] in scope.teams
    return parts["team"] in {person.team for person in roster.people(warehouse, scope).values()}


def _closed_days(
    warehouse: Warehouse, scope: Scope, asked: Sequence[ChosenMetric], day: date
) -> Mapping[str | None, frozenset[date]]:
    """By process, the days that say nothing of a routine of days: holidays, and those that lack their contacts."""
    if not any(readable(one).every == "day" for one in asked):
        return {}
    closed, loaded = roster.holidays(warehouse), warehouse.loaded("interaction")
    since, _ = signals.window("day", day)
    counted = [Indicator("contacts_logged", process) for process in PROCESSES if permitted(scope, process)]
    results = collect(warehouse, counted, every="day", since=since, until=day, scope=scope)
    contacts = {str(one.process): result for one, result in results.items()}
    through = min(loaded.whole, day) if loaded is not None and loaded.whole is not None else None
    return freshness.unjudged(freshness.holes(contacts, through, closed), closed)


def _indicator(one: ChosenMetric) -> Indicator:
    return Indicator(one.metric, metric_of(one.metric).process or one.process)


def _beside(one: ChosenMetric) -> Place:
    """The candidates for the satisfaction beside a metric that can be read at its rhythm."""
    if metric_of(one.metric).kind == "satisfaction":
        return ()
    place = SATISFACTION.get(_indicator(one).process, ())
    return tuple(each for each in place if one.every in rhythms(metric_of(each.metric)))


def _answers(
    warehouse: Warehouse, view: View, day: date, asked: Sequence[ChosenMetric]
) -> Mapping[ChosenMetric, Mapping[Indicator, Result] | CrmError]:
    """What metrics of the same rows and rhythm are answered; one that fails leaves the others as they are."""
    try:
        return dict.fromkeys(asked, _results(warehouse, view, day, asked))
    except CrmError as error:
        if len(asked) == 1:
            return {asked[0]: error}
    return {one: answer for each in asked for one, answer in _answers(warehouse, view, day, [each]).items()}


def _results(warehouse: Warehouse, view: View, day: date, asked: Sequence[ChosenMetric]) -> Mapping[Indicator, Result]:
    """The readings of metrics of the same rows and rhythm, and of the satisfaction beside them."""
    every, until = asked[0].every, last_ended(asked[0].every, day)
    since, _ = signals.window(every, until)
    wanted = [each for one in asked for each in (_indicator(one), *_beside(one))]
    return collect(
        warehouse,
        list(dict.fromkeys(wanted)),
        every=every,
        since=since,
        until=until,
        where=asked[0].rows,
        scope=view.scope,
    )


def _told(warehouse: Warehouse, view: View, day: date, one: ChosenMetric, told: Told) -> ChosenReading:
    """A metric with its value, and the first satisfaction that has one; why there is no value where there is none."""
    indicator, results = _indicator(one), told[0]
    series = _series(warehouse, view, day, one, (indicator, told))
    if series is None or series.value is None:
        return ChosenReading(asked=one, why="silent", reason=_reason(results.get(indicator)))
    if not series.tells:
        return ChosenReading(asked=one, why="nought")
    beside = (_series(warehouse, view, day, one, (each, told)) for each in _beside(one))
    satisfaction = next((each for each in beside if each is not None and each.tells), None)
    return ChosenReading(asked=one, series=series, satisfaction=satisfaction)


def _series(
    warehouse: Warehouse, view: View, day: date, one: ChosenMetric, of: tuple[Indicator, Told]
) -> Series | None:
    """The series of one indicator with its objective; None where it could not be asked."""
    indicator, (results, closed) = of
    if indicator not in results:
        return None
    _, baseline = signals.window(one.every, last_ended(one.every, day))
    holes = closed.get(indicator.process, frozenset()) if one.every == "day" else frozenset()
    series = next(iter(arranged(indicator, results[indicator], one.every, baseline, holes).values()), None)
    asked = replace(view, where=one.parts)
    return None if series is None else with_goal(warehouse, series, one.every, **scoped(asked))


def _reason(result: Result | None) -> Reason | None:
    if result is None:
        return None
    return result.reason or (result.readings[-1].reason if result.readings else None)


def _plan(view: View, day: date, reading: ChosenReading, known_plans: Mapping[str, WorkPlan]) -> GapPlan | None:
    """The plan of the week shown, else of the last whole one, of the same rows; None where no week can be judged."""
    one, shown = reading.asked, reading.series.shown if reading.series else None
    if shown is None or metric_of(one.metric).finest == "month":
        return None
    monday = shown.period if one.every == "week" else last_week(day).first
    return plan_of(one.metric, set(one.parts), monday, view.scope, known_plans)
