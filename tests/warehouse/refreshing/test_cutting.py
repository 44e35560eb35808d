"""Cut inputs: the rows that the keys read and the columns that the select names; whole where that can't be told."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import duckdb
import pytest

from crm_metrics.warehouse.heads.refreshes import parse
from crm_metrics.warehouse.presence import columns_held
from crm_metrics.warehouse.refreshing import cutting
from crm_metrics.warehouse.refreshing.changes import part
from crm_metrics.warehouse.refreshing.cutting import columns_read, cut
from crm_metrics.warehouse.refreshing.keys import Keys

HEAD = [
    ("refresh", "", "contact"),
    ("row", "main.call", "call_id as contact, customer_id as customer"),
    ("link", "shape.span", "customer"),
    ("link", "shape.note", "contact; colour"),
]


@pytest.fixture
def connection(monkeypatch: pytest.MonkeyPatch) -> Iterator[duckdb.DuckDBPyConnection]:
    monkeypatch.setattr(cutting, "FEW", 0)
    with duckdb.connect() as made:
        made.execute("create schema shape")
        made.execute(
            "create table main.call as select 'c' || range as call_id, 'p' || range % 5 as customer_id from range(50)"
        )
        made.execute(
            "create table shape.contact as"
            " select call_id as contact, customer_id as customer, 'red' as colour from main.call"
        )
        made.execute(
            "create table shape.span as"
            " select 'p' || range % 5 as customer, range as from_on, 'x' as tier from range(20)"
        )
        made.execute("create table shape.note as select 'c' || range as contact, 'red' as colour from range(50)")
        made.execute("create table main.other as select 1 as one")
        made.execute(f"create temp table {part('main.call')} as select 'c7' as call_id, 'p2' as customer_id")
        yield made


def keys(connection: duckdb.DuckDBPyConnection) -> Keys:
    found = parse("contact", HEAD)
    assert found is not None
    made = Keys(
        connection=connection,
        table="shape.contact",
        refresh=found,
        changed=frozenset({"main.call"}),
        passed=None,
        held=partial(columns_held, connection),
    )
    made.find()
    return made


def test_inputs_are_cut_to_the_keys_and_to_what_is_known_of_them(connection: duckdb.DuckDBPyConnection) -> None:
    join = "shape.span s on s.customer = c.customer_id"
    select = f"select c.call_id, s.tier from main.call c join {join} cross join main.other"
    made = cut(keys(connection), select)
    assert made == select.replace("main.call", "temp.cut_main_call").replace("shape.span", "temp.cut_shape_span")
    assert connection.execute("from temp.cut_main_call").fetchall() == [("c7", "p2")]
    assert connection.execute(
        "select distinct customer, count(*) from temp.cut_shape_span group by all"
    ).fetchall() == [("p2", 4)]


def test_an_input_linked_by_what_is_not_known_before_is_read_whole(connection: duckdb.DuckDBPyConnection) -> None:
    assert cut(keys(connection), "select contact from shape.note") == "select contact from shape.note"


def test_an_input_of_few_rows_is_read_whole(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cutting, "FEW", 50)
    assert cut(keys(connection), "select call_id from main.call") == "select call_id from main.call"


@pytest.mark.parametrize(
    ("select", "columns"),
    [
        ("select tier from shape.span", ["tier"]),
        ("select s.tier, s.customer from shape.span as s", ["customer", "tier"]),
        ("select s.* from shape.span s", ["customer", "from_on", "tier"]),
        ("select * from shape.span", ["customer", "from_on", "tier"]),
        ("with a as (select c.* from main.call c) select tier from shape.span, a", ["tier"]),
        ("select count(1) from shape.span", ["customer", "from_on", "tier"]),
    ],
)
def test_only_named_columns_are_read_but_by_a_star(
    connection: duckdb.DuckDBPyConnection, select: str, columns: list[str]
) -> None:
    assert columns_read(columns_held(connection, "shape.span"), "shape.span", select) == columns
