"""Debts: balances by age, what was collected and by whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from crm_metrics.warehouse.store import Warehouse

House = Callable[..., Warehouse]
Over = Callable[[Warehouse, str, date, date, str], list[tuple[Any, ...]]]
Row = dict[str, object]

MARCH = date(2026, 3, 1), date(2026, 3, 31)
QUARTER = date(2026, 1, 1), date(2026, 3, 31)
OPEN = date(9999, 12, 31)


class Ledger:
    """Entries of the debtors' ledger, numbered as they come."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def add(self, invoice: str, kind: str, day: date, amount: float, due: date | None = None, **more: object) -> Ledger:
        entry: Row = {
            "entry_id": f"e{len(self.rows)}",
            "invoice_id": invoice,
            "customer_id": "c",
            "kind": kind,
            "entry_on": day,
            "due_on": due,
            "amount": amount,
        }
        self.rows.append(entry | more)
        return self


def test_collection_effectiveness_of_the_published_ledger(house: House, over: Over) -> None:
    """[V07] Sales 3,390 + 3,610 + 3,890, opening 6,200, closing 6,340 of which 3,590 current: 79.6 %."""
    ledger = (
        Ledger()
        .add("old", "invoice", date(2025, 12, 10), 6200, date(2025, 12, 31))
        .add("old", "payment", date(2026, 1, 20), -6200)
        .add("jan", "invoice", date(2026, 1, 31), 3390, date(2026, 2, 28))
        .add("jan", "payment", date(2026, 3, 1), -3390)
        .add("feb", "invoice", date(2026, 2, 28), 3610, date(2026, 3, 30))
        .add("feb", "payment", date(2026, 3, 29), -860)
        .add("mar", "invoice", date(2026, 3, 5), 3890, date(2026, 3, 31))  # due on the close: current
        .add("mar", "payment", date(2026, 3, 31), -300)
        .add("next", "invoice", date(2026, 4, 1), 999)
    )
    shop = house({"receivable": ledger.rows}, first=date(2025, 12, 1))
    sums = "sum(opening_balance), sum(invoiced), sum(closing_balance), sum(closing_current)"
    opening, invoiced, closing, current = over(shop, "invoice_period", *QUARTER, sums)[0]
    assert (opening, invoiced, closing, current) == (6200, 10890, 6340, 3590)
    ours = (opening + invoiced - closing) / (opening + invoiced - current)
    assert round(ours, 4) == Decimal("0.7963")
    averaged = invoiced / 3  # the other convention under the same name: one ledger, 55.9 %
    assert round((opening + averaged - closing) / (opening + averaged - current), 5) == Decimal("0.55929")


def test_days_sales_outstanding_of_the_published_ledger(house: House, over: Over) -> None:
    """[V09] 10,869 x 90 / (5,538 + 4,566 + 7,570) = 55.347 days."""
    ledger = (
        Ledger()
        .add("jan", "invoice", date(2026, 1, 15), 5538)
        .add("feb", "invoice", date(2026, 2, 15), 4566)
        .add("mar", "invoice", date(2026, 3, 15), 7570)
        .add("jan", "payment", date(2026, 3, 31), -5538)
        .add("feb", "payment", date(2026, 3, 31), -1267)
    )
    shop = house({"receivable": ledger.rows})
    closing, invoiced = over(shop, "invoice_period", *QUARTER, "sum(closing_balance), sum(invoiced)")[0]
    assert round(closing * 90 / invoiced, 3) == Decimal("55.347")


