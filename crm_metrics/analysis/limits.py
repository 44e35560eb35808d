"""The natural limits of a series: how far a point may lie from the centre by routine alone.

Three charts. Values of equal weight: the mean ± 2.66 times the mean moving range (the XmR chart; D. J. Wheeler,
Understanding Variation, 1993; NIST/SEMATECH e-Handbook, 6.3.2.2). Rates of n rows: Laney's p′ chart, whose limits
widen where n is small (D. B. Laney, Improved Control Charts for Attributes, Quality Engineering 14(4), 2002). Rare
events: never nearer than Poisson's deviation, and a point is held against the exact probability as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from math import exp, lgamma, log, sqrt

TO_SIGMA = 1.128  # d2 of two values: a mean moving range is so many standard deviations
TO_LIMITS = 2.66  # 3 / d2
LEAST = 6  # fewer points say nothing about the routine
NEGLIGIBLE = 1e-20  # of the highest term of a sum: so little leaves its last digit as it is, with thousands beside it
RARE = 10.0  # events expected in a period: below it Poisson's distribution is too lopsided for limits on both sides


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The routine of a series: its centre and natural limits."""

    centre: float
    """The mean of the baseline, each value weighted by its rows where n plays a part."""
    low: float
    """The lower limit: `reach` below the centre, or `floor` where that is higher."""
    high: float
    """With `low`: the limits, clipped to what is possible."""
    moving_range: float
    """The mean distance between near points, of rates at least what chance gives; 2.66 of it reach a limit."""
    size: int
    """The points of the baseline."""
    until: date
    """The day of the last of them."""
    rows: float | None = None
    """The n for which low, high and moving_range hold, the typical one of the baseline; None where n plays no part."""
    floor: float | None = None
    """The least value that there can be; None where nothing bounds it from below."""
    ceiling: float | None = None
    """With `floor`: what is possible."""
    events: float | None = None
    """Of rare events: how many a period, or an hour or day worked, is expected to bring; None where they are not rare
    or not counted."""

    @property
    def reach(self) -> float:
        """From the centre to a limit, before clipping."""
        return TO_LIMITS * self.moving_range

    def reach_at(self, n: float | None) -> float:
        """The same for a point of n rows."""
        return self.reach if self.rows is None or not n else self.reach * sqrt(self.rows / n)

    def at(self, n: float | None) -> tuple[float, float]:
        """Both limits for a point of n rows."""
        return _clipped(self.centre, self.reach_at(n), self.floor, self.ceiling)

    def widened(self, factor: float) -> Limits:
        """The limits so many times as far from the centre."""
        moving = self.moving_range * factor
        low, high = _clipped(self.centre, TO_LIMITS * moving, self.floor, self.ceiling)
        return replace(self, low=low, high=high, moving_range=moving)

    def doubted(self, deviation: float) -> Limits:
        """The limits of points that may be wrong by so much, beside their routine."""
        routine = self.moving_range / TO_SIGMA
        return self.widened(sqrt(1 + (deviation / routine) ** 2)) if deviation and routine else self

    def part_in_doubt(self, deviation: float) -> float:
        """Of limits that are `doubted`: the variance by which points may be wrong, of that of their routine."""
        wrong, whole = deviation**2, (self.moving_range / TO_SIGMA) ** 2
        return wrong / (whole - wrong) if 0 < wrong < whole else 0.0


def individual(
    days: Sequence[date],
    values: Sequence[float],
    floor: float | None = None,
    ceiling: float | None = None,
    lag: int = 1,
) -> Limits:
    """The XmR limits of a baseline of at least two values, clipped to [floor, ceiling].

    lag: how far back each moving range reaches; a baseline too short for it takes neighbours.
    """
    centre = sum(values) / len(values)
    lag = lag if len(values) >= lag + LEAST else 1
    moving = sum(abs(after - before) for before, after in zip(values, values[lag:], strict=False)) / (len(values) - lag)
    return _limits(days, centre, moving, floor=floor, ceiling=ceiling)


