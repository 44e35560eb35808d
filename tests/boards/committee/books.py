"""A company of four customers with contracts and orders, whose October 2026 is worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from crm_metrics.boards import monthly
from crm_metrics.boards.core import Board, Card, Grid, View
from crm_metrics.metrics import question
from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.shop import Shop
from crm_metrics.words import Words
from tests.conftest import House

EN, ES = Words("en"), Words("es-CO")
OCTOBER, LAST = date(2026, 10, 1), date(2026, 10, 31)
TIERS = {"a": "strategic", "b": "low", "c": "low", "d": "low"}
Record = dict[str, Any]


def order(name: str, customer: str, day: date, amount: int, cost: int | None = None) -> Record:
    """An order of one line."""
    at = datetime(day.year, day.month, day.day, 15, tzinfo=UTC)
    line = {"order_id": name, "line_no": 1, "customer_id": customer, "product_id": "p1", "ordered_at": at}
    return {**line, "quantity": 1, "amount": amount, "cost": cost}


def contract(name: str, customer: str, mrr: int) -> Record:
    """A contract since September 2025."""
    span = {"subscription_id": name, "customer_id": customer, "product_id": "p2", "starts_on": date(2025, 9, 1)}
    return {**span, "mrr": mrr}


def company(house: House, *, contracts: bool = True, costs: bool = True, orders: bool = True) -> Shop:
    """In October 2026: contracts of 600 (a) and 400 (b), that cost 100 each; orders of 500 (b) and 500 (c), that cost
    450 and 200; d bought once, for 300 at a cost of 100, in March. One order of 200 (c, at 200) in October 2025.

    October 2026: sales 2,000, of which 1,000 recur; margin 500 + (300 + 50) + 300 = 1,150.
    Twelve months: sales 12 × 1,000 + 1,000 + 300 = 13,300; margin a 6,000, b 3,600 + 50, c 300, d 200 = 10,150.
    """
    lines = [
        order("o1", "c", date(2025, 10, 10), 200, 200 if costs else None),
        order("o2", "d", date(2026, 3, 10), 300, 100 if costs else None),
        order("o3", "b", date(2026, 10, 10), 500, 450 if costs else None),
        order("o4", "c", date(2026, 10, 12), 500, 200 if costs else None),
    ]
    products: list[Record] = [
        {"product_id": "p1", "name": "Pieza", "line": "piezas", "recurring": False, "unit_cost": None},
        {"product_id": "p2", "name": "Plan", "line": "planes", "recurring": True, "unit_cost": 100 if costs else None},
    ]
    rows: dict[str, list[Record]] = {
        "customer": [
            {"customer_id": one, "name": f"Persona {one.upper()}", "value_tier": tier} for one, tier in TIERS.items()
        ],
        "product": products,
    }
    if orders:
        rows["order_line"] = lines
    if contracts:
        rows["subscription"] = [contract("s1", "a", 600), contract("s2", "b", 400)]
    return house(rows, first=date(2025, 9, 1), through=LAST)


def board(shop: Shop, words: Words = EN, view: View | None = None) -> Board:
    """The board of October."""
    return monthly.board(monthly.gather(shop, view or View()), words)


def card(board: Board, key: str) -> Card:
    """A card of a board; a board that lacks it fails the test."""
    return next(one for one in board.cards if one.key == key)


def texts(board: Board, key: str) -> dict[str, list[str]]:
    """The cells of a table by what its rows are called."""
    body = card(board, key).body
    assert isinstance(body, Grid)
    return {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in body.rows}


def asked(shop: Shop, name: str, every: str = "month", since: date = OCTOBER, **where: str) -> float | None:
    """What a query answers of a metric, to the end of October."""
    found = question.ask(shop, [metric_of(name)], every=every, since=since, until=LAST, where=where or None)
    (reading,) = found[name].readings
    return None if reading.value is None else float(reading.value)
