"""A shape made in parts has the rows of one made at once; only one whose rows are made alone is parted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from crm_metrics.warehouse import shape
from crm_metrics.warehouse.demo.build import Asked
from crm_metrics.warehouse.heads import parting
from tests.demo_company import demo_company

PARTED = {"clock_run", "item_stamp", "item_state", "open_item_span", "resolved_span", "sla_clock", "survey"}


@pytest.fixture(scope="module")
def company() -> Iterator[duckdb.DuckDBPyConnection]:
    with demo_company(Asked(customers=300, months=6, until=date(2026, 8, 31)), finish=None) as shop:
        yield shop.connection


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of few rows."""
    monkeypatch.setattr(parting, "ROWS", 300)


@pytest.mark.parametrize("name", sorted(PARTED))
def test_parts_together_hold_the_rows_of_the_whole(company: duckdb.DuckDBPyConnection, small: None, name: str) -> None:
    known = shape.stored()[name]
    select = shape.fill(known.sql, shape.zone_of(company))
    told = parting.parts(company, select, known.refresh)
    assert len(told) > 3
    company.execute(f"create or replace temp table once as {select}")
    shape.store(company, "shape.parted", select, known.refresh)
    differing = company.execute("""select count(*) from (
        (from temp.once except all from shape.parted) union all (from shape.parted except all from temp.once))""")
    assert differing.fetchall() == [(0,)]
    company.execute("drop table shape.parted")


def test_rows_that_are_made_of_several_are_not_parted(company: duckdb.DuckDBPyConnection, small: None) -> None:
    for name in ("interaction", "work_item", "agent_day", "written_contact", "customer_state", "watermark"):
        assert parting.parts(company, "select 1", shape.stored()[name].refresh) == ["select 1"]


def test_a_small_input_is_read_whole(company: duckdb.DuckDBPyConnection) -> None:
    assert parting.parts(company, "select 1", shape.stored()["survey"].refresh) == ["select 1"]


def test_each_place_of_the_input_stands_in_one_part(connection: duckdb.DuckDBPyConnection, small: None) -> None:
    connection.execute("create table main.survey as select range as survey_id from range(1402)")
    told = parting.parts(connection, "select * from main.survey s", shape.stored()["survey"].refresh)
    counts = [len(connection.execute(select).fetchall()) for select in told]
    assert counts == [281, 281, 281, 281, 278]
