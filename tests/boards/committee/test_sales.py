"""Total sales beside recurring revenue: what of them recurs, what is left, in the month and in twelve."""

from __future__ import annotations

from datetime import date

from crm_metrics.boards.committee import sales
from crm_metrics.boards.committee.asked import Figure
from crm_metrics.boards.committee.sales import Sold
from crm_metrics.boards.core import Grid, View
from crm_metrics.metrics.readings import Reading, because
from crm_metrics.names import TableId
from tests.boards.board_facts import FRAME
from tests.boards.committee.books import EN, ES, LAST, OCTOBER, asked, board, card, company, texts
from tests.conftest import House

YEAR = date(2025, 11, 1)


def test_the_card_says_what_of_the_sales_recurs_and_the_amounts_are_those_of_a_query(house: House) -> None:
    shop = company(house)
    made = board(shop)
    assert card(made, "sales").title == "Of total sales of $2,000, 50% is recurring and the rest are orders"
    rows = texts(made, "sales")
    assert rows["Total sales"] == ["$2,000", "100%", "+100.0%", "$1,200", "$13.3\u00a0k"]
    assert rows["Of it, recurring"] == ["$1,000", "50%", "±0%", "$1,000", "$12.0\u00a0k"]
    assert rows["Of it, from orders"][0] == "$1,000"
    assert rows["Margin"][0] == "$1,150"
    assert rows["Recurring revenue at the close, a month"] == ["$1,000", "–", "±0%", "$1,000", "–"]
    queried = {name: asked(shop, name) for name in ("customer_revenue", "recurring_revenue", "value_received")}
    assert queried == {"customer_revenue": 2000, "recurring_revenue": 1000, "value_received": 1150}
    assert asked(shop, "customer_revenue", "all", YEAR) == 13_300


def test_a_tier_has_its_own_parts_and_they_add_up(house: House) -> None:
    rows = texts(board(company(house), ES, View(where=(("tier", "low"),))), "sales")
    # b: 400 by contract and 500 in orders; c: 500 in orders
    assert [rows[name][0] for name in ("Ventas totales", "De ellas, recurrentes", "De ellas, por pedidos")] == [
        "$\u00a01.400", "$\u00a0400", "$\u00a01.000"
    ]  # fmt: skip


def test_a_company_without_contracts_reads_that_no_recurring_revenue_is_known(house: House) -> None:
    made = board(company(house, contracts=False))
    found = card(made, "sales")
    assert found.title == "Total sales: $1,000; no recurring revenue is known"
    assert isinstance(found.body, Grid)
    assert [row.key for row in found.body.rows] == ["customer_revenue", "value_received"]


def test_a_company_that_brought_no_orders_does_not_read_that_they_brought_nothing(house: House) -> None:
    made = board(company(house, orders=False))
    found = card(made, "sales")
    assert found.title == "Contracts brought $1,000; what orders brought is not known"
    assert "Of it, from orders" not in texts(made, "sales")


def test_a_month_that_is_not_told_to_its_end_is_not_titled_as_if_it_were() -> None:
    why = because("{table} is loaded through {day}", table=TableId("order_line"), day=date(2026, 10, 20))
    so_far = Reading(metric="customer_revenue", period=OCTOBER, groups=(), numerator=1000, denominator=None,
                     value=1000.0, n=3, reason=why)  # fmt: skip
    total = Figure(metric="customer_revenue", month=so_far, before=None, year_ago=None, twelve=None)
    sold = Sold(total=total, recurring=None, orders=None, left=None, level=None, days=(YEAR, LAST))
    assert sales.card(sold, FRAME, EN).title == "Total sales: $1,000; no recurring revenue is known; this is not final"


def test_what_is_left_says_why_it_is_not_known(house: House) -> None:
    made = board(company(house, contracts=False, costs=False))
    assert "left" not in card(made, "sales").title
    assert texts(made, "sales")["Profit: margin less the cost of serving"][0] == "–"
    assert "Profit: margin less the cost of serving: needs" in card(made, "sales").footer


def test_a_company_without_sales_has_no_such_card(shop: object) -> None:
    assert "sales" not in {one.key for one in board(shop, EN).cards}  # type: ignore[arg-type]
