"""A printed board read back: its text page by page, its fonts, and, with poppler, where words lie."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from html import unescape
from importlib import import_module
from typing import Any

from pypdf import PdfReader

from crm_metrics.boards.core import Attend, Board, Cell, Chip, Empty, FactSheet, Grid, Heat, SixTwelve, View
from crm_metrics.figures.markup import SHAPES
from crm_metrics.printed.offered import PRINTED
from crm_metrics.printed.paper import paper
from crm_metrics.printed.pdf import pdf
from crm_metrics.printed.sheet import SHAPES as DRAWN
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

NOW = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)  # in Bogotá 8:05 of a Monday
POPPLER = shutil.which("pdftotext") is not None
WORD = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
A4 = (841.89, 595.28)  # points, as it lies


@dataclass(frozen=True)
class Box:
    """A word on a page and its place, in points from the left and from above."""

    text: str
    left: float
    top: float
    right: float
    foot: float


def board_of(name: str, warehouse: Warehouse, locale: str, view: View | None = None) -> Board:
    """A board as a page would show it."""
    module = import_module(f"crm_metrics.boards.{PRINTED[name]}")
    made: Board = module.board(module.gather(warehouse, view or View()), Words(locale))
    return made


def printed(
    name: str, warehouse: Warehouse, locale: str, view: View | None = None, address: str | None = None
) -> tuple[Board, bytes]:
    """A board and its PDF."""
    made = board_of(name, warehouse, locale, view)
    sheet = paper(warehouse, made, view or View(), Words(locale), address=address, at=NOW)
    return made, pdf(sheet)


@lru_cache(maxsize=4)
def texts(made: bytes) -> list[str]:
    """The text of each page, in the order in which it is drawn."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]


def squeezed(text: str) -> str:
    """A text without any gap: how wide one is on paper is no part of what is said."""
    return re.sub(r"\s", "", text)


def sizes(made: bytes) -> list[tuple[float, float]]:
    """The width and height of each page, in points."""
    return [(float(page.mediabox.width), float(page.mediabox.height)) for page in PdfReader(io.BytesIO(made)).pages]


def fonts(made: bytes) -> dict[str, bool]:
    """Every font of a document by name, and whether it is embedded."""
    found: dict[str, bool] = {}
    for page in PdfReader(io.BytesIO(made)).pages:
        resources: Any = page["/Resources"]
        for entry in (resources.get("/Font") or {}).values():
            font = entry.get_object()
            for one in font.get("/DescendantFonts", [font]):
                told = one.get_object().get("/FontDescriptor")
                held = told.get_object() if told else {}
                found[str(font["/BaseFont"])] = any(f"/FontFile{kind}" in held for kind in ("", "2", "3"))
    return found


@lru_cache(maxsize=4)
def boxes(made: bytes) -> list[list[Box]]:
    """Every word of each page and where it lies, as poppler reads it."""
    told = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=made, capture_output=True, check=True).stdout.decode()
    return [
        [Box(unescape(word), *map(float, place)) for *place, word in re.findall(WORD, page)]
        for page in told.split("<page ")[1:]
    ]


def layout(made: bytes) -> str:
    """The text as poppler lays it out, line by line."""
    command = ["pdftotext", "-layout", "-", "-"]
    return subprocess.run(command, input=made, capture_output=True, check=True).stdout.decode()


def collisions(words: Sequence[Box]) -> list[str]:
    """Words that lie on one another: by more than two points across and over half of a line's height."""
    ordered, found = sorted(words, key=lambda word: word.top), []
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if other.top > one.foot:
                break
            across = min(one.right, other.right) - max(one.left, other.left)
            down = min(one.foot, other.foot) - max(one.top, other.top)
            if across > 2 and down > 0.5 * min(one.foot - one.top, other.foot - other.top):
                found.append(f"{one.text} | {other.text}")
    return found


def colours(made: bytes) -> set[str]:
    """Every colour that a document draws lines or fills shapes with, as the web writes it."""
    found: set[str] = set()

    def read(stream: bytes, resources: Any) -> None:
        for parts in re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) (?:rg|RG)\b", stream):
            found.add("#" + "".join(f"{round(float(part) * 255):02X}" for part in parts))
        for entry in (resources.get("/XObject") or {}).values():
            one = entry.get_object()
            if one["/Subtype"] == "/Form":
                read(one.get_data(), one.get("/Resources") or {})

    for page in PdfReader(io.BytesIO(made)).pages:
        read(page.get_contents().get_data(), page["/Resources"])  # type: ignore[union-attr]
    return found


def numbers(board: Board) -> Iterator[str]:
    """What the tiles, tables, lists, facts and heat maps of a board say, row by row."""
    for tile in board.tiles:
        yield tile.name + tile.value + tile.unit
        yield tile.target + tile.variance + chip_text(tile.chip) + (tile.reason or tile.footer)
    for card in board.cards:
        yield card.title
        if card.aside:  # on the screen alone
            continue
        yield card.footer
        if isinstance(card.body, Grid):
            yield from (row_text(card.body, row.cells) for row in card.body.rows)
        if isinstance(card.body, FactSheet):
            yield from (name + value for name, value in card.body.facts)
        if isinstance(card.body, SixTwelve):
            yield from (name + value for name, value in card.body.totals)
        if isinstance(card.body, Empty):
            yield card.body.reason
        if isinstance(card.body, Attend):
            yield from (item.fact + item.detail for item in card.body.items)
        if isinstance(card.body, Heat):
            yield from (name + "".join(cells) for name, cells in zip(card.body.rows, written(card.body), strict=True))


def row_text(table: Grid, cells: tuple[Cell, ...]) -> str:
    """What a row says from left to right: not its drawings, and not its group, which stands once for all its rows."""
    grouped = any(row.group and row.group == row.cells[0].text for row in table.rows)
    said = ""
    for column, cell in list(zip(table.columns, cells, strict=True))[grouped:]:
        if cell.chip:
            said += chip_text(cell.chip)
        elif column.kind != "spark" and not (column.kind == "bullet" and cell.bullet):
            said += cell.text
    return said


def chip_text(chip: Chip) -> str:
    """A state in shape and word; two of the shapes are drawn."""
    return ("" if SHAPES[chip.kind] in DRAWN else SHAPES[chip.kind]) + chip.text


def written(body: Heat) -> Iterator[list[str]]:
    """What stands in the cells of each row of a heat map, the second number of a cell below its first."""
    below = body.beside or [[""] * len(body.columns)] * len(body.rows)
    for line, more in zip(body.texts, below, strict=True):
        yield [said + small for said, small in zip(line, more, strict=True)]
