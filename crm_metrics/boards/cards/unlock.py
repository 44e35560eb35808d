"""What a company's data cannot tell yet, and which file would tell it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crm_metrics.boards.core import Card, Cell, Grid, GridColumn, Row
from crm_metrics.boards.facts import BoardFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.layout import Place
from crm_metrics.boards.series import tables_of
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words


@dataclass(frozen=True)
class Unlock:
    """An input table that was never loaded ("a|b": either will do), and the metrics of a board that wait for it."""

    table: str
    metrics: tuple[str, ...]


def unlocks(warehouse: Warehouse, places: Sequence[Place]) -> tuple[Unlock, ...]:
    """What would fill the places that are empty: for each, the candidate that lacks the fewest files."""
    waiting: dict[str, list[str]] = {}
    for place in places:
        lacks = [(missing(warehouse, candidate.metric), candidate.metric) for candidate in place]
        tables, metric = min(lacks, key=lambda lacking: len(lacking[0]), default=((), ""))
        for table in tables:
            waiting.setdefault(table, []).append(metric)
    waited = [Unlock(table, tuple(dict.fromkeys(metrics))) for table, metrics in waiting.items()]
    return tuple(sorted(waited, key=lambda unlock: (-len(unlock.metrics), unlock.table)))


def missing(warehouse: Warehouse, metric: str) -> tuple[str, ...]:
    """The input tables that a metric needs and that were never loaded."""
    needs = tables_of(metric_of(metric))
    return tuple(need for need in needs if all(warehouse.loaded(table) is None for table in need.split("|")))


def gather(warehouse: Warehouse, facts: BoardFacts) -> tuple[Unlock, ...] | None:
    """What would fill the empty places of the board; None when nothing is missing."""
    return unlocks(warehouse, facts.empty) or None


def card(unlocked: Sequence[Unlock], frame: Frame, words: Words) -> Card:
    """The list of files and what each unlocks."""
    rows = tuple(
        Row(
            unlock.table,
            (
                Cell(text=files(unlock.table, words)),
                Cell(text=", ".join(words(metric_of(name).label) for name in unlock.metrics)),
            ),
        )
        for unlock in unlocked
    )
    title = words.many(len(rows), "One more file would complete this board", "{n} more files would complete this board")
    columns = (GridColumn("file", words("File to import")), GridColumn("unlocks", words("What it would show")))
    named = tuple(definition(metric_of(name), words) for unlock in unlocked for name in unlock.metrics)
    return Card(
        key="unlock",
        title=title,
        subtitle=words("What the data of this company cannot tell yet · templates: data/templates"),
        body=Grid(columns, rows, title),
        footer=words("Several files of one metric are all needed"),
        alt=title + ": " + "; ".join(f"{row.cells[0].text}: {row.cells[1].text}" for row in rows),
        width=12,
        definitions=tuple({meaning.metric: meaning for meaning in named}.values()),
    )


def files(tables: str, words: Words) -> str:
    """The file of a table, or the files of which either will do."""
    first, *others = [f"{table}.csv" for table in tables.split("|")]
    for other in others:
        first = words("{first} or {last}", first=first, last=other)
    return first
