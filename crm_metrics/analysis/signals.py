"""Process behaviour: did a series really change, or does it move within its routine?

A point signals when it lies beyond a limit of its fixed baseline, when it is one of eight in a row on one side of the
centre, or one of three of four that lie nearer a limit than the centre; see `marks`. Limits of rates with counts behind
them know each point's n; see `limits`. What chance brings too often is watched, not told; see `certainty`. What stands
and grows (a book of customers) is judged by its change: its centre moves with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import sqrt
from typing import Literal

from crm_metrics.analysis import weekdays
from crm_metrics.analysis.certainty import HELD, Stretch, chance_of, moved_apart
from crm_metrics.analysis.limits import LEAST, RARE, Limits, counted, individual, possible, rare
from crm_metrics.analysis.marks import ChartPoint, Mark, Rule, beside, marked, stretch_of, telling
from crm_metrics.analysis.observations import Observation as Observation
from crm_metrics.analysis.observations import last_n, over_seasons, rows_since
from crm_metrics.analysis.trends import changes, drifts
from crm_metrics.analysis.weekdays import mean
from crm_metrics.analysis.yearly import YearlySeason

Kind = Literal["better", "worse", "watch", "routine", "small"]
# What is counted: nothing, the rows of a share, the answers of a score, or events: their number, or their rate.
Counts = Literal["", "shares", "scores", "events"]
Lacking = Literal["", "n", "points", "late", "rows", "anew"]

AGE = {"day": 7, "week": 0, "month": 0}  # periods that a verdict may be older than the last one: closed days are no gap
FRESH = {"day": 3, "week": 1, "month": 1}  # how many of the last points may carry the signal of today


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
    stands: bool = False
    """A level that carries over from one period to the next: where it has a trend, its change is judged."""
    waits: int = 0
    """The periods by which rows may come later than the last one: a verdict older than that is none of today."""
    season: YearlySeason | None = None
    """What its past shows of the year, to be taken out of what is judged."""


@dataclass(frozen=True, kw_only=True)
class Signal:
    """What a series says now."""

    kind: Kind
    """The verdict of the last points; "small" where too little is behind them for one."""
    limits: Limits | None = None
    """Those that the points are held against; None where the points are too few for any."""
    values: tuple[float | None, ...]
    """One for each observation; without the weekday when `seasonal`, and without the season of the year of `season`."""
    marks: tuple[Mark | None, ...]
    """One for each observation."""
    seasonal: bool = False
    """Whether their weekday's part was taken out of `values`."""
    season: YearlySeason | None = None
    """What was taken out of `values` for the time of the year; None where they keep it."""
    part: float = 0.0
    """With `season`: of the last point that is judged."""
    rule: Rule | None = None
    """Of the signal; None in routine."""
    side: int = 0
    """Of the signal; 0 in routine."""
    since: date | None = None
    """The first day of the stretch that carries it."""
    recent: float | None = None
    """The mean of that stretch; of a rate with counts, over all its rows."""
    measured: tuple[float, float] | None = None
    """With `season`: the mean of that stretch with its season, and what is usual at its time of the year."""
    recurs: int = 0
    """A change that is only watched, as it came at that time of so many years before: too few to prove a season."""
    length: int = 0
    """The points of that stretch."""
    stays: bool = False
    """The last point is still on that side of the centre."""
    lacking: Lacking = ""
    """Why the kind is small: "n" answers, "points" for the limits, "late" periods without data, "rows" left out, "anew"
    where a baseline began anew and has too few points since."""
    points: int = 0
    """Of a baseline that began anew: how many of the points that its limits need there are."""
    steps: int = 0
    """Of a level with a trend: limits, recent and marks are of its change over so many periods; 0 for the level."""
    chance: float = 0.0
    """How often chance alone brings as much; a change that is told is rarer than `certainty.HELD`."""

    @property
    def now(self) -> float | None:
        """`recent` as it was measured."""
        return self.measured[0] if self.measured else self.recent

    @property
    def usual(self) -> float | None:
        """What `now` is held against: the centre, with what the time of the year makes of it."""
        return self.measured[1] if self.measured else self.limits.centre if self.limits else None

    @property
    def routine(self) -> tuple[float, float, float] | None:
        """Lower limit, centre and upper limit as they would be measured at the time of the last point judged.

        None without limits, and where changes are judged.
        """
        if self.limits is None or self.steps:
            return None
        found, season = (self.limits.low, self.limits.centre, self.limits.high), self.season
        low, centre, high = (season.put_back(one, self.part) for one in found) if season else found
        return low, centre, high

    @property
    def sure(self) -> bool:
        """Whether it is rare enough to be told as a change."""
        return self.chance <= HELD


