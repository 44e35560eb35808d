"""The page of the journey on small companies: what it shows, whose, and what stands there without data."""

from __future__ import annotations

from crm_metrics.access import Scope
from crm_metrics.boards import journey
from crm_metrics.boards.core import View
from crm_metrics.words import Words
from tests.boards.process.asked import card, company, texts
from tests.conftest import House

EN, ES = Words("en"), Words("es-CO")


def test_points_of_contact_alone_make_a_map(house: House) -> None:
    board = journey.board(journey.gather(company(house), View()), EN)
    assert [one.key for one in board.cards] == ["touchpoints"]  # nobody has a stage, nobody left
    assert board.period == "October 2026"


def test_a_reader_of_another_process_sees_none_of_its_points(house: House) -> None:
    shop = company(house)
    own = journey.board(journey.gather(shop, View(scope=Scope(processes=("service",)))), EN)
    assert len(texts(own, "touchpoints")) == 1  # one group of rows: service
    other = journey.board(journey.gather(shop, View(scope=Scope(processes=("sales",)))), ES)
    assert [one.key for one in other.cards] == ["nothing_within"]


def test_without_data_or_without_any_of_it_the_page_says_why(house: House) -> None:
    nothing = journey.board(journey.gather(house({}, company=False), View()), ES)
    assert [one.key for one in nothing.cards] == ["nothing_loaded"]
    silent = journey.board(journey.gather(house({"survey": []}), View()), EN)
    assert silent.cards[0].title == "The data tell nothing of the journey yet"
    filtered = journey.gather(house({"survey": []}), View(where=(("tier", "low"),)))
    assert [one.key for one in journey.board(filtered, EN).cards] == ["without_rows"]
    assert card(silent, "no_data").body.reason  # type: ignore[union-attr] # an empty body has one


def test_the_process_asked_for_leaves_its_own_points_and_answers(house: House) -> None:
    shop = company(house)
    board = journey.board(journey.gather(shop, View(process="service")), EN)
    assert len(texts(board, "touchpoints")) == 1
    assert {one.key: one.chosen for one in board.filters}["process"] == ("service",)
    assert card(board, "touchpoints").subtitle.startswith("Service · ")
    other = journey.board(journey.gather(shop, View(process="sales")), ES)
    assert [one.key for one in other.cards] == ["without_rows"]
    assert "Proceso: Venta" in other.cards[0].body.reason  # type: ignore[union-attr] # an empty body has one
    refused = journey.gather(shop, View(scope=Scope(processes=("service",)), process="sales"))
    assert [one.key for one in journey.board(refused, ES).cards] == ["not_permitted"]
