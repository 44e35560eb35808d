"""The numbers of a plan as their rows make them now: what was locked and what it is judged by, each with its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from math import isclose
from typing import Any

from crm_metrics.analysis.effects.baseline import known, lock
from crm_metrics.analysis.effects.looks import FIRST
from crm_metrics.analysis.signals import Counts, Observation
from crm_metrics.boards.behind.provenance import Provenance, of_days
from crm_metrics.boards.plans import weeks
from crm_metrics.boards.plans.judging import JudgedPlan
from crm_metrics.boards.plans.weeks import PlanWeeks
from crm_metrics.boards.series import Indicator, collect
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import known as metrics_known
from crm_metrics.metrics.registry import metric_of
from crm_metrics.office.planning import Parts, WorkPlan, compared_parts
from crm_metrics.warehouse.store import Warehouse

WEEK = timedelta(days=7)
ALIKE = 1e-9  # of a number: what the engine's order of adding may change


@dataclass(frozen=True)
class SideNow:
    """The mean of some weeks by the rows of now. behind: what leads to them; None where other rows lie between."""

    mean: float
    behind: Provenance | None


@dataclass(frozen=True, kw_only=True)
class PlanNow:
    """What the rows of now make of a plan's numbers."""

    weeks: Mapping[date, Reading] = field(default_factory=dict)
    """By their first day, the weeks of the metric up to the one that opened it."""
    before: Mapping[str, SideNow] = field(default_factory=dict)
    """By metric, the weeks of the locked baseline."""
    after: Mapping[str, SideNow] = field(default_factory=dict)
    """By metric, the weeks that are judged."""
    compared: SideNow | None = None
    """The comparison unit in these weeks."""


@dataclass(frozen=True, kw_only=True)
class _Side:
    """Some weeks of a metric in a part, to be asked together."""

    metric: str
    parts: Parts
    days: tuple[date, ...]
    mean: float

    @property
    def first(self) -> date:
        return self.days[0]

    @property
    def last(self) -> date:
        return self.days[-1] + WEEK - timedelta(days=1)

    @property
    def whole(self) -> bool:
        """Whether no other week lies between them."""
        return len(self.days) == (self.days[-1] - self.days[0]) // WEEK + 1


def of_plan(warehouse: Warehouse, plan: WorkPlan, judged: JudgedPlan | None) -> PlanNow:
    """What the rows of now make of the numbers of a plan; of a metric that is defined anew or gone nothing."""
    gap, kept = plan.gap, plan.locked
    if gap.metric not in metrics_known():
        return PlanNow()
    until = _until(plan, judged)
    last = max(until or gap.trigger, gap.trigger) + WEEK - timedelta(days=1)
    first = weeks.first_of(gap.trigger)
    found = weeks.weeks_of(warehouse, gap.metric, gap.parts, first, last)
    shown = {one.period: one for one in found.readings if one.period <= gap.trigger}
    if kept is None:
        return PlanNow(weeks=shown)
    before, after = [], []
    for name, locked in {gap.metric: kept, **kept.get("guardrails", {})}.items():
        if name not in metrics_known() or locked["definition"] != weeks.definition_of(metric_of(name)):
            continue
        own = found if name == gap.metric else weeks.weeks_of(warehouse, name, gap.parts, first, last)
        before += _before(plan, name, locked, own)
        after += _after(plan, (name, gap.parts), locked["counts"], own, until)
    other = kept.get("comparison")
    theirs = []
    if other is not None and until is not None:
        parts = compared_parts(gap.parts, plan.terms.comparison)
        own = weeks.weeks_of(warehouse, gap.metric, parts, first, last)
        theirs = _after(plan, (gap.metric, parts), other["counts"], own, until)
    return PlanNow(
        weeks=shown,
        before=_asked(warehouse, before),
        after=_asked(warehouse, after),
        compared=_asked(warehouse, theirs).get(gap.metric),
    )


def openings(warehouse: Warehouse, plans: Iterable[WorkPlan]) -> Mapping[str, Reading]:
    """By the id of each plan, the week that opened it as its rows make it now."""
    groups: dict[tuple[Parts, date], list[WorkPlan]] = {}
    for plan in plans:
        if plan.gap.metric in metrics_known():
            groups.setdefault((plan.gap.parts, plan.gap.trigger), []).append(plan)
    found: dict[str, Reading] = {}
    for (parts, week), those in groups.items():
        asked = [Indicator(name) for name in dict.fromkeys(plan.gap.metric for plan in those)]
        told = _collected(warehouse, asked, parts, (week, week + WEEK - timedelta(days=1)), "week")
        found |= {plan.id: told[plan.gap.metric] for plan in those if plan.gap.metric in told}
    return found


