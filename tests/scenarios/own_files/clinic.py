"""Clínica Dental Sonríe, Querétaro: what its owner has, written as the tools of there write it.

Three files. The report of treatments writes months in letters and a subtotal below each month; what patients asked by
WhatsApp and telephone has a folio, a day and an hour apart and a note from 0 to 10; what the clinic bought is no sale.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import xlsxwriter

from tests.scenarios.own_files import plain

PATIENTS = ("Gabriela Ríos Peña", "Martín Ávila", "Ximena Ortega Luna", "Sofía Muñoz", "Roberto Carlos Nieto", "Lucía Hernández Mora",
            "Andrés Güemes", "Paola Zúñiga", "Iván Treviño", "Carmen Olvera")  # fmt: skip
TREATMENTS = ("Limpieza", "Resina", "Ortodoncia mensualidad", "Extracción", "Blanqueamiento")
REASONS = ("Cita", "Dolor", "Factura", "Queja")
CHANNELS = ("WhatsApp", "Teléfono", "Facebook", "Recepción")
AGENTS = ("Karla", "Daniela", "Rubén")
SHORT = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
MONTHS = plain.month_starts(2026, 1, 4)
DICE = Random(52)
INVOICES = plain.invoices_of(
    DICE, MONTHS, customers=len(PATIENTS), a_month=27, rate=0.16, price=lambda dice: dice.choice((450, 650, 800, 1200, 1850.5, 3200)),
    habits=plain.Habits(voids=0.07),
)  # fmt: skip
TICKETS = plain.tickets_of(DICE, MONTHS, customers=len(PATIENTS), a_month=24, channels=4, voids=0.05,
                           scores=lambda dice: dice.choice((4, 6, 7, 8, 9, 9, 10, 10)))  # fmt: skip

COMPANY = ("--name", "Clínica Sonríe", "--country", "MX", "--currency", "MXN", "--time-zone", "America/Mexico_City")
OWNER = {
    "Are cancelled treatments and requests left out?": "yes",
    "Is what the clinic bought a sale?": "no",
    "Is the note of a request about that request?": "yes, about that contact",
    "Does Pendiente wait for the patient?": "no, for us",
}
ANSWERS = 'cancelled_rows = "leave_out"\npending_state = "us"\n'
NUMBERS = {
    "revenue": plain.sold(INVOICES, MONTHS),
    "orders_placed": plain.made(INVOICES, MONTHS),
    "cash_collected": plain.collected(INVOICES, MONTHS),
    "cases_opened": plain.opened(TICKETS, MONTHS),
    "cases_resolved": plain.solved(TICKETS, MONTHS),
}
AT_THE_END = {"receivables": plain.owed(INVOICES), "backlog": (plain.waiting(TICKETS),)}
SCORED = sum(one.score is not None for one in TICKETS)  # notes from 0 to 10: in no share of the best two of five
SOLD_TO = plain.sold_to(INVOICES, PATIENTS)


def day_of(day: object) -> str:
    return f"{day.day:02d}-{SHORT[day.month - 1]}-{day.year}" if day else ""  # type: ignore[attr-defined]


def write(folder: Path) -> None:
    """Put the three files into a folder."""
    lines = ["CLÍNICA DENTAL SONRÍE,,,,,,,,,", "Reporte de tratamientos del 01/01/2026 al 30/04/2026,,,,,,,,,", ",,,,,,,,,",
             "Folio,Fecha,Paciente,Tratamiento,Importe,IVA,Total,Forma de pago,Estatus,Fecha de pago"]  # fmt: skip
    for month in MONTHS:
        there = [one for one in INVOICES if plain.in_month(month, one.day)]
        for one in there:
            assert one.customer is not None
            state = "Cancelado" if one.void else "Pagado" if one.paid_on else "Por cobrar"
            money = [f'"${plain.written(cell, ",", ".")}"' for cell in (one.net, one.tax, one.total)]
            lines.append(",".join((f"T{one.number:04d}", day_of(one.day), PATIENTS[one.customer], TREATMENTS[one.number % 5], *money,
                                   ("Efectivo", "Tarjeta", "Transferencia")[one.number % 3], state, day_of(one.paid_on))))  # fmt: skip
        sums = [
            f'"${plain.written(sum(cells), ",", ".")}"'
            for cells in zip(*((one.net, one.tax, one.total) for one in there), strict=True)
        ]
        lines.append(",".join(("", "", f"Subtotal {plain.MONTH_NAMES[month.month - 1]}", "", *sums, "", "", "")))
    (folder / "Reporte de tratamientos ene-abr 2026.csv").write_text(
        "\r\n".join([*lines, ""]), encoding="utf-8-sig", newline=""
    )
    with xlsxwriter.Workbook(str(folder / "Solicitudes WhatsApp y teléfono.xlsx")) as book:
        sheet = book.add_worksheet("Bitácora")
        sheet.write_row(
            1,
            1,
            (
                "Folio",
                "Fecha de contacto",
                "Hora",
                "Paciente",
                "Canal",
                "Motivo",
                "Atendió",
                "Estatus",
                "Fecha de atención",
                "Calificación del servicio (0-10)",
            ),
        )
        for at, ticket in enumerate(TICKETS, 2):
            said = "Cancelada" if ticket.void else "Atendida" if ticket.solved else ("Pendiente", "En proceso")[at % 2]
            sheet.write_row(at, 1, (f"SOL-{ticket.number:04d}", ticket.opened.strftime("%d/%m/%Y"), ticket.opened.strftime("%I:%M %p").lower().replace("am", "a.m.").replace("pm", "p.m."),
                                    PATIENTS[ticket.customer], CHANNELS[ticket.channel], REASONS[ticket.subject], AGENTS[ticket.agent], said,
                                    ticket.solved.strftime("%d/%m/%Y") if ticket.solved else ""))  # fmt: skip
            if ticket.score is not None:
                sheet.write(at, 10, ticket.score)
    with xlsxwriter.Workbook(str(folder / "Compras 2026.xlsx")) as book:
        sheet = book.add_worksheet("Compras")
        sheet.write_row(0, 0, ("Fecha", "Factura", "Proveedor", "RFC", "Subtotal", "IVA", "Total", "Estatus"))
        for at in range(1, 25):
            net = round(DICE.uniform(300, 8000), 2)
            day = MONTHS[at % 4].replace(day=at)
            sheet.write_row(at, 0, (day.strftime("%d/%m/%Y"), f"A{at + 900}", ("Depósito Dental del Bajío", "Insumos Médicos Qro")[at % 2],
                                    ("DDB010203AB1", "IMQ040506CD2")[at % 2], net, round(net * 0.16, 2), round(net * 1.16, 2), ("Pagada", "Pendiente")[at % 2]))  # fmt: skip
