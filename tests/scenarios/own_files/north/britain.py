"""A catering supplier in Skipton: a report of invoices under each customer's name, receipts, a service desk and a form.

What its owner would say: voided invoices count nowhere; a credit note takes off the invoice that it names; "Paid" in the
report says nothing of the day, the receipts do, and money is counted from the receipts alone; three receipts of April
pay invoices of March, which the report does not list. The survey is about the company as a whole. A request is resolved
on its "Resolved" day; what has none is still open.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import xlsxwriter

from tests.scenarios.own_files import plain

COMPANY = (
    "--name", "Dales Catering Supplies", "--country", "GB", "--currency", "GBP", "--time-zone", "Europe/London",
)  # fmt: skip
ANSWERS = 'cancelled_rows = "leave_out"\nsurvey_about = "company"\n'
MONTHS = plain.month_starts(2026, 4, 4)
END = plain.end_of(MONTHS)
NAMES = (
    "Aire Valley Café",
    "Bolton Abbey Tearooms Ltd",
    "Clapham Bunk Barn",
    "Embsay Primary School PTA",
    "Grassington Fish & Chips",
    "Malham Show Committee",
    "O'Hare's Sandwich Bar",
    "Penyghent Outdoor Centre",
    "Settle Sourdough Co-op",
    "The Craven Heifer, Kettlewell",
    "Wharfedale Weddings LLP",
    "Yorkshire Pudding Wraps",
)
AGENTS = ("Bev Thackray", "Imran Sadiq", "Jo Metcalfe")
SUBJECTS = ("Short delivery", "Damaged crockery", "Invoice query", "Fridge engineer needed")
WAITING = ("Waiting for support", "Waiting for customer", "In Progress", "Escalated")
LIKED = ("1 - Very unhappy", "2 - Unhappy", "3 - Neither", "4 - Happy", "5 - Very happy")


@dataclass(frozen=True, kw_only=True)
class Bill:
    """A line of the report: an invoice, or a credit note with its amounts above nought."""

    number: str
    """INV-… or CN-…."""
    day: date
    """When it was made."""
    customer: int
    """The place in the list of customers."""
    food: float
    """What bears no VAT."""
    goods: float
    """What bears 20 %, without it."""
    of: str = ""
    """The invoice that a credit note takes off."""
    void: bool = False
    """Whether it was voided."""

    @property
    def net(self) -> float:
        return round(self.food + self.goods, 2)

    @property
    def vat(self) -> float:
        return round(self.goods * 0.2, 2)

    @property
    def gross(self) -> float:
        return round(self.net + self.vat, 2)

    @property
    def sign(self) -> int:
        return -1 if self.of else 1


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """Money that came in for one invoice."""

    number: int
    """The number of the receipt; two rows of one are one transfer for two invoices."""
    day: date
    """When it came in."""
    customer: int
    """Who paid."""
    invoice: str
    """Which invoice it pays."""
    amount: float
    """How much."""


def bills() -> tuple[list[Bill], list[Receipt]]:
    dice, made = Random(5501), list[Bill]()
    paid = [Receipt(number=0, day=date(2026, 4, day), customer=who, invoice=f"INV-{number}", amount=amount)
            for day, who, number, amount in ((2, 1, 3054, 412.8), (9, 4, 3061, 96.0), (16, 7, 3066, 1_238.4))]  # fmt: skip
    for month in MONTHS:
        last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        for day in sorted(dice.randint(1, last.day) for _ in range(34)):
            one = Bill(
                number=f"INV-{3070 + len(made)}",
                day=month.replace(day=day),
                customer=min(int(dice.expovariate(2.2) * len(NAMES)), len(NAMES) - 1),
                food=round(dice.uniform(20, 640), 2) if dice.random() < 0.7 else 0.0,
                goods=round(dice.uniform(15, 980), 2),
                void=dice.random() < 0.05,
            )
            made.append(one)
            if not one.void:
                note = _credit(dice, one, len(made))
                made += note
                paid += _receipts(dice, one, round(one.gross - sum(each.gross for each in note), 2))
    return [one for one in made if one.day <= END], _numbered(paid)


def _credit(dice: Random, one: Bill, number: int) -> list[Bill]:
    """A credit note for a part of the goods, a few days later, for some."""
    if dice.random() >= 0.08:
        return []
    day = one.day + timedelta(days=dice.randint(1, 6))
    back = Bill(number=f"CN-{410 + number}", day=day, customer=one.customer, food=0.0, goods=round(one.goods * 0.4, 2),
                of=one.number)  # fmt: skip
    return [back] if day <= END else []


def _receipts(dice: Random, one: Bill, owed: float) -> list[Receipt]:
    day = one.day + timedelta(days=dice.choice((0, 7, 14, 29, 30, 32, 55)))
    halves = dice.random() < 0.12
    first = Receipt(number=0, day=day, customer=one.customer, invoice=one.number,
                    amount=round(owed / 2, 2) if halves else owed)  # fmt: skip
    rest = Receipt(number=0, day=day + timedelta(days=21), customer=one.customer, invoice=one.number,
                   amount=round(owed - first.amount, 2))  # fmt: skip
    return [each for each in ((first, rest) if halves else (first,)) if each.day <= END]


def _numbered(paid: list[Receipt]) -> list[Receipt]:
    """By their days; what one customer pays on one day is one transfer and has one number."""
    found: dict[tuple[date, int], int] = {}
    for one in sorted(paid, key=lambda each: (each.day, each.customer, each.invoice)):
        found.setdefault((one.day, one.customer), 8801 + len(found))
    numbered = [
        Receipt(number=found[one.day, one.customer], day=one.day, customer=one.customer, invoice=one.invoice,
                amount=one.amount)
        for one in paid
    ]  # fmt: skip
    return sorted(numbered, key=lambda each: (each.number, each.invoice))


BILLS, RECEIPTS = bills()
KEPT = [one for one in BILLS if not one.void]
TICKETS = plain.tickets_of(Random(5502), MONTHS, customers=len(NAMES), a_month=33, channels=4)
FORM = plain.answers_of(
    Random(5503), MONTHS, customers=len(NAMES), a_month=19,
    scores=(
        lambda dice: dice.choice((1, 2, 3, 3, 4, 4, 5, 5, 5)),
        lambda dice: dice.choice((1, 4, 6, 7, 8, 8, 9, 10, 10, None)),
    ),
)  # fmt: skip


def sold(rows: list[Bill]) -> float:
    return round(sum(one.sign * one.net for one in rows), 2)


def left_of(one: Bill) -> float:
    """What is still owed of an invoice: less its credit notes and what came in for it."""
    back = sum(each.gross for each in KEPT if each.of == one.number)
    came = sum(each.amount for each in RECEIPTS if each.invoice == one.number)
    return 0.0 if one.void or one.of else round(one.gross - back - came, 2)


NUMBERS = {
    "revenue": tuple(sold([one for one in KEPT if plain.in_month(month, one.day)]) for month in MONTHS),
    "orders_placed": tuple(sum(plain.in_month(month, one.day) and not one.of for one in KEPT) for month in MONTHS),
    "cash_collected": tuple(
        round(sum(one.amount for one in RECEIPTS if plain.in_month(month, one.day)), 2) for month in MONTHS
    ),
    "cases_opened": plain.opened(TICKETS, MONTHS),
    "cases_resolved": plain.solved(TICKETS, MONTHS),
    "csat": plain.satisfied(plain.given(FORM, 0, MONTHS)),
    "nps": plain.promoters(plain.given(FORM, 1, MONTHS)),
}
AT_THE_END = {
    "receivables": (round(sum(left_of(one) for one in BILLS), 2),),
    "backlog": (plain.waiting(TICKETS),),
}
SOLD_TO = {
    name: sold([one for one in KEPT if one.customer == place])
    for place, name in enumerate(NAMES)
    if any(one.customer == place for one in KEPT)
}


def write(folder: Path) -> None:
    _report(folder / "Dales_Catering_Supplies_Ltd_-_Receivable_Invoice_Summary.xlsx")
    _cashbook(folder / "Receipts Apr-Jul 2026.csv")
    _desk(folder / "JIRA 2026-07-31T18_05_12+0100.csv")
    _form(folder / "How are we doing? (Responses) - Form responses 1.csv")


HEADS = ("Invoice Number", "Invoice Date", "Due Date", "Reference", "Net", "VAT", "Gross", "Balance", "Status")


def _report(path: Path) -> None:
    """A workbook whose rows stand under the name of their customer, with a total under each and one under all."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Receivable Invoice Summary")
    money, day = book.add_format({"num_format": "#,##0.00"}), book.add_format({"num_format": "d mmm yyyy"})
    bold = book.add_format({"bold": True})
    for line, title in enumerate(("Receivable Invoice Summary", "Dales Catering Supplies Ltd",
                                  "For the period 1 April 2026 to 31 July 2026")):  # fmt: skip
        sheet.merge_range(line, 0, line, 8, title, bold)
    sheet.write_row(4, 0, HEADS, bold)
    line = 5
    for place, name in enumerate(NAMES):
        rows = [one for one in BILLS if one.customer == place]
        if not rows:
            continue
        sheet.write_string(line + 1, 0, name, bold)
        for row, one in enumerate(rows, start=line + 2):
            _bill(sheet, row, one, money, day)
        line += len(rows) + 2
        _total(sheet, line, f"Total {name}", rows, money)
    _total(sheet, line + 2, "Total", BILLS, money)
    book.close()


