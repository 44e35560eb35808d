from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from crm_metrics.access import Scope
from crm_metrics.boards.core import Tile, View
from crm_metrics.boards.judging.counted import deviation
from crm_metrics.boards.series import Indicator, Series, judgeable, judged, scoped, with_goal
from crm_metrics.boards.tiles import beside, control, goal_text, points, tile, tone
from crm_metrics.metrics.readings import Reading, because
from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.rows.intervals import linearised
from crm_metrics.words import Words
from tests.boards.board_facts import MONDAY, made
from tests.conftest import House

EN = Words("en")
STEADY = [0.80, 0.82] * 5  # centre 0.81, moving range 0.02, limits 0.81 ± 0.0532


def drawn(series: Series, weeks: int) -> Tile:
    period = MONDAY + timedelta(weeks=weeks - 1)
    return tile(series, EN, "COP", every="week", period=period, aim="Target")


def test_a_tile_says_value_unit_target_and_variance_in_points() -> None:
    shown = drawn(made("csat", [*STEADY, 0.78], goal=0.85, n=1000), 11)
    assert (shown.value, shown.unit, shown.target, shown.variance) == ("78.0", "%", "Target 85.0%", "−7.0\u00a0pp")
    assert shown.low == pytest.approx(0.7568)
    assert shown.high == pytest.approx(0.8632)
    assert shown.goal == 0.85
    assert shown.footer == "n = 1,000"


def test_value_target_and_variance_of_a_tile_are_read_as_one_sum() -> None:
    shown = drawn(made("csat", [*STEADY, 0.8236], goal=0.8244, n=1000), 11)  # else 82.4, 82.4 and −0.1
    assert (shown.value, shown.target, shown.variance) == ("82.36", "Target 82.44%", "−0.08\u00a0pp")


@pytest.mark.parametrize(
    ("value", "aim", "unit", "told"),
    [
        (0.0652, 0.1234, "ratio", ("0.065", "0.123", "−0.058")),
        (4.864, 5.236, "money", ("$4.86", "$5.24", "−7.1%")),  # −0.372 ÷ 5.236: of an amount in percent
        (None, 0.85, "percent", ("–", "85.0%", "–")),
        (0.85, None, "percent", ("85.0%", "–", "–")),
    ],
)
def test_value_goal_and_gap_stand_side_by_side(
    value: float | None, aim: float | None, unit: str, told: tuple[str, str, str]
) -> None:
    assert beside(value, aim, unit, EN, "USD") == told


def test_a_missed_target_in_routine_is_no_signal_and_has_no_colour() -> None:
    shown = drawn(made("csat", [*STEADY, 0.78], goal=0.85), 11)
    assert (shown.chip.kind, shown.chip.text, shown.tone) == ("routine", "routine", "plain")


def test_a_missed_target_out_of_routine_is_coloured_by_its_tolerance() -> None:
    fell = made("csat", [*STEADY, 0.70], goal=0.72, tolerance=0.03, n=1000)
    assert fell.signal.kind == "worse"
    assert tone(fell, EN) == "near"
    assert tone(made("csat", [*STEADY, 0.70], goal=0.75, tolerance=0.03, n=1000), EN) == "bad"


def test_a_target_that_is_met_is_never_coloured() -> None:
    fell = made("csat", [*STEADY, 0.70], goal=0.65, n=1000)
    assert fell.signal.kind == "worse"
    assert tone(fell, EN) == "plain"


def test_a_miss_that_is_written_as_zero_is_not_coloured() -> None:
    fell = made("csat", [*STEADY, 0.70], goal=0.7001, n=1000)
    assert fell.missed
    assert tone(fell, EN) == "plain"


def test_less_is_better_where_the_metric_says_so() -> None:
    series = made("abandonment_rate", [*STEADY, 0.99], goal=0.05, process="service")
    assert series.signal.kind == "worse"
    assert series.missed
    assert drawn(series, 11).target == "Target ≤ 5.0%"


def test_below_the_minimum_n_there_is_neither_verdict_nor_colour() -> None:
    shown = drawn(made("csat", [*STEADY, 0.10], goal=0.85, n=22), 11)
    assert (shown.chip.kind, shown.tone, shown.footer) == ("small", "plain", "n = 22 of 30")


def test_an_incomplete_period_is_hollow_and_the_last_complete_one_is_told() -> None:
    shown = drawn(made("csat", [*STEADY, 0.78, 0.20], complete=11), 12)
    assert shown.value == "78.0"
    assert [one.complete for one in shown.series[-2:]] == [True, False]
    assert shown.series[-1].mark is None
    assert shown.footer == "of week 12 · 16–22 Mar · n = 100"


def test_a_metric_without_value_says_so() -> None:
    shown = drawn(made("csat", [None] * 11), 11)
    assert (shown.value, shown.chip.kind, shown.reason) == ("–", "empty", "no value in these periods")


def test_a_large_count_differs_from_its_target_in_percent_and_a_small_one_by_itself() -> None:
    assert drawn(made("backlog", [1000.0] * 10 + [1100.0], process="service", goal=1000.0), 11).variance == "+10.0%"
    assert drawn(made("backlog", [30.0] * 10 + [37.0], process="service", goal=20.0), 11).variance == "+17"


