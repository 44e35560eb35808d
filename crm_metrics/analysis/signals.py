"""Process behaviour: did a series really change, or does it move within its routine?

Limits are the mean ± 2.66 times the mean moving range of a fixed baseline. A point signals when it lies beyond a
limit, when it is one of eight in a row on one side of the centre, or one of three of four that lie nearer a limit
than the centre. D. J. Wheeler, Understanding Variation, 1993; NIST/SEMATECH e-Handbook, 6.3.2.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from crm_metrics.periods import next_start, start_of

Kind = Literal["better", "worse", "watch", "routine", "small"]
Rule = Literal["beyond", "run", "near"]

TO_LIMITS = 2.66  # 3 / d2 of two values, 3 / 1.128
RUN = 8
LEAST = 6  # fewer points say nothing about the routine
FRESH = {"day": 3, "week": 1, "month": 1}  # how many of the last points may carry the signal of today


@dataclass(frozen=True)
class Observation:
    """One period. settled: complete, so that a verdict may rest on it. n: the rows behind it, where that matters."""

    day: date
    value: float | None
    n: int | None = None
    settled: bool = True


@dataclass(frozen=True)
class Limits:
    """The routine: its centre and natural limits, clipped to what is possible, from `size` points through `until`."""

    centre: float
    low: float
    high: float
    moving_range: float
    size: int
    until: date

    @property
    def reach(self) -> float:
        """From the centre to a limit, before clipping."""
        return TO_LIMITS * self.moving_range


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
    recent, length: the mean of that stretch and its points. stays: the last point is still on that side of the centre.
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


def limits(
    days: Sequence[date],
    values: Sequence[float],
    floor: float | None = None,
    ceiling: float | None = None,
    lag: int = 1,
) -> Limits:
    """The limits of a baseline of at least two values, clipped to [floor, ceiling].

    lag: how far back each moving range reaches; a baseline too short for it takes neighbours.
    """
    centre = sum(values) / len(values)
    lag = lag if len(values) >= lag + LEAST else 1
    moving = sum(abs(after - before) for before, after in zip(values, values[lag:], strict=False)) / (len(values) - lag)
    return _clipped(centre, moving, len(values), days[-1], floor, ceiling)


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
) -> Signal:
    """The signal of a series, oldest first.

    better: "up", "down", or "band" (a change is to be watched, never good or bad). minimum_n: below it the last
    point gets no verdict. enough: points with fewer rows are drawn but not judged. floor, ceiling: what is possible.
    lag: 7 for what stands from one day to the next (a backlog): neighbours are alike then, so that their ranges would
    draw limits far too narrow; ranges reach back to the same weekday, and runs say nothing.
    """
    usable = [
        place
        for place, one in enumerate(series)
        if one.settled and one.value is not None and (one.n is None or one.n >= enough)
    ]
    base = [place for place in usable if series[place].day <= baseline_until]
    if len(base) < LEAST:
        base = usable[:LEAST]
    raw = tuple(one.value for one in series)
    if len(base) < LEAST:
        return Signal("small", None, raw, (None,) * len(raw), lacking="points")
    values, spread = (raw, 1.0) if every != "day" else _without_weekday(series, base)
    baseline = [value for place in base if (value := values[place]) is not None]
    usable = [place for place in usable if values[place] is not None]
    plain = limits([series[place].day for place in base], baseline, floor, ceiling, lag)
    found = _clipped(plain.centre, plain.moving_range * spread, plain.size, plain.until, floor, ceiling)
    marks = _marks(values, usable, found, runs=lag == 1)
    short = _last_n(series) < minimum_n
    return _verdict(series, values, usable, marks, found, better, FRESH[every], short=short, seasonal=values != raw)


def _verdict(
    series: Sequence[Observation],
    values: tuple[float | None, ...],
    usable: Sequence[int],
    marks: tuple[Mark | None, ...],
    found: Limits,
    better: str,
    fresh: int,
    *,
    short: bool,
    seasonal: bool,
) -> Signal:
    if short:
        return Signal("small", found, values, marks, seasonal, lacking="n")
    place = _telling(usable[-fresh:], marks)
    mark = marks[place] if place is not None else None
    if place is None or mark is None:
        return Signal("routine", found, values, marks, seasonal)
    stretch = _stretch(usable, values, marks, found.centre, place, mark.side)
    told = [value for one in stretch if (value := values[one]) is not None]
    return Signal(
        _kind(mark, better),
        found,
        values,
        marks,
        seasonal,
        mark.rule,
        mark.side,
        series[stretch[0]].day,
        sum(told) / len(told),
        len(told),
        _beside(values[usable[-1]], found.centre, mark.side),
    )


def _kind(mark: Mark, better: str) -> Kind:
    if better == "band" or mark.rule == "near":
        return "watch"
    return "better" if (mark.side > 0) == (better == "up") else "worse"


def _telling(last: Sequence[int], marks: Sequence[Mark | None]) -> int | None:
    """The place that carries the signal: the latest beyond a limit or in a run, else the latest near a limit."""
    marked = [(place, mark) for place in last if (mark := marks[place])]
    strong = [place for place, mark in marked if mark.rule != "near"]
    return strong[-1] if strong else marked[-1][0] if marked else None


def _marks(
    values: Sequence[float | None], usable: Sequence[int], found: Limits, *, runs: bool
) -> tuple[Mark | None, ...]:
    marks: list[Mark | None] = [None] * len(values)
    points = [(place, value) for place in usable if (value := values[place]) is not None]
    # Sums of fractions are not exact: a point on the line is neither beyond it nor on a side of it.
    slack = 1e-9 * max(1.0, abs(found.centre))
    for rule, reach in (("near", found.reach / 2), ("run", 0.0)) if runs else ():
        for side in (1, -1):
            inside = [side * (value - found.centre) > reach + slack for _, value in points]
            for index in _near(inside) if rule == "near" else _runs(inside):
                marks[points[index][0]] = Mark("near" if rule == "near" else "run", side)
    for place, value in points:
        if abs(value - found.centre) > found.reach + slack:
            marks[place] = Mark("beyond", 1 if value > found.centre else -1)
    return tuple(marks)


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


def _without_weekday(series: Sequence[Observation], base: Sequence[int]) -> tuple[tuple[float | None, ...], float]:
    """The values less their weekday's usual distance from the mean, and what the limits must widen by.

    Only where the weekday explains a tenth of the variance of the baseline: else the means would add noise. Then a
    weekday with fewer than three values in it has no usual distance, and its values are left out. The widening gives
    back the spread that fitting the weekday means takes away.
    """
    raw = tuple(one.value for one in series)
    by_weekday: dict[int, list[float]] = {}
    for place in base:
        value = raw[place]
        if value is not None:
            by_weekday.setdefault(series[place].day.weekday(), []).append(value)
    usual = {weekday: values for weekday, values in by_weekday.items() if len(values) >= 3}
    every = [value for values in usual.values() for value in values]
    count, kinds = len(every), len(usual)
    if kinds < 2:
        return raw, 1.0
    mean = sum(every) / count
    means = {weekday: sum(values) / len(values) for weekday, values in usual.items()}
    total = sum((value - mean) ** 2 for value in every) / (count - 1)
    within = sum((value - means[day]) ** 2 for day, values in usual.items() for value in values) / (count - kinds)
    if total <= 0 or within / total > 0.9:
        return raw, 1.0
    adjusted = tuple(
        one.value - means[one.day.weekday()] + mean if one.value is not None and one.day.weekday() in means else None
        for one in series
    )
    return adjusted, (count / (count - kinds)) ** 0.5


def _clipped(
    centre: float, moving: float, size: int, until: date, floor: float | None, ceiling: float | None
) -> Limits:
    low, high = centre - TO_LIMITS * moving, centre + TO_LIMITS * moving
    low = low if floor is None else max(low, floor)
    high = high if ceiling is None else min(high, ceiling)
    return Limits(centre, low, high, moving, size, until)


def _last_n(series: Sequence[Observation]) -> float:
    told = [one for one in series if one.settled and one.value is not None]
    return float("inf") if not told or told[-1].n is None else told[-1].n


def _first_monday(month: date) -> date:
    return month + timedelta(days=-month.weekday() % 7)


def _back(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 - months, 12)
    return date(year, month + 1, 1)
