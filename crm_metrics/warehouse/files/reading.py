"""A file of any kind → a table of text in DuckDB: every cell as it was written, each row with its line.

Python's csv reader alone decides where records and cells begin and end; what it found is handed to DuckDB in columns,
so that its own guessing has nothing left to guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from crm_metrics.errors import DataError
from crm_metrics.warehouse.engines import quoted
from crm_metrics.warehouse.files import parquet, reports, texts, workbooks
from crm_metrics.warehouse.files.containers import FILE_CAP, kind_of, sha256, unpacked
from crm_metrics.warehouse.files.headers import Header, Record, Wanted, match, stands_in
from crm_metrics.warehouse.files.landing import objects, picking
from crm_metrics.warehouse.files.workbooks import Rows, singly
from crm_metrics.warehouse.mapping.formats import has_types
from crm_metrics.warehouse.mapping.source import FileRule
from crm_metrics.warehouse.presence import declare

COLUMN_CAP = 500
TITLES = 20  # lines in which a header is looked for, to say where it is
TYPED = "{}#typed"  # the column beside one of numbers or dates: whether a cell had a type of its own
CELLS = "_cells"  # how many cells a record had, where that is not as many as the header has

_STORE = "_text"  # the table under the view of a landed file
_BATCH = "arriving_batch"  # some rows on their way into it
CSV = (  # of one plain dialect: what Python's csv wrote, or might have
    "read_csv(?, columns = ?, delim = ?, quote = ?, escape = ?, skip = ?, header = false, auto_detect = false,"
    " strict_mode = true, null_padding = false, ignore_errors = false, max_line_size = 8000000)"
)
# In a cell: what people type around values without seeing it.
_BLANKS = " \t\n\u00a0\u2007\u2009\u202f\u3000"


@dataclass(frozen=True, kw_only=True)
class LandedFile:
    """A file in a table of text: `records` read = rows of the table + `blank`."""

    file: str
    """Its name without the folder."""
    sha256: str
    """The digest, in hexadecimal, of the file as it came, packed or not."""
    bytes: int
    """Its size as it came, packed or not."""
    records: int
    """How many were read after the header, blank ones too."""
    blank: int
    """How many of them hold nothing and became no row."""
    table: str
    """Name of the temporary view of its text in DuckDB, one row per record."""
    header: Header
    """Which wanted columns it has, where, and under what names."""
    typed: bool
    """Its cells had types (Excel, Parquet): beside each column of numbers and dates stands TYPED, whether a cell's own
    type says what it is; then dates are ISO and numbers have a point, whatever the source declares."""
    ascii: bool = False
    """It is known to have no letters beyond ASCII."""
    sparse: bool = False
    """Its records leave out what they don't tell, as those of JSON do."""
    gathered: bool = False
    """It is one kind of row of all documents of a folder, each of which has a name of its own."""
    notices: Sequence[tuple[str, Mapping[str, object]]] = ()
    """What is to be told of it: sentences and their parts."""
    until: date | None = None
    """The last day that the lines above its header name, of a report."""
    sheet: str = ""
    """Which of the sheets of a workbook it is, as its kind of file says it."""


@dataclass(frozen=True, kw_only=True)
class _Arrival:
    """A file on its way into a table."""

    path: Path
    """Where it lies now, unpacked."""
    file: str
    """Its name, for sentences."""
    wanted: Wanted
    table: str
    scratch: Path
    """A folder for what is written in between."""

    def header(self, cells: Sequence[str], below: Sequence[Sequence[str]] = ()) -> Header:
        """The wanted columns in its header line, and in the lines below that explain it."""
        return match(cells, self.file, self.wanted, cap=COLUMN_CAP, below=below)


@dataclass(frozen=True, kw_only=True)
class _Found:
    """What was found in a file."""

    header: Header
    """Its header."""
    records: int
    """How many were read after it."""
    blank: int
    """How many of them hold nothing."""
    ascii: bool = False
    """Whether it is known to have no letters beyond ASCII."""
    notices: Sequence[tuple[str, Mapping[str, object]]] = ()
    """What to tell of it."""
    until: date | None = None
    """The last day that its titles name."""


