"""The tables of a warehouse: the 20 input tables, and the loader's own books beside them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import duckdb

SOURCE_COLUMN = "_source"  # on every input table: the mapping that brought the row, for --full


@cache
def input_tables() -> tuple[str, ...]:
    """The names of the input tables, as `schema.sql` creates them, in its order."""
    with duckdb.connect() as scratch:
        scratch.execute(_text("schema.sql"))
        rows = scratch.execute("select table_name from duckdb_tables() order by table_oid").fetchall()
    return tuple(name for (name,) in rows)


def create(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the empty tables of a new warehouse in the connection's `main` schema."""
    connection.execute(_text("schema.sql"))
    connection.execute(_text("bookkeeping.sql"))
    for table in input_tables():
        connection.execute(f'alter table "{table}" add column {SOURCE_COLUMN} varchar')


def _text(name: str) -> str:
    return files("crm_metrics.warehouse").joinpath(name).read_text(encoding="utf-8")
