from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from crm_metrics.boards.core import View
from crm_metrics.boards.explaining.split import DIMENSIONS, NO_PARTS, Explained, NumberToExplain, gather
from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.shop import Shop
from crm_metrics.periods import Period
from tests.boards.explaining.two_months import company
from tests.conftest import House
from tests.metrics.made import Row

FEBRUARY = Period(date(2026, 2, 1), date(2026, 2, 1), date(2026, 2, 28))
GOAL: Row = {"metric": "csat", "goal": 0.8}
OPENED: Row = {"metric": "cases_opened", "goal": 20}


def asked(
    shop: Shop, metric: str, *, days: Period = FEBRUARY, every: str = "month", **more: object
) -> Explained | None:
    number = NumberToExplain(
        metric=metric_of(metric), every=every, days=days, view=View(process="service"), **more  # type: ignore[arg-type]
    )  # fmt: skip
    return gather(shop, number)


def test_the_parts_add_up_to_the_value_less_what_it_is_held_against(house: House) -> None:
    shop = company(house, GOAL, OPENED)
    for metric, gap, whole in (
        ("csat", "before", Fraction(105, 150) - Fraction(110, 150)),
        ("csat", "objective", Fraction(105, 150) - Fraction(0.8)),
        ("cases_opened", "before", Fraction(-3)),
        ("cases_opened", "objective", Fraction(-13)),
    ):
        found = asked(shop, metric, gap=gap)
        assert found is not None and found.split is not None
        assert found.split.whole == whole == sum(one.total for one in found.split.effects)


def test_a_missed_objective_is_explained_first_and_a_reached_one_is_not(house: House) -> None:
    missed, reached = asked(company(house, GOAL), "csat"), asked(company(house, {**GOAL, "goal": 0.6}), "csat")
    assert missed is not None and reached is not None
    assert (missed.asked.gap, reached.asked.gap) == ("objective", "before")
    assert reached.gaps == ("objective", "before", "year")


def test_a_month_that_runs_is_held_against_the_same_days_and_a_sum_of_it_against_no_objective(house: House) -> None:
    part = Period(FEBRUARY.start, FEBRUARY.first, date(2026, 2, 10))
    found = asked(company(house, OPENED), "cases_opened", days=part, gap="objective")
    assert found is not None
    assert (found.before.first, found.before.last) == (date(2026, 1, 1), date(2026, 1, 10))
    assert (found.asked.gap, found.gaps) == ("before", ("before", "year"))


def test_a_dimension_of_which_one_value_is_asked_splits_nothing(house: House) -> None:
    found = asked(company(house), "csat", where=(("team", "Norte"),), dimension="team")
    assert found is not None
    assert "team" not in found.offered
    assert found.asked.dimension == found.offered[0]


@pytest.mark.parametrize(
    ("first", "last", "goal"),
    [
        (date(2026, 1, 1), date(2026, 2, 28), True),  # two whole months: the objective of a rate holds for both
        (date(2026, 1, 2), date(2026, 2, 28), False),
    ],
)
def test_days_that_are_whole_months_have_the_objective_of_a_rate(
    house: House, first: date, last: date, goal: bool
) -> None:
    found = asked(company(house, GOAL, OPENED), "csat", days=Period(first, first, last), every="all")
    of_sum = asked(company(house, GOAL, OPENED), "cases_opened", days=Period(first, first, last), every="all")
    assert found is not None and of_sum is not None
    assert ("objective" in found.gaps) == goal
    assert "objective" not in of_sum.gaps


def test_several_periods_are_held_against_the_objective_in_force_in_the_last(house: House) -> None:
    """80 % in January, 90 % from February on; of both months 215 of 300 are satisfied."""
    goals = ({**GOAL, "valid_to": FEBRUARY.first}, {**GOAL, "goal": 0.9, "valid_from": FEBRUARY.first})
    both = Period(date(2026, 1, 1), date(2026, 1, 1), FEBRUARY.last)
    found = asked(company(house, *goals), "csat", days=both, every="all")
    assert found is not None and found.goal is not None and found.split is not None
    assert found.goal.goal == 0.9
    assert float(found.split.whole) == pytest.approx(215 / 300 - 0.9)


def test_a_number_of_one_value_in_each_dimension_is_not_explained(house: House) -> None:
    assert asked(company(house), "csat", where=tuple((name, "one") for name in DIMENSIONS)) is None


def test_rows_that_tell_none_of_the_dimensions_are_said_so(house: House) -> None:
    found = asked(company(house), "enrolments_per_hour")
    assert found is not None
    assert (str(found.reason), found.offered) == (NO_PARTS, ())


def test_the_first_dimension_with_several_parts_is_taken_where_none_is_asked_for(house: House) -> None:
    """By team the one of the filter stands alone, by channel the rows without one: both have a single part."""
    shop = company(house)
    one, several = asked(shop, "csat", where=(("team", "Norte"),)), asked(shop, "csat")
    assert one is not None and several is not None
    assert (one.asked.dimension, len(one.now.readings)) == (one.offered[0], 1)
    assert (several.asked.dimension, len(several.now.readings)) == ("team", 2)
