from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_metrics.analysis import limits, signals
from crm_metrics.analysis.marks import Mark
from crm_metrics.analysis.signals import BehaviourChart, Observation, Signal

MONDAY = date(2026, 1, 5)
NIST = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
# Mean 50, moving range 2, limits 50 ± 5.32: every other point one above, one below.
STEADY = [49.0, 51.0] * 5


def weeks(values: list[float | None], n: int | None = None, unsettled: int = 0) -> list[Observation]:
    last = len(values) - unsettled
    return [Observation(MONDAY + timedelta(weeks=place), value, n, place < last) for place, value in enumerate(values)]


def judged(values: list[float | None], better: str = "up", base: int = 10, minimum_n: int = 0, **more: int) -> Signal:
    baseline_until = MONDAY + timedelta(weeks=base - 1)
    chart = BehaviourChart(better=better, baseline_until=baseline_until, minimum_n=minimum_n)
    return signals.read(weeks(values, **more), chart)


def test_limits_are_those_of_the_nist_handbook_with_wheelers_factor() -> None:
    found = limits.individual([MONDAY] * 10, NIST)
    assert found.centre == pytest.approx(50.81)
    assert found.moving_range == pytest.approx(1.8778, abs=5e-5)
    assert (found.high, found.low) == pytest.approx((55.8049, 45.8151), abs=5e-5)


def test_limits_are_clipped_to_what_is_possible() -> None:
    found = limits.individual([MONDAY] * 4, [0.9, 1.0, 0.9, 1.0], floor=0.0, ceiling=1.0)
    assert found.high == 1.0
    assert found.low == pytest.approx(0.95 - 2.66 * 0.1)
    assert found.reach == pytest.approx(0.266)


@pytest.mark.parametrize(("better", "kind"), [("up", "better"), ("down", "worse"), ("band", "watch")])
def test_the_polarity_of_the_metric_says_what_a_point_above_the_limit_means(better: str, kind: str) -> None:
    found = judged([*STEADY, 58.0], better)
    assert (found.kind, found.rule, found.side) == (kind, "beyond", 1)
    assert found.since == MONDAY + timedelta(weeks=10)


def test_a_point_just_inside_the_limit_is_routine() -> None:
    found = judged([*STEADY, 55.3])
    assert found.kind == "routine"
    assert found.marks[-1] is None


def test_eight_in_a_row_on_one_side_are_a_signal_and_seven_are_not() -> None:
    assert judged([*STEADY[:-1], 49.0, *[51.0] * 7]).kind == "routine"
    found = judged([*STEADY[:-1], 49.0, *[51.0] * 8])
    assert found.rule == "run"
    assert found.since == MONDAY + timedelta(weeks=10)
    assert found.recent == 51.0
    assert [mark is not None for mark in found.marks] == [False] * 10 + [True] * 8


def test_what_chance_brings_too_often_is_watched_and_not_told() -> None:
    # Of ten points the deviation is hardly known: 5.4 ÷ 1.77 = 3.05 of it, ÷ √1.1 = 2.90, and of Student's
    # distribution with 0.62 × 9 = 5.6 degrees of freedom 3 % lies beyond ±2.9; beyond ±4.3 half a percent.
    assert (judged([*STEADY, 55.4]).kind, judged([*STEADY, 55.4]).rule) == ("watch", "beyond")
    assert judged([*STEADY, 55.4]).chance == pytest.approx(0.030, abs=0.002)
    assert judged([*STEADY, 58.0]).chance == pytest.approx(0.006, abs=0.001)
    # Eight at 51 lie 0.57 of a deviation above the centre, ÷ √(1 ÷ 8 + 1 ÷ 10) = 1.19.
    assert (judged([*STEADY, *[51.0] * 8]).kind, judged([*STEADY, *[53.0] * 8]).kind) == ("watch", "better")


def test_a_value_on_the_centre_breaks_a_run() -> None:
    assert judged([*STEADY, *[49.0] * 4, 50.0, *[49.0] * 4]).kind == "routine"


def test_three_of_four_nearer_a_limit_are_to_be_watched() -> None:
    # Half-way to the limit is 50 - 2.66 = 47.34.
    assert judged([*STEADY, 47.0, 47.0, 50.5, 47.4]).kind == "routine"
    found = judged([*STEADY, 47.0, 47.0, 50.5, 47.3])
    assert (found.kind, found.rule, found.side) == ("watch", "near", -1)
    assert [place for place, mark in enumerate(found.marks) if mark] == [10, 11, 13]


