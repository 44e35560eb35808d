"""A seller of office supplies in San Salvador: its documents in dollars, its cases of support, and a form of Google.

What its owner would say: invalidated documents count nowhere; a credit note takes off what it says, on its own day; the
survey is about the company as a whole; "En espera" is still open.
"""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import xlsxwriter
from stdnum.sv.nit import calc_check_digit

from tests.scenarios.own_files import plain

COMPANY = ("--name", "Papelera Cuscatlán", "--country", "SV", "--currency", "USD", "--time-zone", "America/El_Salvador")
ANSWERS = 'cancelled_rows = "leave_out"\nsurvey_about = "company"\n'
MONTHS = plain.month_starts(2026, 1, 4)
CUSTOMERS = (
    "Colegio Santa Inés",
    "Bufete Menjívar & Asociados",
    "Clínica Dental Ávalos, S.A. de C.V.",
    "Alcaldía Municipal de Panchimalco",
    "Contadores Peña Orellana",
    "Hotel Mirador del Boquerón",
    "Imprenta Guzmán Hermanos",
    "Agencia Aduanal Izalco, S.A. de C.V.",
    "Farmacia San Andrés",
    "Fundación Semillas de Añil",
)
SUBJECTS = ("Pedido incompleto", "Tóner defectuoso", "Cambio de producto", "Consulta de crédito fiscal")
CATEGORIES = ("Entrega", "Garantía", "Devolución", "Facturación")
CHANNELS = ("Correo electrónico", "WhatsApp", "Llamada")
AGENTS = ("Xiomara Tobar", "René Cañas", "Iliana Mejía")
WORDS = ("Muy insatisfecho", "Insatisfecho", "Neutral", "Satisfecho", "Muy satisfecho")
INVOICES = plain.invoices_of(
    Random(503), MONTHS, customers=len(CUSTOMERS), a_month=52, rate=0.13, price=lambda dice: dice.uniform(6, 1_450),
    habits=plain.Habits(notes=0.05, voids=0.05, partly=0.15),
)  # fmt: skip
TICKETS = plain.tickets_of(Random(5031), MONTHS, customers=len(CUSTOMERS), a_month=33)
FORM = plain.answers_of(
    Random(5032),
    MONTHS,
    customers=len(CUSTOMERS),
    a_month=24,
    scores=(
        lambda dice: dice.choice((1, 2, 3, 3, 4, 4, 4, 5, 5, 5)),
        lambda dice: dice.choice((1, 4, 6, 7, 7, 8, 9, 9, 10, 10, None)),
    ),
)

NUMBERS = {
    "revenue": plain.sold(INVOICES, MONTHS),
    "orders_placed": plain.made(INVOICES, MONTHS),
    "cash_collected": plain.collected(INVOICES, MONTHS),
    "cases_opened": plain.opened(TICKETS, MONTHS),
    "cases_resolved": plain.solved(TICKETS, MONTHS),
    "csat": plain.satisfied(plain.given(FORM, 0, MONTHS)),
    "nps": plain.promoters(plain.given(FORM, 1, MONTHS)),
}
AT_THE_END = {"receivables": plain.owed(INVOICES), "backlog": (plain.waiting(TICKETS),)}
SOLD_TO = plain.sold_to(INVOICES, CUSTOMERS)


def write(folder: Path) -> None:
    """Put the three files into a folder."""
    _documents(folder / "DTE emitidos enero-abril 2026.xlsx")
    _cases(folder / "casos_2026-04-30.csv")
    _form(folder / "Su opinión nos interesa (respuestas) - Respuestas de formulario 1.csv")


def nit(customer: int) -> str:
    """A company's tax number, with its check digit."""
    base = f"0614{12 + customer:02d}0{1 + customer % 9}9{customer % 10}10{customer % 8}"
    return f"{base[:4]}-{base[4:10]}-{base[10:]}-{calc_check_digit(base + '0')}"


def twelve_hours(at: datetime) -> str:
    """The hour of a clock of twelve hours as people of there write it, to the minute."""
    return f"{at.hour % 12 or 12:02d}:{at:%M} {'a. m.' if at.hour < 12 else 'p. m.'}"


