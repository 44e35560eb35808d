"""A sum on its way through a month."""

from __future__ import annotations

from dataclasses import dataclass

from crm_metrics.boards.behind.provenance import Provenance


@dataclass(frozen=True, kw_only=True)
class Course:
    """What a month has brought to each of its days, beside the line of its goal and the month of the year before."""

    unit: str
    """As in `Metric.unit`, of every value here."""
    days: tuple[str, ...]
    """The names of the days of the month, in order; every other field of values has one for each."""
    sums: tuple[float | None, ...]
    """All that came from the first day to each; None of days that are still to come."""
    goal: tuple[float | None, ...]
    """What the goal of the month asks to each day; None where none is set."""
    before: tuple[float | None, ...]
    """The same of the month a year before; None of days that it did not have, or that are not known."""
    legend: tuple[str, str, str] = ("", "", "")
    """The names of last year, goal and this month."""
    behind: tuple[Provenance | None, ...] = ()
    """What leads to the rows of the sum to each day."""
