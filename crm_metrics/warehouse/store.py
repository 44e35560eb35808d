"""An open warehouse: one version, read-only and locked down, asked through one cursor per query."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import duckdb

from crm_metrics import settings as environment
from crm_metrics.errors import DataError, QuestionError
from crm_metrics.languages import DEFAULT
from crm_metrics.periods import last_over, share_passed
from crm_metrics.settings import Settings
from crm_metrics.warehouse import engines, schema, versions
from crm_metrics.warehouse.finals.months import KeptMonths, kept_months
from crm_metrics.words import mark

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Company:
    """Whose boards these are; the defaults hold while no row of `company` has been imported."""

    name: str = ""
    time_zone: str = "UTC"
    currency: str = ""
    fiscal_year_start_month: int = 1
    locale: str = DEFAULT


@dataclass(frozen=True)
class Reach:
    """What is loaded of an input table: its first civil day and its watermark; None where rows carry no day."""

    first: date | None
    through: date | None
    passed: float = 1.0
    """The share of `through` that had gone by when it was loaded; below 1 that day was still running."""

    @property
    def whole(self) -> date | None:
        """The last day that was over when it was loaded."""
        return None if self.through is None else last_over(self.through, self.passed)


@dataclass(frozen=True, kw_only=True)
class SourceState:
    """How far one source reaches and when it was last loaded."""

    name: str
    """The mapping's name."""
    through: date | None
    """The last civil day on which something happened in any of its loads, None where their rows carry no day."""
    ended: bool
    """It declares that nothing more will come."""
    tables: tuple[str, ...]
    """The input tables that it ever fed, by name."""
    loaded_at: datetime
    """When its last load was made, whatever that brought."""
    passed: float = 1.0
    """The share of `through` that had gone by when the last load that reaches it was made."""

    @property
    def whole(self) -> date | None:
        """The last day that was over when it was loaded."""
        return None if self.through is None else last_over(self.through, self.passed)


class OmittedRows(NamedTuple):
    """Rows that loads left out of a table, or that lack one of its columns, alike in what is known of them."""

    table: str
    """The input table."""
    lacks: str
    """The column that the loaded rows lack; "" where the rows themselves are out."""
    process: str | None
    """The process that they name; None where it may be any."""
    first: date | None
    """The first day on which they may count; None: any."""
    last: date | None
    """The last one."""
    gone: date | None
    """The day on which they ceased to be part of a stock; None where none is known."""
    rows: int
    """How many they are."""


class MissingRows(NamedTuple):
    """What the loads of a source left out of a table, by file."""

    source: str
    table: str
    file: str
    lacks: str  # the column that the loaded rows lack; "" where the rows themselves are out
    rows: int
    read: int  # the rows of the table in those loads


TAKEN = "sources"  # carries in `_source` the row of a company that nobody founded: its sources say where it lives
ZONE_FROM = "time_zone_from"  # in warehouse_info: the source whose zone it took
TAX_ID = "tax_id"  # in warehouse_info: the company's own, several with commas between
NO_CURRENCY = "XXX"  # ISO 4217: of a company of which no amount has told its currency
SCORED = "customer_score"  # the shape that the analysis fills
UNSCORED = mark("no scores were made when this version was: the command rebuild makes them")

Answer = TypeVar("Answer")
Params = Sequence[object] | Mapping[str, object]


