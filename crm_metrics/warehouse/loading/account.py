"""The account of an import: rows of each table, records of each file, rejects, and what else is to be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from crm_metrics.names import TableId
from crm_metrics.periods import share_passed
from crm_metrics.warehouse.files.gathering import LINES, TABLE
from crm_metrics.warehouse.files.reading import LandedFile
from crm_metrics.warehouse.loading import exclusions
from crm_metrics.warehouse.loading.exclusions import ExcludedRows
from crm_metrics.warehouse.loading.merging import MergedBatch
from crm_metrics.warehouse.loading.offering.offer import Offer
from crm_metrics.warehouse.loading.rejects import Reject
from crm_metrics.warehouse.mapping.source import Source
from crm_metrics.warehouse.notes import Note
from crm_metrics.warehouse.tables import tables


@dataclass(frozen=True)
class TableCount:
    """What became of the rows offered to one input table: read = loaded + unchanged + rejected."""

    table: str
    read: int
    loaded: int
    unchanged: int
    rejected: int

    def __str__(self) -> str:
        return f"{self.table} read {self.read} loaded {self.loaded} unchanged {self.unchanged} rejected {self.rejected}"


@dataclass(frozen=True)
class FileCount:
    """What was in one file: records = landed + blank."""

    file: str
    records: int
    blank: int


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """What an import did, or with `check` would do."""

    source: str
    """Name of the source that read the files."""
    tables: tuple[TableCount, ...]
    """What became of the rows of each input table that got any offered."""
    files: tuple[FileCount, ...]
    """How many records were in each file that was read."""
    notices: tuple[Note, ...]
    """What else is to be told: files and columns left aside, orphans, warnings."""
    rejects: Path
    """The file that lists the rows left out."""
    version: int | None
    """The new one, None when nothing was published."""

    @property
    def rejected(self) -> int:
        """Rows left out."""
        return sum(count.rejected for count in self.tables)

    @property
    def exit_code(self) -> int:
        """0 when every row is in, 1 when some were rejected."""
        return 1 if self.rejected else 0


def count(table: str, merged: Sequence[MergedBatch]) -> TableCount:
    """The rows of one table, over all that was offered to it."""
    parts = ("read", "loaded", "unchanged", "rejected")
    return TableCount(table, *(sum(getattr(batch, part) for batch in merged) for part in parts))


def rejected_rows(
    connection: duckdb.DuckDBPyConnection, files: Sequence[LandedFile], documents: bool = False
) -> Iterator[Reject]:
    """Every row left out, in the order of files and lines; there may be as many as rows.

    documents: rows may be those of XML documents, each of which has a name of its own and is told once.
    """
    name = f"if(_at in ({_gathered(files)}), documents.name, null)" if documents else "null"
    line = f"if({name} is null, _line, _line % {LINES})"
    joined = f" left join {TABLE} as documents on documents.number = _line // {LINES}" if documents else ""
    rows = connection.execute(
        f"select table_name, _at, {line}, {name}, column_name, value, rule, reject.detail from reject{joined}"
        " qualify column_name <> '' or _n is not null or row_number() over (partition by _at, _line, rule) = 1"
        " order by _at, _line, table_name, column_name"
    )
    while some := rows.fetchmany(10_000):
        for table, at, line_no, document, *rest in some:
            column, value, rule, detail = (cell or "" for cell in rest)
            yield Reject(
                table=table,
                file=document or _with_sheet(files[at], files),
                line=line_no,
                column=column,
                value=value,
                rule=rule,
                detail=detail,
            )


def _with_sheet(landed: LandedFile, files: Sequence[LandedFile]) -> str:
    """The name of a file; where several of its sheets were read each by itself, with the sheet's."""
    several = landed.sheet and sum(one.file == landed.file for one in files) > 1
    return f"{landed.file} ({landed.sheet})" if several else landed.file


def reject_documents(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[tuple[str, LandedFile]],
    offers: Mapping[str, Sequence[Offer]],
) -> None:
    """Count each document that can't be read as a row left out of every ledger that may lack it."""
    at = next(place for place, (_, landed) in enumerate(files) if landed.gathered)
    for table, of_table in offers.items():
        if table in exclusions.FACTS and of_table:
            connection.execute(
                f"insert into reject select '{table}', {of_table[0].batch}, null, {at}, number * {LINES} + line, '',"
                f" '', problem, detail from {TABLE} where problem is not null"
            )