def _bill(sheet: xlsxwriter.worksheet.Worksheet, line: int, one: Bill, money: object, day: object) -> None:
    left = left_of(one)
    sheet.write_string(line, 0, one.number)
    sheet.write_datetime(line, 1, datetime(one.day.year, one.day.month, one.day.day), day)
    if not one.of:
        due = one.day + timedelta(days=30)
        sheet.write_datetime(line, 2, datetime(due.year, due.month, due.day), day)
    sheet.write_string(line, 3, one.of or ("" if one.day.day % 3 else f"PO {one.day:%d%m}"))
    for column, value in enumerate((one.net, one.vat, one.gross), start=4):
        sheet.write_number(line, column, one.sign * value, money)
    sheet.write_number(line, 7, left, money)
    sheet.write_string(line, 8, "Voided" if one.void else "Awaiting Payment" if left else "Paid")


def _total(sheet: xlsxwriter.worksheet.Worksheet, line: int, name: str, rows: list[Bill], money: object) -> None:
    kept = [one for one in rows if not one.void]
    sheet.write_string(line, 0, name)
    for column, part in enumerate(("net", "vat", "gross"), start=4):
        sheet.write_number(line, column, round(sum(one.sign * getattr(one, part) for one in kept), 2), money)
    sheet.write_number(line, 7, round(sum(left_of(one) for one in kept), 2), money)


