"""Process behaviour: did a series really change, or does it move within its routine?

A point signals when it lies beyond a limit of its fixed baseline, when it is one of eight in a row on one side of the
centre, or one of three of four that lie nearer a limit than the centre. D. J. Wheeler, Understanding Variation, 1993.
Limits of rates with counts behind them know each point's n; see `limits`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from crm_metrics.analysis import weekdays
from crm_metrics.analysis.limits import LEAST, Limits, by_chance, counted, individual
from crm_metrics.analysis.weekdays import mean
from crm_metrics.periods import months_later, next_start, start_of

Kind = Literal["better", "worse", "watch", "routine", "small"]
Rule = Literal["beyond", "run", "near"]

Counts = Literal["", "shares", "scores"]  # what n means: nothing, the rows of a share, the answers of a score

RUN = 8
BEYOND = 0.00135  # the share of a bell beyond three standard deviations on one side
FRESH = {"day": 3, "week": 1, "month": 1}  # how many of the last points may carry the signal of today


@dataclass(frozen=True)
class Observation:
    """One period of a series."""

    day: date
    value: float | None
    n: int | None = None
    """The rows behind it, where they matter."""
    settled: bool = True
    """Complete, so that a verdict may rest on it."""


@dataclass(frozen=True)
class Mark:
    """Why a point signals."""

    rule: Rule
    side: int
    """Of the centre: 1 above, -1 below."""


@dataclass(frozen=True, kw_only=True)
class BehaviourChart:
    """How a series is charted and judged: all that is known of it before its values are looked at."""

    better: str
    """"up", "down", or "band": a change is to be watched, never good or bad."""
    baseline_until: date
    """The last day of the baseline, whose points make the limits where there are enough of them."""
    every: str = "week"
    """The cadence of the points: "day", "week" or "month"; only days lose their weekday's part."""
    minimum_n: int = 0
    """A point with fewer rows gets no verdict of its own, and the series none when it is the last one."""
    pooled: bool = False
    """The series gets one when the stretch that carries the signal has `minimum_n` rows together."""
    enough: int = 0
    """Points with fewer rows are drawn but not judged."""
    lag: int = 1
    """7 for what stands from one day to the next (a backlog): neighbours are alike then, so that their ranges would
    draw limits far too narrow; ranges reach back to the same weekday, and runs say nothing."""
    floor: float | None = None
    """The least value that there can be; None where nothing bounds it from below."""
    ceiling: float | None = None
    """With `floor`: what is possible."""
    counts: Counts = ""
    """How n makes the limits of each point."""
    deviation: float = 0.0
    """Of one answer of a score."""


@dataclass(frozen=True, kw_only=True)
class Signal:
    """What a series says now."""

    kind: Kind
    """The verdict of the last points; "small" where too little is behind them for one."""
    limits: Limits | None = None
    """Those that the points are held against; None where the points are too few for any."""
    values: tuple[float | None, ...]
    """One for each observation; without the weekday when `seasonal`."""
    marks: tuple[Mark | None, ...]
    """One for each observation."""
    seasonal: bool = False
    """Whether `values` differ from those observed, as their weekday's part was taken out."""
    rule: Rule | None = None
    """Of the signal; None in routine."""
    side: int = 0
    """Of the signal; 0 in routine."""
    since: date | None = None
    """The first day of the stretch that carries it."""
    recent: float | None = None
    """The mean of that stretch; of a rate with counts, over all its rows."""
    length: int = 0
    """The points of that stretch."""
    stays: bool = False
    """The last point is still on that side of the centre."""
    lacking: Literal["", "n", "points"] = ""
    """Why the kind is small: "n" answers, or "points" for the limits."""


def window(every: str, until: date) -> tuple[date, date]:
    """The first day of the series that ends on `until`, and the last day of its baseline.

    Both hold for a month (daily), a quarter (weekly, monthly): limits that moved with every point would follow the
    change that they are meant to show. Daily: six weeks, from the first Monday of the month before last. Weekly:
    twenty weeks, from the first Monday of the quarter before last. Monthly: twelve, from seven quarters back.
    """
    if every == "day":
        start = _first_monday(months_later(until.replace(day=1), -2))
        return start, start + timedelta(days=41)
    quarter = start_of("quarter", until)
    if every == "week":
        start = _first_monday(months_later(quarter, -6))
        return start, start + timedelta(days=139)
    start = months_later(quarter, -21)
    end = start
    for _ in range(12):
        end = next_start("month", end)
    return start, end - timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class _Settled:
    """A series on its way to its signal: what of it may be judged, and what makes its limits."""

    chart: BehaviourChart
    """How the series is to be judged."""
    series: Sequence[Observation]
    """The observations as they came, oldest first."""
    values: tuple[float | None, ...]
    """One for each observation, without its weekday where that explains much, within what is possible."""
    usable: list[int]
    """The places that are judged."""
    base: list[int]
    """Those among them whose values make the limits."""
    widening: float
    """By what the limits grow, for the weekdays taken out."""

    @property
    def seasonal(self) -> bool:
        """Whether the values differ from those observed."""
        return self.values != _observed(self.series)


