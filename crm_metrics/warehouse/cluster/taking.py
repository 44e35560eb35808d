"""A version of the shapes and whole months that a cluster made: taken as they lie, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from crm_metrics.errors import DataError
from crm_metrics.settings import Settings
from crm_metrics.warehouse import engines, manifest, schema, shape
from crm_metrics.warehouse.cluster import folder
from crm_metrics.warehouse.cluster.tables import columns_of_release, made_outside, read_tables
from crm_metrics.warehouse.engines import all_or_none, quoted
from crm_metrics.warehouse.finals.closing import take_months
from crm_metrics.warehouse.finals.months import FINAL
from crm_metrics.warehouse.finishing import Finish
from crm_metrics.warehouse.presence import columns_of, declare, expect, rows_read
from crm_metrics.warehouse.publish import publish
from crm_metrics.warehouse.spark.typed import Tables
from crm_metrics.warehouse.versions import current

_AS_PARQUET = {"HUGEINT": "DECIMAL(38,0)"}  # Parquet has no whole number so large


def take(
    warehouse: Path,
    place: Path,
    *,
    finish: Finish | None,
    progress: Callable[[str], None],
    settings: Settings | None = None,
) -> int:
    """Publish the current version's rows with the shapes and whole months in `place`, and give the new number.

    The next load brings them up like those made here. Raises DataError, and nothing is published, when they were made
    by another release or of other rows than the version holds now, when a table or column is missing or of another
    type, and when rows were lost on their way.
    """
    current(warehouse)
    made = folder.made(place)
    if made.exported.shapes != schema.made_by()["shapes"]:
        raise DataError("What lies in {folder} was made by another release of Pulso; make it again.", folder=place)
    given = _Given(place, made)
    given.check()  # before a large version is copied
    number = publish(
        warehouse, _with_room, anew=True, shaped=given.put_into, finish=finish, progress=progress, settings=settings
    )
    return number or current(warehouse)


def _with_room(connection: duckdb.DuckDBPyConnection) -> bool:
    """The version's rows as they are."""
    engines.make_room(connection, engines.rows_held(connection))
    return True


@dataclass(frozen=True)
class _Given:
    """What a cluster made, on its way into a version."""

    place: Path
    """The folder in which it lies."""

    made: folder.MadeOf
    """What is said of it."""

    tables: Tables = field(default_factory=columns_of_release)
    """The columns that each table has to have."""

    def check(self) -> None:
        """DataError when a table is missing, can't be read, has other columns or another number of rows."""
        with duckdb.connect() as connection:
            for part, name in made_outside():
                self._check_columns(connection, part, name)
                (count,) = connection.execute(f"select count(*) from {self._relation(part, name)}").fetchall()[0]
                self._expect(f"{part}.{name}", count)

    def put_into(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Make schemas `shape` and `final` of it."""
        self._of_these_rows(connection)
        shape.forget(connection)
        with all_or_none(connection):
            connection.execute("create schema shape")
            outside = made_outside()
            for name, columns in self.tables["shape"].items():
                declare(connection, f"shape.{name}", columns)
                if ("shape", name) in outside:
                    self._put(connection, "shape", name)
        take_months(connection, lambda name, months: self._put_months(connection, name, months))

    def _of_these_rows(self, connection: duckdb.DuckDBPyConnection) -> None:
        now, then = manifest.written(connection, "main"), self.made.exported.tables
        others = [table for table in read_tables() if now.get(table) != then.get(table)]
        if others:
            raise DataError(
                "The shapes in {folder} were made of other rows than the warehouse holds now, in {tables}. Export and"
                " make them again; nothing was changed.",
                folder=self.place,
                tables=", ".join(others),
            )

    def _put_months(self, connection: duckdb.DuckDBPyConnection, name: str, months: Sequence[date]) -> None:
        if list(self.made.months) != list(months):
            raise DataError(
                "{table} in {folder} holds other months than its rows have; make it again. Nothing was changed.",
                table=f"{FINAL}.{name}",
                folder=self.place,
            )
        declare(connection, f"{FINAL}.{name}", self.tables[FINAL][name])
        self._put(connection, FINAL, name)

    def _put(self, connection: duckdb.DuckDBPyConnection, part: str, name: str) -> None:
        """Put the rows into a table that lie in its Parquet, in the order of their first column; each is read again."""
        table, columns = f"{part}.{name}", self.tables[part][name]
        listed = ", ".join(f"cast({quoted(one)} as {kind})" for one, kind in columns.items())
        with self._readable(table):
            rows = f"select {listed} from {self._relation(part, name)} order by 1"
            row = connection.execute(f"insert into {table} {rows}").fetchone()
        written = int(row[0]) if row else 0
        self._expect(table, written)
        expect(table, written, rows_read(connection, table))

    # ------------------------------------------------------------ the files

    def _relation(self, part: str, name: str) -> str:
        """SQL of the rows of a table as they lie there; DataError when there are none."""
        place = folder.place_of(self.place, part, name)
        files = sorted(place.glob("*.parquet")) if place.is_dir() else []
        if not files:
            raise DataError("{folder} lacks {table}. Nothing was changed.", folder=self.place, table=f"{part}.{name}")
        listed = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
        return f"read_parquet([{listed}], hive_partitioning = false)"  # a folder called a=b gives no column a

    def _check_columns(self, connection: duckdb.DuckDBPyConnection, part: str, name: str) -> None:
        table = f"{part}.{name}"
        with self._readable(table):
            there = columns_of(connection, f"select * from {self._relation(part, name)}")
        wanted = {one: _AS_PARQUET.get(kind, kind) for one, kind in self.tables[part][name].items()}
        for column in [*wanted, *there]:
            if there.get(column) != wanted.get(column):
                raise DataError(
                    "{table} in {folder}: the column {column} is {found} and should be {wanted}. Nothing was changed.",
                    table=table,
                    folder=self.place,
                    column=column,
                    found=there.get(column, "-"),
                    wanted=wanted.get(column, "-"),
                )

    def _expect(self, table: str, found: int) -> None:
        if found != self.made.rows.get(table):
            raise DataError(
                "{table} in {folder} holds {found} rows, and {made} were made; make them again. Nothing was changed.",
                table=table,
                folder=self.place,
                found=found,
                made=self.made.rows.get(table, 0),
            )

    @contextmanager
    def _readable(self, table: str) -> Iterator[None]:
        """Say of which table a file is not whole."""
        try:
            yield
        except (duckdb.InvalidInputException, duckdb.IOException) as error:
            raise DataError(
                "{table} in {folder} can't be read: {reason} Nothing was changed.",
                table=table,
                folder=self.place,
                reason=str(error).split("\n")[0].strip(),
            ) from error
