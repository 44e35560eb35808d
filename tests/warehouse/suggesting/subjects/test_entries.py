"""Lists in which sales, credit notes and payments are rows of one kind or another."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_metrics.warehouse.suggesting.drafts import OTHER_MONEY
from crm_metrics.warehouse.suggesting.subjects.links import NO_LINK
from tests.warehouse.suggesting.conftest import Understood
from tests.warehouse.suggesting.test_suggestion import brought

# Sold: 100 + 200 - 30 = 270. Paid: 116 at once, 232 by two complements of 132 and 100; the last is of an unlisted A-7.
CFDI = """\
Emisión,Tipo,Serie,Folio,Receptor,Moneda,Subtotal,IVA 16%,Total,Docto. relacionado,Fecha de pago,Importe pagado
2026-05-04,I - Ingreso,A,11,Sol,MXN,100.00,16.00,116.00,,2026-05-04,116.00
2026-05-05,I - Ingreso,A,12,Mar,MXN,200.00,32.00,232.00,,,
2026-05-06,E - Egreso,NC,11,Mar,MXN,30.00,4.80,34.80,A-12,,
2026-06-02,P - Pago,CP,11,Mar,XXX,0.00,0.00,0.00,A-12,2026-05-30,132.00
2026-06-20,P - Pago,CP,12,Mar,XXX,0.00,0.00,0.00,A-12,2026-06-19,100.00
2026-06-22,P - Pago,CP,13,Sol,XXX,0.00,0.00,0.00,A-7,2026-06-21,50.00
"""
LEDGER = """\
Type,Account Name,Invoice No,Date,Net,VAT,Gross,{reference}
SI,Sun Ltd,101,2026-05-04,100.00,20.00,120.00,
SI,Moor plc,102,2026-05-05,50.00,10.00,60.00,
SC,Sun Ltd,103,2026-05-06,10.00,2.00,12.00,101
SR,Sun Ltd,104,2026-05-20,108.00,0.00,108.00,101
SR,Moor plc,105,2026-06-02,60.00,0.00,60.00,102
"""


def test_a_complement_pays_the_invoice_that_it_names_on_the_day_that_it_tells(
    understood: Understood, tmp_path: Path
) -> None:
    found = understood({"cfdi.csv": CFDI})
    assert found.assumed == []
    got = brought(found, tmp_path)
    assert got.rows("select order_id, amount from main.order_line order by ordered_at") == [
        ("A-11", 100), ("A-12", 200), ("NC-11", -30),
    ]  # fmt: skip
    told = got.rows(
        "select kind, invoice_id, amount, entry_on::varchar from main.receivable where kind <> 'invoice' order by 4, 3"
    )
    assert [(kind, invoice, float(amount), day) for kind, invoice, amount, day in told] == [
        ("payment", "A-11", -116.0, "2026-05-04"),
        ("credit_note", "A-12", -34.8, "2026-05-06"),
        ("payment", "A-12", -132.0, "2026-05-30"),
        ("payment", "A-12", -100.0, "2026-06-19"),
        ("payment", "A-7", -50.0, "2026-06-21"),
    ]


@pytest.mark.parametrize("words", [("Ingreso (I)", "Egreso (E)", "Pago (P)"), ("I: Ingreso", "E: Egreso", "P: Pago"),
                                   ("Factura", "Nota de crédito", "REP"), ("Fatura", "Nota de crédito", "Recibo"),
                                   ("Invoice", "Credit note", "Payment received")])  # fmt: skip
def test_the_kinds_may_have_a_code_beside_their_words(
    understood: Understood, tmp_path: Path, words: tuple[str, str, str]
) -> None:
    text = CFDI
    for ours, theirs in zip(("I - Ingreso", "E - Egreso", "P - Pago"), words, strict=True):
        text = text.replace(ours, theirs)
    got = brought(understood({"cfdi.csv": text}), tmp_path)
    assert got.rows("select count(*), sum(amount) from main.order_line") == [(3, 270)]
    assert got.rows("select sum(amount) from main.receivable where kind = 'payment'") == [(-398,)]


def test_receipts_of_a_ledger_have_their_amount_where_invoices_have_theirs(
    understood: Understood, tmp_path: Path
) -> None:
    """Sold 150 - 10, each invoice paid: 120 - 12 - 108 and 60 - 60."""
    got = brought(understood({"ledger.csv": LEDGER.format(reference="Applies to")}), tmp_path)
    assert got.rows("select sum(amount) from main.order_line") == [(140,)]
    assert got.rows("select invoice_id, sum(amount) from main.receivable group by 1 order by 1") == [
        ("101", 0), ("102", 0),
    ]  # fmt: skip


def test_receipts_that_name_no_invoice_leave_what_is_owed_marked(understood: Understood) -> None:
    found = understood({"ledger.csv": LEDGER.format(reference="Cheque number").replace(",101\n", ",\n")})
    assert ("receivable", NO_LINK) in found.assumed


def test_no_currency_at_all_is_no_other_currency(understood: Understood) -> None:
    found = understood({"cfdi.csv": CFDI})
    assert OTHER_MONEY not in [why for _, why in found.assumed]


@pytest.mark.parametrize(
    "terms", [("Contado", "Crédito"), ("Crédito", "Crédito"), ("A vista", "Crédito"), ("Cash", "Credit")]
)
def test_sold_for_cash_or_on_credit_is_no_kind_of_document(
    understood: Understood, tmp_path: Path, terms: tuple[str, str]
) -> None:
    """Else all that is sold on credit would be taken off."""
    text = (
        f"Factura,Fecha,Tipo,Cliente,Neto,IVA,Total\nF-1,2026-05-04,{terms[0]},Sol,100.00,16.00,116.00\n"
        f"F-2,2026-05-05,{terms[1]},Mar,50.00,8.00,58.00\nF-3,2026-05-06,{terms[1]},Mar,10.00,1.60,11.60\n"
    )
    got = brought(understood({"ventas.csv": text}), tmp_path)
    assert got.rows("select sum(amount) from main.order_line") == [(160,)]


def test_credit_beside_a_word_for_invoices_is_a_credit_note(understood: Understood, tmp_path: Path) -> None:
    text = (
        "Number,Date,Type,Customer,Net,VAT,Total\n1,2026-05-04,Invoice,Sun,100.00,20.00,120.00\n"
        "2,2026-05-05,Credit,Sun,50.00,10.00,60.00\n3,2026-05-06,Invoice,Moor,10.00,2.00,12.00\n"
    )
    got = brought(understood({"sales invoices.csv": text}), tmp_path)
    assert got.rows("select sum(amount) from main.order_line") == [(60,)]


def test_a_credit_note_names_its_invoice_beside_orders_of_customers(understood: Understood, tmp_path: Path) -> None:
    """No name says what the column is: it holds numbers of the list, of the same customer, and orders besides."""
    text = (
        "Invoice Number,Date,Customer,Reference,Net,VAT,Gross,Status\n"
        "INV-1,2026-05-04,Sun,PO 7,100.00,20.00,120.00,Unpaid\nINV-2,2026-05-05,Moor,,50.00,10.00,60.00,Unpaid\n"
        "CN-1,2026-05-06,Sun,INV-1,-10.00,-2.00,-12.00,Unpaid\nCN-2,2026-05-07,Moor,INV-2,-5.00,-1.00,-6.00,Unpaid\n"
    )
    got = brought(understood({"sales.csv": text}), tmp_path)
    assert got.rows("select invoice_id, sum(amount) from main.receivable group by 1 order by 1") == [
        ("INV-1", 108), ("INV-2", 54),
    ]  # fmt: skip


def test_a_complement_without_a_currency_beside_invoices_in_two_is_marked(understood: Understood) -> None:
    found = understood({"cfdi.csv": CFDI.replace("Mar,MXN", "Mar,USD", 1)})
    assert ("receivable", OTHER_MONEY) in found.assumed


def test_a_receipt_with_a_tax_was_sold_and_paid_at_once(understood: Understood, tmp_path: Path) -> None:
    text = (
        "Number,Date,Type,Customer,Net,VAT,Total\nS1,2026-05-04,Invoice,Sun,100.00,20.00,120.00\n"
        "S2,2026-05-05,Receipt,Moor,50.00,10.00,60.00\nS3,2026-05-06,Receipt,Moor,10.00,2.00,12.00\n"
    )
    got = brought(understood({"sales.csv": text}), tmp_path)
    assert got.rows("select sum(amount) from main.order_line") == [(160,)]
