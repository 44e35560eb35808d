"""Where a running month ends: worked out by hand; how often it is right is proven in `test_landing`."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_metrics.analysis.forecast import Forecast, cut_where, forecast, foretold
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.goals.seasons import days_of
from tests.conftest import House
from tests.metrics.made import case

JAN = date(2026, 1, 1)
APART = (1, 3, 5, 7, 10)  # months of 31 days, none within 56 days of the last days of another


def past(years: int, factors: list[float]) -> tuple[dict[date, float], dict[date, tuple[float, ...]]]:
    """Months of 28 days of 1 and three of a factor each, and January 2026 through the 28th; all days weigh the same."""
    months = [date(2026 - back, month, 1) for back in range(years, 0, -1) for month in APART]
    values = {
        day: 1.0 if day.day <= 28 else factor
        for month, factor in zip(months, factors, strict=True)
        for day in days_of(month)
    }
    values |= {day: 1.0 for day in days_of(JAN) if day.day <= 28}
    return values, dict.fromkeys((*months, JAN), (1.0,) * 31)


def test_the_range_is_what_comparable_rests_of_months_brought() -> None:
    # 28 days of 1: the last three are foretold as 3. In ten months they brought 0.1, 0.2, … 1.0 of what was foretold:
    # with ten, 0.1 × 11 = 1.1: a tenth of the way from the smallest to the next, 0.11, and from the largest to the one
    # before it, 0.99; in the middle 0.55. 28 + 3 × each.
    values, shares = past(2, [n / 10 for n in range(1, 11)])
    found = foretold(values, shares, JAN, date(2026, 1, 28))
    assert [found.so_far, found.months, found.left] == pytest.approx([28.0, 10, 3 / 31])
    assert [found.low, found.middle, found.high] == pytest.approx([28.33, 29.65, 30.97])
    assert found.endings == pytest.approx([28 + 0.3 * n for n in range(1, 11)])


def test_of_twenty_months_the_outermost_on_either_side_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    # 0.1 × 21 = 2.1: just above the second smallest, 0.21, to just below the second largest, 1.89. Five such months a
    # year: four years.
    monkeypatch.setattr("crm_metrics.analysis.forecast.MONTHS", 48)
    values, shares = past(4, [n / 10 for n in range(1, 21)])
    found = foretold(values, shares, JAN, date(2026, 1, 28))
    assert [found.low, found.high] == pytest.approx([28.63, 28 + 5.67])


def test_too_few_months_give_the_value_to_date_and_the_reason() -> None:
    values, shares = past(1, [1.0] * 5)
    found = foretold(values, shares, JAN, date(2026, 1, 28))
    assert (found.so_far, found.low, found.high, found.months) == (28.0, None, None, 5)
    assert str(found.reason) == "comparable months: 5, of 9 that are needed"


def test_a_month_that_has_ended_lands_where_it_is() -> None:
    values, shares = past(2, [1.0] * 10)
    values |= dict.fromkeys(days_of(JAN), 1.0)
    last = date(2026, 1, 31)
    ended = Forecast(month=JAN, through=last, so_far=31.0, low=31.0, middle=31.0, high=31.0)
    assert foretold(values, shares, JAN, last) == ended


def test_without_a_rate_nothing_is_foretold() -> None:
    found = foretold({JAN: 3.0}, {JAN: (1.0,) * 31}, JAN, JAN)
    assert (found.so_far, found.low) == (3.0, None)
    assert str(found.reason) == "there is no rate to foretell from"


def test_where_nothing_came_lately_nothing_is_certain() -> None:
    # A value in each month of a year and none in the last 56 days: what comes next is unknown, not 0.
    values, shares = past(2, [1.0] * 10)
    values |= {JAN - timedelta(days=n): 0.0 for n in range(1, 60)} | dict.fromkeys(days_of(JAN)[:20], 0.0)
    shares |= {date(2025, 11, 1): (1.0,) * 30, date(2025, 12, 1): (1.0,) * 31}
    found = foretold(values, shares, JAN, date(2026, 1, 20))
    assert (found.so_far, found.low, found.high) == (0.0, None, None)
    assert str(found.reason) == "nothing of it came lately, so that there is no rate to foretell from"


def test_a_month_that_lacks_a_day_has_no_value_to_date(house: House) -> None:
    rows = {"work_item": [case(str(day), date(2026, 3, day)) for day in range(3, 9)]}
    warehouse = house(rows, first=date(2026, 3, 3), through=date(2026, 3, 10))  # nobody loaded the first two days
    assert forecast(warehouse, CATALOGUE["cases_opened"], date(2026, 3, 10)) is None


def test_a_rate_a_stock_and_an_empty_month_have_no_forecast(house: House) -> None:
    warehouse = house({"work_item": [case("1", date(2026, 1, 5))]}, through=date(2026, 3, 10))
    assert forecast(warehouse, CATALOGUE["csat"], date(2026, 3, 10)) is None
    assert forecast(warehouse, CATALOGUE["backlog"], date(2026, 3, 10)) is None
    assert forecast(warehouse, CATALOGUE["cases_opened"], date(2026, 4, 10)) is None
    found = forecast(warehouse, CATALOGUE["cases_opened"], date(2026, 3, 10))
    assert found is not None and (found.so_far, found.low) == (0.0, None)


def test_a_small_part_that_is_left_is_held_beside_days_after_which_something_came() -> None:
    # The last day weighs a hundredth of the others. A hundredth of the month is left: no month is cut at its end, and
    # of ten months cut a day before theirs the range is as wide as their last days were apart.
    weigh = dict.fromkeys(days_of(JAN), 1.0) | {date(2026, 1, 31): 0.01}
    assert cut_where(weigh, days_of(JAN), 0.0001) == date(2026, 1, 30)
    assert cut_where(weigh, days_of(JAN), 0.0) == date(2026, 1, 31)
    assert cut_where(weigh, days_of(JAN), 0.5) == date(2026, 1, 15)