def _documents(path: Path) -> None:
    """A workbook with true days and amounts in dollars; notes of credit stand below nought, the sums take in every row."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Ventas")
        days, dollars = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": '"$"#,##0.00'})
        sheet.merge_range(0, 0, 0, 12, "PAPELERA CUSCATLÁN, S.A. DE C.V.")
        sheet.merge_range(1, 0, 1, 12, "Documentos tributarios emitidos del 1 de enero al 30 de abril de 2026")
        sheet.write(2, 0, "Valores expresados en dólares de los Estados Unidos de América")
        heads = ("Correlativo", "Fecha de emisión", "Tipo de documento", "Número de control", "NIT", "Cliente",
                 "Venta sin IVA", "IVA 13%", "Total con IVA", "Fecha de pago", "Monto pagado", "Saldo", "Estado")  # fmt: skip
        sheet.write_row(4, 0, heads)
        for at, one in enumerate(INVOICES, 5):
            assert one.customer is not None
            sign, code = (-1, "05") if one.note else (1, "03")
            sheet.write(at, 0, one.number)
            sheet.write_datetime(at, 1, datetime(one.day.year, one.day.month, one.day.day), days)
            name = "Nota de crédito" if one.note else "Crédito fiscal"
            control = f"DTE-{code}-M001P001-{one.number + 730:015d}"
            sheet.write_row(at, 2, (name, control, nit(one.customer), CUSTOMERS[one.customer]))
            sheet.write_row(at, 6, [sign * cell for cell in (one.net, one.tax, one.total)], dollars)
            if one.paid_on:
                sheet.write_datetime(at, 9, datetime(one.paid_on.year, one.paid_on.month, one.paid_on.day), days)
            sheet.write_row(at, 10, (one.paid, one.open), dollars)
            sheet.write(at, 12, "Invalidado" if one.void else "Procesado")
        end = 5 + len(INVOICES)
        sheet.write(end, 5, "TOTALES")
        for place, part in ((6, "net"), (7, "tax"), (8, "total"), (10, "paid"), (11, "open")):
            whole = sum((-1 if one.note else 1) * getattr(one, part) for one in INVOICES)
            letter = "ABCDEFGHIJKLM"[place]
            sheet.write_formula(end, place, f"=SUM({letter}6:{letter}{end})", dollars, round(whole, 2))


def _cases(path: Path) -> None:
    """utf-8 with its mark, commas, a clock of twelve hours."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(
            (
                "Caso #",
                "Creado",
                "Empresa",
                "Asunto",
                "Categoría",
                "Canal",
                "Responsable",
                "Estado",
                "Primera respuesta",
                "Cerrado",
            )
        )
        for one in TICKETS:
            answered = one.opened + timedelta(minutes=one.answered_after)
            stamps = [
                f"{at:%d/%m/%Y} {twelve_hours(at)}" if at else ""
                for at in (one.opened, min(answered, one.solved or answered), one.solved)
            ]
            rows.writerow(
                (
                    f"PC-{one.number + 1200}",
                    stamps[0],
                    CUSTOMERS[one.customer],
                    SUBJECTS[one.subject],
                    CATEGORIES[one.subject],
                    CHANNELS[one.channel],
                    AGENTS[one.agent],
                    "Cerrado" if one.solved else ("Abierto", "En espera")[one.number % 2],
                    *stamps[1:],
                )
            )


def _form(path: Path) -> None:
    """As Google gives the answers of a form: every cell in quotes, the offset beside the hour, satisfaction in words."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        rows.writerow(
            (
                "Marca temporal",
                "¿De qué empresa o institución nos escribe?",
                "En general, ¿qué tan satisfecho se siente con Papelera Cuscatlán?",
                "En una escala de 0 a 10, ¿recomendaría Papelera Cuscatlán a un colega?",
                "Déjenos su comentario",
            )
        )
        for at, one in enumerate(FORM, 1):
            note, likely = one.scores
            assert note is not None
            half = "a. m." if one.at.hour < 12 else "p. m."
            stamp = f"{one.at:%Y/%m/%d} {one.at.hour % 12 or 12}:{one.at:%M:%S} {half} GMT-6"
            said = ("", "Buen servicio, gracias", "", "", "Que entreguen más temprano")[at % 5]
            rows.writerow((stamp, CUSTOMERS[one.customer], WORDS[note - 1], "" if likely is None else likely, said))
