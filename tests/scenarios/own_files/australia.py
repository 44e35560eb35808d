"""A cleaning supplier in Hobart: invoices exported line by line with the whole repeated, a help desk, a form in words.

What its owner would say: voided invoices and drafts count nowhere; a credit note takes off what it says; the survey is
about the company as a whole; "Waiting on contact" waits for the customer. When money came in stands in none of the files.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

import xlsxwriter

from tests.scenarios.own_files import plain

COMPANY = (
    "--name",
    "Derwent Cleaning Supplies",
    "--country",
    "AU",
    "--currency",
    "AUD",
    "--time-zone",
    "Australia/Hobart",
)
ANSWERS = 'cancelled_rows = "leave_out"\nsurvey_about = "company"\npaid_without_date = "unknown"\n'
MONTHS = plain.month_starts(2026, 3, 4)
END = plain.end_of(MONTHS)
NAMES = (
    "Salamanca Bakehouse Pty Ltd",
    "Mount Nelson Primary",
    "Huon Valley Council",
    "O'Brien & Sons Motors",
    "Bruny Island Cheese Stall",
    "Battery Point Dental",
    "Sandy Bay Yoga Studio",
    "Tasman Aged Care Inc.",
    "North Hobart Gym",
    "Cygnet Cidery",
)
ITEMS = (
    ("FLR5", "Floor cleaner 5L", 38.5),
    ("WIP", "Industrial wipes, box", 61.2),
    ("BIN", "Bin liners 80L", 24.95),
    ("TEA", "Tea towels", 17.4),
)
WORDS = ("Very dissatisfied", "Dissatisfied", "Neither satisfied nor dissatisfied", "Satisfied", "Very satisfied")
AGENTS = ("Imogen Clarke", "Jack Nguyen", "Priya Rao")
SUBJECTS = ("Delivery never arrived", "Wrong item", "Price question", "Return request")
CHANNELS = ("Email", "Phone", "Form")


@dataclass(frozen=True)
class Line:
    """One line of an invoice: what, how many, and whether tax is on it."""

    item: int
    units: int
    taxed: bool

    @property
    def net(self) -> float:
        return round(self.units * ITEMS[self.item][2], 2)

    @property
    def tax(self) -> float:
        return round(self.net * 0.1, 2) if self.taxed else 0.0


@dataclass(frozen=True, kw_only=True)
class Bill:
    """An invoice or a credit note with its lines."""

    number: int
    """Its place in the list, from 1."""
    day: date
    """When it was made."""
    customer: int
    """The place in the list of customers."""
    lines: tuple[Line, ...]
    """What was sold."""
    note: bool
    """Whether it is a credit note, whose units are below nought."""
    state: str
    """Paid, Awaiting Payment, Draft or Voided."""
    paid: float
    """How much came in by the end."""

    @property
    def total(self) -> float:
        return round(sum(one.net + one.tax for one in self.lines), 2)


def bills() -> list[Bill]:
    dice, made = Random(1803), list[Bill]()
    for month in MONTHS:
        last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        for day in sorted(dice.randint(1, last.day) for _ in range(38)):
            chance = dice.random()
            note = chance < 0.05
            state = "Voided" if 0.05 <= chance < 0.1 else "Draft" if 0.1 <= chance < 0.13 else "Paid"
            if state == "Paid" and not note and dice.random() < 0.3:
                state = "Awaiting Payment"
            goods = tuple(
                Line(
                    dice.randrange(3) if not note else 0, dice.randint(1, 30) * (-1 if note else 1), dice.random() < 0.9
                )
                for _ in range(dice.choice((1, 1, 2, 3)))
            )
            whole = round(sum(one.net + one.tax for one in goods), 2)
            part = round(whole * 0.25, 2) if state == "Awaiting Payment" and dice.random() < 0.3 else 0.0
            made.append(
                Bill(
                    number=len(made) + 1,
                    day=month.replace(day=day),
                    customer=dice.randrange(len(NAMES)),
                    lines=goods,
                    note=note,
                    state=state,
                    paid=whole if state == "Paid" else part,
                )
            )
    return made


BILLS = bills()
KEPT = [one for one in BILLS if one.state in ("Paid", "Awaiting Payment")]
TICKETS = plain.tickets_of(Random(1804), MONTHS, customers=len(NAMES), a_month=35)
FORM = plain.answers_of(
    Random(1805),
    MONTHS,
    customers=len(NAMES),
    a_month=24,
    scores=(
        lambda dice: dice.choice((1, 2, 3, 4, 4, 4, 5, 5)),
        lambda dice: dice.choice((0, 2, 5, 6, 7, 8, 9, 9, 10, 10)),
    ),
)


def net_of(one: Bill) -> float:
    return sum(line.net for line in one.lines)


NUMBERS = {
    "revenue": tuple(round(sum(net_of(b) for b in KEPT if plain.in_month(m, b.day)), 2) for m in MONTHS),
    "orders_placed": tuple(sum(plain.in_month(m, b.day) and not b.note for b in KEPT) for m in MONTHS),
    "cases_opened": plain.opened(TICKETS, MONTHS),
    "cases_resolved": plain.solved(TICKETS, MONTHS),
    "csat": plain.satisfied(plain.given(FORM, 0, MONTHS)),
    "nps": plain.promoters(plain.given(FORM, 1, MONTHS)),
}
ABSENT = ("cash_collected",)
AT_THE_END = {
    "receivables": (round(sum(b.total - b.paid for b in KEPT if not b.note), 2),),
    "backlog": (plain.waiting(TICKETS),),
}
SOLD_TO = {
    name: round(sum(net_of(b) for b in KEPT if b.customer == place), 2)
    for place, name in enumerate(NAMES)
    if any(b.customer == place for b in KEPT)
}


def write(folder: Path) -> None:
    _invoices(folder / "SalesInvoices-20260630.csv")
    _tickets(folder / "hubspot-crm-exports-all-tickets-2026-06-30.xlsx")
    _form(folder / "Customer check-in 2026(1-96).xlsx")


def _invoices(path: Path) -> None:
    """One row a line; the whole, its tax, what is paid and what is due stand again on each."""
    heads = (
        "ContactName", "EmailAddress", "POAddressLine1", "POCity", "PORegion", "POPostalCode", "POCountry", "InvoiceNumber",
        "Reference", "InvoiceDate", "DueDate", "PlannedDate", "Total", "TaxTotal", "InvoiceAmountPaid", "InvoiceAmountDue",
        "InventoryItemCode", "Description", "Quantity", "UnitAmount", "Discount", "LineAmount", "AccountCode", "TaxType",
        "TaxAmount", "TrackingName1", "TrackingOption1", "Currency", "Type", "Sent", "Status",
    )  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(heads)
        for one in BILLS:
            due, tax = one.day + timedelta(days=14), round(sum(line.tax for line in one.lines), 2)
            left = 0.0 if one.state == "Voided" else round(one.total - one.paid, 2)
            number = f"CN-{one.number:04d}" if one.note else f"INV-{one.number:04d}"
            for line in one.lines:
                code, name, price = ITEMS[line.item]
                rows.writerow(
                    (
                        NAMES[one.customer],
                        f"accounts{one.customer}@example.com",
                        "",
                        "Hobart",
                        "TAS",
                        "7000",
                        "",
                        number,
                        "",
                        f"{one.day:%d/%m/%Y}",
                        "" if one.note else f"{due:%d/%m/%Y}",
                        "",
                        f"{one.total:.4f}",
                        f"{tax:.4f}",
                        f"{one.paid:.4f}",
                        f"{left:.4f}",
                        code,
                        name,
                        f"{line.units:.4f}",
                        f"{price:.4f}",
                        "",
                        f"{line.net:.4f}",
                        "200",
                        "GST on Income" if line.taxed else "GST Free Income",
                        f"{line.tax:.4f}",
                        "",
                        "",
                        "AUD",
                        "Sales credit note" if one.note else "Sales invoice",
                        "Sent" if one.state != "Draft" else "",
                        one.state,
                    )
                )


def _tickets(path: Path) -> None:
    """A workbook with true dates and the clock of closing in words."""
    book = xlsxwriter.Workbook(str(path))
    sheet, stamp = book.add_worksheet("Tickets"), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    heads = (
        "Ticket ID", "Ticket name", "Pipeline", "Ticket status", "Create date", "Priority", "Source", "Ticket owner",
        "Close date", "Time to close (HH:mm:ss)", "Associated Company (Primary)",
    )  # fmt: skip
    sheet.write_row(0, 0, heads)
    for place, one in enumerate(TICKETS, start=1):
        waiting = ("New", "Waiting on contact", "Waiting on us")[one.number % 3]
        sheet.write_row(place, 0, (f"{24000700 + one.number}", SUBJECTS[one.subject], "Support Pipeline"))
        sheet.write(place, 3, "Closed" if one.solved else waiting)
        sheet.write_datetime(place, 4, one.opened, stamp)
        sheet.write_row(place, 5, (("Low", "Medium", "High")[one.number % 3], CHANNELS[one.channel], AGENTS[one.agent]))
        if one.solved:
            took = one.solved - one.opened
            hours, rest = divmod(int(took.total_seconds()), 3600)
            sheet.write_datetime(place, 8, one.solved, stamp)
            sheet.write(place, 9, f"{hours:02d}:{rest // 60:02d}:{rest % 60:02d}")
        sheet.write(place, 10, NAMES[one.customer])
    book.close()


def _form(path: Path) -> None:
    """A form's workbook: nobody signed in, satisfaction in words, the recommendation in digits."""
    book = xlsxwriter.Workbook(str(path))
    sheet, stamp = book.add_worksheet("Sheet1"), book.add_format({"num_format": "m/d/yy h:mm:ss"})
    heads = (
        "ID", "Start time", "Completion time", "Email", "Name", "Which business are you with?",
        "Overall, how satisfied are you with Derwent Cleaning Supplies?",
        "How likely are you to recommend us to a friend or colleague?", "Anything else you'd like to tell us?",
    )  # fmt: skip
    sheet.write_row(0, 0, heads)
    for place, one in enumerate(FORM, start=1):
        sheet.write(place, 0, place)
        sheet.write_datetime(place, 1, one.at - timedelta(minutes=2), stamp)
        sheet.write_datetime(place, 2, one.at, stamp)
        sheet.write_row(
            place, 3, ("anonymous", "", NAMES[one.customer], WORDS[(one.scores[0] or 1) - 1], one.scores[1])
        )
        sheet.write(place, 8, "Driver is always on time." if one.at.day % 4 == 0 else "")
    book.close()
