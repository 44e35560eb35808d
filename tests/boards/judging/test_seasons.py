from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import crm_metrics
from crm_metrics.access import EVERYTHING
from crm_metrics.analysis import baselines
from crm_metrics.boards.judging import seasons
from crm_metrics.boards.series import Indicator, Series, arranged, collect
from crm_metrics.boards.tiles import control
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.shop import Shop
from crm_metrics.periods import months_later
from crm_metrics.words import Words
from tests.conftest import House, houses

OPENED = Indicator("cases_opened", "service")
DECEMBER = date(2026, 12, 31)
# Do not judge: they only look whether a series tells anything, or hold months against each other.
UNJUDGED = {"boards/series.py", "boards/process/page.py", "boards/committee/trade_off.py"}


# 60 to 64 a month, evenly over its days, in an order that repeats after five months, and twice as many in a December.
CASES = """
insert into main.work_item (work_item_id, process, kind, customer_id, status, opened_at)
with month as (
  select m::date as first, row_number() over (order by m) as place
  from generate_series($first::timestamp, $through::timestamp, interval 1 month) of_months(m)
), counted as (
  select first, last_day(first) - first + 1 as days, (60 + place * 3 % 5) * if(month(first) = 12, 2, 1) as n from month
)
select 'c' || first || '-' || k, 'service', 'request', 'ana', 'open',
  (first + (days * k // n)::integer + interval 12 hour) at time zone 'America/Bogota'
from counted, range(n) of_cases(k)
"""


def company(house: House, first: date) -> Shop:
    shop = house({"work_item": []}, first=first, through=DECEMBER)
    shop.connection.execute(CASES, {"first": first, "through": DECEMBER})
    return shop


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    """Four years of cases, the last of which is judged."""
    with houses() as house:
        yield company(house, date(2023, 1, 1))


def series_of(shop: Shop, every: str = "month", *, judged: bool = True, until: date = DECEMBER) -> Series:
    since, baseline = baselines.window(every, until)
    results = collect(
        shop, [OPENED], every=every, since=since, until=until, scope=EVERYTHING, baseline=baseline if judged else None
    )
    return next(iter(arranged(OPENED, results[OPENED], every, baseline).values()))


def test_a_december_as_every_year_is_no_change_and_no_number_of_it_moves(shop: Shop) -> None:
    plain, found = series_of(shop, judged=False), series_of(shop)
    assert plain.signal.kind == "watch"  # of a number that is neither better nor worse
    assert plain.signal.season is None
    assert found.signal.kind == "routine"
    assert found.signal.season is not None
    assert found.signal.season.years == 3
    assert (found.readings, found.value) == (plain.readings, plain.value)


def test_the_weeks_of_december_are_no_change_either(shop: Shop) -> None:
    until = date(2026, 12, 20)
    plain, found = series_of(shop, "week", judged=False, until=until), series_of(shop, "week", until=until)
    assert plain.signal.kind == "watch"  # of a number that is neither better nor worse
    assert found.signal.season is not None
    assert found.signal.kind == "routine"


def test_with_less_than_two_years_nothing_more_is_said(house: House) -> None:
    shop = company(house, date(2024, 2, 1))
    found = series_of(shop)
    assert found == series_of(shop, judged=False)
    assert found.signal.season is None


def test_the_months_before_are_those_of_the_facts(shop: Shop) -> None:
    since, baseline = baselines.window("week", date(2026, 12, 20))
    results = collect(shop, [OPENED], every="week", since=since, until=DECEMBER, scope=EVERYTHING, baseline=baseline)
    counted = shop.fetch(
        "select date_trunc('month', opened_at at time zone 'America/Bogota')::date, count(*) from main.work_item"
        " where opened_at < timestamptz '2026-08-01 00:00:00-05' group by 1 order by 1"
    )
    assert [(one.period, one.value) for one in results[OPENED].past] == counted


def test_what_is_drawn_says_that_its_season_is_out_in_both_languages(shop: Shop) -> None:
    found = series_of(shop)
    drawn = control(found, Words("en"), "COP", every="month")
    assert drawn.taken_out == "season of the year taken out, from 3 years; Easter is not"
    assert "without the season of the year" in drawn.points[-1].label
    drawn = control(found, Words("es"), "COP", every="month")
    assert drawn.taken_out == "sin la estacionalidad del año, según 3 años; la Semana Santa no se descuenta"


def readings(values: list[float]) -> list[Reading]:
    return [
        Reading(metric="mine", period=months_later(date(2024, 1, 1), place), groups=(), numerator=None,
                denominator=None, value=value, n=None, complete=True)
        for place, value in enumerate(values)
    ]  # fmt: skip


HALVES = [*[40.0] * 6, *[60.0] * 6] * 2


@pytest.mark.parametrize(("name", "times"), [("bookings", True), ("csat", False), ("receivables", True)])
def test_amounts_have_factors_and_rates_distances(name: str, times: bool) -> None:
    found = seasons.season(metric_of(name), readings(HALVES), "month", date(2025, 12, 31))
    assert found is not None
    assert found.times == times


def test_months_that_are_no_routine_tell_no_season() -> None:
    begun = frozenset([date(2024, 3, 1)])
    assert seasons.season(metric_of("csat"), readings(HALVES), "month", date(2025, 12, 31), begun) is None
    assert seasons.season(metric_of("csat"), readings(HALVES), "day", date(2025, 12, 31), begun) is not None


def test_every_board_that_judges_asks_for_the_months_before() -> None:
    root = Path(crm_metrics.__file__).parent
    judging = [file for file in root.rglob("*.py") if "arranged(" in file.read_text(encoding="utf-8")]
    silent = {
        str(file.relative_to(root)) for file in judging if "baseline=baseline" not in file.read_text(encoding="utf-8")
    }
    assert silent == UNJUDGED | {"boards/cards/hourly.py"}  # whose `_arranged` is of hours
