"""What confirmed plans bring in a month, by hand: a week's worth × the weeks since the verdict, each kind by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crm_metrics.analysis.relating.regression import Estimate
from crm_metrics.boards.plans.benefit import benefits, same_metric, totals
from crm_metrics.boards.worth.pricing import MoneyWorth, kept
from crm_metrics.metrics.readings import because
from crm_metrics.office.planning import WorkPlan
from crm_metrics.periods import Period
from tests.boards.plans.weekly_answers import GAP, plan

APRIL = Period(date(2026, 4, 1), date(2026, 4, 1), date(2026, 4, 30))
WEEK = MoneyWorth(kind="income", money=Estimate(700, 350, 1_400), better="up")


def confirmed(week: str, worth: MoneyWorth | None = WEEK, *, state: str = "confirmed", key: str = "1") -> WorkPlan:
    """A plan whose last week judged begins on this Monday."""
    told = {"through": week, "money": kept(worth) if worth else None}
    return replace(plan(state), told=told, id=key)


def test_a_plan_confirmed_before_the_month_counts_for_all_of_it() -> None:
    """Its last week ends on 29 March: 30 days of April are 30 ÷ 7 weeks at 700."""
    (one,) = benefits([confirmed("2026-03-23")], APRIL)
    assert (one.confirmed, one.days) == (date(2026, 3, 29), 30)
    assert one.money is not None
    assert (one.money.value, one.money.low, one.money.high) == pytest.approx((3_000, 1_500, 6_000))


def test_one_confirmed_in_the_month_counts_from_the_day_after() -> None:
    """Its last week ends on Sunday 19 April: 20 to 30 April are 11 days."""
    (one,) = benefits([confirmed("2026-04-13")], APRIL)
    assert (one.confirmed, one.days) == (date(2026, 4, 19), 11)
    assert one.money is not None and one.money.value == pytest.approx(1_100)


def test_one_whose_start_was_chosen_when_its_weeks_were_known_counts_for_nothing() -> None:
    late = replace(confirmed("2026-03-23"), began=date(2026, 1, 5), locked={})
    assert benefits([late], APRIL) == ()
    assert len(benefits([replace(late, locked={"started_through": "2026-01-04"})], APRIL)) == 1


def test_one_confirmed_later_is_not_of_this_month() -> None:
    assert benefits([confirmed("2026-04-27")], APRIL) == ()  # its week ends on 3 May


def test_after_a_year_nobody_says_any_more_what_would_be_without_it() -> None:
    """Confirmed on 6 April 2025 it counts for 364 days, to 5 April 2026: five days of April."""
    (one,) = benefits([confirmed("2025-03-31")], APRIL)
    assert (one.confirmed, one.days) == (date(2025, 4, 6), 5)
    assert benefits([confirmed("2025-03-17")], APRIL) == ()


@pytest.mark.parametrize(
    "state", ["draft", "agreed", "running", "verifying", "not_yet", "no_effect", "worse", "cancelled"]
)
def test_no_other_state_ever_counts(state: str) -> None:
    assert benefits([confirmed("2026-03-23", state=state)], APRIL) == ()


def test_each_kind_of_money_is_added_up_by_itself_and_what_is_not_told_is_in_none() -> None:
    saved = replace(WEEK, kind="cost", money=Estimate(70, 7, 140))
    untold = MoneyWorth(reason=because("no revenue or cost stands behind this metric in your data"))
    plans = [confirmed("2026-03-23", key="a"), confirmed("2026-03-23", key="b"),
             confirmed("2026-03-23", saved, key="c"), confirmed("2026-03-23", untold, key="d"),
             confirmed("2026-03-23", None, key="e")]  # fmt: skip
    found = benefits(plans, APRIL)
    assert [one.plan.id for one in found] == ["a", "b", "c", "d", "e"]
    sums = totals(found)
    assert {kind: (round(one.value), round(one.low), round(one.high)) for kind, one in sums.items()} == {
        "income": (6_000, 3_000, 12_000), "cost": (300, 30, 600),
    }  # fmt: skip
    assert same_metric(found)
    other = replace(plans[1], gap=replace(GAP, metric="csat_mean"))
    assert not same_metric(benefits([plans[0], other], APRIL))
