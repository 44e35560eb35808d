"""A company of six customers, worked out by hand: who is in which cell in October 2026, and what they brought."""

from __future__ import annotations

from datetime import date

from crm_metrics.boards import customers
from crm_metrics.boards.core import Board, View
from crm_metrics.metrics.shop import Shop
from crm_metrics.words import Words
from tests.conftest import House

EN, ES = Words("en"), Words("es-CO")
OCTOBER = date(2026, 10, 31)
THROUGH = date(2026, 11, 15)


def customer(name: str, tier: str | None, stage: str | None, **more: object) -> dict[str, object]:
    return {"customer_id": name, "name": f"Casa {name}", "value_tier": tier, "lifecycle_stage": stage, **more}


def order(name: str, day: str, amount: int, product: str = "tea", quantity: int = 1) -> dict[str, object]:
    return {
        "order_id": f"{name}-{day}-{product}", "line_no": 1, "ordered_at": f"{day} 15:00+00", "customer_id": name,
        "product_id": product, "quantity": quantity, "amount": amount, "cost": amount // 2,
    }  # fmt: skip


# In October 200 came in. Five are active on its last day: c6 bought more than 365 days before.
CUSTOMERS = [
    customer("c1", "high", "commitment", segment="A", reputation="high", email="ana@example.com"),
    customer("c2", "high", "dissolution", segment="A", phone="+57 (1) 234-5678"),
    customer("c3", "low", "expansion", segment="B"),
    customer("c4", "low", "expansion", segment="B"),
    customer("c5", "low", None),
    customer("c6", "low", "expansion"),
]
ORDERS = [
    order("c1", "2026-10-05", 100, quantity=2),
    order("c2", "2026-10-10", 50, quantity=9),
    order("c3", "2026-10-15", 30),
    order("c4", "2026-10-20", 20),
    order("c4", "2026-09-20", 500),
    order("c5", "2026-01-20", 70),
    order("c6", "2025-06-20", 90),
]


def company(house: House, **more: list[dict[str, object]]) -> Shop:
    rows = {"customer": CUSTOMERS, "order_line": ORDERS, **more}
    return house(rows, first=date(2025, 1, 1), through=THROUGH)


def shown(shop: Shop, words: Words = EN, *, view: View | None = None, **asked: str) -> Board:
    base = view or View(personal=True)
    wanted = View(
        scope=base.scope,
        process=base.process,
        where=(*base.where, *sorted(asked.items())),
        until=base.until,
        personal=base.personal,
    )
    return customers.board(customers.gather(shop, wanted), words)
