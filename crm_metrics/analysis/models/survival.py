"""Lives that have ended and lives that go on: the Kaplan–Meier curve with its limits, and the log-rank test.

Metrics draw the same curve in SQL (`survival_at`, `survival_quantile`); this is the one of an analysis. The page of the
customer's journey will use it: how long customers stay, by what they lived through.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from crm_metrics.analysis.models.fitting import Numbers
from crm_metrics.metrics.rows.intervals import log_log


@dataclass(frozen=True, kw_only=True)
class Curve:
    """The share still alive after each age at which a life ended."""

    ages: Numbers
    """Those at which some life ended, ascending, in the unit of the lives given."""
    at_risk: Numbers
    """How many lives had reached each of the ages."""
    ended: Numbers
    """How many ended there."""
    alive: Numbers
    """The share that outlives each of the ages, a fraction from 0 to 1."""
    error: Numbers
    """The standard error of the share alive (Greenwood)."""
    low: Numbers
    """The lower limit of the share alive at each of the ages."""
    high: Numbers
    """With `low`: the 95 % limits (log-log); NaN where the share is 0 or 1."""
    longest: float
    """The greatest age that was seen, up to which the curve is known."""

    def at(self, age: float) -> float | None:
        """The share alive at an age; None beyond what was seen, unless nobody is left."""
        place = int(np.searchsorted(self.ages, age, side="right"))
        share = float(self.alive[place - 1]) if place else 1.0
        return share if age <= self.longest or share == 0 else None

    @property
    def median(self) -> float | None:
        """The first age at which half or fewer are alive; None when the curve stays above one half."""
        below = self.ages[self.alive <= 0.5 + 1e-9]
        return float(below[0]) if len(below) else None


@dataclass(frozen=True)
class LogRank:
    """Whether several curves are one: the statistic, its degrees of freedom, and p."""

    chi2: float
    freedom: int
    p: float


def kaplan_meier(ages: npt.ArrayLike, ended: npt.ArrayLike, seen_from: npt.ArrayLike = 0.0) -> Curve:
    """The curve of lives, one entry each: the age reached, whether it ended there, the age from which it was seen.

    E. L. Kaplan and P. Meier, Nonparametric Estimation from Incomplete Observations, JASA 53, 1958; limits by
    J. D. Kalbfleisch and R. L. Prentice, The Statistical Analysis of Failure Time Data, 1980.
    """
    age, over = np.asarray(ages, dtype=float), np.asarray(ended, dtype=bool)
    since = np.broadcast_to(np.asarray(seen_from, dtype=float), age.shape)
    kept = (since <= 0) | (since < age)
    age, over, since = age[kept], over[kept], since[kept]
    at, gone = np.unique(age[over], return_counts=True)
    stood = _at_risk(age, since, at)
    with np.errstate(divide="ignore", invalid="ignore"):
        alive = np.asarray(np.cumprod(1.0 - gone / stood), dtype=np.float64)
        greenwood = np.cumsum(np.where(gone < stood, gone / (stood * (stood - gone)), 0.0))
    limits = [
        log_log(float(share), float(sum_)) or (np.nan, np.nan) for share, sum_ in zip(alive, greenwood, strict=True)
    ]
    low, high = np.array(limits, dtype=float).reshape(-1, 2).T
    longest = float(age.max()) if len(age) else 0.0
    return Curve(
        ages=at,
        at_risk=stood,
        ended=gone.astype(float),
        alive=alive,
        error=alive * np.sqrt(greenwood),
        low=low,
        high=high,
        longest=longest,
    )


def log_rank(groups: Sequence[tuple[npt.ArrayLike, npt.ArrayLike]]) -> LogRank | None:
    """The test that groups of lives (ages, ended) have one curve; None where no life ended beside another group's.

    N. Mantel, Evaluation of Survival Data and Two New Rank Order Statistics, Cancer Chemotherapy Reports 50, 1966.
    """
    from scipy.special import chdtrc  # a second to import: only a test waits for it

    lives = [(np.asarray(ages, dtype=float), np.asarray(ended, dtype=bool)) for ages, ended in groups]
    at = np.unique(np.concatenate([age[over] for age, over in lives]))
    stood = np.stack([_at_risk(age, np.zeros_like(age), at) for age, _ in lives])
    gone = np.stack([np.array([float(((age == day) & over).sum()) for day in at]) for age, over in lives])
    everybody, all_gone = stood.sum(axis=0), gone.sum(axis=0)
    share = stood / everybody
    surplus = (gone - all_gone * share).sum(axis=1)[:-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where(everybody > 1, all_gone * (everybody - all_gone) / (everybody - 1), 0.0)
    spread = -(share * factor) @ share.T + np.diag((share * factor).sum(axis=1))
    spread = spread[:-1, :-1]
    freedom = int(np.linalg.matrix_rank(spread))
    if freedom == 0:
        return None
    chi2 = float(surplus @ np.linalg.pinv(spread) @ surplus)
    return LogRank(chi2, freedom, float(chdtrc(freedom, chi2)))


def _at_risk(age: Numbers, since: Numbers, at: Numbers) -> Numbers:
    """How many lives have reached each age and were seen before it."""
    late = np.sort(since[since > 0])
    reached = len(age) - np.searchsorted(np.sort(age), at, side="left")
    return np.asarray(reached - (len(late) - np.searchsorted(late, at, side="left")), dtype=float)
