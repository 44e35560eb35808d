#!/usr/bin/env bash
# python-calamine gives one column of instants in two types: an instant at midnight is a date.
#
# Guess: cells of one column with one number format, "dd/mm/yyyy hh:mm", are all datetime.datetime.
# Seen (python-calamine 0.9.1; the workbook made by xlsxwriter 3.3.1): what is exactly midnight comes as datetime.date, so
# that a ticket opened at 00:00 can't be compared with one opened at noon (TypeError), nor told from a day without an hour,
# though its format says the hour. openpyxl 3.1.5 gives a datetime for both.
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

CELLS = (
    (46054.0, "dd/mm/yyyy hh:mm"),  # 1 February 2026, 0:00
    (46054.5, "dd/mm/yyyy hh:mm"),
)
with xlsxwriter.Workbook(sys.argv[1]) as book:
    page = book.add_worksheet()
    for row, (number, format) in enumerate(CELLS):
        page.write_number(row, 0, number, book.add_format({"num_format": format}))
print(f"python-calamine {version('python-calamine')}, openpyxl {openpyxl.__version__}")
rows = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
other = openpyxl.load_workbook(sys.argv[1]).active
for row, (number, format) in enumerate(CELLS):
    print(f"{number} as {format}: calamine {rows[row][0]!r}, openpyxl {other.cell(row + 1, 1).value!r}")
try:
    print(min(rows[0][0], rows[1][0]))
except TypeError as error:
    print(f"both compared: TypeError: {error}")
PY
cat "$work/seen"
diff - "$work/seen" <<'TXT'
python-calamine 0.9.1, openpyxl 3.1.5
46054.0 as dd/mm/yyyy hh:mm: calamine datetime.date(2026, 2, 1), openpyxl datetime.datetime(2026, 2, 1, 0, 0)
46054.5 as dd/mm/yyyy hh:mm: calamine datetime.datetime(2026, 2, 1, 12, 0), openpyxl datetime.datetime(2026, 2, 1, 12, 0)
both compared: TypeError: can't compare datetime.datetime to datetime.date
TXT
