"""The records of a sheet of a workbook, each cell as text: dates as ISO, numbers with a point, errors by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice, repeat
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from crm_metrics.errors import DataError, unknown
from crm_metrics.warehouse.files.cells import Cells, read_cells
from crm_metrics.warehouse.files.containers import unpacked
from crm_metrics.warehouse.files.headers import Record
from crm_metrics.warehouse.files.texts import composed
from crm_metrics.warehouse.mapping.source import FileRule
from crm_metrics.words import mark

TYPED = "\u2060"  # at the end of a cell that had a type of its own; nobody sees it, and it is taken out of texts
_ONE_BY_ONE = 100  # rows at the beginning of a sheet, blank ones aside, that are no block: a header stands there
_AT_ONCE = 256  # rows of a block
_ROUNDED = 10**15  # a spreadsheet keeps fifteen digits: a number from here on may have lost its last ones
_SHORT = 15  # characters of a number that surely is none such
_SPAN = re.compile(r"(-?)PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")  # 24 hours and more in an .ods


@dataclass
class RowBlock:
    """Rows of a sheet that follow one another, kept by columns; cells become text where somebody asks for them.

    first: the number of the first row; count: how many there are; cells: those of each column, as they were read.
    """

    first: int
    count: int
    cells: Sequence[Sequence[object]]
    _texts: dict[int, Sequence[str]] = field(default_factory=dict)

    def texts(self, place: int) -> Sequence[str]:
        """The cells of a column as text; one that had a type of its own ends in TYPED."""
        if place not in self._texts:
            self._texts[place] = _marked_all(self.cells[place])
        return self._texts[place]

    def worded(self, place: int) -> Iterator[int]:
        """The rows whose cell in a column begins with a letter, as its text does: of a date or number none."""
        return (
            row
            for row, cell in enumerate(self.cells[place])
            if (type(cell) is str and cell[:1].isalpha()) or type(cell) is bool
        )

    def has_texts(self, place: int) -> bool:
        """Whether a cell of a column is empty or has no type but that of a text."""
        return not {str, type(None)}.isdisjoint(map(type, self.cells[place]))

    def records(self) -> Iterator[Record]:
        """The rows one by one."""
        columns = [self.texts(place) for place in range(len(self.cells))]
        rows: Iterable[tuple[str, ...]] = zip(*columns, strict=True) if columns else repeat((), self.count)
        return ((number, list(row)) for number, row in enumerate(rows, self.first))

    def part(self, start: int, stop: int) -> RowBlock:
        """Some of the rows, counted from 0."""
        if (start, stop) == (0, self.count):
            return self
        texts = {place: told[start:stop] for place, told in self._texts.items()}
        return RowBlock(self.first + start, stop - start, [cells[start:stop] for cells in self.cells], texts)

    def in_order(self, places: Sequence[int | None]) -> RowBlock:
        """The same rows with these columns; None: one without cells."""
        empty = ("",) * self.count
        texts = {at: self._texts[place] for at, place in enumerate(places) if place in self._texts}
        return RowBlock(
            self.first, self.count, [empty if place is None else self.cells[place] for place in places], texts
        )


Rows = Record | RowBlock


def singly(rows: Iterable[Rows]) -> Iterator[Record]:
    """Rows one by one, those of blocks too."""
    for one in rows:
        if isinstance(one, RowBlock):
            yield from one.records()
        else:
            yield one


@dataclass(frozen=True)
class OpenedSheet:
    """One sheet of a workbook, opened."""

    file: str
    opened: CalamineSheet
    cells: Cells = field(default_factory=Cells)
    name: str = ""

    @classmethod
    def open(
        cls, path: Path, file: str, name: str | None, cap: int, book: CalamineWorkbook | None = None
    ) -> OpenedSheet:
        """Open the declared sheet of a workbook, else its first. book: the workbook, where it is open already.

        Raises DataError for a workbook that can't be opened, a sheet that isn't there and more than `cap` columns.
        """
        book = book or open_book(path, file)
        try:
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

    def records(self) -> Iterator[Record]:
        """Each row with its number as Excel shows it; a cell that had a type of its own ends in TYPED."""
        return singly(self.stream())

    def stream(self) -> Iterator[Rows]:
        """The same: its first rows one by one, for a header stands among them, all others in blocks."""
        rows, number, shown = self.opened.iter_rows(), 1, 0
        while shown < _ONE_BY_ONE and (row := next(rows, None)) is not None:
            record = next(self._block(number, [row]).records())
            number, shown = number + 1, shown + any(record[1])
            yield record
        while some := list(islice(rows, _AT_ONCE)):
            yield self._block(number, some)
            number += len(some)

    def _block(self, first: int, rows: Sequence[Sequence[object]]) -> RowBlock:
        """Rows of which the first bears this number, with the errors of formulas that the reader leaves out."""
        columns: list[Sequence[object]] = list(zip(*rows, strict=True))
        if self.cells.open_document:
            columns = [list(map(_spanned, cells)) if str in set(map(type, cells)) else cells for cells in columns]
        left = self.opened.start[1] if self.opened.start else 0
        for number in self.cells.errors.keys() & set(range(first, first + len(rows))):
            for place, error in self.cells.errors[number].items():
                if 0 <= place - left < len(columns):
                    cells = list(columns[place - left])
                    cells[number - first] = error
                    columns[place - left] = cells
        return RowBlock(first, len(rows), columns)

    def notices(self) -> list[tuple[str, Mapping[str, object]]]:
        """What is to be told of the sheet: formulas that were never calculated."""
        if not self.cells.empty_formulas:
            return []
        told = mark(
            "{file}: {count} formulas, the first in {cell}, have no stored value and are read as empty or 0. Open the"
            " file in a spreadsheet, save it and import it again."
        )
        return [(told, {"file": self.file, "count": self.cells.empty_formulas, "cell": self.cells.first_formula})]


def _spanned(cell: object) -> object:
    """A cell of an .ods file: what it says as PT27H05M00S is a time, as all shorter ones are."""
    found = _SPAN.fullmatch(cell) if isinstance(cell, str) and cell.startswith(("PT", "-PT")) else None
    if found is None:
        return cell
    hours, minutes, seconds = (float(one or 0) for one in found.groups()[1:])
    span = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -span if found[1] else span


def open_book(path: Path, file: str) -> CalamineWorkbook:
    """Open a workbook: its sheets are read when they are opened. Raises DataError for one that can't be opened."""
    try:
        return CalamineWorkbook.from_path(str(path))
    except (CalamineError, OSError) as error:
        raise _unopened(file) from error


