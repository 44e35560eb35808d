"""Baselines started anew in the database: read by boards, started and withdrawn by who answers, none overwritten."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_metrics.access import Reader
from crm_metrics.errors import CrmError, QuestionError
from crm_metrics.office.baselines.restarting import (
    LONGEST,
    BaselineRestart,
    RestartChangedError,
    RestartContent,
    checked,
    may_restart,
    placed,
)
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.notes.noting import clean, reason_of
from crm_metrics.office.planning import by_dimension, kept_parts, sees
from crm_metrics.office.tables import BaselineRow, NoteRow
from crm_metrics.office.trail import Author
from crm_metrics.periods import Period
from crm_metrics.words import mark


def restarts(database: OfficeDatabase) -> tuple[BaselineRestart, ...]:
    """All that were ever started, also those withdrawn, by number and day; none where nobody kept anything yet."""
    if not database.place.begun:
        return ()
    order = (BaselineRow.subject, BaselineRow.day, BaselineRow.started_at, BaselineRow.id)
    with database.reading() as session:
        return tuple(_restart(row) for row in session.scalars(select(BaselineRow).order_by(*order)))


class BaselineRegister:
    """The baselines as one reader starts and withdraws them. named: who answers for the metric or its parts."""

    def __init__(self, database: OfficeDatabase, reader: Reader, named: Collection[str] = ()) -> None:
        self.database, self.reader, self._named = database, reader, frozenset(named)

    def start(self, content: RestartContent, days: Period, seen: BaselineRestart | None = None) -> BaselineRestart:
        """Start a baseline anew. days: those of the data. seen: the last one that stood for the number as it was read.

        Raises RestartChangedError where another one stands by now.
        """
        kept = placed(checked(content), days)
        self._permit(kept)
        with self.database.writing(Author(self.reader.name)) as session:
            last = self._last(session, kept.subject)
            if ((last.id, last.version) if last else None) != ((seen.id, seen.version) if seen else None):
                raise RestartChangedError(_restart(last or _known(session, seen)))
            if last is not None and last.day >= kept.day.isoformat():
                raise QuestionError(
                    "This baseline begins anew on {day} already, as {name} said. Choose a later day, or withdraw that"
                    " one first.",
                    day=date.fromisoformat(last.day),
                    name=last.author,
                )
            self._check_note(session, kept)
            row = BaselineRow(id=uuid4().hex, author=self.reader.name, started_at=datetime.now(UTC), withdrawn_by="",
                              withdrawn_at=None, withdrawn_why="", **_columns(kept))  # fmt: skip
            session.add(row)
            session.flush()
            return _restart(row)

    def withdraw(self, seen: BaselineRestart, why: str) -> BaselineRestart:
        """Withdraw a baseline as it was seen: it stays in the history, with who withdrew it, when and why."""
        self._permit(seen.content)
        said = reason_of(why, mark("To withdraw a baseline changes the limits again: say why."), LONGEST)
        with self.database.writing(Author(self.reader.name)) as session:
            row = _known(session, seen)
            if row.version != seen.version or row.standing is None:
                raise RestartChangedError(_restart(row))
            row.withdraw(self.reader.name, said)
            session.flush()
            return _restart(row)

    def _permit(self, content: RestartContent) -> None:
        if not sees(self.reader.scope, content.parts):
            raise QuestionError("This number is not of your part of the company.")
        if not may_restart(self.reader, content.parts, self._named):
            raise QuestionError(
                "A baseline is started anew and withdrawn by who answers for the metric, the team or the process, or by"
                " who may found the company."
            )

    def _last(self, session: Session, subject: str) -> BaselineRow | None:
        """The one that stands of a number and begins last."""
        asked = select(BaselineRow).where(BaselineRow.subject == subject, BaselineRow.standing.is_not(None))
        return session.scalars(asked.order_by(BaselineRow.day.desc()).limit(1)).first()

    def _check_note(self, session: Session, content: RestartContent) -> None:
        row = session.get(NoteRow, content.note) if content.note else None
        if content.note and (row is None or not sees(self.reader.scope, kept_parts(row.parts))):
            raise QuestionError("There is no such note any more: choose another one, or none.")


def legible(columns: Mapping[str, Any]) -> bool:
    """Whether columns that were brought from elsewhere are those of a baseline."""
    try:
        row = BaselineRow(**columns)
        kept = _restart(row).content
        same = (checked(kept), row.subject, clean(row.withdrawn_why)) == (kept, kept.subject, row.withdrawn_why)
        return same and row.ends_alike and row.standing in (None, _standing(kept))
    except (AttributeError, CrmError, KeyError, TypeError, ValueError):
        return False


def _known(session: Session, seen: BaselineRestart | None) -> BaselineRow:
    row = session.get(BaselineRow, seen.id) if seen is not None else None
    if row is None:
        raise QuestionError("There is no such baseline any more: nothing was changed.")
    return row


def _standing(content: RestartContent) -> str:
    """What no two have that stand."""
    return f"{content.subject}|{content.day.isoformat()}"


def _columns(content: RestartContent) -> dict[str, Any]:
    return {
        "metric": content.metric,
        "parts": by_dimension(content.parts),
        "subject": content.subject,
        "standing": _standing(content),
        "day": content.day.isoformat(),
        "why": content.why,
        "note": content.note,
    }


def _restart(row: BaselineRow) -> BaselineRestart:
    return BaselineRestart(
        id=row.id,
        version=row.version,
        content=RestartContent(
            metric=row.metric,
            parts=kept_parts(row.parts),
            day=date.fromisoformat(row.day),
            why=row.why,
            note=row.note,
        ),
        author=row.author,
        started_at=row.started_at,
        withdrawn_by=row.withdrawn_by,
        withdrawn_at=row.withdrawn_at,
        withdrawn_why=row.withdrawn_why,
    )
