"""Rows as an Excel workbook, read back: raw values, one head, text that no sheet runs, and what the rows are."""

from __future__ import annotations

import io
from datetime import date, datetime

from python_calamine import CalamineWorkbook

from crm_metrics.figures.workbook import workbook
from crm_metrics.metrics.behind.table import RowTable

HEAD = ("customer", "day", "at", "won", "amount", "amount_unit")


def read(*rows: tuple[object, ...], about: tuple[tuple[str, str], ...] = ()) -> CalamineWorkbook:
    held = workbook(RowTable(HEAD, rows), about, ("Rows", "About"))  # type: ignore[arg-type]
    return CalamineWorkbook.from_filelike(io.BytesIO(held))


def test_every_value_is_of_its_own_kind() -> None:
    row = ("ana", date(2026, 5, 31), datetime(2026, 5, 31, 14, 5), True, -1234.5, "COP")
    head, line = read(row).get_sheet_by_name("Rows").to_python()
    assert tuple(head) == HEAD
    assert line == ["ana", date(2026, 5, 31), datetime(2026, 5, 31, 14, 5), True, -1234.5, "COP"]


def test_text_that_begins_like_a_formula_stays_text() -> None:
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(1)", "http://example.org"]
    sheet = read(*((text, None, None, None, None, None) for text in texts)).get_sheet_by_name("Rows")
    assert [line[0] for line in sheet.to_python(skip_empty_area=False)[1:]] == texts


def test_what_is_absent_is_an_empty_cell() -> None:
    rows = read(("a", None, None, None, 0, None)).get_sheet_by_name("Rows").to_python()
    assert rows[1] == ["a", "", "", "", 0.0, ""]


def test_a_second_sheet_says_what_the_rows_are() -> None:
    book = read(("a", None, None, None, 0, None), about=(("Id", "csat"), ("Filters", "=cmd")))
    assert book.sheet_names == ["Rows", "About"]
    assert book.get_sheet_by_name("About").to_python() == [["Id", "csat"], ["Filters", "=cmd"]]
