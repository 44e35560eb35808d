"""The bridge of a company that sells without contracts: customers gained, returned and lost."""

from __future__ import annotations

from datetime import date

from crm_metrics.boards.core import Bridge, Empty, View
from crm_metrics.metrics.shop import Shop
from tests.boards.committee.books import ES, LAST, asked, board, card, company, order
from tests.conftest import House


def buying(house: House, *orders: tuple[str, date], first: date = date(2024, 9, 1)) -> Shop:
    """Customers who bought on these days, of a file that begins on the first."""
    lines = [order(f"o{place}", who, day, 100) for place, (who, day) in enumerate(orders)]
    who = sorted({one for one, _ in orders})
    tables = {"customer": [{"customer_id": one} for one in who], "order_line": lines}
    return house(tables, first=first, through=LAST)


def test_gained_returned_and_lost_are_steps_in_customers_and_what_a_query_answers(house: House) -> None:
    # new in October: n1, n2; back after more than a year: r; a year without a purchase by 15 October: l1, l2, l3;
    # s stays.
    shop = buying(
        house,
        ("l1", date(2025, 10, 15)), ("l2", date(2025, 10, 15)), ("l3", date(2025, 10, 15)),
        ("r", date(2024, 10, 1)), ("r", date(2026, 10, 5)), ("s", date(2026, 2, 1)),
        ("n1", date(2026, 10, 6)), ("n2", date(2026, 10, 7)),
    )  # fmt: skip
    found = card(board(shop), "buyers")
    assert isinstance(found.body, Bridge)
    assert [step.value for step in found.body.steps] == [2, 1, -3, 0]
    assert [step.total for step in found.body.steps] == [False, False, False, True]
    assert found.title == "Customers gained: 3, lost: 3"
    assert found.subtitle == "Customers, from 4 to 4 in October 2026 · lost: 365 days without a purchase"
    names = ("customers_joined", "customers_returned", "customers_churned", "active_customers")
    assert [asked(shop, name) for name in names] == [2, 1, 3, 4]
    assert "bridge" not in {one.key for one in board(shop).cards}


def test_more_lost_than_gained_is_said_as_it_is(house: House) -> None:
    shop = buying(house, ("l1", date(2025, 10, 15)), ("l2", date(2025, 10, 16)), ("n", date(2026, 10, 6)))
    title = card(board(shop, ES), "buyers").title
    assert title == "Se perdieron más clientes de los que se ganaron: 2 frente a 1"


def test_where_nobody_could_leave_yet_none_is_said_to_be_kept(house: House) -> None:
    shop = buying(house, ("a", date(2026, 3, 1)), ("b", date(2026, 10, 6)), first=date(2026, 2, 1))
    assert card(board(shop), "buyers").title == "One customer was gained; none could be lost yet"


def test_a_month_without_a_change_draws_no_empty_axes(house: House) -> None:
    shop = buying(house, ("old", date(2024, 9, 2)), ("a", date(2026, 3, 1)), ("a", date(2026, 10, 6)))
    found = card(board(shop), "buyers")
    assert isinstance(found.body, Empty)
    assert found.title == "Customers gained: 0, lost: 0"


def test_within_a_tier_no_book_is_said_to_go_from_one_size_to_another(house: House) -> None:
    found = card(board(company(house, contracts=False), view=View(where=(("tier", "low"),))), "buyers")
    assert found.subtitle.startswith("Change of the customers in October 2026")


def test_a_company_with_contracts_has_the_bridge_of_money_alone(house: House) -> None:
    keys = {one.key for one in board(company(house)).cards}
    assert "bridge" in keys and "buyers" not in keys
