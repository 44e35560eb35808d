"""Electro Chan Chan E.I.R.L., Trujillo: what its owner has, as a Peruvian till, a desk and a form write it.

Three files. The till's list of documents has boletas and facturas with their way of paying and the value without IGV; the
desk writes twelve-hour clocks and the time to the first answer in hours and minutes; the form of Google has a clock with its
zone, notes with words and a recommendation.

What its owner would say: "De baja" counts nowhere; a nota de crédito is written below nought; "Clientes varios" is nobody in
particular; all is paid at the till, so that nobody owes and the list tells no payments; the survey is about the company; "En
espera de cliente" waits for the customer, and is open.
"""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random

import xlsxwriter

from tests.scenarios.own_files import plain

CUSTOMERS = ("Colegio Santa Rosa", "Inversiones Moche S.A.C.", "Segundo Paredes Alva", "Clínica Primavera S.A.",
             "Municipalidad Huanchaco", "Karina Rodríguez León")  # fmt: skip
IDS = ("20145678901", "20481234567", "18123456", "20482345678", "20167890123", "40123987")
SUBJECTS = ("Garantía de laptop", "Instalación", "Consulta de stock", "Cambio de equipo")
CHANNELS = ("Facebook", "Llamada", "Presencial")
AGENTS = ("Wilmer", "Fiorella", "Jhon")
MONTHS = plain.month_starts(2026, 8, 3)
DICE = Random(9_103)
INVOICES = plain.invoices_of(
    DICE, MONTHS, customers=len(CUSTOMERS), a_month=40, rate=0.18, price=lambda dice: dice.uniform(15, 3_900),
    habits=plain.Habits(notes=0.05, voids=0.05, nobody=0.4),
)  # fmt: skip
TICKETS = plain.tickets_of(DICE, MONTHS, customers=len(CUSTOMERS), a_month=19)
ANSWERS_GIVEN = plain.answers_of(
    DICE, MONTHS, customers=len(CUSTOMERS), a_month=16,
    scores=(lambda dice: dice.choice((1, 2, 3, 4, 4, 5, 5)), lambda dice: dice.choice((0, 5, 7, 8, 9, 10, 10))),
)  # fmt: skip
WORDS = ("Muy insatisfecho", "Insatisfecho", "Ni satisfecho ni insatisfecho", "Satisfecho", "Muy satisfecho")
COMPANY = ("--name", "Electro Chan Chan", "--country", "PE", "--currency", "PEN")
ANSWERS = 'cancelled_rows = "leave_out"\nsurvey_about = "company"\npending_state = "customer"\n'
NOTES, RECOMMENDED = plain.given(ANSWERS_GIVEN, 0, MONTHS), plain.given(ANSWERS_GIVEN, 1, MONTHS)
NUMBERS = {
    "revenue": plain.sold(INVOICES, MONTHS),
    "orders_placed": plain.made(INVOICES, MONTHS),
    "cases_opened": plain.opened(TICKETS, MONTHS),
    "cases_resolved": plain.solved(TICKETS, MONTHS),
    "csat": plain.satisfied(NOTES),
    "nps": plain.promoters(RECOMMENDED),
}
AT_THE_END = {"backlog": (plain.waiting(TICKETS),)}
ABSENT = ("receivables",)
SOLD_TO = plain.sold_to(INVOICES, CUSTOMERS)


def clock(at: object) -> str:
    return f"{at:%d/%m/%Y %I:%M }" + ("a. m." if f"{at:%p}" == "AM" else "p. m.")


def write(folder: Path) -> None:
    """Put the three files into a folder."""
    with xlsxwriter.Workbook(str(folder / "REPORTE VENTAS POS.xlsx")) as book:
        for month in MONTHS:
            name = plain.MONTH_NAMES[month.month - 1].upper()
            sheet = book.add_worksheet(name[:3])
            sheet.write(0, 0, f"VENTAS DE {name} 2026 - TIENDA PIZARRO")
            sheet.write_row(2, 0, ("ITEM", "F. EMISIÓN", "TIPO DOC.", "SERIE-CORRELATIVO", "RUC/DNI", "RAZÓN SOCIAL / NOMBRES", "VALOR VENTA",
                                   "IGV 18%", "PRECIO VENTA", "MEDIO DE PAGO", "CAJERO", "SITUACIÓN"))  # fmt: skip
            rows = [one for one in INVOICES if plain.in_month(month, one.day)]
            for at, one in enumerate(rows, 1):
                whose, sign = one.customer, -1 if one.note else 1
                letter = "F" if whose is not None and len(IDS[whose]) == 11 else "B"
                kind = "NOTA CRÉDITO" if one.note else "FACTURA" if letter == "F" else "BOLETA"
                sheet.write_row(at + 2, 0, (at, f"{one.day:%d/%m/%Y}", kind, f"{letter}{'C' if one.note else '0'}01-{one.number:08d}",
                                            "00000000" if whose is None else IDS[whose], "CLIENTES VARIOS" if whose is None else CUSTOMERS[whose],
                                            sign * one.net, sign * one.tax, round(sign * one.total, 2),
                                            ("EFECTIVO", "YAPE", "TARJETA", "PLIN")[one.number % 4], AGENTS[one.number % 3],
                                            "DE BAJA" if one.void else "ACEPTADO"))  # fmt: skip
            kept = [(-1 if one.note else 1) * one.total for one in rows]
            sheet.write_row(len(rows) + 3, 5, ("TOTAL S/", "", "", round(sum(kept), 2)))
    with (folder / "mesa_de_ayuda.csv").open("w", encoding="cp1252", newline="") as file:
        desk = csv.writer(file, delimiter=";")
        desk.writerow(
            (
                "N° Ticket",
                "Creado",
                "Solicitante",
                "Asunto",
                "Vía",
                "Técnico",
                "Estado",
                "Primera respuesta (hh:mm)",
                "Resuelto el",
            )
        )
        for ticket in TICKETS:
            state = "Resuelto" if ticket.solved else ("Abierto", "En espera de cliente")[ticket.number % 2]
            desk.writerow((f"#{ticket.number + 700}", clock(ticket.opened), CUSTOMERS[ticket.customer], SUBJECTS[ticket.subject],
                           CHANNELS[ticket.channel], AGENTS[ticket.agent], state,
                           f"{ticket.answered_after // 60}:{ticket.answered_after % 60:02d}", clock(ticket.solved) if ticket.solved else ""))  # fmt: skip
    with (folder / "Tu opinión nos importa.csv").open("w", encoding="utf-8", newline="") as file:
        form = csv.writer(file)
        form.writerow(("Marca temporal", "Tu nombre o el de tu institución", "En general, ¿cómo te sientes con nuestra atención?",
                       "Del 0 al 10, ¿cuánto nos recomendarías?", "Déjanos tu comentario"))  # fmt: skip
        for at, answer in enumerate(ANSWERS_GIVEN):
            note, likely = answer.scores
            assert note is not None
            when = f"{answer.at:%Y/%m/%d} {int(f'{answer.at:%I}')}:{answer.at:%M:%S} {'a.m.' if answer.at.hour < 12 else 'p.m.'} GMT-5"
            form.writerow(
                (
                    when,
                    CUSTOMERS[answer.customer],
                    WORDS[note - 1],
                    likely,
                    ("Gracias", "", "Más stock, por favor")[at % 3],
                )
            )