@dataclass(frozen=True, kw_only=True)
class _Settled:
    """A series on its way to its signal: what of it may be judged, and what makes its limits."""

    chart: BehaviourChart
    """How the series is to be judged."""
    series: Sequence[Observation]
    """The observations as they came, oldest first."""
    drawn: tuple[float | None, ...]
    """One for each observation, without its weekday where that explains much, within what is possible."""
    values: tuple[float | None, ...]
    """What is judged of each: the same, or its change over `steps` periods."""
    usable: list[int]
    """The places that are judged."""
    base: list[int]
    """Those among them whose values make the limits."""
    widening: float
    """By what the limits grow, as weekdays and months are part of their own means."""
    seasonal: bool = False
    """Whether the weekdays were taken out."""
    season: YearlySeason | None = None
    """What was taken out for the time of the year."""
    steps: int = 0
    """Of a level with a trend: the periods that a change reaches back; 0 where levels are judged."""
    rare: bool = False
    """Whether the values are events of which few are expected."""

    def part(self, place: int) -> float:
        """What its time of the year makes of a point; with a season."""
        return self.season.part(self.series[place].day, self.chart.every) if self.season else 0.0

    def doubt(self, limits: Limits) -> float:
        """By what deviation a judged value may be wrong for the season taken out: a change, of two months."""
        return self.season.doubt(limits.centre, self.chart.every, 2 if self.steps else 1) if self.season else 0.0


def read(series: Sequence[Observation], chart: BehaviourChart) -> Signal:
    """The signal of a series, oldest first; a change that came in this month before must stand without that, too."""
    if (season := chart.season) is None or season.proven:
        return _read(series, chart)
    plain = _read(series, replace(chart, season=None))
    since = [one.day for one in series if plain.since and one.day >= plain.since]
    if plain.kind not in ("better", "worse") or not season.lifts(since, plain.side, chart.every):
        return plain
    # What both must tell is wrong no more often than either (R. L. Berger, Technometrics 24, 1982).
    return plain if _read(series, chart).kind == plain.kind else replace(plain, kind="watch", recurs=season.years)


def _read(series: Sequence[Observation], chart: BehaviourChart) -> Signal:
    """The signal of a series, oldest first: what may be judged is settled, bound by limits, marked, and judged."""
    settled = _settle(series, chart)
    if settled is None:
        few = not chart.pooled and last_n(series) < chart.minimum_n
        values = tuple(observation.value for observation in series)
        return Signal(kind="small", values=values, marks=(None,) * len(values), lacking="n" if few else "points")
    limits = _bound(settled)
    marks = marked(_points(settled), len(settled.values), limits, runs=chart.lag == 1)
    signal = _judge(settled, limits, marks)
    behind = rows_since(series, signal.since) if chart.pooled else last_n(series)
    few = behind < chart.minimum_n or (signal.kind == "routine" and _seldom(settled))
    lacking: Lacking = "n" if few else _behind(series, settled, chart)
    if not lacking:
        return signal
    return replace(_routine(settled, limits, marks), kind="small", lacking=lacking)


def _routine(settled: _Settled, limits: Limits, marks: tuple[Mark | None, ...]) -> Signal:
    """What is known of a series beside its verdict: that of routine."""
    return Signal(
        kind="routine",
        limits=limits,
        values=settled.drawn,
        marks=marks,
        seasonal=settled.seasonal,
        season=settled.season,
        part=settled.part(settled.usable[-1]),
        steps=settled.steps,
    )


def _seldom(settled: _Settled) -> bool:
    """Whether so few events were ever seen that their routine is unknown: a handful is no habit."""
    return settled.rare and sum(settled.series[place].events for place in settled.usable) < RARE


