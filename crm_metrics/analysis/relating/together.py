"""Several series of one company by month: which two of them move together once their trends are taken off.

Short series describe and prove nothing: a pair needs a year of months, has to hold in the interval and in the
bootstrap of `series`, and all pairs that were looked at are counted together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal

import numpy as np

from crm_metrics.analysis.relating.family import RATE, q_values
from crm_metrics.analysis.relating.series import Correlation, related

LEAST = 12  # months of both, or nothing is said of a pair
Direction = Literal["few", "inconclusive", "together", "apart"]


@dataclass(frozen=True, kw_only=True)
class Together:
    """Two series side by side."""

    first: int
    """The place of the one among those asked."""
    second: int
    """The place of the other."""
    months: int
    """The months that both tell."""
    found: Correlation | None
    """Spearman's coefficient without their trends; None with too few months, and of what never varies."""
    direction: Direction
    """What is left of it once every pair is counted."""


def together(series: Sequence[Mapping[date, float]]) -> tuple[Together, ...]:
    """Each two of some series by month, in the order in which they are given."""
    tested = [(first, second, *_tested(series[first], series[second]))
              for first, second in combinations(range(len(series)), 2)]  # fmt: skip
    q = iter(q_values([found.p for *_, found, _ in tested if found is not None]))
    return tuple(
        Together(
            first=first,
            second=second,
            months=months,
            found=found,
            direction="few" if found is None else _direction(found, next(q), checked=checked),
        )
        for first, second, months, found, checked in tested
    )


def _tested(one: Mapping[date, float], other: Mapping[date, float]) -> tuple[int, Correlation | None, bool]:
    """The months of both, how they go together, and whether it holds in both checks."""
    months = sorted(one.keys() & other.keys())
    x, y = (np.array([told[month] for month in months]) for told in (one, other))
    if len(months) < LEAST or not x.std() or not y.std():
        return len(months), None, False
    return len(months), *related(x, y)


def _direction(found: Correlation, q: float, *, checked: bool) -> Direction:
    if q > RATE or not checked:
        return "inconclusive"
    return "together" if found.side > 0 else "apart"
