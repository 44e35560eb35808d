"""Answers on a scale, as the labels of forms hold them."""

from __future__ import annotations

import duckdb
import pytest

from crm_metrics.warehouse.mapping import scores


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("10", 10),
        ("4.5", 4.5),
        ("Extremely likely - 10", 10),
        ("Not at all likely - 0", 0),
        ("0 - Nada probable", 0),
        ("5 (Muy satisfecho)", 5),
        ("A5", None),  # the code of an answer
        ("4 de 5", None),  # which of the two
        ("8/10", None),
        ("-1", None),  # what some write for nobody knows
        ("90 %", None),
        ("No sabe", None),
    ],
)
def test_a_label_is_the_one_number_that_it_holds(text: str, value: float | None) -> None:
    with duckdb.connect() as connection:
        ((read,),) = connection.execute(f"select {scores.sql('x')} from (select ? as x)", [text]).fetchall()
    assert read == value
