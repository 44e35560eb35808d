"""Bodies as rows of a file: the reader's language and number format, numbers as a spreadsheet reads them."""

from __future__ import annotations

import re

from crm_metrics.boards.bodies.interval import Deciles
from crm_metrics.boards.bodies.meanings import Meanings
from crm_metrics.boards.core import Cell, Grid
from crm_metrics.words import MINUS, Words

DRAWN = ("spark",)  # columns that hold a drawing and no text
NUMBER = re.compile(r"[+-]?\d[\d.,\u00a0]*%?")


def grid(body: Grid, words: Words) -> list[list[str]]:
    """All rows of a table; their group first, where they have one that they don't say themselves."""
    grouped = any(row.group and row.cells[0].text != row.group for row in body.rows)
    head = [words("Process")] if grouped else []
    head += [column.title for column in body.columns if column.kind not in DRAWN]
    rows = [
        [
            *([row.group] if grouped else []),
            *(
                _said(cell, column.kind == "number")
                for column, cell in zip(body.columns, row.cells, strict=True)
                if column.kind not in DRAWN
            ),
        ]
        for row in body.rows
    ]
    return [head, *rows]


def meanings(body: Meanings, words: Words) -> list[list[str]]:
    """A row for each term."""
    head = [words("Term"), words("What it means"), words("Other names"), words("Where it is used")]
    return [head, *([one.name, one.means, one.also, ", ".join(name for name, _ in one.uses)] for one in body.terms)]


def deciles(body: Deciles, words: Words) -> list[list[str]]:
    """The groups of a chart with intervals, a row for each."""
    head = [body.subject, words("n"), words("Value"), words("from"), words("to")]
    rows = [
        [bar.name, words.number(bar.n), *(words.value(x, body.unit) for x in (bar.value, bar.low, bar.high))]
        for bar in body.bars
    ]
    return [head, *rows]


def plain(value: str) -> str:
    """A number as a spreadsheet reads it: no plus before it, and the minus of the keyboard where nothing follows."""
    value = value.removeprefix("+")
    typed = value.replace(MINUS, "-")
    return typed if NUMBER.fullmatch(typed) else value


def _said(cell: Cell, number: bool) -> str:
    return cell.chip.text if cell.chip else plain(cell.text) if number else cell.text
