"""The inputs of a shape, cut to the rows that some keys read; its select then reads these in their place."""

from __future__ import annotations

import re
from collections.abc import Sequence

import duckdb

from crm_metrics.warehouse.heads.refreshes import Pair, Refresh
from crm_metrics.warehouse.refreshing.keys import KNOWN, READ, Keys

FEW = 20_000  # rows; an input of no more is read whole
INPUT = re.compile(r"\b(?:main|shape)\.\w+")


def cut(keys: Keys, select: str) -> str:
    """The select over cut inputs: temporary tables of each input that is large and whose rows can be told."""
    cuts = {of: name for of in sorted(set(INPUT.findall(select))) if (name := _cut(keys, of))}
    return INPUT.sub(lambda place: cuts.get(place[0], place[0]), select)


def _cut(keys: Keys, of: str) -> str | None:
    """The cut table of one input; None where it is read whole."""
    refresh = keys.refresh
    wanted = _wanted(keys, refresh, of)
    if wanted is None or _held(keys.connection, of) <= FEW:
        return None
    name = "cut_" + of.replace(".", "_")
    keys.connection.execute(f"create or replace temp table {name} as select x.* from {of} as x where {wanted}")
    return f"temp.{name}"


def _wanted(keys: Keys, refresh: Refresh, of: str) -> str | None:
    """SQL of the rows of an input, `x`, that may be read for the keys of READ; None where that can't be told."""
    ways: list[str] = []
    if of in refresh.rows:
        pair = refresh.rows[of][refresh.key]
        if pair.ranged:
            ways.append(f"{pair.high} >= (select min(key) from {READ}) and {pair.low} <= (select max(key) from {READ})")
        else:
            ways.append(f"{pair.low} in (select key from {READ})")
    for pairs in refresh.links.get(of, ()):
        way = _by(keys, refresh, pairs)
        if way is None:
            return None
        ways.append(way)
    return " or ".join(f"({one})" for one in ways) or None


def _by(keys: Keys, refresh: Refresh, pairs: Sequence[Pair]) -> str | None:
    """SQL of the rows of an input that one alternative of its link names, as far as its columns are known before."""
    if [(pair.column, pair.ranged) for pair in pairs] == [(refresh.key, False)]:
        return f"{pairs[0].low} in (select key from {READ})"
    known = [pair for pair in pairs if pair.column in keys.gives]
    if refresh.by_days or all(pair.ranged for pair in known):
        return None
    holds = " and ".join(pair.holds(f'k."{pair.column}"', pair.low, pair.high or "") for pair in known)
    return f"exists (select 1 from {KNOWN} as k where {holds})"


def _held(connection: duckdb.DuckDBPyConnection, of: str) -> int:
    """How many rows an input holds, about."""
    schema, _, table = of.partition(".")
    row = connection.execute(
        "select estimated_size from duckdb_tables() where database_name = current_database() and schema_name = ?"
        " and table_name = ?",
        [schema, table],
    ).fetchone()
    return int(row[0]) if row else 0
