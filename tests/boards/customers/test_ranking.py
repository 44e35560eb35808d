"""Who bills, buys and comes back most, who leaves most and least: each by hand, in the months asked."""

from __future__ import annotations

import pytest

from crm_metrics.boards.core import Board, Card, Empty, Grid, View
from crm_metrics.boards.customers.ranking import BILLING, PROFIT, REPETITION, VOLUME
from tests.boards.customers.company import EN, ORDERS, company, order, shown
from tests.conftest import House


def ranking(board: Board, key: str) -> tuple[Card, list[tuple[str, str]]]:
    card = next(card for card in board.cards if card.key == f"rank-{key}")
    assert isinstance(card.body, Grid)
    return card, [(row.cells[0].text, row.cells[1].text.replace("\xa0", " ")) for row in card.body.rows]


def test_a_year_ranks_by_billing_volume_and_repetition(house: House) -> None:
    board = shown(company(house), part="rankings")
    card, billing = ranking(board, BILLING)
    # twelve months: 520 + 100 + 70 + 50 + 30 = 770, all of them of the five
    assert [name for name, _ in billing] == ["Casa c4", "Casa c1", "Casa c5", "Casa c2", "Casa c3"]
    assert card.title == "The 5 who bill most bring 100% of the revenue"
    _, volume = ranking(board, VOLUME)
    assert volume[:2] == [("Casa c2", "9"), ("Casa c1", "2")]
    _, repetition = ranking(board, REPETITION)
    assert repetition[0] == ("Casa c4", "2")


def test_the_last_month_ranks_its_own_orders(house: House) -> None:
    card, billing = ranking(shown(company(house), part="rankings", span="1"), BILLING)
    assert [name for name, _ in billing] == ["Casa c1", "Casa c2", "Casa c3", "Casa c4"]
    assert "1 Oct 2026" in card.subtitle


def test_a_number_of_a_ranking_leads_to_its_rows_and_a_name_to_its_customer(house: House) -> None:
    card, _ = ranking(shown(company(house), part="rankings"), BILLING)
    assert isinstance(card.body, Grid)
    first = card.body.rows[0].cells
    assert first[0].leads == "customer?customer=c4"
    assert first[1].behind is not None and first[1].behind.value == 520


def test_profit_is_ranked_from_both_ends_where_the_cost_is_known(house: House) -> None:
    # nobody was served: half of what each brought is left, of c6, who was still active at first, nothing. c3's only
    # line tells no cost: its profit is not known
    costed = [one for one in ORDERS if one["customer_id"] != "c3"]
    untold = {**order("c3", "2026-10-15", 30), "cost": None}
    board = shown(company(house, order_line=[*costed, untold], interaction=[], agent_time=[]), part="rankings")
    best, ranked = ranking(board, "best")
    _, worst = ranking(board, "worst")
    assert [name for name, _ in ranked] == ["Casa c4", "Casa c1", "Casa c5", "Casa c2", "Casa c6"]
    assert [name for name, _ in worst] == [name for name, _ in ranked][::-1]
    assert "the profit of one more customer is not known" in best.subtitle


def test_without_costs_the_reason_stands_in_place_of_the_profit(house: House) -> None:
    orders = [{**one, "cost": None} for one in ORDERS]
    board = shown(company(house, order_line=orders), part="rankings")
    body = next(card.body for card in board.cards if card.key == f"rank-{PROFIT}")
    assert isinstance(body, Empty) and body.reason


@pytest.mark.parametrize("personal", [True, False])
def test_names_stand_in_a_ranking_for_who_may_see_them(house: House, personal: bool) -> None:
    board = shown(company(house), view=View(personal=personal), part="rankings")
    assert ("Casa c4" in repr(board)) is personal
    assert board.title == EN("Customers")


@pytest.mark.parametrize("key", [BILLING, VOLUME, REPETITION])
def test_a_company_of_one_customer_is_not_ranked_in_the_plural(house: House, key: str) -> None:
    card, ranked = ranking(shown(company(house, order_line=ORDERS[:1]), part="rankings"), key)
    assert len(ranked) == 1
    assert card.title.startswith("The ") and card.title.endswith(" of one customer")