@dataclass(frozen=True)
class Warehouse:
    """A version of a warehouse, open for reading. Close it when its last reader is gone.

    notice: what every page must say about this version (an earlier one was opened, because the current
    one is damaged; or another release made it), or None.
    """

    folder: Path
    version: int
    connection: duckdb.DuckDBPyConnection = field(repr=False, compare=False)
    notice: DataError | None = field(default=None, repr=False, compare=False)

    def fetch(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        """All rows of a query, `?` or `$name` filled by params: money as Decimal, whole numbers as int."""
        return self._asked(sql, params, lambda cursor: cursor.fetchall())

    def frame(self, sql: str, params: Params = ()) -> pandas.DataFrame:
        """All rows of a query as a table; money becomes float64."""
        return self._asked(sql, params, lambda cursor: cursor.df())

    def arrays(self, sql: str, params: Params = ()) -> dict[str, Any]:
        """All rows of a query as an array of numpy for each column, by its name; a masked one where some are null."""
        return self._asked(sql, params, lambda cursor: cursor.fetchnumpy())

    def _asked(self, sql: str, params: Params, read: Callable[[duckdb.DuckDBPyConnection], Answer]) -> Answer:
        """One cursor per query, read to the end.

        Raises QuestionError when it takes too long or too much memory, DataError when the file is damaged or when
        another release made it without what is asked.
        """
        try:
            with self.connection.cursor() as cursor:
                return read(cursor.execute(sql, dict(params) if isinstance(params, Mapping) else list(params)))
        except duckdb.InterruptException as error:
            raise QuestionError(
                "The question was stopped after {seconds} seconds. Ask for fewer days or groups.",
                seconds=engines.SECONDS,
            ) from error
        except duckdb.OutOfMemoryException as error:
            raise QuestionError(
                "The question needs more memory than it may use. Ask for fewer days or groups, or raise CRM_MEMORY."
            ) from error
        except duckdb.OutOfRangeException as error:
            raise QuestionError(
                "A number of the question grows too large for the engine. Ask for fewer days, or divide in the formula."
            ) from error
        except (duckdb.BinderException, duckdb.CatalogException) as error:  # before duckdb.Error, which holds them
            if self.outdated is None:
                raise
            raise self.outdated from error
        except duckdb.Error as error:
            if not engines.damaged(error):
                raise
            raise DataError(
                "Version {version} of the warehouse in {folder} is damaged."
                " Make an earlier one current with the command rollback.",
                version=str(self.version),
                folder=self.folder,
            ) from error

    @cached_property
    def made_here(self) -> bool:
        """Whether this release made the version; in another one, tables and columns may be missing."""
        return schema.told_by(self.connection) == schema.made_by()

    @property
    def outdated(self) -> DataError | None:
        """Why something may be missing here that this release reads: another one made the version. None in its own."""
        return None if self.version == 0 or self.made_here else _outdated()

    @cached_property
    def company(self) -> Company:
        """The row of `company`, or the defaults."""
        rows = self.fetch(
            "select name, time_zone, case when currency <> ? then currency else '' end, fiscal_year_start_month, locale"
            " from main.company",
            [NO_CURRENCY],
        )
        return Company(*rows[0]) if rows else Company()

    @cached_property
    def founded(self) -> bool:
        """Whether somebody said who the company is: with init, or in company.csv."""
        return bool(self.fetch("select 1 from main.company where coalesce(_source, '') <> ?", [TAKEN]))

    @cached_property
    def origin(self) -> str:
        """Whose rows these are: "demo" (synthetic), "company", or "empty" when nothing was ever loaded."""
        if rows := self.fetch("select value from main.warehouse_info where key = 'origin'"):
            return str(rows[0][0])
        return "company" if self.fetch("select 1 from main.load_log limit 1") else "empty"

    @cached_property
    def sources(self) -> tuple[SourceState, ...]:
        """Every source that was ever loaded, by name."""
        rows = self.fetch(
            "select source, max(loaded_through), max_by(source_ended, load_id),"
            " list(distinct table_name order by table_name), max(loaded_at),"
            " timezone(?, max_by(loaded_at, row(loaded_through, loaded_at)) filter (where loaded_through is not null))"
            " from main.load_log group by source order by source",
            [self.company.time_zone],  # the engine knows zones that Python does not, such as CST
        )
        return tuple(
            SourceState(
                name=name,
                through=through,
                ended=ended,
                tables=tuple(tables),
                loaded_at=at,
                passed=share_passed(through, reached) if through else 1.0,
            )
            for name, through, ended, tables, at, reached in rows
        )

    @cached_property
    def latest(self) -> date | None:
        """The last day that any source tells of; None before the first load."""
        return max((source.through for source in self.sources if source.through), default=None)

    @cached_property
    def omitted(self) -> tuple[OmittedRows, ...]:
        """The rows that loads left out and that no later one has brought; nothing in versions that don't tell."""
        if not self._has("omitted_row"):
            return ()
        rows = self.fetch(
            "select table_name, lacks, process, from_on, until_on, gone_on, cast(sum(row_count) as bigint)"
            " from main.omitted_row group by all"
        )
        return tuple(OmittedRows(*row) for row in rows)

    @cached_property
    def left_out(self) -> tuple[MissingRows, ...]:
        """The same by source, table and file, the most first, beside what was read."""
        if not self._has("omitted_row"):
            return ()
        rows = self.fetch(
            "select o.source, o.table_name, coalesce(o.file, ''), o.lacks, cast(sum(o.row_count) as bigint) as n,"
            " cast(coalesce(max(l.rows_read), 0) as bigint) from main.omitted_row o left join main.load_log l"
            " using (load_id, source, table_name) group by all order by n desc, 1, 2, 3, 4"
        )
        return tuple(MissingRows(*row) for row in rows)

    @cached_property
    def assumed(self) -> Mapping[str, str]:
        """Input table → what a source takes for granted of its rows; nothing in versions that don't tell."""
        sql = "select table_name, min(what) from main.declared_assumption group by 1 order by 1"
        return dict(self.fetch(sql)) if self._has("declared_assumption") else {}

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """Source → who answers for it, as it said at its last load; nothing in versions that don't tell."""
        return dict(self.fetch("select source, owner from main.declared_owner")) if self._has("declared_owner") else {}

    def _has(self, table: str) -> bool:
        return bool(self.fetch("select 1 from duckdb_tables() where schema_name = 'main' and table_name = ?", [table]))

    @cached_property
    def calendar(self) -> tuple[date, date] | None:
        """The first and the last day of `shape.calendar_day`; None without one."""
        if not self.columns("calendar_day"):
            return None
        first, last = self.fetch("select min(day), max(day) from shape.calendar_day")[0]
        return (first, last) if first else None

    @cached_property
    def finals(self) -> KeptMonths | None:
        """The whole months whose rows are kept; None in versions without."""
        return kept_months(self.fetch)

    @cached_property
    def memory(self) -> dict[Hashable, Any]:
        """What others worked out from this version and may use again while it is open: its rows never change."""
        return {}

    @cached_property
    def targets(self) -> tuple[tuple[Any, ...], ...]:
        """The rows of `target`, read once: metric, cadence, five scopes, goal, tolerance, from, to."""
        columns = "metric, cadence, process, team, agent_id, value_tier, touchpoint_id, goal, tolerance"
        return tuple(self.fetch(f"select {columns}, valid_from, valid_to from main.target"))

    @cached_property
    def unscored(self) -> str | None:
        """Why no customer has a score, as a sentence; None where some have one."""
        scored = self.columns(SCORED) and self.columns("score_fit")
        if not scored or self.fetch(f"select 1 from shape.{SCORED} limit 1"):
            return None
        rows = self.fetch(
            "select reason from shape.score_fit where reason is not null order by failed desc, fitted_on desc limit 1"
        )
        return str(rows[0][0]) if rows else UNSCORED

    def columns(self, shape: str) -> Mapping[str, str]:
        """Column → DuckDB type of `shape.<shape>`; empty when there is no such shape."""
        return self._columns.get(shape, {})

    def loaded(self, table: str) -> Reach | None:
        """What is loaded of an input table, or None when no load ever brought it."""
        return self._loaded.get(table)

    def close(self) -> None:
        """End the connection."""
        self.connection.close()

    @cached_property
    def _columns(self) -> dict[str, dict[str, str]]:
        columns: dict[str, dict[str, str]] = {}
        for shape, column, kind in self.fetch(
            "select table_name, column_name, data_type from duckdb_columns() where schema_name = 'shape'"
            " order by table_name, column_index"
        ):
            columns.setdefault(shape, {})[column] = kind
        return columns

    @cached_property
    def _loaded(self) -> dict[str, Reach]:
        rows = self.fetch("select table_name, loaded_from, loaded_through from shape.watermark")
        return {table: Reach(first, through, self._passed(table, through)) for table, first, through in rows}

    def _passed(self, table: str, through: date | None) -> float:
        """The share of a table's watermark that had gone by in the source that was loaded earliest on it."""
        live = [source for source in self.sources if table in source.tables and not source.ended]
        return min((source.passed for source in live if source.through == through), default=1.0)


def open_warehouse(folder: Path | None = None, settings: Settings | None = None) -> Warehouse:
    """The current version of the warehouse in `folder` (None: the one that the settings name).

    When the current version is damaged, the newest whole one before it is opened, and `notice` says so; likewise when
    another release made the version: what it lacks is then a DataError when asked for.
    Raises DataError when there is no warehouse, CURRENT or its version is missing, or no version can be read.
    """
    chosen = settings or environment.load()
    place = folder or chosen.warehouse
    wanted = versions.current(place)
    for number in (wanted, *versions.before(place, wanted)):
        warehouse = _opened(place, number, chosen, None if number == wanted else _earlier(wanted, number))
        if warehouse is not None:
            return warehouse
    raise DataError(
        "The warehouse in {folder} is damaged, and so is every version before it. Make another one current with the"
        " command rollback, or import the files into another folder.",
        folder=place,
    )


def reading(connection: duckdb.DuckDBPyConnection, folder: Path = Path(), version: int = 0) -> Warehouse:
    """A warehouse over an open connection, for tests and for the loader's own checks."""
    return Warehouse(folder, version, connection)


def _outdated() -> DataError:
    return DataError(
        "This version of the warehouse was made by another release of Pulso: its numbers are those of then, and newer"
        " ones may be missing. The command rebuild makes it anew from the same rows."
    )


def _earlier(wanted: int, number: int) -> DataError:
    return DataError(
        "Version {wanted} of the warehouse is damaged: these are the numbers of version {number}, before it.",
        wanted=str(wanted),
        number=str(number),
    )


def _opened(folder: Path, number: int, settings: Settings, notice: DataError | None) -> Warehouse | None:
    """Version `number`, once its books could be read; None when it is damaged."""
    connection = None
    try:
        connection = engines.reader(versions.file_of(folder, number), settings)
        for book in ("main.load_log", "main.warehouse_info", "main.company", "shape.watermark"):
            connection.execute(f"select * from {book}").fetchall()
        if schema.told_by(connection) != schema.made_by():
            notice = notice or _outdated()
    except duckdb.Error as error:
        if connection is not None:
            connection.close()
        if engines.damaged(error):
            return None
        if isinstance(error, duckdb.BinderException | duckdb.CatalogException):  # not even its books are there
            raise _outdated() from error
        raise
    return Warehouse(folder, number, connection, notice)
