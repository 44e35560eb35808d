"""Values of groups of rows, each between the ends of its interval."""

from __future__ import annotations

from dataclasses import dataclass

from crm_metrics.boards.behind.provenance import Provenance


@dataclass(frozen=True, kw_only=True)
class Interval:
    """A value with its 95 % interval for one group of rows."""

    name: str
    """What stands below it: the range of its rows."""
    value: float
    """What the rows of the group come to, in the unit of its `Deciles`."""
    low: float
    """The lower end of the interval."""
    high: float
    """The upper end of the interval."""
    n: int
    """The rows of the group."""
    label: str
    """What opens on hover."""
    behind: Provenance | None = None
    """What leads to its rows; None where nothing does."""


@dataclass(frozen=True)
class Deciles:
    """Values of groups in order (tenths of the rows by `subject`), each with its interval, and the level of all."""

    bars: tuple[Interval, ...]
    unit: str
    mean: float
    subject: str
    behind: Provenance | None = None  # of the level of all of them
