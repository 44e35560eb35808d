"""The manifest of a version: how many rows each table holds and their checksum, kept in the file itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb

Fetch = Callable[[str], list[tuple[Any, ...]]]

_BOOKS = ("load_log", "load_file", "warehouse_info")


def write(connection: duckdb.DuckDBPyConnection, schema: str) -> None:
    """Write down the tables of `schema` ("main" or "shape") as they stand, in place of what was there."""
    connection.execute("delete from main.manifest where schema_name = ?", [schema])
    for table in _tables(lambda sql: connection.execute(sql).fetchall(), schema):
        rows, checksum = connection.execute(_measure(schema, table)).fetchall()[0]
        connection.execute("insert into main.manifest values (?, ?, ?, ?)", [schema, table, rows, checksum])


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
    there = {(schema, table) for schema in ("main", "shape") for table in _tables(fetch, schema)}
    wrong = there ^ written.keys()
    for schema, table in sorted(there & written.keys()):
        if fetch(_measure(schema, table))[0] != written[schema, table]:
            wrong.add((schema, table))
    return sorted(f"{schema}.{table}" for schema, table in wrong)


def _tables(fetch: Fetch, schema: str) -> list[str]:
    rows = fetch("select schema_name, table_name from duckdb_tables() where not temporary order by 1, 2")
    return [table for where, table in rows if where == schema and table != "manifest"]


def _measure(schema: str, table: str) -> str:
    """Rows and checksum of a table, whatever their order; both names come from the database's own list."""
    return (
        "select count(*), cast(coalesce(sum(cast(hash(one_row) as hugeint)), 0) as varchar)"
        f' from "{schema}"."{table}" as one_row'
    )
