"""The manifest of a version: how many rows each table holds and their checksum, kept in the file itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import duckdb

Fetch = Callable[[str], list[tuple[Any, ...]]]

SCHEMAS = ("main", "shape", "final")
_SUMS = "count(*), cast(coalesce(sum(cast(hash(one_row) as hugeint)), 0) as varchar)"
_BOOKS = ("load_log", "load_file", "warehouse_info")


def write(connection: duckdb.DuckDBPyConnection, schema: str) -> None:
    """Write down the tables of `schema`, one of SCHEMAS, as they stand, in place of what was there."""
    tables = _tables(lambda sql: connection.execute(sql).fetchall(), schema)
    connection.execute("delete from main.manifest where schema_name = ?", [schema])
    if tables:
        connection.execute(f"insert into main.manifest {_measures(tables)}")


def differences(fetch: Fetch) -> list[str]:
    """The tables whose rows are not those of the manifest, or that only one of the two has; empty when all is well.

    Reads every block of the file: DuckDB raises where a block's own checksum fails.
    """
    written = {
        (schema, table): (rows, checksum)
        for schema, table, rows, checksum in fetch(
            "select schema_name, table_name, row_count, checksum from main.manifest"
        )
    }
    there = {one for schema in SCHEMAS for one in _tables(fetch, schema)}
    wrong = there ^ written.keys()
    if both := sorted(there & written.keys()):
        held = {(schema, table): (rows, checksum) for schema, table, rows, checksum in fetch(_measures(both))}
        wrong |= {one for one in both if held[one] != written[one]}
    return sorted(f"{schema}.{table}" for schema, table in wrong)


def _tables(fetch: Fetch, schema: str) -> list[tuple[str, str]]:
    rows = fetch("select schema_name, table_name from duckdb_tables() where not temporary order by 1, 2")
    return [(where, table) for where, table in rows if where == schema and table != "manifest"]


def written(connection: duckdb.DuckDBPyConnection, schema: str, place: str = "main") -> dict[str, tuple[int, str]]:
    """By table of `schema` what is written down of it: its rows and their checksum. place: where the manifest lies."""
    sql = f"select table_name, row_count, checksum from {place}.manifest where schema_name = ?"
    return {table: (rows, checksum) for table, rows, checksum in connection.execute(sql, [schema]).fetchall()}


def measure(connection: duckdb.DuckDBPyConnection, relation: str) -> tuple[int, str]:
    """How many rows a table or a select in brackets gives, and their checksum."""
    rows, checksum = connection.execute(f"select {_SUMS} from {relation} as one_row").fetchall()[0]
    return rows, checksum


def _measures(tables: Sequence[tuple[str, str]]) -> str:
    """Rows and checksum of each table, whatever their order, in one question: one by one took five times as long.

    Both names come from the database's own list.
    """
    return " union all ".join(
        f"select '{schema}', '{table}', {_SUMS} from \"{schema}\".\"{table}\" as one_row" for schema, table in tables
    )
