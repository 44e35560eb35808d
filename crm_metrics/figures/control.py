"""The process-behaviour chart: routine band, centre, goal, and the points that are more than noise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from math import ceil

from crm_metrics.boards.core import Control, Point
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

HEIGHT, SMALL = 264, 140
LABEL = 15  # px that a label beside the chart takes
LETTER, LEAST, MOST = 6, 88, 160  # px of a letter of it, and of the room for the longest one
EDGE = timedelta(hours=18)  # room before the first point and after the last


def control(body: Control, look: Look) -> Spec:
    """One chart; a small one has fewer ticks and no labels at its right."""
    small = look.small
    reach = span(
        [
            body.low,
            body.high,
            body.goal,
            body.centre,
            *(at for at, _ in body.cited),
            *(point.value for point in body.points),
        ]
    )
    days = [point.day for point in body.points]
    at = _spread(days, 3 if small else 5)
    margin = {"l": 46, "r": 8, "t": 6, "b": 22} if small else {"l": 48, "r": _beside(body), "t": 8, "b": 24}
    sheet = layout(
        look,
        SMALL if small else HEIGHT,
        margin=margin,
        xaxis=axis(
            look,
            type="date",
            tickvals=at,
            ticktext=[look.words.short_day(day) for day in at],
            showline=True,
            linecolor=look.palette.line,
            range=list(_ends(days)) if days else None,
        ),
        yaxis=value_axis(look, body.unit, reach, 3 if small else 5),
        shapes=_levels(body, look),
        annotations=[] if small else _labels(body, look, reach),
    )
    return {"data": _traces(body, look, 4 if small else 6), "layout": sheet}


def _ends(days: Sequence[date]) -> tuple[datetime, datetime]:
    """Where the axis of the days begins and ends; a date alone would lose the hours."""
    return datetime.combine(days[0], time()) - EDGE, datetime.combine(days[-1], time()) + EDGE


def _spread(days: Sequence[date], most: int) -> list[date]:
    """At most `most` of the days, evenly spread and away from both ends, so that no label is cut."""
    step = max(1, ceil(len(days) / most))
    return list(days[step // 2 :: step])


def _levels(body: Control, look: Look) -> list[Spec]:
    """The routine band, the centre, the goal, figures of others, the end of the baseline and where one began anew."""
    ink, across = look.palette, {"xref": "paper", "yref": "y"}
    shapes: list[Spec] = []
    if any(point.low is not None for point in body.points):
        shapes.append(_own_band(body, look))
    elif body.low is not None and body.high is not None:
        band = {"type": "rect", "x0": 0, "x1": 1, "y0": body.low, "y1": body.high, "fillcolor": ink.band}
        shapes.append({**band, "line": {"width": 0}, "layer": "below", **across})
    if body.centre is not None:
        shapes.append(line(0, 1, body.centre, body.centre, ink.muted, **across))
    if body.goal is not None:
        shapes.append(line(0, 1, body.goal, body.goal, ink.ink, width=1.5, dash="4px,3px", **across))
    shapes += [line(0, 1, at, at, ink.soft, dash="1px,3px", **across) for at, _ in body.cited]
    if body.baseline_until is not None:
        until = body.baseline_until
        shapes.append(line(until, until, 0, 1, ink.muted, dash="2px,2px", yref="paper"))
    if (begins := _anew(body)) is not None:
        shapes.append(line(begins, begins, 0, 1, ink.soft, width=1.5, yref="paper"))
    return shapes


def _anew(body: Control) -> date | None:
    """Where a baseline that was started anew begins: at its day, where the chart shows days before and after it."""
    shown = body.anew is not None and body.points and body.points[0].day < body.anew
    return min(body.anew, body.points[-1].day) if body.anew is not None and shown else None


def _own_band(body: Control, look: Look) -> Spec:
    """The routine band of a rate with counts, in steps half-way between its points: wider where n is small.

    In shares of the width, like the lines: a shape in dates would lie above them.
    """
    first, last = _ends([point.day for point in body.points])
    bounds = [(point.day, point.low, point.high) for point in body.points if point.low is not None]
    places = [(datetime.combine(day, time()) - first) / (last - first) for day, _, _ in bounds]
    halves = [(before + after) / 2 for before, after in pairwise(places)]
    starts, ends = [places[0], *halves], [*halves, places[-1]]
    upper = [(at, high) for start, end, (_, _, high) in zip(starts, ends, bounds, strict=True) for at in (start, end)]
    lower = [(at, low) for start, end, (_, low, _) in zip(starts, ends, bounds, strict=True) for at in (start, end)]
    path = "M" + "L".join(f"{at:.5f},{value}" for at, value in [*upper, *reversed(lower)]) + "Z"
    fill = {"fillcolor": look.palette.band, "line": {"width": 0}, "layer": "below"}
    return {"type": "path", "path": path, "xref": "paper", "yref": "y", **fill}


def _beside(body: Control) -> int:
    """The room at the right for the longest label there."""
    said = [body.high_text, body.low_text, body.centre_text, body.goal_text, *(text for _, text in body.cited)]
    return min(max(LEAST, 12 + LETTER * max(map(len, said))), MOST)


def _labels(body: Control, look: Look, reach: tuple[float, float]) -> list[Spec]:
    """What stands beside each line, kept apart, and the name of the baseline at the foot of its end."""
    ink = look.palette
    beside = [
        (body.high, body.high_text, ink.muted),
        (body.low, body.low_text, ink.muted),
        (body.centre, body.centre_text, ink.soft),
        (body.goal, f"<b>{body.goal_text}</b>", ink.ink),
        *((at, said, ink.soft) for at, said in body.cited),
    ]
    notes = _apart([(at, text, colour) for at, text, colour in beside if at is not None], reach, HEIGHT - 32)
    begins = _anew(body)
    if body.baseline_until is not None and begins is None:
        notes.append(note(body.baseline_text, body.baseline_until, 0, ink.muted, **_foot(body, body.baseline_until)))
    if begins is not None:
        notes.append(note(body.anew_text, begins, 0, ink.soft, **_foot(body, begins)))
    return notes


def _foot(body: Control, day: date) -> Spec:
    """Where the name of a day stands: at the foot of the chart, on the side that has more room."""
    first, last = body.points[0].day, body.points[-1].day
    early = (day - first) * 2 < last - first
    side = {"xanchor": "left", "xshift": 3} if early else {"xanchor": "right", "xshift": -3}
    return {"yref": "paper", "yanchor": "bottom", "size": 11, **side}


def _apart(labels: Sequence[tuple[float, str, str]], reach: tuple[float, float], height: float) -> list[Spec]:
    """Labels at the right of the chart, moved up or down until no two overlap and none falls below it."""
    low, high = reach
    ordered = sorted(labels, key=lambda label: -label[0])
    tops: list[float] = []
    for value, _, _ in ordered:
        top = (high - value) / (high - low) * height
        tops.append(max(top, tops[-1] + LABEL) if tops else top)
    floor = height
    for index in reversed(range(len(tops))):
        tops[index] = min(tops[index], floor)
        floor = tops[index] - LABEL
    where = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "middle", "xshift": 6}
    return [
        note(text, 1, 1 - top / height, colour, **where) for (_, text, colour), top in zip(ordered, tops, strict=True)
    ]


def _traces(body: Control, look: Look, size: int) -> list[Spec]:
    ink = look.palette
    # A day that is over and has no value (a Sunday without service) is passed over; a day still missing is a gap.
    whole, tail = split_tail([point for point in body.points if point.value is not None or not point.complete])
    traces = [_series(body, look, whole) | run(ink.data, size=size - 2)]
    if tail:
        traces.append(_series(body, look, tail) | run(ink.data, dash="2px,2px"))
    marked = [point for point in body.points if point.mark and point.complete]
    if marked:
        style = {
            "size": size + 3,
            "symbol": ["square" if point.mark == "beyond" else "diamond" for point in marked],
            "color": [ink.soft if point.good is None else ink.good if point.good else ink.bad for point in marked],
            "line": {"width": 0},
        }
        traces.append(_series(body, look, marked) | {"marker": style})
    running = [point for point in body.points if not point.complete and point.value is not None]
    if running:
        traces.append(_series(body, look, running) | {"marker": hollow(look, size + 3)})
    return traces


def _series(body: Control, look: Look, points: Sequence[Point]) -> Spec:
    return marks(look, points, [point.day for point in points], [_told(body, look, point) for point in points])


def _told(body: Control, look: Look, point: Point) -> str:
    if point.label:
        return point.label
    words = look.words
    n = f" · n = {words.number(point.n)}" if point.n is not None else ""
    return f"{words.weekday(point.day)} {words.day(point.day)} · {look.value(point.value, body.unit)}{n}"
