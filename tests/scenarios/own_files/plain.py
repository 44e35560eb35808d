"""The plain tables of an invented company, and what a careful person counts in them, before anything lays them out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

MONTH_NAMES = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
               "noviembre", "diciembre")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Invoice:
    """A document of sale."""

    number: int
    """Its place in the list, from 1."""
    day: date
    """The day on which it was made."""
    customer: int | None
    """Whose it is, as the place in the list of customers; empty for one sold to nobody in particular."""
    net: float
    """What it says without tax, never below nought."""
    tax: float
    """The tax on it."""
    note: bool
    """Whether it is a credit note, which takes off what it says."""
    void: bool
    """Whether it was cancelled and counts nowhere."""
    due: date
    """The day on which it is due."""
    paid_on: date | None
    """The day on which money came in, if any did."""
    paid: float
    """How much came in with tax; nought where none did."""

    @property
    def total(self) -> float:
        return round(self.net + self.tax, 2)

    @property
    def open(self) -> float:
        """What is still owed of it."""
        return 0.0 if self.void or self.note else round(self.total - self.paid, 2)


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """What a customer asked for or complained about."""

    number: int
    """Its place in the list, from 1."""
    opened: datetime
    """When it came in, to the minute."""
    customer: int
    """Who asked, as the place in the list of customers."""
    subject: int
    """What it is about, as the place in a list of subjects."""
    channel: int
    """By which way it came, as the place in a list of channels."""
    agent: int
    """Who answers, as the place in a list of names."""
    solved: datetime | None
    """When it was solved, if it was."""
    void: bool
    """Whether it was called off and counts nowhere."""
    answered_after: int
    """Minutes until the first answer."""
    score: int | None
    """The note that the customer gave, where one was given."""


@dataclass(frozen=True)
class Answer:
    """What one person answered in a form."""

    at: datetime
    customer: int
    scores: tuple[int | None, ...]


@dataclass(frozen=True, kw_only=True)
class Habits:
    """Which shares of the invoices are no plain ones."""

    notes: float = 0.0
    voids: float = 0.0
    nobody: float = 0.0
    partly: float = 0.0


def month_starts(year: int, first: int, count: int) -> tuple[date, ...]:
    return tuple(date(year, first + n, 1) for n in range(count))


def end_of(months: Sequence[date]) -> date:
    """The last day of the last month."""
    return (months[-1] + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def invoices_of(
    dice: Random,
    months: Sequence[date],
    *,
    customers: int,
    a_month: int,
    rate: float,
    price: Callable[[Random], float],
    places: int = 2,
    habits: Habits,
) -> list[Invoice]:
    """So many invoices a month, in the order of their days; a part is paid by the end of the months."""
    end = end_of(months)
    made: list[Invoice] = []
    for month in months:
        last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        for day in sorted(dice.randint(1, last.day) for _ in range(a_month)):
            when = month.replace(day=day)
            net = round(price(dice), places)
            tax = round(net * rate, places)
            note, void = dice.random() < habits.notes, dice.random() < habits.voids
            paid_on = when + timedelta(days=dice.choice((0, 3, 12, 25, 38, 61)))
            settled = not note and not void and paid_on <= end
            share = 0.4 if settled and dice.random() < habits.partly else 1.0
            made.append(
                Invoice(
                    number=len(made) + 1,
                    day=when,
                    customer=None
                    if dice.random() < habits.nobody
                    else min(int(dice.expovariate(3.0) * customers), customers - 1),
                    net=net,
                    tax=tax,
                    note=note,
                    void=void and not note,
                    due=when + timedelta(days=30),
                    paid_on=paid_on if settled else None,
                    paid=round((net + tax) * share, places) if settled else 0.0,
                )
            )
    return made


def tickets_of(
    dice: Random,
    months: Sequence[date],
    *,
    customers: int,
    a_month: int,
    kinds: int = 4,
    channels: int = 3,
    agents: int = 3,
    voids: float = 0.0,
    scores: Callable[[Random], int] | None = None,
) -> list[Ticket]:
    """So many tickets a month, in the order in which they came in; those not solved by the end of the months are open."""
    end = end_of(months)
    made: list[Ticket] = []
    for month in months:
        last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        days = sorted((dice.randint(1, last.day), dice.randint(8, 17), dice.randint(0, 59)) for _ in range(a_month))
        for day, hour, minute in days:
            opened = datetime(month.year, month.month, day, hour, minute)
            solved = opened + timedelta(days=dice.choice((0, 1, 1, 2, 5, 11)), minutes=dice.randint(5, 240))
            void = dice.random() < voids
            done = not void and solved.date() <= end and dice.random() < 0.92
            given = scores is not None and done and dice.random() < 0.6
            made.append(
                Ticket(
                    number=len(made) + 1,
                    opened=opened,
                    customer=dice.randrange(customers),
                    subject=dice.randrange(kinds),
                    channel=dice.randrange(channels),
                    agent=dice.randrange(agents),
                    solved=solved if done else None,
                    void=void,
                    answered_after=dice.randint(2, 300),
                    score=scores(dice) if given and scores else None,
                )
            )
    return made


def answers_of(
    dice: Random,
    months: Sequence[date],
    *,
    customers: int,
    a_month: int,
    scores: Sequence[Callable[[Random], int | None]],
) -> list[Answer]:
    """So many answers to a form each month."""
    made: list[Answer] = []
    for month in months:
        days = sorted(
            (dice.randint(1, 28), dice.randint(7, 22), dice.randint(0, 59), dice.randint(0, 59)) for _ in range(a_month)
        )
        for day, hour, minute, second in days:
            at = datetime(month.year, month.month, day, hour, minute, second)
            made.append(Answer(at, dice.randrange(customers), tuple(score(dice) for score in scores)))
    return made


def in_month(month: date, day: date | datetime | None) -> bool:
    return day is not None and (day.year, day.month) == (month.year, month.month)


def sold(invoices: Iterable[Invoice], months: Sequence[date]) -> tuple[float, ...]:
    """Sales without tax, month by month: invoices less credit notes, without what was cancelled."""
    kept = [one for one in invoices if not one.void]
    return tuple(
        round(sum(-one.net if one.note else one.net for one in kept if in_month(month, one.day)), 2) for month in months
    )


def sold_to(invoices: Iterable[Invoice], names: Sequence[str]) -> dict[str, float]:
    """The same by customer, over all months; what was sold to nobody in particular is no customer's."""
    found: dict[str, float] = {}
    for one in invoices:
        if not one.void and one.customer is not None:
            name = names[one.customer]
            found[name] = round(found.get(name, 0.0) + (-one.net if one.note else one.net), 2)
    return found


