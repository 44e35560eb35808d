"""Two series side by side, of one unit or of many: within and between units, as certain as their memory allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import atanh, erfc, sqrt, tanh
from typing import Any

import numpy as np

from crm_metrics.analysis.relating.regression import Estimate, beyond
from crm_metrics.errors import QuestionError
from crm_metrics.metrics.rows.intervals import Z

Array = np.ndarray[Any, Any]

MOST_LAGS = 4
OLDER = 0.7  # the share of the periods on which a lag is picked; it is confirmed on the rest
DRAWS = 999
STEPS = {"day": 1, "week": 7, "month": 31}


@dataclass(frozen=True)
class PeriodPair:
    """One unit in one period: what it did and how satisfied its customers were."""

    unit: str
    period: date
    x: float
    y: float


@dataclass(frozen=True, kw_only=True)
class Correlation(Estimate):
    """A coefficient with its interval."""

    n: int
    """Pairs."""
    effective: float
    """What they are worth, their memory taken off."""
    p: float


@dataclass(frozen=True, kw_only=True)
class Panel:
    """What pairs of several units say."""

    units: int
    """How many."""
    lag: int
    """Of the periods declared, the one kept."""
    within: Correlation
    """The same unit at different times."""
    between: Correlation | None
    """The units as wholes; None below five of them."""
    steep: int
    """The sign of the line through the units as wholes, 0 where it may be chance."""
    slope: tuple[float, float, float]
    """Of y per unit of x within units, with its interval."""
    checked: bool
    """Whether the bootstrap agrees that the coefficient is not zero."""


def panel(
    pairs: Sequence[PeriodPair], every: str = "week", lags: Sequence[int] = (0,), *, seed: int = 7
) -> Panel | None:
    """How y goes with x within and between units; None where fewer than four pairs are left.

    lags: periods by which x comes first, at most four, declared before looking. Of several, the one whose coefficient
    is largest on the older 70 % of the periods is kept, and only the newest 30 % then count.
    Raises QuestionError when more than four lags are asked for.
    """
    if len(lags) > MOST_LAGS:
        raise QuestionError("{count} lags are too many: declare at most {most}.", count=len(lags), most=MOST_LAGS)
    if len(lags) == 1:
        return _panel(_shifted(pairs, every, lags[0]), lags[0], seed)
    days = sorted({pair.period for pair in pairs})
    if not days:
        return None
    cut = days[min(int(len(days) * OLDER), len(days) - 1)]
    older: dict[int, float] = {}
    for lag in lags:
        early = _panel(_shifted([pair for pair in pairs if pair.period < cut], every, lag), lag, seed)
        older[lag] = abs(early.within.value) if early else -1.0
    kept = max(older, key=lambda lag: (older[lag], -lag))
    return _panel([pair for pair in _shifted(pairs, every, kept) if pair.period >= cut], kept, seed)


def correlation(x: Array, y: Array, groups: Array | None = None, taken: int = 0) -> Correlation:
    """Spearman's coefficient, with the n that the memory of both series leaves.

    groups: codes of the units, in time order within each; neighbours of different units are no neighbours. taken:
    degrees of freedom already spent on means and trends.
    Bartlett's effective n is n (1 − r₁ₓ r₁ᵧ) ÷ (1 + r₁ₓ r₁ᵧ); the interval is Fisher's z with the standard error
    √((1 + ρ²/2) ÷ (n − 3)) (D. G. Bonett and T. A. Wright, Psychometrika 65, 2000).
    """
    n = len(x)
    units = np.zeros(n, dtype=int) if groups is None else groups
    first, second = ranks(x), ranks(y)
    value = pearson(first, second)
    shared = memory(first, units) * memory(second, units)
    worth = (n - taken) * min((1 - shared) / (1 + shared), 1.0) if shared > -1 else float(n - taken)
    low, high, p = _certain(value, worth)
    return Correlation(value=value, low=low, high=high, n=n, effective=worth, p=p)


def within(x: Array, y: Array, units: Array) -> Correlation:
    """Pearson's coefficient within units (their means removed), with N − k − 1 degrees of freedom.

    J. M. Bland and D. G. Altman, Calculating correlation coefficients with repeated observations, BMJ 310, 1995.
    """
    first, second = centred(x, units), centred(y, units)
    value = pearson(first, second)
    n = len(x) - len(np.unique(units)) + 1
    half = Z / sqrt(n - 3) if n > 3 else float("inf")
    middle = atanh(max(min(value, 1 - 1e-12), -1 + 1e-12))
    freedom = n - 2
    t = abs(value) * sqrt(freedom / max(1 - value * value, 1e-12)) if freedom > 0 else 0.0
    p = beyond(t, freedom) if freedom > 0 else 1.0
    low, high = tanh(middle - half), tanh(middle + half)
    return Correlation(value=value, low=low, high=high, n=len(x), effective=float(n), p=p)


def without_calendar(values: Array, weekdays: Array | None = None) -> Array:
    """A series less its straight trend and, where weekdays are given, less the usual of each."""
    n = len(values)
    columns = [np.ones(n), np.linspace(-1, 1, n)]
    if weekdays is not None:
        columns += [(weekdays == day).astype(float) for day in np.unique(weekdays)[1:]]
    design = np.column_stack(columns)
    return values - design @ np.linalg.lstsq(design, values, rcond=None)[0]


def related(x: Array, y: Array, weekdays: Array | None = None, *, seed: int = 7) -> tuple[Correlation, bool]:
    """Two series of one unit: the coefficient without trend and weekday, and whether it holds in both checks."""
    first, second = without_calendar(x, weekdays), without_calendar(y, weekdays)
    spent = 1 + (len(np.unique(weekdays)) - 1 if weekdays is not None else 0)
    coefficient = correlation(first, second, taken=spent)
    return coefficient, coefficient.side != 0 and resampled(first, second, seed=seed)


def resampled(x: Array, y: Array, times: Array | None = None, carried: float | None = None, *, seed: int = 7) -> bool:
    """Whether zero lies outside the interval of a stationary block bootstrap of the ranks' coefficient.

    times: codes of the periods from 0, which are drawn whole, so that what units share stays together; without them
    each pair is a period of its own. carried: the memory from period to period; without it that of the series.
    Blocks of geometric length, n^(1/3) periods on average and longer with memory, wrapped around (D. N. Politis and
    J. P. Romano, The Stationary Bootstrap, JASA 89, 1994).
    """
    first, second = ranks(x), ranks(y)
    codes = np.arange(len(x)) if times is None else times
    n = int(codes.max()) + 1
    if carried is None:
        alone = np.zeros(len(x), dtype=int)
        carried = max(memory(first, alone), memory(second, alone))
    carried = min(max(carried, 0.0), 0.9)
    length = min(n ** (1 / 3) * (1 + carried) / (1 - carried), max(n / 4, 1.0))
    random = np.random.default_rng(seed)
    starts = random.integers(0, n, size=(DRAWS, n))
    fresh = random.random((DRAWS, n)) < 1 / max(length, 1.0)
    fresh[:, 0] = True
    place = np.maximum.accumulate(np.where(fresh, np.arange(n), 0), axis=1)
    drawn = (np.take_along_axis(starts, place, axis=1) + np.arange(n) - place) % n
    parts = (np.ones(len(first)), first, second, first * first, second * second, first * second)
    count, a, b, aa, bb, ab = (np.bincount(codes, part, n)[drawn].sum(axis=1) for part in parts)
    scale = np.sqrt(np.maximum(aa - a * a / count, 0) * np.maximum(bb - b * b / count, 0))
    coefficients = (ab - a * b / count)[scale > 0] / scale[scale > 0]
    low, high = np.quantile(coefficients, (0.025, 0.975)) if len(coefficients) else (0.0, 0.0)
    return bool(low > 0 or high < 0)


def ranks(values: Array) -> Array:
    """Ranks from 1, ties at their mean."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    middle: Array = (last - (counts - 1) / 2)[place]
    return middle


