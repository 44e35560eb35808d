"""Climas del Cibao, S.R.L., Santiago de los Caballeros: what its owner has, as the tools of there write it.

A firm that services air conditioners. Its accounts are one list of movements of the customers' accounts, invoices as a debit,
credit notes and receipts as a credit, with a balance that runs; service calls come out of a web program with a clock of twelve
hours; the answers of a form write the month first and their notes with words at the ends.

What its owner would say: what is "NULO" counts nowhere, nor does a call that is "Cancelado"; a nota de crédito (NC) takes off
what it says, on its own day, and from what is owed of the invoice that it names; an RI is money that came in; the survey is
about the company as a whole; "Completado" and "Cerrado" are solved, all other calls are open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

from stdnum.do.rnc import calc_check_digit

from tests.scenarios.own_files import plain

COMPANY = ("--name", "Climas del Cibao", "--country", "DO", "--currency", "DOP", "--time-zone",
           "America/Santo_Domingo")  # fmt: skip
ANSWERS = 'cancelled_rows = "leave_out"\nsurvey_about = "company"\n'
MONTHS = plain.month_starts(2026, 1, 4)
END = plain.end_of(MONTHS)
NAMES = (
    "Plaza Comercial Bella Terra, S.A.S.",
    "Hotel Camp David",
    "Clínica Unión Médica del Este, S.R.L.",
    "Colegio Santa Ana",
    "Farmacia Jorge & Hijos",
    "Residencial Cerro Alto",
    "Rosa Elena Peña Núñez",
    "Zona Franca Navarrete, S.A.",
)
WORK = ("Mantenimiento preventivo", "Recarga de gas", "Instalación split 12,000 BTU", "Reparación de compresor")
TECHNICIANS = ("Wilkin", "Yokasta", "Ramón E.")
OPEN_STATES = ("Abierto", "En progreso", "En espera de piezas")
SATISFACTION = ("Muy insatisfecho", "Insatisfecho", "Neutral", "Satisfecho", "Muy satisfecho")


@dataclass(frozen=True, kw_only=True)
class Movement:
    """A line of the customers' accounts."""

    kind: str
    """FA (an invoice), NC (a credit note) or RI (a receipt)."""
    day: date
    """On which day it was made."""
    order: int
    """Its place among all that were made, which breaks ties of a day."""
    customer: int
    """The place in the list of customers."""
    net: float
    """Without tax; nought of a receipt."""
    tax: float
    """The tax on it."""
    money: float
    """What it adds to or takes off the account."""
    about: int | None
    """The order of the invoice that a receipt or a credit note is about."""
    void: bool
    """Whether it was cancelled."""


def _movements() -> list[Movement]:
    dice, made = Random(809), list[Movement]()

    def add(
        kind: str, day: date, customer: int, net: float, tax: float, money: float, about: int | None, void: bool
    ) -> int:
        made.append(Movement(kind=kind, day=day, order=len(made), customer=customer, net=net, tax=tax, money=money,
                             about=about, void=void))  # fmt: skip
        return len(made) - 1

    for month, after in pairwise((*MONTHS, END + timedelta(days=1))):
        for day in sorted(dice.randint(1, (after - month).days) for _ in range(33)):
            when, net = month.replace(day=day), round(dice.uniform(1_800, 96_000), 2)
            who = min(int(dice.expovariate(2.2) * len(NAMES)), len(NAMES) - 1)
            tax = 0.0 if who == 3 else round(net * 0.18, 2)
            total, void = round(net + tax, 2), dice.random() < 0.07
            bill = add("FA", when, who, net, tax, total, None, void)
            if void:
                continue
            if dice.random() < 0.09:
                back = round(net * 0.2, 2)
                tax_back, later = 0.0 if tax == 0 else round(back * 0.18, 2), when + timedelta(days=dice.randint(1, 9))
                if later <= END:
                    add("NC", later, who, back, tax_back, round(back + tax_back, 2), bill, False)
                continue
            paid_on = when + timedelta(days=dice.choice((0, 5, 14, 30, 31, 52)))
            parts = (
                (total,) if dice.random() < 0.7 else (round(total * 0.6, 2), round(total - round(total * 0.6, 2), 2))
            )
            for place, part in enumerate(parts):
                on = paid_on + timedelta(days=15 * place)
                if on <= END and dice.random() < 0.06:
                    add("RI", on, who, 0.0, 0.0, part, bill, True)
                if on <= END:
                    add("RI", on, who, 0.0, 0.0, part, bill, False)
    return sorted(made, key=lambda one: (one.day, one.order))


MOVEMENTS = _movements()
KEPT = [one for one in MOVEMENTS if not one.void]
TICKETS = plain.tickets_of(Random(810), MONTHS, customers=len(NAMES), a_month=31, voids=0.06)
FORM = plain.answers_of(
    Random(811),
    MONTHS,
    customers=len(NAMES),
    a_month=19,
    scores=(
        lambda dice: dice.choice((1, 2, 3, 4, 4, 5, 5, None)),
        lambda dice: dice.choice((0, 5, 6, 7, 8, 9, 9, 10, 10, 10)),
    ),
)
SIGN = {"FA": 1, "NC": -1, "RI": 0}

