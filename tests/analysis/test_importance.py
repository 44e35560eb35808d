from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from crm_metrics.analysis import signals
from crm_metrics.analysis.importance import MOST, Importance, size_of
from crm_metrics.analysis.signals import BehaviourChart, Observation, Signal

MONDAY = date(2026, 1, 5)


def read(values: list[float]) -> Signal:
    weeks = [Observation(MONDAY + timedelta(weeks=place), value) for place, value in enumerate(values)]
    return signals.read(weeks, BehaviourChart(better="up", baseline_until=MONDAY + timedelta(weeks=9)))


def test_the_size_is_the_distance_in_deviations_of_the_moving_range() -> None:
    # 49 and 51 in turn: mean 50, moving range 2, a deviation of 2 ÷ 1.128 = 1.773; 58 is 8 away, 4.5 of them.
    assert size_of(read([49.0, 51.0] * 5 + [58.0])) == pytest.approx(4.51, abs=0.01)
    assert size_of(read([49.0, 51.0] * 5 + [50.0])) == 0.0


def test_a_routine_without_any_width_does_not_outweigh_all_money() -> None:
    assert size_of(read([50.0] * 10 + [51.0])) == MOST
    assert size_of(read([49.0, 51.0] * 5 + [500.0])) == MOST


def test_three_numbers_multiply() -> None:
    assert Importance(4.0, 1_000.0, 0.25).score == 1_000.0
    assert Importance(4.0, None, 0.25).score == 1.0


def test_certain_comes_before_watched_and_known_before_unknown() -> None:
    small, large = Importance(3.0, 1_000.0, 0.5), Importance(3.0, 9_000.0, 0.5)
    unknown, watched = Importance(9.0, None, 0.5), replace(large, sure=False)
    listed = sorted([watched, unknown, small, large], key=lambda one: one.order)
    assert listed == [large, small, unknown, watched]
