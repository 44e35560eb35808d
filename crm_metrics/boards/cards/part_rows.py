"""The rows of one part of a number: which row it is, whose, when, and what it adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from crm_metrics.boards.core import Card, Cell, Empty, Grid, GridColumn, Row
from crm_metrics.boards.freshness import Frame
from crm_metrics.metrics.behind.columns import RowColumn
from crm_metrics.metrics.behind.labels import label
from crm_metrics.metrics.behind.rows import PartRows
from crm_metrics.words import Words

FIRST = 25  # rows that stand open
MOST = 11  # columns on the page; the file has all of them
CODED = ("kind", "line_no", "clock")  # in words of Pulso's own, that only the file has


@dataclass(frozen=True)
class RowsShown:
    """What the rows are shown with: the frame of the page, and by dimension what its ids are called."""

    frame: Frame
    names: Mapping[str, Mapping[str, str]]


def nothing(reason: str, words: Words) -> Empty:
    """Why a number has no rows."""
    return Empty(words("There are no rows behind this number"), reason)


def part_rows(place: int, part: PartRows, shown: RowsShown, words: Words) -> Card:
    """The rows of the number, or of one of its parts."""
    name = words(part.metric.label)
    title = words.many(part.count, "{name}: one row", "{name}: {n} rows", name=name)
    if part.side:
        side = words("above the line") if part.side == "numerator" else words("below the line")
        title = f"{title} · {side}"
    key = f"rows-{place}"
    if not part.rows:
        reason = words.error(part.reason) if part.reason else words("No row of this period meets the conditions.")
        empty = nothing(reason, words)
        return Card(key=key, title=title, subtitle="", body=empty, footer="", alt=f"{title}. {reason}")
    subtitle = words("In order · the file holds every row and column")
    if any(column.role == "when" for column in part.columns):
        subtitle = words("The newest first · the file holds every row and column")
    if part.count > len(part.rows):
        subtitle = words(
            "The first {shown} of {n} · the file holds every row and column", shown=len(part.rows), n=part.count
        )
    return Card(
        key=key,
        title=title,
        subtitle=subtitle,
        body=_grid(part, title, shown, words),
        footer=shown.frame.footer(words, [part.metric.name], part.count),
        alt=title,
    )


def _grid(part: PartRows, caption: str, shown: RowsShown, words: Words) -> Grid:
    """The first columns that have a word and a value, at most one of each word."""
    lead = 1 + len(part.leaf.by)
    told: dict[str, int] = {}
    for place, column in sorted(enumerate(part.columns, start=lead), key=lambda one: _order(one[1])):
        said = label(column, words)
        if said and column.name not in CODED and any(row[place] is not None for row in part.rows):
            told.setdefault(said, place)
    kept = _told_twice(part, list(told.items()), lead)[:MOST]
    chosen = dict(sorted(kept, key=lambda one: _order(part.columns[one[1] - lead])))
    columns = tuple(GridColumn(said, said, _kind(part.columns[place - lead])) for said, place in chosen.items())
    rows = tuple(
        Row(
            str(number),
            tuple(Cell(text=_text(row[place], part.columns[place - lead], shown, words)) for place in chosen.values()),
        )
        for number, row in enumerate(part.rows)
    )
    return Grid(columns, rows, caption, FIRST)


def _order(column: RowColumn) -> int:
    """Where a column stands: which row it is, whose, when, what it adds, then the rest."""
    if column.role == "id":
        return 0
    if column.name in ("customer", "agent", "team"):
        return 1
    return {"when": 2, "part": 3, "evidence": 4}.get(column.role, 5)


def _told_twice(part: PartRows, told: list[tuple[str, int]], lead: int) -> list[tuple[str, int]]:
    """Without the day of an instant that stands beside it, and with one id: of a row that has several, the first."""
    names = {part.columns[place - lead].name for _, place in told}
    ids = [place for _, place in told if part.columns[place - lead].role == "id"]
    return [
        (said, place)
        for said, place in told
        if place not in ids[1:] and part.columns[place - lead].name.removesuffix("_on") + "_at" not in names
    ]


def _kind(column: RowColumn) -> Any:
    return "number" if column.role == "part" or column.unit in ("money", "seconds", "days") else "text"


def _text(value: Any, column: RowColumn, shown: RowsShown, words: Words) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return words("yes") if value else words("no")
    if isinstance(value, datetime):
        return words.moment(value)
    if isinstance(value, date):
        return words("still open") if value.year == date.max.year else words.day(value)
    if isinstance(value, int | float | Decimal):
        return words.value(value, "money", shown.frame.currency) if column.unit == "money" else words.number(value)
    if column.role not in ("who", "evidence"):
        return str(value)
    return shown.names.get(column.name, {}).get(value, words.name(value))
