"""Saved views in the database: which a reader sees, and how they are saved, renamed, shared and deleted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import and_, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from crm_metrics.access import Reader
from crm_metrics.errors import QuestionError
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.saved import (
    LEVEL,
    MOST,
    PERSON,
    Audience,
    ChangedMeanwhileError,
    SavedView,
    checked,
    key_of_name,
    names_customer,
    sharable,
    tidy,
)
from crm_metrics.office.tables import SavedViewRow
from crm_metrics.office.trail import Author


class ViewShelf:
    """The saved views as one reader has them."""

    def __init__(self, database: OfficeDatabase, reader: Reader, known: Collection[str]) -> None:
        """known: the names of the readers that there are."""
        self.database, self.reader, self.known = database, reader, known

    def views(self) -> tuple[SavedView, ...]:
        """The reader's own, then those that others share, each in order of their names.

        Left out is what is of a board that the reader may not open, and, without the right to personal data, what asks
        for one customer.
        """
        if not self.database.place.begun:
            return ()
        me, shared_with = self.reader.name, SavedViewRow.shared_with
        mine = or_(
            SavedViewRow.owner == me,
            and_(SavedViewRow.audience == LEVEL, shared_with == self.reader.level),
            and_(SavedViewRow.audience == PERSON, shared_with == me),
        )
        with self.database.reading() as session:
            found = [_view(row) for row in session.scalars(select(SavedViewRow).where(mine))]
        shown = [one for one in found if self.reader.opens(one.page) and self._may_see(one.asked)]
        return tuple(sorted(shown, key=lambda one: (one.owner != me, key_of_name(one.name), one.owner)))

    def save(self, name: str, page: str, asked: Mapping[str, Sequence[str]], audience: Audience) -> SavedView:
        """Keep a view. Raises QuestionError where the name is none or taken, or where there are too many."""
        told, kept, now = tidy(name), checked(asked), datetime.now(UTC)
        sharable(kept, audience, self.known)
        with self.database.writing(self._author) as session:
            self._free(session, told)
            owned = select(func.count()).select_from(SavedViewRow).where(SavedViewRow.owner == self.reader.name)
            if (session.scalar(owned) or 0) >= MOST:
                raise QuestionError("You have {most} saved views; more are not kept. Delete one first.", most=MOST)
            row = SavedViewRow(
                id=uuid4().hex,
                owner=self.reader.name,
                name=told,
                name_key=key_of_name(told),
                page=page,
                asked=kept,
                audience=audience.kind,
                shared_with=audience.name,
                made_at=now,
                changed_at=now,
            )
            session.add(row)
            _flushed(session, told)
            return _view(row)

    def change(
        self, seen: SavedView, name: str, audience: Audience, asked: Mapping[str, Sequence[str]] | None = None
    ) -> SavedView:
        """Give a view another name or audience. Raises ChangedMeanwhileError where it is no longer as it was seen.

        asked: what it asks from now on; None for what it asked before.
        """
        told, kept = tidy(name), checked(seen.asked if asked is None else asked)
        sharable(kept, audience, self.known)
        with self.database.writing(self._author) as session:
            row = self._as_seen(session, seen, told, permitted=seen.owner == self.reader.name)
            if key_of_name(told) != row.name_key:
                self._free(session, told)
            if (told, audience, kept) != (row.name, Audience(row.audience, row.shared_with), row.asked):
                row.name, row.name_key, row.asked = told, key_of_name(told), kept
                row.audience, row.shared_with, row.changed_at = audience.kind, audience.name, datetime.now(UTC)
            _flushed(session, told)
            return _view(row)

    def delete(self, seen: SavedView) -> None:
        """Delete a view. Raises ChangedMeanwhileError where it is no longer as it was seen."""
        with self.database.writing(self._author) as session:
            session.delete(self._as_seen(session, seen, seen.name, permitted=self.may_delete(seen)))
            _flushed(session, seen.name)

    def may_delete(self, view: SavedView) -> bool:
        """Whether the reader may delete a view: the own, and who founds also one whose owner is gone."""
        return view.owner == self.reader.name or (self.reader.founds and view.owner not in self.known)

    def _as_seen(self, session: Session, seen: SavedView, mine: str, *, permitted: bool) -> SavedViewRow:
        if not permitted:
            raise QuestionError("This view is of {owner}, who alone changes it.", owner=seen.owner)
        row = session.get(SavedViewRow, seen.id)
        if row is None:
            raise QuestionError("This view was deleted meanwhile; nothing was changed.")
        now = _view(row)
        if now.version != seen.version:
            raise ChangedMeanwhileError(now, mine)
        return row

    def _free(self, session: Session, name: str) -> None:
        taken = (SavedViewRow.owner == self.reader.name, SavedViewRow.name_key == key_of_name(name))
        if session.scalar(select(SavedViewRow.id).where(*taken)) is not None:
            raise _taken(name)

    def _may_see(self, asked: Mapping[str, Sequence[str]]) -> bool:
        return self.reader.personal or not names_customer(asked)

    @property
    def _author(self) -> Author:
        return Author(self.reader.name)


def _flushed(session: Session, name: str) -> None:
    """Write what is pending, so that what is wrong with it is told here."""
    try:
        session.flush()
    except IntegrityError as error:
        if "saved_view_name" in str(error.orig) or "name_key" in str(error.orig):
            raise _taken(name) from error
        raise
    except StaleDataError as error:
        raise QuestionError("Somebody changed this view meanwhile: nothing of yours was saved. Try again.") from error


def _taken(name: str) -> QuestionError:
    return QuestionError("You have a view called “{name}” already. Choose another name.", name=name)


def _view(row: SavedViewRow) -> SavedView:
    return SavedView(
        id=row.id,
        version=row.version,
        owner=row.owner,
        name=row.name,
        page=row.page,
        asked={key: tuple(ids) for key, ids in row.asked.items()},
        audience=Audience(row.audience, row.shared_with),
        changed_at=row.changed_at,
    )
