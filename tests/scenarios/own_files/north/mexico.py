"""A dealer of clinic equipment in León: its workbook of CFDI by month, its web desk, and a form of Microsoft.

What its owner would say: cancelled CFDI count nowhere, neither as a sale nor as a payment; what was sold to the public
in general is no customer's; a payment is of the day in "Fecha de pago", not of the day of its complement; a note of
credit takes off the invoice that it names; the survey is about the company as a whole. A ticket is solved in "Hora de
resolución", its later closing is the desk's own. Three complements pay invoices of April, which are not in the book:
their money came in, and they settle nothing of what is listed.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import xlsxwriter
from stdnum.mx.rfc import calc_check_digit

from tests.scenarios.own_files import plain

COMPANY = (
    "--name", "Equipos Clínicos del Bajío", "--country", "MX", "--currency", "MXN", "--time-zone", "America/Mexico_City",
)  # fmt: skip
ANSWERS = 'cancelled_rows = "leave_out"\nsurvey_about = "company"\n'
MONTHS = plain.month_starts(2026, 5, 4)
END = plain.end_of(MONTHS)
NAMES = (
    "HOSPITAL SANTA LUCIA DEL BAJIO",
    "CLINICA DENTAL LOS FRESNOS",
    "CENTRO DE IMAGEN Y DIAGNOSTICO AURORA",
    "CONSULTORIOS MEDICOS SAN JUAN BOSCO",
    "LABORATORIOS QUINTANA MUÑOZ",
    "UNIDAD DE HEMODIALISIS IRAPUATO",
    "CLINICA DE REHABILITACION MOVIMIENTO",
    "MATERNIDAD LA ESPERANZA DE SILAO",
    "VETERINARIA EL POTRILLO",
    "GRUPO OFTALMOLOGICO CELAYA",
    "CASA DE REPOSO LOS NARANJOS",
    "CRUZ BLANCA DE GUANAJUATO",
)
STEMS = ("HSL080214", "CDF110530", "CID150908", "CMS990121", "LQM031117", "UHI170306", "CRM121012", "MES060725",
         "VPO140418", "GOC100202", "CRN180829", "CBG850611")  # fmt: skip
NOBODY = len(NAMES)
SPELLED = tuple(name.title().replace(" De ", " de ").replace(" La ", " la ").replace(" Y ", " y ") for name in NAMES)
SUBJECTS = ("Falla de equipo", "Calibración", "Refacción en garantía", "Capacitación")
AGENTS = ("Rocío Ledesma", "Fabián Ornelas", "Itzel Barajas")
OPEN_STATES = ("Abierto", "Pendiente", "En espera del cliente", "En espera de refacción")
LIKED = ("Muy insatisfecho", "Insatisfecho", "Ni satisfecho ni insatisfecho", "Satisfecho", "Muy satisfecho")


@dataclass(frozen=True, kw_only=True)
class Cfdi:
    """A row of the book: an invoice (I), a note of credit (E) or a complement of payment (P)."""

    kind: str
    """I, E or P."""
    folio: int
    """Its number in its own series."""
    at: datetime
    """When it was stamped."""
    customer: int
    """The place in the list of customers; one past the end is the public in general."""
    gross: float = 0.0
    """What is sold before the discount and without tax; nought for a complement."""
    off: float = 0.0
    """The discount."""
    method: str = ""
    """PUE (paid at once) or PPD (paid later)."""
    of: str = ""
    """The invoice that it pays or takes off, as series and folio."""
    paid_on: date | None = None
    """The day on which money came in."""
    paid: float = 0.0
    """How much money came in, with tax."""
    part: int | None = None
    """Which part of the invoice a complement pays, from 1."""
    left: float | None = None
    """What a complement leaves open of its invoice."""
    void: bool = False
    """Whether it was cancelled."""

    @property
    def net(self) -> float:
        return round(self.gross - self.off, 2)

    @property
    def tax(self) -> float:
        return round(self.net * 0.16, 2)

    @property
    def total(self) -> float:
        return round(self.net + self.tax, 2)

    @property
    def name(self) -> str:
        return {"I": "EC", "E": "NC", "P": "CP"}[self.kind] + f"-{self.folio}"


@dataclass
class Book:
    """The rows while they are made."""

    dice: Random
    rows: list[Cfdi] = field(default_factory=list)

    def month(self, month: date) -> None:
        last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        for day in sorted(self.dice.randint(1, last.day) for _ in range(33)):
            self.invoice(datetime(month.year, month.month, day, self.dice.randint(9, 18), self.dice.randint(0, 59), 7))

    def invoice(self, at: datetime) -> None:
        dice = self.dice
        public = dice.random() < 0.07
        who = NOBODY if public else min(int(dice.expovariate(2.6) * len(NAMES)), len(NAMES) - 1)
        gross = round(dice.uniform(180, 2_400) if public else dice.lognormvariate(9.4, 0.9), 2)
        off = round(gross * 0.05, 2) if not public and dice.random() < 0.2 else 0.0
        at_once, void = public or dice.random() < 0.4, dice.random() < 0.06
        one = Cfdi(kind="I", folio=1200 + len(self.rows), at=at, customer=who, gross=gross, off=off,
                   method="PUE" if at_once else "PPD", void=void)  # fmt: skip
        if at_once and not void:
            one = replace(one, paid_on=at.date(), paid=one.total)
        self.rows.append(one)
        if not at_once and not void:
            self.after(one)

    def after(self, one: Cfdi) -> None:
        """What comes of an invoice that is paid later: complements, or a note of credit, or nothing yet."""
        chance = self.dice.random()
        if chance < 0.12:
            when = one.at + timedelta(days=self.dice.randint(2, 9), hours=1)
            self.rows.append(Cfdi(kind="E", folio=70 + len(self.rows), at=when, customer=one.customer, of=one.name,
                                  gross=round(one.gross * 0.3, 2), method="PUE"))  # fmt: skip
            return
        left, parts = one.total, 2 if chance > 0.72 else 1
        paid_on = one.at.date() + timedelta(days=self.dice.choice((9, 15, 28, 30, 33, 45)))
        for part in range(1, parts + 1):
            paid = left if part == parts else round(left * 0.5, 2)
            left = round(left - paid, 2)
            self.payment(one, paid_on=paid_on, paid=paid, part=part, left=left)
            paid_on += timedelta(days=30)

    def payment(self, one: Cfdi, *, paid_on: date, paid: float, part: int, left: float) -> None:
        when = datetime(paid_on.year, paid_on.month, paid_on.day, 17, 20, 11) + timedelta(
            days=self.dice.randint(0, 4), minutes=self.dice.randint(1, 90)
        )
        row = Cfdi(kind="P", folio=500 + 2 * len(self.rows), at=when, customer=one.customer, of=one.name, paid_on=paid_on,
                   paid=paid, part=part, left=left)  # fmt: skip
        if self.dice.random() < 0.04:  # stamped with a mistake, cancelled and stamped again a minute later
            self.rows.append(replace(row, void=True, folio=row.folio - 1, at=row.at - timedelta(minutes=1)))
        self.rows.append(row)


def book() -> list[Cfdi]:
    """The rows by the day on which they were stamped; what is stamped after the end is not in the book yet."""
    made = Book(Random(3101))
    for place, (day, paid) in enumerate(((6, 18_560.0), (14, 4_321.87), (21, 37_004.0))):
        april = Cfdi(kind="I", folio=1171 + 6 * place, at=datetime(2026, 4, 9), customer=2 * place)
        made.payment(april, paid_on=date(2026, 5, day), paid=paid, part=1, left=0.0)
    for month in MONTHS:
        made.month(month)
    return sorted((one for one in made.rows if one.at.date() <= END), key=lambda one: one.at)


ROWS = book()
KEPT = [one for one in ROWS if not one.void]
BILLED = [one for one in KEPT if one.kind == "I"]
NOTES = [one for one in KEPT if one.kind == "E"]
TICKETS = plain.tickets_of(Random(3102), MONTHS, customers=len(NAMES), a_month=37)
FORM = plain.answers_of(
    Random(3103), MONTHS, customers=len(NAMES), a_month=21,
    scores=(
        lambda dice: dice.choice((1, 2, 3, 4, 4, 4, 5, 5, 5, None)),
        lambda dice: dice.choice((0, 2, 5, 6, 7, 8, 9, 9, 10, 10, 10)),
    ),
)  # fmt: skip


def sold(rows: list[Cfdi]) -> float:
    """Sales without tax: what was billed less the notes of credit; a complement is no sale."""
    return round(sum({"I": one.net, "E": -one.net, "P": 0.0}[one.kind] for one in rows), 2)


NUMBERS = {
    "revenue": tuple(sold([one for one in KEPT if plain.in_month(month, one.at)]) for month in MONTHS),
    "orders_placed": tuple(sum(plain.in_month(month, one.at) for one in BILLED) for month in MONTHS),
    "cash_collected": tuple(
        round(sum(one.paid for one in KEPT if plain.in_month(month, one.paid_on)), 2) for month in MONTHS
    ),
    "cases_opened": plain.opened(TICKETS, MONTHS),
    "cases_resolved": plain.solved(TICKETS, MONTHS),
    "csat": plain.satisfied(plain.given(FORM, 0, MONTHS)),
    "nps": plain.promoters(plain.given(FORM, 1, MONTHS)),
}
LISTED = {one.name for one in BILLED}
SETTLED = sum(one.paid for one in KEPT if one.kind == "I" or one.of in LISTED)
AT_THE_END = {
    "receivables": (round(sum(one.total for one in BILLED) - SETTLED - sum(one.total for one in NOTES), 2),),
    "backlog": (plain.waiting(TICKETS),),
}
SOLD_TO = {
    name: sold([one for one in KEPT if one.customer == place])
    for place, name in enumerate(NAMES)
    if any(one.customer == place and one.kind == "I" for one in KEPT)
}


def write(folder: Path) -> None:
    _workbook(folder / "CONTROL CFDI EMITIDOS 2026.xlsx")
    _desk(folder / "tickets-20260831-2014.csv")
    _form(folder / "Encuesta posventa Equipos Clínicos(1-84).xlsx")


GROUPS = ((1, 7, "COMPROBANTE"), (8, 10, "RECEPTOR"), (11, 15, "IMPORTES"), (16, 20, "COBRANZA"))
HEADS = ("Fecha de emisión", "Tipo", "Serie", "Folio", "Folio fiscal (UUID)", "Método de pago", "Estatus SAT",
         "RFC receptor", "Nombre o razón social", "Uso CFDI", "Moneda", "Subtotal", "Descuento", "IVA 16%", "Total",
         "Docto. relacionado", "Fecha de pago", "Importe pagado", "Parcialidad", "Saldo insoluto", "Observaciones")  # fmt: skip
KINDS = {"I": "I - Ingreso", "E": "E - Egreso", "P": "P - Pago"}


def _workbook(path: Path) -> None:
    """A sheet for each month, from the second column on: titles, two lines of names, the rows, totals and a note."""
    workbook = xlsxwriter.Workbook(str(path))
    money, day = workbook.add_format({"num_format": "$#,##0.00"}), workbook.add_format({"num_format": "dd/mm/yyyy"})
    for month in MONTHS:
        sheet = workbook.add_worksheet(plain.MONTH_NAMES[month.month - 1].upper())
        title = f"CONTROL DE CFDI EMITIDOS - {plain.MONTH_NAMES[month.month - 1].upper()} 2026"
        sheet.merge_range(0, 1, 0, 21, "EQUIPOS CLÍNICOS DEL BAJÍO S.A. DE C.V.   RFC: ECB090312KJ5")
        sheet.merge_range(1, 1, 1, 21, title)
        for first, last, name in GROUPS:
            sheet.merge_range(3, first, 3, last, name)
        sheet.write_row(4, 1, HEADS)
        rows = [one for one in ROWS if plain.in_month(month, one.at)]
        for line, one in enumerate(rows, start=5):
            _line(sheet, line, one, money, day)
        end = 5 + len(rows)
        sheet.write(end, 9, "TOTALES DEL MES")
        for column, value in enumerate(_sums(rows)):
            sheet.write_number(end, (12, 13, 14, 15, 18)[column], value, money)
        sheet.write(end + 2, 1, "Nota: los CFDI cancelados no se consideran en los totales; las NC restan.")
    _summary(workbook.add_worksheet("RESUMEN"), money)
    workbook.close()


def _sums(rows: list[Cfdi]) -> list[float]:
    kept = [one for one in rows if not one.void]
    signed = [(-1 if one.kind == "E" else 1, one) for one in kept]
    found = [
        sum(sign * value for sign, one in signed for value in (getattr(one, part),))
        for part in ("gross", "off", "tax", "total")
    ]
    return [round(one, 2) for one in (*found, sum(one.paid for one in kept))]


def _line(sheet: xlsxwriter.worksheet.Worksheet, line: int, one: Cfdi, money: object, day: object) -> None:
    series, folio = one.name.split("-")
    public = one.customer == NOBODY
    stem = "" if public else f"{STEMS[one.customer]}A{one.customer % 10}"
    uuid = str(UUID(int=Random(one.name).getrandbits(128), version=4)).upper()
    use = {"I": "S01" if public else ("G01", "G03", "I04")[one.folio % 3], "E": "G02", "P": "CP01"}[one.kind]
    sheet.write_row(
        line, 1,
        (f"{one.at:%Y-%m-%dT%H:%M:%S}", KINDS[one.kind], series, int(folio), uuid, one.method,
         "Cancelado" if one.void else "Vigente", "XAXX010101000" if public else stem + calc_check_digit(stem),
         "PUBLICO EN GENERAL" if public else NAMES[one.customer], use, "XXX" if one.kind == "P" else "MXN"),
    )  # fmt: skip
    for column, value in enumerate((one.gross, one.off, one.tax, one.total), start=12):
        sheet.write_number(line, column, value, money)
    sheet.write_string(line, 16, one.of)
    if one.paid_on:
        sheet.write_datetime(line, 17, datetime(one.paid_on.year, one.paid_on.month, one.paid_on.day), day)
        sheet.write_number(line, 18, one.paid, money)
    if one.part is not None and one.left is not None:
        sheet.write_number(line, 19, one.part)
        sheet.write_number(line, 20, one.left, money)
    if one.void:
        sheet.write_string(line, 21, "Cancelado, motivo 02")


def _summary(sheet: xlsxwriter.worksheet.Worksheet, money: object) -> None:
    """The last sheet: what the accountant adds up of each month."""
    sheet.write(0, 1, "RESUMEN ANUAL 2026")
    sheet.write_row(2, 1, ("Mes", "Facturado", "Notas de crédito", "Cobrado", "Cancelados"))
    for line, month in enumerate(MONTHS, start=3):
        rows = [one for one in ROWS if plain.in_month(month, one.at)]
        kept = [one for one in rows if not one.void]
        sheet.write(line, 1, plain.MONTH_NAMES[month.month - 1].capitalize())
        sheet.write_number(line, 2, round(sum(one.net for one in kept if one.kind == "I"), 2), money)
        sheet.write_number(line, 3, round(sum(one.net for one in kept if one.kind == "E"), 2), money)
        sheet.write_number(line, 4, round(sum(one.paid for one in kept), 2), money)
        sheet.write_number(line, 5, len(rows) - len(kept))


def _desk(path: Path) -> None:
    """The export of a desk on the web: with a mark of its order of bytes, commas, and texts over several lines."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(
            ("ID del ticket", "Asunto", "Descripción", "Estado", "Prioridad", "Fuente", "Tipo", "Agente", "Grupo",
             "Hora de creación", "Fecha de vencimiento", "Hora de resolución", "Hora de cierre",
             "Hora de la última actualización", "Hora de respuesta inicial", "Interacciones del agente",
             "Interacciones del cliente", "Estado de la resolución", "Etiquetas", "Nombre completo",
             "Correo electrónico", "Empresa")
        )  # fmt: skip
        for one in TICKETS:
            closed = one.solved + timedelta(days=2, hours=1) if one.solved else None
            shut = closed is not None and closed.date() <= END
            first = one.opened + timedelta(minutes=min(one.answered_after, 4) if one.solved else one.answered_after)
            told = [one.opened, one.opened + timedelta(days=3), one.solved, closed if shut else None]
            stamps = [
                "" if when is None else f"{when:%Y-%m-%d %H:%M:%S}" for when in (*told, one.solved or first, first)
            ]
            state = "Cerrado" if shut else "Resuelto" if one.solved else OPEN_STATES[one.number % 4]
            in_time = "" if not one.solved else "Dentro del SLA" if one.solved < told[1] else "SLA incumplido"  # type: ignore[operator]
            rows.writerow(
                (48200 + one.number, SUBJECTS[one.subject], f"Buen día,\n{SUBJECTS[one.subject].lower()}, gracias.", state,
                 ("Baja", "Media", "Alta", "Urgente")[one.subject], ("Correo electrónico", "Portal", "Teléfono")[one.channel],
                 ("Incidente", "Pregunta")[one.number % 2], AGENTS[one.agent], "Servicio técnico", *stamps,
                 one.number % 4 + 1, one.number % 3, in_time, "", f"Contacto {one.customer + 1}",
                 f"compras@cliente{one.customer + 1}.example", SPELLED[one.customer])
            )  # fmt: skip


