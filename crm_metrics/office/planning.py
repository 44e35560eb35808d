"""A work plan: what is kept of it and who may move it where; its verdict alone ends it. It knows no database."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import isfinite
from typing import Any, Literal, Protocol

from crm_metrics.access import LEVELS, Reader, Scope
from crm_metrics.errors import QuestionError
from crm_metrics.warehouse.restrictions import scoped

DRAFT, AGREED, RUNNING, VERIFYING = "draft", "agreed", "running", "verifying"
CONFIRMED, NOT_YET, NO_EFFECT, WORSE, CANCELLED = "confirmed", "not_yet", "no_effect", "worse", "cancelled"
OPEN = (DRAFT, AGREED, RUNNING, VERIFYING)
JUDGED = (CONFIRMED, NOT_YET, NO_EFFECT, WORSE)
STATES = (*OPEN, *JUDGED, CANCELLED)
MOVES: Mapping[str, tuple[str, ...]] = {  # by hand: no hand says what an action brought
    DRAFT: (AGREED, CANCELLED),
    AGREED: (RUNNING, CANCELLED),
    RUNNING: (CANCELLED,),
    VERIFYING: (CANCELLED,),
}
SAID: Mapping[str, tuple[str, ...]] = {RUNNING: (VERIFYING, *JUDGED), VERIFYING: (VERIFYING, *JUDGED)}  # by the verdict
DIMENSIONS = ("process", "area", "team", "agent", "touchpoint", "channel", "tier", "product")
COMPARED = ("team", "agent", "touchpoint", "channel", "tier", "product", "area", "process")
AGREED_BY, STARTED = "agreed_through", "started_through"  # in the locked baseline: the last day of the data then
PERSONAL = ("area", "team", "agent")  # a gap of one of them is a supervisor's
PLANNED, LEAST_WEEKS, MOST_WEEKS = 8, 4, 26
LONGEST, NAME = 2_000, 200  # letters of a text, of a name
MOST = 20  # actions, guardrails
Direction = Literal["up", "down"]
Parts = tuple[tuple[str, str], ...]  # (dimension, value) pairs in their order


@dataclass(frozen=True)
class PlanDriver:
    """A part that brought most of a gap when it was opened."""

    dimension: str
    cell: str
    total: float
    """What it adds to the gap, in the metric's unit."""


@dataclass(frozen=True, kw_only=True)
class PlanGap:
    """What opened a plan, as it was then."""

    metric: str
    """The id of the metric."""
    parts: Parts = ()
    """Whose rows: any of the values of each dimension; empty for the whole company."""
    trigger: date
    """The first day of the week that opened it."""
    better: str
    """Which way is better: "up" or "down"."""
    value: float | None = None
    """What that week reached; None where it had no value."""
    goal: float | None = None
    """The objective then; None where none was set."""
    n: int | None = None
    """The rows behind the value."""
    drivers: tuple[PlanDriver, ...] = ()
    """The parts that brought most of it."""

    @property
    def key(self) -> str:
        """What two plans share that are of one gap."""
        return "|".join([self.metric, *(f"{name}={value}" for name, value in sorted(self.parts))])

    @property
    def level(self) -> str:
        """Whose it is: of a team or person a supervisor's, of the whole company an executive's, else a manager's."""
        if any(name in PERSONAL for name, _ in self.parts):
            return LEVELS[0]
        return LEVELS[1] if self.parts else LEVELS[2]


@dataclass(frozen=True)
class PlanAction:
    """One thing to be done."""

    what: str
    who: str = ""
    due: date | None = None
    done: bool = False


@dataclass(frozen=True, kw_only=True)
class PlanTerms:
    """What is agreed of a plan."""

    cause: str = ""
    """Why the gap is there."""
    fix: str = ""
    """What changes, so that it does not come back."""
    actions: tuple[PlanAction, ...] = ()
    """What is to be done."""
    owner: str = ""
    """Who answers for it; "" while nobody does."""
    due: date | None = None
    """The day by which its effect is to be seen."""
    expected: float | None = None
    """The effect expected, in the metric's unit and without its sign: only its absence is called no effect."""
    guardrails: tuple[str, ...] = ()
    """The metrics that must not get worse."""
    comparison: str = ""
    """The value of the comparison unit in the dimension in which it differs; "" without one."""
    planned: int = PLANNED
    """The weeks after which the last look is taken."""


