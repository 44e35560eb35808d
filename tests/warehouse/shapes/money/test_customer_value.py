"""Value tiers: computed as of each month from revenue and margin, imported, or set by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from crm_metrics.warehouse import shape
from crm_metrics.warehouse.company import tiers
from crm_metrics.warehouse.company.tiers import Strategic, TierRule
from crm_metrics.warehouse.store import Warehouse
from tests.warehouse.shapes.made import contact, item, moved, person, plan

House = Callable[..., Warehouse]
Row = dict[str, object]

OPEN = date(9999, 12, 31)
FEB, MAR, APR, MAY = (date(2026, month, 1) for month in (2, 3, 4, 5))


def sale(customer: str, day: str, amount: int, cost: int | None = None, **more: object) -> Row:
    base: Row = {"order_id": f"{customer}-{day}-{amount}", "line_no": 1, "customer_id": customer, "product_id": "p"}
    return base | {"ordered_at": f"{day} 12:00-05", "quantity": 1, "amount": amount, "cost": cost} | more


def ruled(shop: Warehouse, rule: TierRule) -> Warehouse:
    """The same rows shaped by another rule."""
    tiers.write(shop.connection, rule)
    shape.build(shop.connection)
    return shop


def tier_on(shop: Warehouse, customer: str, day: date) -> Any:
    tiers = shop.fetch(
        "select tier from shape.customer_span where customer = ? and from_on <= ? and to_on > ?", [customer, day, day]
    )
    assert len(tiers) == 1, "one span a day"
    return tiers[0][0]


def computed(shop: Warehouse, month: date) -> dict[str, str]:
    return dict(shop.fetch("select customer, computed_tier from shape.customer_value where valued_on = ?", [month]))


def test_the_largest_bring_the_first_half_of_the_value_and_are_high(house: House) -> None:
    # Values 60, 25, 10, 5 of 100: above them stand 0, 60, 85 and 95 %; high below 50 %, medium below 80 %.
    rows = [sale("a", "2026-01-05", 60), sale("b", "2026-01-06", 25), sale("c", "2026-01-07", 10)]
    shop = house({"order_line": [*rows, sale("d", "2026-01-31", 5)]}, through=date(2026, 2, 10))
    assert shop.fetch(
        "select customer, revenue, value, share_above, computed_tier, tier_reason from shape.customer_value"
        " order by value desc"
    ) == [
        ("a", 60, 60, 0.0, "high", "share"),
        ("b", 25, 25, 0.6, "medium", "share"),
        ("c", 10, 10, 0.85, "low", "share"),
        ("d", 5, 5, 0.95, "low", "share"),
    ]


def test_half_a_cent_of_a_month_is_rounded_up_whatever_the_engine_makes_of_fractions(house: House) -> None:
    # 2.01 a month from April 16: 15 of 30 days are 1.005
    plans = [plan("a", date(2026, 4, 16), MAY) | {"mrr": Decimal("2.01")}]
    shop = house({"subscription": plans}, first=date(2026, 4, 1), through=date(2026, 5, 10))
    assert shop.fetch("select month_on, revenue from shape.ledger_month") == [(APR, Decimal("1.01"))]


def test_equal_values_have_the_same_tier(house: House) -> None:
    rows = [sale(name, "2026-01-05", 10) for name in "abcd"]
    shop = house({"order_line": rows}, through=date(2026, 2, 10))
    assert set(computed(shop, FEB).values()) == {"high"}


def test_revenue_and_margin_both_count_by_their_weights(house: House) -> None:
    # a sells 100 at a loss of 20, b sells 60 with a margin of 50. Half and half: 40 and 55.
    rows = [sale("a", "2026-01-05", 100, 120), sale("b", "2026-01-06", 60, 10)]
    shop = house({"order_line": rows}, through=date(2026, 2, 10))
    values = "select customer, margin, value from shape.customer_value order by customer"
    assert shop.fetch(values) == [("a", -20, 40), ("b", 50, 55)]
    ruled(shop, TierRule(revenue_weight=1, margin_weight=0))
    assert shop.fetch(values) == [("a", -20, 100), ("b", 50, 60)]


def test_what_has_no_cost_earns_like_the_rest_and_without_any_cost_revenue_decides(house: House) -> None:
    # Known: 50 of margin on 100. So b's 40 without a cost earn 20, and its value is (40 + 20) / 2.
    shop = house({"order_line": [sale("a", "2026-01-05", 100, 50), sale("b", "2026-01-06", 40)]}, through=FEB)
    values = "select customer, margin, value from shape.customer_value order by customer"
    assert shop.fetch(values) == [("a", 50, 75), ("b", None, 30)]
    shop = house({"order_line": [sale("a", "2026-01-05", 100), sale("b", "2026-01-06", 40)]}, through=FEB)
    assert shop.fetch(values) == [("a", None, 100), ("b", None, 40)]


def test_amounts_can_decide_in_place_of_shares(house: House) -> None:
    rows = [sale("a", "2026-01-05", 100), sale("b", "2026-01-06", 50), sale("c", "2026-01-07", 49)]
    shop = house({"order_line": rows}, through=FEB)
    ruled(shop, TierRule(criterion="amount", high=100, medium=50))
    assert computed(shop, FEB) == {"a": "high", "b": "medium", "c": "low"}


def test_a_month_is_judged_by_the_months_before_it_and_never_changes_afterwards(house: House) -> None:
    past = [sale("a", "2026-01-05", 90), sale("b", "2026-02-28", 10)]
    future = [sale("b", "2026-03-01", 5000), sale("a", "2026-03-02", -90, is_return=True)]
    early = house({"order_line": past}, through=date(2026, 2, 28))
    late = house({"order_line": [*past, *future]}, through=date(2026, 5, 31))
    assert computed(early, MAR) == computed(late, MAR) == {"a": "high", "b": "low"}
    assert tier_on(early, "a", date(2026, 3, 15)) == tier_on(late, "a", date(2026, 3, 15)) == "high"
    assert computed(late, APR) == {"b": "high", "a": "low"}
    assert tier_on(late, "a", date(2026, 3, 31)) == "high"
    assert tier_on(late, "a", date(2026, 4, 1)) == "low"


def test_no_tier_of_a_month_whose_past_is_not_whole(house: House) -> None:
    shop = house({"order_line": [sale("a", "2026-01-05", 90)]}, through=date(2026, 3, 30))
    assert shop.fetch("select max(valued_on) from shape.customer_value") == [(MAR,)]
    shop = house({"order_line": [sale("a", "2026-01-05", 90)]}, through=date(2026, 3, 31))
    assert shop.fetch("select max(valued_on) from shape.customer_value") == [(APR,)]


def test_a_window_runs_out_and_the_customer_is_low_until_the_next_purchase(house: House) -> None:
    rows = [sale("a", "2025-01-10", 50), sale("a", "2026-03-10", 50)]
    shop = house({"order_line": rows}, first=date(2025, 1, 1), through=date(2026, 4, 30))
    months = [row[0] for row in shop.fetch("select valued_on from shape.customer_value order by valued_on")]
    assert months[0] == date(2025, 2, 1)
    assert len(months) == 12 + 1 + 2  # twelve months remember the first order, one says it ran out, two know the second
    assert tier_on(shop, "a", date(2026, 1, 31)) == "high"
    assert tier_on(shop, "a", date(2026, 2, 1)) == tier_on(shop, "a", date(2026, 3, 31)) == "low"
    assert tier_on(shop, "a", date(2026, 4, 1)) == "high"


def test_a_shorter_window_forgets_sooner(house: House) -> None:
    shop = house({"order_line": [sale("a", "2026-01-05", 90), sale("b", "2026-03-05", 10)]}, through=date(2026, 4, 30))
    ruled(shop, TierRule(window_months=2))
    assert computed(shop, MAR) == {"a": "high"}
    assert computed(shop, APR) == {"a": "low", "b": "high"}  # January has left the window of February and March
    assert computed(shop, MAY) == {"b": "high"}


def test_recurring_revenue_counts_day_by_day_until_it_ends(house: House) -> None:
    # 31 a month from 11 January on: 21 of 31 days, then the whole of February.
    rows = {
        "subscription": [plan("a", date(2026, 1, 11), date(2026, 3, 10), mrr=31)],
        "product": [{"product_id": "plan", "name": "Plan", "line": "Plans", "unit_cost": 11}],
    }
    shop = house(rows, through=date(2026, 3, 31))
    assert shop.fetch("select month_on, revenue, margin from shape.ledger_month order by 1") == [
        (date(2026, 1, 1), 21, Decimal("13.55")),
        (FEB, 31, 20),
        (MAR, 9, Decimal("5.81")),
    ]
    assert shop.fetch("select revenue from shape.customer_value where valued_on = ?", [MAR]) == [(52,)]


def test_only_invoices_are_enough(house: House) -> None:
    invoice = {"invoice_id": "i1", "customer_id": "a", "kind": "invoice", "entry_on": date(2026, 1, 5), "amount": 80}
    note = {"invoice_id": "i1", "customer_id": "a", "kind": "credit_note", "entry_on": date(2026, 1, 6), "amount": -10}
    paid = {"invoice_id": "i1", "customer_id": "a", "kind": "payment", "entry_on": date(2026, 1, 7), "amount": -70}
    rows = [entry | {"entry_id": str(number)} for number, entry in enumerate((invoice, note, paid))]
    shop = house({"receivable": rows}, through=FEB)
    assert shop.fetch("select customer, revenue, computed_tier from shape.customer_value") == [("a", 70, "high")]
    # beside orders the same sales would count twice
    shop = house({"receivable": rows, "order_line": [sale("b", "2026-01-05", 1)]}, through=FEB)
    assert computed(shop, FEB) == {"b": "high"}


def test_an_imported_tier_is_the_dimension_and_the_computed_one_stands_beside_it(house: House) -> None:
    rows = {
        "customer": [person("a", value_tier="low"), person("b")],
        "order_line": [sale("a", "2026-01-05", 90), sale("b", "2026-01-05", 10)],
    }
    shop = house(rows, through=date(2026, 3, 31))
    assert computed(shop, FEB) == {"a": "high", "b": "low"}
    assert tier_on(shop, "a", date(2026, 2, 15)) == "low"
    assert tier_on(shop, "b", date(2026, 2, 15)) is None  # whom the company left without a tier has none


def test_without_imported_tiers_every_shape_has_the_computed_one_of_its_day(house: House) -> None:
    rows = {
        "order_line": [sale("a", "2026-01-05", 90), sale("b", "2026-01-05", 10), sale("a", "2026-02-05", 1)],
        "interaction": [contact("early", "2026-01-31 23:00", customer_id="a"), contact("late", customer_id="b")],
        "work_item": [item("case", "2026-02-01 00:00", customer_id="b")],
        "survey": [],
    }
    rows["interaction"].append(contact("first", "2026-02-01 00:00", customer_id="a"))
    shop = house(rows, through=date(2026, 3, 31))
    assert shop.fetch("select ordered_on, tier from shape.order_line where customer = 'a' order by 1") == [
        (date(2026, 1, 5), None),
        (date(2026, 2, 5), "high"),
    ]
    tiers = dict(shop.fetch("select interaction_id, tier from shape.interaction"))
    assert tiers == {"early": None, "late": None, "first": "high"}
    assert shop.fetch("select opened_tier from shape.work_item") == [("low",)]
    assert shop.fetch("select distinct tier from shape.book_span where from_on <= date '2026-02-15' and to_on >"
                      " date '2026-02-15' order by 1") == [("high",), ("low",)]  # fmt: skip


def test_strategic_by_hand_stands_above_the_computed_tier_between_its_days(house: House) -> None:
    shop = house({"order_line": [sale("a", "2026-01-05", 90), sale("b", "2026-01-05", 10)]}, through=date(2026, 4, 30))
    by_hand = Strategic("b", "opens the door to the chain", "Ana", date(2026, 2, 10), date(2026, 3, 31))
    ruled(shop, TierRule(strategic=(by_hand,)))
    days = (date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 10), date(2026, 3, 31), date(2026, 4, 1))
    assert [tier_on(shop, "b", day) for day in days] == [None, "low", "strategic", "strategic", "low"]
    assert shop.fetch("select reason, decided_by from main.strategic_customer") == [(by_hand.reason, "Ana")]


def test_strategic_by_hand_stands_above_the_imported_tier_too(house: House) -> None:
    rows = {
        "customer": [person("c", value_tier="high"), person("still", value_tier="medium")],
        "status_event": [
            moved("c", "value_tier", "2026-02-15", "low", "medium"),
            moved("c", "value_tier", "2026-03-15", "medium", "high"),
        ],
    }
    shop = house(rows)
    by_hand = (
        Strategic("c", "reference", "Ana", date(2026, 3, 1), date(2026, 3, 31)),
        Strategic("still", "reference", "Ana", date(2026, 3, 1)),
    )
    ruled(shop, TierRule(strategic=by_hand))
    days = [date(2026, 1, 1), date(2026, 2, 20), date(2026, 3, 1), date(2026, 3, 20), date(2026, 4, 1)]
    assert [tier_on(shop, "c", day) for day in days] == ["low", "medium", "strategic", "strategic", "high"]
    assert [tier_on(shop, "still", day) for day in (date(2026, 2, 28), date(2026, 3, 1))] == ["medium", "strategic"]
    assert dict(shop.fetch("select customer, tier from shape.customer")) == {"c": "high", "still": "strategic"}


def test_two_ids_of_one_customer_set_by_hand_are_one_decision(house: House) -> None:
    rows = {
        "customer": [person("a", value_tier="low")],
        "customer_alias": [{"alias_id": "web:a", "customer_id": "a"}],
    }
    shop = house(rows)
    by_hand = (
        Strategic("a", "reference", "Ana", date(2026, 2, 1), date(2026, 2, 28)),
        Strategic("web:a", "reference", "Ana", date(2026, 2, 15), date(2026, 3, 15)),
    )
    ruled(shop, TierRule(strategic=by_hand))
    spans = shop.fetch("select from_on, tier from shape.customer_span where customer = 'a' order by 1")
    assert spans[1:] == [(FEB, "strategic"), (date(2026, 3, 16), "low")]


def test_one_customer_and_no_orders_are_no_errors(house: House) -> None:
    shop = house({"order_line": [sale("a", "2026-01-05", -5, is_return=True)]}, through=FEB)
    assert computed(shop, FEB) == {"a": "low"}  # who only brought something back has no value
    none = house({"customer": [person("a")], "order_line": [], "subscription": []})
    assert none.fetch("select * from shape.customer_value") == []
    assert tier_on(none, "a", FEB) is None
