"""When each review is due: of working days, weeks and months that have ended; of the strategy every so many months.

A review of a period is due while the next one runs, and overdue once that has ended, too. Before the first one of a
part was held nothing is overdue: a calendar begins when somebody begins it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from crm_metrics.office.meetings.reviewing import DAILY, KINDS, MONTHLY, STRATEGY, WEEKLY, Review
from crm_metrics.periods import Period, last_month, last_week, months_later

State = Literal["overdue", "open", "due", "never", "held"]
STATES: tuple[State, ...] = ("overdue", "open", "due", "never", "held")  # what asks for a meeting first
WINDOW = timedelta(days=56)  # of adoption by day and week
MONTHS = 6  # of adoption by month
BACK = timedelta(days=370)  # how far missed ones are counted
AHEAD = timedelta(days=31)  # how far the next working day is looked for


@dataclass(frozen=True, kw_only=True)
class ReviewCalendar:
    """By what periods are counted."""

    over: date
    """The last day that has ended in the data."""
    working: tuple[date, ...]
    """The working days of the company, oldest first, some to come as well."""
    months: int
    """Every how many months the strategy is reviewed."""


@dataclass(frozen=True, kw_only=True)
class DueReview:
    """Where a kind of review stands in a part of the company."""

    kind: str
    """Which kind."""
    state: State
    """What it asks for."""
    now: Period | None
    """The period whose review is to be held, or is being held; None where the last one was, or none has ended."""
    missed: int
    """How many periods before that one had no review, since the last that had."""
    last: Review | None
    """The last one that was held to its end."""
    open: Review | None
    """The one that is being held."""
    until: date | None
    """The day by which `now` is to be held, else on which the next period ends; None where no day tells."""


@dataclass(frozen=True)
class AdoptedReviews:
    """How many of the reviews that were due were held, in how many parts of the company."""

    kind: str
    held: int
    due: int
    parts: int


def ended(kind: str, calendar: ReviewCalendar, since: date) -> tuple[Period, ...]:
    """The periods of a kind that begin on a day or later and have ended, oldest first."""
    over = calendar.over
    if kind == DAILY:
        return tuple(Period(day, day, day) for day in calendar.working if since <= day <= over)
    found, period = [], _last_ended(kind, calendar)
    while period.first >= since:
        found.append(period)
        period = _before(kind, period, calendar)
    return tuple(reversed(found))


def _last_ended(kind: str, calendar: ReviewCalendar) -> Period:
    if kind == WEEKLY:
        return last_week(calendar.over)
    month = last_month(calendar.over)
    if kind == MONTHLY:
        return month
    first = months_later(month.next, -calendar.months)
    return Period(first, first, month.last)


def _before(kind: str, period: Period, calendar: ReviewCalendar) -> Period:
    last = period.first - timedelta(days=1)
    if kind == WEEKLY:
        return Period(last - timedelta(days=6), last - timedelta(days=6), last)
    first = months_later(period.first, -1 if kind == MONTHLY else -calendar.months)
    return Period(first, first, last)


def due(kind: str, reviews: Sequence[Review], calendar: ReviewCalendar) -> DueReview:
    """Where a kind stands. reviews: those of this kind and part."""
    closed = [one for one in reviews if not one.open]
    last = max(closed, key=lambda one: one.last, default=None)
    going = max((one for one in reviews if one.open), key=lambda one: one.last, default=None)
    if kind == STRATEGY:
        return _strategy(last, going, calendar)
    periods = ended(kind, calendar, calendar.over - BACK)
    newest = periods[-1] if periods else None
    held = {one.last for one in closed}
    if newest is None or newest.last in held:
        until = _next_end(kind, calendar, newest)
        state: State = "open" if going else "held" if last else "never"
        return DueReview(kind=kind, state=state, now=None, missed=0, last=last, open=going, until=until)
    missed = sum(last is not None and period.last > last.last for period in periods[:-1])
    state = "open" if going else "overdue" if missed else "due" if last else "never"
    until = _next_end(kind, calendar, newest)
    return DueReview(kind=kind, state=state, now=newest, missed=missed, last=last, open=going, until=until)


def _next_end(kind: str, calendar: ReviewCalendar, newest: Period | None) -> date | None:
    """The last day of the period after the newest that has ended; None where none is known."""
    if newest is None:
        return None
    if kind == DAILY:
        return next((day for day in calendar.working if day > newest.last), None)
    if kind == WEEKLY:
        return newest.last + timedelta(days=7)
    return months_later(newest.next, 1) - timedelta(days=1)


def _strategy(last: Review | None, going: Review | None, calendar: ReviewCalendar) -> DueReview:
    """The strategy is due so many months after the last month that was reviewed, and overdue a month later."""
    newest = _last_ended(STRATEGY, calendar)
    if last is None:
        state: State = "open" if going else "never"
        return DueReview(kind=STRATEGY, state=state, now=newest, missed=0, last=None, open=going, until=None)
    until = months_later(last.last + timedelta(days=1), calendar.months) - timedelta(days=1)
    waits = until > newest.last
    late = 0 if waits else _months_between(until, newest.last)
    state = "open" if going else "held" if waits else "overdue" if late else "due"
    return DueReview(kind=STRATEGY, state=state, now=None if waits else newest, missed=0, last=last, open=going,
                     until=until)  # fmt: skip


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def adoption(reviews: Iterable[Review], calendar: ReviewCalendar) -> tuple[AdoptedReviews, ...]:
    """Of each kind how many of the due ones were held lately, since each part began; nothing of what nobody began."""
    by_part: dict[tuple[str, object], list[Review]] = {}
    for one in reviews:
        by_part.setdefault((one.kind, one.parts), []).append(one)
    found: dict[str, list[tuple[int, int]]] = {}
    for (kind, _), those in by_part.items():
        if counted := _adopted(kind, those, calendar):
            found.setdefault(kind, []).append(counted)
    return tuple(
        AdoptedReviews(kind, sum(held for held, _ in found[kind]), sum(n for _, n in found[kind]), len(found[kind]))
        for kind in KINDS
        if kind in found
    )


def _adopted(kind: str, reviews: Sequence[Review], calendar: ReviewCalendar) -> tuple[int, int] | None:
    """How many were held of how many that were due, in one part; None before the first was held."""
    closed = sorted(one.last for one in reviews if not one.open)
    if not closed:
        return None
    if kind == STRATEGY:
        return _strategies(closed, calendar)
    since = months_later(_last_ended(MONTHLY, calendar).next, -MONTHS) if kind == MONTHLY else calendar.over - WINDOW
    periods = [one.last for one in ended(kind, calendar, since) if one.last >= closed[0]]
    asked = [day for place, day in enumerate(periods) if day in closed or place < len(periods) - 1]
    return sum(day in closed for day in asked), len(asked)


def _strategies(closed: Sequence[date], calendar: ReviewCalendar) -> tuple[int, int]:
    """Since the first review of the strategy: each stretch of so many months asks for one."""
    newest = _last_ended(STRATEGY, calendar).last
    steps = max(_months_between(closed[0], newest), 0) // calendar.months
    taken: Mapping[int, bool] = {_months_between(closed[0], day) // calendar.months: True for day in closed}
    running = taken.get(steps, False)
    return sum(one < steps or running for one in taken if one <= steps), steps + running
