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

from crm_metrics.analysis.models.fitting import UNSETTLED, FittedModel, NoFit, Numbers, maximum, summed
from crm_metrics.words import mark

LEAST = 30  # customers who have bought again
TOO_FEW = mark("too few customers have bought again for a model of what they spend")
STARTS = ((6.0, 4.0, 0.6), (1.5, 2.5, 1.5), (20.0, 8.0, 0.4))  # v in mean amounts


@dataclass(frozen=True, kw_only=True)
class Spending(FittedModel):
    """A model of what customers spend at a time, fitted or given."""

    p: float
    """Of the gamma distribution of a customer's own amounts."""
    q: float
    v: float
    """With `q`: of the gamma distribution of the scales of these, over the customers."""

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
    peak = maximum(lambda at: _likelihood(at, x, mean / scale), STARTS)
    if isinstance(peak, NoFit):
        return peak
    peak = peak.in_units(place=2, scale=scale, observations=len(x))
    p, q, v = (float(parameter) for parameter in peak.parameters)
    if q <= 1.0:  # then the mean amount of a customer is infinite
        return NoFit(UNSETTLED)
    return Spending(p=p, q=q, v=v, log_likelihood=peak.log_likelihood, covariance=peak.covariance)


def _likelihood(parameters: Numbers, x: Numbers, mean: Numbers) -> tuple[float, Numbers]:
    """The logarithm of the likelihood of the customers' mean amounts, and its gradient."""
    from scipy.special import gammaln, psi  # a second to import: only a fit waits for it

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
    return summed(value, slopes)
