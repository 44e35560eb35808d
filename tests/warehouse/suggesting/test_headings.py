"""Lines above blocks of rows that say what those are: returns and credit notes take money off."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_metrics.warehouse.suggesting.dictionary import heads_credits
from crm_metrics.warehouse.suggesting.drafts import UNHEEDED
from tests.warehouse.suggesting.conftest import Understood
from tests.warehouse.suggesting.test_suggestion import brought

SOLD = "select coalesce(sum(amount), 0)::double from main.order_line"
HEADER = "Factura,Fecha,Cliente,Subtotal,IVA,Total\n"
ROWS = (
    "F-1,02/03/2026,Sol,100.00,16.00,116.00\nF-2,14/03/2026,Mar,200.00,32.00,232.00\n",
    "F-3,15/03/2026,Sol,30.00,4.80,34.80\nF-4,16/03/2026,Luz,20.00,3.20,23.20\n",
)


@pytest.mark.parametrize(
    "line", ["DEVOLUCIONES", "Notas de crédito", "Notas de crédito emitidas", "Devoluciones del mes:"]
)
@pytest.mark.parametrize("first", ["", "Facturas,,,,,\n"], ids=["no line above sales", "one above sales"])
def test_rows_below_a_line_of_returns_take_money_off(
    first: str, line: str, understood: Understood, tmp_path: Path
) -> None:
    """100 + 200 - 30 - 20."""
    text = f"{HEADER}{first}{ROWS[0]}{line},,,,,\n{ROWS[1]}"
    found = understood({"facturas.csv": text})
    assert found.assumed == []
    got = brought(found, tmp_path)
    assert got.rows(SOLD) == [(250,)]
    assert got.rows("select distinct customer_id from main.order_line order by 1") == [("Luz",), ("Mar",), ("Sol",)]


def test_after_the_total_of_returns_rows_are_sales_again(understood: Understood, tmp_path: Path) -> None:
    """100 + 200 - 30 - 20 + 50."""
    more = "Total devoluciones,,,50.00,8.00,58.00\nF-5,17/03/2026,Sol,50.00,8.00,58.00\n"
    got = brought(understood({"facturas.csv": f"{HEADER}{ROWS[0]}Devoluciones,,,,,\n{ROWS[1]}{more}"}), tmp_path)
    assert got.rows(SOLD) == [(300,)]


def test_returns_within_the_block_of_a_customer_are_marked(understood: Understood) -> None:
    text = "Factura,Fecha,Subtotal,IVA,Total\n"
    for name in ("Sol S.A.", "Mar Ltda."):
        own = name[:3]
        text += (
            f"{name},,,,\n{own}-1,15/03/2026,100.00,16.00,116.00\nNotas de crédito,,,,\n"
            f"{own}-2,16/03/2026,30.00,4.80,34.80\nTotal {name},,130.00,20.80,150.80\n"
        )
    found = understood({"Ventas por cliente.csv": text})
    assert ("order_line", UNHEEDED) in found.assumed


def test_a_remark_that_speaks_of_returns_heads_nothing() -> None:
    assert not heads_credits("Ojo: falta la nota de crédito de Sol")
    assert not heads_credits("Nota: precios sin IVA")
    assert not heads_credits("Facturas")
