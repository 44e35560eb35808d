"""A month's objective over its days and weeks: worked out by hand, and it always sums back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_metrics.access import Scope
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.goals.cascade import Goal, divided, spread
from crm_metrics.metrics.goals.seasons import days_of, seasonal, weights
from crm_metrics.metrics.goals.target import Target, indexed
from crm_metrics.metrics.goals.targets import goal_for
from crm_metrics.metrics.shop import Shop
from tests.demo_company import blank_shop
from tests.metrics.made import case

House = Callable[..., Shop]
WEEKDAYS = range(1, 6)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working folder without the project's own data/targets.csv."""
    monkeypatch.chdir(tmp_path)


def company(house: House, targets: list[dict[str, Any]], holidays: list[date] = [], **rows: Any) -> Shop:  # noqa: B006
    """A company open Monday to Friday, with holidays."""
    hours = [{"calendar_id": "company", "weekday": day, "opens": "08:00", "closes": "18:00"} for day in WEEKDAYS]
    closed = [{"calendar_id": "company", "day": day, "name": "Holiday"} for day in holidays]
    return house(
        {"target": targets, "business_hours": hours, "holiday": closed, **rows},
        shapes=["calendar_day", "watermark", "work_item"],
    )


def target(metric: str, goal: float, since: date = date(2020, 1, 1), **fields: Any) -> dict[str, Any]:
    return {"metric": metric, "cadence": "month", "goal": goal, "tolerance": 0.0, "valid_from": since, **fields}


def day_goals(warehouse: Shop, metric: str, month: date, **scope: Any) -> list[Goal | None]:
    return [goal_for(warehouse, CATALOGUE[metric], "day", day, **scope) for day in days_of(month)]


def total(goals: list[Goal | None]) -> Decimal:
    return sum((Decimal(str(one.goal)) for one in goals if one), Decimal(0))


# Dividing -------------------------------------------------------------------------------------------------------------


def test_what_division_leaves_over_goes_to_the_largest_remainders() -> None:
    # 10 over weights 5, 3, 2.5: shares 4.76, 2.86, 2.38; floors 4 + 2 + 2 = 8; the two left go to .86 and .76.
    assert list(spread(10, [5, 3, 2.5])) == [5, 3, 2]


def test_equal_remainders_are_served_far_apart() -> None:
    # 4 over eight equal days: a half each, and the four units go to places 0, 4, 2, 6: one of every two days.
    assert list(spread(4, [1] * 8)) == [1, 0, 1, 0, 1, 0, 1, 0]


def test_an_objective_with_cents_is_divided_in_cents() -> None:
    # 100.05 over three: 33.35 each.
    assert spread(100.05, [1, 1, 1]) == (Decimal("33.35"), Decimal("33.35"), Decimal("33.35"))


def test_an_objective_below_zero_and_of_zero() -> None:
    assert sorted(spread(-3, [1, 1])) == [-2, -1]
    assert list(spread(0, [1, 2, 3])) == [0, 0, 0]


@given(
    st.decimals(min_value=-(10**12), max_value=10**12, places=2),
    st.lists(st.floats(min_value=0, max_value=1e6), min_size=1, max_size=31).filter(lambda one: sum(one) > 1e-3),
)
def test_the_parts_always_sum_to_the_whole(amount: Decimal, parts: list[float]) -> None:
    found = spread(float(amount), parts)
    assert sum(found) == Decimal(str(float(amount)))
    assert all(not one for one, part in zip(found, parts, strict=True) if part == 0)


# Days of a month ------------------------------------------------------------------------------------------------------


def test_a_month_with_holidays_is_divided_over_the_days_that_are_left(house: House) -> None:
    # November 2026 has 21 weekdays; with holidays on the 2nd and 16th, 19. 190 ÷ 19 = 10 on each, none on the others.
    warehouse = company(house, [target("cases_opened", 190)], [date(2026, 11, 2), date(2026, 11, 16)])
    found = day_goals(warehouse, "cases_opened", date(2026, 11, 1))
    assert [one.goal for one in found if one] == [
        0 if day.weekday() > 4 or day.day in (2, 16) else 10 for day in days_of(date(2026, 11, 1))
    ]
    assert {one.derived for one in found if one} == {"working days"}


