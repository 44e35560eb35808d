"""What an executive asks of the money of plans on the monthly board, with the value that the facts give."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_metrics.access import Reader
from crm_metrics.boards import monthly
from crm_metrics.boards.core import View
from crm_metrics.boards.plans.judging import judged, locked, told
from crm_metrics.metrics.shop import Shop
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.planning import PlanAction, PlanGap, PlanTerms
from crm_metrics.office.plans import PlanShelf
from tests.boards.questions.asking import EN, LAST, card, cells, one
from tests.office.dated import DataUntil

TRIGGER = date(2026, 2, 16)  # a Monday
BEGAN = TRIGGER + timedelta(days=7)
WEEKS = 4
GAP = PlanGap(
    metric="promise_kept_rate", parts=(("process", "collections"),), trigger=TRIGGER, better="up", value=0.5, goal=0.6
)  # fmt: skip
TERMS = PlanTerms(
    cause="Late calls", fix="A call the day before", actions=(PlanAction("Call"),), owner="Marta",
    due=date(2026, 5, 1), expected=0.1, planned=WEEKS,
)  # fmt: skip


@pytest.fixture
def shelf(office: OfficeDatabase) -> PlanShelf:
    return PlanShelf(office, Reader("Ana", "executive"))


def test_what_do_the_confirmed_plans_bring_in_money(company: Shop, shelf: PlanShelf) -> None:
    """A week's effect × what was promised for a week of those judged × the weeks of April since the verdict."""
    assert "No plan is confirmed" in card(monthly.board(monthly.gather(company, View()), EN), "benefit").title
    drafted = shelf.draft(GAP, TERMS)
    plan = shelf.start(shelf.agree(drafted, locked(company, drafted, BEGAN)), BEGAN, DataUntil(BEGAN))
    found = judged(company, plan, LAST)
    assert found.verdict is not None and found.verdict.effect is not None
    shelf.record(plan, "confirmed", told(found, company.version))  # whatever the weeks of the demo say
    last = BEGAN + timedelta(days=7 * found.verdict.weeks - 1)
    promised = one(company, "select sum(promised_amount) from main.interaction where promised_on is not null and"
                            " process = 'collections' and coalesce(customer_id, 'unknown') <> 'unknown' and promised_on"
                            f" between date '{BEGAN}' and date '{last}'")  # fmt: skip
    week = found.verdict.effect * float(promised) / found.verdict.weeks
    shown = cells(monthly.board(monthly.gather(company, View()), EN), "benefit")[plan.id]
    days = (LAST - max(last, date(2026, 3, 31))).days
    assert shown["week"].text == EN.money(week, "COP", sign=True)
    assert shown["month"].text == EN.money(week * days / 7, "COP", sign=True)
    assert shown["kind"].text == "cash collected"
