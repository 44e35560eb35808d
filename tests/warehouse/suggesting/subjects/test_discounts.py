"""Amounts before and after a discount: what was sold is the one after it, whichever column says so."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from crm_metrics.warehouse.suggesting.subjects.discounts import UNTOLD
from tests.warehouse.suggesting.conftest import Understood
from tests.warehouse.suggesting.test_suggestion import brought

SOLD = "select amount from main.order_line order by order_id"
WHOLE = [(Decimal("100.00"),), (Decimal("190.00"),), (Decimal("285.50"),)]  # 100; 200 - 10; 300 - 14.50


def listed(head: str, *cells: str) -> str:
    rows = zip(("F-1;15/01/2026;Sol", "F-2;16/01/2026;Mar", "F-3;17/01/2026;Sol"), cells, strict=True)
    return "\n".join([f"Factura;Fecha;Cliente;{head}", *(f"{begins};{rest}" for begins, rest in rows), ""])


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("Valor bruto;Desconto;Valor líquido", ("100,00;0,00;100,00", "200,00;10,00;190,00", "300,00;14,50;285,50")),
        ("Importe neto;Descuento;Importe bruto", ("100,00;0,00;100,00", "190,00;10,00;200,00", "285,50;14,50;300,00")),
        ("Subtotal;Descuento;Total", ("100,00;;100,00", "200,00;10,00;190,00", "300,00;14,50;285,50")),
        ("Subtotal;Descuento;Neto", ("100,00;0,00;100,00", "200,00;-10,00;190,00", "300,00;-14,50;285,50")),
        ("Base;Dto.;Neto", ("100,00;0;100,00", "200,00;5;190,00", "300,00;4,8333333;285,50")),
    ],
)
def test_what_was_sold_is_what_the_discount_leaves(
    head: str, cells: tuple[str, ...], understood: Understood, tmp_path: Path
) -> None:
    """Taken off, below nought already, or in percent; before the gross amount or behind it."""
    found = understood({"ventas.csv": listed(head, *cells)})
    assert found.assumed == []
    assert brought(found, tmp_path).rows(SOLD) == WHOLE


def test_a_base_before_its_discount_is_told_by_price_and_quantity(understood: Understood, tmp_path: Path) -> None:
    head = "Cantidad;Precio unitario;Desc. %;Base imponible;IVA"
    cells = ("1;100,00;0;100,00;21,00", "2;100,00;5;200,00;39,90", "3;100,00;4,8333333;300,00;59,96")
    assert brought(understood({"ventas.csv": listed(head, *cells)}), tmp_path).rows(SOLD) == WHOLE


def test_where_nothing_tells_whether_an_amount_is_after_its_discount_no_number_is_complete(
    understood: Understood,
) -> None:
    cells = ("100,00;0,00", "200,00;10,00", "300,00;14,50")
    found = understood({"ventas.csv": listed("Importe neto;Descuento", *cells)})
    assert ("order_line", UNTOLD) in found.assumed
    none = understood({"ventas.csv": listed("Importe neto;Descuento", "100,00;0", "200,00;0", "300,00;0")})
    assert none.assumed == []
