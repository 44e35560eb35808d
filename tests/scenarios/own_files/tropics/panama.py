"""An importer in Colón: invoices as one row for each line of goods, receipts that settle them, a log of complaints, a form.

What its owner would say: voided documents count nowhere, neither an invoice nor a receipt; a credit note takes off what it
says on its own day; all money, that of cash sales too, comes in by a receipt, and a receipt of May may settle an invoice of
April that is not in the list; the survey is about the company; "Consumidor final" is whoever walked in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import xlsxwriter

from tests.scenarios.own_files import plain

COMPANY = ("--name", "Importadora Istmo Caribe, S.A.", "--country", "PA", "--currency", "PAB", "--time-zone", "America/Panama")  # fmt: skip
ANSWERS = 'cancelled_rows = "leave_out"\nsurvey_about = "company"\n'
MONTHS = plain.month_starts(2026, 5, 4)
END = plain.end_of(MONTHS)
NOBODY = "CONSUMIDOR FINAL"
NAMES = (
    "Mini Súper La Bendición",
    "Abarrotería Fung Hermanos, S.A.",
    "Farmacias Río Abajo, S.A.",
    "Hotel Bahía de Almirante",
    "Distribuidora Chiricana, S.A.",
    "Restaurante El Cayuco",
    "Ferretería Don Chicho",
    "Supermercado Doña Peña, S.A.",
    "Comedor Escolar San Félix",
    "Panadería y Dulcería Azuero",
    "Inversiones Guna Yala, S. de R.L.",
)
GOODS = (
    ("ARR-25", "Arroz grano largo saco 25 lb", 17.85, 0.0),
    ("ACE-05", "Aceite vegetal caja 12x1 L", 31.4, 0.0),
    ("DET-10", "Detergente en polvo 10 kg", 22.75, 0.07),
    ("GAL-24", "Galletas surtidas caja x 24", 14.2, 0.07),
    ("LIC-12", "Ron añejo caja 12x750 ml", 118.0, 0.10),
    ("FOC-50", "Foco LED 9W caja x 50", 64.9, 0.07),
    ("PAP-48", "Papel higiénico fardo x 48", 19.99, 0.07),
    ("LEC-24", "Leche evaporada caja x 24", 26.3, 0.0),
)
SELLERS = ("Yariela Q.", "Abdiel M.", "Oficina")
KINDS = ("Mercancía averiada", "Entrega incompleta", "Demora en entrega", "Error de facturación")
RECEIVERS = ("Yariela", "Itzel", "Abdiel")
WAYS = ("ACH", "Cheque", "Efectivo", "Yappy")
MONTH_WORDS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of goods on a document."""

    item: int
    """The place in the list of goods."""
    count: int
    """How many were sold or taken back, never below nought."""
    off: int
    """The discount in percent."""

    @property
    def net(self) -> float:
        return round(self.count * GOODS[self.item][2] * (100 - self.off) / 100, 2)

    @property
    def tax(self) -> float:
        return round(self.net * GOODS[self.item][3], 2)


@dataclass(frozen=True, kw_only=True)
class Document:
    """An invoice or a credit note with its lines."""

    number: int
    """Its place in the list, from 1."""
    day: date
    """When it was made."""
    customer: int | None
    """The place in the list of customers; empty for whoever walked in."""
    lines: tuple[Line, ...]
    """What it is for."""
    days: int
    """In how many days it is to be paid; nought for cash."""
    note: bool
    """Whether it is a credit note."""
    void: bool
    """Whether it was voided."""

    @property
    def net(self) -> float:
        return round(sum(one.net for one in self.lines), 2)

    @property
    def total(self) -> float:
        return round(self.net + sum(one.tax for one in self.lines), 2)

    @property
    def name(self) -> str:
        return NOBODY if self.customer is None else NAMES[self.customer]

    @property
    def paper(self) -> str:
        return f"NC-{self.number + 300:06d}" if self.note else f"FE-{self.number + 12400:08d}"


@dataclass(frozen=True, kw_only=True)
class Payment:
    """What one receipt settles of one invoice."""

    day: date
    """When it came in."""
    customer: str
    """Who paid."""
    invoice: str
    """Which invoice it settles."""
    amount: float
    """How much, with tax."""
    void: bool
    """Whether the receipt was voided."""
    way: int
    """The place in the list of ways to pay."""


