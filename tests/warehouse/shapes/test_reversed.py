"""No length of time is below nought, whatever order the dates of a row stand in; and a day alone has no hours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import permutations
from typing import Any

from crm_metrics.warehouse import shape
from tests.warehouse.shapes.made import House, Row, at, change, contact, hours, item, items, plan, policy

LENGTH = re.compile(r"(^|_)(seconds|days|used|waited)$")
NOT_A_LENGTH = {
    "days_back",
    "month_days",
    "entered_at_days",
}  # of calendar and life, not of a row

MOMENTS = tuple(at(f"2026-03-0{day} 1{day}:00") for day in (2, 3, 4, 5))


def rows_in_every_order() -> dict[str, list[Row]]:
    """Cases, contacts, answers, orders and spans with their dates in each order that there is."""
    found: dict[str, list[Row]] = {"work_item": [], "interaction": [], "survey": [], "order_line": []}
    for n, (a, b, c, d) in enumerate(permutations(MOMENTS)):
        ends: Row = {"first_response_at": b, "qualified_at": c, "first_resolved_at": c, "closed_at": d}
        found["work_item"].append(item(f"w{n}", "2026-01-01", **ends, opened_at=a, outcome="won", status="closed"))
        days = ["opened_at", "first_response_at", "first_resolved_at", "closed_at"][n % 4]
        found["work_item"].append(
            item(f"d{n}", "2026-01-01", **ends, opened_at=a, outcome="lost", status="closed", _days=[days])
        )
        for direction, said in (("inbound", "handled"), ("inbound", "abandoned"), ("outbound", "handled")):
            moments: Row = {"offered_at": a, "answered_at": b, "connected_at": c, "ended_at": d}
            found["interaction"].append(
                contact(f"{direction}-{said}-{n}", work_item=f"w{n}", direction=direction, disposition=said) | moments
            )
        score: Row = {"instrument": "nps", "customer_id": "c1", "score": 3, "scale_min": 0, "scale_max": 10}
        found["survey"].append({"survey_id": f"s{n}", "sent_at": a, "responded_at": b} | score)
        line: Row = {"line_no": 1, "customer_id": "c1", "product_id": "p", "quantity": 1, "amount": 5}
        found["order_line"].append({"order_id": f"o{n}", "ordered_at": a, "delivered_at": b} | line)
    return found


def others() -> dict[str, list[Row]]:
    entry: Row = {"invoice_id": "v1", "customer_id": "c1"}
    return {
        "sla_policy": [policy(clock, clock, 3600) for clock in ("first_response", "resolution", "next_response")],
        "business_hours": hours("company", "09:00", "17:00"),
        "status_event": [change("w0", "status", "2026-02-01 10:00", "new", "open")],
        "subscription": [plan("c1", date(2026, 3, 1), date(2026, 3, 1)), plan("c2", date(2026, 3, 1))],
        "campaign": [
            {"campaign_id": "k", "name": "k", "process": "sales", "channel": "email", "starts_on": date(2026, 3, 9)}
            | {"ends_on": date(2026, 3, 1), "cost": 10}
        ],
        "receivable": [
            entry | {"entry_id": "1", "kind": "invoice", "entry_on": date(2026, 3, 9), "amount": 10}
            | {"due_on": date(2026, 3, 1)},
            entry | {"entry_id": "2", "kind": "payment", "entry_on": date(2026, 3, 2), "amount": -10},
        ],
        "loyalty_entry": [],
        "agent_time": [],
        "customer": [{"customer_id": "c1", "created_at": at("2026-03-09"), "acquired_on": date(2026, 3, 1)}],
    }  # fmt: skip


def lengths(shop: Any) -> Iterator[tuple[str, str]]:
    for name in sorted(shape.stored()):
        for column, kind in shop._columns[name].items():
            if LENGTH.search(column) and column not in NOT_A_LENGTH and "VARCHAR" not in kind:
                yield name, column


def test_no_shape_has_a_length_of_time_below_nought_in_any_order_of_dates(house: House) -> None:
    shop = house(rows_in_every_order() | others())
    walked = list(lengths(shop))
    assert {("work_item", "cycle_days"), ("clock_run", "used"), ("interaction", "wait_seconds")} <= set(walked)
    below = [(name, column) for name, column in walked
             if shop.fetch(f'select count(*) from shape."{name}" where "{column}" < 0')[0][0]]  # fmt: skip
    assert below == []


def test_a_case_in_the_wrong_order_still_counts_and_only_its_length_is_unknown(house: House) -> None:
    won: Row = {"process": "sales", "outcome": "won", "amount": 100}
    rows = [item("w1", "2026-03-10 10:00", closed_at=at("2026-02-20 10:00"), **won)]
    rows += [item("w2", "2026-03-10 10:00", closed_at=at("2026-03-15 10:00"), **won)]
    shop = house({"work_item": rows, "status_event": []})
    assert items(shop, "won, closed_on, cycle_days, resolution_seconds") == {
        "w1": (True, date(2026, 2, 20), None, None),
        "w2": (True, date(2026, 3, 15), 5, 5 * 86400),
    }


def test_a_day_alone_has_whole_days_and_no_hours(house: House) -> None:
    ends: Row = {"outcome": "resolved", "status": "closed", "_days": ["closed_at"], "closed_at": at("2026-03-12")}
    shop = house(
        {"work_item": [item("w1", "2026-03-10 10:00", **ends)], "sla_policy": [policy("p", "resolution", 3600)]}
    )
    assert shop.fetch("select cycle_days, resolution_seconds, closed from shape.work_item") == [(2, None, True)]
    assert shop.fetch("select met, breached, used_seconds from shape.sla_clock") == [(None, None, None)]


def test_a_contact_on_the_day_of_a_resolution_without_an_hour_is_part_of_it(house: House) -> None:
    # Resolved on the 10th, nobody knows when; the call of that day may have come before.
    ends: Row = {"first_resolved_at": at("2026-03-10"), "closed_at": at("2026-03-10"), "outcome": "resolved"}
    shop = house(
        {
            "work_item": [item("w1", "2026-03-10 08:00", **ends, _days=["first_resolved_at", "closed_at"])],
            "interaction": [contact("i1", "2026-03-10 09:00", "w1")],
            "status_event": [],
        }
    )
    assert shop.fetch("select first_contact from shape.work_item") == [(True,)]


def test_a_day_of_a_contact_has_no_wait_and_no_hour_of_arrival(house: House) -> None:
    moments: Row = {"answered_at": at("2026-03-10 09:00"), "ended_at": at("2026-03-10 09:05"), "_days": ["offered_at"]}
    shop = house({"interaction": [contact("i1", "2026-03-10 00:00", **moments)]})
    assert shop.fetch(
        "select wait_seconds, in_target, offered_hour, handle_seconds, answered from shape.interaction"
    ) == [(None, None, None, 300, True)]
