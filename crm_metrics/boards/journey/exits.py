"""Why customers leave, as a tree: who decided, then for which reason, with what it costs and what could be won back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from crm_metrics.boards.behind.provenance import provenance
from crm_metrics.boards.cells import incomplete_notes, reading_cell
from crm_metrics.boards.core import Card, Cell, Grid, GridColumn, Row
from crm_metrics.boards.facts import BoardFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.journey.stages import count
from crm_metrics.boards.series import Indicator, asked_of, collect
from crm_metrics.boards.telling import sentences
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

LEFT = "departures"
COLUMNS = (LEFT, "lost_revenue", "recoverable_revenue_share")
BRANCH, LEAF = ("cause",), ("cause", "reason")
Readings = Mapping[str, Reading]


@dataclass(frozen=True, kw_only=True)
class Branch:
    """Those who left by one decision."""

    cause: str
    """Who decided."""
    whole: Readings
    """By metric, of all of them."""
    leaves: tuple[tuple[str, Readings], ...]
    """By reason, the most frequent first and those without one ("") last."""


@dataclass(frozen=True)
class Exits:
    """All who left in a month, the largest branch first."""

    month: date
    branches: tuple[Branch, ...]
    whole: Readings = field(default_factory=dict)
    """By metric, of all who left, whoever decided."""

    @property
    def wholes(self) -> tuple[Reading, ...]:
        """The readings of each branch as a whole, metric by metric."""
        return tuple(branch.whole[name] for name in COLUMNS for branch in self.branches if name in branch.whole)

    @property
    def reasons(self) -> dict[str, float]:
        """How many left for each reason, over the branches; "" for no reason."""
        counts: dict[str, float] = {}
        for branch in self.branches:
            for reason, readings in branch.leaves:
                counts[reason] = counts.get(reason, 0.0) + count(readings.get(LEFT))
        return counts


def gather(warehouse: Warehouse, facts: BoardFacts) -> Exits | None:
    """The tree of the month; None where nobody is known to have left."""
    together, wholes, leaves = (_told(warehouse, facts, by) for by in ((), BRANCH, LEAF))
    branches = [
        Branch(
            cause=cause, whole=whole, leaves=_ordered({key[1]: one for key, one in leaves.items() if key[0] == cause})
        )
        for (cause, *_), whole in wholes.items()
        if LEFT in whole
    ]
    branches.sort(key=lambda one: (-count(one.whole[LEFT]), one.cause))
    return Exits(facts.first, tuple(branches), together.get((), {})) if branches else None


def _told(warehouse: Warehouse, facts: BoardFacts, by: tuple[str, ...]) -> dict[tuple[str, ...], dict[str, Reading]]:
    results = collect(
        warehouse, [Indicator(name, "retention") for name in COLUMNS], every="month", since=facts.first,
        until=facts.last, by=by, where=asked_of(facts.view), scope=facts.view.scope,
    )  # fmt: skip
    found: dict[tuple[str, ...], dict[str, Reading]] = {}
    for indicator, result in results.items():
        for one in result.readings:
            if one.value is not None and one.n:
                found.setdefault(tuple(str(group or "") for group in one.groups), {})[indicator.metric] = one
    return found


def _ordered(leaves: Mapping[str, Readings]) -> tuple[tuple[str, Readings], ...]:
    told = ((reason, readings) for reason, readings in leaves.items() if LEFT in readings)
    return tuple(sorted(told, key=lambda one: (not one[0], -count(one[1][LEFT]), one[0])))


def card(shown: Exits, frame: Frame, words: Words) -> Card:
    """The tree as a table: under each decision its reasons."""
    title = _title(shown, words)
    heads = tuple(GridColumn(name, words(metric_of(name).label), "number") for name in COLUMNS)
    columns = (GridColumn("cause", words.name("cause")), GridColumn("reason", words("Reason")), *heads)
    return Card(
        key="exits",
        title=title,
        subtitle=words("{month} · the first row of each decision is all of it · grey: too few rows to compare",
                       month=words.month(shown.month)),
        body=Grid(columns, (*_together(shown, frame, words),
                            *(row for one in shown.branches for row in _rows(one, frame, words))), title),
        footer=frame.footer(words, COLUMNS, None, *incomplete_notes(shown.wholes, words)),
        alt=title,
        definitions=tuple(definition(metric_of(name), words) for name in COLUMNS),
    )  # fmt: skip


def _title(shown: Exits, words: Words) -> str:
    counts = shown.reasons
    silent, of = counts.pop("", 0.0), sum(shown.reasons.values())
    if not counts:
        return words("No reason is recorded of those who left")
    first = max(sorted(counts), key=lambda one: counts[one])
    reason = sentences.named_inside(first, words)
    title = words("{n} of {of} customers left for: {reason}", n=words.number(counts[first]), of=words.number(of),
                  reason=reason)  # fmt: skip
    if of == 1:
        title = words("The one customer who left did so for: {reason}", reason=reason)
    return words("{said}; of {n} no reason is recorded", said=title, n=words.number(silent)) if silent else title


def _together(shown: Exits, frame: Frame, words: Words) -> list[Row]:
    """All who left in one row, where they are of several decisions."""
    if len(shown.branches) < 2 or not shown.whole:
        return []
    name = words("Together")
    cells = (Cell(text=name), Cell(text=words("all of them")), *_cells(shown.whole, (), frame, words))
    return [Row("together", cells, name)]


def _rows(branch: Branch, frame: Frame, words: Words) -> list[Row]:
    """All of a branch, then its reasons; a branch of one reason is that reason's row."""
    cause = words.name(branch.cause)
    leaves = [
        Row(f"{branch.cause}:{reason or 'unknown'}",
            (Cell(text=cause), Cell(text=words.name(reason) if reason else words("not told")),
             *_cells(readings, LEAF, frame, words)), cause)
        for reason, readings in branch.leaves
    ]  # fmt: skip
    if len(leaves) == 1:
        return leaves
    whole = (Cell(text=cause), Cell(text=words("all of them")), *_cells(branch.whole, BRANCH, frame, words))
    return [Row(branch.cause, whole, cause), *leaves]


def _cells(readings: Readings, by: tuple[str, ...], frame: Frame, words: Words) -> list[Cell]:
    return [
        reading_cell(reading := readings.get(name), metric := metric_of(name),
                     provenance(metric, "month", reading, by=by), words, frame.currency)
        for name in COLUMNS
    ]  # fmt: skip
