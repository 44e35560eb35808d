"""Importadora Chimborazo Cía. Ltda., Ambato: what its owner has, written as the tools of there write it.

Four files. The report of sales has two bases, two lines of names, numbers with leading noughts and what customers
withhold; receipts write the number short; cases are UTF-16 with a comma; a form of Microsoft answers in words.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import xlsxwriter

from tests.scenarios.own_files import plain

CUSTOMERS = ("Comercial El Tungurahua", "Ferrisariato Cevallos S.A.", "Construcciones Pelileo Cía. Ltda.", "Mercedes Ñacato Guamán",
             "Hotel Miraflores", "GAD Parroquial Izamba", "Transportes Patate")  # fmt: skip
RUCS = (
    "1890001439001",
    "1891234560001",
    "1890154774001",
    "1802345678001",
    "1891700001001",
    "1865001230001",
    "1891755550001",
)
SUBJECTS = ("Entrega tardía", "Factura errada", "Garantía", "Consulta de stock")
AGENTS = ("Wilmer", "Tatiana")
MONTHS = plain.month_starts(2026, 2, 3)
DICE = Random(593)
INVOICES = plain.invoices_of(
    DICE, MONTHS, customers=len(CUSTOMERS), a_month=34, rate=0.0, price=lambda dice: dice.uniform(15, 3_400),
    habits=plain.Habits(notes=0.05, voids=0.06, nobody=0.18),
)  # fmt: skip
TICKETS = plain.tickets_of(DICE, MONTHS, customers=len(CUSTOMERS), a_month=18)
ANSWERS_GIVEN = plain.answers_of(
    DICE, MONTHS, customers=len(CUSTOMERS), a_month=12,
    scores=(lambda dice: dice.choice((1, 2, 3, 4, 4, 5, 5)), lambda dice: dice.choice((2, 5, 6, 7, 8, 9, 9, 10))),
)  # fmt: skip
WORDS = ("Muy insatisfecho", "Insatisfecho", "Ni satisfecho ni insatisfecho", "Satisfecho", "Muy satisfecho")
# A third of the amount of every fourth document bears no tax, the rest 15 %.
FREE = {one.number: round(one.net / 3, 2) if one.number % 4 == 0 else 0.0 for one in INVOICES}
TAX = {one.number: round((one.net - FREE[one.number]) * 0.15, 2) for one in INVOICES}

COMPANY = ("--name", "Importadora Chimborazo", "--country", "EC", "--time-zone", "America/Guayaquil")
OWNER = {
    "Are documents with state ANULADO left out?": "yes",
    "Is a nota de crédito taken off the sales?": "yes, on its own day",
    "Is CONSUMIDOR FINAL a customer?": "no, nobody in particular",
    "Is the form about the company as a whole?": "yes",
    "Does Pendiente wait for the customer?": "no, for us",
}
ANSWERS = 'cancelled_rows = "leave_out"\nsurvey_about = "company"\npending_state = "us"\n'
TOTAL = {one.number: round(one.net + TAX[one.number], 2) for one in INVOICES}
PAID = [(one, TOTAL[one.number]) for one in INVOICES if one.paid_on]
NOTES, RECOMMENDED = plain.given(ANSWERS_GIVEN, 0, MONTHS), plain.given(ANSWERS_GIVEN, 1, MONTHS)
NUMBERS = {
    "revenue": plain.sold(INVOICES, MONTHS),
    "orders_placed": plain.made(INVOICES, MONTHS),
    "cash_collected": tuple(
        round(sum(amount for one, amount in PAID if plain.in_month(month, one.paid_on)), 2) for month in MONTHS
    ),
    "cases_opened": plain.opened(TICKETS, MONTHS),
    "cases_resolved": plain.solved(TICKETS, MONTHS),
    "csat": plain.satisfied(NOTES),
    "nps": plain.promoters(RECOMMENDED),
}
_LEFT = sum(TOTAL[one.number] for one in INVOICES if not one.note and not one.void and not one.paid_on)
_CREDIT = sum(TOTAL[one.number] for one in INVOICES if one.note)
AT_THE_END = {"receivables": (round(_LEFT, 2), round(_LEFT - _CREDIT, 2)), "backlog": (plain.waiting(TICKETS),)}
SOLD_TO = plain.sold_to(INVOICES, CUSTOMERS)


def number(one: plain.Invoice) -> int:
    """Invoices and credit notes count each from their own first."""
    return (40 if one.note else 2310) + sum(row.note == one.note for row in INVOICES[: one.number])


def write(folder: Path) -> None:
    """Put the four files into a folder."""
    with xlsxwriter.Workbook(str(folder / "Reporte de ventas feb-abr.xlsx")) as book:
        sheet, bold = book.add_worksheet("Ventas"), book.add_format({"bold": True})
        sheet.merge_range(0, 0, 0, 9, "IMPORTADORA CHIMBORAZO CIA. LTDA.", bold)
        sheet.merge_range(1, 0, 1, 9, "REPORTE DE VENTAS POR DOCUMENTO", bold)
        sheet.write(2, 0, "Desde: 01/02/2026   Hasta: 30/04/2026")
        sheet.merge_range(4, 0, 4, 2, "Documento", bold)
        sheet.merge_range(4, 3, 4, 4, "Cliente", bold)
        sheet.merge_range(4, 5, 4, 8, "Valores", bold)
        sheet.write_row(
            5,
            0,
            (
                "Fecha emisión",
                "Tipo",
                "Número",
                "RUC / Cédula",
                "Nombre",
                "Base 0%",
                "Base 15%",
                "IVA 15%",
                "Total",
                "Estado",
            ),
            bold,
        )
        at = 6
        for one in INVOICES:
            whose = one.customer
            sheet.write_row(at, 0, (one.day.strftime("%d/%m/%Y"), "Nota de crédito" if one.note else "Factura", f"001-002-{number(one):09d}",
                                    "9999999999999" if whose is None else RUCS[whose], "CONSUMIDOR FINAL" if whose is None else CUSTOMERS[whose],
                                    FREE[one.number], round(one.net - FREE[one.number], 2), TAX[one.number], TOTAL[one.number],
                                    "ANULADO" if one.void else "AUTORIZADO"))  # fmt: skip
            at += 1
        sheet.write(at, 4, "TOTAL GENERAL")
        kept = [one for one in INVOICES if not one.void]
        sheet.write_row(at, 5, [round(sum(part(one) for one in kept), 2) for part in (
            lambda one: FREE[one.number], lambda one: one.net - FREE[one.number], lambda one: TAX[one.number], lambda one: TOTAL[one.number])])  # fmt: skip
    lines = ["Fecha cobro;No. Factura;Cliente;Forma de cobro;Valor cobrado"]
    for one, amount in sorted(PAID, key=lambda pair: (pair[0].paid_on, pair[0].number)):
        name = "Consumidor final" if one.customer is None else CUSTOMERS[one.customer]
        lines.append(
            f"{one.paid_on:%d/%m/%Y};{number(one)};{name};{('Transferencia', 'Efectivo', 'Cheque')[one.number % 3]};{plain.written(amount, '', '.')}"
        )
    (folder / "cobros.csv").write_bytes("\r\n".join([*lines, ""]).encode("cp1252"))
    cases = ["# Caso,Fecha registro,Cliente,Asunto,Prioridad,Asignado a,Estado,Fecha cierre"]
    for ticket in TICKETS:
        done = f"{ticket.solved:%d/%m/%Y %H:%M}" if ticket.solved else ""
        cases.append(f"C-{ticket.number:03d},{ticket.opened:%d/%m/%Y %H:%M},{CUSTOMERS[ticket.customer]},{SUBJECTS[ticket.subject]},"
                     f"{('Alta', 'Media', 'Baja')[ticket.channel]},{AGENTS[ticket.agent % 2]},{'Cerrado' if ticket.solved else ('Pendiente', 'En gestión')[ticket.number % 2]},{done}")  # fmt: skip
    (folder / "casos soporte.csv").write_bytes("\r\n".join([*cases, ""]).encode("utf-16"))
    with xlsxwriter.Workbook(str(folder / "Encuesta clientes 2026(1-36).xlsx")) as book:
        sheet, minutes = book.add_worksheet("Sheet1"), book.add_format({"num_format": "m/d/yy h:mm:ss"})
        sheet.write_row(0, 0, ("ID", "Hora de inicio", "Hora de finalización", "Correo electrónico", "Nombre", "¿Qué tan satisfecho está usted con nuestro servicio?",
                               "¿Qué probabilidad hay de que nos recomiende a un colega? (0 = nada probable, 10 = muy probable)", "Comentarios"))  # fmt: skip
        for at, answer in enumerate(ANSWERS_GIVEN, 1):
            note, likely = answer.scores
            assert note is not None
            sheet.write(at, 0, at)
            sheet.write_datetime(at, 1, answer.at, minutes)
            sheet.write_datetime(at, 2, answer.at, minutes)
            sheet.write_row(at, 3, ("anonymous", CUSTOMERS[answer.customer], WORDS[note - 1], likely, ""))
