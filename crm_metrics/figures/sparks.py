"""Small charts without axes, drawn as SVG images: the sparkline of a tile or cell, and the chart of a row's detail."""

from __future__ import annotations

from collections.abc import Sequence

from crm_metrics.boards.core import Control, Point
from crm_metrics.figures.markup import image, text

WIDTH, HEIGHT = 140, 32
ASIDE, ABOVE = 7, 5  # room for the last dot, which keeps its size when the image is made small


def spark(
    values: Sequence[float | None],
    alt: str,
    *,
    low: float | None = None,
    high: float | None = None,
    goal: float | None = None,
    running: bool = False,
    style: str = "tk-spark",
) -> str:
    """A line over equal steps with its routine band, dashed goal and a dot on the last value, hollow while running."""
    known = [value for value in (*values, low, high, goal) if value is not None]
    if not any(value is not None for value in values):
        return f'<div class="{style}"></div>'
    least, most = min(known), max(known)

    def y(value: float) -> float:
        share = 0.5 if most == least else (value - least) / (most - least)
        return round(HEIGHT - ABOVE - share * (HEIGHT - 2 * ABOVE), 1)

    def x(index: int) -> float:
        return round(ASIDE + index * (WIDTH - 2 * ASIDE) / max(1, len(values) - 1), 1)

    drawn = ""
    if low is not None and high is not None:
        drawn += f'<rect class="band-fill" x="0" width="{WIDTH}" y="{y(high)}" height="{round(y(low) - y(high), 1)}"/>'
    if goal is not None:
        drawn += _stroke(f"M0 {y(goal)}H{WIDTH}", "muted", 1, dashed=True)
    places = [(x(index), y(value)) if value is not None else None for index, value in enumerate(values)]
    drawn += _stroke(_path(places), "data", 1.5)
    last = next(place for place in reversed(places) if place)
    drawn += _dot(last, "data", 6) + (_dot(last, "card", 3) if running else "")
    return image(drawn, alt, style, width=WIDTH, height=HEIGHT, stretch=True)


def control_image(body: Control, alt: str) -> str:
    """A process-behaviour chart without ticks, for the detail of a row."""
    named = max(len(body.centre_text), len(body.goal_text))
    width, height, right = 420, 150, max(96, 12 + 7 * named) if named else 0
    values = [point.value for point in body.points]
    known = [value for value in (*values, body.low, body.high, body.goal) if value is not None]
    if not known:
        return ""
    least, most = min(known), max(known)

    def y(value: float) -> float:
        return round(height - 12 - (0.5 if most == least else (value - least) / (most - least)) * (height - 24), 1)

    def x(index: int) -> float:
        return round(6 + index * (width - right - 12) / max(1, len(values) - 1), 1)

    drawn, reach = "", width - right
    if body.low is not None and body.high is not None:
        top, foot = y(body.high), y(body.low)
        drawn += f'<rect class="band-fill" x="0" width="{reach}" y="{top}" height="{round(foot - top, 1)}"/>'
    for level, said, ink in ((body.centre, body.centre_text, "muted"), (body.goal, body.goal_text, "ink")):
        if level is not None:
            drawn += _stroke(f"M0 {y(level)}H{reach}", ink, 1, dashed=ink == "ink")
            drawn += f'<text class="{ink}-fill" x="{reach + 6}" y="{y(level) + (-3 if ink == "ink" else 11)}" '
            drawn += f'font-family="sans-serif" font-size="12">{text(said)}</text>'
    places = [(x(index), y(value)) if value is not None else None for index, value in enumerate(values)]
    drawn += _stroke(_path(places), "data", 1.5)
    for point, place in zip(body.points, places, strict=True):
        if place and (point.mark or not point.complete):
            drawn += _mark(point, place)
    return image(drawn, alt, "tk-control", width=width, height=height)


def _path(places: Sequence[tuple[float, float] | None]) -> str:
    """A line that breaks where there is no value."""
    path, pen = "", "M"
    for place in places:
        path += f"{pen}{place[0]} {place[1]}" if place else ""
        pen = "L" if place else "M"
    return path


def _stroke(path: str, ink: str, width: float, *, dashed: bool = False) -> str:
    dash = ' stroke-dasharray="4 3"' if dashed else ""
    return (
        f'<path class="{ink}" d="{path}" fill="none" stroke-width="{width}"{dash} stroke-linejoin="round"'
        ' vector-effect="non-scaling-stroke"/>'
    )


def _dot(place: tuple[float, float], ink: str, size: int) -> str:
    """A line of no length with round ends: it stays round however the image is stretched."""
    return (
        f'<path class="{ink}" d="M{place[0]} {place[1]}h.01" fill="none" stroke-width="{size}" stroke-linecap="round"'
        ' vector-effect="non-scaling-stroke"/>'
    )


def _mark(point: Point, place: tuple[float, float]) -> str:
    x, y = place
    if not point.complete:
        return f'<circle class="data card-fill" cx="{x}" cy="{y}" r="4" stroke-width="1.5"/>'
    ink = "soft" if point.good is None else "good" if point.good else "bad"
    turn = f' transform="rotate(45 {x} {y})"' if point.mark == "run" else ""
    return f'<rect class="{ink}-fill" x="{x - 4}" y="{y - 4}" width="8" height="8"{turn}/>'
