"""The rows in which a table is another one than before: those that are now, of side 1, and those that were, of -1."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

SIDE = "_side"


def delta(table: str) -> str:
    """The temporary table of a table's changed rows. table: as `schema.name`."""
    return "delta_" + table.replace(".", "_")


def part(table: str) -> str:
    """The one of those changed rows in which what a shape reads of them is another."""
    return "part_" + table.replace(".", "_")


def keep_part(connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str]) -> int:
    """Make `part` of a table's changed rows, of these columns alone; how many rows."""
    listed = ", ".join(f'"{one}"' for one in columns)
    connection.execute(
        f"create or replace temp table {part(table)} as select {listed} from {delta(table)}"
        f" group by {listed} having sum({SIDE}) <> 0"
    )
    return rows_in(connection, part(table))


def keep_difference(connection: duckdb.DuckDBPyConnection, table: str, now: str, before: str) -> int:
    """Make `delta` of a table from the rows of two relations that stand in one of them only; how many.

    Rows are held against each other by their hashes and how often each stands there, so no wide row is sorted.
    """
    connection.execute(f"drop table if exists {delta(table)}")
    connection.execute(
        f"create temp table {delta(table)} as with told as ("
        f" select hash(one_row) as told, 1 as side from {now} as one_row"
        f" union all select hash(one_row), -1 from {before} as one_row),"
        " odd as (select told from told group by told having sum(side) <> 0)"
        f" select *, 1 as {SIDE} from {now} as one_row where hash(one_row) in (select told from odd)"
        f" union all select *, -1 from {before} as one_row where hash(one_row) in (select told from odd)"
    )
    return rows_in(connection, delta(table))


def keep_input_changes(connection: duckdb.DuckDBPyConnection, before: str, table: str) -> int:
    """Make `delta` of an input table against the same table of the version before; how many rows.

    The new version began as a copy of it, so most rows stand where they stood: two narrow readings tell which do not.
    """
    places = f"delta_{table}_places"
    connection.execute(
        f"create or replace temp table {places} as select n.place as now_at, b.place as then_at from"
        f" (select rowid as place, hash(one_row) as told from main.{table} as one_row) as n full join"
        f" (select rowid as place, hash(one_row) as told from {before}.main.{table} as one_row) as b"
        " on n.place = b.place where n.told is distinct from b.told"
    )
    name = delta(f"main.{table}")
    connection.execute(f"drop table if exists {name}")
    connection.execute(
        f"create temp table {name} as"
        f" select *, 1 as {SIDE} from main.{table}"
        f" where rowid in (select now_at from {places} where now_at is not null)"
        f" union all select *, -1 from {before}.main.{table}"
        f" where rowid in (select then_at from {places} where then_at is not null)"
    )
    return rows_in(connection, name)


def rows_in(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """How many rows a table holds."""
    row = connection.execute(f"select count(*) from {table}").fetchone()
    return int(row[0]) if row else 0
