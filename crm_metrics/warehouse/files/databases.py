"""Tables of a SQLite or DuckDB file, written out as the CSV files that a mapping reads.

Both are opened read-only and without any way to other files. Servers, such as PostgreSQL, are not read: DuckDB's
extension for it must be downloaded, and Pulso calls nothing outside the machine; they export CSV themselves.
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any

import duckdb

from crm_metrics.errors import DataError
from crm_metrics.warehouse.mapping.source import Source

_AT_ONCE = 10_000
_SQLITE = b"SQLite format 3\0"
_DUCKDB = b"DUCK"  # after eight bytes of checksum

Cursor = sqlite3.Cursor | duckdb.DuckDBPyConnection


def extract(path: Path, source: Source, queries: Mapping[str, str], into: Path) -> None:
    """Write the answer of each query to `<name>.csv` in `into`; without queries, each table that the source knows.

    Raises DataError when the file is no such database, can't be opened, or a query fails.
    """
    with path.open("rb") as raw:
        head = raw.read(16)
    if head == _SQLITE:
        opened, tables = _sqlite, "select name from sqlite_master where type in ('table', 'view')"
    elif head[8:12] == _DUCKDB:
        opened, tables = _duckdb, "select table_name from information_schema.tables where table_schema = 'main'"
    else:
        raise DataError(
            "{file} is neither a SQLite nor a DuckDB file. Of another database, such as PostgreSQL, write each table"
            " to CSV first and name the folder.",
            file=path.name,
        )
    with opened(path) as ask:
        asked = dict(queries)
        if not asked:
            names = [str(row[0]) for row in _fetched(ask(tables))]
            asked = {name: f'select * from "{name}"' for name in names if source.file_for(name) and '"' not in name}
        for name, query in asked.items():
            if Path(name).name != name or not source.file_for(f"{name}.csv"):  # else it could be written anywhere
                raise DataError("{file}: the mapping knows no file '{name}' that a query could fill.", file=path.name,
                                name=name)  # fmt: skip
            cursor = ask(query)
            if not cursor.description:
                raise DataError("{file}: the query of {name} gives no rows; it must be one select.", file=path.name,
                                name=name)  # fmt: skip
            _write(into / f"{name}.csv", [str(column[0]) for column in cursor.description], _fetched(cursor))


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


def _fetched(cursor: Cursor) -> Iterator[tuple[Any, ...]]:
    while some := cursor.fetchmany(_AT_ONCE):
        yield from some


def _write(path: Path, names: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(names)
        writer.writerows([_text(cell) for cell in row] for row in rows)


def _text(cell: Any) -> str:
    """A value as a file would hold it: ISO dates, points, lists with | between."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, float) and isfinite(cell):  # 0.00001 would be 1e-05
        return format(Decimal(repr(cell)), "f")
    if isinstance(cell, list | tuple):
        return "|".join(_text(item) for item in cell)
    if isinstance(cell, bytes):
        return cell.decode("utf-8", errors="replace")
    return str(cell)
