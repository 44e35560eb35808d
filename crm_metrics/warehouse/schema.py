"""The tables of a warehouse: the 20 input tables, the loader's own books beside them, and who made them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import duckdb

from crm_metrics.warehouse import shape
from crm_metrics.warehouse.company import tiers
from crm_metrics.warehouse.presence import expect, rows_read
from crm_metrics.warehouse.shape import ShapeRules
from crm_metrics.warehouse.tables import DAYS, tables

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
    for known in (one for one in tables().values() if one.instants):
        connection.execute(f'alter table "{known.name}" add column {DAYS} varchar[] default []')
    tiers.write(connection, tiers.DEFAULT)


@cache
def made_by() -> dict[str, str]:
    """What tells whether this code made a version: the sums of its tables' and of its shapes' definitions."""
    return {
        "schema": _sum(_text("schema.sql"), _text("bookkeeping.sql")),
        "shapes": _sum(repr(ShapeRules()), *(name + known.sql for name, known in sorted(shape.shapes().items()))),
    }


@cache
def brought_by() -> str:
    """The sum of the code that brings shapes up: what an earlier one kept wrong, a later one would not touch."""
    rooms = [files("crm_metrics.warehouse").joinpath(room) for room in ("heads", "refreshing", "finals")]
    modules = [file for room in rooms for file in sorted(room.iterdir(), key=str) if file.name.endswith(".py")]
    return _sum(*(file.read_text(encoding="utf-8") for file in modules))


def sign(connection: duckdb.DuckDBPyConnection, refreshed: int = 0) -> None:
    """Write into a version that this code made it.

    refreshed: how often its shapes were brought up since all of them were made.
    """
    for key, value in {**made_by(), "refreshed": str(refreshed), "refreshing": brought_by()}.items():
        connection.execute("insert or replace into main.warehouse_info values (?, ?)", [key, value])


def of_demo(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the rows of a version are those of the demo company."""
    return _told(connection, "origin").get("origin") == "demo"


def told_by(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """What a version says of who made it; nothing in those of release 0.1.0."""
    return _told(connection, "schema", "shapes")


def tell_differing(connection: duckdb.DuckDBPyConnection, names: Sequence[str]) -> None:
    """Write into a version which shapes, brought up so far, hold other rows when made anew; none takes it back."""
    connection.execute("delete from main.warehouse_info where key = 'refresh_differed'")
    if names:
        connection.execute("insert into main.warehouse_info values ('refresh_differed', ?)", [", ".join(names)])


def differed(connection: duckdb.DuckDBPyConnection) -> str:
    """The shapes that were told to differ, as one text; "" where none did."""
    return _told(connection, "refresh_differed").get("refresh_differed", "")


def refreshed(connection: duckdb.DuckDBPyConnection) -> int | None:
    """How often a version's shapes were brought up since all of them were made; None where other code did that."""
    told = _told(connection, "refreshed", "refreshing")
    return int(told["refreshed"]) if told.get("refreshing") == brought_by() else None


def carry_over(connection: duckdb.DuckDBPyConnection, before: Path) -> None:
    """Make the tables anew and fill them with the rows of an earlier release's file, columns by name.

    What the earlier one lacks is empty or has its default; what only it had is left behind.
    """
    connection.execute("begin")
    create(connection)
    place = str(before).replace("'", "''")
    connection.execute(f"attach '{place}' as before (read_only)")
    now, then = _columns(connection, "current_database()"), _columns(connection, "'before'")
    for table in (name for name in now if name in then and name not in ("manifest", "manifest_part", *tiers.TABLES)):
        shared = ", ".join(f'"{name}"' for name in now[table] if name in then[table])
        connection.execute(f'insert into main."{table}" ({shared}) select {shared} from before.main."{table}"')
        expect(table, rows_read(connection, f'before.main."{table}"'), rows_read(connection, f'main."{table}"'))
    connection.execute("commit")
    connection.execute("detach before")


def _told(connection: duckdb.DuckDBPyConnection, *keys: str) -> dict[str, str]:
    """What a version says of itself under these keys, where it says it."""
    found = connection.execute("select key, value from main.warehouse_info where list_contains(?, key)", [list(keys)])
    return dict(found.fetchall())


def _columns(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for table, column in connection.execute(
        "select table_name, column_name from duckdb_columns() where schema_name = 'main' and not internal"
        f" and database_name = {database} order by table_oid, column_index"
    ).fetchall():
        found.setdefault(table, []).append(column)
    return found


def _sum(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]


def _text(name: str) -> str:
    return files("crm_metrics.warehouse").joinpath(name).read_text(encoding="utf-8")