def counted(
    days: Sequence[date],
    values: Sequence[float],
    rows: Sequence[int],
    floor: float | None = None,
    ceiling: float | None = None,
    *,
    deviation: float | None = None,
) -> Limits:
    """The p′ limits of a baseline of at least two rates, each of so many rows.

    The z-score of Laney is (p − p̄) ÷ √(p̄ (1 − p̄) ÷ n) and the limits are p̄ ± 3 √(p̄ (1 − p̄) ÷ n) × (mean moving
    range of z ÷ 1.128): the binomial deviation stands on both sides, so that (p − p̄) √n alone gives the same limits,
    also for a rate that is no share (NPS).

    deviation: of one row; None for shares, where the centre gives it, by the rule of succession, so that a routine of
    100 % has a width too. The limits are never narrower than those of chance alone: Laney's σz below 1 comes from a
    short baseline more often than from rows that avoid each other.
    """
    total = sum(rows)
    centre = sum(value * n for value, n in zip(values, rows, strict=True)) / total
    share = (centre * total + 1) / (total + 2)
    deviation = sqrt(share * (1 - share)) if deviation is None else deviation
    scores = [(value - centre) * sqrt(n) for value, n in zip(values, rows, strict=True)]
    moving = sum(abs(after - before) for before, after in pairwise(scores)) / (len(scores) - 1)
    moving = max(moving, TO_SIGMA * deviation)
    typical = total / len(rows)
    moving /= sqrt(typical)
    return _limits(days, centre, moving, rows=typical, floor=floor, ceiling=ceiling)


def rare(
    days: Sequence[date], values: Sequence[float], exposures: Sequence[float], floor: float | None = 0.0
) -> Limits:
    """The limits of a baseline of at least two counts of rare events, each over so many periods, hours or days worked.

    The moving range is at least what chance gives to so many events, by the rule of succession, so that a routine of
    none has a width too; over the typical exposure, as in a u chart (NIST/SEMATECH e-Handbook, 6.3.3.1).
    """
    limits = individual(days, values, floor)
    total = sum(exposures)
    counted = sum(value * exposure for value, exposure in zip(values, exposures, strict=True))
    expected = (counted + 1) / total
    moving = max(limits.moving_range, TO_SIGMA * sqrt(expected * len(exposures) / total))
    return replace(_limits(days, counted / total, moving, floor=floor, ceiling=None), events=expected)


def possible(value: float, floor: float | None, ceiling: float | None) -> float:
    """A value without its weekday or month may leave the scale: there it says no more than the end of the scale."""
    value = value if floor is None else max(value, floor)
    return value if ceiling is None else min(value, ceiling)


def by_chance(hits: int, n: int, share: float, side: int) -> float:
    """The probability of so many hits of n or more (side 1), or so many or fewer (side -1), at this share of hits."""
    if share <= 0 or share >= 1:
        return 1.0 if hits in (0, n) and hits == round(share * n) else 0.0
    if side > 0 and hits <= n / 2:  # the shorter sum of the two
        return 1.0 - by_chance(hits - 1, n, share, -1) if hits > 0 else 1.0
    first, last = (hits, n) if side > 0 else (0, hits)
    highest = min(max(int((n + 1) * share), first), last)
    ways = lgamma(n + 1) - lgamma(highest + 1) - lgamma(n - highest + 1)
    peak = exp(ways + highest * log(share) + (n - highest) * log(1 - share))
    odds = share / (1 - share)
    above = _falling(peak, ((n - k) / (k + 1) * odds for k in range(highest, last)))
    below = _falling(peak, (k / (n - k + 1) / odds for k in range(highest, first, -1)))
    return min(1.0, peak + above + below)


def _falling(term: float, steps: Iterable[float]) -> float:
    """What follows a term, each so many times the one before and never more, as far as it adds anything to the first.

    Of 20,000 terms a few hundred do.
    """
    enough, total = term * NEGLIGIBLE, 0.0
    for step in steps:
        if term <= enough:
            break
        term *= step
        total += term
    return total


def events_by_chance(count: int, expected: float, side: int) -> float:
    """The probability of so many events or more (side 1), or so many or fewer (side -1), where so many are expected."""
    last = count - 1 if side > 0 else count
    upto = min(1.0, sum(exp(k * log(expected) - expected - lgamma(k + 1)) for k in range(last + 1)))
    return 1.0 - upto if side > 0 else upto


def _limits(
    days: Sequence[date],
    centre: float,
    moving: float,
    *,
    rows: float | None = None,
    floor: float | None,
    ceiling: float | None,
) -> Limits:
    low, high = _clipped(centre, TO_LIMITS * moving, floor, ceiling)
    return Limits(
        centre=centre,
        low=low,
        high=high,
        moving_range=moving,
        size=len(days),
        until=days[-1],
        rows=rows,
        floor=floor,
        ceiling=ceiling,
    )


def _clipped(centre: float, reach: float, floor: float | None, ceiling: float | None) -> tuple[float, float]:
    low, high = centre - reach, centre + reach
    return low if floor is None else max(low, floor), high if ceiling is None else min(high, ceiling)
