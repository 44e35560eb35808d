"""What a manager asks of the page of plans: where each answer stands, with the value that the facts give."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_metrics.access import Reader
from crm_metrics.boards import plans
from crm_metrics.boards.core import Board, Control, FactSheet, View
from crm_metrics.boards.plans.judging import locked
from crm_metrics.metrics.shop import Shop
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.planning import PlanAction, PlanGap, PlanTerms, WorkPlan
from crm_metrics.office.plans import PlanShelf
from tests.boards.questions.asking import DAY, EN, answers, card, cells, on, share
from tests.office.dated import DataUntil

TRIGGER = date(2026, 3, 30)  # a Monday, eight whole weeks before the last one that the data have
BEGAN = TRIGGER + timedelta(days=7)
GAP = PlanGap(metric="csat", parts=(("process", "service"),), trigger=TRIGGER, better="up", value=0.7, goal=0.78)
TERMS = PlanTerms(
    cause="Mondays", fix="One more", actions=(PlanAction("Hire", "Beto", date(2026, 4, 6)),), owner="Marta",
    due=date(2026, 5, 1), expected=0.1,
)  # fmt: skip


def week(day: date, more: str = "process = 'service'") -> str:
    return answers(more, f"between date '{day}' and date '{day + timedelta(days=6)}'")


@pytest.fixture
def shelf(office: OfficeDatabase) -> PlanShelf:
    return PlanShelf(office, Reader("Ana", "executive"))


@pytest.fixture
def plan(shelf: PlanShelf, company: Shop) -> WorkPlan:
    drafted = shelf.draft(GAP, TERMS)
    return shelf.start(shelf.agree(drafted, locked(company, drafted, BEGAN)), BEGAN, DataUntil(BEGAN))


def page(company: Shop, **asked: str) -> Board:
    view = View(level="manager", where=tuple(sorted(asked.items())), until=TRIGGER)
    return plans.board(plans.gather(company, view), EN)


def test_which_plans_are_late_and_who_answers_for_them(company: Shop, plan: WorkPlan) -> None:
    (row,) = cells(page(company), "plans_late").values()
    assert (row["owner"].text, row["due"].text) == ("Marta", "1 May 2026")
    assert row["late"].text == f"{(DAY - date(2026, 5, 1)).days} days"


def test_how_big_was_the_gap_when_it_was_opened(company: Shop, plan: WorkPlan) -> None:
    body = card(page(company, plan=plan.id), "plan_terms").body
    assert isinstance(body, FactSheet)
    told = dict(body.facts)
    now = EN.percent(share(company, week(TRIGGER)))  # what was locked stands, beside what its rows make today
    assert (told["Result of that week"], told["Objective"]) == (f"70.0% · today {now}", "78.0%")


def test_how_the_metric_went_before_and_since(company: Shop, plan: WorkPlan) -> None:
    chart = card(page(company, plan=plan.id), "plan_course").body
    assert isinstance(chart, Control)
    shown = {one.day: one.value for one in chart.points}
    for day in (TRIGGER - timedelta(days=7), TRIGGER, BEGAN, BEGAN + timedelta(days=21)):
        assert shown[day] == pytest.approx(share(company, week(day))), day
    first, last = min(shown), TRIGGER - timedelta(days=1)
    before = answers("process = 'service'", f"between date '{first}' and date '{last}'")
    assert chart.centre == pytest.approx(share(company, before))  # over all answers: no mean of shares


def test_what_it_brought_by_now(company: Shop, plan: WorkPlan) -> None:
    shown = page(company, plan=plan.id)
    row = cells(shown, "plan_verdict")["csat"]
    whole = (DAY - BEGAN + timedelta(days=1)).days // 7
    n = int(card(shown, "plan_verdict").title.split()[2])
    assert 4 <= n <= whole
    since = answers("process = 'service'", f"between date '{BEGAN}' and date '{BEGAN + timedelta(days=7 * n - 1)}'")
    assert row["column2"].text == EN.percent(share(company, since))


def test_what_a_new_plan_would_be_held_to(company: Shop, shelf: PlanShelf) -> None:
    body = card(page(company, metric="csat", of="process:service"), "gap").body
    assert isinstance(body, FactSheet)
    told = dict(body.facts)
    assert told["Result of that week"] == EN.percent(share(company, week(TRIGGER)))
    assert on("responded_at") in week(TRIGGER)
