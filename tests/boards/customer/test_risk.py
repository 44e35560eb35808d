"""The signs of risk of one customer: which were looked at, which speak for it."""

from __future__ import annotations

from crm_metrics.boards.core import Grid
from crm_metrics.words import Words
from tests.boards.customer.company import company, page
from tests.boards.process.asked import card
from tests.conftest import House

EN = Words("en")


def states(house: House, who: str, *without: str) -> tuple[str, dict[str, str]]:
    """The title, and what each sign says."""
    shown = card(page(company(house, *without), EN, who=who), "risk")
    assert isinstance(shown.body, Grid)
    return shown.title, {row.key: row.cells[3].text for row in shown.body.rows}


def test_a_bad_answer_a_debt_and_a_lost_tier_are_signs(house: House) -> None:
    title, found = states(house, "c1")
    raised = {key for key, state in found.items() if state == "sign of risk"}
    assert raised == {"csat-quarter", "overdue_receivables-now", "tier"}
    # Five more were looked at and say nothing: stage, requests to leave, complaints, breaches, silence.
    assert title == "3 signs of risk, of 8 looked at"


def test_no_sign_is_only_said_of_what_could_be_looked_at(house: House) -> None:
    title, found = states(house, "c2")
    # No answers, no two gaps between purchases, no tier: stage, requests, complaints, breaches, debts are left.
    assert title == "No sign of risk in the 5 that could be looked at"
    assert found["csat-quarter"] == "not known"


def test_without_anything_to_look_at_nothing_is_soothed(house: House) -> None:
    title, _ = states(house, "c3", "work_item", "sla_policy", "survey", "receivable", "order_line", "interaction",
                      "agent_time", "status_event")  # fmt: skip
    assert title == "Whether it is at risk is not known"