def _gathered(files: Sequence[LandedFile]) -> str:
    return ", ".join(str(at) for at, landed in enumerate(files) if landed.gathered)


_POINTS_TO = {
    "customer_id": "customer",
    "product_id": "product",
    "agent_id": "agent",
    "campaign_id": "campaign",
    "touchpoint_id": "touchpoint",
    "work_item_id": "work_item",
    "interaction_id": "interaction",
    "policy_id": "sla_policy",
}
_BY_ANOTHER_NAME = {  # what an id may name beside the id itself
    "customer": " and customer_id not in (select alias_id from main.customer_alias)",
    "sla_policy": " and policy_id <> 'none'"
    " and policy_id not in (select policy_group from main.sla_policy where policy_group is not null)",
}


def orphans(connection: duckdb.DuckDBPyConnection, table: str) -> list[Note]:
    """Ids of a table that point nowhere: kept, counted and told, where the table they point to has rows at all."""
    notes: list[Note] = []
    for column, other in _POINTS_TO.items():
        if column not in tables()[table].columns or other == table:
            continue
        named = _BY_ANOTHER_NAME.get(other, "")
        count, value = connection.execute(
            f"select count(*), min({column}) from main.{table} where {column} is not null and {column} <> 'unknown'"
            f" and {column} not in (select {column} from main.{other}) and exists (select 1 from main.{other}){named}"
        ).fetchall()[0]
        if count:
            notes.append(
                Note(
                    "{table}: {count} rows have a {column} that points to no {other}, such as '{value}'. They are"
                    " kept.",
                    {"table": table, "count": count, "column": column, "other": TableId(other), "value": value},
                )
            )
    return notes + (_strays(connection) if table == "receivable" else [])


def _strays(connection: duckdb.DuckDBPyConnection) -> list[Note]:
    """Payments of invoices that nobody knows: money that came in, and settles no debt."""
    bills = "select invoice_id from main.receivable where kind = 'invoice' and invoice_id is not null"
    count, value = connection.execute(
        "select count(*), min(invoice_id) from main.receivable where kind = 'payment' and invoice_id is not null"
        f" and invoice_id not in ({bills}) and exists ({bills})"
    ).fetchall()[0]
    told = "{table}: payments of invoices that are not known: {count}, such as '{value}'. They settle no debt."
    return [Note(told, {"table": "receivable", "count": count, "value": value})] if count else []


