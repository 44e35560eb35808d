"""The records of a text file: its encoding told for certain, its lines cleaned, its cells as csv reads them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, islice
from pathlib import Path
from unicodedata import normalize

from crm_metrics.errors import DataError
from crm_metrics.warehouse.files.headers import Record, Wanted, delimiter_of
from crm_metrics.warehouse.mapping.source import FileRule

LINE_CAP = 1_000_000  # characters of a line, and of a cell

Progress = Callable[[str, int, int], None]  # file, bytes done, bytes in all

_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# Marks that nobody sees: writing direction, zero width, byte order. Two ids that look alike must be alike.
_UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


@dataclass(frozen=True)
class Text:
    """A text file whose encoding is certain.

    ascii: it has no other letters; simple: ASCII, lines that end in LF, no quote: where records and cells end, every
    reader agrees.
    """

    path: Path
    file: str
    encoding: str
    ascii: bool
    simple: bool


def open_text(path: Path, file: str, rule: FileRule) -> Text:
    """Read a file once for its encoding: by byte-order mark, else UTF-8 when all of it is, else the declared one.

    Raises DataError where none of these fits; an encoding is never guessed.
    """
    with path.open("rb") as raw:
        head = raw.read(4)
    marked = next((encoding for mark, encoding in _BOMS if head.startswith(mark)), None)
    tried = [marked] if marked else ["utf-8", *([rule.encoding] if rule.encoding else [])]
    for encoding in tried:
        try:
            is_ascii, simple = _decoded(path, encoding)
            return Text(path, file, encoding, is_ascii, simple and not marked)
        except UnicodeDecodeError:
            continue
        except (LookupError, UnicodeError) as error:
            raise DataError("{file} can't be read as {encoding}.", file=file, encoding=encoding) from error
    raise _not_readable(path, file, tried[-1])


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How a text is cut into records and cells."""

    mark: str
    """What stands between cells; "" where they have widths."""
    skipped: int
    """The lines before the first record."""
    widths: tuple[int, ...] = ()
    """The characters of each cell."""
    escape: str | None = None
    """What stands before a quote, a mark or itself within a cell; a cell of it and N alone is empty."""
    pattern: str | None = None
    """What a line that begins a record fits; its groups are the cells."""
    ragged: tuple[int, int] | None = None
    """The fewest cells of a line, and how many columns there are; None: each line has a cell for each."""
    quotes: bool = True
    """Whether a quote holds a cell together."""


def layout(text: Text, wanted: Wanted) -> Layout:
    """Find the first record and the delimiter: said by a line `sep=;`, declared, or told by the header's names.

    Raises DataError when the header can be split in two ways.
    """
    csv.field_size_limit(LINE_CAP)
    with text.path.open("rb") as raw, io.TextIOWrapper(raw, encoding=text.encoding, newline=None) as opened:
        lines = _lines(opened, text.file)
        first, skipped = _first(lines)
        rule = wanted.rule
        if rule.widths:
            return Layout(mark="", skipped=skipped, widths=rule.widths)
        if rule.pattern:
            return Layout(mark="", skipped=skipped, pattern=rule.pattern)
        said = re.fullmatch(r"sep=(.)\n?", first, re.IGNORECASE)  # how Excel is told the delimiter
        mark = said[1] if said else rule.delimiter or delimiter_of(first, text.file, wanted)
        ragged = (rule.ragged, len(rule.header)) if rule.ragged and rule.header else None
        before = skipped + 1 if said else skipped
        return Layout(mark=mark, skipped=before, escape=rule.escape, ragged=ragged, quotes=rule.quotes)


def records(text: Text, how: Layout, progress: Progress) -> Iterator[Record]:
    """Each record with the line on which it begins, as a person counts lines; the header line is the first.

    Raises DataError for a NUL, a line over the cap and a quote without end.
    """
    csv.field_size_limit(LINE_CAP)
    total = text.path.stat().st_size
    with text.path.open("rb") as raw, io.TextIOWrapper(raw, encoding=text.encoding, newline=None) as opened:
        lines = _lines(opened, text.file)
        for _ in range(how.skipped):
            next(lines)
        if how.widths:
            yield from _cut(lines, how)
            return
        if how.pattern:
            yield from _fitted(lines, how.pattern, how.skipped)
            return
        if how.escape:
            lines = _without_nulls(lines, how.mark)
        reader = csv.reader(
            lines,
            delimiter=how.mark,
            strict=True,
            escapechar=how.escape,
            quoting=csv.QUOTE_MINIMAL if how.quotes else csv.QUOTE_NONE,
        )
        line = 0
        try:
            for cells in reader:
                yield line + 1 + how.skipped, _evened(cells, how.mark, *how.ragged) if how.ragged else cells
                line = reader.line_num
                if not line & 0x3FFF:
                    progress(text.file, raw.tell(), total)
        except csv.Error as error:
            raise _open_quote(text, how, line + 1 + how.skipped) from error
    progress(text.file, total, total)


