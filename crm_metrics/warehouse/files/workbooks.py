"""The records of an Excel sheet, each cell as text: dates as ISO, numbers with a point, errors by their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from crm_metrics.errors import DataError, unknown
from crm_metrics.warehouse.files.cells import Cells, read_cells
from crm_metrics.warehouse.files.texts import composed
from crm_metrics.warehouse.mapping.source import FileRule
from crm_metrics.words import mark

TYPED = "\u2060"  # at the end of a cell that had a type of its own; nobody sees it, and it is taken out of texts
_ROUNDED = 10**15  # a spreadsheet keeps fifteen digits: a number from here on may have lost its last ones


@dataclass(frozen=True)
class OpenedSheet:
    """One sheet of a workbook, opened."""

    file: str
    opened: CalamineSheet
    cells: Cells = field(default_factory=Cells)
    name: str = ""

    @classmethod
    def open(cls, path: Path, file: str, name: str | None, cap: int) -> OpenedSheet:
        """Open the declared sheet of a workbook, else its first.

        Raises DataError for a workbook that can't be opened, a sheet that isn't there and more than `cap` columns.
        """
        try:
            book = CalamineWorkbook.from_path(str(path))
            found = name or book.sheet_names[0]
            if found not in book.sheet_names:
                raise unknown(DataError, "{file} has no sheet '{word}'.", found, book.sheet_names, file=file)
            opened = book.get_sheet_by_name(found)
        except (CalamineError, OSError, IndexError) as error:
            raise _unopened(file) from error
        if opened.total_width > cap:
            raise DataError(
                "{file} has {count} columns; at most {cap} are read.", file=file, count=opened.total_width, cap=cap
            )
        return cls(file, opened, read_cells(path, found), found)

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Each row with its number as Excel shows it; a cell that had a type of its own ends in TYPED."""
        start = self.opened.start
        left = start[1] if start else 0
        for number, row in enumerate(self.opened.iter_rows(), 1):
            cells = [_marked(cell) for cell in row]
            for place, error in self.cells.errors.get(number, {}).items():
                if 0 <= place - left < len(cells):
                    cells[place - left] = error
            yield number, cells

    def notices(self) -> list[tuple[str, Mapping[str, object]]]:
        """What is to be told of the sheet: formulas that were never calculated."""
        if not self.cells.empty_formulas:
            return []
        told = mark(
            "{file}: {count} formulas, the first in {cell}, have no stored value and are read as empty or 0. Open the"
            " file in a spreadsheet, save it and import it again."
        )
        return [(told, {"file": self.file, "count": self.cells.empty_formulas, "cell": self.cells.first_formula})]


def sheet_names(path: Path, file: str) -> list[str]:
    """The names of a workbook's sheets, hidden ones too. Raises DataError for one that can't be opened."""
    try:
        return list(CalamineWorkbook.from_path(str(path)).sheet_names)
    except (CalamineError, OSError) as error:
        raise _unopened(file) from error


def open_sheets(path: Path, file: str, rule: FileRule, cap: int) -> list[OpenedSheet]:
    """The sheets that a mapping reads: those that fit its patterns, else the one that it names, else the first.

    Raises DataError where none fits, and as `OpenedSheet.open`.
    """
    if not rule.sheets:
        return [OpenedSheet.open(path, file, rule.sheet, cap)]
    patterns = [pattern.casefold() for pattern in rule.sheets]
    names = sheet_names(path, file)
    found = [name for name in names if any(fnmatchcase(name.casefold(), pattern) for pattern in patterns)]
    if not found:
        raise unknown(DataError, "{file} has no sheet '{word}'.", ", ".join(rule.sheets), names, file=file)
    return [OpenedSheet.open(path, file, name, cap) for name in found]


def _unopened(file: str) -> DataError:
    return DataError(
        "{file} can't be opened as an Excel workbook. Is it protected by a password? Save it without, or as CSV.",
        file=file,
    )


def text_of(cell: object) -> str:
    """A cell as text, exactly: 123.0 is 123, 0.1 is 0.1, a date is ISO.

    A number of more than fifteen digits keeps the short form that says that its last ones are lost.
    """
    if isinstance(cell, str):
        return composed(cell.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, (int, float)) and abs(cell) >= _ROUNDED:
        return format(cell, ".14E")
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else format(Decimal(repr(cell)), "f")
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ") if cell.time() != time() else cell.date().isoformat()
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())  # as the spreadsheet shows it
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return "" if cell is None else str(cell)


def _marked(cell: object) -> str:
    text = text_of(cell)
    return text if isinstance(cell, str) or not text else text + TYPED
