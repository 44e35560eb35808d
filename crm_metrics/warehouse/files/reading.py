"""A file of any kind → a table of text in DuckDB: every cell as it was written, each row with its line.

Python's csv reader alone decides where records and cells begin and end; what it found is written out in one plain
dialect and only then handed to DuckDB, whose own guessing has nothing left to guess.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from crm_metrics.errors import DataError
from crm_metrics.warehouse.files import texts, workbooks
from crm_metrics.warehouse.files.headers import Header, Record, Wanted, match, stands_in
from crm_metrics.warehouse.mapping.formats import is_number

FILE_CAP = 4_000_000_000  # bytes of a file, packed or not
COLUMN_CAP = 500
UNPACKED_CAP = 100_000_000  # above this, what unpacks to more than RATIO_CAP times its size is a bomb
RATIO_CAP = 100  # exports pack to a fifth or a twentieth
TITLES = 20  # lines in which a header is looked for, to say where it is
CELLS = "_cells"  # how many cells a record had, where that is not as many as the header has

_STORE = "_text"  # the table under the view of a landed file
_CSV = (
    "read_csv(?, columns = ?, delim = ?, quote = ?, escape = ?, skip = ?, header = false, auto_detect = false,"
    " strict_mode = true, null_padding = false, ignore_errors = false, max_line_size = 8000000)"
)
_STRANGERS = (
    (b"\x89PNG", "PNG"),
    (b"%PDF", "PDF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"SQLite format 3", "SQLite"),
)
# In a cell: what people type around values without seeing it.
_BLANKS = " \t\n\u00a0\u2007\u202f\u3000"


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
    """Its cells had types (Excel, Parquet): dates are ISO and numbers have a point, whatever the source declares."""


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

    def header(self, cells: Sequence[str]) -> Header:
        """The wanted columns in its header line."""
        return match(cells, self.file, self.wanted, cap=COLUMN_CAP)


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
        digest = _sha256(path)
        with TemporaryDirectory(dir=self.folder) as folder:
            scratch = Path(folder)
            plain = _unpacked(path, scratch)
            kind = _kind_of(plain, path.name)
            arrival = _Arrival(path=plain, file=path.name, wanted=wanted, table=table, scratch=scratch)
            header, records, blank = self._land(arrival, kind)
        landed = _one(self.connection, f"select count(*) from {quoted(table)}")
        if landed + blank != records:
            raise DataError(
                "{file}: {records} records were read, but {landed} arrived and {blank} are blank.",
                file=path.name,
                records=records,
                landed=landed,
                blank=blank,
            )
        return LandedFile(
            file=path.name,
            sha256=digest,
            bytes=size,
            records=records,
            blank=blank,
            table=table,
            header=header,
            typed=kind != "text",
        )

    def _land(self, arrival: _Arrival, kind: str) -> tuple[Header, int, int]:
        """Its header, the records read and the blank ones among them."""
        path, rule = arrival.path, arrival.wanted.rule
        if kind == "parquet":
            return self._land_parquet(arrival)
        if kind == "workbook":
            found = workbooks.records(path, arrival.file, rule.sheet, COLUMN_CAP)
            return self._land_rewritten(arrival, found, workbooks.TYPED)
        text = texts.open_text(path, arrival.file, rule)
        how = texts.layout(text, arrival.wanted)
        if text.simple and not rule.widths:
            found = texts.records(text, how, self.progress)
            header = _header(arrival, found)
            records = _regular(header.ahead(found), header.width)
            if records is not None:
                self._land_as_it_is(arrival, header, how.mark)
                return header, records, 0
        return self._land_rewritten(arrival, texts.records(text, how, self.progress))

    def _land_as_it_is(self, arrival: _Arrival, header: Header, mark: str) -> None:
        """A simple text whose records all have the header's cells: DuckDB may read the file itself."""
        cells = [f"cell_{place}" for place in range(header.width)]
        picks = {name: _tidy(cells[place], arrival.wanted) for name, place in header.present.items()}
        params = [str(arrival.path), dict.fromkeys(cells, "varchar"), mark, "", "", header.line]
        self._create(arrival.table, picks, _CSV, params, line=f"rowid + {header.line + 1}")

    def _land_rewritten(self, arrival: _Arrival, found: Iterator[Record], typed: str = "") -> tuple[Header, int, int]:
        """Any other: the records as csv read them are written out plainly for DuckDB.

        typed: the mark of a number that was kept as text, taken out of columns that are no numbers.
        """
        header, wanted = _header(arrival, found), arrival.wanted
        tally = _Tally()
        written = arrival.scratch / "landed.csv"
        with written.open("w", encoding="utf-8", newline="") as target:
            csv.writer(target, lineterminator="\n").writerows(_picked(header.ahead(found), header, tally))
        types = {"_line": "bigint", CELLS: "bigint"} | dict.fromkeys(header.present, "varchar")
        kinds = wanted.rule.columns
        marked = {name: typed and not is_number(kinds.get(name, "text")) for name in header.present}
        cells = {name: f"replace({quoted(name)}, '{typed}', '')" if marked[name] else quoted(name) for name in marked}
        picks = {"_line": "_line", CELLS: CELLS} | {name: _tidy(cell, wanted) for name, cell in cells.items()}
        self._create(arrival.table, picks, _CSV, [str(written), types, ",", '"', '"', 0])
        return header, tally.records, tally.blank

    def _land_parquet(self, arrival: _Arrival) -> tuple[Header, int, int]:
        described, records = _parquet_head(arrival.path, arrival.file)
        header = arrival.header([row[0] for row in described])
        cells = {name: _tidy(_as_text(*described[at]), arrival.wanted) for name, at in header.present.items()}
        picks = {"_line": "file_row_number + 1"} | cells
        self._create(arrival.table, picks, "read_parquet(?, file_row_number = true)", [str(arrival.path)])
        empty = " and ".join(f"{quoted(name)} is null" for name in cells)
        blank = _one(self.connection, f"select count(*) from {quoted(arrival.table)} where {empty}")
        self.connection.execute(f"delete from {quoted(arrival.table + _STORE)} where {empty}")
        self.progress(arrival.file, 1, 1)
        return header, records, blank

    def _create(
        self, table: str, picks: Mapping[str, str], source: str, params: Sequence[object], line: str = "_line"
    ) -> None:
        """Store the text, and over it make the view that tells where each row stood in the file."""
        store = quoted(table + _STORE)
        stored = ", ".join(f"{sql} as {quoted(name)}" for name, sql in picks.items())
        self.connection.execute(f"create temp table {store} as select {stored} from {source}", list(params))
        # Row ids of a table made in a transaction don't begin at 0; they follow the order of the file.
        first = _one(self.connection, f"select min(rowid) from {store}")
        line = line.replace("rowid", f"(rowid - {first})")
        cells = CELLS if CELLS in picks else "null::bigint"
        shown = "".join(f", {quoted(name)}" for name in picks if name not in ("_line", CELLS))
        self.connection.execute(
            f"create temp view {quoted(table)} as select rowid - {first} as _row, {line} as _line,"
            f" {cells} as {CELLS}{shown} from {store}"
        )