def _behind(series: Sequence[Observation], settled: _Settled, chart: BehaviourChart) -> Lacking:
    """Whether the last point that is judged is too old to speak for today, and why: no rows, or none loaded yet."""
    missing = series[settled.usable[-1] + 1 :]
    if len(missing) <= AGE[chart.every] + chart.waits:
        return ""
    return "n" if all(observation.settled for observation in missing) else "late"


def _settle(series: Sequence[Observation], chart: BehaviourChart) -> _Settled | None:
    """What of a series may be judged, without season and weekdays; None where the points are too few for limits.

    The baseline is fixed: points that came after it do not move the limits that they are held against (D. J. Wheeler,
    Understanding Variation, 1993). Where it holds too few points, the first ones of the series stand in.
    """
    usable = [place for place, observation in enumerate(series) if observation.judged(chart.enough)]
    base = _base(series, usable, chart)
    if len(base) < LEAST:
        return None
    days, widening, within = [observation.day for observation in series], 1.0, 1.0
    rare = chart.counts == "events" and mean([(series[place].events, 1.0) for place in base]) < RARE
    season = chart.season if chart.season and (chart.season.times or not rare) else None
    if season and rare:
        series = over_seasons(series, season, chart.every)
    values = tuple(observation.value for observation in series)
    if season and not rare:
        values, widening = season.removed(days, values, chart.every)
    if chart.every == "day" and not rare:
        rows = [float(observation.n) if chart.counts and observation.n else 1.0 for observation in series]
        values, within = weekdays.removed(days, values, base, rows)
    drawn = tuple(None if value is None else possible(value, chart.floor, chart.ceiling) for value in values)
    levels = _Settled(
        chart=chart,
        series=series,
        drawn=drawn,
        values=drawn,
        usable=[place for place in usable if drawn[place] is not None],
        base=[place for place in base if drawn[place] is not None],
        widening=widening * within,
        seasonal=within > 1.0,
        season=season,
        rare=rare,
    )
    return _moving(levels) or levels


def _base(series: Sequence[Observation], usable: Sequence[int], chart: BehaviourChart) -> list[int]:
    base = [place for place in usable if series[place].day <= chart.baseline_until]
    return base if len(base) >= LEAST else list(usable[:LEAST])


def _moving(levels: _Settled) -> _Settled | None:
    """The changes of a level that has a trend; None for any other, and where its changes are too few for limits."""
    chart = levels.chart
    if not chart.stands or not drifts([levels.drawn[place] or 0.0 for place in levels.base], chart.lag):
        return None
    settled = set(levels.usable)
    known = [value if place in settled else None for place, value in enumerate(levels.drawn)]
    values = changes(known, chart.lag)
    usable = [place for place in levels.usable if values[place] is not None]
    base = _base(levels.series, usable, chart)
    if len(base) < LEAST:
        return None
    return replace(levels, values=values, usable=usable, base=base, steps=chart.lag)


def _bound(settled: _Settled) -> Limits:
    """The natural limits of the baseline: of rare events, of rates where every point has its n, else of equal weights.

    Laney's p′ chart (D. B. Laney, Quality Engineering 14(4), 2002) and the XmR chart of Wheeler; see `limits`.
    """
    chart, base = settled.chart, settled.base
    days = [settled.series[place].day for place in base]
    values = [value for place in base if (value := settled.values[place]) is not None]
    sizes = [n for place in base if (n := settled.series[place].n)]
    if settled.rare:
        return rare(days, values, [settled.series[place].exposure for place in base], chart.floor)
    if chart.counts in ("shares", "scores") and len(sizes) == len(base):
        deviation = None if chart.counts == "shares" else chart.deviation
        limits = counted(days, values, sizes, chart.floor, chart.ceiling, deviation=deviation)
    else:
        floor, ceiling = (None, None) if settled.steps else (chart.floor, chart.ceiling)
        limits = individual(days, values, floor, ceiling, chart.lag)
    return limits.widened(settled.widening).doubted(settled.doubt(limits))


