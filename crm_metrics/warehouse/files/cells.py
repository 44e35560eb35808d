"""What a workbook's own cells say that its reader leaves out: the errors of formulas, and formulas without a value."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree
from xml.parsers import expat

_CHUNK = 1 << 20
_TELLING = re.compile(rb"""\bt=["']e["']|<(?:\w+:)?f[\s/>]""")  # an error, a formula
_PLACE = re.compile(r"([A-Z]+)(\d+)")
_TEXTS = ("str", "s", "inlineStr", "b", "d")  # a formula of these types without text gives an empty text
_CONTENT = "content.xml"  # of an OpenDocument file: all its sheets
_OPEN = "application/vnd.oasis.opendocument.spreadsheet"  # how its first part begins, of a template too
_OFFICE, _TABLE = (f"urn:oasis:names:tc:opendocument:xmlns:{one}:1.0 " for one in ("office", "table"))
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_CELLS = (_TABLE + "table-cell", _TABLE + "covered-table-cell")
_ERROR = re.compile(r"#\S*[!?]|#N/?[A-Z]+|Err:\d+", re.I)  # as a spreadsheet writes one in any language


@dataclass
class Cells:
    """The telling cells of one sheet."""

    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    """Row, from 1 → column, from 0 → the error, such as #N/A."""
    empty_formulas: int = 0
    """How many formulas have no stored value, or a 0 in a workbook that is still to be calculated."""
    first_formula: str = ""
    """Where the first of them stands, such as D7."""
    open_document: bool = False
    """Whether it is a sheet of an .ods file."""


def is_open_document(packed: zipfile.ZipFile) -> bool:
    """Whether a zip is a workbook of LibreOffice and its like, an .ods file."""
    try:
        return packed.read("mimetype").decode("ascii", "replace").startswith(_OPEN)
    except KeyError:
        return False


def size_of(packed: zipfile.ZipFile) -> int:
    """How many cells the sheets of an .ods file span: it may say in a few letters that a million rows are alike.

    0 of one that is encrypted, which nobody reads.
    """
    reader = _OpenReader("")
    try:
        for chunk in _chunks(packed, _CONTENT, overlap=0):
            reader.feed(chunk)
    except (expat.ExpatError, KeyError):
        return 0
    return reader.size


def read_cells(path: Path, sheet: str) -> Cells:
    """The telling cells of a sheet of an .xlsx or .ods file; none for the older binary files, which are no zip."""
    if not zipfile.is_zipfile(path):
        return Cells()
    with zipfile.ZipFile(path) as packed:
        if is_open_document(packed):
            opened = _OpenReader(sheet)
            for chunk in _chunks(packed, _CONTENT, overlap=0):
                opened.feed(chunk)
            return opened.cells
        part, recalculated = _part_of(packed, sheet)
        if part is None or not any(map(_tells, _chunks(packed, part))):
            return Cells()
        reader = _Reader(recalculated)
        for chunk in _chunks(packed, part, overlap=0):
            reader.feed(chunk)
    return reader.cells


class _Reader:
    """Hears the parts of a sheet one after the other."""

    def __init__(self, recalculated: bool) -> None:
        self.cells = Cells()
        self._recalculated = recalculated
        self._row = self._column = 0
        self._kind, self._formula, self._value, self._inside = "", False, "", False
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def feed(self, chunk: bytes) -> None:
        """More of the sheet."""
        self._parser.Parse(chunk, False)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), -1
        elif name == "c":
            place = _PLACE.fullmatch(attributes.get("r", ""))
            self._column = _number(place[1]) if place else self._column + 1
            self._kind, self._formula, self._value = attributes.get("t", "n"), False, ""
        elif name == "f":
            self._formula = True
        self._inside = name == "v"

    def _text(self, text: str) -> None:
        if self._inside:
            self._value += text

    def _end(self, name: str) -> None:
        self._inside = False
        if name.rpartition(":")[2] != "c":
            return
        if self._kind == "e":
            self.cells.errors.setdefault(self._row, {})[self._column] = self._value.strip() or "#N/A"
        elif self._formula and self._kind not in _TEXTS and self._is_unknown():
            self.cells.empty_formulas += 1
            self.cells.first_formula = self.cells.first_formula or f"{_letters(self._column)}{self._row}"

    def _is_unknown(self) -> bool:
        value = self._value.strip()
        return not value or (self._recalculated and value == "0")


