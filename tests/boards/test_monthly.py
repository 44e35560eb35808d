from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_metrics.analysis.signals import Signal
from crm_metrics.boards import monthly
from crm_metrics.boards.cards import cohorts, objectives, revenue
from crm_metrics.boards.cards.cohorts import Cohort, Cohorts
from crm_metrics.boards.cards.revenue import Changes, Year
from crm_metrics.boards.core import Bridge, Grid, Heat, PlanActual, View
from crm_metrics.boards.series import Indicator
from crm_metrics.boards.telling.sentences import TITLE
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME, made
from tests.conftest import House

EN, ES = Words("en"), Words("es-CO")
OCTOBER = date(2026, 10, 1)
SHARES = st.lists(st.integers(0, 1000).map(lambda x: x / 1000), min_size=8, max_size=24)


def test_the_month_shown_is_the_last_that_has_ended() -> None:
    assert monthly.closed(date(2026, 11, 21)) == OCTOBER
    assert monthly.closed(date(2026, 10, 31)) == OCTOBER
    assert monthly.closed(date(2026, 10, 30)) == date(2026, 9, 1)
    assert monthly.closed(date(2027, 1, 5)) == date(2026, 12, 1)


def test_the_bridge_goes_from_zero_through_the_base_to_the_change() -> None:
    parts = {
        "opening_mrr": 1000.0,
        "closing_mrr": 1090.0,
        "expansion_mrr": 60.0,
        "returned_mrr": 10.0,
        "new_mrr": 80.0,
        "contraction_mrr": 20.0,
        "churned_mrr": 40.0,
    }
    card = revenue.bridge_card(Changes(OCTOBER, tuple(parts.items()), 12), FRAME, EN)
    assert isinstance(card.body, Bridge)
    assert [one.value for one in card.body.steps] == [60.0, 10.0, -20.0, -40.0, 10.0, 80.0, 90.0]
    assert [one.total for one in card.body.steps] == [False, False, False, False, True, False, True]
    assert card.title == "Cancellations and reductions take 40.0% of what was added"
    assert "from $1,000 to $1,090 in October 2026" in card.subtitle


def test_the_plan_shows_the_variance_of_each_month_and_counts_those_below() -> None:
    months = ((date(2026, 9, 1), 90.0, 100.0, 80.0), (OCTOBER, 120.0, 100.0, None))
    card = revenue.plan_card(Year(Indicator("bookings"), months, 30), FRAME, EN)
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
    card = revenue.plan_card(Year(Indicator("bookings"), ((OCTOBER, 90.0, plan, before),), 30), FRAME, EN)
    assert card.subtitle.endswith("COP" + key)


def order(number: int, day: datetime) -> dict[str, object]:
    line = {"order_id": f"o{number}", "line_no": 1, "customer_id": "c1", "product_id": "p1", "ordered_at": day}
    return {**line, "quantity": 1, "amount": 100}


def test_a_month_without_a_row_of_the_leading_results_is_not_the_one_that_opens(house: House) -> None:
    orders = [order(month, datetime(2026, month, 10, 15, tzinfo=UTC)) for month in range(1, 9)]
    tables = {"customer": [{"customer_id": "c1"}], "order_line": orders}
    warehouse = house(tables, first=date(2026, 1, 1), through=date(2026, 10, 22))
    found = monthly.gather(warehouse, View())
    assert (found.month, found.later) == (date(2026, 8, 1), True)
    board = monthly.board(found, EN)
    assert board.notices == ("August 2026 is shown: later months hold no row of the leading results.",)
    assert board.tiles[0].value == "$100"
    asked = monthly.gather(warehouse, View(until=date(2026, 9, 30)))
    assert (asked.month, asked.later) == (date(2026, 9, 1), False)


def test_the_triangle_leaves_out_the_months_that_have_not_come() -> None:
    kept = (Cohort(date(2026, 9, 1), 50, (1.0, 0.9)), Cohort(OCTOBER, 40, (1.0,)))
    signal = Signal("small", None, (), (), lacking="points")
    card = cohorts.card(Cohorts(kept, signal), FRAME, EN)
    assert isinstance(card.body, Heat)
    assert card.body.texts == (("100", "90"), ("100", ""))
    assert card.title == "Customers kept, by month of joining"
    assert card.body.hovers[0][1] == "September 2026, month 1: 90.0% of 50"


def test_objectives_count_those_met_and_leave_out_those_without_a_goal() -> None:
    found = [
        made("csat", [0.8] * 8, goal=0.75),
        made("nps", [30.0] * 8, goal=35.0),
        made("customer_churn_rate", [0.02] * 8, goal=0.01),
        made("csat_mean", [70.0] * 8),
    ]
    card = objectives.card(found, found[0].readings[-1].period, FRAME, EN)
    assert isinstance(card.body, Grid)
    assert card.title == "1 of 3 objectives met"
    assert [row.cells[3].text for row in card.body.rows] == ["+5.0\u00a0pp", "−5.0", "+1.0\u00a0pp"]


@settings(max_examples=40)
@given(SHARES, SHARES, SHARES, st.booleans())
def test_the_summary_never_contradicts_the_tiles(
    kept: list[float], nrr: list[float], payments: list[float], planned: bool
) -> None:
    goal = 0.5 if planned else None
    first = made("bookings", [x * 1000 for x in kept], goal=None if goal is None else 500.0)
    tiles = (first, made("nrr", nrr, goal=goal), made("customer_retention_rate", kept, goal=goal))
    failed = made("involuntary_churn_share", payments)
    facts = monthly.MonthlyFacts(View(), FRAME, OCTOBER, tiles, payments=failed)
    board = monthly.board(facts, EN)
    text = " ".join(board.summary)
    assert len(board.summary) == 3
    chips = {one.metric: one.chip.kind for one in board.tiles}
    value = kept[-1] * 1000
    if planned:
        assert ("meets the plan" in text, "misses the plan" in text) == (value >= 500, value < 500)
    assert ("how to stop departures for failed payments" in text) == (failed.signal.kind == "worse")
    if "No decision is asked" in text:
        assert "worse" not in (chips["nrr"], chips["customer_retention_rate"], failed.signal.kind)
    if "what to do about" in text:
        assert "worse" in (chips["nrr"], chips["customer_retention_rate"])
    if "moves within its routine" in text:
        assert {chips["nrr"], chips["customer_retention_rate"]} <= {"routine", "watch", "small"}
    assert all(len(one.title) <= TITLE for one in board.cards)


def test_what_a_rate_lacks_to_its_plan_is_told_in_points() -> None:
    tiles = (made("csat", [0.741] * 12, goal=0.78),)
    *_, last = monthly.board(monthly.MonthlyFacts(View(), FRAME, OCTOBER, tiles), EN).summary
    assert "3.9\u00a0pp" in last


@pytest.mark.parametrize("words", [EN, ES])
def test_a_company_without_months_of_money_sees_what_it_has_and_what_it_lacks(shop: Warehouse, words: Words) -> None:
    board = monthly.board(monthly.gather(shop, View()), words)
    assert [one.metric for one in board.tiles] == ["cases_resolved"]
    assert board.tiles[0].value == "31"  # October: a case a day, and no case stayed open over a month
    assert [one.key for one in board.cards][-1] == "unlock"
    grid = board.cards[-1].body
    assert isinstance(grid, Grid)
    assert any("subscription.csv" in row.cells[0].text for row in grid.rows)
