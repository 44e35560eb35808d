"""How far an estimate must lie from nothing when it is looked at every week, so that chance is paid for only once.

The chance of a false success is spent over the weeks, most of it late (K. K. G. Lan and D. L. DeMets, Discrete
Sequential Boundaries for Clinical Trials, Biometrika 70(3), 1983; the power family of K. Kim and D. L. DeMets,
Biometrika 74(1), 1987). The boundary is integrated look by look (P. Armitage, C. K. McPherson and B. C. Rowe, Repeated
Significance Tests on Accumulating Data, Journal of the Royal Statistical Society A 132, 1969). An estimate ± its
boundary is an interval that holds at every look (C. Jennison and B. W. Turnbull, Group Sequential Methods, 2000,
chapter 9).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import sqrt
from statistics import NormalDist
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

FIRST = 4  # weeks before the first look
SHARE = 0.05  # of plans without any effect, those that any look may call a success; as many on the other side
LATE = 6  # the power of the time by which it is spent: a third of it is left for the last of eight weeks
WIDE = 8.0  # deviations: beyond them there is nothing to integrate
STEPS = 400  # halves of the grid; the constants that are published agree to their last digit
BELL = NormalDist()


def late(fraction: float) -> float:
    """What of SHARE is spent when this fraction of all information is there."""
    return SHARE * fraction**LATE


def obrien_fleming(fraction: float, share: float) -> float:
    """What of a one-sided share is spent by then under the spending function that is like O'Brien and Fleming's."""
    return 2 * (1 - BELL.cdf(BELL.inv_cdf(1 - share / 2) / sqrt(fraction)))


def boundary(times: Sequence[float], spent: Callable[[float], float]) -> tuple[float, ...]:
    """How many deviations from nothing an estimate without effect passes, on one side, as seldom as `spent` allows.

    times: the fractions of all information at each look, rising to 1.
    """
    bounds: list[float] = []
    before, used = _Density(), 0.0
    for time in times:
        allowed = spent(time)
        bound = _bound(before, time, allowed - used)
        before, used = before.carried(time, bound), allowed
        bounds.append(bound)
    return tuple(bounds)


def passed(times: Sequence[float], bounds: Sequence[float]) -> float:
    """The chance that an estimate without effect passes one of the bounds, on one side."""
    before, total = _Density(), 0.0
    for time, bound in zip(times, bounds, strict=True):
        total += before.beyond(time, bound)
        before = before.carried(time, bound)
    return total


@lru_cache(maxsize=4096)
def reach(baseline: int, weeks: int, planned: int) -> float:
    """How many standard errors the interval reaches to each side at the look of so many weeks, of those planned.

    baseline: how many weeks it has. The error is estimated, not known: its t has as many degrees of freedom as the
    weeks of both sides less the two means (the significance levels carry over: Jennison and Turnbull, 2000, 4.4).
    """
    from scipy.special import stdtrit  # a second to import: only a verdict waits for it

    bound = _bounds(baseline, planned)[weeks - FIRST]
    return -float(stdtrit(baseline + weeks - 2, 1 - BELL.cdf(bound)))


@lru_cache(maxsize=256)
def _bounds(baseline: int, planned: int) -> tuple[float, ...]:
    """The boundary of all looks: what is known of a difference of two means grows as 1 ÷ (1 ÷ baseline + 1 ÷ weeks)."""
    known = [1 / (1 / baseline + 1 / weeks) for weeks in range(FIRST, planned + 1)]
    return boundary([part / known[-1] for part in known], late)


class _Density:
    """Where the estimates lie that have passed no bound yet, as a sum with its variance `time`."""

    def __init__(self, time: float = 0.0, points: Array | None = None, masses: Array | None = None) -> None:
        self.time = time
        self.points = np.zeros(1) if points is None else points
        self.masses = np.ones(1) if masses is None else masses

    def beyond(self, time: float, bound: float) -> float:
        """How many of them pass this bound at that time."""
        from scipy.special import ndtr  # a second to import: only a boundary waits for it

        return float((self.masses * ndtr((self.points - bound * sqrt(time)) / sqrt(time - self.time))).sum())

    def carried(self, time: float, bound: float) -> _Density:
        """Those that do not, at that time."""
        points = np.linspace(-WIDE * sqrt(time), bound * sqrt(time), 2 * STEPS + 1)
        weights = np.full(len(points), 2.0)
        weights[1::2] = 4.0
        weights[[0, -1]] = 1.0
        weights *= (points[1] - points[0]) / 3  # Simpson's rule
        step = time - self.time
        bells = np.exp(-((points[:, None] - self.points) ** 2) / (2 * step)) / sqrt(2 * np.pi * step)
        return _Density(time, points, bells @ self.masses * weights)


def _bound(before: _Density, time: float, share: float) -> float:
    low, high = 0.0, WIDE
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if before.beyond(time, middle) > share else (low, middle)
    return high
