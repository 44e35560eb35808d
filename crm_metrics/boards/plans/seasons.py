"""What the time of the year usually makes of the weeks of a plan, so that no plan is praised for its December."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from crm_metrics.analysis.effects.baseline import Baseline
from crm_metrics.boards.judging.seasons import AskedMonths, months_before, season
from crm_metrics.boards.plans.weeks import conditions_of
from crm_metrics.boards.series import tables_of
from crm_metrics.metrics.registry import metric_of
from crm_metrics.office.planning import PlanGap
from crm_metrics.warehouse.store import Warehouse


def usual(warehouse: Warehouse, gap: PlanGap, baseline: Baseline, since: Iterable[date]) -> dict[date, float]:
    """By week, what the months before the plan say of its time of the year, in the metric's unit.

    Nothing where they are fewer than two whole years, or where no month of them differs by more than chance.
    """
    metric, until = metric_of(gap.metric), gap.trigger - timedelta(days=1)
    where, scope = conditions_of(gap.parts)
    asked = AskedMonths(every="week", by=(), where=where, scope=scope)
    past = months_before(warehouse, {metric: tables_of(metric)}, until, asked)
    found = season(metric, past.get(metric.name, ()), "week", until)
    if found is None or not baseline.weeks:
        return {}
    before = [week.day for week in baseline.weeks]
    parts = {day: found.part(day, "week") for day in (*before, *since)}
    if not found.times:
        return parts
    level = sum(parts[day] for day in before) / len(before)  # the factor of the weeks that made the baseline's mean
    return {day: (baseline.mean or 0.0) * (part / level - 1) for day, part in parts.items()}
