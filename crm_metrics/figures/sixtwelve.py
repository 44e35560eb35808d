"""Six weeks and twelve months of one metric, side by side: this year, last year, the goal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crm_metrics.boards.core import Point, SixTwelve
from crm_metrics.figures import lists
from crm_metrics.figures.look import (
    Look,
    Spec,
    axis,
    hollow,
    layout,
    line,
    marks,
    note,
    run,
    span,
    split_tail,
    value_axis,
)


@dataclass(frozen=True, kw_only=True)
class _Panel:
    suffix: str
    """What Plotly adds to the names of its axes: "" for the weeks, "2" for the months."""
    domain: tuple[float, float]
    """Where it begins and ends, as shares of the width of the figure."""
    now: tuple[Point, ...]
    """This year, oldest first; a running period is not complete."""
    before: tuple[Point, ...]
    """The same periods of last year, in the same places."""
    goal: float | None
    """Of one period, drawn across all of them; None where none is set."""
    title: str
    """What stands above it, in the reader's language."""


def six_twelve(body: SixTwelve, look: Look) -> Spec:
    """Two panels with a scale each; last year is always pale and never the only carrier of a fact."""
    panels = (
        _Panel(
            suffix="",
            domain=(0.0, 0.36),
            now=body.weeks,
            before=body.weeks_before,
            goal=body.weeks_goal,
            title=body.weeks_title,
        ),
        _Panel(
            suffix="2",
            domain=(0.49, 1.0),
            now=body.months,
            before=body.months_before,
            goal=body.months_goal,
            title=body.months_title,
        ),
    )
    sheet = layout(look, 204, margin={"l": 48, "r": 12, "t": 26, "b": 24})
    data: list[Spec] = []
    shapes: list[Spec] = []
    notes: list[Spec] = []
    for panel in panels:
        sheet |= _axes(panel, look, body.unit)
        data += _traces(panel, look, body)
        if panel.goal is not None:
            across = {"xref": f"x{panel.suffix}", "yref": f"y{panel.suffix}", "width": 1.5, "dash": "8px,4px"}
            shapes.append(line(-0.5, len(panel.now) - 0.5, panel.goal, panel.goal, look.palette.ink, **across))
        above = {"xref": "paper", "yref": "paper", "yshift": 24, "xanchor": "left", "yanchor": "top"}
        notes.append(note(f"<b>{panel.title}</b>", panel.domain[0], 1, look.palette.soft, **above))
    return {"data": data, "layout": sheet | {"shapes": shapes, "annotations": notes}}


def _axes(panel: _Panel, look: Look, unit: str) -> Spec:
    reach = span([panel.goal, *(point.value for point in (*panel.now, *panel.before))], 0.12)
    return {
        f"xaxis{panel.suffix}": axis(
            look,
            domain=list(panel.domain),
            anchor=f"y{panel.suffix}",
            range=[-0.5, len(panel.now) - 0.5],
            tickvals=list(range(len(panel.now))),
            ticktext=[_tick(point, look, weekly=not panel.suffix) for point in panel.now],
            showline=True,
            linecolor=look.palette.line,
        ),
        f"yaxis{panel.suffix}": value_axis(look, unit, reach, 5, anchor=f"x{panel.suffix}"),
    }


def _traces(panel: _Panel, look: Look, body: SixTwelve) -> list[Spec]:
    """This year solid, the running period dotted to a hollow point; x is the place in the row."""
    ink = look.palette
    place = {id(point): index for index, point in enumerate(panel.now)}
    whole, tail = split_tail(panel.now)
    running = [point for point in panel.now if not point.complete and point.value is not None]
    last_year, _, this_year = body.legend
    drawn = [
        (panel.before, list(range(len(panel.before))), last_year, run(ink.before, width=2)),
        (tail, [place[id(point)] for point in tail], this_year, run(ink.data, dash="2px,2px", width=2)),
        (whole, [place[id(point)] for point in whole], this_year, run(ink.data, width=2, size=6)),
        (running, [place[id(point)] for point in running], this_year, {"marker": hollow(look, 8)}),
    ]
    return [
        marks(look, points, places, _told(points, name, look, body.unit))
        | style
        | {"xaxis": f"x{panel.suffix}", "yaxis": f"y{panel.suffix}"}
        for points, places, name, style in drawn
        if points
    ]


def _tick(point: Point, look: Look, *, weekly: bool) -> str:
    """The number of a week; the first letter of a month, with a star while it runs."""
    name = str(point.day.isocalendar().week) if weekly else look.words.initial(point.day)
    return name if point.complete else name + "*"


def _told(points: Sequence[Point], name: str, look: Look, unit: str) -> list[str]:
    return [f"{name} · {point.label or look.value(point.value, unit)}" for point in points]


def six_twelve_legend(body: SixTwelve) -> str:
    """The names of what is drawn; what the chart lacks is not named."""
    drawn = (bool(body.weeks_before or body.months_before), (body.weeks_goal, body.months_goal) != (None, None), True)
    return lists.legend(("before", "goal", "data"), body.legend, drawn)
