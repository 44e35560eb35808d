"""What every chart shares: its look, layout, axes and ticks, its lines, labels and points.

A figure is a plain dict as Plotly reads it. Every tick, label and hover is text that `Words` wrote, so that a chart
never speaks another language or another number format than its card.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any

from crm_metrics.boards.core import Point
from crm_metrics.figures.palette import Palette
from crm_metrics.words import NBSP, Words

Spec = dict[str, Any]
FONT = '"Source Sans", sans-serif'
CLEAR = "rgba(0,0,0,0)"


@dataclass(frozen=True)
class Look:
    """For whom a chart is drawn: the reader's words, the theme's colours, the company's currency.

    small: whether it is one of several small ones.
    """

    words: Words
    palette: Palette
    currency: str = ""
    small: bool = False

    def value(self, x: float | None, unit: str) -> str:
        """A value of a metric as text."""
        return self.words.value(x, unit, self.currency)


def layout(look: Look, height: int, **more: object) -> Spec:
    """The layout of a chart of a fixed height, so that nothing jumps when it appears."""
    ink = look.palette
    return {
        "template": "none",
        "height": height,
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"family": FONT, "size": 12, "color": ink.soft},
        "hoverlabel": {
            "bgcolor": ink.card,
            "bordercolor": ink.line,
            "font": {"family": FONT, "size": 13, "color": ink.ink},
        },
        "hovermode": "closest",
        "dragmode": False,
        "showlegend": False,
        **more,
    }


def axis(look: Look, **more: object) -> Spec:
    """An axis without zoom, grid or marks; its labels are never rotated."""
    return {
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "tickfont": {"size": 12, "color": look.palette.soft},
        "tickangle": 0,
        **more,
    }


def value_axis(look: Look, unit: str, span: tuple[float, float], most: int = 5, **more: object) -> Spec:
    """A vertical axis in a metric's unit with at most `most` ticks and a faint grid."""
    low, high = span
    at = [tick for tick in ticks(low, high, unit, most) if low == 0 or tick - low > (high - low) * 0.04]
    return axis(
        look,
        range=list(span),
        tickvals=at,
        ticktext=tick_texts(look, at, unit),
        showgrid=True,
        gridcolor=look.palette.grid,
        automargin=False,
        **more,
    )


def ticks(low: float, high: float, unit: str, most: int = 5) -> list[float]:
    """Round values within [low, high], at most `most` of them, in steps that people count in."""
    if high <= low:
        return [low]
    scale = {"percent": 100.0, "permille": 1000.0}.get(unit, 1.0)
    low, high = low * scale, high * scale
    steps: Sequence[float]
    if unit == "seconds" and 60 <= high - low <= 4 * 86_400:
        steps = (15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400)
    else:
        size = 10.0 ** floor(log10((high - low) / most))
        steps = [size * multiple for multiple in (1, 2, 2.5, 5, 10, 20)]
    for step in steps:
        first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
        if last - first < most:
            break
    return [k * step / scale for k in range(first, last + 1)]


def tick_texts(look: Look, at: Sequence[float], unit: str) -> list[str]:
    """The texts of ticks, with as few decimals as tell them apart."""
    if unit.startswith("money"):
        texts, word = look.words.row(at)
        return [text + NBSP + word if word else text for text in texts]
    scale, sign = {"percent": (100, "%"), "permille": (1000, "‰")}.get(unit, (1, ""))
    if not sign and (unit == "seconds" or any(abs(tick) >= 1_000_000 for tick in at)):
        return [look.value(tick, unit) for tick in at]
    places = max((_places(tick * scale) for tick in at), default=0)
    texts = [look.words.number(tick * scale, places) for tick in at]
    return [look.words.glued(text, sign) for text in texts] if sign else texts


def span(values: Sequence[float | None], pad: float = 0.08) -> tuple[float, float]:
    """The least and the greatest of the known values, with room on both sides."""
    known = [value for value in values if value is not None]
    if not known:
        return 0.0, 1.0
    low, high = min(known), max(known)
    room = (high - low) * pad or abs(high) * 0.05 or 1.0
    return low - room, high + room


def line(x0: object, x1: object, y0: object, y1: object, colour: str, **more: object) -> Spec:
    """A straight line above the grid and below the data."""
    style = {"color": colour, "width": more.pop("width", 1), "dash": more.pop("dash", "solid")}
    return {"type": "line", "x0": x0, "x1": x1, "y0": y0, "y1": y1, "line": style, "layer": "between", **more}


def note(text: str, x: object, y: object, colour: str, **more: object) -> Spec:
    """A text at a place of the chart."""
    size = more.pop("size", 12)
    return {"text": text, "x": x, "y": y, "showarrow": False, "font": {"size": size, "color": colour}, **more}


def marks(look: Look, points: Sequence[Point], places: Sequence[object], hovers: Sequence[str]) -> Spec:
    """The points of a series without a line between them; `told` opens on hover."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(places),
        "y": [point.value for point in points],
        "text": list(hovers),
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
        "marker": {"color": look.palette.data},
    }


def run(colour: str, *, dash: str = "solid", width: float = 1.5, size: float = 0) -> Spec:
    """How the line through a series looks; without points when `size` is 0."""
    return {
        "mode": "lines+markers" if size else "lines",
        "line": {"color": colour, "width": width, "dash": dash},
        "marker": {"size": size or 1, "color": colour},
    }


def hollow(look: Look, size: int) -> Spec:
    """The mark of a period that is not over yet."""
    return {"size": size, "color": look.palette.card, "line": {"width": 1.5, "color": look.palette.data}}


def split_tail(points: Sequence[Point]) -> tuple[list[Point], list[Point]]:
    """The points up to the last complete one, and that one again with the incomplete ones that follow it."""
    end = len(points)
    while end and not points[end - 1].complete:
        end -= 1
    return list(points[:end]), list(points[max(end - 1, 0) :]) if end < len(points) else []


def _places(value: float) -> int:
    return next((places for places in range(3) if abs(round(value, places) - value) < 1e-9), 3)
