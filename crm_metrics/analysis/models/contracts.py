"""How long customers with a contract stay: the shifted-beta-geometric model.

P. S. Fader and B. G. S. Hardie, How to Project Customer Retention, Journal of Interactive Marketing 21(1), 2007, and
Customer-Base Valuation in a Contractual Setting, Marketing Science 29(1), 2010. At each renewal every customer leaves
with a chance of its own, and these chances are beta (alpha, beta): those who stay are more and more the loyal ones, so
that retention rises with age.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from crm_metrics.analysis.models.fitting import UNSETTLED, FittedModel, NoFit, Numbers, maximum, summed
from crm_metrics.words import mark

TOO_FEW = mark("too few contracts have ended for a model of how long they last")
STARTS = ((1.0, 4.0), (0.5, 20.0), (3.0, 60.0))
ALIKE = 1e6  # alpha + beta so large that all customers are alike


@dataclass(frozen=True, kw_only=True)
class Contracts(FittedModel):
    """A model of how long contracts last, fitted or given."""

    alpha: float
    beta: float
    """With `alpha`: of the beta distribution of the customers' chances of leaving at a renewal."""

    @property
    def parameters(self) -> Numbers:
        """Alpha, beta."""
        return np.array([self.alpha, self.beta])

    def survival(self, periods: npt.ArrayLike) -> Numbers:
        """The share of new customers who are still there after so many renewals."""
        return self.staying(0, periods)

    def staying(self, tenure: npt.ArrayLike, periods: npt.ArrayLike) -> Numbers:
        """The chance that a customer with so many renewals behind it stays for so many more."""
        return staying(self.parameters, tenure, periods)

    def residual_lifetime(self, tenure: int, discount: float) -> float:
        """Periods still expected of a customer with `tenure` periods behind it, before it renews, each discounted.

        discount: for one period, above 0. Equation 6 of the paper of 2010.
        """
        from scipy.special import hyp2f1  # a second to import: only who asks waits for it

        last = self.beta + tenure
        stay = last / (self.alpha + last)
        return float(stay * hyp2f1(1.0, last + 1.0, self.alpha + last + 1.0, 1.0 / (1.0 + discount)))


def staying(parameters: Numbers, tenure: npt.ArrayLike, periods: npt.ArrayLike) -> Numbers:
    """As the method of that name, for any parameters alpha, beta."""
    from scipy.special import gammaln  # a second to import: only a score waits for it

    alpha, beta = parameters
    done = np.asarray(tenure, dtype=float)
    after = done + np.asarray(periods, dtype=float)
    logs = gammaln(beta + after) - gammaln(alpha + beta + after) - gammaln(beta + done) + gammaln(alpha + beta + done)
    return np.asarray(np.exp(np.minimum(logs, 0.0)))


def fit(at_risk: npt.ArrayLike, left: npt.ArrayLike, least: float = 0.0) -> Contracts | NoFit:
    """The model of a table of ages: who stood before their first, second … renewal, and who of them left at it.

    Customers who came into view late are counted from then on, those who are still there until now; the counts may be
    shares of one cohort. least: fewer leavers than these are too few.
    """
    stood, gone = np.asarray(at_risk, dtype=float), np.asarray(left, dtype=float)
    if int((stood > 0).sum()) < 2 or gone.sum() <= 0 or gone.sum() < least:
        return NoFit(TOO_FEW)
    ages = np.arange(len(stood), dtype=float)

    def likelihood(parameters: Numbers) -> tuple[float, Numbers]:
        alpha, beta = parameters
        stayed = stood - gone
        both = alpha + beta + ages
        value = gone * np.log(alpha) + stayed * np.log(beta + ages) - stood * np.log(both)
        slopes = (gone / alpha - stood / both, stayed / (beta + ages) - stood / both)
        return summed(value, slopes)

    peak = maximum(likelihood, STARTS)
    if isinstance(peak, NoFit) or peak.parameters.sum() > 1e3:
        return _alike(stood, gone)
    alpha, beta = (float(parameter) for parameter in peak.parameters)
    return Contracts(alpha=alpha, beta=beta, log_likelihood=peak.log_likelihood, covariance=peak.covariance)


def _alike(stood: Numbers, gone: Numbers) -> Contracts | NoFit:
    """The model's own limit, where all customers leave with one chance: a rate that does not fall with age."""
    share = float(gone.sum() / stood.sum())
    if not 0 < share < 1:
        return NoFit(UNSETTLED)
    stayed = stood - gone
    value = float(gone.sum() * np.log(share) + stayed.sum() * np.log(1 - share))
    slope = np.array([1 / share, -1 / (1 - share)])
    covariance = np.outer(slope, slope) * share * (1 - share) / stood.sum()
    return Contracts(alpha=share * ALIKE, beta=(1 - share) * ALIKE, log_likelihood=value, covariance=covariance)
