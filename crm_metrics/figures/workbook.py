"""Rows as an Excel workbook: a sheet with one head and raw values, and one that says what they are."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from crm_metrics.metrics.behind.table import RowTable, Value

LONGEST_NAME = 31  # letters of a sheet's name
LONGEST_TEXT = 32_767  # letters of a cell


def workbook(table: RowTable, about: Sequence[tuple[str, str]], names: tuple[str, str]) -> bytes:
    """The file. names: those of the two sheets. A text is written as text whatever it begins with: nothing is run."""
    held = io.BytesIO()
    options = {"in_memory": True, "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(held, {**options, "strings_to_numbers": False})
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    instants = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    head = book.add_format({"bold": True})
    rows = book.add_worksheet(names[0][:LONGEST_NAME])
    rows.freeze_panes(1, 0)
    for place, name in enumerate(table.head):
        rows.write_string(0, place, name, head)
    for line, row in enumerate(table.rows, start=1):
        for place, value in enumerate(row):
            _write(rows, line, place, value, instants if isinstance(value, datetime) else days)
    told = book.add_worksheet(names[1][:LONGEST_NAME])
    told.set_column(0, 0, 24)
    told.set_column(1, 1, 80)
    for line, (name, said) in enumerate(about):
        told.write_string(line, 0, name, head)
        told.write_string(line, 1, said[:LONGEST_TEXT])
    book.close()
    return held.getvalue()


def _write(sheet: Worksheet, line: int, place: int, value: Value, form: object) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, place, value)
    elif isinstance(value, str):
        sheet.write_string(line, place, value[:LONGEST_TEXT])
    elif isinstance(value, date):
        sheet.write_datetime(line, place, value, form)
    else:
        sheet.write_number(line, place, value)