def test_a_running_day_is_held_against_its_part_of_the_target_and_gets_no_verdict() -> None:
    series = replace(
        made("deals_won", [10.0, 12.0] * 5 + [6.0], process="sales", every="day", goal=12.0, complete=10), passed=0.5
    )
    shown = tile(series, EN, "COP", every="day", period=MONDAY + timedelta(days=10), aim="Target")
    assert (shown.value, shown.target, shown.variance, shown.tone) == ("6", "Target 6", "±0", "plain")
    assert shown.footer == "50% of the day, and of the target"
    assert not shown.series[-1].complete
    assert shown.chip.kind == "routine"


def test_a_rate_of_a_running_day_keeps_the_whole_target() -> None:
    series = replace(made("csat", [*STEADY, 0.5], every="day", goal=0.8, complete=10), passed=0.5)
    shown = tile(series, EN, "COP", every="day", period=MONDAY + timedelta(days=10), aim="Target")
    assert (shown.value, shown.target, shown.variance, shown.tone) == ("50.0", "Target 80.0%", "−30.0\u00a0pp", "plain")
    assert shown.footer == "50% of the day · n = 100"


def test_a_sum_says_what_it_was_a_week_before() -> None:
    series = made("deals_won", [*range(4, 12)], process="sales", every="day")
    shown = tile(series, EN, "COP", every="day", period=MONDAY + timedelta(days=7), aim="Target")
    assert (shown.value, shown.footer) == ("11", "a week before: 4")


def test_the_sparkline_holds_fourteen_points() -> None:
    assert len(drawn(made("csat", [0.8] * 30), 30).series) == 14


def test_marks_are_shapes_for_the_rule_and_colours_for_good_or_bad() -> None:
    chart = control(made("csat", [*STEADY, 0.70, 0.9], n=1000), EN, "COP", every="week")
    assert [(one.mark, one.good) for one in chart.points[-2:]] == [("beyond", False), ("beyond", True)]
    assert (chart.centre_text, chart.low_text, chart.high_text) == ("mean 81.0%", "LNL 75.7%", "UNL 86.3%")
    assert chart.baseline_until == MONDAY + timedelta(weeks=9)


def test_the_limits_of_a_rate_know_the_n_of_each_point() -> None:
    # 0.81 of 100 answers: chance alone reaches 3 × √(0.81 × 0.19 ÷ 100) = 0.118, which is more than 2.66 × 0.02.
    chart = control(made("csat", [*STEADY, 0.70], n=100), EN, "COP", every="week")
    assert chart.points[-1].mark is None
    assert chart.points[-1].low == pytest.approx(0.81 - 0.118, abs=5e-4)
    assert control(made("backlog", [3.0, 4.0] * 5, process="service"), EN, "COP", every="week").points[-1].low is None


def test_every_tile_carries_what_its_metric_means() -> None:
    found = drawn(made("csat", STEADY), 10).definition
    assert (found.metric, bool(found.means), bool(found.source)) == ("csat", True, True)
    assert "÷" in found.formula


@pytest.mark.parametrize(
    ("n", "complete", "footer"), [(8, True, "a year before: 80"), (0, True, ""), (8, False, ""), (0, False, "")]
)
def test_a_year_before_is_said_only_where_its_rows_are_known(n: int, complete: bool, footer: str) -> None:
    series = made("cases_resolved", [80.0, 90.0])
    first, last = series.readings
    then = replace(first, period=date(2025, 10, 1), n=n, complete=complete)
    series = replace(series, readings=(then, replace(last, period=date(2026, 10, 1))))
    shown = tile(series, EN, "COP", every="month", period=date(2026, 10, 1), aim="Objective")
    assert shown.footer == footer


def test_a_target_that_comes_from_the_months_says_so() -> None:
    series = made("csat", [0.8] * 12, goal=0.85)
    assert goal_text(series, EN, "COP", "Target") == "Target 85.0%"
    assert series.goal is not None
    derived = replace(series, goal=replace(series.goal, derived="season"))
    assert goal_text(derived, EN, "COP", "Target") == "Target 85.0%, from the month's"


def omitted(series: Series) -> Series:
    """The same series, its last reading without rows that could move it."""
    why = because("{count} rows of {table} were left out: they could move this number", count=798, table="work_item")
    *before, last = series.readings
    readings = (*before, replace(last, complete=False, reason=why))
    signal = judged(series.definition, readings, "week", readings[9].period)
    return replace(series, readings=readings, signal=signal)


def test_a_reading_that_lacks_rows_is_shown_and_judged_as_nothing() -> None:
    fell = made("win_rate", [0.80, 0.82] * 6 + [0.2], goal=0.8)
    assert (fell.signal.kind, fell.missed) == ("worse", True)
    lacking = omitted(fell)
    assert (lacking.signal.kind, lacking.signal.lacking, lacking.missed) == ("small", "rows", False)
    shown = tile(lacking, EN, "COP", every="week", period=lacking.readings[-1].period, aim="Objective", fact="n = 7")
    assert (shown.value, shown.variance, shown.tone) == ("20.0", "", "plain")
    assert (shown.chip.kind, shown.chip.text) == ("stale", "incomplete")
    assert shown.footer.startswith("798 rows of work_item were left out")
    assert not judgeable(lacking, lacking.readings[-1].period)


