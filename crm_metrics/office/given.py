"""What is given to a reader by name: plans, their actions, decisions; of what lies beyond his part that alone.

A plan that nobody agreed to yet is a proposal: what it would ask of somebody is nobody's duty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from crm_metrics.access import BOARDS, Reader
from crm_metrics.errors import QuestionError
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.meetings.reviewing import may_read
from crm_metrics.office.meetings.reviews import ReviewShelf
from crm_metrics.office.planning import DRAFT, PlanAction, WorkPlan, sees
from crm_metrics.office.plans import PlanShelf

PLAN, ACTION, LINE = "plan", "action", "decision"


@dataclass(frozen=True, kw_only=True)
class GivenTask:
    """One thing that a reader is named for and that is not done."""

    kind: str
    """plan, action or decision."""
    id: str
    """Of the plan or of the line of minutes."""
    place: int = 0
    """Of an action, which of its plan."""
    text: str
    """What is to be done, as it was written."""
    due: date | None
    """Until when; None where nobody said it."""
    by: str
    """Who gave it."""
    at: datetime
    """When, in UTC."""
    within: str = ""
    """The plan or review that it is of, where the reader may open it; "" where not."""

    @property
    def settled(self) -> bool:
        """Whether a hand may say that it is done: a plan ends by its verdict."""
        return self.kind != PLAN


class GivenShelf:
    """What one reader is named for, wherever in the company it lies."""

    def __init__(self, database: OfficeDatabase, reader: Reader) -> None:
        self.reader = reader
        everywhere = Reader(reader.name, "executive", boards=tuple(BOARDS))
        self._plans, self._reviews = PlanShelf(database, everywhere), ReviewShelf(database, everywhere)

    def tasks(self) -> tuple[GivenTask, ...]:
        """What is to be done, by due date; what has none comes last."""
        found = (*self._of_plans(), *self._of_reviews())
        return tuple(sorted(found, key=lambda one: (one.due or date.max, one.at, one.id, one.place)))

    def finish(self, seen: GivenTask) -> None:
        """Say that an action or a decision of one's own is done."""
        now = next((one for one in self.tasks() if one == seen and one.settled), None)
        if now is None:
            raise QuestionError("This is not yours to do any more, or was changed: nothing was written.")
        if now.kind == ACTION:
            plan = next(one for one in self._plans.plans() if one.id == now.id)
            actions = [replace(one, done=one.done or place == now.place)
                       for place, one in enumerate(plan.terms.actions)]  # fmt: skip
            self._plans.change(plan, replace(plan.terms, actions=tuple(actions)))
            return
        review, line = next(
            (review, line) for review in self._reviews.reviews() for line in review.lines if line.id == now.id
        )
        self._reviews.settle(review, line, done=True)

    def _of_plans(self) -> Iterator[GivenTask]:
        for plan in self._plans.plans() if self.reader.name else ():
            mine = [place for place, one in enumerate(plan.terms.actions) if self._named(one.who) and not one.done]
            owns = self._named(plan.terms.owner)
            if not plan.open or plan.state == DRAFT or not (mine or owns):
                continue
            states = tuple(self._states(plan))
            within = plan.id if sees(self.reader.scope, plan.gap.parts) else ""
            if owns:
                owner = plan.terms.owner
                by, at = _since(plan, states, lambda kept, owner=owner: kept.get("owner") == owner)  # type: ignore[misc]
                yield GivenTask(kind=PLAN, id=plan.id, text=plan.terms.fix, due=plan.terms.due, by=by, at=at,
                                within=within)  # fmt: skip
            for place in mine:
                one = plan.terms.actions[place]
                by, at = _since(plan, states, lambda kept, one=one: _holds(kept, one))  # type: ignore[misc]
                yield GivenTask(kind=ACTION, id=plan.id, place=place, text=one.what, due=one.due, by=by, at=at,
                                within=within)  # fmt: skip

    def _of_reviews(self) -> Iterator[GivenTask]:
        for review in self._reviews.reviews() if self.reader.name else ():
            within = review.id if may_read(self.reader, review.kind, review.parts) else ""
            for line in review.decisions:
                if line.open and self._named(line.owner):
                    yield GivenTask(kind=LINE, id=line.id, text=line.text, due=line.due, by=line.author,
                                    at=line.written_at, within=within)  # fmt: skip

    def _named(self, written: str) -> bool:
        """Whether a name that somebody wrote or chose is the reader's, whatever its capitals."""
        return " ".join(written.split()).casefold() == " ".join(self.reader.name.split()).casefold()

    def _states(self, plan: WorkPlan) -> Iterator[tuple[str, datetime, Mapping[str, Any]]]:
        """Each change of a plan, oldest first: by whom, when, and its columns after it."""
        kept: dict[str, Any] = {}
        for one in reversed(self._plans.history(plan)):
            kept = {**kept, **one.after}
            yield one.author, one.at, kept


def _since(
    plan: WorkPlan,
    states: tuple[tuple[str, datetime, Mapping[str, Any]], ...],
    held: Callable[[Mapping[str, Any]], bool],
) -> tuple[str, datetime]:
    """By whom a plan came to say what it says, and when, at the earliest when it was agreed.

    Its opening where its history does not tell.
    """
    by, at, before = plan.opened_by, plan.opened_at, False
    for author, moment, kept in states:
        now = held(kept)
        if now and not before:
            by, at = author, moment
        before = now
    agreed = next((moment for _, moment, kept in states if kept.get("state", DRAFT) != DRAFT), at)
    return by, max(at, agreed)


def _holds(kept: Mapping[str, Any], action: PlanAction) -> bool:
    listed = (kept.get("actions") or {}).get("list", ())
    return any((one["what"], one["who"]) == (action.what, action.who) for one in listed)
