"""The months of what is sold beside a plan of recurring revenue, and where the month that runs is going to end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from crm_metrics.analysis.forecast import Forecast
from crm_metrics.boards.bodies.planned import PlanActual
from crm_metrics.boards.cards import plan
from crm_metrics.boards.committee import ahead
from crm_metrics.boards.facts import PlannedMonth, Year
from crm_metrics.boards.series import Indicator
from crm_metrics.figures import LIGHT, figures
from tests.boards.board_facts import FRAME
from tests.boards.committee.books import EN, board, card, company
from tests.conftest import House

NOVEMBER = date(2026, 11, 1)
YEAR = Year(Indicator("bookings"), (PlannedMonth(date(2026, 10, 1), 90.0, 100.0, 80.0),), 30)
ENDING = Forecast(month=NOVEMBER, through=date(2026, 11, 20), so_far=60.0, low=85.0, middle=95.0, high=110.0, months=12)


def test_the_month_that_runs_has_its_plan_its_year_before_and_a_range_but_no_column() -> None:
    made = plan.card(replace(YEAR, running=(PlannedMonth(NOVEMBER, None, 120.0, 70.0), ENDING)), FRAME, EN)
    body = made.body
    assert isinstance(body, PlanActual) and body.ahead is not None
    assert (body.actual, body.plan, body.before) == ((90.0, None), (100.0, 120.0), (80.0, 70.0))
    assert (body.ahead.low, body.ahead.value, body.ahead.high) == (85.0, 95.0, 110.0)
    assert body.ahead.label == "Nov 26 · will end at $85 to $110, in 8 of 10 months"
    assert "forecast" in made.subtitle
    assert made.title == "The only month with a plan is below it"  # the running month is not judged
    (figure,) = figures(body, EN, LIGHT)
    assert [trace["type"] for trace in figure["data"]].count("scatter") == 1


def test_a_year_without_a_forecast_draws_none() -> None:
    body = plan.card(YEAR, FRAME, EN).body
    assert isinstance(body, PlanActual) and body.ahead is None


def test_beside_a_plan_of_recurring_revenue_stand_the_months_of_the_sales(house: House) -> None:
    made = board(company(house))
    assert card(made, "plan_sales").key != card(made, "plan").key
    without = board(company(house, contracts=False))
    assert "plan_sales" not in {one.key for one in without.cards}  # there the plan itself is of the sales
    assert ahead.card(YEAR, FRAME, EN).title.startswith("Bookings · ")
