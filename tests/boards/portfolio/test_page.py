"""The page of the portfolios: all account managers or one, for whom, and what stands there without any."""

from __future__ import annotations

from crm_metrics.access import Scope
from crm_metrics.boards import portfolio
from crm_metrics.boards.core import Board, View
from crm_metrics.metrics.shop import Shop
from crm_metrics.words import Words
from tests.boards.customer.company import company
from tests.conftest import House

EN, ES = Words("en"), Words("es-CO")


def shown(shop: Shop, words: Words = EN, manager: str = "", scope: Scope | None = None, personal: bool = True) -> Board:
    """The page of a reader."""
    where = (("manager", manager),) if manager else ()
    return portfolio.board(portfolio.gather(shop, View(scope=scope or Scope(), where=where, personal=personal)), words)


def test_all_account_managers_stand_side_by_side_and_one_with_its_customers(whole: Shop) -> None:
    assert [one.key for one in shown(whole).cards] == ["managers"]
    one = shown(whole, manager="a1")
    assert one.title == "Portfolio of Gloria Mesa"
    assert [card.key for card in one.cards] == ["managers", "portfolio", "changes"]
    assert [choice.text for choice in one.filters[0].choices] == ["Gloria Mesa", "Luis Rey"]


def test_a_reader_of_a_part_sees_its_account_managers_alone(whole: Shop) -> None:
    board = shown(whole, scope=Scope(teams=("Voz Norte",)))
    assert [choice.text for choice in board.filters[0].choices] == ["Luis Rey"]
    strange = shown(whole, manager="a1", scope=Scope(teams=("Voz Norte",)))
    assert "Gloria" not in repr(strange) and "Ana Ruiz" not in repr(strange)
    nobody = shown(whole, ES, scope=Scope(teams=("Cobro",)))
    assert nobody.cards[0].title == "Ningún ejecutivo de cuenta de su parte responde por un cliente"


def test_names_are_masked_for_whom_may_not_see_them(whole: Shop) -> None:
    board = shown(whole, manager="a1", personal=False)
    assert "Ana Ruiz" not in repr(board) and "c1" in repr(board.cards[1])


def test_a_company_without_account_managers_gets_its_sentence(house: House) -> None:
    bare = house({"customer": [{"customer_id": "c1"}]})
    assert "owner_agent_id" in repr(shown(bare).cards[0].body)
    unlisted = shown(company(house, "customer", "customer_alias"), ES)
    assert unlisted.cards[0].title == "Clientes con ejecutivo de cuenta: ninguno"
    assert "customer.csv" in repr(unlisted.cards[0].body)
    assert [one.key for one in shown(house({}, company=False)).cards] == ["nothing_loaded"]
