"""Small ledgers full of traps, whose answers were worked out by hand before any question was asked."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Any

import duckdb
import pytest

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.question import ask
from crm_metrics.warehouse import schema, shape
from crm_metrics.warehouse.demo.build import Asked, fill
from crm_metrics.warehouse.store import Warehouse
from tests.scenarios.audit import BOGOTA, FEB, JAN, MAR, House, Row, at, parts, reading, rows

# --------------------------------------------------------------------------------- debtors: part payments, bounces


def entry(key: str, invoice: str, kind: str, day: date, amount: int, **fields: Any) -> Row:
    usual = {"entry_id": key, "invoice_id": invoice, "customer_id": "ana", "kind": kind, "entry_on": day}
    return {**usual, "amount": amount, **fields}


@pytest.fixture
def ledger(house: House) -> Warehouse:
    """A: part paid and credited. B: due on its own day, written down. C: paid, bounced, paid again."""
    return house(
        {
            "customer": [{"customer_id": "ana", "name": "Ana"}],
            "receivable": [
                entry("a1", "A", "invoice", date(2026, 1, 10), 100, due_on=date(2026, 2, 9)),
                entry("a2", "A", "payment", date(2026, 1, 20), -40),
                entry("a3", "A", "credit_note", date(2026, 2, 3), -10),
                entry("a4", "A", "payment", date(2026, 3, 5), -30),
                entry("b1", "B", "invoice", date(2026, 2, 5), 200),
                entry("b2", "B", "write_off", date(2026, 3, 31), -50),
                entry("c1", "C", "invoice", date(2026, 1, 1), 300, due_on=date(2026, 1, 31)),
                entry("c2", "C", "payment", date(2026, 1, 31), -300),
                entry("c3", "C", "reversal", date(2026, 2, 2), 300),
                entry("c4", "C", "payment", date(2026, 2, 20), -300),
            ],
        },
        through=date(2026, 4, 30),
        shapes=("invoice_span", "invoice", "receivable", "calendar_day"),
    )


LEDGER = {
    # closing balances: January A 60; February A 50 + B 200; March A 20 + B 150
    ("receivables", "month", JAN): (60, None),
    ("receivables", "month", FEB): (250, None),
    ("receivables", "month", MAR): (170, None),
    ("overdue_receivables", "month", JAN): (0, None),
    ("overdue_receivables", "month", FEB): (250, None),
    ("cash_collected", "month", JAN): (340, None),
    ("cash_collected", "month", FEB): (0, None),
    ("cash_collected", "month", MAR): (30, None),
    ("cei", "month", JAN): (340, 340),  # 0 + 400 - 60, of 0 + 400 - 60 not yet due
    ("cei", "month", FEB): (10, 260),  # 60 + 200 - 250, of 60 + 200 - 0
    ("cei", "month", MAR): (80, 250),
    ("cei", "quarter", JAN): (430, 600),  # between its own ends: no mean of 1, 0.038 and 0.32
    ("dso", "month", FEB): (250 * 28, 200),
    ("dso", "quarter", JAN): (170 * 90, 600),
    ("dso", "month", MAR): (170 * 31, 0),  # no sale: nothing to divide by
    ("recovery_rate", "month", MAR): (30, 250),
    ("cure_rate", "month", MAR): (0, 250),  # written down is not cured
}


def test_a_ledger_with_part_payments_credit_and_a_bounce(ledger: Warehouse) -> None:
    assert {(name, every, start): parts(ledger, name, start, every) for name, every, start in LEDGER} == LEDGER


def test_nothing_sold_leaves_dso_empty_with_a_reason(ledger: Warehouse) -> None:
    found = reading(ledger, "dso", MAR)
    assert found.value is None and found.complete and found.reason is not None


def test_balances_roll_to_worse_buckets_from_the_bucket_they_opened_in(ledger: Warehouse) -> None:
    def rolled(start: date, end: date) -> dict[Any, Any]:
        found = ask(ledger, [CATALOGUE["roll_rate"]], every="month", by="opening_bucket", since=start, until=end)
        return {one.groups[0]: (one.numerator, one.denominator) for one in found["roll_rate"].readings}

    assert rolled(FEB, date(2026, 2, 28)) == {"0": (50, 60)}  # A became 19 days late, 50 still owed
    assert rolled(MAR, date(2026, 3, 31)) == {"1-30": (20 + 150, 50 + 200)}


def test_promises_are_kept_by_money_that_stayed_and_oldest_first(house: House) -> None:
    def promise(key: str, customer: str, due: int) -> Row:
        return rows(
            "interaction",
            interaction_id=key,
            customer_id=customer,
            process="collections",
            direction="outbound",
            right_party=True,
            offered_at=at("2026-01-05 10:00"),
            promised_on=date(2026, 1, due),
            promised_amount=100,
        )

    def pay(customer: str, day: int, amount: int, kind: str = "payment") -> Row:
        key = f"{customer}{day}{kind}"
        return entry(key, f"of {customer}", kind, date(2026, 1, day), amount, customer_id=customer)

    shop = house(
        {
            "interaction": [
                promise("p1", "part", 10),
                promise("p2", "late", 10),
                promise("p3", "bounced", 10),
                promise("p4", "alias", 10),
                promise("p5", "two", 10),
                promise("p6", "two", 12),
                promise("p7", "again", 20),
            ],
            "customer_alias": [{"alias_id": "billing:alias", "customer_id": "alias"}],
            "receivable": [
                *(pay("part", 8, -60), pay("part", 13, -40)),  # 40 on the last of the three days of grace
                pay("late", 14, -100),
                # the cheque of the 9th bounced; the money of the 20th came too late
                *(pay("bounced", 9, -100), pay("bounced", 12, 100, "reversal"), pay("bounced", 20, -100)),
                pay("billing:alias", 10, -100),
                pay("two", 11, -150),  # 100 for the older promise, 50 are left
                # a cheque that bounced before the promise does not take the money that came for it
                *(pay("again", 2, -100), pay("again", 4, 100, "reversal"), pay("again", 19, -100)),
            ],
        },
        through=date(2026, 3, 31),
        shapes=("promise", "calendar_day"),
    )
    by_customer = ask(shop, [CATALOGUE["promise_kept_rate"]], every="all", by="customer", since=JAN)[
        "promise_kept_rate"
    ]
    kept = {one.groups[0]: (one.numerator, one.denominator) for one in by_customer.readings}
    assert kept == {
        "alias": (100, 100),
        "part": (100, 100),
        "late": (0, 100),
        "bounced": (0, 100),
        "two": (150, 200),
        "again": (100, 100),
    }
    assert parts(shop, "promises_kept_share", JAN) == (4, 7)  # alias, part, again, the first of two


# ------------------------------------------------------------------------------------- the book: who left, who stayed


@pytest.fixture
def book(house: House) -> Warehouse:
    def plan(key: str, customer: str, mrr: int, **more: Any) -> Row:
        return rows("subscription", subscription_id=key, customer_id=customer, mrr=mrr, **more)

    def order(key: str, customer: str, when: str, **more: Any) -> Row:
        return rows("order_line", order_id=key, customer_id=customer, ordered_at=at(when), **more)

    return house(
        {
            "customer_alias": [{"alias_id": "old:up", "customer_id": "up"}],
            "subscription": [
                plan("1", "up", 10, ends_on=date(2026, 2, 15), end_reason="upgrade"),
                plan("1", "up", 15, starts_on=date(2026, 2, 15)),
                plan("2", "old:up", 5),  # the same person under another id
                plan("3", "same", 20, ends_on=date(2026, 2, 10)),
                plan("4", "same", 20, starts_on=date(2026, 2, 10)),  # back on the day of leaving: never left
                plan("5", "back", 30, ends_on=date(2026, 2, 10)),
                plan("6", "back", 25, starts_on=date(2026, 2, 20)),
                plan("7", "march", 40, ends_on=MAR),  # its last day is 28 February
                plan("8", "visitor", 50, starts_on=date(2026, 2, 3), ends_on=date(2026, 2, 20)),
                plan("9", "unknown", 0, ends_on=date(2026, 2, 10)),
                plan("10", "nothing", 70, starts_on=date(2026, 2, 5), ends_on=date(2026, 2, 5)),
            ],
            "order_line": [
                order("o1", "again", "2025-02-10 23:30"),  # 11 February in UTC; in the book until 9 February 2026
                order("o2", "again", "2026-02-20 12:00"),
                order("o3", "gone", "2025-02-15 12:00"),  # in the book until 14 February 2026
                order("o4", "returner", "2026-02-11 12:00", is_return=True, amount=-10, quantity=-1),
                order("o5", "unknown", "2025-02-15 12:00"),
            ],
        },
        first=date(2025, 1, 1),
        through=date(2026, 4, 30),
        shapes=("book_span", "departure", "mrr_span", "holding_span", "order_line", "serving_day", "calendar_day"),
    )


BOOK: dict[tuple[str, str, date], Fraction | int] = {
    ("active_customers", "day", date(2026, 1, 31)): 6,  # up, same, back, march, again, gone
    ("active_customers", "day", date(2026, 2, 9)): 7,  # and the visitor
    ("active_customers", "day", date(2026, 2, 10)): 5,  # without back and again
    ("active_customers", "day", date(2026, 2, 28)): 5,  # up, same, back, march, again
    ("customer_churn_rate", "month", FEB): Fraction(1, 6),  # gone; back and again came back
    ("customer_churn_rate", "month", MAR): Fraction(1, 5),
    ("customer_churn_rate", "quarter", JAN): Fraction(2, 6),
    ("departures", "week", date(2026, 2, 9)): 3,  # back, again, gone
    ("departures", "month", FEB): 4,  # and the visitor
    ("opening_mrr", "month", FEB): 15 + 20 + 30 + 40,
    ("nrr", "month", FEB): Fraction(20 + 20 + 25 + 40, 105),
    ("grr", "month", FEB): Fraction(15 + 20 + 25 + 40, 105),
    ("nrr", "month", MAR): Fraction(65, 105),
    ("customers_joined", "month", FEB): 0,
    ("average_active_customers", "month", FEB): Fraction(6 * 2 + 7 * 7 + 5 * 5 + 4 * 5 + 5 * 9, 28),
}


def test_a_book_with_upgrades_returns_and_one_person_twice(book: Warehouse) -> None:
    # the book in February: 6 on the 1st and 2nd; 7 with the visitor, 3rd to 9th; 5 from the 10th to the 14th; 4 without
    # gone from the 15th to the 19th; on the 20th the visitor leaves, back and again return: 5 to the end
    found = {(name, every, start): reading(book, name, start, every).value for name, every, start in BOOK}
    assert found == {key: float(value) for key, value in BOOK.items()}


def test_growth_closes(book: Warehouse) -> None:
    """Opening + joined + returned - churned = closing, for every month."""
    for start, before, last in (
        (FEB, date(2026, 1, 31), date(2026, 2, 28)),
        (MAR, date(2026, 2, 28), date(2026, 3, 31)),
    ):
        opening, closing = (reading(book, "active_customers", day, "day").value or 0 for day in (before, last))
        moves = [reading(book, f"customers_{word}", start).value or 0 for word in ("joined", "returned", "churned")]
        assert opening + moves[0] + moves[1] - moves[2] == closing


SPANS = {
    "holding_span": "customer, product_line",
    "book_stretch": "customer",
    "book_span": "customer",
    "stage_span": "customer",
    "customer_span": "customer",
    "member_span": "customer",
    "mrr_span": "subscription_id",
    "invoice_span": "invoice_id",
    "open_item_span": "work_item",
}


def test_no_customer_contract_invoice_or_item_is_in_two_spans_on_one_day() -> None:
    """A plan and an order of one day, neither with an end, once put one customer of this company there twice."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        schema.create(connection)
        fill(connection, Asked(customers=1500, months=14, seed=11, until=date(2026, 3, 15)))
        shape.build(connection, only=tuple(SPANS))
        twice = {
            name: connection.execute(
                f"select count(*) from (select to_on, lead(from_on) over (partition by {keys} order by from_on, to_on)"
                f" as next_on from shape.{name}) where next_on < to_on"
            ).fetchall()[0][0]
            for name, keys in SPANS.items()
        }
    assert twice == dict.fromkeys(SPANS, 0)


