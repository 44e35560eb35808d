"""Whole months made for a version: those of the version before that nothing touched are kept, the others made anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

import duckdb

from crm_metrics.warehouse import shape
from crm_metrics.warehouse.engines import all_or_none
from crm_metrics.warehouse.finals.months import FINAL, MONTHS, PRINTS, list_of, month_rows
from crm_metrics.warehouse.finals.prints import prints
from crm_metrics.warehouse.finals.touched import bring_months
from crm_metrics.warehouse.presence import columns_of, declare, expect, rows_read, tables_held
from crm_metrics.warehouse.refreshing.bringing import Bringing
from crm_metrics.warehouse.shape import Shape, period_select

Take = Callable[[str, Sequence[date]], None]
Made = frozenset[tuple[str, date]]

MOST = 84  # months, the newest: seven years, of which a board judges the last by those before
AT_ONCE = 12  # months made in one statement: they need no more room than a year
# From the first month of the data to the last whole one, and the twelve to the last, as a question of them would ask.
WHOLE = f"""
with reach as (select min(loaded_from) as since, max(loaded_through) as through from shape.watermark),
month as (
  select cast(unnest(generate_series(
    greatest(date_trunc('month', since), date_trunc('month', through + 1) - interval {MOST} month),
    date_trunc('month', through + 1) - interval 1 month, interval 1 month)) as date) as first
  from reach
),
kept as (
  select first, first as period, cast(first + interval 1 month as date) as next from month
  union all
  select cast(next - interval 12 month as date), next - 1, next
  from (select max(cast(first + interval 1 month as date)) as next, min(first) as since from month) as last_one
  where next - interval 12 month >= since
)
select period, first, next - 1 as last, next, date_diff('day', first, next) as days, next - 1 as ends
from kept order by period
"""


def close_months(connection: duckdb.DuckDBPyConnection) -> Made:
    """Bring schema `final` to the shapes as they are now; gives the shape and month of what was made anew.

    Its rows of a month are what a question of that month alone would read, by the usual rules.
    """
    with all_or_none(connection):
        return _closed(connection, None)


def close_touched(bringing: Bringing) -> Made:
    """The same within the transaction that brings the shapes up: of a touched month, the rows that this concerns."""
    return _closed(bringing.connection, bringing)


def forget_months(connection: duckdb.DuckDBPyConnection) -> None:
    """Let all of them be made anew."""
    connection.execute(f"drop schema if exists {FINAL} cascade")


def take_months(connection: duckdb.DuckDBPyConnection, take: Take) -> None:
    """Make schema `final` of rows that another engine made of the shapes as they are; the next load keeps those.

    take: gets the name of a table of schema `final` and the months of its rows, and makes it.
    """
    with all_or_none(connection):
        forget_months(connection)
        months, zone = _begun(connection), shape.zone_of(connection)
        for one in shape.kept():
            select = period_select(one.name, zone)
            take(one.name, months)
            _tell(connection, one.name, prints(connection, one, select, months))


def _closed(connection: duckdb.DuckDBPyConnection, bringing: Bringing | None) -> Made:
    months, zone = _begun(connection), shape.zone_of(connection)
    made = {one.name: _brought_up(connection, one, zone, months, bringing) for one in shape.kept()}
    return frozenset((name, month) for name, touched in made.items() for month in touched)


def _begun(connection: duckdb.DuckDBPyConnection) -> list[date]:
    """Make the schema where it is not there, and its table of the months; which they are, in their order."""
    connection.execute(f"create schema if not exists {FINAL}")
    connection.execute(f"create or replace table {FINAL}.{MONTHS} as {WHOLE}")
    connection.execute(f"create table if not exists {FINAL}.{PRINTS} (shape varchar, period date, print varchar)")
    return [month for (month,) in connection.execute(f"select period from {FINAL}.{MONTHS} order by 1").fetchall()]


def _brought_up(
    connection: duckdb.DuckDBPyConnection,
    one: Shape,
    time_zone: str,
    months: Sequence[date],
    bringing: Bringing | None,
) -> list[date]:
    """Bring up the months of a shape that were made of something else, or were not there; which they are."""
    select = period_select(one.name, time_zone)
    now = prints(connection, one, select, months)
    rows = connection.execute(f"select period, print from {FINAL}.{PRINTS} where shape = ?", [one.name]).fetchall()
    there = one.name in tables_held(connection, FINAL)
    before = dict(rows) if there else {}
    if not there or (bringing is None and not any(before.get(month) == told for month, told in now.items())):
        before = {}  # perhaps another release's columns
        connection.execute(f"drop table if exists {FINAL}.{one.name}")
        declare(connection, f"{FINAL}.{one.name}", columns_of(connection, month_rows(select, ())))
    stale = [month for month in months if before.get(month) != now[month]]
    gone = sorted(before.keys() - now.keys())
    whole = (
        stale if bringing is None else bring_months(bringing, one, select, {m: (before.get(m), now[m]) for m in stale})
    )
    connection.execute(f"delete from {FINAL}.{one.name} where period in {list_of([*whole, *gone])}")
    for first in range(0, len(whole), AT_ONCE):
        _make(connection, one.name, select, whole[first : first + AT_ONCE])
    _tell(connection, one.name, now)
    return stale


def _tell(connection: duckdb.DuckDBPyConnection, name: str, made_of: Mapping[date, str]) -> None:
    """Write down what each month of a shape is made of, in place of what was told before."""
    connection.execute(f"delete from {FINAL}.{PRINTS} where shape = ?", [name])
    if made_of:
        told = [(name, month, text) for month, text in made_of.items()]
        connection.executemany(f"insert into {FINAL}.{PRINTS} values (?, ?, ?)", told)


def _make(connection: duckdb.DuckDBPyConnection, name: str, select: str, months: Collection[date]) -> None:
    row = connection.execute(f"insert into {FINAL}.{name} {month_rows(select, months)}").fetchone()
    found = rows_read(connection, f"{FINAL}.{name}", f"period in {list_of(months)}")
    expect(f"{FINAL}.{name}", int(row[0]) if row else 0, found)