@dataclass(frozen=True)
class Books:
    """Where a load writes itself down: its tables with how far they reach, its files with their sums."""

    connection: duckdb.DuckDBPyConnection
    source: Source
    now: datetime

    def keep(
        self,
        made: Mapping[str, Sequence[MergedBatch]],
        files: Sequence[LandedFile],
        withdrawn: int,
        excluded: Sequence[ExcludedRows] = (),
    ) -> bool:
        """Write the load down; False, and nothing written, when it brings nothing new."""
        reach = self._reach(made)
        through = max((day for day in reach.values() if day), default=None)
        news = withdrawn or any(batch.loaded for batches in made.values() for batch in batches)
        news |= self._says_otherwise() | self._assumes_otherwise() | self._answers_otherwise()
        if not news and not self._reaches_further(reach) and not self._ends_a_running_day(through):
            return False
        number = "select coalesce(max(load_id), 0) + 1 from main.load_log"
        load = self.connection.execute(number).fetchall()[0][0]
        for table, batches in made.items():
            first = min((batch.first for batch in batches if batch.first), default=None)
            all_of = count(table, batches)
            self.connection.execute(
                "insert into main.load_log values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    load,
                    self.source.name,
                    table,
                    first,
                    reach[table],
                    all_of.read,
                    all_of.rejected,
                    self.now,
                    self.source.ended,
                ],
            )
        for file in files:
            self.connection.execute(
                "insert into main.load_file values (?, ?, ?, ?, ?, ?, ?) on conflict do update"
                " set rows_read = rows_read + excluded.rows_read, rows_blank = rows_blank + excluded.rows_blank",
                [load, self.source.name, file.file, file.sha256, file.bytes, file.records, file.blank],
            )
        exclusions.write(self.connection, load, self.source.name, excluded)
        self.connection.execute("insert or replace into main.warehouse_info values ('origin', 'company')")
        return True

    def _says_otherwise(self) -> bool:
        """Keep what the source says of its debts and of where its tables end; whether it said something else before."""
        declared = {
            "declared_open": self.source.open_debts,
            "undated_source": self.source.undated,
            "separate_source": self.source.separate,
        }
        changed = [self._keep_declared(table, said) for table, said in declared.items()]
        return any(changed)

    def _keep_declared(self, table: str, said: bool) -> bool:
        found = self.connection.execute(f"select 1 from main.{table} where source = ?", [self.source.name])
        if bool(found.fetchone()) == said:
            return False
        kept = f"insert into main.{table} values (?)" if said else f"delete from main.{table} where source = ?"
        self.connection.execute(kept, [self.source.name])
        return True

    def _answers_otherwise(self) -> bool:
        """Keep who answers for the source; whether it was somebody else before."""
        name, owner = self.source.name, self.source.owner.strip()
        found = self.connection.execute("select owner from main.declared_owner where source = ?", [name]).fetchone()
        if owner == (found[0] if found else ""):
            return False
        self.connection.execute("delete from main.declared_owner where source = ?", [name])
        if owner:
            self.connection.execute("insert into main.declared_owner values (?, ?)", [name, owner])
        return True

    def _assumes_otherwise(self) -> bool:
        """Keep what the source takes for granted of its tables; whether it took something else before."""
        name = self.source.name
        taken = {(rule.table, rule.assumed) for rule in self.source.tables if rule.assumed}
        before = self.connection.execute(
            "select table_name, what from main.declared_assumption where source = ?", [name]
        ).fetchall()
        if taken == set(before):
            return False
        self.connection.execute("delete from main.declared_assumption where source = ?", [name])
        for table, what in sorted(taken):
            self.connection.execute("insert into main.declared_assumption values (?, ?, ?)", [name, table, what])
        return True

    def _reach(self, made: Mapping[str, Sequence[MergedBatch]]) -> Mapping[str, date | None]:
        """How far each table reaches: to the last civil day on which something happened in any file of this load, or
        where files end on days of their own in the table's, unless the source declares it."""
        own = {table: [batch.through for batch in batches if batch.through] for table, batches in made.items()}
        furthest = self.source.through or max((day for days in own.values() for day in days), default=None)
        if self.source.through or not self.source.separate:
            return dict.fromkeys(made, furthest)
        return {table: max(days, default=furthest) for table, days in own.items()}

    def _reaches_further(self, reach: Mapping[str, date | None]) -> bool:
        """Whether a table is new to the source or reaches a later day, or the source says something else of its end."""
        known = self.connection.execute(
            "select table_name, max(loaded_through), bool_or(source_ended) from main.load_log where source = ?"
            " group by 1",
            [self.source.name],
        ).fetchall()
        before = {table: (reach, ended) for table, reach, ended in known}
        for table, through in reach.items():
            last, ended = before.get(table, (None, None))
            if ended != self.source.ended or (through is not None and (last is None or through > last)):
                return True
        return False

    def _ends_a_running_day(self, through: date | None) -> bool:
        """Whether this load comes after the end of the last day, and all before that reach it came while it ran."""
        ((reach, seen, now),) = self.connection.execute(
            "select max(loaded_through), timezone($zone, max_by(loaded_at, row(loaded_through, loaded_at))"
            " filter (where loaded_through is not null)), timezone($zone, $now::timestamptz)"
            " from main.load_log where source = $source",
            {"zone": self._zone(), "now": self.now, "source": self.source.name},
        ).fetchall()
        if reach is None or through != reach:
            return False
        return share_passed(reach, seen) < 1 <= share_passed(reach, now)

    def _zone(self) -> str:
        rows = self.connection.execute("select time_zone from main.company").fetchall()
        return str(rows[0][0]) if rows else "UTC"
