"""Lists of payments: what came in, what was taken back of it, and what settles an invoice without any money."""

from __future__ import annotations

from pathlib import Path

from tests.warehouse.suggesting.conftest import Understood
from tests.warehouse.suggesting.test_suggestion import brought

BILLS = """\
Factura,Fecha,Cliente,Neto,IVA,Total
F-1,15/01/2026,Sol,100.00,16.00,116.00
F-2,18/01/2026,Mar,50.00,8.00,58.00
"""
# The check of the 20th bounced on the 23rd and was paid again; of F-2, 8 were withheld and 50 came in.
RECEIPTS = """\
Recibo,Fecha de pago,Factura,Forma de pago,Importe
R-1,20/01/2026,F-1,Cheque,116.00
R-2,23/01/2026,F-1,Cheque,-116.00
R-3,25/01/2026,F-1,Efectivo,116.00
R-4,25/01/2026,F-2,Transferencia,50.00
R-5,25/01/2026,F-2,Retención IVA,8.00
"""
KINDS = "select kind, count(*), sum(amount) from main.receivable group by 1 order by 1"


def test_what_bounced_is_taken_back_and_what_was_withheld_is_no_money(understood: Understood, tmp_path: Path) -> None:
    got = brought(understood({"facturas.csv": BILLS, "recibos.csv": RECEIPTS}), tmp_path)
    assert got.rows(KINDS) == [
        ("adjustment", 1, -8),
        ("invoice", 2, 174),
        ("payment", 3, -282),
        ("reversal", 1, 116),
    ]


def test_the_sign_of_most_rows_is_that_of_what_came_in(understood: Understood, tmp_path: Path) -> None:
    turned = RECEIPTS.replace(",-116", ",+116").replace(",116", ",-116").replace(",50", ",-50").replace(",8", ",-8")
    got = brought(understood({"facturas.csv": BILLS, "recibos.csv": turned.replace("+", "")}), tmp_path)
    assert got.rows(KINDS)[2:] == [("payment", 3, -282), ("reversal", 1, 116)]


def test_a_payment_by_a_credit_note_is_told_once(understood: Understood, tmp_path: Path) -> None:
    """By the note in the list of invoices where it stands there, else by the payment; it is never money."""
    receipts = RECEIPTS.replace("Retención IVA", "Nota de crédito")
    alone = brought(understood({"facturas.csv": BILLS, "recibos.csv": receipts}), tmp_path)
    assert alone.rows("select sum(amount) from main.receivable") == [(0,)]
    listed = (
        BILLS.replace("Total\n", "Total,Tipo\n").replace("6.00\n", "6.00,Factura\n").replace("8.00\n", "8.00,Factura\n")
    )
    listed += "N-1,25/01/2026,Mar,-6.90,-1.10,-8.00,Nota de crédito\n"
    both = brought(understood({"facturas.csv": listed, "recibos.csv": receipts}), tmp_path, "both")
    assert both.rows(KINDS) == [
        ("credit_note", 1, -8),
        ("invoice", 2, 174),
        ("payment", 3, -282),
        ("reversal", 1, 116),
    ]
