"""Work plans in the database: readers draft, agree, begin and cancel them within their part, the verdict ends them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from crm_metrics.access import Reader
from crm_metrics.errors import QuestionError
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.planning import (
    AGREED,
    CANCELLED,
    DRAFT,
    LONGEST,
    OPEN,
    RUNNING,
    SAID,
    STARTED,
    Dated,
    PlanAction,
    PlanChange,
    PlanChangedError,
    PlanDriver,
    PlanGap,
    PlanTakenError,
    PlanTerms,
    WorkPlan,
    by_dimension,
    checked_gap,
    checked_terms,
    clean,
    first_start,
    kept_parts,
    moves,
    ready,
    same_commitment,
    sees,
)
from crm_metrics.office.tables import PlanRow
from crm_metrics.office.trail import SYSTEM, Author, lines

PRODUCT = Author("Pulso", SYSTEM)  # who says a verdict, and drafts for a gap that lasts


class PlanShelf:
    """The work plans as one reader has them."""

    def __init__(self, database: OfficeDatabase, reader: Reader) -> None:
        self.database, self.reader = database, reader

    def plans(self) -> tuple[WorkPlan, ...]:
        """The plans within the reader's scope, the newest first."""
        if not self.database.place.begun:
            return ()
        with self.database.reading() as session:
            found = [_plan(row) for row in session.scalars(select(PlanRow))]
        seen = (one for one in found if sees(self.reader.scope, one.gap.parts))
        return tuple(sorted(seen, key=lambda one: (one.opened_at, one.id), reverse=True))

    def draft(self, gap: PlanGap, terms: PlanTerms, author: Author | None = None) -> WorkPlan:
        """Open a plan. Raises PlanTakenError where its gap has one. author: who opens it, where no reader does."""
        kept, agreed, now = checked_gap(gap), checked_terms(terms), datetime.now(UTC)
        self._permitted(gap)
        who = author or self._author
        with self.database.writing(who) as session:
            taken = session.scalar(select(PlanRow).where(PlanRow.open_gap == kept.key))
            if taken is not None:
                raise PlanTakenError(_plan(taken))
            row = PlanRow(
                id=uuid4().hex, state=DRAFT, open_gap=kept.key, opened_by=who.name, opened_at=now, changed_at=now,
                agreed_by="", why="", **_gap_columns(kept), **_terms_columns(agreed),
            )  # fmt: skip
            session.add(row)
            session.flush()
            return _plan(row)

    def change(self, seen: WorkPlan, terms: PlanTerms) -> WorkPlan:
        """Write other terms; those that the verdict is held against stay as agreed."""
        agreed = checked_terms(terms)
        if seen.state != DRAFT and not same_commitment(seen.terms, agreed):
            raise QuestionError("What was agreed to be reached is locked: cancel this plan and open another one.")

        def written(row: PlanRow) -> None:
            for name, value in _terms_columns(agreed).items():
                if getattr(row, name) != value:
                    setattr(row, name, value)

        if not seen.open:
            raise QuestionError("This plan has ended: it stays as it was.")
        return self._written(seen, written)

    def agree(self, seen: WorkPlan, locked: Mapping[str, Any]) -> WorkPlan:
        """Agree to a draft, with the baseline that its effect is held against."""
        ready(seen.terms, seen.gap.trigger)

        def written(row: PlanRow) -> None:
            row.agreed_by, row.locked = self.reader.name, dict(locked)

        return self._moved(seen, AGREED, written)

    def start(self, seen: WorkPlan, began: date, known: Dated) -> WorkPlan:
        """Say on which day the actions begin. known: the warehouse whose data whoever says it could know."""
        through = known.latest or date.min
        if began < seen.gap.trigger + timedelta(days=7):
            raise QuestionError("A plan begins after the week that opened it.")
        if began < (first := first_start(seen, through)):
            raise QuestionError(
                "A plan can't begin before {day}: what came earlier is known already, and nobody may choose its weeks "
                "by it. Say in its text what began earlier.",
                day=first,
            )

        def written(row: PlanRow) -> None:
            row.began = began.isoformat()
            row.locked = {**(row.locked or {}), STARTED: through.isoformat()}

        return self._moved(seen, RUNNING, written)

    def cancel(self, seen: WorkPlan, why: str) -> WorkPlan:
        """End a plan without a verdict, saying why."""
        told = clean(why)[:LONGEST]
        if not told:
            raise QuestionError("Say why the plan is cancelled: who reads it later learns from it.")

        def written(row: PlanRow) -> None:
            row.why = told

        return self._moved(seen, CANCELLED, written)

    def record(self, seen: WorkPlan, state: str, told: Mapping[str, Any]) -> WorkPlan:
        """Write what the verdict says: the only way into the states that it alone may say."""
        if state not in SAID.get(seen.state, ()):
            raise QuestionError("The verdict of this plan was said already.")

        def written(row: PlanRow) -> None:
            row.told, row.judged_at = dict(told), datetime.now(UTC)
            _turned(row, state)

        return self._written(seen, written, PRODUCT)

    def history(self, plan: WorkPlan) -> tuple[PlanChange, ...]:
        """Every change of a plan, the newest first."""
        with self.database.reading() as session:
            told = lines(session, PlanRow.__tablename__, plan.id)
        return tuple(
            PlanChange(
                at=one.at,
                author=one.author,
                proof=one.proof,
                did=one.did,
                before=one.before or {},
                after=one.after or {},
            )
            for one in reversed(told)
        )

    def _moved(self, seen: WorkPlan, state: str, write: Callable[[PlanRow], None]) -> WorkPlan:
        if state not in moves(self.reader, seen):
            raise QuestionError("This plan can't be moved there by you as it is now.")

        def written(row: PlanRow) -> None:
            write(row)
            _turned(row, state)

        return self._written(seen, written)

    def _written(self, seen: WorkPlan, write: Callable[[PlanRow], None], author: Author | None = None) -> WorkPlan:
        self._permitted(seen.gap)
        with self.database.writing(author or self._author) as session:
            row = _as_seen(session, seen)
            write(row)
            if session.is_modified(row):
                row.changed_at = datetime.now(UTC)
            try:
                session.flush()
            except StaleDataError as error:
                raise PlanChangedError(seen) from error
            return _plan(row)

    def _permitted(self, gap: PlanGap) -> None:
        if not sees(self.reader.scope, gap.parts):
            raise QuestionError("This plan is not of your part of the company.")

    @property
    def _author(self) -> Author:
        return Author(self.reader.name)


