from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

import pytest

from crm_metrics.boards.bodies.interval import Deciles, Interval
from crm_metrics.boards.bodies.meanings import Meaning, Meanings
from crm_metrics.boards.bodies.planned import PlanActual
from crm_metrics.boards.bodies.quadrant import Quadrant, QuadrantPoint
from crm_metrics.boards.core import (
    Attend,
    Attention,
    Body,
    Bridge,
    Card,
    Cell,
    Chip,
    Control,
    Empty,
    FactSheet,
    Grid,
    GridColumn,
    Heat,
    Multiples,
    Point,
    Row,
    SixTwelve,
    Step,
)
from crm_metrics.figures import LIGHT, bodies, figure, figures
from crm_metrics.words import Words

EN = Words("en")
POINTS = tuple(Point(day=date(2026, 11, day), value=float(day)) for day in (2, 3, 4))
CHART = Control(name="SLA", unit="count", points=POINTS)
# A small body of each kind, how many charts it is, and a text that it is written with.
SAMPLES: tuple[tuple[Body, int, str], ...] = (
    (
        Attend((Attention(chip=Chip("worse", "w"), fact="Fell", detail="d", team="Sur", owner="o"),)),
        0,
        '<p class="tk-fact">Fell</p>',
    ),
    (Bridge((Step("New", 5.0, "+5"),)), 1, ""),
    (CHART, 1, ""),
    (Deciles((Interval(name="1", value=0.5, low=0.4, high=0.6, n=9, label="l"),), "percent", 0.5, "time"), 1, ""),
    (Empty("No rows", "Nothing was loaded."), 0, "<p>Nothing was loaded.</p>"),
    (FactSheet((("Unit", "days"),), "select 1"), 0, "<dt>Unit</dt><dd>days</dd>"),
    (Grid((GridColumn("team", "Team"),), (Row("sur", (Cell(text="Sur"),)),), "Teams"), 0, "<caption>Teams</caption>"),
    (
        Heat(rows=("9 h",), columns=("Mon",), values=((0.5,),), texts=(("50",),), hovers=(("n",),), diverging=False),
        0,
        ">50</td>",
    ),
    (
        Meanings((Meaning("SLA", "The time promised.", "", (("Response", "explore?metric=csat"),)),), "Also:", "See:"),
        0,
        '<a class="tk-number" href="explore?metric=csat">Response</a>',
    ),
    (Multiples((CHART, CHART), ("Grey line: mean",)), 2, "<p>Grey line: mean</p>"),
    (
        PlanActual(
            months=("Jan 26",), actual=(5.0,), plan=(4.0,), before=(None,), variance=(1.0,), texts=("+1",),
            unit="count", legend=("last year", "plan", "actual"),
        ),
        1,
        '<i class="tk-key-outline"></i>plan</span><span>',
    ),
    (
        Quadrant(
            points=(QuadrantPoint(unit="a", name="Ana", x=1.0, y=0.5, n=9),), units=("ratio", "percent"),
            titles=("x", "y"), middle=(1.0, 0.5), corners=("a", "b", "c", "d"),
        ),
        1,
        "",
    ),
    (
        SixTwelve(
            unit="count", weeks=POINTS, weeks_before=(), weeks_goal=None, months=POINTS, months_before=(),
            months_goal=None, totals=(), legend=("last year", "goal", "this year"),
        ),
        1,
        '<p class="tk-legend"><span><i class="tk-key-data"></i>this year</span></p>',
    ),
)  # fmt: skip


def card(body: Any) -> Card:
    return Card(key="k", title="T", subtitle="", body=body, footer="", alt="A")


def test_every_kind_of_body_has_its_row() -> None:
    assert set(bodies.DRAWINGS) == set(get_args(Body))


def test_every_row_says_how_its_body_is_seen() -> None:
    for kind, drawing in bodies.DRAWINGS.items():
        assert drawing.figure or drawing.charts or drawing.html, kind
        assert not (drawing.figure and drawing.charts), kind


@pytest.mark.parametrize(("body", "charts", "text"), SAMPLES, ids=[type(body).__name__ for body, _, _ in SAMPLES])
def test_a_body_is_drawn_and_written(body: Body, charts: int, text: str) -> None:
    drawn = figures(body, EN, LIGHT)
    assert len(drawn) == charts
    assert all(len(chart.data) for chart in drawn)
    assert text in bodies.html(card(body), EN)
    assert text or not bodies.html(card(body), EN)


def test_a_legend_names_no_mark_that_is_not_drawn() -> None:
    plan = next(body for body, _, _ in SAMPLES if isinstance(body, PlanActual))
    assert "last year" not in bodies.html(card(plan), EN)


def test_small_charts_are_smaller_than_one_alone() -> None:
    small = figures(Multiples((CHART,), ()), EN, LIGHT)[0]
    assert (small.layout.height, figure(CHART, EN, LIGHT).layout.height) == (140, 264)


def test_what_stands_below_a_chart_is_its_totals() -> None:
    chart = next(body for body, _, _ in SAMPLES if isinstance(body, SixTwelve))
    assert bodies.foot(chart, EN) == ""
    assert bodies.foot(CHART, EN) == ""
    more = SixTwelve(**{**vars(chart), "totals": (("Week", "7"),)})
    assert bodies.foot(more, EN) == '<dl class="tk-totals"><div><dt>Week</dt><dd>7</dd></div></dl>'


def test_a_table_goes_out_as_rows_and_a_chart_without_one_does_not() -> None:
    grid = next(body for body, _, _ in SAMPLES if isinstance(body, Grid))
    assert bodies.table(grid, EN) == [["Team"], ["Sur"]]
    assert bodies.table(CHART, EN) == []


@dataclass(frozen=True)
class Unknown:
    """A body that nobody drew."""


def test_a_body_without_a_row_is_named_with_the_place_where_it_is_missing() -> None:
    body: Any = Unknown()
    with pytest.raises(TypeError, match=r"how a Unknown is drawn: give it a row in figures/bodies\.py"):
        bodies.charts(body)
    with pytest.raises(TypeError, match="Grid has no chart of its own"):
        figure(Grid((), (), ""), EN, LIGHT)
