"""Business time: openings, holidays, daylight saving, pauses, policies; worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.warehouse.shapes.made import House, Row, at, change, hours, item, policy

MADRID = {"name": "Prueba", "time_zone": "Europe/Madrid", "currency": "EUR", "locale": "es-ES"}


@pytest.fixture
def house(house: House) -> House:
    """Only what is tested here is built."""
    return partial(house, shapes=("sla_clock",))


HOUR = 3600


def clocks(shop: Any, columns: str, where: str = "true") -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = shop.fetch(
        f"select {columns} from shape.sla_clock where {where} order by work_item, clock, run"
    )
    return rows


LOCAL_DUE = "strftime(due_at at time zone 'America/Bogota', '%a %d %H:%M')"
OPEN_SECONDS = """
    select coalesce(
        max_by(open_seconds_before + least(epoch(closes_at), epoch(t)) - epoch(opens_at), opens_at), 0)
    from shape.open_interval, (select cast(? as timestamptz) as t)
    where calendar_id = ? and opens_at <= t"""


def open_seconds(shop: Any, calendar: str, moment: datetime) -> float:
    text = moment.isoformat()
    return float(shop.fetch(OPEN_SECONDS, [text, calendar])[0][0])


# ---------------------------------------------------------------- V28, published examples


V28 = {  # desk: opens, closes, opened, seconds asked, due as published (or as exact, where the page is wrong)
    "a friday": ("09:00", "17:00", "2026-01-09 16:00", 4 * HOUR, "Mon 12 12:00"),
    "a monday": ("09:00", "18:00", "2026-01-12 16:00", 8 * HOUR, "Tue 13 15:00"),
    "a holiday": ("08:00", "17:00", "2009-04-13 00:00", HOUR, "Tue 14 09:00"),
    "a working day": ("08:00", "17:00", "2009-04-13 00:00", 9 * HOUR, "Tue 14 17:00"),
    "the wrong page": ("08:00", "17:00", "2026-01-09 16:00", 4 * HOUR, "Mon 12 11:00"),
}


def test_published_examples_of_business_time_come_out_of_rows(house: House) -> None:
    shop = house(
        {
            "business_hours": [row for desk, case in V28.items() for row in hours(desk, case[0], case[1])],
            "holiday": [
                {"calendar_id": desk, "day": date(2009, 4, 13), "name": "Easter Monday"} for desk in V28 if "a" in desk
            ],
            "sla_policy": [policy(desk, "resolution", case[3], desk, priority=desk) for desk, case in V28.items()],
            "work_item": [item(desk, case[2], priority=desk) for desk, case in V28.items()],
        }
    )
    assert dict(clocks(shop, f"work_item, {LOCAL_DUE}")) == {desk: case[4] for desk, case in V28.items()}
    # One working day from the holiday: the page says Wednesday 08:00, which has the same nine hours behind it.
    before = open_seconds(shop, "a working day", at("2009-04-13 00:00"))
    assert open_seconds(shop, "a working day", at("2009-04-14 17:00")) - before == 9 * HOUR
    assert open_seconds(shop, "a working day", at("2009-04-15 08:00")) - before == 9 * HOUR
    # The wrong page says Tuesday 11:00, which is thirteen open hours later and not four.
    friday = open_seconds(shop, "the wrong page", at("2026-01-09 16:00"))
    assert open_seconds(shop, "the wrong page", at("2026-01-13 11:00")) - friday == 13 * HOUR


def test_the_answer_at_wednesdays_opening_still_meets_a_clock_due_at_tuesdays_closing(house: House) -> None:
    shop = house(
        {
            "business_hours": hours("desk", "08:00", "17:00"),
            "sla_policy": [policy("p", "resolution", 9 * HOUR, "desk")],
            "work_item": [
                item("w1", "2026-01-13 08:00", closed_at=at("2026-01-14 08:00"), outcome="resolved"),
                item("w2", "2026-01-13 08:00", closed_at=at("2026-01-14 08:01"), outcome="resolved"),
            ],
        }
    )
    assert clocks(shop, "met, used_seconds, over_seconds") == [(True, 9 * HOUR, 0), (False, 9 * HOUR + 60, 60)]


# ---------------------------------------------------------------- Calendars


def test_a_day_of_daylight_saving_has_23_or_25_hours_in_every_calendar(house: House) -> None:
    zone = ZoneInfo("Europe/Madrid")
    shop = house(
        {"company": [MADRID], "business_hours": hours("nonstop", "00:00", "24:00", range(1, 8)), "work_item": []}
    )
    for calendar in ("nonstop", "always"):
        for day, length in (("2026-03-29", 23), ("2026-03-30", 24), ("2026-10-25", 25)):
            midnight = at(day, zone)
            following = datetime.combine(midnight.date() + timedelta(days=1), time(), zone)
            passed = open_seconds(shop, calendar, following) - open_seconds(shop, calendar, midnight)
            assert passed == length * HOUR, (calendar, day)


def test_a_clock_across_the_night_of_daylight_saving_counts_the_hours_that_passed(house: House) -> None:
    zone = ZoneInfo("Europe/Madrid")
    shop = house(
        {
            "company": [MADRID],
            "sla_policy": [policy("p", "resolution", 4 * HOUR)],
            "work_item": [item("w", "2026-01-01 00:00", opened_at=at("2026-03-29 00:00", zone))],
        }
    )
    # 00:00, 01:00, then 03:00, 04:00, 05:00: the fifth hour on the wall is the fourth that passed.
    assert clocks(shop, "strftime(due_at at time zone 'Europe/Madrid', '%H:%M')") == [("05:00",)]


def test_a_lunch_break_and_overlapping_rows_count_each_hour_once(house: House) -> None:
    shop = house(
        {
            "business_hours": [
                *hours("split", "08:00", "12:00"),
                *hours("split", "14:00", "18:00"),
                *hours("overlap", "08:00", "13:00"),
                *hours("overlap", "12:00", "18:00"),
            ],
            "work_item": [],
        }
    )
    start, end = at("2026-01-12 00:00"), at("2026-01-13 00:00")
    assert open_seconds(shop, "split", end) - open_seconds(shop, "split", start) == 8 * HOUR
    assert open_seconds(shop, "overlap", end) - open_seconds(shop, "overlap", start) == 10 * HOUR


def test_two_items_with_two_calendars_are_due_by_their_own(house: House) -> None:
    shop = house(
        {
            "business_hours": hours("desk", "09:00", "17:00"),
            "sla_policy": [
                policy("p", "resolution", 4 * HOUR, "desk"),
                policy("vip", "resolution", 4 * HOUR, "always", priority="urgent"),
            ],
            "work_item": [item("w1", "2026-01-09 16:00"), item("w2", "2026-01-09 16:00", priority="urgent")],
        }
    )
    assert clocks(shop, LOCAL_DUE) == [("Mon 12 12:00",), ("Fri 09 20:00",)]


def test_a_calendar_without_hours_runs_round_the_clock(house: House) -> None:
    shop = house(
        {"sla_policy": [policy("p", "resolution", 4 * HOUR, "nowhere")], "work_item": [item("w", "2026-01-09 22:00")]}
    )
    assert clocks(shop, LOCAL_DUE) == [("Sat 10 02:00",)]


def test_calendar_days_know_iso_weeks_fiscal_periods_and_working_days(house: House) -> None:
    shop = house(
        {
            "company": [MADRID | {"fiscal_year_start_month": 4}],
            "business_hours": hours("company", "09:00", "17:00"),
            "holiday": [{"calendar_id": "company", "day": date(2027, 1, 1), "name": "Año nuevo"}],
            "work_item": [],
        }
    )
    rows = shop.fetch(
        "select day, iso_week, week_on, month_on, quarter_on, year_on, fiscal_month, fiscal_year, working, holiday"
        " from shape.calendar_day where day in (date '2027-01-01', date '2026-03-31') order by day"
    )
    march, year = [date(2026, 3, 30), date(2026, 3, 1), date(2026, 1, 1)], date(2025, 4, 1)
    assert rows[0] == (date(2026, 3, 31), "2026-W14", *march, year, 12, 2026, True, None)
    january, year = [date(2026, 12, 28), date(2027, 1, 1), date(2027, 1, 1)], date(2026, 4, 1)
    assert rows[1] == (date(2027, 1, 1), "2026-W53", *january, year, 10, 2027, False, "Año nuevo")


# ---------------------------------------------------------------- Policies


def test_the_policy_is_the_closest_one_in_force_when_the_item_was_opened(house: House) -> None:
    shop = house(
        {
            "customer": [{"customer_id": "c1", "value_tier": "high"}, {"customer_id": "c2", "value_tier": "low"}],
            "sla_policy": [
                policy("any", "resolution", 1000),
                policy("urgent", "resolution", 2000, priority="urgent"),
                policy("high", "resolution", 3000, value_tier="high"),
                policy("both", "resolution", 4000, priority="urgent", value_tier="high"),
                policy("any", "resolution", 5000, valid_from=date(2026, 6, 1)),
                policy("gone", "resolution", 6000, priority="low", valid_to=date(2026, 1, 10)),
            ],
            "work_item": [
                item("w1", "2026-01-12 08:00", priority="urgent"),
                item("w2", "2026-01-12 08:00", priority="normal"),
                item("w3", "2026-01-12 08:00", priority="urgent", customer_id="c2"),
                item("w4", "2026-01-12 08:00", customer_id="c2"),
                item("w5", "2026-06-01 08:00", customer_id="nobody"),
                item("w6", "2026-01-09 23:59", priority="low", customer_id="c2"),
                item("w7", "2026-01-10 00:00", priority="low", customer_id="c2"),
            ],
        }
    )
    assert clocks(shop, "work_item, target_seconds") == [
        ("w1", 4000),
        ("w2", 3000),
        ("w3", 2000),
        ("w4", 1000),
        ("w5", 5000),
        ("w6", 6000),
        ("w7", 1000),
    ]


def test_policy_and_dimensions_are_those_of_the_opening_not_of_today(house: House) -> None:
    shop = house(
        {
            "customer": [{"customer_id": "c1", "value_tier": "low"}],
            "sla_policy": [
                policy("any", "resolution", 1000),
                policy("strategic", "resolution", 2000, value_tier="strategic", priority="urgent"),
            ],
            "work_item": [item("w1", "2026-01-12 08:00", priority="low", team="Sur")],
            "status_event": [
                change("c1", "value_tier", "2026-02-01 08:00", "strategic", "low", "customer"),
                change("w1", "priority", "2026-01-12 09:00", "urgent", "low"),
                change("w1", "team", "2026-01-12 09:00", "Norte", "Sur"),
            ],
        }
    )
    assert clocks(shop, "target_seconds, tier, priority, team") == [(2000, "strategic", "urgent", "Norte")]


# ---------------------------------------------------------------- Stops and pauses


def test_a_paused_clock_stands_still_and_only_in_open_time(house: House) -> None:
    shop = house(
        {
            "business_hours": hours("desk", "09:00", "17:00"),
            "sla_policy": [policy("p", "resolution", 6 * HOUR, "desk", pause_statuses=["pending"])],
            "work_item": [
                item("w", "2026-01-12 09:00", status="closed", closed_at=at("2026-01-13 13:00"), outcome="resolved")
            ],
            "status_event": [
                change("w", "status", "2026-01-12 15:00", "open", "pending"),
                change("w", "status", "2026-01-13 11:00", "pending", "open"),
                change("w", "status", "2026-01-13 13:00", "open", "closed"),
            ],
        }
    )
    # Monday 9-15 is six hours: the time has run out as the pause begins. Paused Monday 15-17 and Tuesday 9-11.
    assert clocks(shop, f"{LOCAL_DUE}, used_seconds, met, breached_on") == [
        ("Mon 12 15:00", 8 * HOUR, False, date(2026, 1, 12))
    ]


def test_a_pause_moves_the_due_instant_by_its_open_hours(house: House) -> None:
    shop = house(
        {
            "business_hours": hours("desk", "09:00", "17:00"),
            "sla_policy": [policy("p", "resolution", 7 * HOUR, "desk", pause_statuses=["pending"])],
            "work_item": [item("w", "2026-01-12 09:00", closed_at=at("2026-01-13 12:00"), outcome="resolved")],
            "status_event": [
                change("w", "status", "2026-01-12 15:00", "open", "pending"),
                change("w", "status", "2026-01-13 11:00", "pending", "open"),
            ],
        }
    )
    # Six hours before the pause, the seventh from Tuesday 11:00 to 12:00.
    assert clocks(shop, f"{LOCAL_DUE}, used_seconds, met, over_seconds") == [("Tue 13 12:00", 7 * HOUR, True, 0)]


def test_a_clock_that_is_paused_now_is_not_due_and_not_judged(house: House) -> None:
    shop = house(
        {
            "sla_policy": [policy("p", "resolution", HOUR, pause_statuses=["pending"])],
            "work_item": [item("w1", "2026-01-12 09:00", status="pending"), item("w2", "2026-01-12 09:00")],
            "status_event": [change("w1", "status", "2026-01-12 09:30", "open", "pending")],
        },
        through=date(2026, 1, 20),
    )
    assert clocks(shop, "due_on, paused, met, breached, used_seconds") == [
        (None, True, None, None, HOUR // 2),
        (date(2026, 1, 12), False, False, True, 15 * HOUR + 8 * 24 * HOUR),
    ]


def test_an_open_item_breaches_on_the_day_its_time_runs_out(house: House) -> None:
    rows = {
        "sla_policy": [policy("p", "resolution", 48 * HOUR)],
        "work_item": [item("w", "2026-01-12 12:00")],
    }
    breached = "due_on, breached_on, met, breached"
    assert clocks(house(rows, through=date(2026, 1, 13)), breached) == [(date(2026, 1, 14), None, None, None)]
    assert clocks(house(rows, through=date(2026, 1, 14)), breached) == [
        (date(2026, 1, 14), date(2026, 1, 14), False, True)
    ]


def test_closing_an_item_stops_its_clocks(house: House) -> None:
    shop = house(
        {
            "sla_policy": [policy("a", "first_response", 2 * HOUR), policy("b", "resolution", 4 * HOUR)],
            "work_item": [
                item("w1", "2026-01-12 09:00", closed_at=at("2026-01-12 10:00"), outcome="unresolved"),
                item(
                    "w2",
                    "2026-01-12 09:00",
                    first_response_at=at("2026-01-12 12:00"),
                    first_resolved_at=at("2026-01-12 12:30"),
                    closed_at=at("2026-01-19 09:00"),
                    outcome="resolved",
                ),
            ],
        }
    )
    assert clocks(shop, "work_item, clock, met, used_seconds") == [
        ("w1", "first_response", True, HOUR),
        ("w1", "resolution", True, HOUR),
        ("w2", "first_response", False, 3 * HOUR),
        ("w2", "resolution", True, 3 * HOUR + HOUR // 2),
    ]


def test_each_customer_message_after_the_first_answer_starts_a_clock_anew(house: House) -> None:
    def said(name: str, moment: str, direction: str, answered: str | None = None) -> Row:
        base: Row = {"interaction_id": name, "process": "service", "touchpoint_id": "t", "work_item_id": "w"}
        base |= {"direction": direction, "disposition": "handled", "offered_at": at(moment)}
        return base | {"answered_at": at(answered) if answered else None}

    shop = house(
        {
            "sla_policy": [policy("p", "next_response", 2 * HOUR)],
            "work_item": [item("w", "2026-01-12 09:00", first_response_at=at("2026-01-12 09:30"))],
            "interaction": [
                said("i1", "2026-01-12 09:00", "inbound", "2026-01-12 09:30"),
                said("i2", "2026-01-12 10:00", "inbound"),
                said("i3", "2026-01-12 10:30", "inbound"),
                said("i4", "2026-01-12 11:00", "outbound"),
                said("i5", "2026-01-12 14:00", "inbound", "2026-01-12 17:00"),
            ],
        }
    )
    # 10:00 unanswered until 11:00 (10:30 belongs to the same wait); 14:00 answered at 17:00, an hour late.
    assert clocks(shop, "run, used_seconds, met, over_seconds") == [(1, HOUR, True, 0), (2, 3 * HOUR, False, HOUR)]


def test_a_ticket_of_two_in_the_morning_utc_belongs_to_the_day_before_in_bogota(house: House) -> None:
    shop = house(
        {
            "sla_policy": [policy("p", "resolution", HOUR)],
            "work_item": [item("w", "2026-01-01", opened_at=datetime(2026, 1, 12, 2, tzinfo=UTC))],
        },
        shapes=("sla_clock", "work_item"),
    )
    assert clocks(shop, "started_on, due_on") == [(date(2026, 1, 11), date(2026, 1, 11))]
    assert shop.fetch("select opened_on from shape.work_item") == [(date(2026, 1, 11),)]


def test_an_item_is_judged_by_its_own_policy_and_one_that_has_none_by_none(house: House) -> None:
    answered: Row = {"first_response_at": at("2026-01-05 10:00")}
    shop = house(
        {
            "sla_policy": [
                policy("half an hour", "first_response", HOUR // 2),
                policy("an hour", "first_response", HOUR, policy_group="gold"),
                policy("a day", "resolution", 24 * HOUR, policy_group="gold"),
            ],
            "work_item": [
                item("of the group", "2026-01-05 09:00", policy_id="gold", **answered),
                item("of one promise", "2026-01-05 09:00", policy_id="half an hour", **answered),
                item("of none", "2026-01-05 09:00", policy_id="none", **answered),
                item("nobody says", "2026-01-05 09:00", **answered),
            ],
        }
    )
    # After an hour: met exactly at the target. Where nobody says, the first by name of those that fit.
    assert clocks(shop, "work_item, policy, met", "clock = 'first_response'") == [
        ("nobody says", "an hour", True),
        ("of one promise", "half an hour", False),
        ("of the group", "an hour", True),
    ]
    assert clocks(shop, "work_item, policy", "clock = 'resolution'") == [
        ("nobody says", "a day"),
        ("of the group", "a day"),
    ]
