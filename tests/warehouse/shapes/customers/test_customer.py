"""Customers: who is one, what stood when, who is in the book and in which stage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from crm_metrics.warehouse.store import Warehouse
from tests.warehouse.shapes.made import moved, person, plan

House = Callable[..., Warehouse]
Over = Callable[[Warehouse, str, date, date, str], list[tuple[Any, ...]]]
Row = dict[str, object]

MARCH = date(2026, 3, 1), date(2026, 3, 31)
OPEN = date(9999, 12, 31)
OWN_TIERS = {"customer": [person("other", value_tier="low")]}  # whose tiers are imported, not computed month by month


def order(customer: str, order_id: str, day: str, amount: int = 100, **more: object) -> Row:
    return {
        "order_id": order_id,
        "line_no": 1,
        "customer_id": customer,
        "product_id": "chair",
        "ordered_at": f"{day} 12:00:00-05",
        "quantity": 1,
        "amount": amount,
    } | more


def members(events: Sequence[tuple[str, str, str, int]]) -> list[Row]:
    return [
        {"entry_id": f"l{number}", "customer_id": who, "kind": kind, "entry_at": f"{day} 12:00:00-05", "points": points}
        for number, (who, kind, day, points) in enumerate(events)
    ]


def test_an_alias_of_an_alias_leads_to_the_customer_that_stays(house: House) -> None:
    shop = house(
        {
            "customer": [person("crm:1", name="Ana", value_tier="high"), person("web:1", region="Bogotá", name="A.")],
            "customer_alias": [
                {"alias_id": "web:1", "customer_id": "shop:1"},
                {"alias_id": "shop:1", "customer_id": "crm:1"},
            ],
            "order_line": [order("web:1", "o1", "2026-01-10"), order("shop:1", "o2", "2026-02-10")],
        }
    )
    assert shop.fetch("select customer, name, tier, region, acquired_on from shape.customer") == [
        ("crm:1", "Ana", "high", "Bogotá", date(2026, 1, 10))
    ]
    assert shop.fetch("select customer, tier, order_no from shape.purchase order by order_no") == [
        ("crm:1", "high", 1),
        ("crm:1", "high", 2),
    ]


def test_aliases_in_a_circle_are_left_as_they_are(house: House) -> None:
    shop = house(
        {
            "customer_alias": [{"alias_id": "a", "customer_id": "b"}, {"alias_id": "b", "customer_id": "a"}],
            "order_line": [order("a", "o1", "2026-01-10"), order("b", "o2", "2026-01-11")],
        }
    )
    assert shop.fetch("select customer from shape.purchase order by order_id") == [("a",), ("b",)]


def test_a_given_acquisition_day_is_kept_and_a_prospect_has_none(house: House) -> None:
    shop = house(
        {
            "customer": [person("old", acquired_on=date(2019, 5, 1)), person("new"), person("prospect")],
            "subscription": [plan("old", date(2026, 1, 5)), plan("new", date(2026, 2, 5))],
        }
    )
    assert dict(shop.fetch("select customer, acquired_on from shape.customer")) == {
        "old": date(2019, 5, 1),
        "new": date(2026, 2, 5),
        "prospect": None,
    }


def test_the_channel_of_the_acquiring_campaign_tells_who_was_referred(house: House) -> None:
    campaign = {"name": "c", "process": "loyalty", "starts_on": date(2026, 1, 1)}
    shop = house(
        {
            "campaign": [
                campaign | {"campaign_id": "friends", "channel": "referral"},
                campaign | {"campaign_id": "web", "channel": "ads"},
            ],
            "customer": [
                person("a", acquisition_campaign_id="friends"),
                person("b", acquisition_campaign_id="web"),
                person("c"),
            ],
        }
    )
    assert dict(shop.fetch("select customer, referred from shape.customer")) == {"a": True, "b": False, "c": None}


def test_the_tier_of_a_day_is_the_one_of_its_end_and_the_first_old_value_holds_before(house: House) -> None:
    shop = house(
        {
            "customer": [person("c", value_tier="strategic"), person("still", value_tier="low")],
            "status_event": [
                moved("c", "value_tier", "2026-02-01", "low", "medium"),
                moved("c", "value_tier", "2026-03-01", "medium", "high"),
            ],
        }
    )
    day = "select tier from shape.customer_span where customer = ? and from_on <= ? and to_on > ?"
    for who, asked, tier in (
        ("c", date(2020, 1, 1), "low"),
        ("c", date(2026, 1, 31), "low"),
        ("c", date(2026, 2, 1), "medium"),
        ("c", date(2026, 12, 31), "high"),  # what history says last, not the label of today
        ("still", date(2020, 1, 1), "low"),
    ):
        assert shop.fetch(day, [who, asked, asked]) == [(tier,)]


def test_changes_of_one_instant_hold_in_their_order(house: House) -> None:
    shop = house(
        {
            "customer": [person("c")],
            "status_event": [  # the import numbers them; the file tells them in any order
                moved("c", "segment", "2026-02-01", "b", "a") | {"seq": 2},
                moved("c", "segment", "2026-02-01", "c", "b") | {"seq": 1},
                moved("c", "segment", "2026-02-01", "a", "d") | {"seq": 3},
            ],
        }
    )
    assert shop.fetch("select from_on, segment from shape.customer_span order by from_on") == [
        (date(1, 1, 1), "c"),
        (date(2026, 2, 1), "d"),
    ]


def test_an_order_keeps_the_tier_of_its_day_and_a_promise_the_tier_of_the_day_promised(house: House) -> None:
    shop = house(
        {
            "customer": [person("c", value_tier="high")],
            "status_event": [moved("c", "value_tier", "2026-02-01", "low", "high")],
            "order_line": [order("c", "o", "2026-01-31", promised_on=date(2026, 2, 3))],
        }
    )
    assert shop.fetch("select tier, promised_tier from shape.purchase") == [("low", "high")]


def test_stretches_of_a_customer_leave_no_gap_and_do_not_overlap(house: House) -> None:
    shop = house(
        {
            "customer": [person("c", value_tier="low", lifecycle_stage="awareness")],
            "status_event": [
                moved("c", "value_tier", "2026-02-01", "low", None),
                moved("c", "lifecycle_stage", "2026-02-01", None, "awareness"),
                moved("c", "value_tier", "2026-04-01", None, "low"),
            ],
            "loyalty_entry": members([("c", "enrol", "2026-03-01", 0), ("c", "leave", "2026-05-01", 0)]),
        }
    )
    assert shop.fetch(
        "select from_on, to_on, tier, lifecycle_stage, member from shape.customer_span order by from_on"
    ) == [
        (date(1, 1, 1), date(2026, 2, 1), "low", None, False),
        (date(2026, 2, 1), date(2026, 3, 1), None, "awareness", False),
        (date(2026, 3, 1), date(2026, 4, 1), None, "awareness", True),
        (date(2026, 4, 1), date(2026, 5, 1), "low", "awareness", True),
        (date(2026, 5, 1), OPEN, "low", "awareness", False),
    ]


def test_an_order_keeps_its_customer_in_the_book_for_365_days(house: House) -> None:
    shop = house(OWN_TIERS | {"order_line": [order("c", "o", "2025-06-30")]}, first=date(2025, 1, 1))
    assert shop.fetch("select from_on, to_on, entered_on, left_on, returned from shape.book_span") == [
        (date(2025, 6, 30), date(2026, 6, 30), date(2025, 6, 30), date(2026, 6, 30), False)
    ]


def test_a_departure_after_the_watermark_has_not_happened(house: House) -> None:
    shop = house(
        OWN_TIERS
        | {
            "subscription": [
                plan("c", date(2026, 1, 1), date(2026, 4, 2)),
                plan("d", date(2026, 1, 1), date(2026, 4, 1)),
            ]
        },
        through=date(2026, 4, 1),
    )
    assert shop.fetch("select customer, to_on, left_on from shape.book_span order by customer") == [
        ("c", OPEN, None),
        ("d", date(2026, 4, 1), date(2026, 4, 1)),
    ]
    assert shop.fetch("select customer, left_on from shape.departure") == [("d", date(2026, 4, 1))]


def test_a_late_shop_hides_no_plan_that_ended_and_lets_no_order_run_out(house: House) -> None:
    """Plans are loaded through 31 March, orders through the 20th: who might have ordered again since has not left."""
    late = {"load_id": 2, "source": "shop", "table_name": "order_line", "rows_read": 0, "rows_rejected": 0}
    shop = house(
        {
            "subscription": [plan("plan", date(2026, 1, 1), date(2026, 3, 25))],
            "order_line": [order("gone", "o1", "2025-03-20"), order("maybe", "o2", "2025-03-21")],
            "load_log": [late | {"loaded_through": date(2026, 3, 20), "loaded_at": "2026-03-21 12:00:00-05"}],
        },
        through=date(2026, 3, 31),
    )
    assert dict(shop.fetch("select customer, left_on from shape.book_span")) == {
        "plan": date(2026, 3, 25),
        "gone": date(2026, 3, 20),
        "maybe": None,
    }


def test_an_upgrade_is_no_departure_and_a_gap_of_a_day_is_one(house: House) -> None:
    shop = house(
        OWN_TIERS
        | {
            "subscription": [
                plan("up", date(2026, 1, 1), date(2026, 2, 1), end_reason="upgrade"),
                plan("up", date(2026, 2, 1)),
                plan("gap", date(2026, 1, 1), date(2026, 2, 1)),
                plan("gap", date(2026, 2, 2)),
            ]
        }
    )
    spans = "select from_on, left_on, returned from shape.book_span where customer = ? order by from_on"
    assert shop.fetch(spans, ["up"]) == [(date(2026, 1, 1), None, False)]
    assert shop.fetch(spans, ["gap"]) == [(date(2026, 1, 1), date(2026, 2, 1), False), (date(2026, 2, 2), None, True)]


def test_a_change_of_tier_cuts_the_book_without_churn(house: House) -> None:
    shop = house(
        {
            "customer": [person("c", value_tier="high")],
            "status_event": [moved("c", "value_tier", "2026-02-01", "low", "high")],
            "subscription": [plan("c", date(2026, 1, 1), date(2026, 3, 1))],
        }
    )
    assert shop.fetch("select from_on, to_on, entered_on, left_on, tier from shape.book_span order by from_on") == [
        (date(2026, 1, 1), date(2026, 2, 1), date(2026, 1, 1), None, "low"),
        (date(2026, 2, 1), date(2026, 3, 1), None, date(2026, 3, 1), "high"),
    ]


def test_the_unknown_customer_is_in_no_book_and_an_orphan_is(house: House) -> None:
    shop = house(OWN_TIERS | {"subscription": [plan("unknown", date(2026, 1, 1)), plan("orphan", date(2026, 1, 1))]})
    assert shop.fetch("select customer, tier from shape.book_span") == [("orphan", None)]


def test_a_stage_is_entered_once_and_left_for_the_next_within_ninety_days(house: House) -> None:
    shop = house(
        {
            "customer": [
                person("c", created_at="2026-01-05 12:00:00-05", lifecycle_stage="expansion", value_tier="low")
            ],
            "status_event": [
                moved("c", "lifecycle_stage", "2026-02-01", "exploration", "awareness"),
                moved("c", "lifecycle_stage", "2026-06-01", "awareness", "expansion"),
                moved("c", "value_tier", "2026-03-01", "high", "low"),
            ],
            "subscription": [plan("c", date(2026, 4, 1), date(2026, 5, 1))],
        },
        through=date(2026, 8, 1),
    )
    rows = shop.fetch(
        "select from_on, lifecycle_stage, active, entered, moved_on, next_stage from shape.stage_span order by from_on"
    )
    assert rows == [
        (date(2026, 1, 5), "exploration", False, True, True, "awareness"),
        (date(2026, 2, 1), "awareness", False, True, False, "expansion"),  # 120 days: too late
        (date(2026, 3, 1), "awareness", False, False, None, "expansion"),  # cut by the tier
        (date(2026, 4, 1), "awareness", True, False, None, "expansion"),  # cut by entering the book
        (date(2026, 5, 1), "awareness", False, False, None, "expansion"),
        (date(2026, 6, 1), "expansion", False, True, None, None),  # 61 days old: not judged
    ]


def test_skipping_a_stage_is_not_the_next_one(house: House) -> None:
    shop = house(
        {
            "customer": [person("c", created_at="2026-01-05 12:00:00-05")],
            "status_event": [moved("c", "lifecycle_stage", "2026-01-20", "exploration", "commitment")],
        }
    )
    rows = shop.fetch("select lifecycle_stage, moved_on from shape.stage_span order by from_on")
    assert rows == [("exploration", False), ("commitment", None)]  # above commitment there is none to go on to


def test_a_touchpoint_with_contacts_and_no_answers_is_not_measured(house: House, over: Over) -> None:
    point = {"process": "service", "channel": "phone"}
    call = {
        "process": "service",
        "direction": "inbound",
        "offered_at": "2026-03-10 12:00:00-05",
        "disposition": "handled",
    }
    answer = {
        "survey_id": "v",
        "instrument": "csat",
        "customer_id": "c",
        "touchpoint_id": "both",
        "sent_at": "2026-02-28 12:00:00-05",
        "responded_at": "2026-03-31 23:30:00-05",  # still March in Bogotá
        "score": 5,
        "scale_min": 1,
        "scale_max": 5,
    }
    shop = house(
        {
            "touchpoint": [
                point | {"touchpoint_id": "both", "name": "b"},
                point | {"touchpoint_id": "silent", "name": "s"},
                point | {"touchpoint_id": "closed", "name": "x", "active": False},
            ],
            "interaction": [
                call | {"interaction_id": "i1", "touchpoint_id": "both"},
                call | {"interaction_id": "i2", "touchpoint_id": "silent"},
            ],
            "survey": [answer],
        }
    )
    rows = over(shop, "touchpoint_period", *MARCH, "touchpoint, contacts, answers, measured")
    assert sorted(rows) == [("both", 1, 1, True), ("silent", 1, 0, False)]
