"""What a list or campaign brings beyond those who were held out of it: a difference with its interval."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import isfinite, sqrt
from typing import Literal

import numpy as np

from crm_metrics.analysis.relating.regression import Estimate
from crm_metrics.metrics.rows.intervals import newcombe, wilson

SIDES = 0.975  # of a bell below the upper end of a 95 % interval
LEAST = 2  # values of a group; of one its spread is not known

LiftLacking = Literal["", "attended", "held", "constant"]


@dataclass(frozen=True)
class Summary:
    """The values of a group of customers."""

    n: int
    mean: float
    deviation: float


@dataclass(frozen=True, kw_only=True)
class Lift:
    """Those who were attended, less those who were held out."""

    attended: float | None
    """The share or mean of those attended; None of none."""
    held: float | None
    """The same of those held out."""
    n_attended: int
    """How many they are."""
    n_held: int
    """How many were held out."""
    difference: Estimate | None = None
    """With its 95 % interval; None where `lacking` says why."""
    lacking: LiftLacking = ""
    """Which group is too small, or that neither has any spread."""


def share_lift(hits: int, n: int, held_hits: int, held_n: int) -> Lift:
    """The difference of two shares by Newcombe's interval; raises QuestionError where a share is none."""
    attended, held = wilson(hits, n), wilson(held_hits, held_n)
    shares = (hits / n if n else None, held_hits / held_n if held_n else None)
    lift = Lift(attended=shares[0], held=shares[1], n_attended=n, n_held=held_n)
    if attended is None or held is None or shares[0] is None or shares[1] is None:
        return replace(lift, lacking="attended" if attended is None else "held")
    low, high = newcombe((shares[0], n), (shares[1], held_n))
    return replace(lift, difference=Estimate(shares[0] - shares[1], low, high))


def mean_lift(attended: Summary, held: Summary) -> Lift:
    """The difference of two means, by the t of unequal variances.

    B. L. Welch, The Generalization of Student's Problem when Several Different Population Variances are Involved,
    Biometrika 34, 1947.
    """
    from scipy.special import stdtrit  # a second to import: only a lift waits for it

    means = tuple(group.mean if group.n else None for group in (attended, held))
    lift = Lift(attended=means[0], held=means[1], n_attended=attended.n, n_held=held.n)
    if attended.n < LEAST or held.n < LEAST:
        return replace(lift, lacking="attended" if attended.n < LEAST else "held")
    one, other = (group.deviation**2 / group.n for group in (attended, held))
    if one + other == 0:
        return replace(lift, lacking="constant")
    freedom = (one + other) ** 2 / (one**2 / (attended.n - 1) + other**2 / (held.n - 1))
    half = float(stdtrit(freedom, SIDES)) * sqrt(one + other)
    difference = attended.mean - held.mean
    return replace(lift, difference=Estimate(difference, difference - half, difference + half))


def summary(values: Iterable[float | None]) -> Summary:
    """The number of values that are known, their mean and deviation."""
    known = np.array([value for value in values if value is not None and isfinite(value)], dtype=float)
    n = len(known)
    return Summary(n, float(known.mean()) if n else 0.0, float(known.std(ddof=1)) if n > 1 else 0.0)
