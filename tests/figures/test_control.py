"""The process-behaviour chart: right marks, right place, never two labels in one spot."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest

from crm_metrics.boards.core import Control, Point
from crm_metrics.figures import DARK, LIGHT, Palette, figure
from crm_metrics.words import Words

es = Words("es-CO")
FIRST = date(2026, 11, 2)


def control(points: tuple[Point, ...], **more: object) -> Control:
    given = {"centre": 0.8, "low": 0.7, "high": 0.9, "goal": 0.85, "baseline_until": None} | more
    return Control(name="SLA", unit="percent", points=points, **given)  # type: ignore[arg-type]


def days(*values: float | None, **last: object) -> tuple[Point, ...]:
    points = [Point(day=FIRST + timedelta(days=place), value=value) for place, value in enumerate(values)]
    return (*points[:-1], Point(day=points[-1].day, value=points[-1].value, **last)) if last else tuple(points)  # type: ignore[arg-type]


def test_a_point_beyond_the_limits_is_a_square_and_a_run_is_a_diamond() -> None:
    points = (
        Point(day=FIRST, value=0.95, mark="beyond", good=True),
        Point(day=FIRST + timedelta(days=1), value=0.6, mark="run", good=False),
        Point(day=FIRST + timedelta(days=2), value=0.8),
    )
    drawn = figure(control(points), es, LIGHT)
    marked = next(trace for trace in drawn.data if trace.marker.symbol)
    assert list(marked.marker.symbol) == ["square", "diamond"]
    assert list(marked.marker.color) == [LIGHT.good, LIGHT.bad]
    assert list(marked.y) == [0.95, 0.6]


def test_a_running_period_is_hollow_and_reached_by_a_dotted_line() -> None:
    drawn = figure(control(days(0.8, 0.82, 0.4, complete=False)), es, LIGHT)
    solid, dotted, hollow = drawn.data
    assert list(solid.y) == [0.8, 0.82]
    assert (list(dotted.y), dotted.line.dash) == ([0.82, 0.4], "2px,2px")
    assert (list(hollow.y), hollow.marker.color) == ([0.4], LIGHT.card)


def test_a_missing_day_breaks_the_line_and_a_day_off_does_not() -> None:
    first, second, third = days(0.8, None, 0.82)
    missing = Point(day=second.day, value=None, complete=False)
    drawn = figure(control((first, missing, third)), es, LIGHT)
    assert list(drawn.data[0].y) == [0.8, None, 0.82]
    assert not drawn.data[0].connectgaps
    assert list(figure(control((first, second, third)), es, LIGHT).data[0].y) == [0.8, 0.82]


def test_labels_beside_the_chart_never_share_a_spot() -> None:
    body = control(
        days(0.8, 0.81, 0.79), goal=0.801, low=0.795, high=0.803,
        centre_text="mean", goal_text="target", low_text="LNL", high_text="UNL",
    )  # fmt: skip
    notes = [note for note in figure(body, es, LIGHT).layout.annotations if note.xref == "paper"]
    heights = sorted(note.y * 232 for note in notes)
    assert len(heights) == 4
    assert all(above - below >= 14.9 for below, above in itertools.pairwise(heights))
    assert heights[0] >= -0.01


def test_the_band_of_a_rate_is_wider_where_few_rows_stand_behind_a_day() -> None:
    wide = Point(day=FIRST, value=0.8, low=0.6, high=1.0)
    narrow = Point(day=FIRST + timedelta(days=2), value=0.8, low=0.7, high=0.9)
    drawn = figure(control((wide, narrow)), es, LIGHT)
    band = next(one.path for one in drawn.layout.shapes if one.type == "path")
    # Two days and 18 hours at both ends are 84 hours; the points stand at 18 and at 66.
    first, middle, last = ("0.21429", "0.50000", "0.78571")
    upper = f"M{first},1.0L{middle},1.0L{middle},0.9L{last},0.9"
    assert band == upper + f"L{last},0.7L{middle},0.7L{middle},0.6L{first},0.6Z"


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_no_chart_can_be_zoomed_and_none_brings_a_template(palette: Palette) -> None:
    drawn = figure(control(days(0.8, 0.81, 0.82)), es, palette)
    assert drawn.layout.dragmode is False
    assert drawn.layout.xaxis.fixedrange and drawn.layout.yaxis.fixedrange
    assert not drawn.layout.template.layout.to_plotly_json()


def test_a_figure_of_others_is_a_dotted_line_with_its_text() -> None:
    sheet = figure(control(days(0.8, 0.81, 0.79), cited=((0.92, "cited 92%"),)), es, LIGHT).layout
    assert [shape.line.dash for shape in sheet.shapes if shape.y0 == 0.92 == shape.y1] == ["1px,3px"]
    assert "cited 92%" in [note.text for note in sheet.annotations]
    assert sheet.yaxis.range[1] > 0.92


@pytest.mark.parametrize(("said", "room"), [("meta 6", 88), ("objetivo 90,0 %", 102), ("x" * 80, 160)])
def test_the_longest_label_at_the_right_has_its_room(said: str, room: int) -> None:
    drawn = figure(control(days(0.8, 0.82), goal_text=said), es, LIGHT)
    assert drawn.layout.margin.r == room


def test_where_a_baseline_began_anew_a_line_stands_and_its_name_and_no_other_end_of_a_baseline_is_named() -> None:
    anew = {"anew": FIRST + timedelta(days=2), "anew_text": "new", "anew_said": "<b>", "baseline_text": "basis"}
    body = control(days(0.8, 0.82, 0.9, 0.91), baseline_until=FIRST + timedelta(days=3), **anew)
    drawn = figure(body, es, LIGHT)
    lines = [one for one in drawn.layout.shapes if one.yref == "paper" and one.x0 == one.x1 == anew["anew"]]
    assert [(one.line.dash, one.line.width) for one in lines] == [("solid", 1.5)]
    said = [one.text for one in drawn.layout.annotations]
    assert "new" in said and "basis" not in said
    assert "<b>" not in str(drawn.to_json())  # what people write stands below the card


def test_a_baseline_that_begins_where_the_chart_does_is_not_marked() -> None:
    for day in (FIRST, FIRST - timedelta(days=9)):
        drawn = figure(control(days(0.8, 0.82), anew=day, anew_text="new"), es, LIGHT)
        assert "new" not in [one.text for one in drawn.layout.annotations]
