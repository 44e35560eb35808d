"""Scores stay where nothing that they are made of has changed, and are made anew where any of it has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import duckdb
import pytest

from crm_metrics.analysis.models import histories, sameness, scores
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse.finishing import FAILED, Draft, finished
from tests.analysis.models.test_scores import scored, shop
from tests.warehouse.shapes.made import person, plan

House = Callable[..., Shop]
Connection = duckdb.DuckDBPyConnection

THROUGH = date(2025, 12, 10)  # the last close is that of November
PRODUCTS = [{"product_id": "p", "name": "P", "line": "P", "unit_cost": 6}]


@pytest.fixture
def company(house: House) -> Connection:
    """One that sells and has contracts, scored."""
    rows = shop(until=date(2025, 11, 30))
    left = date(2025, 11, 4)
    plans = [
        plan(f"c{number:03}", date(2025, 1 + number % 9, 5), left if number < 35 else None, product_id="p")
        for number in range(40)
    ]
    return scored(house, {**rows, "subscription": plans, "product": PRODUCTS}, THROUGH).connection


def total(connection: Connection) -> str:
    known = histories.read(Draft(connection))
    due = [(day, quarter) for day, quarter in known.closes if day >= known.since + scores.HISTORY]
    assert due[-1][0] == (date(2025, 11, 30) - date(1970, 1, 1)).days
    return sameness.sum_of(known, due)


def marked(connection: Connection) -> int:
    """The scores of which a mark tells that they were not made anew."""
    row = connection.execute("select count(*) from shape.customer_score where recency_days = -1").fetchone()
    return int(row[0]) if row else 0


def test_scores_of_the_same_rows_stay_and_others_are_made_anew(company: Connection) -> None:
    before = company.execute("from shape.customer_score order by from_on, customer").fetchall()
    mark = "update shape.customer_score set recency_days = -1"
    company.execute(mark)
    finished(company, scores.write)
    assert marked(company) == len(before) > 300
    company.execute("update shape.purchase set amount = amount where customer = 'c001'")
    finished(company, scores.write)
    assert marked(company) == len(before)
    company.execute("update shape.score_fit set made_of = 'something else'")
    finished(company, scores.write)
    assert company.execute("from shape.customer_score order by from_on, customer").fetchall() == before


@pytest.mark.parametrize(
    "change",
    [
        "update shape.purchase set amount = amount + 1 where ordered_on = (select max(ordered_on) from shape.purchase)",
        "delete from shape.purchase where ordered_on = (select min(ordered_on) from shape.purchase)",
        "update shape.purchase set customer = 'c002' where customer = 'c001'",
        "update shape.order_line set margin = margin + 1 where ordered_on = '2025-11-30'",
        "update shape.book_stretch set to_on = '2025-11-30' where customer = 'c039'",
        "update shape.book_stretch set from_on = from_on - 1 where customer = 'c003'",
        "update shape.customer set acquired_on = '2025-01-01' where customer = 'c003'",
        "update shape.paid_span set to_on = '2025-11-29' where customer = 'c039'",
        "update shape.paid_span set mrr = mrr + 1 where customer = 'c039'",
        "update main.product set unit_cost = 7",
        "update main.product set line = 'Q'",
        "update shape.watermark set loaded_from = loaded_from - 1",
    ],
)
def test_any_row_through_the_last_close_counts(company: Connection, change: str) -> None:
    before = total(company)
    assert company.execute(change).fetchone() not in (None, (0,))
    assert total(company) != before


@pytest.mark.parametrize(
    "change",
    [
        "insert into shape.purchase by name (select * replace ('a new one' as customer,"
        " date '2025-12-02' as ordered_on) from shape.purchase limit 1)",
        "update shape.book_stretch set to_on = '2025-12-03' where customer = 'c039'",  # until then it was there
        "insert into shape.paid_span by name (select * replace ('a new one' as customer, date '2025-12-01' as from_on)"
        " from shape.paid_span limit 1)",
        "update shape.watermark set loaded_through = '2025-12-11'",
    ],
)
def test_nothing_after_it_does(company: Connection, change: str) -> None:
    before = total(company)
    assert company.execute(change).fetchone() not in (None, (0,))
    assert total(company) == before


def test_whose_a_score_is_may_be_told_anew(company: Connection) -> None:
    company.execute("update shape.customer_score set recency_days = -1")
    company.execute("update shape.customer_span set region = 'Norte' where customer = 'c004'")
    company.execute("delete from shape.customer_span where customer = 'c005'")
    finished(company, scores.write)
    told = "select distinct region, kind from shape.customer_score where customer = ?"
    assert marked(company) > 300
    assert company.execute(told, ["c004"]).fetchall() == [("Norte", "person")]
    assert company.execute(told, ["c005"]).fetchall() == [(None, None)]


def test_what_stops_the_scores_leaves_none_and_the_next_load_makes_them(company: Connection) -> None:
    def stopped(draft: Draft) -> Any:
        draft.run("delete from shape.customer_score where customer = 'c004'")
        raise ValueError("no")

    before = company.execute("from shape.customer_score order by from_on, customer").fetchall()
    finished(company, stopped)
    assert company.execute("select count(*) from shape.customer_score").fetchone() == (0,)
    assert company.execute("select failed, reason, detail from shape.score_fit").fetchall() == [
        (True, FAILED, "ValueError: no")
    ]
    finished(company, scores.write)
    assert company.execute("from shape.customer_score order by from_on, customer").fetchall() == before
    assert company.execute("select bool_or(failed) from shape.score_fit").fetchone() == (False,)


def test_a_version_that_nothing_finishes_keeps_none(company: Connection) -> None:
    finished(company, None)
    for table in ("customer_score", "score_fit"):
        assert company.execute(f"select count(*) from shape.{table}").fetchone() == (0,)


def test_nobody_has_a_sum_too(house: House) -> None:
    """With nothing loaded, and one customer without an order."""
    empty = scored(house, {"order_line": [], "subscription": []}, THROUGH).connection
    alone = scored(house, {"order_line": [], "subscription": [], "customer": [person("c1")]}, THROUGH).connection
    assert total(empty) == total(alone)
    assert empty.execute("select count(*), count(made_of) from shape.score_fit").fetchone() != (0, 0)
