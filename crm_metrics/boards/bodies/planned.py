"""The body of months of actual against plan and last year."""

from __future__ import annotations

from dataclasses import dataclass

from crm_metrics.boards.behind.provenance import Provenance
from crm_metrics.boards.bodies.interval import Interval


@dataclass(frozen=True, kw_only=True)
class PlanActual:
    """Months of actual against plan and last year; the variance of each stands above."""

    months: tuple[str, ...]
    """The names of the months, oldest first; every other field of values has one for each."""
    actual: tuple[float | None, ...]
    """What each month brought, in the unit; None where it is not known."""
    plan: tuple[float | None, ...]
    """The goal of each month; None where none is set."""
    before: tuple[float | None, ...]
    """What the same month brought a year before; None where it is not known."""
    variance: tuple[float | None, ...]
    """The actual less the plan; None without either."""
    texts: tuple[str, ...]
    """The variance of each month, ready to print."""
    unit: str
    """As in `Metric.unit`, of every value here."""
    legend: tuple[str, str, str] = ("", "", "")
    """The names of last year, plan and actual."""
    strip: str = ""
    """What names the strip of variances; "" for nothing."""
    behind: tuple[Provenance | None, ...] = ()
    """What leads to the rows of each month's actual; empty where nothing does."""
    ahead: Interval | None = None
    """Where the last month, which still runs, is going to end; None where that is not told."""