class _OpenReader:
    """Hears the sheets of an .ods file, of which equal rows and equal cells that follow each other are written once."""

    def __init__(self, sheet: str) -> None:
        self.cells = Cells(open_document=True)
        self.size = 0
        self._sheet, self._wanted, self._width = sheet, False, 0
        self._row, self._rows, self._column = 1, 0, 0
        self._cell: Mapping[str, str] = {}
        self._text: list[str] | None = None
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._hear

    def feed(self, chunk: bytes) -> None:
        """More of the file."""
        self._parser.Parse(chunk, False)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == _TABLE + "table":
            self._row, self._rows, self._width = 1, 0, 0
            self._wanted = attributes.get(_TABLE + "name") == self._sheet
        elif name == _TABLE + "table-row":
            self._rows, self._column = int(attributes.get(_TABLE + "number-rows-repeated", 1)), 0
        elif name in _CELLS:
            self._cell, self._text = attributes, []

    def _hear(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end(self, name: str) -> None:
        if name in _CELLS:
            columns = int(self._cell.get(_TABLE + "number-columns-repeated", 1))
            said = "".join(self._text or ()).strip()
            if said or _OFFICE + "value-type" in self._cell:
                self._width = max(self._width, self._column + columns)
                self.size = max(self.size, self._width * (self._row + self._rows - 1))
            if self._wanted:
                self._judge(said, columns)
            self._column, self._text = self._column + columns, None
        elif name == _TABLE + "table-row":
            self._row, self._rows = self._row + self._rows, 0

    def _judge(self, said: str, columns: int) -> None:
        """Keep what a cell tells. An error is a text, or 0, whose letters alone say what it is."""
        formula = self._cell.get(_TABLE + "formula")
        if self._cell.get(_CALC + "value-type") == "error" or (formula and _ERROR.fullmatch(said)):
            for row in range(self._row, self._row + self._rows):
                told = self.cells.errors.setdefault(row, {})
                told.update(dict.fromkeys(range(self._column, self._column + columns), said or "#N/A"))
        elif formula and not said and _OFFICE + "value-type" not in self._cell:
            self.cells.empty_formulas += self._rows * columns
            self.cells.first_formula = self.cells.first_formula or f"{_letters(self._column)}{self._row}"


def _part_of(packed: zipfile.ZipFile, sheet: str) -> tuple[str | None, bool]:
    """The name of a sheet's part in the zip, and whether the workbook asks to be calculated when it is opened."""
    try:
        book = ElementTree.fromstring(packed.read("xl/workbook.xml"))
        links = ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError):
        return None, False
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    wanted, recalculated = None, False
    for element in book.iter():
        kind = element.tag.rpartition("}")[2]
        if kind == "calcPr":
            recalculated = element.get("fullCalcOnLoad") in ("1", "true")
        elif kind == "sheet" and element.get("name") == sheet:
            wanted = next((targets.get(value) for key, value in element.items() if key.endswith("}id")), None)
    if not wanted:
        return None, recalculated
    part = wanted.lstrip("/") if wanted.startswith("/") else str(PurePosixPath("xl") / wanted)
    return (part if part in packed.namelist() else None), recalculated


def _tells(chunk: bytes) -> bool:
    """Whether a piece of a sheet has a cell with an error or a formula; the pattern is slow, and most have no hint."""
    error = b"e" in chunk and (b'="e"' in chunk or (b"'" in chunk and b"='e'" in chunk))
    hint = error or (b"f" in chunk and (b"<f" in chunk or b":f" in chunk))  # one letter is found in no time
    return hint and bool(_TELLING.search(chunk))


def _chunks(packed: zipfile.ZipFile, part: str, overlap: int = 16) -> Iterator[bytes]:
    """A part piece by piece, each with the end of the one before it."""
    tail = b""
    with packed.open(part) as opened:
        while chunk := opened.read(_CHUNK):
            yield tail + chunk
            tail = chunk[-overlap:] if overlap else b""


def _number(letters: str) -> int:
    """The place of a column, from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _letters(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
