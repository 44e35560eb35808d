"""A month that adds up: its sum to each day, the line of its goal, the same month of the year before."""

from __future__ import annotations

from collections.abc import Sequence

from crm_metrics.boards.behind.provenance import Provenance
from crm_metrics.boards.bodies.course import Course
from crm_metrics.figures import lists
from crm_metrics.figures.look import Look, Spec, axis, layout, run, span, value_axis

HEIGHT = 276
TICKS = (0, 7, 14, 21, 28)  # places of the days that are named below: a week apart


def course(body: Course, look: Look) -> Spec:
    """This month solid to its last day, the goal dashed, last year pale; all from zero."""
    ink, n = look.palette, len(body.days)
    _, high = span([0.0, *body.sums, *body.goal, *body.before], 0.06)
    low = min([0.0, *(one for one in (*body.sums, *body.before) if one is not None)])
    before, goal, now = body.legend
    styles = (
        (body.before, before, run(ink.before, width=2)),
        (body.goal, goal, run(ink.ink, dash="8px,4px")),
        (body.sums, now, run(ink.data, width=2.5, size=4)),
    )
    data = [
        _line(values, body, look, name) | style for values, name, style in styles if any(x is not None for x in values)
    ]
    at = [place for place in TICKS if place < n]
    sheet = layout(
        look,
        HEIGHT,
        margin={"l": 60, "r": 8, "t": 8, "b": 30},
        xaxis=axis(look, tickvals=at, ticktext=[body.days[place] for place in at], range=[-0.5, n - 0.5], anchor="y",
                   showline=True, linecolor=ink.line, ticklabelstandoff=6),
        yaxis=value_axis(look, body.unit, (low, high), 5, anchor="x"),
    )  # fmt: skip
    return {"data": data, "layout": sheet}


def _line(values: Sequence[float | None], body: Course, look: Look, name: str) -> Spec:
    hovers = [f"{day} · {name} {look.value(value, body.unit)}" for day, value in zip(body.days, values, strict=True)]
    return {
        "type": "scatter",
        "x": list(range(len(values))),
        "y": list(values),
        "text": hovers,
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
    }


def course_legend(body: Course) -> str:
    """The names of what is drawn; what the chart lacks is not named."""
    drawn = tuple(any(value is not None for value in values) for values in (body.before, body.goal, body.sums))
    return lists.legend(("before", "goal", "data"), body.legend, drawn)


def days_of(body: Course) -> list[tuple[str, Provenance | None]]:
    """The days that have a sum, the newest first, each with what leads to its rows."""
    led = zip(body.days, body.sums, body.behind, strict=True)
    return [(day, source) for day, value, source in led if value is not None][::-1]
