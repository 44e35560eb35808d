"""Charts say what the board says: right marks, right place, the reader's words, never two labels in one spot."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest

from crm_metrics.boards.core import Bridge, Control, PlanActual, Point, SixTwelve, Step
from crm_metrics.figures import DARK, LIGHT, Palette, config, figure
from crm_metrics.figures.look import ticks
from crm_metrics.words import NBSP, Words

es, en = Words("es-CO"), Words("en")
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


def test_ticks_are_round_and_said_in_the_readers_language() -> None:
    assert ticks(0.71, 0.93, "percent") == pytest.approx([0.75, 0.8, 0.85, 0.9])
    assert ticks(95, 320, "seconds") == [120, 180, 240, 300]
    drawn = figure(control(days(0.8125, 0.83, 0.8)), es, LIGHT)
    assert all(text.endswith(NBSP + "%") for text in drawn.layout.yaxis.ticktext)
    assert figure(control(days(0.8, 0.83, 0.8)), en, LIGHT).layout.xaxis.ticktext[-1].endswith("Nov")
    assert drawn.layout.xaxis.ticktext[-1].endswith("nov")


@pytest.mark.parametrize("low", [0.0, 0.001, 3.0, 950.0])
@pytest.mark.parametrize("size", [0.0007, 0.4, 1.0, 37.0, 8_100.0, 2.5e9])
@pytest.mark.parametrize("unit", ["percent", "count", "seconds", "money"])
def test_there_are_one_to_five_ticks_and_all_lie_inside(low: float, size: float, unit: str) -> None:
    at = ticks(low, low + size, unit)
    assert 1 <= len(at) <= 5
    assert all(low - 1e-9 * size <= one <= low + size * (1 + 1e-9) for one in at)


def test_weeks_and_months_stand_at_their_place_and_last_year_is_pale() -> None:
    now = tuple(Point(day=FIRST + timedelta(days=7 * k), value=100.0 + k, label=f"w{k}") for k in range(3))
    before = tuple(Point(day=FIRST + timedelta(days=7 * k - 364), value=90.0 + k, label="") for k in range(3))
    body = SixTwelve(
        unit="count",
        weeks=now,
        weeks_before=before,
        weeks_goal=110.0,
        months=now,
        months_before=before,
        months_goal=None,
        totals=(),
        weeks_title="6",
        months_title="12",
        legend=("2025", "goal", "2026"),
    )
    drawn = figure(body, es, DARK)
    assert [list(trace.x) for trace in drawn.data] == [[0, 1, 2]] * 4
    assert [trace.line.color for trace in drawn.data] == [DARK.before, DARK.data] * 2
    assert [(shape.y0, shape.xref) for shape in drawn.layout.shapes] == [(110.0, "x")]
    assert list(drawn.layout.xaxis.ticktext) == ["45", "46", "47"]
    assert list(drawn.layout.xaxis2.ticktext) == ["N", "N", "N"]
    assert (drawn.data[0].text[0], drawn.data[1].text[0]) == ("2025 · 90", "2026 · w0")


def test_each_bar_of_a_bridge_begins_where_the_last_one_ended() -> None:
    steps = (
        Step("Cross-sell", 142, "+142", tone="good"),
        Step("Cancellations", -60, "−60", tone="bad"),
        Step("Base", 82, "+82", total=True),
        Step("New", 132, "+132", tone="good"),
    )
    bars = figure(Bridge(steps), es, LIGHT).data[0]
    assert list(bars.base) == [0, 142, 0, 82]
    assert list(bars.x) == [142, -60, 82, 132]
    assert list(bars.marker.color) == [LIGHT.good, LIGHT.bad, LIGHT.data, LIGHT.good]


def test_columns_of_plan_and_actual_stand_on_zero_and_a_month_to_come_has_no_variance() -> None:
    body = PlanActual(
        months=("dic 25", "ene 26"),
        actual=(100.0, None),
        plan=(90.0, 95.0),
        before=(80.0, 85.0),
        variance=(10.0, None),
        texts=("+10", ""),
        unit="money",
        legend=("2025", "Plan", "Real"),
        strip="Δ plan",
    )
    drawn = figure(body, es, LIGHT, "COP")
    before, plan, actual, strip = drawn.data
    assert [list(one.y) for one in (before, plan, actual)] == [[80, 85], [90, 95], [100, None]]
    assert drawn.layout.yaxis.range[0] == 0
    assert list(strip.y) == [10, None]
    assert [note.text for note in drawn.layout.annotations] == ["+10", "Δ plan"]
    assert list(drawn.layout.xaxis.ticktext) == ["dic<br>25", "ene<br>26"]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_no_chart_can_be_zoomed_and_none_brings_a_template(palette: Palette) -> None:
    drawn = figure(control(days(0.8, 0.81, 0.82)), es, palette)
    assert drawn.layout.dragmode is False
    assert drawn.layout.xaxis.fixedrange and drawn.layout.yaxis.fixedrange
    assert not drawn.layout.template.layout.to_plotly_json()
    assert config(es)["displayModeBar"] is False


def test_plotly_is_told_the_whole_language() -> None:
    spoken = config(es)["locales"]["es"]["format"]
    assert (spoken["decimal"], spoken["thousands"]) == (",", ".")
    assert (spoken["days"][0], spoken["shortMonths"][8]) == ("domingo", "sept")
    assert config(en)["locales"]["en"]["format"]["decimal"] == "."


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_pair_of_text_and_ground_can_be_read(palette: Palette) -> None:
    pairs = [(ink, palette.card) for ink in (palette.ink, palette.soft, palette.muted, palette.good, palette.bad)]
    pairs += [(ink, palette.page) for ink in (palette.ink, palette.soft, palette.muted)]
    pairs += [(getattr(palette, one), getattr(palette, one + "_chip")) for one in ("good", "bad", "watch", "neutral")]
    pairs += [(palette.ink, shade) for shade in (*palette.heat, *palette.diverging)]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2.2: (L1 + 0.05) / (L2 + 0.05)."""

    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_the_band_of_a_rate_is_wider_where_few_rows_stand_behind_a_day() -> None:
    wide = Point(day=FIRST, value=0.8, low=0.6, high=1.0)
    narrow = Point(day=FIRST + timedelta(days=2), value=0.8, low=0.7, high=0.9)
    drawn = figure(control((wide, narrow)), es, LIGHT)
    band = next(one.path for one in drawn.layout.shapes if one.type == "path")
    # Two days and 18 hours at both ends are 84 hours; the points stand at 18 and at 66.
    first, middle, last = ("0.21429", "0.50000", "0.78571")
    upper = f"M{first},1.0L{middle},1.0L{middle},0.9L{last},0.9"
    assert band == upper + f"L{last},0.7L{middle},0.7L{middle},0.6L{first},0.6Z"
