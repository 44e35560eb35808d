"""What confirmed plans bring on the monthly board, by hand: each plan, each kind of money, and what is not counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crm_metrics.access import Reader, Scope
from crm_metrics.analysis.relating.regression import Estimate
from crm_metrics.boards import monthly
from crm_metrics.boards.committee import benefit
from crm_metrics.boards.committee.benefit import MonthBenefit
from crm_metrics.boards.core import Board, Card, Empty, Grid, View
from crm_metrics.boards.facts import MonthlyFacts
from crm_metrics.boards.plans.benefit import benefits
from crm_metrics.boards.plans.judging import locked
from crm_metrics.boards.plans.settling import settle
from crm_metrics.boards.worth.pricing import MoneyWorth
from crm_metrics.metrics.readings import because
from crm_metrics.metrics.shop import Shop
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.planning import WorkPlan
from crm_metrics.office.plans import PlanShelf
from crm_metrics.words import NBSP, Words
from tests.boards.board_facts import FRAME
from tests.boards.plans import weekly_deals as deals
from tests.boards.plans.test_benefit import APRIL, WEEK, confirmed
from tests.boards.plans.weekly_answers import BEGAN
from tests.conftest import House
from tests.office.dated import DataUntil

EN, ES = Words("en"), Words("es-CO")
UNTOLD = MoneyWorth(reason=because("no revenue or cost stands behind this metric in your data"))
SAVED = replace(WEEK, kind="cost", money=Estimate(70, 7, 140))


@pytest.fixture
def shelf(office: OfficeDatabase) -> PlanShelf:
    return PlanShelf(office, Reader("Ana", "executive"))


def shown(*plans: WorkPlan, words: Words = EN) -> Card:
    found = MonthBenefit(month=APRIL, found=benefits(plans, APRIL), names={})
    return benefit.card(found, FRAME, words)


def table(card: Card) -> list[list[str]]:
    assert isinstance(card.body, Grid)
    return [[cell.text.replace(NBSP, " ") for cell in row.cells] for row in card.body.rows]


def test_a_plan_stands_with_its_weeks_what_a_week_is_worth_and_the_range_of_the_month() -> None:
    """Confirmed on 29 March at 700 a week (350 to 1,400): 30 days are 4.3 weeks and 3,000 (1,500 to 6,000)."""
    card = shown(confirmed("2026-03-23"))
    assert card.title.replace(NBSP, " ") == "Confirmed plans bring +$3,000 (+$1,500 to +$6,000) of revenue"
    assert table(card) == [
        ["CSAT (top two of five) · Service, Norte", "29 Mar 2026", "4.3", "+$700", "+$3,000", "+$1,500 to +$6,000",
         "revenue"],
    ]  # fmt: skip
    assert "lasts as it was measured" in card.footer and "52 weeks" in card.footer
    assert [one.metric for one in card.definitions] == ["csat"]


def test_each_kind_of_money_has_its_own_sum_and_what_has_none_says_why() -> None:
    card = shown(
        confirmed("2026-03-23", key="a"), confirmed("2026-03-23", key="a2"), confirmed("2026-03-23", SAVED, key="b"),
        confirmed("2026-03-23", UNTOLD, key="c"), confirmed("2026-03-23", None, key="d"),
    )  # fmt: skip
    assert card.title.replace(NBSP, " ") == "Confirmed plans bring +$6,000 of revenue and +$300 of cost saved"
    assert [row[4:] for row in table(card)] == [
        ["+$3,000", "+$1,500 to +$6,000", "revenue"],
        ["+$3,000", "+$1,500 to +$6,000", "revenue"],
        ["+$300", "+$30 to +$600", "cost saved"],
        ["–", "–", "not told: no revenue or cost stands behind this metric in your data"],
        ["–", "–", "not told: it ended before its money was told"],
        ["+$6,000", "+$3,000 to +$12.0 k", "revenue"],
    ]
    assert "Of 2 confirmed plans no money is told" in card.footer
    assert "same metric" in card.footer


def test_a_title_of_many_kinds_begins_with_the_revenue() -> None:
    kinds = ("expected", "cash", "cost", "recurring", "income")
    plans = [confirmed("2026-03-23", replace(WEEK, kind=kind), key=kind) for kind in kinds]
    assert shown(*plans).title.replace(NBSP, " ") == (
        "Confirmed plans bring +$3,000 of revenue, and money of 4 more kinds"
    )
    assert len(table(shown(*plans))) == 5  # a kind of one plan has no sum of its own


def test_a_month_without_a_confirmed_plan_says_so_in_both_languages() -> None:
    card = shown(confirmed("2026-03-23", state="not_yet"), confirmed("2026-03-23", state="no_effect", key="2"))
    assert card.title == "No plan is confirmed by the end of April 2026"
    assert isinstance(card.body, Empty) and "verdict" in card.body.reason
    assert shown(words=ES).title == "Ningún plan está confirmado al cierre de abril de 2026"


def test_confirmed_plans_without_money_are_counted_and_no_amount_is_made_up() -> None:
    card = shown(confirmed("2026-03-23", UNTOLD))
    assert card.title == "One plan is confirmed, and no money is told behind it"
    assert [row[3:6] for row in table(card)] == [["–", "–", "–"]]


def test_the_board_shows_what_the_verdict_wrote_within_the_part_of_its_reader(house: House, shelf: PlanShelf) -> None:
    """Begun on 23 March and confirmed by the week from 13 April on: of April there are eleven days since."""
    company = deals.company(house, (*deals.WORKS, 16, 16))
    drafted = shelf.draft(deals.GAP, deals.TERMS)
    plan = shelf.start(shelf.agree(drafted, locked(deals.company(house), drafted, BEGAN)), BEGAN, DataUntil(BEGAN))
    assert card_of(company, View()).title == "No plan is confirmed by the end of April 2026"
    assert settle(company, shelf, date(2026, 5, 3)) == 1
    (kept,) = shelf.plans()
    assert (kept.state, (kept.told or {})["through"]) == ("confirmed", "2026-04-13")
    week = (kept.told or {})["money"]["money"]
    (row,) = table(card_of(company, View()))
    assert row[:4] == [
        "Win rate · Sales, Norte",
        "19 Apr 2026",
        "1.6",
        EN.money(week[0], "COP", sign=True).replace(NBSP, " "),
    ]
    assert row[4] == EN.money(week[0] * 11 / 7, "COP", sign=True).replace(NBSP, " ")
    other = MonthlyFacts(view=View(scope=Scope(teams=("Sur",))), frame=FRAME, period=APRIL)
    found = benefit.gather(company, other)
    assert found is not None and found.found == ()
    assert "benefit" not in {one.key for one in board(company, View(where=(("tier", "high"),))).cards}
    assert plan.id == kept.id


def board(shop: Shop, view: View) -> Board:
    return monthly.board(monthly.gather(shop, replace(view, until=date(2026, 4, 30))), EN)


def card_of(shop: Shop, view: View) -> Card:
    return next(one for one in board(shop, view).cards if one.key == "benefit")