def documents() -> list[Document]:
    dice, made = Random(507), list[Document]()
    for month in MONTHS:
        last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        for day in sorted(dice.randint(1, last.day) for _ in range(38)):
            nobody, chance = dice.random() < 0.12, dice.random()
            note = chance < 0.06 and not nobody
            items = dice.sample(range(len(GOODS)), 1 if note else dice.choice((1, 2, 2, 3, 4)))
            made.append(
                Document(
                    number=len(made) + 1,
                    day=month.replace(day=day),
                    customer=None if nobody else min(int(dice.expovariate(2.6) * len(NAMES)), len(NAMES) - 1),
                    lines=tuple(
                        Line(item=item, count=dice.randint(1, 3 if note else 24), off=dice.choice((0, 0, 0, 5, 10)))
                        for item in items
                    ),
                    days=0 if nobody else dice.choice((0, 15, 30, 30)),
                    note=note,
                    void=0.06 <= chance < 0.11,
                )
            )
    return made


def payments(invoices: list[Document]) -> list[Payment]:
    """Cash sales on their day, others later, a fifth in two parts; six of May settle invoices of April."""
    dice, made = Random(5070), list[Payment]()
    for place in range(6):
        made.append(
            Payment(
                day=date(2026, 5, 4 + 3 * place),
                customer=NAMES[place],
                invoice=f"FE-{12340 + 7 * place:08d}",
                amount=round(dice.uniform(90, 1_400), 2),
                void=False,
                way=dice.randrange(2),
            )
        )
    for one in invoices:
        if one.note or one.void:
            continue
        day = one.day + timedelta(days=0 if not one.days else dice.choice((6, 14, 28, 41, 75)))
        half = round(one.total / 2, 2)
        parts = [half, round(one.total - half, 2)] if one.days and dice.random() < 0.2 else [one.total]
        for at, amount in enumerate(parts):
            when = day + timedelta(days=15 * at)
            if when > END:
                continue
            way = dice.randrange(len(WAYS))
            if dice.random() < 0.04:
                made.append(Payment(day=when, customer=one.name, invoice=one.paper, amount=amount, void=True, way=way))
            made.append(Payment(day=when, customer=one.name, invoice=one.paper, amount=amount, void=False, way=way))
    return sorted(made, key=lambda row: (row.day, row.customer, row.invoice))


DOCUMENTS = documents()
KEPT = [one for one in DOCUMENTS if not one.void]
PAYMENTS = payments(DOCUMENTS)
PAID = [one for one in PAYMENTS if not one.void]
TICKETS = plain.tickets_of(Random(5071), MONTHS, customers=len(NAMES), a_month=27, voids=0.05)
FORM = plain.answers_of(
    Random(5072),
    MONTHS,
    customers=len(NAMES),
    a_month=24,
    scores=(
        lambda dice: dice.choice((1, 2, 3, 4, 4, 4, 5, 5, 5)),
        lambda dice: dice.choice((0, 2, 5, 7, 8, 8, 9, 9, 10, 10, 10)),
    ),
)


def signed(one: Document) -> float:
    return -one.net if one.note else one.net


NUMBERS = {
    "revenue": tuple(round(sum(signed(one) for one in KEPT if plain.in_month(m, one.day)), 2) for m in MONTHS),
    "orders_placed": tuple(sum(not one.note and plain.in_month(m, one.day) for one in KEPT) for m in MONTHS),
    "cash_collected": tuple(round(sum(one.amount for one in PAID if plain.in_month(m, one.day)), 2) for m in MONTHS),
    "cases_opened": plain.opened(TICKETS, MONTHS),
    "cases_resolved": plain.solved(TICKETS, MONTHS),
    "csat": plain.satisfied(plain.given(FORM, 0, MONTHS)),
    "nps": plain.promoters(plain.given(FORM, 1, MONTHS)),
}
LISTED = {one.paper for one in KEPT}
# What was paid for invoices of April takes nothing off what is owed of the invoices in the list.
OWED = round(
    sum(one.total for one in KEPT if not one.note) - sum(one.amount for one in PAID if one.invoice in LISTED), 2
)
AT_THE_END = {
    "receivables": (OWED, round(OWED - sum(one.total for one in KEPT if one.note), 2)),
    "backlog": (plain.waiting(TICKETS),),
}
SOLD_TO = {
    name: round(sum(signed(one) for one in KEPT if one.customer == place), 2)
    for place, name in enumerate(NAMES)
    if any(one.customer == place for one in KEPT)
}


def write(folder: Path) -> None:
    """Put the four files into a folder."""
    _lines(folder / "Detalle de ventas por artículo may-ago 2026.xlsx")
    _receipts(folder / "Recibos de caja mayo a agosto 2026.csv")
    _complaints(folder / "Control de quejas 2026.xlsx")
    _form(folder / "Encuesta de satisfacción Istmo Caribe (respuestas) - Respuestas de formulario 1.csv")


