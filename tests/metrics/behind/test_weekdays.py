"""The same weekday of several weeks as one number: sums over sums, a mean of days, and the rows of these days alone."""

from __future__ import annotations

from datetime import date

import pytest

from crm_metrics.metrics.behind.rows import rows_behind
from crm_metrics.metrics.behind.weekdays import on_weekday
from tests.metrics.made import House, case, metric

MONDAYS = (date(2026, 1, 5), date(2026, 1, 12))
SINCE, UNTIL = date(2026, 1, 5), date(2026, 1, 18)


def test_a_share_is_of_the_sums_of_its_days(house: House) -> None:
    # one of one on the first Monday, one of three on the second: 2 of 4, and not the mean of 1 and a third
    rows = [case("a", MONDAYS[0], MONDAYS[0]), case("t", date(2026, 1, 6), date(2026, 1, 6))]
    rows += [case("b", MONDAYS[1], MONDAYS[1]), case("c", MONDAYS[1]), case("d", MONDAYS[1])]
    of = metric(numerator="count_if(closed)", denominator="count(*)", unit="percent")
    whole = rows_behind(house({"work_item": rows}), of, every="day", since=SINCE, until=UNTIL)
    behind = on_weekday(whole, 1)
    assert [one.value for one in behind.result.readings] == [pytest.approx(0.5)]
    (part,) = behind.parts
    assert sorted(row[part.head.index("work_item")] for row in part.rows) == ["a", "b", "c", "d"]


def test_a_count_is_its_mean_of_these_days_the_empty_ones_too(house: House) -> None:
    rows = [case("a", MONDAYS[0]), case("b", MONDAYS[0]), case("c", MONDAYS[0])]
    whole = rows_behind(house({"work_item": rows}), metric(), every="day", since=SINCE, until=UNTIL)
    (reading,) = on_weekday(whole, 1).result.readings
    assert (reading.numerator, reading.denominator, reading.value) == (3, 2, 1.5)


def test_days_that_are_not_complete_are_left_out(house: House) -> None:
    shop = house({"work_item": [case("a", MONDAYS[0])]}, through=date(2026, 1, 4))
    whole = rows_behind(shop, metric(), every="day", since=SINCE, until=UNTIL)
    behind = on_weekday(whole, 1)
    assert behind.result.readings == ()
    assert behind.parts[0].rows == ()
