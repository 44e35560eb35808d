"""A shop of spare parts in San Pedro Sula: its till's list of invoices in lempiras, its claims, and a form of Microsoft.

What its owner would say: voided invoices and claims count nowhere; the survey is about the shop as a whole; a cheque with
a day after the list's end is no money yet; "En proceso" is still open; "Consumidor Final" is nobody in particular, and
pays at the counter.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import xlsxwriter

from tests.scenarios.own_files import plain

COMPANY = ("--name", "Repuestos Sula", "--country", "HN", "--currency", "HNL", "--time-zone", "America/Tegucigalpa")
ANSWERS = 'cancelled_rows = "leave_out"\nsurvey_about = "company"\npayments_after_end = "leave_open"\n'
MONTHS = plain.month_starts(2026, 4, 5)
END = plain.end_of(MONTHS)
CUSTOMERS = (
    "Transportes Núñez, S. de R.L.",
    "Taller Mecánico El Piñonero",
    "Distribuidora La Ceibeña, S.A. de C.V.",
    "Autolote Merendón",
    "Cooperativa Agrícola Yoreña Limitada",
    "Llantera y Lubricentro Zúniga",
    "Constructora Ulúa, S.A.",
    "Taller Hermanos Fiallos",
    "Ferretería La Económica",
    "Rapiditos Choloma",
    "Municipalidad de Pimienta",
)
RTNS = tuple(f"0501{1979 + 3 * place}{412_307 + 8_119 * place:06d}" for place in range(len(CUSTOMERS)))
SUBJECTS = ("Repuesto equivocado", "Garantía de batería", "Pieza con defecto", "Entrega atrasada")
WAYS = ("Mostrador", "WhatsApp", "Teléfono")
AGENTS = ("Keyla Rápalo", "Wilmer Peña", "Suyapa Cárcamo")
SELLERS = ("Denis", "Karla", "Óscar")


def invoices() -> list[plain.Invoice]:
    """What the till made; who is nobody in particular pays at once, and the list ends on the last day of its months."""
    drawn = plain.invoices_of(
        Random(504), MONTHS, customers=len(CUSTOMERS), a_month=44, rate=0.15, price=lambda dice: dice.uniform(85, 9_400),
        habits=plain.Habits(voids=0.06, nobody=0.12),
    )  # fmt: skip
    made = [
        replace(one, paid_on=one.day, paid=one.total) if one.customer is None and not one.void else one for one in drawn
    ]
    last = replace(made[-1], day=END, due=END + timedelta(days=30), customer=0, void=False, paid_on=None, paid=0.0)
    return [*made[:-1], last]


INVOICES = invoices()
# Of what is still owed, every third was paid with a cheque that may be cashed in September.
CHEQUES = {
    one.number: END + timedelta(days=4 + place) for place, one in enumerate([o for o in INVOICES if o.open][::3])
}
TICKETS = plain.tickets_of(Random(505), MONTHS, customers=len(CUSTOMERS), a_month=27, voids=0.05)
FORM = plain.answers_of(
    Random(506),
    MONTHS,
    customers=len(CUSTOMERS),
    a_month=21,
    scores=(
        lambda dice: dice.choice((1, 2, 3, 4, 4, 4, 5, 5, 5)),
        lambda dice: dice.choice((0, 2, 5, 6, 7, 8, 8, 9, 9, 10, 10, 10)),
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
AT_THE_END = {"receivables": plain.owed(INVOICES)[:1], "backlog": (plain.waiting(TICKETS),)}
SOLD_TO = plain.sold_to(INVOICES, CUSTOMERS)


def write(folder: Path) -> None:
    """Put the three files into a folder."""
    _till(folder / "Reporte de Facturacion.csv")
    _claims(folder / "Control de reclamos y garantías.xlsx")
    _form(folder / f"Encuesta de servicio Repuestos Sula(1-{len(FORM)}).xlsx")


def lempiras(value: float) -> str:
    """An amount as the till prints it."""
    return "L. " + plain.written(value, ",", ".")


def _sums(rows: Iterable[plain.Invoice]) -> list[str]:
    kept = list(rows)
    return [lempiras(sum(getattr(one, part) for one in kept)) for part in ("net", "tax", "total")]


def _till(path: Path) -> None:
    """cp1252 with commas; five lines over the headers, and under the rows a total without the voided and two counts."""
    voided = [one for one in INVOICES if one.void]
    with path.open("w", encoding="cp1252", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("REPUESTOS SULA, S. DE R.L.",))
        rows.writerow(("RTN: 05019008143127   Barrio Medina, 7 Avenida, San Pedro Sula, Cortés",))
        rows.writerow(("REPORTE DE FACTURACIÓN",))
        rows.writerow((f"Del {MONTHS[0]:%d-%m-%Y} al {END:%d-%m-%Y}",))
        rows.writerow(())
        rows.writerow(
            ("No. Factura", "Fecha", "R.T.N.", "Nombre del Cliente", "Vendedor", "Condición", "Importe Gravado",
             "I.S.V. 15%", "Total a Pagar", "Vence", "Fecha Pago", "Estatus")
        )  # fmt: skip
        for one in INVOICES:
            rows.writerow(_printed(one))
        rows.writerow(
            ("", "", "", "TOTAL GENERAL", "", "", *_sums(one for one in INVOICES if not one.void), "", "", "")
        )
        rows.writerow(())
        rows.writerow((f"Facturas emitidas: {len(INVOICES)}",))
        rows.writerow((f"Facturas anuladas: {len(voided)}",))


def _printed(one: plain.Invoice) -> tuple[str, ...]:
    paid_on: date | None = one.paid_on or CHEQUES.get(one.number)
    at_once = one.paid_on == one.day
    return (
        f"000-001-01-{one.number + 20418:08d}",
        f"{one.day:%d-%m-%Y}",
        "" if one.customer is None else RTNS[one.customer],
        "Consumidor Final" if one.customer is None else CUSTOMERS[one.customer],
        SELLERS[one.number % 3],
        "Contado" if at_once or one.customer is None else "Crédito",
        lempiras(one.net),
        lempiras(one.tax),
        lempiras(one.total),
        f"{one.day if at_once or one.customer is None else one.due:%d-%m-%Y}",
        f"{paid_on:%d-%m-%Y}" if paid_on else "",
        "Anulada" if one.void else "Pagada" if paid_on else "Pendiente",
    )


def _claims(path: Path) -> None:
    """A workbook kept by hand, with true days and hours in a cell, and a title over the headers."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, stamp = book.add_worksheet("2026"), book.add_format({"num_format": "dd/mm/yyyy hh:mm AM/PM"})
        sheet.merge_range(0, 0, 0, 7, "CONTROL DE RECLAMOS Y GARANTÍAS 2026")
        sheet.write_row(
            2, 0, ("Correlativo", "Fecha de ingreso", "Cliente", "Vía", "Motivo del reclamo", "Encargado", "Estatus", "Fecha de cierre")
        )  # fmt: skip
        for at, one in enumerate(TICKETS, 3):
            state = "Anulado" if one.void else "Cerrado" if one.solved else ("Abierto", "En proceso")[one.number % 2]
            sheet.write(at, 0, one.number)
            sheet.write_datetime(at, 1, one.opened, stamp)
            sheet.write_row(
                at, 2, (CUSTOMERS[one.customer], WAYS[one.channel], SUBJECTS[one.subject], AGENTS[one.agent])
            )
            sheet.write(at, 6, state)
            if one.solved:
                sheet.write_datetime(at, 7, one.solved, stamp)


