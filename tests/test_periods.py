"""Periods: ISO weeks by published dates, fiscal years, clipping."""

import itertools
from datetime import date, datetime

import pytest

from crm_metrics.errors import QuestionError
from crm_metrics.periods import (
    Period,
    a_year_before,
    between,
    days_before,
    known_cadence,
    last_ended,
    last_month,
    months_later,
    period_before,
    share_passed,
    start_of,
)


@pytest.mark.parametrize(
    ("day", "monday"),
    [  # Python documentation, date.isocalendar; wikisum.wiki, ISO week date (vectors V30)
        (date(2003, 12, 29), date(2003, 12, 29)),
        (date(2004, 1, 4), date(2003, 12, 29)),
        (date(2006, 12, 31), date(2006, 12, 25)),
        (date(2019, 12, 30), date(2019, 12, 30)),
        (date(2027, 1, 3), date(2026, 12, 28)),
        (date(2022, 12, 31), date(2022, 12, 26)),
    ],
)
def test_a_week_begins_on_its_monday_across_the_year(day: date, monday: date) -> None:
    assert start_of("week", day) == monday


def test_2026_has_a_week_53() -> None:
    weeks = list(between("week", date(2026, 12, 28), date(2027, 1, 4)))
    assert weeks == [
        Period(date(2026, 12, 28), date(2026, 12, 28), date(2027, 1, 3)),
        Period(date(2027, 1, 4), date(2027, 1, 4), date(2027, 1, 4)),
    ]
    assert weeks[0].start.isocalendar().week == 53


def test_quarters_and_years_follow_the_fiscal_year() -> None:
    assert start_of("quarter", date(2026, 11, 21), fiscal_month=4) == date(2026, 10, 1)
    assert start_of("quarter", date(2026, 1, 15), fiscal_month=2) == date(2025, 11, 1)
    assert start_of("year", date(2026, 3, 31), fiscal_month=4) == date(2025, 4, 1)
    assert start_of("year", date(2026, 4, 1), fiscal_month=4) == date(2026, 4, 1)


def test_a_period_is_clipped_to_the_days_asked_and_keeps_its_name() -> None:
    months = list(between("month", date(2026, 1, 20), date(2026, 3, 5)))
    assert [(m.start, m.first, m.last, m.days) for m in months] == [
        (date(2026, 1, 1), date(2026, 1, 20), date(2026, 1, 31), 12),
        (date(2026, 2, 1), date(2026, 2, 1), date(2026, 2, 28), 28),
        (date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 5), 5),
    ]


def test_all_is_one_period_and_nothing_lies_between_days_in_the_wrong_order() -> None:
    assert list(between("all", date(2026, 1, 2), date(2026, 5, 6))) == [
        Period(date(2026, 1, 2), date(2026, 1, 2), date(2026, 5, 6))
    ]
    assert list(between("day", date(2026, 1, 2), date(2026, 1, 1))) == []


def test_the_days_of_a_year_are_its_months_days() -> None:
    months = list(between("month", date(2024, 1, 1), date(2024, 12, 31)))
    assert sum(month.days for month in months) == 366
    assert all(one.next == following.first for one, following in itertools.pairwise(months))


def test_an_unknown_cadence_offers_the_closest() -> None:
    with pytest.raises(QuestionError, match="Did you mean 'week'"):
        known_cadence("weeks")


def test_months_later_crosses_the_year_both_ways() -> None:
    assert months_later(date(2026, 11, 1), 3) == date(2027, 2, 1)
    assert months_later(date(2026, 2, 1), -2) == date(2025, 12, 1)
    assert months_later(date(2026, 12, 1), -24) == date(2024, 12, 1)