def test_december_gives_its_weeks_the_days_they_have(house: House) -> None:
    # December 2026 begins on a Tuesday: 23 weekdays less the 8th and the 25th = 21; 210 ÷ 21 = 10 a day. Its weeks:
    # 30 Nov–4 Dec has four of them (and the 30th, of November: 21 weekdays, 420 ÷ 21 = 20), then 4, 5, 4; the last has
    # the 28th to the 31st and 1 January, a weekday of a month of 21 weekdays: 630 ÷ 21 = 30.
    goals = [
        target("cases_opened", 420, valid_to=date(2026, 12, 1)),
        target("cases_opened", 210, date(2026, 12, 1), valid_to=date(2027, 1, 1)),
        target("cases_opened", 630, date(2027, 1, 1)),
    ]
    warehouse = company(house, goals, [date(2026, 12, 8), date(2026, 12, 25)])
    mondays = [date(2026, 11, 30) + timedelta(weeks=n) for n in range(5)]
    found = [goal_for(warehouse, CATALOGUE["cases_opened"], "week", day) for day in mondays]
    assert [one.goal for one in found if one] == [60, 40, 50, 40, 70]


def test_a_month_that_starts_on_a_sunday_sums_back_over_its_weeks(house: House) -> None:
    # November 2026 starts on a Sunday: the weeks from 26 October to 30 November hold it and days of its neighbours.
    warehouse = company(house, [target("cases_opened", 1000), target("bookings", 12345.67)])
    for metric, whole in (("cases_opened", Decimal(1000)), ("bookings", Decimal("12345.67"))):
        for month in (date(2026, 11, 1), date(2026, 3, 1), date(2026, 2, 1)):
            assert total(day_goals(warehouse, metric, month)) == whole
    first, last = date(2026, 10, 26), date(2026, 12, 6)
    weeks = [goal_for(warehouse, CATALOGUE["cases_opened"], "week", first + timedelta(weeks=n)) for n in range(6)]
    days = [
        goal_for(warehouse, CATALOGUE["cases_opened"], "day", first + timedelta(days=n))
        for n in range((last - first).days + 1)
    ]
    assert total(weeks) == total(days)


def test_a_team_created_within_a_month_has_the_days_since(house: House) -> None:
    # 220 a month from Monday 16 November 2026: eleven of the month's 21 weekdays. 220 ÷ 21 = 10.476: eleven days of
    # 10 or 11. The week before has none; the month's objective is what its days sum to.
    rows = [target("cases_opened", 220, date(2026, 11, 16), team="new")]
    warehouse = company(house, rows)
    found = day_goals(warehouse, "cases_opened", date(2026, 11, 1), team="new")
    assert [one is None for one in found] == [True] * 15 + [False] * 15
    assert {one.goal for one in found if one} == {0, 10, 11}
    month = goal_for(warehouse, CATALOGUE["cases_opened"], "month", date(2026, 11, 1), team="new")
    assert month is not None and Decimal(str(month.goal)) == total(found)
    assert 110 <= month.goal <= 121
    assert goal_for(warehouse, CATALOGUE["cases_opened"], "week", date(2026, 11, 9), team="new") is None
    assert goal_for(warehouse, CATALOGUE["cases_opened"], "month", date(2026, 12, 1), team="new") == Goal(220, 0.0)


