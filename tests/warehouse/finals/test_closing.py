"""Whole months made anew where something touched them and nowhere else; in the end they are as made of nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random

import duckdb
import pytest

from crm_metrics.errors import DataError
from crm_metrics.warehouse import schema, shape
from crm_metrics.warehouse.demo.build import Asked, fill
from crm_metrics.warehouse.finals import closing
from crm_metrics.warehouse.finals.closing import close_months, forget_months

UNTIL = date(2026, 9, 10)
YEAR = date(2026, 8, 31)  # under which the twelve months to August stand
KEPT = sorted(one.name for one in shape.kept())
LATE = "ordered_at >= '2026-06-10' and ordered_at < '2026-06-20'"


@pytest.fixture(scope="module")
def made() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        schema.create(connection)
        connection.execute("begin")
        fill(connection, Asked(customers=200, months=7, until=UNTIL))
        connection.execute("commit")
        shape.build(connection)
        close_months(connection)
        yield connection


@pytest.fixture
def company(made: duckdb.DuckDBPyConnection, tmp_path: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """The company, of which a test may change what it likes."""
    made.execute(f"attach '{tmp_path}/copy.duckdb' as copy")
    made.execute("copy from database memory to copy")
    made.execute("detach copy")
    with duckdb.connect(f"{tmp_path}/copy.duckdb") as connection:
        connection.execute("set TimeZone = 'UTC'")
        yield connection


def changed(connection: duckdb.DuckDBPyConnection, *changes: str) -> set[tuple[str, date]]:
    """What is made anew after some changes of the input tables."""
    for change in changes:
        connection.execute(change)
    shape.build(connection)
    return set(close_months(connection))


def months_of(connection: duckdb.DuckDBPyConnection) -> list[date]:
    """The months kept and, under its last day, the year."""
    return [month for (month,) in connection.execute("select period from final.month order by 1").fetchall()]


def hold_as_made_of_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    for name in KEPT:
        connection.execute(f"create or replace temp table was_{name} as from final.{name}")
    forget_months(connection)
    close_months(connection)
    for name in KEPT:
        for one, other in ((f"was_{name}", f"final.{name}"), (f"final.{name}", f"was_{name}")):
            assert connection.execute(f"from {one} except all from {other}").fetchall() == [], name


def test_the_same_rows_make_no_month_anew(company: duckdb.DuckDBPyConnection) -> None:
    assert changed(company) == set()
    assert months_of(company)[-2:] == [date(2026, 8, 1), YEAR]


def test_a_day_of_a_running_month_touches_none(company: duckdb.DuckDBPyConnection) -> None:
    rows = "from main.interaction where offered_at >= timestamptz '2026-09-08 12:00+00'"
    more = f"insert into main.interaction select * replace (interaction_id || '+' as interaction_id) {rows}"
    assert company.execute(f"select count(*) {rows}").fetchone() != (0,)
    assert changed(company, more) == set()
    hold_as_made_of_nothing(company)


def test_a_new_customer_touches_no_month_before_it_bought(company: duckdb.DuckDBPyConnection) -> None:
    """What it is, it is since ever; the months of invoices read all customers whom they may belong to."""
    rows = "insert into main.customer (customer_id, kind, region, _source) values ('new', 'person', 'Norte', 'crm')"
    order = (
        "insert into main.order_line by name select * replace ('new' as customer_id, 'new' as order_id,"
        " timestamptz '{day} 12:00+00' as ordered_at) from main.order_line where line_no = 1 and not is_return limit 1"
    )
    touched = changed(company, rows, order.format(day="2026-09-08"))
    assert {month for name, month in touched if name == "customer_period"} == set()
    touched = changed(company, "delete from main.order_line where order_id = 'new'", order.format(day="2026-07-08"))
    assert {month for name, month in touched if name == "customer_period"} == {
        date(2026, 7, 1),
        date(2026, 8, 1),
        YEAR,
    }
    hold_as_made_of_nothing(company)


def test_a_late_sale_touches_its_own_month(company: duckdb.DuckDBPyConnection) -> None:
    assert company.execute(f"select count(*) from main.order_line where {LATE}").fetchone() != (0,)
    touched = changed(company, f"update main.order_line set amount = amount + 7 where {LATE}")
    assert {month for name, month in touched if name == "customer_period"} == {date(2026, 6, 1), YEAR}
    hold_as_made_of_nothing(company)


def test_a_customer_who_is_told_anew_from_a_day_touches_the_months_since(company: duckdb.DuckDBPyConnection) -> None:
    (customer,) = company.execute("select customer from shape.book_span where to_on > '2026-09-01' limit 1").fetchall()[
        0
    ]
    event = (
        "insert into main.status_event (entity, entity_id, attribute, changed_at, old_value, new_value, _source) values"
        f" ('customer', '{customer}', 'value_tier', timestamptz '2026-07-15 12:00+00', 'low', 'high', 'crm')"
    )
    touched = {month for name, month in changed(company, event) if name == "customer_period"}
    assert touched and touched >= {date(2026, 7, 1), date(2026, 8, 1)}
    hold_as_made_of_nothing(company)


def sources() -> list[str]:
    return sorted({source for name in KEPT for source in shape.read_by(shape.period_select(name, "UTC"))})


@pytest.mark.parametrize("source", sources())
def test_a_change_of_each_shape_behind_leaves_what_a_build_of_nothing_gives(
    company: duckdb.DuckDBPyConnection, source: str
) -> None:
    """Of that shape alone: through the input tables a change that is missed here is most often seen by another."""
    random, kept, made = Random(7), 0, 0
    for share in (600, 60):
        for change in _changes(company, source, random, share):
            company.execute(change)
            touched = len(close_months(company))
            kept, made = kept + len(months_of(company)) * len(KEPT) - touched, made + touched
            hold_as_made_of_nothing(company)
    assert kept and made


def _changes(connection: duckdb.DuckDBPyConnection, source: str, random: Random, share: int) -> list[str]:
    """Rows of a stored shape withdrawn, moved by days, and told anew."""
    described = connection.execute(f"describe shape.{source}").fetchall()
    kinds = {name: kind for name, kind, *_ in described}
    days = [name for name, kind in kinds.items() if kind == "DATE"]
    numbers = [name for name, kind in kinds.items() if kind.startswith("DECIMAL")] or days[:1]
    drawn = f"hash({', '.join(kinds)}, {random.randrange(10**6)}) % {share} = 0"
    moved = [f"{day} = {day} + {random.choice((-40, -9, 9))}" for day in days if day in ("from_on", "to_on")] or [
        f"{day} = {day} - {random.randrange(1, 60)}" for day in days[:1]
    ]
    return [
        f"delete from shape.{source} where {drawn}",
        *(f"update shape.{source} set {one} where {drawn} and isfinite({one.split()[0]})" for one in moved),
        f"update shape.{source} set {numbers[0]} = {numbers[0]} + 1 where {drawn}",
    ]


def test_what_was_kept_by_another_text_is_made_anew(
    company: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = shape.period_select

    def other(name: str, zone: str) -> str:
        return f"select *, 1 as more from ({usual(name, zone)})" if name == "invoice_period" else usual(name, zone)

    monkeypatch.setattr(closing, "period_select", other)
    assert close_months(company) == {("invoice_period", month) for month in months_of(company)}
    assert company.execute("select count(*) > 0, min(more) from final.invoice_period").fetchone() == (True, 1)


def test_rows_that_can_not_be_read_again_stop_it_and_leave_what_was(
    company: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = company.execute("select count(*) from final.customer_period").fetchone()
    company.execute("update final.print set print = 'another'")
    monkeypatch.setattr(closing, "rows_read", lambda *_: -1)
    with pytest.raises(DataError, match="can be read"):
        close_months(company)
    assert company.execute("select count(*) from final.customer_period").fetchone() == before


def test_the_newest_seven_years_of_long_data_and_none_of_no_data() -> None:
    with duckdb.connect() as connection:
        schema.create(connection)
        shape.build(connection)
        assert close_months(connection) == set()
        assert connection.execute("select count(*) from final.month").fetchone() == (0,)
        connection.execute("insert into main.company (name, time_zone, currency) values ('X', 'UTC', 'COP')")
        row = ["s", "order_line", date(1999, 5, 20), date(2026, 9, 10), datetime(2026, 9, 11, tzinfo=UTC)]
        connection.execute("insert into main.load_log values (1, ?, ?, ?, ?, 0, 0, ?, false)", row)
        shape.build(connection)
        assert len(close_months(connection)) == 85 * len(KEPT)
        months = "select count(*), min(period), max(period), max(ends) from final.month"
        told = connection.execute(months).fetchone()
        assert told == (85, date(2019, 9, 1), date(2026, 8, 31), date(2026, 8, 31))
        year = "select first, last, next, days from final.month where period = last"
        assert connection.execute(year).fetchall() == [(date(2025, 9, 1), YEAR, date(2026, 9, 1), 365)]
        connection.execute("update main.load_log set loaded_through = '2026-09-30'")
        shape.build(connection)
        assert close_months(connection) == {
            (name, day) for name in KEPT for day in (date(2026, 9, 1), date(2026, 9, 30))
        }
        assert connection.execute(months).fetchone() == (85, date(2019, 10, 1), date(2026, 9, 30), date(2026, 9, 30))
        connection.execute("update main.load_log set loaded_from = '2025-10-02'")
        shape.build(connection)
        close_months(connection)
        assert connection.execute("select count(*), min(first) from final.month").fetchone() == (13, date(2025, 10, 1))
        connection.execute("update main.load_log set loaded_from = '2025-11-01'")
        shape.build(connection)
        close_months(connection)
        assert connection.execute(year).fetchall() == []