@dataclass(frozen=True, kw_only=True)
class _Point:
    """A point that is judged."""

    place: int
    value: float
    n: int | None
    alone: bool
    """Whether it may signal by itself."""
    hits: int | None
    """Of a share, the rows that count."""


def read(series: Sequence[Observation], chart: BehaviourChart) -> Signal:
    """The signal of a series, oldest first: what may be judged is settled, bound by limits, marked, and judged."""
    settled = _settle(series, chart)
    if settled is None:
        few = not chart.pooled and _last_n(series) < chart.minimum_n
        values = _observed(series)
        return Signal(kind="small", values=values, marks=(None,) * len(values), lacking="n" if few else "points")
    limits = _bound(settled)
    marks = _mark(_points(settled), len(settled.values), limits, runs=chart.lag == 1)
    signal = _judge(settled, limits, marks)
    behind = _rows_since(series, signal.since) if chart.pooled else _last_n(series)
    if behind >= chart.minimum_n:
        return signal
    return Signal(
        kind="small", limits=limits, values=settled.values, marks=marks, seasonal=settled.seasonal, lacking="n"
    )


def _settle(series: Sequence[Observation], chart: BehaviourChart) -> _Settled | None:
    """What of a series may be judged, without its weekdays; None where the points are too few for limits.

    The baseline is fixed: points that came after it do not move the limits that they are held against (D. J. Wheeler,
    Understanding Variation, 1993). Where it holds too few points, the first ones of the series stand in.
    """
    usable = [place for place, observation in enumerate(series) if _judged(observation, chart.enough)]
    base = [place for place in usable if series[place].day <= chart.baseline_until]
    base = base if len(base) >= LEAST else usable[:LEAST]
    if len(base) < LEAST:
        return None
    values, widening = _observed(series), 1.0
    if chart.every == "day":
        rows = [float(observation.n) if chart.counts and observation.n else 1.0 for observation in series]
        values, widening = weekdays.removed([observation.day for observation in series], values, base, rows)
    values = tuple(None if value is None else _possible(value, chart.floor, chart.ceiling) for value in values)
    return _Settled(
        chart=chart,
        series=series,
        values=values,
        usable=[place for place in usable if values[place] is not None],
        base=[place for place in base if values[place] is not None],
        widening=widening,
    )


def _bound(settled: _Settled) -> Limits:
    """The natural limits of the baseline: of counts where every point has its n, else of values of equal weight.

    Laney's p′ chart (D. B. Laney, Quality Engineering 14(4), 2002) and the XmR chart of Wheeler; see `limits`.
    """
    chart, base = settled.chart, settled.base
    days = [settled.series[place].day for place in base]
    values = [value for place in base if (value := settled.values[place]) is not None]
    sizes = [n for place in base if (n := settled.series[place].n)]
    if chart.counts and len(sizes) == len(base):
        deviation = None if chart.counts == "shares" else chart.deviation
        limits = counted(days, values, sizes, chart.floor, chart.ceiling, deviation=deviation)
    else:
        limits = individual(days, values, chart.floor, chart.ceiling, chart.lag)
    return limits.widened(settled.widening)


def _mark(points: Sequence[_Point], size: int, limits: Limits, *, runs: bool) -> tuple[Mark | None, ...]:
    """Which points signal, and by which rule: beyond a limit, one of eight on a side, one of three of four near it.

    The rules of Wheeler, Understanding Variation, 1993; the later ones overrule the earlier: near, run, beyond.
    """
    marks: list[Mark | None] = [None] * size
    # Sums of fractions are not exact: a point on the line is neither beyond it nor on a side of it.
    slack = 1e-9 * max(1.0, abs(limits.centre))
    for rule, part in (("near", 0.5), ("run", 0.0)) if runs else ():
        for side in (1, -1):
            inside = [
                side * (point.value - limits.centre) > part * limits.reach_at(point.n) + slack for point in points
            ]
            for index in _near(inside) if rule == "near" else _runs(inside):
                marks[points[index].place] = Mark("near" if rule == "near" else "run", side)
    for point in points:
        side = 1 if point.value > limits.centre else -1
        far = abs(point.value - limits.centre) > limits.reach_at(point.n) + slack
        if point.alone and far and _rare(point, limits, side):
            marks[point.place] = Mark("beyond", side)
    return tuple(marks)


def _judge(settled: _Settled, limits: Limits, marks: tuple[Mark | None, ...]) -> Signal:
    """What the marks of the last points say: better or worse by the metric's polarity, or routine.

    Only a signal asks for an explanation; everything else is routine (Wheeler, Understanding Variation, 1993).
    """
    chart, usable, values = settled.chart, settled.usable, settled.values
    place = _telling(usable[-FRESH[chart.every] :], marks)
    mark = marks[place] if place is not None else None
    if place is None or mark is None:
        return Signal(kind="routine", limits=limits, values=values, marks=marks, seasonal=settled.seasonal)
    stretch = _stretch(settled, marks, limits.centre, place)
    return Signal(
        kind=_kind(mark, chart.better),
        limits=limits,
        values=values,
        marks=marks,
        seasonal=settled.seasonal,
        rule=mark.rule,
        side=mark.side,
        since=settled.series[stretch[0]].day,
        recent=_recent(settled, stretch, limits, mark.side),
        length=len(stretch),
        stays=_beside(values[usable[-1]], limits.centre, mark.side),
    )