def _fitted(lines: Iterator[str], pattern: str, skipped: int) -> Iterator[Record]:
    """Records that begin on a line that fits a pattern; a line before the first of them is one of a cell too few."""
    begun: Record | None = None
    for number, line in enumerate(lines, skipped + 1):
        text = line.rstrip("\n")
        fitting = re.fullmatch(pattern, text)
        if fitting:
            if begun:
                yield begun
            begun = (number, [cell or "" for cell in fitting.groups()])
        elif begun:
            begun[1][-1] = f"{begun[1][-1]}\n{text}"[:LINE_CAP]
        elif text.strip():
            yield number, [text]
    if begun:
        yield begun


def _evened(cells: list[str], mark: str, least: int, width: int) -> list[str]:
    """A line that may end early, with a cell for each column; one of fewer cells than `least` stays as it is."""
    if len(cells) < least:
        return cells
    return (
        [*cells, *[""] * (width - len(cells))]
        if len(cells) <= width
        else [
            *cells[: width - 1],
            mark.join(cells[width - 1 :]),
        ]
    )


def _open_quote(text: Text, how: Layout, number: int) -> DataError:
    """The refusal of a quoted cell without end; a line with `\\"` may have been written by a database."""
    with text.path.open("rb") as raw, io.TextIOWrapper(raw, encoding=text.encoding, newline=None) as opened:
        line = next(islice(opened, number - 1, None), "")
    if '\\"' in line and not how.escape:
        return DataError(
            '{file}, line {line}: quotes within a cell are written \\" as databases do. Export them doubled, or declare'
            " escape = {word} in a source (--source).",
            file=text.file,
            line=str(number),
            word='"\\\\"',
        )
    return DataError(
        "{file}, line {line}: a quoted cell that begins here has no proper end. Correct the quotes there, or"
        " export the file again.",
        file=text.file,
        line=str(number),
    )


def _without_nulls(lines: Iterable[str], mark: str) -> Iterator[str]:
    """Lines of a database whose cells `\\N`, which hold nothing, are empty."""
    null = re.compile(rf"(?:(?<=^)|(?<={re.escape(mark)}))\\N(?={re.escape(mark)}|\n|$)")
    return (null.sub("", line) if "\\N" in line else line for line in lines)


def composed(text: str) -> str:
    """A text in composed characters (NFC), without marks that nobody sees."""
    return text if text.isascii() else _UNSEEN.sub("", normalize("NFC", text))


def _cut(lines: Iterable[str], how: Layout) -> Iterator[Record]:
    """Lines of cells of fixed widths. A line that ends early lacks cells; what stands beyond the last is one more."""
    ends = list(accumulate(how.widths))
    for number, line in enumerate(lines, how.skipped + 1):
        text = line.rstrip("\n")
        cells = [text[end - width : end] for end, width in zip(ends, how.widths, strict=True) if len(text) >= end]
        beyond = text[ends[-1] :]
        yield number, [*cells, beyond] if beyond.strip() else cells


def _first(lines: Iterator[str]) -> tuple[str, int]:
    """The first line that isn't blank, and how many blank ones stand before it."""
    skipped = 0
    for line in lines:
        if line.strip(' ,;|\t\n"'):
            return line, skipped
        skipped += 1
    return "", skipped


def _lines(text: io.TextIOWrapper, file: str) -> Iterator[str]:
    """Lines that end in LF, in composed characters (NFC), without marks that nobody sees."""
    number = 0
    while line := text.readline(LINE_CAP + 1):
        number += 1
        if len(line) > LINE_CAP:
            raise DataError(
                "{file}, line {line} is longer than {cap} characters. This is no export of rows, or a quote is left"
                " open: export it again.",
                file=file,
                line=str(number),
                cap=LINE_CAP,
            )
        if "\0" in line:
            raise DataError(
                "{file}, line {line} holds NUL bytes: the file is damaged, or in an encoding that it doesn't tell."
                " Save it as UTF-8.",
                file=file,
                line=str(number),
            )
        yield composed(line)


def _decoded(path: Path, encoding: str) -> tuple[bool, bool]:
    """Decode all of a file, or raise UnicodeError; whether it is ASCII, and whether it is simple (see Text)."""
    is_ascii = simple = True
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as text:
        while chunk := text.read(1 << 20):
            is_ascii = is_ascii and chunk.isascii()
            simple = simple and is_ascii and '"' not in chunk and "\r" not in chunk
    return is_ascii, simple


def _not_readable(path: Path, file: str, encoding: str) -> DataError:
    """The refusal, with the first line that is not UTF-8 as it would read in the likeliest encoding."""
    if encoding != "utf-8":
        return DataError(
            "{file} is not written in {encoding} throughout. Save it as UTF-8.", file=file, encoding=encoding
        )
    with path.open("rb") as raw:
        for number, line in enumerate(_byte_lines(raw), 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as error:
                around = line[max(0, error.start - 20) : error.end + 20].decode("cp1252", errors="replace").strip()
                return DataError(
                    "{file}, line {line} is not UTF-8. If it should read «{guess}», it is cp1252: save the file as"
                    ' UTF-8, or declare encoding = "cp1252" in a source.',
                    file=file,
                    line=str(number),
                    guess=around,
                )
    return DataError("{file} is not UTF-8. Save it as UTF-8, or declare its encoding in a source.", file=file)


def _byte_lines(raw: io.BufferedReader) -> Iterable[bytes]:
    while line := raw.readline(LINE_CAP):
        yield line
