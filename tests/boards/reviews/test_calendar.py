"""When each review is due, counted by hand on a calendar: 30 March 2026 is a Monday, 3 April a holiday."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from crm_metrics.boards.reviews.calendar import AdoptedReviews, ReviewCalendar, adoption, due, ended
from crm_metrics.office.meetings.reviewing import Review
from crm_metrics.office.planning import Parts
from crm_metrics.periods import Period

OVER = date(2026, 4, 8)  # a Wednesday
CLOSED = (date(2026, 4, 2), date(2026, 4, 3))
AT = datetime(2026, 4, 9, 12, tzinfo=UTC)
WORKING = tuple(
    day for back in range(400, -1, -1) if (day := OVER - timedelta(days=back)).weekday() < 5 and day not in CLOSED
)


def calendar(over: date = OVER, months: int = 12) -> ReviewCalendar:
    return ReviewCalendar(over=over, working=tuple(day for day in WORKING if day <= over), months=months)


def review(kind: str, last: date, state: str = "closed", parts: Parts = ()) -> Review:
    return Review(id=f"{kind}{last}", version=1, kind=kind, parts=parts, first=last, last=last, state=state, agenda=(),
                  opened_by="Ana", opened_at=AT)  # fmt: skip


def test_only_working_days_of_the_company_ask_for_a_huddle() -> None:
    days = [one.first.day for one in ended("daily", calendar(), date(2026, 3, 30))]
    assert days == [30, 31, 1, 6, 7, 8]  # without the holidays and the week-end


def test_weeks_and_months_count_when_they_have_ended() -> None:
    weeks = [one.last.isoformat() for one in ended("weekly", calendar(), date(2026, 3, 16))]
    assert weeks == ["2026-03-22", "2026-03-29", "2026-04-05"]
    assert ended("weekly", calendar(date(2026, 4, 12)), date(2026, 4, 6))[0].last == date(2026, 4, 12)
    assert [one.start for one in ended("monthly", calendar(), date(2026, 1, 31))] == [
        date(2026, 2, 1),
        date(2026, 3, 1),
    ]


def test_before_the_first_one_nothing_is_overdue() -> None:
    for kind, first, last in (
        ("daily", OVER, OVER),
        ("weekly", date(2026, 3, 30), date(2026, 4, 5)),
        ("monthly", date(2026, 3, 1), date(2026, 3, 31)),
        ("strategy", date(2025, 4, 1), date(2026, 3, 31)),
    ):
        found = due(kind, (), calendar())
        assert (found.state, found.missed, found.now) == ("never", 0, Period(first, first, last)), kind


@pytest.mark.parametrize(
    ("kind", "last", "state", "missed"),
    [
        ("daily", OVER, "held", 0),
        ("daily", date(2026, 4, 7), "due", 0),
        ("daily", date(2026, 4, 1), "overdue", 2),  # of the 6th and the 7th, after a holiday
        ("weekly", date(2026, 4, 5), "held", 0),
        ("weekly", date(2026, 3, 29), "due", 0),
        ("weekly", date(2026, 3, 15), "overdue", 2),
        ("monthly", date(2026, 2, 28), "due", 0),
        ("monthly", date(2025, 12, 31), "overdue", 2),
    ],
)
def test_a_review_is_due_while_the_next_period_runs_and_overdue_after_it(
    kind: str, last: date, state: str, missed: int
) -> None:
    found = due(kind, [review(kind, last - timedelta(days=400)), review(kind, last)], calendar())
    assert (found.state, found.missed, found.last and found.last.last) == (state, missed, last)
    assert (found.now is None) == (state == "held")


def test_the_day_by_which_one_is_to_be_held_is_the_end_of_the_period_that_runs() -> None:
    assert due("weekly", (), calendar()).until == date(2026, 4, 12)
    assert due("monthly", (), calendar()).until == date(2026, 4, 30)
    assert due("daily", (), calendar()).until is None  # of working days to come nobody has said which they are
    later = ReviewCalendar(over=OVER, working=(*WORKING, date(2026, 4, 10)), months=12)  # the 9th is free
    assert due("daily", (), later).until == date(2026, 4, 10)
    assert due("daily", [review("daily", OVER)], later).until == date(2026, 4, 10)


def test_one_that_is_being_held_is_none_that_was() -> None:
    found = due("weekly", [review("weekly", date(2026, 4, 5), "open")], calendar())
    assert (found.state, found.last) == ("open", None) and found.open is not None


@pytest.mark.parametrize(
    ("last", "months", "state", "until"),
    [
        (date(2026, 1, 31), 6, "held", date(2026, 7, 31)),
        (date(2025, 9, 30), 6, "due", date(2026, 3, 31)),  # March has just ended
        (date(2025, 8, 31), 6, "overdue", date(2026, 2, 28)),
        (date(2025, 3, 31), 12, "due", date(2026, 3, 31)),
    ],
)
def test_the_strategy_is_due_so_many_months_after_the_last_month_that_was_reviewed(
    last: date, months: int, state: str, until: date
) -> None:
    found = due("strategy", [review("strategy", last)], calendar(months=months))
    assert (found.state, found.until) == (state, until)
    if found.now is not None:
        assert (found.now.last, found.now.first) == (date(2026, 3, 31), date(2025, 10 if months == 6 else 4, 1))


def test_a_company_without_a_day_has_nothing_due() -> None:
    found = due("daily", (), ReviewCalendar(over=OVER, working=(), months=12))
    assert (found.state, found.now, found.until) == ("never", None, None)


def test_adoption_counts_since_a_part_began_and_leaves_out_the_one_that_may_still_be_held() -> None:
    norte: Parts = (("team", "Norte"),)
    held = [review("weekly", date(2026, 3, day)) for day in (8, 22)]  # of 8, 15, 22, 29 March; 5 April may still be
    held += [review("weekly", date(2026, 4, 5), parts=norte), review("weekly", date(2026, 3, 1), "open", norte)]
    assert adoption(held, calendar()) == (AdoptedReviews("weekly", 3, 5, 2),)


def test_adoption_looks_back_eight_weeks_or_six_months() -> None:
    weekly = [review("weekly", date(2026, 4, 5) - timedelta(days=7 * back)) for back in (0, 20)]
    assert adoption(weekly, calendar()) == (AdoptedReviews("weekly", 1, 7, 1),)  # weeks that began since 11 February
    monthly = [review("monthly", date(2024, 1, 31)), review("monthly", date(2026, 3, 31))]
    assert adoption(monthly, calendar()) == (AdoptedReviews("monthly", 1, 6, 1),)
    daily = [review("daily", date(2026, 4, 6)), review("daily", date(2026, 4, 8))]
    assert adoption(daily, calendar()) == (AdoptedReviews("daily", 2, 3, 1),)


def test_adoption_of_the_strategy_counts_its_stretches() -> None:
    first, second = review("strategy", date(2025, 3, 31)), review("strategy", date(2025, 10, 31))
    assert adoption([first], calendar(months=6)) == (AdoptedReviews("strategy", 1, 2, 1),)
    assert adoption([first, second], calendar(months=6)) == (AdoptedReviews("strategy", 2, 2, 1),)
    assert adoption([first], calendar(months=12)) == (AdoptedReviews("strategy", 1, 1, 1),)
    assert adoption([review("strategy", date(2026, 3, 31))], calendar()) == (AdoptedReviews("strategy", 1, 1, 1),)
    assert adoption([review("strategy", date(2026, 3, 31), "open")], calendar()) == ()
