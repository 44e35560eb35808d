"""Gestoría Turia Asesores, S.L., Valencia: what its owner has, written as the tools of there write it.

Three files, in Spanish. The list of invoices has the newest first, euros behind each amount and no amount paid: what is
collected, pending or overdue says its state; direct debits that the bank will charge next month have their day already. The
log of queries keeps days and hours in columns of their own; the form is Google's, with a clock of twelve hours and its zone.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import xlsxwriter

from tests.scenarios.own_files import plain

CLIENTS = (
    ("Horchatería Alboraia, S.L.", "B96000104"),
    ("Cítricos La Safor, S. Coop. V.", "F96000203"),
    ("Vicent Ferrandis Llopis", "20000014L"),
    ("Azulejos Mislata, S.A.", "A96000302"),
    ("Clínica Dental Russafa, S.L.P.", "B96000401"),
    ("Bar Peñíscola, C.B.", "E96000500"),
    ("Talleres Núñez e Hijos, S.L.", "B96000609"),
    ("Amparo Català Muñoz", "20000028X"),
    ("Transportes Port de Sagunt, S.L.", "B96000708"),
)
NAMES = tuple(name for name, _ in CLIENTS)
CONCEPTS = ("Cuota mensual de asesoría", "Nóminas y seguros sociales", "Declaración trimestral", "Trámite en Hacienda")
PAYMENTS = ("Transferencia", "Tarjeta", "Domiciliación")
WAYS = ("Teléfono", "Correo", "Oficina")
SUBJECTS = ("Duda sobre una nómina", "Requerimiento de Hacienda", "Copia de factura", "Alta de autónomo")
MANAGERS = ("Empar", "Íñigo", "Lucía")
SUGGESTIONS = ("", "Contestar antes al teléfono, sobre todo en julio", "", "Ninguna", "Muy amables", "")
ZONE = ZoneInfo("Europe/Madrid")
MONTHS = plain.month_starts(2026, 2, 5)
END = plain.end_of(MONTHS)
INVOICES = plain.invoices_of(
    Random(962), MONTHS, customers=len(CLIENTS), a_month=33, rate=0.21, price=lambda dice: dice.uniform(45, 1_650),
    habits=plain.Habits(voids=0.05),
)  # fmt: skip
# Direct debits of June that the bank will charge on the due day, in July: the list calls them collected on that day.
SENT_TO_BANK = [
    one for one in INVOICES if one.number % 3 == 2 and not one.void and not one.paid_on and one.day >= MONTHS[-1]
]
TICKETS = plain.tickets_of(Random(963), MONTHS, customers=len(CLIENTS), a_month=24, voids=0.04)
FORM = plain.answers_of(
    Random(964), MONTHS, customers=len(CLIENTS), a_month=14,
    scores=(lambda dice: dice.choice((0, 3, 6, 7, 8, 8, 9, 9, 10, 10, None)), lambda dice: dice.choice((1, 2, 3, 3, 4, 4, 5, 5, 5))),
)  # fmt: skip

COMPANY = ("--name", "Gestoría Turia", "--country", "ES", "--currency", "EUR", "--time-zone", "Europe/Madrid")
OWNER = {
    "¿Se dejan fuera las anuladas?": "sí, las facturas y las consultas",
    "¿La encuesta es sobre la gestoría en su conjunto?": "sí",
    "¿Los cobros con fecha posterior al final del listado?": "son recibos enviados al banco: siguen abiertas",
}
ANSWERS = 'cancelled_rows = "leave_out"\nsurvey_about = "company"\npayments_after_end = "leave_open"\n'
NUMBERS = {
    "revenue": plain.sold(INVOICES, MONTHS),
    "orders_placed": plain.made(INVOICES, MONTHS),
    "cash_collected": plain.collected(INVOICES, MONTHS),
    "cases_opened": plain.opened(TICKETS, MONTHS),
    "cases_resolved": plain.solved(TICKETS, MONTHS),
    "csat": plain.satisfied(plain.given(FORM, 1, MONTHS)),
    "nps": plain.promoters(plain.given(FORM, 0, MONTHS)),
}
AT_THE_END = {"receivables": plain.owed(INVOICES), "backlog": (plain.waiting(TICKETS),)}
SOLD_TO = plain.sold_to(INVOICES, NAMES)


def write(folder: Path) -> None:
    """Put the three files into a folder."""
    _invoices(folder / "Listado facturas emitidas feb-jun 2026.csv")
    _log(folder / "Registro de consultas 2026.xlsx")
    _form(folder / "Encuesta de satisfacción Gestoría Turia.csv")


def collected_on(one: plain.Invoice) -> date | None:
    """The day of collection that the list tells, which may be still to come."""
    return one.due if one in SENT_TO_BANK else one.paid_on


def state(one: plain.Invoice) -> str:
    """What the list calls an invoice at the end of June."""
    if one.void:
        return "Anulada"
    if collected_on(one):
        return "Cobrada"
    return "Vencida" if one.due < END else "Pendiente"


def euros(value: float) -> str:
    return plain.written(value, ".", ",") + " €"


def _invoices(path: Path) -> None:
    """cp1252 and semicolons; two title lines, the newest first, a total in which the voided ones are too."""
    lines = [
        "GESTORÍA TURIA ASESORES, S.L.",
        f"Listado de facturas emitidas del {MONTHS[0]:%d-%m-%Y} al {END:%d-%m-%Y}",
        "",
        "Número;Fecha;Vencimiento;Cliente;NIF;Concepto;Base;IVA 21%;Total;Forma de pago;Estado;Fecha cobro",
    ]
    for one in reversed(INVOICES):
        assert one.customer is not None
        paid_on = collected_on(one)
        lines.append(";".join((
            f"A26/{one.number:04d}", f"{one.day:%d-%m-%Y}", f"{one.due:%d-%m-%Y}", *CLIENTS[one.customer],
            CONCEPTS[one.number % len(CONCEPTS)], *(euros(cell) for cell in (one.net, one.tax, one.total)),
            PAYMENTS[one.number % len(PAYMENTS)], state(one), f"{paid_on:%d-%m-%Y}" if paid_on else "",
        )))  # fmt: skip
    sums = [euros(sum(getattr(one, part) for one in INVOICES)) for part in ("net", "tax", "total")]
    lines += [";".join(("TOTAL", "", "", "", "", "", *sums, "", "", "")), ""]
    path.write_bytes("\r\n".join(lines).encode("cp1252"))


def _log(path: Path) -> None:
    """A workbook kept by hand: a title, and days and hours as typed cells, each in a column of its own."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Consultas")
        days, hours = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "hh:mm"})
        sheet.write_string(0, 0, "Registro de consultas e incidencias de clientes - 2026")
        sheet.write_row(2, 0, ("Nº", "Fecha entrada", "Hora entrada", "Cliente", "Vía", "Asunto", "Gestor", "Situación",
                               "Fecha cierre", "Hora cierre"))  # fmt: skip
        for at, one in enumerate(TICKETS, 3):
            told = "Anulada" if one.void else "Resuelta" if one.solved else ("En trámite", "Pendiente")[one.number % 2]
            sheet.write_number(at, 0, one.number)
            sheet.write_datetime(at, 1, one.opened.date(), days)
            sheet.write_datetime(at, 2, one.opened.time(), hours)
            sheet.write_row(
                at, 3, (NAMES[one.customer], WAYS[one.channel], SUBJECTS[one.subject], MANAGERS[one.agent], told)
            )
            if one.solved:
                sheet.write_datetime(at, 8, one.solved.date(), days)
                sheet.write_datetime(at, 9, one.solved.time(), hours)


def _form(path: Path) -> None:
    """The answers of a form, each cell quoted; the recommendation is asked first, and some leave it empty."""
    heads = (
        "Marca temporal",
        "Nombre o razón social",
        "Del 0 al 10, ¿con qué probabilidad recomendaría Gestoría Turia a otra empresa o autónomo?",
        "¿Cómo valora en general el servicio de la gestoría? (1 = muy malo, 5 = muy bueno)",
        "Sugerencias",
    )
    rows = [heads]
    for place, one in enumerate(FORM):
        at = one.at.replace(tzinfo=ZONE)
        half = "a. m." if at.hour < 12 else "p. m."
        recommended, valued = ("" if score is None else str(score) for score in one.scores)
        rows.append((f"{at:%Y/%m/%d} {at.hour % 12 or 12}:{at:%M:%S} {half} {at:%Z}", NAMES[one.customer],
                     recommended, valued, SUGGESTIONS[place % len(SUGGESTIONS)]))  # fmt: skip
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    path.write_text(text + "\n", encoding="utf-8")