@dataclass(frozen=True)
class LandingZone:
    """Where files are landed: a connection, a folder for what is written in between, and who hears of progress."""

    connection: duckdb.DuckDBPyConnection
    folder: Path
    progress: texts.Progress

    def land(self, path: Path, wanted: Wanted, table: str) -> LandedFile:
        """Bring a file into the new table `table`: _line, _cells and those of the wanted columns that it has, as text.

        Raises DataError when the file can't be read whole and for certain, saying what was seen and what to do.
        """
        size = path.stat().st_size
        if size == 0:
            raise DataError("{file} is empty. Export it again.", file=path.name)
        if size > FILE_CAP:
            raise DataError("{file} is larger than {cap} MB. Split it.", file=path.name, cap=FILE_CAP // 1_000_000)
        digest = sha256(path)
        with TemporaryDirectory(dir=self.folder) as folder:
            scratch = Path(folder)
            plain = unpacked(path, scratch)
            kind = kind_of(plain, path.name)
            arrival = _Arrival(path=plain, file=path.name, wanted=wanted, table=table, scratch=scratch)
            found = self._land(arrival, kind)
        landed = _one(self.connection, f"select count(*) from {quoted(table)}")
        if landed + found.blank != found.records:
            raise DataError(
                "{file}: {records} records were read, but {landed} arrived and {blank} are blank.",
                file=path.name,
                records=found.records,
                landed=landed,
                blank=found.blank,
            )
        return LandedFile(
            file=path.name,
            sha256=digest,
            bytes=size,
            records=found.records,
            blank=found.blank,
            table=table,
            header=found.header,
            typed=kind != "text",
            sparse=kind == "json",
            ascii=found.ascii,
            notices=found.notices,
            until=found.until,
            sheet=", ".join([wanted.rule.sheet] if wanted.rule.sheet else wanted.rule.sheets or ()),
        )

    def _land(self, arrival: _Arrival, kind: str) -> _Found:
        """Bring its records into the table."""
        path, rule = arrival.path, arrival.wanted.rule
        if kind == "parquet":
            return self._land_parquet(arrival)
        if kind == "json":
            listed = objects.chosen(objects.lists_of(path, arrival.file), rule, arrival.file)
            rows = objects.records(listed) if listed else iter([(1, list(arrival.wanted.columns))])
            return self._land_pages(arrival, [("", rows)], workbooks.TYPED)
        if kind == "workbook":
            sheets = workbooks.open_sheets(path, arrival.file, rule, COLUMN_CAP)
            found = self._land_pages(arrival, [(one.name, one.stream()) for one in sheets], workbooks.TYPED)
            return replace(found, notices=[*found.notices, *(told for one in sheets for told in one.notices())])
        text = texts.open_text(path, arrival.file, rule)
        how = texts.layout(text, arrival.wanted)
        if (
            text.simple
            and rule.quotes
            and not rule.is_report
            and not (rule.widths or rule.pattern or rule.escape or rule.ragged or rule.subtitles or rule.repeated)
        ):
            read = texts.records(text, how, self.progress)
            header = _header(arrival, read)
            records = picking.regular(header.ahead(read), header.width)
            if records is not None:
                self._land_as_it_is(arrival, header, how.mark)
                return _Found(header=header, records=records, blank=0, ascii=True)
        found = self._land_pages(arrival, [("", texts.records(text, how, self.progress))])
        return replace(found, ascii=text.ascii)

    def _land_pages(self, arrival: _Arrival, pages: Sequence[reports.Page], typed: str = "") -> _Found:
        """The records of a text or of sheets; of a report without what is no row."""
        if not arrival.wanted.rule.is_report:
            return self._land_rewritten(arrival, iter(pages[0][1]), typed)
        left = reports.LeftOut()
        found = self._land_rewritten(arrival, reports.rows(pages, arrival.wanted, left, arrival.file), typed)
        return replace(found, notices=left.told(arrival.file), until=left.until)

    def _land_as_it_is(self, arrival: _Arrival, header: Header, mark: str) -> None:
        """A simple text whose records all have the header's cells: DuckDB may read the file itself."""
        cells = [f"cell_{place}" for place in range(header.width)]
        picks = {name: _tidy(cells[place], arrival.wanted.rule) for name, place in header.present.items()}
        params = [str(arrival.path), dict.fromkeys(cells, "varchar"), mark, "", "", header.line]
        self.store(arrival.table, picks, CSV, params, line=f"rowid + {header.line + 1}")

    def _land_rewritten(self, arrival: _Arrival, found: Iterator[Rows], typed: str = "") -> _Found:
        """Any other: the records are handed over as they were read, some thousand at once.

        typed: the mark at the end of a cell that had a type of its own.
        """
        from crm_metrics.warehouse.files.landing.batches import Batches  # Arrow is slow to load

        header, rule = _header(arrival, singly(found)), arrival.wanted.rule
        tally = picking.RecordTally()
        two_ways = _two_ways(header, arrival.wanted) if typed else []
        batches = Batches(
            names=["_line", CELLS, *header.present],
            flags=[TYPED.format(name) if name in two_ways else None for name in header.present],
            mark=typed,
            blanks=_BLANKS,
        )
        picks = {"_line": "_line", CELLS: CELLS} | {name: _filled(quoted(name), rule) for name in header.present}
        picks |= {flag: quoted(flag) for flag in map(TYPED.format, two_ways)}
        types = dict.fromkeys(("_line", CELLS), "bigint") | dict.fromkeys(header.present, "varchar")
        declare(self.connection, quoted(arrival.table + _STORE), {n: types.get(n, "boolean") for n in picks}, temp=True)
        for batch in batches.of(picking.picked(chain(header.ahead(()), found), header, tally)):
            self._insert(arrival.table, picks, batch)
        self._show(arrival.table, picks, "_line")
        return _Found(header=header, records=tally.records, blank=tally.blank, ascii=batches.ascii)

    def _land_parquet(self, arrival: _Arrival) -> _Found:
        names, described, records = parquet.described(arrival.path, arrival.file)
        header = arrival.header(names)
        cells = {
            name: _tidy(parquet.as_text(*described[at]), arrival.wanted.rule) for name, at in header.present.items()
        }
        picks = {"_line": "file_row_number + 1"} | cells
        for name in _two_ways(header, arrival.wanted):
            picks[TYPED.format(name)] = "false" if described[header.present[name]][1] in parquet.TEXTS else "true"
        self.store(arrival.table, picks, parquet.ROWS, [str(arrival.path)])
        empty = " and ".join(f"{quoted(name)} is null" for name in cells)
        blank = _one(self.connection, f"select count(*) from {quoted(arrival.table)} where {empty}")
        self.connection.execute(f"delete from {quoted(arrival.table + _STORE)} where {empty}")
        self.progress(arrival.file, 1, 1)
        return _Found(header=header, records=records, blank=blank)

    def store(
        self, table: str, picks: Mapping[str, str], source: str, params: Sequence[object], line: str = "_line"
    ) -> None:
        """Store the text, and over it make the view that tells where each row stood in the file."""
        store = quoted(table + _STORE)
        stored = ", ".join(f"{sql} as {quoted(name)}" for name, sql in picks.items())
        self.connection.execute(f"create temp table {store} as select {stored} from {source}", list(params))
        self._show(table, picks, line)

    def _insert(self, table: str, picks: Mapping[str, str], batch: object) -> None:
        """Store more of the text; batch: what Arrow holds of it."""
        self.connection.register(_BATCH, batch)
        try:
            self.connection.execute(
                f"insert into {quoted(table + _STORE)} select {', '.join(picks.values())} from {_BATCH}"
            )
        finally:
            self.connection.unregister(_BATCH)

    def _show(self, table: str, picks: Mapping[str, str], line: str) -> None:
        """Make the view over the text that was stored."""
        store = quoted(table + _STORE)
        # Row ids of a table made in a transaction don't begin at 0; they follow the order of the file.
        first = _one(self.connection, f"select min(rowid) from {store}")
        line = line.replace("rowid", f"(rowid - {first})")
        cells = CELLS if CELLS in picks else "null::bigint"
        shown = "".join(f", {quoted(name)}" for name in picks if name not in ("_line", CELLS))
        self.connection.execute(
            f"create temp view {quoted(table)} as select rowid - {first} as _row, {line} as _line,"
            f" {cells} as {CELLS}{shown} from {store}"
        )


def _header(arrival: _Arrival, found: Iterator[Record]) -> Header:
    """The header line, or the declared one, which may stand in the file all the same."""
    rule = arrival.wanted.rule
    for line, record in found:
        cells = [cell.replace(workbooks.TYPED, "") for cell in record]
        if not any(cell.strip() for cell in cells):
            continue
        below = _below(arrival, found)
        try:
            header = arrival.header(rule.header or cells, below)
        except DataError:
            _refuse_titles(arrival, found)
            raise
        if rule.header is None or header.is_said_by(cells, rule):
            return header.before(line)
        return header.before(line - 1, (line, record))
    raise DataError("{file} has neither a header line nor rows. Export it again.", file=arrival.file)


def _below(arrival: _Arrival, found: Iterator[Record]) -> list[list[str]]:
    """The lines that explain the header, whose last begins as declared; DataError where it doesn't."""
    rule = arrival.wanted.rule
    lines = [[cell.replace(workbooks.TYPED, "") for cell in cells] for _, cells in islice(found, rule.subtitles)]
    mark = rule.subtitles_end
    if mark and not any(cell.strip().startswith(mark) for cell in (lines[-1] if lines else [])):
        raise DataError(
            "{file} lacks the lines below the names of its columns, of which the last begins with {mark}. Export it"
            " again, and delete no line.",
            file=arrival.file,
            mark=mark,
        )
    return lines


def _refuse_titles(arrival: _Arrival, found: Iterable[Record]) -> None:
    """Say where the header stands, when it stands below lines of title."""
    if arrival.wanted.rule.header is not None:
        return
    for line, cells in islice(found, TITLES):
        if stands_in(cells, arrival.wanted):
            raise DataError(
                "{file}: the names of the columns stand in line {line}, below other lines. Delete the lines above it.",
                file=arrival.file,
                line=str(line),
            )


def _two_ways(header: Header, wanted: Wanted) -> list[str]:
    """The columns in which a typed cell may be written otherwise than a text."""
    return [name for name in header.present if has_types(wanted.rule.columns.get(name, "text"))]


def _tidy(sql: str, rule: FileRule) -> str:
    """A cell without blanks around it; NULL when nothing is left, or a word that means so."""
    bare = f"{sql}[1] between '!' and '~' and {sql}[-1] between '!' and '~'"  # most are, and trimming takes its time
    return _filled(f"case when {bare} then {sql} else trim({sql}, '{_BLANKS}') end", rule)


def _filled(sql: str, rule: FileRule) -> str:
    """A cell; NULL when it is empty, or a word that means so."""
    text = f"nullif({sql}, '')"
    for word in rule.missing:
        text = "nullif({}, '{}')".format(text, word.replace("'", "''"))
    return text


def plain_csv(path: Path, types: Mapping[str, str]) -> list[object]:
    """The parameters of CSV for a file that Python's csv wrote, without a header."""
    return [str(path), dict(types), ",", '"', '"', 0]


def _one(connection: duckdb.DuckDBPyConnection, sql: str, *params: object) -> int:
    row = connection.execute(sql, list(params)).fetchone()
    return int(row[0] or 0) if row else 0
