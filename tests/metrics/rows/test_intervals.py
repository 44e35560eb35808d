"""The intervals against published numbers."""

from __future__ import annotations

import pytest

from crm_metrics.errors import QuestionError
from crm_metrics.metrics.rows.intervals import adjusted_wald, interpolated, linearised, quantile_ranks, wilson


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
