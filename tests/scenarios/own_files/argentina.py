"""Panificadora del Litoral S.R.L., Rosario: what its owner has, written as the tools of there write it.

Three files. The list of the tax office holds kinds of documents, points of sale and numbers apart, notes of credit as
amounts above nought, taxes of three kinds and final consumers; the receipts have a comma as decimal mark and a peso sign;
the complaints tell day and hour in two columns.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import xlsxwriter

from tests.scenarios.own_files import plain

CUSTOMERS = ("Hotel Italia S.A.", "Sandwichería Lo de Cacho", "Colegio San Patricio", "Bar El Cairo S.R.L.",
             "Catering Paraná", "Supermercado Nueve de Julio S.A.", "Confitería Nuria", "Clínica del Parque S.A.")  # fmt: skip
CUITS = (
    "30500000011",
    "20111111112",
    "30712000031",
    "30700000044",
    "27222222223",
    "30600000055",
    "30711111116",
    "30733333337",
)
KINDS = ("Pedido incompleto", "Demora", "Error de facturación", "Calidad del producto")
CHANNELS = ("Teléfono", "WhatsApp", "Mail")
MONTHS = plain.month_starts(2026, 4, 3)
DICE = Random(540)
INVOICES = plain.invoices_of(
    DICE, MONTHS, customers=len(CUSTOMERS), a_month=38, rate=0.21, price=lambda dice: dice.uniform(18_000, 940_000),
    habits=plain.Habits(notes=0.07, voids=0.0, nobody=0.2),
)  # fmt: skip
TICKETS = plain.tickets_of(DICE, MONTHS, customers=len(CUSTOMERS), a_month=17)

COMPANY = ("--name", "Panificadora del Litoral", "--country", "AR", "--currency", "ARS")
# What the owner says when asked.
OWNER = {
    "Is a Nota de Crédito taken off the sales?": "yes, on its own day",
    "Are final consumers a customer?": "no, nobody in particular",
    "Do the receipts hold the tax?": "yes, they are money received",
    "Are the other taxes (perceptions) sales?": "no",
    "Does Pendiente wait for the customer?": "no, for us",
}
ANSWERS = 'pending_state = "us"\n'
NUMBERS = {
    "revenue": plain.sold(INVOICES, MONTHS),
    "orders_placed": plain.made(INVOICES, MONTHS),
    "cash_collected": plain.collected(INVOICES, MONTHS),
    "cases_opened": plain.opened(TICKETS, MONTHS),
    "cases_resolved": plain.solved(TICKETS, MONTHS),
}
# The tax office's list has the perception inside the total; it is owed too. One in four invoices of companies has it.
PERCEPTIONS = {
    one.number: round(one.net * 0.03, 2)
    for one in INVOICES
    if one.number % 4 == 0 and one.customer is not None and not one.paid
}
AT_THE_END = {
    "receivables": tuple(
        round(
            one
            + sum(PERCEPTIONS[row.number] for row in INVOICES if row.number in PERCEPTIONS and (not row.note))
            - less,
            2,
        )
        for one, less in zip(
            plain.owed(INVOICES),
            (0.0, sum(PERCEPTIONS.get(row.number, 0.0) for row in INVOICES if row.note)),
            strict=True,
        )
    ),
    "backlog": (plain.waiting(TICKETS),),
}
SOLD_TO = plain.sold_to(INVOICES, CUSTOMERS)

HEAD = ("Fecha", "Tipo", "Punto de Venta", "Número Desde", "Número Hasta", "Cód. Autorización", "Tipo Doc. Receptor",
        "Nro. Doc. Receptor", "Denominación Receptor", "Tipo Cambio", "Moneda", "Imp. Neto Gravado",
        "Imp. Neto No Gravado", "Imp. Op. Exentas", "Otros Tributos", "IVA", "Imp. Total")  # fmt: skip


def document(one: plain.Invoice) -> tuple[str, int]:
    """Its kind and its number: each kind counts from its own first."""
    letter = "B" if one.customer is None else "A"
    kind = {"A": ("1 - Factura A", "3 - Nota de Crédito A"), "B": ("6 - Factura B", "8 - Nota de Crédito B")}[letter][
        one.note
    ]
    alike = [row for row in INVOICES if (row.customer is None) == (one.customer is None) and row.note == one.note]
    return kind, 100 + alike.index(one) + 1


def write(folder: Path) -> None:
    """Put the three files into a folder."""
    with xlsxwriter.Workbook(str(folder / "Mis Comprobantes Emitidos - CUIT 30709999991.xlsx")) as book:
        sheet = book.add_worksheet("Sheet1")
        sheet.write(0, 0, "Mis Comprobantes Emitidos - CUIT 30709999991")
        sheet.write_row(1, 0, HEAD)
        for at, one in enumerate(INVOICES, 2):
            kind, number = document(one)
            whose = one.customer
            exempt = round(one.net * 0.1, 2) if one.number % 9 == 0 else 0.0  # a part of the net that bears no tax
            taxed, other = round(one.net - exempt, 2), PERCEPTIONS.get(one.number, 0.0)
            row = (one.day.strftime("%d/%m/%Y"), kind, 3, number, number, f"7612345{one.number:07d}",
                   "DNI" if whose is None else "CUIT", "" if whose is None else CUITS[whose],
                   "CONSUMIDOR FINAL" if whose is None else CUSTOMERS[whose].upper(), 1, "$", taxed, 0, exempt,
                   other, one.tax, round(one.total + other, 2))  # fmt: skip
            sheet.write_row(at, 0, row)
    lines = ["Fecha;Recibo Nro;Cliente;Comprobante;Forma de pago;Importe"]
    paid = sorted((one for one in INVOICES if one.paid_on), key=lambda one: (one.paid_on, one.number))
    for at, one in enumerate(paid, 1):
        kind, number = document(one)
        name = "Consumidor final" if one.customer is None else CUSTOMERS[one.customer]
        way = ("Transferencia", "Cheque", "Efectivo", "Mercado Pago")[at % 4]
        lines.append(
            f"{one.paid_on:%d/%m/%Y};R-{at:05d};{name};F{kind[-1]} 0003-{number:08d};{way};$ {plain.written(one.paid, '.', ',')}"
        )
    lines.append(f";;;;TOTAL COBRADO;$ {plain.written(sum(one.paid for one in paid), '.', ',')}")
    (folder / "cobranzas.csv").write_bytes("\r\n".join([*lines, ""]).encode("cp1252"))
    with xlsxwriter.Workbook(str(folder / "Planilla de reclamos.xlsx")) as book:
        sheet, days, hours = (
            book.add_worksheet("Reclamos"),
            book.add_format({"num_format": "dd/mm/yy"}),
            book.add_format({"num_format": "hh:mm"}),
        )
        sheet.merge_range(0, 0, 0, 7, "RECLAMOS DE CLIENTES 2026")
        sheet.write_row(2, 0, ("Nro", "Fecha", "Hora", "Cliente", "Motivo", "Vía", "Estado", "Fecha solución"))
        for at, ticket in enumerate(TICKETS, 3):
            sheet.write(at, 0, ticket.number)
            sheet.write_datetime(at, 1, ticket.opened.replace(hour=0, minute=0), days)
            sheet.write_datetime(at, 2, ticket.opened.time(), hours)
            sheet.write_row(at, 3, (CUSTOMERS[ticket.customer], KINDS[ticket.subject], CHANNELS[ticket.channel]))
            sheet.write(at, 6, "Resuelto" if ticket.solved else ("Pendiente", "En curso")[ticket.number % 2])
            if ticket.solved:
                sheet.write_datetime(at, 7, ticket.solved.replace(hour=0, minute=0), days)
