"""Which whole months a version keeps, and how their rows are read."""

from __future__ import annotations

from datetime import date

import duckdb

from crm_metrics.warehouse.finals.months import KeptMonths, kept_months, of_months


def test_a_version_of_an_earlier_release_and_one_without_months_keep_none() -> None:
    with duckdb.connect() as connection:

        def fetch(sql: str, params: object = ()) -> list[tuple[object, ...]]:
            return connection.execute(sql, params).fetchall()

        assert kept_months(fetch) is None
        connection.execute("create schema final")
        connection.execute("create table final.month (period date)")
        connection.execute("create table final.print (shape varchar)")
        connection.execute("create table final.odd_period (period date)")
        assert kept_months(fetch) is None
        connection.execute("insert into final.month values ('2026-02-01'), ('2026-01-01')")
        assert kept_months(fetch) == KeptMonths(date(2026, 1, 1), date(2026, 2, 1), frozenset(("odd_period",)))


def test_of_some_months_only_their_rows_are_read() -> None:
    asked = of_months("odd_period", (date(2026, 1, 1), date(2026, 3, 1)))
    with duckdb.connect() as connection:
        connection.execute("create schema final")
        connection.execute("create table final.odd_period as select unnest(['2026-01-01', '2026-02-01', '2026-03-01',"
                           " '2026-04-01'])::date as period")  # fmt: skip
        assert connection.execute(f"select period from ({asked}) order by 1").fetchall() == [
            (date(2026, 1, 1),), (date(2026, 3, 1),),
        ]  # fmt: skip
