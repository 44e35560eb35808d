"""The bridge of a change and the months of plan against actual: columns that stand on zero."""

from __future__ import annotations

from collections.abc import Sequence

from crm_metrics.boards.bodies.interval import Interval
from crm_metrics.boards.bodies.planned import PlanActual
from crm_metrics.boards.core import Bridge
from crm_metrics.figures import lists
from crm_metrics.figures.look import CLEAR, Look, Spec, axis, hollow, layout, line, note, span, value_axis

HEIGHT = 276
HALF = 0.25  # of the width of a column


def bridge(body: Bridge, look: Look) -> Spec:
    """Each bar begins where the one before it ended; a total stands on zero, in the data colour.

    The steps are no points in time, so they stand below each other: their names fit on a phone.
    """
    ink, at = look.palette, list(range(len(body.steps)))
    bases, ends = _places(body)
    notes = [
        note(_strong(step.text, step.total), max(base, end, 0.0), place, ink.ink, xanchor="left", xshift=3, size=13)
        for place, (step, base, end) in enumerate(zip(body.steps, bases, ends, strict=True))
    ]
    low, high = min(0.0, *bases, *ends), max(0.0, *bases, *ends)
    names = [_strong(step.name, step.total) for step in body.steps]
    sheet = layout(
        look,
        max(200, 34 * len(at) + 16),
        margin={"l": 104, "r": 8, "t": 4, "b": 8},
        yaxis=axis(look, tickvals=at, ticktext=names, range=[len(at) - 0.5, -0.5], automargin=False),
        xaxis=axis(look, range=[low - (high - low) * 0.02, high + (high - low) * 0.36], showticklabels=False),
        shapes=[
            *(line(end, end, place + 0.34, place + 0.66, ink.muted) for place, end in enumerate(ends[:-1])),
            line(0, 0, -0.5, len(at) - 0.5, ink.muted),
        ],
        annotations=notes,
    )
    return {"data": [_steps(body, look, bases, ends)], "layout": sheet}


def _places(body: Bridge) -> tuple[list[float], list[float]]:
    """Where each bar begins and where it ends."""
    bases: list[float] = []
    ends: list[float] = []
    for step in body.steps:
        bases.append(0.0 if step.total or not ends else ends[-1])
        ends.append(step.value if step.total else bases[-1] + step.value)
    return bases, ends


def _steps(body: Bridge, look: Look, bases: Sequence[float], ends: Sequence[float]) -> Spec:
    ink = look.palette
    tones = {"good": ink.good, "bad": ink.bad, "near": ink.watch, "plain": ink.data}
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(body.steps))),
        "x": [end - base for base, end in zip(bases, ends, strict=True)],
        "base": list(bases),
        "marker": {"color": [tones["plain" if step.total else step.tone] for step in body.steps]},
        "width": 0.68,
        "customdata": [f"{step.name} · {step.text}" for step in body.steps],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def plan_actual(body: PlanActual, look: Look) -> Spec:
    """Last year pale behind, plan an outline, actual solid; the variance of each month in a strip above."""
    ink, at = look.palette, list(range(len(body.months)))
    data = [
        _columns(body, look, body.before, body.legend[0]) | {"offset": -0.2 - HALF, "marker": {"color": ink.before}},
        _columns(body, look, body.plan, body.legend[1])
        | {"offset": -0.06 - HALF, "marker": {"color": CLEAR, "line": {"width": 1.2, "color": ink.soft}}},
        _columns(body, look, body.actual, body.legend[2]) | {"offset": 0.08 - HALF, "marker": {"color": ink.data}},
    ]
    data += [_ahead(body.ahead, at[-1], look)] if body.ahead is not None else []
    ends = [body.ahead.high] if body.ahead is not None else []
    _, high = span([0.0, *body.actual, *body.plan, *body.before, *ends], 0.04)
    planned = any(value is not None for value in body.variance)
    sheet = layout(
        look,
        HEIGHT,
        barmode="overlay",
        margin={"l": 60, "r": 8, "t": 4, "b": 38},
        xaxis=axis(look, tickvals=at, ticktext=_months(body.months), range=[-0.6, len(at) - 0.4], anchor="y"),
        yaxis=value_axis(look, body.unit, (0.0, high), 4, domain=[0.0, 0.6 if planned else 1.0]),
    )
    return _with_strip({"data": data, "layout": sheet}, body, look) if planned else {"data": data, "layout": sheet}