GROUPS = (("DOCUMENTO", 0, 4), ("CLIENTE", 5, 8), ("ARTÍCULO", 9, 12), ("IMPORTES (B/.)", 13, 16))
HEADS = ("Fecha", "Tipo", "Número", "Términos", "Vence", "Código", "Nombre", "R.U.C.", "D.V.", "Cód. artículo",
         "Descripción", "Cantidad", "Precio unit.", "Desc. %", "Subtotal", "ITBMS", "Total", "Vendedor", "Estado")  # fmt: skip


def _lines(path: Path) -> None:
    """A report of an accounting system: four title lines, headers in two rows, a total, and a sheet of sums by month."""
    book = xlsxwriter.Workbook(str(path))
    sheet, days = book.add_worksheet("Detalle"), book.add_format({"num_format": "dd/mm/yyyy"})
    money, bold = book.add_format({"num_format": '"B/." #,##0.00'}), book.add_format({"bold": True})
    sheet.merge_range(0, 0, 0, 18, "IMPORTADORA ISTMO CARIBE, S.A.", bold)
    sheet.merge_range(1, 0, 1, 18, "R.U.C. 155698701-2-2016  D.V. 43", bold)
    sheet.merge_range(2, 0, 2, 18, "Detalle de ventas por artículo", bold)
    sheet.merge_range(3, 0, 3, 18, "Desde 01/05/2026 hasta 31/08/2026", bold)
    for name, first, last in GROUPS:
        sheet.merge_range(5, first, 5, last, name, bold)
    sheet.write_row(6, 0, HEADS, bold)
    at = 7
    for one in DOCUMENTS:
        sign, code = -1 if one.note else 1, "00000" if one.customer is None else f"C{one.customer + 101:04d}"
        tax_id = ("", "") if one.customer is None else (f"1556{one.customer:02d}412-2-201{one.customer % 9}", 11 + 7 * one.customer)  # fmt: skip
        for line in one.lines:
            item, text, price, _ = GOODS[line.item]
            sheet.write_datetime(at, 0, datetime(one.day.year, one.day.month, one.day.day), days)
            terms = f"{one.days} días" if one.days else "Contado"
            sheet.write_row(at, 1, ("Nota de crédito" if one.note else "Factura", one.paper, terms))
            due = one.day + timedelta(days=one.days)
            sheet.write_datetime(at, 4, datetime(due.year, due.month, due.day), days)
            sheet.write_row(at, 5, (code, one.name, *tax_id, item, text, sign * line.count))
            sheet.write(at, 12, price, money)
            sheet.write(at, 13, line.off)
            for column, value in enumerate((line.net, line.tax, round(line.net + line.tax, 2)), start=14):
                sheet.write(at, column, sign * value if value else 0, money)
            sheet.write_row(at, 17, (SELLERS[one.number % 3], "Anulada" if one.void else "Emitida"))
            at += 1
    sums = [round(sum(value(one) for one in KEPT), 2) for value in (signed, _taxed, _whole)]
    sheet.write(at + 1, 10, "TOTAL GENERAL", bold)
    for column, value in enumerate(sums, start=14):
        sheet.write(at + 1, column, value, money)
    sheet.write(at + 3, 0, "Los documentos anulados se listan solo como referencia y no suman en el total.")
    _by_month(book)
    book.close()


def _whole(one: Document) -> float:
    return -one.total if one.note else one.total


def _taxed(one: Document) -> float:
    return round(_whole(one) - signed(one), 2)


def _by_month(book: xlsxwriter.Workbook) -> None:
    """The sums that the owner keeps beside the list."""
    sheet = book.add_worksheet("Resumen")
    sheet.write(0, 0, "Resumen de ventas por mes")
    sheet.write_row(2, 0, ("Mes", "Facturas", "Ventas netas", "ITBMS", "Total"))
    for at, month in enumerate(MONTHS, start=3):
        of_month = [one for one in KEPT if plain.in_month(month, one.day)]
        sums = [round(sum(value(one) for one in of_month), 2) for value in (signed, _taxed, _whole)]
        sheet.write_row(
            at, 0, (plain.MONTH_NAMES[month.month - 1].capitalize(), NUMBERS["orders_placed"][at - 3], *sums)
        )


