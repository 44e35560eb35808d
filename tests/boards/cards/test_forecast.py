from __future__ import annotations

from dataclasses import replace
from datetime import date

from crm_metrics.analysis.forecast import Forecast
from crm_metrics.boards.cards import forecast
from crm_metrics.boards.cards.forecast import Approach
from crm_metrics.boards.core import Grid
from crm_metrics.metrics.goals.targets import Goal
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME

EN = Words("en")
NOV = date(2026, 11, 1)


RANGED = Forecast(
    month=NOV, through=date(2026, 11, 21), so_far=60.0, low=100.0, middle=110.0, high=120.0, months=12, left=0.3
)


def test_an_objective_is_held_against_the_range() -> None:
    # From 100 to 120: what lies below is very likely reached, what lies above hardly.
    told = [Approach("bookings", RANGED, Goal(goal, 0.0)).state for goal in (90, 100, 110, 120, 121)]
    assert told == ["likely", "likely", "open", "open", "unlikely"]
    assert Approach("bookings", Forecast(month=NOV, through=NOV, so_far=1.0), Goal(90, 0.0)).state == "unknown"


def test_of_what_should_be_few_the_range_is_read_the_other_way_round() -> None:
    told = [Approach("sla_breaches", RANGED, Goal(goal, 0.0)).state for goal in (125, 110, 99)]
    assert told == ["likely", "open", "unlikely"]


def test_a_count_lands_on_whole_numbers_and_a_metric_without_a_range_stays_out() -> None:
    ranged = replace(RANGED, low=100.4, high=119.2)
    unknown = Forecast(month=NOV, through=RANGED.through, so_far=60.0)
    found = (Approach("deals_won", ranged, Goal(90, 0.0)), Approach("bookings", unknown, Goal(90, 0.0)))
    told = forecast.told(found)
    assert told is not None
    card = forecast.card(told, FRAME, EN)
    assert isinstance(card.body, Grid)
    assert [[cell.text for cell in row.cells] for row in card.body.rows] == [
        ["Deals won", "60", "100 to 120", "90", "very likely met"]
    ]
    assert card.title == "The objective of November 2026: very likely met"
    assert forecast.told((found[1],)) is None


def test_an_objective_that_is_reached_is_met_with_or_without_a_range() -> None:
    assert Approach("bookings", RANGED, Goal(60, 0.0)).state == "met"
    short = Forecast(month=NOV, through=NOV, so_far=60.0)
    assert Approach("bookings", short, Goal(60, 0.0)).state == "met"
    assert Approach("sla_breaches", short, Goal(59, 0.0)).state == "lost"
    told = forecast.told((Approach("deals_won", short, Goal(50, 0.0)), Approach("bookings", RANGED, Goal(90, 0.0))))
    assert told is not None
    card = forecast.card(told, FRAME, EN)
    assert card.title == "1 of 2 objectives of November 2026 are met, 1 more very likely will be"
    assert isinstance(card.body, Grid)
    assert [row.cells[2].text for row in card.body.rows] == ["–", "$100 to $120"]
    assert [row.cells[4].text for row in card.body.rows] == ["already met", "very likely met"]


def test_a_month_that_is_over_is_met_or_not_and_no_longer_likely() -> None:
    ended = Forecast(month=NOV, through=date(2026, 11, 30), so_far=60.0, low=60.0, middle=60.0, high=60.0)
    states = [Approach("bookings", ended, Goal(goal, 0.0)).state for goal in (60, 61)]
    assert states == ["met", "missed"]
    assert [Approach("sla_breaches", ended, Goal(goal, 0.0)).state for goal in (60, 59)] == ["met", "lost"]
    card = forecast.card(tuple(Approach("deals_won", ended, Goal(goal, 0.0)) for goal in (60, 61)), FRAME, EN)
    assert (card.title, card.subtitle) == ("1 of 2 objectives of November 2026 were met", "Data through 30 Nov 2026")
    assert isinstance(card.body, Grid)
    assert [[row.cells[2].text, row.cells[4].text] for row in card.body.rows] == [
        ["60", "already met"],
        ["60", "not met"],
    ]
    assert "runs" not in card.footer
