"""Bodega y Distribución Aconcagua S.A., Mendoza: what its owner has, as an Argentine program of management writes it.

Three files. The list of documents has kinds A, B and C with letters, points of sale with leading noughts, two rates of IVA,
perceptions of Ingresos Brutos and IVA on top, credit and debit notes above nought, and final consumers; collections name the
document with its letter; claims come with day and hour in two columns and the state of each.

What its owner would say: "Anulada" counts nowhere; a nota de crédito takes off what it says and a nota de débito adds it, each
on its own day; perceptions are taxes and no sales; "Consumidor Final" is nobody in particular; "Derivado" is still open.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.scenarios.own_files import plain

CUSTOMERS = ("Vinoteca Godoy Cruz S.R.L.", "Supermercados Cuyo S.A.", "Restó La Alameda", "Hugo Ferreyra", "Hotel Portal S.A.",
             "Almacén Las Heras")  # fmt: skip
CUITS = ("30-70700001-3", "30-50001091-2", "27-22334455-1", "20-14567890-6", "30-68537634-9", "23-30123456-4")
KINDS = ("A", "A", "B", "B", "A", "C")  # the letter of each customer's documents
SUBJECTS = ("Faltante", "Botella rota", "Entrega tarde", "Precio")
CHANNELS = ("WhatsApp", "Teléfono", "Mail")
AGENTS = ("Noelia", "Gastón", "Ariel")
MONTHS = plain.month_starts(2026, 7, 3)
DICE = Random(9_102)
INVOICES = plain.invoices_of(
    DICE, MONTHS, customers=len(CUSTOMERS), a_month=34, rate=0.21, price=lambda dice: dice.uniform(12_000, 890_000),
    habits=plain.Habits(notes=0.06, voids=0.04, nobody=0.2),
)  # fmt: skip
TICKETS = plain.tickets_of(DICE, MONTHS, customers=len(CUSTOMERS), a_month=17, voids=0.06)
COMPANY = ("--name", "Aconcagua", "--country", "AR", "--currency", "ARS")
ANSWERS = 'cancelled_rows = "leave_out"\n'


def is_debit(one: plain.Invoice) -> bool:
    """Some documents are notes of debit: interest on what was paid late. They add to sales as invoices do."""
    return not one.note and not one.void and one.number % 19 == 0


def perceptions(one: plain.Invoice) -> tuple[float, float]:
    """Ingresos Brutos and IVA, perceived of who is registered: documents with the letter A alone."""
    if one.customer is None or KINDS[one.customer] != "A":
        return 0.0, 0.0
    return round(one.net * 0.03, 2), round(one.net * 0.015, 2) if one.number % 2 else 0.0


def total(one: plain.Invoice) -> float:
    return round(one.total + sum(perceptions(one)), 2)


PAID = {one.number: total(one) for one in INVOICES if one.paid_on}
NUMBERS = {
    "revenue": plain.sold(INVOICES, MONTHS),
    "cash_collected": tuple(
        round(sum(PAID[one.number] for one in INVOICES if plain.in_month(month, one.paid_on)), 2) for month in MONTHS
    ),
    "cases_opened": plain.opened(TICKETS, MONTHS),
    "cases_resolved": plain.solved(TICKETS, MONTHS),
}
OPEN = round(sum(total(one) for one in INVOICES if not (one.note or one.void or one.paid_on)), 2)
NOTES_SUM = round(sum(total(one) for one in INVOICES if one.note), 2)
# The list does not say of which invoice a note is: they are credits, told apart, or set off.
AT_THE_END = {"receivables": (OPEN, round(OPEN - NOTES_SUM, 2)), "backlog": (plain.waiting(TICKETS),)}
SOLD_TO = plain.sold_to(INVOICES, CUSTOMERS)


def letter(one: plain.Invoice) -> str:
    return "B" if one.customer is None else KINDS[one.customer]


def kind(one: plain.Invoice) -> str:
    return f"{'Nota de Crédito' if one.note else 'Nota de Débito' if is_debit(one) else 'Factura'} {letter(one)}"


def number(one: plain.Invoice) -> str:
    return f"{340 + sum(kind(other) == kind(one) for other in INVOICES[: one.number]):08d}"


def pesos(value: float) -> str:
    return plain.written(value, ".", ",")


def write(folder: Path) -> None:
    """Put the three files into a folder."""
    lines = ["Bodega y Distribución Aconcagua S.A.;;;;;;;;;;;;;;", "Libro de comprobantes emitidos - Período 01/07/2026 al 30/09/2026;;;;;;;;;;;;;;",
             "Fecha;Tipo;Pto. Vta.;Número;Razón Social;CUIT/DNI;Cond. IVA;Neto Gravado;IVA 21%;Perc. IIBB;Perc. IVA;Importe Total;Cond. Venta;CAE;Estado"]  # fmt: skip
    for one in INVOICES:
        whose = one.customer
        state = {"A": "RI", "B": "MT", "C": "EX"}[letter(one)] if whose is not None else "CF"
        money = [pesos(cell) for cell in (one.net, one.tax, *perceptions(one), total(one))]
        lines.append(";".join((f"{one.day.day}/{one.day.month}/{one.day:%y}", kind(one), "00004", number(one),
                               "CONSUMIDOR FINAL" if whose is None else CUSTOMERS[whose].upper(), "0" if whose is None else CUITS[whose],
                               state, *money, "Cta. Cte.", f"7633{one.number:010d}", "Anulada" if one.void else "Emitida")))  # fmt: skip
    (folder / "comprobantes_emitidos.csv").write_bytes("\r\n".join([*lines, ""]).encode("cp1252"))
    told = ["Nro. Recibo\tFecha Cobro\tCliente\tComprobante Aplicado\tMedio\tImporte Cobrado"]
    for at, one in enumerate(
        sorted((row for row in INVOICES if row.paid_on), key=lambda row: (row.paid_on, row.number)), 71
    ):
        whose = one.customer
        short = "ND" if is_debit(one) else "FC"
        told.append("\t".join((f"0001-{at:08d}", f"{one.paid_on:%d/%m/%Y}", "Consumidor Final" if whose is None else CUSTOMERS[whose],
                               f"{short} {letter(one)} 00004-{number(one)}", ("Transferencia", "Cheque", "Mercado Pago")[one.number % 3],
                               f"$ {pesos(total(one))}")))  # fmt: skip
    (folder / "Cobranzas jul-sep 2026.txt").write_bytes("\r\n".join([*told, ""]).encode("utf-16"))
    claims = ["N° Reclamo,Día,Hora,Cliente,Motivo,Vía,Atendió,Situación,Día cierre,Hora cierre"]
    for ticket in TICKETS:
        state = (
            "Anulado" if ticket.void else "Resuelto" if ticket.solved else ("Derivado", "Abierto")[ticket.number % 2]
        )
        done = f"{ticket.solved:%d-%m-%Y},{ticket.solved:%H:%M}" if ticket.solved else ","
        claims.append(f"{ticket.number},{ticket.opened:%d-%m-%Y},{ticket.opened:%H:%M},{CUSTOMERS[ticket.customer]},{SUBJECTS[ticket.subject]},"
                      f"{CHANNELS[ticket.channel]},{AGENTS[ticket.agent]},{state},{done}")  # fmt: skip
    (folder / "reclamos.csv").write_text("\n".join([*claims, ""]), encoding="utf-8")