def _cashbook(path: Path) -> None:
    """What the bookkeeper keeps in a sheet and saves as CSV: pounds in the cells, and a line of total for each month."""
    with path.open("w", encoding="cp1252", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("Date", "Receipt No", "Customer", "Invoice No", "Method", "Amount Received", "Notes", "", ""))
        for month in MONTHS:
            of_month = [one for one in RECEIPTS if plain.in_month(month, one.day)]
            for one in of_month:
                method = ("BACS", "BACS", "Card", "Cheque")[one.number % 4]
                twice = sum(each.number == one.number for each in RECEIPTS) > 1
                rows.writerow((f"{one.day:%d/%m/%Y}", one.number, NAMES[one.customer], one.invoice, method,
                               "£" + plain.written(one.amount, ",", "."), "part of one transfer" if twice else "", "", ""))  # fmt: skip
            whole = "£" + plain.written(sum(one.amount for one in of_month), ",", ".")
            rows.writerow((f"Total {month:%B}", "", "", "", "", whole, "", "", ""))


def _desk(path: Path) -> None:
    """The export of a service desk with all its fields, days with the name of the month, and repeated columns."""
    stamp = "%d/%b/%y %-I:%M %p"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(
            ("Summary", "Issue key", "Issue id", "Issue Type", "Status", "Project key", "Project name", "Priority",
             "Resolution", "Assignee", "Reporter", "Created", "Updated", "Last Viewed", "Resolved", "Due date", "Labels",
             "Labels", "Custom field (Organizations)", "Custom field (Request Type)", "Custom field (Request channel)")
        )  # fmt: skip
        for one in reversed(TICKETS):
            solved = "" if one.solved is None else f"{one.solved:{stamp}}"
            state = WAITING[one.number % 4] if one.solved is None else ("Resolved", "Closed")[one.number % 2]
            rows.writerow(
                (SUBJECTS[one.subject], f"DALES-{600 + one.number}", 20400 + one.number, "Service Request", state,
                 "DALES", "Dales Service Desk", ("Low", "Medium", "High", "Highest")[one.subject],
                 "Done" if solved else "", AGENTS[one.agent], f"buyer{one.customer + 1}@customer{one.customer + 1}.example",
                 f"{one.opened:{stamp}}", solved or f"{one.opened + timedelta(hours=1):{stamp}}", "31/Jul/26 6:04 PM",
                 solved, "", "kitchen" if one.subject == 3 else "", "urgent" if one.number % 9 == 0 else "",
                 NAMES[one.customer], SUBJECTS[one.subject], ("Email", "Portal", "Phone", "Chat")[one.channel])
            )  # fmt: skip


def _form(path: Path) -> None:
    """What Google writes for a British form: day first, the notes with their words, several choices in one cell."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(
            ("Timestamp", "Which business do you order for?", "How happy are you with Dales Catering Supplies overall?",
             "What do you usually order? (tick all that apply)", "On a scale of 0 to 10, how likely are you to recommend us to "
             "another caterer?", "Can we ring you about your answers?", "Anything we could do better?")
        )  # fmt: skip
        for one in FORM:
            liked, likely = one.scores
            assert liked is not None
            rows.writerow(
                (f"{one.at:%d/%m/%Y %H:%M:%S}", NAMES[one.customer], LIKED[liked - 1],
                 ("Disposables, Cleaning", "Food", "Crockery, Disposables, Food")[one.at.second % 3],
                 "" if likely is None else likely, ("Yes", "No", "")[one.at.minute % 3],
                 "Earlier drop-offs, please" if one.at.day % 6 == 0 else "")
            )  # fmt: skip
