"""Where the values of a figure lie on paper: its plot, its axes, and the place of anything in pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

Spec = Mapping[str, Any]
DAY = 86_400.0


@dataclass(frozen=True, kw_only=True)
class Axis:
    """One axis: where it begins and ends, in pixels of the drawing and in its own values."""

    name: str
    """As traces and shapes name it: x, y, x2 …"""
    spec: Spec
    """What the figure's layout says of it."""
    begin: float
    """The pixel of the first value of its range."""
    end: float
    """The pixel of the last one."""
    first: float
    """The value where it begins, days as seconds."""
    last: float
    """The value where it ends."""

    def at(self, value: object) -> float:
        """The pixel of a value."""
        reach = (self.last - self.first) or 1.0
        return self.begin + (number(value) - self.first) / reach * (self.end - self.begin)


@dataclass(frozen=True, kw_only=True)
class Plot:
    """The ground that a figure is drawn on."""

    left: float
    """The pixel where the plot begins, right of the names of its values."""
    top: float
    """The pixel where it begins, from above."""
    width: float
    """Its width in pixels."""
    height: float
    """Its height in pixels."""
    axes: Mapping[str, Axis]
    """Its axes by name."""

    def x(self, value: Any, ref: str) -> float:
        """The pixel of a horizontal place; ref: the axis, or paper for a share of the plot."""
        return self.left + float(value) * self.width if ref == "paper" else self.axes[ref].at(value)

    def y(self, value: Any, ref: str) -> float:
        """The pixel of a vertical place, from above."""
        return self.top + (1 - float(value)) * self.height if ref == "paper" else self.axes[ref].at(value)

    def beside(self, axis: Axis) -> Axis:
        """The axis that another one stands on: `anchor`, else the first of the other direction."""
        return self.axes[axis.spec.get("anchor", "y" if axis.name.startswith("x") else "x")]

    def of(self, way: str) -> tuple[Axis, ...]:
        """The axes of a direction, x or y."""
        return tuple(axis for name, axis in self.axes.items() if name.startswith(way))


def plot_of(layout: Spec, width: float) -> Plot:
    """The ground of a figure of this width in pixels; its layout names its height, margins and ranges."""
    margin = layout["margin"]
    left, top = float(margin["l"]), float(margin["t"])
    across, down = width - left - margin["r"], layout["height"] - top - margin["b"]
    axes = {}
    for key, spec in layout.items():
        if key.startswith(("xaxis", "yaxis")):
            name = key[0] + key[5:]
            start, stop = spec.get("domain", (0.0, 1.0))
            ends = (left + start * across, left + stop * across)
            if name.startswith("y"):
                ends = (top + (1 - start) * down, top + (1 - stop) * down)
            first, last = (number(value) for value in _range(spec))
            axes[name] = Axis(name=name, spec=spec, begin=ends[0], end=ends[1], first=first, last=last)
    return Plot(left=left, top=top, width=across, height=down, axes=axes)


def number(value: Any) -> float:
    """A value as a number; of a day and an instant, its seconds."""
    if isinstance(value, datetime):
        return value.toordinal() * DAY + value.hour * 3600 + value.minute * 60 + value.second
    return value.toordinal() * DAY if isinstance(value, date) else float(value)


def _range(spec: Spec) -> Sequence[Any]:
    """From where to where an axis runs; one that has nothing to show names no range."""
    given = spec.get("range")
    return given if given is not None else (0.0, 1.0)