def test_an_objective_that_changes_within_a_month_counts_by_its_days(house: House) -> None:
    # July 2026 has 23 weekdays: ten until the 14th, thirteen from the 15th. 2,300 a month, then 4,600: 100 a day, then
    # 200: 10 × 100 + 13 × 200 = 3,600.
    rows = [
        target("cases_opened", 2300, date(2026, 1, 1), valid_to=date(2026, 7, 15)),
        target("cases_opened", 4600, date(2026, 7, 15)),
    ]
    warehouse = company(house, rows)
    month = goal_for(warehouse, CATALOGUE["cases_opened"], "month", date(2026, 7, 1))
    assert month is not None and month.goal == 3600
    assert total(day_goals(warehouse, "cases_opened", date(2026, 7, 1))) == 3600
    week = goal_for(warehouse, CATALOGUE["cases_opened"], "week", date(2026, 7, 13))  # two days of 100, three of 200
    assert week is not None and week.goal == 800


def test_an_objective_that_ends_within_a_week_is_not_held_against_all_of_it(house: House) -> None:
    rows = [target("cases_opened", 2300, date(2026, 1, 1), valid_to=date(2026, 7, 15))]
    warehouse = company(house, rows)
    assert goal_for(warehouse, CATALOGUE["cases_opened"], "week", date(2026, 7, 13)) is None
    assert goal_for(warehouse, CATALOGUE["cases_opened"], "day", date(2026, 7, 14)) == Goal(100, 0.0, "working days")


def test_an_objective_of_zero_is_zero_every_day(house: House) -> None:
    warehouse = company(house, [target("cases_opened", 0, tolerance=5.0)])
    assert {one.goal for one in day_goals(warehouse, "cases_opened", date(2026, 11, 1)) if one} == {0.0}


def test_the_amber_band_is_divided_like_the_objective(house: House) -> None:
    warehouse = company(house, [target("cases_opened", 2300, tolerance=230.0)])
    assert goal_for(warehouse, CATALOGUE["cases_opened"], "day", date(2026, 7, 1)) == Goal(100, 10.0, "working days")


# What is not divided --------------------------------------------------------------------------------------------------


def test_the_objective_of_a_rate_or_a_stock_is_that_of_its_days(house: House) -> None:
    warehouse = company(house, [target("csat", 0.8), target("backlog", 40)])
    assert goal_for(warehouse, CATALOGUE["csat"], "day", date(2026, 11, 4)) == Goal(0.8, 0.0, "month")
    assert goal_for(warehouse, CATALOGUE["csat"], "week", date(2026, 11, 4)) == Goal(0.8, 0.0, "month")
    assert goal_for(warehouse, CATALOGUE["backlog"], "week", date(2026, 11, 4)) == Goal(40, 0.0, "month")


def test_an_objective_of_its_own_cadence_comes_before_the_months(house: House) -> None:
    rows = [target("cases_opened", 2300), {**target("cases_opened", 7), "cadence": "day"}]
    warehouse = company(house, rows)
    assert goal_for(warehouse, CATALOGUE["cases_opened"], "day", date(2026, 7, 1)) == Goal(7, 0.0)


def test_a_teams_day_is_not_part_of_the_companys_month(house: House) -> None:
    warehouse = company(house, [target("cases_opened", 2300)])
    assert goal_for(warehouse, CATALOGUE["cases_opened"], "day", date(2026, 7, 1), team="north") is None


# The season -----------------------------------------------------------------------------------------------------------


def test_a_season_of_weekdays_is_read_from_the_history() -> None:
    # Ten weeks in which Monday brings 20 and each other weekday 10: a week then weighs 20, 10, 10, 10, 10.
    start = date(2026, 1, 5)
    days = [start + timedelta(days=n) for n in range(70)]
    history = {day: {0: 20.0, 5: 0.0, 6: 0.0}.get(day.weekday(), 10.0) for day in days}
    month = [date(2026, 3, 16) + timedelta(days=n) for n in range(7)]
    open_days = {day: day.weekday() < 5 for day in (*days, *month)}
    assert seasonal(history, month, open_days) == (20, 10, 10, 10, 10, 0, 0)


