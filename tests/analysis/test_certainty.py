from __future__ import annotations

from math import comb

import pytest

from crm_metrics.analysis import certainty
from crm_metrics.analysis.certainty import Stretch, chance_of, either_side, memory, moved_apart


@pytest.mark.parametrize(
    ("freedom", "t", "both"),
    [(3, 3.182, 0.05), (5, 2.571, 0.05), (5, 4.032, 0.01), (12, 2.179, 0.05), (12, 3.055, 0.01), (30, 2.750, 0.01)],
)
def test_students_distribution_is_that_of_the_printed_tables(freedom: int, t: float, both: float) -> None:
    # NIST/SEMATECH e-Handbook, 1.3.6.7.2: critical values of Student's t. The approximation is off by 3 % at most here.
    assert either_side(t, freedom) == pytest.approx(both, rel=0.04)


def test_one_degree_and_none_say_nothing() -> None:
    assert either_side(50.0, 0.0) == 1.0


def test_a_point_is_held_against_a_centre_that_is_known_from_few_points_itself() -> None:
    # Nine alternating points: no memory; 3 ÷ √(1 + 1 ÷ 9) = 2.846 with 0.62 × 8 = 4.96 degrees. The tables have 5 % at
    # 2.571 and 2.5 % on both sides at 3.163 (5 degrees).
    base = [1.0, -1.0] * 4 + [0.0]
    assert 0.025 < chance_of(Stretch(base=base, points=[3.0], beyond=3.0)) < 0.05


def test_what_remembers_goes_astray_more_often() -> None:
    alike, apart = [1.0] * 10 + [-1.0] * 10, [1.0, -1.0] * 10
    far = {"points": [1.5] * 8, "beyond": None}
    assert chance_of(Stretch(base=alike, **far)) > 10 * chance_of(Stretch(base=apart, **far))  # type: ignore[arg-type]
    same = chance_of(Stretch(base=alike, points=[1.5] * 8, remembers=False))
    assert same == pytest.approx(chance_of(Stretch(base=apart, points=[1.5] * 8)))


def test_three_points_are_no_stretch_to_be_judged_as_one() -> None:
    assert chance_of(Stretch(base=[1.0, -1.0] * 10, points=[2.0] * 3)) == 1.0


def test_memory_is_freed_of_its_bias_and_shrunk() -> None:
    # Ten ones, then ten minus ones: 18 products of 1, one of −1, squares 20: 20 × 17 ÷ 20 = 17, (17 + 1) ÷ 16 = 1.125,
    # (1.125 × 20 + 0.25 × 16) ÷ 36 = 0.736.
    assert memory([1.0] * 10 + [-1.0] * 10) == pytest.approx(26.5 / 36)
    assert memory([1.0, -1.0] * 10) == 0.0
    assert memory([1.0] * 20) == 0.0
    assert memory([1.0, 2.0, 3.0]) == 0.0


def test_rare_events_before_and_since_are_held_against_each_other() -> None:
    # 15 in 20 weeks, none in 8: each of 15 falls into the 20 with 20 ÷ 28.
    assert moved_apart(15, 0, 8 / 28) == pytest.approx(2 * (20 / 28) ** 15)
    # 4 before, 6 since, in as many weeks: 6 or more of 10 heads.
    heads = sum(comb(10, k) for k in range(6, 11)) / 1024
    assert moved_apart(4, 6, 0.5) == pytest.approx(2 * heads)
    assert moved_apart(0, 0, 0.5) == 1.0


def test_one_signal_a_month_is_shared_out_over_the_places_of_a_board() -> None:
    a_month = certainty.HELD * certainty.PLACES * 52 / 12
    assert a_month == pytest.approx(1.0)
