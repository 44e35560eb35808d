"""A change or a gap split over the cells of one dimension, rate and mix, so that the cells add up to it exactly.

Fractions all the way: nothing is rounded, and there is no cell for the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

Cell = str | None  # a value of the dimension; None for the rows that have none, a cell like the others
Amounts = Mapping[Cell, Fraction]
Rates = Mapping[Cell, tuple[Fraction, Fraction]]  # what stands above the line and below it
NONE = (Fraction(0), Fraction(0))


@dataclass(frozen=True)
class PartEffect:
    """What one cell adds to the whole: rate, by its own result (of an amount all of it); mix, by its share of rows."""

    cell: Cell
    rate: Fraction
    mix: Fraction = Fraction(0)

    @property
    def total(self) -> Fraction:
        """Both together."""
        return self.rate + self.mix


@dataclass(frozen=True)
class Split:
    """A change or a gap, and what each cell adds to it: the effects add up to the whole, to the last digit."""

    whole: Fraction
    effects: tuple[PartEffect, ...]

    @property
    def rate(self) -> Fraction:
        """What the cells' own results add."""
        return sum((one.rate for one in self.effects), Fraction(0))

    @property
    def mix(self) -> Fraction:
        """What the shares of the cells add."""
        return sum((one.mix for one in self.effects), Fraction(0))

    @property
    def drivers(self) -> tuple[PartEffect, ...]:
        """The effects, those first that push most the way in which the whole went; of no change the largest."""
        side = (self.whole > 0) - (self.whole < 0)
        return tuple(
            sorted(self.effects, key=lambda one: (-side * one.total if side else -abs(one.total), str(one.cell or "")))
        )


def rates_changed(before: Rates, after: Rates) -> Split:
    """The change of a rate: of each cell w̄ Δr by its rate and (r̄ − R̄) Δw by its share.

    r is the cell's rate, w its share of what stands below the line, R the whole's rate, a bar the mean of both periods.
    The shares change by nothing in sum, so that R̄ moves no total: with it a cell that grows counts for what it is
    above or below the whole. A cell that has no rate in one of the periods is mix alone. E. M. Kitagawa, Components of
    a Difference Between Two Rates, JASA 50, 1955. Raises ValueError where a period has nothing below the line.
    """
    first, last = _below(before), _below(after)
    rates = [sum((above for above, _ in side.values()), Fraction(0)) / all_of
             for side, all_of in ((before, first), (after, last))]  # fmt: skip
    middle = sum(rates, Fraction(0)) / 2
    effects = []
    for cell in _cells(before, after):
        (above0, below0), (above1, below1) = before.get(cell, NONE), after.get(cell, NONE)
        share0, share1 = below0 / first, below1 / last
        rate = Fraction(0)
        if below0 and below1:
            rate = (share0 + share1) / 2 * (above1 / below1 - above0 / below0)
        moved = above1 / last - above0 / first - middle * (share1 - share0)
        effects.append(PartEffect(cell, rate, moved - rate))
    return Split(rates[1] - rates[0], tuple(effects))


def rates_to_goal(cells: Rates, goal: Fraction) -> Split:
    """The gap of a rate to its goal: of each cell its own gap, weighted by its share of what stands below the line.

    Raises ValueError where nothing stands below the line.
    """
    whole = _below(cells)
    effects = tuple(PartEffect(cell, (above - goal * below) / whole) for cell, (above, below) in cells.items())
    return Split(sum((above for above, _ in cells.values()), Fraction(0)) / whole - goal, effects)


def amounts_changed(before: Amounts, after: Amounts) -> Split:
    """The change of a sum: of each cell its own change."""
    effects = (
        PartEffect(cell, after.get(cell, Fraction(0)) - before.get(cell, Fraction(0))) for cell in _cells(before, after)
    )
    return Split(sum(after.values(), Fraction(0)) - sum(before.values(), Fraction(0)), tuple(effects))


def shared_goals(goal: Fraction, before: Amounts) -> Amounts:
    """What each cell is asked of the goal of a sum where it has none of its own: as much as its share of what was
    there before. Its share of now would ask less of a cell just because it brought less.

    Raises ValueError where there was nothing.
    """
    whole = sum(before.values(), Fraction(0))
    if not whole:
        raise ValueError("of nothing there are no shares")
    return {cell: goal * amount / whole for cell, amount in before.items()}


def _below(cells: Rates) -> Fraction:
    whole = sum((below for _, below in cells.values()), Fraction(0))
    if not whole:
        raise ValueError("a period with nothing below the line has no rate")
    return whole


def _cells(*sides: Iterable[Cell]) -> Iterable[Cell]:
    """The cells of both periods, each once."""
    return dict.fromkeys(cell for side in sides for cell in side)
