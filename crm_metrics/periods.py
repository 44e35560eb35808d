"""Day, week, month, quarter and year: where each begins and ends, which lie between two days, and which still run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from crm_metrics.errors import QuestionError, unknown

CADENCES = ("day", "week", "month", "quarter", "year", "all")
WHOLE = 0.95  # a load in the last hour of a day holds the whole of it


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


def share_passed(day: date, at: datetime) -> float:
    """The share of a civil day that had gone by at an instant of the company's own clock; 1.0 unless the day then ran.

    This is the one rule for a running day: below 1 the day is shown and not judged, by questions, boards and forecasts
    alike. What was loaded in its last hour holds the whole of it.
    """
    share = (at.hour * 60 + at.minute) / (24 * 60)
    return share if at.date() == day and share < WHOLE else 1.0


def last_over(day: date, passed: float) -> date:
    """The last day that was over when `passed` of `day` had gone by."""
    return day if passed >= 1 else day - timedelta(days=1)


def last_week(day: date) -> Period:
    """The last week, Monday to Sunday, that has ended by a day."""
    monday = start_of("week", day + timedelta(days=1)) - timedelta(days=7)
    return Period(monday, monday, monday + timedelta(days=6))


def last_month(day: date) -> Period:
    """The last calendar month that has ended by a day."""
    first = months_later((day + timedelta(days=1)).replace(day=1), -1)
    return Period(first, first, months_later(first, 1) - timedelta(days=1))


def last_ended(every: str, day: date) -> date:
    """The last day of the last day, week or month that has ended by a day."""
    if every == "month":
        return last_month(day).last
    return last_week(day).last if every == "week" else day


def days_before(days: Period) -> Period:
    """The days just before: as many months where the days are whole months, else as many days."""
    if days.first.day == 1 and days.next.day == 1:
        months = (days.next.year - days.first.year) * 12 + days.next.month - days.first.month
        first = months_later(days.first, -months)
    else:
        first = days.first - timedelta(days=days.days)
    return Period(first, first, days.first - timedelta(days=1))


def period_before(every: str, days: Period, fiscal_month: int = 1) -> Period:
    """The calendar period before the one that the days begin; of one that still runs the same part of the one before.

    Days that are no calendar period have the days just before.
    """
    if every == "all" or days.first != start_of(every, days.first, fiscal_month):
        return days_before(days)
    first, last = start_of(every, days.first - timedelta(days=1), fiscal_month), days.first - timedelta(days=1)
    if days.next < next_start(every, days.first):
        last = min(last, first + timedelta(days=days.days - 1))
    return Period(first, first, last)


def a_year_before(days: Period) -> Period:
    """The same days of the year before; the end of a February stays its end."""
    first, following = _year_before(days.first), _year_before(days.next)
    return Period(first, first, max(first, following - timedelta(days=1)))


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # the 29th of February
        return date(day.year - 1, 3, 1)


def months_later(first: date, months: int) -> date:
    """The first day of the month so many months after the one that begins on `first`; before it where negative."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)
