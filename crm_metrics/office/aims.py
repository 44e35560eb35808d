"""Objectives in the database: which there are, who changed which and when, and how they are set and withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from crm_metrics.access import Reader
from crm_metrics.errors import CrmError, QuestionError
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.objectives import (
    Aim,
    Bands,
    ObjectiveChange,
    ObjectiveChangedError,
    SetObjective,
    may_set_of,
)
from crm_metrics.office.tables import ObjectiveRow, TrailRow
from crm_metrics.office.trail import Author

LAST = 200  # lines of the history that are shown


def objectives(database: OfficeDatabase) -> tuple[SetObjective, ...]:
    """All that people set, by metric, part and validity; none where nobody kept anything yet."""
    if not database.place.begun:
        return ()
    order = (ObjectiveRow.metric, ObjectiveRow.process, ObjectiveRow.team, ObjectiveRow.valid_from)
    with database.reading() as session:
        return tuple(_objective(row) for row in session.scalars(select(ObjectiveRow).order_by(*order)))


def changes(database: OfficeDatabase) -> tuple[ObjectiveChange, ...]:
    """What was changed, the newest first."""
    if not database.place.begun:
        return ()
    asked = select(TrailRow).where(TrailRow.thing == ObjectiveRow.__tablename__).order_by(TrailRow.id)
    with database.reading() as session:
        lines = list(session.scalars(asked))
    known: dict[str, dict[str, Any]] = {}
    told: list[ObjectiveChange] = []
    for line in lines:
        before = known.get(line.key, {})
        now = {**before, **(line.after or line.before or {})}
        known[line.key] = now
        told.append(
            ObjectiveChange(
                at=line.at,
                author=line.author,
                did=line.did,
                aim=_aim(now),
                before=_bands(before) if before else None,
                after=None if line.did == "deleted" else _bands(now),
            )
        )
    return tuple(reversed(told[-LAST:]))


class ObjectiveRegister:
    """The objectives as one reader sets them."""

    def __init__(self, database: OfficeDatabase, reader: Reader) -> None:
        self.database, self.reader = database, reader

    def set(self, aim: Aim, bands: Bands, better: str, seen: SetObjective | None = None) -> SetObjective:
        """Set an objective, or change the one that was seen.

        Raises ObjectiveChangedError where it is no longer as it was seen, or where somebody set it meanwhile.
        """
        aim, bands, now = self._permitted(aim.checked()), bands.checked(better), datetime.now(UTC)
        with self.database.writing(Author(self.reader.name)) as session:
            row = self._as_seen(session, aim, seen)
            if row is None:
                row = ObjectiveRow(id=uuid4().hex, metric=aim.metric, process=aim.process, team=aim.team,
                                   valid_from=aim.valid_from.isoformat())  # fmt: skip
                session.add(row)
            row.valid_to = aim.valid_to.isoformat() if aim.valid_to else ""
            row.minimum, row.good, row.excellent = bands.minimum, bands.good, bands.excellent
            row.author, row.changed_at = self.reader.name, now
            _flushed(session)
            return _objective(row)

    def withdraw(self, seen: SetObjective) -> None:
        """Take an objective back: what files brought holds again."""
        self._permitted(seen.aim)
        with self.database.writing(Author(self.reader.name)) as session:
            row = self._as_seen(session, seen.aim, seen)
            session.delete(row)
            _flushed(session)

    def _permitted(self, aim: Aim) -> Aim:
        if not may_set_of(self.reader, aim.process, aim.team):
            raise QuestionError("Objectives are set by who sees all of what they are of. Ask your head for this one.")
        return aim

    def _as_seen(self, session: Session, aim: Aim, seen: SetObjective | None) -> ObjectiveRow | None:
        key = (
            ObjectiveRow.metric == aim.metric,
            ObjectiveRow.process == aim.process,
            ObjectiveRow.team == aim.team,
            ObjectiveRow.valid_from == aim.valid_from.isoformat(),
        )
        row = session.scalar(select(ObjectiveRow).where(*key))
        if row is None and seen is not None and seen.aim.valid_from == aim.valid_from:
            raise QuestionError("This objective was withdrawn meanwhile; nothing was changed.")
        if row is not None and (seen is None or (row.id, row.version) != (seen.id, seen.version)):
            raise ObjectiveChangedError(_objective(row))
        return row


def legible(columns: Mapping[str, Any]) -> bool:
    """Whether columns that were brought from elsewhere are those of an objective."""
    try:
        _aim(columns).checked()
        _bands(columns).checked("")
    except (CrmError, TypeError, ValueError):
        return False
    return True


def _flushed(session: Session) -> None:
    try:
        session.flush()
    except (IntegrityError, StaleDataError) as error:
        raise QuestionError("Somebody set this objective meanwhile: nothing of yours was saved. Try again.") from error


def _objective(row: ObjectiveRow) -> SetObjective:
    held = {one: getattr(row, one) for one in (*_AIM, *_BANDS)}
    return SetObjective(
        id=row.id,
        version=row.version,
        aim=_aim(held),
        bands=_bands(held),
        author=row.author,
        changed_at=row.changed_at,
    )


_AIM = ("metric", "process", "team", "valid_from", "valid_to")
_BANDS = ("minimum", "good", "excellent")


def _aim(held: Mapping[str, Any]) -> Aim:
    return Aim(
        metric=held["metric"],
        process=held["process"],
        team=held["team"],
        valid_from=date.fromisoformat(held["valid_from"]),
        valid_to=date.fromisoformat(held["valid_to"]) if held["valid_to"] else None,
    )


def _bands(held: Mapping[str, Any]) -> Bands:
    return Bands(minimum=held["minimum"], good=held["good"], excellent=held["excellent"])
