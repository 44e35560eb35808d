"""How a metric went before a plan was opened, locked: its mean, spread and memory, without the week that opened it.

The week that opens a plan is a bad one by choice, and the next ones are better without any plan. So it is no part of
what they are held against.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import isfinite, sqrt
from typing import Any

import numpy as np

from crm_metrics.analysis import trends
from crm_metrics.analysis.certainty import LEAST, USUAL, shrunk
from crm_metrics.analysis.signals import Counts, Observation
from crm_metrics.periods import start_of

Array = np.ndarray[Any, Any]

STILL = 1e-12  # of the square of its level: less is no spread, only what adding floats leaves


@dataclass(frozen=True)
class Weekly:
    """The known weeks of a metric, oldest first, as arrays."""

    places: Array
    """The number of each week: neighbours differ by one, and gaps show."""
    values: Array
    weights: Array
    """The rows or hours behind each, where they are told, else 1."""
    chance: Array
    """The variance that each has by chance alone, from so many rows; 0 where that is not known."""

    def __len__(self) -> int:
        return len(self.values)

    @cached_property
    def parts(self) -> Array:
        """What each week is of the mean."""
        return np.asarray(self.weights / self.weights.sum())

    @cached_property
    def mean(self) -> float:
        """Over all rows: no mean of ratios."""
        return float(self.parts @ self.values)

    @cached_property
    def squares(self) -> float:
        """The sum of the squared distances from the mean."""
        return float(((self.values - self.mean) ** 2).sum())

    def freedom(self, alike: Array) -> float:
        """How many squares of independent weeks the sum of squares is worth, the mean being fitted."""
        return len(self) * (1.0 - float(self.parts @ alike @ self.parts))

    def only(self, which: slice | Array) -> Weekly:
        """Some of them, in their order."""
        return Weekly(self.places[which], self.values[which], self.weights[which], self.chance[which])


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """How a metric went before a plan."""

    opened: date
    """The first day of the week that opened the plan: it and what came later are not in the baseline."""
    weeks: tuple[Observation, ...]
    """The settled weeks before it that have a value, oldest first."""
    trigger: Observation | None
    """The week that opened the plan, where it is known."""
    counts: Counts
    """What is behind a value: nothing, the rows of a share, the answers of a score, events."""
    mean: float | None
    """Over all its rows; None without any week."""
    sd: float
    """Of a usual week, what weeks remember of each other accounted for."""
    unit: float
    """The variance that one row has by chance; 0 where no rows are told."""
    memory: float
    """The correlation of a week with the one before: without its bias, and shrunk."""
    trend: float
    """How surely the weeks went one way: beyond ±1.96 they surely rise or fall."""

    @cached_property
    def held(self) -> Weekly:
        """Its weeks."""
        return self.weekly(self.weeks)

    def weekly(self, weeks: Sequence[Observation]) -> Weekly:
        """Weeks of this metric, with what chance alone makes of each."""
        return _weekly(weeks, self.counts, self.unit)


def lock(series: Sequence[Observation], opened: date, *, counts: Counts = "", deviation: float = 0.0) -> Baseline:
    """The baseline of a plan that was opened for the week of this day.

    deviation: of one answer of a score, where it is known; else all that weeks differ by is taken as chance of rows.
    """
    opened = start_of("week", opened)
    weeks = known(series, counts, before=opened)
    trigger = next((week for week in known(series, counts) if week.day == opened), None)
    unit = _unit(weeks, counts, deviation) if weeks else 0.0
    weekly = _weekly(weeks, counts, unit)
    memory = remembered(weekly)
    return Baseline(
        opened=opened,
        weeks=weeks,
        trigger=trigger,
        counts=counts,
        mean=weekly.mean if weeks else None,
        sd=sqrt(max(weekly.squares / weekly.freedom(alike(weekly.places, memory)), weekly.chance.mean()))
        if len(weeks) > 1
        else 0.0,
        unit=unit,
        memory=memory,
        trend=trending(weekly, memory),
    )


def known(
    series: Sequence[Observation], counts: Counts, *, before: date = date.max, after: date = date.min
) -> tuple[Observation, ...]:
    """The settled weeks with a value (and with rows, where a rate is of rows), once each, oldest first."""
    kept = {week.day: week for week in series if after < week.day < before and week.settled and _told(week, counts)}
    return tuple(kept[day] for day in sorted(kept))


def remembered(weekly: Weekly) -> float:
    """The correlation of a week with the one before, as far as it is known; see `certainty.memory`."""
    n = len(weekly)
    if n < LEAST or no_spread(weekly):
        return 0.0
    distances = weekly.values - weekly.mean
    beside = np.diff(weekly.places) == 1
    if not beside.any():
        return USUAL
    products = float((distances[1:] * distances[:-1])[beside].sum()) * (n - 1) / int(beside.sum())
    return shrunk(products / weekly.squares, n)


def trending(weekly: Weekly, memory: float) -> float:
    """How surely the weeks go one way, those that remember each other counting for less."""
    found = trends.direction([float(value) for value in weekly.values])
    return 0.0 if found is None else found / sqrt((1 + memory) / (1 - memory))


def alike(places: Array, memory: float) -> Array:
    """The correlation of each week with each."""
    lags = np.abs(places[:, None] - places)
    return np.asarray((memory ** np.arange(int(lags.max()) + 1))[lags])


def no_spread(weekly: Weekly) -> bool:
    """Whether the weeks are all alike."""
    return weekly.squares <= STILL * max(1.0, weekly.mean**2)


def _told(week: Observation, counts: Counts) -> bool:
    rows = week.exposure if counts == "events" else week.n if counts else 1
    return week.value is not None and isfinite(week.value) and bool(rows) and float(rows or 0) > 0


def _weekly(weeks: Sequence[Observation], counts: Counts, unit: float) -> Weekly:
    values = np.array([week.value for week in weeks], dtype=float)
    rows = [week.exposure if counts == "events" else week.n if counts else 1 for week in weeks]
    weights = np.array(rows, dtype=float)
    return Weekly(np.array([week.day.toordinal() // 7 for week in weeks]), values, weights, unit / weights)


def _unit(weeks: Sequence[Observation], counts: Counts, deviation: float) -> float:
    """The variance that one row has by chance; by the rule of succession where none or all of them are hits.

    Corrections may take weeks below nought, and above all: their chance is that of none, or of all.
    """
    if not counts:
        return 0.0
    plain = _weekly(weeks, counts, 0.0)
    rows = float(plain.weights.sum())
    hits = max(plain.mean * rows, 0.0)
    if counts == "shares":
        share = (min(hits, rows) + 1) / (rows + 2)
        return share * (1 - share)
    if counts == "events":
        return (hits + 1) / rows
    return deviation**2 if deviation else plain.squares / max(len(weeks) - 1, 1) * rows / len(weeks)
