"""A small service desk full of traps, whose answers were worked out by hand before any question was asked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.question import ask
from crm_metrics.warehouse.store import Warehouse
from tests.scenarios.audit import APR, FEB, JAN, MAR, SANTIAGO, House, Row, at, parts, rows

# ------------------------------------------------------------------- a service desk in a zone with daylight saving


@pytest.fixture
def desk(house: House) -> Warehouse:
    """Santiago: on Saturday 4 April 2026 the hour from 23:00 comes twice; on 6 September 00:00 is followed by 01:00."""

    def local(text: str) -> datetime:
        return at(text, SANTIAGO)

    def case(key: str, customer: str, opened: str, solved: str | None = None, **more: Any) -> Row:
        ends: Row = (
            {"outcome": "resolved", "first_resolved_at": local(solved), "closed_at": local(solved)} if solved else {}
        )
        usual = {"work_item_id": key, "customer_id": customer, "opened_at": local(opened), "reason": key, **ends}
        return rows("work_item", **usual | more)

    def call(key: str, customer: str | None, offered: str, **more: Any) -> Row:
        return rows("interaction", interaction_id=key, customer_id=customer, offered_at=local(offered), **more)

    night = [("night", 6, "22:00", "24:00"), ("night", 7, "00:00", "06:00")]
    hours = [("company", day, "09:00", "18:00") for day in range(1, 6)] + night
    return house(
        {
            "company": [
                {"name": "Mesa", "time_zone": "America/Santiago", "currency": "CLP", "fiscal_year_start_month": 4}
            ],
            "business_hours": [
                dict(zip(("calendar_id", "weekday", "opens", "closes"), one, strict=True)) for one in hours
            ],
            "customer": [
                {"customer_id": "ana", "name": "Ana", "value_tier": "high"},
                {"customer_id": "luz", "name": "Luz", "value_tier": "low"},
            ],
            "customer_alias": [
                {"alias_id": "crm:ana", "customer_id": "ana"},
                {"alias_id": "crm:luz", "customer_id": "luz"},
            ],
            "touchpoint": [{"touchpoint_id": "line", "name": "Line", "process": "service", "channel": "phone"}],
            "agent": [{"agent_id": "eva", "name": "Eva", "team": "north", "area": "desk", "process": "service"}],
            "sla_policy": [
                rows(
                    "sla_policy",
                    policy_id="any",
                    clock="resolution",
                    target_seconds=9 * 3600,
                    valid_to=date(2026, 5, 1),
                ),
                rows(
                    "sla_policy", policy_id="new", clock="resolution", target_seconds=3600, valid_from=date(2026, 5, 1)
                ),
                rows("sla_policy", policy_id="high", clock="resolution", target_seconds=7200, value_tier="high"),
                rows(
                    "sla_policy",
                    policy_id="now",
                    clock="resolution",
                    target_seconds=900,
                    priority="urgent",
                    calendar_id="always",
                ),
                rows("sla_policy", policy_id="night", clock="first_response", target_seconds=7200, calendar_id="night"),
            ],
            "work_item": [
                # Friday 17:30 to Monday 10:00: half an hour and one hour of the two agreed for Ana's tier
                case(
                    "friday",
                    "ana",
                    "2026-03-06 17:30",
                    "2026-03-09 10:00",
                    reason="bill",
                    first_response_at=local("2026-03-06 17:40"),
                ),
                # the last second of January: the case is January's; its time runs out on Monday 2 February
                case(
                    "midnight",
                    "luz",
                    "2026-01-31 23:59:59",
                    "2026-02-02 09:30",
                    first_response_at=local("2026-02-01 00:00:01"),
                ),
                case("again", "crm:ana", "2026-03-16 09:00", "2026-03-16 10:00", closed_at=local("2026-03-20 12:00")),
                # Ana again with the same reason, six days after; urgent, but the tier's promise goes before
                case("return", "crm:ana", "2026-03-15 12:00", "2026-03-15 12:20", reason="bill", priority="urgent"),
                case("nobody", "unknown", "2026-03-10 12:00", "2026-03-10 13:00", reason="bill"),
                # opened on 30 April at 23:30, 1 May in UTC: the promise of April, which 12 open hours break
                case("late", "luz", "2026-04-30 23:30", "2026-05-04 12:00"),
                # over the night with 25 hours: one open hour on Friday, one on Monday; 3 + 6 of the night desk
                case("autumn", "luz", "2026-04-03 17:00", "2026-04-06 10:00"),
                # over the night with 23 hours: 23:00 to 02:00 are two hours
                case("spring", "luz", "2026-09-05 23:00", first_response_at=local("2026-09-06 02:00")),
            ],
            "status_event": [
                {
                    "entity": "work_item",
                    "entity_id": "again",
                    "attribute": "status",
                    "changed_at": local(when),
                    "old_value": old,
                    "new_value": new,
                }
                for when, old, new in (
                    ("2026-03-16 10:00", "open", "resolved"),
                    ("2026-03-18 10:00", "resolved", "reopened"),
                    ("2026-03-20 12:00", "reopened", "closed"),
                )
            ]
            + [
                {
                    "entity": "customer",
                    "entity_id": "crm:ana",
                    "attribute": "value_tier",
                    "changed_at": local(when),
                    "old_value": old,
                    "new_value": new,
                }
                for when, old, new in (
                    ("2026-03-09 10:00", "high", "strategic"),
                    ("2026-03-10 00:00", "strategic", "high"),
                )
            ],
            "interaction": [
                call("c1", "ana", "2026-03-06 17:30", work_item_id="friday", answered_at=local("2026-03-06 17:30:20")),
                call(
                    "c2",
                    "luz",
                    "2026-01-31 23:59:59",
                    work_item_id="midnight",
                    answered_at=local("2026-02-01 00:00:20"),
                ),
                call("c3", "ana", "2026-03-16 09:00", work_item_id="again", answered_at=local("2026-03-16 09:00:05")),
                call("c4", None, "2026-03-10 12:00", work_item_id="nobody", answered_at=local("2026-03-10 12:00:10")),
                call(
                    "c5", "luz", "2026-03-31 23:59:50", disposition="abandoned", ended_at=local("2026-04-01 00:00:10")
                ),
                call("c6", "luz", "2026-04-01 00:00", disposition="abandoned", ended_at=local("2026-04-01 00:00:05")),
                call("c7", "luz", "2026-04-01 00:00", disposition="abandoned", ended_at=local("2026-04-01 00:00:21")),
                call("c8", "luz", "2026-04-02 12:00", disposition="self_served"),
                call("c9", "luz", "2026-04-20 12:00", disposition="self_served"),
                call("c10", "crm:luz", "2026-04-27 23:59", answered_at=local("2026-04-27 23:59:01")),
            ],
            "agent_time": [
                {
                    "agent_id": "eva",
                    "team": "north",
                    "process": "service",
                    "state": "handling",
                    "seconds": seconds,
                    "started_at": local(start),
                }
                for start, seconds in (("2026-09-05 22:00", 10_800), ("2026-03-31 23:00", 7200))
            ],
        },
        through=date(2026, 9, 30),
        shapes=("work_item", "sla_clock", "interaction", "agent_day", "calendar_day"),
    )


DESK = {
    ("cases_opened", JAN): (1, None),
    ("cases_opened", FEB): (0, None),
    ("cases_opened", APR): (2, None),
    ("cases_opened", date(2026, 5, 1)): (0, None),
    ("sla_compliance", FEB): (1, 1),
    ("sla_compliance", MAR): (4, 4),
    ("sla_compliance", APR): (1, 1),
    ("sla_compliance", date(2026, 5, 1)): (0, 1),
    ("first_response_sla", FEB): (1, 1),
    ("first_response_sla", APR): (0, 1),
    ("first_response_sla", date(2026, 9, 1)): (1, 1),
    ("first_contact_resolution", FEB): (1, 1),
    # asked again, reopened, without a contact; the unknown one stays out
    ("first_contact_resolution", MAR): (0, 3),
    ("reopen_rate", MAR): (1, 4),
    ("service_level", JAN): (0, 1),  # 21 seconds
    ("service_level", MAR): (3, 3),  # 20 seconds are in; hung up after 20 seconds is in neither side
    ("service_level", APR): (1, 2),
    ("abandonment_rate", MAR): (1, 4),
    ("abandonment_rate", APR): (1, 2),  # hung up after 5 seconds is in neither side
    ("self_service_rate", APR): (1, 5),  # the second one called on the seventh day after
    ("productive_hours", MAR): (3600, 3600),  # from 23:00 two hours: one for each day
    ("productive_hours", APR): (3600, 3600),
}


def test_a_desk_across_midnights_and_clock_changes(desk: Warehouse) -> None:
    assert {(name, start): parts(desk, name, start) for name, start in DESK} == DESK


def test_a_day_of_23_hours_cuts_work_at_its_own_midnight(desk: Warehouse) -> None:
    days = [parts(desk, "productive_hours", date(2026, 9, day), "day", until=date(2026, 9, 6))[0] for day in (5, 6)]
    assert days == [7200, 3600]


def test_the_tier_is_the_one_of_the_instant_of_the_anchor(desk: Warehouse) -> None:
    closed = ask(desk, [CATALOGUE["cases_resolved"]], every="month", by="tier", since=MAR, until=date(2026, 3, 31))
    # friday was closed at the very instant Ana became strategic; nobody knows the tier of the unknown
    assert {one.groups[0]: one.value for one in closed["cases_resolved"].readings} == {
        "high": 2,
        "strategic": 1,
        None: 1,
    }


def test_quarters_and_years_follow_a_fiscal_year_that_starts_in_april(desk: Warehouse) -> None:
    for every, first in (
        ("quarter", [(JAN, 5), (APR, 2), (date(2026, 7, 1), 1)]),
        ("year", [(date(2025, 4, 1), 5), (APR, 3)]),
    ):
        found = ask(desk, [CATALOGUE["cases_opened"]], every=every, since=JAN)["cases_opened"].readings
        assert [(one.period, one.value) for one in found] == first
