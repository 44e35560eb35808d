"""Kaplan–Meier as the words of a formula: published curves, late entries, weights, and what was not observed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from scipy import stats

from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.readings import Reading
from tests.metrics.made import House, Row, metric, noon

# V15: Freireich's 6-MP arm (Le, Introductory Biostatistics; gehan.dat in lifelines). Weeks, as days here.
EVENTS = (6, 6, 6, 7, 10, 13, 16, 22, 23)
CENSORED = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
SURVIVAL = {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}

OPENED, CLOSE = date(2026, 1, 1), date(2026, 1, 31)


def lives(ended: Sequence[int], censored: Sequence[int] = (), **more: object) -> list[Row]:
    """Sales items opened on one day: won after so many days, or lost then, which here stands for censored."""
    rows = []
    for number, (days, won) in enumerate([*((one, True) for one in ended), *((one, False) for one in censored)]):
        rows.append(
            {
                "work_item_id": f"w{number}",
                "process": "sales",
                "kind": "opportunity",
                "customer_id": "ana",
                "status": "closed",
                "opened_at": noon(OPENED),
                "closed_at": noon(OPENED + timedelta(days=days)),
                "outcome": "won" if won else "lost",
            }
            | more
        )
    return rows


def survival(words: str, **fields: object) -> Metric:
    return metric(**{"numerator": words, "unit": "percent", "aggregation": "model", **fields})


def read(house: House, rows: list[Row], words: str) -> Reading:
    warehouse = house({"work_item": rows}, shapes=["work_item"])
    (only,) = survival(words).measure(warehouse, since=OPENED, until=CLOSE).readings
    return only


@pytest.mark.parametrize(("week", "expected"), SURVIVAL.items())
def test_the_published_curve_at_each_event(house: House, week: int, expected: float) -> None:
    found = read(house, lives(EVENTS, CENSORED), f"survival_at(cycle_days, won, {week})")
    assert found.value == pytest.approx(expected, abs=5e-5)
    assert (found.numerator, found.denominator, found.n) == (None, None, 21)


def test_the_interval_is_the_log_log_one_of_scipy(house: House) -> None:
    found = read(house, lives(EVENTS, CENSORED), "survival_at(cycle_days, won, 13)")
    curve = stats.ecdf(stats.CensoredData(uncensored=EVENTS, right=CENSORED)).sf
    limits = curve.confidence_interval(method="log-log")
    assert found.low == pytest.approx(float(limits.low.evaluate(13)), abs=1e-12)
    assert found.high == pytest.approx(float(limits.high.evaluate(13)), abs=1e-12)


def test_before_the_first_event_all_are_alive_and_after_the_last_one_none(house: House) -> None:
    assert read(house, lives((5, 7)), "survival_at(cycle_days, won, 4)").value == 1.0
    gone = read(house, lives((5, 7)), "survival_at(cycle_days, won, 90)")
    assert (gone.value, gone.low, gone.high) == (0.0, None, None)


def test_an_age_that_nobody_reached_has_a_reason_and_no_value(house: House) -> None:
    found = read(house, lives((5,), (7, 9)), "survival_at(cycle_days, won, 10)")
    assert found.value is None
    assert str(found.reason) == "longer than observed: no life was followed for so many days"


def test_of_no_lives_there_is_nothing_to_measure(house: House) -> None:
    found = read(house, [], "survival_at(cycle_days, won, 10)")
    assert (found.value, str(found.reason)) == (None, "nothing to measure: no rows")


def test_a_life_is_at_risk_only_after_the_age_at_which_it_was_first_seen(house: House) -> None:
    # Two seen from the start end on day 4 and 10; three seen from day 5 (quantity 5) end on 8, 10 and live to 12.
    # At day 4 two are at risk, not five: 1/2 stay. At 8 four are: 3/4. At 10 three are, two end: 1/3.
    fresh = lives((4, 10), expected_amount=0)
    late = [one | {"work_item_id": f"late{n}"} for n, one in enumerate(lives((8, 10), (12,), expected_amount=5))]
    for day, expected in ((4, 1 / 2), (8, 1 / 2 * 3 / 4), (10, 1 / 2 * 3 / 4 * 1 / 3)):
        found = read(house, fresh + late, f"survival_at(cycle_days, won, {day}, 1, expected_amount)")
        assert found.value == pytest.approx(expected, abs=1e-12)
        assert found.n == 5
    median = read(house, fresh + late, "survival_quantile(cycle_days, won, 0.6, 1, expected_amount)")
    assert median.value == 8  # the first day with at most four tenths alive


def test_lives_seen_late_only_say_nothing_about_their_beginning(house: House) -> None:
    rows = lives((8, 10), (12,), expected_amount=5)
    for words in (
        "survival_at(cycle_days, won, 9, 1, expected_amount)",
        "survival_quantile(cycle_days, won, 0.5, 1, expected_amount)",
    ):
        found = read(house, rows, words)
        assert (found.value, found.low, found.high) == (None, None, None)
        assert str(found.reason) == "too few lives were seen from their beginning"


def test_a_curve_that_ends_before_the_late_ones_enter_is_not_drawn_on(house: House) -> None:
    fresh = lives((2,), expected_amount=0)  # the only one seen from the start is gone before the others are seen
    late = [one | {"work_item_id": f"late{n}"} for n, one in enumerate(lives((8,), (12,), expected_amount=5))]
    found = read(house, fresh + late, "survival_at(cycle_days, won, 9, 1, expected_amount)")
    assert (found.value, str(found.reason)) == (None, "too few lives were seen from their beginning")


def test_a_life_counts_as_much_as_it_weighs(house: House) -> None:
    heavy = lives((5,), expected_amount=30)
    light = [one | {"work_item_id": f"l{n}"} for n, one in enumerate(lives((7,), (9,), expected_amount=10))]
    words = "survival_at(cycle_days, won, {}, expected_amount)"
    assert read(house, heavy + light, words.format(5)).value == pytest.approx(20 / 50)
    assert read(house, heavy + light, words.format(7)).value == pytest.approx(20 / 50 * 1 / 2)


def test_an_age_is_a_number(house: House) -> None:
    from crm_metrics.errors import DefinitionError

    with pytest.raises(DefinitionError, match="an age that is a number"):
        read(house, [], "survival_at(cycle_days, won, expected_amount)")


def test_the_range_of_a_model_is_its_own_and_empty_where_a_row_has_none(house: House) -> None:
    def rows(*amounts: tuple[float, float | None]) -> list[Row]:
        made = lives((1,) * len(amounts))
        return [one | {"amount": mid, "expected_amount": low} for one, (mid, low) in zip(made, amounts, strict=True)]

    mine = metric(
        numerator="sum(amount)",
        denominator="count(amount)",
        low="sum(expected_amount)",
        high="sum(amount) + sum(amount)",
        unit="money",
        aggregation="model",
    )
    for given, expected in (
        (rows((10, 6), (20, 8)), (15.0, 7.0, 30.0)),
        (rows((10, 6), (20, None)), (15.0, None, 30.0)),
        ([], (None, None, None)),
    ):
        warehouse = house({"work_item": given}, shapes=["work_item"])
        (one,) = mine.measure(warehouse, since=OPENED, until=CLOSE).readings
        assert (one.value, one.low, one.high) == expected
        assert (one.numerator, one.denominator) == (None, None)
