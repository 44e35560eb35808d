#!/usr/bin/env bash
# python-calamine counts the rows of one sheet in two ways: to_python begins at the first filled cell, iter_rows at row 1.
#
# Guess: sheet.to_python() and list(sheet.iter_rows()) are the same rows, one at once and one by one, and the n-th is row n of
# the sheet; at most an option drops empty rows at the end.
# Seen (python-calamine 0.9.1): of a sheet whose table begins in B3, to_python() gives two rows of two cells (its default,
# skip_empty_area=True, drops the empty rows above and the empty columns to the left); iter_rows() gives four rows, the
# empty ones above among them, but still drops the column to the left; only to_python(skip_empty_area=False) gives
# rows and columns as Excel counts them. Line numbers from the one are wrong by two for the other.
#
# Prints what each gives; fails when one changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "python-calamine==0.9.1" "xlsxwriter==3.3.1" 2>/dev/null
"$work/venv/bin/python" - "$work/book.xlsx" >"$work/seen" <<'PY'
import sys
from importlib.metadata import version

import xlsxwriter
from python_calamine import CalamineWorkbook

with xlsxwriter.Workbook(sys.argv[1]) as book:
    page = book.add_worksheet()
    page.write_row("B3", ["invoice", "amount"])
    page.write_row("B4", ["F-1", 100])
sheet = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0)
print(f"python-calamine {version('python-calamine')}")
print(f"to_python(): {sheet.to_python()}")
print(f"iter_rows(): {list(sheet.iter_rows())}")
print(f"to_python(skip_empty_area=False): {sheet.to_python(skip_empty_area=False)}")
PY
cat "$work/seen"
diff - "$work/seen" <<'TXT'
python-calamine 0.9.1
to_python(): [['invoice', 'amount'], ['F-1', 100.0]]
iter_rows(): [['', ''], ['', ''], ['invoice', 'amount'], ['F-1', 100.0]]
to_python(skip_empty_area=False): [['', '', ''], ['', '', ''], ['', 'invoice', 'amount'], ['', 'F-1', 100.0]]
TXT
