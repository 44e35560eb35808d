"""Landed text → typed rows: one temporary table for each kind of file, and the account of what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import duckdb

from crm_metrics.errors import DataError
from crm_metrics.warehouse.engines import quoted
from crm_metrics.warehouse.files import columns, convert, misfits, scores
from crm_metrics.warehouse.files.columns import TextColumn
from crm_metrics.warehouse.files.reading import LandedFile
from crm_metrics.warehouse.files.typed import FileRows, text_column
from crm_metrics.warehouse.mapping import formats, needs, numbers
from crm_metrics.warehouse.mapping.expressions import SECONDS, Reference
from crm_metrics.warehouse.mapping.formats import Format
from crm_metrics.warehouse.mapping.source import FileRule, Source
from crm_metrics.warehouse.notes import Note
from crm_metrics.warehouse.past import updates
from crm_metrics.warehouse.store import NO_CURRENCY

# fault: cells and lines of files that could not be read, by relation and row; reject: rows left out of an input table.
_BOOKS = """
create temp table fault (relation varchar, _row bigint, _at integer, _line bigint, target varchar, column_name varchar,
    value varchar, rule varchar, detail varchar, told boolean default false);
create temp table reject (table_name varchar, batch integer, _n bigint, _at integer, _line bigint, column_name varchar,
    value varchar, rule varchar, detail varchar);
