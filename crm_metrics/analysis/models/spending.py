"""What a customer's purchases are worth on average: the gamma-gamma model.

P. S. Fader, B. G. S. Hardie and K. L. Lee, RFM and CLV: Using Iso-Value Curves for Customer Base Analysis, Journal of
Marketing Research 42, 2005; P. S. Fader and B. G. S. Hardie, The Gamma-Gamma Model of Monetary Value, 2013. What one
customer spends varies around a mean of its own (p), these means vary over customers (q, v), and how much somebody
spends says nothing about how often.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from crm_metrics.analysis.models.fitting import UNSETTLED, NoFit, Numbers, maximum
from crm_metrics.words import mark

LEAST = 30  # customers who have bought again
TOO_FEW = mark("too few customers have bought again for a model of what they spend")
STARTS = ((6.0, 4.0, 0.6), (1.5, 2.5, 1.5), (20.0, 8.0, 0.4))  # v in mean amounts


@dataclass(frozen=True)
class Spending:
    """A fitted model. covariance: of the logarithms of p, q, v; None where the parameters were given."""

    p: float
    q: float
    v: float
    log_likelihood: float = float("nan")
    covariance: Numbers | None = None

    @property
    def parameters(self) -> Numbers:
        """p, q, v."""
        return np.array([self.p, self.q, self.v])

    def expected(self, frequency: npt.ArrayLike, mean_amount: npt.ArrayLike) -> Numbers:
        """The mean amount expected of customers with so many repeat purchases of that mean; of none, everybody's."""
        return expected(self.parameters, frequency, mean_amount)


def expected(parameters: Numbers, frequency: npt.ArrayLike, mean_amount: npt.ArrayLike) -> Numbers:
    """As the method of that name, for any parameters p, q, v."""
    p, q, v = parameters
    x, mean = np.asarray(frequency, dtype=float), np.asarray(mean_amount, dtype=float)
    return np.asarray(p * (v + np.where(x > 0, x * mean, 0.0)) / (p * x + q - 1.0))


def fit(frequency: npt.ArrayLike, mean_amount: npt.ArrayLike) -> Spending | NoFit:
    """The model of customers, one entry each: repeat purchases and their mean amount; those with none are left out."""
    x, mean = np.asarray(frequency, dtype=float), np.asarray(mean_amount, dtype=float)
    used = (x > 0) & (mean > 0)
    if int(used.sum()) < LEAST:
        return NoFit(TOO_FEW)
    x, mean = x[used], mean[used]
    scale = float(np.average(mean))
    found = maximum(lambda at: _likelihood(at, x, mean / scale), STARTS)
    if isinstance(found, NoFit):
        return found
    p, q, v = (float(one) for one in found.parameters)
    if q <= 1.0:  # then the mean amount of a customer is infinite
        return NoFit(UNSETTLED)
    return Spending(p, q, v * scale, found.log_likelihood - float(np.log(scale)) * len(x), found.covariance)


def _likelihood(parameters: Numbers, x: Numbers, mean: Numbers) -> tuple[float, Numbers]:
    from scipy.special import gammaln, psi

    p, q, v = parameters
    total = x * mean
    both = np.log(total + v)
    value = gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(v) - np.log(mean)
    value = value + p * x * np.log(total) - (p * x + q) * both
    slopes = (
        x * (psi(p * x + q) - psi(p * x) + np.log(total) - both),
        psi(p * x + q) - psi(q) + np.log(v) - both,
        q / v - (p * x + q) / (total + v),
    )
    return float(value.sum()), np.array([float(one.sum()) for one in slopes])