def _form(path: Path) -> None:
    """What Microsoft Forms writes: a sheet of true stamps, nobody signed in, a no-break blank behind a question."""
    workbook = xlsxwriter.Workbook(str(path))
    sheet, stamp = workbook.add_worksheet("Sheet1"), workbook.add_format({"num_format": "m/d/yy h:mm:ss"})
    heads = ("ID", "Hora de inicio", "Hora de finalización", "Correo electrónico", "Nombre", "Hospital, clínica o consultorio",
             "¿Qué tan satisfecho(a) quedó con la instalación y el servicio que le dimos?\xa0",
             "¿El técnico llegó a la hora acordada?",
             "En una escala del 0 al 10, ¿qué tan probable es que recomiende a Equipos Clínicos del Bajío a un colega?\xa0",
             "Comentarios")  # fmt: skip
    for line, one in enumerate(FORM, start=1):
        liked, likely = one.scores
        sheet.write_number(line, 0, line)
        sheet.write_datetime(line, 1, one.at - timedelta(minutes=2), stamp)
        sheet.write_datetime(line, 2, one.at, stamp)
        sheet.write_row(line, 3, ("anonymous", "", SPELLED[one.customer], "" if liked is None else LIKED[liked - 1]))
        sheet.write(line, 7, ("Sí", "No", "Sí")[one.at.minute % 3])
        if likely is not None:
            sheet.write_number(line, 8, likely)
        sheet.write(line, 9, "Todo bien, gracias" if one.at.day % 4 == 0 else "")
    sheet.add_table(0, 0, len(FORM), len(heads) - 1, {"name": "Table1", "columns": [{"header": one} for one in heads]})
    workbook.close()