class _Tally:
    """Records seen and blank ones, counted while they stream by."""

    def __init__(self) -> None:
        self.records = 0
        self.blank = 0


def _header(arrival: _Arrival, found: Iterator[Record]) -> Header:
    """The header line, or the declared one, which may stand in the file all the same."""
    rule = arrival.wanted.rule
    for line, cells in found:
        if not any(cell.strip() for cell in cells):
            continue
        try:
            header = arrival.header(rule.header or cells)
        except DataError:
            _refuse_titles(arrival, found)
            raise
        if rule.header is None or header.is_said_by(cells, rule):
            return header.before(line)
        return header.before(line - 1, (line, cells))
    raise DataError("{file} has neither a header line nor rows. Export it again.", file=arrival.file)


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


def _regular(found: Iterable[Record], width: int) -> int | None:
    """How many records there are, when none is blank and all have `width` cells."""
    records = 0
    for _, cells in found:
        if len(cells) != width or not (cells[0].strip() or "".join(cells).strip()):
            return None
        records += 1
    return records


def _picked(found: Iterable[Record], header: Header, tally: _Tally) -> Iterator[tuple[object, ...]]:
    """Line, number of cells where it is wrong, and the wanted cells of each record that is not blank."""
    width = header.width
    places = list(header.present.values())
    pick = itemgetter(*places) if len(places) > 1 else lambda cells: (cells[places[0]],)
    for line, cells in found:
        tally.records += 1
        if not cells or (not cells[0].strip() and not "".join(cells).strip()):
            tally.blank += 1
        elif len(cells) == width:
            yield (line, None, *pick(cells))
        else:
            yield (line, len(cells), *pick([*cells, *[""] * (width - len(cells))]))


