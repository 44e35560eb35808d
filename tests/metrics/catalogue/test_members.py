"""The programme: what its points are worth and how members differ from customers like them, worked out by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.shop import Shop
from tests.metrics.made import House, Row
from tests.warehouse.shapes.made import at, person, plan

FEBRUARY: dict[str, Any] = {"since": date(2026, 2, 1), "until": date(2026, 2, 28)}
MARCH: dict[str, Any] = {"since": date(2026, 3, 1), "until": date(2026, 3, 31)}


def cost(amount: float, since: date, until: date | None = None, **more: Any) -> Row:
    usual: Row = {"metric": "point_cost", "cadence": "month", "process": "loyalty", "goal": amount}
    return usual | {"valid_from": since, "valid_to": until} | more


def points(*lines: tuple[str, str, str, int]) -> list[Row]:
    return [
        {"entry_id": f"l{n}", "customer_id": who, "kind": kind, "entry_at": at(f"2026-{day} 12:00"), "points": amount}
        for n, (who, kind, day, amount) in enumerate(lines)
    ]


def order(name: str, customer: str, day: str, amount: float) -> Row:
    usual: Row = {"order_id": name, "line_no": 1, "customer_id": customer, "product_id": "chair", "quantity": 1}
    return usual | {"ordered_at": at(f"2026-{day} 12:00"), "amount": amount}


def one(warehouse: Shop, name: str, **asked: Any) -> Reading:
    (found,) = CATALOGUE[name].measure(warehouse, **asked).readings
    return found


LEDGER = points(("ana", "earn", "01-10", 100), ("ana", "redeem", "03-05", -30), ("bea", "earn", "03-20", 50))
PRICES = [cost(10, date(2026, 2, 1), date(2026, 3, 10)), cost(12, date(2026, 3, 10))]


def test_live_points_are_owed_at_the_cost_in_force_at_each_close(house: House) -> None:
    shop = house({"loyalty_entry": LEDGER, "target": PRICES})
    assert one(shop, "live_points", every="month", **MARCH).value == 120  # 70 of ana, 50 of bea
    assert one(shop, "points_liability", **FEBRUARY).value == 100 * 10
    march = one(shop, "points_liability", **MARCH)
    assert march.value == 120 * 12
    assert march.numerator == 1440
    found = CATALOGUE["points_liability"].measure(shop, by="customer", **MARCH).readings
    assert {reading.groups[0]: reading.value for reading in found} == {"ana": 840, "bea": 600}


def test_points_redeemed_cost_what_a_point_cost_that_day(house: House) -> None:
    shop = house({"loyalty_entry": LEDGER, "target": PRICES})
    assert one(shop, "points_redeemed_cost", **MARCH).value == 30 * 10  # on the fifth, before it became dearer


def test_a_month_with_a_redemption_of_unknown_cost_has_no_cost_and_not_a_part_of_it(house: House) -> None:
    # 100 points on the fifth, when no cost was set, and 100 on the twentieth at 10 each: 1,000 would be a part only.
    lines = [("ana", "earn", "01-10", 300), ("ana", "redeem", "03-05", -100), ("ana", "redeem", "03-20", -100)]
    shop = house({"loyalty_entry": points(*lines), "target": [cost(10, date(2026, 3, 10))]})
    found = one(shop, "points_redeemed_cost", **MARCH)
    assert (found.value, "cost of a point" in str(found.reason)) == (None, True)
    assert one(shop, "points_redeemed_cost", since=date(2026, 2, 1), until=date(2026, 2, 28)).value == 0
    later = one(shop, "points_redeemed_cost", since=date(2026, 3, 10), until=date(2026, 3, 31))
    assert later.value == 1000


def test_without_a_cost_of_a_point_its_liability_is_empty_and_not_nought(house: House) -> None:
    for rows in ([], [cost(99, date(2026, 1, 1), team="north")], [cost(10, date(2026, 4, 1))]):
        found = one(house({"loyalty_entry": LEDGER, "target": rows}), "points_liability", **MARCH)
        assert found.value is None
        assert "cost of a point" in str(found.reason)
    found = one(house({"loyalty_entry": LEDGER}), "points_liability", **MARCH)
    assert found.value is None
    assert "needs target" in str(found.reason)


def test_a_programme_costs_its_people_its_campaigns_and_its_points(house: House) -> None:
    campaign: Row = {"campaign_id": "club", "name": "Club", "process": "loyalty", "channel": "email", "cost": 310}
    hour: Row = {"agent_id": "eva", "team": "club", "process": "loyalty", "state": "handling", "seconds": 3600}
    other = hour | {"agent_id": "leo", "process": "sales"}
    shop = house(
        {
            "loyalty_entry": LEDGER,
            "target": PRICES,
            "campaign": [campaign | {"starts_on": date(2026, 3, 1), "ends_on": date(2026, 3, 31)}],
            "agent_time": [one | {"started_at": at("2026-03-02 09:00"), "cost": 45} for one in (hour, other)],
        }
    )
    assert one(shop, "programme_cost", **MARCH).value == 45 + 310 + 300
    assert one(shop, "programme_cost_per_member", **MARCH).value == pytest.approx(655 / 2)


def club(**more: Any) -> dict[str, Any]:
    """Two members and two others of segment north, bought 100 140 | 80 40; a member of the south has nobody beside."""
    bought = {"ana": 100, "bea": 140, "eva": 80, "leo": 40, "sur": 999, "new": 700}
    where = {"sur": "south"}
    return {
        "customer": [person(name, segment=where.get(name, "north"), value_tier="low") for name in bought],
        "subscription": [plan(name, date(2025, 1, 1), mrr=1) for name in bought],
        "loyalty_entry": points(
            ("ana", "enrol", "01-10", 0),
            ("bea", "enrol", "01-10", 0),
            ("sur", "enrol", "01-10", 0),
            ("new", "enrol", "03-02", 0),  # a member only after the opening: among the others
        ),
        "order_line": [order(name, name, "03-15", amount) for name, amount in bought.items() if name != "new"],
    } | more


def test_members_are_compared_with_customers_like_them_who_were_none_at_the_opening(house: House) -> None:
    """The others of the north bring 80, 40 and 0, so 40 each: ana is 60 above, bea 100: 80 on the mean of the two."""
    shop = house(club(), first=date(2025, 1, 1))
    lift = one(shop, "member_lift", **MARCH)
    assert lift.value == pytest.approx(80)
    assert lift.n == 2
    bought = one(shop, "member_repurchase_lift", **MARCH)
    assert bought.value == pytest.approx(1 - 2 / 3)  # both bought; two of the three others did
    apart = one(shop, "unmatched_member_share", **MARCH)
    assert (apart.numerator, apart.denominator) == (1, 3)


def test_a_lift_shows_no_parts_and_no_interval_because_it_is_an_estimate(house: House) -> None:
    lift = one(house(club(), first=date(2025, 1, 1)), "member_lift", **MARCH)
    assert (lift.numerator, lift.denominator, lift.low, lift.high) == (None, None, None, None)


def test_tenure_is_part_of_what_makes_customers_alike(house: House) -> None:
    """eva came 30 days before the opening: only leo and the later member are like ana and bea."""
    rows = club()
    rows["subscription"] = [one for one in rows["subscription"] if one["customer_id"] != "eva"]
    rows["subscription"].append(plan("eva", date(2026, 2, 1), mrr=1))
    lift = one(house(rows, first=date(2025, 1, 1)), "member_lift", **MARCH)
    assert lift.value == pytest.approx((100 + 140) / 2 - (40 + 0) / 2)


def test_without_anybody_to_compare_there_is_no_lift(house: House) -> None:
    rows = club()
    rows["loyalty_entry"] = points(*((name, "enrol", "01-10", 0) for name in ("ana", "bea", "eva", "leo", "new")))
    lift = one(house(rows, first=date(2025, 1, 1)), "member_lift", where={"segment": "north"}, **MARCH)
    assert lift.value is None
    assert "nothing to compare" in str(lift.reason)
