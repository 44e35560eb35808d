"""A planted cause is the cell that explains most, and the cells add up to the change, over companies drawn at random.

Half of the draws are rates: binomial counts of a few cells whose shares drift, one of them a cell whose rate falls by
15 to 30 points. Half are sums: Poisson counts, one of them of a cell that loses 30 to 60 % of what it brought.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from crm_metrics.analysis.attribution import Amounts, Rates, Split, amounts_changed, rates_changed

FIRST = 0.95  # of the draws in which the planted cell has to stand first


def planted(count: int = 20_000, seed: int = 20261129) -> Mapping[str, object]:
    """So many draws of either kind; AssertionError where cells do not add up or the cause is too seldom first."""
    rng = np.random.default_rng(seed)
    told: dict[str, object] = {"draws": 2 * count}
    for name, draw in (("rates", _rates), ("sums", _sums)):
        hits = 0
        for _ in range(count):
            split, cause = draw(rng)
            assert sum((one.total for one in split.effects), Fraction(0)) == split.whole, name
            hits += split.drivers[0].cell == cause
        assert hits >= FIRST * count, f"{name}: the planted cell stands first in {hits} of {count}"
        told[f"{name} first"] = f"{hits / count:.1%}"
    return told


def _shares(rng: np.random.Generator) -> tuple[np.ndarray, int]:
    """The shares of three to eight cells, and which of them is the cause: one with a tenth of the rows at least."""
    cells = int(rng.integers(3, 9))
    shares = rng.dirichlet(np.full(cells, 4.0))
    return shares, int(rng.choice(np.flatnonzero(shares >= 0.1)))


def _rates(rng: np.random.Generator) -> tuple[Split, str]:
    shares, cause = _shares(rng)
    rates = rng.uniform(0.6, 0.9, len(shares))
    later = rates.copy()
    later[cause] -= rng.uniform(0.15, 0.30)
    drifted = shares * rng.uniform(0.95, 1.05, len(shares))
    n = int(rng.integers(3_000, 10_000))
    before, after = (
        _counted(rng, n, mix / mix.sum(), of) for mix, of in ((shares, rates), (drifted, later))
    )  # fmt: skip
    return rates_changed(before, after), str(cause)


def _counted(rng: np.random.Generator, n: int, shares: np.ndarray, rates: np.ndarray) -> Rates:
    below = rng.multinomial(n, shares)
    above = rng.binomial(below, rates)
    return {str(cell): (Fraction(int(above[cell])), Fraction(int(below[cell]))) for cell in range(len(shares))}


def _sums(rng: np.random.Generator) -> tuple[Split, str]:
    shares, cause = _shares(rng)
    brought = shares * rng.integers(3_000, 10_000)
    later = brought.copy()
    later[cause] *= 1 - rng.uniform(0.3, 0.6)
    before, after = (_amounts(rng.poisson(level)) for level in (brought, later))
    return amounts_changed(before, after), str(cause)


def _amounts(counts: np.ndarray) -> Amounts:
    return {str(cell): Fraction(int(count)) for cell, count in enumerate(counts)}
