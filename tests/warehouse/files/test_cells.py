"""What the reader of workbooks leaves out is read from the cells themselves: errors, and formulas without a value."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from crm_metrics.warehouse.files.cells import read_cells


def test_errors_stand_at_their_row_and_column_and_formulas_without_a_value_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Other").write_formula("A1", "=NA()", None, "#N/A")
        sheet = book.add_worksheet("Data")
        sheet.write_formula("B3", "=NA()", None, "#N/A")
        sheet.write_formula("AB3", "=1/0", None, "#DIV/0!")
        sheet.write_formula("C4", "=A1", None, "")
        sheet.write_formula("C5", "=A2", None, 7)
        sheet.write("D4", "#N/A")  # a text is no error of a formula
    cells = read_cells(path, "Data")
    assert cells.errors == {3: {1: "#N/A", 27: "#DIV/0!"}}
    assert (cells.empty_formulas, cells.first_formula) == (1, "C4")
    assert read_cells(path, "Missing").errors == {}


def test_a_sheet_without_formulas_has_no_such_cells(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_row(0, 0, ["a", 1])
    assert read_cells(path, "Sheet1").errors == {}
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    assert read_cells(tmp_path / "old.xls", "Sheet1").errors == {}
