"""Sales as the tests of customer value write them, and the values of February."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from crm_metrics.metrics import CATALOGUE, question
from crm_metrics.warehouse.store import Warehouse
from tests.warehouse.shapes.made import person

House = Callable[..., Warehouse]
Row = dict[str, object]

JAN, FEB, MAR = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
FEBRUARY = {"since": FEB, "until": date(2026, 2, 28)}


def sale(customer: str, day: str, amount: float, cost: float | None = None, **more: object) -> Row:
    base: Row = {"order_id": f"{customer}-{day}-{amount}", "line_no": 1, "customer_id": customer, "product_id": "p"}
    return base | {"ordered_at": f"{day} 12:00-05", "quantity": 1, "amount": amount, "cost": cost} | more


def one(shop: Warehouse, name: str, **asked: Any) -> Any:
    """The only value of February."""
    (reading,) = question.ask(shop, [CATALOGUE[name]], **{**FEBRUARY, **asked})[name].readings
    return reading.value


def grouped(shop: Warehouse, name: str, by: str, **asked: Any) -> dict[Any, float | None]:
    found = question.ask(shop, [CATALOGUE[name]], by=by.split(","), **{**FEBRUARY, **asked})[name].readings
    return {reading.groups if "," in by else reading.groups[0]: reading.value for reading in found}


def peers(**first: object) -> dict[str, list[Row]]:
    """Eight peers who spent 10, 20 … 80 in January: the upper quartile is 62.5."""
    return {
        "customer": [
            person(f"c{number}", value_tier="low", segment="A", region="NS"[number % 2])
            | {"owner_agent_id": f"g{number % 2}"}
            for number in range(1, 9)
        ],
        "agent": [
            {"agent_id": f"g{number}", "name": "G", "team": f"T{number}", "area": "A", "process": "sales"}
            for number in (0, 1)
        ],
        "order_line": [sale(f"c{number}", "2026-01-05", 10 * number) for number in range(1, 9)],
        "product": [{"product_id": name, "name": name, "line": name} for name in ("p", "q")],
    }
