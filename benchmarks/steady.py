"""Simulated weekly boards on which nothing changed, or one result did, and what the product's signals say of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from typing import Any

import numpy as np
from scipy.special import bdtr, ndtr, pdtr

from crm_metrics.analysis import signals
from crm_metrics.analysis.signals import BehaviourChart, Counts, Observation, Signal

Array = np.ndarray[Any, Any]

BASE = 20  # weeks of the baseline, as `baselines.window` has them
WEEKS = (27, 39)  # how many weeks such a window holds, from the first day of its quarter to the last
WITHIN = 4  # weeks in which a change should be found
DAYS = [date(2025, 1, 6) + timedelta(days=7 * week) for week in range(WEEKS[1] + 4)]


@dataclass(frozen=True, kw_only=True)
class Place:
    """What stands in one place of a simulated board."""

    kind: str
    """shares, scores, means, counts, rare or money."""
    level: float
    """The share of hits, or how many events a week brings; of a mean it does not matter."""
    rows: int = 0
    """The rows of a usual week; 0 where they play no part."""


# Seven processes, each with a result and its satisfaction, as the scorecard has them.
BOARD = (
    Place(kind="shares", level=0.80, rows=60),
    Place(kind="shares", level=0.88, rows=240),
    Place(kind="shares", level=0.35, rows=90),
    Place(kind="shares", level=0.05, rows=400),
    Place(kind="shares", level=0.97, rows=150),
    Place(kind="scores", level=0.0, rows=50),
    Place(kind="scores", level=0.0, rows=200),
    Place(kind="means", level=0.0),
    Place(kind="means", level=0.0),
    Place(kind="means", level=0.0),
    Place(kind="counts", level=180.0),
    Place(kind="counts", level=30.0),
    Place(kind="rare", level=3.0),
    Place(kind="money", level=0.0),
)


def noise(draw: np.random.Generator, boards: int, memory: float, shared: float) -> Array:
    """Boards × places × weeks of a bell of unit variance, with this autocorrelation. shared: of the variance."""

    def walk(places: int) -> Array:
        values = draw.standard_normal((boards, places, len(DAYS)))
        for week in range(1, len(DAYS)):
            values[:, :, week] = memory * values[:, :, week - 1] + sqrt(1 - memory**2) * values[:, :, week]
        return values

    return np.asarray(sqrt(shared) * walk(1) + sqrt(1 - shared) * walk(len(BOARD)))


def read(place: Place, bell: Array, rows: Array) -> Signal:
    """What the product says of a place whose weeks lie so many deviations from its level."""
    counts: Counts = "events" if place.kind in ("counts", "rare") else ""
    if place.kind in ("shares", "scores"):
        counts = "shares" if place.kind == "shares" else "scores"
    values = _values(place, bell, rows)
    behind: Sequence[int | None] = [int(n) for n in rows] if place.rows else [None] * len(bell)
    series = [Observation(day, float(value), n) for day, value, n in zip(DAYS, values, behind, strict=False)]
    chart = BehaviourChart(
        better="up",
        baseline_until=DAYS[BASE - 1] + timedelta(days=6),
        minimum_n=30 if place.rows else 0,
        enough=10 if place.rows else 0,
        floor=-100.0 if place.kind == "scores" else None if place.kind == "means" else 0.0,
        ceiling={"shares": 1.0, "scores": 100.0}.get(place.kind),
        counts=counts,
        deviation=70.0 if place.kind == "scores" else 0.0,
    )
    return signals.read(series, chart)


def _values(place: Place, bell: Array, rows: Array) -> Array:
    """The same rank in the distribution of what is counted: exact counts with the memory of the bell."""
    if place.kind == "shares":
        hits = [_quantile(z, bdtr(np.arange(n + 1), int(n), place.level)) for z, n in zip(bell, rows, strict=True)]
        return np.asarray(np.array(hits) / rows)
    if place.kind == "scores":
        return np.asarray(np.clip(30.0 + 70.0 * bell / np.sqrt(rows), -100.0, 100.0))
    if place.kind in ("counts", "rare"):
        most = int(place.level + 12 * sqrt(place.level) + 12)
        up_to = pdtr(np.arange(most + 1), place.level)
        return np.array([_quantile(z, up_to) for z in bell], dtype=float)
    return np.asarray(np.exp(9.0 + 0.25 * bell) if place.kind == "money" else 50.0 + 5.0 * bell)


def _quantile(z: float, up_to: Array) -> int:
    """The count at the rank of z. up_to: the share of the distribution up to each count."""
    return int(np.searchsorted(up_to, ndtr(z)))


def rows_of(draw: np.random.Generator, place: Place) -> Array:
    """How many rows each week has: they differ from week to week."""
    return np.asarray(np.maximum(draw.poisson(place.rows * draw.uniform(0.7, 1.3, len(DAYS))), 10))


@dataclass(frozen=True, kw_only=True)
class Told:
    """What was said of simulated results."""

    changes: int
    """Told as better or worse."""
    watched: int
    """To be watched, and not told."""
    by_rules: int
    """What the rules alone would have told."""
    boards: int = 0
    """The boards on which some change was told."""


def boards_of(count: int, seed: int, *, memory: float, shared: float) -> Told:
    """What is said of so many boards on which nothing changed, each in one week of its quarter."""
    draw = np.random.default_rng(seed)
    bells = noise(draw, count, memory, shared)
    told = [
        [read(place, bell[:weeks], rows_of(draw, place)[:weeks]) for place, bell in zip(BOARD, board, strict=True)]
        for board, weeks in zip(bells, draw.integers(WEEKS[0], WEEKS[1] + 1, count), strict=True)
    ]
    flat = [signal for board in told for signal in board]
    return Told(
        changes=sum(map(changed, flat)),
        watched=sum(signal.kind == "watch" for signal in flat),
        by_rules=sum(map(by_rules, flat)),
        boards=sum(any(map(changed, board)) for board in told),
    )


def found_of(count: int, seed: int, *, memory: float, shift: float) -> Told:
    """What is said of results that rise by so many deviations: in any of the weeks from then on, upwards alone."""
    draw = np.random.default_rng(seed)
    changes = watched = ruled = 0
    for board in noise(draw, count, memory, 0.0):
        begins = int(draw.integers(WEEKS[0], WEEKS[1] + 1)) - 1
        for place, bell in zip(BOARD, board, strict=True):
            moved, rows = bell + shift * (np.arange(len(bell)) >= begins), rows_of(draw, place)
            said = [read(place, moved[: begins + week], rows[: begins + week]) for week in range(1, WITHIN + 1)]
            rose = [signal for signal in said if signal.side > 0]
            changes += (told := any(map(changed, rose)))
            watched += not told and any(signal.kind == "watch" for signal in rose)
            ruled += any(map(by_rules, rose))
    return Told(changes=changes, watched=watched, by_rules=ruled)


def changed(signal: Signal) -> bool:
    """Whether a change is told."""
    return signal.kind in ("better", "worse")


def by_rules(signal: Signal) -> bool:
    """Whether the rules alone would have told one."""
    return signal.rule in ("beyond", "run")
