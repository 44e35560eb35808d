from __future__ import annotations

from dataclasses import replace
from math import sqrt

import numpy as np
import pytest

from crm_metrics.analysis.relating import linked
from crm_metrics.analysis.relating.drivers import Driver
from crm_metrics.metrics.rows.intervals import wilson
from tests.analysis.relating.made_pairs import FLAG, TIME, pairs, shares


def test_with_a_flag_the_effect_is_the_difference_of_two_shares_with_its_textbook_interval() -> None:
    # Agresti, as in the regression's test: 189 of 11,034 against 104 of 11,037: difference 0.0077, error 0.0015.
    outcome, values = shares((1.0, 189, 11_034), (0.0, 104, 11_037))
    found = linked.evidence(pairs(outcome, values, FLAG), FLAG)
    high, low = 189 / 11_034, 104 / 11_037
    error = sqrt(high * (1 - high) / 11_034 + low * (1 - low) / 11_037)
    assert (round(high - low, 4), round(error, 4)) == (0.0077, 0.0015)
    assert found.effect.value == pytest.approx(high - low)
    assert found.effect.high - found.effect.value == pytest.approx(1.959964 * error, rel=1e-3)
    assert found.shape == "step"
    assert [(one.n, one.value) for one in found.bars] == [(11_037, low), (11_034, high)]
    assert (found.bars[1].low, found.bars[1].high) == wilson(189, 11_034)


def test_for_a_time_the_effect_is_of_each_doubling() -> None:
    # A score that falls by 10 points with each doubling, exactly.
    values = [100.0, 200.0, 400.0, 800.0] * 60
    outcome = [80.0, 70.0, 60.0, 50.0] * 60
    outcome = [one + (1 if place % 8 < 4 else -1) for place, one in enumerate(outcome)]
    found = linked.evidence(pairs(outcome, values, measure="csat_mean"), TIME)
    assert found.effect.value == pytest.approx(-10)
    assert found.shape == "line"
    assert found.best is None


def test_an_inverted_u_is_found_with_its_summit() -> None:
    # A score of 90 at 400 s that loses 10 points at half and double and 40 at a quarter and four times.
    values = [100.0, 200.0, 400.0, 800.0, 1600.0] * 60
    outcome = [50.0, 80.0, 90.0, 80.0, 50.0] * 60
    outcome = [one + (1 if place % 10 < 5 else -1) for place, one in enumerate(outcome)]
    found = linked.evidence(pairs(outcome, values, measure="csat_mean"), TIME)
    assert found.shape == "hill"
    assert found.best is not None
    assert found.best.at == pytest.approx(400)
    assert found.best.change.value == pytest.approx(-10)
    assert found.effect.side == 0  # the mean slope alone would say that there is nothing
    assert found.p < 1e-6


def test_simpson_by_hand() -> None:
    """Two teams, 100 to 200 s and 400 to 800 s: within each double the time costs 30 and 25 points.

    Team B takes four times as long, two doublings, and satisfies 82.5 % against 75 %: 3.75 points for each doubling.
    """
    outcome, values = shares((100.0, 360, 400), (200.0, 240, 400), (400.0, 380, 400), (800.0, 280, 400))
    held = pairs(outcome, values, team=["A"] * 800 + ["B"] * 800)
    found = linked.evidence(held, TIME)
    assert found.effect.value == pytest.approx(-0.275, abs=0.02)
    assert found.effect.side == -1
    assert found.between is not None
    assert found.between.value == pytest.approx(0.0375, abs=1e-9)
    # √(0.75 × 0.25 ÷ 799 + 0.825 × 0.175 ÷ 799) ÷ 2 doublings
    half = 1.959964 * sqrt((0.75 * 0.25 + 0.825 * 0.175) / 799) / 2
    assert found.between.high - found.between.value == pytest.approx(half, rel=1e-3)
    assert [(one.name, round(one.typical), one.value) for one in found.compared] == [
        ("A", 141, 0.75),
        ("B", 566, 0.825),
    ]


def test_the_same_customers_again_are_no_more_evidence() -> None:
    outcome, values = shares((100.0, 30, 60), (200.0, 42, 60))
    once = linked.evidence(pairs(outcome, values), TIME)
    again = linked.evidence(pairs(outcome * 5, values * 5, customer=list(range(120)) * 5), TIME)
    width = [one.effect.high - one.effect.low for one in (once, again)]
    assert width[1] == pytest.approx(width[0], rel=0.02)
    assert again.effective == pytest.approx(120)
    assert (once.n, again.n) == (120, 600)


def test_agents_are_clusters_from_thirty_on() -> None:
    outcome, values = shares((100.0, 100, 200), (200.0, 120, 200))
    few, many = (pairs(outcome, values, agent=[place % count for place in range(400)]) for count in (29, 30))
    assert linked.evidence(few, TIME).clustered == ("customer",)
    assert linked.evidence(many, TIME).clustered == ("customer", "agent")


@pytest.mark.parametrize(
    ("outcome", "values", "driver", "customer", "gate"),
    [
        ([1.0, 0.0] * 14 + [1.0], list(range(1, 30)), TIME, None, ("pairs", 29)),
        ([1.0, 0.0] * 15, [1.0] * 30, TIME, None, ("alike", 30)),
        ([1.0] * 30, list(range(1, 31)), TIME, None, ("alike", 30)),
        ([1.0, 0.0] * 30, [1.0] * 29 + [0.0] * 31, FLAG, None, ("side", 29)),
        ([1.0, 0.0] * 20, list(range(40)), TIME, [place % 19 for place in range(40)], ("effective", 40**2 / 86)),
    ],
)
def test_each_gate_is_told_with_its_number(
    outcome: list[float], values: list[float], driver: Driver, customer: list[int] | None,
    gate: tuple[str, float],
) -> None:  # fmt: skip
    told = linked.lacking(pairs(outcome, values, driver, customer=customer), driver)
    assert told is not None
    assert told[0] == gate[0]
    assert told[1] == pytest.approx(gate[1])


def test_effective_n_is_that_of_kish() -> None:
    assert linked.effective(np.array([0, 0, 0, 1])) == pytest.approx(16 / 10)
    assert linked.effective(np.array([], dtype=int)) == 0


def test_an_unknown_customer_is_one_of_their_own() -> None:
    outcome, values = shares((100.0, 20, 40), (200.0, 30, 40))
    held = pairs(outcome, values, customer=[-1] * 80)
    assert linked.evidence(held, TIME).effective == 80


def test_a_side_on_which_all_agree_still_gives_a_number() -> None:
    outcome, values = shares((1.0, 40, 40), (0.0, 20, 40))
    found = linked.evidence(pairs(outcome, values, FLAG), FLAG)
    assert found.effect.value == pytest.approx(0.5)
    assert found.p < 0.001


def test_answers_whose_contact_tells_nothing_are_left_out() -> None:
    held = pairs([1.0, 0.0, 1.0], [100.0, float("nan"), 200.0])
    assert len(linked.usable(held, TIME)) == 2


def test_a_score_on_one_scale_keeps_its_stars() -> None:
    held = replace(pairs([100.0, 0.0] * 40, [1.0, 0.0] * 40, FLAG, measure="csat_mean"), scale=(1.0, 5.0))
    held = replace(held, stars=np.array([5.0, 1.0] * 40))
    assert [one.stars for one in linked.bars(held, FLAG)] == [1.0, 5.0]
