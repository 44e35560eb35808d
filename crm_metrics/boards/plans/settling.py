"""What the weeks say of the plans that run, written into them by whoever asks first after a load."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from crm_metrics.analysis.effects.looks import FIRST
from crm_metrics.boards.plans.judging import JudgedPlan, judged, told
from crm_metrics.errors import QuestionError
from crm_metrics.office.planning import RUNNING, VERIFYING, WorkPlan
from crm_metrics.warehouse.store import Warehouse

if TYPE_CHECKING:
    from crm_metrics.office.plans import PlanShelf


def settle(warehouse: Warehouse, shelf: PlanShelf, today: date) -> int:
    """Write each new look into its plan: how many were written."""
    written = 0
    for plan in shelf.plans():
        if plan.state not in (RUNNING, VERIFYING):
            continue
        found = judged(warehouse, plan, today)
        if not _looked(plan, found):
            continue
        try:
            shelf.record(plan, found.state, told(found, warehouse.version))
        except QuestionError:  # another has done it meanwhile
            continue
        written += 1
    return written


def _looked(plan: WorkPlan, found: JudgedPlan) -> bool:
    """Whether there is a look that the plan does not hold yet."""
    said = found.verdict
    if said is None or said.weeks < FIRST:
        return False
    return plan.told is None or plan.told.get("weeks") != said.weeks or plan.state != found.state
