"""The periods of a series as they are judged, and the rows behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from crm_metrics.analysis.yearly import YearlySeason


@dataclass(frozen=True)
class Observation:
    """One period of a series."""

    day: date
    value: float | None
    n: int | None = None
    """The rows behind it, where they matter."""
    settled: bool = True
    """Complete, so that a verdict may rest on it."""
    exposure: float = 1.0
    """Of events per hour or day worked: over how many; 1 where the value is their number."""

    @property
    def events(self) -> float:
        """How many there were, where events are counted."""
        return (self.value or 0.0) * self.exposure

    def judged(self, enough: int) -> bool:
        """Whether it may be, with so many rows behind it."""
        return self.settled and self.value is not None and (self.n is None or self.n >= enough)


def over_seasons(series: Sequence[Observation], season: YearlySeason, every: str) -> tuple[Observation, ...]:
    """The series with its season as exposure: where twice as much is usual, as many events are of two periods."""
    parts = [season.part(one.day, every) for one in series]
    return tuple(
        replace(one, value=None if one.value is None else one.value / part, exposure=one.exposure * part)
        for one, part in zip(series, parts, strict=True)
    )


def rows_since(series: Sequence[Observation], since: date | None) -> float:
    """The rows of the days from `since` on; without limit where there is no such day, or n plays no part."""
    counts = [each.n for each in series if since and each.day >= since and each.settled and each.value is not None]
    return float("inf") if not counts or any(n is None for n in counts) else sum(n for n in counts if n is not None)


def last_n(series: Sequence[Observation]) -> float:
    """The rows of the last settled period; without limit where there is none, or n plays no part."""
    judged = [each for each in series if each.settled and each.value is not None]
    return float("inf") if not judged or judged[-1].n is None else judged[-1].n
