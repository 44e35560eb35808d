from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import exp, log, sqrt

import pytest

from crm_metrics.analysis import signals, yearly
from crm_metrics.analysis.signals import BehaviourChart, Observation
from crm_metrics.analysis.yearly import YearlySeason, season_of
from crm_metrics.periods import months_later, next_start

UNTIL = date(2025, 12, 31)
# December is 2.2 times an ordinary month, and so twice the mean of a year: 11 × 1 + 2.2 = 13.2 = 12 × 1.1.
CHRISTMAS = [*[100.0] * 11, 220.0]
# Of an upper half of the year and a lower one.
HALVES = [*[40.0] * 6, *[60.0] * 6]


def months(values: Sequence[float], until: date = UNTIL) -> dict[date, float]:
    """So many months, the last of which ends on a day."""
    first = months_later((until + timedelta(days=1)).replace(day=1), -len(values))
    return {months_later(first, place): value for place, value in enumerate(values)}


def test_three_years_without_noise_give_their_factors() -> None:
    found = season_of(months(CHRISTMAS * 3), UNTIL, times=True)
    assert found is not None
    assert found.parts == pytest.approx([*[1 / 1.1] * 11, 2.0])
    assert (found.years, found.proven, found.error, found.times) == (3, True, 0.0, True)


def test_a_company_that_grows_by_half_each_year_keeps_its_factors() -> None:
    # 1.5 to the power of the years passed: a straight line in logarithms.
    grown = [value * 1.5 ** (place / 12) for place, value in enumerate(CHRISTMAS * 3)]
    found = season_of(months(grown), UNTIL, times=True)
    assert found is not None
    assert found.parts == pytest.approx([*[1 / 1.1] * 11, 2.0])


def test_a_rate_has_distances_that_add_up_to_none() -> None:
    found = season_of(months([0.5 + (one - 50) / 1000 for one in HALVES * 2]), UNTIL, times=False)
    assert found is not None
    assert found.parts == pytest.approx([*[-0.01] * 6, *[0.01] * 6])
    assert not found.times


def test_it_is_taken_out_whole_where_chance_hardly_makes_as_much() -> None:
    # Two years, each month 6 below the year's mean in its first half and 6 above it in the second; the months of one
    # year then lie 3 nearer to nought in turn, those of the other 3 further. The means stay ±6: between months
    # 2 × 12 × 36 ÷ 11 = 864 ÷ 11; inside 24 × 9 ÷ (11 × 1) = 216 ÷ 11; a ratio of 4. By chance, of 11 and 11 degrees of
    # freedom, one of 4.46 comes in 1 % (NIST/SEMATECH e-Handbook, 1.3.6.7.3): it is not proven. With ±12 and the same
    # noise the ratio is 16. The mean of two months is wrong by √(216 ÷ 11 ÷ 2).
    found = season_of(months(_wavering(6.0)), UNTIL, times=False)
    assert found is not None
    assert not found.proven
    found = season_of(months(_wavering(12.0)), UNTIL, times=False)
    assert found is not None
    assert found.proven
    assert found.parts == pytest.approx([*[-12.0] * 6, *[12.0] * 6])
    assert found.error == pytest.approx(sqrt(216 / 11 / 2))


def test_a_month_that_differs_alone_is_known_where_the_year_is_not_proven() -> None:
    # The error of a month beside the others is √(216 ÷ 11 × 11 ÷ 12 ÷ 2) = 3. Of 11 degrees of freedom Student's t is
    # beyond 1.796 in 10 % (NIST/SEMATECH e-Handbook, 1.3.6.7.2): 6 ÷ 3 is, 5 ÷ 3 is not.
    found = season_of(months(_wavering(6.0)), UNTIL, times=False)
    assert found is not None
    assert found.parts == pytest.approx([*[-6.0] * 6, *[6.0] * 6])
    assert found.error == pytest.approx(sqrt(216 / 11 / 2))
    assert season_of(months(_wavering(5.0)), UNTIL, times=False) is None


