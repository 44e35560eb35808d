"""One contact or case told by two sources, as the log of a queue and the records of the exchange tell the same call.

Their ids have the prefixes of their sources, so that both rows stand. Behind the prefix the number is the same, and
they begin at one time: what is counted of them is counted twice, which no reader can see. It is told with the load, and
kept in the books beside what sources take for granted, so that no number of that table is complete.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from crm_metrics.warehouse.notes import Note
from crm_metrics.words import mark

TWICE = mark("that what two sources tell under one number and at one time is not the same")
APART = 60  # seconds between the beginnings of one contact in two systems: clocks, whole minutes, the way to a queue
_BEGINS = {"interaction": "offered_at", "work_item": "opened_at"}
# The number that the exchange gave a call, whatever a log adds to it; else all behind the prefix of the source.
_NUMBER = (
    "coalesce(nullif(regexp_extract({key}, '(?:^|:)([0-9]{{9,}}[.][0-9]+)', 1), ''),"
    " regexp_replace({key}, '^[a-z][a-z0-9_]*:', ''))"
)


def kept(connection: duckdb.DuckDBPyConnection) -> Iterator[Note]:
    """Look for rows of two sources that are one, keep in the books of which tables there are, and tell how many."""
    connection.execute("delete from main.declared_assumption where what = ?", [TWICE])
    for table, begins in _BEGINS.items():
        if not _is_shared(connection, table):
            continue
        number = _NUMBER.format(key=f"{table}_id")
        pairs = connection.execute(
            f"with told as (select {number} as number, {begins} as begins, _source as source from main.{table})"
            " select a.source, b.source, count(*) from told a join told b on a.number = b.number"
            f" and a.source < b.source and abs(date_diff('second', a.begins, b.begins)) <= {APART}"
            " group by all order by all"
        ).fetchall()
        for one, other, count in pairs:
            yield Note(
                "{table}: {count} rows of {source} and {other} have one number and begin at one time: they are probably"
                " the same, and count twice. Load one of the two sources only.",
                {"table": table, "count": count, "source": one, "other": other},
            )
        if pairs:
            connection.execute("insert into main.declared_assumption values ('', ?, ?)", [table, TWICE])


def _is_shared(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    """Whether several sources brought rows of a table; few tables have that, and the join has its price."""
    ((sources,),) = connection.execute(f"select count(distinct _source) from main.{table}").fetchall()
    return int(sources) > 1
