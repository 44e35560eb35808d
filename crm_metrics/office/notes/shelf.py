"""Notes in the database: read within a reader's part, changed and taken back by their author, read by who is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_metrics.access import Reader
from crm_metrics.errors import CrmError, QuestionError
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.notes.noting import (
    Around,
    DayNote,
    NoteChangedError,
    NoteContent,
    checked,
    nowhere,
    reached,
    visible,
)
from crm_metrics.office.planning import by_dimension, kept_parts, sees
from crm_metrics.office.tables import NoteReadRow, NoteRow
from crm_metrics.office.trail import Author


class NoteShelf:
    """The notes as one reader has them. readers: who may be mentioned; around: in which parts all of a scope lies."""

    def __init__(
        self, database: OfficeDatabase, reader: Reader, readers: Sequence[Reader] = (), around: Around = nowhere
    ) -> None:
        self.database, self.reader, self._readers, self._around = database, reader, readers, around

    def notes(self) -> tuple[DayNote, ...]:
        """The notes within the reader's scope, by day."""
        if not self.database.place.begun:
            return ()
        with self.database.reading() as session:
            return self._seen(session)

    def write(self, content: NoteContent) -> DayNote:
        """Keep a new note."""
        kept, now = self._permitted(checked(content)), datetime.now(UTC)
        with self.database.writing(Author(self.reader.name)) as session:
            row = NoteRow(id=uuid4().hex, author=self.reader.name, written_at=now, changed_at=now, **_columns(kept))
            session.add(row)
            session.flush()
            return _note(row)

    def change(self, seen: DayNote, content: NoteContent) -> DayNote:
        """Write another content over a note as it was seen. Raises NoteChangedError where it is another by now."""
        kept = self._permitted(checked(content), before=seen.content.mentions)
        with self.database.writing(Author(self.reader.name)) as session:
            row = self._as_seen(session, seen)
            for name, value in _columns(kept).items():
                if getattr(row, name) != value:
                    setattr(row, name, value)
            if session.is_modified(row):
                row.changed_at = datetime.now(UTC)
            session.flush()
            return _note(row)

    def end(self, seen: DayNote) -> None:
        """Take a note back: no chart shows it any more, the trail does."""
        with self.database.writing(Author(self.reader.name)) as session:
            row = self._as_seen(session, seen)
            for mark in session.scalars(select(NoteReadRow).where(NoteReadRow.note == row.id)):
                session.delete(mark)
            session.delete(row)

    def unread(self) -> tuple[DayNote, ...]:
        """The notes that mention the reader and that he did not mark as read, by day."""
        if not self.database.place.begun:
            return ()
        who = self.reader.name
        with self.database.reading() as session:
            read = set(session.scalars(select(NoteReadRow.note).where(NoteReadRow.reader == who)))
            seen = self._seen(session)
        return tuple(one for one in seen if who in one.content.mentions and one.id not in read)

    def mark_read(self, seen: DayNote) -> None:
        """Say that the reader has read a note that mentions him; twice is once."""
        who = self.reader.name
        if who not in seen.content.mentions:
            raise QuestionError("This note does not mention you.")
        with self.database.writing(Author(who)) as session:
            place = f"{seen.id}:{who}"
            if session.get(NoteRow, seen.id) is not None and session.get(NoteReadRow, place) is None:
                session.add(NoteReadRow(id=place, note=seen.id, reader=who, read_at=datetime.now(UTC)))

    def _seen(self, session: Session) -> tuple[DayNote, ...]:
        order = (NoteRow.first_day, NoteRow.written_at, NoteRow.id)
        found = (_note(row) for row in session.scalars(select(NoteRow).order_by(*order)))
        return tuple(one for one in found if self._sees(one.content))

    def _permitted(self, content: NoteContent, before: Sequence[str] = ()) -> NoteContent:
        """The same content. before: who was mentioned already, and may be no reader any more."""
        if not sees(self.reader.scope, content.parts):  # read is more than written: of the own part alone
            raise QuestionError("This note is not about your part of the company.")
        known = {one.name for one in self._readers}
        fresh = tuple(one for one in content.mentions if one in known or one not in before)
        reached(replace(content, mentions=fresh), self._readers, self._around)
        return content

    def _sees(self, content: NoteContent) -> bool:
        return visible(self.reader.scope, content, self._around)

    def _as_seen(self, session: Session, seen: DayNote) -> NoteRow:
        row = session.get(NoteRow, seen.id)
        if row is None or not self._sees(_note(row).content):
            raise QuestionError("There is no such note any more: nothing was changed.")
        if row.author != self.reader.name:
            raise QuestionError("A note is changed and taken back by who wrote it.")
        if row.version != seen.version:
            raise NoteChangedError(_note(row))
        return row


def legible(columns: Mapping[str, Any]) -> bool:
    """Whether columns that were brought from elsewhere are those of a note."""
    try:
        kept = _note(NoteRow(**columns)).content
        return checked(kept) == kept
    except (AttributeError, CrmError, KeyError, TypeError, ValueError):
        return False


def _columns(content: NoteContent) -> dict[str, Any]:
    return {
        "first_day": content.first.isoformat(),
        "last_day": content.last.isoformat(),
        "text": content.text,
        "kind": content.kind,
        "metric": content.metric,
        "parts": by_dimension(content.parts),
        "mentions": {"list": list(content.mentions)},
    }


def _note(row: NoteRow) -> DayNote:
    return DayNote(
        id=row.id,
        version=row.version,
        content=NoteContent(
            first=date.fromisoformat(row.first_day),
            last=date.fromisoformat(row.last_day),
            text=row.text,
            kind=row.kind,
            metric=row.metric,
            parts=kept_parts(row.parts),
            mentions=tuple(row.mentions["list"]),
        ),
        author=row.author,
        written_at=row.written_at,
        changed_at=row.changed_at,
    )