def made(invoices: Iterable[Invoice], months: Sequence[date]) -> tuple[int, ...]:
    """How many invoices count, month by month; a credit note is none."""
    kept = [one for one in invoices if not one.void and not one.note]
    return tuple(sum(in_month(month, one.day) for one in kept) for month in months)


def collected(invoices: Iterable[Invoice], months: Sequence[date]) -> tuple[float, ...]:
    """Money that came in, with tax, month by month."""
    paid = list(invoices)
    return tuple(round(sum(one.paid for one in paid if in_month(month, one.paid_on)), 2) for month in months)


def owed(invoices: Iterable[Invoice]) -> tuple[float, float]:
    """What is owed at the end: of the invoices alone, and with the credit notes set off."""
    kept = list(invoices)
    notes = sum(one.total for one in kept if one.note)
    return round(sum(one.open for one in kept), 2), round(sum(one.open for one in kept) - notes, 2)


def opened(tickets: Iterable[Ticket], months: Sequence[date]) -> tuple[int, ...]:
    kept = [one for one in tickets if not one.void]
    return tuple(sum(in_month(month, one.opened) for one in kept) for month in months)


def solved(tickets: Iterable[Ticket], months: Sequence[date]) -> tuple[int, ...]:
    kept = [one for one in tickets if not one.void]
    return tuple(sum(in_month(month, one.solved) for one in kept) for month in months)


def waiting(tickets: Iterable[Ticket]) -> int:
    """How many are open at the end."""
    return sum(one.solved is None and not one.void for one in tickets)


def given(answers: Iterable[Answer], place: int, months: Sequence[date]) -> list[list[int]]:
    """The notes given to one question, month by month; those who left it empty are no answers."""
    kept = [(one.at, one.scores[place]) for one in answers]
    return [[score for at, score in kept if in_month(month, at) and score is not None] for month in months]


def satisfied(notes: Iterable[Sequence[int]]) -> tuple[float, ...]:
    """The share of 4 and 5, of notes from 1 to 5."""
    return tuple(sum(score >= 4 for score in month) / len(month) for month in notes)


def promoters(notes: Iterable[Sequence[int]]) -> tuple[float, ...]:
    """Promoters (9, 10) less detractors (0 to 6) of each hundred."""
    return tuple(100 * (sum(s >= 9 for s in month) - sum(s <= 6 for s in month)) / len(month) for month in notes)


def written(value: float, thousands: str, decimal: str, places: int = 2) -> str:
    """An amount as people write it, with these marks."""
    text = f"{value:,.{places}f}"
    return text.replace(",", "\0").replace(".", decimal).replace("\0", thousands)