def _judge(settled: _Settled, limits: Limits, marks: tuple[Mark | None, ...]) -> Signal:
    """What the marks of the last points say: better or worse by the metric's polarity, or routine.

    Only a signal asks for an explanation; everything else is routine (Wheeler, Understanding Variation, 1993).
    """
    chart, usable, values = settled.chart, settled.usable, settled.values
    place = telling(usable[-FRESH[chart.every] :], marks)
    mark = marks[place] if place is not None else None
    if place is None or mark is None:
        return _routine(settled, limits, marks)
    stretch = stretch_of(usable, values, marks, limits.centre, place)
    chance = _chance(settled, limits, stretch, place if mark.rule == "beyond" else None)
    return replace(
        _routine(settled, limits, marks),
        kind=_kind(mark, chart.better) if chance <= HELD else "watch",
        rule=mark.rule,
        side=mark.side,
        since=settled.series[stretch[0]].day,
        recent=_recent(settled, stretch, limits, mark.side),
        measured=_measured(settled, stretch, limits.centre),
        length=len(stretch),
        stays=beside(values[usable[-1]], limits.centre, mark.side),
        chance=chance,
    )


def _chance(settled: _Settled, limits: Limits, stretch: Sequence[int], beyond: int | None) -> float:
    """How often chance alone brings such a stretch; beyond: the place of the point beyond a limit, if that is it."""

    def away(places: Sequence[int]) -> list[float]:
        told = [
            (value, limits.reach_at(settled.series[at].n)) for at in places if (value := settled.values[at]) is not None
        ]
        return [3 * sqrt(1 + doubt) * (value - limits.centre) / reach for value, reach in told]

    doubt = limits.part_in_doubt(settled.doubt(limits))
    if limits.reach <= 0:
        return 0.0
    if settled.rare:
        before, since = ([settled.series[at] for at in places] for places in (settled.base, stretch))
        over = sum(one.exposure for one in since)
        part = over / (over + sum(one.exposure for one in before))
        return moved_apart(sum(one.events for one in before), sum(one.events for one in since), part)
    out = away([beyond])[0] if beyond is not None else None
    base, points = away(settled.base), away(stretch)
    months = len({settled.series[at].day.replace(day=1) for at in stretch})
    told = Stretch(base=base, points=points, beyond=out, remembers=settled.chart.lag == 1, doubt=doubt, months=months)
    return chance_of(told)


def _points(settled: _Settled) -> list[ChartPoint]:
    """The points that are judged, with what each may say."""
    points = []
    for place in settled.usable:
        value, n = settled.values[place], settled.series[place].n
        if value is not None:
            hits = round(value * n) if n and settled.chart.counts == "shares" else None
            hits = round(settled.series[place].events) if settled.rare else hits
            alone, exposure = n is None or n >= settled.chart.minimum_n, settled.series[place].exposure
            points.append(ChartPoint(place=place, value=value, n=n, alone=alone, hits=hits, exposure=exposure))
    return points


def _recent(settled: _Settled, stretch: Sequence[int], limits: Limits, side: int) -> float:
    """The mean of a stretch; of a rate with counts that of all its rows, as a question over those days gives it."""
    if limits.rows is not None and not settled.season:
        since = [observation for observation in settled.series[stretch[0] :] if observation.settled]
        weighted = [(each.value, float(each.n)) for each in since if each.value is not None and each.n]
        # A stretch of few weekdays may owe its rate to them: then the values without the weekday are told.
        if weighted and beside(mean(weighted), limits.centre, side):
            return mean(weighted)
    return mean([(value, 1.0) for place in stretch if (value := settled.values[place]) is not None])


def _measured(settled: _Settled, stretch: Sequence[int], centre: float) -> tuple[float, float] | None:
    """With a season taken out: the mean of a stretch as it was measured, and what is usual at that time of the year."""
    if settled.season is None or settled.steps:
        return None
    parts = [(place, settled.part(place), float(settled.series[place].n or 1)) for place in stretch]
    known = [(value, part, n) for place, part, n in parts if (value := settled.values[place]) is not None]
    now = mean([(settled.season.put_back(value, part), n) for value, part, n in known])
    return now, mean([(settled.season.put_back(centre, part), n) for _, part, n in known])


def _kind(mark: Mark, better: str) -> Kind:
    if better == "band" or mark.rule == "near":
        return "watch"
    return "better" if (mark.side > 0) == (better == "up") else "worse"