@dataclass(frozen=True, kw_only=True)
class WorkPlan:
    """A plan as it is kept."""

    id: str
    """Its own for good."""
    version: int
    """How often it was written."""
    state: str
    """One of STATES."""
    gap: PlanGap
    """What opened it."""
    terms: PlanTerms
    """What is agreed."""
    opened_by: str
    """Who opened it, by the name of a reader."""
    opened_at: datetime
    """When, in UTC."""
    changed_at: datetime
    """When it was last written, in UTC."""
    agreed_by: str = ""
    """Who agreed to it; "" while it is a draft."""
    began: date | None = None
    """The first day of its actions."""
    locked: Mapping[str, Any] | None = None
    """The baseline as it was when it was agreed: weeks and values, version of the data, definition."""
    told: Mapping[str, Any] | None = None
    """What its verdict last said, with the version of the data; None before the first look."""
    judged_at: datetime | None = None
    """When that was."""
    why: str = ""
    """Why it was cancelled."""

    @property
    def open(self) -> bool:
        """Whether its gap has a plan by it."""
        return self.state in OPEN

    @property
    def chosen_late(self) -> bool:
        """Whether nobody can say that its weeks were still to come when its start was chosen."""
        return self.began is not None and STARTED not in (self.locked or {})


class Dated(Protocol):
    """What tells itself how far its data go, as an open warehouse does: nobody says it for it."""

    @property
    def latest(self) -> date | None:
        """The last day that any source tells of; None before the first load."""


def first_start(plan: WorkPlan, through: date) -> date:
    """The first day on which a plan may begin where the data end on a day: its own week is not whole, and not seen."""
    monday = through + timedelta(days=1)
    monday -= timedelta(days=monday.weekday())
    agreed = (plan.locked or {}).get(AGREED_BY)
    first = max(plan.gap.trigger + timedelta(days=7), monday)
    return max(first, date.fromisoformat(agreed)) if agreed else first


@dataclass(frozen=True, kw_only=True)
class PlanChange:
    """A line of a plan's history."""

    at: datetime
    """When, in UTC."""
    author: str
    """Who."""
    proof: str
    """How the author is known."""
    did: str
    """created, changed or imported."""
    before: Mapping[str, Any] = field(default_factory=dict)
    """The columns that changed, as they were."""
    after: Mapping[str, Any] = field(default_factory=dict)
    """The same, as they are since."""


class PlanTakenError(QuestionError):
    """The gap has an open plan already; `plan` is the one."""

    plan: WorkPlan

    def __init__(self, plan: WorkPlan) -> None:
        super().__init__("This gap has an open plan already, opened by {who}: it is shown.", who=plan.opened_by)
        self.plan = plan


class PlanChangedError(QuestionError):
    """Somebody wrote a plan after it was read; `plan` is what it is now."""

    plan: WorkPlan

    def __init__(self, plan: WorkPlan) -> None:
        super().__init__(
            "Somebody changed this plan meanwhile, so nothing of yours was saved. Look at what it is now and do it"
            " again."
        )
        self.plan = plan


def sees(scope: Scope, parts: Parts) -> bool:
    """Whether a plan of these parts lies within a reader's scope: each of its values, in each limited dimension."""
    for dimension, allowed in scoped(scope):
        values = [value for name, value in parts if name == dimension]
        if not values or any(value not in allowed for value in values):
            return False
    return True


def within(scope: Scope, parts: Parts) -> Parts:
    """The parts of a gap as a reader sees it: where nothing is said of a dimension, what the scope leaves of it."""
    said = {name for name, _ in parts}
    bound = [(name, value) for name, allowed in scoped(scope) if name not in said for value in allowed]
    return tuple(sorted({*parts, *bound}))


