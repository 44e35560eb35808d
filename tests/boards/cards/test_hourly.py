from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_metrics.boards.cards import hourly
from crm_metrics.boards.cards.hourly import Hourly, Slot
from crm_metrics.boards.core import Empty, Heat
from crm_metrics.boards.series import Indicator
from crm_metrics.metrics.goals.targets import Goal
from crm_metrics.metrics.readings import Reading
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME

EN = Words("en")
MONDAY = date(2026, 11, 2)
LEVEL = Indicator("service_level_by_hour", "service")


def reading(day: date, hour: int, met: int, of: int, complete: bool = True) -> Reading:
    return Reading(
        metric=LEVEL.metric,
        period=day,
        groups=(str(hour),),
        numerator=met,
        denominator=of,
        value=met / of,
        n=of,
        complete=complete,
    )


def test_hours_are_pooled_as_sums_over_sums_never_as_a_mean_of_rates() -> None:
    readings = [reading(MONDAY, 9, 1, 2), reading(MONDAY + timedelta(days=7), 9, 18, 18)]
    sums = hourly._summed(readings)
    assert sums == {(9, 0): (19.0, 20.0)}
    found = hourly._arranged(LEVEL, sums, None, MONDAY, MONDAY + timedelta(days=27))
    assert found.slots == (Slot(9, 0, 19 / 20, 20),)
    assert found.n == 20


def test_an_hour_with_fewer_than_ten_contacts_is_blank() -> None:
    sums = hourly._summed([reading(MONDAY, 9, 8, 9), reading(MONDAY, 10, 8, 10)])
    found = hourly._arranged(LEVEL, sums, None, MONDAY, MONDAY)
    assert [one.value for one in found.slots] == [None, 0.8]


def test_an_incomplete_day_is_left_out() -> None:
    assert hourly._summed([reading(MONDAY, 9, 1, 2, complete=False)]) == {}


def test_a_load_is_a_mean_per_day_of_that_weekday() -> None:
    load = Indicator("contacts_by_hour", "sales")
    readings = [
        Reading(
            metric=load.metric,
            period=MONDAY,
            groups=("9",),
            numerator=40,
            denominator=None,
            value=40.0,
            n=40,
            complete=True,
        )
    ]
    found = hourly._arranged(load, hourly._summed(readings), None, MONDAY, MONDAY + timedelta(days=27))
    assert found.slots == (Slot(9, 0, 10.0, 40),)  # forty on four Mondays
    ((hour, mean),) = found.by_hour
    assert hour == 9
    assert mean == pytest.approx(40 / 28)


def test_the_mean_of_a_load_is_over_the_days_on_which_the_company_is_open() -> None:
    # Forty contacts on three Mondays and none on the fourth, a holiday: forty by three, not by four.
    load = Indicator("contacts_by_hour", "sales")
    readings = [
        Reading(
            metric=load.metric, period=day, groups=("9",), numerator=n, denominator=None, value=n, n=n, complete=True
        )
        for day, n in ((MONDAY, 40), (MONDAY + timedelta(days=7), 1))
    ]
    closed = frozenset({MONDAY + timedelta(days=7)})
    sums = hourly._summed(readings, closed)
    found = hourly._arranged(load, sums, None, MONDAY, MONDAY + timedelta(days=27), closed=closed)
    ((weekday, mean),) = [(slot.weekday, slot.value) for slot in found.slots]
    assert (weekday, mean) == (0, pytest.approx(40 / 3))
    card = hourly.card(found, FRAME, EN)
    assert isinstance(card.body, Heat)
    ((led,),) = card.body.behind
    assert led is not None and led.value is None  # its rows hold those of the holiday too
    assert "Holidays are left out" in card.footer


def test_an_hour_that_has_no_cell_on_the_map_is_not_counted_in_its_title() -> None:
    late = tuple(Slot(19, day, None, 6) for day in range(5))  # thirty contacts, never ten on a weekday
    slots = tuple(Slot(hour, 0, 0.6, 20) for hour in (9, 10, 11, 12, 13)) + late
    by_hour = tuple((hour, 0.6) for hour in (9, 10, 11, 12, 13, 19))
    card = hourly.card(
        Hourly(indicator=LEVEL, slots=slots, by_hour=by_hour, goal=Goal(0.8, 0.0), n=130, since=MONDAY, until=MONDAY),
        FRAME,
        EN,
    )
    assert card.title.startswith("The target is missed in 5 of 5 hours")
    assert isinstance(card.body, Heat)
    assert len(card.body.rows) == 5


def test_the_map_has_a_cell_for_each_hour_and_weekday_and_names_the_worst() -> None:
    slots = (Slot(9, 0, 0.9, 20), Slot(9, 1, 0.7, 20), Slot(10, 0, 0.6, 30))
    facts = Hourly(
        indicator=LEVEL,
        slots=slots,
        by_hour=((9, 0.8), (10, 0.6)),
        goal=Goal(0.8, 0.0),
        n=70,
        since=MONDAY,
        until=MONDAY,
    )
    card = hourly.card(facts, FRAME, EN)
    assert card.title == "The target is missed at 10 h"
    assert isinstance(card.body, Heat)
    assert card.body.rows == ("9 h", "10 h")
    assert card.body.columns == ("Mon", "Tue")
    assert card.body.texts == (("90", "70"), ("60", ""))
    assert card.body.values == ((0.9, 0.7), (0.6, None))
    assert (card.body.diverging, card.body.middle) == (True, 0.8)
    assert "misses the target" in card.body.hovers[1][0]
    assert "misses the target" not in card.body.hovers[0][0]


def test_where_no_hour_has_enough_contacts_the_card_says_so_in_place_of_an_empty_map() -> None:
    slots = tuple(Slot(hour, day, None, 9) for hour in (9, 10) for day in range(5))  # nine of the ten that a cell needs
    facts = Hourly(indicator=LEVEL, slots=slots, by_hour=((9, 0.8),), goal=None, n=90, since=MONDAY, until=MONDAY)
    card = hourly.card(facts, FRAME, EN)
    assert card.title == "Too few contacts to tell one hour from another"
    assert isinstance(card.body, Empty)
    assert card.body.reason == "No hour of a weekday has 10 contacts in the complete days of these four weeks."
    assert card.body.reason in card.alt
