from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import nan, sqrt

import pytest

from crm_metrics.analysis.effects.baseline import lock
from crm_metrics.analysis.effects.cases import CaseRows, weekly_cases
from crm_metrics.analysis.effects.verdict import PlanCourse, verdict

START = date(2025, 1, 6)
OPENED = START + timedelta(days=7 * 8)


def rows(weeks: Sequence[Sequence[tuple[str, float | None]]]) -> CaseRows:
    """The cases of each week, all of its Thursday."""
    each = [(START + timedelta(days=7 * week + 3), *case) for week, cases in enumerate(weeks) for case in cases]
    return CaseRows([one[0] for one in each], [one[2] for one in each], [one[1] for one in each])


EASY = [("easy", 1.0), ("easy", 3.0)]  # 2 on average
HARD = [("hard", 9.0), ("hard", 11.0)]  # 10 on average


def test_a_mix_that_grows_easier_is_no_effect() -> None:
    # Before 2 and 10 half and half; after three easy for each hard: 4 instead of 6, and no case has changed.
    weeks = [EASY + HARD] * 9 + [EASY * 3 + HARD] * 4
    found = weekly_cases(rows(weeks), OPENED)
    assert [week.value for week in found.weeks] == pytest.approx([6.0] * 13)
    assert [week.n for week in found.weeks][-1] == 8
    assert found.weeks[0].day == START


def test_what_changes_within_each_kind_is_the_effect() -> None:
    quicker = [(kind, value - 1.0) for kind, value in (EASY * 3 + HARD)]
    found = weekly_cases(rows([EASY + HARD] * 9 + [quicker] * 4), OPENED)
    assert found.weeks[-1].value == pytest.approx(5.0)
    # Four cases a week, each one away from what is usual for it, and 32 cases in 8 weeks: 32 ÷ 24.
    assert found.deviation == pytest.approx(sqrt(32 / 24))
    baseline = lock(found.weeks, OPENED, counts="scores", deviation=found.deviation)
    answer = verdict(PlanCourse(baseline=baseline, since=found.weeks, better="down", matters=1.0))
    assert answer.effect == pytest.approx(-1.0)
    assert answer.weeks == 4


def test_a_kind_that_hardly_came_before_is_held_against_all() -> None:
    found = weekly_cases(rows([EASY + HARD] * 9 + [[("new", 7.0)]]), OPENED)
    assert found.weeks[-1].value == pytest.approx(7.0)


def test_cases_without_a_value_are_no_cases_and_none_before_is_no_baseline() -> None:
    assert weekly_cases(rows([]), OPENED).weeks == ()
    assert weekly_cases(rows([[]] * 9 + [EASY]), OPENED).weeks == ()
    found = weekly_cases(rows([[*EASY, *HARD, ("hard", None), ("easy", nan)]] * 8), OPENED)
    assert [week.n for week in found.weeks] == [4] * 8


def test_a_thousand_cases_of_a_week_are_one_week() -> None:
    # The weeks move by 1 around their mean, their cases hardly: the interval is that of the weeks.
    shocks = [1.0, -1.0] * 4 + [0.0] + [3.0, 1.0, 3.0, 1.0]
    weeks = [[("one", shock + 0.001 * (case % 2)) for case in range(1000)] for shock in shocks]
    found = weekly_cases(rows(weeks), OPENED)
    many = lock(found.weeks, OPENED, counts="scores", deviation=found.deviation)
    plain = lock(found.weeks, OPENED)
    one, other = (verdict(PlanCourse(baseline=kind, since=found.weeks, better="up")) for kind in (many, plain))
    assert one.low == pytest.approx(other.low, abs=1e-4)
