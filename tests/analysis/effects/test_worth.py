"""Effects in money, by hand: so many units a week, each worth so much, and the ends of what is uncertain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_metrics.analysis.effects.worth import counted, gained, over, priced, together
from crm_metrics.analysis.relating.regression import Estimate

ENDS = st.tuples(st.integers(-50, 50), st.integers(-50, 50), st.integers(-50, 50)).map(sorted)
PRICES = st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50)).map(sorted)


def test_two_points_more_of_what_was_promised_are_two_hundredths_of_it() -> None:
    """2 points (1 to 4) of promises of 50,000 a week are 1,000 (500 to 2,000)."""
    assert gained(Estimate(0.02, 0.01, 0.04), 50_000, "up") == Estimate(1_000, 500, 2_000)


def test_less_of_what_is_better_low_is_a_gain_and_its_ends_change_places() -> None:
    """3 departures fewer a week (5 to 1 fewer) at no volume are 3 (1 to 5) gained."""
    assert gained(Estimate(-3, -5, -1), 1, "down") == Estimate(3, 1, 5)
    assert gained(Estimate(2, 1, 4), 10, "down") == Estimate(-20, -40, -10)


def test_a_price_with_a_range_widens_the_range_of_the_effect() -> None:
    """3 (1 to 5) at 100 (80 to 130): the least product is 1 × 80, the greatest 5 × 130."""
    assert priced(Estimate(3, 1, 5), Estimate(100, 80, 130)) == Estimate(300, 80, 650)


def test_an_effect_that_may_be_nothing_is_uncertain_on_both_sides() -> None:
    """−1 to 5 at 80 to 130: −1 × 130 and 5 × 130."""
    assert priced(Estimate(2, -1, 5), Estimate(100, 80, 130)) == Estimate(200, -130, 650)


def test_what_is_money_already_has_the_range_of_the_effect_alone() -> None:
    assert priced(Estimate(2, -1, 5), None) == Estimate(2, -1, 5)
    assert priced(counted(7), counted(10)) == counted(70)


def test_so_many_days_are_their_part_of_a_week() -> None:
    """700 a week (350 to 1,400) over 10 days: 10 ÷ 7 weeks."""
    found = over(Estimate(700, 350, 1_400), 10)
    assert (found.value, found.low, found.high) == pytest.approx((1_000, 500, 2_000))
    assert over(counted(700), 0) == counted(0)


def test_a_sum_has_the_sum_of_the_ends() -> None:
    assert together([Estimate(3, 1, 5), Estimate(10, -2, 20)]) == Estimate(13, -1, 25)
    assert together([]) == counted(0)


@given(ENDS, PRICES, st.data())
def test_whatever_both_truly_are_within_their_ranges_their_product_lies_within_that_of_the_money(
    effect: list[int], price: list[int], data: st.DataObject
) -> None:
    low, value, high = effect
    cheap, usual, dear = price
    found = priced(Estimate(value, low, high), Estimate(usual, cheap, dear))
    true = data.draw(st.integers(low, high)) * data.draw(st.integers(cheap, dear))
    assert found.low <= true <= found.high
    assert found.low <= found.value <= found.high
