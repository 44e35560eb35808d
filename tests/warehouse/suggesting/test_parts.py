"""Payments in columns of their own beside an invoice, whatever they are called and wherever they stand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from crm_metrics.warehouse.suggesting.parts import AMOUNT, DAY
from crm_metrics.warehouse.suggesting.subjects.paying import UNDATED
from tests.warehouse.suggesting.conftest import Understood
from tests.warehouse.suggesting.test_suggestion import brought

LIST = """\
Factura,Fecha,Cliente,Neto,IVA,Total,{},Saldo
F-1,15/01/2026,Sol,100.00,16.00,116.00,20/01/2026,16.00,25/01/2026,100.00,0.00
F-2,18/01/2026,Mar,50.50,8.08,58.58,22/01/2026,8.58,,,50.00
F-3,30/01/2026,Sol,10.00,1.60,11.60,,,,,11.60
"""
NAMES = (
    "Fecha abono 1,Abono 1,Fecha abono 2,Abono 2",
    "1er pago fecha,1er pago monto,2do pago fecha,2do pago monto",
    "Data 1º pagamento,Valor 1º pagamento,Data 2º pagamento,Valor 2º pagamento",
    "Payment 1 date,Payment 1 amount,Payment 2 date,Payment 2 amount",
    "Fecha pago inicial,Pago inicial,Fecha pago final,Pago final",
    "Fecha anticipo,Anticipo,Fecha de liquidación,Liquidación",
    "Primera cuota fecha,Primera cuota importe,Segunda cuota fecha,Segunda cuota importe",
)


@pytest.mark.parametrize("names", NAMES)
def test_each_pair_of_a_day_and_an_amount_is_a_payment(names: str, understood: Understood, tmp_path: Path) -> None:
    found = understood({"facturas.csv": LIST.format(names)})
    assert found.assumed == []
    got = brought(found, tmp_path)
    told = got.rows(
        "select invoice_id, entry_on::varchar, amount from main.receivable where kind = 'payment' order by 2"
    )
    assert told == [("F-1", "2026-01-20", -16), ("F-2", "2026-01-22", Decimal("-8.58")), ("F-1", "2026-01-25", -100)]
    # 116 + 58.58 + 11.60 invoiced, 16 + 100 + 8.58 paid
    assert got.rows("select sum(amount) from main.receivable") == [(Decimal("61.60"),)]


def test_an_amount_of_a_part_payment_without_its_day_is_never_complete(understood: Understood) -> None:
    text = LIST.format(NAMES[0]).replace("22/01/2026,8.58", ",8.58")
    assert understood({"facturas.csv": text}).assumed == [("receivable", UNDATED)]


def test_part_payments_that_tell_no_day_at_all_are_never_complete(understood: Understood) -> None:
    text = "Factura,Fecha,Cliente,Neto,IVA,Total,Abono 1,Abono 2\nF-1,15/01/2026,Sol,100.00,16.00,116.00,16.00,30.00\n"
    found = understood({"facturas.csv": text})
    told = [rule for rule in found.mapping["tables"] if rule["table"] == "receivable"]
    assert not told or ("receivable", UNDATED) in found.assumed


def test_one_payment_alone_stays_what_it_was(understood: Understood) -> None:
    text = (
        "Factura,Fecha,Cliente,Neto,IVA,Total,Fecha de pago,Pagado\n"
        "F-1,15/01/2026,Sol,100.00,16.00,116.00,20/01/2026,16.00\n"
    )
    table = understood({"facturas.csv": text}).files[0].table
    assert table is not None
    assert {"paid_on", "paid"} <= table.by.keys()
    assert not {DAY, AMOUNT} & table.by.keys()


def test_an_amount_of_a_payment_beside_the_known_one_is_never_complete(understood: Understood) -> None:
    text = (
        "Factura,Fecha,Cliente,Neto,IVA,Total,Anticipo,Fecha de pago,Pagado\n"
        "F-1,15/01/2026,Sol,100.00,16.00,116.00,15.50,16/01/2026,100.50\n"
        "F-2,30/01/2026,Sol,10.00,1.60,11.60,,,\n"
    )
    assert understood({"facturas.csv": text}).assumed == [("receivable", UNDATED)]
