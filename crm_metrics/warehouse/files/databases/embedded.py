"""Databases that are a file, of SQLite or DuckDB: opened read-only and without any way to other files."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import duckdb

from crm_metrics.errors import DataError
from crm_metrics.warehouse.files.databases.answers import AT_ONCE, Database, QueryResult

_SQLITE = b"SQLite format 3\0"
_DUCKDB = b"DUCK"  # after eight bytes of checksum

Cursor = sqlite3.Cursor | duckdb.DuckDBPyConnection


@contextmanager
def opened(path: Path) -> Iterator[Database]:
    """The database of a file. Raises DataError when it is none, can't be opened, or a query fails."""
    with path.open("rb") as raw:
        head = raw.read(16)
    if head == _SQLITE:
        way, tables = _sqlite, "select name from sqlite_master where type in ('table', 'view')"
    elif head[8:12] == _DUCKDB:
        way, tables = _duckdb, "select table_name from information_schema.tables where table_schema = 'main'"
    else:
        raise DataError(
            "{file} is neither a SQLite nor a DuckDB file. A server, as of PostgreSQL or MySQL, is named by its"
            ' address: server = "postgresql://user@host:5432/database".',
            file=path.name,
        )
    with way(path) as execute:
        yield Database(
            name=path.name, tables=tables, quote='"', ask=lambda name, query: _answer(path, execute, name, query)
        )


def _answer(path: Path, execute: Callable[[str], Any], name: str, query: str) -> QueryResult:
    cursor = execute(query)
    if not cursor.description:
        raise DataError("{file}: the query of {name} gives no rows; it must be one select.", file=path.name, name=name)
    return QueryResult(tuple(str(column[0]) for column in cursor.description), frozenset(), _fetched(cursor))


def _fetched(cursor: Cursor) -> Iterator[tuple[Any, ...]]:
    while some := cursor.fetchmany(AT_ONCE):
        yield from some


@contextmanager
def _sqlite(path: Path) -> Iterator[Any]:
    place = path.resolve().as_uri() + "?mode=ro"
    with _told(path, sqlite3.Error), closing(sqlite3.connect(place, uri=True)) as connection:
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        yield connection.execute


@contextmanager
def _duckdb(path: Path) -> Iterator[Any]:
    shut = {"enable_external_access": "false", "autoload_known_extensions": "false", "lock_configuration": "true"}
    with _told(path, duckdb.Error), closing(duckdb.connect(str(path), read_only=True, config={**shut})) as connection:
        yield connection.execute


@contextmanager
def _told(path: Path, kind: type[Exception]) -> Iterator[None]:
    try:
        yield
    except kind as error:
        raise DataError(
            "{file} can't be read: {problem}.", file=path.name, problem=str(error).split("\n")[0].rstrip(".")
        ) from error