def pearson(x: Array, y: Array) -> float:
    """Pearson's coefficient; 0 where one side never varies."""
    a, b = x - x.mean(), y - y.mean()
    scale = sqrt(float(a @ a) * float(b @ b))
    return float(a @ b) / scale if scale > 0 else 0.0


def centred(values: Array, units: Array) -> Array:
    """Values less the mean of their unit."""
    counts = np.bincount(units)
    return values - (np.bincount(units, values) / np.maximum(counts, 1))[units]


def memory(values: Array, units: Array) -> float:
    """The correlation of each value with the one before it in its unit."""
    if len(values) < 3:
        return 0.0
    near = units[1:] == units[:-1]
    deviation = centred(values, units) if len(np.unique(units)) > 1 else values - values.mean()
    spread = float(deviation @ deviation)
    return float(deviation[1:][near] @ deviation[:-1][near]) / spread if spread > 0 else 0.0


def _certain(value: float, worth: float) -> tuple[float, float, float]:
    if worth <= 3:
        return -1.0, 1.0, 1.0
    middle = atanh(max(min(value, 1 - 1e-12), -1 + 1e-12))
    error = sqrt((1 + value * value / 2) / (worth - 3))
    return tanh(middle - Z * error), tanh(middle + Z * error), erfc(abs(middle) / error / sqrt(2))


