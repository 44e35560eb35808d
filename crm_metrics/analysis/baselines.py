"""From which day on a series is read to be judged, and until when its points make the limits."""

from __future__ import annotations

from datetime import date, timedelta

from crm_metrics.periods import months_later, next_start, start_of


def window(every: str, until: date) -> tuple[date, date]:
    """The first day of the series that ends on `until`, and the last day of its baseline.

    Both hold for a month (daily), a quarter (weekly, monthly): limits that moved with every point would follow the
    change that they are meant to show. Daily: six weeks, from the first Monday of the month before last. Weekly:
    twenty weeks, from the first Monday of the quarter before last. Monthly: twelve, from seven quarters back.
    """
    if every == "day":
        start = _first_monday(months_later(until.replace(day=1), -2))
        return start, start + timedelta(days=41)
    quarter = start_of("quarter", until)
    if every == "week":
        start = _first_monday(months_later(quarter, -6))
        return start, start + timedelta(days=139)
    start = months_later(quarter, -21)
    end = start
    for _ in range(12):
        end = next_start("month", end)
    return start, end - timedelta(days=1)


def _first_monday(month: date) -> date:
    return month + timedelta(days=-month.weekday() % 7)
