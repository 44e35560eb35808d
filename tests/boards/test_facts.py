from __future__ import annotations

from typing import Any

import pytest

from crm_metrics.boards.core import Card, Empty, View
from crm_metrics.boards.facts import BoardCard, PlannedMonth, ProcessLine, WeeklyFacts, kinds, with_cards, written
from crm_metrics.boards.freshness import Frame
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME, MONDAY, NOWHERE, made, week

EN = Words("en")


class Said:
    """A card that shows a text, or nothing."""

    def __init__(self, text: str | None) -> None:
        self.text = text

    def gather(self, warehouse: Warehouse, facts: WeeklyFacts) -> str | None:
        return self.text

    def card(self, shown: Any, frame: Frame, words: Words) -> Card:
        return Card(key=shown, title=shown, subtitle="", body=Empty(shown, ""), footer="", alt="")


def test_cards_stand_in_the_order_of_their_list_and_one_with_nothing_to_show_is_left_out() -> None:
    cards: tuple[BoardCard[WeeklyFacts], ...] = (Said("first"), Said(None), Said("last"))
    facts = with_cards(NOWHERE, WeeklyFacts(view=View(), frame=FRAME, period=week(MONDAY)), cards)
    assert [card.title for card in written(facts, EN)] == ["first", "last"]


def test_a_card_that_shows_an_empty_text_is_no_card_without_anything() -> None:
    facts = with_cards(NOWHERE, WeeklyFacts(view=View(), frame=FRAME), (Said(""),))
    assert len(written(facts, EN)) == 1


def test_a_board_without_a_period_has_no_first_day() -> None:
    with pytest.raises(ValueError, match="shows no period"):
        _ = WeeklyFacts(view=View(), frame=FRAME).first


def test_of_two_series_a_decline_leads_then_an_improvement() -> None:
    steady = [0.80, 0.82] * 5
    worse, better = (made("csat", [*steady, last], process="sales", n=1000) for last in (0.5, 0.99))
    routine = made("csat", [*steady, 0.81], process="sales", n=1000)
    assert ProcessLine("sales", better, worse).kind == "worse"
    assert ProcessLine("sales", routine, better).leading is better
    assert kinds([ProcessLine("sales", None, None)]) == {"sales": "small"}


def test_a_month_without_a_plan_has_no_variance() -> None:
    assert PlannedMonth(MONDAY, 90.0, 100.0, None).variance == -10.0
    assert PlannedMonth(MONDAY, 90.0, None, None).variance is None
