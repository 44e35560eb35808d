from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from math import sqrt

import pytest
from scipy.stats import binom

from crm_metrics.analysis import limits, signals
from crm_metrics.analysis.signals import BehaviourChart, Observation, Signal

MONDAY = date(2026, 1, 5)
# 10 of 100, 40 of 400, 30 of 100, 80 of 400: 160 of 1,000, so p̄ = 0.16 and √(p̄ (1 − p̄)) = 0.36661.
SHARES, ROWS = [0.10, 0.10, 0.30, 0.20], [100, 400, 100, 400]


def test_limits_of_shares_are_laneys() -> None:
    # z by the paper's formula: (p − p̄) ÷ (0.36661 ÷ √n) = −1.63663, −3.27327, 3.81881, 2.18218;
    # moving ranges 1.63663, 7.09208, 1.63663, their mean 3.45512, σz = 3.45512 ÷ 1.128 = 3.06305;
    # limits of n = 100: 0.16 ± 3 × 0.036661 × 3.06305 = 0.16 ± 0.33688, of n = 400 half as wide.
    found = limits.counted([MONDAY] * 4, SHARES, ROWS)
    assert found.centre == pytest.approx(0.16)
    assert found.reach_at(100) == pytest.approx(0.33688, rel=2e-4)  # 2.66 is 3 ÷ 1.128, rounded
    assert found.reach_at(400) == pytest.approx(0.16844, rel=2e-4)
    assert found.rows == 250
    assert found.reach == pytest.approx(0.33688 * sqrt(100 / 250), rel=2e-4)


def test_limits_of_shares_are_clipped_for_each_n() -> None:
    found = limits.counted([MONDAY] * 4, SHARES, ROWS, 0.0, 1.0)
    assert found.at(100) == pytest.approx((0.0, 0.49688), abs=2e-4)
    assert found.at(40_000) == pytest.approx((0.16 - 0.016844, 0.16 + 0.016844), abs=2e-4)


def test_limits_of_shares_are_never_narrower_than_chance() -> None:
    # Eight times 40 of 50: no moving range at all, but a coin of 0.8 moves by √(0.8 × 0.2 ÷ 50) = 0.0566.
    found = limits.counted([MONDAY] * 8, [0.8] * 8, [50] * 8)
    assert found.reach_at(50) == pytest.approx(3 * 0.0566, rel=0.01)


def test_a_routine_of_all_has_a_width_too() -> None:
    # 400 of 400: by the rule of succession 401 of 402, so 3 × √(0.99751 × 0.00249 ÷ 50) = 0.0211.
    assert limits.counted([MONDAY] * 8, [1.0] * 8, [50] * 8).reach_at(50) == pytest.approx(0.0211, abs=2e-4)


def test_a_score_takes_the_deviation_of_one_answer() -> None:
    # NPS with a standard deviation of 80 points an answer, 64 answers a week: 3 × 80 ÷ 8 = 30 points.
    found = limits.counted([MONDAY] * 6, [30.0] * 6, [64] * 6, deviation=80.0)
    assert found.reach_at(64) == pytest.approx(30.0, rel=2e-3)


@pytest.mark.parametrize(
    ("hits", "n", "share"), [(20, 30, 0.9), (3, 40, 0.02), (150, 300, 0.55), (0, 12, 0.3), (30, 40_000, 0.001)]
)
def test_the_chance_of_so_many_is_the_binomial_one(hits: int, n: int, share: float) -> None:
    assert limits.by_chance(hits, n, share, -1) == pytest.approx(binom.cdf(hits, n, share))
    assert limits.by_chance(hits, n, share, 1) == pytest.approx(binom.sf(hits - 1, n, share))


def days(values: list[tuple[float, int]]) -> list[Observation]:
    return [Observation(MONDAY + timedelta(days=place), value, n) for place, (value, n) in enumerate(values)]


def daily(series: list[Observation], *, pooled: bool = False) -> Signal:
    """The verdict of a share's days, the first 42 of them the baseline, as the daily board asks for it."""
    chart = BehaviourChart(
        better="up",
        baseline_until=MONDAY + timedelta(days=41),
        every="day",
        minimum_n=30,
        enough=10,
        floor=0.0,
        ceiling=1.0,
        counts="shares",
        pooled=pooled,
    )
    return signals.read(series, chart)


STEADY = [(0.78, 100), (0.82, 100)] * 21


