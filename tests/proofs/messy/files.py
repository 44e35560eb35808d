"""The file itself: titles, header, rows and what stands between and below them, as a text or as a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import xlsxwriter

from tests.proofs.messy import lists, names
from tests.proofs.messy.styles import Style

Line = list[object]


def write(style: Style, folder: Path) -> None:
    """The file of a style."""
    rows = list(style.table.rows)
    name = f"{names.FILES[style.subject][style.language]} 2026"
    if style.excel:
        _workbook(style, folder / f"{name}.xlsx", rows)
        return
    text = io.StringIO()
    out = csv.writer(
        text,
        delimiter=style.delimiter,
        lineterminator="\r\n",
        quoting=csv.QUOTE_ALL if style.quoted else csv.QUOTE_MINIMAL,
    )
    out.writerows([*line, ""] if style.ending else line for line in lines(style, rows))
    (folder / f"{name}.csv").write_bytes(text.getvalue().encode(style.encoding, errors="replace"))


def lines(style: Style, rows: Sequence[lists.Row]) -> list[Line]:
    """A page."""
    said, months = names.SAID[style.language], names.MONTHS[style.language]
    width = len(style.fields)
    found: list[Line] = [_wide(title, width) for title in _titles(style)]
    head = header(style)
    found += head
    told = sorted({_month(style, one) for one in rows}, reverse=style.backwards)
    for month in told:
        some = [one for one in rows if _month(style, one) == month]
        found += [style.cells(one, at) for at, one in enumerate(reversed(some) if style.backwards else some)]
        if style.subtotals and style.subject != "answers":
            found.append(style.sums(said[1].format(months[month - 1]), some))
        if style.blanks:
            found.append([""] * width)
        if style.again and month != told[-1]:
            found += head
    if style.total and style.subject != "answers":
        found.append(style.sums(said[style.label], rows))
    return found + [_wide(text, width) for text in said[4 : 4 + style.footer]]


def header(style: Style) -> list[Line]:
    """The names of the columns, in one line or in two."""
    told: Line = [style.names[name] for name in style.fields]
    if not style.two_lines:
        return [told]
    group = {"es": "Importes", "pt": "Valores", "en": "Amounts"}[style.language]
    upper: Line = ["" if name in style.amounts else style.names[name] for name in style.fields]
    lower: Line = [style.names[name] if name in style.amounts else "" for name in style.fields]
    for at, name in enumerate(style.fields):
        if name in style.amounts and (at == 0 or style.fields[at - 1] not in style.amounts):
            upper[at] = group
    return [upper, lower]


def _titles(style: Style) -> list[str]:
    end = max(day for one in style.table.rows if isinstance(day := one[style.table.day], date))
    told = {"es": "Del 01/01/2026 al {}", "pt": "De 01/01/2026 a {}", "en": "2026-01-01 to {}"}[style.language]
    iso = style.language == "en" or style.order == "month_first"
    return ["ACME COMERCIAL S.A.", told.format(f"{end:%Y-%m-%d}" if iso else f"{end:%d/%m/%Y}"), "MXN", ""][
        : style.titles
    ]


def _wide(text: str, width: int) -> Line:
    return [text, *[""] * (width - 1)]


def _month(style: Style, row: lists.Row) -> int:
    day = row[style.table.day]
    assert isinstance(day, date)
    return day.month


# ---------------------------------------------------------------- workbooks


def _workbook(style: Style, path: Path, rows: Sequence[lists.Row]) -> None:
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        if style.cover:
            _sheet(style, book, "Portada", [["Informe"], ["Área", "Finanzas"]])
        for name, some in _parts(style, rows):
            _sheet(style, book, name, lines(style, some), len(_titles(style)))
            if style.turned and not style.two_lines:
                style.draw.shuffle(style.fields)
        if style.summary:
            _sheet(style, book, "Resumen", [["Mes", "Ventas"], ["enero", 10], ["febrero", 20]])


def _parts(style: Style, rows: Sequence[lists.Row]) -> list[tuple[str, Sequence[lists.Row]]]:
    """The sheets of a workbook: all in one, one for each month, or two of one shape."""
    if style.sheets == "months":
        told = sorted({_month(style, one) for one in rows})
        months = names.MONTHS[style.language]
        return [(months[month - 1].title(), [one for one in rows if _month(style, one) == month]) for month in told]
    if style.sheets == "parts":
        return [("Norte", rows[::2]), ("Sur", rows[1::2])]
    return [("Hoja1", rows)]


def _sheet(style: Style, book: xlsxwriter.Workbook, name: str, page: Sequence[Line], titles: int = 0) -> None:
    sheet = book.add_worksheet(name)
    left = 1 if style.aside else 0
    head = range(titles, titles + 2) if style.two_lines and titles + 1 < len(page) else range(0)
    for at, line in enumerate(page):
        for place, cell in enumerate(line):
            if cell != "" and cell is not None:
                sheet.write(at, place + left, cell)
    if style.merged and titles:
        for at in range(titles):
            if page[at][0]:
                sheet.merge_range(at, left, at, left + len(page[at]) - 1, page[at][0])
    if style.merged and head:
        _merge_head(sheet, page[head[0]], page[head[1]], head[0], left)


def _merge_head(sheet: xlsxwriter.worksheet.Worksheet, upper: Line, lower: Line, at: int, left: int) -> None:
    """A group's name over its columns, a name without a group over both lines."""
    for place, name in enumerate(upper):
        if name and not lower[place]:
            sheet.merge_range(at, place + left, at + 1, place + left, name)
        elif name:
            end = place
            while end + 1 < len(upper) and not upper[end + 1] and lower[end + 1]:
                end += 1
            if end > place:
                sheet.merge_range(at, place + left, at, end + left, name)
