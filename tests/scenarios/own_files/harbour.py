"""Harbour Cycles Ltd, Portsmouth: what its owner has, written as the tools of there write it.

Three files, in English. The list of invoices tells what is still open and not when it was paid, and is written day first;
the desk writes days with seconds; the survey has two lines of names, notes with words at their ends and writes month first.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.scenarios.own_files import plain

CUSTOMERS = (
    "Solent Couriers Ltd",
    "Isle of Wight Tours",
    "Gunwharf Hotel",
    "Emma O'Neill",
    "Portsea Scouts",
    "Langstone Sailing Club",
    "T. Whitfield & Sons",
)
SUBJECTS = ("Late delivery", "Wrong part", "Invoice query", "Warranty")
CHANNELS = ("Email", "Phone", "Web form")
AGENTS = ("Priya", "Tom", "Hannah")
MONTHS = plain.month_starts(2026, 1, 3)
END = plain.end_of(MONTHS)
DICE = Random(44)
INVOICES = plain.invoices_of(
    DICE, MONTHS, customers=len(CUSTOMERS), a_month=31, rate=0.2, price=lambda dice: dice.uniform(12, 1_900),
    habits=plain.Habits(notes=0.06, voids=0.05),
)  # fmt: skip
TICKETS = plain.tickets_of(DICE, MONTHS, customers=len(CUSTOMERS), a_month=19)
ANSWERS_GIVEN = plain.answers_of(
    DICE, MONTHS, customers=len(CUSTOMERS), a_month=13,
    scores=(lambda dice: dice.choice((1, 2, 3, 4, 4, 5, 5, None)), lambda dice: dice.choice((0, 6, 7, 8, 9, 9, 10, 10))),
)  # fmt: skip
WORDS = (
    "Very dissatisfied",
    "Somewhat dissatisfied",
    "Neither satisfied nor dissatisfied",
    "Somewhat satisfied",
    "Very satisfied",
)

COMPANY = ("--name", "Harbour Cycles", "--country", "GB", "--currency", "GBP", "--time-zone", "Europe/London")
OWNER = {
    "Are voided invoices left out?": "yes",
    "On which day were the paid ones paid?": "it isn't known",
    "Is the survey about the company as a whole?": "yes",
    "Does Pending wait for the customer?": "yes",
}
ANSWERS = 'cancelled_rows = "leave_out"\nsurvey_about = "company"\npending_state = "customer"\npaid_without_date = "unknown"\n'
NOTES, RECOMMENDED = plain.given(ANSWERS_GIVEN, 0, MONTHS), plain.given(ANSWERS_GIVEN, 1, MONTHS)
# When money came in is told nowhere: what was collected each month has to be absent.
NUMBERS = {
    "revenue": plain.sold(INVOICES, MONTHS),
    "orders_placed": plain.made(INVOICES, MONTHS),
    "cases_opened": plain.opened(TICKETS, MONTHS),
    "cases_resolved": plain.solved(TICKETS, MONTHS),
    "csat": plain.satisfied(NOTES),
    "nps": plain.promoters(RECOMMENDED),
}
ABSENT = ("cash_collected",)
AT_THE_END = {"receivables": plain.owed(INVOICES), "backlog": (plain.waiting(TICKETS),)}
SOLD_TO = plain.sold_to(INVOICES, CUSTOMERS)


def quoted(cells: tuple[object, ...]) -> str:
    return ",".join(f'"{cell}"' if "," in str(cell) else str(cell) for cell in cells)


def write(folder: Path) -> None:
    """Put the three files into a folder."""
    lines = ["Harbour Cycles Ltd,,,,,,,,", "Invoice List,,,,,,,,", '"January - March, 2026",,,,,,,,', "",
             "Date,Transaction Type,No.,Customer,Due Date,Net Amount,VAT,Amount,Open Balance,Status"]  # fmt: skip
    for one in INVOICES:
        assert one.customer is not None
        sign = -1 if one.note else 1
        state = (
            "Voided"
            if one.void
            else "Closed"
            if one.note
            else "Paid"
            if one.paid
            else "Overdue"
            if one.due <= END
            else "Open"
        )
        money = [plain.written(sign * cell, ",", ".") for cell in (one.net, one.tax, one.total)]
        row = (f"{one.day:%d/%m/%Y}", "Credit Note" if one.note else "Invoice", 1000 + one.number, CUSTOMERS[one.customer],
               "" if one.note else f"{one.due:%d/%m/%Y}", *money, plain.written(one.open, ",", "."), state)  # fmt: skip
        lines.append(quoted(row))
    sums = [sum((-1 if one.note else 1) * getattr(one, part) for one in INVOICES) for part in ("net", "tax", "total")]
    lines += [quoted(("TOTAL", "", "", "", "", *(plain.written(cell, ",", ".") for cell in (*sums, sum(one.open for one in INVOICES))), "")),
              "", '"Wednesday, 01 April 2026 09:15 AM GMT+01:00",,,,,,,,', ""]  # fmt: skip
    (folder / "Harbour Cycles Ltd_Invoice List.csv").write_text("\n".join(lines), encoding="utf-8")
    desk = ["Ticket ID,Subject,Requester,Group,Assignee,Status,Priority,Via,Created at,Solved at"]
    for ticket in TICKETS:
        done = f"{ticket.solved:%Y-%m-%d %H:%M:%S}" if ticket.solved else ""
        state = (
            ("Solved", "Closed")[ticket.number % 2] if ticket.solved else ("Open", "Pending", "New")[ticket.number % 3]
        )
        desk.append(quoted((8800 + ticket.number, SUBJECTS[ticket.subject], CUSTOMERS[ticket.customer], "Support", AGENTS[ticket.agent], state,
                            ("Low", "Normal", "High", "Urgent")[ticket.subject], CHANNELS[ticket.channel], f"{ticket.opened:%Y-%m-%d %H:%M:%S}", done)))  # fmt: skip
    (folder / "helpdesk-export.csv").write_text("\n".join([*desk, ""]), encoding="utf-8")
    ends = {0: "Not at all likely - 0", 10: "Extremely likely - 10"}
    survey = ['Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Company,'
              '"Overall, how satisfied are you with Harbour Cycles?",How likely is it that you would recommend us to a friend or colleague?,Anything else?',
              ",,,,,,,,Response,Response,Open-Ended Response"]  # fmt: skip
    for at, answer in enumerate(ANSWERS_GIVEN, 1):
        note, likely = answer.scores
        assert likely is not None
        when = f"{answer.at:%m/%d/%Y %I:%M:%S %p}"
        survey.append(
            quoted(
                (
                    118000000000 + at,
                    40000001,
                    when,
                    when,
                    "",
                    "",
                    "",
                    CUSTOMERS[answer.customer],
                    "" if note is None else WORDS[note - 1],
                    ends.get(likely, likely),
                    "",
                )
            )
        )
    (folder / "Customer satisfaction 2026 Q1.csv").write_text("\n".join([*survey, ""]), encoding="utf-8")
