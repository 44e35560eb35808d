"""Documents of several lines: the whole that each line says again counts once, and a line is worth its own amount."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.warehouse.suggesting.conftest import Understood
from tests.warehouse.suggesting.test_suggestion import asked, brought

SOLD = "select order_id, sum(amount) from main.order_line group by 1 order by 1"
OWED = "select invoice_id, sum(amount) from main.receivable group by 1 order by 1"

# F-1: 116 + 58 + 58 = 232, two of its lines alike; F-2: 200 + 32; F-3: 348 + 11.60 = 359.60.
LINES = """\
Fecha,Factura,Cliente,Producto,Cantidad,Importe,IVA,Total factura
15/01/2026,F-1,Sol,Mesa,1,100.00,16.00,232.00
15/01/2026,F-1,Sol,Silla,1,50.00,8.00,232.00
15/01/2026,F-1,Sol,Silla,1,50.00,8.00,232.00
16/01/2026,F-2,Mar,Mesa,2,200.00,32.00,232.00
17/01/2026,F-3,Sol,Mesa,3,300.00,48.00,359.60
17/01/2026,F-3,Sol,Clavo,1,10.00,1.60,359.60
"""


def test_lines_whose_document_says_its_whole_again_on_each_are_told_by_their_own_amount(
    understood: Understood, tmp_path: Path
) -> None:
    got = brought(understood({"ventas.csv": LINES}), tmp_path)
    assert got.rows(SOLD) == [("F-1", 200), ("F-2", 200), ("F-3", 310)]


# The same with what is due, and what is left of the whole: F-1 is open by 32, F-3 whole, F-2 paid.
BILLED = """\
InvoiceNumber,InvoiceDate,DueDate,ContactName,Description,Quantity,LineAmount,TaxAmount,Total,InvoiceAmountDue,Status
F-1,15/01/2026,14/02/2026,Sol,Table,1,100.00,16.00,232.00,32.00,Awaiting Payment
F-1,15/01/2026,14/02/2026,Sol,Chair,2,100.00,16.00,232.00,32.00,Awaiting Payment
F-2,16/01/2026,15/02/2026,Mar,Table,2,200.00,32.00,232.00,0.00,Paid
F-3,17/01/2026,16/02/2026,Sol,Table,3,300.00,48.00,359.60,359.60,Awaiting Payment
F-3,17/01/2026,16/02/2026,Sol,Nail,1,10.00,1.60,359.60,359.60,Awaiting Payment
"""


def test_what_is_owed_of_a_document_of_several_lines_is_owed_once(understood: Understood, tmp_path: Path) -> None:
    got = brought(understood({"sales invoices.csv": BILLED}, paid_without_date="unknown"), tmp_path)
    assert got.rows(SOLD) == [("F-1", 200), ("F-2", 200), ("F-3", 310)]
    assert got.rows(OWED) == [("F-1", 32), ("F-3", Decimal("359.60"))]


# Lines with the tax inside: 116 + 58 = 174, of which 16 + 8 are tax.
INSIDE = """\
Fecha,Factura,Cliente,Producto,Cantidad,Valor,IVA,Total factura
15/01/2026,F-1,Sol,Mesa,1,116.00,16.00,174.00
15/01/2026,F-1,Sol,Silla,1,58.00,8.00,174.00
16/01/2026,F-2,Mar,Mesa,2,232.00,32.00,232.00
"""


def test_a_line_that_holds_its_tax_is_told_without_it(understood: Understood, tmp_path: Path) -> None:
    got = brought(understood({"ventas.csv": INSIDE}), tmp_path)
    assert got.rows(SOLD) == [("F-1", 150), ("F-2", 200)]


# No column of the line makes the whole: 90 and 60 are neither with nor without a tax what 232 is.
UNTOLD = """\
Fecha,Factura,Cliente,Producto,Cantidad,IVA,Peso,Total factura
15/01/2026,F-1,Sol,Mesa,1,16.00,90.00,232.00
15/01/2026,F-1,Sol,Silla,1,16.00,60.00,232.00
16/01/2026,F-2,Mar,Mesa,2,32.00,70.00,232.00
"""


def test_where_nothing_says_what_a_line_is_worth_nothing_was_sold_by_it(understood: Understood, tmp_path: Path) -> None:
    """The whole of a document, told on each of its lines, would count twice."""
    found = understood({"ventas.csv": UNTOLD})
    assert "order_line" not in {rule["table"] for rule in found.mapping["tables"]}


# Lines of products with the tax beside them, and no whole of their document.
ON_TOP = """\
Fecha,Factura,Cliente,Producto,Cantidad,Precio unitario,Importe,IVA
15/01/2026,F-1,Sol,Mesa,1,100.00,100.00,16.00
15/01/2026,F-1,Sol,Silla,2,25.00,50.00,8.00
16/01/2026,F-2,Mar,Mesa,2,100.00,200.00,32.00
"""


def test_the_amount_of_a_line_beside_its_tax_is_held_against_the_usual_rates(
    understood: Understood, tmp_path: Path
) -> None:
    """16 of 100 is a tax on top: 100 was sold; 16 of 116 is one inside."""
    got = brought(understood({"ventas.csv": ON_TOP}), tmp_path)
    assert got.rows(SOLD) == [("F-1", 150), ("F-2", 200)]
    inside = brought(understood({"ventas.csv": INSIDE.replace(",Total factura", "").replace(",174.00", "")}), tmp_path)
    assert inside.rows(SOLD)[0] == ("F-1", 150)


def test_a_rate_in_the_column_of_the_tax_is_taken_off_no_amount(understood: Understood) -> None:
    """16 stands there for 16 %: whether the amount holds it is asked."""
    rated = ON_TOP.replace(",8.00", ",16.00").replace(",32.00", ",16.00")
    assert asked(understood({"ventas.csv": rated})) == ["amount_tax"]


def test_a_total_of_which_the_tax_is_a_usual_rate_on_top_is_the_amount_without_it(
    understood: Understood, tmp_path: Path
) -> None:
    """19 of 100 and 57 of 300; inside, 19 % of 119 would be 19."""
    listed = "Fecha;Factura;Cliente;Total;IVA\n15/01/2026;F-1;Sol;100,00;19,00\n16/01/2026;F-2;Mar;300,00;57,00\n"
    got = brought(understood({"facturas.csv": listed}), tmp_path)
    assert got.rows(SOLD) == [("F-1", 100), ("F-2", 300)]


# Each line with its own total: F-1 is 107 + 53.50 + 53.50, of which 80 were paid, F-2 214; F-3 takes off 53.50.
OWN = """\
Fecha,Tipo,Número,Cliente,Producto,Cantidad,Subtotal,ITBMS,Total,Vence
15/01/2026,Factura,F-1,Sol,Mesa,1,100.00,7.00,107.00,14/02/2026
15/01/2026,Factura,F-1,Sol,Silla,1,50.00,3.50,53.50,14/02/2026
15/01/2026,Factura,F-1,Sol,Silla,1,50.00,3.50,53.50,14/02/2026
16/01/2026,Factura,F-2,Mar,Mesa,2,200.00,14.00,214.00,15/02/2026
17/01/2026,Nota de crédito,F-3,Sol,Silla,1,50.00,3.50,53.50,17/01/2026
"""
SETTLED = "Recibo,Fecha,Factura aplicada,Monto aplicado\nR-1,20/01/2026,F-1,B/. 80.00\nR-2,21/01/2026,F-2,B/. 214.00\n"
BALANCES = """
    select invoice_id, sum(amount) from main.receivable where kind in ('invoice', 'payment') group by 1 order by 1
