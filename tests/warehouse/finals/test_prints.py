"""What a month was made of: which columns count, and that a shape reads no column that its text does not name."""

from __future__ import annotations

from datetime import date
from functools import partial

import duckdb
import pytest
import sqlglot
from sqlglot import exp
from sqlglot.optimizer.qualify import qualify

from crm_metrics.warehouse import schema, shape
from crm_metrics.warehouse.finals.prints import prints

KEPT = sorted(one.name for one in shape.kept())


@pytest.fixture(scope="module")
def empty() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    schema.create(connection)
    shape.build(connection)
    return connection


def columns(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for table, column in connection.execute(
        "select table_name, column_name from duckdb_columns() where schema_name = 'shape'"
    ).fetchall():
        found.setdefault(table, {})[column] = "VARCHAR"
    return found


@pytest.mark.parametrize("name", KEPT)
def test_each_column_that_a_shape_reads_stands_in_its_text(empty: duckdb.DuckDBPyConnection, name: str) -> None:
    """With every star written out; else a change of such a column would be kept from the months."""
    text = shape.period_select(name, "UTC")
    asked = dict.fromkeys(("period", "first", "last", "next", "days", "ends"), "VARCHAR")
    whole = qualify(
        sqlglot.parse_one(text, read="duckdb"), schema={"shape": columns(empty), "": {"asked": asked}}, dialect="duckdb"
    )
    words = set(text.replace("(", " ").replace(")", " ").replace(",", " ").replace(".", " ").split())
    for scope in whole.find_all(exp.Select):
        for table in scope.find_all(exp.Table):
            if table.db == "shape":
                read = {one.name for one in scope.find_all(exp.Column) if one.table == table.alias_or_name}
                assert read <= words, table.name


@pytest.mark.parametrize("name", KEPT)
def test_each_day_of_a_head_is_a_day_of_a_shape_that_it_reads(empty: duckdb.DuckDBPyConnection, name: str) -> None:
    text, days = shape.period_select(name, "UTC"), shape.shapes()[name].finals or {}
    for source, day in days.items():
        assert source in shape.read_by(text) and day in columns(empty)[source]
        assert f".{day} >= a.first and " in text and f".{day} <= a.last" in text


def touched_by(connection: duckdb.DuckDBPyConnection, made: shape.Shape, change: str) -> list[int]:
    """Which of the first four months of 2026 a change makes to be of something else."""
    months = [date(2026, month, 1) for month in (1, 2, 3, 4)]
    before = prints(connection, made, made.sql, months)
    connection.execute(change)
    after = prints(connection, made, made.sql, months)
    return [month.month for month in months if before[month] != after[month]]


def test_a_month_has_a_print_of_its_own(empty: duckdb.DuckDBPyConnection) -> None:
    """A span counts from the month in which it begins, its end from the one in which it ends; other days by month."""
    with duckdb.connect() as connection:
        connection.execute("create schema shape")
        connection.execute("create table shape.a_span (from_on date, to_on date, v int, unread int)")
        connection.execute("create table shape.b_row (day date, v int)")
        text = "select a.period, s.v from asked a join shape.a_span s on s.from_on < a.next and s.to_on >= a.next"
        text += " join shape.b_row b on b.day >= a.first and b.day <= a.last"
        made = shape.Shape(name="odd", kind="period", sql=text, tables=("x",), finals={"b_row": "day"})
        touched = partial(touched_by, connection, made)

        assert touched("insert into shape.a_span values ('2026-02-10', 'infinity', 1, 1)") == [2, 3, 4]
        assert touched("update shape.a_span set unread = 2") == []
        assert touched("update shape.a_span set to_on = '2026-05-05'") == []  # beyond the last month
        assert touched("update shape.a_span set to_on = '2026-03-31'") == [3, 4]
        assert touched("update shape.a_span set to_on = '2026-04-01'") == [3, 4]  # alive at the close of March now
        assert touched("update shape.a_span set from_on = '2025-06-01'") == [1, 2, 3, 4]
        assert touched("insert into shape.b_row values ('2026-03-01', 1)") == [3]
        assert touched("update shape.b_row set day = '2026-01-31'") == [1, 3]
        assert touched("insert into shape.b_row values ('2027-01-01', 1), (null, 1)") == []


def test_rows_of_a_span_count_from_when_something_is_told_of_who_they_are_of() -> None:
    """A customer of today has been one of a tier since ever; no month before reads it."""
    with duckdb.connect() as connection:
        connection.execute("create schema shape")
        connection.execute("create table shape.tier (customer varchar, from_on date, to_on date, tier varchar)")
        connection.execute("create table shape.sale (customer varchar, sold_on date)")
        text = "select a.period, c.tier from asked a join shape.sale o on o.sold_on >= a.first and o.sold_on <= a.last"
        text += " join shape.tier c on c.customer = o.customer and a.last >= c.from_on and a.last < c.to_on"
        known = {"tier": ("customer", "sale.sold_on")}
        made = shape.Shape(name="odd", kind="period", sql=text, tables=("x",), finals={"sale": "sold_on"}, known=known)
        touched = partial(touched_by, connection, made)

        assert touched("insert into shape.tier values ('ana', '0001-01-01', '9999-12-31', 'low')") == []
        assert touched("insert into shape.sale values ('ana', '2026-03-05'), ('ana', '2026-04-01')") == [3, 4]
        assert touched("update shape.tier set tier = 'high'") == [3, 4]
        assert touched("update shape.tier set to_on = '2026-02-01'") == [3, 4]  # nothing of it is read any more
        assert touched("insert into shape.tier values ('ana', '2026-02-01', '9999-12-31', 'low')") == [3, 4]
        assert touched("insert into shape.sale values ('ana', '2026-02-28')") == [2]


@pytest.mark.parametrize("name", KEPT)
def test_each_span_that_counts_later_is_found_by_a_column_of_its_own(
    empty: duckdb.DuckDBPyConnection, name: str
) -> None:
    text, held = shape.period_select(name, "UTC"), columns(empty)
    for span, (column, *days) in shape.shapes()[name].known.items():
        assert {column, "from_on", "to_on"} <= held[span].keys() and span in shape.read_by(text)
        for table, _, day in (one.partition(".") for one in days):
            assert table in shape.read_by(text) and {column, day} <= held[table].keys()
