"""What a plan is worth in a week, by hand: its effect × the deals decided in a week × what one of those won brings."""

from __future__ import annotations

from dataclasses import replace
from math import exp, sqrt

import pytest

from crm_metrics.boards.plans.judging import JudgedPlan, judged, kept_verdict, locked, told
from crm_metrics.boards.plans.telling import money_of
from crm_metrics.boards.plans.worth import of_expectation
from crm_metrics.boards.worth.pricing import FEW, kept, unkept
from crm_metrics.metrics.money import NOTHING
from crm_metrics.office.planning import WorkPlan
from tests.boards.plans import weekly_answers
from tests.boards.plans.test_judging import LAST
from tests.boards.plans.weekly_answers import BEGAN, plan
from tests.boards.plans.weekly_deals import BEFORE, GAP, IDLES, TERMS, WORKS, company
from tests.conftest import House

HALF = 1.959963984540054 * 100 / sqrt(sum(BEFORE) - 1)  # of 90 deals that lie 100 from their mean of 200
FACTOR = exp(HALF / 200)  # an amount has no upper end and is never below nothing: its interval is one of its logarithm


def running(house: House, since: tuple[int, ...], *, told: bool = True) -> JudgedPlan:
    drafted = plan(gap=GAP, terms=TERMS)
    begun = replace(drafted, state="running", locked=locked(company(house, told=told), drafted), began=BEGAN)
    return judged(company(house, since, told=told), begun, LAST)


def test_a_confirmed_effect_is_worth_its_deals_at_what_one_of_them_brings(house: House) -> None:
    found = running(house, WORKS)
    said, money = found.verdict, found.money
    assert said is not None and money is not None and money.money is not None and money.price is not None
    assert (said.state, money.kind, money.units) == ("confirmed", "income", 20)
    assert money.price.value == pytest.approx(200)
    assert money.price.low == pytest.approx(200 / FACTOR)
    assert money.price.high == pytest.approx(200 * FACTOR)
    assert said.effect is not None and said.low is not None and said.high is not None
    assert money.money.value == pytest.approx(said.effect * 20 * 200)  # some 35 points: 7 deals a week, 1,400
    assert 1_200 < money.money.value < 1_600
    assert money.money.low == pytest.approx(said.low * 20 * 200 / FACTOR)
    assert money.money.high == pytest.approx(said.high * 20 * 200 * FACTOR)


def test_what_is_not_sure_has_a_range_on_both_sides_of_nothing(house: House) -> None:
    found = running(house, IDLES)
    assert found.state == "no_effect" and found.money is not None and found.money.money is not None
    assert found.money.money.low < 0 < found.money.money.high


def test_before_the_first_look_nothing_is_worth_anything(house: House) -> None:
    assert running(house, WORKS[:3]).money is None


def test_deals_that_do_not_say_what_they_brought_have_no_price(house: House) -> None:
    found = running(house, WORKS, told=False).money
    assert found is not None and found.money is None
    assert found.reason is not None and (found.reason.template, found.reason.parts) == (FEW, {"least": 30})


def test_answers_of_customers_have_no_money(house: House) -> None:
    drafted = plan()
    begun = replace(drafted, state="running", locked=locked(weekly_answers.company(house), drafted), began=BEGAN)
    found = judged(weekly_answers.company(house, weekly_answers.WORKS), begun, LAST).money
    assert found is not None and found.money is None and found.reason is not None
    assert found.reason.template == NOTHING


def test_what_is_expected_is_worth_its_deals_of_the_weeks_before(house: House) -> None:
    """25 points of 20 deals a week are 5, at 200 each 1,000."""
    found = of_expectation(company(house), plan(gap=GAP, terms=TERMS))
    assert found is not None and found.money is not None
    assert found.money.value == pytest.approx(1_000)
    assert found.money.low == pytest.approx(1_000 / FACTOR)
    assert of_expectation(company(house), plan(gap=GAP, terms=replace(TERMS, expected=None))) is None


def test_what_was_said_when_it_ended_stays(house: House) -> None:
    found = running(house, WORKS)
    ended = replace(plan("confirmed", gap=GAP, terms=TERMS), told=told(found, 7))
    assert found.money is not None
    assert money_of(ended, None) == unkept(kept(found.money)) == found.money
    assert kept_verdict(ended.told or {}).state == "confirmed"
    old: WorkPlan = replace(ended, told={**(ended.told or {}), "money": None})
    assert money_of(old, None) is None