def test_a_verdict_of_another_week_is_none_of_this_one() -> None:
    old = made("win_rate", [0.80, 0.82] * 6 + [0.2, None, None], complete=13)
    assert (old.signal.kind, old.signal.lacking) == ("small", "late")
    empty = made("win_rate", [0.80, 0.82] * 6 + [0.2, None, None])
    assert empty.signal.lacking == "n"


def test_a_level_with_a_trend_is_drawn_with_a_band_beside_each_level_before() -> None:
    book = [1000.0 + 12 * place + (2 if place % 2 else 0) for place in range(14)]
    series = made("active_customers", book)
    assert (series.signal.kind, series.signal.steps) == ("routine", 1)
    drawn = points(series, EN, "COP", "week")
    # Changes of 10 and 14 by turns: 12.2 on average of the nine of the baseline, moving range 4, reach 10.64.
    assert drawn[0].low is None
    assert drawn[13].low == pytest.approx(book[12] + 110 / 9 - 10.64)
    assert drawn[13].high == pytest.approx(book[12] + 110 / 9 + 10.64)
    assert control(series, EN, "COP", every="week").centre is None


@pytest.mark.parametrize(
    ("view", "goal"),
    [
        (View(), 300.0),
        (View(scope=Scope(processes=("service",))), 300.0),
        (View(scope=Scope(teams=("Norte",))), 40.0),
        (View(scope=Scope(agents=("a1",))), 9.0),
        (View(scope=Scope(agents=("a2",))), None),
        (View(scope=Scope(agents=("a1",)), where=(("team", "Norte"),)), None),  # a part of the team's sum
        (View(scope=Scope(areas=("Norte",))), None),  # an area that is called like its team, and has others
        (View(scope=Scope(areas=("Servicio",)), where=(("team", "Norte"),)), 40.0),
        (View(where=(("team", "Norte"), ("team", "Sur"))), None),
        (View(where=(("tier", "high"), ("tier", "low"))), None),
        (View(where=(("agent", "a1"), ("metric", "cases_resolved"), ("rows", "channel"))), 9.0),
        (View(where=(("touchpoint", "t1"),)), 5.0),
        (View(where=(("channel", "phone"),)), None),
        (View(where=(("customer", "ana"), ("touchpoint", "t1"))), None),
        (View(where=(("cause", "customer"), ("agent", "a1"), ("team", "Norte"), ("tier", "low"))), None),
    ],
)
def test_a_sum_of_a_part_is_held_against_the_goal_of_that_part_or_none(
    house: House, view: View, goal: float | None
) -> None:
    wanted = (
        {"goal": 300},
        {"goal": 40, "team": "Norte"},
        {"goal": 9, "agent_id": "a1"},
        {"goal": 7, "value_tier": "low"},
        {"goal": 5, "touchpoint_id": "t1"},
    )
    rest = {"metric": "cases_resolved", "cadence": "month", "tolerance": 0, "valid_from": date(2020, 1, 1)}
    warehouse = house({"target": [{**rest, **one} for one in wanted]})
    series = replace(made("cases_resolved", [26.0] * 6), indicator=Indicator("cases_resolved", "service"))
    found = with_goal(warehouse, series, "month", **scoped(view)).goal
    assert (found.goal if found else None) == goal


def test_weeks_whose_answers_all_agree_count_for_the_spread_of_one_answer() -> None:
    """Five of 40 and five of 60: √(10 × 10² ÷ 9); ten of 50 have none: √(1000 ÷ 9 × 10 ÷ 20) = 7.4536."""
    ends = linearised(500, 10, (26_000, 500, 10), 10, (0, 100))
    assert ends is not None and linearised(500, 10, (25_000, 500, 10), 10, (0, 100)) is None
    week = Reading(metric="csat_mean", period=MONDAY, groups=(), numerator=500, denominator=10, value=50.0, n=10)
    told, alone = replace(week, low=ends[0], high=ends[1]), replace(week, numerator=50, denominator=1, n=1)
    assert deviation(metric_of("csat_mean"), [told, week, alone]) == pytest.approx(7.4536, abs=0.001)


def test_a_backlog_that_fills_up_as_its_file_begins_is_no_decline() -> None:
    # The file begins after ten days of the window: 12 cases a day, each open for nine days, so 12, 24 … 108, then 108.
    filled: list[float | None] = [None] * 10 + [12.0 * min(day, 9) + day % 2 for day in range(1, 61)]
    assert made("backlog", filled, every="day", base=42).signal.kind == "routine"
    rose: list[float | None] = [*filled[:-3], 180.0, 185.0, 190.0]
    assert made("backlog", rose, every="day", base=42).signal.kind == "worse"
    # A file of 25 days leaves too few points after it: it is judged by all that it has.
    assert made("backlog", [None] * 10 + [float(day) for day in range(25)], every="day", base=42).signal.kind != "small"
