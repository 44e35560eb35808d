from __future__ import annotations

from math import log, sqrt

import numpy as np
import pytest

from crm_metrics.analysis.relating import regression


def alone(n: int) -> list[regression.Array]:
    return [np.arange(n)]


def test_log_odds_and_their_error_are_those_of_the_aspirin_trial() -> None:
    # A. Agresti, An Introduction to Categorical Data Analysis, 2.3: myocardial infarction, 189 of 11,034 on placebo and
    # 104 of 11,037 on aspirin: odds ratio 1.83, log 0.605, standard error 0.123, 95 % interval 1.44 to 2.33.
    placebo = np.repeat([1.0, 1.0, 0.0, 0.0], [189, 10_845, 104, 10_933])
    attack = np.repeat([1.0, 0.0, 1.0, 0.0], [189, 10_845, 104, 10_933])
    design = np.column_stack([np.ones(len(placebo)), placebo])
    found = regression.fit(design, attack, alone(len(placebo)), logistic=True)
    assert found.beta[1] == pytest.approx(log(189 * 10_933 / (104 * 10_845)), abs=1e-7)
    error = sqrt(1 / 189 + 1 / 10_845 + 1 / 104 + 1 / 10_933)
    assert round(error, 3) == 0.123
    assert sqrt(found.covariance[1, 1]) == pytest.approx(error, rel=1e-3)


def test_rows_of_one_cluster_count_as_what_they_share() -> None:
    # Clusters (2, 4) and (6, 8), mean 5: residuals sum to -4 and 4, Σ² = 32, over n² = 16, times G/(G − 1) = 2: 4.
    outcome, ones = np.array([2.0, 4.0, 6.0, 8.0]), np.ones((4, 1))
    found = regression.fit(ones, outcome, [np.array([0, 0, 1, 1])], logistic=False)
    assert found.beta[0] == pytest.approx(5)
    assert sqrt(found.covariance[0, 0]) == pytest.approx(2)
    # Each on its own: 9 + 1 + 1 + 9 = 20, over 16, times 4/3.
    single = regression.fit(ones, outcome, alone(4), logistic=False)
    assert single.covariance[0, 0] == pytest.approx(20 / 16 * 4 / 3)
    assert (found.freedom, single.freedom) == (1, 3)


def test_a_second_grouping_that_is_the_first_adds_nothing() -> None:
    random = np.random.default_rng(1)
    design = np.column_stack([np.ones(60), random.normal(size=60)])
    outcome, codes = random.normal(size=60), np.arange(60) // 4
    one = regression.fit(design, outcome, [codes], logistic=False).covariance
    two = regression.fit(design, outcome, [codes, codes], logistic=False).covariance
    assert two == pytest.approx(one, rel=1e-6)


def test_a_column_that_others_already_tell_is_left_out_and_the_first_stay() -> None:
    a, b = np.array([1.0, 0, 1, 0, 1]), np.array([1.0, 2, 3, 4, 5])
    assert regression.independent(np.column_stack([np.ones(5), a, 1 - a, b, 2 * b])) == [0, 1, 3]


def test_p_values_are_those_of_the_printed_tables() -> None:
    assert regression.beyond(2.228, 10) == pytest.approx(0.05, abs=1e-4)  # t with 10 degrees of freedom
    assert regression.beyond(2.042, 30) == pytest.approx(0.05, abs=1e-4)
    assert regression.beyond(2.365, 7) == pytest.approx(0.05, abs=1e-4)
    assert regression.beyond(12.706, 1) == pytest.approx(0.05, abs=1e-4)
    assert regression.beyond(1.96, 10**6) == pytest.approx(0.05, abs=1e-4)
    assert regression.beyond_two(4.103, 10) == pytest.approx(0.05, abs=1e-4)  # F(2, 10)
    assert regression.reach(1) == pytest.approx(12.706, abs=1e-3)
    assert regression.reach(10) == pytest.approx(2.228, abs=1e-3)


def test_answers_that_are_all_alike_give_finite_numbers() -> None:
    design = np.column_stack([np.ones(40), np.repeat([0.0, 1.0], 20)])
    found = regression.fit(design, np.ones(40), alone(40), logistic=True)
    assert np.isfinite(found.beta).all()
    assert 0 <= found.joint([1]) <= 1


@pytest.mark.parametrize("rows", [1, 255, 256, 257, 512, 700])
def test_products_a_few_rows_at_a_time_are_those_of_all_rows(rows: int) -> None:
    random = np.random.default_rng(rows)
    design, beside = random.normal(size=(rows, 4)), random.normal(size=(rows, 3))
    for one in (design, np.asfortranarray(design), design[::-1]):
        assert regression.product(one, beside) == pytest.approx(one.T @ beside, rel=1e-9, abs=1e-9)
        assert regression.product(one, one) == pytest.approx(one.T @ one, rel=1e-9)
        assert regression.product(one, beside[:, 0]) == pytest.approx(one.T @ beside[:, 0], rel=1e-9, abs=1e-9)
        assert regression.along(one, np.arange(4.0)) == pytest.approx(one @ np.arange(4.0), rel=1e-9, abs=1e-9)
