"""The demo company: coherent, the same for the same arguments, and never in a company's place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from crm_metrics.errors import QuestionError
from crm_metrics.warehouse import schema
from crm_metrics.warehouse.demo import build_demo
from crm_metrics.warehouse.demo.build import Asked, fill
from crm_metrics.warehouse.demo.truths import Truths
from crm_metrics.warehouse.manifest import measure
from crm_metrics.warehouse.publish import publish, rebuild
from crm_metrics.warehouse.store import open_warehouse

SMALL = Asked(customers=600, months=6, seed=7, until=date(2026, 11, 21))


def filled(asked: Asked, threads: int = 2) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"threads": str(threads)})
    connection.execute("set TimeZone = 'UTC'")
    schema.create(connection)
    connection.execute("begin")
    fill(connection, asked)
    connection.execute("commit")
    return connection


def checksums(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[int, ...]]:
    return {
        table: row(connection, f'select count(*), bit_xor(hash(t::varchar)) from main."{table}" as t')
        for table in (*schema.input_tables(), "load_log")
    }


def row(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[int, ...]:
    row = connection.execute(sql).fetchone()
    assert row is not None
    return tuple(row)


def count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    return row(connection, f"select count(*) from ({sql})")[0]


@pytest.fixture(scope="module")
def demo() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = filled(SMALL)
    yield connection
    connection.close()


def test_the_same_arguments_give_the_same_rows_whatever_the_threads(demo: duckdb.DuckDBPyConnection) -> None:
    with filled(SMALL, threads=1) as again:
        assert checksums(again) == checksums(demo)


def test_another_seed_gives_other_rows() -> None:
    march = date(2026, 3, 31)
    with filled(Asked(march, 200, 2, seed=1)) as first, filled(Asked(march, 200, 2, seed=2)) as second:
        assert checksums(first)["interaction"] != checksums(second)["interaction"]


def test_every_input_table_has_rows(demo: duckdb.DuckDBPyConnection) -> None:
    assert [table for table in schema.input_tables() if count(demo, f'select 1 from main."{table}"') == 0] == []


def test_all_seven_processes_have_work_people_contacts_and_answers(demo: duckdb.DuckDBPyConnection) -> None:
    seven = {"presales", "sales", "service", "collections", "telemarketing", "loyalty", "retention"}
    for table in ("agent", "agent_time", "interaction"):
        assert {row[0] for row in demo.execute(f"select distinct process from {table}").fetchall()} == seven
    answered = "select distinct process from survey where score is not null and process is not null"
    assert {row[0] for row in demo.execute(answered).fetchall()} == seven


def test_it_says_that_it_is_made_up(demo: duckdb.DuckDBPyConnection) -> None:
    assert demo.execute("select value from warehouse_info where key = 'origin'").fetchall() == [("demo",)]
    assert demo.execute("select name from company").fetchall() == [("Andina Hogar (demo)",)]
    assert count(demo, "select 1 from customer where email not like '%@ejemplo.invalid' or phone is not null") == 0


def test_nothing_happens_after_the_last_evening(demo: duckdb.DuckDBPyConnection) -> None:
    end = "timestamptz '2026-11-22 00:00:00-05'"
    for table, column in (
        ("work_item", "opened_at"),
        ("work_item", "first_response_at"),
        ("work_item", "qualified_at"),
        ("work_item", "first_resolved_at"),
        ("work_item", "closed_at"),
        ("status_event", "changed_at"),
        ("interaction", "offered_at"),
        ("interaction", "ended_at"),
        ("agent_time", "started_at"),
        ("survey", "sent_at"),
        ("survey", "responded_at"),
        ("order_line", "ordered_at"),
        ("order_line", "delivered_at"),
        ("loyalty_entry", "entry_at"),
    ):
        assert count(demo, f"select 1 from {table} where {column} >= {end}") == 0, (table, column)
    assert count(demo, "select 1 from receivable where entry_on > date '2026-11-21'") == 0
    assert count(demo, "select 1 from subscription where greatest(starts_on, ends_on) > date '2026-11-21'") == 0


def test_every_id_points_somewhere(demo: duckdb.DuckDBPyConnection) -> None:
    known = "select customer_id from customer union select alias_id from customer_alias union select 'unknown'"
    for table in ("work_item", "interaction", "survey", "order_line", "subscription", "receivable", "loyalty_entry"):
        assert count(demo, f"select 1 from {table} where customer_id not in ({known})") == 0, table
    for table in ("work_item", "interaction", "survey", "order_line", "agent_time"):
        assert count(demo, f"select 1 from {table} where agent_id not in (select agent_id from agent)") == 0, table
    for table in ("work_item", "interaction", "survey"):
        points = "select touchpoint_id from touchpoint"
        assert count(demo, f"select 1 from {table} where touchpoint_id not in ({points})") == 0, table
    items = "select work_item_id from work_item"
    assert count(demo, f"select 1 from interaction where work_item_id not in ({items})") == 0
    assert count(demo, f"select 1 from order_line where work_item_id not in ({items})") == 0
    contacts = "select interaction_id from interaction"
    assert count(demo, f"select 1 from survey where interaction_id not in ({contacts})") == 0
    assert count(demo, "select 1 from work_item where campaign_id not in (select campaign_id from campaign)") == 0


def test_an_invoice_is_never_paid_more_than_once(demo: duckdb.DuckDBPyConnection) -> None:
    assert count(demo, "select 1 from receivable group by invoice_id having sum(amount) < 0") == 0
    before = "select sum(amount) over (partition by invoice_id order by entry_on, kind) as balance from receivable"
    assert count(demo, f"select 1 from ({before}) where balance < 0") == 0


def test_the_spans_of_a_subscription_do_not_overlap(demo: duckdb.DuckDBPyConnection) -> None:
    spans = (
        "select ends_on, lead(starts_on) over (partition by subscription_id order by starts_on) as next_on"
        " from subscription"
    )
    assert (
        count(demo, f"select 1 from ({spans}) where next_on is not null and (ends_on is null or ends_on > next_on)")
        == 0
    )
    assert count(demo, "select 1 from subscription where (ends_on is null) <> (end_reason is null)") == 0


def test_no_member_spends_points_that_are_not_there(demo: duckdb.DuckDBPyConnection) -> None:
    running = (
        "select sum(points) over (partition by customer_id order by entry_at, entry_id) as balance from loyalty_entry"
    )
    assert count(demo, f"select 1 from ({running}) where balance < 0") == 0


def test_a_return_takes_back_a_line_that_was_delivered_before(demo: duckdb.DuckDBPyConnection) -> None:
    returns = (
        "select r.ordered_at, s.delivered_at from order_line as r left join order_line as s on s.order_id = r.order_id"
        " and s.product_id = r.product_id and not s.is_return where r.is_return"
    )
    assert count(demo, returns) > 0
    assert count(demo, f"select 1 from ({returns}) where delivered_at is null or delivered_at >= ordered_at") == 0


def test_calls_and_dials_rest_on_sundays_and_holidays(demo: duckdb.DuckDBPyConnection) -> None:
    calls = (
        "select (offered_at at time zone 'America/Bogota')::date as day"
        " from interaction join touchpoint using (touchpoint_id) where channel = 'phone'"
        " and disposition <> 'abandoned'"
    )
    closed = "isodow(day) = 7 or day in (select day from holiday where calendar_id = 'company')"
    assert count(demo, f"select 1 from ({calls}) where {closed}") == 0


def test_one_day_is_missing_from_the_dialler_and_one_source_is_late(demo: duckdb.DuckDBPyConnection) -> None:
    # 21 November 2026 is a Saturday; nine days before is Thursday the 12th, the Wednesday before it the 11th.
    assert SMALL.truths.missing == date(2026, 11, 11)
    days = (
        "select distinct (offered_at at time zone 'America/Bogota')::date as day"
        " from interaction where _source = 'dialler'"
    )
    assert count(demo, f"select 1 from ({days}) where day = date '2026-11-11'") == 0
    assert count(demo, f"select 1 from ({days}) where day in (date '2026-11-10', date '2026-11-12')") == 2
    ends = dict(demo.execute("select source, max(loaded_through) from load_log group by source").fetchall())
    assert ends.pop("loyalty") == date(2026, 11, 17)
    assert set(ends.values()) == {date(2026, 11, 21)}


def test_the_load_log_counts_every_row_of_every_table(demo: duckdb.DuckDBPyConnection) -> None:
    for table in schema.input_tables():
        counted = row(demo, f"select sum(rows_read) from load_log where table_name = '{table}'")[0]
        assert counted == count(demo, f'select 1 from main."{table}"'), table


def test_the_dates_of_the_truths_follow_from_the_last_day() -> None:
    # 4 January 2026 is a Sunday, nine days before it a Friday; the Wednesday before, 24 December, is a holiday here.
    truths = Truths(date(2024, 1, 1), date(2026, 1, 4), frozenset({date(2025, 12, 24)}))
    assert truths.step == date(2025, 12, 21)
    assert truths.price_rise == date(2025, 8, 1)
    assert truths.failing == date(2025, 9, 1)
    assert truths.plan_works == date(2025, 10, 6)
    assert truths.unlucky == date(2025, 10, 27)
    assert truths.missing == date(2025, 12, 17)
    assert truths.late == date(2025, 12, 31)


def test_the_first_day_begins_the_months_asked() -> None:
    assert Asked(months=25, until=date(2026, 11, 21)).first == date(2024, 11, 1)
    assert Asked(months=1, until=date(2026, 1, 31)).first == date(2026, 1, 1)


@pytest.mark.parametrize(("customers", "months"), [(99, 25), (1_000_001, 25), (600, 0), (600, 121)])
def test_numbers_out_of_range_are_refused(customers: int, months: int) -> None:
    with pytest.raises(QuestionError):
        Asked(date(2026, 3, 31), customers, months)


def test_a_company_of_imported_rows_is_not_replaced(tmp_path: Path) -> None:
    def imported(connection: duckdb.DuckDBPyConnection) -> bool:
        connection.execute(
            "insert into load_log values (1, 'plain', 'survey', null, null, 0, 0, ?, false)", [datetime.now(UTC)]
        )
        return True

    publish(tmp_path, imported, finish=None)
    with pytest.raises(QuestionError, match="imported rows"):
        build_demo(tmp_path, finish=None, customers=100, months=1, until=date(2026, 3, 31))


def test_a_demo_replaces_a_demo_as_a_new_version(tmp_path: Path) -> None:
    for seed in (1, 2):
        build_demo(tmp_path, finish=None, customers=100, months=1, seed=seed, until=date(2026, 3, 31))
    warehouse = open_warehouse(tmp_path)
    assert (warehouse.version, warehouse.origin, warehouse.company.name) == (2, "demo", "Andina Hogar (demo)")
    assert warehouse.fetch("select count(*) from shape.interaction") == warehouse.fetch(
        "select count(*) from main.interaction"
    )
    warehouse.close()


def test_a_demo_made_anew_keeps_its_own_lists_and_so_its_rows(tmp_path: Path) -> None:
    build_demo(tmp_path, finish=None, customers=100, months=3, until=date(2026, 8, 31))
    tables = ("main.contact_reason", "main.comment_theme", "shape.work_item", "shape.comment")

    def held() -> list[tuple[int, str]]:
        with closing(open_warehouse(tmp_path)) as warehouse:
            return [measure(warehouse.connection, table) for table in tables]

    before = held()
    assert before[0][0] > 0 and before[1][0] > 0
    rebuild(tmp_path, finish=None)
    assert held() == before
