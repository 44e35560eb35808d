from __future__ import annotations

from crm_metrics.boards.core import Cell, Chip, Grid, GridColumn, Row
from crm_metrics.figures import tables
from crm_metrics.words import Words


def test_a_long_table_marks_what_a_phone_may_fold() -> None:
    def row(place: int, kind: str) -> Row:
        return Row(str(place), (Cell(text=f"p{place}"), Cell(chip=Chip(kind, "x"))))  # type: ignore[arg-type]

    columns = (GridColumn("a", "A"), GridColumn("b", "B", "chip"))
    calm = Grid(columns, tuple(row(place, "routine") for place in range(9)), "")
    loud = Grid(columns, (row(0, "worse"), *calm.rows), "")
    assert (tables.folds(calm), tables.folds(loud), tables.folds(Grid(columns, loud.rows[:8], ""))) == (
        False,
        True,
        False,
    )
    assert tables.grid(loud, "x", Words("es"), fold=True).count("tk-calm") == 9
