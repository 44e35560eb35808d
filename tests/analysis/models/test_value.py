"""Fifths, ranges and what two worths are together, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from crm_metrics.analysis.models import value
from crm_metrics.analysis.models.contracts import Contracts
from crm_metrics.analysis.models.purchases import Purchases
from crm_metrics.analysis.models.spending import Spending
from crm_metrics.analysis.models.value import Chance, Worth


def test_equal_values_share_a_fifth_and_the_borders_are_those_of_the_frozen_day() -> None:
    assert value.fifths(np.arange(10.0), np.arange(10.0)).tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    ties = np.array([1.0] * 7 + [2.0, 3.0, 9.0])
    assert value.fifths(ties, ties).tolist() == [2] * 7 + [4, 5, 5]  # middle ranks 3.5, 7.5, 8.5, 9.5 of ten
    assert value.fifths(np.array([-5.0, 4.5, 99.0]), np.arange(10.0)).tolist() == [1, 3, 5]
    assert value.fifths(np.array([4.0]), np.array([4.0])).tolist() == [3]
    assert value.fifths(np.array([]), np.array([])).tolist() == []


def test_two_worths_fitted_apart_add_up_and_their_errors_as_a_right_angle_does() -> None:
    both = Worth(np.array([100.0, -5.0]), np.array([3.0, 0.0])).plus(Worth(np.array([50.0, 0.0]), np.array([4.0, 1.0])))
    assert both.value.tolist() == [150.0, -5.0]
    assert both.error.tolist() == [5.0, 1.0]


def test_a_range_stays_within_what_is_possible() -> None:
    worth = Worth(np.array([1.0, -1.0]), np.array([1.0, 1.0]))
    assert worth.low == pytest.approx([0.0, -1 - 1.96], abs=5e-5)  # a value is not below nothing, a loss may be
    assert worth.high == pytest.approx([1 + 1.96, -1 + 1.96], abs=5e-5)
    chance = Chance(np.array([0.01, 0.99, 0.5]), np.array([0.1, 0.1, 0.1]))
    assert chance.low == pytest.approx([0.0, 0.99 - 0.196, 0.5 - 0.196], abs=5e-5)
    assert chance.high == pytest.approx([0.01 + 0.196, 1.0, 0.5 + 0.196], abs=5e-5)


def test_who_never_came_back_is_alive_and_given_parameters_have_no_known_error() -> None:
    buying = Purchases(r=0.243, alpha=4.414, a=0.793, b=2.426)
    alive = value.of_alive(buying, np.array([0.0]), np.array([0.0]), np.array([30.0]))
    assert alive.value.tolist() == [1.0]
    assert np.isnan(alive.error).all()


def test_orders_are_worth_their_number_by_their_amount_by_the_margin_half_a_year_discounted() -> None:
    buying, amounts = Purchases(r=0.243, alpha=4.414, a=0.793, b=2.426), Spending(p=6.25, q=3.74, v=15.44)
    history = (np.array([2.0]), np.array([30.43]), np.array([38.86]), np.array([22.35]))
    worth = value.of_orders(buying, amounts, 0.4, history)
    # V19: 24.66 expected of two purchases of 22.35.
    times = float(buying.expected_next(365 / 7, *history[:3])[0])
    assert worth.value == pytest.approx([times * 24.66 * 0.4 / 1.1**0.5], rel=3e-4)
    assert worth.error.tolist() == [0.0]


def test_where_all_leave_with_one_chance_a_contract_is_worth_a_falling_row() -> None:
    # So large that all are alike: each stays with 0.9 a month. Twelve months: Σ 0.9^k ÷ 1.1^(k ÷ 12).
    stays, worth = value.of_contracts(Contracts(alpha=1e5, beta=9e5), np.array([3]), np.array([10.0]))
    assert stays.value == pytest.approx([0.9**12], rel=1e-3)
    assert worth.value == pytest.approx([10 * sum(0.9**k / 1.1 ** (k / 12) for k in range(1, 13))], rel=1e-3)
