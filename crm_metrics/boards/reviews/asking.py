"""Several numbers of a board asked as their pages ask them: when it is read, and whenever it is reopened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from crm_metrics.access import Scope
from crm_metrics.boards.behind.provenance import ABSENT
from crm_metrics.boards.core import View
from crm_metrics.boards.filters import of_processes
from crm_metrics.boards.series import scoped
from crm_metrics.errors import CrmError
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.goals.targets import goal_for
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import metric_of
from crm_metrics.office.meetings.frozen import Where
from crm_metrics.warehouse.store import Warehouse

AIMED = ("day", "week", "month")  # cadences that a target is of
PROCESS = "process"


@dataclass(frozen=True)
class AskedFigure:
    """What a number is asked by: the days of its period, and whose rows."""

    metric: str
    every: str
    since: date
    until: date
    where: Where


@dataclass(frozen=True)
class AnsweredFigure:
    """What a question says: its value, the rows behind it and the target; or why it can't be asked."""

    value: float | None = None
    n: int | None = None
    target: float | None = None
    error: CrmError | None = None
    gone: bool = False
    """Whether there is no such metric."""


def answers(
    warehouse: Warehouse, questions: Iterable[AskedFigure], scope: Scope
) -> Mapping[AskedFigure, AnsweredFigure]:
    """The answer of each question within a scope; those of one period and part are asked together."""
    together: dict[tuple[Any, ...], list[AskedFigure]] = {}
    found: dict[AskedFigure, AnsweredFigure] = {}
    for one in dict.fromkeys(questions):
        if _known(one.metric) is None:
            found[one] = AnsweredFigure(gone=True)
        else:
            together.setdefault((one.every, one.since, one.until, one.where), []).append(one)
    for group in together.values():
        found |= _answered(warehouse, group, scope)
    return found


def _known(name: str) -> Metric | None:
    try:
        return metric_of(name)
    except KeyError:
        return None


def _answered(warehouse: Warehouse, group: Sequence[AskedFigure], scope: Scope) -> dict[AskedFigure, AnsweredFigure]:
    """The answers of one period and part; where one of them can't be asked, each by itself."""
    try:
        readings = _readings(warehouse, group, scope)
        return {one: _answer(warehouse, one, readings.get(one.metric), scope) for one in group}
    except CrmError as error:
        if len(group) == 1:
            return {group[0]: AnsweredFigure(error=error)}
    found: dict[AskedFigure, AnsweredFigure] = {}
    for one in group:
        found |= _answered(warehouse, [one], scope)
    return found


def _readings(warehouse: Warehouse, group: Sequence[AskedFigure], scope: Scope) -> dict[str, Reading]:
    first = group[0]
    within = of_processes(_view(first, scope)).scope  # as on their pages: what has no process of its own stays whole
    where = [pair for pair in first.where if pair[0] != PROCESS]
    results = ask(
        warehouse, [metric_of(one.metric) for one in group], every=first.every, where=where, since=first.since,
        until=first.until, scope=within,
    )  # fmt: skip
    return {name: result.readings[-1] for name, result in results.items() if result.readings}


def _answer(warehouse: Warehouse, asked: AskedFigure, reading: Reading | None, scope: Scope) -> AnsweredFigure:
    value = None if reading is None or reading.value is None else float(reading.value)
    return AnsweredFigure(value, reading.n if reading else None, _target(warehouse, asked, scope))


def _target(warehouse: Warehouse, asked: AskedFigure, scope: Scope) -> float | None:
    """The target that its page would hold it against; of days that are no calendar period there is none."""
    if asked.every not in AIMED:
        return None
    metric, view = metric_of(asked.metric), _view(asked, scope)
    process = view.process or metric.process
    goal = goal_for(warehouse, metric, asked.every, asked.since, process=process, **scoped(view))
    return None if goal is None else float(goal.goal)


def _view(asked: AskedFigure, scope: Scope) -> View:
    """A view of these rows, as a board is asked it."""
    process = next((value for name, value in asked.where if name == PROCESS), None)
    where = tuple((name, ABSENT if value is None else value) for name, value in asked.where if name != PROCESS)
    return View(scope=scope, process=process, where=where)
