"""The weeks of a metric in the part of a plan, asked as boards ask: whoever sees the plan sees the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from crm_metrics.access import Scope
from crm_metrics.analysis.effects.baseline import Baseline, lock
from crm_metrics.analysis.signals import Counts, Observation
from crm_metrics.boards.judging import counted
from crm_metrics.boards.series import Indicator, collect, rated
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import metric_of
from crm_metrics.office.planning import Parts
from crm_metrics.warehouse.restrictions import SCOPED
from crm_metrics.warehouse.store import Warehouse

BEFORE = 26  # weeks before the one that opened a plan: as many as its baseline may hold


@dataclass(frozen=True)
class PlanWeeks:
    """The weeks of a metric, oldest first, and what is known of its values."""

    readings: tuple[Reading, ...]
    observed: tuple[Observation, ...]
    counts: Counts
    deviation: float


def weeks_of(warehouse: Warehouse, metric: str, parts: Parts, first: date, last: date) -> PlanWeeks:
    """The weeks from one day to another; none where the rows do not tell the parts."""
    asked = Indicator(metric)
    where, scope = conditions_of(parts)
    results = collect(warehouse, [asked], every="week", since=first, until=last, where=where, scope=scope)
    readings = results[asked].readings if asked in results else ()
    definition, rate = metric_of(metric), rated(metric_of(metric))
    counts = counted.shares(definition, readings) if rate else counted.events(definition, readings)
    counts = counts or counted.answered(definition, readings)
    observed = counted.observed(definition, readings, rate=rate or counts == "scores")
    return PlanWeeks(tuple(readings), tuple(observed), counts, counted.deviation(definition, readings))


def conditions_of(parts: Parts) -> tuple[dict[str, list[str]], Scope]:
    """The parts of a plan as a question takes them: what a scope can't limit as conditions, and the scope."""
    limited = {dimension for _, dimension in SCOPED}
    where: dict[str, list[str]] = {}
    for name, value in parts:
        if name not in limited:
            where.setdefault(name, []).append(value)
    return where, scope_of(parts)


def scope_of(parts: Parts) -> Scope:
    """The parts of a plan as a scope: what a reader bound to them would see."""
    fields = {
        field: tuple(sorted(value for name, value in parts if name == dimension)) or None for field, dimension in SCOPED
    }
    return Scope(**fields)


def locked_weeks(found: PlanWeeks, trigger: date) -> dict[str, Any]:
    """The weeks up to the one that opened a plan, to be kept: no later load changes them."""
    kept = [
        [week.day.isoformat(), week.value, week.n, week.exposure]
        for week in found.observed
        if week.day <= trigger and week.settled and week.value is not None
    ]
    return {"weeks": kept, "counts": found.counts, "deviation": found.deviation}


def observations(kept: Mapping[str, Any]) -> list[Observation]:
    """The weeks that were kept."""
    return [
        Observation(date.fromisoformat(day), value, n, exposure=exposure) for day, value, n, exposure in kept["weeks"]
    ]


def baseline(kept: Mapping[str, Any], trigger: date) -> Baseline:
    """The baseline of weeks that were kept."""
    return lock(observations(kept), trigger, counts=kept["counts"], deviation=kept["deviation"])


def first_of(trigger: date) -> date:
    """The first week that a baseline may hold."""
    return trigger - timedelta(days=7 * BEFORE)


def first_week(began: date) -> date:
    """The Monday of the first week that lies wholly since a day."""
    return began + timedelta(days=-began.weekday() % 7)


def since(observed: Sequence[Observation], began: date) -> list[Observation]:
    """The weeks that lie wholly since the actions began."""
    return [week for week in observed if week.day >= first_week(began)]


def definition_of(metric: Metric) -> str:
    """What of a definition moves its values: another text is another number."""
    parts = (metric.on, metric.numerator, metric.denominator, metric.rows, metric.process, metric.trailing,
             metric.matures_days, metric.matures_on, metric.aggregation, metric.unit)  # fmt: skip
    return " | ".join("" if part is None else str(part) for part in parts)
