"""Series and frames made from numbers written in a test."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from crm_metrics.access import PROCESSES
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.series import Indicator, Series, judged
from crm_metrics.metrics.goals.targets import Goal
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import metric_of

MONDAY = date(2026, 1, 5)
STEP = {"day": timedelta(days=1), "week": timedelta(days=7)}
FRAME = Frame(
    "Prueba",
    "COP",
    "America/Bogota",
    "company",
    date(2026, 11, 21),
    datetime(2026, 11, 22, 3, 10, tzinfo=UTC),
    1.0,
    (),
    PROCESSES,
)


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
    """A series from a Monday on, its first `base` points the baseline, its first `complete` ones complete."""
    whole = len(values) if complete is None else complete
    groups = (team,) if team else ()
    readings = tuple(
        Reading(
            metric=metric,
            period=MONDAY + place * STEP[every],
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
    signal = judged(metric_of(metric), readings, every, MONDAY + (base - 1) * STEP[every])
    aim = None if goal is None else Goal(goal, tolerance)
    return Series(Indicator(metric, process), groups, readings, signal, aim)