def test_a_change_that_came_in_that_month_before_is_watched() -> None:
    # Weeks of 100 ± 2, and one of 112. The Decembers before lay 10 above their year: 102 is no change.
    weeks = [Observation(date(2026, 7, 6) + timedelta(days=7 * at), 100.0 + 2 * (-1) ** at) for at in range(22)]
    weeks += [Observation(date(2026, 12, 7), 112.0)]
    season = YearlySeason(parts=(*[0.0] * 11, 10.0), times=False, years=2, error=1.0, proven=False)
    chart = BehaviourChart(better="up", baseline_until=date(2026, 11, 22), season=season)
    plain, found = signals.read(weeks, replace(chart, season=None)), signals.read(weeks, chart)
    assert (plain.kind, plain.recurs) == ("better", 0)
    assert (found.kind, found.recurs, found.season) == ("watch", 2, None)
    assert (found.values, found.limits) == (plain.values, plain.limits)
    # Sixty more than usual is a change with the ten of a December, and without; nothing that falls comes in December.
    for value, kind in ((160.0, "better"), (60.0, "worse")):
        assert signals.read([*weeks[:-1], Observation(date(2026, 12, 7), value)], chart).kind == kind


def _both(base: list[float]) -> list[float]:
    """Two years of such months, each 3 higher in one of them and 3 lower in the other."""
    return [*(one + 3 * (-1) ** place for place, one in enumerate(base)),
            *(one - 3 * (-1) ** place for place, one in enumerate(base))]  # fmt: skip


def _wavering(size: float) -> list[float]:
    """Both years have the mean 100: in each half three months lie 3 higher and three 3 lower."""
    return _both([*[100 - size] * 6, *[100 + size] * 6])


def test_a_series_without_season_has_none() -> None:
    # 36 values in an order that repeats after 11 months, so that none repeats after twelve.
    assert season_of(months([100.0 + place * 7 % 11 for place in range(36)]), UNTIL, times=True) is None
    assert season_of(months([100.0] * 36), UNTIL, times=True) is None


def test_one_year_and_eleven_months_tell_no_season() -> None:
    assert season_of(months((CHRISTMAS * 2)[1:]), UNTIL, times=True) is None
    assert season_of(months(CHRISTMAS * 2), UNTIL, times=True) is not None


def test_months_that_end_after_the_day_do_not_count() -> None:
    # Through 30 December the last whole month is November: of 25 months 24 are left, of 24 only 23.
    assert season_of(months([220.0, *CHRISTMAS * 2]), UNTIL - timedelta(days=1), times=True) is not None
    assert season_of(months(CHRISTMAS * 2), UNTIL - timedelta(days=1), times=True) is None


def test_the_years_may_end_in_any_month() -> None:
    until = date(2025, 8, 31)
    found = season_of(months([*CHRISTMAS[8:], *CHRISTMAS * 2, *CHRISTMAS[:8]], until), until, times=True)
    assert found is not None
    assert found.parts == pytest.approx([*[1 / 1.1] * 11, 2.0])


def test_noughts_make_a_season_of_distances() -> None:
    # A company that closes in August and takes 120 in any other month: 110 in the mean.
    found = season_of(months([*[120.0] * 7, 0.0, *[120.0] * 4] * 2), UNTIL, times=True)
    assert found is not None
    assert not found.times
    assert found.parts == pytest.approx([*[10.0] * 7, -110.0, *[10.0] * 4])


def test_distances_may_be_of_any_size() -> None:
    found = season_of(months([one * 1e6 for one in HALVES * 2]), UNTIL, times=False)
    assert found is not None
    assert found.parts == pytest.approx([*[-1e7] * 6, *[1e7] * 6])


