"""The intervals against published numbers."""

from __future__ import annotations

import pytest

from crm_metrics.errors import QuestionError
from crm_metrics.metrics.rows.intervals import (
    adjusted_wald,
    deviation,
    held,
    interpolated,
    linearised,
    quantile_ranks,
    wilson,
)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        (100, 200, 0.4313609, 0.5686391),
        (19, 38, 0.348499283643951, 0.651500716356049),
        (38, 38, 0.908190, 1.0),
        (0, 77, 0.0, 0.047518),
        (23, 60, 0.27088, 0.50982),
    ],
)
def test_wilson_gives_the_published_interval(hits: int, n: int, low: float, high: float) -> None:  # V22
    found = wilson(hits, n)
    assert found is not None
    assert found[0] == pytest.approx(low, abs=1e-5)
    assert found[1] == pytest.approx(high, abs=1e-5)
    assert 0 <= found[0] <= found[1] <= 1


def test_wilson_of_nothing_is_nothing() -> None:
    assert wilson(0, 0) is None


@pytest.mark.parametrize(("hits", "n"), [(-1, 5), (6, 5)])
def test_wilson_refuses_what_is_no_share(hits: int, n: int) -> None:
    with pytest.raises(QuestionError, match="is not a share"):
        wilson(hits, n)


@pytest.mark.parametrize(
    ("promoters", "detractors", "n", "low", "high"), [(60, 20, 120, 19.3, 45.7), (5, 2, 10, -19.1, 65.2)]
)
def test_adjusted_wald_gives_the_interval_of_measuringu(
    promoters: int, detractors: int, n: int, low: float, high: float
) -> None:  # V21
    found = adjusted_wald(promoters, detractors, n)
    assert found is not None
    assert found[0] == pytest.approx(low, abs=0.05)
    assert found[1] == pytest.approx(high, abs=0.05)


def test_adjusted_wald_of_no_answers_is_nothing() -> None:
    assert adjusted_wald(0, 0, 0) is None


def test_a_net_score_interval_never_leaves_its_scale() -> None:
    found = adjusted_wald(5, 0, 5)
    assert found is not None
    assert found[1] == 100.0


def test_ranks_of_a_median_of_hundred_are_the_fortieth_and_the_sixtieth() -> None:
    # 50 ± 1.96 × 5 = 40.2 and 59.8, rounded up: 41 and 60.
    assert quantile_ranks(100, 0.5) == (41, 60)


def test_a_few_values_tell_nothing_about_a_high_quantile() -> None:
    assert quantile_ranks(5, 0.9) is None


def test_a_mean_written_as_a_ratio_has_the_interval_of_a_mean() -> None:
    # Values 1, 2, 3, 4: mean 2.5, standard deviation √(5/3), standard error 0.645497; ± 1.959964 × that = 1.265151.
    found = linearised(10, 4, (30, 10, 4), 4)
    assert found is not None
    assert found == pytest.approx((2.5 - 1.2651516, 2.5 + 1.2651516), abs=1e-6)


def test_one_row_has_no_linearised_interval() -> None:
    assert linearised(1, 1, (1, 1, 1), 1) is None


def test_a_quantile_lies_between_two_ranks() -> None:
    assert interpolated(5, 0.5) == (3, 4, 0.0)
    below, above, way = interpolated(4, 0.5)
    assert (below, above) == (2, 3)
    assert way == pytest.approx(0.5)


def test_one_answer_has_an_interval_that_holds_its_score() -> None:
    # One promoter, with ¾ at each end and three answers added: (1.75 - 0.75) / 4 = 25; spread √((0.4375 + 0.1875 -
    # 0.0625) / 4) = 0.375; 25 ± 73.4986 = -48.4986 to 98.4986, which the score of 100 widens.
    assert adjusted_wald(1, 0, 1) == pytest.approx((-48.4986, 100.0), abs=1e-3)
    assert adjusted_wald(0, 1, 1) == pytest.approx((-100.0, 48.4986), abs=1e-3)
    assert adjusted_wald(0, 0, 1) == pytest.approx((-60.0114, 60.0114), abs=1e-3)  # 195.9964 × √(0.375 / 4)


