"""The clean lists: invoices, payments, tickets and answers, their numbers, and the SQL that asks for them."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from tests.proofs.messy import names

Row = Mapping[str, object]  # field → a day, a moment, an amount, a text, or None
Numbers = Mapping[str, Mapping[object, Decimal]]


@dataclass(frozen=True, kw_only=True)
class CleanList:
    """A clean table, before anybody writes it."""

    subject: str
    """What it is about."""
    language: str
    """Of its names and words."""
    day: str
    """The field by whose month it is divided."""
    rows: Sequence[Row]
    """All of it."""
    numbers: Numbers
    """What it says: the name of a number → group → its value."""
    sql: Mapping[str, tuple[str, str]]
    """The name of a number → the input table that tells it, and the query."""
    spare: tuple[str, ...] = ()
    """Fields that a file may lack."""

    @property
    def fields(self) -> tuple[str, ...]:
        """Its columns."""
        return tuple(names.NAMES[self.subject][self.language])


def draw(subject: str, language: str, chance: random.Random, *, few: bool, whole: bool) -> CleanList:
    """A list of some months. few: rows; whole: its amounts have no cents."""
    count = chance.randint(6, 12) if few else chance.randint(25, 60)
    return _LISTS[subject](language, chance, count, whole)


def _invoices(language: str, chance: random.Random, count: int, whole: bool) -> CleanList:
    cancels = chance.random() < 0.4
    cancelled, paid, owed = names.STATES[language]
    words = [chance.choice(one) for one in (cancelled, paid, owed)]
    rows: list[dict[str, object]] = []
    days = _days(chance, count)
    for number, day in enumerate(days):
        net = _amount(chance, whole)
        tax = (net * Decimal("0.16")).quantize(Decimal(1) if whole else Decimal("0.01"))
        gone = cancels and chance.random() < 0.1
        on = day + timedelta(days=chance.randint(0, 20)) if chance.random() < 0.6 and not gone else None
        on = on if on is None or on <= days[-1] else None
        rows.append({
            "number": f"A-{1001 + number}", "day": day, "customer": chance.choice(names.CUSTOMERS), "net": net,
            "tax": tax, "total": net + tax, "state": words[0] if gone else words[1] if on else words[2], "paid_on": on,
        })  # fmt: skip
    kept = [one for one in rows if one["state"] != words[0]]
    numbers: dict[str, dict[object, Decimal]] = {
        "sales": _sums(kept, lambda one: _month(one["day"]), "net"),
        "sales of customers": _sums(kept, lambda one: one["customer"], "net"),
        "owed": {"all": sum((Decimal(str(one["total"])) for one in kept if one["paid_on"] is None), Decimal(0))},
        "cash": _sums([one for one in kept if one["paid_on"]], lambda one: _month(one["paid_on"]), "total"),
    }
    sql = {
        "sales": ("order_line", f"select {_MONTH.format('ordered_at')}, sum(amount) from main.order_line group by 1"),
        "sales of customers": ("order_line", "select customer_id, sum(amount) from main.order_line group by 1"),
        "owed": ("receivable", "select 'all', sum(amount) from main.receivable having count(*) > 0"),
        "cash": ("receivable", _CASH),
    }
    return CleanList(
        subject="invoices", language=language, day="day", rows=rows, numbers=numbers, sql=sql, spare=("tax",)
    )


def _payments(language: str, chance: random.Random, count: int, whole: bool) -> CleanList:
    rows = [
        {
            "number": f"R{5001 + number}", "day": day, "customer": chance.choice(names.CUSTOMERS),
            "invoice": f"A-{chance.randint(1001, 1400)}", "paid": _amount(chance, whole),
        }
        for number, day in enumerate(_days(chance, count))
    ]  # fmt: skip
    numbers = {
        "cash": _sums(rows, lambda one: _month(one["day"]), "paid"),
        "cash of customers": _sums(rows, lambda one: one["customer"], "paid"),
    }
    by = "select customer_id, -sum(amount) from main.receivable where kind = 'payment' group by 1"
    sql = {"cash": ("receivable", _CASH), "cash of customers": ("receivable", by)}
    return CleanList(
        subject="payments", language=language, day="day", rows=rows, numbers=numbers, sql=sql, spare=("invoice",)
    )


def _tickets(language: str, chance: random.Random, count: int, whole: bool) -> CleanList:
    solved, working = (chance.choice(one) for one in names.TICKET_STATES[language])
    rows: list[dict[str, object]] = []
    for number, day in enumerate(_days(chance, count)):
        opened = datetime.combine(day, time(chance.randint(7, 19), chance.randint(0, 59)))
        closed = opened + timedelta(hours=chance.randint(1, 90)) if chance.random() < 0.7 else None
        rows.append({
            "number": str(70001 + number), "day": opened, "customer": chance.choice(names.CUSTOMERS),
            "subject": chance.choice(names.SUBJECTS[language]), "priority": chance.choice(names.PRIORITIES[language]),
            "state": solved if closed else working, "closed": closed,
        })  # fmt: skip
    numbers = {
        "opened": _sums(rows, lambda one: _month(one["day"])),
        "closed": _sums([one for one in rows if one["closed"]], lambda one: _month(one["closed"])),
        "of customers": _sums(rows, lambda one: one["customer"]),
    }
    table = "main.work_item"
    sql = {
        "opened": ("work_item", f"select {_MONTH.format('opened_at')}, count(*) from {table} group by 1"),
        "closed": (
            "work_item",
            f"select {_MONTH.format('closed_at')}, count(*) from {table} where closed_at is not null group by 1",
        ),
        "of customers": ("work_item", f"select customer_id, count(*) from {table} group by 1"),
    }
    spare = ("priority", "subject")
    return CleanList(subject="tickets", language=language, day="day", rows=rows, numbers=numbers, sql=sql, spare=spare)


def _answers(language: str, chance: random.Random, count: int, whole: bool) -> CleanList:
    rows = [
        {
            "day": datetime.combine(day, time(chance.randint(7, 19), chance.randint(0, 59))),
            "customer": chance.choice(names.CUSTOMERS), "recommend": Decimal(chance.randint(0, 10)),
            "satisfied": Decimal(chance.randint(1, 5)), "comment": chance.choice(names.COMMENTS[language]),
        }
        for day in _days(chance, count)
    ]  # fmt: skip
    rows[0] |= {"recommend": Decimal(0), "satisfied": Decimal(5)}
    rows[1] |= {"recommend": Decimal(10), "satisfied": Decimal(1)}
    numbers = {
        "answers": _sums(rows, lambda one: _month(one["day"])),
        "recommend": _sums(rows, lambda one: _month(one["day"]), "recommend"),
        "satisfied": _sums(rows, lambda one: _month(one["day"]), "satisfied"),
    }
    told = f"select {_MONTH.format('responded_at')}, {{}} from main.survey where instrument = '{{}}' group by 1"
    sql = {
        "answers": ("survey", told.format("count(*)", "nps")),
        "recommend": ("survey", told.format("sum(score)", "nps")),
        "satisfied": ("survey", told.format("sum(score)", "csat")),
    }
    return CleanList(
        subject="answers", language=language, day="day", rows=rows, numbers=numbers, sql=sql, spare=("comment",)
    )


_MONTH = "month(cast({} at time zone 'UTC' as date))"
_CASH = "select month(entry_on), -sum(amount) from main.receivable where kind = 'payment' group by 1"
_LISTS: Mapping[str, Callable[[str, random.Random, int, bool], CleanList]] = {
    "invoices": _invoices, "payments": _payments, "tickets": _tickets, "answers": _answers,
}  # fmt: skip


def _days(chance: random.Random, count: int) -> list[date]:
    day, found = date(2026, 1, 2), []
    for _ in range(count):
        day += timedelta(days=chance.randint(0, 5))
        found.append(day)
    return found


def _amount(chance: random.Random, whole: bool) -> Decimal:
    cents = chance.randint(500, 9_000_000)
    return Decimal(cents) if whole else Decimal(cents) / 100


def _month(moment: object) -> int:
    assert isinstance(moment, date)
    return moment.month


def _sums(rows: Sequence[Row], group: Callable[[Row], object], amount: str = "") -> dict[object, Decimal]:
    """The sum of a field by group, or the count of rows."""
    found: dict[object, Decimal] = {}
    for one in rows:
        found[group(one)] = found.get(group(one), Decimal(0)) + (Decimal(str(one[amount])) if amount else 1)
    return found
