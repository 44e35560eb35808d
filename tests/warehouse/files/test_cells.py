"""What the reader of workbooks leaves out is read from the cells themselves: errors, and formulas without a value."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from crm_metrics.warehouse.files.cells import read_cells
from tests.warehouse.loading.importing import open_document, open_row


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


def test_errors_of_an_open_document_are_told_by_their_letters_alone(tmp_path: Path) -> None:
    """As LibreOffice writes them: an empty text or a 0, marked in a namespace of its own, shown in the user's language.

    Rows 1 to 3: a title over two columns, then two equal blank rows written once. Row 4: an error in B, shown as
    Spanish does. Rows 5 and 6: one row written twice, of which C has an older error. Row 7: an amount whose formula
    was never calculated, and a text that looks like an error and is none.
    """
    error = '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
    rows = (
        '<table:table-row><table:table-cell table:number-columns-spanned="2" office:value-type="string"><text:p>Ventas'
        "</text:p></table:table-cell><table:covered-table-cell/></table:table-row>"
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="3"/>'
        "</table:table-row>"
        f'<table:table-row><table:table-cell/>{error} calcext:value-type="error"><text:p>#¡DIV/0!</text:p>'
        "</table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell table:formula="of:=NA()" office:value-type="float" office:value="0"><text:p>#N/D</text:p>'
        "</table:table-cell></table:table-row>"
        '<table:table-row><table:table-cell table:formula="of:=[.A1]"/><table:table-cell office:value-type="string">'
        "<text:p>#N/D</text:p></table:table-cell></table:table-row>"
    )
    path = tmp_path / "book.ods"
    path.write_bytes(open_document({"Otra": open_row("#N/D"), "Ventas": rows}))
    cells = read_cells(path, "Ventas")
    assert cells.errors == {4: {1: "#¡DIV/0!"}, 5: {2: "#N/D"}, 6: {2: "#N/D"}}
    assert (cells.empty_formulas, cells.first_formula) == (1, "A7")
    assert read_cells(path, "Otra").errors == {}
