from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import sqrt

import numpy as np
import pytest
from scipy.stats import multivariate_normal, t

from crm_metrics.analysis.effects.looks import FIRST, SHARE, boundary, late, obrien_fleming, passed, reach

FIVE = (0.2, 0.4, 0.6, 0.8, 1.0)


def test_the_boundary_of_lan_and_demets_is_the_published_one() -> None:
    # D. M. Reboussin et al., Computations for Group Sequential Boundaries Using the Lan-DeMets Spending Function
    # Method, Controlled Clinical Trials 21, 2000: five equal looks, O'Brien-Fleming type, two sides of 2.5 %.
    found = boundary(FIVE, partial(obrien_fleming, share=0.025))
    assert found == pytest.approx((4.8769, 3.3569, 2.6803, 2.2898, 2.0310), abs=0.00015)


@pytest.mark.parametrize(
    "bounds",
    [
        pytest.param([2.413] * 5, id="Pocock"),
        pytest.param([2.040 * sqrt(5 / look) for look in range(1, 6)], id="O'Brien-Fleming"),
    ],
)
def test_the_published_constants_of_five_looks_spend_two_and_a_half_percent(bounds: Sequence[float]) -> None:
    # C. Jennison and B. W. Turnbull, Group Sequential Methods, 2000, tables 2.1 and 2.3, two sides of 5 % together.
    assert passed(FIVE, bounds) == pytest.approx(0.025, abs=0.00005)


def test_the_late_boundary_is_passed_as_often_as_it_says() -> None:
    """The joint normal distribution of all looks, by scipy: its correlations are the roots of the fractions of time."""
    times = [0.583, 0.7, 0.808, 0.907, 1.0]
    bounds = boundary(times, late)
    joint = [[sqrt(min(one, other) / max(one, other)) for other in times] for one in times]
    for looks in range(2, 6):
        part = multivariate_normal(
            cov=np.array(joint)[:looks, :looks], seed=1, abseps=1e-6, releps=1e-6, maxpts=500_000
        )
        assert 1 - part.cdf(np.array(bounds[:looks])) == pytest.approx(late(times[looks - 1]), abs=0.0002)


def test_nothing_is_left_of_the_five_percent_at_the_last_look_and_hardly_any_spent_at_the_first() -> None:
    assert late(1.0) == SHARE
    assert late(0.5) == pytest.approx(SHARE / 64)


def test_the_first_look_is_the_quantile_of_its_own_t() -> None:
    # Of 20 weeks and 4, information is (1/20 + 1/8) ÷ (1/20 + 1/4) = 0.58333 of what eight weeks give.
    share = SHARE * (0.175 / 0.3) ** 6
    assert reach(20, FIRST, 8) == pytest.approx(t.ppf(1 - share, 22), abs=1e-6)


def test_a_single_look_is_an_ordinary_one_sided_test() -> None:
    assert reach(20, FIRST, FIRST) == pytest.approx(t.ppf(0.95, 22), abs=1e-6)


def test_later_looks_reach_less_far_and_more_looks_a_little_farther() -> None:
    looks = [reach(20, week, 8) for week in range(FIRST, 9)]
    assert looks == sorted(looks, reverse=True)
    assert reach(20, 8, 8) > t.ppf(0.95, 26)
    assert reach(20, 52, 52) > t.ppf(0.95, 70)
