#!/usr/bin/env bash
# Hours worked or waited in an OpenDocument sheet: from 24 hours on, a duration arrives as text.
#
# Guess: a column of durations of one sheet comes out as one type, a timedelta, as it does of an .xlsx.
# Seen (python-calamine 0.9.1, ODF 1.3 written by hand): below 24 hours an office:time-value is a time of the day (so that
# a pause of 0:45 and a quarter to one are alike), from 24 hours on it is the text of the file, PT27H05M03S; and an
# error cell as LibreOffice writes it (calcext:value-type="error") is an empty text, not an error. In an .xlsx the same
# durations, under the format [h]:mm:ss, are timedelta all of them.
# A sum over such a column without looking at both types loses exactly the longest cases.
#
# Prints what each cell is; fails when one changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check "python-calamine==0.9.1" "xlsxwriter==3.3.1" 2>/dev/null
cd "$work"
"$work/venv/bin/python" - >"$work/seen" <<'PY'
import zipfile
from datetime import timedelta

import python_calamine
import xlsxwriter

names = " ".join(
    f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
    for one, full in {"office": "office", "table": "table", "text": "text"}.items()
)
cells = "".join(
    f'<table:table-cell office:value-type="time" office:time-value="{value}"><text:p>x</text:p></table:table-cell>'
    for value in ("PT00H45M00S", "PT23H59M59S", "PT27H05M03S")
)
cells += (
    '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
    'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
)
sheet = (
    f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" office:version="1.3">'
    f'<office:body><office:spreadsheet><table:table table:name="A"><table:table-row>{cells}</table:table-row>'
    "</table:table></office:spreadsheet></office:body></office:document-content>"
)
kind = "application/vnd.oasis.opendocument.spreadsheet"
manifest = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
with zipfile.ZipFile("hours.ods", "w") as made:
    made.writestr("mimetype", kind)
    made.writestr("META-INF/manifest.xml", manifest)
    made.writestr("content.xml", sheet)
with xlsxwriter.Workbook("hours.xlsx") as book:
    page, form = book.add_worksheet(), book.add_format({"num_format": "[h]:mm:ss"})
    for place, value in enumerate((timedelta(minutes=45), timedelta(seconds=86399), timedelta(hours=27, minutes=5, seconds=3))):
        page.write_datetime(0, place, value, form)
for name in ("hours.ods", "hours.xlsx"):
    row = python_calamine.CalamineWorkbook.from_path(name).get_sheet_by_index(0).to_python()[0]
    print(name, " | ".join(f"{type(one).__name__} {one!s}".strip() for one in row))
PY
cat "$work/seen"
diff - "$work/seen" <<'TXT'
hours.ods time 00:45:00 | time 23:59:59 | str PT27H05M03S | str
hours.xlsx timedelta 0:45:00 | timedelta 23:59:59 | timedelta 1 day, 3:05:03
TXT
