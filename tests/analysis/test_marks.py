from __future__ import annotations

import random
from datetime import date, timedelta
from math import exp

import pytest
from scipy.stats import poisson

from crm_metrics.analysis import limits, signals
from crm_metrics.analysis.signals import BehaviourChart, Observation, Signal

MONDAY = date(2026, 1, 5)


def events(counts: list[float]) -> Signal:
    series = [Observation(MONDAY + timedelta(weeks=place), count) for place, count in enumerate(counts)]
    chart = BehaviourChart(
        better="down", baseline_until=MONDAY + timedelta(weeks=19), every="week", floor=0.0, counts="events"
    )
    return signals.read(series, chart)


@pytest.mark.parametrize(("count", "expected"), [(0, 0.3), (3, 0.55), (7, 2.0), (12, 9.0)])
def test_the_chance_of_so_many_events_is_poissons(count: int, expected: float) -> None:
    assert limits.events_by_chance(count, expected, -1) == pytest.approx(poisson.cdf(count, expected))
    assert limits.events_by_chance(count, expected, 1) == pytest.approx(poisson.sf(count - 1, expected))
    assert limits.events_by_chance(0, expected, -1) == pytest.approx(exp(-expected))


def test_a_rare_complaint_more_is_no_decline() -> None:
    # 4 in 20 weeks; by the rule of succession 0.25 a week are expected, and 2 or more come in 2.6 % of the weeks.
    calm = [1.0, 0.0, 0.0, 0.0, 0.0] * 4
    assert events([*calm, 2.0]).kind == "small"
    # 3 or more come once in some 460 weeks, 4 or more once in 7,500.
    assert events([*calm, 3.0]).kind == "small"
    found = events([*calm, 4.0])
    assert (found.kind, found.rule) == ("worse", "beyond")


def test_eight_weeks_without_a_rare_event_are_no_improvement() -> None:
    # e^(−0.25 × 8) = 13.5 %: nothing unusual. With 15 in 20 weeks 0.8 are expected, and e^(−6.4) is 0.17 %.
    assert events([*[1.0, 0.0, 0.0, 0.0, 0.0] * 4, *[0.0] * 8]).kind == "small"
    found = events([*[1.0, 1.0, 1.0, 0.0] * 5, *[0.0] * 8])
    assert (found.kind, found.rule) == ("better", "run")


def test_a_first_event_after_none_at_all_is_no_decline() -> None:
    # 0 in 20 weeks: 0.05 are expected, one or more come in 4.9 % of the weeks.
    found = events([0.0] * 20 + [1.0])
    assert (found.kind, found.lacking) == ("small", "n")


def test_a_handful_of_events_is_no_routine() -> None:
    assert events([1.0, 0.0] * 9 + [0.0, 0.0, 0.0]).kind == "small"
    assert events([1.0, 0.0] * 10 + [0.0]).kind == "routine"  # ten of them are


def test_many_events_keep_the_chart_of_individual_values() -> None:
    found = events([49.0, 51.0] * 10 + [56.0])
    assert found.limits is not None
    assert found.limits.events is None
    assert found.kind == "worse"


def test_rare_events_by_chance_alone_rarely_ring() -> None:
    """Each week is a Poisson week of 0.4: better or worse at most in 2 % of 2,000 companies.

    One point beyond has 0.135 % on one side at most, a run of eight 0.39 % on each; the rate is known from 20 weeks.
    """
    chance, rung = random.Random(4), 0
    for _ in range(2000):
        weeks = [float(sum(chance.random() < 0.004 for _ in range(100))) for _ in range(29)]
        rung += events(weeks).kind in ("better", "worse")
    assert rung <= 40


def test_a_run_of_small_shares_needs_rows_that_chance_does_not_explain() -> None:
    # 2 of 100 a day in the baseline; eight days of 0 of 12 are 96 rows: 0.98⁹⁶ = 14 %.
    series = [Observation(MONDAY + timedelta(weeks=place), 0.02, 100) for place in range(20)]
    series += [Observation(MONDAY + timedelta(weeks=20 + place), 0.0, 12) for place in range(8)]
    chart = BehaviourChart(
        better="down", baseline_until=series[19].day, every="week", enough=10, floor=0.0, ceiling=1.0, counts="shares"
    )
    assert signals.read(series, chart).kind == "routine"


def test_a_stretch_without_rows_does_not_divide_by_nothing() -> None:
    series = [Observation(MONDAY + timedelta(weeks=place), 0.5 + place % 2 / 10, 50) for place in range(21)]
    series += [Observation(MONDAY + timedelta(weeks=21 + place), 0.9, 0) for place in range(9)]
    chart = BehaviourChart(better="up", baseline_until=series[20].day, every="week", counts="shares")
    assert signals.read(series, chart).recent == pytest.approx(0.9)
