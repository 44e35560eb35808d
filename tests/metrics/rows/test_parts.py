"""The parts of a statement: the names on the side that asks and on the side that reads are the same ones."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from crm_metrics.metrics.rows.parts import Inner, PartName, Parts, column_name, parts_reader


def test_every_part_that_a_statement_may_ask_for_has_a_field_and_no_other_is_there() -> None:
    assert get_args(PartName) == Parts._fields
    assert not set(get_args(Inner)) & set(Parts._fields)


def test_a_reader_takes_one_metric_s_parts_out_of_a_row_and_leaves_the_rest_empty() -> None:
    names = ("period", "team", "csat__numerator", "csat__denominator", "csat_2__numerator", "csat_2__n")
    row = (date(2026, 1, 1), "north", 3, 4, 7, 9)
    assert parts_reader(names, "csat")(row) == Parts(numerator=3, denominator=4)
    assert parts_reader(names, "csat_2")(row) == Parts(numerator=7, n=9)
    assert parts_reader(names, "nps")(row) == Parts()


def test_a_group_that_other_metrics_made_has_no_parts_of_a_metric_without_rows_in_it() -> None:
    read = parts_reader(("period", "won__numerator", "won__rows"), "won")
    assert read((date(2026, 1, 1), 0, 0)) is None
    assert read((date(2026, 1, 1), 0, 2)) == Parts(numerator=0, rows=2)


@pytest.mark.parametrize("part", Parts._fields)
def test_a_part_goes_by_its_column_and_comes_back_as_it_was(part: PartName) -> None:
    read = parts_reader((column_name("mine", part),), "mine")
    assert getattr(read((5,)), part) == 5
