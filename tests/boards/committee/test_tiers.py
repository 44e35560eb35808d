"""The tiers side by side: each cell is what a query answers, a month beside a year."""

from __future__ import annotations

from datetime import date

from crm_metrics.boards.core import View
from crm_metrics.warehouse import shape
from tests.boards.committee.books import EN, ES, asked, board, card, company, texts
from tests.conftest import House


def test_a_tier_has_its_customers_sales_and_who_stays_in_a_month_and_in_a_year(house: House) -> None:
    shop = company(house)
    made = board(shop)
    # a pays 600 of 2,000; b, c and d are the others: c is back, its purchase of October 2025 was a year old.
    assert card(made, "tiers").title == "The strategic tier is 25% of the customers and 30% of the sales"
    rows = texts(made, "tiers")
    assert list(rows) == ["Strategic", "Low"]
    assert rows["Strategic"][:2] == ["1", "$600"]
    assert rows["Low"][:2] == ["3", "$1,400"]
    year = asked(shop, "customer_retention_rate", "all", date(2025, 11, 1), tier="low")
    month = asked(shop, "customer_retention_rate", tier="low")
    assert month is not None and year is not None
    assert rows["Low"][2:4] == [EN.percent(month), EN.percent(year)]


def test_the_shares_of_a_tier_are_of_all_customers_and_those_without_one_have_a_row(house: House) -> None:
    shop = company(house)
    shop.connection.execute("update main.customer set value_tier = null where customer_id = 'c'")
    shape.build(shop.connection)
    made = board(shop)
    # a alone is strategic: 600 of 2,000; c brings 500 of it, and is one of four
    assert card(made, "tiers").title == "The strategic tier is 25% of the customers and 30% of the sales"
    rows = texts(made, "tiers")
    assert list(rows) == ["Strategic", "Low", "not told"]
    assert rows["not told"][:2] == ["1", "$500"]


def test_one_tier_alone_is_compared_with_none(house: House) -> None:
    made = board(company(house), ES, View(where=(("tier", "low"),)))
    assert "tiers" not in {one.key for one in made.cards}
