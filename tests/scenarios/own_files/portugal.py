"""Oficina Tejo, Lda., Santarém: what its owner has, written as the tools of there write it.

Three files, in Portuguese of Portugal. The list of documents tells kind, series and number in one cell, notes of credit
below nought, and invoices that are receipts too and paid on their day; receipts name the document that they settle; the
requests for help carry a note from 1 to 5.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import xlsxwriter

from tests.scenarios.own_files import plain

CUSTOMERS = ("Transportes Ribatejo, S.A.", "Câmara Municipal de Almeirim", "António Conceição Simões", "Quinta do Outeiro, Lda.",
             "Padaria Central do Cartaxo", "Táxis Escalabitanos")  # fmt: skip
NIFS = ("500000000", "501280740", "123456789", "504615947", "507172230", "510000002")
SUBJECTS = ("Orçamento", "Reclamação", "Marcação", "Garantia")
AGENTS = ("Rui", "Inês", "Vasco")
MONTHS = plain.month_starts(2026, 5, 3)
DICE = Random(351)
DRAWN = plain.invoices_of(
    DICE, MONTHS, customers=len(CUSTOMERS), a_month=31, rate=0.23, price=lambda dice: dice.uniform(20, 2_100),
    habits=plain.Habits(notes=0.06, voids=0.06),
)  # fmt: skip
# Every fifth document is an invoice that is its own receipt: paid whole, on its day.
INVOICES = [
    replace(one, paid_on=one.day, paid=one.total) if one.number % 5 == 0 and not one.note and not one.void else one
    for one in DRAWN
]
TICKETS = plain.tickets_of(DICE, MONTHS, customers=len(CUSTOMERS), a_month=20, voids=0.05,
                           scores=lambda dice: dice.choice((1, 3, 4, 4, 5, 5)))  # fmt: skip

COMPANY = ("--name", "Oficina Tejo", "--country", "PT", "--currency", "EUR", "--time-zone", "Europe/Lisbon")
OWNER = {
    "Are Anulado and Cancelado left out?": "yes",
    "Is a Fatura-recibo (FR) paid?": "yes, whole and on its day; it stands in no list of receipts",
    "Is a Nota de crédito taken off the sales?": "yes, on its own day",
    "Is the note of a request about that request?": "yes",
}
ANSWERS = 'cancelled_rows = "leave_out"\n'
_SCORED = [
    [ticket.score for ticket in TICKETS if ticket.score is not None and plain.in_month(month, ticket.solved)]
    for month in MONTHS
]
NUMBERS = {
    "revenue": plain.sold(INVOICES, MONTHS),
    "orders_placed": plain.made(INVOICES, MONTHS),
    "cash_collected": plain.collected(INVOICES, MONTHS),
    "cases_opened": plain.opened(TICKETS, MONTHS),
    "cases_resolved": plain.solved(TICKETS, MONTHS),
    "csat": plain.satisfied(_SCORED),
}
AT_THE_END = {"receivables": plain.owed(INVOICES), "backlog": (plain.waiting(TICKETS),)}
SOLD_TO = plain.sold_to(INVOICES, CUSTOMERS)


def kind(one: plain.Invoice) -> str:
    return "NC" if one.note else "FR" if one.number % 5 == 0 else "FT"


def document(one: plain.Invoice) -> str:
    return f"{kind(one)} 2026A/{sum(kind(row) == kind(one) for row in INVOICES[: one.number])}"


def write(folder: Path) -> None:
    """Put the three files into a folder."""
    lines = ["Documento;Data;Data venc.;Nome;Contribuinte;Total ilíquido;IVA;Total;Estado"]
    for one in INVOICES:
        assert one.customer is not None
        sign = -1 if one.note else 1
        money = [plain.written(sign * cell, ".", ",") + " €" for cell in (one.net, one.tax, one.total)]
        lines.append(";".join((document(one), f"{one.day:%d-%m-%Y}", f"{one.due:%d-%m-%Y}", CUSTOMERS[one.customer], NIFS[one.customer], *money,
                               "Anulado" if one.void else "Normal")))  # fmt: skip
    lines.append(";;;;Totais;" + ";".join(plain.written(sum((-1 if one.note else 1) * getattr(one, part) for one in INVOICES), ".", ",") + " €"
                                             for part in ("net", "tax", "total")) + ";")  # fmt: skip
    (folder / "Documentos de venda 2026.csv").write_bytes("\r\n".join([*lines, ""]).encode("utf-8-sig"))
    with xlsxwriter.Workbook(str(folder / "Recibos.xlsx")) as book:
        sheet, days = book.add_worksheet("Folha1"), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ("Recibo", "Data", "Cliente", "Documento liquidado", "Valor"))
        paid = [one for one in INVOICES if one.paid_on and kind(one) == "FT"]
        for at, one in enumerate(sorted(paid, key=lambda row: (row.paid_on, row.number)), 1):
            assert one.customer is not None
            assert one.paid_on is not None
            sheet.write(at, 0, f"RG 2026A/{at}")
            sheet.write_datetime(at, 1, one.paid_on, days)
            sheet.write_row(at, 2, (CUSTOMERS[one.customer], document(one), one.paid))
    calls = ["Nº;Data de abertura;Cliente;Assunto;Técnico;Estado;Data de fecho;Satisfação (1 a 5)"]
    for ticket in TICKETS:
        state = (
            "Cancelado" if ticket.void else "Fechado" if ticket.solved else ("Aberto", "Em curso")[ticket.number % 2]
        )
        done = f"{ticket.solved:%d-%m-%Y %H:%M}" if ticket.solved else ""
        calls.append(f"{ticket.number};{ticket.opened:%d-%m-%Y %H:%M};{CUSTOMERS[ticket.customer]};{SUBJECTS[ticket.subject]};{AGENTS[ticket.agent]};{state};{done};"
                     f"{'' if ticket.score is None else ticket.score}")  # fmt: skip
    (folder / "pedidos de assistência.csv").write_bytes("\r\n".join([*calls, ""]).encode("cp1252"))
