"""The first tier: who stays from month to month and how it is served, in one card."""

from __future__ import annotations

from crm_metrics.boards import monthly
from crm_metrics.boards.committee import top_tier
from crm_metrics.boards.committee.top_tier import TopTier
from crm_metrics.boards.core import Multiples, View
from tests.boards.board_facts import FRAME, made
from tests.boards.committee.books import EN, ES, asked, board, card, company
from tests.conftest import House

STAYED = made("customer_retention_rate", [0.99, 0.98] * 6, every="month", team="strategic")
SERVED = made("sla_compliance", [0.9, 0.92] * 6, every="month", team="strategic")


def test_both_stand_in_the_title_and_in_a_chart_each() -> None:
    found = top_tier.card(TopTier("strategic", STAYED, SERVED), FRAME, EN)
    assert found.title == "The strategic tier: 98.0% stay from month to month, 92.0% served within the SLA"
    assert isinstance(found.body, Multiples)
    assert [chart.name for chart in found.body.charts] == ["Monthly retention", "SLA attainment, of the month"]
    led = found.body.charts[0].points[-1].behind
    assert led is not None and ("tier", "strategic") in led.where


def test_what_nobody_measures_is_said_and_no_chart_is_drawn_of_it() -> None:
    found = top_tier.card(TopTier("strategic", None, SERVED), FRAME, ES)
    assert found.title == "Nivel estratégico: 92,0\u00a0% atendido dentro del ANS"
    assert isinstance(found.body, Multiples)
    assert found.body.charts[0].reason and not found.body.charts[0].points


def test_the_first_tier_with_customers_is_taken_and_its_value_is_that_of_a_query(house: House) -> None:
    shop = company(house)
    assert card(board(shop), "top_tier").title == "The strategic tier: 100.0% stay from month to month"
    assert asked(shop, "customer_retention_rate", tier="strategic") == 1.0
    low = top_tier.gather(shop, monthly.gather(shop, View(where=(("tier", "low"),))))
    assert low is not None and low.tier == "low"
