"""Leaving, joining, coming back and renewing, between a period's own ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from crm_metrics.warehouse.store import Warehouse
from tests.warehouse.shapes.made import moved, person, plan

House = Callable[..., Warehouse]
Over = Callable[[Warehouse, str, date, date, str], list[tuple[Any, ...]]]
Row = dict[str, object]

MARCH = date(2026, 3, 1), date(2026, 3, 31)


def chartmogul() -> list[Row]:
    """[V11] 100 at the start; 12 leave in the month, of whom one comes back and one had joined in it."""
    stay = [plan(f"stay{number}", date(2026, 1, 1)) for number in range(89)]
    gone = [plan(f"gone{number}", date(2026, 1, 1), date(2026, 3, 10)) for number in range(10)]
    back = [plan("back", date(2026, 1, 1), date(2026, 3, 5)), plan("back", date(2026, 3, 20))]
    joined = [plan("joined", date(2026, 3, 3), date(2026, 3, 25))]
    return [*stay, *gone, *back, *joined]


def test_churn_leaves_joiners_and_returners_out(house: House, over: Over) -> None:
    shop = house({"subscription": chartmogul()})
    counts = (
        "count_if(opening_active), count_if(churned), count_if(joined), count_if(returned), count_if(closing_active)"
    )
    assert over(shop, "customer_period", *MARCH, counts) == [(100, 10, 0, 0, 90)]
    assert shop.fetch("select count(*) from shape.departure where left_on between ? and ?", list(MARCH)) == [(12,)]


def test_who_ends_on_the_first_of_april_is_lost_in_april(house: House, over: Over) -> None:
    shop = house({"subscription": [plan("c", date(2026, 1, 1), date(2026, 4, 1))]})
    assert over(shop, "customer_period", *MARCH, "opening_active, closing_active, churned") == [(True, True, False)]
    april = date(2026, 4, 1), date(2026, 4, 30)
    assert over(shop, "customer_period", *april, "opening_active, closing_active, churned") == [(True, False, True)]


def test_who_left_long_ago_and_comes_back_is_returned_not_joined(house: House, over: Over) -> None:
    shop = house(
        {
            "subscription": [
                plan("back", date(2026, 1, 1), date(2026, 2, 1)),
                plan("back", date(2026, 3, 15)),
                plan("new", date(2026, 3, 15)),
                plan("twice", date(2026, 3, 2), date(2026, 3, 5)),  # first seen inside the month: joined, though its
                plan("twice", date(2026, 3, 9)),  # second stretch is a return
            ]
        }
    )
    rows = over(shop, "customer_period", *MARCH, "customer, joined, returned")
    assert sorted(rows) == [("back", False, True), ("new", True, False), ("twice", True, False)]


def test_a_customer_churns_in_the_tier_of_the_opening(house: House, over: Over) -> None:
    shop = house(
        {
            "customer": [person("c", value_tier="low", region="Cali")],
            "status_event": [moved("c", "value_tier", "2026-03-05", "high", "low")],
            "subscription": [plan("c", date(2026, 1, 1), date(2026, 3, 10))],
        }
    )
    assert over(shop, "customer_period", *MARCH, "tier, opening_tier, closing_tier, region, churned, active_days") == [
        ("high", "high", None, "Cali", True, 9)
    ]


def test_a_year_is_measured_between_its_own_ends_not_summed_from_months(house: House, over: Over) -> None:
    """Two leave in different months, one of them is back by December: the year lost one, not two."""
    shop = house(
        {
            "subscription": [
                plan("a", date(2025, 1, 1), date(2026, 3, 10)),
                plan("b", date(2025, 1, 1), date(2026, 5, 10)),
                plan("b", date(2026, 9, 1)),
            ]
        },
        first=date(2025, 1, 1),
    )
    year = date(2026, 1, 1), date(2026, 12, 31)
    assert over(shop, "customer_period", *year, "count_if(opening_active), count_if(churned)") == [(2, 1)]


@pytest.mark.parametrize("seed", range(3))
def test_growth_accounting_closes_to_zero(house: House, over: Over, seed: int) -> None:
    """joined + returned - churned = closing - opening, and the revenue bridge likewise, for any customers and ends."""
    draw = _Draw(seed)
    plans: list[Row] = []
    for number in range(60):
        starts = date(2026, 1, 1) + timedelta(days=draw.upto(200))
        for _ in range(1 + draw.upto(3)):
            ends = starts + timedelta(days=1 + draw.upto(60))
            plans.append(plan(f"c{number % 40}", starts, ends, mrr=draw.upto(5) * 10, subscription_id=f"s{len(plans)}"))
            starts = ends + timedelta(days=draw.upto(30))
    shop = house({"subscription": plans})
    for first in (date(2026, 2, 1), date(2026, 4, 10), date(2026, 7, 1)):
        for days in (1, 7, 31, 120):
            rows = over(
                shop,
                "customer_period",
                first,
                first + timedelta(days=days - 1),
                "count_if(joined) + count_if(returned) - count_if(churned),"
                " count_if(closing_active) - count_if(opening_active),"
                " sum(opening_mrr + new_mrr + expansion_mrr + returned_mrr - contraction_mrr - churned_mrr),"
                " sum(closing_mrr),"
                " sum(kept_mrr) + sum(contraction_mrr) + sum(churned_mrr), sum(opening_mrr)",
            )
            change, difference, bridged, closing, regained, opening = rows[0]
            assert change == difference
            assert bridged == closing
            assert regained == opening


class _Draw:
    """Whole numbers below a bound, the same for the same seed on every machine."""

    def __init__(self, seed: int) -> None:
        self.state = seed * 7919 + 1

    def upto(self, bound: int) -> int:
        self.state = (self.state * 1103515245 + 12345) % 2**31
        return (self.state >> 8) % bound


def test_a_departure_knows_why_and_whether_it_was_meant(house: House) -> None:
    case = {
        "process": "retention",
        "kind": "save",
        "status": "closed",
        "opened_at": "2026-02-20 12:00:00-05",
        "closed_at": "2026-02-25 12:00:00-05",
        "outcome": "lost",
    }
    shop = house(
        {
            "subscription": [
                plan("told", date(2026, 1, 1), date(2026, 3, 1), end_reason="voluntary"),
                plan("failed", date(2026, 1, 1), date(2026, 3, 1), end_reason="involuntary"),
                plan("silent", date(2026, 1, 1), date(2026, 3, 1)),
            ],
            "work_item": [case | {"work_item_id": "w", "customer_id": "told", "outcome_reason": "better_offer"}],
            "order_line": [
                {
                    "order_id": "o",
                    "line_no": 1,
                    "customer_id": "lapsed",
                    "product_id": "chair",
                    "ordered_at": "2025-03-01 12:00:00-05",
                    "quantity": 1,
                    "amount": 100,
                }
            ],
        }
    )
    rows = shop.fetch(
        "select customer, end_reason, reason, involuntary, explained from shape.departure order by customer"
    )
    assert rows == [
        ("failed", "involuntary", "payment_failed", True, True),
        ("lapsed", None, None, None, False),  # stopped buying: there was no payment that could fail
        ("silent", None, None, False, False),
        ("told", "voluntary", "better_offer", False, True),
    ]


def test_winning_back_is_judged_only_when_180_days_have_passed(house: House) -> None:
    plans = [
        plan("back", date(2025, 1, 1), date(2026, 1, 1)),
        plan("back", date(2026, 6, 30)),  # 180 days later
        plan("late", date(2025, 1, 1), date(2026, 1, 1)),
        plan("late", date(2026, 7, 1)),  # 181
        plan("young", date(2025, 1, 1), date(2026, 7, 5)),
        plan("young", date(2026, 7, 6)),  # back already, and not judged yet
    ]
    shop = house({"subscription": plans}, first=date(2025, 1, 1))
    assert dict(shop.fetch("select customer, returned_180d from shape.departure")) == {
        "back": True,
        "late": False,
        "young": None,
    }


def test_a_renewal_counts_early_on_the_day_or_late_but_not_when_it_never_comes(house: House) -> None:
    due = date(2026, 3, 15)

    def contract(name: str, starts: date, ends: date | None, due_on: date | None) -> Row:
        return plan(name, starts, ends, subscription_id=name, renewal_due_on=due_on)

    began = date(2025, 3, 15)
    shop = house(
        {
            "subscription": [
                contract("early", began, date(2026, 3, 1), due),
                contract("early", date(2026, 3, 1), None, date(2027, 3, 1)),
                contract("running", began, None, due),
                contract("late", began, due, due),
                contract("late", date(2026, 4, 1), None, date(2027, 4, 1)),
                contract("lost", began, due, due),
                contract("much_later", began, due, due),
                contract("much_later", date(2026, 6, 1), None, None),
                contract("not_due", began, None, date(2027, 1, 1)),
            ]
        },
        first=began,
    )
    rows = shop.fetch("select subscription_id, renewed from shape.renewal where renewal_due_on = ?", [due])
    assert dict(rows) == {"early": True, "running": True, "late": True, "lost": False, "much_later": False}
    assert shop.fetch("select renewed from shape.renewal where subscription_id = 'not_due'") == [(None,)]


def test_a_life_still_going_on_is_censored_and_one_begun_before_the_data_is_seen_late(house: House) -> None:
    shop = house(
        {
            "customer": [person("old", acquired_on=date(2025, 1, 1)), person("left"), person("alive")],
            "subscription": [
                plan("old", date(2026, 1, 1)),
                plan("left", date(2026, 1, 11), date(2026, 1, 31)),
                plan("alive", date(2026, 1, 21)),
            ],
        },
        through=date(2026, 1, 31),
    )
    lives = shop.fetch("select customer, days, entered_at_days, departed from shape.lifetime order by customer")
    assert lives == [("alive", 10, 0, False), ("left", 20, 0, True), ("old", 395, 365, False)]


def test_the_cohort_triangle_has_a_row_for_every_whole_month_only(house: House) -> None:
    shop = house(
        {
            "subscription": [
                plan("stays", date(2026, 1, 10)),
                plan("leaves", date(2026, 1, 20), date(2026, 2, 15)),
                plan("second", date(2026, 2, 3)),
                plan("running", date(2026, 4, 3)),
            ]
        },
        through=date(2026, 4, 15),
    )
    triangle = shop.fetch(
        "select cohort_on, months, closing_on, count_if(active), count(*)"
        " from shape.cohort_month group by all order by all"
    )
    january, february = date(2026, 1, 1), date(2026, 2, 1)
    assert triangle == [
        (january, 0, date(2026, 1, 31), 2, 2),
        (january, 1, date(2026, 2, 28), 1, 2),
        (january, 2, date(2026, 3, 31), 1, 2),
        (february, 0, date(2026, 2, 28), 1, 1),
        (february, 1, date(2026, 3, 31), 1, 1),
    ]
