"""The effort of a day, who was active in it, and what a campaign cost; worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial

import pytest

from tests.warehouse.shapes.made import House, Row, at, contact, item, resolved


@pytest.fixture
def house(house: House) -> House:
    """Only what is tested here is built."""
    return partial(house, shapes=("agent_day", "active_agent_day", "campaign_day"))


def test_a_shift_past_midnight_is_cut_into_its_two_days(house: House) -> None:
    def spent(state: str, start: str, seconds: int, planned: int | None = None, **more: object) -> Row:
        base: Row = {"agent_id": "a", "team": "Norte", "process": "service", "state": state, "started_at": at(start)}
        return base | {"seconds": seconds, "scheduled_seconds": planned} | more

    shop = house(
        {
            "agent": [
                {"agent_id": "a", "name": "Ana", "team": "Norte", "area": "Servicio", "process": "service"}
                | {"hourly_cost": Decimal(10)}
            ],
            "agent_time": [
                spent("handling", "2026-01-05 22:00", 3 * 3600, 3 * 3600),  # two hours today, one tomorrow
                spent("break", "2026-01-06 01:00", 1800, 1800, cost=Decimal(7)),
                spent("available", "2026-01-06 01:30", 1800),
                spent("available", "2026-01-06 03:00", 0, 3600),  # planned, not worked
                spent("absent", "2026-01-07 08:00", 8 * 3600),
            ],
        }
    )
    columns = "day, area, productive_seconds, handling_seconds, paid_seconds, scheduled_seconds, adherent_seconds"
    assert shop.fetch(f"select {columns}, cost, present from shape.agent_day order by day") == [
        (date(2026, 1, 5), "Servicio", 7200, 7200, 7200, 7200, 7200, Decimal("20.0000"), True),
        (date(2026, 1, 6), "Servicio", 5400, 3600, 7200, 9000, 5400, Decimal("22.0000"), True),
        (date(2026, 1, 7), "Servicio", 0, 0, 0, None, None, None, False),
    ]


def test_adherence_compares_plan_and_fact_hour_by_hour_and_takes_handling_and_available_as_one(house: House) -> None:
    def spent(state: str, start: str, seconds: int, planned: int | None) -> Row:
        base: Row = {"agent_id": "a", "team": "Norte", "process": "service", "state": state, "started_at": at(start)}
        return base | {"seconds": seconds, "scheduled_seconds": planned}

    shop = house(
        {
            "agent_time": [
                spent("available", "2026-01-05 09:00", 0, 7200),  # the plan: work 9-11, break 11-12
                spent("break", "2026-01-05 11:00", 0, 3600),
                spent("handling", "2026-01-05 10:00", 5400, None),  # the fact: work 10-11:30, break 11:30-12
                spent("break", "2026-01-05 11:30", 1800, None),
            ]
        }
    )
    # Nine to ten nothing, ten to eleven all of it, eleven to twelve half of the break.
    assert shop.fetch("select scheduled_seconds, adherent_seconds, productive_seconds from shape.agent_day") == [
        (10800, 3600 + 1800, 5400)
    ]


def test_an_agent_day_is_active_once_with_a_handled_contact_or_a_finished_item(house: House) -> None:
    rows = {
        "work_item": [
            resolved("w1", "2026-01-05 09:00", "2026-01-06 09:00", agent_id="a", team="Norte"),
            resolved("w2", "2026-01-05 09:00", "2026-01-06 10:00", agent_id="a", team="Norte"),
            item("w3", "2026-01-05 09:00", agent_id="b", team="Norte"),
        ],
        "interaction": [
            contact("1", "2026-01-06 09:00", agent_id="a", team="Sur"),
            contact("2", "2026-01-07 09:00", agent_id="a", team="Sur"),
            contact("3", "2026-01-07 09:00", agent_id="b", team="Sur", disposition="no_answer", direction="outbound"),
        ],
    }
    days = "select day, process, agent, team, contacts, items from shape.active_agent_day order by day"
    assert house(rows).fetch(days) == [
        (date(2026, 1, 6), "service", "a", "Norte", 1, 2),
        (date(2026, 1, 7), "service", "a", "Sur", 1, 0),
    ]


def test_the_days_of_a_campaign_sum_to_its_cost(house: House) -> None:
    shop = house(
        {
            "campaign": [
                {"campaign_id": "k", "name": "K", "process": "presales", "channel": "ads", "cost": Decimal(100)}
                | {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 1, 3)},
                {"campaign_id": "open", "name": "O", "process": "presales", "channel": "ads", "cost": Decimal(10)}
                | {"starts_on": date(2026, 1, 9)},
            ]
        },
        through=date(2026, 1, 10),
    )
    assert shop.fetch("select campaign, day, cost from shape.campaign_day order by campaign, day") == [
        ("k", date(2026, 1, 1), Decimal("33.33")),
        ("k", date(2026, 1, 2), Decimal("33.34")),
        ("k", date(2026, 1, 3), Decimal("33.33")),
        ("open", date(2026, 1, 9), Decimal("5.00")),
        ("open", date(2026, 1, 10), Decimal("5.00")),
    ]


def test_training_is_paid_time_of_its_own(house: House) -> None:
    shop = house(
        {
            "agent_time": [
                {"agent_id": "a", "team": "Norte", "process": "service", "started_at": at("2026-01-05 16:00")}
                | {"state": "training", "seconds": 5400, "scheduled_seconds": 5400}
            ]
        }
    )
    columns = "training_seconds, paid_seconds, productive_seconds, adherent_seconds"
    assert shop.fetch(f"select {columns} from shape.agent_day") == [(5400, 5400, 0, 5400)]


def test_time_that_overlaps_in_one_state_counts_once_and_states_beside_each_other_are_added(house: House) -> None:
    def spent(state: str, start: str, seconds: int, team: str = "Norte", **more: object) -> Row:
        base: Row = {"agent_id": "a", "team": team, "process": "service", "state": state, "started_at": at(start)}
        return base | {"seconds": seconds} | more

    shop = house(
        {
            "agent_time": [
                spent("handling", "2026-01-05 09:00", 5400),  # 9:00-10:30
                spent("handling", "2026-01-05 10:00", 3600),  # 10:00-11:00, half of it again
                spent("handling", "2026-01-05 10:00", 3600, seq=2, cost=Decimal(3)),  # the same hour, paid apart
                spent("available", "2026-01-05 10:30", 3600),
            ]
        }
    )
    # Two hours of handling from nine to eleven, and one hour available.
    columns = "handling_seconds, productive_seconds, paid_seconds, cost"
    assert shop.fetch(f"select {columns} from shape.agent_day") == [(7200, 10800, 10800, Decimal("3.0000"))]


def test_hours_of_a_day_whose_start_has_no_hour_are_added_up_to_no_more_than_a_day(house: House) -> None:
    def spent(state: str, hours: int, day: str, seq: int = 1) -> Row:
        base: Row = {"agent_id": "a", "team": "Norte", "process": "service", "state": state, "started_at": at(day)}
        return base | {"seconds": hours * 3600, "scheduled_seconds": 8 * 3600, "_days": ["started_at"], "seq": seq}

    shop = house(
        {
            "agent_time": [
                spent("handling", 5, "2026-01-05"),
                spent("available", 2, "2026-01-05"),
                spent("handling", 20, "2026-01-06"),
                spent("available", 20, "2026-01-06"),
            ]
        }
    )
    columns = "day, productive_seconds, adherent_seconds"
    assert shop.fetch(f"select {columns} from shape.agent_day order by day") == [
        (date(2026, 1, 5), 7 * 3600, None),
        (date(2026, 1, 6), 24 * 3600, None),
    ]
