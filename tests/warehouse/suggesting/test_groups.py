"""Reports whose rows stand under the name of their customer, as programs of accounting print them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warehouse.suggesting.conftest import Understood
from tests.warehouse.suggesting.test_suggestion import asked, brought

BY_CUSTOMER = """\
{title},,,,
,,,,
{head}
,,,,
{label}Sun Ltd,,,,
INV-1,04/05/2026,100.00,20.00,120.00
INV-2,15/05/2026,50.00,10.00,60.00
{total}Sun Ltd,,150.00,30.00,180.00
,,,,
{label}Moor plc,,,,
INV-3,16/05/2026,10.00,2.00,12.00
sent by post,,,,
INV-4,17/05/2026,1.00,0.20,1.20
{total}Moor plc,,11.00,2.20,13.20
TOTAL,,161.00,32.20,193.20
"""
ENGLISH = {"title": "Invoices by customer", "head": "Invoice Number,Invoice Date,Net,VAT,Gross", "label": ""}
SPANISH = {"title": "Ventas por cliente", "head": "Factura,Fecha,Neto,IVA,Total", "label": "Cliente: "}
LISTS = [
    ENGLISH | {"total": "Total "},
    ENGLISH | {"total": "Total for "},
    SPANISH | {"total": "Total "},
    SPANISH | {"total": "Subtotal "},
    {"title": "Vendas por cliente", "head": "Fatura,Data,Valor líquido,IVA,Total", "label": "", "total": "Total de "},
]


@pytest.mark.parametrize("said", LISTS)
def test_each_row_is_of_the_customer_whose_name_stands_above_it(
    said: dict[str, str], understood: Understood, tmp_path: Path
) -> None:
    """150 and 11; a remark within a group is no customer, and a total is no row."""
    found = understood({"report.csv": BY_CUSTOMER.format(**said)})
    assert asked(found) == []
    got = brought(found, tmp_path)
    assert got.rows("select customer_id, sum(amount) from main.order_line group by 1 order by 2") == [
        ("Moor plc", 11), ("Sun Ltd", 150),
    ]  # fmt: skip


def test_what_is_no_customer_above_rows_names_none(understood: Understood, tmp_path: Path) -> None:
    text = BY_CUSTOMER.replace("Sun Ltd", "May 2026").replace("Moor plc", "June 2026")
    found = understood({"report.csv": text.format(**LISTS[0])})
    assert brought(found, tmp_path).rows("select distinct customer_id from main.order_line") == [("unknown",)]


def test_whose_names_stand_above_rows_is_asked_where_nothing_says_it(understood: Understood, tmp_path: Path) -> None:
    text = BY_CUSTOMER.format(**LISTS[0]).replace("Invoices by customer", "Invoices")
    found = understood({"report.csv": text})
    assert asked(found) == ["names_above"]
    assert found.exit_code == 1
    told = understood({"report.csv": text}, names_above="other")
    assert brought(told, tmp_path).rows("select distinct customer_id from main.order_line") == [("unknown",)]


def test_names_that_another_file_has_for_customers_are_customers(understood: Understood) -> None:
    text = BY_CUSTOMER.format(**LISTS[0]).replace("Invoices by customer", "Invoices")
    receipts = "Date,Receipt No,Customer,Invoice No,Amount received\n20/05/2026,1,SUN LTD,INV-1,120.00\n"
    assert asked(understood({"report.csv": text, "receipts.csv": receipts})) == []
