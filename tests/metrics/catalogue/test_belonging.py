"""The loyalty index and its parts, tenure, and what each side gives to the other, worked out by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.shop import Shop
from tests.metrics.catalogue.test_members import cost, order, points
from tests.metrics.made import House, Row, answer
from tests.warehouse.shapes.made import at, person, plan

JUNE: dict[str, Any] = {"since": date(2026, 6, 1), "until": date(2026, 6, 30)}


def one(warehouse: Shop, name: str, **asked: Any) -> Reading:
    (found,) = CATALOGUE[name].measure(warehouse, **(JUNE | asked)).readings
    return found


def four() -> dict[str, Any]:
    """Four customers active at the close of June 2026, of a company that sells chairs and a plan.

    ana: plan since 2020, bought twice in the year. bea: plan since June 2025, one day more than a year. eva: one order
    in May. leo: two orders on one day of June, acquired on another system in 2023.
    """
    return {
        "customer": [person(name, value_tier="low") for name in ("ana", "bea", "eva")]
        + [person("leo", value_tier="low", acquired_on=date(2023, 6, 30))],
        "product": [
            {"product_id": "chair", "name": "Silla", "line": "muebles", "unit_cost": 60},
            {"product_id": "plan", "name": "Plan", "line": "planes", "recurring": True, "unit_cost": 2},
        ],
        "subscription": [plan("ana", date(2020, 1, 1)), plan("bea", date(2025, 6, 29))],
        "order_line": [
            order("a1", "ana", "02-01", 100),
            order("a2", "ana", "06-02", 100),
            order("e1", "eva", "05-01", 100),
            order("l1", "leo", "06-05", 100),
            order("l2", "leo", "06-05", 100),
        ],
        "survey": [
            answer("s1", date(2026, 1, 5), 3),  # ana, before
            answer("s2", date(2026, 6, 5), 10),  # ana's last: a promoter
            answer("s3", date(2026, 3, 5), 8, customer_id="bea"),
            answer("s4", date(2026, 3, 5), 0, customer_id="eva", relationship=False),  # about one contact only
            answer("s5", date(2025, 6, 29), 0, customer_id="leo"),  # more than a year ago
        ],
    }


def test_each_part_of_the_loyalty_index(house: House) -> None:
    shop = house(four(), first=date(2020, 1, 1))
    # ana bought on two days, bea kept a contract; eva bought once, and leo twice on one day
    assert one(shop, "repurchase_index").value == 50
    # ana 100, bea 25 (a year and a day), eva 0, leo 75 (three years to the day)
    assert one(shop, "tenure_index").value == (100 + 25 + 0 + 75) / 4
    assert one(shop, "advocacy_index").value == (100 + 50) / 2
    assert one(shop, "advocacy_index").n == 2
    # ana holds both lines, the others one each, of two that somebody holds
    assert one(shop, "line_index").value == 100 * 5 / 8
    index = one(shop, "loyalty_index")
    assert index.value == pytest.approx(0.3 * 50 + 0.2 * 50 + 0.3 * 75 + 0.2 * 62.5)
    assert index.n == 2


def test_of_two_answers_of_one_day_the_later_one_says_how_a_customer_stands(house: House) -> None:
    rows = four()
    early = answer("s9", date(2026, 6, 5), 0) | {"responded_at": at("2026-06-05 09:00")}
    rows["survey"] = [early, answer("s2", date(2026, 6, 5), 10)]  # at noon: the ids say nothing about the hour
    assert one(house(rows, first=date(2020, 1, 1)), "advocacy_index").value == 100


def test_an_index_of_which_a_part_is_not_measured_is_empty_and_names_it(house: House) -> None:
    rows = four()
    silent = one(house(rows | {"survey": []}, first=date(2020, 1, 1)), "loyalty_index")
    assert silent.value is None
    assert "no active customers with this part" in str(silent.reason)
    del rows["survey"]
    unloaded = one(house(rows, first=date(2020, 1, 1)), "loyalty_index")
    assert unloaded.value is None
    assert "needs survey" in str(unloaded.reason)


def test_what_comes_after_the_close_changes_no_index(house: House) -> None:
    rows = four()
    before = one(house(rows, first=date(2020, 1, 1)), "loyalty_index").value
    rows["survey"].append(answer("s9", date(2026, 7, 1), 0, customer_id="bea"))
    rows["order_line"].append(order("e2", "eva", "07-02", 100))
    rows["product"].append({"product_id": "lamp", "name": "Lámpara", "line": "luces", "unit_cost": 5})
    rows["order_line"].append(order("e3", "eva", "07-03", 100) | {"product_id": "lamp"})
    assert one(house(rows, first=date(2020, 1, 1)), "loyalty_index").value == before


def test_tenure_is_told_in_days_and_bands(house: House) -> None:
    shop = house(four(), first=date(2020, 1, 1))
    # since 2020-01-01 2,372 days; 2025-06-29 366; 2026-05-01 60; 2023-06-30 1,096: the middle is between 366 and 1,096
    assert one(shop, "median_tenure").value == (366 + 1096) / 2
    share = one(shop, "long_tenure_share")
    assert (share.numerator, share.denominator) == (2, 4)
    bands = CATALOGUE["customers_by_tenure"].measure(shop, by="tenure_band", **JUNE).readings
    assert {reading.groups[0]: reading.value for reading in bands} == {"0-1": 1, "1-2": 1, "3-5": 1, "5+": 1}


def exchange() -> dict[str, Any]:
    """In June ana pays 160 for what lists at 200 and costs 60, redeems 5 points of 4, and is kept with 10 less a month.

    bea pays 100 for a chair of 60. Serving ana takes an hour of 18.
    """
    rows = four()
    rows["order_line"] = [
        order("a1", "ana", "06-02", 160) | {"list_amount": 200},
        order("b1", "bea", "06-02", 100) | {"list_amount": 100},
    ]
    rows["subscription"] = [plan("ana", date(2026, 6, 30), mrr=0), plan("bea", date(2026, 6, 30), mrr=0)]
    rows["product"][1]["unit_cost"] = 0
    save: Row = {"work_item_id": "w", "process": "retention", "kind": "save", "customer_id": "ana", "status": "closed"}
    save |= {"opened_at": at("2026-06-03 09:00"), "closed_at": at("2026-06-04 09:00"), "outcome": "won"}
    call: Row = {"interaction_id": "i", "process": "service", "touchpoint_id": "line", "direction": "inbound"}
    call |= {"customer_id": "ana", "agent_id": "eva", "offered_at": at("2026-06-03 09:00"), "disposition": "handled"}
    hour: Row = {"agent_id": "eva", "team": "t", "process": "service", "state": "handling", "seconds": 3600, "cost": 18}
    return rows | {
        "work_item": [save | {"expected_amount": 50, "amount": 40}],
        "loyalty_entry": points(("ana", "earn", "05-01", 100), ("ana", "redeem", "06-20", -5)),
        "target": [cost(4, date(2026, 1, 1))],
        "interaction": [call | {"talk_seconds": 3600}],
        "agent_time": [hour | {"started_at": at("2026-06-03 09:00")}],
    }


def test_value_given_beside_value_received(house: House) -> None:
    shop = house(exchange(), first=date(2026, 1, 1))
    given, received, ratio = (one(shop, name) for name in ("value_given", "value_received", "value_exchange"))
    assert given.value == 40 + 5 * 4 + (50 - 40) * 3 + 18
    assert received.value == (160 - 60) + (100 - 60)
    assert ratio.value == pytest.approx(108 / 140)
    assert one(shop, "discounts_given").value == 40
    groups = CATALOGUE["value_exchange"].measure(shop, by="customer", **JUNE).readings
    assert {reading.groups[0]: reading.value for reading in groups} == {"ana": pytest.approx(1.08), "bea": 0}


def test_a_discount_that_no_list_price_tells_is_no_zero(house: House) -> None:
    rows = exchange()
    del rows["order_line"][1]["list_amount"]  # bea's
    shop = house(rows, first=date(2026, 1, 1))
    for name, known in (("discounts_given", 40), ("value_given", 108)):
        found = one(shop, name)
        assert (found.value, found.unknown) == (known, 1)
    assert one(shop, "value_exchange").value == pytest.approx(108 / 100)  # ana alone

    del rows["order_line"][0]["list_amount"]
    found = one(house(rows, first=date(2026, 1, 1)), "discounts_given")
    assert found.value is None
    assert found.reason


def test_value_given_without_a_cost_of_a_point_is_unknown(house: House) -> None:
    shop = house(exchange() | {"target": []}, first=date(2026, 1, 1))
    for name in ("value_given", "value_exchange"):
        found = one(shop, name)
        assert found.value is None
        assert "cost of a point" in str(found.reason)
    assert one(shop, "value_received").value == 140