"""


def test_lines_that_each_have_a_total_of_their_own_make_that_of_their_document(
    understood: Understood, tmp_path: Path
) -> None:
    got = brought(understood({"detalle.csv": OWN, "recibos.csv": SETTLED}), tmp_path)
    assert got.rows(SOLD) == [("F-1", 200), ("F-2", 200), ("F-3", -50)]
    assert got.rows(BALANCES) == [("F-1", 134), ("F-2", 0)]
    assert got.rows("select amount from main.receivable where kind = 'credit_note'") == [(Decimal("-53.50"),)]
    assert got.rows("select count(*) from main.receivable where kind = 'invoice'") == [(2,)]


def test_lines_are_settled_by_payments_that_write_their_number_otherwise(
    understood: Understood, tmp_path: Path
) -> None:
    settled = SETTLED.replace("F-1", "Fact. 0001").replace("F-2", "Fact. 0002")
    got = brought(understood({"detalle.csv": OWN, "recibos.csv": settled}), tmp_path)
    assert got.rows(BALANCES) == [("F-1", 134), ("F-2", 0)]


def test_lines_of_goods_that_payments_settle_are_invoices_without_a_day_on_which_they_are_due(
    understood: Understood, tmp_path: Path
) -> None:
    undated = "\n".join(line.rpartition(",")[0] for line in OWN.splitlines())
    got = brought(understood({"detalle.csv": undated, "recibos.csv": SETTLED}), tmp_path)
    assert got.rows(BALANCES) == [("F-1", 134), ("F-2", 0)]
    (tmp_path / "recibos.csv").unlink()
    alone = brought(understood({"detalle.csv": undated}), tmp_path, "alone")
    assert alone.rows(SOLD) == [("F-1", 200), ("F-2", 200), ("F-3", -50)]


def test_rows_of_one_number_and_several_days_are_no_lines_of_one_document(
    understood: Understood, tmp_path: Path
) -> None:
    """Which of them is meant can't be told: they are refused, not added up."""
    again = OWN.replace("15/01/2026,Factura,F-1,Sol,Silla", "18/01/2026,Factura,F-1,Mar,Silla")
    got = brought(understood({"detalle.csv": again}, paid_without_date="unknown"), tmp_path)
    assert got.error is not None or "F-1" not in str(got.rows(SOLD))


def test_what_is_left_of_a_whole_document_is_not_added_up_by_its_lines(understood: Understood) -> None:
    left = OWN.replace("Vence\n", "Vence,Saldo\n")
    for paper, owed in (("F-1", "134.00"), ("F-2", "0.00"), ("F-3", "0.00")):
        left = "\n".join(f"{line},{owed}" if f",{paper}," in line else line for line in left.splitlines())
    found = understood({"detalle.csv": left}, paid_without_date="unknown")
    assert "receivable" not in {rule["table"] for rule in found.mapping["tables"]}