def by_dimension(parts: Parts) -> dict[str, list[str]]:
    """Parts as they are kept."""
    found: dict[str, list[str]] = {}
    for name, value in sorted(set(parts)):
        found.setdefault(name, []).append(value)
    return found


def kept_parts(kept: Mapping[str, Sequence[str]]) -> Parts:
    """Parts that were kept."""
    return tuple((name, value) for name in sorted(kept) for value in sorted(kept[name]))


def compared_by(parts: Parts) -> str:
    """The dimension in which a comparison unit differs: the first of which one value is asked; "" without any."""
    for dimension in COMPARED:
        if len([value for name, value in parts if name == dimension]) == 1:
            return dimension
    return ""


def compared_parts(parts: Parts, other: str) -> Parts:
    """The parts of the comparison unit."""
    dimension = compared_by(parts)
    return tuple(sorted((name, other if name == dimension else value) for name, value in parts))


def answers(reader: Reader, plan: WorkPlan) -> bool:
    """Whether a reader may agree to a plan, or end it: one of the reader's own level or of a finer one."""
    return LEVELS.index(plan.gap.level) <= LEVELS.index(reader.level)


def moves(reader: Reader, plan: WorkPlan) -> tuple[str, ...]:
    """Where a reader may move a plan by hand."""
    offered = MOVES.get(plan.state, ())
    return tuple(state for state in offered if state == RUNNING or answers(reader, plan))


def checked_gap(gap: PlanGap) -> PlanGap:
    """A gap as it is kept. Raises QuestionError where nobody can tell later whether it closed."""
    if gap.better not in ("up", "down"):
        raise QuestionError("Nobody says which way this metric is better: set its objective first, then open a plan.")
    if strange := [name for name, _ in gap.parts if name not in DIMENSIONS]:
        raise QuestionError("A plan can't be of {word}.", word=strange[0])
    return gap


def checked_terms(terms: PlanTerms) -> PlanTerms:
    """Terms as they are kept. Raises QuestionError where something is too much or no number."""
    for text in (terms.cause, terms.fix, *(one.what for one in terms.actions)):
        _short(text, LONGEST)
    for text in (terms.owner, terms.comparison, *(one.who for one in terms.actions)):
        _short(text, NAME)
    if len(terms.actions) > MOST or len(terms.guardrails) > MOST:
        raise QuestionError("{n} actions are the most that a plan has.", n=MOST)
    if terms.expected is not None and (not isfinite(terms.expected) or terms.expected <= 0):
        raise QuestionError("The effect expected is a number above 0, in the unit of the metric.")
    if not LEAST_WEEKS <= terms.planned <= MOST_WEEKS:
        raise QuestionError("The last look is taken after {least} to {most} weeks.", least=LEAST_WEEKS, most=MOST_WEEKS)
    return terms


def ready(terms: PlanTerms, trigger: date) -> None:
    """Raises QuestionError where nobody could be held to these terms. trigger: the Monday of the week of the gap."""
    if not (terms.owner and terms.due and terms.fix and terms.actions and terms.expected):
        raise QuestionError(
            "Before it is agreed a plan needs an owner, a due date, what changes, an action and the effect expected."
        )
    if terms.due < (first := trigger + timedelta(days=7)):
        raise QuestionError("A plan can't be due before the week after its gap: name a day from {day} on.", day=first)


def same_commitment(before: PlanTerms, after: PlanTerms) -> bool:
    """Whether what a verdict is held against stayed: it is locked once a plan is agreed."""
    kept = ("expected", "guardrails", "comparison", "planned")
    return all(getattr(before, name) == getattr(after, name) for name in kept)


def clean(text: str) -> str:
    """A text without signs that nobody sees; its lines stay."""
    shown = (one if one.isprintable() or one == "\n" else " " for one in unicodedata.normalize("NFC", text))
    return "".join(shown).encode("utf-8", "ignore").decode("utf-8").strip()


def _short(text: str, most: int) -> None:
    if len(text) > most:
        raise QuestionError("A text has {n} letters; {most} are the most. Shorten it.", n=len(text), most=most)
