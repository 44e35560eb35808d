"""What one row adds to a formula: a column for each aggregate, and the rows that add nothing left out."""

from __future__ import annotations

import pytest

from crm_metrics.metrics.rows.contributions import contributions
from tests.metrics.made import metric

COLUMNS = ("opened_on", "work_item", "customer", "amount", "won", "cycle_days")


@pytest.mark.parametrize(
    ("formula", "added", "kept"),
    [
        ("count(*)", [("numerator", "1", "count")], None),
        ("count_if(won)", [("numerator", "case when r.won then 1 else 0 end", "count")], "((r.won))"),
        (
            "count(won)",
            [("numerator", "case when not r.won is null then 1 else 0 end", "count")],
            "((not r.won is null))",
        ),
        ("sum(amount) / 2", [("numerator", "r.amount", "sum")], "((not r.amount is null))"),
        ("count(distinct customer)", [("numerator", "r.customer", "distinct")], "((not r.customer is null))"),
        ("quantile(cycle_days, 0.5)", [("numerator", "r.cycle_days", "ordered")], "r.cycle_days is not null"),
        (
            "survival_at(cycle_days, won, 9)",
            [("age", "r.cycle_days", "ordered"), ("ended", "r.won", "ordered")],
            "r.cycle_days is not null",
        ),
    ],
)
def test_each_aggregate_has_its_column(formula: str, added: list[tuple[str, str, str]], kept: str | None) -> None:
    found = contributions(metric(numerator=formula), COLUMNS)
    assert [(one.name, one.sql.lower(), one.way) for one in found.addends] == added
    assert (found.kept and found.kept.lower()) == kept


def test_a_side_of_several_aggregates_has_numbered_columns() -> None:
    found = contributions(metric(numerator="sum(amount) - count_if(won)", denominator="count(won)"), COLUMNS)
    assert [one.name for one in found.addends] == ["numerator_1", "numerator_2", "denominator"]


def test_a_row_without_an_amount_is_kept_to_be_seen() -> None:
    found = contributions(metric(numerator="sum(amount)", unknown="amount is null"), COLUMNS)
    assert [one.name for one in found.addends] == ["numerator", "unknown"]
    assert "r.amount IS NULL" in (found.kept or "")


def test_days_of_the_period_are_brought_where_a_row_is_held_against_them() -> None:
    assert contributions(metric(numerator="sum(days_between(opened_on, last))"), COLUMNS).uses_asked
    assert not contributions(metric(), COLUMNS).uses_asked
