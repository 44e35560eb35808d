"""What customers are worth in the next twelve months, and where each stands by recency, frequency and money."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crm_metrics.analysis.models import contracts, purchases, spending
from crm_metrics.analysis.models.fitting import Numbers, spread
from crm_metrics.analysis.models.histories import Whole
from crm_metrics.metrics.rows.intervals import Z

AHEAD_WEEKS = 365 / 7
AHEAD_MONTHS = 12
DISCOUNT = 0.10  # a year; a house choice, as in the example of Fader and Hardie
OLDEST = 600  # months of tenure; older ones are as loyal as these


@dataclass(frozen=True)
class Worth:
    """Expected margin of the next twelve months, discounted, and the standard error that the fit leaves in it."""

    value: Numbers
    error: Numbers

    def plus(self, other: Worth) -> Worth:
        """Both together; they were fitted apart, so their errors are independent."""
        return Worth(self.value + other.value, np.hypot(self.error, other.error))

    @property
    def low(self) -> Numbers:
        """The lower end of the 95 % range of the fit; never below nothing where the value is not."""
        return np.where(self.value >= 0, np.maximum(self.value - Z * self.error, 0.0), self.value - Z * self.error)

    @property
    def high(self) -> Numbers:
        """The upper end of it."""
        return self.value + Z * self.error


@dataclass(frozen=True)
class Chance:
    """A chance of each customer, and the standard error that the fit leaves in it; its range stays within 0 to 1."""

    value: Numbers
    error: Numbers

    @property
    def low(self) -> Numbers:
        """The lower end of the 95 % range of the fit."""
        return np.maximum(self.value - Z * self.error, 0.0)

    @property
    def high(self) -> Numbers:
        """The upper end of it."""
        return np.minimum(self.value + Z * self.error, 1.0)


def of_alive(buying: purchases.Purchases, x: Numbers, t_x: Numbers, age: Numbers) -> Chance:
    """The chance of still being a customer, of those who have bought."""
    value = buying.alive(x, t_x, age)
    if buying.covariance is None or not buying.covariance[2, 2]:  # nobody is ever lost, at the limit: no known error
        return Chance(value, np.full_like(value, np.nan))
    return Chance(value, spread(lambda at: purchases.alive(at, x, t_x, age), buying.parameters, buying.covariance))


def of_orders(
    buying: purchases.Purchases,
    amounts: spending.Spending,
    margin_rate: float,
    history: tuple[Numbers, Numbers, Numbers, Numbers],
) -> Worth:
    """Customers without a contract: purchases expected × amount expected × margin; history is x, t_x, age, mean.

    Purchases are taken to fall evenly over the year, so they are discounted half a year on average. Fader, Hardie and
    Lee 2005 (BG/NBD and gamma-gamma); the error by the delta method.
    """
    x, t_x, age, mean = history
    times = buying.expected_next(AHEAD_WEEKS, x, t_x, age)
    each = amounts.expected(x, mean)
    value = times * each * margin_rate / np.sqrt(1 + DISCOUNT)
    if buying.covariance is None or amounts.covariance is None:
        return Worth(value, np.zeros_like(value))
    of_times = spread(
        lambda at: purchases.expected_next(at, AHEAD_WEEKS, x, t_x, age), buying.parameters, buying.covariance
    )
    of_each = spread(lambda at: spending.expected(at, x, mean), amounts.parameters, amounts.covariance)
    relative = np.hypot(of_times / np.maximum(times, 1e-12), of_each / np.maximum(each, 1e-12))
    return Worth(value, np.abs(value) * relative)


def of_contracts(model: contracts.Contracts, tenure: Whole, margin: Numbers) -> tuple[Chance, Worth]:
    """Customers with a contract: the chance of being there twelve months on, and the margin of the months until then.

    tenure: whole months behind. margin: of a month. Fader and Hardie 2010.
    """
    months = np.arange(1, AHEAD_MONTHS + 1)
    discounted = (1 + DISCOUNT) ** (-months / 12)
    behind = np.minimum(tenure, OLDEST)
    known, place = np.unique(behind, return_inverse=True)

    def lasting(at: Numbers) -> Numbers:
        return np.asarray(contracts.staying(at, known[:, None], months[None, :]) @ discounted)

    def keeping(at: Numbers) -> Numbers:
        return contracts.staying(at, known, AHEAD_MONTHS)

    kept, lasts = keeping(model.parameters), lasting(model.parameters)
    of_kept, of_lasts = np.zeros_like(kept), np.zeros_like(lasts)
    if model.covariance is not None:
        of_kept, of_lasts = (spread(each, model.parameters, model.covariance) for each in (keeping, lasting))
    stays = Chance(kept[place], of_kept[place])
    return stays, Worth(margin * lasts[place], np.abs(margin) * of_lasts[place])


def fifths(values: Numbers, among: Numbers) -> Whole:
    """The fifth, 1 to 5, in which each value would stand among the values of a frozen day; equal values share one.

    By ranks: a value stands in the middle of those equal to it, so that ties neither move a border nor are split.
    """
    if not len(among):
        return np.full(len(values), 3, dtype=np.int64)
    ordered = np.sort(among)
    less, upto = (np.searchsorted(ordered, values, side=side) for side in ("left", "right"))
    rank = (less + upto) / 2 / len(ordered)
    return np.clip(np.floor(5 * rank + 1e-9).astype(np.int64) + 1, 1, 5)
