"""A file of any kind as pages of records, before anything of it is known: its encoding, its delimiter, its sheets."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from crm_metrics.errors import DataError
from crm_metrics.warehouse.files import texts, workbooks
from crm_metrics.warehouse.files.containers import kind_of, unpacked
from crm_metrics.warehouse.files.headers import DELIMITERS, Record
from crm_metrics.warehouse.files.landing import objects
from crm_metrics.warehouse.files.reading import COLUMN_CAP
from crm_metrics.warehouse.mapping.source import FileRule

LOOKED = 50_000  # lines of a page that are looked at; the import reads them all
_TRIED = 200  # lines by which a delimiter is found
_LETTERS = frozenset("áéíóúñüÁÉÍÓÚÑÜàâãçêôõÀÂÃÇÊÔÕªº¿¡€°èïÈ´’–")
_MONEY = frozenset("£€¢¥")
_BESIDE_NUMBERS = frozenset("ªº°")
_GUESSED = ("cp1252", "cp850", "mac-roman")
_ODD = re.compile(r"[^\x00-\x7f]")
_ASIDE = FileRule(names=("*",))


@dataclass(frozen=True)
class OpenedPage:
    """A sheet, or all of a text; a cell that had a type of its own ends in TYPED."""

    name: str
    records: Sequence[Record]


@dataclass(frozen=True)
class OpenedFile:
    """A file as it was found. encoding: None where it tells it itself; delimiter: "" of a workbook."""

    file: str
    pages: Sequence[OpenedPage]
    encoding: str | None = None
    delimiter: str = ""

    @property
    def is_text(self) -> bool:
        """Whether it has no cells with types."""
        return bool(self.delimiter)


def open_file(path: Path, progress: texts.Progress) -> OpenedFile:
    """Open a text or a workbook, packed or not.

    Raises DataError for a file that is neither, is damaged, or is empty.
    """
    if path.stat().st_size == 0:
        raise DataError("{file} is empty. Export it again.", file=path.name)
    with TemporaryDirectory() as folder:
        plain = unpacked(path, Path(folder))
        kind = kind_of(plain, path.name)
        if kind == "workbook":
            return _workbook(plain, path.name)
        if kind == "json":
            return _objects(plain, path.name)
        if kind == "text":
            return _text(plain, path.name, progress)
    raise DataError("{file} is a Parquet file: name it like an input table, or write a mapping of it.", file=path.name)


def _workbook(path: Path, file: str) -> OpenedFile:
    pages = []
    book = workbooks.open_book(path, file)
    for name in book.sheet_names:
        sheet = workbooks.OpenedSheet.open(path, file, name, COLUMN_CAP, book)
        pages.append(OpenedPage(name, list(islice(sheet.records(), LOOKED))))
    return OpenedFile(file, pages)


def _objects(path: Path, file: str) -> OpenedFile:
    """JSON, each of its lists a page."""
    lists = objects.lists_of(path, file)
    return OpenedFile(
        file, [OpenedPage(name, list(islice(objects.records(of, nested=False), LOOKED))) for name, of in lists.items()]
    )


def _text(path: Path, file: str, progress: texts.Progress) -> OpenedFile:
    encoding = _encoding(path)
    text = texts.open_text(path, file, _ASIDE.model_copy(update={"encoding": encoding}))
    mark = _delimiter(path, text.encoding)
    how = texts.Layout(mark=mark, skipped=_skipped(path, text.encoding))
    records = list(islice(texts.records(text, how, progress), LOOKED))
    declared = encoding if text.encoding == encoding else None
    return OpenedFile(file, [OpenedPage("", records)], declared, mark)


def _encoding(path: Path) -> str | None:
    """The encoding of a text that is neither UTF-8 nor marked: the one in which most letters are letters here."""
    with path.open("rb") as raw:
        head = raw.read(1 << 20)
    if head.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return None
    if head[:400].count(0) > len(head[:400]) // 4:
        return "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
    try:
        head[: head.rfind(b"\n") + 1 or None].decode("utf-8")
    except UnicodeDecodeError:
        return max(_GUESSED, key=lambda name: _plausible(head, name))
    return "cp1252"  # of what stands beyond the part that was looked at


def _plausible(head: bytes, encoding: str) -> int:
    """How many of the letters beyond ASCII are those of our languages, where letters stand, less those that are not.

    Beside a digit stands a sign of money and no letter: the £ of one encoding is the ú of another.
    """
    text = head.decode(encoding, errors="replace")
    odd = (
        (text[max(at - 2, 0) : at], text[at], text[at + 1 : at + 3]) for at in map(re.Match.start, _ODD.finditer(text))
    )
    return sum(count if _belongs(*parts) else -count for parts, count in Counter(odd).items())


def _belongs(before: str, letter: str, after: str) -> bool:
    """Whether a letter may stand between two others: of money beside a number, each other one not."""
    if letter in _MONEY:
        return before.rstrip(" \u00a0")[-1:].isdigit() or after.lstrip("-( ")[:1].isdigit()
    beside = before[-1:].isdigit() or after[:1].isdigit()
    return letter in _LETTERS and (letter in _BESIDE_NUMBERS or not letter.isalpha() or not beside)


def _delimiter(path: Path, encoding: str) -> str:
    """The mark that cuts most lines into equally many cells."""
    with path.open("r", encoding=encoding, newline="") as opened:
        lines = [line for line in islice(opened, _TRIED) if line.strip()]
    return max(DELIMITERS, key=lambda mark: _regular(lines, mark))


def _regular(lines: Sequence[str], mark: str) -> tuple[int, int]:
    try:
        widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=mark) if len(cells) > 1)
    except csv.Error:
        return (0, 0)
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    return (count, width)


def _skipped(path: Path, encoding: str) -> int:
    """A line `sep=;` says the delimiter and is no record."""
    with path.open("r", encoding=encoding) as opened:
        return 1 if opened.readline().strip("\ufeff").lower().startswith("sep=") else 0
