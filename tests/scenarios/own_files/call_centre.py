"""A call centre's workbook: the calls of a month with day and hour in two columns, as its switchboard writes them.

Eight calls from outside of November 2026, worked out by hand. Answered are six, after 10, 20, 15, 40, 60 and 0 seconds:
145 in all, four of them within 20 seconds. One caller gave up after 45 seconds, one after 5, which is too short to count: four
of 7 in time, 1 of 7 lost. From the answer to the end: 290, 220, 285 (over midnight), 560, 60 and 360 seconds, 1,775 in all.
"""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

import xlsxwriter

NAMES = ("Fecha", "Hora inicio", "Hora fin", "Espera (s)", "Agente", "Resultado")
CALLS = (
    (3, "08:00:00", "08:05:00", 10, "Inés Roa", "Atendida"),
    (3, "08:10:00", "08:14:00", 20, "Omar Vil", "Atendida"),
    (3, "08:20:00", "08:20:45", 45, "", "Abandonada"),
    (3, "23:58:30", "00:03:30", 15, "Inés Roa", "Atendida"),
    (4, "09:00:00", "09:10:00", 40, "Omar Vil", "Atendida"),
    (4, "09:30:00", "09:30:05", 5, "", "Abandonada"),
    (4, "10:00:00", "10:02:00", 60, "Inés Roa", "Atendida"),
    (13, "11:00:00", "11:06:00", 0, "Omar Vil", "Atendida"),
)


def write(folder: Path, *, typed: bool = True, names: tuple[str, ...] = NAMES) -> None:
    """The workbook: titles, names, calls, a total; beside them a sheet of notes. typed: its days and hours are cells
    of that kind, else texts."""
    book = xlsxwriter.Workbook(str(folder / "llamadas noviembre.xlsx"))
    sheet = book.add_worksheet("Llamadas")
    book.add_worksheet("Notas").write(0, 0, "Generado por la central")
    day, hour = (book.add_format({"num_format": one}) for one in ("dd/mm/yyyy", "hh:mm:ss"))
    sheet.write(0, 0, "Detalle de llamadas entrantes")
    sheet.write(1, 0, "Del 03/11/2026 al 13/11/2026")
    sheet.write_row(3, 0, names)
    for row, (number, begun, ended, *rest) in enumerate(CALLS, 4):
        if typed:
            sheet.write_datetime(row, 0, datetime(2026, 11, number), day)
            sheet.write_datetime(row, 1, time.fromisoformat(begun), hour)
            sheet.write_datetime(row, 2, time.fromisoformat(ended), hour)
        else:
            sheet.write_row(row, 0, (f"{number:02d}/11/2026", begun, ended))
        sheet.write_row(row, 3, rest)
    sheet.write(4 + len(CALLS), 0, "Total llamadas")
    sheet.write(4 + len(CALLS), 3, sum(call[3] for call in CALLS))
    book.close()
