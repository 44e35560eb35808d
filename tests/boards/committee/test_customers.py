"""Most and least profitable customers of a year, each with its page; without known costs the reason."""

from __future__ import annotations

from dataclasses import replace

from crm_metrics.boards.committee.customers import PROFIT, RankedCustomer, card
from crm_metrics.boards.core import Empty, Grid, View
from crm_metrics.warehouse import shape
from tests.boards.board_facts import FRAME
from tests.boards.committee import books
from tests.boards.committee.books import EN, LAST, asked, board, company
from tests.conftest import House

YEAR = LAST.replace(year=2025, month=11, day=1)


def test_where_no_cost_of_serving_is_known_customers_stand_by_their_margin(house: House) -> None:
    shop = company(house)
    found = books.card(board(shop, view=View(personal=True)), "customers")
    assert isinstance(found.body, Grid)
    assert found.subtitle.startswith("Margin by customer, November 2025 to October 2026")
    # a 6,000; b 3,600 + 50; c 300; d 200: the first two and the last two of four
    told = [(row.key, row.cells[1].text, row.cells[2].text) for row in found.body.rows]
    assert told == [
        ("a", "1", "$6,000"), ("b", "2", "$3,650"), ("d", "4", "$200"), ("c", "3", "$300"),
    ]  # fmt: skip
    assert found.title == "2 of 4 customers leave 95% of all that is left"  # 9,650 of 10,150
    assert asked(shop, "value_received", "all", YEAR, customer="a") == 6000
    assert found.body.rows[0].cells[0].leads == "customer?customer=a"


def test_a_name_stands_there_for_a_reader_with_the_right_alone(house: House) -> None:
    shop = company(house)
    assert "Persona" not in repr(books.card(board(shop), "customers"))
    found = books.card(board(shop, view=View(personal=True)), "customers").body
    assert isinstance(found, Grid)
    assert found.rows[0].cells[0].text == "Persona A"


def test_an_id_that_tells_somebody_is_a_key_in_text_and_link() -> None:
    mail = "ana.ejemplo@example.com"
    ranked = RankedCustomer(
        metric=PROFIT, most=((mail, 9.0),), sales={mail: 10.0}, total=9.0, known=2, days=(YEAR, LAST)
    )
    assert mail not in repr(card(ranked, FRAME, EN)) and "example" not in repr(card(ranked, FRAME, EN))
    assert mail in repr(card(replace(ranked, personal=True), FRAME, EN))


def test_without_known_costs_nobody_is_ranked_and_the_reason_stands_there(house: House) -> None:
    found = books.card(board(company(house, contracts=False, costs=False)), "customers")
    assert isinstance(found.body, Empty)
    assert found.title == "Which customers leave a profit can't be told"
    assert found.body.reason


def test_where_only_those_who_bought_nothing_are_known_nobody_is_ranked(house: House) -> None:
    # d bought once, at a known cost, and not in these twelve months; what b and c bought tells no cost
    shop = company(house, contracts=False, costs=False)
    shop.connection.execute(
        "update main.order_line set cost = 100, ordered_at = '2025-09-10 15:00+00' where order_id = 'o2'"
    )
    shop.connection.execute(
        "update main.order_line set cost = 100, ordered_at = '2025-09-11 15:00+00' where order_id = 'o1'"
    )
    shape.build(shop.connection)
    found = books.card(board(shop), "customers")
    assert isinstance(found.body, Empty)
    assert found.body.reason == "What products cost, or what was paid for each line, is not known."


def test_where_all_that_came_in_was_cost_the_title_says_that_nothing_is_left() -> None:
    ranked = RankedCustomer(
        metric=PROFIT, most=(("a", 0.0),), least=(("b", 0.0),), sales={"a": 10.0, "b": 5.0}, known=2, days=(YEAR, LAST)
    )
    assert card(ranked, FRAME, EN).title == "What 2 customers brought was used up by its cost"


def test_customers_that_cost_more_than_they_left_are_counted_with_their_amount() -> None:
    ranked = RankedCustomer(
        metric="customer_profitability", most=(("a", 900.0),), least=(("z", -250.0),), sales={"a": 1000.0, "z": 0.0},
        total=600.0, known=40, losing=3, lost=300.0, silent=2, days=(YEAR, LAST),
    )  # fmt: skip
    found = card(ranked, FRAME, EN)
    assert found.title == "3 of 40 customers cost more than they left: $300 in 12 months"
    assert "2 customers are left out: what they left is not known" in found.footer
    assert isinstance(found.body, Grid)
    assert [row.cells[4].text for row in found.body.rows] == ["90%", "–"]
