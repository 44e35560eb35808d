"""The days between rare events and their limit, by hand and by an independent sum of the geometric distribution."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_metrics.analysis.between import BEYOND, DaysBetween, days_between, limit

FIRST = date(2026, 1, 1)


def counts(*gaps: int, more: int = 0) -> list[tuple[date, float | None]]:
    """Days with an event on the first of them and after each of these gaps; more: days since the last."""
    events = {0}
    for gap in gaps:
        events.add(max(events) + gap)
    return [(FIRST + timedelta(days=day), float(day in events)) for day in range(max(events) + more + 1)]


def test_the_limit_is_the_quantile_of_the_geometric_distribution() -> None:
    """Of a chance of 0.0005 a day, as in Goh's charts: ln 0.00135 ÷ ln 0.9995 = 13,212; of 0.05: 128.8."""
    assert limit(2000) == pytest.approx(13_212, abs=0.5)
    assert limit(20) == pytest.approx(128.8, abs=0.05)


def test_beyond_the_limit_lies_what_adding_up_the_days_gives() -> None:
    later, chance = 1.0, 1 / 8
    for _ in range(int(limit(8))):
        later -= later * chance
    assert later >= BEYOND > later * (1 - chance)


def test_the_days_between_are_counted_from_event_to_event_and_the_last_ones_run() -> None:
    found = days_between(counts(4, 6, 5, 5, 4, 6, 70, more=9), FIRST + timedelta(days=60))
    assert found is not None
    assert [one.days for one in found.gaps] == [4, 6, 5, 5, 4, 6, 70, 9]
    assert found.mean == 5  # of the six that ended by day 60
    assert found.until == FIRST + timedelta(days=30)
    assert found.high == pytest.approx(29.6, abs=0.05)  # ln 0.00135 ÷ ln 0.8
    assert [one.days for one in found.beyond] == [70]
    assert found.gaps[-1] == DaysBetween(FIRST + timedelta(days=109), 9, ended=False)


def test_no_gap_reaches_over_a_day_that_is_not_known() -> None:
    days = counts(5, 5, 5, 5, 5, 5, 5, 5)
    days[12] = (days[12][0], None)
    found = days_between(days, days[-1][0])
    assert found is not None and [one.days for one in found.gaps] == [5] * 7


def test_what_is_not_rare_or_too_few_has_no_such_chart() -> None:
    assert days_between(counts(1, 2, 1, 2, 1, 2, 1), date.max) is None  # on most days there is one
    assert days_between(counts(9, 9, 9, 9, 9), date.max) is None  # five gaps: six are the least
    assert days_between([], date.max) is None
