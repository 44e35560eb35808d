"""Customers' accounts as one list of movements: invoices charged, receipts and credit notes credited."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_metrics.warehouse.suggesting.accounts import sides_of
from crm_metrics.warehouse.suggesting.subjects.entries import OPENED
from crm_metrics.warehouse.suggesting.subjects.kinds import UNKNOWN_KIND
from crm_metrics.warehouse.suggesting.subjects.links import NO_LINK
from tests.warehouse.suggesting.conftest import Understood
from tests.warehouse.suggesting.test_suggestion import asked, brought

# The tax office's number stands beside the company's own, and receipts name it: 118 + 59 + 35.40 invoiced, 11.80 taken
# off, 100 paid.
ACCOUNT = """\
Fecha,Tipo,Documento,NCF,Cliente,Aplica a NCF,Subtotal,ITBIS,Débito,Crédito,Balance
,,,,Balance anterior,,,,,,0.00
05/01/2026,FA,FA-1,B0100000071,Sol,,100.00,18.00,118.00,0.00,118.00
07/01/2026,FA,FA-2,B0100000072,Mar,,50.00,9.00,59.00,0.00,177.00
09/01/2026,NC,NC-1,B0400000005,Mar,B0100000072,10.00,1.80,0.00,11.80,165.20
12/01/2026,RI,RI-1,,Sol,B0100000071,,,0.00,60.00,105.20
20/01/2026,RI,RI-2,,Sol,B0100000071,,,0.00,40.00,65.20
25/01/2026,FA,FA-3,B0100000073,Sol,,30.00,5.40,35.40,0.00,100.60
TOTALES,,,,,,,,212.40,111.80,100.60
"""
LEFT = "select invoice_id, sum(amount)::double from main.receivable group by 1 order by 1"


def test_receipts_among_invoices_are_payments_of_what_they_name(understood: Understood, tmp_path: Path) -> None:
    found = understood({"movimientos.csv": ACCOUNT})
    assert (asked(found), found.assumed) == ([], [])
    got = brought(found, tmp_path)
    assert got.rows("select order_id, amount::double from main.order_line order by 1") == [
        ("FA-1", 100), ("FA-2", 50), ("FA-3", 30), ("NC-1", -10),
    ]  # fmt: skip
    assert got.rows(LEFT) == [("FA-1", 18), ("FA-2", pytest.approx(47.2)), ("FA-3", pytest.approx(35.4))]
    assert got.rows("select sum(amount)::double from main.receivable where kind = 'payment'") == [(-100,)]


@pytest.mark.parametrize("names", ["Cargo,Abono", "Debe,Haber", "Debit,Credit", "Débitos,Pagos"])
def test_the_two_sides_have_many_names(names: str, understood: Understood, tmp_path: Path) -> None:
    got = brought(understood({"movimientos.csv": ACCOUNT.replace("Débito,Crédito", names)}), tmp_path)
    assert got.rows("select sum(amount)::double from main.receivable") == [(pytest.approx(100.6),)]


def test_a_receipt_that_is_charged_again_takes_its_money_back(understood: Understood, tmp_path: Path) -> None:
    text = ACCOUNT.replace("TOTALES", "28/01/2026,RI,RI-3,,Sol,B0100000071,,,40.00,0.00,140.60\nTOTALES")
    got = brought(understood({"movimientos.csv": text}), tmp_path)
    assert got.rows("select sum(amount)::double from main.receivable where kind in ('payment', 'reversal')") == [(-60,)]


def test_payments_among_invoices_need_no_sides(understood: Understood, tmp_path: Path) -> None:
    text = (
        "Date,Transaction Type,No.,Customer,Net Amount,VAT,Amount,Applied to\n"
        "25/01/2026,Invoice,1001,Sun,100.00,20.00,120.00,\n26/01/2026,Invoice,1002,Sea,50.00,10.00,60.00,\n"
        "28/01/2026,Payment,77,Sun,,,-50.00,1001\n"
    )
    got = brought(understood({"transactions.csv": text}), tmp_path)
    assert got.rows("select count(*) from main.order_line") == [(2,)]
    assert got.rows("select invoice_id, entry_on::varchar, amount from main.receivable where kind = 'payment'") == [
        ("1001", "2026-01-28", -50)
    ]


def test_payments_that_name_no_invoice_are_never_complete(understood: Understood) -> None:
    text = "\n".join(",".join(line.split(",")[:5] + line.split(",")[6:]) for line in ACCOUNT.splitlines()) + "\n"
    assert understood({"movimientos.csv": text}).assumed == [("receivable", NO_LINK)]


def test_what_was_owed_before_the_list_begins_is_never_complete(understood: Understood) -> None:
    text = ACCOUNT.replace("Balance anterior,,,,,,0.00", 'Balance anterior,,,,,,"5,310.00"')
    assert understood({"movimientos.csv": text}).assumed == [("receivable", OPENED)]


def test_a_kind_that_is_not_known_is_never_complete(understood: Understood) -> None:
    text = ACCOUNT.replace("25/01/2026,FA,", "25/01/2026,ZQX,")
    assert ("order_line", UNKNOWN_KIND) in understood({"movimientos.csv": text}).assumed


def test_a_bank_and_suppliers_have_the_sides_the_other_way_round(understood: Understood) -> None:
    """What a company owes, and what its bank keeps, was never sold."""
    assert sides_of(["Factura", "Pago"], ["100", ""], ["", "100"])
    assert not sides_of(["Factura", "Pago"], ["", "100"], ["100", ""])
    assert not sides_of(["Depósito", "Cheque"], ["", "50"], ["100", ""])
    other = ACCOUNT.replace("Débito,Crédito", "Crédito,Débito")
    assert understood({"auxiliar.csv": other}).mapping["tables"] == []


def test_a_balance_that_runs_is_owed_by_no_row(understood: Understood) -> None:
    rows = [("05", 116), ("06", 58), ("07", 232), ("08", 29), ("09", 87), ("12", 145), ("13", 58)]
    lines, balance = ["Factura,Fecha,Cliente,Neto,IVA,Total,Saldo"], 0
    for at, (day, total) in enumerate(rows):
        balance += total
        lines.append(f"F-{at},{day}/01/2026,Sol,{total / 1.16:.2f},{total - total / 1.16:.2f},{total}.00,{balance}.00")
    table = understood({"facturas.csv": "\n".join([*lines, ""])}).files[0].table
    assert table is not None
    assert not table.has("balance")


def test_a_description_may_tell_what_a_movement_is(understood: Understood, tmp_path: Path) -> None:
    """No column has the kind: 118 and 35.40 charged, 60 paid; what else is credited is no payment, and marked."""
    text = (
        "Fecha,Documento,Cliente,Concepto,Cargos,Abonos,Saldo\n05/01/2026,1001,Sol,Factura 1001,118.00,,118.00\n"
        "12/01/2026,55,Sol,Pago factura 1001,,60.00,58.00\n25/01/2026,1002,Sol,Factura 1002,35.40,,93.40\n"
        "26/01/2026,56,Sol,Retención 1001,,2.00,91.40\n"
    )
    found = understood({"estado de cuenta.csv": text}, amount_tax="with_tax")
    assert UNKNOWN_KIND in [why for table, why in found.assumed if table == "receivable"]
    got = brought(found, tmp_path)
    told = got.rows("select kind, sum(amount)::double from main.receivable group by 1 order by 1")
    assert told == [("invoice", pytest.approx(153.4)), ("payment", -60)]


def test_numbers_that_all_begin_alike_tell_no_kind(understood: Understood, tmp_path: Path) -> None:
    """P-1 is the first number of a series, and no payment."""
    text = "Factura,Fecha,Cliente,Neto,IVA,Total\n" + "".join(
        f"P-{n},1{n}/01/2026,Sol,100.00,16.00,116.00\n" for n in range(3, 9)
    )
    got = brought(understood({"facturas.csv": text}), tmp_path)
    assert got.rows("select sum(amount) from main.order_line") == [(600,)]