def test_a_year_with_a_gap_does_not_count() -> None:
    history = months(CHRISTMAS * 3)
    del history[date(2024, 5, 1)]
    found = season_of(history, UNTIL, times=True)
    assert found is not None
    assert (found.years, found.latest) == (2, True)
    assert found.parts == pytest.approx([*[1 / 1.1] * 11, 2.0])
    del history[date(2025, 5, 1)]
    assert season_of(history, UNTIL, times=True) is None


def test_of_six_years_the_last_five_count() -> None:
    found = season_of(months([*CHRISTMAS[::-1], *CHRISTMAS * 5]), UNTIL, times=True)
    assert found is not None
    assert (found.years, found.error) == (5, 0.0)


def test_a_long_month_is_no_season_of_days() -> None:
    first = months_later(date(2026, 1, 1), -36)
    days = [(months_later(first, place + 1) - months_later(first, place)).days for place in range(36)]
    assert season_of(months([10.0 * n for n in days]), UNTIL, times=True, a_day=True) is None
    assert season_of(months([10.0 * n for n in days]), UNTIL, times=True) is not None


def test_a_week_of_a_sum_has_seven_distances_of_a_day() -> None:
    # Nothing in July, 10 a day in the other months: each of those lies 10 ÷ 12 above the mean of a year, July 110 ÷ 12
    # below; of its week seven times as much. The error of three like years is none.
    days = {first: (next_start("month", first) - first).days for first in months([0.0] * 36)}
    sold = {first: 0.0 if first.month == 7 else 10.0 * n for first, n in days.items()}
    found = season_of(sold, UNTIL, times=True, a_day=True)
    assert found is not None and not found.times
    monday = date(2025, 7, 7)
    assert found.part(monday, "week") == pytest.approx(-7 * 110 / 12)
    assert found.part(monday, "day") == pytest.approx(-110 / 12)
    assert found.removed([monday], [0.0], "week")[0] == pytest.approx((7 * 110 / 12,))
    wrong = replace(found, error=2.0)
    assert (wrong.doubt(99.0, "week"), wrong.doubt(99.0, "day")) == (14.0, 2.0)


def test_a_week_has_the_parts_of_its_days() -> None:
    season = YearlySeason(parts=(*[1.0] * 11, 2.0), times=True, years=3)
    assert season.part(date(2025, 12, 1), "month") == 2.0
    # Of the week from Monday 29 December 2025 three days are December's.
    assert season.part(date(2025, 12, 29), "week") == pytest.approx((3 * 2.0 + 4 * 1.0) / 7)
    assert season.part(date(2025, 12, 31), "day") == 2.0


@pytest.mark.parametrize(
    ("above", "below", "ratio", "share"),
    [(10, 10, 4.849, 0.01), (12, 24, 3.032, 0.01), (10, 30, 2.979, 0.01), (12, 12, 2.687, 0.05), (11, 11, 2.818, 0.05)],
)
def test_how_often_chance_makes_a_ratio_is_that_of_the_nist_handbook(
    above: int, below: int, ratio: float, share: float
) -> None:
    # NIST/SEMATECH e-Handbook, 1.3.6.7.3: upper critical values of the F distribution.
    assert yearly.by_chance(ratio, above, below) == pytest.approx(share, rel=0.05)


def test_each_month_of_the_baseline_is_part_of_its_own_mean() -> None:
    # Of three years the deviation from a mean has 2 ÷ 3 of the variance.
    season = YearlySeason(parts=(*[10.0] * 6, *[-10.0] * 6), times=False, years=3)
    values, widening = season.removed([date(2026, 1, 1), date(2026, 7, 1)], (30.0, None), "month")
    assert values == (20.0, None)
    assert widening == pytest.approx(sqrt(3 / 2))
    assert season.removed([date(2026, 1, 5)], (30.0,), "week") == ((20.0,), 1.0)


# Twelve months of 100 and 104 in turn, times their season, and eleven more.
FACTORS = [value / 110 for value in CHRISTMAS]
BASE = [(100.0 + 4 * (place % 2)) * factor for place, factor in enumerate(FACTORS)]
SEASON = YearlySeason(parts=tuple(FACTORS), times=True, years=3)