def test_a_mean_that_cannot_be_below_nothing_has_its_interval_on_the_log_scale() -> None:
    # 300, 10 and 10 seconds: mean 106.6667, Σ (y - mean)² = 56,066.67; 1.959964 × √(56,066.67 × 3 / 2) ÷ 3 = 189.4635,
    # 1.776220 means; times and divided by e to that, 5.907480.
    found = linearised(320, 3, (90_200, 320, 3), 3, (0.0, None))
    assert found == pytest.approx((18.0562, 630.1312), abs=0.01)
    plain = linearised(320, 3, (90_200, 320, 3), 3)
    assert plain is not None and plain[0] < 0  # what the log keeps it from


def test_a_share_of_money_has_its_interval_on_the_logit_scale() -> None:
    # 1, 0, 1, 1 of 1 each: 0.75 ± 1.959964 × 0.25; ÷ (0.75 × 0.25) = 2.613285; odds of 3 divided and times 13.6438:
    # 0.219880 and 40.9314, shares of 0.180247 and 0.976152.
    found = linearised(3, 4, (3, 3, 4), 4, (0.0, 1.0))
    assert found == pytest.approx((0.180247, 0.976152), abs=1e-5)


def test_where_all_rows_lie_at_a_bound_the_interval_is_that_of_all_or_none_of_them() -> None:
    # Of two equal rows n is 2: z² = 3.841459, and all of n reach from n ÷ (n + z²): 2 ÷ 5.841459 = 0.342380.
    assert linearised(2, 2, (2, 2, 2), 2, (0.0, 1.0)) == pytest.approx((0.342380, 1.0), abs=1e-6)
    assert linearised(0, 2, (0, 0, 2), 2, (0.0, 1.0)) == pytest.approx((0.0, 0.657620), abs=1e-6)
    assert linearised(200, 2, (20_000, 200, 2), 2, (0.0, 100.0)) == pytest.approx((34.2380, 100.0), abs=1e-4)
    # Three times 0.1 are 0.30000000000000004 in floats: more than 0.3. 3 ÷ (3 + 3.841459) = 0.438503.
    floats = linearised(0.1 + 0.1 + 0.1, 0.3, (0.03, 0.03, 0.03), 3, (0.0, 1.0))
    assert floats == pytest.approx((0.438503, 1.0), abs=1e-6)
    # Of 90 and 10 the large one counts most: 100² ÷ (8,100 + 100) = 1.219512; ÷ (1.219512 + 3.841459) = 0.240964.
    assert linearised(100, 100, (8_200, 8_200, 8_200), 2, (0.0, 1.0)) == pytest.approx((0.240964, 1.0), abs=1e-6)


def test_what_can_be_at_most_one_and_below_nothing_keeps_below_one() -> None:
    # The distance from 1 is 0.25; the same half, 0.489991, is 1.959964 of it: e to that is 7.099071.
    found = linearised(3, 4, (3, 3, 4), 4, (None, 1.0))
    assert found == pytest.approx((1 - 0.25 * 7.099071, 1 - 0.25 / 7.099071), abs=1e-5)


def test_a_value_beyond_its_bounds_is_held_and_extremes_stay_finite() -> None:
    assert linearised(-4, 4, (30, -4, 4), 4, (0.0, None)) is not None
    found = linearised(1e-9, 3, (1e12, 1e-9, 3), 3, (0.0, None))
    assert found is None or found[0] <= 1e-9 / 3 <= found[1]
    assert held(5.0, (6.0, 9.0), (0.0, None)) == (5.0, 9.0)
    assert held(5.0, (float("nan"), 9.0)) is None


def test_the_deviation_of_one_answer_is_read_back_from_each_kind_of_interval() -> None:
    # Ten scores, five of 40 and five of 60: mean 50, deviation √(10 × 10² ÷ 9) = 10.54.
    mean = linearised(500, 10, (26_000, 500, 10), 10, (0, 100))
    assert mean is not None
    assert deviation(50, mean, 10, (0, 100)) == pytest.approx(10.541, abs=0.001)
    # Nine promoters and one detractor: 9.75 and 1.75 of 13, so that √(0.88462 − 0.61538²) = 0.71127. One end is cut
    # at 100 or −100.
    for up, down, net in ((9, 1, 80), (1, 9, -80)):
        score = adjusted_wald(up, down, 10)
        assert score is not None
        assert max(map(abs, score)) == 100
        assert deviation(net, score, 10) == pytest.approx(71.127, abs=0.01)