NUMBERS = {
    "revenue": tuple(round(sum(SIGN[o.kind] * o.net for o in KEPT if plain.in_month(m, o.day)), 2) for m in MONTHS),
    "orders_placed": tuple(sum(o.kind == "FA" and plain.in_month(m, o.day) for o in KEPT) for m in MONTHS),
    "cash_collected": tuple(
        round(sum(o.money for o in KEPT if o.kind == "RI" and plain.in_month(m, o.day)), 2) for m in MONTHS
    ),
    "cases_opened": plain.opened(TICKETS, MONTHS),
    "cases_resolved": plain.solved(TICKETS, MONTHS),
    "csat": plain.satisfied(plain.given(FORM, 0, MONTHS)),
    "nps": plain.promoters(plain.given(FORM, 1, MONTHS)),
}
# A credit note is only ever given on an invoice that is not paid, so nothing is owed to a customer.
AT_THE_END = {
    "receivables": (round(sum(one.money if one.kind == "FA" else -one.money for one in KEPT), 2),),
    "backlog": (plain.waiting(TICKETS),),
}
SOLD_TO = {
    name: round(sum(SIGN[one.kind] * one.net for one in KEPT if one.customer == place), 2)
    for place, name in enumerate(NAMES)
    if any(one.customer == place and one.kind == "FA" for one in KEPT)
}


def rnc(customer: int) -> str:
    base = f"1{3_010_452 + 98_765 * customer:07d}"
    return f"{base}{calc_check_digit(base)}"


def write(folder: Path) -> None:
    _accounts(folder / "movimientos_cxc_01012026_30042026.csv")
    _calls(folder / "Casos de servicio.csv")
    _form(folder / "Encuesta post-servicio (Responses) - Form Responses 1.csv")


def _money(value: float) -> str:
    return f'"{plain.written(value, ",", ".")}"'


def _accounts(path: Path) -> None:
    """cp1252 with commas, title lines, the balance before and after each line, the totals at the foot."""
    counts, names = {"FA": 0, "NC": 0, "RI": 0}, dict[int, str]()
    lines = [
        '"CLIMAS DEL CIBAO, S.R.L."',
        "RNC 131-04521-8",
        "Movimientos de cuentas por cobrar del 01/01/2026 al 30/04/2026 (RD$)",
        "",
        "Fecha,Tipo,No. Documento,NCF,RNC/Cédula,Cliente,Concepto,Aplica a NCF,Subtotal,ITBIS,Débito,Crédito,Balance,Estatus",
        ",,,,,,BALANCE ANTERIOR,,,,,,0.00,",
    ]
    balance, debits, credits_ = 0.0, 0.0, 0.0
    for one in MOVEMENTS:
        counts[one.kind] += 1
        ncf = {"FA": f"B01{1840 + counts['FA']:08d}", "NC": f"B04{96 + counts['NC']:08d}", "RI": ""}[one.kind]
        names[one.order] = ncf
        moved = 0.0 if one.void else one.money
        debit, credit = (moved, 0.0) if one.kind == "FA" else (0.0, moved)
        balance, debits, credits_ = round(balance + debit - credit, 2), debits + debit, credits_ + credit
        name, about = NAMES[one.customer], names[one.about] if one.about is not None else ""
        work = {"FA": WORK[one.order % 4], "NC": "Descuento por demora", "RI": "Cobro " + ("transferencia", "cheque")[one.order % 2]}  # fmt: skip
        what = f'"{work[one.kind]}"' if "," in work[one.kind] else work[one.kind]
        tax = [_money(one.net), _money(one.tax)] if one.kind != "RI" else ["", ""]
        lines.append(",".join((f"{one.day:%d/%m/%Y}", one.kind, f"{one.kind}-{counts[one.kind]:05d}", ncf, rnc(one.customer),
                               f'"{name}"' if "," in name else name, what, about, *tax, _money(debit), _money(credit),
                               _money(balance), "NULO" if one.void else "")))  # fmt: skip
    lines.append(f",,,,,,TOTALES,,,,{_money(debits)},{_money(credits_)},{_money(balance)},")
    path.write_bytes("\r\n".join([*lines, ""]).encode("cp1252"))


def _clock(at: datetime) -> str:
    return f"{at:%d/%m/%Y} {at.hour % 12 or 12:02d}:{at:%M} {'AM' if at.hour < 12 else 'PM'}"


def _calls(path: Path) -> None:
    """utf-8 with its mark and semicolons, a clock of twelve hours, a column that nobody fills."""
    lines = [
        "ID Caso;Fecha de creación;Cliente;Asunto;Canal;Técnico asignado;Prioridad;Estado;Fecha de completado;Etiquetas"
    ]
    for one in TICKETS:
        done = ("Completado", "Cerrado")[one.number % 2]
        state = "Cancelado" if one.void else done if one.solved else OPEN_STATES[one.number % 3]
        lines.append(";".join((f"CS-{one.number:05d}", _clock(one.opened), NAMES[one.customer], WORK[one.subject],
                               ("Teléfono", "WhatsApp", "Correo")[one.channel], TECHNICIANS[one.agent],
                               ("Normal", "Alta", "Urgente")[one.answered_after % 3], state,
                               _clock(one.solved) if one.solved else "", "")))  # fmt: skip
    path.write_bytes("\n".join([*lines, ""]).encode("utf-8-sig"))


def _form(path: Path) -> None:
    """A form whose sheet is set to English: the month first; notes in words, and with words at their ends."""
    lines = [
        '"Timestamp","Email Address","Nombre del cliente","¿Qué tan satisfecho quedó con el servicio recibido?",'
        '"¿Qué tan probable es que nos recomiende a un amigo o colega?","¿Algo que debamos mejorar?"'
    ]
    for one in FORM:
        liked, likely = one.scores
        assert likely is not None
        ends = {0: "0 - Nada probable", 10: "10 - Muy probable"}
        at = f"{one.at.month}/{one.at.day}/{one.at.year} {one.at.hour}:{one.at:%M:%S}"
        cells = (at, "", NAMES[one.customer], "" if liked is None else SATISFACTION[liked - 1], ends.get(likely, str(likely)),
                 "Llegar a la hora, por favor" if one.at.second % 5 == 0 else "")  # fmt: skip
        lines.append(",".join(f'"{cell}"' for cell in cells))
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