def of_week(metric: str, parts: Parts, week: date, value: float | None) -> Provenance | None:
    """What leads to the rows of a week of a part; None without a value."""
    if value is None or metric not in metrics_known():
        return None
    return Provenance(
        metric=metric, every="week", until=week + WEEK - timedelta(days=1), where=_where(metric, parts), value=value
    )


def of_price(plan: WorkPlan, days: int) -> Provenance:
    """What leads to the rows of which the price of a plan's money was read: of so many days before its week."""
    return _rows(plan, plan.gap.trigger - timedelta(days=days), plan.gap.trigger - timedelta(days=1))


def of_volume(plan: WorkPlan, now: PlanNow, *, measured: bool) -> Provenance | None:
    """What leads to the rows of a plan's volume: of the weeks that are judged, else of those before it."""
    gap = plan.gap
    if not measured:
        return _rows(plan, weeks.first_of(gap.trigger), gap.trigger - timedelta(days=1))
    judged = now.after.get(gap.metric)
    return replace(judged.behind, value=None) if judged and judged.behind else None


def _rows(plan: WorkPlan, first: date, last: date) -> Provenance:
    """What leads to the rows of some days of a plan, of which something else is worked out than its metric."""
    gap = plan.gap
    return of_days(metric_of(gap.metric), first, last, None, where=_where(gap.metric, gap.parts))


def value_of(reading: Reading | None) -> float | None:
    """The value of a reading; None without one."""
    return None if reading is None or reading.value is None else float(reading.value)


def _where(metric: str, parts: Parts) -> Parts:
    """The parts as a question of this metric has them: one of a process alone is asked of no other."""
    return tuple(pair for pair in parts if pair[0] != "process" or not metric_of(metric).process)


def _until(plan: WorkPlan, judged: JudgedPlan | None) -> date | None:
    """The first day of the last week that is judged: of a plan that has ended as it was, else as it is now."""
    if not plan.open:
        week = (plan.told or {}).get("through")
        return date.fromisoformat(week) if week else None
    return judged.since[-1].day if judged and judged.since else None


def _before(plan: WorkPlan, name: str, locked: Mapping[str, Any], found: PlanWeeks) -> list[_Side]:
    """The weeks that were locked, as they are now."""
    kept = {week.day for week in weeks.baseline(locked, plan.gap.trigger).weeks}
    return _side(name, plan.gap.parts, [one for one in found.observed if one.day in kept], locked["counts"])


def _after(
    plan: WorkPlan, of: tuple[str, Parts], counts: Counts, found: PlanWeeks, until: date | None
) -> list[_Side]:  # fmt: skip
    """The weeks that are judged."""
    if plan.began is None or until is None:
        return []
    judged = [one for one in known(weeks.since(found.observed, plan.began), counts) if one.day <= until]
    return _side(*of, judged[: max(plan.terms.planned, FIRST)], counts)


def _side(metric: str, parts: Parts, observed: Sequence[Observation], counts: Counts) -> list[_Side]:
    """A side of these weeks, where they have a mean."""
    if not observed:
        return []
    mean = lock(observed, observed[-1].day + WEEK, counts=counts).mean
    days = tuple(one.day for one in observed)
    return [] if mean is None else [_Side(metric=metric, parts=parts, days=days, mean=mean)]


def _asked(warehouse: Warehouse, sides: Sequence[_Side]) -> dict[str, SideNow]:
    """Each side with its rows; those of the same days are asked together."""
    groups: dict[tuple[Parts, date, date], list[_Side]] = {}
    for side in sides:
        groups.setdefault((side.parts, side.first, side.last), []).append(side)
    found: dict[str, SideNow] = {}
    for (parts, first, last), those in groups.items():
        asked = [Indicator(side.metric) for side in those if side.whole]
        told = _collected(warehouse, asked, parts, (first, last), "all")
        found |= {side.metric: SideNow(side.mean, _led(side, told.get(side.metric))) for side in those}
    return found


def _collected(
    warehouse: Warehouse, asked: Sequence[Indicator], parts: Parts, days: tuple[date, date], every: str
) -> dict[str, Reading]:  # fmt: skip
    """The reading of each metric over some days of a part."""
    where, scope = weeks.conditions_of(parts)
    since, until = days
    results = collect(warehouse, asked, every=every, since=since, until=until, where=where, scope=scope)
    return {one.metric: found.readings[-1] for one, found in results.items() if found.readings}


def _led(side: _Side, reading: Reading | None) -> Provenance | None:
    """What leads to the rows of a side: with its value where that is what they make together, and no mean of weeks."""
    value = value_of(reading)
    if value is None:
        return None
    shown = value if isclose(value, side.mean, rel_tol=ALIKE, abs_tol=ALIKE) else None
    return of_days(metric_of(side.metric), side.first, side.last, shown, where=_where(side.metric, side.parts))
