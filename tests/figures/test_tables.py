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


def rows(count: int, group: int) -> Grid:
    columns = (GridColumn("a", "A"), GridColumn("b", "B", "number"))
    made = (Row(str(n), (Cell(text=f"r{n}"), Cell(text=str(n))), f"g{n // group}") for n in range(count))
    return Grid(columns, tuple(made), "")


def test_of_a_long_table_a_phone_shows_the_first_rows_over_groups_and_says_how_many_there_are() -> None:
    html = tables.grid(rows(9, 3), "x", Words("es"), few=4, rest="Ver los 9")
    assert [row.startswith(' class="tk-beyond"') for row in html.split("<tr")[2:]] == [False] * 4 + [True] * 5
    assert html.startswith('<details class="tk-rest"><summary>Ver los 9</summary></details><div class="tk-scroll" ')
    cut = tables.grid(rows(9, 3), "x", Words("es"), few=4)
    assert cut.startswith('<div class="tk-scroll tk-cut" ') and cut.count("tk-beyond") == 5


def test_a_table_of_few_rows_or_asked_whole_stands_whole() -> None:
    assert "tk-beyond" not in tables.grid(rows(4, 2), "x", Words("es"), few=4, rest="Ver los 4")
    assert "tk-rest" not in tables.grid(rows(9, 3), "x", Words("es"))
