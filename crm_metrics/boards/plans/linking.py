"""What leads from a gap that is drawn to its plan: the open one with its state, else the way to a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from crm_metrics.access import Scope
from crm_metrics.boards.core import Cell
from crm_metrics.boards.plans.kept import plans_of
from crm_metrics.boards.plans.opening import way, way_to, whole
from crm_metrics.boards.plans.states import STATES
from crm_metrics.errors import CrmError
from crm_metrics.metrics.registry import metric_of
from crm_metrics.office.planning import PlanGap, WorkPlan
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words


@dataclass(frozen=True)
class GapPlan:
    """The way from a gap to its plan. state: of the one that is open; "" where there is none yet."""

    leads: str
    state: str = ""


def plans_by_gap(warehouse: Warehouse, scope: Scope) -> Mapping[str, WorkPlan]:
    """The open plans of a reader's part, by their gap."""
    try:
        return {plan.gap.key: plan for plan in plans_of(warehouse, scope) if plan.open}
    except CrmError:  # the page of plans says why they can't be read
        return {}


def plan_of(
    metric: str, parts: set[tuple[str, str]], week: date, scope: Scope, known: Mapping[str, WorkPlan]
) -> GapPlan | None:
    """The plan of a gap, or the way to one; None where the metric has no better side."""
    definition = metric_of(metric)
    if definition.better not in ("up", "down"):
        return None
    kept = whole(definition, parts, scope)
    plan = known.get(PlanGap(metric=metric, parts=kept, trigger=week, better="up").key)
    return GapPlan(way_to(plan.id), plan.state) if plan else GapPlan(way(metric, kept, week))


def plan_cell(plan: GapPlan | None, words: Words) -> Cell:
    """The cell of a table that leads there."""
    if plan is None:
        return Cell(text="–", muted=True)
    return Cell(text=words(STATES[plan.state]) if plan.state else words("Open a plan"), leads=plan.leads)
