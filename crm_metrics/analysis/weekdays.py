"""The rhythm of the week, taken out of a daily series where it explains much of how the series moves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import sqrt

LEAST = 3  # values of a weekday, or it has no usual distance
EXPLAINED = 0.1  # of the variance of the baseline: where weekdays explain less, their means would add noise


def removed(
    days: Sequence[date], values: tuple[float | None, ...], base: Sequence[int], rows: Sequence[float]
) -> tuple[tuple[float | None, ...], float]:
    """The values less their weekday's usual distance from the mean, and what the limits must widen by.

    base: the places of the baseline, whose weekdays tell what is usual. rows: the weight of each value.
    Only where the weekday explains a tenth of the variance of the baseline; then a weekday with fewer than three values
    in it has no usual distance, and its values are left out. The widening gives back the spread that fitting the
    weekday means takes away: √(n ÷ (n − k)) for n values of k weekdays, by the degrees of freedom.
    """
    usual = _usual(days, values, base, rows)
    every = [pair for pairs in usual.values() for pair in pairs]
    count, kinds = len(every), len(usual)
    if kinds < 2:
        return values, 1.0
    middle = mean(every)
    means = {weekday: mean(pairs) for weekday, pairs in usual.items()}
    total = sum(weight * (value - middle) ** 2 for value, weight in every) / (count - 1)
    inside = sum(weight * (value - means[day]) ** 2 for day, pairs in usual.items() for value, weight in pairs)
    if total <= 0 or inside / (count - kinds) / total > 1 - EXPLAINED:
        return values, 1.0
    without = tuple(
        value - means[day.weekday()] + middle if value is not None and day.weekday() in means else None
        for day, value in zip(days, values, strict=True)
    )
    return without, sqrt(count / (count - kinds))


def mean(weighted: Sequence[tuple[float, float]]) -> float:
    """The mean of values, each with its weight."""
    return sum(value * weight for value, weight in weighted) / sum(weight for _, weight in weighted)


def _usual(
    days: Sequence[date], values: Sequence[float | None], base: Sequence[int], rows: Sequence[float]
) -> dict[int, list[tuple[float, float]]]:
    """The values of each weekday of the baseline with their weights, where they are enough."""
    by_weekday: dict[int, list[tuple[float, float]]] = {}
    for place in base:
        value = values[place]
        if value is not None:
            by_weekday.setdefault(days[place].weekday(), []).append((value, rows[place]))
    return {weekday: pairs for weekday, pairs in by_weekday.items() if len(pairs) >= LEAST}
