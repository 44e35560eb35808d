"""What the page of plans knows, in no language, and which plans ask for a look first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import ClassVar

from crm_metrics.access import LEVELS
from crm_metrics.boards.facts import BoardFacts
from crm_metrics.boards.plans.judging import JudgedPlan
from crm_metrics.boards.plans.now import PlanNow
from crm_metrics.boards.worth.pricing import MoneyWorth
from crm_metrics.errors import CrmError
from crm_metrics.metrics.readings import Reading
from crm_metrics.office.planning import CONFIRMED, DRAFT, NO_EFFECT, WORSE, PlanChange, PlanGap, WorkPlan

HIGHER = timedelta(days=14)  # after so many days more a late plan climbs once more
WAITING = timedelta(days=14)  # a draft that nobody has agreed to for so long is late
REMEMBERED = timedelta(days=28)  # for so long a plan that failed stands first, and one that worked is told of


@dataclass(frozen=True, kw_only=True)
class PlansFacts(BoardFacts):
    """The plans of a reader, or one of them."""

    every: ClassVar[str] = "week"
    plans: tuple[WorkPlan, ...] = ()
    """Those within the reader's scope, the newest first."""
    judged: Mapping[str, JudgedPlan] = field(default_factory=dict)
    """What is known of those that run, by id."""
    chosen: WorkPlan | None = None
    """The one that is shown."""
    history: tuple[PlanChange, ...] = ()
    """Its changes, the newest first."""
    expected: MoneyWorth | None = None
    """What a week of what is expected of it would be worth; None where nothing is expected, or a verdict tells it."""
    gap: PlanGap | None = None
    """The gap that a plan is to be opened for."""
    now: PlanNow = field(default_factory=PlanNow)
    """What the rows of now make of the numbers of the one that is shown."""
    openings: Mapping[str, Reading] = field(default_factory=dict)
    """By the id of each that has not begun, the week that opened it by the rows of now."""
    error: CrmError | None = None
    """Why what the address asks can't be shown."""
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By dimension, what ids are called."""

    @property
    def today(self) -> date:
        """The last day with data: nothing is late before the data tell it."""
        return self.frame.latest or date.min


def late(plan: WorkPlan, today: date) -> timedelta | None:
    """By how much an open plan is late; None where it is not."""
    if not plan.open:
        return None
    due = plan.terms.due or (plan.opened_at.date() + WAITING if plan.state == DRAFT else None)
    return today - due if due is not None and due < today else None


def failed(plan: WorkPlan, today: date) -> bool:
    """Whether its verdict says that it did not work, not long ago: by the clock, or by the data where these go on."""
    return plan.state in (WORSE, NO_EFFECT) and _told_lately(plan, today)


def achieved(plan: WorkPlan, today: date) -> bool:
    """Whether its verdict says that it worked, not long ago: by the same two."""
    return plan.state == CONFIRMED and _told_lately(plan, today)


def _told_lately(plan: WorkPlan, today: date) -> bool:
    if plan.judged_at is None:
        return False
    week = (plan.told or {}).get("through")
    said = plan.judged_at.date()
    if week:
        said = max(said, date.fromisoformat(week) + timedelta(days=6))
    return today - said <= REMEMBERED


def reaches(plan: WorkPlan, today: date) -> str:
    """The highest level that has to look at it: its own, one more once it is late or failed, one more later."""
    by, level = late(plan, today), LEVELS.index(plan.gap.level)
    steps = int(by is not None or failed(plan, today)) + int(by is not None and by > HIGHER)
    return LEVELS[min(level + steps, len(LEVELS) - 1)]


def asks(plan: WorkPlan, level: str, today: date) -> bool:
    """Whether a plan asks a reader of this level for a look before all others."""
    if late(plan, today) is None and not failed(plan, today):
        return False
    own, mine, highest = (LEVELS.index(one) for one in (plan.gap.level, level, reaches(plan, today)))
    return own <= mine <= highest