def test_buckets_turn_at_the_end_of_the_thirtieth_day_past_due(house: House) -> None:
    shop = house(
        {
            "customer": [{"customer_id": "other", "value_tier": "low"}],  # tiers imported, not computed month by month
            "receivable": Ledger().add("i", "invoice", date(2026, 1, 1), 100, date(2026, 3, 1)).rows,
        },
        through=date(2026, 12, 31),
    )
    rows = shop.fetch("select from_on, to_on, bucket, overdue from shape.invoice_span order by from_on")
    assert rows == [
        (date(2026, 1, 1), date(2026, 3, 2), "0", False),  # on the due day it is still current
        (date(2026, 3, 2), date(2026, 4, 1), "1-30", True),
        (date(2026, 4, 1), date(2026, 5, 1), "31-60", True),
        (date(2026, 5, 1), date(2026, 5, 31), "61-90", True),
        (date(2026, 5, 31), OPEN, "91+", True),
    ]


def test_an_invoice_without_a_due_day_is_due_when_entered(house: House) -> None:
    shop = house({"receivable": Ledger().add("i", "invoice", date(2026, 1, 1), 100).rows})
    assert shop.fetch("select due_on from shape.invoice") == [(date(2026, 1, 1),)]


def test_a_balance_lives_from_entry_to_entry_and_a_paid_invoice_has_none(house: House) -> None:
    ledger = (
        Ledger()
        .add("i", "invoice", date(2026, 1, 1), 100, date(2026, 12, 1))
        .add("i", "payment", date(2026, 1, 10), -30, disputed=True)
        .add("i", "credit_note", date(2026, 1, 20), -70)
        .add("i", "reversal", date(2026, 2, 1), 30)  # the cheque bounced
        .add("i", "payment", date(2026, 2, 11), -30)
    )
    shop = house({"receivable": ledger.rows})
    rows = shop.fetch("select from_on, to_on, balance, disputed from shape.invoice_span order by from_on")
    assert rows == [
        (date(2026, 1, 1), date(2026, 1, 10), 100, False),
        (date(2026, 1, 10), date(2026, 1, 20), 70, True),
        (date(2026, 2, 1), date(2026, 2, 11), 30, True),
    ]
    assert shop.fetch("select settled_on, settled, pay_days from shape.invoice") == [(date(2026, 2, 11), True, 41)]
    assert shop.fetch("select sum(cash), sum(amount) from shape.receivable") == [(30, 0)]  # a credit note is not cash


def test_rolling_and_curing_by_hand(house: House, over: Over) -> None:
    """At the opening of March (close of 28 February), with balances 100, 200, 300, 400, 500 and 50."""
    before, paid = date(2026, 1, 1), date(2026, 3, 10)
    ledger = (
        Ledger()
        .add("rolls", "invoice", before, 100, date(2026, 2, 10))  # 18 days past due, then 49
        .add("rolls", "payment", paid, -40)
        .add("stays", "invoice", before, 200, date(2026, 2, 28))  # due on the close, current; 31 at the end: rolled
        .add("cured", "invoice", before, 300, date(2026, 1, 15))  # 44 days past due, paid
        .add("cured", "payment", paid, -300)
        .add("written", "invoice", before, 400, date(2026, 1, 15))  # written off is not cured
        .add("written", "payment", paid, -150)
        .add("written", "write_off", paid, -250)
        .add("current", "invoice", before, 500, date(2026, 5, 1))  # current at both ends
        .add("oldest", "invoice", date(2025, 9, 1), 50, date(2025, 9, 30))  # in the worst bucket it can't roll
        .add("fresh", "invoice", date(2026, 3, 2), 700, date(2026, 3, 3))  # overdue at the close, in no opening
        .add("fresh", "payment", date(2026, 3, 20), -100)
    )
    shop = house({"receivable": ledger.rows}, first=date(2025, 9, 1))
    columns = (
        "invoice_id, opening_bucket, closing_bucket, opening_overdue, rolled, cured, rolled_balance, paid_on_overdue"
    )
    assert sorted(over(shop, "invoice_period", *MARCH, columns)) == [
        ("cured", "31-60", None, True, False, True, 0, 300),
        ("current", "0", "0", False, False, None, 0, 0),
        ("fresh", None, "1-30", False, None, None, 0, 0),
        ("oldest", "91+", "91+", True, False, False, 0, 0),
        ("rolls", "1-30", "31-60", True, True, False, 60, 40),
        ("stays", "0", "31-60", False, True, None, 200, 0),
        ("written", "31-60", None, True, False, False, 0, 150),
    ]
    sums = "sum(overdue_opening), sum(cured_balance), sum(paid_on_overdue), sum(written_off), sum(closing_overdue)"
    # 100 + 300 + 400 + 50 overdue at the opening; 60 + 200 + 50 + 600 at the close
    assert over(shop, "invoice_period", *MARCH, sums) == [(850, 300, 490, 250, 910)]


