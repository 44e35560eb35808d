"""Series, frames and periods made from numbers written in a test."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import cast

from crm_metrics.access import PROCESSES
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.series import Indicator, Series, judged
from crm_metrics.metrics.goals.targets import Goal
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import metric_of
from crm_metrics.periods import Period, months_later
from crm_metrics.warehouse.store import Warehouse

MONDAY = date(2026, 1, 5)
NOWHERE = cast(Warehouse, None)  # for cards that show what their board knows and ask no more
STEP = {"day": timedelta(days=1), "week": timedelta(days=7)}
FRAME = Frame(
    company="Prueba",
    currency="COP",
    time_zone="America/Bogota",
    origin="company",
    latest=date(2026, 11, 21),
    whole=date(2026, 11, 21),
    updated=datetime(2026, 11, 22, 3, 10, tzinfo=UTC),
    running=1.0,
    late=(),
    processes=PROCESSES,
)


def day(shown: date) -> Period:
    """One day."""
    return Period(shown, shown, shown)


def week(monday: date) -> Period:
    """The week from a Monday on."""
    return Period(monday, monday, monday + timedelta(days=6))


def month(first: date) -> Period:
    """The month from its first day on."""
    return Period(first, first, months_later(first, 1) - timedelta(days=1))


def _start(every: str, place: int) -> date:
    return months_later(MONDAY.replace(day=1), place) if every == "month" else MONDAY + place * STEP[every]


def made(
    metric: str,
    values: Sequence[float | None],
    *,
    process: str | None = None,
    n: int = 100,
    goal: float | None = None,
    tolerance: float = 0.0,
    every: str = "week",
    base: int = 10,
    team: str | None = None,
    complete: int | None = None,
) -> Series:
    """A series from a Monday on, of months from January on; its first `base` points are the baseline.

    Its first `complete` points are complete.
    """
    whole = len(values) if complete is None else complete
    groups = (team,) if team else ()
    readings = tuple(
        Reading(
            metric=metric,
            period=_start(every, place),
            groups=groups,
            numerator=None if value is None else value * n,
            denominator=n,
            value=value,
            n=n,
            low=None if value is None else value - 0.1,
            high=None if value is None else value + 0.1,
            complete=place < whole,
        )
        for place, value in enumerate(values)
    )
    signal = judged(metric_of(metric), readings, every, _start(every, base - 1))
    aim = None if goal is None else Goal(goal, tolerance)
    return Series(indicator=Indicator(metric, process), groups=groups, readings=readings, signal=signal, goal=aim)