def legible(columns: Mapping[str, Any]) -> bool:
    """Whether columns that were brought from elsewhere are those of a plan."""
    try:
        plan = _plan(PlanRow(**columns))
    except (AttributeError, KeyError, TypeError, ValueError):
        return False
    return bool(columns["open_gap"] == (plan.gap.key if plan.open else None))


def _as_seen(session: Session, seen: WorkPlan) -> PlanRow:
    row = session.get(PlanRow, seen.id)
    if row is None:
        raise QuestionError("There is no such plan.")
    if row.version != seen.version:
        raise PlanChangedError(_plan(row))
    return row


def _turned(row: PlanRow, state: str) -> None:
    row.state = state
    if state not in OPEN:
        row.open_gap = None


def _gap_columns(gap: PlanGap) -> dict[str, Any]:
    drivers = [{"dimension": one.dimension, "cell": one.cell, "total": one.total} for one in gap.drivers]
    return {
        "metric": gap.metric,
        "parts": by_dimension(gap.parts),
        "trigger": gap.trigger.isoformat(),
        "better": gap.better,
        "gap": {"value": gap.value, "goal": gap.goal, "n": gap.n, "drivers": drivers},
    }


def _terms_columns(terms: PlanTerms) -> dict[str, Any]:
    actions = [
        {"what": clean(one.what), "who": clean(one.who), "due": one.due.isoformat() if one.due else None,
         "done": one.done}
        for one in terms.actions
        if clean(one.what)
    ]  # fmt: skip
    return {
        "cause": clean(terms.cause),
        "fix": clean(terms.fix),
        "actions": {"list": actions},
        "owner": clean(terms.owner),
        "due": terms.due.isoformat() if terms.due else None,
        "expected": terms.expected,
        "guardrails": {"list": list(terms.guardrails)},
        "comparison": clean(terms.comparison),
        "planned": terms.planned,
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _plan(row: PlanRow) -> WorkPlan:
    return WorkPlan(
        id=row.id,
        version=row.version,
        state=row.state,
        gap=_gap(row),
        terms=_terms(row),
        opened_by=row.opened_by,
        opened_at=row.opened_at,
        changed_at=row.changed_at,
        agreed_by=row.agreed_by,
        began=_day(row.began),
        locked=row.locked,
        told=row.told,
        judged_at=row.judged_at,
        why=row.why,
    )


def _gap(row: PlanRow) -> PlanGap:
    kept = row.gap
    return PlanGap(
        metric=row.metric,
        parts=kept_parts(row.parts),
        trigger=date.fromisoformat(row.trigger),
        better=row.better,
        value=kept.get("value"),
        goal=kept.get("goal"),
        n=kept.get("n"),
        drivers=tuple(PlanDriver(one["dimension"], one["cell"], one["total"]) for one in kept.get("drivers", ())),
    )


def _terms(row: PlanRow) -> PlanTerms:
    return PlanTerms(
        cause=row.cause,
        fix=row.fix,
        actions=tuple(
            PlanAction(one["what"], one["who"], _day(one["due"]), one["done"]) for one in row.actions.get("list", ())
        ),
        owner=row.owner,
        due=_day(row.due),
        expected=row.expected,
        guardrails=tuple(row.guardrails.get("list", ())),
        comparison=row.comparison,
        planned=row.planned,
    )
