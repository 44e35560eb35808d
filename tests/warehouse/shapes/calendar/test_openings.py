"""The opening of an instant, and of an amount of open time, is found among the few of its day; worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.warehouse.shapes.made import House, Row, at, change, hours, item, policy

HOUR = 3600
MADRID = ZoneInfo("Europe/Madrid")
LOCAL_DUE = "strftime(due_at at time zone 'America/Bogota', '%Y-%m-%d %H:%M:%S.%f')"


@pytest.fixture
def house(house: House) -> House:
    """Only what is tested here is built."""
    return partial(house, shapes=("clock_run", "written_contact"))


def closed(name: str, opened: str, when: str, **more: object) -> Row:
    """A case that was open between two local times of Bogotá."""
    return item(name, opened, **({"closed_at": at(when), "outcome": "resolved", "status": "closed"} | more))


def used(shop: Any) -> dict[str, float]:
    return dict(shop.fetch("select work_item, used from shape.clock_run where clock = 'resolution'"))


def test_open_time_counts_from_and_to_the_microsecond_of_an_opening(house: House) -> None:
    # Monday the 12th and Tuesday the 13th, from eight to six.
    cases = {
        "inside": ("2026-01-12 09:00", "2026-01-12 10:00", HOUR),
        "from the opening": ("2026-01-12 08:00", "2026-01-12 08:00:00.000001", 0.000001),
        "to the opening": ("2026-01-12 07:00", "2026-01-12 08:00", 0),
        "just before the opening": ("2026-01-12 07:59:59.999999", "2026-01-12 08:00:01", 1),
        "to the closing": ("2026-01-12 17:00", "2026-01-12 18:00", HOUR),
        "after the closing": ("2026-01-12 18:00", "2026-01-12 23:59", 0),
        "over the night": ("2026-01-12 17:30", "2026-01-13 08:30", HOUR),
        "the night alone": ("2026-01-12 22:00", "2026-01-13 03:00", 0),  # two days of UTC as well
        "at once": ("2026-01-12 08:00", "2026-01-12 08:00", 0),
        "over a weekend": ("2026-01-09 17:00", "2026-01-12 09:00", 2 * HOUR),
    }
    shop = house(
        {
            "business_hours": hours("company", "08:00", "18:00"),
            "work_item": [closed(name, opened, when) for name, (opened, when, _) in cases.items()],
        }
    )
    assert used(shop) == pytest.approx({name: seconds for name, (_, _, seconds) in cases.items()}, abs=1e-9)


def test_an_instant_before_the_first_opening_has_none_behind_it(house: House) -> None:
    # The calendar begins 31 days before the first fact; its five Sundays before the 11th of January are holidays.
    shop = house(
        {
            "business_hours": [{"calendar_id": "company", "weekday": 7, "opens": "10:00", "closes": "12:00"}],
            "holiday": [
                {"calendar_id": "company", "day": date(2025, 12, 7) + timedelta(weeks=week), "name": "Cerrado"}
                for week in range(5)
            ],
            "work_item": [closed("w", "2026-01-05 09:00", "2026-01-11 11:00")],
        },
        first=date(2026, 1, 5),
    )
    assert used(shop) == {"w": HOUR}


def test_one_opening_serves_all_instants_after_it(house: House) -> None:
    # Of the calendar there is one Monday only; what comes a day or a year later stands after it.
    first = date(2026, 1, 5)
    others = [first + timedelta(weeks=week) for week in (*range(-6, 0), *range(1, 156))]  # to the end of 2028
    shop = house(
        {
            "business_hours": [{"calendar_id": "company", "weekday": 1, "opens": "08:00", "closes": "18:00"}],
            "holiday": [{"calendar_id": "company", "day": day, "name": "Cerrado"} for day in others],
            "work_item": [
                closed("day", "2026-01-05 17:00", "2026-01-06 09:00"),
                closed("year", "2026-01-05 17:00", "2027-01-06 09:00"),
            ],
        },
        through=date(2026, 1, 31),
    )
    assert shop.fetch("select count(*) from shape.open_interval where calendar_id = 'company'") == [(1,)]
    assert used(shop) == {"day": HOUR, "year": HOUR}


def test_a_mistyped_year_counts_the_openings_that_the_calendar_has(house: House) -> None:
    shop = house(
        {
            "business_hours": hours("company", "08:00", "18:00", range(1, 8)),
            "work_item": [
                closed("one end", "2026-01-05 18:00", "2306-01-06 09:00"),
                closed("both ends", "2300-01-05 17:00", "2306-01-06 09:00"),
            ],
        }
    )
    last = date(2152, 12, 31)  # so far a calendar reaches at most: of 400 days after 2150 the end of that year
    assert used(shop) == {"one end": (last - date(2026, 1, 5)).days * 10 * HOUR, "both ends": 0}


def test_time_runs_out_at_a_closing_and_not_at_the_next_opening(house: House) -> None:
    # Of 24 hours a day and of ten, so that what is used up falls on whole days of open time too.
    shop = house(
        {
            "business_hours": hours("desk", "08:00", "18:00", range(1, 8)),
            "sla_policy": [
                policy("a", "resolution", 10 * HOUR, "desk", priority="low"),
                policy("b", "resolution", 24 * HOUR, "desk", priority="normal"),
                policy("c", "resolution", 24 * HOUR, priority="high"),
                policy("d", "resolution", 10**12, priority="urgent"),  # never, as long as the calendar is
            ],
            "work_item": [
                item(name, "2026-01-05 08:00", priority=name) for name in ("low", "normal", "high", "urgent")
            ],
        }
    )
    assert dict(shop.fetch(f"select work_item, {LOCAL_DUE} from shape.clock_run where clock = 'resolution'")) == {
        "low": "2026-01-05 18:00:00.000000",
        "normal": "2026-01-07 12:00:00.000000",
        "high": "2026-01-06 08:00:00.000000",
        "urgent": None,
    }


def test_openings_of_one_microsecond_double_no_clock(house: House) -> None:
    # On the 29th of March the wall in Madrid jumps from two to three: two openings begin at the same instant. One of
    # less than half a second has no whole second of its own, so that two begin at the same amount of open time.
    opens = [("02:10", "02:20"), ("03:10", "03:30"), ("09:00", "09:00:00.4"), ("10:00", "11:00")]
    shop = house(
        {
            "company": [{"name": "P", "time_zone": "Europe/Madrid", "currency": "EUR", "locale": "es-ES"}],
            "business_hours": [
                {"calendar_id": calendar, "weekday": day, "opens": start, "closes": end}
                for calendar in ("company", "desk")
                for day in range(1, 8)
                for start, end in opens
            ],
            "sla_policy": [policy("p", "resolution", 2 * HOUR, "desk", pause_statuses=["pending"])],
            "work_item": [
                item(f"w{minute}", "2026-01-01", opened_at=at(f"2026-03-29 {minute // 60:02}:{minute % 60:02}", MADRID))
                for minute in range(60, 700, 5)
            ],
            "status_event": [change("w60", "status", "2026-03-29 00:00", "open", "pending")],
        },
        through=date(2026, 4, 30),
    )
    assert shop.fetch(
        "select cast(opens_at as date) from shape.open_interval where calendar_id = 'desk'"
        " group by opens_at having count(*) > 1 order by 1"
    ) == [(date(2026, 3, 29),), (date(2027, 3, 28),)]
    assert shop.fetch("select count(*), count(distinct (work_item, clock)) from shape.clock_run") == [(256, 256)]


def test_a_message_without_any_hours_is_due_by_the_clock_on_the_wall(house: House) -> None:
    # Nobody said when they work: round the clock, 24 hours.
    shop = house(
        {
            "touchpoint": [{"touchpoint_id": "mail", "name": "m", "process": "service", "channel": "email"}],
            "work_item": [item("w1", "2026-01-05 09:00", touchpoint_id="mail")],
        }
    )
    assert shop.fetch(f"select contact, {LOCAL_DUE} from shape.written_contact") == [
        ("w1", "2026-01-06 09:00:00.000000")
    ]


def test_no_instant_is_held_against_more_than_the_openings_of_its_day(house: House) -> None:
    shop = house(
        {
            "business_hours": hours("desk", "08:00", "12:00") + hours("desk", "14:00", "18:00"),
            "work_item": [item("w1", "2026-01-05 09:00")],
        }
    )
    # Two openings begin on a day and one reaches into it; in 24 open hours there are parts of six whole ones and two.
    for table, day, most in (("opening_by_day", "utc_day", 3), ("opening_by_use", "open_day", 8)):
        held = f"select count(*) as held from shape.{table} where calendar_id = 'desk' group by {day}"
        assert shop.fetch(f"select max(held) <= {most}, max(held) > 1 from ({held})") == [(True, True)]
