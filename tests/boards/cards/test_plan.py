from __future__ import annotations

from datetime import date

import pytest

from crm_metrics.boards.bodies.planned import PlanActual
from crm_metrics.boards.cards import plan as plans
from crm_metrics.boards.facts import PlannedMonth, Year
from crm_metrics.boards.series import Indicator
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME

EN = Words("en")
OCTOBER = date(2026, 10, 1)


def test_the_plan_shows_the_variance_of_each_month_and_counts_those_below() -> None:
    months = (PlannedMonth(date(2026, 9, 1), 90.0, 100.0, 80.0), PlannedMonth(OCTOBER, 120.0, 100.0, None))
    card = plans.card(Year(Indicator("bookings"), months, 30), FRAME, EN)
    assert isinstance(card.body, PlanActual)
    assert card.title == "One of 2 months below plan"
    assert card.body.variance == (-10.0, 20.0)
    assert card.body.texts == ("−$10", "+$20")
    assert card.body.before == (80.0, None)


@pytest.mark.parametrize(
    ("plan", "before", "key"),
    [
        (100.0, 80.0, " · solid: actual, outline: plan, pale: last year"),
        (None, 80.0, " · solid: actual, pale: last year"),
        (100.0, None, " · solid: actual, outline: plan"),
        (None, None, ""),
    ],
)
def test_the_subtitle_names_only_what_is_drawn(plan: float | None, before: float | None, key: str) -> None:
    card = plans.card(Year(Indicator("bookings"), (PlannedMonth(OCTOBER, 90.0, plan, before),), 30), FRAME, EN)
    assert card.subtitle.endswith("COP" + key)
