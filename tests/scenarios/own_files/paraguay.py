"""A wholesaler in Encarnación: its sales book with two rates of tax and whole guaraníes, its complaints, and a form.

What its owner would say: voided invoices count nowhere; a credit note takes off what it says; the survey is about the
company as a whole; "En proceso" is still open, "Anulado" was entered by mistake and is no complaint.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

import xlsxwriter
from stdnum.py.ruc import calc_check_digit

from tests.scenarios.own_files import plain

COMPANY = ("--name", "Mayorista Itapúa S.A.", "--country", "PY", "--currency", "PYG", "--time-zone", "America/Asuncion")
ANSWERS = 'cancelled_rows = "leave_out"\nsurvey_about = "company"\n'
MONTHS = plain.month_starts(2026, 5, 4)
END = plain.end_of(MONTHS)
NAMES = (
    "Supermercado Ñandutí S.R.L.",
    "Despensa La Colmena",
    "Agroganadera Yvytu S.A.",
    "Autoservice Cambyretá",
    "Comercial Fram E.A.S.",
    "Panadería Trigo de Oro",
    "Cooperativa Ka'aguy Poty Ltda.",
    "Hotel Costanera",
    "Sanatorio Adventista del Sur",
    "Estancia Mbokajaty",
    "Ferretería Güemes",
    "Kiosco Ña Peti",
)
CHANNELS = ("WhatsApp", "Teléfono", "Mostrador")
SUBJECTS = ("Mercadería dañada", "Error en la factura", "Demora en la entrega", "Consulta de precio")
AGENTS = ("Liz Benítez", "Óscar Villalba", "Mirtha Núñez")
STATES = ("En proceso", "Pendiente")


@dataclass(frozen=True, kw_only=True)
class Sale:
    """A row of the sales book, in whole guaraníes."""

    number: int
    """Its place in the book, from 1."""
    day: date
    """When it was made."""
    customer: int
    """The place in the list of customers."""
    tens: int
    """What is taxed with 10 %, without the tax."""
    fives: int
    """What is taxed with 5 %, without the tax."""
    free: int
    """What is free of tax."""
    note: bool
    """Whether it is a credit note."""
    void: bool
    """Whether it was voided."""
    cash: bool
    """Whether it was sold for cash."""
    paid_on: date | None
    """When money came in."""
    paid: int
    """How much came in, with tax."""

    @property
    def net(self) -> int:
        return self.tens + self.fives + self.free

    @property
    def total(self) -> int:
        return self.net + round(self.tens * 0.1) + round(self.fives * 0.05)


def sales() -> list[Sale]:
    dice, made = Random(8086), list[Sale]()
    for month in MONTHS:
        last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        for day in sorted(dice.randint(1, last.day) for _ in range(46)):
            when, chance, cash = month.replace(day=day), dice.random(), dice.random() < 0.4
            note, void = chance < 0.05, 0.05 <= chance < 0.11
            paid_on = when if cash else when + timedelta(days=dice.choice((8, 15, 30, 47)))
            kind = dice.randrange(4)
            parts = {
                "tens": dice.randrange(150_000, 4_800_000, 500) if kind != 3 else 0,
                "fives": dice.randrange(40_000, 900_000, 500) if kind in (1, 3) else 0,
                "free": dice.randrange(20_000, 300_000, 500) if kind == 2 else 0,
            }
            whole = parts["tens"] + parts["fives"] + parts["free"]
            whole += round(parts["tens"] * 0.1) + round(parts["fives"] * 0.05)
            comes = not note and not void and paid_on <= END
            partly = comes and not cash and dice.random() < 0.2
            made.append(
                Sale(
                    number=len(made) + 1,
                    day=when,
                    customer=min(int(dice.expovariate(2.5) * len(NAMES)), len(NAMES) - 1),
                    **parts,
                    note=note,
                    void=void,
                    cash=cash,
                    paid_on=paid_on if comes else None,
                    paid=(whole // 2 if partly else whole) if comes else 0,
                )
            )
    return made


SALES = sales()
KEPT = [one for one in SALES if not one.void]
TICKETS = plain.tickets_of(Random(8087), MONTHS, customers=len(NAMES), a_month=41, voids=0.05)
FORM = plain.answers_of(
    Random(8088),
    MONTHS,
    customers=len(NAMES),
    a_month=26,
    scores=(
        lambda dice: dice.choice((1, 2, 3, 4, 4, 5, 5, 5)),
        lambda dice: dice.choice((0, 3, 6, 7, 8, 8, 9, 9, 10, 10, None)),
    ),
)


def of_month(month: date, day: date | None) -> bool:
    return day is not None and (day.year, day.month) == (month.year, month.month)


NUMBERS = {
    "revenue": tuple(sum(-s.net if s.note else s.net for s in KEPT if of_month(m, s.day)) for m in MONTHS),
    "orders_placed": tuple(sum(of_month(m, s.day) and not s.note for s in KEPT) for m in MONTHS),
    "cash_collected": tuple(sum(s.paid for s in KEPT if of_month(m, s.paid_on)) for m in MONTHS),
    "cases_opened": plain.opened(TICKETS, MONTHS),
    "cases_resolved": plain.solved(TICKETS, MONTHS),
    "csat": plain.satisfied(plain.given(FORM, 0, MONTHS)),
    "nps": plain.promoters(plain.given(FORM, 1, MONTHS)),
}
OWED = sum(s.total - s.paid for s in KEPT if not s.note)
AT_THE_END = {
    "receivables": (OWED, OWED - sum(s.total for s in KEPT if s.note)),
    "backlog": (plain.waiting(TICKETS),),
}
SOLD_TO = {
    name: float(sum(-s.net if s.note else s.net for s in KEPT if s.customer == place))
    for place, name in enumerate(NAMES)
    if any(s.customer == place for s in KEPT)
}


def write(folder: Path) -> None:
    _book(folder / "LIBRO DE VENTAS mayo-agosto 2026.csv")
    _complaints(folder / "Planilla de reclamos.xlsx")
    _form(folder / "Encuesta a clientes (respuestas) - Respuestas de formulario 1.csv")


def points(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _book(path: Path) -> None:
    """cp1252, semicolons, three title lines, a total of each month, the whole total, who made it."""
    lines = [
        "Mayorista Itapúa S.A.;;;",
        "RUC: 80031415-0;;;",
        "LIBRO DE VENTAS - IVA  Período: 01/05/2026 al 31/08/2026;;;",
        "",
    ]
    lines.append(
        "Fecha;Timbrado;Tipo de Comprobante;Nro. Comprobante;RUC/CI;Razón Social;Condición;Gravado 10%;IVA 10%;"
        "Gravado 5%;IVA 5%;Exentas;Total Gs.;Fecha de Cobro;Cobrado;Saldo;Estado"
    )
    whole = [0] * 8
    for month in MONTHS:
        sums = [0] * 8
        for one in (s for s in SALES if of_month(month, s.day)):
            left = 0 if one.note or one.void else one.total - one.paid
            money = [
                one.tens,
                round(one.tens * 0.1),
                one.fives,
                round(one.fives * 0.05),
                one.free,
                one.total,
                one.paid,
                left,
            ]
            if not one.void:
                sums = [a + (-b if one.note else b) for a, b in zip(sums, money, strict=True)]
            base = str(80010000 + 1234 * one.customer)
            cells = [
                f"{one.day:%d/%m/%Y}",
                "16482035",
                "Nota de Crédito" if one.note else "Factura",
                f"001-00{2 if one.note else 1}-{one.number + 3100:07d}",
                f"{base}-{calc_check_digit(base)}",
                NAMES[one.customer],
                "Contado" if one.cash else "Crédito",
                *(points(cell) for cell in money[:6]),
                f"{one.paid_on:%d/%m/%Y}" if one.paid_on else "",
                points(money[6]),
                points(money[7]),
                "Anulado" if one.void else "Activo",
            ]
            lines.append(";".join(cells))
        lines.append(_total(f"Total {plain.MONTH_NAMES[month.month - 1]}", sums))
        whole = [a + b for a, b in zip(whole, sums, strict=True)]
    lines += [_total("TOTAL GENERAL", whole), "", "Emitido el 31/08/2026 18:20 - Usuario: contabilidad;;;"]
    path.write_bytes("\r\n".join(lines).encode("cp1252"))


def _total(name: str, sums: list[int]) -> str:
    money = [points(one) for one in sums]
    return ";".join([name, "", "", "", "", "", "", *money[:6], "", *money[6:], ""])


def _complaints(path: Path) -> None:
    """An Excel workbook with true dates, a title over the headers, and a count under the rows."""
    book = xlsxwriter.Workbook(str(path))
    sheet, stamp = book.add_worksheet("Reclamos"), book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    sheet.merge_range(0, 0, 0, 8, "PLANILLA DE RECLAMOS Y CONSULTAS - AÑO 2026")
    heads = (
        "Nro. Reclamo",
        "Ingreso",
        "Cliente",
        "Medio",
        "Motivo",
        "Atendido por",
        "Primera respuesta",
        "Estado",
        "Cierre",
    )
    sheet.write_row(2, 0, heads)
    for place, one in enumerate(TICKETS, start=3):
        sheet.write_row(
            place, 2, (NAMES[one.customer], CHANNELS[one.channel], SUBJECTS[one.subject], AGENTS[one.agent])
        )
        sheet.write(place, 0, f"R-{one.number:04d}")
        sheet.write_datetime(place, 1, one.opened, stamp)
        if not one.void:
            sheet.write_datetime(place, 6, one.opened + timedelta(minutes=one.answered_after), stamp)
        state = "Anulado" if one.void else "Cerrado" if one.solved else STATES[one.number % 2]
        sheet.write(place, 7, state)
        if one.solved:
            sheet.write_datetime(place, 8, one.solved, stamp)
    sheet.write(len(TICKETS) + 3, 0, f"Cantidad de registros: {len(TICKETS)}")
    book.close()


def _form(path: Path) -> None:
    """The answers of a form, with a clock of twelve hours and its offset."""
    rows = [
        '"Marca temporal","Empresa o comercio","¿Qué tan conforme está con nuestro servicio? (1 = nada conforme, 5 = muy conforme)",'
        '"Del 0 al 10, ¿cuánto nos recomendaría a otro comercio?","¿Qué podemos mejorar?"'
    ]
    for one in FORM:
        hour, half = (one.at.hour % 12 or 12), "a. m." if one.at.hour < 12 else "p. m."
        at = f"{one.at:%Y/%m/%d} {hour}:{one.at:%M:%S} {half} GMT-3"
        notes = ["" if score is None else str(score) for score in one.scores]
        said = (
            "Nada, todo bien"
            if one.at.day % 3 == 0
            else "Los horarios, y el estacionamiento"
            if one.at.day % 5 == 0
            else ""
        )
        rows.append(",".join(f'"{cell}"' for cell in (at, NAMES[one.customer], *notes, said)))
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
