from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_metrics.boards import monthly
from crm_metrics.boards.core import Grid, View
from crm_metrics.boards.facts import MonthlyFacts
from crm_metrics.boards.telling.sentences import TITLE
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME, made, month
from tests.conftest import House

EN, ES = Words("en"), Words("es-CO")
OCTOBER = date(2026, 10, 1)
SHARES = st.lists(st.integers(0, 1000).map(lambda x: x / 1000), min_size=8, max_size=24)


def order(number: int, day: datetime) -> dict[str, object]:
    line = {"order_id": f"o{number}", "line_no": 1, "customer_id": "c1", "product_id": "p1", "ordered_at": day}
    return {**line, "quantity": 1, "amount": 100}


def test_a_month_without_a_row_of_the_leading_results_is_not_the_one_that_opens(house: House) -> None:
    orders = [order(month, datetime(2026, month, 10, 15, tzinfo=UTC)) for month in range(1, 9)]
    tables = {"customer": [{"customer_id": "c1"}], "order_line": orders}
    warehouse = house(tables, first=date(2026, 1, 1), through=date(2026, 10, 22))
    found = monthly.gather(warehouse, View())
    assert (found.first, found.later) == (date(2026, 8, 1), True)
    board = monthly.board(found, EN)
    assert board.notices == ("August 2026 is shown: later months hold no row of the leading results.",)
    assert board.tiles[0].value == "$100"
    asked = monthly.gather(warehouse, View(until=date(2026, 9, 30)))
    assert (asked.first, asked.later) == (date(2026, 9, 1), False)


@settings(max_examples=40)
@given(SHARES, SHARES, SHARES, st.booleans())
def test_the_summary_never_contradicts_the_tiles(
    kept: list[float], nrr: list[float], payments: list[float], planned: bool
) -> None:
    goal = 0.5 if planned else None
    first = made("bookings", [x * 1000 for x in kept], goal=None if goal is None else 500.0)
    tiles = (first, made("nrr", nrr, goal=goal), made("customer_retention_rate", kept, goal=goal))
    failed = made("involuntary_churn_share", payments)
    shown = month(first.readings[-1].period)
    facts = MonthlyFacts(view=View(), frame=FRAME, period=shown, tiles=tiles, payments=failed)
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
    shown = month(tiles[0].readings[-1].period)
    *_, last = monthly.board(MonthlyFacts(view=View(), frame=FRAME, period=shown, tiles=tiles), EN).summary
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


def test_no_decision_is_not_said_where_the_leading_result_really_got_worse() -> None:
    fell = made("bookings", [500.0, 510.0] * 5 + [100.0])
    calm = made("nrr", [0.9, 0.92] * 5 + [0.91])
    facts = MonthlyFacts(view=View(), frame=FRAME, period=month(fell.readings[-1].period), tiles=(fell, calm))
    *_, decision = monthly.board(facts, EN).summary
    assert decision == "Decision asked: what to do about bookings."


def test_no_decision_counts_what_was_judged_and_what_was_not() -> None:
    calm, few = made("bookings", [500.0, 510.0] * 6), made("csat", [0.8] * 12, n=5)
    facts = MonthlyFacts(view=View(), frame=FRAME, period=month(calm.readings[-1].period), tiles=(calm, few))
    _, base, decision = monthly.board(facts, EN).summary
    assert base == "The customer base can't be judged yet: its numbers are missing or too few."
    assert decision == "No decision is asked: of the results judged (1) none really got worse; not judged: 1."


def test_the_base_is_its_own_numbers_by_name() -> None:
    tiles = (made("bookings", [500.0, 510.0] * 6), made("nrr", [0.9, 0.92] * 6), made("arpu", [5.0, 6.0] * 6))
    facts = MonthlyFacts(view=View(), frame=FRAME, period=month(tiles[0].readings[-1].period), tiles=tiles)
    assert monthly.board(facts, EN).summary[1] == ("The customer base moves within its routine: net revenue retention.")


def test_a_month_without_the_one_before_is_compared_with_none() -> None:
    series = made("bookings", [500.0] * 10 + [None, 800.0])
    facts = MonthlyFacts(view=View(), frame=FRAME, period=month(series.readings[-1].period), tiles=(series,))
    assert monthly.board(facts, EN).summary[0] == "Bookings: $800."


def test_a_reader_of_a_part_reads_whose_month_it_is() -> None:
    tiles = (made("bookings", [500.0, 510.0] * 6),)
    shown = month(tiles[0].readings[-1].period)
    facts = MonthlyFacts(view=View(), frame=FRAME, period=shown, tiles=tiles, place=("Ventas Digital", "sales"))
    assert monthly.board(facts, ES).summary[0].startswith("En Ventas Digital, Venta: ")


def test_a_month_of_two_answers_is_held_against_no_plan() -> None:
    few = made("csat", [1.0] * 12, n=2, goal=0.78)
    facts = MonthlyFacts(view=View(), frame=FRAME, period=month(few.readings[-1].period), tiles=(few,))
    result, _, decision = monthly.board(facts, EN).summary
    assert result == "CSAT (top two of five): 100.0%, n = 2, too few for a verdict."
    assert decision == "No decision can be asked for yet: no result can be judged."


def test_a_book_of_buyers_that_nobody_could_leave_yet_is_no_routine_of_growth(house: House) -> None:
    # Three new buyers in each month of 2025, each of whom buys every month of 2026 again and nobody new: 3, 6 … 36
    # customers, then 36 in each month. The first file alone makes the book grow, for a buyer stays in it for a year.
    buys = [(3 * month + place, 2025, month) for month in range(1, 13) for place in range(3)]
    buys += [(buyer, 2026, month) for month in range(1, 11) for buyer, _, _ in buys[:36]]
    orders = [
        {**order(number, datetime(year, month, 10, 15, tzinfo=UTC)), "customer_id": f"c{buyer}"}
        for number, (buyer, year, month) in enumerate(buys)
    ]
    customers = [{"customer_id": f"c{buyer}"} for buyer in range(3, 39)]
    tables = {"customer": customers, "order_line": orders}
    found = monthly.gather(house(tables, first=date(2025, 1, 1), through=date(2026, 10, 31)), View())
    shown = {series.indicator.metric: series for series in found.tiles}
    assert shown["active_customers"].value == 36
    assert shown["active_customers"].signal.kind in ("routine", "small")
    assert "active customers: worse" not in " ".join(monthly.board(found, EN).summary).casefold()
