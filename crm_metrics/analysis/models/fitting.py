"""How a model is fitted: the likelihood's maximum over positive parameters, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from crm_metrics.words import mark

Numbers = npt.NDArray[np.float64]
Likelihood = Callable[[Numbers], tuple[float, Numbers]]

LIMIT = 9.0  # the logarithm of a parameter stays within ± this: 0.0001 to 8,100
STEP = 1e-4  # of a logarithm, for the curvature at the maximum
SLOPE = 1e-4  # of the logarithm of the likelihood: a steeper place is no peak
FLAT = 1e-6  # of the sharpest bend: a direction that bends less makes no difference

UNSETTLED = mark("a model of customers found no single best answer, so its numbers would mean nothing")
UNLIKE = mark("a model of customers missed what had happened when tried on it, so it says nothing of what will")


@dataclass(frozen=True)
class NoFit:
    """Why there is no model: a sentence that `words` can say."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class FittedModel:
    """What every model keeps of its fit beside its parameters."""

    log_likelihood: float = float("nan")
    covariance: Numbers | None = None
    """Of the logarithms of the parameters; None where these were given."""


@dataclass(frozen=True)
class Maximum:
    """Where a likelihood is highest: the parameters, its logarithm there, and the covariance of their logarithms."""

    parameters: Numbers
    log_likelihood: float
    covariance: Numbers

    def in_units(self, place: int, scale: float, observations: float) -> Maximum:
        """The same of data that were `scale` times as large, where the parameter at `place` grows with them.

        observations: how many densities of such data the likelihood is a product of; each is by 1 ÷ scale lower.
        """
        parameters = self.parameters.copy()
        parameters[place] *= scale
        return Maximum(parameters, self.log_likelihood - observations * float(np.log(scale)), self.covariance)


def summed(value: Numbers, slopes: Sequence[Numbers], weights: Numbers | None = None) -> tuple[float, Numbers]:
    """A log-likelihood and its gradient from those of each row; weights: how often each row stands."""

    def total(each: Numbers) -> float:
        return float(each.sum() if weights is None else weights @ each)

    return total(value), np.array([total(slope) for slope in slopes])


def maximum(likelihood: Likelihood, starts: Sequence[Sequence[float]]) -> Maximum | NoFit:
    """The highest point that is reached from any of the starts.

    likelihood: from parameters of the size of 1 to the logarithm of the likelihood and its gradient. A parameter that
    runs to the end of its range stays there: it is the model's own limit (nobody is ever lost, all are alike), and its
    numbers hold as far as they are borne out. No fit is what is not a peak.
    """
    from scipy.optimize import minimize  # a second to import: only a fit waits for it

    def loss(logs: Numbers) -> tuple[float, Numbers]:
        parameters = np.exp(logs)
        value, gradient = likelihood(parameters)
        if not (np.isfinite(value) and np.isfinite(gradient).all()):
            return 1e300, np.zeros_like(logs)
        return -value, -gradient * parameters

    bounds = [(-LIMIT, LIMIT)] * len(starts[0])
    options = {"maxiter": 400, "ftol": 1e-10}  # L-BFGS-B keeps all cores busy with four numbers: five times as slow
    peaks = [
        minimize(loss, np.log(start), jac=True, method="SLSQP", bounds=bounds, options=options) for start in starts
    ]
    best = min(peaks, key=lambda peak: float(peak.fun))
    logs: Numbers = np.asarray(best.x, dtype=float)
    free = np.abs(logs) < LIMIT - 0.01
    if best.fun >= 1e299 or np.abs(loss(logs)[1][free]).max(initial=0.0) > SLOPE * max(1.0, abs(float(best.fun))):
        return NoFit(UNSETTLED)
    covariance = _covariance(loss, logs, free)
    return NoFit(UNSETTLED) if covariance is None else Maximum(np.exp(logs), -float(best.fun), covariance)


def _covariance(loss: Callable[[Numbers], tuple[float, Numbers]], logs: Numbers, free: Any) -> Numbers | None:
    """The inverse of the curvature at a peak, 0 for what is at its limit or makes no difference; None at no peak."""
    size = len(logs)
    curvature = np.zeros((size, size))
    for place in np.flatnonzero(free):
        ahead, behind = logs.copy(), logs.copy()
        ahead[place] += STEP
        behind[place] -= STEP
        curvature[place] = (loss(ahead)[1] - loss(behind)[1]) / (2 * STEP)
    inner = curvature[np.ix_(free, free)]
    if not np.isfinite(inner).all():
        return None
    bends, directions = np.linalg.eigh((inner + inner.T) / 2)
    least = FLAT * max(float(np.abs(bends).max(initial=0.0)), 1.0)
    if (bends < -least).any():
        return None
    inverse = np.where(bends > least, 1.0 / np.maximum(bends, least), 0.0)
    covariance = np.zeros((size, size))
    covariance[np.ix_(free, free)] = (directions * inverse) @ directions.T
    return covariance


def spread(value: Callable[[Numbers], Numbers], parameters: Numbers, covariance: Numbers) -> Numbers:
    """The standard error of each of the values that a model gives, from the uncertainty of its parameters.

    The delta method: G. W. Oehlert, A Note on the Delta Method, The American Statistician 46, 1992.
    """
    slopes = []
    for place in range(len(parameters)):
        ahead, behind = parameters.copy(), parameters.copy()
        ahead[place] *= np.exp(STEP)
        behind[place] *= np.exp(-STEP)
        slopes.append((value(ahead) - value(behind)) / (2 * STEP))
    slope = np.stack(slopes)
    return np.asarray(np.sqrt(np.maximum(np.einsum("i...,ij,j...->...", slope, covariance, slope), 0.0)))
