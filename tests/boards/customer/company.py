"""A company with one customer of whom every process knows something, for the tests of that customer's file.

Bogotá is five hours behind UTC, and everything is loaded from January 2025 through 30 June 2026.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from crm_metrics.boards import customer
from crm_metrics.boards.core import Board, View
from crm_metrics.metrics.shop import Shop
from crm_metrics.words import Words
from tests.conftest import House, houses

TIMES = (date(2025, 1, 1), date(2026, 6, 30))
DAY = TIMES[1]
Record = dict[str, Any]


def at(month: int, day: int, hour: int = 15, year: int = 2026) -> datetime:
    """An instant, in UTC."""
    return datetime(year, month, day, hour, tzinfo=UTC)


def order(name: str, who: str, when: datetime, amount: int, product: str = "p1") -> Record:
    """An order of one line; what it costs is three fifths of its amount."""
    return {"order_id": name, "line_no": 1, "customer_id": who, "product_id": product, "ordered_at": when,
            "quantity": 1, "list_amount": amount, "amount": amount, "cost": amount * 3 // 5}  # fmt: skip


def contact(name: str, when: datetime, **more: object) -> Record:
    """A call of customer c1 that Luis attended for ten minutes."""
    told = {"interaction_id": name, "process": "service", "touchpoint_id": "t1", "direction": "inbound",
            "customer_id": "c1", "agent_id": "a2", "team": "Voz Norte", "offered_at": when, "answered_at": when,
            "talk_seconds": 600, "disposition": "handled"}  # fmt: skip
    return {**told, **more}


CALLED = {"process": "collections", "touchpoint_id": "t2", "direction": "outbound", "agent_id": "a3", "team": "Cobro",
          "promised_on": date(2026, 7, 5), "promised_amount": 500}  # fmt: skip


def entry(name: str, kind: str, invoice: str, on: date, amount: int, due: date | None = None) -> Record:
    """An entry of the ledger of c1."""
    return {"entry_id": name, "kind": kind, "invoice_id": invoice, "customer_id": "c1", "entry_on": on, "due_on": due,
            "amount": amount}  # fmt: skip


ROWS: dict[str, list[Record]] = {
    "customer": [
        {"customer_id": "c1", "name": "Ana Ruiz", "value_tier": "medium", "segment": "Familia", "region": "Bogotá",
         "owner_agent_id": "a1", "email": "ana@ejemplo.invalid"},
        {"customer_id": "c2", "name": "Beto Paz", "owner_agent_id": "a2"},
        {"customer_id": "c3", "name": "Caro Gil"},
    ],
    "customer_alias": [{"alias_id": "web:9", "customer_id": "c1"}],
    "agent": [
        {"agent_id": one, "name": name, "team": team, "area": area, "process": process}
        for one, name, team, area, process in (
            ("a1", "Gloria Mesa", "Cuentas", "Comercial", "sales"),
            ("a2", "Luis Rey", "Voz Norte", "Servicio", "service"),
            ("a3", "Eva Sol", "Cobro", "Cartera", "collections"))
    ],
    "touchpoint": [
        {"touchpoint_id": "t1", "name": "Línea", "process": "service", "channel": "phone"},
        {"touchpoint_id": "t2", "name": "Llamada de cobro", "process": "collections", "channel": "phone"},
        {"touchpoint_id": "t3", "name": "Correo", "process": "service", "channel": "email"},
    ],
    "product": [
        {"product_id": "p1", "name": "Plan", "line": "Planes"},
        {"product_id": "p2", "name": "Equipo", "line": "Equipos"},
    ],
    "order_line": [
        order("o1", "c1", at(1, 10), 1000), order("o2", "c1", at(3, 10), 1000), order("o3", "c1", at(5, 10), 500),
        order("o4", "c2", at(2, 1), 100), order("o5", "c2", at(2, 1), 100, "p2"),
    ],
    "interaction": [
        contact("i1", at(6, 10)),
        contact("i2", at(6, 11), touchpoint_id="t3", disposition="no_answer", answered_at=None, talk_seconds=None),
        contact("i3", at(6, 25), **CALLED),
    ],
    "agent_time": [
        {"agent_id": one, "team": team, "process": process, "started_at": when, "state": "handling", "seconds": 3600,
         "cost": cost}
        for one, team, process, when, cost in (
            ("a2", "Voz Norte", "service", at(6, 10), 50), ("a3", "Cobro", "collections", at(6, 25), 30))
    ],
    "sla_policy": [{"policy_id": "r", "process": "service", "clock": "resolution", "target_seconds": 20 * 86400,
                    "calendar_id": "always", "valid_from": date(2025, 1, 1)}],
    "work_item": [{"work_item_id": "w1", "process": "service", "kind": "request", "customer_id": "c1", "agent_id": "a2",
                   "team": "Voz Norte", "opened_at": at(6, 20), "status": "open", "reason": "factura"}],
    "receivable": [
        entry("e1", "invoice", "f1", date(2026, 3, 10), 1000, date(2026, 3, 30)),
        entry("e2", "payment", "f1", date(2026, 3, 25), -1000),
        entry("e3", "invoice", "f2", date(2026, 5, 10), 500, date(2026, 5, 30)),
    ],
    "survey": [{"survey_id": "s1", "instrument": "csat", "customer_id": "c1", "process": "service", "agent_id": "a2",
                "team": "Voz Norte", "touchpoint_id": "t1", "sent_at": at(6, 12, 12), "responded_at": at(6, 12),
                "score": 2, "scale_min": 1, "scale_max": 5}],
    "status_event": [{"entity": "customer", "entity_id": "c1", "attribute": "value_tier", "changed_at": at(2, 15),
                      "old_value": "high", "new_value": "medium"}],
}  # fmt: skip


def company(house: House, *without: str) -> Shop:
    """The company. without: tables that it never loaded."""
    return house({name: rows for name, rows in ROWS.items() if name not in without}, first=TIMES[0], through=TIMES[1])


@pytest.fixture(scope="session")
def whole() -> Iterator[Shop]:
    """The whole company, made once: its shapes are made as the tests ask for them."""
    with houses() as make:
        yield company(make)


def page(shop: Shop, words: Words, view: View | None = None, *, who: str = "c1") -> Board:
    """The page of a customer for a reader who may see personal data."""
    asked = view or View(personal=True)
    where = (*asked.where, *((("customer", who),) if who else ()))
    return customer.board(customer.gather(shop, replace(asked, where=where)), words)
