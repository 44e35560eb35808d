"""The table in a file is found under its titles, in two lines, in sheets, and with what is no row around it."""

from __future__ import annotations

from collections.abc import Sequence

from crm_metrics.warehouse.suggesting.grids import FoundGrid, find
from crm_metrics.warehouse.suggesting.pages import OpenedFile, OpenedPage

HEAD = ["Folio", "Fecha", "Cliente", "Total"]


def grid(**pages: Sequence[Sequence[str]]) -> FoundGrid | None:
    opened = [OpenedPage(name, list(enumerate(map(list, lines), 1))) for name, lines in pages.items()]
    return find(OpenedFile("a.xlsx", opened))


def rows(first: int, count: int, month: int = 1) -> list[list[str]]:
    return [[f"F-{first + at}", f"{at % 28 + 1:02}/{month:02}/2026", "Sol", f"{first + at}.50"] for at in range(count)]


def test_a_header_stands_below_its_titles() -> None:
    found = grid(a=[["EMPRESA S.A.", "", "", ""], ["Ventas", "", "", ""], ["", "", "", ""], HEAD, *rows(1, 5)])
    assert found is not None
    assert (found.line, found.lines, list(found.names), len(found.rows)) == (4, 1, HEAD, 5)
    assert found.is_report


def test_a_header_of_two_lines_is_one() -> None:
    upper, lower = ["Documento", "", "Cliente", "Importe"], ["Folio", "Fecha", "", "Total"]
    found = grid(a=[upper, lower, *rows(1, 4)])
    assert found is not None
    assert found.lines == 2
    assert list(found.names) == ["Documento Folio", "Documento Fecha", "Cliente", "Importe Total"]


def test_only_a_large_export_without_titles_may_not_get_some_next_month() -> None:
    small, large = grid(a=[HEAD, *rows(1, 3)]), grid(a=[HEAD, *rows(1, 25_000)])
    assert small is not None
    assert large is not None
    assert (small.is_report, large.is_report) == (True, False)


def test_sheets_of_one_shape_are_one_table_and_the_sheet_that_holds_all_of_them_counts_once() -> None:
    months = {"Ene": [HEAD, *rows(1, 4)], "Feb": [HEAD, *rows(5, 3, 2)]}
    found = grid(**months, Notas=[["x", ""], ["y", ""]])
    assert found is not None
    assert ([page.name for page in found.pages], len(found.rows), list(found.others)) == (["Ene", "Feb"], 7, ["Notas"])
    whole = grid(**months, Anual=[HEAD, *rows(1, 4), *rows(5, 3, 2)])
    assert whole is not None
    assert ([page.name for page in whole.pages], len(whole.rows)) == (["Anual"], 7)


def test_totals_and_headers_again_are_no_rows() -> None:
    found = grid(a=[HEAD, *rows(1, 3), ["Subtotal", "", "", "7.50"], HEAD, *rows(4, 3), ["", "", "TOTAL", "24.00"]])
    assert found is not None
    assert len(found.rows) == 6
    assert found.below == 9


def test_a_page_without_a_header_is_no_table() -> None:
    assert grid(a=[["1", "2"], ["3", "4"]]) is None
    assert grid(a=[["solo texto", ""], ["más texto", ""]]) is None
