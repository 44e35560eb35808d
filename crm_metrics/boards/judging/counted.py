"""What the values of a metric count, for the limits of its chart: rows of a share, answers of a score, or events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil, sqrt

from crm_metrics.analysis import signals
from crm_metrics.analysis.limits import LEAST
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.rows import intervals

ALWAYS = 10_000  # periods: rows that mature on a day of their own may come at any time
ENTERING = {"day": 28, "week": 4, "month": 1}  # periods in which a stock fills up after its file begins (house rule)


def shares(metric: Metric, readings: Sequence[Reading]) -> signals.Counts:
    """What is counted of a rate: the rows of a share, the answers of a score, or nothing."""
    if metric.unit == "points":
        return "scores"
    valued = [reading for reading in readings if reading.value is not None]
    whole = all(
        reading.n and reading.denominator == reading.n and reading.numerator in range(int(reading.denominator) + 1)
        for reading in valued
    )
    return "shares" if metric.unit in ("percent", "permille") and valued and whole else ""


def answered(metric: Metric, readings: Sequence[Reading]) -> signals.Counts:
    """Whether the rows behind a mean or a ratio tell how far one lies from the next: then they are as answers are."""
    told = metric.aggregation in ("ratio", "cohort") and any(one.low is not None for one in readings)
    rows = all(one.n for one in readings if one.value is not None)
    return "scores" if told and rows else ""


def observed(
    metric: Metric,
    readings: Sequence[Reading],
    *,
    rate: bool,
    holes: frozenset[date] = frozenset(),
    entering: int = 0,
) -> list[signals.Observation]:
    """The readings as they are judged. rate: whether rows play a part. entering: how many of them are not settled."""
    return [
        signals.Observation(
            reading.period,
            None if reading.value is None else float(reading.value),
            reading.n if rate else None,
            reading.complete and reading.period not in holes and place >= entering,
            exposure(metric, reading),
        )
        for place, reading in enumerate(readings)
    ]


def deviation(metric: Metric, readings: Sequence[Reading]) -> float:
    """The standard deviation of one answer, from the readings' intervals by n; several without one agree, with 0."""
    bounds, told = (metric.least, metric.most), []
    for one in readings:
        if one.n and one.value is not None and one.low is not None and one.high is not None:
            told.append((intervals.deviation(one.value, (one.low, one.high), one.n, bounds), one.n))
        elif one.n and one.value is not None and one.n > 1:
            told.append((0.0, one.n))
    return sqrt(sum(one**2 * n for one, n in told) / sum(n for _, n in told)) if told else 0.0


def events(metric: Metric, readings: Sequence[Reading]) -> signals.Counts:
    """Whether the values are counts of what happened, or so many per hour or day worked, of which there may be few."""
    paced = _paced(metric)
    if not paced and not (metric.unit == "count" and metric.aggregation in ("sum", "distinct")):
        return ""
    counts = [(reading.numerator if paced else reading.value) or 0 for reading in readings if reading.value is not None]
    return "events" if all(count >= 0 and float(count).is_integer() for count in counts) else ""


def exposure(metric: Metric, reading: Reading) -> float:
    """Over how many hours or days worked the events of a reading happened; 1 where the value is their number."""
    return float(reading.denominator) if reading.denominator and _paced(metric) else 1.0


def entering(metric: Metric, readings: Sequence[Reading], every: str) -> int:
    """Where the judging of a stock begins: as its file begins, what was open before is not in it, and it only grows."""
    first = next((place for place, reading in enumerate(readings) if reading.value is not None), 0)
    begin = first + ENTERING[every] if first and metric.aggregation == "stock" else 0
    return begin if len(readings) - begin >= LEAST else 0  # a younger file is judged by what it has


def waits(metric: Metric, every: str) -> int:
    """The periods by which the rows of a metric may come later than the last one."""
    if metric.matures_on:
        return ALWAYS
    return ceil((metric.matures_days or 0) / {"day": 1, "week": 7, "month": 28}[every])


def _paced(metric: Metric) -> bool:
    """Whether it is a count of what happened per hour or day worked."""
    if metric.on != "period" or metric.unit != "ratio" or not metric.denominator or not metric.numerator.isidentifier():
        return False
    counted = metric_of(metric.numerator)
    return counted.unit == "count" and counted.aggregation in ("sum", "distinct")
