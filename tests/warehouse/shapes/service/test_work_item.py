"""Items of work: dates, dimensions as of then, durations, and cohort flags with their maturity; worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial

import pytest

from tests.warehouse.shapes.made import House, Row, at, change, contact, item, items, resolved


@pytest.fixture
def house(house: House) -> House:
    """Only what is tested here is built."""
    return partial(house, shapes=("work_item",))


# ---------------------------------------------------------------- Dates and dimensions


def test_tier_team_and_priority_are_those_of_each_anchor(house: House) -> None:
    shop = house(
        {
            "customer": [{"customer_id": "c1", "value_tier": "low", "segment": "Pyme", "region": "Valle"}],
            "agent": [{"agent_id": "a", "name": "Ana", "team": "Sur", "area": "Servicio", "process": "service"}],
            "work_item": [resolved("w", "2026-01-05 09:00", "2026-01-20 09:00", team="Sur", priority="high")],
            "status_event": [
                change("c1", "value_tier", "2026-01-10 09:00", "strategic", "medium", "customer"),
                change("c1", "value_tier", "2026-03-01 09:00", "medium", "low", "customer"),
                change("w", "team", "2026-01-06 09:00", "Norte", "Sur"),
                change("w", "priority", "2026-01-07 09:00", None, "high"),
            ],
        }
    )
    opened = "opened_tier, opened_team, opened_area, opened_priority, opened_segment, region"
    assert items(shop, opened) == {"w": ("strategic", "Norte", None, None, "Pyme", "Valle")}
    assert items(shop, "closed_tier, closed_team, closed_area, first_resolved_priority") == {
        "w": ("medium", "Sur", "Servicio", "high")
    }


def test_without_events_the_current_value_holds_and_orphans_stay(house: House) -> None:
    shop = house(
        {
            "customer": [{"customer_id": "c1", "value_tier": "high"}],
            "work_item": [
                item("w1", "2026-01-05 09:00", team="Norte", priority="low"),
                item(
                    "w2",
                    "2026-01-05 09:00",
                    customer_id="nobody",
                    product_id="p?",
                    campaign_id="k?",
                    touchpoint_id="t?",
                ),
                item("w3", "2026-01-05 09:00", customer_id="unknown"),
            ],
        }
    )
    assert items(shop, "customer, opened_tier, opened_team, product, campaign, touchpoint") == {
        "w1": ("c1", "high", "Norte", None, None, None),
        "w2": ("nobody", None, None, "p?", "k?", "t?"),
        "w3": ("unknown", None, None, None, None, None),
    }


def test_an_alias_is_the_customer_that_stays(house: House) -> None:
    shop = house(
        {
            "customer": [{"customer_id": "hubspot:9", "value_tier": "high"}],
            "customer_alias": [{"alias_id": "zendesk:123", "customer_id": "hubspot:9"}],
            "status_event": [change("zendesk:123", "value_tier", "2026-02-01 00:00", "low", "high", "customer")],
            "work_item": [item("w", "2026-01-05 09:00", customer_id="zendesk:123")],
        }
    )
    assert items(shop, "customer, opened_tier") == {"w": ("hubspot:9", "low")}


def test_every_anchor_has_its_civil_day_in_the_companys_zone(house: House) -> None:
    night = datetime(2026, 1, 12, 2, tzinfo=UTC)  # 21:00 of the 11th in Bogotá
    shop = house(
        {
            "work_item": [
                item(
                    "w",
                    "2026-01-01",
                    opened_at=night,
                    first_response_at=night,
                    qualified_at=night,
                    first_resolved_at=night,
                    closed_at=night,
                    outcome="won",
                )
            ]
        }
    )
    day = date(2026, 1, 11)
    assert items(shop, "opened_on, responded_on, qualified_on, first_resolved_on, closed_on") == {"w": (day,) * 5}


def test_a_proposal_is_dated_by_its_first_entry_and_the_opening_amount_by_the_history(house: House) -> None:
    shop = house(
        {
            "work_item": [
                item("w1", "2026-01-05 09:00", process="sales", status="negotiation", expected_amount=Decimal(900)),
                item("w2", "2026-01-05 09:00", process="sales", expected_amount=Decimal(50)),
            ],
            "status_event": [
                change("w1", "status", "2026-01-08 09:00", "contact", "proposal"),
                change("w1", "status", "2026-01-09 09:00", "proposal", "contact"),
                change("w1", "status", "2026-01-20 09:00", "contact", "proposal"),
                change("w1", "status", "2026-01-21 09:00", "proposal", "negotiation"),
                change("w1", "expected_amount", "2026-01-10 09:00", "700", "900"),
            ],
        }
    )
    assert items(shop, "proposed_on, opening_amount") == {
        "w1": (date(2026, 1, 8), Decimal("700.00")),
        "w2": (None, Decimal("50.00")),
    }


def test_durations_run_in_open_hours_less_pauses_and_are_so_far_where_nothing_happened(house: House) -> None:
    shop = house(
        {
            "business_hours": [
                {"calendar_id": "company", "weekday": day, "opens": "09:00", "closes": "17:00"} for day in range(1, 6)
            ],
            "sla_policy": [
                {"policy_id": "p", "process": "service", "clock": "resolution", "target_seconds": 3600}
                | {"calendar_id": "company", "pause_statuses": ["pending"], "valid_from": date(2000, 1, 1)}
            ],
            "work_item": [
                resolved(
                    "w1",
                    "2026-01-09 16:00",  # a Friday
                    "2026-01-12 12:00",
                    first_response_at=at("2026-01-12 10:00"),
                    qualified_at=at("2026-01-12 10:00"),
                ),
                item("w2", "2026-01-12 16:00"),
            ],
            "status_event": [
                change("w1", "status", "2026-01-12 10:00", "open", "pending"),
                change("w1", "status", "2026-01-12 11:30", "pending", "closed"),
            ],
        },
        through=date(2026, 1, 13),
    )
    # w1: an hour on Friday and one on Monday to the answer; three on Monday less 1.5 of pause to the resolution.
    # w2: an hour on Monday and the eight of Tuesday so far.
    columns = "response_seconds, responded, resolution_seconds, completed, cycle_days, closed, qualify_days, qualified"
    assert items(shop, columns) == {
        "w1": (7200, True, 9000, True, 3, True, 3, True),
        "w2": (32400, False, 32400, False, 1, False, 1, False),
    }


# ---------------------------------------------------------------- Flags


def test_outcomes_are_settled_by_the_close_only(house: House) -> None:
    def closed(name: str, outcome: str) -> Row:
        return item(name, "2026-01-05 09:00", closed_at=at("2026-01-06 09:00"), outcome=outcome)

    shop = house(
        {
            "work_item": [
                closed("a", "won"),
                closed("b", "lost"),
                closed("c", "resolved"),
                closed("d", "disqualified"),
                item("e", "2026-01-05 09:00"),
            ]
        }
    )
    assert items(shop, "won, lost, resolved, decided") == {
        "a": (True, False, False, True),
        "b": (False, True, False, True),
        "c": (False, False, True, False),
        "d": (False, False, False, False),
        "e": (None, None, None, None),
    }


def test_a_cohort_flag_is_empty_until_its_window_lies_inside_the_data_even_when_already_true(house: House) -> None:
    leads = [
        item("in", "2026-01-05 09:00", kind="lead", closed_at=at("2026-03-06 23:00"), outcome="won"),  # day 60
        item("out", "2026-01-05 09:00", kind="lead", closed_at=at("2026-03-07 01:00"), outcome="won"),  # day 61
        item("young", "2026-01-06 09:00", kind="lead", closed_at=at("2026-01-07 09:00"), outcome="won"),
        item("open", "2026-01-05 09:00", kind="lead", qualified_at=at("2026-02-04 09:00")),  # day 30
    ]
    shop = house({"work_item": leads}, through=date(2026, 3, 6))
    assert items(shop, "won_60d, won_180d, qualified_30d") == {
        "in": (True, None, False),
        "out": (False, None, False),
        "young": (None, None, False),
        "open": (False, None, True),
    }


def test_where_no_item_of_a_process_says_when_it_was_qualified_nobody_knows_whether_it_was(house: House) -> None:
    leads = [
        item("a", "2026-01-05 09:00", process="presales", kind="lead"),
        item("b", "2026-01-05 09:00", process="sales", kind="lead", qualified_at=at("2026-01-06 09:00")),
        item("c", "2026-01-05 09:00", process="sales", kind="lead"),
    ]
    shop = house({"work_item": leads}, through=date(2026, 3, 6))
    assert items(shop, "qualified_30d") == {"a": None, "b": True, "c": False}


def test_a_lead_is_contacted_by_a_handled_talk_with_the_right_person(house: House) -> None:
    out: Row = {"direction": "outbound"}
    rows = {
        "work_item": [item(name, "2026-01-05 09:00", kind="lead") for name in ("a", "b", "c", "d", "e")],
        "interaction": [
            contact("1", "2026-01-19 09:00", "a", right_party=True, **out),
            contact("2", "2026-01-20 09:00", "b", right_party=True, **out),
            contact("3", "2026-01-06 09:00", "c", right_party=False, **out),
            contact("4", "2026-01-06 09:00", "d", **out | {"disposition": "no_answer"}),
        ],
    }
    assert items(house(rows), "attempted, contacted_14d") == {
        "a": (True, True),
        "b": (True, False),  # day 15
        "c": (True, False),
        "d": (True, False),
        "e": (False, False),
    }
    assert items(house({"work_item": rows["work_item"]}), "attempted, contacted_14d")["a"] == (None, None)


def test_escalated_means_a_higher_priority_or_another_team_before_the_close(house: House) -> None:
    names = ("raised", "lowered", "handed", "assigned", "after", "open")
    shop = house(
        {
            "work_item": [
                item(name, "2026-01-05 09:00")
                if name == "open"
                else resolved(name, "2026-01-05 09:00", "2026-01-08 09:00")
                for name in names
            ],
            "status_event": [
                change("raised", "priority", "2026-01-06 09:00", "normal", "high"),
                change("lowered", "priority", "2026-01-06 09:00", "urgent", "low"),
                change("handed", "team", "2026-01-06 09:00", "Norte", "Sur"),
                change("assigned", "team", "2026-01-06 09:00", None, "Sur"),
                change("after", "priority", "2026-01-09 09:00", "low", "urgent"),
                change("open", "priority", "2026-01-06 09:00", "low", "urgent"),
            ],
        }
    )
    assert items(shop, "escalated") == {
        "raised": True,
        "lowered": False,
        "handed": True,
        "assigned": False,
        "after": False,
        "open": None,
    }


def test_which_of_two_priorities_is_higher_is_unknown_where_both_are_words_of_the_company(
    house: House,
) -> None:
    names = ("lettered", "both", "late")
    shop = house(
        {
            "work_item": [resolved(name, "2026-01-05 09:00", "2026-01-08 09:00") for name in names],
            "status_event": [
                change("lettered", "priority", "2026-01-06 09:00", "P3", "P1"),
                change("both", "priority", "2026-01-06 09:00", "P3", "P1"),
                change("both", "priority", "2026-01-07 09:00", "low", "high"),
                change("late", "priority", "2026-01-09 09:00", "P3", "P1"),
            ],
        }
    )
    assert items(shop, "escalated") == {"lettered": None, "both": True, "late": False}


def test_a_sale_is_followed_up_by_a_talk_that_we_started_within_seven_days(house: House) -> None:
    def sale(name: str, outcome: str, customer: str) -> Row:
        return item(
            name,
            "2026-01-05 09:00",
            process="sales",
            outcome=outcome,
            closed_at=at("2026-01-10 09:00"),
            customer_id=customer,
        )

    shop = house(
        {
            "work_item": [
                sale("a", "won", "c1"),
                sale("b", "won", "c2"),
                sale("c", "won", "c3"),
                sale("d", "lost", "c1"),
            ],
            "interaction": [
                contact("1", "2026-01-17 09:00", customer_id="c1", direction="outbound"),
                contact("2", "2026-01-18 09:00", customer_id="c2", direction="outbound"),
                contact("3", "2026-01-11 09:00", customer_id="c3"),
            ],
        }
    )
    assert items(shop, "followed_up_7d") == {"a": True, "b": False, "c": False, "d": None}


def test_a_save_counts_when_the_customer_is_still_in_the_book_ninety_days_later(house: House) -> None:
    def save(name: str, outcome: str, closed: str = "2026-01-10 09:00") -> Row:
        ends: Row = {
            "closed_at": at(closed),
            "outcome": outcome,
            "expected_amount": Decimal(100),
            "amount": Decimal(80),
        }
        return item(name, "2026-01-05 09:00", process="retention", kind="save", customer_id=name, **ends)

    def live(customer: str, ends_on: date | None) -> Row:
        base: Row = {"subscription_id": customer, "customer_id": customer, "product_id": "p", "mrr": Decimal(80)}
        return base | {"starts_on": date(2025, 1, 1), "ends_on": ends_on}

    shop = house(
        {
            "work_item": [
                save("stays", "won"),
                save("leaves", "won"),
                save("refused", "lost"),
                save("young", "won", "2026-10-10 09:00"),
            ],
            "subscription": [
                live("stays", date(2026, 4, 11)),  # alive on 10 April, the ninetieth day
                live("leaves", date(2026, 4, 10)),
                live("refused", None),
                live("young", None),
            ],
        }
    )
    assert items(shop, "saved_now, saved_90d, concession") == {
        "stays": (True, True, Decimal("60.00")),
        "leaves": (True, False, Decimal("60.00")),
        "refused": (False, False, None),
        "young": (True, None, Decimal("60.00")),
    }
