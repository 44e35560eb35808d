"""The table of one kind of metrics: its title says what changed, its rows lead with it."""

from __future__ import annotations

from datetime import date

import pytest

from crm_metrics.boards.core import Grid
from crm_metrics.boards.process.measures import MOST, OPEN, Measured, Measures
from crm_metrics.boards.series import Series
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME, made

EN = Words("en")
CALM = [0.80, 0.81] * 12
FALL = [*CALM[:-3], 0.50, 0.48, 0.47]
NEAR = [*CALM[:-4], 0.784, 0.81, 0.783, 0.784]  # three of four near the lower limit, none beyond it
MONTH = date(2027, 12, 1)  # the last of twenty-four that begin in January 2026


def series(metric: str, values: list[float], goal: float | None = None) -> Series:
    return made(metric, values, process="service", n=200, goal=goal, every="month")


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ([CALM, CALM], "Objectives: the 2 that can be judged move as usual"),
        ([CALM, FALL], "Objectives: one of 2 really got worse"),
        ([FALL, FALL], "Objectives: 2 of 2 really got worse"),
        ([FALL], "Objectives: its one metric really got worse"),
        ([CALM[:2]], "Objectives: one metric, with too little behind it to be judged"),
        ([CALM, NEAR], "Objectives: one of 2 is to be watched"),
        ([FALL, NEAR], "Objectives: one of 2 really got worse"),
    ],
)
def test_the_title_counts_what_really_changed(given: list[list[float]], title: str) -> None:
    names = ["first_response_sla", "service_level"]
    shown = Measured("service", tuple(series(*one) for one in zip(names, given, strict=False)), MONTH)
    assert Measures("objective").card(shown, FRAME, EN).title == title


def test_of_a_long_list_what_changed_stands_open_then_what_has_an_objective() -> None:
    names = ["service_level", "abandonment_rate", "transfer_rate", "backlog", "reopen_rate", "recurrence_rate",
             "first_response_sla", "sla_compliance", "next_response_sla", "escalation_rate", "qa_score", "qa_coverage",
             "promised_date_rate"]  # fmt: skip
    assert len(names) > MOST
    several = [series(name, CALM) for name in names[:-2]]
    several += [series(names[-2], CALM, goal=0.9), series(names[-1], FALL)]
    body = Measures("objective").card(Measured("service", tuple(several), MONTH), FRAME, EN).body
    assert isinstance(body, Grid)
    assert [row.key for row in body.rows[:2]] == [names[-1], names[-2]]
    assert body.first == OPEN
    assert sorted(row.key for row in body.rows) == sorted(names)


def test_the_change_is_that_of_the_month_before_only() -> None:
    one = series("service_level", [*CALM[:-1], 0.86])  # 0.80 the month before
    body = Measures("objective").card(Measured("service", (one,), MONTH), FRAME, EN).body
    assert isinstance(body, Grid)
    keys = [column.key for column in body.columns]
    assert body.rows[0].cells[keys.index("change")].text == "+6.0\xa0pp"
    assert "goal" not in keys  # nothing is aimed at
