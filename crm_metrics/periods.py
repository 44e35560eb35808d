"""Day, ISO week, month, quarter and year: where a period begins, where it ends, and which ones lie between two days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from crm_metrics.errors import QuestionError, unknown

CADENCES = ("day", "week", "month", "quarter", "year", "all")


@dataclass(frozen=True, order=True)
class Period:
    """The civil days from `first` to `last`, both in it; `start` names it: the first day of the calendar period."""

    start: date
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many civil days it has."""
        return (self.last - self.first).days + 1

    @property
    def next(self) -> date:
        """The day after the last."""
        return self.last + timedelta(days=1)


def known_cadence(every: str) -> str:
    """`every` itself when it is a cadence; else a QuestionError that names the known ones."""
    if every not in CADENCES:
        raise unknown(QuestionError, "No cadence '{word}'.", every, CADENCES)
    return every


def start_of(every: str, day: date, fiscal_month: int = 1) -> date:
    """The first day of the calendar period of `day`; quarters and years are those of the fiscal year."""
    if every == "day":
        return day
    if every == "week":
        return day - timedelta(days=day.weekday())
    if every == "month":
        return day.replace(day=1)
    months = 3 if every == "quarter" else 12
    back = (day.month - fiscal_month) % months
    return months_later(day.replace(day=1), -back)


def next_start(every: str, start: date) -> date:
    """The first day of the calendar period after the one that begins on `start`."""
    if every == "day":
        return start + timedelta(days=1)
    if every == "week":
        return start + timedelta(days=7)
    return months_later(start, {"month": 1, "quarter": 3, "year": 12}[every])


def between(every: str, since: date, until: date, fiscal_month: int = 1) -> Iterator[Period]:
    """The periods that touch the days from `since` to `until`, each clipped to them, oldest first.

    "all" is one period. Nothing is given when `since` is after `until`.
    """
    if since > until:
        return
    if every == "all":
        yield Period(since, since, until)
        return
    start = start_of(every, since, fiscal_month)
    while start <= until:
        following = next_start(every, start)
        yield Period(start, max(start, since), min(following - timedelta(days=1), until))
        start = following


def months_later(first: date, months: int) -> date:
    """The first day of the month so many months after the one that begins on `first`; before it where negative."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)
