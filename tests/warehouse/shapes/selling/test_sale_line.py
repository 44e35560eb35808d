"""What gives back is no sale, whichever document says it and however it is written."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.shop import Shop
from tests.metrics.made import House, Row
from tests.warehouse.shapes.made import at

JAN, FEB = date(2026, 1, 1), date(2026, 2, 1)


def line(order: str, customer: str, day: str, quantity: int, amount: int, **more: object) -> Row:
    base: Row = {"order_id": order, "line_no": 1, "customer_id": customer, "product_id": "p1", "quantity": quantity}
    return base | {"amount": amount, "ordered_at": at(f"{day} 10:00")} | more


def of(shop: Shop, name: str, month: date, **asked: Any) -> float | None:
    last = date(month.year, month.month + 1, 1) - date.resolution
    (found,) = CATALOGUE[name].measure(shop, every="month", since=month, until=last, **asked).readings
    return None if found.value is None else float(found.value)


def test_a_discount_on_its_own_line_is_neither_a_piece_nor_a_line_sold_and_takes_off_the_margin(house: House) -> None:
    """Two pieces for 100, that cost 60 and stand at 100 in the list, less 20: margin 20 of 80, discount 20 of 100.

    One of two lines came back in time; the discount is no third one, and no delivery is waited for.
    """
    told: Row = {
        "cost": 60,
        "list_amount": 100,
        "promised_on": date(2026, 1, 8),
        "delivered_at": at("2026-01-07 10:00"),
    }
    rows = [
        line("O", "a", "2026-01-05", 2, 100, **told),
        line("O", "a", "2026-01-05", 1, -20, line_no=2, product_id="off"),
        line("P", "b", "2026-01-05", 1, 50, cost=30, list_amount=50, product_id="p2"),
        line("P", "b", "2026-01-09", -1, -50, cost=-30, list_amount=-50, line_no=2, product_id="p2"),
    ]
    products = [{"product_id": name, "name": name, "line": name} for name in ("p1", "p2", "off")]
    shop = house({"order_line": rows, "product": products}, first=date(2025, 1, 1))
    names = ("units_sold", "orders_placed", "return_rate", "gross_margin_rate", "discounts_given", "discount_rate",
             "customer_revenue", "on_time_delivery_rate", "cross_sell_rate")  # fmt: skip
    assert {name: of(shop, name, JAN) for name in names} == {
        "units_sold": 3, "orders_placed": 2, "return_rate": 0.5, "gross_margin_rate": 20 / 80, "discounts_given": 20,
        "discount_rate": 20 / 150, "customer_revenue": 80, "on_time_delivery_rate": 1, "cross_sell_rate": 0,
    }  # fmt: skip
    rows[0]["cost"] = None
    dark = house({"order_line": rows, "product": products}, first=date(2025, 1, 1))
    assert of(dark, "gross_margin_rate", JAN) is None  # of the sale of 100 nobody knows the cost: not −20 of −20


WAYS: dict[str, Row] = {
    "a negative quantity and amount": line("R", "b", "2026-02-04", -1, -50),
    "a negative quantity alone": line("R", "b", "2026-02-04", -1, 50),
    "a credit note without goods": line("R", "b", "2026-02-04", 0, -50),
    "one piece at a negative amount": line("R", "b", "2026-02-04", 1, -50),
    "marked as a return, with the amount as it was": line("R", "b", "2026-02-04", 1, 50, is_return=True),
    "marked, with its order named": line("R", "b", "2026-02-04", -1, -50, is_return=True, returned_order_id="O2"),
    "in its own order": line("O2", "b", "2026-02-04", -1, -50, line_no=2),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_refund_takes_its_amount_off_and_is_no_order(house: House, way: str) -> None:
    rows = [line("O1", "a", "2026-01-05", 1, 50), line("O2", "b", "2026-01-06", 1, 50), WAYS[way]]
    shop = house({"order_line": rows}, first=JAN, through=date(2026, 6, 30))
    assert of(shop, "revenue", FEB) == -50
    assert of(shop, "orders_placed", FEB) == 0
    assert of(shop, "repeat_purchase_rate", JAN) == 0
    assert of(shop, "purchase_frequency", FEB) == 1
    assert of(shop, "units_sold", FEB) == 0


@pytest.mark.parametrize("way", [way for way in WAYS if way != "a credit note without goods"])
def test_what_came_back_is_found_again_in_the_sale(house: House, way: str) -> None:
    """One of two lines of January came back within thirty days; a credit note without goods brings nothing back."""
    rows = [line("O1", "a", "2026-01-05", 1, 50), line("O2", "b", "2026-01-06", 1, 50), WAYS[way]]
    shop = house({"order_line": rows}, first=JAN, through=date(2026, 6, 30))
    assert of(shop, "return_rate", JAN) == 0.5


def test_a_discount_line_of_an_order_is_no_return(house: House) -> None:
    rows = [line("O1", "a", "2026-01-05", 1, 50), line("O1", "a", "2026-01-05", 1, -5, line_no=2, product_id="coupon")]
    shop = house({"order_line": rows}, first=JAN, through=date(2026, 6, 30))
    assert of(shop, "revenue", JAN) == 45
    assert of(shop, "return_rate", JAN) == 0


def test_who_only_ever_gave_back_never_bought(house: House) -> None:
    rows = [line("O1", "a", "2026-01-05", 1, 50), line("R", "b", "2026-01-06", -1, -50)]
    shop = house({"order_line": rows}, first=JAN, through=date(2026, 6, 30))
    assert of(shop, "active_customers", JAN) == 1
    assert of(shop, "orders_placed", JAN) == 1
