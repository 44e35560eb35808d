"""Taller Mecánico Pérez S.R.L., Cartago: what its owner has, written as the tools of there write it.

Three files. The list of invoices writes colones with blanks between thousands and is newest first, with what each
customer paid so far and on which day last; the tickets of a desk in English tell the channel; a form asks in words.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import xlsxwriter

from tests.scenarios.own_files import plain

CUSTOMERS = (
    "Transportes Irazú S.A.",
    "Lechería Prusia",
    "Ana Lucía Solano Brenes",
    "Cooperativa Oreamuno R.L.",
    "Repuestos El Guarco S.A.",
)
IDS = ("3-101-123456", "3-102-654321", "3-0345-0678", "3-004-045123", "3-101-998877")
SUBJECTS = ("Cita", "Garantía", "Cobro", "Queja")
CHANNELS = ("Email", "Phone", "Chat")
MONTHS = plain.month_starts(2026, 7, 3)
END = plain.end_of(MONTHS)
DICE = Random(506)
INVOICES = plain.invoices_of(
    DICE, MONTHS, customers=len(CUSTOMERS), a_month=28, rate=0.13, price=lambda dice: dice.uniform(9_000, 640_000),
    habits=plain.Habits(voids=0.07, partly=0.2),
)  # fmt: skip
TICKETS = plain.tickets_of(DICE, MONTHS, customers=len(CUSTOMERS), a_month=16)
ANSWERS_GIVEN = plain.answers_of(
    DICE, MONTHS, customers=len(CUSTOMERS), a_month=12,
    scores=(lambda dice: dice.choice((1, 2, 3, 4, 4, 5, 5)), lambda dice: dice.choice((3, 6, 7, 8, 8, 9, 10))),
)  # fmt: skip
WORDS = ("Malo", "Regular", "Bueno", "Muy bueno", "Excelente")

COMPANY = ("--name", "Taller Pérez", "--country", "CR", "--currency", "CRC")
OWNER = {
    "Are rows with state Anulada left out?": "yes",
    "Is the form about the company as a whole?": "yes",
    "Does Pending wait for the customer?": "yes",
}
ANSWERS = 'cancelled_rows = "leave_out"\nsurvey_about = "company"\npending_state = "customer"\n'
NOTES, RECOMMENDED = plain.given(ANSWERS_GIVEN, 0, MONTHS), plain.given(ANSWERS_GIVEN, 1, MONTHS)
NUMBERS = {
    "revenue": plain.sold(INVOICES, MONTHS),
    "orders_placed": plain.made(INVOICES, MONTHS),
    "cash_collected": plain.collected(INVOICES, MONTHS),
    "cases_opened": plain.opened(TICKETS, MONTHS),
    "cases_resolved": plain.solved(TICKETS, MONTHS),
    "csat": plain.satisfied(NOTES),
    "nps": plain.promoters(RECOMMENDED),
}
AT_THE_END = {"receivables": plain.owed(INVOICES), "backlog": (plain.waiting(TICKETS),)}
SOLD_TO = plain.sold_to(INVOICES, CUSTOMERS)


def colones(value: float) -> str:
    return "₡" + plain.written(value, " ", ",")


def write(folder: Path) -> None:
    """Put the three files into a folder."""
    lines = [
        "Consecutivo\tFecha emisión\tCliente\tCédula\tSubtotal\tIVA 13%\tTotal\tAbonado\tSaldo\tÚltimo abono\tEstado"
    ]
    for one in reversed(INVOICES):
        assert one.customer is not None
        state = (
            "Anulada" if one.void else "Pagada" if one.paid and not one.open else "Abonada" if one.paid else "Pendiente"
        )
        money = [colones(cell) for cell in (one.net, one.tax, one.total, one.paid, one.open)]
        lines.append("\t".join((f"00100001010000{one.number:06d}", f"{one.day:%d/%m/%Y}", CUSTOMERS[one.customer], IDS[one.customer], *money,
                                f"{one.paid_on:%d/%m/%Y}" if one.paid_on else "", state)))  # fmt: skip
    lines.append(
        "Totales\t\t\t\t"
        + "\t".join(
            colones(sum(getattr(one, part) for one in INVOICES)) for part in ("net", "tax", "total", "paid", "open")
        )
        + "\t\t"
    )
    (folder / "Facturas jul-set 2026.txt").write_bytes("\r\n".join([*lines, ""]).encode("utf-16"))
    desk = ["Ticket Id,Subject,Status,Priority,Source,Agent,Created time,Resolved time,Full name"]
    for ticket in TICKETS:
        done = f"{ticket.solved:%Y-%m-%d %H:%M:%S}" if ticket.solved else ""
        state = ("Resolved", "Closed")[ticket.number % 2] if ticket.solved else ("Open", "Pending")[ticket.number % 2]
        desk.append(f"{ticket.number},{SUBJECTS[ticket.subject]},{state},{('Low', 'Medium', 'High')[ticket.agent]},{CHANNELS[ticket.channel]},"
                    f"Marco,{ticket.opened:%Y-%m-%d %H:%M:%S},{done},{CUSTOMERS[ticket.customer]}")  # fmt: skip
    (folder / "tickets_freshdesk.csv").write_text("\n".join([*desk, ""]), encoding="utf-8")
    with xlsxwriter.Workbook(str(folder / "Opinión de clientes (respuestas).xlsx")) as book:
        sheet, seconds = (
            book.add_worksheet("Respuestas de formulario 1"),
            book.add_format({"num_format": "d/m/yyyy h:mm:ss"}),
        )
        sheet.write_row(
            0,
            0,
            (
                "Marca temporal",
                "¿Quién es usted?",
                "¿Cómo le pareció el servicio del taller?",
                "De 0 a 10, ¿nos recomendaría?",
                "Comentarios o sugerencias",
            ),
        )
        for at, answer in enumerate(ANSWERS_GIVEN, 1):
            note, likely = answer.scores
            assert note is not None
            sheet.write_datetime(at, 0, answer.at, seconds)
            sheet.write_row(at, 1, (CUSTOMERS[answer.customer], WORDS[note - 1], likely, ("", "Muy amables")[at % 2]))
