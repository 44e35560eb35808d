from __future__ import annotations

from datetime import date

from crm_metrics.analysis.forecast import Landing
from crm_metrics.boards.cards import forecast
from crm_metrics.boards.cards.forecast import Approach
from crm_metrics.boards.core import Grid
from crm_metrics.metrics.goals.targets import Goal
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME

EN = Words("en")
NOV = date(2026, 11, 1)


def test_an_objective_is_held_against_the_range() -> None:
    # From 100 to 120: what lies below is very likely reached, what lies above hardly.
    held = Landing(NOV, date(2026, 11, 21), 60.0, 100.0, 110.0, 120.0, 12, 0.3)
    told = [Approach("bookings", held, Goal(goal, 0.0)).state for goal in (90, 100, 110, 120, 121)]
    assert told == ["likely", "likely", "open", "open", "unlikely"]
    assert Approach("bookings", Landing(NOV, NOV, 1.0), Goal(90, 0.0)).state == "unknown"


def test_of_what_should_be_few_the_range_is_read_the_other_way_round() -> None:
    held = Landing(NOV, date(2026, 11, 21), 60.0, 100.0, 110.0, 120.0, 12, 0.3)
    told = [Approach("sla_breaches", held, Goal(goal, 0.0)).state for goal in (125, 110, 99)]
    assert told == ["likely", "open", "unlikely"]


def test_a_count_lands_on_whole_numbers_and_a_metric_without_a_range_stays_out() -> None:
    held = Landing(NOV, date(2026, 11, 21), 60.0, 100.4, 110.0, 119.2, 12, 0.3)
    unknown = Landing(NOV, date(2026, 11, 21), 60.0)
    found = (Approach("deals_won", held, Goal(90, 0.0)), Approach("bookings", unknown, Goal(90, 0.0)))
    told = forecast.told(found)
    assert told is not None
    card = forecast.card(told, FRAME, EN)
    assert isinstance(card.body, Grid)
    assert [[cell.text for cell in row.cells] for row in card.body.rows] == [
        ["Deals won", "60", "100 to 120", "90", "very likely met"]
    ]
    assert card.title == "The objective of November 2026: very likely met"
    assert forecast.told((found[1],)) is None