def test_points_whose_time_is_not_over_are_no_breakage_yet_and_the_month_waits(house: House) -> None:
    def points(key: str, kind: str, day: date, count: int, until: date | None = None) -> Row:
        return {"entry_id": key, "customer_id": "ana", "kind": kind, "points": count, "expires_on": until,
                "entry_at": datetime(day.year, day.month, day.day, 12, tzinfo=BOGOTA)}  # fmt: skip

    shop = house(
        {
            "loyalty_entry": [
                points("1", "earn", date(2026, 1, 5), 100, date(2026, 3, 1)),
                points("2", "redeem", date(2026, 2, 1), -40),
                points("3", "expire", date(2026, 3, 1), -60),
                points("4", "earn", date(2026, 2, 5), 80, date(2026, 9, 1)),
                points("5", "earn", date(2026, 2, 6), 30),  # never expires: in neither side
            ]
        },
        through=date(2026, 4, 30),
        shapes=("points_lot", "watermark", "calendar_day"),
    )
    ripe, young = (reading(shop, "breakage_rate", start) for start in (JAN, FEB))
    assert (ripe.numerator, ripe.denominator, ripe.complete) == (60, 100, True)
    assert (young.denominator, young.complete, str(young.reason)) == (80, False, "matures on 2026-09-01")


