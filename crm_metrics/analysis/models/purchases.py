"""When customers without a contract buy again, and whether they are still customers: the BG/NBD model.

P. S. Fader, B. G. S. Hardie and K. L. Lee, "Counting Your Customers" the Easy Way: An Alternative to the Pareto/NBD
Model, Marketing Science 24(2), 2005. Each customer buys at a rate of its own until, after some purchase, it is lost for
good; rates are gamma (r, alpha), chances of being lost are beta (a, b), and both are independent. Any unit of time will
do, the same everywhere; here it is the week.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from crm_metrics.analysis.models.fitting import FittedModel, NoFit, Numbers, maximum, summed
from crm_metrics.words import mark

LEAST = 30  # customers who have bought again
TOO_FEW = mark("too few customers have bought again for a model of their purchases")
STARTS = ((0.5, 1.0, 0.8, 2.5), (1.5, 4.0, 0.3, 3.0), (0.2, 0.5, 2.0, 6.0))  # alpha in mean ages


@dataclass(frozen=True, kw_only=True)
class Purchases(FittedModel):
    """A model of when customers buy again, fitted or given."""

    r: float
    alpha: float
    """With `r`: of the gamma distribution of the customers' rates of buying."""
    a: float
    b: float
    """With `a`: of the beta distribution of their chances of being lost."""

    @property
    def parameters(self) -> Numbers:
        """r, alpha, a, b."""
        return np.array([self.r, self.alpha, self.a, self.b])

    def expected(self, weeks: npt.ArrayLike) -> Numbers:
        """Purchases expected of a customer in its first `weeks` after the first purchase, which does not count."""
        zero = np.zeros_like(np.asarray(weeks, dtype=float))
        return _expected(self.parameters, zero, zero, weeks)

    def alive(self, frequency: npt.ArrayLike, recency: npt.ArrayLike, age: npt.ArrayLike) -> Numbers:
        """The chance of still being a customer; 1 for whoever has not bought again: it can't have been lost yet."""
        return alive(self.parameters, frequency, recency, age)

    def expected_next(
        self, weeks: npt.ArrayLike, frequency: npt.ArrayLike, recency: npt.ArrayLike, age: npt.ArrayLike
    ) -> Numbers:
        """Purchases expected in the next `weeks` of customers with this history: equation 10 of the paper."""
        return expected_next(self.parameters, weeks, frequency, recency, age)

    def none_in(self, weeks: npt.ArrayLike) -> Numbers:
        """The chance that a new customer does not buy again within `weeks`."""
        return np.asarray((self.alpha / (self.alpha + np.asarray(weeks, dtype=float))) ** self.r)


def fit(frequency: npt.ArrayLike, recency: npt.ArrayLike, age: npt.ArrayLike) -> Purchases | NoFit:
    """The model of customers, one entry each: purchases after the first, and weeks from the first to the last and on.

    age: weeks from the first purchase to the day of the reading. Days with several orders are one purchase.
    """
    x, t_x, age_ = _numbers(frequency, recency, age)
    if int((x > 0).sum()) < LEAST:
        return NoFit(TOO_FEW)
    rows, weights = np.unique(np.stack([x, t_x, age_], axis=1), axis=0, return_counts=True)
    scale = float(np.average(rows[:, 2], weights=weights)) or 1.0
    scaled = rows.T / np.array([[1.0], [scale], [scale]])
    peak = maximum(lambda at: _likelihood(at, scaled, weights.astype(float)), STARTS)
    if isinstance(peak, NoFit):
        return peak
    peak = peak.in_units(place=1, scale=scale, observations=float(x.sum()))
    r, alpha, a, b = (float(parameter) for parameter in peak.parameters)
    return Purchases(r=r, alpha=alpha, a=a, b=b, log_likelihood=peak.log_likelihood, covariance=peak.covariance)


