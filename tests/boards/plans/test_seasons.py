"""A plan that began in March, and a spring that lifts the answers each year: what of its weeks is of the season."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from crm_metrics.boards.plans.judging import judged, locked
from crm_metrics.boards.plans.seasons import usual
from crm_metrics.boards.plans.weeks import baseline
from crm_metrics.metrics.shop import Shop
from tests.boards.plans.weekly_answers import BEGAN, EACH, TRIGGER, answer_of, plan
from tests.conftest import House

LAST = TRIGGER + timedelta(days=8 * 7 + 6)  # 17 May
SPRING = (4, 5)


def company(house: House, spring: Collection[int], years: int = 2) -> Shop:
    """Norte by weeks of so many years before the plan's: 12 and 14 of 20 by turns, 18 in spring and since the plan."""
    first, rows = date(2026 - years, 1, 1), []
    first += timedelta(days=-first.weekday() % 7)
    for number in range((LAST - first).days // 7 + 1):
        week = first + timedelta(days=7 * number)
        hits = 18 if week.month in spring or week > TRIGGER else 6 if week == TRIGGER else (12, 14)[number % 2]
        rows += [answer_of(f"{week}-{one}", "Norte", week, 5 if one < hits else 1) for one in range(EACH)]
    return house({"survey": rows}, first=first, through=LAST, loaded_at=datetime(2026, 5, 18, 12, tzinfo=UTC))


def told(shop: Shop) -> tuple[str, str]:
    drafted = plan()
    running = replace(drafted, state="running", locked=locked(shop, drafted), began=BEGAN)
    found = judged(shop, running, LAST).verdict
    assert found is not None
    return found.state, found.why


def test_a_rise_that_comes_each_spring_is_not_the_plans(house: House) -> None:
    assert told(company(house, SPRING)) == ("not_yet", "season")


def test_the_same_rise_where_no_spring_had_one_is_confirmed(house: House) -> None:
    assert told(company(house, ())) == ("confirmed", "beyond")


def test_one_year_tells_no_season(house: House) -> None:
    assert told(company(house, SPRING, years=1))[0] == "confirmed"


def test_the_weeks_of_spring_usually_lie_a_quarter_above_the_others(house: House) -> None:
    shop, drafted = company(house, SPRING), plan()
    held = baseline(locked(shop, drafted), TRIGGER)
    may, march = date(2026, 5, 4), date(2026, 3, 23)
    found = usual(shop, drafted.gap, held, [may, march])
    # 18 of 20 and 13 of 20; a few days of April lie in weeks of March, so that a month's part is not quite theirs.
    assert found[may] - found[march] == pytest.approx(0.25, abs=0.03)
