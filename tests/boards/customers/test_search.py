"""The search: by name, id, e-mail, telephone; by id alone for who sees no person; within what the reader may see."""

from __future__ import annotations

import pytest

from crm_metrics.access import Scope
from crm_metrics.boards.core import Empty, Grid, View
from crm_metrics.boards.persons.masking import key_of
from tests.boards.customers.company import company, customer, shown
from tests.conftest import House

NIT = "invoices:900123456"


def found(house: House, text: str, view: View) -> list[str]:
    shop = company(house, customer=[customer("c1", "high", None, email="ana@example.com", phone="+57 (1) 234-5678"),
                                    customer(NIT, "low", None)])  # fmt: skip
    body = shown(shop, view=view, find=text).cards[0].body
    if isinstance(body, Grid):
        return [row.cells[0].leads.partition("=")[2] for row in body.rows]
    assert isinstance(body, Empty) and body.goto == (("find", ""),)
    return []


@pytest.mark.parametrize("text", ["casa c1", "ANA@", "2345678", "5712345", "c1"])
def test_who_may_see_persons_finds_them_by_what_he_has_in_hand(house: House, text: str) -> None:
    assert found(house, text, View(personal=True)) == ["c1"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("casa", []),
        ("ana@example.com", []),
        ("2345678", []),
        ("9001", []),  # a part of a tax id tells nothing
        (NIT, ["%23" + key_of(NIT, personal=False)[1:]]),
        (key_of(NIT, personal=False), ["%23" + key_of(NIT, personal=False)[1:]]),
    ],
)
def test_who_may_not_finds_by_a_whole_id_or_key_and_sees_no_person(house: House, text: str, who: list[str]) -> None:
    assert found(house, text, View()) == who


def test_the_card_says_why_a_name_is_not_found(house: House) -> None:
    shop = company(house)
    board = shown(shop, view=View(), find="casa")
    assert "by id alone" in repr(board.cards[0])
    hidden = shown(shop, view=View(), find="c1")
    assert "ana@" not in repr(hidden) and "Casa" not in repr(hidden)
    assert "ana@example.com" in repr(shown(shop, find="c1"))


def test_a_scoped_reader_finds_nobody_whom_his_part_never_met(house: House) -> None:
    shop = company(house, interaction=[], work_item=[])
    board = shown(shop, view=View(scope=Scope(teams=("north",)), personal=True), find="casa")
    assert isinstance(board.cards[0].body, Empty) and "met" in board.cards[0].body.reason
