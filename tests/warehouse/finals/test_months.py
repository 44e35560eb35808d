"""Which whole months a version keeps, and how their rows are read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import duckdb

from crm_metrics.warehouse.finals.months import KeptMonths, kept_months, of_months


def test_a_version_of_an_earlier_release_and_one_without_months_keep_none() -> None:
    with duckdb.connect() as connection:

        def fetch(sql: str, params: object = ()) -> list[tuple[object, ...]]:
            return connection.execute(sql, params).fetchall()

        assert kept_months(fetch) is None
        connection.execute("create schema final")
        connection.execute("create table final.month (period date, first date, last date)")
        connection.execute("create table final.print (shape varchar)")
        connection.execute("create table final.odd_period (period date)")
        assert kept_months(fetch) is None
        connection.execute("insert into final.month select day, day, last_day(day) from (values"
                           " (date '2026-02-01'), ('2026-01-01')) as month(day)")  # fmt: skip
        kept = KeptMonths(date(2026, 1, 1), date(2026, 2, 1), frozenset(("odd_period",)))
        assert kept_months(fetch) == kept
        connection.execute("insert into final.month values ('2026-02-28', '2025-03-01', '2026-02-28')")
        assert kept_months(fetch) == replace(kept, year=(date(2025, 3, 1), date(2026, 2, 28)))


def test_of_some_months_only_their_rows_are_read() -> None:
    asked = of_months("odd_period", {date(2026, 1, 1): date(2026, 1, 1), date(2026, 3, 1): date(2026, 3, 1)})
    with duckdb.connect() as connection:
        connection.execute("create schema final")
        connection.execute("create table final.odd_period as select unnest(['2026-01-01', '2026-02-01', '2026-03-01',"
                           " '2026-04-01'])::date as period")  # fmt: skip
        assert connection.execute(f"select period from ({asked}) order by 1").fetchall() == [
            (date(2026, 1, 1),), (date(2026, 3, 1),),
        ]  # fmt: skip


def test_the_twelve_months_are_read_under_the_day_asked_for() -> None:
    first, last = date(2025, 3, 1), date(2026, 2, 28)
    kept = KeptMonths(date(2026, 1, 1), date(2026, 2, 1), frozenset(("odd_period",)), (first, last))
    assert kept.place(first, first, last) == last
    assert kept.place(date(2026, 2, 1), first, last) == last  # a month that looks back over twelve
    assert kept.place(first, first, date(2026, 2, 27)) is None
    assert kept.place(date(2026, 2, 1), date(2026, 2, 1), last) == date(2026, 2, 1)
    assert kept.place(date(2026, 2, 2), date(2026, 2, 1), last) is None
    assert kept.place(date(2025, 12, 1), date(2025, 12, 1), date(2025, 12, 31)) is None
    with duckdb.connect() as connection:
        connection.execute("create schema final")
        connection.execute("create table final.odd_period as select date '2026-02-28' as period, 7 as rows_of_it")
        connection.execute("insert into final.odd_period values ('2026-02-01', 1)")
        asked = of_months("odd_period", {first: last, date(2026, 2, 1): date(2026, 2, 1)})
        assert connection.execute(f"from ({asked}) order by 1").fetchall() == [(first, 7), (date(2026, 2, 1), 1)]
