"""Calzado Chicamocha S.A.S., Bucaramanga: what its owner has, as a Colombian accounting program in the cloud writes it.

Four files. The list of documents of sale says kind, prefix and number in one cell, with a discount, the tax charged and what
the customer withholds; a credit note names the invoice that it is about; receipts of money cross a document; complaints are
a list with radicados; the form of Google asks in Spanish with notes from 1 to 5.

What its owner would say: a document "Anulado" counts nowhere; a nota crédito takes off what it says, on its own day; the total
is what the customer pays, after what he withholds; the survey is about the company; "En gestión" is still open.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import xlsxwriter

from tests.scenarios.own_files import plain

CUSTOMERS = ("Almacenes La Quinta S.A.S.", "Zapatería El Paso Firme", "Distribuidora Santander Ltda.",
             "Yolanda Rueda Mantilla", "Comercial Cañaveral S.A.S.", "Jairo Pinto Suárez")  # fmt: skip
NITS = ("900155107", "37829944", "860025674", "63345120", "901234580", "91288450")
REASONS = ("Talla errada", "Defecto de fábrica", "Demora", "Factura")
CHANNELS = ("WhatsApp", "Correo electrónico", "Línea telefónica")
AGENTS = ("Marcela", "Óscar", "Liliana")
MONTHS = plain.month_starts(2026, 6, 3)
DICE = Random(9_101)
DRAWN = plain.invoices_of(
    DICE, MONTHS, customers=len(CUSTOMERS), a_month=32, rate=0.19, price=lambda dice: dice.uniform(80_000, 4_900_000),
    habits=plain.Habits(notes=0.07, voids=0.05),
)  # fmt: skip
TICKETS = plain.tickets_of(DICE, MONTHS, customers=len(CUSTOMERS), a_month=15)
ANSWERS_GIVEN = plain.answers_of(
    DICE, MONTHS, customers=len(CUSTOMERS), a_month=14,
    scores=(lambda dice: dice.choice((1, 3, 4, 4, 5, 5, None)), lambda dice: dice.choice((2, 6, 7, 8, 9, 9, 10))),
)  # fmt: skip
COMPANY = ("--name", "Calzado Chicamocha", "--country", "CO", "--currency", "COP")
ANSWERS = 'cancelled_rows = "leave_out"\nsurvey_about = "company"\npending_state = "us"\n'


def withheld(one: plain.Invoice) -> float:
    """What a company withholds of an invoice, 2.5 %; people withhold nothing, nor is anything withheld of a note."""
    companies = (0, 2, 4)
    return round(one.net * 0.025, 2) if one.customer in companies and not one.note else 0.0


def to_pay(one: plain.Invoice) -> float:
    return round(one.total - withheld(one), 2)


SETTLED = {one.number: to_pay(one) for one in DRAWN if one.paid_on}
NOTES, RECOMMENDED = plain.given(ANSWERS_GIVEN, 0, MONTHS), plain.given(ANSWERS_GIVEN, 1, MONTHS)
NUMBERS = {
    "revenue": plain.sold(DRAWN, MONTHS),
    "orders_placed": plain.made(DRAWN, MONTHS),
    "cash_collected": tuple(
        round(sum(SETTLED[one.number] for one in DRAWN if plain.in_month(month, one.paid_on)), 2) for month in MONTHS
    ),
    "cases_opened": plain.opened(TICKETS, MONTHS),
    "cases_resolved": plain.solved(TICKETS, MONTHS),
    "csat": plain.satisfied(NOTES),
    "nps": plain.promoters(RECOMMENDED),
}


def invoice_of(note: plain.Invoice) -> plain.Invoice | None:
    """The invoice that a note is about: the last one of its customer before it."""
    before = [
        one for one in DRAWN[: note.number - 1] if one.customer == note.customer and not one.note and not one.void
    ]
    return before[-1] if before else None


# A note on an invoice that is open takes off what is owed of it, and what it is more is a credit of the customer; one on an
# invoice that is paid is a credit altogether.
_LEFT = {one.number: to_pay(one) for one in DRAWN if not (one.void or one.note or one.paid_on)}
for _note in (one for one in DRAWN if one.note):
    _about = invoice_of(_note)
    if _about and _about.number in _LEFT:
        _LEFT[_about.number] -= _note.total
AT_THE_END = {
    "receivables": (round(sum(left for left in _LEFT.values() if left > 0), 2),),
    "backlog": (plain.waiting(TICKETS),),
}
SOLD_TO = plain.sold_to(DRAWN, CUSTOMERS)


def comprobante(one: plain.Invoice) -> str:
    before = sum(other.note == one.note for other in DRAWN[: one.number - 1])
    return f"NC-2-{31 + before}" if one.note else f"FV-1-{2405 + before}"


def write(folder: Path) -> None:
    """Put the four files into a folder."""
    with xlsxwriter.Workbook(str(folder / "Listado documentos de venta.xlsx")) as book:
        sheet, day = book.add_worksheet("Reporte"), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write(0, 0, "CALZADO CHICAMOCHA S.A.S.")
        sheet.write(1, 0, "NIT 901.888.777-1")
        sheet.write(2, 0, "Listado de documentos de venta")
        sheet.write(3, 0, "Desde 01/06/2026 hasta 31/08/2026")
        names = ("Comprobante", "Fecha elaboración", "Identificación", "Sucursal", "Nombre tercero", "Vendedor", "Valor bruto",
                 "Descuento", "Subtotal", "Impuesto cargo", "Impuesto retención", "Total", "Fecha vencimiento",
                 "Documento que afecta", "Estado")  # fmt: skip
        sheet.write_row(5, 0, names)
        for at, one in enumerate(DRAWN, 6):
            assert one.customer is not None
            off = (0.0, round(one.net / 9, 2))[one.number % 3 == 0]
            about = invoice_of(one) if one.note else None
            sheet.write(at, 0, comprobante(one))
            sheet.write_datetime(at, 1, one.day, day)
            sheet.write_row(at, 2, (NITS[one.customer], 0, CUSTOMERS[one.customer], AGENTS[one.number % 3], round(one.net + off, 2),
                                    off, one.net, one.tax, withheld(one), to_pay(one)))  # fmt: skip
            if not one.note:
                sheet.write_datetime(at, 12, one.due, day)
            sheet.write(at, 13, comprobante(about) if about else "")
            sheet.write(at, 14, "Anulado" if one.void else "Aprobado")
        last = len(DRAWN) + 6
        sheet.write(last, 0, "Total general")
        sheet.write(last, 11, round(sum(to_pay(one) for one in DRAWN), 2))
        sheet.write(last + 1, 0, "Procesado en: 01/09/2026 08:15")
    lines = ["Comprobante,Fecha,Identificación,Nombre tercero,Documento cruce,Medio de pago,Valor"]
    for at, one in enumerate(
        sorted((row for row in DRAWN if row.paid_on), key=lambda row: (row.paid_on, row.number)), 880
    ):
        assert one.customer is not None
        lines.append(f'RC-1-{at},{one.paid_on:%d/%m/%Y},{NITS[one.customer]},{CUSTOMERS[one.customer]},{comprobante(one)},'
                     f'{("Transferencia", "Efectivo", "Nequi")[one.number % 3]},"{plain.written(to_pay(one), ".", ",")}"')  # fmt: skip
    (folder / "Recibos de caja.csv").write_bytes("\r\n".join([*lines, ""]).encode("utf-8-sig"))
    told = ["Radicado;Fecha radicación;Cliente;Tipo de PQR;Canal;Responsable;Estado;Fecha de respuesta"]
    for ticket in TICKETS:
        done = f"{ticket.solved:%Y/%m/%d %H:%M}" if ticket.solved else ""
        told.append(";".join((f"PQR{ticket.number:05d}", f"{ticket.opened:%Y/%m/%d %H:%M}", CUSTOMERS[ticket.customer], REASONS[ticket.subject],
                              CHANNELS[ticket.channel], AGENTS[ticket.agent], "Respondida" if ticket.solved else "En gestión", done)))  # fmt: skip
    (folder / "PQR 2026.csv").write_bytes("\r\n".join([*told, ""]).encode("cp1252"))
    with xlsxwriter.Workbook(str(folder / "Encuesta de satisfacción (Respuestas).xlsx")) as book:
        sheet, seconds = (
            book.add_worksheet("Respuestas de formulario 1"),
            book.add_format({"num_format": "d/m/yyyy h:mm:ss"}),
        )
        sheet.write_row(0, 0, ("Marca temporal", "Nombre de su almacén", "¿Qué tan satisfecho está con nuestros productos y servicio?",
                               "¿Qué tan probable es que nos recomiende a un colega?", "¿Algo más que quiera contarnos?"))  # fmt: skip
        for at, answer in enumerate(ANSWERS_GIVEN, 1):
            note, likely = answer.scores
            sheet.write_datetime(at, 0, answer.at, seconds)
            sheet.write_row(
                at, 1, (CUSTOMERS[answer.customer], "" if note is None else note, likely, ("", "Todo bien")[at % 2])
            )
