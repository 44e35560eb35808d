"""Reformas y Suministros Duero S.L., Valladolid: what its owner has, written as the tools of there write it.

Four files. The book of invoices is a workbook whose numbers and days are typed, with a tax withheld, rectifying invoices
below nought and the header again on each page; the incidents are UTF-16 with tabs; the opinions answer in words and are
about one visit; the list of clients has their names in capitals.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import xlsxwriter

HEAD = ("Nº Factura", "Fecha expedición", "NIF", "Razón social", "Base imponible", "Cuota IVA", "Retención IRPF",
        "Total factura", "Vencimiento", "Situación", "Fecha cobro")  # fmt: skip
# Invoices: their day, the customer, the base; tax is 21 %, withheld 15 % where it says so.
INVOICES = [
    ("F26/0101", date(2026, 7, 1), "B47000001", "Hostal Pisuerga, S.L.", 1000.00, 210.00, 0.00, 1210.00, date(2026, 7, 31), "Cobrada", date(2026, 7, 30)),
    ("F26/0102", date(2026, 7, 9), "12345678Z", "Beatriz Núñez Calvo", 350.40, 73.58, 52.56, 371.42, date(2026, 8, 8), "Cobrada", date(2026, 8, 10)),
    ("F26/0103", date(2026, 7, 20), "B47000002", "Bodegas Arroyo, S.A.", 2480.25, 520.85, 0.00, 3001.10, date(2026, 8, 19), "Pendiente", None),
    ("F26/0104", date(2026, 8, 3), "B47000001", "Hostal Pisuerga, S.L.", 640.00, 134.40, 0.00, 774.40, date(2026, 9, 2), "Cobrada", date(2026, 9, 1)),
    ("F26/0105", date(2026, 8, 18), "B47000003", "Comunidad C/ Mayor 12", 1890.10, 396.92, 0.00, 2287.02, date(2026, 9, 17), "Cobrada", date(2026, 9, 17)),
    ("R26/0004", date(2026, 8, 25), "B47000002", "Bodegas Arroyo, S.A.", -480.25, -100.85, 0.00, -581.10, None, "Pendiente", None),
    None,
    ("F26/0106", date(2026, 9, 2), "12345678Z", "Beatriz Núñez Calvo", 125.00, 26.25, 18.75, 132.50, date(2026, 10, 2), "Cobrada", date(2026, 9, 28)),
    ("F26/0107", date(2026, 9, 14), "B47000001", "Hostal Pisuerga, S.L.", 980.00, 205.80, 0.00, 1185.80, date(2026, 10, 14), "Pendiente", None),
    ("F26/0108", date(2026, 9, 22), "B47000003", "Comunidad C/ Mayor 12", 300.00, 63.00, 0.00, 363.00, date(2026, 10, 22), "Anulada", None),
    ("F26/0109", date(2026, 9, 29), "B47000002", "Bodegas Arroyo, S.A.", 1500.00, 315.00, 0.00, 1815.00, date(2026, 10, 29), "Cobrada", date(2026, 9, 30)),
]  # fmt: skip

INCIDENTS = """\
Id incidencia\tAbierta\tCliente\tAsunto\tUrgencia\tTécnico\tEstado\tResuelta
INC-1\t01-07-2026 09:10\tHOSTAL PISUERGA, S.L.\tFuga\tAlta\tIván\tCerrada\t01-07-2026 18:40
INC-2\t06-07-2026 12:00\tBODEGAS ARROYO, S.A.\tPresupuesto\tBaja\tLaura\tCerrada\t09-07-2026 10:00
INC-3\t27-07-2026 16:35\tBEATRIZ NÚÑEZ CALVO\tFuga\tMedia\tIván\tCerrada\t03-08-2026 09:05
INC-4\t04-08-2026 08:05\tHOSTAL PISUERGA, S.L.\tGarantía\tMedia\tLaura\tCerrada\t05-08-2026 13:30
INC-5\t19-08-2026 10:20\tCOMUNIDAD C/ MAYOR 12\tFuga\tAlta\tIván\tEn curso\t
INC-6\t01-09-2026 11:45\tBODEGAS ARROYO, S.A.\tGarantía\tBaja\tLaura\tCerrada\t15-09-2026 17:00
INC-7\t21-09-2026 09:30\tHOSTAL PISUERGA, S.L.\tFuga\tAlta\tIván\tCerrada\t21-09-2026 12:15
INC-8\t30-09-2026 13:00\tBEATRIZ NÚÑEZ CALVO\tPresupuesto\tMedia\tLaura\tEn espera\t
"""

OPINIONS = """\
Hora de inicio,Hora de finalización,Nombre,¿Cómo valora el trato recibido en la visita?,¿Recomendaría Suministros Duero a un conocido? (0-10),¿Qué podemos mejorar?
7/2/2026 10:01:12,7/2/2026 10:03:40,Hostal Pisuerga,Muy satisfecho,10,
7/10/2026 09:12:00,7/10/2026 09:15:31,Bodegas Arroyo,Satisfecho,8,El plazo
8/6/2026 18:40:05,8/6/2026 18:41:22,Beatriz Núñez,Insatisfecho,4,Puntualidad
8/31/2026 12:00:10,8/31/2026 12:02:00,Hostal Pisuerga,Muy satisfecho,9,
9/16/2026 08:30:00,9/16/2026 08:33:47,Bodegas Arroyo,Neutral,7,
9/23/2026 19:05:55,9/23/2026 19:07:10,Comunidad Mayor 12,Satisfecho,9,Todo bien
9/28/2026 11:11:11,9/28/2026 11:13:00,Hostal Pisuerga,Muy insatisfecho,0,"Caro, y tarde"
"""

CLIENTS = """\
NIF;Razón social;Correo electrónico;Teléfono;Provincia
B47000001;Hostal Pisuerga, S.L.;hostal@example.com;983000001;Valladolid
12345678Z;Beatriz Núñez Calvo;bea@example.com;600000002;Palencia
B47000002;Bodegas Arroyo, S.A.;bodegas@example.com;983000003;Valladolid
B47000003;Comunidad C/ Mayor 12;;983000004;Valladolid
B47000009;Talleres Sanz, S.L.;sanz@example.com;983000009;Zamora
"""

COMPANY = ("--name", "Reformas Duero", "--country", "ES", "--currency", "EUR", "--time-zone", "Europe/Madrid")
ANSWERS = 'cancelled_rows = "leave_out"\nsurvey_about = "contact"\n'
MONTHS = ("2026-07-01", "2026-08-01", "2026-09-01")

# Worked out by hand from the lists above.
#   Sales: 1,000.00 + 350.40 + 2,480.25 = 3,830.65 · 640.00 + 1,890.10 - 480.25 = 2,049.85 · 125 + 980 + 1,500 = 2,605.00
#   Collected: 1,210.00 · 371.42 · 774.40 + 2,287.02 + 132.50 + 1,815.00 = 5,008.92
#   Owed at the end of September: F26/0103 3,001.10 and F26/0107 1,185.80 are 4,186.90; R26/0004, which names no invoice,
#     is a credit of 581.10 of Bodegas Arroyo, told apart or set off: 3,605.80.
#   Incidents: opened 3, 2, 3; solved INC-1, 2 in July, 3 and 4 in August, 6 and 7 in September; open at the end: 5 and 8.
#   Satisfied (the two best of five): July 2 of 2, August 1 of 2, September 1 of 3. The survey is about one visit: no NPS.
NUMBERS = {
    "revenue": (3830.65, 2049.85, 2605.00),
    "cash_collected": (1210.00, 371.42, 5008.92),
    "cases_opened": (3, 2, 3),
    "cases_resolved": (2, 2, 2),
    "csat": (1.0, 1 / 2, 1 / 3),
}
AT_THE_END = {"receivables": (4186.90, 3605.80), "customer_credits": (581.10,), "backlog": (2,)}
CUSTOMERS = {
    "HOSTAL PISUERGA S L": 2620.00,  # 1,000 + 640 + 980
    "BEATRIZ NUNEZ CALVO": 475.40,  # 350.40 + 125
    "BODEGAS ARROYO S A": 3500.00,  # 2,480.25 - 480.25 + 1,500
    "COMUNIDAD C MAYOR 12": 1890.10,
}


def write(folder: Path) -> None:
    """Put the four files into a folder."""
    (folder / "incidencias_export.txt").write_bytes(INCIDENTS.replace("\n", "\r\n").encode("utf-16"))
    (folder / "Opiniones tras la visita(1-7).csv").write_text(OPINIONS, encoding="utf-8-sig")
    (folder / "clientes.csv").write_bytes(CLIENTS.encode("cp1252"))
    with xlsxwriter.Workbook(str(folder / "Libro facturas expedidas 3T 2026.xlsx")) as book:
        days = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet("Expedidas")
        sheet.write(0, 0, "Reformas y Suministros Duero, S.L. - Libro registro de facturas expedidas")
        sheet.write(1, 0, "Ejercicio: 2026   Periodo: 3T (01/07/2026 - 30/09/2026)")
        at = 3
        sheet.write_row(at, 0, HEAD)
        for row in INVOICES:
            at += 1
            if row is None:
                sheet.write_row(at, 0, HEAD)
                continue
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(at, place, cell, days)
                elif cell is not None:
                    sheet.write(at, place, cell)
        sheet.write(at + 1, 3, "Suma total")
        for place in (4, 5, 6, 7):
            sheet.write(at + 1, place, round(sum(row[place] for row in INVOICES if row), 2))  # type: ignore[misc]
        sheet.write(at + 3, 0, "Importes en euros")
