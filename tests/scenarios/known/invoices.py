"""Electronic invoices whose answers ../shared/einvoices.md works out by hand: R1 to R3, R5, R10, R12, and the EU's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import crm_metrics as crm
from tests.scenarios.known.core import Answer, number, said

_LEDGER = "select kind, entry_on::varchar, amount from main.receivable order by entry_id"


def _sold(shop: crm.Warehouse) -> str:
    return str(shop.fetch("select coalesce(sum(amount), 0) from main.order_line")[0][0])


def _owed(shop: crm.Warehouse, on: str = "9999-12-31") -> str:
    asked = "select coalesce(sum(amount), 0) from main.receivable where entry_on <= $on::date"
    return str(shop.fetch(asked, {"on": on})[0][0])


def paid_after_a_day(shop: crm.Warehouse) -> Iterator[Answer]:
    """R1: an invoice to be paid later, and its payment."""
    revenue = number(shop, crm.metrics.revenue, since=date(2020, 1, 1), until=date(2020, 1, 31))
    yield Answer("revenue", "15390.30", str(revenue.numerator))
    yield Answer("owed on 1 January", "17852.75", _owed(shop, "2020-01-01"))
    yield Answer("owed on 2 January", "0.00", _owed(shop, "2020-01-02"))
    days = number(shop, crm.metrics.days_to_pay, since=date(2020, 1, 1), until=date(2020, 1, 31))
    yield Answer("days to pay", "1", f"{days.value:g}")
    yield Answer("customers", "cfdi:KIJ0906199R1", said(shop.fetch("select customer_id from main.customer")[0]))


def twin(shop: crm.Warehouse) -> Iterator[Answer]:
    """R1: beside it a twin with the same folio, paid at once, is another invoice."""
    yield Answer("revenue", "30780.60", _sold(shop))
    yield Answer("owed on 1 January", "17852.75", _owed(shop, "2020-01-01"))
    yield Answer("orders", "2", said(shop.fetch("select count(distinct order_id) from main.order_line")[0]))


def dollars(shop: crm.Warehouse) -> Iterator[Answer]:
    """R2: (3,300 - 500) dollars at 18.9008, paid at once."""
    revenue = number(shop, crm.metrics.revenue, since=date(2023, 6, 1), until=date(2023, 6, 30))
    yield Answer("revenue", "52922.24", str(revenue.numerator))
    yield Answer("entries of the ledger", "0", said(shop.fetch("select count(*) from main.receivable")[0]))
    yield Answer("lines", "3", said(shop.fetch("select count(*) from main.order_line")[0]))


def one_payment_of_two(shop: crm.Warehouse) -> Iterator[Answer]:
    """R3: 15,000 pay 12,000 of one invoice and 3,000 of another."""
    rows = shop.fetch(_LEDGER)
    yield Answer("entries", "payment 2023-06-12 -12000.00; payment 2023-06-12 -3000.00",
                 "; ".join(" ".join(map(str, row)) for row in rows))  # fmt: skip
    yield Answer("revenue", "0.00", _sold(shop))
    yield Answer("orders", "0", said(shop.fetch("select count(*) from main.order_line")[0]))


def two_currencies(shop: crm.Warehouse) -> Iterator[Answer]:
    """R5: 1,840 pesos and 40 dollars at 17.3608 for five invoices, on two days."""
    yield Answer("paid", "-2534.43", _owed(shop))
    days = "select entry_on::varchar, count(*) from main.receivable group by 1 order by 1"
    yield Answer("entries by day", "2023-06-04 4; 2023-06-09 1",
                 "; ".join(f"{day} {count}" for day, count in shop.fetch(days)))  # fmt: skip
    yield Answer("revenue", "0.00", _sold(shop))


def nine(shop: crm.Warehouse) -> Iterator[Answer]:
    """R12: nine invented invoices."""
    first, last = date(2026, 3, 1), date(2026, 3, 31)
    revenue = number(shop, crm.metrics.revenue, since=first, until=last)
    yield Answer("revenue", "12950.00", str(revenue.numerator))
    receivables = number(shop, crm.metrics.receivables, since=first, until=last)
    yield Answer("receivables", "6688.00", str(receivables.numerator))
    yield Answer("customers", "2", said(shop.fetch("select count(*) from main.customer")[0]))


def undone(shop: crm.Warehouse) -> Iterator[Answer]:
    """R10, and Peppol's: an invoice and the credit note of all of it."""
    yield Answer("revenue", "0.00", _sold(shop))
    yield Answer("owed", "0.00", _owed(shop))
    yield Answer("entries", "credit_note; invoice", "; ".join(sorted(kind for kind, *_ in shop.fetch(_LEDGER))))


def withheld(shop: crm.Warehouse) -> Iterator[Answer]:
    """4,237 without tax; of 5,080.92 with it 600.30 are withheld."""
    yield Answer("revenue", "4237.00", _sold(shop))
    yield Answer("owed", "4480.62", _owed(shop))
    yield Answer("customers", "1", said(shop.fetch("select count(*) from main.customer")[0]))


def paid_before(shop: crm.Warehouse) -> Iterator[Answer]:
    """5,900 without tax, 7,125 with it, of which 1,000 were paid before."""
    yield Answer("revenue", "5900.00", _sold(shop))
    yield Answer("owed", "6125.00", _owed(shop))
    yield Answer("lines", "3", said(shop.fetch("select count(*) from main.order_line")[0]))
