"""What a board says of a company that measures little: no calm, no routine, no "all" without what they speak of."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from crm_metrics.access import Scope
from crm_metrics.boards import daily, monthly, weekly
from crm_metrics.boards.core import Board, View
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words
from tests.conftest import House

EN, ES = Words("en"), Words("es-CO")
LAST = date(2026, 6, 1)
MODULES = {"daily": daily, "weekly": weekly, "monthly": monthly}


def said(board: Board) -> str:
    """Every sentence of a board: its summary, the titles of its cards, what stands where there is nothing."""
    bodies = (f"{getattr(card.body, 'fact', '')} {getattr(card.body, 'reason', '')}" for card in board.cards)
    return " ".join([*board.summary, *(card.title for card in board.cards), *bodies])


def shown(warehouse: Warehouse, page: str, words: Words, view: View | None = None) -> str:
    module = MODULES[page]
    return said(module.board(module.gather(warehouse, view or View()), words))


@pytest.fixture
def desk(house: House) -> Warehouse:
    """Twenty-five cases of one desk, opened one a day and never closed; no customer has a tier, no answer is known."""
    rows = [
        {
            "work_item_id": f"w{n}",
            "customer_id": f"c{n}",
            "process": "service",
            "kind": "request",
            "team": "Mesa",
            "status": "open",
            "opened_at": datetime(2026, 5, 8, 15, tzinfo=UTC) + timedelta(days=n),
        }
        for n in range(25)
    ]
    customers = [{"customer_id": f"c{n}"} for n in range(25)]
    agent = {"agent_id": "a1", "name": "Ana", "team": "Mesa", "area": "Servicio", "process": "service"}
    tables = {"work_item": rows, "customer": customers, "agent": [agent]}
    return house(tables, first=date(2026, 5, 8), through=LAST)


SOOTHING = (
    *("No team asks for attention", "no valued customer waits", "Ningún equipo pide atención"),
    *("moves within its routine", "oscila dentro de su rutina", "nothing that is measured", "Every result"),
    *("No decision is asked", "No se pide ninguna decisión", "No process"),
)


@pytest.mark.parametrize("words", [EN, ES])
@pytest.mark.parametrize("page", MODULES)
def test_a_desk_that_measures_nothing_is_not_told_that_all_is_well(desk: Warehouse, page: str, words: Words) -> None:
    text = shown(desk, page, words)
    assert not [soothing for soothing in SOOTHING if soothing in text]


def test_the_daily_board_says_what_is_missing_in_place_of_calm(desk: Warehouse) -> None:
    text = shown(desk, "daily", EN)
    assert "No team has enough data in these weeks to be judged." in text
    assert "Whether customers of value wait is not known: no open case has a customer's tier." in text


def test_a_reader_of_the_desk_hears_it_of_the_desk_by_name(desk: Warehouse) -> None:
    text = shown(desk, "daily", ES, View(scope=Scope(teams=("Mesa",))))
    assert "Qué atender ahora en Mesa" in text
    assert "En Mesa: " in text
