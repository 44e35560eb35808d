"""Regressions of an answer on what came before it: logistic for yes or no, linear for a score, errors by cluster.

Few lines of numpy in place of statsmodels, whose import alone costs a board's first page more than all its fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan, cos, erfc, exp, log, pi, sin, sqrt
from typing import Any

import numpy as np

from crm_metrics.metrics.rows.intervals import Z

Array = np.ndarray[Any, Any]

TURNS = 30  # of Newton's method; ten are plenty where there is a maximum
STEEP = 30.0  # log-odds beyond which a chance is 0 or 1 to the last digit
ROWS = 256  # of one matrix product: larger ones wake numpy's threads, which cost a busy machine ten times the work
RIDGE = 1e-8  # keeps a step finite where a column says next to nothing


@dataclass(frozen=True)
class Estimate:
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def side(self) -> int:
        """1 or −1 where the whole interval lies above or below zero, else 0."""
        return 1 if self.low > 0 else -1 if self.high < 0 else 0


@dataclass(frozen=True, kw_only=True)
class Fit:
    """A fitted model of n rows and k columns."""

    beta: Array
    """(k,)."""
    covariance: Array
    """(k, k), robust to what rows of a cluster share."""
    design: Array
    """(n, k)."""
    fitted: Array
    """(n,) chances or means."""
    slope: Array
    """(n,) of the fitted value by the linear predictor: p(1 − p), or 1."""
    logistic: bool
    """Whether it is of log-odds, for yes or no; else of the value itself, by least squares."""
    freedom: int
    """Clusters less one."""

    def predicted(self, design: Array) -> Array:
        """The chances or means of other rows."""
        return chances(along(design, self.beta)) if self.logistic else along(design, self.beta)

    def error(self, gradient: Array) -> float:
        """The standard error of a quantity, by its gradient in beta (the delta method)."""
        return sqrt(max(float(gradient @ self.covariance @ gradient), 0.0))

    def joint(self, places: Sequence[int]) -> float:
        """The p-value that one or two coefficients are all zero (Wald, with the clusters' degrees of freedom)."""
        at = list(places)
        part = self.covariance[np.ix_(at, at)]
        try:
            statistic = float(self.beta[at] @ np.linalg.solve(part, self.beta[at]))
        except np.linalg.LinAlgError:
            return 1.0
        if not statistic > 0:
            return 1.0
        return beyond(sqrt(statistic), self.freedom) if len(at) == 1 else beyond_two(statistic / 2, self.freedom)


def fit(design: Array, outcome: Array, clusters: Sequence[Array], *, logistic: bool) -> Fit:
    """The maximum-likelihood (logistic) or least-squares fit; clusters: codes from 0 of one grouping of rows, or two.

    Rows of one cluster may hang together in any way (K.-Y. Liang and S. L. Zeger, Biometrika 73, 1986); with two
    groupings the variances of both are added and that of their intersection taken off (A. C. Cameron, J. B. Gelbach
    and D. L. Miller, Journal of Business and Economic Statistics 29, 2011).
    """
    if logistic:
        beta, fitted, slope, bread = _newton(design, outcome)
    else:
        bread = np.linalg.inv(product(design, design) + RIDGE * np.eye(design.shape[1]))
        beta = bread @ product(design, outcome)
        fitted, slope = along(design, beta), np.ones(len(outcome))
    scores = design * (outcome - fitted)[:, None]
    meat = sum(sign * _meat(scores, codes) for sign, codes in _groupings(clusters))
    covariance = bread @ meat @ bread
    if len(clusters) > 1:  # a difference of variances may have a direction below zero
        values, vectors = np.linalg.eigh((covariance + covariance.T) / 2)
        covariance = (vectors * np.maximum(values, 0)) @ vectors.T
    freedom = min(int(codes.max()) for codes in clusters)
    return Fit(
        beta=beta,
        covariance=covariance,
        design=design,
        fitted=fitted,
        slope=slope,
        logistic=logistic,
        freedom=freedom,
    )


def independent(design: Array) -> list[int]:
    """The columns that no columns before them already tell; the first stay."""
    scale = np.sqrt((design * design).sum(axis=0))
    scale[scale == 0] = 1
    scaled = design / scale
    left = product(scaled, scaled)
    kept = []
    for place in range(design.shape[1]):  # what the columns kept so far tell of the others is taken off
        if left[place, place] > 1e-9:
            kept.append(place)
            left = left - np.outer(left[:, place], left[place]) / left[place, place]
    return kept


def product(a: Array, b: Array) -> Array:
    """aᵀ b over their rows, a few rows at a time."""
    other = (
        b.copy() if b is a else b
    )  # of an array with itself numpy makes half and mirrors it, at fifty times the work
    left, right = _blocks(a), _blocks(other if b.ndim > 1 else other[:, None])
    parts = [np.matmul(rows.transpose(0, 2, 1), beside).sum(axis=0) for rows, beside in zip(left, right, strict=True)]
    whole: Array = sum(parts[1:], parts[0])
    return whole if b.ndim > 1 else whole[:, 0]


def along(design: Array, beta: Array) -> Array:
    """design · beta, a few rows at a time."""
    parts = [np.matmul(block, beta[:, None]).reshape(-1) for block in _blocks(design)]
    predictor: Array = (parts[0] if len(parts) == 1 else np.concatenate(parts))[: len(design)]
    return predictor


def _blocks(rows: Array) -> list[Array]:
    """The rows in blocks of ROWS, as they lie in memory; those that fill none in one more, filled up with zeros."""
    n, k = rows.shape
    whole = n // ROWS * ROWS
    blocks = [np.ascontiguousarray(rows[:whole]).reshape(-1, ROWS, k)] if whole else []
    if whole < n or not whole:
        rest = np.zeros((1, ROWS, k))
        rest[0, : n - whole] = rows[whole:]
        blocks.append(rest)
    return blocks


def chances(log_odds: Array) -> Array:
    """Log-odds as chances."""
    shares: Array = 1 / (1 + np.exp(-np.clip(log_odds, -STEEP, STEEP)))
    return shares


def beyond(size: float, freedom: int) -> float:
    """The two-sided p-value of Student's t; of the normal distribution where the degrees of freedom are many.

    The finite series for whole degrees of freedom: M. Abramowitz and I. Stegun, Handbook of Mathematical Functions,
    26.7.3 and 26.7.4. It spares a board's page the import of scipy.
    """
    if freedom > 200:
        return erfc(size / sqrt(2))
    if freedom < 1:
        return 1.0
    angle = atan(size / sqrt(freedom))
    odd = freedom % 2
    term = cos(angle) if odd else 1.0
    total = 0.0
    for step in range(freedom // 2):
        total += term
        term *= (2 * step + 1 + odd) / (2 * step + 2 + odd) * cos(angle) ** 2
    inside = (angle + sin(angle) * total) * 2 / pi if odd else sin(angle) * total
    return min(max(1 - inside, 0.0), 1.0)


def beyond_two(size: float, freedom: int) -> float:
    """The p-value of an F statistic of two against `freedom` degrees of freedom: here it has a closed form."""
    return exp(-freedom / 2 * log(1 + 2 * size / freedom)) if freedom > 0 else 1.0


def reach(freedom: int) -> float:
    """How many standard errors a 95 % interval reaches to each side."""
    if freedom > 200:
        return Z
    low, high = 1.0, 13.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if beyond(middle, max(freedom, 1)) > 0.05 else (low, middle)
    return (low + high) / 2


def _newton(design: Array, outcome: Array) -> tuple[Array, Array, Array, Array]:
    beta = np.zeros(design.shape[1])
    for _ in range(TURNS):
        fitted = chances(along(design, beta))
        slope = np.maximum(fitted * (1 - fitted), 1e-10)
        curvature = product(design, design * slope[:, None]) + RIDGE * np.eye(len(beta))
        step = np.linalg.solve(curvature, product(design, outcome - fitted))
        beta = beta + np.clip(step, -5, 5)
        if np.max(np.abs(step)) < 1e-9:
            break
    fitted = chances(along(design, beta))
    slope = np.maximum(fitted * (1 - fitted), 1e-10)
    curvature = product(design, design * slope[:, None]) + RIDGE * np.eye(len(beta))
    return beta, fitted, slope, np.linalg.inv(curvature)


def _groupings(clusters: Sequence[Array]) -> list[tuple[int, Array]]:
    if len(clusters) == 1:
        return [(1, clusters[0])]
    first, second = clusters
    both = np.unique(first.astype(np.int64) * (int(second.max()) + 1) + second, return_inverse=True)[1]
    return [(1, first), (1, second), (-1, both)]


def _meat(scores: Array, codes: Array) -> Array:
    """The sum over clusters of the outer product of their summed scores, with the usual correction for few clusters."""
    n, k = scores.shape
    count = int(codes.max()) + 1
    summed = np.column_stack([np.bincount(codes, scores[:, place], count) for place in range(k)])
    known = int(np.count_nonzero(np.bincount(codes, minlength=count)))
    few = known / max(known - 1, 1) * (n - 1) / max(n - k, 1)
    meat: Array = few * product(summed, summed)
    return meat
