"""The numbers of a plan lead to their rows; what was locked says both, as it was and what its rows make now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from crm_metrics.boards.behind.provenance import Provenance
from crm_metrics.boards.core import Cell, Control, FactSheet, Grid, Point
from crm_metrics.boards.plans.judging import locked
from crm_metrics.boards.plans.settling import settle
from crm_metrics.metrics.shop import Shop
from crm_metrics.office.planning import WorkPlan
from crm_metrics.office.plans import PlanShelf
from tests.boards.plans.test_page import ES, LAST, begin, page
from tests.boards.plans.weekly_answers import BEGAN, FIRST, GAP, NORTE, TERMS, TRIGGER, WORKS, company
from tests.boards.shown import card, facts, grid
from tests.conftest import House

EVE = TRIGGER - timedelta(days=1)


def verdict(shop: Shop, plan: WorkPlan, key: str = "csat") -> tuple[Cell, ...]:
    """The cells of a metric in the verdict."""
    body = card(page(shop, plan=plan.id), "plan_verdict").body
    assert isinstance(body, Grid)
    return next(row.cells for row in body.rows if row.key == key)


def points(shop: Shop, plan: WorkPlan) -> dict[date, Point]:
    body = card(page(shop, plan=plan.id), "plan_course").body
    assert isinstance(body, Control)
    return {one.day: one for one in body.points}


def led(shop: Shop, plan: WorkPlan, key: str, name: str) -> Provenance | None:
    """What leads from a fact."""
    body = card(page(shop, plan=plan.id), key).body
    assert isinstance(body, FactSheet) and len(body.behind) == len(body.facts)
    return next(source for (title, _), source in zip(body.facts, body.behind, strict=True) if title == name)


def test_both_sides_of_a_verdict_lead_to_the_rows_of_their_weeks(house: House, kept: PlanShelf) -> None:
    plan = begin(kept, house)
    _, before, after, *_ = verdict(company(house, WORKS[:5]), plan)
    assert (before.text, after.text) == ("65.0%", "90.0%")  # 130 of 200, 90 of 100
    assert before.behind == Provenance(
        metric="csat", every="all", since=FIRST, until=EVE, where=NORTE, value=0.65, then=0.65
    )
    assert after.behind == Provenance(
        metric="csat", every="all", since=BEGAN, until=BEGAN + timedelta(days=27), where=NORTE, value=0.9
    )  # confirmed after four of them: these are judged


def test_late_rows_leave_what_was_locked_and_stand_beside_it(house: House, kept: PlanShelf) -> None:
    plan = begin(kept, house)
    shop = company(house, WORKS[:2], late=20)  # of the first week 12 of 20, then 32 of 40; of all 150 of 220
    first = points(shop, plan)[FIRST]
    assert (first.value, first.label) == (0.6, "week 2 · 5–11 Jan: 60.0%, locked; today's rows: 80.0%")
    assert first.behind is not None and (first.behind.then, first.behind.value) == (0.6, 0.8)
    _, before, *_ = verdict(shop, plan)
    assert before.text == "65.0% · today 68.2%"
    assert before.behind is not None and before.behind.then == 0.65
    assert before.behind.value == pytest.approx(150 / 220)
    said = card(page(shop, ES, plan=plan.id), "plan_course").body
    assert isinstance(said, Control) and said.points[0].label.endswith("fijado; las filas de hoy: 80,0\u00a0%")


def test_what_a_week_says_today_is_silent_where_it_says_the_same(house: House, kept: PlanShelf) -> None:
    plan = begin(kept, house)
    shown = points(company(house, WORKS[:2], late=20), plan)
    second = shown[FIRST + timedelta(days=7)]
    assert second.label == "week 3 · 12–18 Jan: 70.0%, locked"
    since = shown[BEGAN].behind
    assert since is not None and (since.value, since.then, since.where) == (0.9, None, NORTE)


def test_an_ended_plan_says_what_its_weeks_make_now_beside_what_was_told(house: House, kept: PlanShelf) -> None:
    plan = begin(kept, house)
    settle(company(house, WORKS), kept, LAST)
    _, _, after, *_ = verdict(company(house, (18, 18, 18, 16, *WORKS[4:])), plan)  # 70 of 80 in the four that told it
    assert after.text == "90.0% · today 87.5%"
    assert after.behind is not None and after.behind.value == 0.875
    assert after.behind.then == pytest.approx(0.9)


def test_the_gap_is_as_it_was_and_leads_to_its_week_and_to_what_explains_it(house: House, kept: PlanShelf) -> None:
    plan = begin(kept, house, gap=replace(GAP, value=0.35))  # as it was read: 6 of 20 are 30 %
    shop = company(house, WORKS[:2])
    assert facts(page(shop, plan=plan.id), "plan_terms")["Result of that week"] == "35.0% · today 30.0%"
    source = led(shop, plan, "plan_terms", "Result of that week")
    assert source is not None and (source.then, source.value, source.until) == (0.35, 0.3, TRIGGER + timedelta(days=6))
    gap = led(shop, plan, "plan_terms", "Gap")
    assert gap == replace(source, gap="objective")
    assert led(shop, plan, "plan_terms", "Objective") is None


def test_a_draft_of_the_register_leads_to_the_week_that_opened_it(house: House, kept: PlanShelf) -> None:
    kept.draft(GAP, TERMS)
    shown = page(company(house), level="manager")
    body = card(shown, "plans_waiting").body
    assert isinstance(body, Grid) and grid(shown, "plans_waiting")[0][1] == "30.0%"
    source = body.rows[0].cells[1].behind
    assert source is not None and (source.value, source.then, source.every) == (0.3, 0.3, "week")


def test_a_mean_of_weekly_counts_leads_to_their_rows_and_is_not_their_sum(house: House, kept: PlanShelf) -> None:
    plan = begin(kept, house, terms=replace(TERMS, guardrails=("survey_answers",)))
    _, before, *_ = verdict(company(house, WORKS[:5]), plan, "survey_answers")
    assert before.behind is not None
    assert (before.text, before.behind.value, before.behind.since) == ("20", None, FIRST)


def test_the_comparison_unit_leads_to_its_own_rows_where_it_may_be_seen(house: House, kept: PlanShelf) -> None:
    plan = begin(kept, house, terms=replace(TERMS, comparison="Sur"))
    shop = company(house, WORKS[:5], sur=(14,) * 5)
    source = led(shop, plan, "plan_terms", "Comparison unit")
    assert facts(page(shop, plan=plan.id), "plan_terms")["Comparison unit"] == "Sur, 70.0% in the same weeks"
    assert source is not None and (source.value, source.where[-1]) == (0.7, ("team", "Sur"))


def test_a_plan_of_a_metric_that_is_defined_anew_leads_from_no_side(
    house: House, kept: PlanShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = begin(kept, house)
    shop = company(house, WORKS)
    settle(shop, kept, LAST)
    monkeypatch.setattr("crm_metrics.boards.plans.weeks.definition_of", lambda _: "another")
    _, before, after, *_ = verdict(shop, plan)
    assert (before.text, before.behind, after.behind) == ("65.0%", None, None)
    assert locked(shop, plan)["definition"] == "another"


def test_no_filter_of_the_address_comes_to_the_numbers_of_a_plan(house: House, kept: PlanShelf) -> None:
    plan = begin(kept, house)
    assert {"process", "team", "plan"} <= set(page(company(house), plan=plan.id, team="Sur").own)