def test_a_holiday_weighs_what_holidays_brought() -> None:
    # Nine weeks of 10 each weekday, but 2 on the one holiday, a Wednesday: the next holiday weighs 2.
    start = date(2026, 1, 5)
    days = [start + timedelta(days=n) for n in range(63)]
    holidays = (date(2026, 2, 4), date(2026, 3, 12))
    history = {day: 0.0 if day.weekday() > 4 else 2.0 if day in holidays else 10.0 for day in days}
    month = [date(2026, 3, 9) + timedelta(days=n) for n in range(5)]
    open_days = {day: day.weekday() < 5 and day not in holidays for day in (*days, *month)}
    assert seasonal(history, month, open_days) == (10, 10, 10, 2, 10)


@pytest.mark.parametrize(
    "history",
    [
        {},
        {date(2026, 1, 1) + timedelta(days=n): 5.0 for n in range(55)},
        {date(2026, 1, 1) + timedelta(days=n): 0.0 for n in range(90)},
        {date(2026, 1, 1) + timedelta(days=n): -1.0 if n == 3 else 5.0 for n in range(90)},
    ],
)
def test_a_short_empty_or_negative_history_is_no_season(history: dict[date, float]) -> None:
    days = days_of(date(2026, 4, 1))
    assert seasonal(history, days, {}) is None


def test_the_season_is_that_of_the_day_the_month_starts(house: House) -> None:
    # Cases of eleven weeks before June 2026, two on Mondays; what happens in June changes nothing of June's days.
    def cases(since: date, weeks: int, monday: int) -> list[dict[str, Any]]:
        days = [since + timedelta(days=n) for n in range(7 * weeks) if (since + timedelta(days=n)).weekday() < 5]
        return [case(f"{day}-{n}", day) for day in days for n in range(monday if day.weekday() == 0 else 1)]

    before = cases(date(2026, 3, 16), 11, 2)
    first = house({"work_item": before, "target": [target("cases_opened", 1000)]})
    later = house({"work_item": [*before, *cases(date(2026, 6, 1), 4, 9)], "target": [target("cases_opened", 1000)]})
    found = [day_goals(one, "cases_opened", date(2026, 6, 1)) for one in (first, later)]
    assert found[0] == found[1]
    assert total(found[0]) == 1000
    # Five Mondays and 17 other weekdays: 1000 × 2 ÷ (5 × 2 + 17) = 74.07 a Monday, 37.04 a day. The one unit that
    # 5 × 74 + 17 × 37 = 999 leaves goes to the largest remainder, a Monday's, the first.
    monday, tuesday = found[0][0], found[0][1]
    assert monday is not None and tuesday is not None
    assert (monday.goal, tuesday.goal, monday.derived) == (75, 37, "season")
    assert weights(first, None, date(2026, 6, 1)).basis == "working days"


def test_the_season_of_a_team_is_read_of_its_own_rows_alone(house: House) -> None:
    # North opens two cases on Mondays and one on other weekdays; south nine on Fridays. North's day goals are those of
    # the company without south: 75 on the first Monday and 37 on a Tuesday, as above.
    def cases(team: str, weekday: int, many: int) -> list[dict[str, Any]]:
        days = [date(2026, 3, 16) + timedelta(days=n) for n in range(77)]
        return [
            case(f"{team}-{day}-{n}", day, team=team)
            for day in days
            if day.weekday() < 5
            for n in range(many if day.weekday() == weekday else 1)
        ]

    north, south = cases("north", 0, 2), cases("south", 4, 9)
    goals = [target("cases_opened", 1000, team="north"), target("cases_opened", 1000)]
    both = house({"work_item": [*north, *south], "target": goals})
    alone = house({"work_item": north, "target": goals})
    month = date(2026, 6, 1)
    found = [day_goals(one, "cases_opened", month, team="north") for one in (both, alone)]
    assert found[0] == found[1]
    assert [one.goal for one in found[0][:2] if one is not None] == [75, 37]
    scoped = [day_goals(one, "cases_opened", month, scope=Scope(teams=("north",))) for one in (both, alone)]
    assert scoped[0] == scoped[1] != day_goals(both, "cases_opened", month)


