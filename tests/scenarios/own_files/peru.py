"""Textiles Andinos S.A.C., Arequipa: what its owner has, written as the tools of there write it.

Four files. The report of documents has series and numbers apart, soles and dollars with the rate of the day, notes of
credit as amounts above nought and a second sheet with sums; payments name the document; quotations look like sales and
are none; consultations are a list without numbers.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import xlsxwriter

from tests.scenarios.own_files import plain

CUSTOMERS = ("Boutique Killa E.I.R.L.", "Exportadora Misti S.A.C.", "Hotel Casa Blanca S.A.", "Corporación Sillar S.A.",
             "Quispe Mamani Rosa", "Tiendas Yanahuara S.R.L.")  # fmt: skip
RUCS = ("20100070970", "20131312955", "20100130204", "20100047218", "29345678", "20112273922")
DOLLARS = (1,)  # the customers who are invoiced in dollars
TOPICS = ("Precios", "Cambio de talla", "Estado de envío", "Factura")
CHANNELS = ("WhatsApp", "Teléfono", "Tienda")
AGENTS = ("Milagros", "Edwin", "Yesenia")
MONTHS = plain.month_starts(2026, 5, 3)
DICE = Random(51)
# Amounts in soles, the rate of its day already applied; dollars are these divided by the rate.
DRAWN = plain.invoices_of(
    DICE, MONTHS, customers=len(CUSTOMERS), a_month=33, rate=0.18, price=lambda dice: dice.uniform(40, 7_200),
    habits=plain.Habits(notes=0.06, voids=0.05, nobody=0.25),
)  # fmt: skip
TICKETS = plain.tickets_of(DICE, MONTHS, customers=len(CUSTOMERS), a_month=16)
RATES = {4: 3.70, 5: 3.72, 6: 3.69, 7: 3.75}


def rate(one: plain.Invoice) -> float:
    return RATES[one.day.month] if one.customer in DOLLARS else 1.0


COMPANY = ("--name", "Textiles Andinos", "--country", "PE", "--currency", "PEN")
OWNER = {
    "Are documents with state Anulado left out?": "yes",
    "Is a nota de crédito taken off the sales?": "yes, on its own day",
    "Is Clientes varios a customer?": "no, nobody in particular",
    "Which rate for dollars?": "that of the document; payments in dollars at the rate of the document that they pay",
    "Are quotations sales?": "no",
}
ANSWERS = 'cancelled_rows = "leave_out"\n'
# The money of a document in dollars is as written in dollars, times its rate: rounding lies in the cents of dollars.
IN_OWN = {one.number: tuple(round(part / rate(one), 2) for part in (one.net, one.tax)) for one in DRAWN}
INVOICES = [
    plain.Invoice(
        number=one.number, day=one.day, customer=one.customer, net=IN_OWN[one.number][0] * rate(one),
        tax=IN_OWN[one.number][1] * rate(one), note=one.note, void=one.void, due=one.due, paid_on=one.paid_on,
        paid=sum(IN_OWN[one.number]) * rate(one) if one.paid_on else 0.0,
    )
    for one in DRAWN
]  # fmt: skip
NUMBERS = {
    "revenue": plain.sold(INVOICES, MONTHS),
    "orders_placed": plain.made(INVOICES, MONTHS),
    "cash_collected": plain.collected(INVOICES, MONTHS),
    "cases_opened": plain.opened(TICKETS, MONTHS),
    "cases_resolved": plain.solved(TICKETS, MONTHS),
}
AT_THE_END = {"receivables": plain.owed(INVOICES), "backlog": (plain.waiting(TICKETS),)}
SOLD_TO = plain.sold_to(INVOICES, CUSTOMERS)
TOLERANCE = 0.15  # soles: whether each document in dollars is rounded to the cent is nobody's mistake


def document(one: plain.Invoice) -> tuple[str, str, int]:
    """Its kind, series and number: each series counts from its own first."""
    person = one.customer is None or len(RUCS[one.customer]) == 8
    series = {(False, False): "F001", (True, False): "B001", (False, True): "FC01", (True, True): "BC01"}[
        person, one.note
    ]
    kind = "NOTA DE CRÉDITO" if one.note else "BOLETA DE VENTA" if person else "FACTURA"
    before = [row for row in INVOICES if row.number < one.number and _series_key(row) == _series_key(one)]
    return kind, series, 120 + len(before)


def _series_key(one: plain.Invoice) -> tuple[bool, bool]:
    return one.customer is None or len(RUCS[one.customer]) == 8, one.note


def write(folder: Path) -> None:
    """Put the four files into a folder."""
    with xlsxwriter.Workbook(str(folder / "Reporte_comprobantes_2026.xlsx")) as book:
        sheet, sums = book.add_worksheet("Comprobantes"), book.add_worksheet("Resumen")
        sheet.write(0, 0, "TEXTILES ANDINOS S.A.C. - RUC 20601234568")
        sheet.write(1, 0, "REPORTE DE COMPROBANTES ELECTRÓNICOS   DEL 01/05/2026 AL 31/07/2026")
        sheet.write_row(3, 0, ("FECHA EMISIÓN", "TIPO", "SERIE", "NÚMERO", "DOC. CLIENTE", "CLIENTE", "MONEDA", "T.C.",
                               "OP. GRAVADA", "IGV", "IMPORTE TOTAL", "ESTADO", "VENCIMIENTO"))  # fmt: skip
        for at, one in enumerate(INVOICES, 4):
            kind, series, number = document(one)
            whose, (net, tax) = one.customer, IN_OWN[one.number]
            row = (one.day.strftime("%d/%m/%Y"), kind, series, number, "00000000" if whose is None else RUCS[whose],
                   "CLIENTES VARIOS" if whose is None else CUSTOMERS[whose].upper(), "USD" if whose in DOLLARS else "PEN",
                   rate(one), net, tax, round(net + tax, 2), "ANULADO" if one.void else "ACEPTADO",
                   "" if one.note else one.due.strftime("%d/%m/%Y"))  # fmt: skip
            sheet.write_row(at, 0, row)
        sums.write_row(0, 0, ("MES", "FACTURAS", "BOLETAS", "TOTAL VENTAS S/"))
        for at, month in enumerate(MONTHS, 1):
            there = [one for one in INVOICES if plain.in_month(month, one.day) and not one.void and not one.note]
            boletas = sum(document(one)[0] == "BOLETA DE VENTA" for one in there)
            sums.write_row(
                at,
                0,
                (
                    plain.MONTH_NAMES[month.month - 1].upper(),
                    len(there) - boletas,
                    boletas,
                    round(sum(one.total for one in there), 2),
                ),
            )
    lines = ["FECHA DE PAGO;COMPROBANTE;CLIENTE;MONEDA;IMPORTE;BANCO"]
    for one in sorted((row for row in INVOICES if row.paid_on), key=lambda row: (row.paid_on, row.number)):
        _, series, number = document(one)
        name = "Clientes varios" if one.customer is None else CUSTOMERS[one.customer]
        mark = "US$" if one.customer in DOLLARS else "S/"
        lines.append(
            f"{one.paid_on:%d/%m/%Y};{series}-{number};{name};{mark};{plain.written(sum(IN_OWN[one.number]), ',', '.')};{('BCP', 'Interbank', 'Caja')[one.number % 3]}"
        )
    (folder / "pagos recibidos.csv").write_bytes("\r\n".join([*lines, ""]).encode("cp1252"))
    with xlsxwriter.Workbook(str(folder / "Cotizaciones 2026.xlsx")) as book:
        sheet = book.add_worksheet("Hoja1")
        sheet.write_row(0, 0, ("N° COTIZACIÓN", "FECHA", "CLIENTE", "SUBTOTAL", "IGV", "TOTAL", "ESTADO"))
        for at, one in enumerate(INVOICES[::3], 1):
            name = "Cliente nuevo" if one.customer is None else CUSTOMERS[one.customer]
            sheet.write_row(at, 0, (f"COT-{at:03d}", one.day.strftime("%d/%m/%Y"), name, round(one.net * 1.2, 2),
                                    round(one.net * 1.2 * 0.18, 2), round(one.net * 1.2 * 1.18, 2), ("Aprobada", "Pendiente", "Rechazada")[at % 3]))  # fmt: skip
    told = ["Fecha y hora\tCliente\tMedio\tConsulta\tAtendido por\tEstado\tFecha de solución"]
    for ticket in TICKETS:
        done = f"{ticket.solved:%d/%m/%Y %H:%M}" if ticket.solved else ""
        told.append("\t".join((f"{ticket.opened:%d/%m/%Y %H:%M}", CUSTOMERS[ticket.customer], CHANNELS[ticket.channel], TOPICS[ticket.subject],
                               AGENTS[ticket.agent], "Solucionado" if ticket.solved else "En proceso", done)))  # fmt: skip
    (folder / "atenciones.txt").write_bytes("\r\n".join([*told, ""]).encode("utf-16"))
