"""A gap that lasts, drafted as a plan by the product: a result that missed its target week after week."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from crm_metrics.access import EVERYTHING
from crm_metrics.boards.plans.opening import GapAsked, gap_of, whole
from crm_metrics.boards.series import ENOUGH, Series, left_out, missed, rated
from crm_metrics.errors import QuestionError
from crm_metrics.metrics.readings import Reading
from crm_metrics.office.planning import PlanTerms, WorkPlan
from crm_metrics.warehouse.store import Warehouse

if TYPE_CHECKING:
    from crm_metrics.office.plans import PlanShelf

WEEKS = 4  # complete weeks in a row on the wrong side of the target


def run(series: Series, week: date) -> tuple[date, ...]:
    """The weeks in a row, oldest first, that end with this one and miss the target of today; none of any doubt."""
    weeks: list[date] = []
    for reading in reversed([one for one in series.readings if one.period <= week]):
        if not _misses(series, reading):
            break
        weeks.append(reading.period)
    return tuple(reversed(weeks)) if weeks and weeks[0] == week else ()


def _misses(series: Series, reading: Reading) -> bool:
    """Whether a week is complete, has rows enough and lies on the wrong side."""
    metric, goal = series.definition, series.goal
    if goal is None or reading.value is None or not reading.complete or left_out(reading):
        return False
    least = min(ENOUGH, metric.minimum_n) if rated(metric) else 0
    return (reading.n or 0) >= least and missed(metric.better, float(reading.value) - goal.goal, goal)


def drafts(warehouse: Warehouse, told: Iterable[Series], week: date, shelf: PlanShelf) -> list[WorkPlan]:
    """Draft a plan without an owner for each result of a whole process that misses its target for WEEKS weeks.

    The first of these weeks opens it. A gap that had a plan since it began gets no other. Gives the new plans.
    """
    from crm_metrics.office.plans import PRODUCT  # SQLAlchemy is slow to load

    made = []
    for series in told:
        weeks, metric = run(series, week), series.definition
        if len(weeks) < WEEKS or metric.better not in ("up", "down"):
            continue
        process = {("process", series.indicator.process)} if series.indicator.process else set()
        gap = gap_of(warehouse, GapAsked(metric.name, whole(metric, process, EVERYTHING), weeks[-WEEKS]), EVERYTHING)
        known = [plan for plan in shelf.plans() if plan.gap.key == gap.key]
        if any(plan.open or plan.gap.trigger >= weeks[0] for plan in known):
            continue
        try:
            made.append(shelf.draft(gap, PlanTerms(), PRODUCT))
        except QuestionError:  # another has opened it meanwhile
            continue
    return made
