"""How sure a signal is: how often chance alone, in a series that remembers, gives a stretch as far from its routine.

Wheeler's rules give each series a false signal in some 2 % of its weeks, in 6 % where a week remembers 0.3 of the one
before; a board of fourteen places shows one almost every week. What chance gives more often than HELD is to be watched,
not told as a change. HELD times the places is what a board is wrong about, whatever its series share: an expected
number adds up (the per-family error rate; Y. Hochberg and A. C. Tamhane, Multiple Comparison Procedures, 1987, 1.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import erfc, log, sqrt

from crm_metrics.analysis.limits import by_chance

PLACES = 14  # of the weekly board: a result and the satisfaction of seven processes
HELD = 12 / 52 / PLACES  # one false signal a month, over all of them
USUAL = 0.25  # of one period that the next remembers, where nothing is known of it
EVEN = 16  # periods at which what is measured and what is usual weigh alike
MOST = 0.9  # of one period that the next may remember
LEAST = 8  # periods; of fewer nothing is known of what they remember
FREEDOM = (
    0.62  # degrees of freedom that each moving range of two is worth (D. J. Wheeler, Advanced Topics in SPC, 1995)
)
STRETCH = 4  # points from which on a stretch is judged as a whole: the window of the third rule


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Points that carry a signal, and the baseline they are held against, in deviations from the centre."""

    base: Sequence[float]
    """The baseline, oldest first."""
    points: Sequence[float]
    """Those of the stretch."""
    beyond: float | None = None
    """The point that lies beyond a limit; None where the rule is another."""
    remembers: bool = True
    """Whether neighbours tell of each other; not where the limits reach back to the same weekday."""
    doubt: float = 0.0
    """The variance of what is not known of the season taken out: the points of a month share it."""
    months: int = 1
    """Of how many months the stretch is."""


def chance_of(stretch: Stretch) -> float:
    """The probability of a point so far out, or of a mean of the stretch so far out, on either side.

    The deviation comes from moving ranges, which are too narrow by √(1 − r) where neighbours correlate by r (D. C.
    Montgomery, Introduction to Statistical Quality Control, 10.4); a mean of k has the variance (1 + r) ÷ (1 − r) ÷ k,
    and so has the centre. What is not known of a season does not shrink with the points, only with the months.
    """
    size = len(stretch.base)
    r = memory(stretch.base) if stretch.remembers else 0.0
    longer, freedom, doubt = (1 + r) / (1 - r), FREEDOM * (size - 1), stretch.doubt * (1 - r)
    found = []
    if stretch.beyond is not None:
        found.append(stretch.beyond / sqrt(1 + longer / size + doubt))
    if len(stretch.points) >= STRETCH:
        middle = sum(stretch.points) / len(stretch.points)
        found.append(middle / sqrt(longer / len(stretch.points) + longer / size + doubt / stretch.months))
    return min((either_side(one * sqrt(1 - r), freedom) for one in found), default=1.0)


def moved_apart(before: float, since: float, part: float) -> float:
    """The same of events of which few are expected: so many since, where the stretch is this part of all the time.

    Of all events each falls into the stretch with that probability, whatever their rate is (J. Przyborowski and H.
    Wilenski, Homogeneity of Results in Testing Samples from Poisson Series, Biometrika 31, 1940).
    """
    hits, n = round(since), round(before) + round(since)
    return min(1.0, 2 * min(by_chance(hits, n, part, 1), by_chance(hits, n, part, -1)))


def either_side(t: float, freedom: float) -> float:
    """How much of Student's distribution lies beyond ±t, to 1 part in 25 of it from three degrees on.

    D. L. Wallace, Bounds on Normal Approximations to Student's and the Chi-Square Distributions, Annals of Mathematical
    Statistics 30, 1959.
    """
    if freedom <= 0:
        return 1.0
    bell = sqrt(freedom * log(1 + t * t / freedom)) * (8 * freedom + 1) / (8 * freedom + 3)
    return erfc(bell / sqrt(2))


def memory(values: Sequence[float]) -> float:
    """The correlation of a period with the one before, as far as it is known: from 0 to MOST.

    The usual estimate is too low by (1 + 4 × itself) ÷ n (M. G. Kendall, Note on Bias in the Estimation of
    Autocorrelation, Biometrika 41, 1954). Of twenty periods it is known to ± 0.5 only: it is shrunk towards USUAL.
    """
    n = len(values)
    middle = sum(values) / n if n else 0.0
    away = [value - middle for value in values]
    squares = sum(one * one for one in away)
    if n < LEAST or squares <= 1e-12:
        return 0.0
    products = sum(before * after for before, after in pairwise(away))
    return shrunk(products / squares, n)


def shrunk(measured: float, n: int) -> float:
    """A correlation measured on n periods, without its bias and as far as so many tell it."""
    unbiased = (n * measured + 1) / (n - 4)
    return min(max((unbiased * n + USUAL * EVEN) / (n + EVEN), 0.0), MOST)
