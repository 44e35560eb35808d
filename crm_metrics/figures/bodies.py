"""How each kind of card body is drawn, written and handed out: the one table that knows them all.

Whoever shows a card (a page, a sheet of paper, a file) asks here; a new kind of body is one more row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crm_metrics.boards.behind.provenance import Provenance
from crm_metrics.boards.bodies.course import Course
from crm_metrics.boards.bodies.interval import Deciles
from crm_metrics.boards.bodies.meanings import Meanings
from crm_metrics.boards.bodies.planned import PlanActual
from crm_metrics.boards.bodies.quadrant import Quadrant
from crm_metrics.boards.core import (
    Attend,
    Body,
    Bridge,
    Card,
    Control,
    Empty,
    FactSheet,
    Grid,
    Heat,
    Multiples,
    SixTwelve,
)
from crm_metrics.boards.telling.defining import FOR_TECHNICIANS
from crm_metrics.figures import lists, rows, tables
from crm_metrics.figures.bridge import bridge, plan_actual, plan_legend
from crm_metrics.figures.control import control
from crm_metrics.figures.course import course, course_legend, days_of
from crm_metrics.figures.deciles import deciles
from crm_metrics.figures.look import Look, Spec
from crm_metrics.figures.quadrant import quadrant
from crm_metrics.figures.sixtwelve import six_twelve, six_twelve_legend
from crm_metrics.words import Words


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """One kind of body. Each function takes the body first."""

    figure: Callable[[Any, Look], Spec] | None = None
    """The chart that it is, as Plotly reads it; None where it is written in HTML alone."""
    charts: Callable[[Any], Sequence[Body]] | None = None
    """The bodies that it is made of, each drawn as a small chart; None where it is one."""
    html: Callable[[Any, Card, Words], str] | None = None
    """What is written of it: the whole of it, or the legend above its chart."""
    foot: Callable[[Any, Words], str] | None = None
    """What is written below its chart."""
    rows: Callable[[Any, Words], list[list[str]]] | None = None
    """Its table, head first, as a file has it; None where it has none."""


def _marks(body: Control) -> list[tuple[str, Provenance | None]]:
    """The points of a chart by what is said of each, the newest first."""
    return [(point.label, point.behind) for point in reversed(body.points) if point.value is not None]


def _tenths(body: Deciles, words: Words) -> list[tuple[str, Provenance | None]]:
    """The groups by what is said of each, then all of them."""
    whole = f"{words('the whole')}: {words.value(body.mean, body.unit)}"
    return [*((bar.label, bar.behind) for bar in body.bars), (whole, body.behind)]


def _steps(body: Bridge) -> list[tuple[str, Provenance | None]]:
    """The steps by their name and size."""
    return [(f"{one.name} {one.text}", led) for one, led in zip(body.steps, body.behind, strict=False)]


def _sums(body: SixTwelve) -> list[tuple[str, Provenance | None]]:
    """The weeks and months of a chart, and those of the year before."""
    points = (*body.weeks, *body.weeks_before, *body.months, *body.months_before)
    return [(point.label, point.behind) for point in points if point.value is not None]


def _cloud(body: Quadrant) -> list[tuple[str, Provenance | None]]:
    """Both values of each point, by its name and what they measure."""
    return [
        (f"{point.name} · {title}", source)
        for point in body.points
        for title, source in zip(body.titles, point.behind, strict=False)
    ]


DRAWINGS: Mapping[type[Body], Drawing] = {
    Attend: Drawing(html=lambda body, _, words: lists.attend(body)),
    Bridge: Drawing(
        figure=bridge,
        foot=lambda body, words: lists.rows_of(_steps(body), words),
    ),
    Control: Drawing(figure=control, foot=lambda body, words: lists.rows_of(_marks(body), words)),
    Course: Drawing(
        figure=course,
        html=lambda body, *_: course_legend(body),
        foot=lambda body, words: lists.rows_of(days_of(body), words),
    ),
    Deciles: Drawing(
        figure=deciles, foot=lambda body, words: lists.rows_of(_tenths(body, words), words), rows=rows.deciles
    ),
    Empty: Drawing(html=lambda body, card, _: lists.empty(body, card.title)),
    FactSheet: Drawing(html=lambda body, _, words: lists.fact_sheet(body, words(FOR_TECHNICIANS))),
    Grid: Drawing(html=lambda body, card, words: tables.grid(body, card.key, words), rows=rows.grid),
    Heat: Drawing(html=lambda body, card, _: tables.heat(body, card.alt)),
    Meanings: Drawing(html=lambda body, *_: lists.meanings(body), rows=rows.meanings),
    Multiples: Drawing(charts=lambda body: body.charts, html=lambda body, _, words: lists.key(body.key, words)),
    PlanActual: Drawing(
        figure=plan_actual,
        html=lambda body, *_: plan_legend(body),
        foot=lambda body, words: lists.rows_of(list(zip(body.months, body.behind, strict=False)), words),
    ),
    Quadrant: Drawing(figure=quadrant, foot=lambda body, words: lists.rows_of(_cloud(body), words)),
    SixTwelve: Drawing(
        figure=six_twelve,
        html=lambda body, *_: six_twelve_legend(body),
        foot=lambda body, words: lists.totals(body.totals, body.behind) + lists.rows_of(_sums(body), words),
    ),
}


def drawing(body: Body) -> Drawing:
    """How a body is drawn; one that stands in no row is a bug of ours."""
    try:
        return DRAWINGS[type(body)]
    except KeyError:
        raise TypeError(
            f"nothing says how a {type(body).__name__} is drawn: give it a row in figures/bodies.py"
        ) from None


def charts(body: Body) -> tuple[Body, ...]:
    """The bodies of a card that are drawn as charts: itself, those that it is made of, or none."""
    row = drawing(body)
    if row.charts:
        return tuple(row.charts(body))
    return (body,) if row.figure else ()


def spec(body: Body, look: Look) -> Spec:
    """The chart of a body, as Plotly reads it."""
    draw = drawing(body).figure
    if draw is None:
        raise TypeError(f"a {type(body).__name__} has no chart of its own")
    return draw(body, look)


def html(card: Card, words: Words) -> str:
    """What is written of a card's body: the whole of it, or the legend above its chart."""
    written = drawing(card.body).html
    return written(card.body, card, words) if written else ""


def foot(body: Body, words: Words) -> str:
    """What is written below the chart of a body."""
    written = drawing(body).foot
    return written(body, words) if written else ""


def table(body: Body, words: Words) -> list[list[str]]:
    """A body as rows of a file, head first; none where it holds no table."""
    written = drawing(body).rows
    return written(body, words) if written else []