@pytest.mark.parametrize(
    ("at", "share"),
    [  # 0.95 of a day is 22:48
        (datetime(2026, 11, 21, 0, 0), 0.0),
        (datetime(2026, 11, 21, 6, 0), 0.25),
        (datetime(2026, 11, 21, 22, 47), 1367 / 1440),
        (datetime(2026, 11, 21, 22, 48), 1.0),
        (datetime(2026, 11, 22, 0, 1), 1.0),
        (datetime(2026, 11, 20, 12, 0), 1.0),  # a day that has not begun is not running
    ],
)
def test_a_day_runs_from_midnight_until_its_last_hour(at: datetime, share: float) -> None:
    assert share_passed(date(2026, 11, 21), at) == share


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 11, 28), date(2026, 10, 1), date(2026, 10, 31)),
        (date(2026, 10, 31), date(2026, 10, 1), date(2026, 10, 31)),  # its last day ends a month
        (date(2026, 10, 30), date(2026, 9, 1), date(2026, 9, 30)),
        (date(2027, 1, 5), date(2026, 12, 1), date(2026, 12, 31)),
        (date(2028, 2, 29), date(2028, 2, 1), date(2028, 2, 29)),
        (date(2026, 2, 27), date(2026, 1, 1), date(2026, 1, 31)),
    ],
)
def test_the_last_month_is_one_that_has_ended(day: date, first: date, last: date) -> None:
    assert last_month(day) == Period(first, first, last)


def test_the_days_before_are_as_many_or_as_many_whole_months() -> None:
    assert days_before(span(date(2026, 3, 1), date(2026, 3, 31))) == span(date(2026, 2, 1), date(2026, 2, 28))
    assert days_before(span(date(2026, 3, 2), date(2026, 3, 31))) == span(date(2026, 1, 31), date(2026, 3, 1))


def test_a_period_that_runs_is_held_against_the_same_part_of_the_one_before() -> None:
    for every, now, before in (
        ("week", (date(2026, 11, 16), date(2026, 11, 22)), (date(2026, 11, 9), date(2026, 11, 15))),
        ("week", (date(2026, 11, 16), date(2026, 11, 18)), (date(2026, 11, 9), date(2026, 11, 11))),
        ("month", (date(2026, 3, 1), date(2026, 3, 31)), (date(2026, 2, 1), date(2026, 2, 28))),
        ("month", (date(2026, 3, 1), date(2026, 3, 30)), (date(2026, 2, 1), date(2026, 2, 28))),  # it has no more days
        ("day", (date(2026, 3, 1), date(2026, 3, 1)), (date(2026, 2, 28), date(2026, 2, 28))),
        ("all", (date(2026, 3, 2), date(2026, 3, 3)), (date(2026, 2, 28), date(2026, 3, 1))),
        (
            "month",
            (date(2026, 3, 2), date(2026, 3, 3)),
            (date(2026, 2, 28), date(2026, 3, 1)),
        ),  # no month: as many days
    ):
        assert period_before(every, span(*now)) == span(*before), (every, now)
    fiscal = period_before("quarter", span(date(2026, 2, 1), date(2026, 4, 30)), 2)
    assert fiscal == span(date(2025, 11, 1), date(2026, 1, 31))


def test_a_year_before_the_end_of_a_february_is_its_end() -> None:
    assert a_year_before(span(date(2024, 2, 1), date(2024, 2, 29))) == span(date(2023, 2, 1), date(2023, 2, 28))
    assert a_year_before(span(date(2025, 2, 1), date(2025, 2, 28))) == span(date(2024, 2, 1), date(2024, 2, 29))


def span(first: date, last: date) -> Period:
    return Period(first, first, last)


def test_the_last_whole_day_week_and_month_by_a_day() -> None:
    saturday = date(2026, 10, 31)
    assert last_ended("day", saturday) == saturday
    assert last_ended("week", saturday) == date(2026, 10, 25)
    assert last_ended("week", date(2026, 11, 1)) == date(2026, 11, 1), "a Sunday ends its week"
    assert last_ended("month", saturday) == saturday
    assert last_ended("month", date(2026, 10, 30)) == date(2026, 9, 30)