def sheet_names(path: Path) -> Sequence[str]:
    """The names of the sheets of a workbook, packed or not; none of what can't be opened as one."""
    with TemporaryDirectory() as folder:
        try:
            return tuple(open_book(unpacked(path, Path(folder)), path.name).sheet_names)
        except DataError:
            return ()


def open_sheets(path: Path, file: str, rule: FileRule, cap: int) -> list[OpenedSheet]:
    """The sheets that a mapping reads: those that fit its patterns, else the one that it names, else the first.

    Raises DataError where none fits, and as `OpenedSheet.open`.
    """
    book = open_book(path, file)
    if not rule.sheets:
        return [OpenedSheet.open(path, file, rule.sheet, cap, book)]
    names = list(book.sheet_names)
    found = [name for name in names if rule.has_sheet(name)]
    if not found:
        raise unknown(DataError, "{file} has no sheet '{word}'.", ", ".join(rule.sheets), names, file=file)
    return [OpenedSheet.open(path, file, name, cap, book) for name in found]


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
        seconds = round(abs(cell.total_seconds()))  # as the spreadsheet shows it
        sign = "-" if cell < timedelta() else ""
        return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return "" if cell is None else str(cell)


def _marked_all(cells: Sequence[object]) -> Sequence[str]:
    """Each cell of a column as `_marked` gives it; what a column holds often is made into text once."""
    kinds = set(map(type, cells))
    if kinds == {str} and (whole := "".join(cast("Sequence[str]", cells))).isascii() and "\r" not in whole:
        return cast("Sequence[str]", cells)
    if float in kinds:
        return [_marked_number(cell) if type(cell) is float else _marked(cell) for cell in cells]
    if len(kinds - {str}) > 1:  # True and 1 are one key, and two texts
        return list(map(_marked, cells))
    known = {cell: _marked(cell) for cell in set(cells)}
    return list(map(known.__getitem__, cells))


def _marked_number(cell: float) -> str:
    """The same of a number, most of which need no care."""
    told = repr(cell)
    if len(told) > _SHORT or "e" in told:
        return _marked(cell)
    return (str(int(cell)) if cell.is_integer() else told) + TYPED


def _marked(cell: object) -> str:
    text = text_of(cell)
    return text if isinstance(cell, str) or not text else text + TYPED
