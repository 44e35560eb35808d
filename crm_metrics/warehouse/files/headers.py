"""The header line of a file, matched by name to the columns that a mapping knows."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from crm_metrics.errors import DataError, closest
from crm_metrics.warehouse.mapping.language import folded
from crm_metrics.warehouse.mapping.source import FileRule

DELIMITERS = (",", ";", "\t", "|")

Record = tuple[int, list[str]]


@dataclass(frozen=True)
class Wanted:
    """What a mapping asks of a file: its columns, those it can't do without, those that every row has filled.

    kind: what the mapping calls such files.
    """

    rule: FileRule
    columns: Sequence[str]
    required: Sequence[str]
    filled: Sequence[str] = ()
    kind: str = field(default="", kw_only=True)

    @property
    def by_spelling(self) -> Mapping[str, str]:
        """A name as it may stand in a header, folded → the mapping's column."""
        other = {folded(alias): name for name in self.columns for alias in self.rule.aliases.get(name, ())}
        return other | {folded(name): name for name in self.columns}


@dataclass(frozen=True, kw_only=True)
class Header:
    """What the header line says."""

    present: Mapping[str, int]
    """The mapping's column → its place in a record."""
    written: Mapping[str, str]
    """The mapping's column → its name in the file."""
    unknown: tuple[str, ...]
    """Names that the mapping doesn't know."""
    width: int
    """Cells of a record."""
    line: int = 0
    """The last line before the records."""
    first: Record | None = None
    """A first record already read."""
    zones: Mapping[str, str] = field(default_factory=dict)
    """The mapping's column → the time zone that the lines below its name tell."""
    again: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """The mapping's column → where else it stands, of one that may be repeated."""
    questions: Mapping[str, str] = field(default_factory=dict)
    """The mapping's column → its name with all that the lines below say of it."""

    def before(self, line: int, record: Record | None = None) -> Header:
        """The same header, where records begin after `line`, the first of which may have been read already."""
        return replace(self, line=line, first=record)

    def ahead(self, records: Iterable[Record]) -> Iterator[Record]:
        """All records after the header."""
        return chain([self.first] if self.first else [], records)

    @staticmethod
    def is_said_by(cells: Sequence[str], rule: FileRule) -> bool:
        """Whether a line is the declared header itself, which needn't keep the widths of the cells."""
        words = "".join(cells).split() if rule.widths else cells
        return [folded(word) for word in words] == [folded(name) for name in rule.header or ()]


def match(cells: Sequence[str], file: str, wanted: Wanted, *, cap: int, below: Sequence[Sequence[str]] = ()) -> Header:
    """Find the wanted columns in a header line, whatever their case, spaces and accents.

    below: the lines that explain it.

    Raises DataError for too many columns, a column that stands there twice, a required one that is missing, and for a
    line that has none of the columns at all.
    """
    if len(cells) > cap:
        raise DataError("{file} has {count} columns; at most {cap} are read.", file=file, count=len(cells), cap=cap)
    present, again, unknown = _places(cells, file, wanted, below)
    if not present:
        raise DataError(
            "{file}: the first line has none of the expected columns ({expected}) and looks like data: {seen}."
            " Add a header line or declare the columns in order.",
            file=file,
            expected=", ".join(wanted.columns),
            seen=_short(cells),
        )
    _refuse_unnamed(file, wanted, present, unknown)
    _refuse_missing(file, [name for name in wanted.required if name not in present], unknown)
    return Header(
        present=present,
        written={name: cells[place].strip() for name, place in present.items()},
        unknown=tuple(unknown),
        width=len(cells),
        zones={name: zone for name, place in present.items() if (zone := _zone_at(place, below))},
        questions={name: " ".join(_explained(place, cells, below)) for name, place in present.items()},
        again=again,
    )


def _places(
    cells: Sequence[str], file: str, wanted: Wanted, below: Sequence[Sequence[str]]
) -> tuple[dict[str, int], dict[str, tuple[int, ...]], list[str]]:
    """Where each wanted column stands, where else those that may be repeated, and the names that nobody wants."""
    names = wanted.by_spelling
    present: dict[str, int] = {}
    again: dict[str, tuple[int, ...]] = {}
    unknown: list[str] = []
    for place, cell in enumerate(cells):
        spelt = (names.get(folded(one)) for one in _spellings(place, cells, below))
        name = next((one for one in spelt if one), None)
        if name is None:
            if cell.strip():
                unknown.append(_short([cell]))
        elif name in present and name in wanted.rule.repeated:
            again[name] = (*again.get(name, ()), place)
        elif name in present:
            raise DataError(
                "{file} has the column {column} twice ('{first}' and '{second}'). Leave one of them.",
                file=file,
                column=name,
                first=cells[present[name]].strip(),
                second=cell.strip(),
            )
        else:
            present[name] = place
    return present, again, unknown


