"""What a mapping holds: a source, its files, and the rows made from them, each checked (the words: language.py)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fnmatch import fnmatchcase
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from crm_metrics.warehouse.mapping.expressions import Expression
from crm_metrics.warehouse.mapping.formats import known_kind, known_way

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".parquet")
PACKED = (".gz",)
PLAIN_TEXT = (".txt", ".log")  # of a file whose own name has no ending, as mail and people add one
MAX_REJECTED = 0.05  # of the rows of a table: what a source that says nothing lets an import leave out …
LEAST_REJECTED = 20  # … and so many rows at least: of a few rows, one is soon a twentieth
RESERVED = ("init", "demo", "alias", "sources")  # what the commands of these names make carries them in `_source`


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone {name!r}; IANA names look like America/Bogota") from error
    return name


def _own_name(name: str) -> str:
    if name in RESERVED:
        raise ValueError(f"{name} is the name of rows that the product makes itself")
    return name


def _scalar(text: str) -> str:
    Expression.parse(text)
    return text


Zone = Annotated[str, AfterValidator(_zone)]
Kind = Annotated[str, AfterValidator(known_kind)]
Way = Annotated[str, AfterValidator(known_way)]
Ways = Annotated[tuple[Way, ...], Field(min_length=1)]
Formula = Annotated[str, AfterValidator(_scalar)]
Mark = Annotated[str, Field(pattern=r"^[.,' ]$")]


class Strict(BaseModel):
    """A table of the file: a misspelt word is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Formats(Strict):
    """How files are written; on a file these come before the source's."""

    encoding: str | None = None
    delimiter: Annotated[str, Field(pattern=r'^[^\r\n"\x00]$')] | None = None
    escape: Literal["\\"] | None = None
    decimal: Annotated[str, Field(pattern=r"^[.,]$")] | None = None
    thousands: Mark | None = None
    dates: Kind | None = None
    instants: Kind | None = None
    time_zone: Zone | None = None
    missing: tuple[str, ...] = ()


class FileRule(Formats):
    """One kind of file of the source."""

    names: Annotated[tuple[str, ...], Field(min_length=1)]
    required: bool = False
    bare: bool = False
    rows_of: str | None = None
    header: tuple[str, ...] | None = None
    pattern: str | None = None
    ragged: Annotated[int, Field(ge=1)] | None = None
    quotes: bool = True
    subtitles: Annotated[int, Field(ge=0, le=2)] = 0
    subtitles_end: str | None = None
    ask_zone: bool = False
    needs_one: tuple[str, ...] = ()
    may_lack: tuple[str, ...] = ()
    widths: Annotated[tuple[Annotated[int, Field(gt=0)], ...], Field(min_length=1)] | None = None
    sheet: str | None = None
    columns: Mapping[str, Kind | Ways] = Field(default_factory=dict)
    aliases: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _cells_have_names(self) -> FileRule:
        if self.widths and len(self.widths) != len(self.header or ()):
            raise ValueError("widths needs a header with as many names")
        if self.pattern is not None and re.compile(self.pattern).groups != len(self.header or ()):
            raise ValueError("pattern needs a header with as many names as it has groups")
        if self.ragged and self.ragged > len(self.header or ()):
            raise ValueError("ragged needs a header with at least so many names")
        return self

    def fits(self, file: str) -> bool:
        """Whether a file of this name (without folder) is one of these."""
        if self.bare and ending(file) not in ("", *PLAIN_TEXT):
            return False
        return any(fnmatchcase(stem(file).casefold(), pattern.casefold()) for pattern in self.names)


class ValueMap(Strict):
    """A column by words: each value of `value` becomes its word in `map`."""

    value: Formula
    map: Mapping[str, str]
    otherwise: Formula | None = None
    report: bool = False
    loose: bool = False


class RowRule(Strict):
    """Rows made from a file or from other rows."""

    origin: str = Field(alias="from")
    lookup: Mapping[str, Mapping[str, Formula]] = Field(default_factory=dict)
    if_there: tuple[str, ...] = ()
    when: Formula | None = None
    why: str = ""
    by: tuple[Formula, ...] = ()
    within: tuple[Formula, ...] = ()
    order: tuple[Formula, ...] = ()
    keep: Formula | None = None
    optional: bool = False
    columns: Mapping[str, Formula | ValueMap]


class TableRule(RowRule):
    """Rows of an input table."""

    table: str
    first: tuple[str, ...] = ()
    currency: Formula | None = None
    keys: Mapping[str, Formula] = Field(default_factory=dict)


# How the values of a key are made alike before they are compared: what [alias] may name → its SQL.
NORMALISE: Mapping[str, str] = {
    "trim": "trim({})",
    "lower": "lower({})",
    "plain": r"regexp_replace({}, '[\s.,/-]', '', 'g')",
}


class AliasRule(Strict):
    """Which exact keys make customers of several sources one."""

    keys: Annotated[tuple[str, ...], Field(min_length=1)]
    normalise: tuple[Literal["trim", "lower", "plain"], ...] = ("trim", "lower")
    most: Annotated[int, Field(ge=2)] = 3


class Source(Formats):
    """One source: its files, and the input tables made from them."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$"), AfterValidator(_own_name)]
    title: str = ""
    prefix: str | None = None
    through: date | None = None
    ended: bool = False
    open_debts: bool = False
    max_rejected: Annotated[float, Field(ge=0, le=1)] | None = None
    notes: tuple[str, ...] = ()
    extends: str | None = None
    files: Mapping[str, FileRule] = Field(default_factory=dict)
    rows: Mapping[str, RowRule] = Field(default_factory=dict)
    tables: tuple[TableRule, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)  # of the columns of the plain tables
    words: Mapping[str, Mapping[str, tuple[str, ...]]] = Field(default_factory=dict)  # of their values, likewise
    alias: AliasRule | None = None

    @property
    def id_prefix(self) -> str:
        """What stands before each id."""
        prefix = self.name if self.prefix is None else self.prefix
        return f"{prefix}:" if prefix else ""

    def ceiling(self, read: int) -> int:
        """The most rows of a table that an import of `read` may leave out; a declared share holds to the letter."""
        if self.max_rejected is not None:
            return int(self.max_rejected * read)
        return max(LEAST_REJECTED, int(MAX_REJECTED * read))

    def file(self, kind: str) -> FileRule:
        """A kind of file, with the source's own ways of writing where it names none."""
        rule = self.files[kind]
        settled = {name: getattr(rule, name) or getattr(self, name) for name in Formats.model_fields}
        return rule.model_copy(update=settled)

    def relation(self, kind: str) -> str:
        """The name under which rules read the rows of a kind of file."""
        return self.files[kind].rows_of or kind

    def file_for(self, file: str) -> str | None:
        """The kind of a file by its name, or None: the source doesn't know it."""
        return next((kind for kind, rule in self.files.items() if rule.fits(file)), None)


def ending(file: str) -> str:
    """The ending of a file's name that tells a table, `.csv` of `survey.csv.gz`; "" of any other name."""
    return _parted(file)[1]


def stem(file: str) -> str:
    """The name of a file without its endings, `survey` of `survey.csv.gz`."""
    return _parted(file)[0]


def _parted(file: str) -> tuple[str, str]:
    name, last = file, ""
    for endings in (PACKED, ENDINGS):
        last = next((one for one in endings if name.casefold().endswith(one)), "")
        name = name[: len(name) - len(last)]
    return name, last
