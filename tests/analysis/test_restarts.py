"""A baseline started anew, by hand: ten weeks about 50, and a process that changed for good to about 60."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_metrics.analysis import restarts, signals
from crm_metrics.analysis.signals import BehaviourChart, Observation, Signal

MONDAY = date(2026, 6, 1)
AUGUST = MONDAY + timedelta(weeks=10)  # the tenth of August
BEFORE = [49.0, 51.0] * 5  # mean 50, moving range 2: limits 50 ± 5.32
SINCE = [59.0, 61.0] * 3  # mean 60, moving range 2: limits 60 ± 5.32
CHART = BehaviourChart(better="up", baseline_until=MONDAY + timedelta(weeks=9))


def weeks(values: list[float], n: int | None = None) -> list[Observation]:
    return [Observation(MONDAY + timedelta(weeks=place), value, n) for place, value in enumerate(values)]


def anew(values: list[float], begins: date = AUGUST) -> Signal:
    return restarts.read(weeks(values), CHART, begins)


def test_a_process_that_changed_for_good_is_better_until_its_baseline_begins_anew() -> None:
    assert signals.read(weeks([*BEFORE, *SINCE]), CHART).kind == "better"
    found = anew([*BEFORE, *SINCE])
    assert found.kind == "routine"
    assert found.limits is not None
    assert (found.limits.low, found.limits.centre, found.limits.high) == pytest.approx((54.68, 60.0, 65.32))


def test_what_came_before_is_drawn_and_not_judged() -> None:
    found = anew([*BEFORE, *SINCE])
    assert found.values == (*BEFORE, *SINCE)
    assert found.marks == (None,) * 16


def test_what_leaves_the_new_limits_is_told_and_what_would_have_left_the_old_ones_is_not() -> None:
    assert anew([*BEFORE, *SINCE, 50.0]).rule == "beyond"
    assert anew([*BEFORE, *SINCE, 50.0]).side == -1
    assert anew([*BEFORE, *SINCE, 64.0]).kind == "routine"
    assert signals.read(weeks([*BEFORE, *SINCE, 50.0]), CHART).kind == "routine"


def test_until_there_are_six_points_there_is_no_verdict_and_it_says_how_many_there_are() -> None:
    for count in range(6):
        found = anew([*BEFORE, *SINCE[:count]])
        assert (found.kind, found.lacking, found.points, found.limits) == ("small", "anew", count, None)
        assert found.values == (*BEFORE, *SINCE[:count])
    assert anew([*BEFORE, *SINCE]).lacking == ""


def test_weeks_with_too_few_rows_make_no_baseline() -> None:
    few = [*weeks(BEFORE, 30), *weeks([*BEFORE, *SINCE], 9)[10:]]
    found = restarts.read(few, BehaviourChart(better="up", baseline_until=AUGUST, enough=10), AUGUST)
    assert (found.lacking, found.points) == ("anew", 0)


def test_a_week_that_holds_the_day_is_of_both_and_not_judged() -> None:
    wednesday = AUGUST + timedelta(days=2)
    assert anew([*BEFORE, *SINCE], wednesday).points == 5
    assert anew([*BEFORE, *SINCE], AUGUST - timedelta(days=6)).lacking == ""  # Tuesday of the last week about 50


def test_a_run_does_not_reach_back_across_the_day() -> None:
    # Five weeks at 55 before the day and three after it, limits 50 ± 8 both times: eight in a row, of which five count
    # no more. Of the six since, 47 and 53 in turn, the centre is 50.
    lone = [*[47.0, 53.0] * 3, *[47.0, 53.0] * 3]
    chart = BehaviourChart(better="up", baseline_until=MONDAY + timedelta(weeks=5))
    run = [*lone[:6], *[51.0] * 5, *[51.0] * 3]
    assert signals.read(weeks(run), chart).rule == "run"
    assert restarts.read(weeks(run), chart, MONDAY + timedelta(weeks=11)).lacking == "anew"


def test_the_baseline_of_the_quarter_makes_the_limits_once_it_holds_enough_points_since() -> None:
    later = BehaviourChart(better="up", baseline_until=AUGUST + timedelta(weeks=7))
    found = restarts.read(weeks([*BEFORE, *SINCE, 62.0, 62.0, 70.0]), later, AUGUST)
    assert found.limits is not None
    assert found.limits.size == 8
    assert found.limits.centre == pytest.approx((3 * 120 + 124) / 8)
    assert found.limits.until == AUGUST + timedelta(weeks=7)


@given(
    before=st.lists(st.floats(0, 100), max_size=12),
    since=st.lists(st.floats(0, 100), min_size=1, max_size=20),
    better=st.sampled_from(["up", "down", "band"]),
)
def test_the_verdict_is_that_of_a_series_without_the_time_before(
    before: list[float], since: list[float], better: str
) -> None:
    begins = MONDAY + timedelta(weeks=len(before))
    whole = weeks([*before, *since])
    chart = BehaviourChart(better=better, baseline_until=begins + timedelta(weeks=8), floor=0.0)
    found, alone = restarts.read(whole, chart, begins), signals.read(whole[len(before) :], chart)
    assert (found.kind, found.limits, found.rule, found.since) == (alone.kind, alone.limits, alone.rule, alone.since)
    assert found.marks[len(before) :] == alone.marks
    assert not any(found.marks[: len(before)])
