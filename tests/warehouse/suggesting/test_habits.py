"""How owners write their own lists: ways of paying, states of Central America, numbers of deliveries, purchases."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_metrics.warehouse.suggesting.dictionary import currency_of, meanings
from crm_metrics.warehouse.suggesting.subjects.links import NO_LINK
from tests.warehouse.suggesting.conftest import Understood
from tests.warehouse.suggesting.test_suggestion import brought

HEADER = "Factura,Fecha,Cliente,Tipo,Subtotal,IVA,Total,Fecha de pago\n"
SOLD = "select coalesce(sum(amount), 0)::double from main.order_line"
LEFT = "select invoice_id, sum(amount)::double from main.receivable group by 1 having sum(amount) <> 0 order by 1"


@pytest.mark.parametrize("way", ["Depósito", "Transferencia", "Cheque", "Depósito bancario"])
def test_how_an_invoice_was_paid_makes_it_no_payment(way: str, understood: Understood, tmp_path: Path) -> None:
    """Two of three say so: 100 + 200 + 300 sold, 232 owed."""
    text = HEADER + (
        "F-1,02/03/2026,Sol,Efectivo,100.00,16.00,116.00,14/03/2026\n"
        f"F-2,14/03/2026,Mar,{way},200.00,32.00,232.00,\nF-3,15/03/2026,Mar,{way},300.00,48.00,348.00,15/03/2026\n"
    )
    got = brought(understood({"facturas.csv": text}), tmp_path)
    assert got.rows(SOLD) == [(600,)]
    assert got.rows(LEFT) == [("F-2", 232)]


def test_an_invoice_that_is_paid_at_once_needs_no_day_of_payment(understood: Understood, tmp_path: Path) -> None:
    text = HEADER + (
        "F-1,02/03/2026,Sol,Factura contado,100.00,16.00,116.00,\n"
        "F-2,14/03/2026,Mar,Factura crédito,200.00,32.00,232.00,15/03/2026\n"
        "F-3,16/03/2026,Mar,Factura crédito,300.00,48.00,348.00,\n"
    )
    assert brought(understood({"facturas.csv": text}), tmp_path).rows(LEFT) == [("F-3", 348)]


def test_debit_and_credit_beside_a_total_are_ways_of_paying(understood: Understood, tmp_path: Path) -> None:
    text = (
        "Factura,Fecha,Cliente,Subtotal,IVA,Total,Efectivo,Débito,Crédito\n"
        "F-1,02/03/2026,Sol,100.00,16.00,116.00,116.00,0.00,0.00\n"
        "F-2,14/03/2026,Mar,200.00,32.00,232.00,0.00,232.00,0.00\n"
        "F-3,15/03/2026,Mar,300.00,48.00,348.00,0.00,0.00,348.00\n"
    )
    assert brought(understood({"ventas.csv": text}), tmp_path).rows(SOLD) == [(600,)]


def test_what_each_invoice_charged_and_got_is_no_list_of_movements(understood: Understood, tmp_path: Path) -> None:
    """232 - 32 and 348 are left."""
    text = (
        "Factura,Fecha,Cliente,Cargo,Abono,Saldo\nF-1,02/03/2026,Sol,116.00,116.00,0.00\n"
        "F-2,14/03/2026,Mar,232.00,32.00,200.00\nF-3,15/03/2026,Mar,348.00,0.00,348.00\n"
    )
    got = brought(understood({"facturas.csv": text}, balance_list="all"), tmp_path)
    assert got.rows(LEFT) == [("F-2", 200), ("F-3", 348)]


def test_cancelled_beside_annulled_is_paid(understood: Understood, tmp_path: Path) -> None:
    """As Central America says it: 100 and 200 count, 50 does not; 232 is owed."""
    text = (
        "Factura,Fecha,Cliente,Subtotal,IVA,Total,Estado,Fecha de pago\n"
        "F-1,02/03/2026,Sol,100.00,16.00,116.00,Cancelada,14/03/2026\n"
        "F-2,14/03/2026,Mar,200.00,32.00,232.00,Pendiente,\nF-3,15/03/2026,Mar,50.00,8.00,58.00,Anulada,\n"
    )
    got = brought(understood({"facturas.csv": text}, cancelled_rows="leave_out"), tmp_path)
    assert got.rows(SOLD) == [(300,)]
    assert got.rows(LEFT) == [("F-2", 232)]


def test_the_number_of_a_delivery_is_not_that_of_the_invoice(understood: Understood, tmp_path: Path) -> None:
    """One delivery was invoiced twice, and one invoice had none."""
    text = (
        "Remisión,Factura,Fecha,Cliente,Subtotal,IVA,Total\nR-1,F-1,02/03/2026,Sol,100.00,16.00,116.00\n"
        ",F-2,14/03/2026,Mar,200.00,32.00,232.00\nR-1,F-3,15/03/2026,Sol,300.00,48.00,348.00\n"
    )
    got = brought(understood({"facturas.csv": text}), tmp_path)
    assert got.rejects == []
    assert got.rows("select order_id from main.order_line order by 1") == [("F-1",), ("F-2",), ("F-3",)]


def test_series_of_places_are_no_kinds_of_documents(understood: Understood, tmp_path: Path) -> None:
    """N for the north, T for the shop: 100 + 200 + 300 - 50."""
    text = (
        "Folio,Fecha,Cliente,Subtotal,IVA,Total\nN-101,02/03/2026,Sol,100.00,16.00,116.00\n"
        "T-101,14/03/2026,Mar,200.00,32.00,232.00\nN-102,15/03/2026,Sol,300.00,48.00,348.00\n"
        "NC-5,16/03/2026,Mar,50.00,8.00,58.00\n"
    )
    assert brought(understood({"facturas.csv": text}), tmp_path).rows(SOLD) == [(550,)]


@pytest.mark.parametrize("file", ["facturas recibidas.csv", "Mis Comprobantes Recibidos.csv", "DTE_recibidos_2026.csv"])
def test_invoices_received_are_no_sales(file: str, understood: Understood) -> None:
    text = "Factura,Fecha,Nombre,Subtotal,IVA,Total\nP-7,14/03/2026,Papelera,100.00,16.00,116.00\n"
    assert understood({file: text}).source is None


@pytest.mark.parametrize("name", ["Factura rectificada", "Nº factura modificada", "Comprobante original que corrige"])
def test_the_invoice_that_a_note_is_about_is_not_its_own_number(name: str) -> None:
    assert meanings(name)[0][0] == "reference"


@pytest.mark.parametrize(
    ("said", "code"), [("DOL", "USD"), ("DLS", "USD"), ("SOL", "PEN"), ("EUR", "EUR"), ("GBP", "GBP"), ("MXP", "")]
)
def test_three_letters_may_be_a_word_for_a_currency(said: str, code: str) -> None:
    assert currency_of(said) == code


def test_the_amount_in_dollars_beside_the_own_one_is_not_the_total(understood: Understood, tmp_path: Path) -> None:
    text = (
        "Factura,Fecha,Cliente,Total USD,Total MXN,Fecha de pago\nF-1,02/03/2026,Sol,10.00,175.00,14/03/2026\n"
        "F-2,14/03/2026,Mar,20.00,350.00,\nF-3,15/03/2026,Mar,30.00,525.00,15/03/2026\n"
    )
    assert brought(understood({"facturas.csv": text}), tmp_path).rows(LEFT) == [("F-2", 350)]


def test_a_column_of_documents_may_hold_their_kinds(understood: Understood, tmp_path: Path) -> None:
    """The note has the number of an invoice: 100 + 200 - 20."""
    text = (
        "Documento,Número,Fecha,Cliente,Subtotal,IVA,Total\nFactura,001-01,02/03/2026,Sol,100.00,16.00,116.00\n"
        "Factura,001-02,14/03/2026,Mar,200.00,32.00,232.00\nNota de crédito,001-01,15/03/2026,Mar,20.00,3.20,23.20\n"
    )
    got = brought(understood({"facturas.csv": text}), tmp_path)
    assert got.rejects == []
    assert got.rows(SOLD) == [(280,)]


def test_instalments_that_fall_due_are_no_payments(understood: Understood, tmp_path: Path) -> None:
    text = (
        "Factura,Fecha,Cliente,Subtotal,IVA,Total,Cuota 1,Fecha cuota 1,Cuota 2,Fecha cuota 2\n"
        "F-1,02/01/2026,Sol,100.00,16.00,116.00,58.00,02/02/2026,58.00,02/03/2026\n"
        "F-2,14/03/2026,Mar,200.00,32.00,232.00,116.00,14/04/2026,116.00,14/05/2026\n"
    )
    got = brought(understood({"facturas.csv": text}), tmp_path)
    assert got.rows("select count(*) from main.receivable where kind = 'payment'") == [(0,)]


def test_a_payment_of_several_invoices_leaves_what_is_owed_marked(understood: Understood) -> None:
    bills = (
        "Factura,Fecha,Cliente,Subtotal,IVA,Total\nF-1,02/03/2026,Sol,100.00,16.00,116.00\n"
        "F-2,14/03/2026,Sol,200.00,32.00,232.00\nF-3,15/03/2026,Mar,300.00,48.00,348.00\n"
    )
    paid = "Fecha de pago,Cliente,Factura,Importe\n16/03/2026,Sol,{},300.00\n17/03/2026,Mar,F-3,348.00\n"
    assert understood({"facturas.csv": bills, "pagos.csv": paid.format("F-1")}).assumed == []
    found = understood({"facturas.csv": bills, "pagos.csv": paid.format('"F-1, F-2"')})
    assert found.assumed == [("receivable", NO_LINK)]
