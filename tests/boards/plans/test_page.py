"""The page of plans: the register in its order, one plan from its gap to its verdict, and who sees which."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.boards import plans
from crm_metrics.boards.core import Board, Control, Empty, Grid, View
from crm_metrics.boards.plans.judging import locked
from crm_metrics.boards.plans.settling import settle
from crm_metrics.errors import QuestionError
from crm_metrics.metrics.shop import Shop
from crm_metrics.office.notes.noting import NoteContent
from crm_metrics.office.notes.shelf import NoteShelf
from crm_metrics.office.planning import PlanGap, PlanTerms, WorkPlan
from crm_metrics.office.plans import PlanShelf
from crm_metrics.words import Words
from tests.boards.plans.weekly_answers import BEGAN, GAP, IDLES, NORTE, TERMS, TRIGGER, WORKS, company
from tests.boards.shown import card, facts, grid
from tests.conftest import House
from tests.office.dated import DataUntil

EN, ES = Words("en"), Words("es")
LAST = date(2026, 12, 31)


def page(shop: Shop, words: Words = EN, *, level: str = "executive", scope: Scope = EVERYTHING, **asked: str) -> Board:
    week = asked.pop("week", "")
    view = View(scope=scope, level=level, where=tuple(sorted(asked.items())),
                until=date.fromisoformat(week) if week else None)  # fmt: skip
    return plans.board(plans.gather(shop, view), words)


def begin(kept: PlanShelf, house: House, gap: PlanGap = GAP, terms: PlanTerms = TERMS) -> WorkPlan:
    drafted = kept.draft(gap, terms)
    return kept.start(kept.agree(drafted, locked(company(house), drafted, BEGAN)), BEGAN, DataUntil(BEGAN))


def test_a_plan_begins_by_the_data_of_the_warehouse_itself(house: House, kept: PlanShelf) -> None:
    """Two weeks after the gap are loaded: who knows them may not begin before the Monday after."""
    shop, drafted = company(house, WORKS[:2]), kept.draft(GAP, TERMS)
    assert shop.latest == TRIGGER + timedelta(days=20)  # the Sunday of the second week
    plan = kept.agree(drafted, locked(company(house), drafted, BEGAN))
    with pytest.raises(QuestionError, match="can't begin before"):
        kept.start(plan, shop.latest, shop)
    monday = shop.latest + timedelta(days=1)
    assert kept.start(plan, monday, shop).began == monday


def test_without_a_plan_the_page_says_what_one_is_and_how_it_begins(house: House, kept: PlanShelf) -> None:
    assert kept.plans() == ()
    body = card(page(company(house)), "no_plans").body
    assert isinstance(body, Empty)
    assert "owner" in body.reason and "weekly board" in body.reason


def test_to_a_reader_of_a_part_without_plans_nothing_is_said_of_the_others(house: House, kept: PlanShelf) -> None:
    kept.draft(GAP, TERMS)  # of Norte
    shown = page(company(house), level="supervisor", scope=Scope(teams=("Sur",)))
    body = card(shown, "no_plans").body
    assert isinstance(body, Empty) and body.fact == "Your part of the company has no plans yet"
    assert body.reason.endswith("What you are named for in plans of other parts stands under “Yours”.")
    assert shown.state is not None and shown.state.text == "no plans of your part"
    whole = page(company(house), scope=EVERYTHING)
    assert [one.key for one in whole.cards] == ["plans_waiting"]


def test_the_register_has_what_is_late_first_then_what_runs_waits_and_has_ended(house: House, kept: PlanShelf) -> None:
    begin(kept, house)  # runs, due on 1 June
    soon = replace(TERMS, due=BEGAN)  # before the last day with data
    kept.draft(replace(GAP, parts=(("process", "service"), ("team", "Sur"))), soon)
    kept.draft(replace(GAP, metric="csat_mean"), TERMS)
    gone = kept.draft(replace(GAP, metric="nps"), TERMS)
    kept.cancel(gone, "It was no gap")
    shown = page(company(house, WORKS[:2]), level="manager")
    assert [one.key for one in shown.cards] == ["plans_late", "plans_running", "plans_waiting", "plans_ended"]
    assert grid(shown, "plans_late") == [
        ["CSAT (top two of five) · Service, Sur", "Supervisor", "Ana", "23 Mar 2026", "13 days", "–", "draft"]
    ]
    assert grid(shown, "plans_running") == [
        ["CSAT (top two of five) · Service, Norte", "Ana", "1 Jun 2026", "2 of 8", "–", "–", "running"]
    ]
    assert [row[-1] for row in grid(shown, "plans_waiting") + grid(shown, "plans_ended")] == ["draft", "cancelled"]
    assert shown.summary[0] == "One plan asks for you first."
    body = card(shown, "plans_running").body
    assert isinstance(body, Grid) and body.rows[0].cells[0].leads.startswith("plans?plan=")


def test_result_objective_and_gap_of_a_plan_are_read_as_one_sum(house: House, kept: PlanShelf) -> None:
    gap = replace(GAP, parts=(("process", "service"), ("team", "Sur")), value=0.8236, goal=0.8244)
    plan = kept.draft(gap, TERMS)
    told = facts(page(company(house), plan=plan.id), "plan_terms")
    assert told["Result of that week"].startswith("82.36%")
    assert (told["Objective"], told["Gap"]) == ("82.44%", "−0.08\u00a0pp")  # else 82.4, 82.4 and −0.1


def test_a_plan_of_a_finer_level_climbs_to_a_manager_and_not_yet_to_the_executive(
    house: House, kept: PlanShelf
) -> None:
    kept.draft(GAP, replace(TERMS, due=TRIGGER))
    shop = company(house)  # six days later
    assert [one.key for one in page(shop, level="manager").cards] == ["plans_late"]
    assert [one.key for one in page(shop, level="executive").cards] == ["plans_waiting"]


def test_a_plan_that_runs_shows_its_locked_weeks_and_why_it_has_no_verdict(house: House, kept: PlanShelf) -> None:
    plan = begin(kept, house)
    shown = page(company(house, WORKS[:2], late=20), plan=plan.id)
    assert shown.title == "CSAT (top two of five) · Service, Norte"
    assert shown.summary == ("No verdict yet, 2 of 8 weeks: the first look is taken after 4 complete weeks.",)
    chart = card(shown, "plan_course").body
    assert isinstance(chart, Control)
    assert [one.value for one in chart.points] == [0.6, 0.7] * 5 + [0.3, 0.9, 0.9]  # the late answers are in none
    assert chart.centre == pytest.approx(0.65)
    assert chart.baseline_until == TRIGGER - timedelta(days=1)


def test_a_confirmed_plan_says_its_effect_with_the_interval(house: House, kept: PlanShelf) -> None:
    plan = begin(kept, house)
    shop = company(house, WORKS)
    settle(shop, kept, LAST)
    shown = page(shop, plan=plan.id)
    (sentence,) = shown.summary
    assert sentence.startswith("Confirmed: +2") and sentence.endswith("after 4 weeks.")
    row = grid(shown, "plan_verdict")[0]
    assert row[:3] == ["CSAT (top two of five)", "65.0%", "90.0%"]
    assert row[-1] == "confirmed"
    assert shown.state.text == "confirmed"
    assert page(company(house, WORKS, late=20), plan=plan.id).summary == (sentence,)  # as it was said


def test_a_plan_without_effect_says_what_is_ruled_out(house: House, kept: PlanShelf) -> None:
    plan = begin(kept, house)
    shop = company(house, IDLES)
    settle(shop, kept, LAST)
    assert (
        page(shop, plan=plan.id)
        .summary[0]
        .startswith("Without effect: the 25.0\u00a0pp expected are ruled out after 5")
    )
    assert (
        page(shop, ES, plan=plan.id).summary[0].startswith("Sin efecto: tras 5 semanas se descarta un efecto de 25,0")
    )
    assert [row[-1] for row in grid(page(shop, level="manager"), "plans_late")] == ["without effect"]


def test_what_must_not_get_worse_is_said_first_where_it_did(house: House, kept: PlanShelf) -> None:
    plan = begin(kept, house, terms=replace(TERMS, guardrails=("csat_mean",)))
    shown = page(company(house, (3,) * 5), plan=plan.id)
    assert shown.summary[0].startswith("Surely worse since it began: Mean satisfaction. Worsened: ")
    assert grid(shown, "plan_verdict")[0][0] == "Mean satisfaction (must not get worse)"


def test_a_plan_tells_what_opened_it_what_is_agreed_and_who_changed_what(house: House, kept: PlanShelf) -> None:
    plan = begin(kept, house)
    kept.change(plan, replace(TERMS, owner="Beto"))
    shown = page(company(house), plan=plan.id)
    told = facts(shown, "plan_terms")
    assert (told["Result of that week"], told["Objective"], told["Gap"]) == ("30.0%", "70.0%", "−40.0\u00a0pp")
    assert (told["Owner"], told["Effect expected"], told["Began"]) == ("Beto", "25.0\u00a0pp", "23 Mar 2026")
    changes = [row[1:] for row in grid(shown, "plan_history")]
    assert changes == [
        ["Ana", "declared, not proven", "owner: Ana → Beto"],
        ["Ana", "declared, not proven", "now running; beginning: – → 23 Mar 2026"],
        ["Ana", "declared, not proven", "now agreed; locked baseline"],
        ["Ana", "declared, not proven", "opened"],
    ]
    assert grid(shown, "plan_actions") == [["Hire", "–", "–", "to do"]]


def test_a_gap_without_a_plan_is_shown_as_it_would_be_kept(house: House, kept: PlanShelf) -> None:
    asked = {"metric": "csat", "of": "team:Norte", "week": TRIGGER.isoformat()}
    shown = page(company(house), EN, **asked)  # type: ignore[arg-type]
    assert shown.title == "Plan for a gap"
    assert facts(shown, "gap")["Result of that week"] == "30.0%"
    plan = kept.draft(replace(GAP, parts=(("team", "Norte"),)), TERMS)
    again = page(company(house), EN, **asked)  # type: ignore[arg-type]
    assert (again.title, again.state.text) == ("CSAT (top two of five) · Norte", "draft")
    assert plan.state == "draft"


def test_a_reader_of_a_part_sees_the_plans_of_that_part_alone(house: House, kept: PlanShelf) -> None:
    own = kept.draft(GAP, TERMS)
    other = kept.draft(replace(GAP, parts=(("process", "service"), ("team", "Sur"))), TERMS)
    part = Scope(teams=("Norte",))
    shown = page(company(house), scope=part)
    assert [row[0] for row in grid(shown, "plans_waiting")] == ["CSAT (top two of five) · Service, Norte"]
    assert page(company(house), scope=part, plan=own.id).state.text == "draft"
    lost = page(company(house), scope=part, plan=other.id)
    assert lost.notices[0] == "The link asks for a plan that does not exist, or is not yours to see."
    assert "Sur" not in str(lost.cards)
    refused = page(company(house), scope=part, metric="csat", of="team:Sur", week=TRIGGER.isoformat())
    assert "not of your part" in str(refused.cards[0].body)


def test_the_comparison_unit_is_not_named_to_who_may_not_see_it(house: House, kept: PlanShelf) -> None:
    plan = begin(kept, house, terms=replace(TERMS, comparison="Sur"))
    shop = company(house, WORKS[:5], sur=(18,) * 5)
    assert facts(page(shop, plan=plan.id), "plan_terms")["Comparison unit"] == "Sur, 90.0% in the same weeks"
    bound = page(shop, plan=plan.id, scope=Scope(teams=("Norte",)))
    assert facts(bound, "plan_terms")["Comparison unit"] == "another unit"
    assert "The change of another unit is taken off" in card(bound, "plan_verdict").footer
    assert bound.summary == page(shop, plan=plan.id).summary
    assert "Sur" not in str(bound)


def test_the_history_names_no_comparison_unit_to_who_may_not_see_it(house: House, kept: PlanShelf) -> None:
    plan = kept.change(kept.draft(GAP, TERMS), replace(TERMS, comparison="Sur"))
    shop = company(house)
    assert grid(page(shop, plan=plan.id), "plan_history")[0][-1] == "comparison unit: – → Sur"
    bound = page(shop, plan=plan.id, scope=Scope(teams=("Norte",)))
    assert grid(bound, "plan_history")[0][-1] == "comparison unit: – → another unit"
    assert "Sur" not in str(bound)


def test_a_verdict_that_was_said_stands_when_the_definition_changes_later(
    house: House, kept: PlanShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = begin(kept, house)
    shop = company(house, WORKS)
    settle(shop, kept, LAST)
    said = page(shop, plan=plan.id).summary
    monkeypatch.setattr("crm_metrics.boards.plans.weeks.definition_of", lambda _: "another")
    assert page(shop, plan=plan.id).summary == said
    assert said[0].startswith("Confirmed: ")


def test_an_objective_of_nothing_is_named_in_the_chart(house: House, kept: PlanShelf) -> None:
    plan = begin(kept, house, gap=replace(GAP, goal=0.0))
    body = card(page(company(house), plan=plan.id), "plan_course").body
    assert isinstance(body, Control)
    assert body.goal_text == "target 0.0%"


def test_data_that_went_back_before_a_plan_leave_it_to_be_read(house: House, kept: PlanShelf) -> None:
    """As after a version was taken back: the plan runs, and no week of it is there."""
    plan = begin(kept, house)
    early = house({"survey": []}, through=TRIGGER - timedelta(days=20))
    assert grid(page(early), "plans_running")[0][-1] == "running"
    shown = page(early, plan=plan.id)
    assert shown.summary == ("The data end on 24 Feb 2026, before the week that opened this plan.",)
    assert settle(early, kept, TRIGGER - timedelta(days=20)) == 0


def test_the_page_is_whole_in_spanish(house: House, kept: PlanShelf) -> None:
    plan = begin(kept, house)
    shown = page(company(house, WORKS[:2]), ES, plan=plan.id)
    assert shown.summary == (
        "Todavía sin veredicto, 2 de 8 semanas: la primera revisión se hace a las 4 semanas completas.",
    )
    assert shown.state.text == "en marcha"
    assert NORTE[1][1] in shown.title


def test_the_weeks_of_a_plan_show_the_notes_of_its_gap(kept: PlanShelf, house: House) -> None:
    plan = begin(kept, house)
    notes = NoteShelf(kept.database, kept.reader)
    sunday = TRIGGER + timedelta(days=6)
    for text, parts in (("Strike", NORTE), ("Of the others", (("process", "service"), ("team", "Sur")))):
        notes.write(NoteContent(first=sunday, last=sunday, text=text, parts=parts))
    (shown,) = card(page(company(house), plan=plan.id), "plan_course").notes
    assert shown.text == "Strike"
    assert [(mark.x, mark.until) for mark in shown.marks] == [(TRIGGER, TRIGGER)]
