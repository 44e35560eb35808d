"""A planted cause is the cell that explains most, and the cells add up to the change and to the gap of any number.

The cells of the catalogue's sums and quotients, by each dimension, on made companies. Of the planted causes half are
of rates: binomial counts of a few cells whose shares drift, one of them a cell whose rate falls by 15 to 30 points.
Half are of sums: Poisson counts, one of them of a cell that loses 30 to 60 % of what it brought.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

import numpy as np

from crm_metrics.analysis.attribution import (
    Amounts,
    Rates,
    Split,
    amounts_changed,
    rates_changed,
    rates_to_goal,
    shared_goals,
)
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.cells import MetricCells, of_readings, unsplit
from crm_metrics.metrics.core import APPLICATION, Metric
from crm_metrics.metrics.question import dimensions
from crm_metrics.metrics.readings import Result, value_of
from crm_metrics.metrics.shop import Shop
from crm_metrics.periods import Period
from crm_metrics.warehouse.demo.build import Asked
from tests.demo_company import demo_company

DIMENSIONS = ("team", "touchpoint", "channel", "tier", "product")
APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)
PERIODS = (Period(APRIL, APRIL, date(2026, 4, 30)), Period(MAY, MAY, date(2026, 5, 31)))
DRAWN = 4_000  # causes for each company
SAME = 1e-12
FIRST = 0.95  # of the draws in which the planted cell has to stand first


def whole(count: int = 20_000, seed: int = 20261129) -> Mapping[str, object]:
    """So many planted causes of either kind; the catalogue on a company for each four thousand of them."""
    companies, splits = max(1, count // DRAWN), 0
    for place in range(companies):
        with demo_company(Asked(customers=300, months=5, until=PERIODS[-1].last, seed=seed + place), None) as shop:
            splits += catalogue(shop, seed)
    return {**planted(count, seed), "companies": companies, "splits": splits}


def catalogue(shop: Shop, seed: int) -> int:
    """Each metric that can be split, by each dimension: its cells add up to its change and to the gap to any goal.

    Gives how many there were.
    """
    rng = np.random.default_rng(seed)
    can = [one for one in CATALOGUE.values() if unsplit(one) is None and one.on.partition(".")[0] != APPLICATION]
    wholes = [_values(shop, can, days) for days in PERIODS]
    splits = 0
    for dimension in DIMENSIONS:
        metrics = [one for one in can if dimension in dimensions(shop, one)]
        answers = [_answers(shop, metrics, days, dimension) for days in PERIODS]
        for metric in metrics:
            values = [whole[metric.name] for whole in wholes]
            if None in values:
                continue
            before, after = (of_readings(metric, dimension, one[metric.name].readings) for one in answers)
            first, last = (float(value or 0) for value in values)
            goal = Fraction(float(rng.normal(last, abs(last) + 1)))
            _adds_up(_changed(before, after), last - first, (metric.name, dimension))
            _adds_up(_missed(before, after, goal), last - float(goal), (metric.name, dimension))
            splits += 1
    return splits


def _values(shop: Shop, metrics: Sequence[Metric], days: Period) -> Mapping[str, float | None]:
    return {name: value_of(one.readings[-1]) for name, one in _answers(shop, metrics, days).items()}


def _answers(shop: Shop, metrics: Sequence[Metric], days: Period, *by: str) -> Mapping[str, Result]:
    return shop.ask(metrics, every="all", by=by, since=days.first, until=days.last)


def _changed(before: MetricCells, after: MetricCells) -> Split:
    return (
        rates_changed(before.rates, after.rates) if after.rates else amounts_changed(before.amounts, after.amounts)
    )  # fmt: skip


def _missed(before: MetricCells, after: MetricCells, goal: Fraction) -> Split:
    if after.rates:
        return rates_to_goal(after.rates, goal)
    asked: Amounts = shared_goals(goal, before.amounts) if sum(before.amounts.values()) else {None: goal}
    return amounts_changed(asked, after.amounts)


def _adds_up(split: Split, moved: float, where: tuple[str, str]) -> None:
    """The effects are the whole in fractions; the whole is the number's own to twelve digits of what is added."""
    assert sum((one.total for one in split.effects), Fraction(0)) == split.whole, where
    size = sum(abs(float(one.rate)) + abs(float(one.mix)) for one in split.effects) + abs(moved)
    assert abs(float(split.whole) - moved) <= SAME * max(size, 1.0), (*where, float(split.whole), moved)


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