def alive(parameters: Numbers, frequency: npt.ArrayLike, recency: npt.ArrayLike, age: npt.ArrayLike) -> Numbers:
    """As the method of that name, for any parameters r, alpha, a, b."""
    x, t_x, age_ = _numbers(frequency, recency, age)
    return np.asarray(1.0 / (1.0 + _lost(parameters, x, t_x, age_)))


def expected_next(
    parameters: Numbers, weeks: npt.ArrayLike, frequency: npt.ArrayLike, recency: npt.ArrayLike, age: npt.ArrayLike
) -> Numbers:
    """As the method of that name, for any parameters r, alpha, a, b."""
    x, t_x, age_ = _numbers(frequency, recency, age)
    return np.asarray(_expected(parameters, x, age_, weeks) / (1.0 + _lost(parameters, x, t_x, age_)))


def _numbers(*columns: npt.ArrayLike) -> tuple[Numbers, ...]:
    return tuple(np.asarray(column, dtype=float) for column in columns)


def _expected(parameters: Numbers, x: Numbers, age: Numbers, weeks: npt.ArrayLike) -> Numbers:
    """Purchases in the next weeks of a customer who is still one.

    The paper's 2F1(r + x, b + x; a + b + x - 1; z), by Euler's transformation: its terms stay small for many purchases.
    """
    from scipy.special import hyp2f1  # a second to import: only a score waits for it

    r, alpha, a, b = parameters
    if abs(a - 1.0) < 1e-7:  # where the formula reads 0 ÷ 0
        a = 1.0 + 1e-7
    ahead = np.asarray(weeks, dtype=float)
    z = ahead / (alpha + age + ahead)
    with np.errstate(over="ignore", invalid="ignore"):  # 0 times infinity, where nearly nobody comes back
        inner = (1.0 - z) ** (a - 1.0) * hyp2f1(a + b - 1.0 - r, a - 1.0, a + b + x - 1.0, z)
    if not np.all(np.isfinite(inner)):  # there the paper's own form stays small
        inner = np.where(np.isfinite(inner), inner, (1.0 - z) ** (r + x) * hyp2f1(r + x, b + x, a + b + x - 1.0, z))
    return np.asarray((a + b + x - 1.0) / (a - 1.0) * (1.0 - inner))


def _lost(parameters: Numbers, x: Numbers, t_x: Numbers, age: Numbers) -> Numbers:
    """The odds of having been lost after the last purchase."""
    r, alpha, a, b = parameters
    before = np.where(x > 0, b + x - 1.0, 1.0)
    odds = np.log(a) - np.log(before) + (r + x) * (np.log(alpha + age) - np.log(alpha + t_x))
    return np.where(x > 0, np.exp(np.minimum(odds, 700.0)), 0.0)


def _likelihood(parameters: Numbers, rows: Numbers, weights: Numbers) -> tuple[float, Numbers]:
    """The logarithm of the likelihood, equation 6 of the paper, and its gradient."""
    from scipy.special import gammaln, psi  # a second to import: only a fit waits for it

    r, alpha, a, b = parameters
    x, t_x, age = rows
    again = x > 0
    before = np.where(again, b + x - 1.0, 1.0)
    stays = -(r + x) * np.log(alpha + age)
    goes = np.where(again, np.log(a) - np.log(before) - (r + x) * np.log(alpha + t_x), -np.inf)
    both = np.logaddexp(stays, goes)
    stayed = np.exp(stays - both)
    gone = 1.0 - stayed
    value = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + both
    value = value + gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
    shared = psi(a + b) - psi(a + b + x)
    slopes = (
        psi(r + x) - psi(r) + np.log(alpha) - stayed * np.log(alpha + age) - gone * np.log(alpha + t_x),
        r / alpha - (r + x) * (stayed / (alpha + age) + gone / (alpha + t_x)),
        shared + gone / a,
        shared + psi(b + x) - psi(b) - np.where(again, gone / before, 0.0),
    )
    return summed(value, slopes, weights)
