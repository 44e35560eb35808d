"""A load on trial: files read by a source into a warehouse of their own, which is thrown away once it was looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from crm_metrics import settings as environment
from crm_metrics.errors import CrmError
from crm_metrics.warehouse import engines, schema, versions
from crm_metrics.warehouse.engines import quoted
from crm_metrics.warehouse.files.texts import Progress
from crm_metrics.warehouse.loading.account import TableCount
from crm_metrics.warehouse.loading.load import Load
from crm_metrics.warehouse.loading.rejects import Reject, Say, plain
from crm_metrics.warehouse.mapping.source import Source
from crm_metrics.warehouse.notes import Note
from crm_metrics.warehouse.publish import silent
from crm_metrics.warehouse.receiving.subtotals import Subtotal, subtotals
from crm_metrics.warehouse.shape import zone_of
from crm_metrics.warehouse.store import TAX_ID

SHOWN = 20  # rows of each kind of file
LISTED = 200  # rejected rows; rejects.csv of the load itself has all
_COMPANY = ("company", "business_hours", "holiday")


@dataclass(frozen=True, kw_only=True)
class SampleRows:
    """The first rows of one kind of file, as they are read."""

    kind: str
    """What the source calls such files."""
    files: Sequence[str]
    """The names of those that were read; none where each holds rows of several kinds."""
    columns: Sequence[str]
    """The names in the file of the columns that rules read."""
    rows: Sequence[Sequence[object]]
    """Their values: text, numbers, days, instants of the company's clock, yes or no; None for an empty cell."""


@dataclass(kw_only=True)
class TrialLoad:
    """What files would bring."""

    problem: CrmError | None = None
    """Why they would be refused; None where they would not."""
    tables: Sequence[TableCount] = ()
    """What would become of the rows of each input table."""
    rejected: list[Reject] = field(default_factory=list)
    """The first rows that would be left out."""
    left_out: int = 0
    """How many there are."""
    too_many: bool = False
    """Whether they are so many that the load would be refused unless they are accepted."""
    notices: Sequence[Note] = ()
    """What is to be told beside."""
    samples: Sequence[SampleRows] = ()
    """The first rows of each kind of file."""
    subtotals: Sequence[Subtotal] = ()
    """What the boards would say of these files alone."""

    @property
    def reads(self) -> bool:
        """Whether they would bring any row."""
        return self.problem is None and any(one.read > one.rejected for one in self.tables)

    def take(self, rows: Iterable[Reject]) -> None:
        """Count rows left out, and keep the first."""
        for one in rows:
            self.left_out += 1
            if len(self.rejected) < LISTED:
                self.rejected.append(one)


def tried(folder: Path, source: Source, warehouse: Path, *, say: Say = plain, progress: Progress = silent) -> TrialLoad:
    """Read the files of a folder by a source, with the company of a warehouse, into one that is thrown away."""
    outcome = TrialLoad()
    with (
        TemporaryDirectory(prefix="pulso-") as scratch,
        closing(engines.loader(Path(scratch) / "trial.duckdb", environment.load())) as connection,
    ):
        schema.create(connection)
        _bring_company(connection, warehouse)
        load = Load(
            folder=folder,
            warehouse=Path(scratch),
            source=source,
            write_rejects=outcome.take,
            accept_rejects=True,
            progress=progress,
            now=datetime.now(UTC),
            say=say,
        )
        try:
            load.find_files(named=True)
            load.fill(connection)
            _look(connection, load, outcome)
        except CrmError as refused:
            outcome.problem = refused
    return outcome


def _bring_company(connection: duckdb.DuckDBPyConnection, warehouse: Path) -> None:
    """Copy what a company is: its row, its calendar, its tax id. A version that can't be read brings none."""
    if not versions.exists(warehouse):
        return
    with suppress(CrmError, duckdb.Error):
        path = versions.file_of(warehouse, versions.current(warehouse)).as_posix().replace("'", "''")
        connection.execute(f"attach '{path}' as known (read_only)")
        for table in _COMPANY:
            connection.execute(f"insert into main.{table} by name select * from known.main.{table}")
        connection.execute(
            "insert or replace into main.warehouse_info select key, value from known.main.warehouse_info where key = ?",
            [TAX_ID],
        )
        connection.execute("detach known")


def _look(connection: duckdb.DuckDBPyConnection, load: Load, outcome: TrialLoad) -> None:
    outcome.tables = tuple(load.counts)
    outcome.notices = tuple(load.notices)
    outcome.too_many = any(one.rejected > load.source.ceiling(one.read) for one in load.counts)
    zone = zone_of(connection)
    connection.execute(f"set TimeZone = '{zone}'")
    kinds = dict.fromkeys(load.source.relation(kind) for kind, _ in load.landed)
    outcome.samples = [sample for kind in kinds if (sample := _sample(connection, load, kind, zone)).columns]
    outcome.subtotals = subtotals(connection)


def _sample(connection: duckdb.DuckDBPyConnection, load: Load, kind: str, zone: str) -> SampleRows:
    """The first rows of a kind of file; an instant as the company's clock shows it."""
    written = {
        name: said
        for of_kind, landed in load.landed
        if load.source.relation(of_kind) == kind
        for name, said in landed.header.written.items()
    }
    table = quoted(f"rows_of_{kind}")
    types = connection.execute(f"select column_name, column_type from (describe {table})").fetchall()
    shown = [(name, said) for name, said in types if not name.startswith("_")]
    asked = [f"timezone('{zone}', {quoted(name)})" if "ZONE" in said else quoted(name) for name, said in shown]
    if not asked:
        return SampleRows(kind=kind, files=(), columns=(), rows=())
    rows = connection.execute(f"select {', '.join(asked)} from {table} order by _row limit {SHOWN}").fetchall()
    read = [one for of_kind, one in load.landed if load.source.relation(of_kind) == kind and not one.gathered]
    return SampleRows(
        kind=kind,
        files=list(dict.fromkeys(one.file for one in read)),
        columns=[written.get(name, name) for name, _ in shown],
        rows=rows,
    )
