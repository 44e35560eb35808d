"""Which points of a series signal, and by which rule: beyond a limit, eight on one side, three of four near a limit.

The rules are those of D. J. Wheeler, Understanding Variation, 1993. They take a bell for granted; where few rows or
events are expected, a mark also needs that chance alone hardly gives it, worked out exactly: of a share by the
binomial distribution, of rare events by Poisson's (NIST/SEMATECH e-Handbook, 6.3.3.1; L. P. Provost and S. K. Murray,
The Health Care Data Guide, 2011, on rare events).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from crm_metrics.analysis.limits import RARE, Limits, by_chance, events_by_chance

Rule = Literal["beyond", "run", "near"]

RUN = 8
BEYOND = 0.00135  # the share of a bell beyond three standard deviations on one side
STRETCH = 0.5**RUN  # what eight on one side of a centre in the middle come to


@dataclass(frozen=True)
class Mark:
    """Why a point signals."""

    rule: Rule
    side: int
    """Of the centre: 1 above, -1 below."""


@dataclass(frozen=True, kw_only=True)
class ChartPoint:
    """A point that is judged."""

    place: int
    """Where it stands in its series."""
    value: float
    """What is held against the limits."""
    n: int | None
    """The rows behind it, where they matter."""
    alone: bool
    """Whether it may signal by itself."""
    hits: int | None
    """Of a share, the rows that count; of rare events, how many there were; None where neither is counted."""
    exposure: float = 1.0
    """Of rare events: over how many periods, hours or days worked."""


def marked(points: Sequence[ChartPoint], size: int, limits: Limits, *, runs: bool) -> tuple[Mark | None, ...]:
    """One mark, or None, for each place of a series of `size`; the later rules overrule the earlier: near, run, beyond.

    runs: whether stretches say anything; where neighbours are alike they do not.
    """
    marks: list[Mark | None] = [None] * size
    # Sums of fractions are not exact: a point on the line is neither beyond it nor on a side of it.
    slack = 1e-9 * max(1.0, abs(limits.centre))
    for rule, part in (("near", 0.5), ("run", 0.0)) if runs else ():
        for side in (1, -1):
            inside = [
                side * (point.value - limits.centre) > part * limits.reach_at(point.n) + slack for point in points
            ]
            for stretch in _near(inside) if rule == "near" else _runs(inside):
                if _rare([points[index] for index in stretch], limits, side, STRETCH):
                    for index in stretch:
                        marks[points[index].place] = Mark("near" if rule == "near" else "run", side)
    for point in points:
        side = 1 if point.value > limits.centre else -1
        far = abs(point.value - limits.centre) > limits.reach_at(point.n) + slack
        if point.alone and far and _rare([point], limits, side, BEYOND):
            marks[point.place] = Mark("beyond", side)
    return tuple(marks)


def _rare(points: Sequence[ChartPoint], limits: Limits, side: int, least: float) -> bool:
    """Whether chance alone hardly gives so few or so many in these points together; True where the bell will do."""
    if any(point.hits is None for point in points):
        return True
    hits = sum(point.hits or 0 for point in points)
    if limits.events is not None:
        return events_by_chance(hits, limits.events * sum(point.exposure for point in points), side) < least
    if any(point.n is None or not 0 <= (point.hits or 0) <= point.n for point in points):
        return True
    n = sum(point.n or 0 for point in points)
    if len(points) > 1 and min(limits.centre, 1 - limits.centre) * n / len(points) >= RARE:
        return True
    return by_chance(hits, n, limits.centre, side) < least


def _runs(inside: Sequence[bool]) -> list[list[int]]:
    """The stretches of at least eight."""
    found: list[list[int]] = []
    stretch: list[int] = []
    for index, belongs in enumerate([*inside, False]):
        if belongs:
            stretch.append(index)
            continue
        found += [stretch] if len(stretch) >= RUN else []
        stretch = []
    return found


def _near(inside: Sequence[bool]) -> list[list[int]]:
    """Of each window of four that holds at least three, those three or four."""
    windows = (range(start, start + 4) for start in range(len(inside) - 3))
    return [[index for index in four if inside[index]] for four in windows if sum(inside[i] for i in four) >= 3]


def telling(last: Sequence[int], marks: Sequence[Mark | None]) -> int | None:
    """The place that carries the signal: the latest beyond a limit or in a run, else the latest near a limit."""
    marked = [(place, mark) for place in last if (mark := marks[place])]
    strong = [place for place, mark in marked if mark.rule != "near"]
    return strong[-1] if strong else marked[-1][0] if marked else None


def stretch_of(
    order: Sequence[int], values: Sequence[float | None], marks: Sequence[Mark | None], centre: float, place: int
) -> list[int]:
    """From the first marked to the last of the points on one side, across single points that bounced back.

    order: the places that are judged; place: the one that carries the signal.
    """
    mark = marks[place]
    side = mark.side if mark is not None else 0
    first = last = order.index(place)
    for index in range(last - 1, -1, -1):
        if beside(values[order[index]], centre, side):
            first = index
            continue
        if not index or not _on(marks[order[index - 1]], side):
            break
    begin = min(at for at in order[first:] if _on(marks[at], side))
    return [at for at in order[first:] if at >= begin]


def beside(value: float | None, centre: float, side: int) -> bool:
    """Whether a value lies on this side of the centre."""
    return value is not None and side * (value - centre) > 0


def _on(mark: Mark | None, side: int) -> bool:
    return mark is not None and mark.side == side
