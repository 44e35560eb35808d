"""An open warehouse: one version, read-only and locked down, asked through one cursor per query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Company:
    """Whose boards these are; the defaults hold while no row of `company` has been imported."""

    name: str = ""
    time_zone: str = "UTC"
    currency: str = ""
    fiscal_year_start_month: int = 1
    locale: str = "es"


@dataclass(frozen=True)
class Loaded:
    """What is loaded of an input table: its first civil day and its watermark; None where rows carry no day."""

    first: date | None
    through: date | None


@dataclass(frozen=True)
class SourceState:
    """How far one source reaches and when it was last loaded."""

    name: str
    through: date | None
    ended: bool
    tables: tuple[str, ...]
    loaded_at: datetime


@dataclass(frozen=True)
class Warehouse:
    """A version of a warehouse, open for reading. Close it when its last reader is gone."""

    folder: Path
    version: int
    connection: duckdb.DuckDBPyConnection = field(repr=False, compare=False)

    def fetch(self, sql: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query: money as Decimal, whole numbers as int."""
        with self.connection.cursor() as cursor:
            return cursor.execute(sql, list(params)).fetchall()

    def frame(self, sql: str, params: Sequence[object] = ()) -> pandas.DataFrame:
        """All rows of a query as a table; money becomes float64."""
        with self.connection.cursor() as cursor:
            return cursor.execute(sql, list(params)).df()

    @cached_property
    def company(self) -> Company:
        """The row of `company`, or the defaults."""
        rows = self.fetch("select name, time_zone, currency, fiscal_year_start_month, locale from main.company")
        return Company(*rows[0]) if rows else Company()

    def columns(self, shape: str) -> Mapping[str, str]:
        """Column → DuckDB type of `shape.<shape>`; empty when there is no such shape."""
        return self._columns.get(shape, {})

    def loaded(self, table: str) -> Loaded | None:
        """What is loaded of an input table, or None when no load ever brought it."""
        return self._loaded.get(table)

    def close(self) -> None:
        """End the connection."""
        self.connection.close()

    @cached_property
    def _columns(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for shape, column, kind in self.fetch(
            "select table_name, column_name, data_type from duckdb_columns() where schema_name = 'shape'"
            " order by table_name, column_index"
        ):
            found.setdefault(shape, {})[column] = kind
        return found

    @cached_property
    def _loaded(self) -> dict[str, Loaded]:
        rows = self.fetch("select table_name, loaded_from, loaded_through from shape.watermark")
        return {table: Loaded(first, through) for table, first, through in rows}


def reading(connection: duckdb.DuckDBPyConnection, folder: Path = Path(), version: int = 0) -> Warehouse:
    """A warehouse over an open connection, for tests and for the loader's own checks."""
    return Warehouse(folder, version, connection)