def test_the_same_value_signals_with_many_rows_and_not_with_few() -> None:
    # Centre 0.8; chance alone reaches 3 × 0.4 ÷ √n: 0.12 at n = 100, 0.2 at n = 36.
    assert daily(days([*STEADY, (0.66, 100)])).rule == "beyond"
    assert daily(days([*STEADY, (0.66, 36)])).kind == "routine"


def test_a_day_below_the_minimum_n_has_no_verdict_of_its_own() -> None:
    found = daily(days([*STEADY, (0.2, 20), (0.8, 40)]))
    assert (found.kind, found.marks[42]) == ("routine", None)
    assert daily(days([*STEADY, (0.2, 30), (0.8, 40)])).rule == "beyond"


def test_small_days_tell_together_what_none_of_them_tells() -> None:
    found = daily(days([*STEADY, *[(0.66, 15)] * 8]), pooled=True)
    assert (found.kind, found.rule, found.length) == ("worse", "run", 8)
    assert daily(days([*STEADY, *[(0.66, 15)] * 7]), pooled=True).kind == "routine"


def test_where_few_are_expected_two_too_many_are_no_signal() -> None:
    # 1 of 100 is usual: the bell's limit is 0.01 + 3 × 0.0995 ÷ 10 = 0.04, yet 5 of 100 come once in some 290 days.
    calm = [(0.01, 100)] * 42
    assert daily(days([*calm, (0.05, 100)])).kind == "routine"
    assert daily(days([*calm, (0.07, 100)])).rule == "beyond"


def alarms(share: float, rows: Callable[[random.Random], int], wander: float, tries: int = 500) -> tuple[float, float]:
    """How often a process in which nothing happens is judged better or worse on its 76th day; and per point beyond.

    wander: the standard deviation of the true share around its mean, an autoregressive process with φ = 0.3.
    """
    chance = random.Random(20)
    verdicts = beyond = points = 0
    for _ in range(tries):
        series, now = [], chance.gauss(0, 1)
        for place in range(76):
            now = 0.3 * now + sqrt(1 - 0.3**2) * chance.gauss(0, 1)
            n = rows(chance)
            hits = sum(chance.random() < share + wander * now for _ in range(n))
            series.append(Observation(MONDAY + timedelta(days=place), hits / n, n))
        found = daily(series)
        verdicts += found.kind in ("better", "worse")
        points += 34
        beyond += sum(mark is not None and mark.rule == "beyond" for mark in found.marks[42:])
    return verdicts / tries, beyond / points


def unequal(chance: random.Random) -> int:
    return chance.choice((10, 18, 30, 45, 60))


def large(chance: random.Random) -> int:
    return chance.randint(90, 150)


@pytest.mark.parametrize("rows", [unequal, large])
def test_a_process_in_which_nothing_happens_rarely_rings(rows: Callable[[random.Random], int]) -> None:
    """Three days beyond a limit (1 in 370 each, if limits were known) and a run of eight through one of them
    (2 sides × 3 places × 1 ÷ 2⁸, less what overlaps) come to 3 %; limits and centre are known from 42 days only, which
    about doubles the runs. 500 tries add twice their error, 1 %: 6 % is the bound, and 1 in 370 for one point.
    """
    verdicts, beyond = alarms(0.8, rows, 0.0)
    assert verdicts <= 0.06
    assert beyond <= 1 / 370


def test_a_share_that_wanders_a_little_rings_little_more() -> None:
    """The moving range of neighbours with φ = 0.3 is √0.7 of what it should be, for the part that wanders."""
    verdicts, beyond = alarms(0.8, unequal, 0.03)
    assert verdicts <= 0.08
    assert beyond <= 1 / 200


def test_a_stretch_of_a_rate_is_told_by_all_of_its_rows() -> None:
    # 8 days of 10 of 20 and one of 30 of 100 (rates 0.5 and 0.3): 110 of 260, not the mean of the nine rates.
    found = daily(days([*STEADY, *[(0.5, 20)] * 8, (0.3, 100)]))
    assert found.since == MONDAY + timedelta(days=42)
    assert found.recent == pytest.approx(110 / 260)


def test_a_value_without_its_weekday_stays_on_the_scale() -> None:
    # Sundays reach 100 %, other days 80 %: an ordinary day of 100 % would stand at 103 % less its weekday.
    week = [(0.78, 100), (0.82, 100)] * 3 + [(1.0, 100)]
    found = daily(days([*week * 6, (1.0, 100)]))
    assert found.seasonal
    assert found.values[-1] == 1.0
