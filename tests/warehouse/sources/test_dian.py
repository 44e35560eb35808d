"""Invoices of Colombia: the document in its wrapper, discounts of the head on its lines, payments beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse.sources.invoicing import Books, bookkeeping

SAMPLES = Path(__file__).parent / "exports" / "dian"


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    yield from bookkeeping(tmp_path, "900.123.456-8", "COP", "America/Bogota")


def test_the_invented_invoices_give_the_numbers_worked_out_by_hand(books: Books) -> None:
    # exports/dian/ANSWERS.md works them out.
    told = books.load_folder(SAMPLES, "dian")
    assert books.total("order_line") == "2311000.00"
    assert books.total("receivable") == "2654360.00"
    assert books.rows("select customer_id from main.customer order by 1") == [
        ("dian:1032456789",), ("dian:800197268",)
    ]  # fmt: skip
    assert [one for one in told.notices if "purchases" in one] == [
        "dian: 1 documents were left out, for none of your tax ids (900123456) is their seller: they are purchases, or"
        " another company's."
    ]


def test_discounts_of_the_head_are_shared_out_and_a_gift_gets_none(books: Books) -> None:
    books.load_folder(SAMPLES, "dian")
    lines = "select amount::varchar from main.order_line where order_id = 'dian:c0ffee01' order by line_no"
    assert books.rows(lines) == [("977325.58",), ("703674.42",), ("0.00",)]


def test_a_day_is_the_day_of_issue_and_no_due_day_lies_before_it(books: Books) -> None:
    books.load_folder(SAMPLES, "dian")
    days = (
        "select invoice_id, entry_on::varchar, due_on::varchar from main.receivable where kind = 'invoice' order by 1"
    )
    assert books.rows(days) == [
        ("dian:ND6", "2026-03-25", "2026-04-15"), ("dian:SETP1", "2026-03-02", "2026-04-01"),
        ("dian:SETP3", "2026-03-10", "2026-03-10"),
    ]  # fmt: skip
    late = "select cast(timezone('America/Bogota', ordered_at) as varchar) from main.order_line where amount = 300000"
    assert books.rows(late) == [("2026-03-10 23:50:00",)]


def test_payments_of_a_list_beside_the_invoices_close_them_also_later(books: Books) -> None:
    books.load_folder(SAMPLES, "dian")
    books.load("dian", pagos_csv="Factura,Fecha,Valor\nSETP1,2026-03-30,1000000\nSETP1,2026-03-30,1000000\n")
    paid = "select customer_id, kind, amount::varchar from main.receivable where kind = 'payment'"
    assert books.rows(paid) == [("dian:800197268", "payment", "-1000000.00")] * 2
    assert books.total("receivable", "invoice_id = 'dian:SETP1'") == "23060.00"


def test_a_list_of_payments_is_written_as_its_country_writes(books: Books) -> None:
    books.load_folder(SAMPLES, "dian")
    books.load("dian", pagos_csv='Número de factura;Fecha de pago;Valor pagado\nSETP1;30/03/2026;"1.000.000,50"\n')
    assert books.total("receivable", "invoice_id = 'dian:SETP1'") == "1023059.50"


def test_what_the_dian_knows_as_cancelled_is_withdrawn(books: Books) -> None:
    books.load_folder(SAMPLES, "dian")
    books.load("dian", anuladas_csv="CUFE\nC0FFEE06\n")
    assert books.total("order_line") == "2001000.00"
    assert books.total("receivable") == "2344360.00"
