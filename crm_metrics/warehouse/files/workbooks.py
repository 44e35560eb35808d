"""The records of an Excel sheet, each cell as text: dates as ISO, numbers with a point."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from crm_metrics.errors import DataError, unknown

TYPED = "\u2060"  # nobody sees it, and it is taken out of texts
_GROUPED = re.compile(r"\D*\d{1,3}([.,]\d{3})+\D*")


def records(path: Path, file: str, sheet: str | None, cap: int) -> Iterator[tuple[int, list[str]]]:
    """Each row of the declared sheet, else of the first, with its number as Excel shows it.

    Raises DataError for a workbook that can't be opened, a sheet that isn't there and more than `cap` columns.
    """
    try:
        book = CalamineWorkbook.from_path(str(path))
        name = sheet or book.sheet_names[0]
        if name not in book.sheet_names:
            raise unknown(DataError, "{file} has no sheet '{word}'.", name, book.sheet_names, file=file)
        opened = book.get_sheet_by_name(name)
    except (CalamineError, OSError, IndexError) as error:
        raise DataError(
            "{file} can't be opened as an Excel workbook. Is it protected by a password? Save it without, or as CSV.",
            file=file,
        ) from error
    if opened.total_width > cap:
        raise DataError(
            "{file} has {count} columns; at most {cap} are read.", file=file, count=opened.total_width, cap=cap
        )
    for number, row in enumerate(opened.iter_rows(), 1):
        yield number, [text_of(cell) for cell in row]


def text_of(cell: object) -> str:
    """A cell as text, exactly: 123.0 is 123, 0.1 is 0.1, a date is ISO.

    A number kept as text, such as 1.234, ends in TYPED: no column of numbers reads it, for it may be 1234.
    """
    if isinstance(cell, str):
        text = cell.replace("\r\n", "\n").replace("\r", "\n")
        return text + TYPED if _GROUPED.fullmatch(text) else text
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else format(Decimal(repr(cell)), "f")
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ") if cell.time() != time() else cell.date().isoformat()
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        seconds = int(cell.total_seconds())
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return "" if cell is None else str(cell)
