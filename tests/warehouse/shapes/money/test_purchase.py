"""Orders and recurring revenue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from crm_metrics.warehouse.store import Warehouse

House = Callable[..., Warehouse]
Over = Callable[[Warehouse, str, date, date, str], list[tuple[Any, ...]]]
Row = dict[str, object]

MARCH = date(2026, 3, 1), date(2026, 3, 31)


def line(order_id: str, day: str, customer: str = "c", line_no: int = 1, amount: float = 100, **more: object) -> Row:
    return {
        "order_id": order_id,
        "line_no": line_no,
        "customer_id": customer,
        "product_id": "chair",
        "ordered_at": day if ":" in day else f"{day} 12:00:00-05",
        "quantity": 1,
        "amount": amount,
    } | more


def plan(customer: str, starts: date, ends: date | None, mrr: int, **more: object) -> Row:
    return {
        "subscription_id": f"s-{customer}",
        "customer_id": customer,
        "product_id": "plan",
        "starts_on": starts,
        "ends_on": ends,
        "mrr": mrr,
    } | more


def test_delivery_is_judged_by_the_day_and_the_never_delivered_are_late(house: House) -> None:
    promised = date(2026, 3, 10)

    def order(name: str, delivered: str | None, promise: date | None = promised) -> Row:
        return line(name, "2026-03-01", promised_on=promise, delivered_at=delivered)

    shop = house(
        {
            "order_line": [
                order("same_day_at_night", "2026-03-10 23:30:00-05"),  # by timestamp after midnight UTC: still on time
                order("next_day", "2026-03-11 00:10:00-05"),
                order("never", None),
                order("no_promise", "2026-03-10 10:00:00-05", None),
                order("early_and_not_due", "2026-03-12 10:00:00-05", date(2026, 4, 1)),
            ]
        },
        through=date(2026, 3, 31),
    )
    assert dict(shop.fetch("select order_id, on_time from shape.purchase")) == {
        "same_day_at_night": True,
        "next_day": False,
        "never": False,
        "no_promise": None,
        "early_and_not_due": None,
    }


def test_an_order_is_on_time_when_every_line_is(house: House) -> None:
    early, late = "2026-03-02 10:00:00-05", "2026-03-20 10:00:00-05"
    shop = house(
        {
            "order_line": [
                line("whole", "2026-03-01", promised_on=date(2026, 3, 5), delivered_at=early),
                line("whole", "2026-03-01", line_no=2, promised_on=date(2026, 3, 25), delivered_at=late),
                line("half", "2026-03-01", promised_on=date(2026, 3, 5), delivered_at=late),
                line("half", "2026-03-01", line_no=2, promised_on=date(2026, 3, 25), delivered_at=late),
                line("part", "2026-03-01", promised_on=date(2026, 3, 5), delivered_at=early),
                line("part", "2026-03-01", line_no=2, promised_on=date(2026, 3, 5)),
            ]
        }
    )
    rows = shop.fetch("select order_id, promised_on, delivered_on, on_time from shape.purchase order by order_id")
    assert rows == [
        ("half", date(2026, 3, 25), date(2026, 3, 20), False),
        ("part", date(2026, 3, 5), None, False),
        ("whole", date(2026, 3, 25), date(2026, 3, 20), True),
    ]


def test_a_second_purchase_is_of_the_person_and_waits_for_its_ninety_days(house: House) -> None:
    shop = house(
        {
            "customer_alias": [{"alias_id": "checkout:2", "customer_id": "ana"}],
            "order_line": [
                line("a1", "2026-01-01", "ana"),
                line("a2", "2026-04-01", "checkout:2"),  # 90 days later, another checkout
                line("b1", "2026-01-01", "ben"),
                line("b2", "2026-04-02", "ben"),  # 91
                line("eva", "2026-05-01", "eva"),
                line("eva2", "2026-05-02", "eva"),  # repeated already, but too young to tell from the others
                line("x1", "2026-01-01", "unknown"),
                line("x2", "2026-01-02", "unknown"),
            ],
        },
        through=date(2026, 6, 30),
    )
    rows = shop.fetch(
        "select order_id, order_no, gap_days, repeated, repeated_90d from shape.purchase order by order_id"
    )
    assert rows == [
        ("a1", 1, 90, True, True),
        ("a2", 2, 90, False, False),  # 1 April + 90 days is 30 June, the watermark
        ("b1", 1, 91, True, False),
        ("b2", 2, 89, False, None),
        ("eva", 1, 1, True, None),
        ("eva2", 2, 59, False, None),
        ("x1", None, None, None, None),  # nobody known bought twice
        ("x2", None, None, None, None),
    ]


def test_a_return_is_taken_off_its_own_line_within_thirty_days(house: House) -> None:
    def back(order_id: str, day: str, product: str = "chair") -> Row:
        return line(order_id, day, line_no=9, amount=-100, quantity=-1, is_return=True, product_id=product)

    shop = house(
        {
            "order_line": [
                line("kept", "2026-03-01"),
                line("one_of_two", "2026-03-01"),
                line("one_of_two", "2026-03-01", line_no=2),
                back("one_of_two", "2026-03-31"),
                line("late", "2026-03-01"),
                back("late", "2026-04-01"),
                line("other", "2026-03-01"),
                back("other", "2026-03-05", "table"),
                line("young", "2026-06-15"),
                back("young", "2026-06-16"),
            ]
        },
        through=date(2026, 6, 30),
    )
    rows = shop.fetch("select order_id, line_no, returned_30d from shape.order_line where sold order by all")
    assert rows == [
        ("kept", 1, False),
        ("late", 1, False),
        ("one_of_two", 1, True),
        ("one_of_two", 2, False),
        ("other", 1, False),
        ("young", 1, None),
    ]
    assert shop.fetch("select distinct returned_30d, sold from shape.order_line where is_return") == [(None, False)]


def test_margin_takes_the_product_s_cost_where_the_line_has_none_and_is_empty_without_either(house: House) -> None:
    shop = house(
        {
            "product": [{"product_id": "chair", "name": "Silla", "line": "muebles", "unit_cost": 40}],
            "order_line": [
                line("given", "2026-03-01", cost=70, list_amount=125),
                line("listed", "2026-03-01", quantity=2, amount=150),
                line("nothing", "2026-03-01", product_id="ghost"),
                line("back", "2026-03-01", quantity=-1, amount=-100, is_return=True),
            ],
        }
    )
    rows = shop.fetch(
        "select order_id, product_line, cost, margin, discount, priced from shape.order_line order by order_id"
    )
    assert rows == [
        ("back", "muebles", Decimal("-40.00"), Decimal("-60.00"), None, False),
        ("given", "muebles", Decimal("70.00"), Decimal("30.00"), Decimal("25.00"), True),
        ("listed", "muebles", Decimal("80.00"), Decimal("70.00"), None, False),
        ("nothing", None, None, None, None, False),
    ]


def test_revenue_churn_grr_and_nrr_of_the_published_example(house: House, over: Over) -> None:
    """[V12] Opening 100, churn 10, contraction 10, expansion 10: gross 20 %, net 10 %, GRR 80 %, NRR 90 %."""
    begun, changed = date(2026, 1, 1), date(2026, 3, 15)
    shop = house(
        {
            "subscription": [
                plan("gone", begun, changed, 10),
                plan("less", begun, changed, 30, end_reason="downgrade"),
                plan("less", changed, None, 20),
                plan("more", begun, changed, 30, end_reason="upgrade"),
                plan("more", changed, None, 40),
                plan("same", begun, None, 30),
                plan("new", changed, None, 500),  # in no side of any of them
            ]
        }
    )
    columns = (
        "opening_mrr churned_mrr contraction_mrr expansion_mrr returned_mrr kept_mrr retained_mrr new_mrr closing_mrr"
    )
    sums = over(shop, "customer_period", *MARCH, ", ".join(f"sum({name})" for name in columns.split()))[0]
    opening, churned, contraction, expansion, returned, kept, retained, new, closing = sums
    assert (opening, churned, contraction, expansion, returned) == (100, 10, 10, 10, 0)
    assert (churned + contraction) / opening == Decimal("0.2")
    assert (churned + contraction - expansion - returned) / opening == Decimal("0.1")
    assert (kept, retained, new, closing) == (80, 90, 500, 590)


def test_revenue_that_comes_back_is_neither_new_nor_expansion(house: House, over: Over) -> None:
    shop = house(
        {"subscription": [plan("c", date(2026, 1, 1), date(2026, 2, 1), 10), plan("c", date(2026, 3, 5), None, 25)]}
    )
    assert over(shop, "customer_period", *MARCH, "opening_mrr, closing_mrr, returned_mrr, new_mrr, expansion_mrr") == [
        (0, 25, 25, 0, 0)
    ]


def test_who_keeps_buying_but_cancels_the_plan_loses_revenue_without_churning(house: House, over: Over) -> None:
    shop = house(
        {
            "subscription": [plan("c", date(2026, 1, 1), date(2026, 3, 10), 10)],
            "order_line": [line("o", "2026-02-01")],
        }
    )
    assert over(shop, "customer_period", *MARCH, "churned, closing_active, churned_mrr") == [(False, True, 10)]


def test_recurring_revenue_stands_in_the_tier_of_its_day(house: House) -> None:
    shop = house(
        {
            "customer": [{"customer_id": "c", "value_tier": "high"}],
            "status_event": [
                {
                    "entity": "customer",
                    "entity_id": "c",
                    "attribute": "value_tier",
                    "changed_at": "2026-02-01 09:00:00-05",
                    "old_value": "low",
                    "new_value": "high",
                }
            ],
            "subscription": [plan("c", date(2026, 1, 1), None, 10)],
        }
    )
    at = "select tier, sum(mrr) from shape.mrr_span where from_on <= ? and to_on > ? group by tier"
    assert shop.fetch(at, [date(2026, 1, 31)] * 2) == [("low", 10)]
    assert shop.fetch(at, [date(2026, 2, 1)] * 2) == [("high", 10)]


def test_revenue_is_orders_plus_the_plan_s_share_of_the_month(house: House, over: Over) -> None:
    """A plan of 31 a month from 17 March is alive on 15 of 31 days: 15; with an order of 100 and a return of 20."""
    shop = house(
        {
            "product": [
                {"product_id": "plan", "name": "Plan", "line": "planes", "recurring": True, "unit_cost": "6.20"}
            ],
            "subscription": [plan("c", date(2026, 3, 17), None, 31), plan("whole", date(2026, 1, 1), None, 31)],
            "order_line": [
                line("o", "2026-03-02", cost=60),
                line("o", "2026-03-20", line_no=2, amount=-20, quantity=-1, is_return=True, cost=-12),
                line("lost", "2026-03-02", "unknown", amount=7),
            ],
        }
    )
    rows = over(
        shop, "customer_period", *MARCH, "customer, revenue, margin, lines_held, opening_active, closing_active"
    )
    assert sorted(rows) == [
        (
            "c",
            Decimal("95.00"),
            Decimal("44.00"),
            2,
            False,
            True,
        ),  # 40 - 8 of the order, 15 x (31 - 6.20) / 31 of the plan
        ("unknown", Decimal("7.00"), None, 0, False, False),  # money counts, nobody is counted; no cost, no margin
        ("whole", Decimal("31.00"), Decimal("24.80"), 1, True, True),
    ]


def test_the_cost_of_serving_is_added_up_per_customer(house: House, over: Over) -> None:
    contact = {
        "process": "service",
        "touchpoint_id": "t",
        "direction": "inbound",
        "customer_id": "c",
        "agent_id": "a",
        "disposition": "handled",
        "talk_seconds": 100,
    }
    agent = {"agent_id": "a", "name": "A", "team": "t", "area": "x", "process": "service", "hourly_cost": 36}
    shop = house(
        {
            "agent": [agent],
            "interaction": [
                contact | {"interaction_id": "i1", "offered_at": "2026-03-31 23:00:00-05"},
                contact | {"interaction_id": "i2", "offered_at": "2026-04-01 00:00:00-05"},
            ],
            "subscription": [plan("c", date(2026, 1, 1), None, 31)],
            "order_line": [line("o", "2026-03-02"), line("o2", "2026-03-03"), line("o3", "2026-03-04")],
        }
    )
    # 100 seconds of 36 an hour are 1; the second call is of April; three orders and a plan don't multiply it
    assert over(shop, "customer_period", *MARCH, "count(*), sum(serve_cost), sum(revenue)") == [(1, 1, 331)]


@pytest.mark.parametrize("table", ["order_line", "subscription"])
def test_a_company_with_one_of_the_two_ledgers_has_a_book(house: House, over: Over, table: str) -> None:
    rows: Row = line("o", "2026-02-01") if table == "order_line" else plan("c", date(2026, 2, 1), None, 10)
    shop = house({table: [rows]})
    assert over(shop, "customer_period", *MARCH, "opening_active, closing_active") == [(True, True)]


def test_a_warehouse_without_rows_gives_no_rows_and_no_error(house: House, over: Over) -> None:
    shop = house({}, company=False)
    for name in ("customer_period", "invoice_period", "touchpoint_period"):
        assert over(shop, name, *MARCH, "count(*)") == [(0,)]
