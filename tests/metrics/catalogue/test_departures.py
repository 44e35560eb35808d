"""Why customers leave, what it costs, and who falls silent, worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.shop import Shop
from tests.metrics.catalogue.test_members import order
from tests.metrics.made import House, Row
from tests.warehouse.shapes.made import at, plan

MARCH: dict[str, Any] = {"since": date(2026, 3, 1), "until": date(2026, 3, 31)}
JUNE: dict[str, Any] = {"since": date(2026, 6, 1), "until": date(2026, 6, 30)}


def one(warehouse: Shop, name: str, **asked: Any) -> Reading:
    (found,) = CATALOGUE[name].measure(warehouse, **(MARCH | asked)).readings
    return found


def left(customer: str, end_reason: str | None, mrr: int, **more: Any) -> Row:
    return plan(customer, date(2025, 1, 1), date(2026, 3, 10), mrr, end_reason=end_reason) | more


def told(customer: str, reason: str, kind: str = "exit", day: str = "2026-03-09") -> Row:
    case: Row = {"work_item_id": f"w-{customer}", "process": "retention", "kind": kind, "customer_id": customer}
    moment = {"opened_at": at(f"{day} 09:00"), "closed_at": at(f"{day} 10:00")}
    return case | moment | {"status": "closed", "outcome": "lost", "outcome_reason": reason}


def ten() -> dict[str, Any]:
    """Ten departures of March, and the last order of one who only bought: 40 of it came back."""
    back = order("z2", "stopped", "03-09", 0) | {"line_no": 9, "amount": -40, "is_return": True, "quantity": -1}
    return {
        "subscription": [
            left("unhappy", "voluntary", 10),
            left("dear", "voluntary", 30),
            left("dear2", "voluntary", 5),
            left("moved", "voluntary", 20),
            left("card", "involuntary", 40),
            left("small", "ended_by_us", 1),
            left("cheat", "ended_by_us", 4),
            left("old_product", "end_of_life", 3),
            left("silent", None, 7),
        ],
        "work_item": [
            told("unhappy", "dissatisfied", "save"),
            told("dear", "price"),
            told("dear2", "price"),
            told("moved", "need_changed"),
            told("small", "ended_by_us_volume"),
            told("cheat", "ended_by_us_fraud"),
        ],
        "order_line": [
            order("z0", "stopped", "03-10", 500) | {"ordered_at": at("2024-03-10 12:00")},  # a year before the last
            order("z1", "stopped", "03-10", 200) | {"ordered_at": at("2025-03-10 12:00")},  # its year ends this March
            back | {"ordered_at": at("2025-03-20 12:00")},
            order("z3", "stopped", "03-10", 100) | {"ordered_at": at("2024-04-10 12:00")},
        ],
    }


def test_every_departure_has_one_cause_and_they_make_the_whole(house: House) -> None:
    shop = house(ten(), first=date(2024, 1, 1))
    names = ["voluntary_churn_share", "involuntary_churn_share", "ended_by_us_share", "fraud_churn_share"]
    counts = [(one(shop, name).numerator, one(shop, name).denominator) for name in names]
    assert counts == [(4, 10), (1, 10), (2, 10), (1, 10)]  # two are left: who said nothing, and who only stopped buying
    blank = one(shop, "unexplained_churn_share")
    assert (blank.numerator, blank.denominator) == (3, 10)  # the withdrawn product has no reason either
    unhappy = {"subscription": [left("a", "voluntary", 1)]}
    assert one(house(unhappy, first=date(2025, 1, 1)), "voluntary_churn_share").value == 1


def test_money_lost_is_a_year_of_what_ended_that_day(house: House) -> None:
    shop = house(ten(), first=date(2024, 1, 1))
    assert one(shop, "departed_mrr", every="month").value == 120
    # the orders of the year to the last one, 200 and 100, less the 40 that came back
    assert one(shop, "lost_revenue", every="month").value == 120 * 12 + 260
    shares = CATALOGUE["lost_revenue_share"].measure(shop, by="reason", **MARCH).readings
    # told: 10, 35, 20, 40, 1 and 4 of 110 a month
    assert {reading.groups[0]: reading.numerator for reading in shares} == {
        "dissatisfied": 120,
        "price": 420,
        "need_changed": 240,
        "payment_failed": 480,
        "ended_by_us_volume": 12,
        "ended_by_us_fraud": 48,
    }
    assert {reading.denominator for reading in shares} == {1320}
    recoverable = one(shop, "recoverable_revenue_share")
    assert (recoverable.numerator, recoverable.denominator) == (120 + 420 + 480, 1320)


def test_orders_long_past_are_not_lost_with_the_contract_that_ends(house: House) -> None:
    rows = {
        "subscription": [left("a", "voluntary", 10)],
        "order_line": [order("o", "a", "01-01", 999) | {"ordered_at": at("2024-12-01 12:00")}],
    }
    assert one(house(rows, first=date(2024, 1, 1)), "lost_revenue", every="month").value == 120


def test_reasons_are_taken_down_for_thirty_days_more(house: House) -> None:
    shop = house(ten(), first=date(2024, 1, 1), through=date(2026, 4, 29))
    assert not one(shop, "churn_reason_share").complete
    assert "matures on 2026-04-30" in str(one(shop, "unexplained_churn_share").reason)
    assert one(house(ten(), first=date(2024, 1, 1), through=date(2026, 4, 30)), "churn_reason_share").complete


def save(name: str, outcome: str, asked: float, kept: float | None) -> Row:
    case: Row = {"work_item_id": name, "process": "retention", "kind": "save", "customer_id": name, "status": "closed"}
    moment = {"opened_at": at("2026-03-02 09:00"), "closed_at": at("2026-03-03 09:00")}
    return case | moment | {"outcome": outcome, "expected_amount": asked, "amount": kept}


def test_a_save_costs_its_people_and_three_months_of_what_was_given_up(house: House) -> None:
    """900 of labour; stays gives up 20 a month, full nothing, leaves 30: who left in May was paid for as well."""
    hour: Row = {"agent_id": "eva", "team": "t", "process": "retention", "state": "handling", "seconds": 3600}
    shop = house(
        {
            "work_item": [
                save("stays", "won", 100, 80),
                save("full", "won", 50, 50),
                save("leaves", "won", 90, 60),
                save("lost", "lost", 70, None),
            ],
            "subscription": [
                plan("stays", date(2025, 1, 1)),
                plan("full", date(2025, 1, 1)),
                plan("leaves", date(2025, 1, 1), date(2026, 5, 10)),
            ],
            "agent_time": [hour | {"started_at": at("2026-03-02 09:00"), "cost": 900}],
        },
        first=date(2025, 1, 1),
    )
    assert one(shop, "concessions", every="month").value == (20 + 0 + 30) * 3
    assert one(shop, "lasting_saves", every="month").value == 2
    cost = one(shop, "cost_per_save")
    assert (cost.numerator, cost.denominator, cost.value) == (1050, 2, 525)


def buys(customer: str, *days: str) -> list[Row]:
    return [order(f"{customer}-{day}", customer, day, 10) for day in days]


def test_who_is_silent_for_three_of_their_own_gaps_is_lost(house: House) -> None:
    """ana buys every 10 days, the last on 21 May: silent from 21 June. bea every 20, the last on 21 May too: not yet.

    eva stopped long before June: in neither side. leo bought twice, sol once: no rhythm. kim came back in June.
    """
    rows = [
        *buys("ana", "05-01", "05-11", "05-21"),
        *buys("bea", "04-11", "05-01", "05-21"),
        *buys("eva", "01-01", "01-03", "01-05"),
        *buys("leo", "05-01", "05-03"),
        *buys("sol", "05-30"),
        *buys("kim", "05-08", "05-15", "05-22", "06-14"),
    ]
    shop = house({"order_line": rows})
    rate = one(shop, "inactivity_churn_rate", **JUNE)
    assert (rate.numerator, rate.denominator) == (1, 3)
    until = {"every": "all", "since": date(2026, 6, 1), "until": date(2026, 6, 20)}
    assert one(shop, "inactivity_churn_rate", **until).numerator == 0  # the thirtieth day of ana's silence


def test_a_failed_payment_told_late_is_waited_for(house: House) -> None:
    """Of two departures of 10 March one has a reason on 5 April: until 30 April the month of March is not judged."""
    rows = {
        "subscription": [left("ana", None, 10), left("bea", "voluntary", 10)],
        "work_item": [told("ana", "payment_failed", day="2026-04-05")],
    }
    early = one(house(rows, through=date(2026, 4, 20)), "involuntary_churn_share")
    settled = one(house(rows, through=date(2026, 4, 30)), "involuntary_churn_share")
    assert not early.complete
    assert settled.complete
    assert (settled.numerator, settled.denominator) == (1, 2)


def test_a_usual_gap_of_half_days_is_over_on_the_first_day_beyond_it(house: House) -> None:
    """Gaps of 3 and 4 days: 3.5, three times 10.5. The last order on 22 May: silent on 2 June, the eleventh day."""
    shop = house({"order_line": buys("ana", "05-15", "05-18", "05-22")})
    asked = {"every": "all", "since": date(2026, 6, 1)}
    assert one(shop, "inactivity_churn_rate", **asked, until=date(2026, 6, 1)).numerator == 0
    assert one(shop, "inactivity_churn_rate", **asked, until=date(2026, 6, 2)).numerator == 1


def test_an_order_after_the_close_brings_nobody_back(house: House) -> None:
    rows = buys("ana", "05-01", "05-11", "05-21")
    alone = one(house({"order_line": rows}), "inactivity_churn_rate", **JUNE)
    later = one(house({"order_line": [*rows, *buys("ana", "07-01")]}), "inactivity_churn_rate", **JUNE)
    assert (alone.numerator, alone.denominator) == (later.numerator, later.denominator) == (1, 1)


def test_two_orders_of_one_day_are_no_gap(house: House) -> None:
    rows = [*buys("ana", "05-01", "05-11", "05-21"), order("again", "ana", "05-21", 10)]
    shop = house({"order_line": rows})
    usual = shop.fetch("select usual_days, silent_on from shape.rhythm_span order by from_on desc limit 1")
    assert usual == [(10, date(2026, 5, 21) + timedelta(days=31))]


def test_a_renewal_is_judged_when_its_thirty_days_are_over(house: House) -> None:
    due = date(2026, 3, 15)
    rows = [
        plan("late", date(2025, 3, 15), due, subscription_id="late", renewal_due_on=due),
        plan("late", date(2026, 4, 10), None, subscription_id="late"),
    ]
    early = one(house({"subscription": rows}, first=date(2025, 1, 1), through=date(2026, 4, 5)), "renewal_rate")
    assert not early.complete
    settled = one(house({"subscription": rows}, first=date(2025, 1, 1)), "renewal_rate")
    assert (settled.numerator, settled.denominator) == (1, 1)


@pytest.mark.parametrize("name", ["voluntary_churn_share", "lost_revenue", "inactivity_churn_rate", "cost_per_save"])
def test_one_customer_gives_a_value_or_a_reason(house: House, name: str) -> None:
    shop = house({"subscription": [plan("a", date(2025, 1, 1))], "order_line": buys("a", "05-01"), "work_item": []})
    for reading in CATALOGUE[name].measure(shop).readings:
        assert reading.value is not None or reading.reason is not None
