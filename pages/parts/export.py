"""The tables and tiles of a board as CSV in the reader's number format; the rows behind a number in the machine's."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from crm_metrics.boards import number
from crm_metrics.boards.core import Board, Card, Definition, View
from crm_metrics.figures import bodies
from crm_metrics.figures.rows import NUMBER, plain
from crm_metrics.figures.workbook import workbook
from crm_metrics.metrics.behind.rows import EXCEL
from crm_metrics.metrics.behind.table import as_csv
from crm_metrics.metrics.behind.table import table as rows_table
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words


@dataclass(frozen=True)
class FileKind:
    """A kind of file that rows go out as: what it is called, and how a browser knows it."""

    name: str
    mime: str


ROWS: Mapping[str, FileKind] = {
    "csv": FileKind("CSV", "text/csv"),
    "xlsx": FileKind("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(card: Card, words: Words) -> str:
    """The table of a card with all its rows, then its metrics by id; "" for a card that holds no table."""
    rows = bodies.table(card.body, words)
    if not rows:
        return ""
    return _written([[card.title], [card.subtitle], [], *rows, *_metrics(card.definitions, words)], words)


def tiles(board: Board, words: Words) -> str:
    """The tiles of a board, a row for each, then their metrics by id."""
    head = [words("Id"), words("Metric"), words("Value"), words("Unit"), words("Target"), words("Difference")]
    head += [words("Signal"), words("Remark")]
    rows = [
        [
            tile.metric,
            tile.name,
            tile.value,
            tile.unit,
            tile.target,
            plain(tile.variance),
            tile.chip.text,
            tile.reason or tile.footer,
        ]
        for tile in board.tiles
    ]
    known = [tile.definition for tile in board.tiles]
    return _written([[board.title, board.period], [], head, *rows, *_metrics(known, words)], words)


def rows(form: str, warehouse: Warehouse, view: View, words: Words) -> Callable[[], bytes]:
    """What makes the rows of a number as a file of ROWS, within the scope of the view; it knows no session."""
    return partial(_as_csv if form == "csv" else _as_workbook, warehouse, view, words)


def _as_csv(warehouse: Warehouse, view: View, words: Words) -> bytes:
    behind = number.with_rows(warehouse, view, None).behind
    return ("\ufeff" + as_csv(rows_table(behind), "\r\n")).encode() if behind else b""


def _as_workbook(warehouse: Warehouse, view: View, words: Words) -> bytes:
    facts = number.with_rows(warehouse, view, EXCEL - 1)
    if facts.behind is None:
        return b""
    held = rows_table(facts.behind, EXCEL - 1)
    about = number.about(facts, words, datetime.now(UTC))
    return workbook(held, about, (words("Rows"), words("About these rows")))


def safe(value: str) -> str:
    """A cell that a spreadsheet takes for text, never for a formula; numbers stay as they are."""
    return f"'{value}" if value.startswith(FORMULA) and not NUMBER.fullmatch(value) else value


def _metrics(known: Sequence[Definition], words: Words) -> Iterable[list[str]]:
    """What the numbers mean, a row for each metric, below an empty line."""
    if not known:
        return []
    head = [words("Id"), words("Metric"), words("What it means"), words("Formula")]
    return [[], head, *([meaning.metric, meaning.name, meaning.means, meaning.formula] for meaning in known)]


def _written(rows: Iterable[Iterable[str]], words: Words) -> str:
    """CSV as a spreadsheet of the reader's country opens it: ; where the comma is the decimal mark."""
    mark = ";" if words.number(0.5, 1)[1] == "," else ","
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark, lineterminator="\r\n")
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()
