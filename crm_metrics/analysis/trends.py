"""The trend of what stands: whether a level drifts, and its change from period to period, which then is judged.

A level that carries over (customers in the book, open cases) is the sum of all that came and went before. Limits around
a fixed centre would call every month of a company that grows an improvement. Its centre moves: the level before, and
the usual change (the moving centre line of D. C. Montgomery and C. M. Mastrangelo, Some Statistical Process Control
Methods for Autocorrelated Data, Journal of Quality Technology 23(3), 1991, where all weight lies on the last value).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations, pairwise
from math import copysign, sqrt
from statistics import median

SURE = 1.645  # of a bell, on one side, 5 % lie beyond
EITHER = 1.96  # and on both sides together
LEAST = 10  # values; of fewer the bell does not hold for what `direction` counts


def drifts(values: Sequence[float], lag: int = 1) -> bool:
    """Whether the values, oldest first, follow each other more closely than chance alone would have them.

    Young's test: 1 - (sum of squared steps) ÷ (2 × sum of squared distances to the mean), whose deviation is
    √((n - 2) ÷ (n² - 1)) (L. C. Young, On Randomness in Ordered Sequences, Annals of Mathematical Statistics 12(3),
    1941). lag: so many values that lie side by side are taken as their mean, the last ones first.
    """
    n = len(values) // lag
    means = [sum(values[end - lag : end]) / lag for end in range(len(values) - (n - 1) * lag, len(values) + 1, lag)]
    if n < 4:
        return False
    middle = sum(means) / n
    spread = sum((value - middle) ** 2 for value in means)
    if spread <= 1e-12 * max(1.0, middle * middle):
        return False
    steps = sum((after - before) ** 2 for before, after in pairwise(means))
    return (1 - steps / (2 * spread)) / sqrt((n - 2) / (n * n - 1)) > SURE


def changes(values: Sequence[float | None], lag: int) -> tuple[float | None, ...]:
    """Of each value, what it differs from the one `lag` before; None where one of the two is not there."""
    before: list[float | None] = [*[None] * lag, *values][: len(values)]
    return tuple(
        None if value is None or earlier is None else value - earlier
        for value, earlier in zip(values, before, strict=True)
    )


def direction(values: Sequence[float]) -> float | None:
    """How surely the values, oldest first, go one way: beyond ±EITHER they surely rise or fall; None of too few.

    Mann and Kendall's test: S counts the pairs that rise less those that fall; S, one nearer to nought, over its
    deviation √((n (n − 1) (2 n + 5) − Σ t (t − 1) (2 t + 5)) ÷ 18), with the sizes t of the ties (H. B. Mann,
    Nonparametric Tests Against Trend, Econometrica 13, 1945; R. O. Gilbert, Statistical Methods for Environmental
    Pollution Monitoring, 1987, 16.4.2).
    """
    n = len(values)
    if n < LEAST:
        return None
    pairs = combinations(values, 2)
    score = sum((after > before) - (after < before) for before, after in pairs)
    ties = sum(size * (size - 1) * (2 * size + 5) for size in Counter(values).values())
    variance = (n * (n - 1) * (2 * n + 5) - ties) / 18
    if score == 0 or variance <= 0:
        return 0.0
    return (score - copysign(1, score)) / sqrt(variance)


def slope(values: Sequence[float]) -> float:
    """The usual change from one value to the next: the median of the slopes of all pairs; at least two values.

    P. K. Sen, Estimates of the Regression Coefficient Based on Kendall's Tau, JASA 63, 1968.
    """
    return median(
        (values[later] - values[earlier]) / (later - earlier) for earlier, later in combinations(range(len(values)), 2)
    )