def judged(values: Sequence[float], season: YearlySeason | None = SEASON) -> signals.Signal:
    series = [Observation(months_later(date(2025, 1, 1), place), value) for place, value in enumerate(values)]
    return signals.read(series, BehaviourChart(better="up", baseline_until=UNTIL, every="month", season=season))


def test_a_december_as_every_year_is_no_signal() -> None:
    assert judged([*BASE, *BASE], season=None).kind == "better"
    found = judged([*BASE, *BASE])
    assert (found.kind, found.season) == ("routine", SEASON)
    assert found.values == pytest.approx([100.0, 104.0] * 12)


def test_a_december_that_is_poor_for_one_is_a_signal_in_measured_numbers() -> None:
    # 150 would be the second highest month of all; the centre is 102, and twice that is usual for a December.
    found = judged([*BASE, *BASE[:11], 150.0])
    assert (found.kind, found.rule) == ("worse", "beyond")
    assert found.recent == pytest.approx(75.0)
    assert (found.now, found.usual) == pytest.approx((150.0, 204.0))


def test_limits_widen_by_what_the_season_costs() -> None:
    # Moving range 4; √1.5 wider, as each month is part of its own mean. A part that may be wrong by a tenth of 102:
    # 10.2 beside a deviation of 4 × √1.5 ÷ 1.128 = 4.343.
    plain, unsure = judged([*BASE, *BASE]), judged([*BASE, *BASE], _with_error(0.1))
    assert plain.limits is not None
    assert unsure.limits is not None
    assert plain.limits.moving_range == pytest.approx(4 * sqrt(1.5))
    assert unsure.limits.moving_range == pytest.approx(4 * sqrt(1.5) * sqrt(1 + (10.2 / 4.3430) ** 2), rel=1e-4)


def _with_error(error: float) -> YearlySeason:
    return YearlySeason(parts=SEASON.parts, times=True, years=3, error=error)


# A case a month, three in December: 14 a year, seven sixths a month.
FEW = tuple(one * 12 / 14 for one in [*[1.0] * 11, 3.0])


def test_rare_events_are_counted_over_what_is_usual_for_their_month() -> None:
    cases = [*[1.0] * 11, 3.0]
    series = [Observation(months_later(date(2025, 1, 1), place), value) for place, value in enumerate(cases * 2)]
    season = YearlySeason(parts=FEW, times=True, years=3)
    chart = BehaviourChart(better="up", baseline_until=UNTIL, every="month", counts="events", season=season)
    found = signals.read(series, chart)
    assert found.limits is not None
    assert found.limits.events == pytest.approx(15 / 12)  # by the rule of succession
    assert found.values == pytest.approx([14 / 12] * 24)
    assert found.marks[-1] is None


def test_distances_of_rare_events_stay_in() -> None:
    series = [Observation(months_later(date(2025, 1, 1), place), float(place % 3)) for place in range(20)]
    season = YearlySeason(parts=(*[1.0] * 6, *[-1.0] * 6), times=False, years=3)
    chart = BehaviourChart(better="up", baseline_until=UNTIL, every="month", counts="events", season=season)
    found = signals.read(series, chart)
    assert found.season is None
    assert found.values == tuple(float(place % 3) for place in range(20))


@pytest.mark.parametrize("shape", [lambda place: 0.2 * (place % 12 == 11), lambda place: 0.02 * (place % 12)])
def test_what_is_taken_out_and_put_back_is_what_was_measured(shape: Callable[[int], float]) -> None:
    history = months([exp(log(50) + shape(place) + 0.01 * (place * 7 % 11)) for place in range(36)])
    found = season_of(history, UNTIL, times=True)
    assert found is not None
    assert sum(found.parts) == pytest.approx(12)
    for day, value in history.items():
        part = found.part(day, "month")
        assert found.put_back(found.without(value, part), part) == pytest.approx(value)