def _shifted(pairs: Sequence[PeriodPair], every: str, lag: int) -> list[PeriodPair]:
    """Pairs whose x is of `lag` periods earlier."""
    if lag == 0:
        return list(pairs)
    order = {day: place for place, day in enumerate(sorted({pair.period for pair in pairs}))}
    back: Mapping[int, date] = {place: day for day, place in order.items()}
    known = {(pair.unit, pair.period): pair.x for pair in pairs}
    shifted = []
    for pair in pairs:
        before = back.get(order[pair.period] - lag)
        if before is None or (pair.period - before).days > lag * STEPS[every]:
            continue
        if (pair.unit, before) in known:
            shifted.append(PeriodPair(pair.unit, pair.period, known[pair.unit, before], pair.y))
    return shifted


def _panel(pairs: Sequence[PeriodPair], lag: int, seed: int) -> Panel | None:
    """What the pairs of units with two of them or more say, the trend that all share taken off."""
    counts = Counter(pair.unit for pair in pairs)
    kept = [pair for pair in pairs if counts[pair.unit] > 1]
    kept.sort(key=lambda pair: (pair.unit, pair.period))
    if len(kept) < 4:
        return None
    names = sorted({pair.unit for pair in kept})
    units = np.array([names.index(pair.unit) for pair in kept])
    x, y = np.array([pair.x for pair in kept]), np.array([pair.y for pair in kept])
    days = np.array([pair.period.toordinal() for pair in kept], dtype=float)
    first, second = (_flat(centred(side, units), centred(days, units)) for side in (x, y))
    spent = len(names)  # a mean for each unit but one, and the trend
    coefficient = correlation(first, second, units, spent)
    checked = coefficient.side != 0
    if checked:
        times = np.unique(days, return_inverse=True)[1]
        carried = max(memory(ranks(first), units), memory(ranks(second), units))
        checked = resampled(first, second, times, carried, seed=seed)
    return Panel(
        units=len(names),
        lag=lag,
        within=coefficient,
        between=_between(x, y, units),
        steep=_steep(x, y, units),
        slope=_slope(first, second, coefficient.effective),
        checked=checked,
    )


def _flat(values: Array, days: Array) -> Array:
    """Values less the line that all units share over time."""
    spread = float(days @ days)
    return values - days * (float(values @ days) / spread) if spread > 0 else values


def _slope(x: Array, y: Array, worth: float) -> tuple[float, float, float]:
    spread = float(x @ x)
    if spread <= 0:
        return 0.0, 0.0, 0.0
    value = float(x @ y) / spread
    rest = float(((y - value * x) ** 2).sum()) / max(len(x), 1)
    half = Z * sqrt(rest / (spread / len(x)) / max(worth - 2, 1))
    return value, value - half, value + half


def _means(values: Array, units: Array) -> Array:
    means: Array = np.bincount(units, values) / np.bincount(units)
    return means


def _between(x: Array, y: Array, units: Array) -> Correlation | None:
    """The coefficient over the means of units, where there are five."""
    a, b = _means(x, units), _means(y, units)
    return correlation(a, b) if len(a) >= 5 else None


def _steep(x: Array, y: Array, units: Array) -> int:
    """The sign of the line through the units' means, the units taken as they are; 0 where their weeks may give it."""
    n = np.bincount(units).astype(float)
    if len(n) < 2:
        return 0
    a, b = _means(x, units), _means(y, units)
    variance = np.bincount(units, centred(y, units) ** 2) / np.maximum(n - 1, 1) / n
    weight = n * (a - (n @ a) / n.sum())
    spread = float(weight @ a)
    error = sqrt(float((weight**2) @ variance)) / abs(spread) if spread else 0.0
    slope = float(weight @ b) / spread if spread else 0.0
    return 0 if abs(slope) <= Z * error else 1 if slope > 0 else -1
