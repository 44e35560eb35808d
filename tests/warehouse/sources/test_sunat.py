"""Documents of Peru: instalments with the detraction, gifts, receipts for fees, and UBL 2.0."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse.sources.invoicing import Books, bookkeeping

SAMPLES = Path(__file__).parent / "exports" / "sunat"


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    yield from bookkeeping(tmp_path, "20100070970", "PEN", "America/Lima")


def test_the_invented_documents_give_the_numbers_worked_out_by_hand(books: Books) -> None:
    # exports/sunat/ANSWERS.md works them out.
    told = books.load_folder(SAMPLES, "sunat")
    assert books.total("order_line") == "3747.00"
    assert books.total("receivable") == "1286.20"
    assert books.rows("select customer_id from main.customer order by 1") == [
        ("sunat:20512345671",), ("sunat:45678912",)
    ]  # fmt: skip
    assert [(one.file, one.rule) for one in told.rejects] == [("roto.xml", "broken_xml")]


def test_each_instalment_is_due_on_its_day_and_the_detraction_is_owed_with_the_last(books: Books) -> None:
    books.load_folder(SAMPLES, "sunat")
    parts = "select due_on::varchar, amount::varchar from main.receivable where kind = 'invoice' and invoice_id = "
    assert books.rows(f"{parts}'sunat:01-F001-123' order by 1") == [("2026-02-10", "519.20"), ("2026-03-10", "660.80")]


def test_a_gift_is_no_revenue_and_fees_are_whole_before_what_is_withheld(books: Books) -> None:
    books.load_folder(SAMPLES, "sunat")
    lines = "select amount::varchar from main.order_line where order_id = "
    assert books.rows(f"{lines}'sunat:01-F001-123' order by line_no") == [("1000.00",), ("0.00",)]
    assert books.rows(f"{lines}'sunat:01-E001-186'") == [("2450.00",)]
    assert books.rows(f"{lines}'sunat:03-B010-9' order by line_no") == [("137.15",), ("19.00",)]  # of UBL 2.0


def test_an_hour_that_ends_in_z_is_local(books: Books) -> None:
    books.load_folder(SAMPLES, "sunat")
    at = "select cast(timezone('America/Lima', ordered_at) as varchar) from main.order_line where order_id = "
    assert books.rows(f"{at}'sunat:03-B001-7'") == [("2026-01-27 17:17:07",)]
    assert books.rows(f"{at}'sunat:01-F001-124'") == [("2026-01-31 23:45:00",)]


def test_payments_and_cancellations_name_a_document_by_its_series_and_number(books: Books) -> None:
    books.load_folder(SAMPLES, "sunat")
    books.load("sunat", pagos_csv="factura,fecha,monto\nF001-123,2026-02-10,519.20\n")
    assert books.total("receivable", "invoice_id = 'sunat:01-F001-123'") == "542.80"  # 1,180 - 118 - 519.20
    books.load("sunat", bajas_csv="comprobante\nF001-124\nB001-7\n")
    assert books.total("order_line") == "3516.15"  # 180 and 50.85 less
