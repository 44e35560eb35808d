"""The company's own metrics, its derived targets and the landing of the month, as a reader sees them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from crm_metrics.access import Scope
from crm_metrics.analysis.forecast import Forecast
from crm_metrics.boards.cards import forecast, own
from crm_metrics.boards.cards.forecast import Approach
from crm_metrics.boards.core import Grid, View
from crm_metrics.boards.tiles import goal_text
from crm_metrics.metrics.goals.targets import Goal
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME, made
from tests.conftest import House
from tests.metrics.made import case

EN = Words("en")
NOV = date(2026, 11, 1)
FILE = """
label = "{label}"
means = "Cases, counted our way."
unit = "count"
on = "work_item.opened_on"
numerator = "{numerator}"
process = "{process}"
"""


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A company with two metrics of its own, and a file that can't be used."""
    (tmp_path / "metrics").mkdir()
    for name, label, numerator, process in (
        ("our_cases", "Our cases", "count(*)", "service"),
        ("our_deals", "Our deals", "count_if(process = 'sales')", "sales"),
        ("wrong", "Wrong", "sum(team)", "service"),
    ):
        text = FILE.format(label=label, numerator=numerator, process=process)
        (tmp_path / "metrics" / f"{name}.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("CRM_COMPANY", str(tmp_path))
    return tmp_path


def test_own_metrics_have_a_row_each_and_the_readers_scope(company: Path, house: House) -> None:
    rows = [case(str(n), date(2026, 3, 2 + n % 5)) for n in range(7)]
    warehouse = house({"work_item": rows}, through=date(2026, 3, 31))
    found = own.gather(warehouse, View(), "month", date(2026, 3, 31))
    assert [(one.indicator.metric, one.value) for one in found] == [("our_cases", 7.0), ("our_deals", 0.0)]
    sales = own.gather(warehouse, View(Scope(processes=("sales",))), "month", date(2026, 3, 31))
    assert [one.indicator.metric for one in sales] == ["our_deals"]
    card = own.card(found, "month", FRAME, EN)
    assert card is not None and isinstance(card.body, Grid)
    assert card.title == "2 metrics of the company's own"
    assert [row.cells[0].text for row in card.body.rows] == ["Our cases · March 2026", "Our deals · March 2026"]
    assert own.card((), "month", FRAME, EN) is None


def test_without_files_of_its_own_a_company_sees_no_such_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, house: House
) -> None:
    monkeypatch.setenv("CRM_COMPANY", str(tmp_path))
    assert own.gather(house({"work_item": []}), View(), "month", date(2026, 3, 31)) == ()


def test_a_target_that_comes_from_the_months_says_so() -> None:
    series = made("csat", [0.8] * 12, goal=0.85)
    assert goal_text(series, EN, "COP", "Target") == "Target 85.0%"
    assert series.goal is not None
    derived = replace(series, goal=replace(series.goal, derived="season"))
    assert goal_text(derived, EN, "COP", "Target") == "Target 85.0%, from the month's"


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
    held = replace(RANGED, low=100.4, high=119.2)
    unknown = Forecast(month=NOV, through=RANGED.through, so_far=60.0)
    found = (Approach("deals_won", held, Goal(90, 0.0)), Approach("bookings", unknown, Goal(90, 0.0)))
    card = forecast.card(found, FRAME, EN)
    assert card is not None and isinstance(card.body, Grid)
    assert [[cell.text for cell in row.cells] for row in card.body.rows] == [
        ["Deals won", "60", "100 to 120", "90", "very likely met"]
    ]
    assert card.title == "The objective of November 2026: very likely met"
    assert forecast.card((found[1],), FRAME, EN) is None
