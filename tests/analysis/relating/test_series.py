from __future__ import annotations

from datetime import date, timedelta
from math import atanh, sqrt, tanh

import numpy as np
import pytest
from scipy.stats import spearmanr

from crm_metrics.analysis.relating import series
from crm_metrics.analysis.relating.series import PeriodPair
from crm_metrics.errors import QuestionError

MONDAY = date(2026, 1, 5)

# Intramural pH and PaCO2 of eight patients: J. M. Bland and D. G. Altman, BMJ 310, 1995.
PH = (
    (6.68, 6.53, 6.43, 6.33), (6.85, 7.06, 7.13, 7.17), (7.40, 7.42, 7.41, 7.37, 7.34, 7.35, 7.28, 7.30, 7.34),
    (7.36, 7.33, 7.29, 7.30, 7.35), (7.35, 7.30, 7.30, 7.37, 7.27, 7.28, 7.32, 7.32),
    (7.38, 7.30, 7.29, 7.33, 7.31, 7.33), (6.86, 6.94, 6.92), (7.19, 7.29, 7.21, 7.25, 7.20, 7.19, 6.77, 6.82),
)  # fmt: skip
PACO2 = (
    (3.97, 4.12, 4.09, 3.97), (5.27, 5.37, 5.41, 5.44), (5.67, 3.64, 4.32, 4.73, 4.96, 5.04, 5.22, 4.82, 5.07),
    (5.67, 5.10, 5.53, 4.75, 5.51), (4.28, 4.44, 4.32, 3.23, 4.46, 4.72, 4.75, 4.99),
    (4.78, 4.73, 5.12, 4.93, 5.03, 4.93), (6.85, 6.44, 6.52), (5.28, 4.56, 4.34, 4.32, 4.41, 3.69, 6.09, 5.58),
)  # fmt: skip


def week(place: int) -> date:
    return MONDAY + timedelta(weeks=place)


def test_the_correlation_within_subjects_is_the_published_one() -> None:
    # rmcorr's README (J. Z. Bakdash and L. R. Marusich): r −0.5067697, 38 degrees of freedom, p 0.0008471081,
    # 95 % interval −0.7067146 to −0.2318631.
    units = np.repeat(range(8), [len(one) for one in PH])
    x, y = (np.array([value for one in side for value in one]) for side in (PACO2, PH))
    found = series.within(x, y, units)
    told = (found.value, found.low, found.high, found.p)
    assert told == pytest.approx((-0.5067697, -0.7067146, -0.2318631, 0.0008471081), abs=1e-7)
    assert found.effective - 2 == 38


def test_spearman_is_scipys_with_ties_and_its_interval_is_fishers() -> None:
    random = np.random.default_rng(3)
    x = random.integers(0, 6, 200).astype(float)
    y = x + random.integers(0, 9, 200)
    found = series.correlation(x, y)
    assert found.value == pytest.approx(spearmanr(x, y).statistic)
    error = sqrt((1 + found.value**2 / 2) / (found.effective - 3))
    assert found.low == pytest.approx(tanh(atanh(found.value) - 1.959964 * error), abs=1e-6)


def test_thirty_pairs_of_017_say_nothing() -> None:
    # By hand: at n = 30, ρ = 0.17 gives −0.21 … 0.50.
    low, high, p = series._certain(0.17, 30)
    assert (round(low, 2), round(high, 2)) == (-0.21, 0.50)
    assert p > 0.3


def test_memory_takes_its_share_of_n() -> None:
    # 1, 2, …, 10 about its mean: Σ d² = 82.5 and Σ d d' = 57.75, r1 = 0.7; of both 0.49, so 10 × 0.51 ÷ 1.49.
    line = np.arange(1.0, 11.0)
    assert series.memory(line, np.zeros(10, dtype=int)) == pytest.approx(0.7)
    assert series.correlation(line, line).effective == pytest.approx(10 * 0.51 / 1.49)


def test_neighbours_of_different_units_are_no_neighbours() -> None:
    units = np.array([0, 0, 1, 1])
    # Deviations −1, 1, −1, 1: the products within units are −1 and −1, over Σ d² = 4.
    assert series.memory(np.array([1.0, 3, 11, 13]), units) == pytest.approx(-0.5)


def test_trend_and_weekday_are_taken_off() -> None:
    days = np.arange(70)
    weekdays = days % 7
    values = 5 + 0.3 * days + np.array([0, 4, 1, -2, 7, 0, 3])[weekdays]
    assert series.without_calendar(values.astype(float), weekdays) == pytest.approx(np.zeros(70), abs=1e-9)


def test_a_bootstrap_sees_a_relation_and_no_relation() -> None:
    random = np.random.default_rng(5)
    x = random.normal(size=80)
    assert series.resampled(x, x + 0.5 * random.normal(size=80))
    assert not series.resampled(x, random.normal(size=80))


def simpson(weeks: int = 20) -> list[PeriodPair]:
    """Three teams, slower ones more satisfied as wholes; within each a slower week satisfies less."""
    random = np.random.default_rng(11)
    found = []
    for place, (name, x, y) in enumerate((("a", 300, 0.70), ("b", 500, 0.80), ("c", 800, 0.90))):
        slow = random.normal(scale=30, size=weeks)
        found += [
            PeriodPair(name, week(at), x + slow[at], y - 0.001 * slow[at] + 0.01 * random.normal())
            for at in range(weeks)
        ]
        assert place < 3
    return found


def test_within_and_between_units_stand_apart() -> None:
    found = series.panel(simpson())
    assert found is not None
    assert found.units == 3
    assert (found.within.side, found.steep) == (-1, 1)
    assert found.checked
    assert found.slope[1] < -0.001 < found.slope[2]
    assert found.between is None  # three units have no interval


def test_a_lag_is_picked_on_the_older_part_and_confirmed_on_the_newer_alone() -> None:
    random = np.random.default_rng(4)
    x = random.normal(size=200)
    pairs = [
        PeriodPair("", week(at), x[at], (x[at - 2] if at > 1 else 0.0) + 0.3 * random.normal()) for at in range(200)
    ]
    found = series.panel(pairs, "week", (0, 1, 2, 3))
    assert found is not None
    assert found.lag == 2
    assert found.within.n == 60  # the newest 30 % of 200 weeks
    assert found.within.side == 1


def test_more_than_four_lags_are_refused() -> None:
    with pytest.raises(QuestionError, match="declare at most 4"):
        series.panel(simpson(), "week", (0, 1, 2, 3, 4))


def test_a_missing_week_is_no_lag_of_one() -> None:
    pairs = [PeriodPair("a", week(at), float(at), float(at)) for at in (0, 1, 3)]
    assert [(one.x, one.y) for one in series._shifted(pairs, "week", 1)] == [(0.0, 1.0)]


@pytest.mark.parametrize(
    "pairs", [[], [PeriodPair("a", MONDAY, 1.0, 1.0)], [PeriodPair(n, MONDAY, 1.0, 1.0) for n in "abcdef"]]
)
def test_nothing_to_compare_gives_nothing(pairs: list[PeriodPair]) -> None:
    assert series.panel(pairs) is None
    assert series.panel(pairs, "week", (0, 1)) is None


def test_series_that_never_vary_give_zero_and_no_certainty() -> None:
    found = series.panel([PeriodPair("a", week(at), 1.0, 2.0) for at in range(40)])
    assert found is not None
    assert (found.within.value, found.within.side, found.checked) == (0.0, 0, False)
