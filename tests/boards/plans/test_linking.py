"""A gap leads to its open plan with its state, else to a new one of the same rows."""

from __future__ import annotations

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.boards.plans.linking import GapPlan, plan_cell, plan_of, plans_by_gap
from crm_metrics.office.plans import PlanShelf
from crm_metrics.words import Words
from tests.boards.plans.weekly_answers import GAP, NORTE, TERMS, TRIGGER, company
from tests.conftest import House


def test_a_gap_without_a_plan_leads_to_a_new_one(house: House, kept: PlanShelf) -> None:
    assert plans_by_gap(company(house), EVERYTHING) == {}
    led = plan_of("csat", set(NORTE), TRIGGER, EVERYTHING, {})
    assert led == GapPlan("plans?metric=csat&week=2026-03-16&of=process%3Aservice&of=team%3ANorte")
    assert plan_cell(led, Words("es")).text == "Abrir un plan"
    assert plan_cell(led, Words("en")).leads == led.leads


def test_a_gap_with_an_open_plan_leads_to_it_and_to_a_new_one_once_it_has_ended(house: House, kept: PlanShelf) -> None:
    plan = kept.draft(GAP, TERMS)
    led = plan_of("csat", set(NORTE), TRIGGER, EVERYTHING, plans_by_gap(company(house), EVERYTHING))
    assert led == GapPlan(f"plans?plan={plan.id}", "draft")
    assert plan_cell(led, Words("es")).text == "borrador"
    kept.cancel(plan, "It closed")
    assert plans_by_gap(company(house), EVERYTHING) == {}


def test_a_reader_of_a_part_opens_a_plan_of_that_part(house: House, kept: PlanShelf) -> None:
    kept.draft(GAP, TERMS)
    norte, sur = Scope(teams=("Norte",)), Scope(teams=("Sur",))
    of_process = {("process", "service")}
    found = plan_of("csat", of_process, TRIGGER, norte, plans_by_gap(company(house), norte))
    assert found is not None and found.state == "draft"
    other = plan_of("csat", of_process, TRIGGER, sur, plans_by_gap(company(house), sur))
    assert other is not None and other.leads.endswith("of=process%3Aservice&of=team%3ASur")


def test_what_has_no_better_side_has_no_plan(house: House) -> None:
    assert plan_of("discounts_given", set(), TRIGGER, EVERYTHING, {}) is None
    assert plan_cell(None, Words("en")).text == "–"
