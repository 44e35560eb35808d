from __future__ import annotations

from datetime import date, timedelta
from math import sqrt

import pytest

from crm_metrics.analysis import weekdays

MONDAY = date(2026, 1, 5)
# Three weeks of a Monday and a Tuesday each.
DAYS = [MONDAY + timedelta(weeks=week, days=day) for week in range(3) for day in range(2)]
ALIKE = [1.0] * 7


def test_each_value_loses_its_weekdays_distance_from_the_mean() -> None:
    # Mondays 9, 10, 11 (mean 10), Tuesdays 19, 20, 21 (mean 20), all 15. Variance 154 ÷ 5 = 30.8, within weekdays
    # 4 ÷ (6 − 2) = 1: the weekdays explain nearly all of it. The limits widen by √(6 ÷ 4).
    values, widening = weekdays.removed(DAYS, (9.0, 19.0, 10.0, 20.0, 11.0, 21.0), range(6), ALIKE)
    assert values == (14.0, 14.0, 15.0, 15.0, 16.0, 16.0)
    assert widening == pytest.approx(sqrt(1.5))


def test_a_weekday_of_two_values_has_no_usual_distance_and_a_gap_stays_one() -> None:
    days = [*DAYS, MONDAY + timedelta(days=2)]
    values, _ = weekdays.removed(days, (9.0, 19.0, 10.0, 20.0, 11.0, 21.0, 50.0), range(7), ALIKE)
    assert values[-1] is None
    values, _ = weekdays.removed([*days, MONDAY + timedelta(days=7)], (9.0, 19.0, 10.0, 20.0, 11.0, 21.0, 50.0, None),
                                 range(7), ALIKE)  # fmt: skip
    assert values[-1] is None


def test_days_with_more_rows_weigh_more_in_what_is_usual() -> None:
    # Mondays (9 + 10 + 2 × 11) ÷ 4 = 10.25, Tuesdays 20; all (41 + 60) ÷ 7 = 101/7.
    values, _ = weekdays.removed(DAYS, (9.0, 19.0, 10.0, 20.0, 11.0, 21.0), range(6), [1, 1, 1, 1, 2, 1])
    assert values[0] == pytest.approx(9 - 10.25 + 101 / 7)


def test_weekdays_that_explain_little_stay_in_the_values() -> None:
    # Both weekdays have the mean 10: within them lies all of the variance.
    values = (9.0, 9.0, 10.0, 10.0, 11.0, 11.0)
    assert weekdays.removed(DAYS, values, range(6), ALIKE) == (values, 1.0)


def test_one_weekday_alone_cannot_be_told_from_the_series() -> None:
    mondays = [MONDAY + timedelta(weeks=week) for week in range(4)]
    assert weekdays.removed(mondays, (1.0, 2.0, 3.0, 9.0), range(4), ALIKE) == ((1.0, 2.0, 3.0, 9.0), 1.0)


def test_a_mean_of_weighted_values() -> None:
    assert weekdays.mean([(10.0, 1.0), (20.0, 3.0)]) == 17.5
