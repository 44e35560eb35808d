"""The judge of companies as real life writes them: what is a fault, and what is not; all kinds are there."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random
from typing import Any

import pytest

from tests.scenarios.real_life import runs
from tests.scenarios.real_life.company import company
from tests.scenarios.real_life.exports import Export, Telling
from tests.scenarios.real_life.judge import judge
from tests.scenarios.real_life.kinds import KINDS, telling

MARCH = date(2025, 3, 1)
NOTHING = Export(files={})


def told(
    value: float | None, low: float | None = None, high: float | None = None, complete: bool = True
) -> dict[str, Any]:
    """An answer of one metric and month, with 2 of 4 behind it."""
    reading = ["2025-03-01", value, low, high, complete, None if complete else "why", 2.0, 4.0]
    return {"rejected": 0, "readings": {"rate": [reading]}}


def faults(clean: dict[str, Any], real: dict[str, Any], unit: str = "", **more: Any) -> list[str]:
    return judge(Telling(clean=NOTHING, real=NOTHING, **more), clean, real, {"rate": unit}).faults


def test_another_number_told_as_complete_is_a_fault_that_says_metric_month_got_and_right() -> None:
    assert faults(told(0.5), told(0.6)) == ["rate 2025-03: got 0.6, right 0.5"]
    assert faults(told(None), told(0.0)) == ["rate 2025-03: got 0, right absent"]


def test_a_number_that_is_equal_absent_or_incomplete_is_no_fault() -> None:
    for real in (told(0.5), told(0.5 + 1e-12), told(None, complete=False), told(0.9, complete=False)):
        assert faults(told(0.5), real) == []


def test_what_is_absent_without_a_reason_is_a_fault() -> None:
    silent = told(None)
    assert faults(told(0.5), silent) == ["rate 2025-03: absent or incomplete, and no reason why"]


def test_what_real_life_adds_moves_the_right_number_by_its_own_arithmetic() -> None:
    # 2 of 4, and one more above the line: 3 of 4.
    assert faults(told(0.5), told(0.75), added={"rate": {MARCH: 1.0}}) == []
    assert faults(told(0.5), told(0.5), added={"rate": {MARCH: 1.0}}) == ["rate 2025-03: got 0.5, right 0.75"]
    assert faults(told(0.5), told(0.2), right={"rate": {MARCH: 0.2}}) == []
    assert faults(told(0.5), told(0.5), right={"rate": {MARCH: None}}) == ["rate 2025-03: got 0.5, right absent"]


def test_rows_left_out_may_move_a_complete_number_by_half_its_interval_or_one_percent() -> None:
    def wide(value: float) -> dict[str, Any]:
        return told(value, 0.4, 0.8)  # half of it: 0.2

    assert faults(told(0.5), wide(0.65), may_move=True) == []
    assert faults(told(0.5), wide(0.75), may_move=True) == ["rate 2025-03: got 0.75, right 0.5"]
    assert faults(told(100.0), told(99.5), may_move=True) == []
    assert faults(told(100.0), told(98.0), may_move=True) == ["rate 2025-03: got 98, right 100"]


@pytest.mark.parametrize(
    ("value", "low", "high", "unit", "said"),
    [
        (10.0, -3.0, 23.0, "seconds", "an interval from -3, right from 0"),
        (0.9, 0.7, 1.1, "percent", "an interval to 1.1, right to 1"),
        (5.0, 6.0, 7.0, "ratio", "5 is not within 6 … 7"),
    ],
)
def test_an_interval_that_leaves_its_value_out_or_its_bounds_is_a_fault(
    value: float, low: float, high: float, unit: str, said: str
) -> None:
    answer = told(value, low=low, high=high)
    assert faults(answer, answer, unit, intervals=True) == [f"rate 2025-03: {said}"]


def test_a_clean_company_that_loses_rows_is_a_fault_of_the_test_itself() -> None:
    assert faults(told(0.5) | {"rejected": 3}, told(0.5)) == ["3 rows of the clean company are left out"]


def test_three_hundred_companies_are_at_least_ten_of_each_kind() -> None:
    counts = Counter(kind for kind, _ in runs.companies(300))
    assert counts.keys() == KINDS.keys()
    assert min(counts.values()) >= 10


@pytest.mark.parametrize("kind", KINDS)
def test_a_seed_is_the_same_company_each_time_and_its_two_forms_differ(kind: str) -> None:
    one, again = telling(kind, 3), telling(kind, 3)
    assert (one.clean, one.real) == (again.clean, again.real)
    assert one.clean != one.real or one.intervals or one.right
    assert telling(kind, 3 + len(KINDS[kind])).clean != one.clean


def test_the_clean_company_brings_every_table_of_what_happens() -> None:
    tables = company(Random(1))
    happens = {"work_item", "status_event", "interaction", "agent_time", "survey", "order_line", "subscription",
               "receivable", "loyalty_entry"}  # fmt: skip
    assert all(len(tables[name]) >= 15 for name in happens)
