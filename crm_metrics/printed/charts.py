"""A chart as SVG, from the same figure that the screen gets: colours written out, text that stays text, nothing run.

It draws what our figures are made of and refuses the rest: what it did not know would be missing on paper unsaid.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import cycle
from typing import Any

from crm_metrics.figures.markup import text
from crm_metrics.printed.axes import Axis, Plot, Spec, plot_of

FAMILY = "Source Sans, sans-serif"
LINE = 1.25  # the height of a line of text, of its size
BASE = 0.35  # of its size: how far below its middle a letter stands
BREAK = "<br>"
DASHES = {"solid": "", "dot": "2 2", "dash": "6 4"}


def svg(figure: Spec, width: float, title: str) -> str:
    """A figure, `data` and `layout` as Plotly reads them, as an `<svg>` of this width and the height that it names.

    title: the chart in a sentence, for those who do not see it.
    """
    layout = figure["layout"]
    plot = plot_of(layout, width)
    shapes = [(shape.get("layer", "above"), _shape(shape, plot)) for shape in layout.get("shapes", ())]
    drawn = "".join(
        (
            *(inner for layer, inner in shapes if layer == "below"),
            *(_grid(axis, plot) for axis in plot.of("y")),
            *(inner for layer, inner in shapes if layer == "between"),
            *(_trace(trace, plot) for trace in figure["data"]),
            *(inner for layer, inner in shapes if layer == "above"),
            *(_foot(axis, plot) for axis in plot.of("x")),
            *(_side(axis, plot) for axis in plot.of("y")),
            *(_note(note, plot) for note in layout.get("annotations", ())),
        )
    )
    size = f'width="{_px(width)}" height="{_px(layout["height"])}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_px(width)} {_px(layout["height"])}" {size} '
        f'font-family="{FAMILY}"><title>{text(title)}</title>{drawn}</svg>'
    )


# Traces --------------------------------------------------------------------------------------------------------------


def _trace(trace: Spec, plot: Plot) -> str:
    draw = _TRACES.get(trace["type"])
    if draw is None:
        raise TypeError(f"nothing says how a trace of type {trace['type']} is drawn on paper: see printed/charts.py")
    return draw(trace, plot.axes[trace.get("xaxis", "x")], plot.axes[trace.get("yaxis", "y")])


def _scatter(trace: Spec, across: Axis, up: Axis) -> str:
    """A line, its points, or both, with their intervals."""
    places = [None if y is None else (across.at(x), up.at(y)) for x, y in zip(trace["x"], trace["y"], strict=True)]
    mode, drawn = trace["mode"].split("+"), ""
    if unknown := set(mode) - {"lines", "markers"}:
        raise TypeError(f"nothing says how {', '.join(sorted(unknown))} of a trace are drawn on paper")
    if "lines" in mode:
        line = trace["line"]
        drawn += _path(_joined(places), line["color"], line["width"], line.get("dash", "solid"))
    if "error_y" in trace:
        drawn += _whiskers(trace, across, up)
    if "markers" in mode:
        drawn += "".join(_markers(trace["marker"], places))
    return drawn


def _whiskers(trace: Spec, across: Axis, up: Axis) -> str:
    """The interval of each point."""
    error, drawn = trace["error_y"], ""
    ends = zip(trace["x"], trace["y"], error["array"], error["arrayminus"], strict=True)
    for x, y, above, below in ends:
        if y is not None:
            at, top, foot, half = across.at(x), up.at(y + above), up.at(y - below), error["width"]
            path = f"M{_px(at)} {_px(top)}V{_px(foot)}"
            path += "".join(f"M{_px(at - half)} {_px(end)}h{_px(2 * half)}" for end in (top, foot))
            drawn += _path(path, error["color"], error["thickness"])
    return drawn


def _markers(marker: Spec, places: Sequence[tuple[float, float] | None]) -> Iterator[str]:
    """The points, each in its size, colour and shape, with its edge, and as faint as it is."""
    edge = marker.get("line", {})
    shapes = zip(_each(marker["size"]), _each(marker["color"]), _each(marker.get("symbol", "circle")), strict=False)
    edges = zip(_each(edge.get("color", "")), _each(edge.get("width", 0)), strict=False)
    faintness = _each(marker.get("opacity", 1))
    for place, shape, (ink, width), opacity in zip(places, shapes, edges, faintness, strict=False):
        if place is None:
            continue
        size, colour, symbol = shape
        stroke = f' stroke="{ink}" stroke-width="{width}"' if width else ""
        faint = f' opacity="{opacity}"' if opacity != 1 else ""
        yield _SYMBOLS[symbol](*place, size / 2) + f' fill="{_fill(colour)}"{stroke}{faint}/>'


def _circle(x: float, y: float, half: float) -> str:
    return f'<circle cx="{_px(x)}" cy="{_px(y)}" r="{_px(half)}"'


def _square(x: float, y: float, half: float) -> str:
    return f'<rect x="{_px(x - half)}" y="{_px(y - half)}" width="{_px(2 * half)}" height="{_px(2 * half)}"'


def _diamond(x: float, y: float, half: float) -> str:
    far = half * 1.3  # as wide to the eye as the square
    return (
        f'<path d="M{_px(x)} {_px(y - far)}L{_px(x + far)} {_px(y)}L{_px(x)} {_px(y + far)}L{_px(x - far)} {_px(y)}Z"'
    )


def _bars(trace: Spec, across: Axis, up: Axis) -> str:
    """Columns that stand, or bars that lie, each from its base to its value."""
    lies = trace.get("orientation") == "h"
    places, values = (trace["y"], trace["x"]) if lies else (trace["x"], trace["y"])
    bases = trace.get("base", [0.0] * len(values))
    side, reach = (up, across) if lies else (across, up)
    begin, marker = trace.get("offset", -trace["width"] / 2), trace["marker"]
    edge = marker.get("line", {})
    stroke = f' stroke="{edge["color"]}" stroke-width="{edge["width"]}"' if edge.get("width") else ""
    drawn = ""
    for place, value, base, colour in zip(places, values, bases, _each(marker["color"]), strict=False):
        if value is None:
            continue
        wide = sorted((side.at(place + begin), side.at(place + begin + trace["width"])))
        long = sorted((reach.at(base), reach.at(base + value)))
        (left, right), (top, foot) = (long, wide) if lies else (wide, long)
        drawn += f'<rect x="{_px(left)}" y="{_px(top)}" width="{_px(right - left)}" height="{_px(foot - top)}"'
        drawn += f' fill="{_fill(colour)}"{stroke}/>'
    return drawn


# Shapes, axes, notes -------------------------------------------------------------------------------------------------


def _shape(shape: Spec, plot: Plot) -> str:
    draw = _SHAPES.get(shape["type"])
    if draw is None:
        raise TypeError(f"nothing says how a shape of type {shape['type']} is drawn on paper: see printed/charts.py")
    return draw(shape, plot, shape.get("xref", "x"), shape.get("yref", "y"))


def _line(shape: Spec, plot: Plot, xref: str, yref: str) -> str:
    x0, x1 = (_px(plot.x(shape[end], xref)) for end in ("x0", "x1"))
    y0, y1 = (_px(plot.y(shape[end], yref)) for end in ("y0", "y1"))
    line = shape["line"]
    return _path(f"M{x0} {y0}L{x1} {y1}", line["color"], line["width"], line["dash"])


def _rect(shape: Spec, plot: Plot, xref: str, yref: str) -> str:
    left, right = sorted(plot.x(shape[end], xref) for end in ("x0", "x1"))
    top, foot = sorted(plot.y(shape[end], yref) for end in ("y0", "y1"))
    return (
        f'<rect x="{_px(left)}" y="{_px(top)}" width="{_px(right - left)}" height="{_px(foot - top)}"'
        f' fill="{shape["fillcolor"]}"/>'
    )


def _area(shape: Spec, plot: Plot, xref: str, yref: str) -> str:
    """A path of corners, as `M0.1,5L0.2,7Z`: the letters stay, each corner goes to its pixel."""

    def placed(corner: re.Match[str]) -> str:
        y = min(max(plot.y(float(corner[2]), yref), plot.top), plot.top + plot.height)  # a wide band ends with the plot
        return f"{_px(plot.x(float(corner[1]), xref))} {_px(y)}"

    return f'<path d="{re.sub(r"([-+.e0-9]+),([-+.e0-9]+)", placed, shape["path"])}" fill="{shape["fillcolor"]}"/>'


def _grid(axis: Axis, plot: Plot) -> str:
    """The lines behind a chart, at the ticks of its values."""
    if not axis.spec.get("showgrid"):
        return ""
    across = plot.beside(axis)
    path = "".join(f"M{_px(across.begin)} {_px(axis.at(tick))}H{_px(across.end)}" for tick in axis.spec["tickvals"])
    return _path(path, axis.spec["gridcolor"], 1) if path else ""


def _foot(axis: Axis, plot: Plot) -> str:
    """What stands below a chart: the line, the names of its places, what they are."""
    spec, foot, drawn = axis.spec, plot.beside(axis).begin, ""
    if spec.get("showline"):
        drawn += _path(f"M{_px(axis.begin)} {_px(foot)}H{_px(axis.end)}", spec["linecolor"], 1)
    if spec.get("showticklabels", True):
        font = spec["tickfont"]
        for at, name in _ticks(spec):
            drawn += _text(name, (axis.at(at), foot + 4 + spec.get("ticklabelstandoff", 0)), font, "middle", "top")
    if "title" in spec:
        below = (axis.begin + axis.end) / 2, foot + 4 + 2 * LINE * spec["tickfont"]["size"]
        drawn += _text(spec["title"]["text"], below, spec["title"]["font"], "middle", "top")
    return drawn


def _side(axis: Axis, plot: Plot) -> str:
    """What stands left of a chart: its values, or the names of its bars."""
    spec = axis.spec
    if not spec.get("showticklabels", True):
        return ""
    left, font = plot.beside(axis).begin - 5, spec["tickfont"]
    return "".join(_text(name, (left, axis.at(at)), font, "end", "middle") for at, name in _ticks(spec))


def _ticks(spec: Spec) -> Iterator[tuple[Any, str]]:
    return zip(spec.get("tickvals", ()), spec.get("ticktext", ()), strict=True)


def _note(note: Spec, plot: Plot) -> str:
    """A text at a place of the chart."""
    xref, yref = note.get("xref", "x"), note.get("yref", "y")
    x = plot.x(note["x"], xref) + note.get("xshift", 0)
    y = plot.y(note["y"], yref) - note.get("yshift", 0)
    anchor = {"left": "start", "right": "end", "center": "middle"}[note.get("xanchor", "center")]
    return _text(note["text"], (x, y), note["font"], anchor, note.get("yanchor", "middle"))


# Pieces --------------------------------------------------------------------------------------------------------------


def _text(said: str, at: tuple[float, float], font: Spec, anchor: str, stands: str) -> str:
    """A text of one line or several; stands: whether the place is its top, its middle or its foot."""
    (x, y), lines, size = at, said.split(BREAK), float(font["size"])
    above = {"top": 0.0, "middle": len(lines) / 2, "bottom": float(len(lines))}[stands]
    drawn = ""
    for place, line in enumerate(lines):
        if not line:
            continue
        bold = line.startswith("<b>") and line.endswith("</b>")
        inner = line.removeprefix("<b>").removesuffix("</b>") if bold else line
        base = y + (place + 0.5 - above) * LINE * size + BASE * size
        weight = ' font-weight="700"' if bold else ""
        drawn += f'<text x="{_px(x)}" y="{_px(base)}" text-anchor="{anchor}" font-size="{_px(size)}"{weight}'
        drawn += f' fill="{font["color"]}">{text(inner)}</text>'
    return drawn


def _joined(places: Iterable[tuple[float, float] | None]) -> str:
    """A line that breaks where there is no value."""
    path, pen = "", "M"
    for place in places:
        path += f"{pen}{_px(place[0])} {_px(place[1])}" if place else ""
        pen = "L" if place else "M"
    return path


def _path(path: str, colour: str, width: float, dash: str = "solid") -> str:
    """A stroke; dash: a word, or lengths as `4px,3px`."""
    lengths = DASHES[dash] if dash in DASHES else dash.replace("px", "").replace(",", " ")
    dashed = f' stroke-dasharray="{lengths}"' if lengths else ""
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}"{dashed} stroke-linejoin="round"/>'


def _each(given: Any) -> Iterable[Any]:
    """One of a list for each point, or the same for all of them."""
    return given if isinstance(given, list | tuple) else cycle([given])


def _fill(colour: str) -> str:
    return "none" if colour.startswith("rgba") else colour  # our one colour with an alpha is no colour at all


def _px(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


_TRACES: Mapping[str, Callable[[Spec, Axis, Axis], str]] = {"scatter": _scatter, "bar": _bars}
_SHAPES: Mapping[str, Callable[[Spec, Plot, str, str], str]] = {"line": _line, "rect": _rect, "path": _area}
_SYMBOLS: Mapping[str, Callable[[float, float, float], str]] = {
    "circle": _circle,
    "square": _square,
    "diamond": _diamond,
}