"""


@dataclass(frozen=True)
class StagedRows:
    """Rows that rules can read: a kind of file, or rows made from others. columns: name → its name in the file."""

    name: str
    table: str
    columns: Mapping[str, str]


@dataclass(kw_only=True)
class Stage:
    """The rows of one load on their way."""

    connection: duckdb.DuckDBPyConnection
    """To the version being built, which holds the temporary tables too."""
    source: Source
    """The mapping, whose rules say what is made of the files."""
    files: Sequence[tuple[str, LandedFile]]
    """The landed ones in their order, each with its kind."""
    zone: str = "UTC"
    """Of instants that tell none."""
    civil_zone: str = "UTC"
    """The company's, of days without an hour."""
    relations: dict[str, StagedRows] = field(default_factory=dict)
    """What rules can read by now, by name."""
    notices: list[Note] = field(default_factory=list)
    """What is to be told after the import."""
    signs: set[str] = field(default_factory=set)
    """The currency signs of amounts whose currency no column tells."""
    single: set[tuple[str, ...]] = field(default_factory=set)
    """Lookups of which each key is known to have one row: SQL of their rows, and the columns of the key."""
    unique: dict[tuple[str, ...], bool] = field(default_factory=dict)
    """Whether the rows of a table, the first, have each key but once: the columns behind it."""
    faults: dict[str, bool] = field(default_factory=dict)
    """What `faulty` has found."""
    withdrawn: int = 0
    """How many documents were said for the first time to hold no longer."""
    batches: int = 0
    """How many offers were made so far: each has its number."""

    def __post_init__(self) -> None:
        self.connection.execute(_BOOKS)
        self.connection.execute(SECONDS)

    def kinds(self) -> list[str]:
        """The names under which rules read the files that are there."""
        return list(dict.fromkeys(self.source.relation(kind) for kind, _ in self.files))

    def has(self, kind: str, column: str = "") -> bool:
        """Whether files of a kind are there, and a column in them; of rows made from files, the files."""
        while kind in self.source.rows:
            kind = self.source.rows[kind].origin
        there = (landed for of_kind, landed in self.files if self.source.relation(of_kind) == kind)
        return any(column in ("", *landed.header.present) for landed in there)

    def faulty(self, relation: str) -> bool:
        """Whether anything of a relation that rules can read could not be read; of such one no fault comes anew."""
        if relation not in self.faults:
            asked = "select 1 from fault where relation = ? limit 1"
            self.faults[relation] = self.connection.execute(asked, [relation]).fetchone() is not None
        return self.faults[relation]

    def tell(self, template: str, **parts: object) -> None:
        """Something to say after the import."""
        self.notices.append(Note(template, parts))

    def convert(self, kind: str) -> None:
        """Make the typed rows of one kind of file from what was landed.

        Raises DataError for a column whose format is not certain, or of which no value fits.
        """
        files = [
            (at, self.source.file(of_kind), landed)
            for at, (of_kind, landed) in enumerate(self.files)
            if self.source.relation(of_kind) == kind
        ]
        present = _same_columns([landed for _, _, landed in files])
        table = f"rows_of_{kind}"
        offset = 0
        for at, rule, landed in files:
            empty = landed.gathered and not landed.records
            told = [] if empty else [name for name in present if name in landed.header.present]
            how = {name: self._format(landed, rule, name) for name in told}
            rows = FileRows(connection=self.connection, kind=kind, landed=landed, at=at, table=table, offset=offset)
            values = {name: rows.value(way, name) for name, way in how.items()}
            rows.add({name: values.get(name) or _no_value(rule, name) for name in present}, how)
            if not empty:
                rows.tell_faults(how)
            self._tell_of(landed, [name for name, way in how.items() if way.kind == "text"])
            offset += landed.records + 1
        named = [landed.header.written for _, _, landed in files]
        written = {name: next(of[name] for of in named if name in of) for name in present}
        lacking = {name: rule for _, rule, _ in files for name in rule.may_lack if name not in present}
        for name, rule in lacking.items():
            kind_of = formats.sql_type(rule.columns.get(name, "text"))
            self.connection.execute(f"alter table {quoted(table)} add column {quoted(name)} {kind_of}")
            written[name] = name
        self._keep_newest(kind, table, present)
        self.relations[kind] = StagedRows(kind, table, written)

    def _keep_newest(self, kind: str, table: str, present: Sequence[str]) -> None:
        """Of a thing that comes once for each change of it the newest row, where the file tells which one that is."""
        rule = self.source.files[kind]
        changed = [name for name in rule.changed if name in present]
        if rule.key is None or rule.key not in present or not changed:
            return
        gone = updates.drop_older(self.connection, table, key=rule.key, changed=changed)
        if gone:
            self.connection.execute("delete from fault where relation = ? and _row in (select unnest(?))", [kind, gone])
            told = {"count": len(gone), "name": rule.names[0]}
            self.tell(
                "{name}: {count} lines were followed by a newer one of the same thing, and were passed by.", **told
            )

    def _tell_of(self, landed: LandedFile, texts: Sequence[str]) -> None:
        """What its reader noticed, and texts that were decoded twice."""
        for template, parts in landed.notices:
            self.tell(template, **parts)
        found = (
            None
            if landed.ascii
            else columns.decoded_twice([text_column(self.connection, landed, name) for name in texts])
        )
        if found:
            count, value, meant = found
            self.tell(
                "{file}: {count} cells such as '{value}' look like '{meant}' decoded twice. Export the file as UTF-8 if"
                " they should read so.",
                file=landed.file,
                count=count,
                value=value,
                meant=meant,
            )

    def _format(self, landed: LandedFile, rule: FileRule, column: str) -> Format:
        """How the texts of a column are written: as declared, or as the only format that fits."""
        kind = rule.columns.get(column, "text")
        told = landed.header.zones.get(column) or rule.time_zone
        zone = told or self.zone
        if isinstance(kind, tuple):
            cells = text_column(self.connection, landed, column, formats.has_types(kind))
            alike = [name for name in landed.header.present if name != column and rule.columns.get(name) == kind]
            beside = [text_column(self.connection, landed, name, formats.has_types(kind)) for name in alike]
            how, sign = convert.settle_among(cells, formats.one_of(kind), beside), ""
        else:
            said = {"date": rule.dates, "instant": rule.instants}.get(kind) or kind
            cells = text_column(self.connection, landed, column, formats.has_types(said))
            sign = self._sign(landed, cells) if kind == "number" and not landed.gathered else ""
            declared = formats.declared(
                kind, decimal=rule.decimal, thousands=rule.thousands, dates=rule.dates, instants=rule.instants
            )
            how = declared or convert.settle(cells, said, zone=zone, sign=sign)
        ways = ((how.first, how) if landed.gathered else (how,)) if how.kind == "instant" else ()
        only_days = bool(ways) and all(convert.only_days(cells, way) for way in ways)
        how = replace(how, zone=zone, civil_zone=self.civil_zone, sign=sign, only_days=only_days)
        convert.refuse_half_told(cells, how)
        scores.refuse_codes(cells, how)
        if rule.ask_zone and not told:
            convert.refuse_untold_zone(cells, how)
        if how.is_moment:
            misfits.refuse_exchanged_days(cells, how)
        return how

    def _sign(self, landed: LandedFile, column: TextColumn) -> str:
        """The currency sign beside the numbers of a column, which is told: there is one currency, the company's.

        Raises DataError for a sign of another currency where no column says which one the amounts are in.
        """
        sign = columns.currency_sign(column)
        row = self.connection.execute("select currency from main.company").fetchone()
        company = NO_CURRENCY if row is None else str(row[0])
        untold = bool(sign) and not self._tells_currency(landed)
        if untold and company == NO_CURRENCY:
            self.signs.add(sign)
        elif untold and not numbers.may_be(sign, company):
            raise DataError(
                "{file}: {column} is written with {sign}, and the company's currency is {currency}. Say what the"
                " amounts are in by a column currency, with its rates in rates.csv; or take the sign away.",
                file=column.file,
                column=column.written,
                sign=sign,
                currency=company,
            )
        if untold:
            self.tell(
                "{file}: {column} is written with {sign}; its amounts are taken to be in the company's currency.",
                file=column.file,
                column=column.written,
                sign=sign,
            )
        elif sign:
            self._refuse_contradicted(landed, column, sign, company)
        return sign

    def _refuse_contradicted(self, landed: LandedFile, column: TextColumn, sign: str, company: str) -> None:
        """Raise for amounts with a sign of another currency than their row's column says; empty is the company's."""
        told = {one.name for one in self._told_currencies() if one.name in landed.header.present}
        for name in sorted(told):
            code = f"upper(trim(coalesce({quoted(name)}, '')))"
            marked = f"{numbers.sign_sql(column.cell)} = ?"
            found = self.connection.execute(
                f"select {code}, any_value({column.cell}), min(_line), count(*) from {column.values} and {marked}"
                " group by 1 order by 3",
                [sign],
            ).fetchall()
            for said, value, line, count in found:
                if not said and company == NO_CURRENCY:
                    self.signs.add(sign)
                    continue
                if numbers.may_be(sign, said or company):
                    continue
                raise DataError(
                    "{file}: {column} has {count} amounts with {sign}, such as '{value}' (line {line}), whose row says"
                    " the currency {currency}. Correct one of the two.",
                    file=column.file,
                    column=column.written,
                    count=count,
                    sign=sign,
                    value=value,
                    line=str(line),
                    currency=said or company,
                )

    def _tells_currency(self, landed: LandedFile) -> bool:
        """Whether a rule says, by what the file has, which currency amounts are in."""
        told = (needs.expression(rule.currency).columns for rule in self.source.tables if rule.currency)
        return any(all(column.name in landed.header.present for column in columns) for columns in told)

    def _told_currencies(self) -> list[Reference]:
        """The columns that say by themselves which currency amounts are in."""
        told = (needs.expression(rule.currency).single for rule in self.source.tables if rule.currency)
        return [column for column in told if column and not column.relation]


