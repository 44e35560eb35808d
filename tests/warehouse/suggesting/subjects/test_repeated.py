"""Documents of several rows: of a tax rate each, of a concept each, or of a payment each; none counts twice."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from crm_metrics.warehouse.suggesting.found import REPEATED
from crm_metrics.warehouse.suggesting.subjects.invoices import PAID_ONCE
from tests.warehouse.suggesting.conftest import Understood
from tests.warehouse.suggesting.subjects.test_lines import SOLD
from tests.warehouse.suggesting.test_suggestion import asked, brought

LEDGER = "select entry_id, invoice_id, kind, amount from main.receivable order by 1"
# F-1: 100 + 50 without tax, 121 + 55 = 176 with it; F-2: 200 and 242; F-3: 10 + 20 = 30, 10.40 + 22 = 32.40.
RATES = """\
Factura;Fecha;Cliente;Base imponible;Tipo;Cuota;Total;Fecha de cobro
F-1;15/01/2026;Sol;100,00;21;21,00;121,00;20/01/2026
F-1;15/01/2026;Sol;50,00;10;5,00;55,00;20/01/2026
F-2;16/01/2026;Mar;200,00;21;42,00;242,00;
F-3;17/01/2026;Sol;10,00;4;0,40;10,40;
F-3;17/01/2026;Sol;20,00;10;2,00;22,00;
"""
AGAIN = RATES.replace("121,00;", "176,00;").replace("55,00;", "176,00;").replace("10,40;", "32,40;")
ALONE = RATES.replace("121,00;", "176,00;").replace("55,00;", ";").replace("10,40;", ";").replace("22,00;", "32,40;")
OWED = [
    ("F-1", "F-1", "invoice", Decimal("176.00")),
    ("F-1-P", "F-1", "payment", Decimal("-176.00")),
    ("F-2", "F-2", "invoice", Decimal("242.00")),
    ("F-3", "F-3", "invoice", Decimal("32.40")),
]


@pytest.mark.parametrize(
    "text",
    [RATES, AGAIN.replace("2,00;22,00", "2,00;32,40"), ALONE, RATES.replace(";21;", ";21%;").replace(";10;", ";10 %;")],
    ids=["each row its own total", "the whole on each row", "the whole on one row", "rates with a sign"],
)
def test_rows_of_one_invoice_by_tax_rate_are_one_invoice(text: str, understood: Understood, tmp_path: Path) -> None:
    got = brought(understood({"facturas emitidas.csv": text}, payments_after_end="count"), tmp_path)
    assert got.rejects == []
    assert got.rows(SOLD) == [("F-1", 150), ("F-2", 200), ("F-3", 30)]
    assert got.rows(LEDGER) == OWED


def test_two_rates_in_few_of_many_invoices_are_told_by_the_rate(understood: Understood, tmp_path: Path) -> None:
    """One of 81; 80 others of 100 each: 8,000 and 150."""
    others = "".join(f"G-{place};16/01/2026;Luz;100,00;21;21,00;121,00;\n" for place in range(80))
    head = "".join(RATES.splitlines(keepends=True)[:3])
    got = brought(understood({"facturas emitidas.csv": head + others}, payments_after_end="count"), tmp_path)
    assert got.rejects == []
    assert got.rows("select sum(amount), count(distinct order_id) from main.order_line") == [(8150, 81)]


# F-1: 100 − 50 = 50 and 121 − 60.50 = 60.50: the discount is a part of it, and takes nothing back.
CONCEPTS = """\
Factura;Fecha;Cliente;Concepto;Neto;IVA;Total;Estado
F-1;15/01/2026;Sol;Consultoría;100,00;21,00;121,00;Pendiente
F-1;15/01/2026;Sol;Descuento;-50,00;-10,50;-60,50;Pendiente
F-2;16/01/2026;Mar;Consultoría;200,00;42,00;242,00;Pendiente
"""


def test_rows_of_concepts_add_up_and_a_discount_among_them_is_no_return(understood: Understood, tmp_path: Path) -> None:
    got = brought(understood({"facturas.csv": CONCEPTS}), tmp_path)
    assert got.rows(
        "select order_id, line_no, amount, coalesce(is_return, false) from main.order_line order by 1, 2"
    ) == [
        ("F-1", 1, 100, False),
        ("F-1", 2, -50, False),
        ("F-2", 1, 200, False),
    ]
    assert got.rows(LEDGER) == [
        ("F-1", "F-1", "invoice", Decimal("60.50")),
        ("F-2", "F-2", "invoice", Decimal("242.00")),
    ]


def test_the_same_row_twice_in_one_invoice_is_never_complete(understood: Understood) -> None:
    lines = CONCEPTS.splitlines(keepends=True)
    twice = "".join([*lines[:2], *lines[1:3], *lines[3:]])
    assert ("order_line", REPEATED) in understood({"facturas.csv": twice}).assumed


# 60 + 61 = 121 settle F-1; of F-3 63 of 363 came in.
PAYMENTS = """\
Factura;Fecha;Cliente;Neto;IVA;Total;Fecha de pago;Importe pagado
F-1;15/01/2026;Sol;100,00;21,00;121,00;20/01/2026;60,00
F-1;15/01/2026;Sol;100,00;21,00;121,00;25/01/2026;61,00
F-2;16/01/2026;Mar;200,00;42,00;242,00;;
F-3;17/01/2026;Sol;300,00;63,00;363,00;22/01/2026;63,00
"""


def test_rows_of_the_payments_of_one_invoice_are_each_a_payment_and_one_sale(
    understood: Understood, tmp_path: Path
) -> None:
    got = brought(understood({"facturas.csv": PAYMENTS}, payments_after_end="count"), tmp_path)
    assert got.rows(SOLD) == [("F-1", 100), ("F-2", 200), ("F-3", 300)]
    assert got.rows(LEDGER) == [
        ("F-1", "F-1", "invoice", 121),
        ("F-1-P", "F-1", "payment", -60),
        ("F-1-P2", "F-1", "payment", -61),
        ("F-2", "F-2", "invoice", 242),
        ("F-3", "F-3", "invoice", 363),
        ("F-3-P", "F-3", "payment", -63),
    ]


def test_payments_find_an_invoice_of_several_rows_and_its_customer(understood: Understood, tmp_path: Path) -> None:
    unpaid = "\n".join(line.rpartition(";")[0] for line in RATES.splitlines())
    receipts = "Fecha de pago;Recibo;Comprobante;Importe\n20/01/2026;R-1;Factura 0001;176,00\n"
    receipts += "21/01/2026;R-2;Factura 0002;42,00\n"
    got = brought(understood({"facturas emitidas.csv": unpaid, "pagos.csv": receipts}), tmp_path)
    paid = "select invoice_id, amount from main.receivable where kind = 'payment' order by 1"
    assert got.rows(paid) == [("F-1", -176), ("F-2", -42)]


def test_days_of_payment_that_differ_within_one_invoice_are_never_complete(understood: Understood) -> None:
    other = RATES.replace("55,00;20/01/2026", "55,00;21/01/2026")
    assert understood({"facturas.csv": other}, payments_after_end="count").assumed == [("receivable", PAID_ONCE)]


@pytest.mark.parametrize(
    "changed",
    [
        ("50,00;10;5,00;55,00", "110,00;21;23,10;133,10"),
        ("Sol;50,00", "Luz;50,00"),
        ("15/01/2026;Sol;50", "14/01/2026;Sol;50"),
    ],
    ids=["corrected", "of another customer", "of another day"],
)
def test_rows_that_nothing_shows_to_be_of_one_invoice_are_rejected_not_added(
    changed: tuple[str, str], understood: Understood, tmp_path: Path
) -> None:
    text = "\n".join(line.rpartition(";")[0] for line in RATES.replace(*changed).splitlines()[:4])
    got = brought(understood({"facturas.csv": text}), tmp_path)
    assert got.rows(SOLD) == [("F-2", 200)]
    assert [rule for _, _, rule in got.why] == ["key_twice", "key_twice"]


# 2 × 50 and 5 × 10 make 150, with 21 + 5 of tax 176.
PRICED = """\
Factura;Fecha;Cliente;Descripción;Cantidad;Precio unitario;IVA;Total factura
F-1;15/01/2026;Sol;Mesa;2;50,00;21,00;176,00
F-1;15/01/2026;Sol;Pan;5;10,00;5,00;176,00
F-2;16/01/2026;Mar;Mesa;4;50,00;42,00;242,00
"""


def test_lines_of_quantity_and_price_are_held_against_the_whole_of_their_invoice(
    understood: Understood, tmp_path: Path
) -> None:
    found = understood({"facturas.csv": PRICED})
    assert asked(found) == []
    assert brought(found, tmp_path).rows(SOLD) == [("F-1", 150), ("F-2", 200)]
