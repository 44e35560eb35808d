"""A column of customers under a name that says nothing is known by its values, and asked about where few are known."""

from __future__ import annotations

from pathlib import Path

from crm_metrics.warehouse.suggesting.questions import OwnersAnswers
from crm_metrics.warehouse.suggesting.suggestion import suggest
from tests.warehouse.suggesting.conftest import Understood
from tests.warehouse.suggesting.test_suggestion import asked, brought

BILLS = """\
Factura,Fecha,Cliente,Neto,IVA,Total
F-1,15/01/2026,Sol SA,100.00,16.00,116.00
F-2,16/01/2026,Mar,50.00,8.00,58.00
F-3,17/01/2026,Luz,20.00,3.20,23.20
F-4,18/01/2026,Río,10.00,1.60,11.60
"""
CASES = """\
Ticket,Abierto,Cerrado,Estado,Zutano
T-1,15/01/2026 09:00,16/01/2026 10:00,Resuelto,SOL SA
T-2,16/01/2026 09:00,,Abierto,Mar
T-3,17/01/2026 09:00,,Abierto,Luz
T-4,18/01/2026 09:00,,Abierto,Mar
"""
WHO = "select work_item_id, customer_id from main.work_item order by 1"


def test_the_names_of_another_list_tell_the_column_of_customers(understood: Understood, tmp_path: Path) -> None:
    found = understood({"facturas.csv": BILLS, "tickets.csv": CASES})
    assert asked(found) == []
    got = brought(found, tmp_path)
    assert got.rows(WHO) == [("T-1", "SOL SA"), ("T-2", "MAR"), ("T-3", "LUZ"), ("T-4", "MAR")]


def test_customers_of_the_warehouse_tell_it_too_by_name_or_by_code(tmp_path: Path) -> None:
    for known, text in (
        ([("Sol SA", "7"), ("Mar", "8"), ("Luz", "9")], CASES),
        ([("", "SOL SA"), ("", "mar"), ("", "luz")], CASES),
    ):
        (tmp_path / "tickets.csv").write_text(text, encoding="utf-8")
        found = suggest(tmp_path, OwnersAnswers(), customers=known)
        (table,) = (one.table for one in found.files)
        assert table is not None
        assert [one.name for one in table.columns if one.meaning in ("customer", "customer_code")] == ["Zutano"]


def test_where_few_of_its_values_are_known_the_owner_says_whether_it_is_customers(
    understood: Understood, tmp_path: Path
) -> None:
    """Three of five are: Sol, Mar and Luz; Ana and Eva may be new ones, or colleagues."""
    more = CASES + "T-5,19/01/2026 09:00,,Abierto,Ana\nT-6,19/01/2026 10:00,,Abierto,Eva\n"
    files: dict[str, str | bytes] = {"facturas.csv": BILLS, "tickets.csv": more}
    found = understood(files)
    assert asked(found) == ["customer_column"]
    assert [table for table, _ in found.assumed] == ["work_item"]
    yes = understood(files, customer_column="yes")
    assert asked(yes) == []
    assert yes.mapping["files"]["tickets"]["answers"] == {"customer_column": "customers"}
    assert brought(yes, tmp_path).rows(WHO)[-1] == ("T-6", "EVA")


def test_other_words_are_no_customers(understood: Understood) -> None:
    other = CASES.replace("SOL SA", "norte").replace("Mar", "sur").replace("Luz", "este")
    found = understood({"facturas.csv": BILLS, "tickets.csv": other})
    assert asked(found) == []
    assert found.files[1].table is not None
    assert not found.files[1].table.has("customer")
