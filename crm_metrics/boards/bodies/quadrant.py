"""Two measures of each unit as a cloud of points, with the middle of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crm_metrics.boards.behind.provenance import Provenance

Standing = Literal["good", "bad", "plain"]


@dataclass(frozen=True, kw_only=True)
class QuadrantPoint:
    """One unit: an agent, a team, a touchpoint."""

    unit: str
    """Its id, which a click on it chooses."""
    name: str
    """What it is called."""
    x: float
    """Its value across, in the unit of the axis."""
    y: float
    """Its value upwards."""
    n: int
    """The rows behind `y`: how large it is drawn."""
    small: bool = False
    """Whether too few rows are behind it: it is hollow, and stands in no line and no name."""
    standing: Standing = "plain"
    """good or bad where it is surely apart from the middle in both measures and has a name for it."""
    chosen: bool = True
    """Whether it is among those that the reader chose; all are where none was."""
    named: bool = False
    """Whether its name is worth its room in the chart."""
    label: str = ""
    """What opens on hover."""
    behind: tuple[Provenance | None, ...] = ()
    """What leads to the rows of its two values."""


@dataclass(frozen=True, kw_only=True)
class Quadrant:
    """A cloud of units with the middle of both measures: four corners, each with its word."""

    points: tuple[QuadrantPoint, ...]
    """The units, in the order of their names."""
    units: tuple[str, str]
    """As in `Metric.unit`, of the axis across and of the axis upwards."""
    titles: tuple[str, str]
    """What stands at both axes."""
    middle: tuple[float | None, float | None]
    """The values of the whole; None where one is not told."""
    corners: tuple[str, str, str, str]
    """The words at the top left, the top right, the bottom left and the bottom right."""
    line: tuple[tuple[float, float], ...] = ()
    """The ends of the line through the units; () for none."""
    certain: bool = False
    """Whether the line may not be chance; else it is dashed."""
    picks: str = ""
    """The key under which a page keeps the units chosen; "" where none can be."""
