from __future__ import annotations

from datetime import date

from crm_metrics.analysis.signals import Signal
from crm_metrics.boards.cards import cohorts
from crm_metrics.boards.cards.cohorts import Cohort, Cohorts
from crm_metrics.boards.core import Heat
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME

EN = Words("en")
OCTOBER = date(2026, 10, 1)


def test_the_triangle_leaves_out_the_months_that_have_not_come() -> None:
    kept = (Cohort(date(2026, 9, 1), 50, (1.0, 0.9)), Cohort(OCTOBER, 40, (1.0,)))
    signal = Signal(kind="small", values=(), marks=(), lacking="points")
    card = cohorts.card(Cohorts(kept, signal), FRAME, EN)
    assert isinstance(card.body, Heat)
    assert card.body.texts == (("100", "90"), ("100", ""))
    assert card.title == "Customers kept, by month of joining"
    assert card.body.hovers[0][1] == "September 2026, month 1: 90.0% of 50"