def _observed(series: Sequence[Observation]) -> tuple[float | None, ...]:
    return tuple(observation.value for observation in series)


def _judged(observation: Observation, enough: int) -> bool:
    return observation.settled and observation.value is not None and (observation.n is None or observation.n >= enough)


def _points(settled: _Settled) -> list[_Point]:
    """The points that are judged, with what each may say."""
    points = []
    for place in settled.usable:
        value, n = settled.values[place], settled.series[place].n
        if value is not None:
            hits = round(value * n) if n and settled.chart.counts == "shares" else None
            alone = n is None or n >= settled.chart.minimum_n
            points.append(_Point(place=place, value=value, n=n, alone=alone, hits=hits))
    return points


def _rows_since(series: Sequence[Observation], since: date | None) -> float:
    """The rows of the days from `since` on; without limit where there is no such day, or n plays no part."""
    counts = [each.n for each in series if since and each.day >= since and each.settled and each.value is not None]
    return float("inf") if not counts or any(n is None for n in counts) else sum(n for n in counts if n is not None)


def _recent(settled: _Settled, stretch: Sequence[int], limits: Limits, side: int) -> float:
    """The mean of a stretch; of a rate with counts that of all its rows, as a question over those days gives it."""
    if limits.rows is not None:
        since = [observation for observation in settled.series[stretch[0] :] if observation.settled]
        weighted = [(each.value, float(each.n)) for each in since if each.value is not None and each.n]
        # A stretch of few weekdays may owe its rate to them: then the values without the weekday are told.
        if _beside(mean(weighted), limits.centre, side):
            return mean(weighted)
    return mean([(value, 1.0) for place in stretch if (value := settled.values[place]) is not None])


def _kind(mark: Mark, better: str) -> Kind:
    if better == "band" or mark.rule == "near":
        return "watch"
    return "better" if (mark.side > 0) == (better == "up") else "worse"


def _telling(last: Sequence[int], marks: Sequence[Mark | None]) -> int | None:
    """The place that carries the signal: the latest beyond a limit or in a run, else the latest near a limit."""
    marked = [(place, mark) for place in last if (mark := marks[place])]
    strong = [place for place, mark in marked if mark.rule != "near"]
    return strong[-1] if strong else marked[-1][0] if marked else None


def _rare(point: _Point, limits: Limits, side: int) -> bool:
    """Whether chance alone hardly gives so few or so many: where few are expected, three deviations are too near."""
    if point.hits is None or point.n is None or not 0 <= point.hits <= point.n:
        return True
    return by_chance(point.hits, point.n, limits.centre, side) < BEYOND


def _runs(inside: Sequence[bool]) -> list[int]:
    """The places in stretches of at least eight."""
    places: list[int] = []
    stretch: list[int] = []
    for index, belongs in enumerate([*inside, False]):
        if belongs:
            stretch.append(index)
            continue
        places += stretch if len(stretch) >= RUN else []
        stretch = []
    return places


def _near(inside: Sequence[bool]) -> list[int]:
    """The places in windows of four that hold at least three."""
    windows = (range(start, start + 4) for start in range(len(inside) - 3))
    return sorted({index for four in windows if sum(inside[i] for i in four) >= 3 for index in four if inside[index]})


def _stretch(settled: _Settled, marks: Sequence[Mark | None], centre: float, place: int) -> list[int]:
    """From the first marked to the last of the points on one side, across single points that bounced back."""
    order, mark = settled.usable, marks[place]
    side = mark.side if mark is not None else 0
    first = last = order.index(place)
    for index in range(last - 1, -1, -1):
        if _beside(settled.values[order[index]], centre, side):
            first = index
            continue
        if not index or not _on(marks[order[index - 1]], side):
            break
    begin = min(at for at in order[first:] if _on(marks[at], side))
    return [at for at in order[first:] if at >= begin]


def _beside(value: float | None, centre: float, side: int) -> bool:
    return value is not None and side * (value - centre) > 0


def _on(mark: Mark | None, side: int) -> bool:
    return mark is not None and mark.side == side


def _possible(value: float, floor: float | None, ceiling: float | None) -> float:
    """A value without its weekday may leave the scale: there it says no more than the end of the scale."""
    value = value if floor is None else max(value, floor)
    return value if ceiling is None else min(value, ceiling)


def _last_n(series: Sequence[Observation]) -> float:
    judged = [each for each in series if each.settled and each.value is not None]
    return float("inf") if not judged or judged[-1].n is None else judged[-1].n


def _first_monday(month: date) -> date:
    return month + timedelta(days=-month.weekday() % 7)
