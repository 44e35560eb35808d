"""A large shape made in parts: what its select holds in memory at once then grows no further with its rows.

Where the head of a shape says that a row of one input table, by its key, is a row of its own, whatever others there are
(see `heads.refreshes`), the select over some rows of that table gives the rows made of these, and the same ones.
"""

from __future__ import annotations

import re
from math import ceil

import duckdb

from crm_metrics.warehouse.heads.refreshes import Refresh
from crm_metrics.warehouse.tables import tables

ROWS = 1_600_000  # of the input, at most in one part


def parts(connection: duckdb.DuckDBPyConnection, select: str, refresh: Refresh | None) -> list[str]:
    """The selects that together give the rows of a shape's select: itself where its input is small or can't be parted.

    A part is a stretch of the input as it lies, so that rows in the order of days come out in parts of that order.
    """
    of = input_of(refresh)
    places = _places(connection, of) if of else 0
    if places <= ROWS:
        return [select]
    each = ceil(places / ceil(places / ROWS))
    named = re.compile(rf"\b{re.escape(str(of))}\b")
    return [
        named.sub(f"(select * from {of} where rowid between {first} and {first + each - 1})", select)
        for first in range(0, places, each)
    ]


def input_of(refresh: Refresh | None) -> str | None:
    """The input, as `main.table`, of which each row makes its rows alone; None where there is none, or none is told."""
    if refresh is None or refresh.beside or len(refresh.rows) != 1:
        return None
    (of,) = refresh.rows
    schema, _, table = of.partition(".")
    told = schema == "main" and of not in refresh.links
    key = tables()[table].key if told else ()
    return of if key == (refresh.rows[of][refresh.key].low.removeprefix("x."),) else None


def _places(connection: duckdb.DuckDBPyConnection, of: str) -> int:
    row = connection.execute(f"select coalesce(max(rowid) + 1, 0) from {of}").fetchone()
    return int(row[0]) if row else 0