def test_what_is_collected_counts_the_payments_credited_to_a_contact(house: House) -> None:
    def call(key: str, when: str, **more: Any) -> Row:
        usual = {"interaction_id": key, "process": "collections", "customer_id": "ana", "right_party": True}
        return rows("interaction", **usual | {"offered_at": at(when), "direction": "outbound", "team": "north", **more})

    shop = house(
        {
            "interaction": [call("1", "2026-01-05 10:00"), call("2", "2026-01-05 23:30", team="south")],
            "receivable": [
                entry("i", "A", "invoice", date(2026, 1, 2), 100),
                entry("p1", "A", "payment", date(2026, 1, 4), -10),  # before the contact
                entry("p2", "A", "payment", date(2026, 1, 5), -20),
                entry("p3", "A", "payment", date(2026, 1, 19), -30),  # the fourteenth day
                entry("p4", "A", "payment", date(2026, 1, 20), -40),
            ],
        },
        shapes=("receivable", "watermark", "calendar_day"),
    )
    found = reading(shop, "collected_after_contact", JAN)
    assert (found.value, found.n) == (50, 2)
    by_team = ask(shop, [CATALOGUE["collected_after_contact"]], by="team", since=JAN, until=date(2026, 1, 31))
    assert {one.groups[0]: one.value for one in by_team["collected_after_contact"].readings} == {"south": 50}
    by_team = ask(shop, [CATALOGUE["cash_collected"]], by="team", since=JAN, until=date(2026, 1, 31))
    assert {one.groups[0]: one.value for one in by_team["cash_collected"].readings} == {"south": 50, None: 50}


