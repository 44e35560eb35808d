"""Process behaviour: did a series really change, or does it move within its routine?

A point signals when it lies beyond a limit of its fixed baseline, when it is one of eight in a row on one side of the
centre, or one of three of four that lie nearer a limit than the centre. D. J. Wheeler, Understanding Variation, 1993.
Limits of rates with counts behind them know each point's n; see `limits`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from typing import Literal

from crm_metrics.analysis.limits import LEAST, Limits, by_chance, counted, individual
from crm_metrics.periods import next_start, start_of

Kind = Literal["better", "worse", "watch", "routine", "small"]
Rule = Literal["beyond", "run", "near"]

Counts = Literal["", "shares", "scores"]  # what n means: nothing, the rows of a share, the answers of a score

RUN = 8
BEYOND = 0.00135  # the share of a bell beyond three standard deviations on one side
FRESH = {"day": 3, "week": 1, "month": 1}  # how many of the last points may carry the signal of today


@dataclass(frozen=True)
class Observation:
    """One period. settled: complete, so that a verdict may rest on it. n: the rows behind it, where that matters."""

    day: date
    value: float | None
    n: int | None = None
    settled: bool = True


@dataclass(frozen=True)
class Mark:
    """Why a point signals, and on which side of the centre: 1 above, -1 below."""

    rule: Rule
    side: int


@dataclass(frozen=True)
class Signal:
    """What a series says now.

    values, marks: one for each observation; values have the weekday removed when `seasonal`.
    rule, side: of the signal, None and 0 in routine. since: the first day of the stretch that carries it.
    recent, length: the mean of that stretch, of a rate with counts over all its rows, and its points.
    stays: the last point is still on that side of the centre.
    lacking: why the kind is small: "n" answers, or "points" for the limits.
    """

    kind: Kind
    limits: Limits | None
    values: tuple[float | None, ...]
    marks: tuple[Mark | None, ...]
    seasonal: bool = False
    rule: Rule | None = None
    side: int = 0
    since: date | None = None
    recent: float | None = None
    length: int = 0
    stays: bool = False
    lacking: Literal["", "n", "points"] = ""


def window(every: str, until: date) -> tuple[date, date]:
    """The first day of the series that ends on `until`, and the last day of its baseline.

    Both hold for a month (daily), a quarter (weekly, monthly): limits that moved with every point would follow the
    change that they are meant to show. Daily: six weeks, from the first Monday of the month before last. Weekly:
    twenty weeks, from the first Monday of the quarter before last. Monthly: twelve, from seven quarters back.
    """
    if every == "day":
        start = _first_monday(_back(until.replace(day=1), 2))
        return start, start + timedelta(days=41)
    quarter = start_of("quarter", until)
    if every == "week":
        start = _first_monday(_back(quarter, 6))
        return start, start + timedelta(days=139)
    start = _back(quarter, 21)
    end = start
    for _ in range(12):
        end = next_start("month", end)
    return start, end - timedelta(days=1)


def read(
    series: Sequence[Observation],
    *,
    better: str,
    baseline_until: date,
    every: str = "week",
    minimum_n: int = 0,
    enough: int = 0,
    lag: int = 1,
    floor: float | None = None,
    ceiling: float | None = None,
    counts: Counts = "",
    deviation: float = 0.0,
    pooled: bool = False,
) -> Signal:
    """The signal of a series, oldest first.

    better: "up", "down", or "band" (a change is to be watched, never good or bad). minimum_n: a point with fewer rows
    gets no verdict of its own, and the series none when it is the last one; pooled: it does when the stretch that
    carries the signal has so many together. enough: points with fewer rows are drawn but not judged. floor, ceiling:
    what is possible. counts: how n makes the limits of each point; deviation: of one answer of a score.
    lag: 7 for what stands from one day to the next (a backlog): neighbours are alike then, so that their ranges would
    draw limits far too narrow; ranges reach back to the same weekday, and runs say nothing.
    """
    usable = [place for place, one in enumerate(series) if _judged(one, enough)]
    base = [place for place in usable if series[place].day <= baseline_until]
    base = base if len(base) >= LEAST else usable[:LEAST]
    raw = tuple(one.value for one in series)
    if len(base) < LEAST:
        few = not pooled and _last_n(series) < minimum_n
        return Signal("small", None, raw, (None,) * len(raw), lacking="n" if few else "points")
    rows = [float(one.n) if counts and one.n else 1.0 for one in series]
    values, spread = (raw, 1.0) if every != "day" else _without_weekday(series, base, rows)
    values = tuple(None if one is None else _possible(one, floor, ceiling) for one in values)
    base, usable = ([place for place in places if values[place] is not None] for places in (base, usable))
    days = [series[place].day for place in base]
    baseline = [value for place in base if (value := values[place]) is not None]
    sizes = [n for place in base if (n := series[place].n)]
    if counts and len(sizes) == len(base):
        found = counted(days, baseline, sizes, floor, ceiling, deviation=None if counts == "shares" else deviation)
    else:
        found = individual(days, baseline, floor, ceiling, lag)
    found = found.widened(spread)
    marks = _marks(_points(series, values, usable, minimum_n, counts), len(values), found, runs=lag == 1)
    told = _verdict(series, values, usable, marks, found, better, FRESH[every], seasonal=values != raw)
    behind = _rows_since(series, told.since) if pooled else _last_n(series)
    return told if behind >= minimum_n else Signal("small", found, values, marks, values != raw, lacking="n")


def _judged(one: Observation, enough: int) -> bool:
    return one.settled and one.value is not None and (one.n is None or one.n >= enough)


@dataclass(frozen=True)
class _Point:
    """A point that is judged: its place, its value, its rows; alone: whether it may signal by itself.

    hits: of a share, the rows that count.
    """

    place: int
    value: float
    n: int | None
    alone: bool
    hits: int | None


def _points(
    series: Sequence[Observation],
    values: Sequence[float | None],
    usable: Sequence[int],
    minimum_n: int,
    counts: Counts,
) -> list[_Point]:
    made = []
    for place in usable:
        value, n = values[place], series[place].n
        if value is not None:
            hits = round(value * n) if n and counts == "shares" else None
            made.append(_Point(place, value, n, n is None or n >= minimum_n, hits))
    return made


def _rows_since(series: Sequence[Observation], since: date | None) -> float:
    """The rows of the days from `since` on; without limit where there is no such day, or n plays no part."""
    told = [one.n for one in series if since and one.day >= since and one.settled and one.value is not None]
    return float("inf") if not told or any(n is None for n in told) else sum(n for n in told if n is not None)


def _verdict(
    series: Sequence[Observation],
    values: tuple[float | None, ...],
    usable: Sequence[int],
    marks: tuple[Mark | None, ...],
    found: Limits,
    better: str,
    fresh: int,
    *,
    seasonal: bool,
) -> Signal:
    place = _telling(usable[-fresh:], marks)
    mark = marks[place] if place is not None else None
    if place is None or mark is None:
        return Signal("routine", found, values, marks, seasonal)
    stretch = _stretch(usable, values, marks, found.centre, place, mark.side)
    return Signal(
        _kind(mark, better),
        found,
        values,
        marks,
        seasonal,
        mark.rule,
        mark.side,
        series[stretch[0]].day,
        _recent(series, values, stretch, found, mark.side),
        len(stretch),
        _beside(values[usable[-1]], found.centre, mark.side),
    )


def _recent(
    series: Sequence[Observation], values: Sequence[float | None], stretch: Sequence[int], found: Limits, side: int
) -> float:
    """The mean of a stretch; of a rate with counts that of all its rows, as a question over those days gives it."""
    if found.rows is not None:
        since = [one for one in series[stretch[0] :] if one.settled]
        told = [(one.value, float(one.n)) for one in since if one.value is not None and one.n]
        # A stretch of few weekdays may owe its rate to them: then the values without the weekday are told.
        if _beside(_mean(told), found.centre, side):
            return _mean(told)
    return _mean([(value, 1.0) for one in stretch if (value := values[one]) is not None])


def _kind(mark: Mark, better: str) -> Kind:
    if better == "band" or mark.rule == "near":
        return "watch"
    return "better" if (mark.side > 0) == (better == "up") else "worse"


def _telling(last: Sequence[int], marks: Sequence[Mark | None]) -> int | None:
    """The place that carries the signal: the latest beyond a limit or in a run, else the latest near a limit."""
    marked = [(place, mark) for place in last if (mark := marks[place])]
    strong = [place for place, mark in marked if mark.rule != "near"]
    return strong[-1] if strong else marked[-1][0] if marked else None


def _marks(points: Sequence[_Point], size: int, found: Limits, *, runs: bool) -> tuple[Mark | None, ...]:
    marks: list[Mark | None] = [None] * size
    # Sums of fractions are not exact: a point on the line is neither beyond it nor on a side of it.
    slack = 1e-9 * max(1.0, abs(found.centre))
    for rule, part in (("near", 0.5), ("run", 0.0)) if runs else ():
        for side in (1, -1):
            inside = [side * (one.value - found.centre) > part * found.reach_at(one.n) + slack for one in points]
            for index in _near(inside) if rule == "near" else _runs(inside):
                marks[points[index].place] = Mark("near" if rule == "near" else "run", side)
    for one in points:
        side = 1 if one.value > found.centre else -1
        if one.alone and abs(one.value - found.centre) > found.reach_at(one.n) + slack and _rare(one, found, side):
            marks[one.place] = Mark("beyond", side)
    return tuple(marks)


def _rare(point: _Point, found: Limits, side: int) -> bool:
    """Whether chance alone hardly gives so few or so many: where few are expected, three deviations are too near."""
    if point.hits is None or point.n is None or not 0 <= point.hits <= point.n:
        return True
    return by_chance(point.hits, point.n, found.centre, side) < BEYOND


def _runs(inside: Sequence[bool]) -> list[int]:
    """The places in stretches of at least eight."""
    found: list[int] = []
    stretch: list[int] = []
    for index, held in enumerate([*inside, False]):
        if held:
            stretch.append(index)
            continue
        found += stretch if len(stretch) >= RUN else []
        stretch = []
    return found


def _near(inside: Sequence[bool]) -> list[int]:
    """The places in windows of four that hold at least three."""
    windows = (range(start, start + 4) for start in range(len(inside) - 3))
    return sorted({index for four in windows if sum(inside[i] for i in four) >= 3 for index in four if inside[index]})


def _stretch(
    usable: Sequence[int],
    values: Sequence[float | None],
    marks: Sequence[Mark | None],
    centre: float,
    place: int,
    side: int,
) -> list[int]:
    """From the first marked to the last of the points on one side, across single points that bounced back."""
    order = list(usable)
    first = last = order.index(place)
    for index in range(last - 1, -1, -1):
        if _beside(values[order[index]], centre, side):
            first = index
            continue
        if not index or not _on(marks[order[index - 1]], side):
            break
    return [one for one in order[first:] if one >= min(at for at in order[first:] if _on(marks[at], side))]


def _beside(value: float | None, centre: float, side: int) -> bool:
    return value is not None and side * (value - centre) > 0


def _on(mark: Mark | None, side: int) -> bool:
    return mark is not None and mark.side == side


def _without_weekday(
    series: Sequence[Observation], base: Sequence[int], rows: Sequence[float]
) -> tuple[tuple[float | None, ...], float]:
    """The values less their weekday's usual distance from the mean, and what the limits must widen by.

    Only where the weekday explains a tenth of the variance of the baseline: else the means would add noise. Then a
    weekday with fewer than three values in it has no usual distance, and its values are left out. The widening gives
    back the spread that fitting the weekday means takes away. rows: the weight of each value.
    """
    raw = tuple(one.value for one in series)
    by_weekday: dict[int, list[tuple[float, float]]] = {}
    for place in base:
        value = raw[place]
        if value is not None:
            by_weekday.setdefault(series[place].day.weekday(), []).append((value, rows[place]))
    usual = {weekday: values for weekday, values in by_weekday.items() if len(values) >= 3}
    every = [one for values in usual.values() for one in values]
    count, kinds = len(every), len(usual)
    if kinds < 2:
        return raw, 1.0
    mean = _mean(every)
    means = {weekday: _mean(values) for weekday, values in usual.items()}
    total = sum(weight * (value - mean) ** 2 for value, weight in every) / (count - 1)
    inside = sum(weight * (value - means[day]) ** 2 for day, values in usual.items() for value, weight in values)
    if total <= 0 or inside / (count - kinds) / total > 0.9:
        return raw, 1.0
    adjusted = tuple(
        one.value - means[one.day.weekday()] + mean if one.value is not None and one.day.weekday() in means else None
        for one in series
    )
    return adjusted, sqrt(count / (count - kinds))


def _possible(value: float, floor: float | None, ceiling: float | None) -> float:
    """A value without its weekday may leave the scale: there it says no more than the end of the scale."""
    value = value if floor is None else max(value, floor)
    return value if ceiling is None else min(value, ceiling)


def _mean(weighted: Sequence[tuple[float, float]]) -> float:
    return sum(value * weight for value, weight in weighted) / sum(weight for _, weight in weighted)


def _last_n(series: Sequence[Observation]) -> float:
    told = [one for one in series if one.settled and one.value is not None]
    return float("inf") if not told or told[-1].n is None else told[-1].n


def _first_monday(month: date) -> date:
    return month + timedelta(days=-month.weekday() % 7)


def _back(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 - months, 12)
    return date(year, month + 1, 1)
