"""Touched keys by hand: those of changed rows, of what they link to, of their neighbours, and of days that passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

import duckdb
import pytest

from crm_metrics.warehouse.heads.refreshes import Refresh, parse
from crm_metrics.warehouse.presence import columns_held
from crm_metrics.warehouse.refreshing.changes import part
from crm_metrics.warehouse.refreshing.keys import READ, TOUCHED, Keys, Passed

CONTACT = [
    ("refresh", "", "contact"),
    ("row", "main.call", "call_id as contact, customer_id as customer, called_on"),
    ("link", "main.agent", "agent = agent_id"),
    ("link", "main.rate", "agent = agent_id, called_on = known_on .."),
    ("beside", "", "customer, called_on = own.called_on .. own.called_on + 7"),
    ("moves", "", "called_on + 7"),
    ("lasting", "", "agent = 'open'"),
]
DAY = [("refresh", "", "day"), ("row", "main.stay", "from_on .. to_on as day")]
CALLS = """
  ('1', 'ana', date '2026-03-01', 'x'), ('2', 'ana', date '2026-03-05', 'y'), ('3', 'ana', date '2026-03-20', 'x'),
  ('4', 'bea', date '2026-03-05', 'x'), ('5', 'unknown', date '2026-03-05', 'y'),
  ('6', 'unknown', date '2026-03-06', 'z')
"""


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as made:
        made.execute("create schema shape")
        made.execute(
            f"create table main.call as select * from (values {CALLS}) as t(call_id, customer_id, called_on, agent)"
        )
        made.execute(
            "create table shape.contact as"
            " select call_id as contact, customer_id as customer, called_on, agent from main.call"
        )
        yield made


def refresh(lines: list[tuple[str, str, str]]) -> Refresh:
    found = parse("contact", lines)
    assert found is not None
    return found


def found(
    connection: duckdb.DuckDBPyConnection,
    *changed: str,
    lines: list[tuple[str, str, str]] = CONTACT,
    passed: Passed | None = None,
) -> tuple[list[object], list[object]]:
    """The keys touched, and those read, in order; of inputs whose changed rows stand in their tables."""
    keys = Keys(
        connection=connection,
        table="shape.contact",
        refresh=refresh(lines),
        changed=frozenset(changed),
        passed=passed,
        held=partial(columns_held, connection),
    )
    count = keys.find()
    touched, read = (
        [key for (key,) in connection.execute(f"select key from {name} order by 1").fetchall()]
        for name in (TOUCHED, READ)
    )
    assert count == len(touched)
    return touched, read


def change(connection: duckdb.DuckDBPyConnection, of: str, rows: str, columns: str) -> None:
    connection.execute(f"create temp table {part(of)} as select * from (values {rows}) as t({columns})")


def test_a_new_row_touches_those_that_read_it_and_reads_those_after_it(connection: duckdb.DuckDBPyConnection) -> None:
    row = "('7', 'ana', date '2026-03-08', 'y')"
    connection.execute(f"insert into main.call values {row}")
    change(connection, "main.call", row, "call_id, customer_id, called_on, agent")
    touched, read = found(connection, "main.call")
    assert touched == ["1", "2", "7"]  # 3 came later than it, 4 is another customer's
    assert read == ["1", "2", "7"]  # 1 reads 2 and 7, and 3 lies more than seven days after each


def test_a_row_moved_to_another_customer_touches_the_neighbours_of_both(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("update main.call set customer_id = 'bea' where call_id = '2'")
    rows = "('2', 'ana', date '2026-03-05', 'y'), ('2', 'bea', date '2026-03-05', 'y')"
    change(connection, "main.call", rows, "call_id, customer_id, called_on, agent")
    touched, read = found(connection, "main.call")
    assert touched == ["1", "2", "4"]
    assert set(read) >= {"1", "2", "4"}


def test_who_is_not_known_is_nobodys_neighbour(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("update main.call set agent = 'w' where call_id = '6'")
    rows = "('6', 'unknown', date '2026-03-06', 'z'), ('6', 'unknown', date '2026-03-06', 'w')"
    change(connection, "main.call", rows, "call_id, customer_id, called_on, agent")
    assert found(connection, "main.call") == (["6"], ["6"])


def test_a_row_that_is_gone_touches_those_that_read_it(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("delete from main.call where call_id = '2'")
    change(connection, "main.call", "('2', 'ana', date '2026-03-05', 'y')", "call_id, customer_id, called_on, agent")
    assert found(connection, "main.call")[0] == ["1", "2"]


def test_links_touch_by_their_columns_and_from_a_day_on(connection: duckdb.DuckDBPyConnection) -> None:
    change(connection, "main.agent", "('y'), (null)", "agent_id")
    assert found(connection, "main.agent")[0] == ["2", "5"]
    change(connection, "main.rate", "('x', date '2026-03-05')", "agent_id, known_on")
    assert found(connection, "main.rate")[0] == ["3", "4"]


def test_days_that_passed_touch_the_rows_that_they_move_and_those_that_last(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    connection.execute("update shape.contact set agent = 'open' where contact = '6'")
    passed = Passed(date(2026, 3, 11), date(2026, 3, 12))
    assert found(connection, passed=passed)[0] == ["2", "4", "5", "6"]  # 5 March is seven days before the twelfth
    assert found(connection, passed=Passed(date(2026, 3, 12), date(2026, 3, 12)))[0] == ["6"]
    assert found(connection)[0] == []


def test_days_of_one_row_are_touched_alone_or_with_those_beside(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("create table main.stay (from_on date, to_on date)")
    rows = ("('2026-03-01', '2026-03-02')", "('2026-03-02', '2026-03-04')", "('2026-03-04', '2026-03-05')")
    connection.execute(f"insert into main.stay values {', '.join(rows)}")
    connection.execute(
        f"create temp table {part('main.stay')} as select date '2026-03-01' as from_on, date '2026-03-02' as to_on"
    )
    days = [date(2026, 3, day) for day in range(1, 6)]
    assert found(connection, "main.stay", lines=DAY) == (days[:2], days[:2])
    together = [*DAY, ("together", "", "days")]
    assert found(connection, "main.stay", lines=together) == (days[:4], days)
