"""A cloud of units: the middle of both measures, words in the corners, a line that ends with the data."""

from __future__ import annotations

from math import sqrt

from crm_metrics.boards.bodies.quadrant import Quadrant, QuadrantPoint
from crm_metrics.figures.look import CLEAR, Look, Spec, axis, layout, line, note, span, tick_texts, ticks, value_axis

HEIGHT = 420
LEAST, MOST = 8.0, 22.0  # pixels across a point
WIDE, LETTER, TALL = 420.0, 6.4, 16.0  # pixels: a narrow chart, a letter of a name, its line
FADED = 0.25


def quadrant(body: Quadrant, look: Look) -> Spec:
    """Points of three looks: told and enough, too few (hollow), with a name for where they stand."""
    ink = look.palette
    across = span([*(one.x for one in body.points), body.middle[0]], 0.12)
    up = span([*(one.y for one in body.points), body.middle[1]], 0.16)
    if body.units[1] == "percent":
        up = max(up[0], 0.0), min(up[1], 1.04)
    at = ticks(*across, body.units[0], 5)
    sheet = layout(
        look,
        HEIGHT,
        margin={"l": 52, "r": 16, "t": 12, "b": 48},
        xaxis=axis(
            look,
            range=list(across),
            tickvals=at,
            ticktext=tick_texts(look, at, body.units[0]),
            showline=True,
            linecolor=ink.line,
            title={"text": body.titles[0], "font": {"size": 12, "color": ink.soft}, "standoff": 4},
        ),
        yaxis=value_axis(look, body.units[1], up, 6),
        shapes=_lines(body, look),
        annotations=[*_corners(body, look), *_names(body, look, across, up)],
    )
    return {"data": [_points(body, look)], "layout": sheet}


def _lines(body: Quadrant, look: Look) -> list[Spec]:
    """The middle of both measures, and the line through the units."""
    ink, (x, y) = look.palette, body.middle
    drawn = [line(x, x, 0, 1, ink.muted, xref="x", yref="paper")] if x is not None else []
    drawn += [line(0, 1, y, y, ink.muted, xref="paper", yref="y")] if y is not None else []
    if body.line:
        (x0, y0), (x1, y1) = body.line
        dash = "solid" if body.certain else "4px,3px"
        drawn.append(line(x0, x1, y0, y1, ink.before, xref="x", yref="y", dash=dash, width=2))
    return drawn


def _corners(body: Quadrant, look: Look) -> list[Spec]:
    places = ((0.0, 1.0), (1.0, 1.0), (0.0, 0.0), (1.0, 0.0))
    return [
        note(
            word, x, y, look.palette.muted, xref="paper", yref="paper",
            xanchor="left" if x == 0 else "right", yanchor="top" if y else "bottom", size=11,
        )
        for word, (x, y) in zip(body.corners, places, strict=True)
    ]  # fmt: skip


def _names(body: Quadrant, look: Look, across: tuple[float, float], up: tuple[float, float]) -> list[Spec]:
    """The names that have room: those of units that stand apart first, none over another or over a point."""
    ink, high = look.palette, HEIGHT - 60.0
    taken = [_box(body, one, across, up, high) for one in body.points]
    drawn = []
    for one in sorted(body.points, key=lambda one: (one.standing == "plain", one.name)):
        if not one.named:
            continue
        x, y, half = _box(body, one, across, up, high)
        left = x > WIDE / 2
        wide = len(one.name) * LETTER
        middle = x - half - 4 - wide / 2 if left else x + half + 4 + wide / 2
        clear = all(
            abs(middle - other[0]) > wide / 2 + other[2] or abs(y - other[1]) > max(other[2], TALL / 2)
            for other in taken
            if (other[0], other[1]) != (x, y)
        )
        if not clear or middle - wide / 2 < 0 or middle + wide / 2 > WIDE:
            continue
        taken += [(middle + step * wide / 4, y, wide / 8 + 2) for step in (-1.5, -0.5, 0.5, 1.5)]
        drawn.append(
            note(
                one.name, one.x, one.y, ink.soft, size=11, xanchor="right" if left else "left",
                xshift=-(half + 4) if left else half + 4,
            )
        )  # fmt: skip
    return drawn


def _box(
    body: Quadrant, one: QuadrantPoint, across: tuple[float, float], up: tuple[float, float], high: float
) -> tuple[float, float, float]:
    """Where a point lies in a narrow chart, and half its width, in pixels."""
    x = (one.x - across[0]) / (across[1] - across[0]) * WIDE
    y = (one.y - up[0]) / (up[1] - up[0]) * high
    return x, y, _size(body, one) / 2


def _size(body: Quadrant, one: QuadrantPoint) -> float:
    """By area: four times the answers, twice as wide."""
    most = max((other.n for other in body.points), default=0) or 1
    return max(MOST * sqrt(one.n / most), LEAST)


def _points(body: Quadrant, look: Look) -> Spec:
    ink = look.palette
    inks = {"plain": ink.data, "good": ink.good, "bad": ink.bad}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [one.x for one in body.points],
        "y": [one.y for one in body.points],
        "ids": [one.unit for one in body.points],
        "customdata": [[one.unit] for one in body.points],
        "text": [one.label for one in body.points],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
        "marker": {
            "size": [_size(body, one) for one in body.points],
            "color": [CLEAR if one.small else inks[one.standing] for one in body.points],
            "symbol": [{"plain": "circle", "good": "diamond", "bad": "square"}[one.standing] for one in body.points],
            "opacity": [1.0 if one.chosen else FADED for one in body.points],
            "line": {"width": 1.5, "color": [ink.muted if one.small else ink.card for one in body.points]},
        },
    }
