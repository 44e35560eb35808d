"""The map of the touchpoints: what passes there, how fast, how satisfied; one without answers stays visible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from crm_metrics.access import PROCESSES
from crm_metrics.boards.behind.provenance import provenance
from crm_metrics.boards.cells import reading_cell
from crm_metrics.boards.core import Card, Cell, Chip, Grid, GridColumn, Row
from crm_metrics.boards.facts import BoardFacts
from crm_metrics.boards.filters import parted, permitted
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.series import Indicator, asked_of, collect, enough
from crm_metrics.boards.tiles import beside, definition
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.goals.targets import Goal, goal_for
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.roster import Touchpoint
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

OPEN = 12  # rows that stand open at least
SATISFACTION = ("csat", "csat_mean")  # the first that is told: scales of other than five points have a mean alone
COLUMNS = (
    "contacts_handled", "average_handle_time", "cost_per_contact", "first_response_sla", *SATISFACTION, "ces",
    "response_rate",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class TouchpointMap:
    """The touchpoints in a month."""

    month: date
    """Its first day."""
    points: tuple[Touchpoint, ...]
    """Those in use, process by process in their fixed order."""
    readings: Mapping[tuple[str, str], Reading]
    """By metric and touchpoint."""
    goals: Mapping[str, Goal]
    """Of the satisfaction of each touchpoint that has one."""
    satisfaction: str = SATISFACTION[0]
    """The metric that tells it here."""

    @property
    def measured(self) -> int:
        """The points with answers on their satisfaction."""
        return sum((self.satisfaction, point.id) in self.readings for point in self.points)

    @property
    def metrics(self) -> tuple[str, ...]:
        """Those of the columns that tell anything; of satisfaction also that nothing is told of it."""
        told = {metric for metric, _ in self.readings}.difference(SATISFACTION) | {self.satisfaction}
        return tuple(name for name in COLUMNS if name in told)


def gather(warehouse: Warehouse, facts: BoardFacts) -> TouchpointMap | None:
    """The map; None where no point of contact is known to the reader's part.

    A reader of a part of a process sees the points at which that part has rows.
    """
    view = facts.view
    known = [one for one in roster.points(warehouse) if permitted(view.scope, one.process)]
    if not known:
        return None
    results = collect(
        warehouse,
        [Indicator(name) for name in COLUMNS],
        every="month",
        since=facts.first,
        until=facts.last,
        by=("touchpoint",),
        where=asked_of(view),
        scope=view.scope,
    )
    readings = {
        (indicator.metric, str(one.groups[0])): one
        for indicator, result in results.items()
        for one in result.readings
        if one.value is not None and one.n != 0
    }
    if parted(view.scope):
        known = [one for one in known if any((name, one.id) in readings for name in COLUMNS)]
    told = {name for name, _ in readings}
    satisfaction = next((name for name in SATISFACTION if name in told), SATISFACTION[0])
    if not known:
        return None
    order = {process: place for place, process in enumerate(PROCESSES)}
    return TouchpointMap(
        month=facts.first,
        points=tuple(sorted(known, key=lambda one: order.get(one.process, len(order)))),
        readings=readings,
        goals=_goals(warehouse, facts, metric_of(satisfaction), known),
        satisfaction=satisfaction,
    )


def _goals(warehouse: Warehouse, facts: BoardFacts, metric: Metric, points: Sequence[Touchpoint]) -> dict[str, Goal]:
    """The goal of each point that has one."""
    goals = {
        one.id: goal_for(
            warehouse,
            metric,
            "month",
            facts.first,
            process=one.process,
            touchpoint=one.id,
            scope=facts.view.scope,
        )
        for one in points
    }
    return {point: goal for point, goal in goals.items() if goal is not None}


def card(shown: TouchpointMap, frame: Frame, words: Words) -> Card:
    """The table: a row for each touchpoint, under its process."""
    n, silent = len(shown.points), len(shown.points) - shown.measured
    title = words.many(n, "The one touchpoint is measured", "Each of {n} touchpoints is measured")
    if silent:
        title = words.many(silent, "No answer on satisfaction at one of {of} touchpoints",
                           "No answer on satisfaction at {n} of {of} touchpoints", of=n)  # fmt: skip
        title = words("No answer on satisfaction at the one touchpoint") if n == 1 else title
    heads = tuple(GridColumn(name, words(metric_of(name).label), "number") for name in shown.metrics)
    columns = (
        GridColumn("process", words("Process")),
        GridColumn("touchpoint", words("Touchpoint")),
        GridColumn("channel", words("Channel")),
        *heads,
        GridColumn("goal", words("Objective"), "number"),
        GridColumn("gap", words("Gap"), "number"),
        GridColumn("state", words("State"), "chip"),
    )
    return Card(
        key="touchpoints",
        title=title,
        subtitle=words(
            "{month} · objective and gap of the satisfaction · grey: too few rows to compare",
            month=words.month(shown.month),
        ),
        body=Grid(columns, tuple(_row(point, shown, frame, words) for point in shown.points), title, _open(shown)),
        footer=frame.footer(words, shown.metrics, None),
        alt=title,
        definitions=tuple(definition(metric_of(name), words) for name in shown.metrics),
    )


def _open(shown: TouchpointMap) -> int:
    """How many rows stand open: none that nobody measures is hidden below them."""
    silent = [place for place, one in enumerate(shown.points) if (shown.satisfaction, one.id) not in shown.readings]
    return max(OPEN, silent[-1] + 1 if silent else 0)


def _row(point: Touchpoint, shown: TouchpointMap, frame: Frame, words: Words) -> Row:
    process = words.name(point.process)
    cells = [Cell(text=process), Cell(text=point.name), Cell(text=words.name(point.channel))]
    for name in shown.metrics:
        reading, metric = shown.readings.get((name, point.id)), metric_of(name)
        led = provenance(metric, "month", reading, by=("touchpoint",))
        cells.append(reading_cell(reading, metric, led, words, frame.currency))
    metric = metric_of(shown.satisfaction)
    goal, found, unit = shown.goals.get(point.id), shown.readings.get((metric.name, point.id)), metric.unit
    value = None if found is None or found.value is None else float(found.value)
    gap = None if goal is None or value is None else value - goal.goal
    said, asked, away = beside(value, goal.goal if goal else None, unit, words, frame.currency)
    if gap is not None:
        place = 3 + shown.metrics.index(metric.name)
        cells[place] = replace(cells[place], text=said)
    state = _state(metric, found, gap, words)
    cells += [
        Cell(text=asked),
        Cell(text=away),
        Cell(text=state.text, chip=state),
    ]
    return Row(point.id, tuple(cells), process)


def _state(metric: Metric, found: Reading | None, gap: float | None, words: Words) -> Chip:
    """Whether the satisfaction of a point is measured, by enough answers, and reaches its objective."""
    if found is None:
        return Chip("empty", words("no answers"))
    if not enough(metric, found.n) or not found.complete:
        return Chip("small", words("small sample"))
    if gap is None:
        return Chip("closed", words("measured"))
    return Chip("closed", words("on target")) if gap >= 0 else Chip("watch", words("below target"))
