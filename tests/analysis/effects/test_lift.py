from __future__ import annotations

from math import nan

import pytest

from crm_metrics.analysis.effects.lift import Summary, mean_lift, share_lift, summary
from crm_metrics.errors import QuestionError


def test_newcombes_published_difference_of_shares() -> None:
    # R. G. Newcombe, Statistics in Medicine 17, 1998, table II (a) and (d), method 10.
    for given, low, high in (((56, 70, 48, 80), 0.0524, 0.3339), ((9, 10, 3, 10), 0.1705, 0.8090)):
        found = share_lift(*given).difference
        assert found is not None
        assert (found.low, found.high) == pytest.approx((low, high), abs=0.00005)


def test_welchs_t_of_the_published_cars() -> None:
    # NIST/SEMATECH e-Handbook, 1.3.5.3, AUTO83B: t is -12.94627 at 136.875 degrees of freedom, unequal variances.
    found = mean_lift(Summary(249, 20.14458, 6.41470), Summary(79, 30.48101, 6.10771)).difference
    assert found is not None
    assert found.value == pytest.approx(-10.33643)
    assert found.high - found.value == pytest.approx(1.977487 * 10.33643 / 12.94627, abs=0.0002)


def test_the_same_rows_have_the_interval_of_an_independent_package() -> None:
    # tea-tasting 1.14.0, Mean(equal_var=False), on these rows: 40 attended and 24 held out.
    attended = [(37 * place * place + 11 * place) % 97 / 10 for place in range(40)]
    held = [(53 * place * place + 29 * place) % 83 / 10 for place in range(24)]
    found = mean_lift(summary(attended), summary(held))
    assert (found.attended, found.held) == pytest.approx((4.195, 3.9916667))
    assert found.difference is not None
    assert (found.difference.low, found.difference.high) == pytest.approx((-1.1961739938, 1.6028406605))
    bought = [[float(value > 5) for value in values] for values in (attended, held)]
    shares = mean_lift(summary(bought[0]), summary(bought[1])).difference
    assert shares is not None
    assert (shares.low, shares.high) == pytest.approx((-0.3678069964, 0.1511403298))


def test_a_group_of_nobody_has_no_lift_and_says_which() -> None:
    assert (share_lift(3, 10, 0, 0).difference, share_lift(3, 10, 0, 0).lacking) == (None, "held")
    assert share_lift(0, 0, 1, 5).lacking == "attended"
    assert mean_lift(Summary(1, 4.0, 0.0), Summary(9, 3.0, 1.0)).lacking == "attended"
    assert mean_lift(Summary(9, 4.0, 1.0), Summary(0, 0.0, 0.0)).held is None
    assert mean_lift(Summary(9, 4.0, 0.0), Summary(9, 3.0, 0.0)).lacking == "constant"


def test_more_hits_than_customers_are_refused() -> None:
    with pytest.raises(QuestionError, match="11 hits of 10"):
        share_lift(11, 10, 1, 5)


def test_only_known_values_are_summed_up() -> None:
    found = summary([1.0, None, nan, 3.0])
    assert (found.n, found.mean) == (2, 2.0)
    assert found.deviation == pytest.approx(2**0.5)
    assert summary([]) == Summary(0, 0.0, 0.0)
