"""A file of any kind is opened before anything of it is known: encoding, delimiter, sheets."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from crm_metrics.errors import DataError
from crm_metrics.warehouse.suggesting.pages import open_file
from tests.warehouse.suggesting.conftest import Understood
from tests.warehouse.suggesting.test_suggestion import brought

TEXT = "Nº;Razón social;Año\r\n1;Peñón y Cía;2026\r\n2;Ñandú;2025\r\n"


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", None),
        ("utf-16-le", "utf-16-le"),
        ("cp1252", "cp1252"),
        ("cp850", "cp850"),
    ],
)
def test_the_encoding_of_a_text_is_found(encoding: str, told: str | None, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.encode(encoding, errors="replace"))
    found = open_file(path, lambda *_: None)
    assert (found.encoding, found.delimiter) == (told, ";")
    assert found.pages[0].records[1][1] == ["1", "Peñón y Cía", "2026"]


@pytest.mark.parametrize(
    ("encoding", "amounts"),
    [
        ("cp1252", ["£412.80", "-£1,340.89"]),
        ("cp1252", ["€1.200,00", "3,50 €"]),
        ("cp850", ["£412.80", "£96.00"]),
        ("mac-roman", ["€12,00", "(€96,00)"]),
    ],
)
def test_a_sign_of_money_beside_a_number_tells_the_encoding(encoding: str, amounts: list[str], tmp_path: Path) -> None:
    """In cp850 the £ of cp1252 is an ú, and its € a Ç."""
    path = tmp_path / "a.csv"
    path.write_bytes("\n".join(["Day;Amount", *(f"1;{one}" for one in amounts)]).encode(encoding))
    assert [cells[1] for _, cells in open_file(path, lambda *_: None).pages[0].records[1:]] == amounts


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_mark_that_cuts_lines_alike(mark: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    rows = ["Reporte de ventas", mark.join(["a", "b", "c"]), mark.join(["1", '"x, y; z"', "3"]), mark.join("456")]
    path.write_text("\n".join(rows), encoding="utf-8")
    assert open_file(path, lambda *_: None).delimiter == mark


def test_an_empty_file_is_refused_and_a_line_that_says_the_delimiter_is_no_record(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"")
    with pytest.raises(DataError, match="empty"):
        open_file(tmp_path / "a.csv", lambda *_: None)
    (tmp_path / "b.csv").write_text("sep=;\na;b\n1;2\n", encoding="utf-8")
    assert open_file(tmp_path / "b.csv", lambda *_: None).pages[0].records[0] == (2, ["a", "b"])


def test_json_is_a_list_like_any_other_and_what_is_nested_has_columns_of_its_own(
    understood: Understood, tmp_path: Path
) -> None:
    """Two lists of one file, as two sheets of a workbook; 16 % of 100.50 is 16.08."""
    bills = [
        {
            "factura": "F-1",
            "fecha": "2026-01-15",
            "cliente": {"nombre": "Sol"},
            "neto": 100.5,
            "iva": 16.08,
            "total": 116.58,
        },
        {"factura": "F-2", "fecha": "2026-01-16", "cliente": {"nombre": "Mar"}, "neto": 200, "iva": 32, "total": 232},
    ]
    receipts = [{"recibo": "R-1", "fecha_de_pago": "2026-01-20", "factura": "F-1", "importe_pagado": 100}]
    found = understood({"export.json": json.dumps({"facturas": bills, "pagos": receipts, "pages": 1})})
    assert [(one.sheet, one.makes[0]) for one in found.files] == [("facturas", "order_line"), ("pagos", "receivable")]
    got = brought(found, tmp_path)
    assert got.error is None
    assert got.rows("select order_id, amount, customer_id from main.order_line order by 1") == [
        ("F-1", Decimal("100.50"), "Sol"),
        ("F-2", 200, "Mar"),
    ]
    assert got.rows("select kind, sum(amount) from main.receivable group by 1 order by 1") == [
        ("invoice", Decimal("348.58")),
        ("payment", -100),
    ]


def test_json_that_holds_no_records_says_so(understood: Understood) -> None:
    found = understood({"ajustes.json": '{"idioma": "es"}', "roto.json": '[{"a": 1}, '})
    assert ["holds no list of records" in str(one.problem) for one in found.files] == [True, False]
    assert "cut off or damaged" in str(found.files[1].problem)


def test_an_answer_of_an_interface_finds_the_source_that_reads_it_by_the_name_of_its_list(
    understood: Understood,
) -> None:
    tickets = [{"id": 5, "created_at": "2026-10-05T14:00:00Z", "status": "open", "generated_timestamp": 1791212400,
                "assignee_id": None, "submitter_id": 2, "requester_id": 2, "tags": [],
                "priority": "high", "group_id": None, "updated_at": "2026-10-05T15:00:00Z"}]  # fmt: skip
    found = understood({"pagina_1.json": json.dumps({"tickets": tickets, "count": 1})})
    assert [one.known for one in found.files] == ["zendesk"]
