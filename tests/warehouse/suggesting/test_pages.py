"""A file of any kind is opened before anything of it is known: encoding, delimiter, sheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_metrics.errors import DataError
from crm_metrics.warehouse.suggesting.pages import open_file

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
