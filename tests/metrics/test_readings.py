"""What a result gives to its reader."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from crm_metrics.metrics.readings import Reading, Result, because


def reading(month: int, **fields: Any) -> Reading:
    usual: dict[str, Any] = {"numerator": 1, "denominator": 2, "value": 0.5, "n": 2, "complete": True}
    return Reading(metric="mine", period=date(2026, month, 1), groups=("north",), **{**usual, **fields})


def test_a_reason_is_a_sentence_with_its_parts() -> None:
    reason = because("{table} is loaded through {day}", table="survey", day=date(2026, 1, 31))
    assert str(reason) == "survey is loaded through 2026-01-31"
    assert reason.parts == {"table": "survey", "day": date(2026, 1, 31)}
    assert hash(reason) == hash(because("{table} is loaded through {day}", table="survey", day=date(2026, 1, 31)))


def test_latest_skips_what_is_not_complete() -> None:
    result = Result(
        metric="mine",
        every="month",
        by=("team",),
        readings=(reading(1), reading(2), reading(3, complete=False)),
        sql="",
    )
    assert result.latest == reading(2)
    assert Result(metric="mine", every="month", by=(), readings=(), sql="").latest is None


def test_a_table_keeps_empty_numbers_empty_and_money_as_numbers() -> None:
    empty = reading(2, numerator=None, denominator=None, value=None, n=None, reason=because("nothing to divide by"))
    table = Result(
        metric="mine", every="month", by=("team",), readings=(reading(1, numerator=Decimal("0.10")), empty), sql=""
    ).table
    assert list(table.columns) == (
        ["metric", "period", "team", "numerator", "denominator", "value", "n", "low", "high", "complete", "reason"]
    )
    assert table["numerator"].tolist()[0] == 0.1
    assert table["value"].isna().tolist() == [False, True]
    assert table["n"].isna().tolist() == [False, True]
    assert table["reason"].tolist()[1] == "nothing to divide by"


def test_a_table_by_reason_keeps_the_reasons_and_says_why_a_value_is_absent_beside_them() -> None:
    empty = reading(2, value=None, reason=because("nothing to divide by"))
    table = Result(metric="mine", every="month", by=("reason",), readings=(reading(1), empty), sql="").table
    assert table.columns.is_unique
    assert table["reason"].tolist() == ["north", "north"]
    assert table["why"].tolist()[1] == "nothing to divide by"


def test_an_empty_result_has_an_empty_table_with_its_columns() -> None:
    table = Result(metric="mine", every="month", by=(), readings=(), sql="").table
    assert len(table) == 0
    assert "value" in table.columns
