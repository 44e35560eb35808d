"""What the plans that are confirmed bring in some days: a week's worth of each, for the weeks since its verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from crm_metrics.analysis.effects.worth import over, together
from crm_metrics.analysis.relating.regression import Estimate
from crm_metrics.boards.plans.telling import money_of
from crm_metrics.boards.worth.pricing import MoneyWorth
from crm_metrics.boards.worth.telling import KINDS
from crm_metrics.office.planning import CONFIRMED, WorkPlan
from crm_metrics.periods import Period

COUNTED = timedelta(weeks=52)  # after its verdict: older weeks before a plan say little of what would be without it


@dataclass(frozen=True, kw_only=True)
class PlanBenefit:
    """A confirmed plan in some days."""

    plan: WorkPlan
    """The plan."""
    confirmed: date
    """The last day of the weeks that confirmed it."""
    days: int
    """How many of the days lie after it, and within the year in which it is counted."""
    worth: MoneyWorth | None
    """What a week of it is worth; None where that was not told when it ended."""

    @property
    def money(self) -> Estimate | None:
        """What it brings in these days."""
        found = self.worth.money if self.worth else None
        return None if found is None else over(found, self.days)


def benefits(plans: Iterable[WorkPlan], days: Period) -> tuple[PlanBenefit, ...]:
    """Of each plan that was confirmed by the last of the days what it brings in them, the most first."""
    found = []
    for plan in plans:
        week = (plan.told or {}).get("through") if plan.state == CONFIRMED else None
        if not week or plan.chosen_late:
            continue
        confirmed = date.fromisoformat(week) + timedelta(days=6)
        last = min(days.last, confirmed + COUNTED)
        if confirmed > days.last or last < days.first:
            continue
        since = max(days.first, confirmed + timedelta(days=1))
        n = max((last - since).days + 1, 0)
        found.append(PlanBenefit(plan=plan, confirmed=confirmed, days=n, worth=money_of(plan, None)))
    return tuple(sorted(found, key=_order))


def _order(one: PlanBenefit) -> tuple[bool, float, str]:
    return one.money is None, -(one.money.value if one.money else 0.0), one.plan.id


def totals(found: Iterable[PlanBenefit]) -> Mapping[str, Estimate]:
    """The sum of each kind of money, in their order; a month's revenue and cash collected are not the same money."""
    kinds: dict[str, list[Estimate]] = {}
    for one in found:
        if one.money is not None and one.worth is not None:
            kinds.setdefault(one.worth.kind, []).append(one.money)
    return {kind: together(kinds[kind]) for kind in KINDS if kind in kinds}


def same_metric(found: Iterable[PlanBenefit]) -> bool:
    """Whether two of them are of one metric, so that the same money may stand in both."""
    names = [one.plan.gap.metric for one in found if one.money is not None]
    return len(set(names)) < len(names)
