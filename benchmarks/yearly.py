"""How many false changes a board tells in a company with years of history, with and without a season.

The same fourteen results as on the weekly board of `benchmarks.steady`, with their months of so many years before, go
through `crm_metrics.analysis.yearly.season_of` and `crm_metrics.analysis.signals.read`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from math import cos, pi, sqrt
from multiprocessing import get_context
from typing import Any

import numpy as np
from scipy.special import bdtrik, ndtr, pdtrik

from benchmarks.measure import Share, share
from benchmarks.steady import BOARD, Place, changed
from crm_metrics.analysis import baselines, signals
from crm_metrics.analysis.signals import BehaviourChart, Counts, Observation, Signal
from crm_metrics.analysis.yearly import season_of
from crm_metrics.periods import months_later, next_start, start_of

Array = np.ndarray[Any, Any]

RATES = ("shares", "scores", "means")  # whose season is one of distances; that of the others is one of factors
SIZE = 4.0  # deviations of a usual week by which the season moves a rate in December
MONTH = 4.35  # weeks
SEED, YEAR = 20262, 2025
A_MONTH = 12 / 52  # false changes a week


@dataclass(frozen=True, kw_only=True)
class Company:
    """What is simulated."""

    every: str
    """week or month."""
    years: int
    """Whole years before the end of the baseline."""
    season: str = ""
    """"" none, "december": amounts are twice as large then; "wave": by a third larger then, and smaller in June."""
    memory: float = 0.0
    """The autocorrelation of its periods."""
    shift: float = 0.0
    """By how many deviations results rise in the last period."""
    known: bool = True
    """Whether the season is taken out."""


Job = tuple[Company, float | None, int]


def measure(boards: int) -> list[Share]:
    """The share of results that are told as changed, of at least so many weekly boards each."""
    still = [Company(every="week", years=2, memory=memory, known=known) for memory in (0.0, 0.3)
             for known in (False, True)]  # fmt: skip
    moved = [Company(every="week", years=2, shift=2.0, known=known) for known in (False, True)]
    left, *taken = [Company(every="week", years=years, season="december", known=years > 0) for years in (0, 2, 3)]
    jobs: list[Job] = [(one, A_MONTH, boards) for one in still]
    jobs += [(one, None, boards) for one in (*moved, left)] + [(one, A_MONTH, boards) for one in taken]
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        return list(pool.map(told_of, jobs))


def told_of(job: Job) -> Share:
    """The share of results that are told as changed; where they rose, as risen."""
    company, most, count = job
    months = [12] if company.season == "december" else range(1, 13)
    boards = boards_of(count, SEED, company, days_of(company.every, YEAR, months))
    told = sum(changed(one) and (one.side > 0 or not company.shift) for board in boards for one in board)
    about = f"{company.season or 'no'} season, {company.years} years, autocorrelation {company.memory:g}"
    about += f", last week {company.shift:g} sd higher" if company.shift else ""
    about += ", season taken out" if company.known else ", season left in"
    places = len(BOARD)
    limit = None if most is None else most / places
    return share(f"{about}: of a result and week a change is told", told, count * places, most=limit)


def boards_of(count: int, seed: int, company: Company, until: Sequence[date]) -> list[list[Signal]]:
    """The signals of so many boards, each on one of the days at whose end a period ends."""
    draw = np.random.default_rng(seed)
    return [[_read(draw, place, company, until[at]) for place in BOARD] for at in draw.integers(0, len(until), count)]


def days_of(every: str, year: int, months: Sequence[int]) -> list[date]:
    """The last days of the periods that end in these months of a year."""
    day, found = start_of(every, date(year, 1, 1)), []
    while day.year <= year:
        last = next_start(every, day) - timedelta(days=1)
        if last.year == year and last.month in months:
            found.append(last)
        day = last + timedelta(days=1)
    return found


def _read(draw: np.random.Generator, place: Place, company: Company, until: date) -> Signal:
    """What the product says of a place of a simulated company."""
    every = company.every
    since, baseline = baselines.window(every, until)
    first = start_of(every, months_later(baseline.replace(day=1), -12 * company.years - 1))
    starts = [first]
    while (day := next_start(every, starts[-1])) <= until:
        starts.append(day)
    bell = _walk(draw, len(starts), company.memory)
    bell[-1] += company.shift
    scale, sums = 1.0 if every == "week" else MONTH, place.kind not in RATES
    usual = place.rows * scale * draw.uniform(0.7, 1.3, len(starts))
    rows = np.maximum(draw.poisson(usual), 10) if place.rows else None
    values = _values(place, bell, rows, [_mean(day, every, company.season) for day in starts], scale)
    behind: Sequence[int | None] = [None] * len(starts) if rows is None else [int(n) for n in rows]
    history = _months(starts, values, behind, every, sums=sums)
    season = season_of(history, baseline, times=sums, a_day=sums and every == "week")
    counts: Counts = "events" if place.kind in ("counts", "rare") else ""
    if place.kind in ("shares", "scores"):
        counts = "shares" if place.kind == "shares" else "scores"
    chart = BehaviourChart(
        better="up",
        baseline_until=baseline,
        every=every,
        minimum_n=30 if place.rows else 0,
        enough=10 if place.rows else 0,
        floor=-100.0 if place.kind == "scores" else None if place.kind == "means" else 0.0,
        ceiling={"shares": 1.0, "scores": 100.0}.get(place.kind),
        counts=counts,
        deviation=70.0 if place.kind == "scores" else 0.0,
        season=season if company.known else None,
    )
    series = [
        Observation(day, float(value), n) for day, value, n in zip(starts, values, behind, strict=True) if day >= since
    ]
    return signals.read(series, chart)


def _walk(draw: np.random.Generator, count: int, memory: float) -> Array:
    values = draw.standard_normal(count)
    for place in range(1, count):
        values[place] = memory * values[place - 1] + sqrt(1 - memory**2) * values[place]
    return values


def _mean(day: date, every: str, season: str) -> float:
    """What the season adds to a period, as a share of the usual: the mean over its days."""
    if not season:
        return 0.0
    days = [day + timedelta(days=n) for n in range((next_start(every, day) - day).days)]
    if season == "december":
        return sum(one.month == 12 for one in days) / len(days)
    return sum(cos(2 * pi * (one.timetuple().tm_yday - 350) / 365.25) for one in days) / len(days) / 3


def _values(place: Place, bell: Array, rows: Array | None, lifts: Sequence[float], scale: float) -> Array:
    """The value of each period: the rank of the bell in the distribution of what is counted at its level."""
    lift = np.asarray(lifts)
    if place.kind == "shares" and rows is not None:
        away = SIZE * sqrt(place.level * (1 - place.level) / place.rows) * (-1 if place.level > 0.5 else 1)
        levels = np.clip(place.level + away * lift, 0.001, 0.999)
        return np.asarray(_counted(bdtrik(ndtr(bell), rows, levels), rows) / rows)
    if place.kind == "scores" and rows is not None:
        away = SIZE * 70.0 / sqrt(place.rows)
        return np.asarray(np.clip(20.0 + away * lift + 70.0 * bell / np.sqrt(rows), -100.0, 100.0))
    if place.kind in ("counts", "rare"):
        return _counted(pdtrik(ndtr(bell), place.level * scale * (1 + lift)), np.inf)
    if place.kind == "money":
        return np.asarray((1 + lift) * np.exp(9.0 + 0.25 / sqrt(scale) * bell))
    return np.asarray(50.0 + 5.0 * (SIZE * lift + bell / sqrt(scale)))


def _counted(places: Array, most: Array | float) -> Array:
    """Whole numbers; below the probability of none there is none."""
    return np.asarray(np.clip(np.ceil(np.nan_to_num(places)), 0, most))


def _months(
    starts: Sequence[date], values: Array, rows: Sequence[int | None], every: str, *, sums: bool
) -> dict[date, float]:
    """The months of a series; of weeks those that lie wholly in them, each week by its days in the month."""
    if every == "month":
        return dict(zip(starts, map(float, values), strict=True))
    amount, weight = dict[date, float](), dict[date, float]()
    for start, value, n in zip(starts, values, rows, strict=True):
        for day in (start + timedelta(days=one) for one in range(7)):
            month = day.replace(day=1)
            amount[month] = amount.get(month, 0.0) + float(value) * (n or 1) / 7
            weight[month] = weight.get(month, 0.0) + (n or 1) / 7
    end = next_start(every, starts[-1])
    whole = [month for month in amount if starts[0] <= month and next_start("month", month) <= end]
    return {month: amount[month] / (1.0 if sums else weight[month]) for month in whole}
