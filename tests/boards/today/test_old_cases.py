from __future__ import annotations

from dataclasses import replace
from datetime import date

from crm_metrics.boards.core import Empty, Grid, View
from crm_metrics.boards.facts import DailyFacts
from crm_metrics.boards.today import old_cases
from crm_metrics.boards.today.cases import Cases, OpenCase
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME, day
from tests.conftest import House
from tests.warehouse.shapes.made import item

EN, ES = Words("en"), Words("es-CO")
DAY = date(2026, 1, 12)


def waiting(name: str, tier: str) -> OpenCase:
    return OpenCase(
        item=name, customer="C1", called="C1", owner="Ana", team="Norte", process="service", tier=tier, reason="",
        age=12, clock=None, promised=False,
    )  # fmt: skip


def found(*tiers: str) -> Cases:
    return Cases(metric="old_cases", day=DAY, cases=tuple(waiting(f"w{n}", tier) for n, tier in enumerate(tiers)))


def test_the_title_counts_all_rows_and_those_of_the_first_tier() -> None:
    card = old_cases.card(found("strategic", "strategic", "low"), FRAME, ES)
    assert card.title == "3 casos llevan más de 10 días abiertos; 2 de nivel estratégico"
    assert isinstance(card.body, Grid)
    assert len(card.body.rows) == 3
    assert old_cases.card(found("high"), FRAME, EN).title == "One case open for more than 10 days, of the high tier"
    assert old_cases.card(found("", ""), FRAME, EN).title == "2 cases open for more than 10 days"


def test_where_nothing_is_old_it_says_so() -> None:
    body = old_cases.card(found(), FRAME, EN).body
    assert isinstance(body, Empty)
    assert body.fact == "Cases open for more than 10 days: none"


def test_a_company_without_cases_and_a_view_without_service_have_no_list(house: House) -> None:
    facts = DailyFacts(view=View(), frame=FRAME, period=day(DAY))
    assert old_cases.gather(house({"survey": []}), facts) is None
    shop = house({"work_item": [item("w1", "2026-01-01 09:00")]}, through=DAY)
    assert old_cases.gather(shop, replace(facts, view=View(process="sales"))) is None
    leads = house({"work_item": [item("w1", "2026-01-01 09:00", process="presales", kind="lead")]}, through=DAY)
    assert old_cases.gather(leads, facts) is None  # of service nothing is recorded: that nothing is old would soothe
    known = old_cases.gather(shop, facts)
    assert known is not None
    assert [case.age for case in known.cases] == [11]