def _parquet_head(path: Path, file: str) -> tuple[list[tuple[str, str]], int]:
    """Columns with their types, and the number of rows; all of it is read aside, for an error would end the load."""
    with duckdb.connect() as aside:
        try:
            described = aside.execute("describe select * from read_parquet(?)", [str(path)]).fetchall()
            records = _one(aside, "select sum(num_rows) from parquet_file_metadata(?)", str(path))
            unpacked = _one(aside, "select sum(total_uncompressed_size) from parquet_metadata(?)", str(path))
            _refuse_bomb(file, unpacked, path.stat().st_size)
            aside.execute("select max(hash(one_row)) from read_parquet(?) as one_row", [str(path)]).fetchall()
        except duckdb.Error as error:
            raise DataError("{file} is not a whole Parquet file. Export it again.", file=file) from error
    return [(row[0], row[1]) for row in described], records


def _sha256(path: Path) -> str:
    with path.open("rb") as raw:
        return hashlib.file_digest(raw, "sha256").hexdigest()


def _unpacked(path: Path, scratch: Path) -> Path:
    """The file itself, or what a gzip holds."""
    with path.open("rb") as raw:
        if raw.read(2) != b"\x1f\x8b":
            return path
    size = path.stat().st_size
    target = scratch / "unpacked"
    done = 0
    try:
        with gzip.open(path) as packed, target.open("wb") as out:
            while chunk := packed.read(1 << 20):
                done += len(chunk)
                _refuse_bomb(path.name, done, size)
                out.write(chunk)
    except (OSError, EOFError, gzip.zlib.error) as error:  # type: ignore[attr-defined]
        raise DataError("{file} is a damaged gzip file. Export it again.", file=path.name) from error
    return target


def _refuse_bomb(file: str, unpacked: int, packed: int) -> None:
    if unpacked > FILE_CAP or (unpacked > UNPACKED_CAP and unpacked > RATIO_CAP * packed):
        raise DataError(
            "{file} unpacks to more than {size} MB from {packed} KB: no export does. It was not opened.",
            file=file,
            size=unpacked // 1_000_000,
            packed=packed // 1000,
        )


def _kind_of(path: Path, file: str) -> str:
    """By its first bytes: text, workbook or parquet; anything else is named and refused."""
    with path.open("rb") as raw:
        head = raw.read(16)
    for magic, name in _STRANGERS:
        if head.startswith(magic):
            raise DataError(
                "{file} is a {kind} file, not an export of rows. Export CSV, Excel or Parquet.", file=file, kind=name
            )
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "workbook"
    if head.startswith(b"PK"):
        _refuse_other_zip(path, file)
        return "workbook"
    return "text"


def _refuse_other_zip(path: Path, file: str) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            infos = packed.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise DataError("{file} is a damaged Excel or zip file. Export it again.", file=file) from error
    if not any(info.filename.startswith("xl/") for info in infos):
        raise DataError("{file} is a zip archive. Unpack it and import what is inside.", file=file)
    _refuse_bomb(file, sum(info.file_size for info in infos), path.stat().st_size)


def _as_text(name: str, kind: str) -> str:
    if kind.endswith("[]"):
        return f"array_to_string(cast({quoted(name)} as varchar[]), '|')"
    return f"nfc_normalize(cast({quoted(name)} as varchar))"


def _tidy(sql: str, wanted: Wanted) -> str:
    """A cell without blanks around it; NULL when nothing is left, or a word that means so."""
    text = f"nullif(trim({sql}, '{_BLANKS}'), '')"
    for word in wanted.rule.missing:
        text = "nullif({}, '{}')".format(text, word.replace("'", "''"))
    return text


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def _one(connection: duckdb.DuckDBPyConnection, sql: str, *params: object) -> int:
    row = connection.execute(sql, list(params)).fetchone()
    return int(row[0] or 0) if row else 0
