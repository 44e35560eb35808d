"""A company whose list of Tuesday 13 January 2026 is worked out by hand: who is on it, who is left out or held out."""

from __future__ import annotations

from datetime import date

from crm_metrics.metrics.shop import Shop
from tests.conftest import House
from tests.warehouse.shapes.made import at, contact

CLOSE, TODAY = date(2026, 1, 12), date(2026, 1, 13)
HELD = "c24"  # by the hash of "15:day list 2026 1c24" alone of those below

BIRTHDAY = {"born_on": date(1990, 1, 13), "owner_agent_id": "a1"}
AGREED = {"consent": True}
CUSTOMERS = [
    {"customer_id": "born", **BIRTHDAY, **AGREED},
    {"customer_id": HELD, **BIRTHDAY, **AGREED},
    {"customer_id": "silent", **BIRTHDAY},
    {"customer_id": "shut", "do_not_contact": True, **AGREED},
    {"customer_id": "debtor", **BIRTHDAY, **AGREED},
    {"customer_id": "buyer", "consent_phone": True},
]
AGENTS: list[dict[str, object]] = [
    {"agent_id": "a1", "name": "Luis", "team": "Norte", "area": "Centro", "process": "loyalty"},
    {"agent_id": "a3", "name": "Eva", "team": "Cartera", "area": "Centro", "process": "collections"},
    {"agent_id": "a4", "name": "Iris", "team": "Ventas", "area": "Centro", "process": "sales"},
]


def sold(customer: str, day: str) -> dict[str, object]:
    return {
        "order_id": f"{customer}-{day}", "line_no": 1, "customer_id": customer, "ordered_at": at(f"{day} 12:00"),
        "product_id": "tea", "quantity": 1, "amount": 100, "agent_id": "a4", "team": "Ventas",
    }  # fmt: skip


def promise(customer: str) -> dict[str, object]:
    return contact(
        f"promise-{customer}", "2026-01-08 09:00", customer_id=customer, process="collections", agent_id="a3",
        team="Cartera", promised_on=TODAY, promised_amount=70,
    )  # fmt: skip


def company(house: House, **more: list[dict[str, object]]) -> Shop:
    rows = {
        "customer": [{"name": f"Casa {one['customer_id']}", **one} for one in CUSTOMERS],
        "agent": AGENTS,
        "order_line": [
            *(sold(str(one["customer_id"]), "2025-12-20") for one in CUSTOMERS), sold("buyer", "2026-01-08"),
        ],
        "interaction": [promise("debtor"), promise("shut")],
    }  # fmt: skip
    return house({**rows, **more}, first=date(2025, 1, 1), through=CLOSE)
