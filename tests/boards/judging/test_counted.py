from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from crm_metrics.boards.judging import counted
from crm_metrics.boards.series import judged
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import metric_of
from tests.boards.board_facts import made

MONDAY = date(2026, 1, 5)


def days(cases: list[int], hours: float) -> list[Reading]:
    """The readings of cases resolved per hour, each day with so many hours worked."""
    model = made("cases_resolved_per_hour", [0.1]).readings[0]
    return [
        replace(
            model,
            period=MONDAY + timedelta(days=place),
            numerator=count,
            denominator=hours,
            value=count / hours,
        )
        for place, count in enumerate(cases)
    ]


def test_a_count_per_hour_is_judged_by_its_events() -> None:
    metric, readings = metric_of("cases_resolved_per_hour"), days([1, 0, 2], 50.0)
    assert counted.events(metric, readings) == "events"
    assert [counted.exposure(metric, one) for one in readings] == [50.0] * 3
    assert counted.events(metric_of("dso"), readings) == ""
    assert counted.exposure(metric_of("dso"), readings[0]) == 1.0


def test_two_cases_on_a_short_day_are_no_improvement() -> None:
    # 36 days of 50 hours with 42 cases: (42 + 1) ÷ 1,800 an hour. On a Saturday of 24 hours 0.57 are expected, and two
    # or more come in 11 % of them: 1 − e^(−0.573) × 1.573. Six come in 2 of 100,000.
    usual = days([1, 2, 1, 0, 3, 0] * 6, 50.0)
    for last, kind in ((2, "routine"), (6, "better")):
        short = days([*[1] * 36, last], 24.0)[-1:]
        signal = judged(metric_of("cases_resolved_per_hour"), [*usual, *short], "day", MONDAY + timedelta(days=35))
        assert signal.kind == kind, last


def test_a_case_for_each_day_worked_is_no_improvement_on_itself() -> None:
    # Twenty days with one case each and one with none: 20 ÷ 21 a day; then eight with one each, of 1 × 8 expected.
    readings = days([1] * 10 + [0] + [1] * 18, 1.0)
    signal = judged(metric_of("cases_resolved_per_agent_day"), readings, "day", MONDAY + timedelta(days=20))
    assert signal.kind == "routine"


def test_rows_tell_what_one_of_a_mean_or_a_ratio_differs_by_and_not_of_a_median_nor_of_a_count() -> None:
    for name, counts in (("csat_mean", "scores"), ("promise_kept_rate", "scores"), ("dso", ""), ("backlog", "")):
        readings = made(name, [3.0, 4.0]).readings
        told = [replace(one, low=2.0, high=5.0) for one in readings]
        assert counted.answered(metric_of(name), told) == counts, name
        assert counted.answered(metric_of(name), [replace(one, low=None, high=None) for one in readings]) == ""
    without = [replace(made("csat_mean", [3.0]).readings[0], low=2.0, high=5.0, n=None)]
    assert counted.answered(metric_of("csat_mean"), without) == ""