def test_opening_less_what_was_paid_is_closing_for_any_period(house: House, over: Over) -> None:
    ledger = (
        Ledger()
        .add("a", "invoice", date(2026, 1, 5), 100)
        .add("a", "payment", date(2026, 2, 5), -60)
        .add("b", "invoice", date(2026, 2, 10), 80)
        .add("b", "credit_note", date(2026, 3, 1), -30)
        .add("a", "reversal", date(2026, 3, 3), 60)
        .add("a", "write_off", date(2026, 3, 31), -100)
    )
    shop = house({"receivable": ledger.rows})
    parts = "sum(opening_balance + invoiced - paid - credited - written_off), sum(closing_balance)"
    for first, last in (MARCH, QUARTER, (date(2026, 2, 5), date(2026, 2, 5)), (date(2026, 2, 1), date(2026, 3, 3))):
        moved, closing = over(shop, "invoice_period", first, last, parts)[0]
        assert moved == closing


def test_a_payment_is_credited_once_to_the_last_contact_within_fourteen_days(house: House) -> None:
    def contact(number: int, day: str, agent: str, **more: object) -> Row:
        return {
            "interaction_id": f"i{number}",
            "process": "collections",
            "touchpoint_id": "t",
            "direction": "outbound",
            "customer_id": "c",
            "agent_id": agent,
            "team": f"team {agent}",
            "offered_at": f"{day} 12:00:00-05",
            "disposition": "handled",
            "right_party": True,
        } | more

    ledger = (
        Ledger()
        .add("x", "invoice", date(2026, 2, 1), 1000)
        .add("x", "payment", date(2026, 3, 10), -100)  # by the second contact, not by both
        .add("x", "payment", date(2026, 3, 19), -10)  # its fourteenth day
        .add("x", "payment", date(2026, 3, 20), -1)  # one too many
        .add("x", "payment", date(2026, 3, 21), -7, agent_id="z", team="team z")  # the source says who
        .add("x", "payment", date(2026, 3, 22), -3, interaction_id="i1")  # the source says by what
        .add("x", "reversal", date(2026, 3, 10), 5)
    )
    shop = house(
        {
            "receivable": ledger.rows,
            "interaction": [
                contact(1, "2026-03-01", "first"),
                contact(2, "2026-03-05", "second"),
                contact(3, "2026-03-06", "wrong person", right_party=False),
                contact(4, "2026-03-07", "service", process="service"),
                contact(5, "2026-03-08", "other customer", customer_id="d"),
                contact(6, "2026-03-23", "afterwards"),
            ],
        }
    )
    rows = shop.fetch(
        "select entry_on, kind, agent, team, collected_amount, credited from shape.receivable"
        " where kind <> 'invoice' order by entry_on, kind"
    )
    assert rows == [
        (date(2026, 3, 10), "payment", "second", "team second", 100, True),
        (date(2026, 3, 10), "reversal", None, None, 0, None),
        (date(2026, 3, 19), "payment", "second", "team second", 10, True),
        (date(2026, 3, 20), "payment", None, None, 0, False),
        (date(2026, 3, 21), "payment", "z", "team z", 7, True),
        (date(2026, 3, 22), "payment", "first", "team first", 3, True),
    ]
