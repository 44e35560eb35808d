"""The same days of several weeks together: the rows of all Mondays, and the one number that they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from crm_metrics.metrics.behind.rows import RowsBehind
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.readings import Number, Reading
from crm_metrics.metrics.rows.answers import quotient
from crm_metrics.metrics.rows.arithmetic import plain


def on_weekday(behind: RowsBehind, weekday: int) -> RowsBehind:
    """What was asked day by day and whole, of one weekday (Monday = 1) alone: its complete days as one number."""
    days = _complete(behind.result.readings, weekday)
    kept = {reading.period for reading in days}
    parts = []
    for part in behind.parts:
        rows = tuple(row for row in part.rows if row[0] in kept)
        parts.append(replace(part, rows=rows, count=len(rows)))
    together = pooled(behind.metric, behind.result.readings, weekday)
    readings = (together,) if together is not None else ()
    return replace(behind, parts=tuple(parts), result=replace(behind.result, readings=readings))


def pooled(metric: Metric, readings: Sequence[Reading], weekday: int) -> Reading | None:
    """Sums over sums of the complete days of a weekday; of a metric without a denominator its mean of these days."""
    days = _complete(readings, weekday)
    if not days:
        return None
    above = _sum([day.numerator for day in days])
    every = sum(reading.period.isoweekday() == weekday for reading in readings)
    below: Number = every if metric.denominator is None else _sum([day.denominator for day in days])
    n = sum(day.n or 0 for day in days)
    value = quotient(above, below)
    return replace(days[-1], numerator=above, denominator=below, value=value, n=n, low=None, high=None)


def _complete(readings: Sequence[Reading], weekday: int) -> list[Reading]:
    return [
        reading
        for reading in readings
        if reading.period.isoweekday() == weekday and reading.complete and reading.numerator is not None
    ]


def _sum(numbers: Sequence[Number | None]) -> Number:
    return plain(sum((Fraction(one) for one in numbers if one is not None), Fraction(0))) or 0