def _no_value(rule: FileRule, column: str) -> str:
    """SQL of a column of which there is no row: a value of its type, in whatever way it would have been written."""
    return f"cast(null as {formats.sql_type(rule.columns.get(column, 'text'))})"


def _same_columns(files: Sequence[LandedFile]) -> list[str]:
    """The columns of some files; of records that leave out what they don't tell, those that any has."""
    whole = [one for one in files if not one.sparse]
    for first, other in pairwise(whole):
        differing = set(first.header.present) ^ set(other.header.present)
        if differing:
            raise DataError(
                "{first} and {second} hold the same rows but not the same columns ({columns}). Import them one after"
                " the other.",
                first=first.file,
                second=other.file,
                columns=", ".join(sorted(differing)),
            )
    told = [*whole[:1], *(one for one in files if one.sparse and one.records)] or files[:1]
    return list(dict.fromkeys(name for one in told for name in one.header.present))


def forget(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop what a load has made for itself, before another one on the same connection."""
    views = connection.execute("select view_name from duckdb_views() where temporary and not internal").fetchall()
    for (name,) in views:
        connection.execute(f"drop view temp.{quoted(name)}")
    for (name,) in connection.execute("select table_name from duckdb_tables() where temporary").fetchall():
        connection.execute(f"drop table temp.{quoted(name)}")


def collect(steps: Iterable[Callable[[], None]]) -> list[DataError]:
    """Run every step and give the refusals among them."""
    errors: list[DataError] = []
    for step in steps:
        try:
            step()
        except DataError as error:
            errors.append(error)
    return errors
