"""Units by two measures: who is apart from the middle, how far a ratio may be from what it shows, signs that turn."""

from __future__ import annotations

from math import erfc, sqrt

import numpy as np
import pytest

from crm_metrics.analysis.relating import quadrants
from crm_metrics.analysis.relating.family import RATE, q_values
from crm_metrics.analysis.relating.quadrants import UnitPoint, apart, both_apart, cloud, steady, together
from crm_metrics.metrics.rows.intervals import Z, wilson


def point(unit: str, x: float, y: float, *, n: int = 100, group: str = "", **more: object) -> UnitPoint:
    given = {"x_ends": (x - 0.1, x + 0.1), "y_ends": (y - 0.1, y + 0.1), **more}
    return UnitPoint(unit=unit, group=group, x=x, y=y, n=n, **given)  # type: ignore[arg-type]


def test_a_middle_at_the_end_of_the_interval_is_the_five_percent_point() -> None:
    assert apart(0.5, (0.4, 0.6), 0.6) == pytest.approx(0.05)
    assert apart(0.5, (0.4, 0.6), 0.7) == pytest.approx(erfc(2 * Z / sqrt(2)))  # twice as far as the end
    assert apart(0.5, (0.4, 0.6), 0.55) > 0.05
    assert (apart(0.5, None, 0.9), apart(0.5, (0.4, 0.6), 0.5)) == (1.0, 1.0)


def test_answers_that_hang_together_make_a_unit_less_sure() -> None:
    assert apart(0.5, (0.4, 0.6), 0.6, together=4.0) == pytest.approx(erfc(Z / 2 / sqrt(2)))  # half as far


def test_a_unit_is_apart_in_both_only_as_far_as_in_the_weaker_of_the_two() -> None:
    far = point("a", 5.0, 0.9, y_ends=(0.88, 0.92))
    assert both_apart(far, (1.0, 0.5)) < 1e-6
    assert both_apart(far, (5.05, 0.5)) == pytest.approx(apart(5.0, far.x_ends, 5.05))
    assert both_apart(far, (1.0, 0.9)) == 1.0


def test_a_share_is_held_against_the_middle_by_both_of_its_errors() -> None:
    # 96 of 100 against 90 %: by its Wilson interval from 90.2 %, z = 2.0 or so; by the score test 0.06 / 0.03 = 2.
    ends = wilson(96, 100)
    assert ends is not None
    high = point("a", 5.0, 0.96, y_ends=ends, share=True)
    assert both_apart(high, (1.0, 0.9)) == pytest.approx(max(apart(0.96, ends, 0.9), erfc(2 / sqrt(2))))


def test_the_weeks_of_a_ratio_tell_how_far_it_may_be_from_what_it_shows() -> None:
    # 1, 3, 1, 3 … of one each: the ratio is 2 and each week is 1 off; √(8 · 8/7) ÷ 8 of Z to each side.
    half = Z * sqrt(8 * 8 / 7) / 8
    assert steady([(1, 1), (3, 1)] * 4, 2.0) == pytest.approx((2 - half, 2 + half))
    assert steady([(1, 1), (3, 1)] * 4, 200.0) == pytest.approx((200 - 100 * half, 200 + 100 * half))  # in its own unit
    # 1, 1, 1, 1, 3, 3, 3, 3: of seven neighbours six are alike, r = (6 − 1) ÷ 8.
    wider = half * sqrt((1 + 5 / 8) / (1 - 5 / 8))
    assert steady([(1, 1)] * 4 + [(3, 1)] * 4, 2.0) == pytest.approx((2 - wider, 2 + wider))
    assert steady([(1, 1), (3, 1)] * 3, 2.0) is None  # six weeks
    assert steady([(2, 1)] * 10, 2.0) is None  # nothing varies


def test_answers_of_one_customer_that_say_the_same_count_as_one() -> None:
    outcome = np.array([1.0, 1, 1, 1, 0, 0, 0, 0])
    assert together(outcome, np.array([0, 0, 0, 0, 1, 1, 1, 1])) == pytest.approx(4.0)  # (4 · ½)² · 2 ÷ (8 · ¼)
    assert together(outcome, np.arange(8)) == 1.0
    assert together(outcome, np.full(8, -1)) == 1.0  # nobody is known: each is one of their own
    assert together(np.ones(4), np.zeros(4, dtype=int)) == 1.0


def test_signs_that_turn_within_teams_are_told() -> None:
    """Two teams of twelve: in each the faster have less, and all of the second have more of both."""
    units = [
        point(f"{team}{x}", 100 * team + x, 100 * team - x, group=f"T{team}") for team in (0, 1) for x in range(12)
    ]
    found = cloud(units)
    assert found is not None
    assert found.within is not None
    # ranks reversed in each team: Σd² = 2 · 12 · 143 ÷ 3 = 1144; 1 − 6 · 1144 ÷ (24 · 575)
    assert found.over_all.value == pytest.approx(1 - 6 * 1144 / (24 * 575))
    assert found.over_all.effective == 24  # units stand in no order
    assert found.within.value == pytest.approx(-1.0)
    assert found.opposite
    assert found.p == found.over_all.p


def test_a_line_ends_with_the_units_and_few_of_them_have_none() -> None:
    units = [point(str(x), x, 10.0 + 2 * x) for x in range(1, 6)]
    found = cloud(units)
    assert found is not None
    assert found.line is not None
    assert np.allclose(found.line, ((1, 12), (5, 20)))
    assert found.within is None
    assert not found.opposite
    assert cloud(units[:4]) is None


def test_of_200_clouds_of_chance_at_most_28_name_a_unit() -> None:
    """Thirty agents whose productivity is surely apart, and whose satisfaction is the same for all: 75 % of 100."""
    random, naming = np.random.default_rng(2026), 0
    for _ in range(200):
        satisfied = random.binomial(100, 0.75, size=30)
        units = [
            point(str(agent), agent - 14.5, happy / 100, y_ends=wilson(int(happy), 100), share=True)
            for agent, happy in enumerate(satisfied)
        ]
        middle = (0.0, float(satisfied.sum()) / 3000)
        naming += any(q <= RATE for q in q_values([both_apart(one, middle) for one in units]))
    assert 0 < naming <= 28


def test_a_unit_far_from_the_middle_is_named_among_thirty() -> None:
    units = [point(str(agent), agent - 14.5, 0.75, y_ends=wilson(75, 100), share=True) for agent in range(29)]
    units.append(point("bad", -20.0, 0.40, y_ends=wilson(40, 100), share=True))
    q = q_values([both_apart(one, (0.0, 0.74)) for one in units])
    assert [one.unit for one, value in zip(units, q, strict=True) if value <= RATE] == ["bad"]
    assert quadrants.LEAST_UNITS == 5
