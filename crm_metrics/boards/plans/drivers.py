"""The parts that bring most of a gap to its objective: of each dimension the one that brings most beyond its share."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from crm_metrics.analysis.attribution import PartEffect, Split
from crm_metrics.boards.core import View
from crm_metrics.boards.explaining.sentence import pushing
from crm_metrics.boards.explaining.split import Explained, NumberToExplain, gather
from crm_metrics.metrics.core import Metric
from crm_metrics.office.planning import PlanDriver
from crm_metrics.periods import Period
from crm_metrics.warehouse.store import Warehouse

MOST = 3
Told = tuple[Fraction, PlanDriver]


def drivers(warehouse: Warehouse, metric: Metric, week: Period, view: View, fiscal_month: int) -> list[PlanDriver]:
    """The parts of a week's gap, the most first; none where no objective is missed, or nothing stands out.

    A part that brings as much of the gap as it has of the rows only does what all others do; it is none.
    """

    def by(dimension: str) -> Explained | None:
        asked = NumberToExplain(
            metric=metric,
            every="week",
            days=week,
            view=view,
            where=tuple(view.where),
            dimension=dimension,
            fiscal_month=fiscal_month,
        )
        found = gather(warehouse, asked)
        return found if found is not None and found.asked.gap == "objective" else None

    first = by("")
    if first is None:
        return []
    rest = (by(dimension) for dimension in first.offered if dimension != first.asked.dimension)
    return _chosen([_standing_out(found) for found in (first, *rest) if found is not None])


def _chosen(dimensions: Sequence[list[Told]]) -> list[PlanDriver]:
    """The first of each dimension, then the others."""
    ahead = sorted((told[0] for told in dimensions if told), key=_least)
    behind = sorted((one for told in dimensions for one in told[1:]), key=_least)
    return [driver for _, driver in (*ahead, *behind)][:MOST]


def _least(one: Told) -> tuple[Fraction, str, str]:
    beyond, driver = one
    return -beyond, driver.dimension, driver.cell


def _standing_out(found: Explained) -> list[Told]:
    """The parts of one dimension that push the way of the gap by more than their share, the most first."""
    split = found.split
    if split is None or len(split.effects) < 2:
        return []
    told = [
        (_beyond(found, split, one), PlanDriver(found.asked.dimension, one.cell, float(one.total)))
        for one in pushing(found, split)
        if one.cell is not None
    ]
    return sorted((one for one in told if one[0] > 0), key=_least)


def _beyond(found: Explained, split: Split, one: PartEffect) -> Fraction:
    """What a part brings of a gap, less what it would bring if all parts were alike; above nought where it is more."""
    shares = {cell: below for cell, (_, below) in found.now.rates.items()} or found.goals
    whole = sum(shares.values(), Fraction(0))
    share = shares.get(one.cell, Fraction(0)) / whole if whole else Fraction(0)
    return abs(one.total) - abs(split.whole) * share