def test_what_comes_after_the_baseline_does_not_move_its_limits() -> None:
    assert judged(list(STEADY)).limits == judged([*STEADY, 70.0, 20.0]).limits


def test_an_old_signal_is_not_the_signal_of_this_week() -> None:
    found = judged([*STEADY, 60.0, 49.0, 51.0])
    assert found.kind == "routine"
    assert found.marks[10] == Mark("beyond", 1)


def test_an_unsettled_period_gets_no_verdict() -> None:
    found = judged([*STEADY, 20.0], unsettled=1)
    assert (found.kind, found.lacking) == ("small", "late")
    assert found.marks[-1] is None


def test_below_the_minimum_n_there_is_no_verdict() -> None:
    assert judged([*STEADY, 20.0], n=29, minimum_n=30).lacking == "n"
    assert judged([*STEADY, 20.0], n=30, minimum_n=30).kind == "worse"


def test_five_points_are_no_routine() -> None:
    found = judged([50.0, 51.0, 50.0, 51.0, 50.0], base=5)
    assert (found.kind, found.limits, found.lacking) == ("small", None, "points")


def test_a_series_that_begins_after_the_baseline_takes_its_own_first_points() -> None:
    found = judged([*STEADY[:6], 60.0], base=0)
    assert found.limits is not None
    assert found.limits.size == 6
    assert found.kind == "better"


def test_gaps_are_passed_over() -> None:
    found = judged([*STEADY, *[53.0] * 4, None, *[53.0] * 4])
    assert (found.kind, found.rule) == ("better", "run")


def test_a_stretch_reaches_back_across_one_point_that_bounced() -> None:
    found = judged([*STEADY, 40.0, 40.0, 52.0, 40.0], "up")
    assert found.since == MONDAY + timedelta(weeks=10)
    assert found.recent == pytest.approx((40 + 40 + 52 + 40) / 4)


DAILY = BehaviourChart(better="up", baseline_until=MONDAY + timedelta(days=34), every="day")


def days(values: list[float]) -> list[Observation]:
    return [Observation(MONDAY + timedelta(days=place), value) for place, value in enumerate(values)]


def test_a_weekday_that_is_always_low_is_no_signal() -> None:
    # Five weeks of 100 and 102 in turn, the Saturdays and Sundays 60 lower; then one ordinary week.
    values = [100.0 + 2 * (place % 2) - (60 if place % 7 > 4 else 0) for place in range(42)]
    found = signals.read(days(values), DAILY)
    assert found.seasonal
    assert found.kind == "routine"
    # The mean of the baseline is 100.97 - 60 * 10 / 35: every day comes to within a few units of it.
    assert all(value is not None and abs(value - (100 + 34 / 35 - 600 / 35)) < 2 for value in found.values)


def test_a_fall_on_a_low_weekday_is_seen_once_the_weekday_is_removed() -> None:
    values = [100.0 + 2 * (place % 2) - (60 if place % 7 > 4 else 0) for place in range(42)]
    values[41] = 20.0
    found = signals.read(days(values), DAILY)
    assert (found.kind, found.rule) == ("worse", "beyond")


def test_a_weekday_without_effect_is_left_alone() -> None:
    values = [float(50 + (place * 7919) % 11) for place in range(42)]
    found = signals.read(days(values), DAILY)
    assert not found.seasonal
    assert found.values == tuple(values)


VALUES = st.lists(st.floats(-1000, 1000, allow_nan=False).map(lambda x: round(x, 3)), min_size=12, max_size=40)


@given(VALUES)
def test_the_mirror_image_of_a_series_gives_the_opposite_signal(values: list[float]) -> None:
    opposite = {"better": "worse", "worse": "better"}
    up = judged(list(values))
    mirrored = judged([-value for value in values])
    assert mirrored.kind == opposite.get(up.kind, up.kind)
    assert mirrored.side == -up.side
    assert judged(list(values), "down").kind == opposite.get(up.kind, up.kind)


@given(VALUES)
def test_a_point_is_beyond_exactly_when_it_lies_outside_the_limits(values: list[float]) -> None:
    found = judged(list(values))
    assert found.limits is not None
    for value, mark in zip(values, found.marks, strict=True):
        outside = abs(value - found.limits.centre) - found.limits.reach
        if abs(outside) > 1e-5:
            assert (mark is not None and mark.rule == "beyond") == (outside > 0)
