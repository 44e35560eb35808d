"""Barraca Los Teros S.A., Salto: what its owner has, written as the tools of there write it.

Three files. The list of documents has two rates of tax, dollars beside pesos with their rate, tickets of nobody and
notes of credit of both kinds; collections name the document in one word; complaints have a line of totals and no number.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import xlsxwriter

from tests.scenarios.own_files import plain

CUSTOMERS = ("Estancia La Querencia S.C.", "Molino Dayman S.A.", "Olga Etchegaray", "Intendencia de Salto", "Citrícola del Arapey S.A.",
             "Panadería El Trigal")  # fmt: skip
RUTS = ("211234560015", "213456780012", "41234567", "216789010018", "219876540011", "210987650017")
DOLLARS = (4,)
RATES = {2: 39.85, 3: 40.1, 4: 40.42}
REASONS = ("Entrega", "Mercadería fallada", "Factura", "Atención en mostrador")
WAYS = ("Teléfono", "WhatsApp", "Personal")
MONTHS = plain.month_starts(2026, 2, 3)
DICE = Random(598)
DRAWN = plain.invoices_of(
    DICE, MONTHS, customers=len(CUSTOMERS), a_month=35, rate=0.22, price=lambda dice: dice.uniform(300, 48_000),
    habits=plain.Habits(notes=0.07, voids=0.04, nobody=0.2),
)  # fmt: skip
TICKETS = plain.tickets_of(DICE, MONTHS, customers=len(CUSTOMERS), a_month=15)


def rate(one: plain.Invoice) -> float:
    return RATES[one.day.month] if one.customer in DOLLARS else 1.0


# What each says in its own money: every third has a fifth of it at the lower rate of 10 %.
LOWER = {one.number: round(one.net / 5 / rate(one), 2) if one.number % 3 == 0 else 0.0 for one in DRAWN}
BASIC = {one.number: round(one.net / rate(one) - LOWER[one.number], 2) for one in DRAWN}
TAXES = {one.number: (round(LOWER[one.number] * 0.1, 2), round(BASIC[one.number] * 0.22, 2)) for one in DRAWN}
OWN = {one.number: round(LOWER[one.number] + BASIC[one.number] + sum(TAXES[one.number]), 2) for one in DRAWN}
INVOICES = [
    plain.Invoice(
        number=one.number, day=one.day, customer=one.customer, net=(LOWER[one.number] + BASIC[one.number]) * rate(one),
        tax=sum(TAXES[one.number]) * rate(one), note=one.note, void=one.void, due=one.due, paid_on=one.paid_on,
        paid=OWN[one.number] * rate(one) if one.paid_on else 0.0,
    )
    for one in DRAWN
]  # fmt: skip

COMPANY = ("--name", "Barraca Los Teros", "--country", "UY", "--currency", "UYU")
OWNER = {
    "Are rows with state Anulado left out?": "yes",
    "Are notes of credit taken off the sales?": "yes, on their own day",
    "Is Consumo final a customer?": "no, nobody in particular",
    "Which rate for dollars?": "that of the document; collections at the rate of the document that they pay",
    "Does Pendiente wait for the customer?": "no, for us",
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
SOLD_TO = plain.sold_to(INVOICES, CUSTOMERS)
TOLERANCE = 0.3  # pesos: whether each document in dollars is rounded to the cent is nobody's mistake


def document(one: plain.Invoice) -> tuple[str, str, int]:
    """Its kind, series and number: each kind counts from its own first."""
    person = one.customer is None or len(RUTS[one.customer]) == 8
    base = "e-Ticket" if person else "e-Factura"
    alike = [row for row in INVOICES[: one.number] if document_key(row) == document_key(one)]
    return (f"Nota de Crédito de {base}" if one.note else base), "A", 500 + len(alike)


def document_key(one: plain.Invoice) -> tuple[bool, bool]:
    return one.customer is None or len(RUTS[one.customer]) == 8, one.note


def write(folder: Path) -> None:
    """Put the three files into a folder."""
    lines = ["BARRACA LOS TEROS S.A.;;;;;;;;;;;;;", "Comprobantes emitidos del 01/02/2026 al 30/04/2026;;;;;;;;;;;;;", "",
             "Fecha;Tipo CFE;Serie;Número;Documento receptor;Receptor;Moneda;T/C;Neto Tasa Mínima;Neto Tasa Básica;IVA Mínima;IVA Básica;Total;Estado"]  # fmt: skip
    for one in INVOICES:
        kind, series, number = document(one)
        whose = one.customer
        money = [
            plain.written(cell, ".", ",")
            for cell in (LOWER[one.number], BASIC[one.number], *TAXES[one.number], OWN[one.number])
        ]
        lines.append(";".join((f"{one.day:%d/%m/%Y}", kind, series, str(number), "" if whose is None else RUTS[whose],
                               "Consumo final" if whose is None else CUSTOMERS[whose], "USD" if whose in DOLLARS else "UYU",
                               plain.written(rate(one), ".", ","), *money, "Anulado" if one.void else "Aceptado")))  # fmt: skip
    (folder / "CFE emitidos.csv").write_bytes("\r\n".join([*lines, ""]).encode("cp1252"))
    with xlsxwriter.Workbook(str(folder / "Cobranzas feb-abr 2026.xlsx")) as book:
        sheet, days = book.add_worksheet("Hoja1"), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write(0, 0, "COBRANZAS")
        sheet.write_row(2, 0, ("Fecha", "Cliente", "Comprobante", "Moneda", "Importe cobrado", "Medio"))
        paid = sorted((row for row in INVOICES if row.paid_on), key=lambda row: (row.paid_on, row.number))
        for at, one in enumerate(paid, 3):
            assert one.paid_on is not None
            kind, series, number = document(one)
            sheet.write_datetime(at, 0, one.paid_on, days)
            sheet.write_row(at, 1, ("Consumo final" if one.customer is None else CUSTOMERS[one.customer], f"{kind} {series}{number}",
                                    "U$S" if one.customer in DOLLARS else "$", OWN[one.number], ("Transferencia", "Efectivo")[at % 2]))  # fmt: skip
    told = ["Fecha,Hora,Cliente,Vía,Motivo,Estado,Resuelto el"]
    for ticket in TICKETS:
        done = f"{ticket.solved:%d/%m/%Y}" if ticket.solved else ""
        told.append(f"{ticket.opened:%d/%m/%Y},{ticket.opened:%H:%M},{CUSTOMERS[ticket.customer]},{WAYS[ticket.channel]},{REASONS[ticket.subject]},"
                    f"{'Solucionado' if ticket.solved else ('Pendiente', 'En curso')[ticket.number % 2]},{done}")  # fmt: skip
    told.append(f"Total de reclamos: {len(TICKETS)},,,,,,")
    (folder / "reclamos.csv").write_text("\n".join([*told, ""]), encoding="utf-8-sig")
