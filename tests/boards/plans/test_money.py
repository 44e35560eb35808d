"""The card of a plan's money: what a week is worth by its verdict, what was expected before it, or why none is told."""

from __future__ import annotations

from crm_metrics.boards.core import FactSheet
from crm_metrics.boards.plans.judging import judged, locked
from crm_metrics.boards.plans.settling import settle
from crm_metrics.metrics.shop import Shop
from crm_metrics.office.planning import PlanTerms, WorkPlan
from crm_metrics.office.plans import PlanShelf
from crm_metrics.words import NBSP
from tests.boards.plans import weekly_answers
from tests.boards.plans.test_page import EN, ES, LAST, begin, page
from tests.boards.plans.weekly_answers import BEGAN
from tests.boards.plans.weekly_deals import GAP, TERMS, WORKS, company
from tests.boards.shown import card, facts, grid
from tests.conftest import House
from tests.office.dated import DataUntil


def begun(kept: PlanShelf, shop: Shop) -> WorkPlan:
    drafted = kept.draft(GAP, TERMS)
    return kept.start(kept.agree(drafted, locked(shop, drafted, BEGAN)), BEGAN, DataUntil(BEGAN))


def said(text: str) -> str:
    return text.replace(NBSP, " ")


def test_a_draft_says_what_a_week_of_what_is_expected_would_be_worth(house: House, kept: PlanShelf) -> None:
    """25 points of 20 deals a week are 5, at 200 each 1,000; 200 lies between 180.27 and 221.89."""
    plan = kept.draft(GAP, TERMS)
    shown = card(page(company(house), plan=plan.id), "plan_money")
    assert said(shown.title) == "Expected of a week: +$1,000 (+$901.34 to +$1,109)"
    assert "Nobody has measured it yet" in shown.footer
    told = {name: said(text) for name, text in facts(page(company(house), plan=plan.id), "plan_money").items()}
    assert told == {
        "A week is worth": "+$1,000 (+$901.34 to +$1,109)",
        "What money it is": "revenue",
        "Volume of a week before it": "20",
        "One of them brings": "$200 ($180.27 to $221.89)",
        "Assumption": "One more or less brings what one of the same part did in the mean of 182 days",
    }


def test_a_verdict_says_what_a_week_of_its_effect_is_worth_and_it_stays(house: House, kept: PlanShelf) -> None:
    plan, shop = begun(kept, company(house)), company(house, WORKS)
    money = judged(shop, plan, LAST).money
    assert money is not None and money.money is not None
    value = said(EN.money(money.money.value, "COP", sign=True))
    settle(shop, kept, LAST)
    shown = page(shop, plan=plan.id)
    title = said(card(shown, "plan_money").title)
    assert title.startswith(f"A week of its effect is worth {value} (+$")
    assert facts(shown, "plan_money")["Volume of a week since it began"] == "20"
    assert "the ends of both" in card(shown, "plan_money").footer
    (row,) = grid(page(shop), "plans_ended")
    assert said(row[-2]).startswith(f"{value} (+$")
    assert said(card(page(company(house, (*WORKS, 1, 1)), plan=plan.id), "plan_money").title) == title


def test_a_plan_of_what_no_money_stands_behind_says_why_in_both_languages(house: House, kept: PlanShelf) -> None:
    plan = begin(kept, house)
    shop = weekly_answers.company(house, weekly_answers.WORKS)
    shown = page(shop, plan=plan.id)
    assert card(shown, "plan_money").title == "In money its effect can't be told"
    assert facts(shown, "plan_money") == {"Why": "No revenue or cost stands behind this metric in your data"}
    spanish = card(page(shop, ES, plan=plan.id), "plan_money")
    assert spanish.title == "Su efecto no se puede decir en dinero"
    assert isinstance(spanish.body, FactSheet) and spanish.body.facts[0][0] == "Por qué"


def test_a_plan_that_expects_nothing_yet_has_no_card_of_money(house: House, kept: PlanShelf) -> None:
    plan = kept.draft(GAP, PlanTerms())
    assert "plan_money" not in {one.key for one in page(company(house), plan=plan.id).cards}
