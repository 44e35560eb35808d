"""Columns in expressions: under their own name where they bear it, else under one of what they mean."""

from __future__ import annotations

import pytest

from crm_metrics.warehouse.mapping.naming import free_name, plain_name


@pytest.mark.parametrize(
    ("written", "name"),
    [("Total", "total"), ("Order", ""), ("n", ""), ("1er pago", ""), ("Importe (USD)", ""), ("x" * 41, "")],
)
def test_a_word_of_the_language_or_with_marks_is_no_name(written: str, name: str) -> None:
    assert plain_name(written) == name


def test_a_name_that_another_column_has_is_counted_on() -> None:
    assert free_name("date", "Date", {}) == "date_"
    assert free_name("date", "Date", {"date_": ["Date"]}) == "date_"
    assert free_name("date", "Date.", {"date_": ["Date"]}) == "date_2"
    assert free_name("", "#", {}) == "columna_"
