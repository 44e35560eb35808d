"""Ferretería El Roble Ltda., Talca: what its owner has, written as the tools of there write it.

Two files. The book of sales is a workbook with a sheet for each month that tells only the day, whole pesos written as
`$1.234.567`, receipts of nobody beside invoices and notes of credit below nought; the claims carry a note from 1 to 7.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import xlsxwriter

from tests.scenarios.own_files import plain

CUSTOMERS = ("Constructora Maule SpA", "Agrícola Las Encinas Ltda.", "Maestranza Soto", "Viña Los Boldos S.A.",
             "Inmobiliaria Piduco", "Juan Carlos Rojas Vera")  # fmt: skip
RUTS = ("76.086.428-5", "77.215.640-5", "12.345.678-5", "96.806.980-2", "76.192.083-9", "9.876.543-3")
KINDS = ("Producto dañado", "Atraso en despacho", "Cotización", "Garantía")
CHANNELS = ("Teléfono", "WhatsApp", "Presencial", "Correo")
MONTHS = plain.month_starts(2026, 3, 3)
DICE = Random(56)
INVOICES = plain.invoices_of(
    DICE, MONTHS, customers=len(CUSTOMERS), a_month=42, rate=0.19, price=lambda dice: dice.uniform(4_000, 2_600_000),
    places=0,
    habits=plain.Habits(notes=0.06, voids=0.05, nobody=0.35),
)  # fmt: skip
TICKETS = plain.tickets_of(DICE, MONTHS, customers=len(CUSTOMERS), a_month=15, channels=4,
                           scores=lambda dice: dice.choice((3, 4, 5, 6, 6, 7, 7)))  # fmt: skip

COMPANY = ("--name", "Ferretería El Roble", "--country", "CL", "--time-zone", "America/Santiago")
OWNER = {
    "Are documents with state Nula left out?": "yes",
    "Is a note of credit taken off the sales?": "yes, on its own day",
    "Is RUT 66.666.666-6 a customer?": "no, it stands for nobody in particular",
    "Is the note of a claim about that claim or the company?": "about that claim",
    "Are payments dated after the last invoice real?": "yes",
    "Does En espera wait for the customer?": "no",
}
ANSWERS = 'cancelled_rows = "leave_out"\npending_state = "us"\npayments_after_end = "count"\n'
NUMBERS = {
    "revenue": plain.sold(INVOICES, MONTHS),
    "orders_placed": plain.made(INVOICES, MONTHS),
    "cash_collected": plain.collected(INVOICES, MONTHS),
    "cases_opened": plain.opened(TICKETS, MONTHS),
    "cases_resolved": plain.solved(TICKETS, MONTHS),
}
AT_THE_END = {"receivables": plain.owed(INVOICES), "backlog": (plain.waiting(TICKETS),)}
SCORED = sum(one.score is not None for one in TICKETS)  # notes from 1 to 7: in no share of the best two of five
SOLD_TO = plain.sold_to(INVOICES, CUSTOMERS)

HEAD = ("Día", "Tipo Doc.", "Folio", "RUT", "Razón Social", "Neto", "IVA", "Total", "Condición", "Estado", "Fecha pago")


def pesos(value: float) -> str:
    return ("-" if value < 0 else "") + "$" + plain.written(abs(value), ".", ",", 0)


def write(folder: Path) -> None:
    """Put the two files into a folder."""
    with xlsxwriter.Workbook(str(folder / "Libro de ventas 2026.xlsx")) as book:
        for month in MONTHS:
            name = plain.MONTH_NAMES[month.month - 1]
            sheet = book.add_worksheet(name.capitalize())
            sheet.write(0, 0, "FERRETERÍA EL ROBLE LTDA.   RUT 76.543.210-3")
            sheet.write(1, 0, f"LIBRO DE VENTAS - {name.upper()} 2026")
            sheet.write_row(3, 0, HEAD)
            at, sums = 4, [0.0, 0.0, 0.0]
            for one in (row for row in INVOICES if plain.in_month(month, row.day)):
                sign = -1 if one.note else 1
                kind = (
                    "Nota de Crédito Electrónica"
                    if one.note
                    else "Boleta Electrónica"
                    if one.customer is None
                    else "Factura Electrónica"
                )
                state = "Nula" if one.void else "" if one.note else "Pagada" if one.paid else "Por pagar"
                cells = [sign * one.net, sign * one.tax, sign * one.total]
                row = (one.day.day, kind, 4000 + one.number, "66.666.666-6" if one.customer is None else RUTS[one.customer],
                       "" if one.customer is None else CUSTOMERS[one.customer], *(pesos(cell) for cell in cells),
                       "Crédito 30 días" if one.customer is not None else "Contado", state,
                       one.paid_on.strftime("%d-%m-%Y") if one.paid_on else "")  # fmt: skip
                sheet.write_row(at, 0, row)
                at, sums = at + 1, [total + cell for total, cell in zip(sums, cells, strict=True)]
            sheet.write(at, 4, "TOTALES")
            sheet.write_row(at, 5, [pesos(total) for total in sums])
    lines = ['"N°","Fecha ingreso","Cliente","Tipo","Canal","Estado","Fecha cierre","Nota atención (1 a 7)"']
    for ticket in TICKETS:
        done = f"{ticket.solved:%d-%m-%Y %H:%M}" if ticket.solved else ""
        state = "Cerrado" if ticket.solved else ("Abierto", "En espera")[ticket.number % 2]
        row = (ticket.number, f"{ticket.opened:%d-%m-%Y %H:%M}", CUSTOMERS[ticket.customer], KINDS[ticket.subject],
               CHANNELS[ticket.channel], state, done, "" if ticket.score is None else ticket.score)  # fmt: skip
        lines.append(",".join(f'"{cell}"' for cell in row))
    (folder / "Reclamos y consultas.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
