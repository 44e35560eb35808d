"""Prairie Tool Rental LLC, Omaha: what its owner has, written as the tools of there write it.

Three files, in English, month first. The list of invoices has parts paid and what is still due, the desk tells the first
reply in minutes and satisfaction as good or bad, the form of Typeform tells its time in UTC.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

from tests.scenarios.own_files import plain

CUSTOMERS = ("Elkhorn Builders Inc.", "Platte River Landscaping", "Nancy O'Brien", "Bellevue School District", "Kozak & Sons Roofing",
             "Two Rivers Farm")  # fmt: skip
SUBJECTS = ("Broken auger", "Billing question", "Extend rental", "Delivery time")
MONTHS = plain.month_starts(2026, 2, 3)
END = plain.end_of(MONTHS)
DICE = Random(402)
INVOICES = plain.invoices_of(
    DICE, MONTHS, customers=len(CUSTOMERS), a_month=30, rate=0.07, price=lambda dice: dice.uniform(35, 2_600),
    habits=plain.Habits(voids=0.06, partly=0.15),
)  # fmt: skip
TICKETS = plain.tickets_of(DICE, MONTHS, customers=len(CUSTOMERS), a_month=18)
ANSWERS_GIVEN = plain.answers_of(
    DICE, MONTHS, customers=len(CUSTOMERS), a_month=11,
    scores=(lambda dice: dice.choice((1, 2, 3, 4, 4, 5, 5)), lambda dice: dice.choice((0, 4, 6, 7, 8, 9, 9, 10))),
)  # fmt: skip

COMPANY = ("--name", "Prairie Tool Rental", "--country", "US", "--currency", "USD", "--time-zone", "America/Chicago")
OWNER = {
    "Are void invoices left out?": "yes",
    "Is the form about the company as a whole?": "yes",
    "Does Pending wait for the customer?": "yes",
}
ANSWERS = 'cancelled_rows = "leave_out"\nsurvey_about = "company"\npending_state = "customer"\n'
NOTES, RECOMMENDED = plain.given(ANSWERS_GIVEN, 0, MONTHS), plain.given(ANSWERS_GIVEN, 1, MONTHS)
NUMBERS = {
    "revenue": plain.sold(INVOICES, MONTHS),
    "orders_placed": plain.made(INVOICES, MONTHS),
    "cash_collected": plain.collected(INVOICES, MONTHS),
    "cases_opened": plain.opened(TICKETS, MONTHS),
    "cases_resolved": plain.solved(TICKETS, MONTHS),
    "csat": plain.satisfied(NOTES),
    "nps": plain.promoters(RECOMMENDED),
}
AT_THE_END = {"receivables": plain.owed(INVOICES), "backlog": (plain.waiting(TICKETS),)}
SOLD_TO = plain.sold_to(INVOICES, CUSTOMERS)


def quoted(cells: tuple[object, ...]) -> str:
    return ",".join(f'"{cell}"' for cell in cells)


def dollars(value: float) -> str:
    return "$" + plain.written(value, ",", ".")


def write(folder: Path) -> None:
    """Put the three files into a folder."""
    lines = [
        quoted(
            (
                "Invoice #",
                "Client",
                "Date Issued",
                "Due Date",
                "Date Paid",
                "Status",
                "Subtotal",
                "Sales Tax",
                "Total",
                "Amount Paid",
                "Amount Due",
            )
        )
    ]
    for one in reversed(INVOICES):
        assert one.customer is not None
        state = (
            "Void"
            if one.void
            else "Unpaid"
            if not one.paid and one.due > END
            else "Past due"
            if not one.paid
            else "Partial"
            if one.open
            else "Paid"
        )
        lines.append(quoted((f"INV-{one.number:05d}", CUSTOMERS[one.customer], f"{one.day:%m/%d/%Y}", f"{one.due:%m/%d/%Y}",
                             f"{one.paid_on:%m/%d/%Y}" if one.paid_on else "", state, *(dollars(cell) for cell in (one.net, one.tax, one.total, one.paid, one.open)))))  # fmt: skip
    (folder / "invoices_export.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    desk = [
        quoted(("ID", "Status", "Requester", "Subject", "Created", "First reply time (min)", "Solved", "Satisfaction"))
    ]
    for ticket in TICKETS:
        done = f"{ticket.solved:%m/%d/%Y %I:%M %p}" if ticket.solved else ""
        state = ("Solved", "Closed")[ticket.number % 2] if ticket.solved else ("Open", "Pending")[ticket.number % 2]
        desk.append(quoted((ticket.number, state, CUSTOMERS[ticket.customer], SUBJECTS[ticket.subject], f"{ticket.opened:%m/%d/%Y %I:%M %p}",
                            ticket.answered_after, done, ("Good", "Bad", "Offered")[ticket.number % 3] if ticket.solved else "")))  # fmt: skip
    (folder / "tickets-2026.csv").write_text("\n".join([*desk, ""]), encoding="utf-8")
    form = [quoted(("#", "What's your company?", "How satisfied were you with your last rental? (1-5)", "How likely are you to recommend us to a friend? (0-10)",
                    "Start Date (UTC)", "Submit Date (UTC)", "Network ID"))]  # fmt: skip
    for at, answer in enumerate(ANSWERS_GIVEN, 1):
        begun = answer.at + timedelta(hours=5)
        form.append(
            quoted(
                (
                    f"k{at:07x}",
                    CUSTOMERS[answer.customer],
                    *answer.scores,
                    f"{begun:%Y-%m-%d %H:%M:%S}",
                    f"{begun:%Y-%m-%d %H:%M:%S}",
                    f"{at:010x}",
                )
            )
        )
    (folder / "responses-Xy12.csv").write_text("\n".join([*form, ""]), encoding="utf-8")
