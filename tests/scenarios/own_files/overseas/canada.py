"""Trillium Garden Supply Ltd., Guelph, Ontario: what its owner has, written as the tools of there write it.

Three files, in English. The register of invoices spells its months and says what was paid to date, with the last payment's
day; the desk writes years first; the form is Microsoft's workbook of answers, with typed numbers and times.
"""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import xlsxwriter

from tests.scenarios.own_files import plain

CUSTOMERS = (
    "Royal City Landscaping Inc.",
    "Speed River Nursery",
    "Grand Valley Garden Centre Ltd.",
    "Pépinière Rideau inc.",
    "Township of Puslinch",
    "O'Hara & Daughters Florists",
    "Elora Mill Greenhouses",
    "Halton Hardware Co-op",
    "Doug MacKinnon Lawn Care",
    "Lakeshore Condominium Corp. 214",
)
SUBJECTS = ("Short shipment", "Damaged pallet", "Question about my invoice", "When is peat moss back in stock?")
SOURCES = ("Email", "Phone", "Portal")
AGENTS = ("Kayla Brown", "Gurpreet Sandhu", "Étienne Roy")
PRIORITIES = ("Low", "Medium", "High")
COMMENTS = (
    "",
    "Great staff, thanks!",
    "",
    "Deliveries come too late in the day",
    "Bring back the spring catalogue, please",
)
MONTHS = plain.month_starts(2026, 4, 4)
END = plain.end_of(MONTHS)
INVOICES = plain.invoices_of(
    Random(520), MONTHS, customers=len(CUSTOMERS), a_month=37, rate=0.13, price=lambda dice: dice.uniform(48, 3_900),
    habits=plain.Habits(voids=0.06, partly=0.12),
)  # fmt: skip
TICKETS = plain.tickets_of(Random(521), MONTHS, customers=len(CUSTOMERS), a_month=29)
FORM = plain.answers_of(
    Random(522), MONTHS, customers=len(CUSTOMERS), a_month=16,
    scores=(lambda dice: dice.choice((1, 2, 3, 4, 4, 5, 5, 5)), lambda dice: dice.choice((2, 5, 6, 7, 8, 8, 9, 9, 10, 10))),
)  # fmt: skip

COMPANY = ("--name", "Trillium Garden Supply", "--country", "CA", "--currency", "CAD", "--time-zone", "America/Toronto")
OWNER = {
    "Are voided invoices left out?": "yes",
    "Is the form about the company as a whole?": "yes",
    "Does Waiting on Customer wait for the customer?": "yes, and it is still open",
}
ANSWERS = 'cancelled_rows = "leave_out"\nsurvey_about = "company"\n'
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
    _register(folder / "Customer Invoice Register Apr-Jul 2026.csv")
    _tickets(folder / "tickets_aug_1_2026.csv")
    _form(folder / f"Trillium customer survey(1-{len(FORM)}).xlsx")


def spelt(day: date | None) -> str:
    """A day with its month in letters; nothing for none."""
    return f"{day:%b %d, %Y}" if day else ""


def state(one: plain.Invoice) -> str:
    """What the register calls an invoice at the end of the period."""
    if one.void:
        return "Voided"
    if not one.open:
        return "Paid"
    if one.paid:
        return "Partially paid"
    return "Overdue" if one.due < END else "Open"


def _register(path: Path) -> None:
    """UTF-8 with its mark and commas; three title lines, a total without the voided ones, and who printed it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Trillium Garden Supply Ltd."])
        rows.writerow(["Customer Invoice Register"])
        rows.writerow([f"{spelt(MONTHS[0])} to {spelt(END)}"])
        rows.writerow([])
        rows.writerow(["Invoice No.", "Invoice Date", "Sold To", "Terms", "Due Date", "Subtotal", "HST 13%",
                       "Invoice Total", "Paid to Date", "Last Payment", "Balance Owing", "Status"])  # fmt: skip
        for one in INVOICES:
            assert one.customer is not None
            money = [plain.written(cell, ",", ".") for cell in (one.net, one.tax, one.total, one.paid, one.open)]
            rows.writerow([f"TG-{one.number + 20410}", spelt(one.day), CUSTOMERS[one.customer], "Net 30", spelt(one.due),
                           *money[:4], spelt(one.paid_on), money[4], state(one)])  # fmt: skip
        kept = [one for one in INVOICES if not one.void]
        sums = [
            plain.written(sum(getattr(one, part) for one in kept), ",", ".")
            for part in ("net", "tax", "total", "paid", "open")
        ]
        rows.writerow(["Total", "", "", "", "", *sums[:4], "", sums[4], ""])
        rows.writerow([])
        rows.writerow([f"Printed on {spelt(END)} 5:48 PM"])


def _tickets(path: Path) -> None:
    """UTF-8 and commas, years first, with seconds; headers in the first line, the newest ticket on top."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Ticket ID", "Subject", "Status", "Priority", "Source", "Agent", "Company", "Created time",
                       "Initial response time", "Resolved time"])  # fmt: skip
        for one in reversed(TICKETS):
            told = ("Resolved", "Closed") if one.solved else ("Open", "Waiting on Customer")
            rows.writerow([
                one.number + 7300, SUBJECTS[one.subject], told[one.number % 2], PRIORITIES[one.number % 3],
                SOURCES[one.channel], AGENTS[one.agent], CUSTOMERS[one.customer], stamp(one.opened),
                stamp(answered(one)), stamp(one.solved),
            ])  # fmt: skip


def answered(one: plain.Ticket) -> datetime:
    """When the first answer went out: never after the solution."""
    first = one.opened + timedelta(minutes=one.answered_after)
    return min(first, one.solved) if one.solved else first


def stamp(at: datetime | None) -> str:
    """An instant of the desk; nothing for none."""
    return f"{at:%Y-%m-%d %H:%M:%S}" if at else ""


def _form(path: Path) -> None:
    """The workbook of a form whose answers are anonymous."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, times = book.add_worksheet("Sheet1"), book.add_format({"num_format": "m/d/yy h:mm:ss"})
        sheet.write_row(0, 0, (
            "ID", "Start time", "Completion time", "Email", "Name", "What is the name of your business?",
            "Overall, how satisfied are you with Trillium Garden Supply? (1 = very dissatisfied, 5 = very satisfied)",
            "How likely are you to recommend Trillium Garden Supply to another business?",
            "What could we do better?",
        ))  # fmt: skip
        for at, one in enumerate(FORM, 1):
            sheet.write_number(at, 0, at)
            sheet.write_datetime(at, 1, one.at - timedelta(seconds=75 + at % 90), times)
            sheet.write_datetime(at, 2, one.at, times)
            sheet.write_string(at, 3, "anonymous")
            sheet.write_row(at, 5, (CUSTOMERS[one.customer], *one.scores, COMMENTS[at % len(COMMENTS)]))