def _ahead(ending: Interval, place: int, look: Look) -> Spec:
    """Where the month that runs is going to end: a hollow mark with its range, for it is no column yet."""
    ink = look.palette
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [place],
        "y": [ending.value],
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [ending.high - ending.value],
            "arrayminus": [ending.value - ending.low],
            "color": ink.data,
            "thickness": 1.5,
            "width": 4,
        },
        "marker": hollow(look, 8),
        "customdata": [ending.label],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _with_strip(spec: Spec, body: PlanActual, look: Look) -> Spec:
    """The figure with the variance of each month above it, in one scale, which its name says."""
    ink = look.palette
    texts, scale = look.words.row(body.variance, sign=True)
    notes = [
        note(text, x, value, ink.ink, size=11, xref="x", yref="y2", yanchor="bottom" if value >= 0 else "top")
        for x, (value, text) in enumerate(zip(body.variance, texts, strict=True))
        if value is not None
    ]
    name = f"{body.strip}<br>{scale}" if scale else body.strip
    notes.append(note(name, 0, 0, ink.soft, xref="paper", yref="y2", xanchor="right", xshift=-6))
    known = [0.0, *(change for change in body.variance if change is not None)]
    room = (max(known) - min(known)) * 0.45 or 1.0
    reach = [min(known) - room, max(known) + room]
    above = {
        "yaxis2": axis(look, domain=[0.66, 1.0], range=reach, showticklabels=False, anchor="x"),
        "shapes": [line(-0.5, len(body.months) - 0.5, 0, 0, ink.soft, xref="x", yref="y2")],
        "annotations": notes,
    }
    return {"data": [*spec["data"], _strip(body, look)], "layout": spec["layout"] | above}


def _columns(body: PlanActual, look: Look, values: Sequence[float | None], name: str) -> Spec:
    """A column for each month; where it stands within its month and how it looks is the caller's."""
    hovers = [
        f"{month} · {name} {look.value(value, body.unit)}" for month, value in zip(body.months, values, strict=True)
    ]
    return {
        "type": "bar",
        "x": list(range(len(values))),
        "y": list(values),
        "width": 2 * HALF,
        "customdata": hovers,
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _strip(body: PlanActual, look: Look) -> Spec:
    ink = look.palette
    return {
        "type": "bar",
        "x": list(range(len(body.months))),
        "y": list(body.variance),
        "width": 0.5,
        "marker": {"color": [ink.good if (change or 0) >= 0 else ink.bad for change in body.variance]},
        "yaxis": "y2",
        "customdata": [f"{month} · {text}" for month, text in zip(body.months, body.texts, strict=True)],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _strong(text: str, total: bool) -> str:
    return f"<b>{text}</b>" if total else text


def _months(names: Sequence[str]) -> list[str]:
    """Three letters of each month, and the year below the first one and below each that begins a year."""
    parts = [(name.split()[0][:3], name.split()[1:]) for name in names]
    years = ["".join(year) for _, year in parts]
    return [
        short + (f"<br>{years[place]}" if year and (place == 0 or years[place] != years[place - 1]) else "")
        for place, (short, year) in enumerate(parts)
    ]


def plan_legend(body: PlanActual) -> str:
    """The names of what is drawn; what the chart lacks is not named."""
    drawn = (any(value is not None for value in body.before), any(value is not None for value in body.plan), True)
    return lists.legend(("pale", "outline", "bar"), body.legend, drawn)
