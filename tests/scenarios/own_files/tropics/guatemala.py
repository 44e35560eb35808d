"""Distribuidora Ferretera Los Cuchumatanes, S.A., Huehuetenango: what its owner has, as the tools of there write it.

The list of invoices is a sheet for each month out of the accounting package, into which the office types up to two part
payments beside each document; complaints are kept by hand in a sheet that begins in its second column, with the name of each
month between the rows; a form asks for a note and a recommendation.

What its owner would say: what is "Anulada" counts nowhere, nor does a complaint that is "Anulado"; a nota de crédito (NCRE)
takes off what it says, on its own day; the value without IVA is bienes and servicios together; a client "CF" is nobody in
particular; the survey is about the company as a whole; "Ingresado" and "En trámite" are still open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import xlsxwriter
from stdnum.gt.nit import calc_check_digit

from tests.scenarios.own_files import plain

COMPANY = ("--name", "Ferretera Los Cuchumatanes", "--country", "GT", "--currency", "GTQ", "--time-zone",
           "America/Guatemala")  # fmt: skip
ANSWERS = 'cancelled_rows = "leave_out"\nsurvey_about = "company"\n'
MONTHS = plain.month_starts(2026, 2, 4)
END = plain.end_of(MONTHS)
NAMES = (
    "Ferretería La Bendición",
    "Constructora Chimbal, S.A.",
    "Materiales El Quetzal",
    "Municipalidad de Chiantla",
    "Juana Xiloj Pérez",
    "Cooperativa Todosantera, R.L.",
    "Herrería y Balcones Güicho",
    "Agroservicio Ixtahuacán",
    "Inmobiliaria Zaculeu, S.A.",
)
BRANCHES = ("Central", "Chiantla")
SELLERS = ("Byron", "Wendy", "Don Neto")
REASONS = ("Material dañado", "Entrega incompleta", "Error en factura", "Garantía de herramienta")
WAYS = ("Llamada", "WhatsApp", "En tienda")
STAFF = ("Ligia Recinos", "Édgar Sales")


@dataclass(frozen=True, kw_only=True)
class Sale:
    """A document of the list."""

    number: int
    """Its place in the list, from 1."""
    day: date
    """When it was made."""
    customer: int | None
    """The place in the list of customers; empty for one sold to nobody in particular."""
    goods: float
    """What the goods are worth, without tax."""
    services: float
    """What freight and cutting are worth, without tax."""
    kind: str
    """FACT, FCAM (on credit) or NCRE (a credit note)."""
    void: bool
    """Whether it was cancelled."""
    first: tuple[date, float] | None
    """The first payment."""
    second: tuple[date, float] | None
    """The second payment."""

    @property
    def net(self) -> float:
        return round(self.goods + self.services, 2)

    @property
    def tax(self) -> float:
        return round(self.net * 0.12, 2)

    @property
    def total(self) -> float:
        return round(self.net + self.tax, 2)

    @property
    def sign(self) -> int:
        return -1 if self.kind == "NCRE" else 1

    @property
    def payments(self) -> list[tuple[date, float]]:
        return [one for one in (self.first, self.second) if one]

    @property
    def left(self) -> float:
        return round(self.total - sum(amount for _, amount in self.payments), 2)


def _paid(dice: Random, day: date, total: float, *, cash: bool) -> list[tuple[date, float]]:
    """What comes in of a document by the end of the months: at once, or on credit whole, in part or in two."""
    if cash:
        return [(day, total)]
    when, parts = day + timedelta(days=dice.choice((8, 15, 29, 44))), dice.choice((1, 1, 2, 2, 3))
    shares = [total] if parts == 1 else [round(total * 0.5, 2), round(total - round(total * 0.5, 2), 2)]
    days = (when, when + timedelta(days=dice.choice((7, 15, 33))))
    found = list(zip(days, shares, strict=False))[: 1 if parts == 3 else 2]
    return [(on, amount) for on, amount in found if on <= END]


def _sales() -> list[Sale]:
    dice, made = Random(502), list[Sale]()
    for month, after in pairwise((*MONTHS, END + timedelta(days=1))):
        for day in sorted(dice.randint(1, (after - month).days) for _ in range(44)):
            chance, when = dice.random(), month.replace(day=day)
            kind = "NCRE" if chance < 0.05 else "FCAM" if chance < 0.55 else "FACT"
            void = kind != "NCRE" and dice.random() < 0.07
            nobody = kind == "FACT" and dice.random() < 0.3
            goods = round(dice.uniform(60, 1_500 if nobody else 18_000), 2)
            services = round(dice.uniform(25, 600), 2) if dice.random() < 0.25 else 0.0
            total = round(goods + services + round(round(goods + services, 2) * 0.12, 2), 2)
            paid = [] if void or kind == "NCRE" else _paid(dice, when, total, cash=kind == "FACT")
            made.append(
                Sale(
                    number=len(made) + 1,
                    day=when,
                    customer=None if nobody else min(int(dice.expovariate(2.5) * len(NAMES)), len(NAMES) - 1),
                    goods=goods,
                    services=services,
                    kind=kind,
                    void=void,
                    first=paid[0] if paid else None,
                    second=paid[1] if len(paid) > 1 else None,
                )
            )
    return made


SALES = _sales()
KEPT = [one for one in SALES if not one.void]
TICKETS = plain.tickets_of(Random(503), MONTHS, customers=len(NAMES), a_month=27, voids=0.06, agents=len(STAFF))
FORM = plain.answers_of(
    Random(504),
    MONTHS,
    customers=len(NAMES),
    a_month=22,
    scores=(
        lambda dice: dice.choice((1, 2, 3, 4, 4, 5, 5, 5)),
        lambda dice: dice.choice((1, 4, 6, 7, 8, 8, 9, 9, 10, 10, None)),
    ),
)

NUMBERS = {
    "revenue": tuple(round(sum(s.sign * s.net for s in KEPT if plain.in_month(m, s.day)), 2) for m in MONTHS),
    "orders_placed": tuple(sum(plain.in_month(m, s.day) and s.sign > 0 for s in KEPT) for m in MONTHS),
    "cash_collected": tuple(
        round(sum(amount for s in KEPT for on, amount in s.payments if plain.in_month(m, on)), 2) for m in MONTHS
    ),
    "cases_opened": plain.opened(TICKETS, MONTHS),
    "cases_resolved": plain.solved(TICKETS, MONTHS),
    "csat": plain.satisfied(plain.given(FORM, 0, MONTHS)),
    "nps": plain.promoters(plain.given(FORM, 1, MONTHS)),
}
_OWED = sum(one.left for one in KEPT if one.sign > 0)
AT_THE_END = {
    "receivables": (round(_OWED, 2), round(_OWED - sum(one.total for one in KEPT if one.sign < 0), 2)),
    "backlog": (plain.waiting(TICKETS),),
}
SOLD_TO = {
    name: round(sum(one.sign * one.net for one in KEPT if one.customer == place), 2)
    for place, name in enumerate(NAMES)
    if any(one.customer == place for one in KEPT)
}


def nit(customer: int | None) -> str:
    if customer is None:
        return "CF"
    base = str(1204567 + 7_654_321 * customer)
    return f"{base}-{calc_check_digit(base)}"


def write(folder: Path) -> None:
    _list(folder / "Listado de facturas FEL feb-may 2026.xlsx")
    _complaints(folder / "CONTROL DE RECLAMOS.xlsx")
    _form(folder / "Encuesta de servicio (respuestas) - Respuestas de formulario 1.csv")


def _list(path: Path) -> None:
    """A sheet for each month, two lines of names, part payments typed beside, a total by formula; then a summary."""
    with xlsxwriter.Workbook(str(path)) as book:
        bold = book.add_format({"bold": True, "align": "center", "border": 1})
        money, days = book.add_format({"num_format": '"Q"#,##0.00'}), book.add_format({"num_format": "dd/mm/yyyy"})
        series = Random(505)
        for month in MONTHS:
            name = plain.MONTH_NAMES[month.month - 1]
            sheet = book.add_worksheet(f"{name.capitalize()} {month.year}")
            sheet.merge_range(0, 0, 0, 17, "DISTRIBUIDORA FERRETERA LOS CUCHUMATANES, S.A.", bold)
            sheet.merge_range(1, 0, 1, 17, "LISTADO DE DOCUMENTOS EMITIDOS (FEL)", bold)
            sheet.write(2, 0, f"NIT: 4521587-0     Periodo: {name} de {month.year}     Expresado en quetzales")
            plain_heads = ("Fecha", "Tipo DTE", "Serie", "No. DTE", "NIT", "Nombre del cliente", "Sucursal", "Vendedor")
            for at, head in enumerate(plain_heads):
                sheet.merge_range(4, at, 5, at, head, bold)
            for at, group, under in (
                (8, "Valor sin IVA", ("Bienes", "Servicios")),
                (12, "Primer abono", ("Fecha", "Monto")),
                (14, "Segundo abono", ("Fecha", "Monto")),
            ):
                sheet.merge_range(4, at, 4, at + 1, group, bold)
                sheet.write_row(5, at, under, bold)
            for at, head in ((10, "IVA 12%"), (11, "Total"), (16, "Saldo"), (17, "Estado")):
                sheet.merge_range(4, at, 5, at, head, bold)
            at = 6
            for one in (sale for sale in SALES if plain.in_month(month, sale.day)):
                sheet.write_row(at, 0, (f"{one.day:%d/%m/%Y}", one.kind, f"{series.getrandbits(32):08X}",
                                        str(series.getrandbits(32)), nit(one.customer),
                                        "CONSUMIDOR FINAL" if one.customer is None else NAMES[one.customer],
                                        BRANCHES[one.number % 3 == 0], SELLERS[one.number % 3]))  # fmt: skip
                sheet.write_row(at, 8, (one.goods, one.services, one.tax, one.total), money)
                for place, (on, amount) in zip((12, 14), one.payments, strict=False):
                    sheet.write_datetime(at, place, on, days)
                    sheet.write_number(at, place + 1, amount, money)
                if one.sign > 0 and not one.void:
                    sheet.write_formula(at, 16, f"=L{at + 1}-N{at + 1}-P{at + 1}", money, one.left)
                sheet.write(at, 17, "Anulada" if one.void else "Vigente")
                at += 1
            _totals(sheet, at, month, bold, money)
        sheet = book.add_worksheet("Resumen")
        sheet.write(0, 0, "Resumen de ventas y cobros", bold)
        sheet.write_row(2, 0, ("Mes", "Ventas sin IVA", "Cobrado en el mes"), bold)
        for at, month in enumerate(MONTHS):
            sheet.write(3 + at, 0, plain.MONTH_NAMES[month.month - 1].capitalize())
            sheet.write_row(3 + at, 1, (NUMBERS["revenue"][at], NUMBERS["cash_collected"][at]), money)


def _totals(
    sheet: xlsxwriter.worksheet.Worksheet,
    at: int,
    month: date,
    bold: xlsxwriter.format.Format,
    money: xlsxwriter.format.Format,
) -> None:
    """What stands under the rows of a month: the total of what counts, and a remark."""
    kept = [one for one in KEPT if plain.in_month(month, one.day)]
    sheet.write(at, 5, f"TOTAL {plain.MONTH_NAMES[month.month - 1].upper()}", bold)
    for column, value in (
        (8, sum(one.sign * one.goods for one in kept)),
        (9, sum(one.sign * one.services for one in kept)),
        (10, sum(one.sign * one.tax for one in kept)),
        (11, sum(one.sign * one.total for one in kept)),
        (13, sum(one.first[1] for one in kept if one.first)),
        (15, sum(one.second[1] for one in kept if one.second)),
        (16, sum(one.left for one in kept if one.sign > 0)),
    ):
        sheet.write_number(at, column, round(value, 2), money)
    sheet.write(at + 2, 0, "* Los documentos anulados no suman; las notas de crédito (NCRE) restan.")


def _complaints(path: Path) -> None:
    """Begins in the second column; day and hour in two columns; the name of each month stands between the rows."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, bold = book.add_worksheet("Reclamos"), book.add_format({"bold": True, "bg_color": "#FFE699"})
        days, hours = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "hh:mm"})
        sheet.write(1, 1, "CONTROL DE RECLAMOS DE CLIENTES", bold)
        sheet.write_row(3, 1, ("Correlativo", "Fecha de ingreso", "Hora", "Cliente", "Medio", "Motivo del reclamo",
                               "Encargado", "Estatus", "Fecha de solución", "Observaciones"), bold)  # fmt: skip
        at = 4
        for month in MONTHS:
            sheet.merge_range(at, 1, at, 10, plain.MONTH_NAMES[month.month - 1].upper(), bold)
            at += 1
            for one in (ticket for ticket in TICKETS if plain.in_month(month, ticket.opened)):
                sheet.write(at, 1, one.number)
                sheet.write_datetime(at, 2, one.opened.date(), days)
                sheet.write_datetime(at, 3, one.opened.time(), hours)
                state = (
                    "Anulado"
                    if one.void
                    else "Solucionado"
                    if one.solved
                    else ("Ingresado", "En trámite")[one.number % 2]
                )
                sheet.write_row(
                    at, 4, (NAMES[one.customer], WAYS[one.channel], REASONS[one.subject], STAFF[one.agent], state)
                )
                if one.solved:
                    sheet.write_datetime(at, 9, one.solved.date(), days)
                if one.number % 6 == 0:
                    sheet.write(at, 10, "Se le llamó dos veces")
                at += 1
        sheet.write(at + 1, 1, "Elaboró: L. Recinos")


def _form(path: Path) -> None:
    """The answers of a form as its sheet is downloaded."""
    rows = [
        "Marca temporal,Nombre o empresa,¿En qué sucursal compró?,¿Cómo califica la atención que recibió? (1 = muy mala / 5 = excelente),"
        '"En una escala de 0 a 10, ¿qué tan probable es que nos recomiende a un colega o familiar?",Comentarios o sugerencias'
    ]
    for place, one in enumerate(FORM):
        notes = ["" if score is None else str(score) for score in one.scores]
        said = '"Más parqueo, por favor"' if place % 7 == 0 else "Todo bien" if place % 4 == 0 else ""
        name = NAMES[one.customer]
        cells = (f"{one.at:%d/%m/%Y %H:%M:%S}", f'"{name}"' if "," in name else name, BRANCHES[place % 2], *notes, said)
        rows.append(",".join(cells))
    path.write_text("\r\n".join(rows) + "\r\n", encoding="utf-8", newline="")
