"""Cells of a sheet → columns of text for the engine."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from crm_metrics.warehouse.files.landing.batches import AT_ONCE, Batches, Line
from crm_metrics.warehouse.files.workbooks import TYPED, RowBlock


def landed(rows: list[Line | RowBlock]) -> list[dict[str, object]]:
    """The rows of one column that come out."""
    batches = Batches(names=["line", "cells", "a"], flags=["typed"], mark=TYPED, blanks=" \t\n\u00a0")
    return [row for table in batches.of(rows) for row in table.to_pylist()]


def column(*cells: object) -> list[tuple[object, object]]:
    """What a block's column becomes: its texts, and whether they had a type of their own."""
    return [(row["a"] or "", row["typed"]) for row in landed([RowBlock(1, len(cells), [cells])])]


# As a person would type the number: no exponent, no ".0", no sign before nothing; fifteen digits are all that a
# spreadsheet keeps, and a longer number says by its exponent that its last ones are lost.
@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (12.5, "12.5"),
        (123.0, "123"),
        (-0.0, "0"),
        (0.1, "0.1"),
        (0.00001, "0.00001"),
        (0.0000001, "0.0000001"),
        (-1234567.89, "-1234567.89"),
        (1e15, "1.00000000000000E+15"),
        (999999999999999.0, "999999999999999"),
        (20_000_000_000_000_000.0, "2.00000000000000E+16"),
    ],
)
def test_a_number_is_written_as_people_do_whatever_stands_beside_it(cell: float, text: str) -> None:
    assert column(cell) == [(text, True)]
    assert column(1.5, cell, "") == [("1.5", True), (text, True), ("", False)]
    assert column("x", cell) == [("x", False), (text, True)]


def test_days_are_iso_and_an_empty_cell_among_them_had_no_type() -> None:
    assert column(date(2026, 3, 1), "") == [("2026-03-01", True), ("", False)]
    assert column(date(2026, 3, 1), datetime(2026, 3, 1, 8, 5)) == [
        ("2026-03-01", True),
        ("2026-03-01 08:05:00", True),
    ]
    assert column(date(2026, 3, 1), "mañana") == [("2026-03-01", True), ("mañana", False)]


def test_texts_lose_the_blanks_around_them_and_keep_their_letters() -> None:
    assert column(" a b ", "\tc\r\n") == [("a b", False), ("c", False)]
    assert column("\u00a0Peña ", "n\u0303") == [("Peña", False), ("ñ", False)]


def test_true_and_one_are_two_texts() -> None:
    assert column(True, 1.0) == [("true", True), ("1", True)]


def test_rows_one_by_one_and_in_blocks_keep_their_order_and_lines() -> None:
    rows: list[Line | RowBlock] = [
        (4, None, f"7{TYPED}"),
        RowBlock(5, 2, [("x", "y")]),
        (7, 3, " z "),
    ]
    assert landed(rows) == [
        {"line": 4, "cells": None, "a": "7", "typed": True},
        {"line": 5, "cells": None, "a": "x", "typed": False},
        {"line": 6, "cells": None, "a": "y", "typed": False},
        {"line": 7, "cells": 3, "a": "z", "typed": False},
    ]


def test_no_more_rows_are_held_than_a_batch() -> None:
    rows = ((line, None, "x") for line in range(AT_ONCE + 1))
    batches = Batches(names=["line", "cells", "a"], flags=[None], mark="", blanks=" ")
    assert [table.num_rows for table in batches.of(rows)] == [AT_ONCE, 1]


def test_letters_beyond_ascii_are_noticed() -> None:
    for cells, plain in ((("a", "b"), True), (("a", "ñ"), False), ((1.5, "ñ"), False)):
        batches = Batches(names=["line", "cells", "a"], flags=[None], mark=TYPED, blanks=" ")
        list(batches.of([RowBlock(1, 2, [cells])]))
        assert batches.ascii is plain
