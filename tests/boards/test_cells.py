from __future__ import annotations

from dataclasses import replace

import pytest

from crm_metrics.boards.cells import bullet, incomplete_notes, name_cell, rows_of_all, signal_cell, variance_cell
from crm_metrics.metrics.readings import because
from crm_metrics.names import TableId
from crm_metrics.words import Words
from tests.boards.board_facts import MONDAY, STEP, made

EN = Words("en")


def test_a_name_says_the_period_of_its_value_only_where_another_one_is_shown() -> None:
    series = made("csat", [0.8, 0.9])
    last = MONDAY + STEP["week"]
    assert name_cell(series, EN, "week", last).text == "CSAT (top two of five)"
    assert name_cell(series, EN, "week", last + STEP["week"]).text == "CSAT (top two of five) · week 3 · 12–18 Jan"


def test_a_bar_ends_a_fifth_above_the_larger_of_value_and_goal() -> None:
    # 1.2 × 0.9 = 1.08: the value stands at 0.8 ÷ 1.08, the goal at 0.9 ÷ 1.08, fair begins 0.09 below it.
    drawn = bullet(made("csat", [0.8], goal=0.9, tolerance=0.09))
    assert drawn is not None
    assert [drawn.value, drawn.goal] == pytest.approx([0.8 / 1.08, 0.9 / 1.08])
    assert drawn.bands == pytest.approx((0.81 / 1.08, 0.9 / 1.08, 1.0))


def test_the_rows_of_a_stock_are_not_counted_at_each_close_again() -> None:
    stock = made("backlog", [30.0, 34.0, 33.0], n=33, process="service")
    flow = made("cases_resolved", [7.0, 8.0], n=7, process="service")
    assert rows_of_all(stock.readings) == 33
    assert rows_of_all([*stock.readings, *flow.readings]) == 33 + 2 * 7


def test_values_that_share_a_reason_for_not_telling_all_share_its_sentence() -> None:
    why = because("{table} is loaded through {day}", table=TableId("survey"), day=MONDAY)
    late = [replace(made(one, [0.8]).readings[0], complete=False, reason=why) for one in ("csat", "csat", "nps")]
    whole = made("ces", [0.8]).readings
    assert incomplete_notes([*late, None, *whole], EN) == [
        "CSAT (top two of five), Net Promoter Score: survey is loaded through 5 Jan 2026"
    ]


def test_of_what_should_be_few_fair_lies_above_the_goal() -> None:
    drawn = bullet(made("abandonment_rate", [0.05], goal=0.04, tolerance=0.01, process="service"))
    assert drawn is not None
    assert drawn.bands == pytest.approx((0.04 / 0.06, 0.05 / 0.06, 1.0))


def test_without_a_goal_there_is_no_bar_and_no_variance() -> None:
    series = made("csat", [0.8])
    assert bullet(series) is None
    assert variance_cell(series, EN, "COP", "–").text == "–"


def test_a_signal_is_said_in_its_cell_and_drawn_as_a_chip() -> None:
    cell = signal_cell(made("csat", [0.8] * 3), EN)
    assert (cell.text, cell.chip and cell.chip.kind) == ("short history", "small")
