from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import accumulate

import pytest

from crm_metrics.analysis import signals, trends
from crm_metrics.analysis.signals import BehaviourChart, Observation, Signal

START = date(2025, 1, 6)


def test_youngs_test_finds_a_straight_line_and_not_a_zigzag() -> None:
    # 1 … 6: steps 5 × 1, distances 17.5, so 1 − 5 ÷ 35 = 0.857 over √(4 ÷ 35) = 0.338 is 2.53.
    assert trends.drifts([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    # Steps 5 × 4, distances 6 × 1, so 1 − 20 ÷ 12 is below nothing.
    assert not trends.drifts([1.0, 3.0, 1.0, 3.0, 1.0, 3.0])
    assert not trends.drifts([7.0] * 12)
    assert not trends.drifts([1.0, 2.0, 3.0])


def test_the_published_values_with_ties_nearly_rise_for_sure() -> None:
    """EPA, Data Quality Assessment: Statistical Methods for Practitioners, QA/G-9S, 2006, page 109.

    Ties of four and of two; S = 22, its variance 155.33, z = 1.685: not beyond 1.96.
    """
    values = [10.0, 10.0, 10.0, 5.0, 10.0, 20.0, 18.0, 17.0, 15.0, 24.0, 15.0]
    assert trends.direction(values) == pytest.approx(1.685, abs=0.0005)
    assert trends.direction(values[::-1]) == pytest.approx(-1.685, abs=0.0005)


def test_a_straight_line_surely_rises_and_a_level_one_does_not() -> None:
    # All 78 pairs of thirteen rise: 77 over √(13 × 12 × 31 ÷ 18) = √268.67 is 4.70.
    assert trends.direction([float(week) for week in range(13)]) == pytest.approx(4.698, abs=0.001)
    assert trends.direction([7.0] * 13) == 0.0
    assert trends.direction([float(week) for week in range(9)]) is None


def test_the_usual_step_is_the_median_of_all_pairs_and_one_outlier_moves_it_little() -> None:
    # Steps 2, 2, 96 and, over two and three, 2, 49 and 33.3: the median of the six is 17.7; without the outlier 2.
    assert trends.slope([0.0, 2.0, 4.0]) == 2.0
    assert trends.slope([0.0, 2.0, 4.0, 100.0]) == pytest.approx((2 + 100 / 3) / 2)


def test_side_by_side_values_are_taken_as_one() -> None:
    # Weeks of 7 equal days that rise: six means on a line; the days before the last six weeks are cut.
    assert trends.drifts([99.0, *[float(week) for week in range(6) for _ in range(7)]], 7)


def test_a_change_needs_both_of_its_ends() -> None:
    assert trends.changes([1.0, 3.0, None, 8.0, 9.0], 1) == (None, 2.0, None, None, 1.0)
    assert trends.changes([1.0, 2.0, 4.0], 2) == (None, None, 3.0)


def monthly(values: list[float], *, stands: bool = True) -> Signal:
    series = [Observation(START + timedelta(days=31 * place), value) for place, value in enumerate(values)]
    chart = BehaviourChart(better="up", baseline_until=series[11].day, every="month", stands=stands)
    return signals.read(series, chart)


def grown(months: int) -> list[float]:
    """A book that gains 10 and 14 customers by turns, 12 on average: changes 12 ± 2.66 × 4."""
    return [1000.0 + 12 * place + (2 if place % 2 else 0) for place in range(months)]


@pytest.mark.parametrize("months", range(13, 21))
def test_a_book_that_goes_on_growing_as_it_did_is_in_its_routine_every_month(months: int) -> None:
    found = monthly(grown(months))
    assert (found.kind, found.steps) == ("routine", 1)
    assert found.limits is not None
    assert found.limits.centre == pytest.approx(12.0, abs=0.4)
    assert monthly(grown(months), stands=False).kind == "better"  # a level held against a fixed centre


def test_growth_that_stops_or_turns_is_a_signal() -> None:
    # After 1,000 + 12 × 14 the book loses 30 in a month: 12 − 10.64 is the lower limit.
    found = monthly([*grown(14), grown(14)[-1] - 30])
    assert (found.kind, found.rule, found.side) == ("worse", "beyond", -1)
    assert found.recent == pytest.approx(-30)


def test_a_level_without_a_trend_keeps_its_fixed_centre() -> None:
    found = monthly([50.0, 52.0] * 7)
    assert (found.kind, found.steps) == ("routine", 0)


def test_a_book_that_grows_by_chance_as_before_rarely_rings() -> None:
    """Each month brings 0, 2, 3, 4 or 5 customers: of 300 companies one in twenty is judged in its 21st month at most.

    A point beyond limits known from eleven changes rings in some 2 %, a run in less; fixed limits ring always.
    """
    chance = random.Random(1)
    rung = {True: 0, False: 0}
    for _ in range(300):
        book = [float(level) for level in accumulate([1000, *(chance.choice((0, 2, 3, 4, 5)) for _ in range(20))])]
        for stands in rung:
            rung[stands] += monthly(book, stands=stands).kind in ("better", "worse")
    assert rung[True] <= 15
    assert rung[False] >= 297


def test_a_daily_level_is_judged_by_its_change_over_a_week() -> None:
    level, book = 1000, []
    chance = random.Random(2)
    for _ in range(100):
        level += chance.choice((0, 2, 3, 4, 5))
        book.append(float(level))
    series = [Observation(START + timedelta(days=place), value) for place, value in enumerate(book)]
    chart = BehaviourChart(better="up", baseline_until=series[41].day, every="day", lag=7, stands=True)
    found = signals.read(series, chart)
    assert (found.kind, found.steps) == ("routine", 7)
    assert found.limits is not None
    assert found.limits.centre == pytest.approx(7 * 2.8, abs=4)
