"""What is left of a promise at the close of a day: open seconds, pauses, past days; worked out by hand."""

from __future__ import annotations

from datetime import date, datetime

import duckdb
import pytest

from crm_metrics.warehouse.waiting.clocks import RunningClock, clocks_left, most_urgent, promised, promising
from tests.warehouse.shapes.made import House, at, change, hours, item, policy

HOUR = 3600
MONDAY, TUESDAY = date(2026, 1, 12), date(2026, 1, 13)


def test_what_is_left_counts_open_hours_alone_and_says_when_it_runs_out(house: House) -> None:
    # Opened on Monday at 16:00 in a desk of 08:00 to 17:00: an open hour by the close, three of four left, until 11:00.
    shop = house(
        {
            "business_hours": hours("desk", "08:00", "17:00"),
            "sla_policy": [policy("p", "resolution", 4 * HOUR, "desk")],
            "work_item": [item("w1", "2026-01-12 16:00")],
        },
        through=MONDAY,
    )
    (left,) = clocks_left(shop, ["w1"], MONDAY)
    assert (left.clock, left.run, left.target_seconds, left.seconds_left) == ("resolution", 1, 4 * HOUR, 3 * HOUR)
    assert (left.paused, left.due_at) == (False, datetime(2026, 1, 13, 11))


def test_a_past_day_is_told_as_it_was_then_and_not_as_it_came_out(house: House) -> None:
    # Resolved on Wednesday. At the close of Monday one of twelve hours was used, at that of Tuesday ten.
    shop = house(
        {
            "business_hours": hours("desk", "08:00", "17:00"),
            "sla_policy": [policy("p", "resolution", 12 * HOUR, "desk")],
            "work_item": [
                item("w1", "2026-01-12 16:00", closed_at=at("2026-01-14 15:00"), outcome="resolved"),
                item("w2", "2026-01-13 16:00"),
            ],
        },
        through=date(2026, 1, 31),
    )
    assert [one.seconds_left for one in clocks_left(shop, ["w1", "w2"], MONDAY)] == [11 * HOUR]
    assert [one.seconds_left for one in clocks_left(shop, ["w1", "w2"], TUESDAY)] == [2 * HOUR, 11 * HOUR]
    assert [one.item for one in clocks_left(shop, ["w1", "w2"], date(2026, 1, 14))] == ["w2"]


def test_a_pause_before_the_close_does_not_count_and_one_after_it_is_not_known_yet(house: House) -> None:
    # Opened at 08:00, waits for the customer from 10:00 to 12:00 and again from the next day on: at the close of Monday
    # nine hours less two are used, three of ten are left; on Tuesday it stands still from 09:00, with two left.
    shop = house(
        {
            "business_hours": hours("desk", "08:00", "17:00"),
            "sla_policy": [policy("p", "resolution", 10 * HOUR, "desk", pause_statuses=["waiting"])],
            "work_item": [item("w1", "2026-01-12 08:00", status="waiting")],
            "status_event": [
                change("w1", "status", "2026-01-12 10:00", "open", "waiting"),
                change("w1", "status", "2026-01-12 12:00", "waiting", "open"),
                change("w1", "status", "2026-01-13 09:00", "open", "waiting"),
            ],
        },
        through=TUESDAY,
    )
    (monday,), (tuesday,) = clocks_left(shop, ["w1"], MONDAY), clocks_left(shop, ["w1"], TUESDAY)
    assert (monday.seconds_left, monday.paused, monday.due_at) == (3 * HOUR, False, datetime(2026, 1, 13, 11))
    assert (tuesday.seconds_left, tuesday.paused, tuesday.due_at) == (2 * HOUR, True, None)


def test_a_promise_that_ran_out_is_below_nought_and_one_whose_hour_is_not_told_is_unknown(house: House) -> None:
    # Opened at 08:00 with two hours: seven too many by 17:00. Of the other only the day is known.
    shop = house(
        {
            "business_hours": hours("desk", "08:00", "17:00"),
            "sla_policy": [policy("p", "resolution", 2 * HOUR, "desk")],
            "work_item": [item("w1", "2026-01-12 08:00"), item("w2", "2026-01-12 00:00", _days=["opened_at"])],
        },
        through=MONDAY,
    )
    assert [(one.item, one.seconds_left, one.due_at) for one in clocks_left(shop, ["w1", "w2"], MONDAY)] == [
        ("w1", -7 * HOUR, None),
        ("w2", None, None),
    ]


def test_who_was_promised_nothing_has_no_clock(house: House) -> None:
    shop = house(
        {
            "sla_policy": [policy("p", "resolution", HOUR, "desk", priority="high")],
            "work_item": [item("w1", "2026-01-12 08:00", priority="high"), item("w2", "2026-01-12 08:00")],
        },
        through=MONDAY,
    )
    assert promised(shop, ["w1", "w2"]) == {"w1"}
    assert [one.item for one in clocks_left(shop, ["w1", "w2"], MONDAY)] == ["w1"]
    assert promising(shop) == {"service"}
    assert promised(shop, []) == frozenset()


def test_the_most_urgent_clock_runs_before_one_that_stands_still_and_the_unknown_is_last() -> None:
    def clock(name: str, left: int | None, *, paused: bool = False) -> RunningClock:
        return RunningClock(
            item="w", clock=name, run=1, target_seconds=7200, seconds_left=left, paused=paused, due_at=None
        )

    still, unknown, late, soon = clock("a", 60, paused=True), clock("b", None), clock("c", -30), clock("d", 119)
    assert most_urgent([unknown, still, soon, late]) == late
    assert most_urgent([unknown, still, soon]) == soon
    assert most_urgent([unknown, still]) == still
    assert most_urgent([unknown]) == unknown and most_urgent([]) is None
    assert [one.minutes_left for one in (still, unknown, late, soon)] == [1, None, -1, 1]
    assert [one.out for one in (still, unknown, late, soon)] == [False, False, True, False]


def test_the_clocks_of_a_day_are_asked_once_whatever_items_are_asked_for(house: House) -> None:
    shop = house(
        {
            "business_hours": hours("desk", "08:00", "17:00"),
            "sla_policy": [policy("p", "resolution", 12 * HOUR, "desk")],
            "work_item": [
                item("w1", "2026-01-12 16:00"),
                item("w2", "2026-01-13 16:00"),
                item("w0", "2026-01-12 15:00"),
            ],
        },
        through=date(2026, 1, 31),
    )
    assert [one.item for one in clocks_left(shop, ["w2", "w1", "w1"], TUESDAY)] == ["w1", "w2"]
    shop.connection.execute("drop table shape.clock_run")  # what is asked again of the same day is there
    assert [one.item for one in clocks_left(shop, ["w0"], TUESDAY)] == ["w0"]
    assert clocks_left(shop, ["nobody's"], TUESDAY) == ()
    with pytest.raises(duckdb.CatalogException):
        clocks_left(shop, ["w0"], MONDAY)
