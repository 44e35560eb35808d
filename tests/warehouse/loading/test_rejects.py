"""The list of rows left out: readable, whole, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from crm_metrics.errors import DataError
from crm_metrics.warehouse.loading import rejects
from crm_metrics.warehouse.loading.rejects import SENTENCES, RefusalError, Reject
from crm_metrics.warehouse.mapping.rules import rules_of
from crm_metrics.warehouse.tables import tables


def test_every_rule_of_every_table_has_its_sentence() -> None:
    for table in tables():
        assert {rule.name for rule in rules_of(table)} <= set(SENTENCES)


@pytest.mark.parametrize("table", tables())
def test_every_constraint_of_a_table_is_told_by_a_rule_with_a_name(table: str) -> None:
    found = tables()[table]
    checks = [check for check in found.checks if check != "only_row"]
    named = [rule for rule in rules_of(table) if rule.name != "check" and rule.broken.startswith("not (")]
    assert len(named) >= len(checks)
    required = {rule.column for rule in rules_of(table) if rule.name == "missing"}
    assert required == {name for name, column in found.columns.items() if not column.nullable}


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=cmd|'/C calc'!A0", "'=cmd|'/C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+1+1", "'+1+1"),
        ("-2+3", "'-2+3"),
        ("\tx", "'\tx"),
        ("-5.50", "-5.50"),
        ("+3", "+3"),
        ("Ana", "Ana"),
        ("", ""),
    ],
)
def test_no_cell_runs_as_a_formula_and_numbers_stay_as_they_are(cell: str, safe: str) -> None:
    assert rejects.safe(cell) == safe


def test_the_file_is_replaced_and_speaks_the_readers_language(tmp_path: Path) -> None:
    row = Reject(table="survey", file="survey.csv", line=3, column="score", value="=11", rule="scale", detail="0–10")
    rejects.write(tmp_path, [row, row])
    path = rejects.write(tmp_path, [row], lambda template, **parts: f"[es] {template.format(**parts)}")
    with path.open(encoding="utf-8", newline="") as opened:
        assert list(csv.reader(opened)) == [
            ["file", "line", "column", "value", "rule", "message"],
            ["survey.csv", "3", "score", "'=11", "scale", "[es] The score =11 lies outside its scale, 0–10."],
        ]


def test_several_refusals_are_one_error_that_keeps_each() -> None:
    errors = [DataError("{file} is empty. Export it again.", file=name) for name in ("a.csv", "b.csv")]
    rejects.refuse([])
    with pytest.raises(DataError, match=r"a\.csv is empty") as one:
        rejects.refuse(errors[:1])
    assert one.value is errors[0]
    with pytest.raises(RefusalError) as both:
        rejects.refuse(errors)
    assert both.value.errors == tuple(errors)
    assert str(both.value).count("Export it again.") == 2