def test_a_running_month_is_held_against_the_goal_of_its_working_days_so_far(house: House) -> None:
    # November 2026 has 21 weekdays, seven of them through the 10th: 2,100 × 7 ÷ 21 = 700, of which 350 is a half.
    deal = case(
        "1",
        date(2026, 11, 4),
        date(2026, 11, 6),
        process="sales",
        kind="new_sale",
        outcome="won",
        amount=350,
        status="won",
    )
    rows = {"work_item": [deal], "target": [target("bookings", 2100)]}
    running = house(rows, through=date(2026, 11, 10))
    (only,) = CATALOGUE["quota_attainment"].measure(running, since=date(2026, 11, 1)).readings
    assert (only.numerator, only.denominator, only.value, only.complete) == (350, 700, 0.5, False)
    whole = house(rows, through=date(2026, 12, 31))
    (only,) = CATALOGUE["quota_attainment"].measure(
        whole, since=date(2026, 11, 1), until=date(2026, 11, 30)
    ).readings  # fmt: skip
    assert (only.denominator, only.complete) == (2100, True)
    # Asked for the last week alone, 24 to 30 November: five of the 21.
    (only,) = CATALOGUE["quota_attainment"].measure(
        whole, since=date(2026, 11, 24), until=date(2026, 11, 30)
    ).readings  # fmt: skip
    assert only.denominator == 500


# Whatever the calendar and the metric ---------------------------------------------------------------------------------

ADDITIVE = sorted(name for name, metric in CATALOGUE.items() if divided(metric))


@pytest.fixture(scope="module")
def blank() -> Iterator[Shop]:
    """A company that knows every shape and has no rows: its months are divided by its calendar."""
    with blank_shop() as shop:
        yield shop


@settings(max_examples=60)
@given(data=st.data())
def test_days_sum_to_the_month_and_to_each_week_for_every_additive_metric_and_unit(blank: Shop, data: Any) -> None:
    # Any calendar, with weekends, holidays or months without a working day; any month from 2019 to 2029; any amount in
    # whole units or in cents: the days of the month sum to its objective, those of a week to the week's.
    metric = CATALOGUE[data.draw(st.sampled_from(ADDITIVE))]
    month = date(data.draw(st.integers(2021, 2029)), data.draw(st.integers(1, 12)), 1)
    places = 2 if metric.unit == "money" else data.draw(st.sampled_from((0, 1)))
    amount = data.draw(st.decimals(min_value=0, max_value=10**12, places=places))
    weekdays = data.draw(st.frozensets(st.integers(0, 6)))
    closed = data.draw(st.frozensets(st.integers(1, 31), max_size=12))
    around = [month + timedelta(days=n) for n in range(-40, 80)]
    calendar = {day: day.weekday() in weekdays and day.day not in closed for day in around}
    blank.memory.clear()
    blank.memory["calendar"] = calendar
    declared = Target(
        metric=metric.name,
        cadence="month",
        scope=(None,) * 5,
        goal=Goal(float(amount), 0.0),
        valid_from=date(2020, 1, 1),
        valid_to=None,
    )
    blank.memory["targets"] = indexed([declared])
    assert total(day_goals(blank, metric.name, month)) == Decimal(str(float(amount)))
    monday = month - timedelta(days=month.weekday())
    for week in range(5):
        days = [monday + timedelta(days=7 * week + n) for n in range(7)]
        whole = goal_for(blank, metric, "week", days[0])
        assert whole is not None
        assert Decimal(str(whole.goal)) == total([goal_for(blank, metric, "day", day) for day in days])


def test_no_rate_mean_stock_or_distinct_count_is_divided() -> None:
    assert {CATALOGUE[name].aggregation for name in ADDITIVE} == {"sum"}
    assert all(CATALOGUE[name].trailing is None and CATALOGUE[name].denominator is None for name in ADDITIVE)
    assert len(ADDITIVE) > 50 and {"bookings", "cases_opened", "cash_collected"} <= {*ADDITIVE}
