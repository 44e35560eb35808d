"""An effect in money: so many units a week, each worth so much, and what of both is uncertain.

Where both are uncertain the ends are the least and the greatest product of theirs. That interval holds wherever both
do, so that it fails no more often than both together (the Bonferroni inequality: R. G. Miller, Simultaneous Statistical
Inference, 1981, 1.3); no shape is supposed for either, and the interval of an effect need not be even. What is counted
has no interval of its own, and is handed over with both ends at its value. No amount is carried beyond the weeks asked.
"""

from __future__ import annotations

from collections.abc import Iterable

from crm_metrics.analysis.relating.regression import Estimate

WEEK = 7


def counted(value: float) -> Estimate:
    """What is known, not estimated."""
    return Estimate(value, value, value)


def gained(effect: Estimate, units: float, better: str) -> Estimate:
    """What an effect comes to over so many units, above nought where it is a gain."""
    factor = units if better == "up" else -units
    low, high = sorted((factor * effect.low, factor * effect.high))
    return Estimate(factor * effect.value, low, high)


def priced(amount: Estimate, price: Estimate | None) -> Estimate:
    """The same at a price, with the range of both; as it is where it is money already."""
    if price is None:
        return amount
    ends = [one * other for one in (amount.low, amount.high) for other in (price.low, price.high)]
    return Estimate(amount.value * price.value, min(ends), max(ends))


def over(weekly: Estimate, days: int) -> Estimate:
    """What comes every week, over so many days."""
    weeks = days / WEEK
    return Estimate(weekly.value * weeks, weekly.low * weeks, weekly.high * weeks)


def together(amounts: Iterable[Estimate]) -> Estimate:
    """The sum, whose range holds where those of all do."""
    held = list(amounts)
    return Estimate(sum(one.value for one in held), sum(one.low for one in held), sum(one.high for one in held))
