"""A month that adds up, as Plotly and paper read it."""

from __future__ import annotations

from crm_metrics.boards.bodies.course import Course
from crm_metrics.figures import LIGHT
from crm_metrics.figures.course import course, course_legend, days_of
from crm_metrics.figures.look import Look
from crm_metrics.printed.charts import svg
from crm_metrics.words import Words

LOOK = Look(Words("es-CO"), LIGHT, "COP")
BODY = Course(
    unit="money", days=("1 nov", "2 nov", "3 nov"), sums=(10.0, 25.0, None), goal=(12.0, 24.0, 36.0),
    before=(None, None, None), legend=("año anterior", "meta", "a la fecha"), behind=(None, None, None),
)  # fmt: skip


def test_what_is_to_come_is_left_open_and_what_is_not_known_is_not_named() -> None:
    spec = course(BODY, LOOK)
    assert [trace["y"] for trace in spec["data"]] == [[12.0, 24.0, 36.0], [10.0, 25.0, None]]
    assert spec["layout"]["yaxis"]["range"][0] == 0
    assert "año anterior" not in course_legend(BODY)
    assert "meta" in course_legend(BODY)


def test_the_days_with_a_sum_lead_to_rows_the_newest_first() -> None:
    assert [name for name, _ in days_of(BODY)] == ["2 nov", "1 nov"]


def test_it_is_drawn_on_paper() -> None:
    drawn = svg(course(BODY, LOOK), 480, "Ventas")
    assert drawn.count("<path") >= 2
    assert "1 nov" in drawn
