#!/usr/bin/env bash
# python-calamine gives a cell of #N/A or #DIV/0! as '', as it gives one that nobody ever filled.
#
# Guess: an error in a workbook is told: as its text ("#N/A", as other readers give it), as None, or by an exception.
# Seen (python-calamine 0.9.1; the workbook made by xlsxwriter 3.3.1, as Excel writes it): '' for each kind of error, from
# to_python and iter_rows alike, so that an amount whose lookup failed can't be told from an amount that nobody entered.
# openpyxl 3.1.5 gives the text of the error for the same file.
#
# Prints a line per cell; fails when one changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
  "python-calamine==0.9.1" "xlsxwriter==3.3.1" "openpyxl==3.1.5" 2>/dev/null
"$work/venv/bin/python" - "$work/book.xlsx" >"$work/seen" <<'PY'
import sys
from importlib.metadata import version

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

ERRORS = ("#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?")
with xlsxwriter.Workbook(sys.argv[1]) as book:
    page = book.add_worksheet()
    for row, error in enumerate(ERRORS):
        page.write_string(row, 0, "amount")
        page.write_formula(row, 1, "=VLOOKUP(1,A:A,1,0)", None, error)
    page.write_string(len(ERRORS), 0, "amount")  # and a cell beside it that nobody filled
sheet = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0)
given, streamed = sheet.to_python(), list(sheet.iter_rows())
other = openpyxl.load_workbook(sys.argv[1], data_only=True).active
for row, error in enumerate((*ERRORS, "nothing")):
    print(f"{error}: to_python {given[row][1]!r}, iter_rows {streamed[row][1]!r}, openpyxl {other.cell(row + 1, 2).value!r}")
print(f"python-calamine {version('python-calamine')}, openpyxl {openpyxl.__version__}")
PY
cat "$work/seen"
diff - "$work/seen" <<'TXT'
#N/A: to_python '', iter_rows '', openpyxl '#N/A'
#DIV/0!: to_python '', iter_rows '', openpyxl '#DIV/0!'
#VALUE!: to_python '', iter_rows '', openpyxl '#VALUE!'
#REF!: to_python '', iter_rows '', openpyxl '#REF!'
#NAME?: to_python '', iter_rows '', openpyxl '#NAME?'
nothing: to_python '', iter_rows '', openpyxl None
python-calamine 0.9.1, openpyxl 3.1.5
TXT