def _form(path: Path) -> None:
    """As Microsoft Forms gives the answers: when each was begun and ended, nobody's address, then the questions."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, stamp = book.add_worksheet("Sheet1"), book.add_format({"num_format": "m/d/yy h:mm:ss"})
        heads = (
            "ID",
            "Hora de inicio",
            "Hora de finalización",
            "Correo electrónico",
            "Nombre",
            "Nombre de su taller o empresa",
            "¿Qué tan satisfecho está con el servicio de Repuestos Sula? (1 = muy insatisfecho, 5 = muy satisfecho)",
            "¿Qué probabilidad hay de que nos recomiende a un amigo o compañero?",
            "¿Qué repuesto no encontró en nuestra tienda?",
        )
        sheet.write_row(0, 0, heads)
        for at, one in enumerate(FORM, 1):
            sheet.write(at, 0, at)
            sheet.write_datetime(at, 1, one.at - timedelta(seconds=40 + 7 * (at % 13)), stamp)
            sheet.write_datetime(at, 2, one.at, stamp)
            sheet.write(at, 3, "anonymous")
            wish = ("", "Ninguno", "", "Bujías para Hilux 2014, siempre se acaban", "")[at % 5]
            sheet.write_row(at, 5, (CUSTOMERS[one.customer], *one.scores, wish))
