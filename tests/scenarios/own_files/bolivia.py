"""Distribuidora Illimani S.R.L., La Paz: what its owner has, written as the tools of there write it.

Three files. The register of sales of the tax office has the tax inside the total, cancelled rows at nought and sales to
nobody under several words; receipts are tabbed text; what customers asked is a workbook with a sheet for each month.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import xlsxwriter

from tests.scenarios.own_files import plain

CUSTOMERS = ("Supermercados Hipermaxi Sur", "Tienda Doña Justa", "Hotel Calacoto S.A.", "Pensión El Prado", "Mamani Condori Eusebio",
             "Cooperativa Achumani R.L.")  # fmt: skip
NITS = ("1020703023", "4812377015", "1007039026", "3345621018", "4899123", "1015563025")
DETAILS = ("Reclamo por entrega", "Consulta de precio", "Producto vencido", "Facturación")
MEDIA = ("WhatsApp", "Llamada", "En oficina")
MONTHS = plain.month_starts(2026, 5, 3)
DICE = Random(591)
# The tax of there lies inside the price: 13 % of what is paid.
DRAWN = plain.invoices_of(
    DICE, MONTHS, customers=len(CUSTOMERS), a_month=36, rate=0.0, price=lambda dice: dice.uniform(60, 5_800),
    habits=plain.Habits(voids=0.06, nobody=0.22),
)  # fmt: skip
INVOICES = [
    plain.Invoice(
        number=one.number, day=one.day, customer=one.customer, net=round(one.net - round(one.net * 0.13, 2), 2),
        tax=round(one.net * 0.13, 2), note=False, void=one.void, due=one.due, paid_on=one.paid_on, paid=one.paid,
    )
    for one in DRAWN
]  # fmt: skip
TICKETS = plain.tickets_of(DICE, MONTHS, customers=len(CUSTOMERS), a_month=17)

COMPANY = ("--name", "Distribuidora Illimani", "--country", "BO", "--currency", "BOB", "--time-zone", "America/La_Paz")
OWNER = {
    "Are rows with state ANULADA left out?": "yes",
    "What are sales without tax?": "the total less the débito fiscal",
    "Is S/N or SIN NOMBRE a customer?": "no, nobody in particular",
    "Does Pendiente or Derivado wait for the customer?": "no, for us",
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
HEAD = ("Nº", "ESPECIFICACIÓN", "FECHA DE LA FACTURA", "N° DE LA FACTURA", "CÓDIGO DE AUTORIZACIÓN", "NIT / CI CLIENTE", "COMPLEMENTO",
        "NOMBRE O RAZÓN SOCIAL", "IMPORTE TOTAL DE LA VENTA", "IMPORTE ICE", "EXPORTACIONES Y OPERACIONES EXENTAS",
        "VENTAS GRAVADAS A TASA CERO", "SUBTOTAL", "DESCUENTOS, BONIFICACIONES Y REBAJAS SUJETAS AL IVA",
        "IMPORTE BASE PARA DÉBITO FISCAL", "DÉBITO FISCAL", "ESTADO", "CÓDIGO DE CONTROL", "TIPO DE VENTA")  # fmt: skip


def write(folder: Path) -> None:
    """Put the three files into a folder."""
    with xlsxwriter.Workbook(str(folder / "RegistroVentas_1029384756_2026.xlsx")) as book:
        sheet = book.add_worksheet("RegistroVentas")
        sheet.write_row(0, 0, HEAD)
        for at, one in enumerate(INVOICES, 1):
            nobody = ("S/N", "SIN NOMBRE")[at % 2]
            whose = one.customer
            total, tax = (0.0, 0.0) if one.void else (one.total, one.tax)
            sheet.write_row(at, 0, (at, 2, one.day.strftime("%d/%m/%Y"), 7000 + one.number, f"4567A8B9C{one.number:06d}F", "0" if whose is None else NITS[whose], "",
                                    nobody if whose is None else CUSTOMERS[whose].upper(), total, 0, 0, 0, total, 0, total, tax,
                                    "ANULADA" if one.void else "VALIDA", f"{one.number * 7919:08X}", "OTROS"))  # fmt: skip
    lines = ["FECHA COBRO\tCLIENTE\tNRO FACTURA\tIMPORTE BS\tFORMA"]
    for one in sorted((row for row in INVOICES if row.paid_on), key=lambda row: (row.paid_on, row.number)):
        name = "Sin nombre" if one.customer is None else CUSTOMERS[one.customer]
        lines.append(
            f"{one.paid_on:%d/%m/%Y}\t{name}\t{7000 + one.number}\t{plain.written(one.paid, '.', ',')}\t{('QR', 'Efectivo')[one.number % 2]}"
        )
    lines.append(f"TOTAL\t\t\t{plain.written(sum(one.paid for one in INVOICES), '.', ',')}\t")
    (folder / "cobranzas.txt").write_bytes("\r\n".join([*lines, ""]).encode("cp1252"))
    with xlsxwriter.Workbook(str(folder / "Atención al cliente 2026.xlsx")) as book:
        for month in MONTHS:
            sheet = book.add_worksheet(plain.MONTH_NAMES[month.month - 1].upper())
            sheet.write_row(
                0,
                0,
                ("Fecha", "Hora ingreso", "Cliente", "Medio", "Detalle", "Estado", "Fecha atención", "Hora atención"),
            )
            there = [row for row in TICKETS if plain.in_month(month, row.opened)]
            for at, ticket in enumerate(there, 1):
                state = "Atendido" if ticket.solved else ("Pendiente", "Derivado")[ticket.number % 2]
                sheet.write_row(at, 0, (ticket.opened.strftime("%d/%m/%Y"), ticket.opened.strftime("%H:%M"), CUSTOMERS[ticket.customer], MEDIA[ticket.channel],
                                        DETAILS[ticket.subject], state, ticket.solved.strftime("%d/%m/%Y") if ticket.solved else "",
                                        ticket.solved.strftime("%H:%M") if ticket.solved else ""))  # fmt: skip
