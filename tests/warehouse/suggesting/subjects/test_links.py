"""Which invoice a payment settles: by a column that its values tell, by a number that two lists write otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_metrics.warehouse.suggesting.subjects.links import STRAYS
from tests.warehouse.suggesting.conftest import Understood
from tests.warehouse.suggesting.test_suggestion import brought

INVOICES = """\
Factura,Fecha,Cliente,Subtotal,IVA,Total
1,22/03/2026,Sol,100.00,16.00,116.00
2,23/03/2026,Mar,200.00,32.00,232.00
3,24/03/2026,Luz,300.00,48.00,348.00
4,25/03/2026,Sol,400.00,64.00,464.00
"""
LEFT = "select invoice_id, sum(amount)::double from main.receivable group by 1 having sum(amount) <> 0 order by 1"


@pytest.mark.parametrize("name", ["Documento cruce", "Concepto", "Obs."])
def test_the_column_that_names_invoices_is_told_by_its_values(
    name: str, understood: Understood, tmp_path: Path
) -> None:
    """Receipts have numbers of their own. Invoices 2 and 4 were paid; 116 and 348 are left."""
    bills = INVOICES.replace("\n1,", "\nFV-1,").replace("\n2,", "\nFV-2,").replace("\n3,", "\nFV-3,")
    bills = bills.replace("\n4,", "\nFV-4,")
    paid = f"Comprobante,Fecha,Cliente,{name},Valor\nRC-7,26/03/2026,Mar,FV-2,232.00\nRC-8,27/03/2026,Sol,FV-4,464.00\n"
    found = understood({"facturas.csv": bills, "Recibos de caja.csv": paid})
    assert found.assumed == []
    assert brought(found, tmp_path).rows(LEFT) == [("FV-1", 116), ("FV-3", 348)]


def test_numbers_of_receipts_that_invoices_happen_to_have_name_no_invoice(
    understood: Understood, tmp_path: Path
) -> None:
    """Receipt 1 of Mar pays her invoice 2, receipt 2 of Luz her invoice 3: 1 and 4 are left."""
    paid = "Comprobante,Fecha,Cliente,Abona a,Valor\n1,26/03/2026,Mar,2,232.00\n2,27/03/2026,Luz,3,348.00\n"
    found = understood({"facturas.csv": INVOICES, "pagos.csv": paid})
    assert found.assumed == []
    assert brought(found, tmp_path).rows(LEFT) == [("1", 116), ("4", 464)]


def test_a_letter_and_a_kind_tell_invoices_that_have_one_number(understood: Understood, tmp_path: Path) -> None:
    """Factura A 340, factura B 340 and nota de débito A 340 are three documents; the last two were paid."""
    bills = (
        "Fecha,Tipo,Pto. Vta.,Número,Razón Social,Neto Gravado,IVA,Importe Total\n"
        "22/03/2026,Factura A,00004,00000340,Sol,100.00,21.00,121.00\n"
        "23/03/2026,Factura B,00004,00000340,Mar,200.00,42.00,242.00\n"
        "24/03/2026,Nota de Débito A,00004,00000340,Luz,300.00,63.00,363.00\n"
    )
    paid = (
        "Nro. Recibo,Fecha Cobro,Cliente,Comprobante Aplicado,Importe Cobrado\n"
        "71,25/03/2026,Mar,FC B 00004-00000340,242.00\n72,25/03/2026,Luz,ND A 00004-00000340,363.00\n"
    )
    found = understood({"comprobantes_emitidos.csv": bills, "cobranzas.csv": paid})
    assert found.assumed == []
    got = brought(found, tmp_path)
    assert got.rows("select sum(amount)::double from main.receivable") == [(121,)]
    assert [amount for _, amount in got.rows(LEFT)] == [121]


@pytest.mark.parametrize(
    ("stray", "marked"),
    [("F-310", True), ("F-77", False)],
    ids=["newer than the list begins", "older than the list"],
)
def test_payments_of_unknown_invoices_are_marked_unless_those_are_older(
    stray: str, marked: bool, understood: Understood, tmp_path: Path
) -> None:
    """One of three payments settles nothing of the list, whose first invoice is 301: the import counts it."""
    bills = "Factura,Fecha,Cliente,Subtotal,IVA,Total\n" + "".join(
        f"F-30{at},2{at}/03/2026,Sol,100.00,16.00,116.00\n" for at in (1, 2, 3)
    )
    paid = (
        "Recibo,Fecha de pago,Factura,Importe\nR-1,25/03/2026,F-301,116.00\nR-2,26/03/2026,F-302,116.00\n"
        f"R-3,27/03/2026,{stray},116.00\n"
    )
    found = understood({"facturas.csv": bills, "recibos.csv": paid})
    assert found.assumed == ([("receivable", STRAYS)] if marked else [])
    got = brought(found, tmp_path)
    assert [one for one in got.notices if "settle no debt" in one] == [
        f"receivable: payments of invoices that are not known: 1, such as '{stray}'. They settle no debt."
    ]
