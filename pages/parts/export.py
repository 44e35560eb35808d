"""The tables and tiles of a board as CSV: the reader's language and number format, with the id of every metric."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from crm_metrics.boards.core import Board, Card, Cell, Deciles, Definition, Grid
from crm_metrics.words import MINUS, Words

DRAWN = ("spark",)  # columns that hold a drawing and no text
NUMBER = re.compile(r"[+-]?\d[\d.,\u00a0]*%?")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(card: Card, words: Words) -> str:
    """The table of a card with all its rows, then its metrics by id; "" for a card that holds no table."""
    if isinstance(card.body, Deciles):
        return _written(
            [[card.title], [card.subtitle], [], *_deciles(card.body, words), *_metrics(card.definitions, words)], words
        )
    if not isinstance(card.body, Grid):
        return ""
    grid, grouped = card.body, _grouped(card.body)
    head = [words("Process")] if grouped else []
    head += [column.title for column in grid.columns if column.kind not in DRAWN]
    rows = [
        [
            *([row.group] if grouped else []),
            *(
                _said(cell, column.kind == "number")
                for column, cell in zip(grid.columns, row.cells, strict=True)
                if column.kind not in DRAWN
            ),
        ]
        for row in grid.rows
    ]
    return _written([[card.title], [card.subtitle], [], head, *rows, *_metrics(card.definitions, words)], words)


def tiles(board: Board, words: Words) -> str:
    """The tiles of a board, a row for each, then their metrics by id."""
    head = [words("Id"), words("Metric"), words("Value"), words("Unit"), words("Target"), words("Difference")]
    head += [words("Signal"), words("Remark")]
    rows = [
        [
            one.metric,
            one.name,
            one.value,
            one.unit,
            one.target,
            _plain(one.variance),
            one.chip.text,
            one.reason or one.footer,
        ]
        for one in board.tiles
    ]
    known = [one.definition for one in board.tiles]
    return _written([[board.title, board.period], [], head, *rows, *_metrics(known, words)], words)


def _deciles(body: Deciles, words: Words) -> Iterable[list[str]]:
    """The groups of a chart with intervals, a row for each."""
    head = [body.subject, words("n"), words("Value"), words("from"), words("to")]
    rows = [
        [one.name, words.number(one.n), *(words.value(x, body.unit) for x in (one.value, one.low, one.high))]
        for one in body.bars
    ]
    return [head, *rows]


def safe(value: str) -> str:
    """A cell that a spreadsheet takes for text, never for a formula; numbers stay as they are."""
    return f"'{value}" if value.startswith(FORMULA) and not NUMBER.fullmatch(value) else value


def _metrics(known: Sequence[Definition], words: Words) -> Iterable[list[str]]:
    """What the numbers mean, a row for each metric, below an empty line."""
    if not known:
        return []
    head = [words("Id"), words("Metric"), words("What it means"), words("Formula")]
    return [[], head, *([one.metric, one.name, one.means, one.formula] for one in known)]


def _written(rows: Iterable[Iterable[str]], words: Words) -> str:
    """CSV as a spreadsheet of the reader's country opens it: ; where the comma is the decimal mark."""
    mark = ";" if words.number(0.5, 1)[1] == "," else ","
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark, lineterminator="\r\n")
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def _grouped(grid: Grid) -> bool:
    return any(row.group and row.cells[0].text != row.group for row in grid.rows)


def _said(cell: Cell, number: bool) -> str:
    return cell.chip.text if cell.chip else _plain(cell.text) if number else cell.text


def _plain(value: str) -> str:
    """A number as a spreadsheet reads it: no plus before it, and the minus of the keyboard where nothing follows."""
    value = value.removeprefix("+")
    typed = value.replace(MINUS, "-")
    return typed if NUMBER.fullmatch(typed) else value
