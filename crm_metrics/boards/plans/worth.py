"""What a plan is worth in a week: its effect by the verdict, or as it is expected, at the volume of its own weeks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from crm_metrics.analysis.effects.verdict import EffectVerdict
from crm_metrics.analysis.effects.worth import counted
from crm_metrics.analysis.relating.regression import Estimate
from crm_metrics.boards.plans import weeks
from crm_metrics.boards.worth.pricing import MoneyWorth, day_before, in_money
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import known, metric_of
from crm_metrics.office.planning import WorkPlan
from crm_metrics.warehouse.store import Warehouse


def of_verdict(
    warehouse: Warehouse, plan: WorkPlan, said: EffectVerdict, readings: Sequence[Reading], days: Collection[date]
) -> MoneyWorth | None:
    """What the effect is in money by week, at the mean volume of the weeks judged; None before a look."""
    if said.estimate is None:
        return None
    return _worth(warehouse, plan, said.estimate, [one for one in readings if one.period in days])


def of_expectation(warehouse: Warehouse, plan: WorkPlan) -> MoneyWorth | None:
    """What the effect that is expected would be, at the volume of the weeks before; None where none is stated."""
    gap, expected = plan.gap, plan.terms.expected
    if not expected or gap.metric not in known():
        return None
    before = weeks.weeks_of(
        warehouse, gap.metric, gap.parts, weeks.first_of(gap.trigger), gap.trigger - timedelta(days=1)
    )  # fmt: skip
    effect = expected if gap.better == "up" else -expected
    return _worth(warehouse, plan, counted(effect), before.readings)


def _worth(warehouse: Warehouse, plan: WorkPlan, effect: Estimate, readings: Sequence[Reading]) -> MoneyWorth:
    """A price is of the weeks before the one that opened the plan: what the plan changed is not in it."""
    where, scope = weeks.conditions_of(plan.gap.parts)
    below = [float(one.denominator) for one in readings if one.value is not None and one.denominator is not None]
    units = sum(below) / len(below) if below else None
    days = day_before(plan.gap.trigger)
    return in_money(warehouse, metric_of(plan.gap.metric), effect, units, days, where=where, scope=scope)
