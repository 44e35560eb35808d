"""Which signal comes first: its size times the money behind it times the part of the contacts that it touches.

What is certain comes before what may be chance, and what is known before what is not: a signal without money or
contacts behind it is worth neither nothing nor everything, so it stands after those whose weight can be told.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from crm_metrics.analysis.signals import Signal

MOST = 10.0  # deviations: beyond it a signal is as large as one can be, and a narrow routine would outweigh all money


@dataclass(frozen=True)
class Importance:
    """What a signal is ranked by."""

    size: float
    """How far it lies from its centre, in deviations of a usual period; at most MOST."""
    value: float | None
    """The income that its process brings in a period, or what its work costs; None where neither is told."""
    reach: float | None
    """The part of the contacts of the period that its process had; None where none are told."""
    sure: bool = True
    """Whether it is told as a change, and not only watched."""

    @property
    def score(self) -> float:
        """The product of what is known."""
        return self.size * prod(one for one in (self.value, self.reach) if one is not None)

    @property
    def order(self) -> tuple[bool, int, float]:
        """What a list is sorted by, the most important first."""
        return not self.sure, (self.value is None) + (self.reach is None), -self.score


def size_of(signal: Signal) -> float:
    """How far the stretch of a signal lies from its centre, in deviations of a usual period; 0 in routine."""
    if signal.limits is None or signal.recent is None or not signal.side:
        return 0.0
    away = abs(signal.recent - signal.limits.centre)
    return min(away * 3 / signal.limits.reach, MOST) if signal.limits.reach > 0 else MOST
