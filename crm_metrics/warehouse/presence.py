"""Whether rows that were written are there: each is read, for a table may count rows that nobody can read."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from crm_metrics.errors import DataError


def rows_read(connection: duckdb.DuckDBPyConnection, relation: str, condition: str = "true") -> int:
    """How many rows of a relation can be read; the hash of each makes the engine look at them."""
    row = connection.execute(
        f"select count(*), sum(hash(one_row) % 2) from {relation} as one_row where {condition}"
    ).fetchone()
    return int(row[0]) if row else 0


def expect(table: str, written: int, found: int) -> None:
    """DataError when not all rows that were written can be read."""
    if written != found:
        raise DataError(
            "{table}: {written} rows were written and {found} can be read. Nothing is published; import again, and with"
            " CRM_THREADS=1 if it happens again.",
            table=table,
            written=written,
            found=found,
        )


def declare(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, str], *, temp: bool = False
) -> None:
    """Make an empty table column by column: one made from an empty select has lost all that was put into it since.

    table: as SQL writes it. columns: name → its type, with a default where it has one.
    """
    listed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    connection.execute(f"create {'temp ' if temp else ''}table {table} ({listed})")


def columns_of(
    connection: duckdb.DuckDBPyConnection, select: str, params: list[object] | None = None
) -> dict[str, str]:
    """The columns that a select gives, each with its type."""
    return {row[0]: row[1] for row in connection.execute(f"describe {select}", params or []).fetchall()}


def tables_held(connection: duckdb.DuckDBPyConnection, schema: str) -> frozenset[str]:
    """The names of the tables in a schema of this database."""
    rows = connection.execute(
        "select table_name from duckdb_tables() where database_name = current_database() and schema_name = ?", [schema]
    ).fetchall()
    return frozenset(name for (name,) in rows)


def columns_held(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """The columns of a table of this database, in their order. table: as `schema.name`."""
    schema, _, name = table.partition(".")
    rows = connection.execute(
        "select column_name from duckdb_columns() where database_name = current_database() and schema_name = ?"
        " and table_name = ? order by column_index",
        [schema, name],
    ).fetchall()
    return [column for (column,) in rows]
