"""The money of plans and gaps on their pages: the board of the month, one plan, one number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from crm_metrics.access import Reader
from crm_metrics.analysis.relating.regression import Estimate
from crm_metrics.boards.plans.judging import locked
from crm_metrics.boards.worth.pricing import MoneyWorth, kept
from crm_metrics.office.database import opened
from crm_metrics.office.place import OfficePlace
from crm_metrics.office.plans import PlanShelf
from crm_metrics.warehouse.store import open_warehouse
from crm_metrics.words import NBSP
from tests.boards.plans.weekly_deals import GAP, TERMS
from tests.office.dated import DataUntil
from tests.pages.reading import ROOT, shown, whole

WEEK = MoneyWorth(kind="income", money=Estimate(700, 350, 1_400), units=20, price=Estimate(200, 180, 220), days=182,
                  better="up")  # fmt: skip
TOLD = {
    "state": "confirmed", "why": "beyond", "effect": 0.175, "low": 0.1, "high": 0.3, "before": 0.45, "after": 0.6,
    "weeks": 4, "better": "up", "guardrails": {}, "through": "2026-10-12", "version": 1, "money": kept(WEEK),
}  # fmt: skip


@pytest.fixture
def kept_in(demo_folder: Path, settled: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[OfficePlace]:
    """Where a test keeps what is written."""
    settled.setenv("CRM_WAREHOUSE", str(demo_folder))
    settled.setenv("CRM_DATABASE", str(tmp_path / "office.sqlite"))
    opened.cache_clear()
    yield OfficePlace(file=tmp_path / "office.sqlite")
    opened.cache_clear()


def visit(page: str, language: str, **asked: str) -> str:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for key, value in {"lang": language, **asked}.items():
        app.query_params[key] = value
    return shown(whole(app.switch_page(f"pages/{page}.py").run())).replace(NBSP, " ")


def confirm(place: OfficePlace, folder: Path) -> str:
    """A plan that was confirmed by the week that ends on 18 October: 13 days of the month are left."""
    trigger, shelf = date(2026, 9, 7), PlanShelf(opened(place), Reader("Ana", "executive"))
    plan = shelf.draft(
        replace(GAP, trigger=trigger, parts=(("process", "sales"),)), replace(TERMS, due=date(2026, 12, 31))
    )
    began = trigger + timedelta(days=7)
    running = shelf.start(shelf.agree(plan, locked(open_warehouse(folder), plan, began)), began, DataUntil(began))
    return shelf.record(running, "confirmed", TOLD).id


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_plan_that_is_confirmed_stands_on_the_board_of_the_month_at_once(
    kept_in: OfficePlace, demo_folder: Path, language: str
) -> None:
    none = "Ningún plan está confirmado" if language == "es" else "No plan is confirmed"
    assert none in visit("monthly", language)
    plan = confirm(kept_in, demo_folder)
    html = visit("monthly", language)
    assert none not in html and f"plans?plan={plan}" in html
    amount = "+$ 1.300" if language == "es" else "+$1,300"  # 13 days of 700 a week
    assert amount in html


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_plan_and_the_register_say_what_a_week_of_its_effect_is_worth(
    kept_in: OfficePlace, demo_folder: Path, language: str
) -> None:
    plan = confirm(kept_in, demo_folder)
    said = "Una semana de su efecto vale +$ 700" if language == "es" else "A week of its effect is worth +$700"
    assert said in visit("plans", language, plan=plan)
    assert ("Semana en dinero" if language == "es" else "A week in money") in visit("plans", language)


@pytest.mark.parametrize(("metric", "said"), [("promise_kept_rate", "bajo cero es pérdida"), ("csat", "no se dice")])
def test_a_gap_says_its_money_or_why_it_has_none(kept_in: OfficePlace, metric: str, said: str) -> None:
    assert said in visit("number", "es", metric=metric, every="month", until="2026-10-31", gap="before")
