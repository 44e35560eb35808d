"""The Kaplan–Meier curve and the log-rank test against published lives and scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from crm_metrics.analysis.models.survival import kaplan_meier, log_rank

# V15: Freireich's trial of 6-MP (Le, Introductory Biostatistics; gehan.dat in lifelines), remission in weeks.
EVENTS = [6, 6, 6, 7, 10, 13, 16, 22, 23]
CENSORED = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
CONTROL = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
TREATED = (EVENTS + CENSORED, [True] * 9 + [False] * 12)
UNTREATED = (CONTROL, [True] * 21)


def test_v15_the_published_curve() -> None:
    curve = kaplan_meier(*TREATED)
    assert curve.ages.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert curve.ended.tolist() == [3, 1, 1, 1, 1, 1, 1]
    published = [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    assert curve.alive == pytest.approx(published, abs=5e-5)
    assert curve.median == 23


def test_v15_the_control_arm_and_its_standard_error() -> None:
    curve = kaplan_meier(*UNTREATED)
    assert curve.at(1) == pytest.approx(19 / 21)
    assert curve.at(2) == pytest.approx(17 / 21)
    assert curve.at(10) == pytest.approx(8 / 21)
    assert curve.error[curve.ages.tolist().index(8)] == pytest.approx(0.106, abs=5e-4)


def test_the_limits_are_those_of_scipy() -> None:
    curve = kaplan_meier(*TREATED)
    oracle = stats.ecdf(stats.CensoredData(uncensored=EVENTS, right=CENSORED)).sf
    limits = oracle.confidence_interval(method="log-log")
    assert curve.low == pytest.approx(limits.low.evaluate(curve.ages), abs=1e-12)
    assert curve.high == pytest.approx(limits.high.evaluate(curve.ages), abs=1e-12)
    assert ((curve.low > 0) & (curve.high < 1)).all()


def test_v15_the_log_rank_test_of_both_arms() -> None:
    found = log_rank([TREATED, UNTREATED])
    assert found is not None
    assert found.chi2 == pytest.approx(16.79, abs=5e-3)
    oracle = stats.logrank(
        stats.CensoredData(uncensored=EVENTS, right=CENSORED), stats.CensoredData(uncensored=CONTROL)
    )
    assert (found.chi2, found.p) == pytest.approx((oracle.statistic**2, oracle.pvalue), rel=1e-9)
    assert found.freedom == 1


def test_three_groups_that_are_one_have_two_degrees_of_freedom_and_no_difference() -> None:
    found = log_rank([TREATED, TREATED, TREATED])
    assert found is not None
    assert found.freedom == 2
    assert found.p == pytest.approx(1.0)
    assert found.chi2 == pytest.approx(0.0, abs=1e-9)


def test_the_log_rank_test_of_three_groups_by_hand() -> None:
    # By hand: A ends at 1 and 2, B at 3 and 4, C is followed to 5.
    found = log_rank([([1, 2], [True, True]), ([3, 4], [True, True]), ([5], [False])])
    assert found is not None
    surplus_a = 2 - (2 / 5 + 1 / 4)
    surplus_b = 2 - (2 / 5 + 2 / 4 + 2 / 3 + 1 / 2)
    aa = 2 / 5 * 3 / 5 + 1 / 4 * 3 / 4
    bb = 2 / 5 * 3 / 5 + 1 / 4 + 2 / 9 + 1 / 4
    ab = -(2 / 5 * 2 / 5 + 1 / 4 * 2 / 4)
    inverse = np.linalg.inv(np.array([[aa, ab], [ab, bb]]))
    expected = np.array([surplus_a, surplus_b]) @ inverse @ np.array([surplus_a, surplus_b])
    assert found.chi2 == pytest.approx(expected)


def test_lives_seen_late_are_at_risk_from_then_on() -> None:
    # The lives of test_survival.py, worked out there by hand.
    curve = kaplan_meier([4, 10, 8, 10, 12], [True, True, True, True, False], [0, 0, 5, 5, 5])
    assert curve.ages.tolist() == [4, 8, 10]
    assert curve.at_risk.tolist() == [2, 4, 3]
    assert curve.alive == pytest.approx([1 / 2, 3 / 8, 1 / 8])


def test_beyond_what_was_seen_there_is_no_share() -> None:
    curve = kaplan_meier([5, 7, 9], [True, False, False])
    assert curve.at(4.9) == 1.0
    assert curve.at(9) == pytest.approx(2 / 3)
    assert curve.at(9.1) is None
    assert curve.median is None
    gone = kaplan_meier([5], [True])
    assert (gone.at(5), gone.at(50), gone.median) == (0.0, 0.0, 5.0)
    assert np.isnan(gone.low[0])


def test_of_nobody_or_nobody_gone_the_curve_is_empty() -> None:
    nobody = kaplan_meier([], [])
    assert (len(nobody.ages), nobody.at(1), nobody.median) == (0, None, None)
    assert kaplan_meier([3, 4], [False, False]).at(4) == 1.0
    assert log_rank([([3, 4], [False, False]), ([5], [False])]) is None
    assert log_rank([([3, 4], [True, True]), ([], [])]) is None