def _spellings(place: int, cells: Sequence[str], below: Sequence[Sequence[str]]) -> Iterator[str]:
    """What a column is called: title and what stands below it, either alone; a title holds for what is right of it."""
    if not below:
        yield cells[place]
        return
    title = next((cell.strip() for cell in reversed(cells[: place + 1]) if cell.strip()), "")
    explained = [line[place].strip() for line in below if place < len(line) and line[place].strip()]
    yield from (f"{title} - {one}" for one in explained)
    yield cells[place]
    yield from explained


def _explained(place: int, cells: Sequence[str], below: Sequence[Sequence[str]]) -> list[str]:
    return [line[place] for line in (cells, *below) if place < len(line) and "{" not in line[place]]


def _zone_at(place: int, below: Sequence[Sequence[str]]) -> str | None:
    """The time zone that a line below a name tells, as in {"ImportId":"startDate","timeZone":"America/Lima"}."""
    found = (re.search(r'"timeZone":\s*"([^"]+)"', line[place]) for line in below if place < len(line))
    return next((one[1] for one in found if one), None)


def stands_in(cells: Sequence[str], wanted: Wanted) -> bool:
    """Whether a line, however it is to be split, names the required columns and two or more in all."""
    names = wanted.by_spelling
    words = [word for cell in cells for word in re.split(f"[{''.join(DELIMITERS)}]", cell)]
    found = {names[folded(word)] for word in words if folded(word) in names}
    return len(found) > 1 and found.issuperset(wanted.required)


def delimiter_of(line: str, file: str, wanted: Wanted) -> str:
    """The mark between the cells of a first line: the one that gives known columns, or the declared number of cells."""
    names, header = wanted.by_spelling, wanted.rule.header
    found: dict[str, int] = {}
    for mark in DELIMITERS:
        cells = next(csv.reader([line], delimiter=mark, escapechar=wanted.rule.escape), [])
        if header is not None:
            known = len(cells) if len(cells) == len(header) else 0
        else:
            known = len({names[folded(cell)] for cell in cells if folded(cell) in names})
        if known and (len(cells) > 1 or mark == ","):
            found[mark] = known
    best = max(found.values(), default=0)
    marks = [mark for mark, known in found.items() if known == best]
    if len(marks) > 1:
        raise DataError(
            "{file}: the first line can be split by {marks}. Declare the delimiter in a source (--source).",
            file=file,
            marks=" or ".join(repr(mark) for mark in marks),
        )
    return marks[0] if marks else max(DELIMITERS, key=line.count)


def _refuse_unnamed(file: str, wanted: Wanted, present: Collection[str], unknown: Sequence[str]) -> None:
    """Raise for a file that has none of the columns of which it needs one."""
    one_of = wanted.rule.needs_one
    if not one_of or any(name in present for name in one_of):
        return
    raise DataError(
        "{file}: which of its columns is {columns}? It has {seen}. Name it in a source that extends this one"
        ' (--source): [files.{kind}.aliases] {first} = ["its title"].',
        file=file,
        kind=wanted.kind,
        columns=", ".join(one_of),
        seen=", ".join(unknown),
        first=one_of[0],
    )


def _refuse_missing(file: str, missing: Sequence[str], unknown: Sequence[str]) -> None:
    if not missing:
        return
    meant = closest(missing[0], unknown)
    if meant and len(missing) == 1:
        raise DataError(
            "{file} has no column {column}. Is it the one called '{meant}'? Rename it.",
            file=file,
            column=missing[0],
            meant=meant,
        )
    raise DataError(
        "{file} has no column {column}. Every row needs it: export it too, or rename the one that holds it.",
        file=file,
        column=", ".join(missing),
    )


def _short(cells: Sequence[str]) -> str:
    text = ", ".join(cell.strip() for cell in cells)
    return text if len(text) <= 80 else text[:79] + "…"
