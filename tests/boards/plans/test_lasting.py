"""A gap that lasts four complete weeks is drafted once, without an owner, opened by the first of these weeks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from crm_metrics.boards.plans.lasting import WEEKS, drafts, run
from crm_metrics.boards.series import Series
from crm_metrics.metrics.readings import because
from crm_metrics.office.planning import PlanTerms
from crm_metrics.office.plans import PlanShelf
from tests.boards.board_facts import made
from tests.boards.plans.weekly_answers import FIRST, TERMS, WORKS, company
from tests.conftest import House

GOOD, BAD = 0.9, 0.5


def csat(*weeks: float | None, goal: float | None = 0.8) -> Series:
    """The satisfaction of service, week by week from FIRST on."""
    series = made("csat", weeks, process="service", goal=goal)
    days = [FIRST + timedelta(days=7 * place) for place in range(len(weeks))]
    return replace(
        series, readings=tuple(replace(one, period=day) for one, day in zip(series.readings, days, strict=True))
    )


@pytest.mark.parametrize(
    ("weeks", "n"),
    [
        ((GOOD, BAD, BAD, BAD, BAD), 4),
        ((BAD, GOOD, BAD, BAD, BAD), 3),
        ((BAD, BAD, BAD, BAD, GOOD), 0),
        ((BAD, BAD, None, BAD, BAD), 2),
        ((BAD,) * 5, 5),
    ],
)
def test_only_weeks_in_a_row_up_to_now_count(weeks: tuple[float | None, ...], n: int) -> None:
    series = csat(*weeks)
    assert len(run(series, series.readings[-1].period)) == n


def test_a_week_of_few_rows_or_not_complete_breaks_the_row_and_no_target_is_missed_without_one() -> None:
    series = csat(*(BAD,) * 4)
    last = series.readings[-1].period
    few = replace(series, readings=(*series.readings[:3], replace(series.readings[3], n=9)))
    open_ = replace(series, readings=(*series.readings[:3], replace(series.readings[3], complete=False)))
    lacking = replace(series.readings[2], complete=False, reason=because("{count} rows of {table}", count=1, table="t"))
    assert len(run(series, last)) == 4
    assert run(few, last) == run(open_, last) == ()
    assert len(run(replace(series, readings=(*series.readings[:2], lacking, series.readings[3])), last)) == 1
    assert run(csat(*(BAD,) * 4, goal=None), last) == ()


def test_a_gap_that_lasts_is_drafted_without_an_owner_and_once(house: House, kept: PlanShelf) -> None:
    shop, series = company(house, WORKS), csat(*(GOOD,) * 6, *(BAD,) * WEEKS)
    last = series.readings[-1].period
    (plan,) = drafts(shop, [series], last, kept)
    assert (plan.state, plan.opened_by, plan.terms) == ("draft", "Pulso", PlanTerms())
    assert plan.gap.parts == (("process", "service"),)
    assert plan.gap.trigger == series.readings[-WEEKS].period  # so that none of the bad weeks is in its baseline
    assert kept.history(plan)[0].proof == "system"
    assert drafts(shop, [series], last, kept) == []


def test_a_gap_whose_plan_was_cancelled_is_drafted_again_only_when_it_begins_anew(
    house: House, kept: PlanShelf
) -> None:
    shop, series = company(house, WORKS), csat(*(GOOD,) * 2, *(BAD,) * WEEKS)
    (plan,) = drafts(shop, [series], series.readings[-1].period, kept)
    kept.cancel(plan, "Known")
    longer = csat(*(GOOD,) * 2, *(BAD,) * (WEEKS + 1))
    assert drafts(shop, [longer], longer.readings[-1].period, kept) == []
    again = csat(*(GOOD,) * 2, *(BAD,) * WEEKS, GOOD, *(BAD,) * WEEKS)
    (second,) = drafts(shop, [again], again.readings[-1].period, kept)
    assert second.gap.trigger == again.readings[-WEEKS].period


def test_a_gap_that_somebody_has_opened_is_left_to_them(house: House, kept: PlanShelf) -> None:
    shop, series = company(house, WORKS), csat(*(BAD,) * WEEKS)
    last = series.readings[-1].period
    (plan,) = drafts(shop, [series], last, kept)
    assert kept.change(plan, TERMS).terms.owner == "Ana"
    assert drafts(shop, [series], last, kept) == []
    assert drafts(shop, [csat(*(GOOD,) * WEEKS)], last, kept) == []
