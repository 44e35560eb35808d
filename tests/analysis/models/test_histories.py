"""Months by the calendar and the ages of lives, worked out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np

from crm_metrics.analysis.models.histories import Histories, Orders, Spans, ages, habits, months


def day(text: str) -> int:
    return int(np.datetime64(text).astype(int))


def spans(*stretches: tuple[str, str]) -> Spans:
    first, until = (np.array([day(stretch[side]) for stretch in stretches]) for side in (0, 1))
    size = len(stretches)
    return Spans(np.arange(size), first, until, np.zeros(size), np.full(size, "", dtype=object))


def test_months_count_by_the_calendar() -> None:
    for first, until, expected in (
        ("2025-01-01", "2025-02-01", (1, 1)),
        ("2025-01-15", "2025-02-14", (0, 1)),
        ("2025-01-15", "2025-02-16", (1, 2)),
        ("2025-01-15", "2025-01-15", (0, 0)),
        ("2024-02-29", "2025-02-28", (11, 12)),
    ):
        floor, ceiling = months(np.array([day(first)]), np.array([day(until)]))
        assert (int(floor[0]), int(ceiling[0])) == expected


def test_a_life_is_seen_from_the_first_day_of_the_data_and_reaches_the_close() -> None:
    # The data begin on 1 March and the close is 30 June 2025.
    lives = spans(
        ("2025-03-01", "2025-05-01"),  # in view from its first day, ended after two months
        ("2025-01-01", "9999-12-31"),  # two months old when it came into view, six whole months old at the close
        ("2025-01-01", "2025-02-01"),  # had ended before
        ("2025-07-01", "9999-12-31"),  # has not begun
    )
    unseen, reached, ended = ages(lives, day("2025-03-01"), day("2025-06-30"))
    assert unseen.tolist() == [0, 2, 0, 0]
    assert reached.tolist() == [2, 6, 0, 0]
    assert ended.tolist() == [True, False, False, False]


def test_habits_are_what_the_orders_up_to_the_close_say() -> None:
    # Two customers: one buys for 10, 20 and 40, the last after the close; the other never.
    bought: list[Any] = [("2025-01-01", 10.0), ("2025-01-15", 20.0), ("2025-03-01", 40.0)]
    days = np.array([day(on) for on, _ in bought])
    nobody = spans()
    histories = Histories(
        names=np.array(["ana", "eva"], dtype=object),
        acquired=np.array([days[0], days[0]]),
        orders=Orders(
            np.zeros(3, dtype=np.int64),
            days,
            np.array([amount for _, amount in bought]),
            np.array([True, False, False]),
        ),
        margins=(days, np.array([1.0, 5.0, 100.0]), np.array([10.0, 20.0, 40.0])),
        book=nobody,
        plans=nobody,
        lives=nobody,
        since=int(days[0]),
        through=int(days[2]),
        closes=(),
    )
    close = day("2025-01-29")
    seen = habits(histories, close)
    assert seen.bought.tolist() == [True, False]
    assert (seen.x[0], seen.t_x[0], seen.age[0], seen.mean[0], seen.recency[0]) == (1, 2, 4, 20, 14)
    assert (seen.year_orders[0], seen.year_amount[0]) == (2, 30)
    assert histories.margin_rate(close) == 6 / 30
    assert np.isnan(histories.margin_rate(day("2024-12-31")))