def test_a_sale_that_a_call_back_closed_counts_like_one_that_a_dial_closed(house: House) -> None:
    def call(key: str, item: str, when: str, direction: str = "outbound") -> Row:
        usual = {"interaction_id": key, "work_item_id": item, "process": "telemarketing", "right_party": True}
        return rows("interaction", **usual | {"offered_at": at(when), "direction": direction})

    record = {
        "process": "telemarketing",
        "kind": "list_record",
        "customer_id": "ana",
        "opened_at": at("2026-01-02 08:00"),
    }
    won = {"closed_at": at("2026-01-08 10:00"), "outcome": "won"}
    shop = house(
        {
            "work_item": [
                rows("work_item", work_item_id="dialled", **record, **won),
                rows("work_item", work_item_id="back", **record, **won),
            ],
            "interaction": [
                call("1", "dialled", "2026-01-05 10:00"),
                call("2", "dialled", "2026-01-08 09:00"),
                call("3", "back", "2026-01-05 11:00"),
                call("4", "back", "2026-01-08 09:30", "inbound"),
            ],
        },
        shapes=("interaction", "calendar_day"),
    )
    assert parts(shop, "sales_conversion_rate", JAN) == (2, 4)
    assert parts(shop, "contact_rate", JAN) == (3, 3)  # of dials, the call back is in neither side
