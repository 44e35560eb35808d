"""Promises to pay and what was paid of them; worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any

import pytest

from tests.warehouse.shapes.made import House, Row, at, contact


@pytest.fixture
def house(house: House) -> House:
    """Only what is tested here is built."""
    return partial(house, shapes=("promise",))


def promise(name: str, obtained: str, promised_on: date, amount: int, customer: str = "c1") -> Row:
    more: Row = {"direction": "outbound", "process": "collections", "right_party": True, "customer_id": customer}
    return contact(name, obtained, promised_on=promised_on, promised_amount=Decimal(amount), **more)


def paid(name: str, day: date, amount: int, kind: str = "payment", invoice: str = "f") -> Row:
    base: Row = {"entry_id": name, "invoice_id": invoice, "customer_id": "c1", "kind": kind, "entry_on": day}
    return base | {"amount": Decimal(amount)}


def kept(shop: Any) -> dict[str, Any]:
    rows = shop.fetch("select interaction_id, kept_amount, kept from shape.promise")
    return {name: (None if amount is None else int(amount), flag) for name, amount, flag in rows}


def test_part_payments_count_for_what_they_are_until_three_days_after_the_promised_day(house: House) -> None:
    rows = {
        "interaction": [promise("p", "2026-01-05 09:00", date(2026, 1, 10), 100)],
        "receivable": [
            paid("early", date(2026, 1, 4), -500),
            paid("1", date(2026, 1, 9), -30),
            paid("2", date(2026, 1, 13), -20),
            paid("3", date(2026, 1, 14), -50),
        ],
    }
    assert kept(house(rows, through=date(2026, 1, 13))) == {"p": (50, False)}
    assert kept(house(rows, through=date(2026, 1, 12))) == {"p": (None, None)}
    assert kept(house({"interaction": rows["interaction"]})) == {"p": (None, None)}


def test_what_was_paid_so_far_is_told_before_the_day_is_over_and_by_the_same_turns(house: House) -> None:
    rows = {
        "interaction": [
            promise("first", "2026-01-05 09:00", date(2026, 1, 20), 100),
            promise("second", "2026-01-06 09:00", date(2026, 1, 21), 100),
        ],
        "receivable": [paid("1", date(2026, 1, 8), -130)],
    }
    told = "select interaction_id, paid_amount, kept from shape.promise order by promised_on"
    assert house(rows, through=date(2026, 1, 9)).fetch(told) == [("first", 100, None), ("second", 30, None)]
    unknown = house({"interaction": rows["interaction"]}, through=date(2026, 1, 9)).fetch(told)
    assert unknown == [("first", None, None), ("second", None, None)]


def test_a_payment_keeps_the_oldest_promise_first_and_each_peso_once(house: House) -> None:
    shop = house(
        {
            "interaction": [
                promise("p1", "2026-01-05 09:00", date(2026, 1, 10), 100),
                promise("p2", "2026-01-06 09:00", date(2026, 1, 20), 100),
                promise("p3", "2026-01-07 09:00", date(2026, 1, 21), 100),
                promise("other", "2026-01-05 09:00", date(2026, 1, 10), 100, "c2"),
            ],
            "receivable": [
                paid("1", date(2026, 1, 5), -300),  # before p2 and p3 were made: only p1 can take from it
                paid("2", date(2026, 1, 15), -150),
            ],
        }
    )
    assert kept(shop) == {"p1": (100, True), "p2": (100, True), "p3": (50, False), "other": (0, False)}


def test_a_payment_that_bounced_keeps_nothing(house: House) -> None:
    shop = house(
        {
            "interaction": [promise("p", "2026-01-05 09:00", date(2026, 1, 10), 100)],
            "receivable": [
                paid("1", date(2026, 1, 6), -40),
                paid("2", date(2026, 1, 8), -60),
                paid("3", date(2026, 1, 9), 60, "reversal"),
            ],
        }
    )
    assert kept(shop) == {"p": (40, False)}


def test_a_promise_bears_the_dimensions_of_the_contact_and_the_tier_of_its_day(house: House) -> None:
    shop = house(
        {
            "customer": [{"customer_id": "c1", "value_tier": "low"}],
            "status_event": [
                {"entity": "customer", "entity_id": "c1", "attribute": "value_tier", "old_value": "high"}
                | {"new_value": "low", "changed_at": at("2026-01-08 12:00")}
            ],
            "interaction": [promise("p", "2026-01-05 09:00", date(2026, 1, 10), 100) | {"team": "Temprana"}],
        }
    )
    rows = shop.fetch("select obtained_on, promised_on, process, team, tier, promised_amount from shape.promise")
    assert rows == [(date(2026, 1, 5), date(2026, 1, 10), "collections", "Temprana", "low", Decimal("100.00"))]


def by_hand(promises: list[tuple[str, date, date, int]], payments: list[tuple[date, int]]) -> dict[str, int]:
    """What each promise gets when they take in turn, by the day promised, from what lies in their window."""
    left, got = [amount for _, amount in payments], {}
    for name, obtained, promised_on, amount in sorted(
        promises, key=lambda promise: (promise[2], promise[1], promise[0])
    ):
        missing = amount
        for number, (day, _) in enumerate(payments):
            if obtained <= day <= promised_on + timedelta(days=3):
                taken = min(left[number], missing)
                left[number], missing = left[number] - taken, missing - taken
        got[name] = amount - missing
    return got


def test_many_promises_and_payments_come_out_as_by_hand(house: House) -> None:
    draw, first = Random(3), date(2026, 1, 1)
    promises, payments = [], []
    for number in range(25):
        obtained = first + timedelta(days=draw.randrange(90))
        promised_on = obtained + timedelta(days=draw.randrange(20))
        promises.append((f"p{number:02}", obtained, promised_on, draw.randrange(1, 200)))
    for _ in range(30):
        payments.append((first + timedelta(days=draw.randrange(120)), draw.randrange(1, 150)))
    payments.sort()
    shop = house(
        {
            "interaction": [
                promise(name, f"{obtained} 09:00", due, amount) for name, obtained, due, amount in promises
            ],
            "receivable": [
                paid(f"e{number:02}", day, -amount, invoice=f"f{number}")
                for number, (day, amount) in enumerate(payments)
            ],
        }
    )
    expected = by_hand(promises, payments)
    amounts = {name: amount for name, _, _, amount in promises}
    assert kept(shop) == {name: (got, got == amounts[name]) for name, got in expected.items()}
    assert {got == amounts[name] for name, got in expected.items()} == {True, False}
