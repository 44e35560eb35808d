from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import inf, nan, sqrt

import pytest

from crm_metrics.analysis.effects.baseline import Baseline, lock
from crm_metrics.analysis.signals import Observation

START = date(2025, 1, 6)


def weeks(values: Sequence[float | None], n: int | None = None) -> list[Observation]:
    return [Observation(START + timedelta(days=7 * place), value, n) for place, value in enumerate(values)]


def locked(values: Sequence[float | None]) -> Baseline:
    return lock(weeks(values), START + timedelta(days=7 * len(values)))


def test_the_week_that_opened_the_plan_and_all_later_ones_are_left_out() -> None:
    series = weeks([0.0, 2.0] * 4 + [-9.0, 50.0])
    for day in range(7):  # a plan opened on a Thursday was opened by its week
        found = lock(series, START + timedelta(days=8 * 7 + day))
        assert (len(found.weeks), found.mean) == (8, 1.0)
        assert found.trigger is not None and found.trigger.value == -9.0


def test_weeks_without_a_value_or_not_settled_are_left_out() -> None:
    series = [*weeks([1.0, None, nan, inf, 3.0]), Observation(START + timedelta(days=35), 99.0, settled=False)]
    assert [week.value for week in lock(series, date(2026, 1, 5)).weeks] == [1.0, 3.0]
    shares = weeks([0.5, 0.9], n=0)
    assert lock(shares, date(2026, 1, 5), counts="shares").weeks == ()


def test_a_zigzag_has_no_memory_and_the_plain_deviation() -> None:
    # 0, 2, 0, 2 …: eight squares of 1 around 1, by seven; the correlation is -7/8, and what is below none is none.
    found = locked([0.0, 2.0] * 4)
    assert found.memory == 0.0
    assert found.sd == pytest.approx(sqrt(8 / 7))


def test_memory_is_freed_of_its_bias_and_shrunk_by_hand() -> None:
    # 1, 1, 1, 1, -1, -1, -1, -1: products 3 - 1 + 3 of squares 8 is 5/8; (8 × 5/8 + 1) ÷ (8 - 4) is 1.5;
    # (8 × 1.5 + 16 × 0.25) ÷ 24 is 2/3.
    assert locked([1.0] * 4 + [-1.0] * 4).memory == pytest.approx(2 / 3)


def test_neighbours_are_weeks_side_by_side_only() -> None:
    # The same eight values with a gap after the fourth: products 3 + 3, of 6 pairs instead of 7: 6 × 7/6 ÷ 8 is 7/8;
    # (8 × 7/8 + 1) ÷ 4 is 2, and (8 × 2 + 4) ÷ 24 is 5/6.
    assert locked([1.0] * 4 + [None] + [-1.0] * 4).memory == pytest.approx(5 / 6)


def test_the_mean_of_a_rate_is_over_all_rows_and_no_mean_of_ratios() -> None:
    series = [Observation(START, 0.5, 100), Observation(START + timedelta(days=7), 0.9, 300)]
    assert lock(series, date(2026, 1, 5), counts="shares").mean == pytest.approx((50 + 270) / 400)
    hours = [Observation(START, 2.0, exposure=10), Observation(START + timedelta(days=7), 1.0, exposure=30)]
    assert lock(hours, date(2026, 1, 5), counts="events").mean == pytest.approx((20 + 30) / 40)


def test_a_share_of_all_still_has_what_chance_gives_to_so_many_rows() -> None:
    # 800 of 800: by the rule of succession 801 of 802, so that a row varies by 801 ÷ 802 ÷ 802.
    found = lock(weeks([1.0] * 8, n=100), date(2025, 3, 3), counts="shares")
    assert found.unit == pytest.approx(801 / 802**2)
    assert found.sd == pytest.approx(sqrt(801 / 802**2 / 100))


def test_weeks_that_corrections_took_below_nought_or_above_all_vary_as_none_or_all_do() -> None:
    below, above = (
        lock([Observation(date(2025, 1, 6) + timedelta(days=7 * place), value, 10) for place in range(8)],
             date(2025, 3, 3), counts="shares").unit
        for value in (-0.5, 1.5)
    )  # fmt: skip
    assert (below, above) == pytest.approx((1 / 82 * 81 / 82, 81 / 82 * 1 / 82))  # one more of 80 and two
    assert lock(weeks([-5.0] * 8), date(2025, 3, 3), counts="events").unit == pytest.approx(1 / 8)


def test_events_vary_by_chance_as_their_number() -> None:
    # 16 events in 8 weeks, one more by the rule of succession: 17 ÷ 8 a week.
    assert lock(weeks([2.0] * 8), date(2025, 3, 3), counts="events").unit == pytest.approx(17 / 8)


def test_the_rows_of_a_score_vary_as_told_or_else_as_the_weeks_do() -> None:
    # 0 and 2 by turns: the weeks vary by 8/7, each of 50 answers.
    series = weeks([0.0, 2.0] * 4, n=50)
    assert lock(series, date(2025, 3, 3), counts="scores", deviation=3.0).unit == 9.0
    assert lock(series, date(2025, 3, 3), counts="scores").unit == pytest.approx(8 / 7 * 50)


def test_a_line_surely_goes_one_way_and_a_zigzag_does_not() -> None:
    assert locked([float(week) for week in range(20)]).trend > 1.96
    assert locked([float(-week) for week in range(20)]).trend < -1.96
    assert abs(locked([0.0, 2.0] * 10).trend) < 1.96


def test_no_weeks_and_one_week_have_a_baseline_too() -> None:
    assert (locked([]).mean, locked([]).sd) == (None, 0.0)
    assert (locked([4.0]).mean, locked([4.0]).sd, locked([4.0]).memory) == (4.0, 0.0, 0.0)
