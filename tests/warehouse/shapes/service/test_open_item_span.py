"""What is open at a close, and which clocks are about to run out; worked out by hand."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest

from tests.warehouse.shapes.made import OPEN_END, House, Row, at, change, item, policy, resolved


@pytest.fixture
def house(house: House) -> House:
    """Only what is tested here is built."""
    return partial(house, shapes=("open_item_span", "sla_risk_span"))


def spans(shop: Any, columns: str) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = shop.fetch(
        f"select work_item, from_on, to_on, {columns} from shape.open_item_span order by work_item, from_on"
    )
    return rows


def test_open_items_are_cut_at_every_change_of_a_dimension_and_keep_their_true_ends(house: House) -> None:
    shop = house(
        {
            "customer": [{"customer_id": "c1", "value_tier": "high"}],
            "work_item": [resolved("w", "2026-01-05 09:00", "2026-01-30 09:00", priority="urgent")],
            "status_event": [
                change("w", "priority", "2026-01-10 09:00", "low", "high"),
                change("w", "priority", "2026-01-10 15:00", "high", "urgent"),
                change("c1", "value_tier", "2026-01-20 09:00", "low", "high", "customer"),
                change("c1", "value_tier", "2026-02-20 09:00", "high", "high", "customer"),
            ],
        }
    )
    assert spans(shop, "entered_on, left_on, priority, tier") == [
        ("w", date(2026, 1, 5), date(2026, 1, 10), date(2026, 1, 5), None, "low", "low"),
        ("w", date(2026, 1, 10), date(2026, 1, 20), None, None, "urgent", "low"),
        ("w", date(2026, 1, 20), date(2026, 1, 30), None, date(2026, 1, 30), "urgent", "high"),
    ]


def test_an_item_closed_on_the_day_it_was_opened_is_never_in_the_stock(house: House) -> None:
    shop = house(
        {
            "work_item": [
                resolved("same day", "2026-01-05 09:00", "2026-01-05 18:00"),
                resolved("next day", "2026-01-05 09:00", "2026-01-06 01:00"),
                item("open", "2026-01-05 09:00"),
            ]
        }
    )
    assert spans(shop, "left_on") == [
        ("next day", date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 6)),
        ("open", date(2026, 1, 5), OPEN_END, None),
    ]


def test_a_stage_is_worth_what_was_known_of_it_when_the_month_began(house: House) -> None:
    def deal(name: str, closed: str | None, outcome: str | None = None) -> Row:
        ends: Row = {"closed_at": at(closed), "outcome": outcome} if closed else {}
        return item(name, "2026-01-05 09:00", process="sales", status="closed" if closed else "proposal", **ends)

    deals = [
        deal("a", "2026-01-20 09:00", "won"),
        deal("b", "2026-02-10 09:00", "lost"),
        deal("c", "2026-02-10 09:00", "lost"),  # lost before any proposal
        deal("d", None),
    ]
    changes = [change(name, "status", "2026-01-10 09:00", "contact", "proposal") for name in ("a", "b", "d")]
    shop = house({"work_item": deals, "status_event": changes}, through=date(2026, 3, 31))
    stretches = [row[1:] for row in spans(shop, "status, stage_win_rate") if row[0] == "d"]
    assert stretches == [
        (date(2026, 1, 5), date(2026, 1, 10), "contact", None),  # nothing was decided yet
        (date(2026, 1, 10), date(2026, 2, 1), "proposal", None),
        (date(2026, 2, 1), date(2026, 3, 1), "proposal", 1),  # a
        (date(2026, 3, 1), OPEN_END, "proposal", 0.5),  # a and b; of c no history says that it stood there
    ]


def test_a_clock_is_at_risk_at_the_close_with_under_a_fifth_left(house: House) -> None:
    shop = house(
        {
            "sla_policy": [policy("p", "resolution", 10 * 24 * 3600)],
            "work_item": [
                item("w1", "2026-01-01 12:00"),  # risk from 9 January noon, runs out on the 11th
                item("w2", "2026-01-01 12:00", closed_at=at("2026-01-10 12:00"), outcome="resolved"),
                item("w3", "2026-01-05 12:00"),  # risk from the 13th: still at risk at the end
                item("w4", "2026-01-12 12:00"),  # not yet
            ],
        },
        through=date(2026, 1, 14),
    )
    rows = shop.fetch("select work_item, from_on, to_on, left_on from shape.sla_risk_span order by work_item")
    assert rows == [
        ("w1", date(2026, 1, 9), date(2026, 1, 11), date(2026, 1, 11)),
        ("w2", date(2026, 1, 9), date(2026, 1, 10), date(2026, 1, 10)),
        ("w3", date(2026, 1, 13), date(9999, 12, 31), None),
    ]
