"""What a mapping holds: a source, its files, and the rows made from them, each checked (the words: language.py)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from fnmatch import fnmatchcase
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from crm_metrics.warehouse.mapping.expressions import Expression
from crm_metrics.warehouse.mapping.formats import known_kind, known_way
from crm_metrics.warehouse.mapping.xpaths import known_path

JSON_ENDINGS = (".json", ".jsonl", ".ndjson")
ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".parquet", *JSON_ENDINGS)
PACKED = (".gz",)
PLAIN_TEXT = (".txt", ".log")  # of a file whose own name has no ending, as mail and people add one
MAX_REJECTED = 0.05  # of the rows of a table: what a source that says nothing lets an import leave out …
LEAST_REJECTED = 20  # … and so many rows at least: of a few rows, one is soon a twentieth
DOCUMENT_ENDINGS = (".xml", ".xsig", ".zip", ".pdf")  # of what a source with documents reads, beside its other files
OF_DOCUMENTS = ("document", "digest", "branch", "nth")  # columns that every row of a document has
KNOWN_AGENT, KNOWN_ORDER, KNOWN_INVOICE, WITHDRAWN = "known_agent", "known_order", "known_invoice", "withdrawn"
KNOWN = (KNOWN_AGENT, KNOWN_ORDER, KNOWN_INVOICE, WITHDRAWN)  # rows that every source may look up
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
XPathText = Annotated[str, AfterValidator(known_path)]
Code = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
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


class DocumentsRule(Strict):
    """The XML documents of a source: which there are, whose they are, and whose they are not."""

    each: Annotated[tuple[str, ...], Field(min_length=1)]
    only: XPathText | None = None
    inside: XPathText | None = None
    seller: XPathText
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    nobody: tuple[str, ...] = ()


class FileRule(Formats):
    """One kind of file of the source, or one kind of row in each of its documents."""

    names: tuple[str, ...] = ()
    rows: XPathText | None = None
    paths: Mapping[str, XPathText] = Field(default_factory=dict)
    tax_ids: tuple[str, ...] = ()
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
    repeated: tuple[str, ...] = ()
    key: str | None = None
    changed: tuple[str, ...] = ()
    widths: Annotated[tuple[Annotated[int, Field(gt=0)], ...], Field(min_length=1)] | None = None
    sheet: str | None = None
    sheets: Annotated[tuple[str, ...], Field(min_length=1)] | None = None
    other_sheets: tuple[str, ...] = ()
    report: bool = False
    header_lines: Annotated[int, Field(ge=1, le=3)] = 1
    totals: tuple[str, ...] = ()
    day_of_month: str | None = None
    group: str | None = None
    answers: Mapping[str, str] = Field(default_factory=dict)
    meanings: Mapping[str, str] = Field(default_factory=dict)
    columns: Mapping[str, Kind | Ways] = Field(default_factory=dict)
    aliases: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _cells_have_names(self) -> FileRule:
        if self.widths and len(self.widths) != len(self.header or ()):
            raise ValueError("widths needs a header with as many names")
        if bool(self.names) == bool(self.rows):
            raise ValueError("either names, of files, or rows, of documents")
        if self.rows and not set(self.tax_ids) <= set(self.paths):
            raise ValueError("each of tax_ids is one of paths")
        if bool(self.key) != bool(self.changed):
            raise ValueError("key needs changed, which tells the newest of its rows, and changed needs key")
        if self.sheet and self.sheets:
            raise ValueError("either sheet or sheets, not both")
        if self.other_sheets and not self.sheets:
            raise ValueError("other_sheets needs sheets")
        if self.header and self.is_report:
            raise ValueError("a file with a declared header is no report whose header is to be found")
        if self.pattern is not None and re.compile(self.pattern).groups != len(self.header or ()):
            raise ValueError("pattern needs a header with as many names as it has groups")
        if self.ragged and self.ragged > len(self.header or ()):
            raise ValueError("ragged needs a header with at least so many names")
        return self

    @property
    def is_report(self) -> bool:
        """Whether lines that are no rows stand among its rows, or its rows in several sheets."""
        return bool(
            self.report or self.sheets or self.totals or self.header_lines > 1 or self.day_of_month or self.group
        )

    @property
    def names_sheets(self) -> bool:
        """Whether it says which sheets of a workbook it reads."""
        return bool(self.sheet or self.sheets)

    def has_sheet(self, name: str) -> bool:
        """Whether it reads a sheet of this name, as it says itself."""
        if self.sheet:
            return name == self.sheet
        return _fits(name, self.sheets or ()) and not _fits(name, self.other_sheets)

    def fits(self, file: str) -> bool:
        """Whether a file of this name (without folder) is one of these."""
        if self.bare and ending(file) not in ("", *PLAIN_TEXT):
            return False
        return _fits(stem(file), self.names)


class ValueMap(Strict):
    """A column by words: each value of `value` becomes its word in `map`."""

    value: Formula
    map: Mapping[str, str]
    otherwise: Formula | None = None
    report: bool = False
    loose: bool = False


class Spread(Strict):
    """An amount shared out over the rows of `within`, to the cent, so that their sum is the amount itself."""

    spread: Formula
    over: Formula


Value = Formula | ValueMap | Spread  # of a column: an expression, words one by one, a share


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
    columns: Mapping[str, Value]


class WithdrawnRule(RowRule):
    """Documents that no longer hold, by their ids."""

    id: Formula
    columns: Mapping[str, Value] = Field(default_factory=dict, max_length=0)


class TableRule(RowRule):
    """Rows of an input table."""

    table: str
    first: tuple[str, ...] = ()
    updated: Formula | None = None
    currency: Formula | None = None
    rate: Formula | None = None
    elsewhere: bool = False
    assumed: str = ""
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
    owner: str = ""
    prefix: str | None = None
    through: date | None = None
    ended: bool = False
    open_debts: bool = False
    undated: bool = False
    separate: bool = False
    max_rejected: Annotated[float, Field(ge=0, le=1)] | None = None
    notes: tuple[str, ...] = ()
    extends: str | None = None
    rates_to: Code | None = None
    documents: DocumentsRule | None = None
    files: Mapping[str, FileRule] = Field(default_factory=dict)
    withdrawn: tuple[WithdrawnRule, ...] = ()
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

    def kinds_of_rows(self) -> tuple[str, ...]:
        """The kinds of row that each of its documents holds."""
        return tuple(kind for kind, rule in self.files.items() if rule.rows)

    def may_read(self, file: str) -> bool:
        """Whether a file of this name is one of its files, or may hold documents."""
        holds = self.documents is not None and file.casefold().endswith(DOCUMENT_ENDINGS)
        return holds or self.file_for(file) is not None

    def relation(self, kind: str) -> str:
        """The name under which rules read the rows of a kind of file."""
        return self.files[kind].rows_of or kind

    def file_for(self, file: str) -> str | None:
        """The kind of a file by its name, or None: the source doesn't know it."""
        return next(iter(self.kinds_for(file)), None)

    def kinds_for(self, file: str) -> list[str]:
        """The kinds of a file by its name: one, or of a workbook all those that say which of its sheets they are."""
        kinds = [kind for kind, rule in self.files.items() if rule.fits(file)]
        if not kinds or not self.files[kinds[0]].names_sheets:
            return kinds[:1]
        return [kind for kind in kinds if self.files[kind].names_sheets]


def _fits(name: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(name.casefold(), pattern.casefold()) for pattern in patterns)


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
