"""Satisfaction by tenths of the answers: a point and its interval for each, and the level of all of them."""

from __future__ import annotations

from crm_metrics.boards.bodies.interval import Deciles
from crm_metrics.figures.look import Look, Spec, axis, layout, line, span, value_axis

HEIGHT = 250
MOST = 4  # names side by side on a phone


def deciles(body: Deciles, look: Look) -> Spec:
    """Points, not columns: the scale need not begin at zero, and where each interval ends is what matters."""
    ink, at = look.palette, list(range(len(body.bars)))
    reach = span([body.mean, *(bar.low for bar in body.bars), *(bar.high for bar in body.bars)], 0.1)
    if body.unit == "percent":
        reach = max(reach[0], 0.0), min(reach[1], 1.0)
    names = [_two_lines(bar.name) for bar in body.bars]
    sheet = layout(
        look,
        HEIGHT,
        margin={"l": 48, "r": 34, "t": 8, "b": 56},
        xaxis=axis(
            look,
            tickvals=at,
            ticktext=names if len(at) <= MOST else [name if place % 3 == 0 else "" for place, name in enumerate(names)],
            range=[-0.5, len(at) - 0.5],
            showline=True,
            linecolor=ink.line,
            title={"text": body.subject, "font": {"size": 12, "color": ink.soft}, "standoff": 4},
        ),
        yaxis=value_axis(look, body.unit, reach, 5),
        shapes=[line(0, 1, body.mean, body.mean, ink.muted, xref="paper", yref="y", dash="4px,3px")],
    )
    return {"data": [_points(body, look)], "layout": sheet}


def _points(body: Deciles, look: Look) -> Spec:
    ink = look.palette
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(range(len(body.bars))),
        "y": [bar.value for bar in body.bars],
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [bar.high - bar.value for bar in body.bars],
            "arrayminus": [bar.value - bar.low for bar in body.bars],
            "color": ink.data,
            "thickness": 1.5,
            "width": 4,
        },
        "marker": {"color": ink.data, "size": 8},
        "customdata": [bar.label for bar in body.bars],
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
    }


def _two_lines(name: str) -> str:
    """`5:01 – 6:12 min` in two lines, so that ten of them stand side by side."""
    first, dash, last = name.partition(" – ")
    return f"{first} –<br>{last}" if dash else name
