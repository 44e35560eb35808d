"""What every metric of the catalogue must keep to, whatever it is asked: judged from outside, on any warehouse."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.question import ask, dimensions
from crm_metrics.metrics.readings import Reading, Result
from crm_metrics.periods import CADENCES
from crm_metrics.warehouse.store import Warehouse

# What lives in the application's own database, which no warehouse holds.
ELSEWHERE = frozenset({"action_plans_on_time", "gap_closed"})
# Percentages that are no share of their denominator, each with what lets it leave 0-100 %.
UNBOUNDED = {
    "nrr": "expansion may exceed what was lost",
    "mrr_churn_net": "expansion may exceed what was lost",
    "quota_attainment": "a goal can be passed",
    "forecast_wape": "an error may exceed what was sold",
    "forecast_bias": "an error of either sign",
    "gross_margin_rate": "a sale below cost has a negative margin",
    "discount_rate": "a price above the list price is a negative discount",
    "cost_to_collect": "a month may cost more than it brings",
    "redemption_rate": "points of earlier years are redeemed",
    "write_off_rate": "debt of earlier years is written off",
    "shrinkage": "more hours than planned are a negative shrinkage",
    "average_book_churn": "a book that doubles and empties may lose more than its mean",
    "cei": "reversals reopen what was collected",
    "roll_rate": "a balance grows by reversals",
    "programme_return": "a loss is negative, and a gain may exceed the cost",
    "programme_return_incremental": "a loss is negative, and a gain may exceed the cost",
    "gap_closed": "a gap may grow, or close beyond its goal",
}

Values = dict[tuple[date, tuple[str | None, ...]], tuple[object, ...]]


def asked(every: str) -> list[Metric]:
    """The metrics that may be asked at a cadence."""
    return [one for one in CATALOGUE.values() if CADENCES.index(every) >= CADENCES.index(one.finest)]


def offering(warehouse: Warehouse, metrics: Iterable[Metric], dimension: str) -> list[Metric]:
    """Those whose rows have a dimension."""
    return [one for one in metrics if dimension in dimensions(warehouse, one)]


def wrong(metric: Metric, result: Result) -> Iterator[str]:
    """What no reading may be: nothing without a reason, not a number, a rate or an interval beyond its bounds."""
    for one in result.readings:
        where = f"{metric.name} {one.period} {one.groups}"
        if one.value is None:
            if one.reason is None:
                yield f"{where}: neither a value nor a reason"
            continue
        if not all(math.isfinite(number) for number in _numbers(one)):
            yield f"{where}: {list(_numbers(one))} holds what is no number"
        elif not _interval(metric, one):
            yield f"{where}: {one.low} … {one.high} is no interval"
        elif (bounds := _bounds(metric)) and not bounds[0] - 1e-9 <= one.value <= bounds[1] + 1e-9:
            yield f"{where}: {one.value} is beyond {bounds}"
        if not one.complete and one.reason is None:
            yield f"{where}: not complete and no reason why"
        if one.n is not None and one.n < 0:
            yield f"{where}: n is {one.n}"


def values(result: Result) -> Values:
    """Every reading by period and group: its parts and its value, as they were computed."""
    return {(one.period, one.groups): (one.numerator, one.denominator, one.value, one.n) for one in result.readings}


def same(then: Values, now: Values) -> bool:
    """Equal to the last digit; a number with a floating point to its last but two, for it is summed in any order."""
    return then.keys() == now.keys() and all(
        math.isclose(one, other, rel_tol=1e-12) if isinstance(one, float) and isinstance(other, float) else one == other
        for key, parts in then.items()
        for one, other in zip(parts, now[key], strict=True)
    )


def told(results: Iterable[Result]) -> set[str]:
    """The metrics that have a value in at least one period and group."""
    return {one.metric for one in results if any(reading.value is not None for reading in one.readings)}


def answers(
    warehouse: Warehouse, metrics: Sequence[Metric], every: str, by: str | None, since: date, until: date
) -> dict[str, Result]:
    """The results of all of them in one question."""
    return ask(warehouse, metrics, every=every, by=by or (), since=since, until=until)


def _interval(metric: Metric, one: Reading) -> bool:
    """Two limits in order, or none; a survival quantile may have no upper one: too few have got there."""
    if one.low is None or one.high is None:
        return one.low is one.high or (one.high is None and "survival" in metric.numerator)
    return one.low <= one.high


def _numbers(one: Reading) -> list[float]:
    return [float(part) for part in (one.value, one.numerator, one.denominator, one.low, one.high) if part is not None]


def _bounds(metric: Metric) -> tuple[float, float] | None:
    if metric.unit == "percent" and metric.name not in UNBOUNDED:
        return 0.0, 1.0
    if metric.unit == "pp":
        return -1.0, 1.0
    if metric.unit == "points":
        return (-100.0, 100.0) if metric.name.startswith("nps") else (0.0, 100.0)
    return None
