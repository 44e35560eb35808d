"""Units by two measures: which of them are surely on one side of the middle in both, and what the cloud says of itself.

A unit is an agent, a team or a touchpoint. Nothing here tells one measure to be the cause of the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np

from crm_metrics.analysis.relating import series
from crm_metrics.analysis.relating.series import Correlation
from crm_metrics.metrics.rows.intervals import Interval, Z, linearised

LEAST_UNITS = 5  # below it a line through units says nothing
LEAST_PERIODS = 8  # of a unit, from which its weeks tell how far it may be from what it shows


@dataclass(frozen=True, kw_only=True)
class UnitPoint:
    """One unit with answers enough to be judged."""

    unit: str
    """Its id."""
    group: str
    """What it belongs to: the team of an agent; "" where it belongs to nothing."""
    x: float
    """The measure of productivity, in its unit."""
    y: float
    """The satisfaction, in its unit."""
    x_ends: Interval | None
    """The 95 % interval of `x`; None where nothing tells it."""
    y_ends: Interval | None
    """That of `y`."""
    n: int
    """The answers behind `y`."""
    share: bool = False
    """Whether `y` is a share of the answers."""
    together: float = 1.0
    """How many times the variance of `y` is what independent answers would have: those of a customer hang together."""


@dataclass(frozen=True, kw_only=True)
class Cloud:
    """What the units say together; it describes these units, which are no sample of others."""

    over_all: Correlation
    """Spearman over all units."""
    within: Correlation | None
    """Pearson within groups, their means removed; None where fewer than two groups have two units."""
    line: tuple[tuple[float, float], tuple[float, float]] | None
    """The ends of the line through the units, weighted by their answers; it ends where the units end."""

    @property
    def opposite(self) -> bool:
        """Whether the signs within groups and over all are sure and opposite."""
        return self.within is not None and self.within.side * self.over_all.side < 0

    @property
    def p(self) -> float:
        """That the opposite signs are chance: the weaker of the two; 1.0 where the signs are not opposite."""
        return max(self.within.p, self.over_all.p) if self.within is not None and self.opposite else 1.0


def apart(value: float, ends: Interval | None, middle: float, together: float = 1.0) -> float:
    """The two-sided p-value that a value is the middle, read back from its 95 % interval; 1.0 without one.

    It is below 0.05 exactly where the middle lies outside the interval. together: as in `UnitPoint`.
    """
    if ends is None or value == middle:
        return 1.0
    end = ends[0] if value > middle else ends[1]
    reach = abs(value - end) * sqrt(together)
    return 0.0 if reach == 0 else erfc(Z * abs(value - middle) / reach / sqrt(2))


def both_apart(point: UnitPoint, middle: tuple[float, float]) -> float:
    """The p-value that a unit is not apart from the middle in both measures: the weaker of the two.

    Of a share the weaker too of what its interval says and of what the middle says (the score test): far out one of
    them is too sure above a high share, the other below it.
    """
    x, y = middle
    satisfied = apart(point.y, point.y_ends, y, point.together)
    if point.share and 0 < y < 1:
        error = sqrt(y * (1 - y) / point.n * point.together)
        satisfied = max(satisfied, erfc(abs(point.y - y) / error / sqrt(2)))
    return max(apart(point.x, point.x_ends, x), satisfied)


def together(outcome: series.Array, customers: series.Array) -> float:
    """How many times the variance of a mean of answers is what independent ones would have; never below 1.

    customers: codes, −1 where unknown, each of whom is one of their own.
    L. Kish, Survey Sampling, 1965, section 5.4: here from the sums of each customer's residuals.
    """
    left = outcome - outcome.mean() if len(outcome) else outcome
    spread = float(left @ left)
    if spread == 0:
        return 1.0
    known = customers >= 0
    sums = np.bincount(customers[known], left[known]) if known.any() else np.zeros(0)
    return max((float(sums @ sums) + float(left[~known] @ left[~known])) / spread, 1.0)


def steady(periods: Sequence[tuple[float, float]], value: float) -> Interval | None:
    """The 95 % interval of Σ numerator ÷ Σ denominator, from the periods that it is made of, oldest first.

    periods: numerator and denominator of each. value: the ratio as it is shown; the interval is brought to its unit.
    Periods that resemble the one before them are worth fewer: the interval is wider by √((1 + r) ÷ (1 − r)), r the
    memory of what each period leaves over. None where there are too few periods, or nothing varies.
    """
    told = [(up, down) for up, down in periods if down > 0]
    if len(told) < LEAST_PERIODS:
        return None
    above, below = (np.array(side, dtype=float) for side in zip(*told, strict=True))
    squares = float(above @ above), float(above @ below), float(below @ below)
    ends = linearised(float(above.sum()), float(below.sum()), squares, len(told))
    ratio = float(above.sum() / below.sum())
    if ends is None or ends[0] == ends[1] or not ratio:
        return None
    left = above - ratio * below
    carried = min(max(series.memory(left, np.zeros(len(left), dtype=int)), 0.0), 0.9)
    half = (ends[1] - ends[0]) / 2 * sqrt((1 + carried) / (1 - carried)) * abs(value / ratio)
    return value - half, value + half


def cloud(points: Sequence[UnitPoint]) -> Cloud | None:
    """What the units say together; None of fewer than five."""
    if len(points) < LEAST_UNITS:
        return None
    x, y, n = (np.array([getattr(one, name) for one in points], dtype=float) for name in ("x", "y", "n"))
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return None
    alone = np.arange(len(points))  # units stand in no order: none has a neighbour whose memory it could carry
    return Cloud(over_all=series.correlation(x, y, alone), within=_within(points), line=_line(x, y, n))


def _within(points: Sequence[UnitPoint]) -> Correlation | None:
    """The coefficient among units of one group, all groups together."""
    sizes: dict[str, int] = {}
    for one in points:
        sizes[one.group] = sizes.get(one.group, 0) + 1
    kept = sorted((one for one in points if one.group and sizes[one.group] > 1), key=lambda one: one.group)
    names = sorted({one.group for one in kept})
    if len(names) < 2 or len(kept) - len(names) < LEAST_UNITS:
        return None
    codes = np.array([names.index(one.group) for one in kept])
    return series.within(np.array([one.x for one in kept]), np.array([one.y for one in kept]), codes)


def _line(
    x: series.Array, y: series.Array, weight: series.Array
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """The weighted line of least squares, from the first unit to the last."""
    x_mean, y_mean = (float(np.average(side, weights=weight)) for side in (x, y))
    spread = float((weight * (x - x_mean)) @ (x - x_mean))
    if spread <= 0:
        return None
    slope = float((weight * (x - x_mean)) @ (y - y_mean)) / spread
    first, last = float(x.min()), float(x.max())
    return (first, y_mean + slope * (first - x_mean)), (last, y_mean + slope * (last - x_mean))
