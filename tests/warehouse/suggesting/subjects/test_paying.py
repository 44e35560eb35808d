"""What was sold for cash and tells no payment: paid on its day where words are plain, else asked about and marked."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_metrics.warehouse.suggesting.questions import QUESTIONS
from crm_metrics.warehouse.suggesting.subjects.paying import AT_ONCE
from tests.warehouse.suggesting.conftest import Understood
from tests.warehouse.suggesting.test_suggestion import brought

LEFT = "select invoice_id, sum(amount)::double from main.receivable group by 1 having sum(amount) <> 0 order by 1"
PAID = (
    "select entry_on::varchar, -sum(amount)::double from main.receivable where kind = 'payment' group by 1 order by 1"
)
HEADER = "Factura,Fecha,Cliente,{},Subtotal,IVA,Total,Fecha de pago\n"
SOLD = (
    "F-1,02/03/2026,Sol,{credit},100.00,16.00,116.00,14/03/2026\n"
    "F-2,14/03/2026,Mar,{cash},500.00,80.00,580.00,\nF-3,15/03/2026,Mar,{credit},300.00,48.00,348.00,\n"
)
UNSAID = QUESTIONS["paid_without_date"].assumed


@pytest.mark.parametrize(
    ("name", "cash", "credit"),
    [
        ("Tipo", "Contado", "Crédito"),
        ("Condición", "Efectivo", "A crédito"),
        ("Condición de pago", "De contado", "30 días"),
        ("Cond. Venta", "Contado", "Cta. Cte."),
    ],
)
def test_a_cash_sale_beside_credit_is_paid_on_its_day(
    name: str, cash: str, credit: str, understood: Understood, tmp_path: Path
) -> None:
    """580 came in on the day of the sale, 116 later; 348 is left."""
    found = understood({"facturas.csv": HEADER.format(name) + SOLD.format(cash=cash, credit=credit)})
    assert found.assumed == []
    got = brought(found, tmp_path)
    assert got.rows(LEFT) == [("F-3", 348)]
    assert got.rows("select entry_on::varchar, amount::double from main.receivable where entry_id = 'F-2-P'") == [
        ("2026-03-14", -580)
    ]


def test_where_cash_is_a_way_among_others_the_owner_is_asked(understood: Understood, tmp_path: Path) -> None:
    text = HEADER.format("Forma de pago") + SOLD.format(cash="Efectivo", credit="Transferencia")
    found = understood({"facturas.csv": text})
    assert found.assumed == [("receivable", UNSAID)]
    assert [one.question.id for one in found.questions if one.is_open] == ["paid_without_date"]
    found = understood({"facturas.csv": text}, paid_without_date="invoice_day")
    assert found.assumed == []
    assert brought(found, tmp_path).rows(LEFT) == [("F-3", 348)]
    assert understood({"facturas.csv": text}, paid_without_date="unknown").assumed == [("receivable", AT_ONCE)]


def test_where_some_cash_sales_tell_a_payment_those_that_do_not_are_asked_about(understood: Understood) -> None:
    text = HEADER.format("Tipo") + SOLD.format(cash="Contado", credit="Crédito")
    more = "F-4,16/03/2026,Luz,Contado,10.00,1.60,11.60,16/03/2026\n"
    assert understood({"facturas.csv": text + more}).assumed == [("receivable", UNSAID)]


BILLS = (
    "Factura,Fecha,Cliente,Condición,Subtotal,IVA,Total\nF-1,02/03/2026,Sol,Crédito,100.00,16.00,116.00\n"
    "F-2,14/03/2026,Mar,Contado,500.00,80.00,580.00\nF-3,15/03/2026,Mar,Contado,300.00,48.00,348.00\n"
)
RECEIPTS = "Recibo,Fecha de pago,Factura,Importe\nR-1,20/03/2026,F-1,116.00\n"


@pytest.mark.parametrize(
    ("more", "left", "came_in"),
    [
        ("", [], [("2026-03-14", 580), ("2026-03-15", 348), ("2026-03-20", 116)]),
        ("R-2,14/03/2026,F-2,580.00\n", [("F-3", 348)], [("2026-03-14", 580), ("2026-03-20", 116)]),
    ],
    ids=["no receipt is of a cash sale", "one is, so that all are"],
)
def test_receipts_tell_whether_cash_sales_are_among_them(
    more: str, left: object, came_in: object, understood: Understood, tmp_path: Path
) -> None:
    found = understood({"facturas.csv": BILLS, "recibos.csv": RECEIPTS + more})
    assert found.assumed == []
    got = brought(found, tmp_path)
    assert got.rows(LEFT) == left
    assert got.rows(PAID) == came_in
