"""Single cases as the weeks of a metric: what the mix of kinds moves from week to week is taken out.

Cases of one week share its shocks, so the week stays the unit of the verdict: a thousand cases of eight weeks are eight
weeks. What the cases add is their kinds (reason, product, tier): a week of hard cases is no worse week.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from typing import Any

import numpy as np

from crm_metrics.analysis.signals import Observation
from crm_metrics.periods import start_of

Array = np.ndarray[Any, Any]

LEAST = 5  # cases of a kind before the plan, or nothing is usual for it


@dataclass(frozen=True)
class CaseRows:
    """The cases of a metric, one place in each list for each."""

    days: Sequence[date]
    values: Sequence[float | None]
    kinds: Sequence[Hashable]
    """What is known of a case before anybody works on it; nothing that the plan may change."""


@dataclass(frozen=True)
class CaseWeeks:
    """The same as weeks, as `lock` takes them: counts is "scores", deviation that of one case within its week."""

    weeks: tuple[Observation, ...]
    deviation: float


def weekly_cases(rows: CaseRows, opened: date) -> CaseWeeks:
    """The weeks of these cases: each the mean of its cases at the mix of kinds before the week of `opened`.

    What is usual for a kind is the mean of its cases before; a kind hardly seen then has the mean of all of them.
    """
    values = np.array(rows.values, dtype=float)
    told = np.isfinite(values)
    days = np.array([day.toordinal() for day in rows.days])[told]
    places = (days - 1) // 7  # ordinal 1 is a Monday
    kinds = _codes(rows.kinds)[told]
    values = values[told]
    before = days < start_of("week", opened).toordinal()
    if not before.any():
        return CaseWeeks((), 0.0)
    values = values - _usual(values, kinds, before)[kinds] + values[before].mean()
    weeks, week, counts = np.unique(places, return_inverse=True, return_counts=True)
    means = np.bincount(week, values) / counts
    freedom = int(before.sum()) - len(np.unique(places[before]))
    inside = float(((values - means[week])[before] ** 2).sum())
    return CaseWeeks(
        tuple(
            Observation(date.fromordinal(1) + timedelta(days=7 * int(place)), float(mean), int(count))
            for place, mean, count in zip(weeks, means, counts, strict=True)
        ),
        sqrt(inside / freedom) if freedom > 0 else 0.0,
    )


def _codes(kinds: Sequence[Hashable]) -> Array:
    """A number for each kind, by its first case."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(kind, len(numbers)) for kind in kinds], dtype=int)


def _usual(values: Array, kinds: Array, before: Array) -> Array:
    """What is usual for each kind."""
    size = int(kinds.max()) + 1
    counts = np.bincount(kinds[before], minlength=size)
    sums = np.bincount(kinds[before], values[before], minlength=size)
    return np.where(counts >= LEAST, sums / np.maximum(counts, 1), values[before].mean())
