"""Documents of Chile: with a namespace or without, receipts with their tax inside, notes by their kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.warehouse.sources.invoicing import Books, bookkeeping, dte

SAMPLES = Path(__file__).parent / "exports" / "dte"


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    yield from bookkeeping(tmp_path, "76.111.111-6", "CLP", "America/Santiago")


def test_the_invented_documents_give_the_numbers_worked_out_by_hand(books: Books) -> None:
    # exports/dte/ANSWERS.md works them out.
    books.load_folder(SAMPLES, "dte")
    lines = "select order_id, customer_id, amount::int from main.order_line order by 1, line_no"
    assert books.rows(lines) == [
        ("dte:33-1", "dte:76354771-K", 9000), ("dte:33-1", "dte:76354771-K", 4500),
        ("dte:33-5", "dte:76354771-K", 2000), ("dte:34-2", "dte:96790240-3", 20000), ("dte:39-10", "unknown", 900),
        ("dte:56-1", "dte:76354771-K", 3000), ("dte:61-1", "dte:76354771-K", -3000),
    ]  # fmt: skip
    assert books.total("receivable") == "36065.00"
    assert books.rows("select count(*) from main.customer") == [(2,)]


def test_the_day_is_that_of_issue_and_has_no_hour_and_a_due_day_that_nobody_told_stays_unknown(books: Books) -> None:
    books.load_folder(SAMPLES, "dte")
    day = "select cast(timezone('America/Santiago', ordered_at) as varchar), _days from main.order_line"
    assert books.rows(f"{day} where order_id = 'dte:33-1' limit 1") == [("2026-03-29 00:00:00", ["ordered_at"])]
    due = "select invoice_id, due_on::varchar from main.receivable where kind = 'invoice' order by 1"
    assert books.rows(due) == [("dte:33-1", "2026-04-28"), ("dte:34-2", None), ("dte:56-1", None)]
    assert books.rows("select source from main.undated_source") == [("dte",)]


def test_letters_come_right_whatever_encoding_is_declared(books: Books) -> None:
    books.load_folder(SAMPLES, "dte")
    assert books.rows("select name from main.customer order by 1") == [("Ferretería Añil",), ("Minera Inventada",)]
    assert books.rows("select name from main.product where product_id = 'dte:ME2'") == [("Mesa señorial",)]


def test_a_receipt_without_its_net_amount_is_divided_by_the_tax(books: Books) -> None:
    receipt = (SAMPLES / "envio.xml").read_bytes().replace(b"<MntNeto>900</MntNeto><IVA>171</IVA>", b"")
    books.load("dte", a_xml=receipt)
    assert books.total("order_line", "order_id = 'dte:39-10'") == "900.00"  # 1,071 / 1.19


def test_payments_name_an_invoice_by_its_number_alone(books: Books) -> None:
    books.load_folder(SAMPLES, "dte")
    books.load("dte", pagos_csv="folio;fecha;monto\n1;30/03/2026;12000\n34-2;30/03/2026;20000\n")
    owed = "select invoice_id, sum(amount)::int from main.receivable group by 1 order by 1"
    assert books.rows(owed) == [("dte:33-1", 495), ("dte:34-2", 0), ("dte:56-1", 3570)]


def test_what_the_sii_knows_as_rejected_is_withdrawn(books: Books) -> None:
    books.load_folder(SAMPLES, "dte")
    books.load("dte", anulados_csv="tipo,folio\n34,2\n")
    assert books.total("order_line") == "16400.00"
    assert books.total("receivable") == "16065.00"


def test_a_list_of_terms_tells_the_due_days_that_the_invoices_do_not(books: Books) -> None:
    # 34-2 is of 30 March and of 96790240-3: ten days are 9 April. 33-1 tells its own; 56-1 has no row.
    samples = {path.name.replace(".", "_"): path.read_bytes() for path in sorted(SAMPLES.glob("*.xml"))}
    before = dict(_due(books, samples))
    after = dict(_due(books, {**samples, "plazos_csv": "RUT,plazo\n96.790.240-3,10\n"}))
    assert before == {"dte:33-1": "2026-04-28", "dte:34-2": None, "dte:56-1": None}
    assert after == {"dte:33-1": "2026-04-28", "dte:34-2": "2026-04-09", "dte:56-1": None}


def _due(books: Books, files: Mapping[str, bytes | str]) -> list[tuple[str, str | None]]:
    books.load("dte", **files)
    return books.rows("select invoice_id, due_on::varchar from main.receivable where kind = 'invoice' order by 1")


def test_two_tax_ids_of_one_company_may_use_one_number(tmp_path: Path) -> None:
    # Both issue number 1, to different customers: 1,000 and 500 without tax, 1,190 and 595 with it.
    (tmp_path / "two").mkdir()
    made = next(bookkeeping(tmp_path / "two", "76.111.111-6,76.354.771-K", "CLP", "America/Santiago"))
    made.load("dte", a_xml=dte(1, "2026-03-01", 1000, "96790240-3"))
    other = dte(1, "2026-03-02", 500, "96790240-3").replace("76111111-6", "76354771-K")
    made.load("dte", b_xml=other)
    assert made.rows("select order_id, amount::int from main.order_line order by 1") == [
        ("dte:33-1", 1000), ("dte:33-1@76354771-K", 500)
    ]  # fmt: skip
    assert made.total("receivable") == "1785.00"
    # A list of payments names the second one by its tax id: 190 of 1,190 and 95 of 595 come in.
    made.load("dte", pagos_csv="factura,fecha,monto\n33-1,2026-03-10,190\n33-1@76354771-K,2026-03-11,95\n")
    paid = "select invoice_id, amount::int from main.receivable where kind = 'payment' order by 1"
    assert made.rows(paid) == [("dte:33-1", -190), ("dte:33-1@76354771-K", -95)]
