"""The daily board of a company that has little: one file, one row, none, and a filter that leaves nothing."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from crm_metrics.access import Scope
from crm_metrics.boards import daily
from crm_metrics.boards.core import Board, View
from crm_metrics.words import Words
from tests.conftest import House, Rows
from tests.warehouse.shapes.made import BOGOTA, contact, item

DAY = date(2026, 1, 30)
NOON = datetime(2026, 1, 30, 12, tzinfo=BOGOTA)
CALL = contact("i1", "2026-01-30 09:00")
ANSWER = {
    "survey_id": "s1", "instrument": "csat", "customer_id": "c1", "score": 5, "scale_min": 1, "scale_max": 5,
    "sent_at": NOON, "responded_at": NOON,
}  # fmt: skip
INVOICE = {"entry_id": "e1", "kind": "invoice", "invoice_id": "f1", "customer_id": "c1", "amount": 100,
           "entry_on": DAY, "due_on": DAY}  # fmt: skip
LITTLE: dict[str, Rows] = {
    "nothing": {},
    "one case": {"work_item": [item("w1", "2026-01-30 09:00")]},
    "one call": {"interaction": [CALL]},
    "one answer": {"survey": [ANSWER]},
    "one invoice": {"receivable": [INVOICE]},
    "cases without a row": {"work_item": [], "interaction": []},
}


def keys(board: Board) -> set[str]:
    return {card.key for card in board.cards}


@pytest.mark.parametrize("name", LITTLE)
@pytest.mark.parametrize("language", ["en", "es-CO"])
def test_a_company_that_has_little_gets_a_board_or_a_sentence(house: House, name: str, language: str) -> None:
    shop = house(LITTLE[name], through=DAY)
    for view in (
        View(),
        View(process="service"),
        View(where=(("team", "Nadie"),)),
        View(scope=Scope(teams=("Nadie",))),
    ):
        board = daily.board(daily.gather(shop, view), Words(language))
        assert board.cards
        assert all(card.title and card.alt for card in board.cards)


def test_of_one_case_without_a_promise_the_queue_stands_and_nothing_of_minutes(house: House) -> None:
    board = daily.board(daily.gather(house(LITTLE["one case"], through=DAY), View(process="service")), Words("en"))
    assert "queue" in keys(board)
    assert keys(board).isdisjoint({"running_out", "so_far", "staffing"})


def test_one_call_has_its_hour_and_no_number_of_people(house: House) -> None:
    board = daily.board(daily.gather(house(LITTLE["one call"], through=DAY), View(process="service")), Words("en"))
    assert {"so_far", "staffing"} <= keys(board)
    (card,) = [card for card in board.cards if card.key == "staffing"]
    assert "How many people they need is not told" in card.footer
