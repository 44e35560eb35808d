"""How a command prints: columns as wide as they need, cells that no sheet runs, and formats that there are."""

from __future__ import annotations

import pytest

from crm_metrics.command import printing
from crm_metrics.errors import QuestionError


def test_an_unknown_format_is_a_question_error_with_the_closest() -> None:
    with pytest.raises(QuestionError, match=r"No format 'jsn'\. Did you mean 'json'"):
        printing.known_format("jsn")


def test_columns_are_as_wide_as_they_need() -> None:
    assert printing.grid(["a", "count"], [["long", "1"], ["b", "20"]], right=["count"]) == (
        "a     count\nlong      1\nb        20\n"
    )


def test_a_cell_of_a_csv_is_plain_and_no_sheet_runs_it() -> None:
    assert [printing.plain(cell) for cell in (None, True, 0.5, "=1+1", "-3 %", "north")] == [
        "", "true", "0.5", "'=1+1", "'-3 %", "north",
    ]  # fmt: skip
    assert printing.rows_as_csv(["a", "b"], [["1", 'x "y", z']]) == 'a,b\n1,"x ""y"", z"\n'