def _receipts(path: Path) -> None:
    """cp1252 with commas: amounts in quotes with the sign of the balboa, days as 04-may-2026, a count and a total below."""
    rows = [
        "IMPORTADORA ISTMO CARIBE, S.A.",
        "Listado de recibos de caja",
        "",
        "Recibo No.,Fecha,Recibido de,Factura aplicada,Forma de pago,Referencia,Monto aplicado,Estado",
    ]
    papers: dict[tuple[date, str, bool], int] = {}
    for one in PAYMENTS:
        paper = papers.setdefault((one.day, one.customer, one.void), len(papers) + 8801)
        check = f"{paper * 37 % 9000 + 1000}" if one.way < 2 else ""
        amount = plain.written(one.amount, ",", ".")
        day = f"{one.day:%d}-{MONTH_WORDS[one.day.month - 1]}-{one.day.year}"
        name = f'"{one.customer}"' if "," in one.customer else one.customer
        state = "Anulado" if one.void else "Aplicado"
        rows.append(f'{paper:06d},{day},{name},{one.invoice},{WAYS[one.way]},{check},"B/. {amount}",{state}')
    total = plain.written(round(sum(one.amount for one in PAID), 2), ",", ".")
    rows += [f'Total recibido,,,,,,"B/. {total}",', "", f"Recibos emitidos: {len(papers)}"]
    path.write_bytes("\r\n".join([*rows, ""]).encode("cp1252"))


def _complaints(path: Path) -> None:
    """Kept by hand from column B on: a band for each month, days as dates or as text, states in any letters, a note below."""
    book = xlsxwriter.Workbook(str(path))
    sheet, days = book.add_worksheet("2026"), book.add_format({"num_format": "d/m/yyyy"})
    hours, band = book.add_format({"num_format": "h:mm AM/PM"}), book.add_format({"bold": True, "bg_color": "#DDDDDD"})
    sheet.write(0, 1, "CONTROL DE QUEJAS DE CLIENTES - 2026")
    heads = ("No.", "FECHA", "HORA", "CLIENTE", "TIPO DE QUEJA", "DETALLE", "RECIBIDA POR", "ESTATUS", "FECHA DE CIERRE", "OBSERVACIONES")  # fmt: skip
    sheet.write_row(2, 1, heads)
    at, month = 3, 0
    for one in TICKETS:
        if one.opened.month != month:
            month = one.opened.month
            sheet.merge_range(at, 1, at, 10, f"{plain.MONTH_NAMES[month - 1].upper()} 2026", band)
            at += 1
        sheet.write(at, 1, one.number)
        by_hand = one.number % 6 == 0
        _day(sheet, at, 2, one.opened, None if by_hand else days)
        sheet.write_number(at, 3, (one.opened.hour * 60 + one.opened.minute) / 1440, hours)
        name = NAMES[one.customer].upper() if one.number % 5 == 0 else NAMES[one.customer]
        detail = "" if one.number % 4 else "Llamó el encargado, muy molesto"
        sheet.write_row(at, 4, (name, KINDS[one.subject], detail, RECEIVERS[one.agent]))
        state = "Anulada" if one.void else "Cerrada" if one.solved else ("Abierta", "En trámite")[one.number % 2]
        sheet.write(at, 8, state.upper() if one.number % 3 == 0 else state)
        if one.solved:
            _day(sheet, at, 9, one.solved, None if by_hand else days)
        sheet.write(at, 10, "se le hizo nota de crédito" if one.number % 9 == 0 else "")
        at += 1
    sheet.write(at + 1, 1, "Nota: las quejas por teléfono las anota quien contesta.")
    book.close()


def _day(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, at: datetime, form: object) -> None:
    """A true day, or one typed as text where no form is given."""
    day = at.replace(hour=0, minute=0)
    if form is None:
        sheet.write_string(row, column, f"{day.day}/{day.month}/{day.year}")
    else:
        sheet.write_datetime(row, column, day, form)


def _form(path: Path) -> None:
    """The sheet of answers of a form, in the days of the country, with an address and a question of several choices."""
    rows = [
        '"Marca temporal","Dirección de correo electrónico","Nombre de su empresa o negocio",'
        '"¿Qué tan satisfecho está usted con nuestro servicio de entrega? (1 = Muy insatisfecho, 5 = Muy satisfecho)",'
        '"En una escala de 0 a 10, ¿qué tan probable es que recomiende a Istmo Caribe a un colega o conocido?",'
        '"¿Por qué medio hace sus pedidos?","Comentarios o sugerencias"'
    ]
    for one in FORM:
        at = f"{one.at.day}/{one.at.month:02d}/{one.at.year} {one.at:%H:%M:%S}"
        said = ("", "Excelente atención", "", "Que traigan más variedad, y más temprano")[one.at.second % 4]
        ways = ("WhatsApp", "WhatsApp, Vendedor", "Teléfono")[one.at.minute % 3]
        mail = f"compras{one.customer + 1}@cliente.example"
        cells = (at, mail, NAMES[one.customer], *(str(score) for score in one.scores), ways, said)
        rows.append(",".join(f'"{cell}"' for cell in cells))
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
