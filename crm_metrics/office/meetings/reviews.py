"""Reviews in the database: begun, written into and closed by those who may hold them; what is closed stays so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from crm_metrics.access import Reader
from crm_metrics.errors import QuestionError
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.meetings.frozen import FrozenBoard, board_of, document
from crm_metrics.office.meetings.reviewing import (
    CLOSED,
    CORRECTION,
    DECISION,
    MOST_LINES,
    OPEN,
    STRATEGY,
    AgendaItem,
    NewLine,
    Review,
    ReviewChangedError,
    ReviewLine,
    ReviewRhythm,
    ReviewTakenError,
    checked_months,
    key_of,
    may_hold,
    may_read,
    may_set_rhythm,
)
from crm_metrics.office.planning import Parts, by_dimension, kept_parts
from crm_metrics.office.tables import ReviewBoardRow, ReviewLineRow, ReviewRhythmRow, ReviewRow
from crm_metrics.office.trail import Author

AGENDA = ("key", "kind", "leads")


class ReviewShelf:
    """The reviews as one reader has them."""

    def __init__(self, database: OfficeDatabase, reader: Reader) -> None:
        self.database, self.reader = database, reader

    def reviews(self) -> tuple[Review, ...]:
        """Those that the reader may read, the one about the latest day first."""
        if not self.database.place.begun:
            return ()
        with self.database.reading() as session:
            lines = _by_review(session.scalars(select(ReviewLineRow)))
            found = [_review(row, lines.get(row.id, ())) for row in session.scalars(select(ReviewRow))]
        seen = (one for one in found if may_read(self.reader, one.kind, one.parts))
        return tuple(sorted(seen, key=lambda one: (one.last, one.opened_at, one.id), reverse=True))

    def board(self, review: Review) -> FrozenBoard | None:
        """The board of a review as it was read; None before it is closed. Raises QuestionError where it is unread."""
        with self.database.reading() as session:
            self._row(session, review)
            row = session.get(ReviewBoardRow, review.id)
            kept = None if row is None else row.board
        if kept is None:
            return None
        try:
            return board_of(kept)
        except ValueError as error:
            raise QuestionError("The board of this review can't be read: {problem}.", problem=str(error)) from None

    def rhythm(self) -> ReviewRhythm:
        """How often the strategy is reviewed."""
        if not self.database.place.begun:
            return ReviewRhythm()
        with self.database.reading() as session:
            row = session.get(ReviewRhythmRow, STRATEGY)
            return ReviewRhythm(row.months, row.version) if row else ReviewRhythm()

    def begin(self, kind: str, parts: Parts, days: tuple[date, date], agenda: Sequence[AgendaItem]) -> Review:
        """Begin a review of the days. Raises ReviewTakenError where it was begun already."""
        self._permitted(kind, parts)
        first, last = days
        with self._writing() as session:
            held_for = key_of(kind, parts, last)
            taken = session.scalar(select(ReviewRow).where(ReviewRow.held_for == held_for))
            if taken is not None:
                raise ReviewTakenError(_review(taken, _lines_of(session, taken.id)))
            row = ReviewRow(
                id=uuid4().hex,
                kind=kind,
                parts=by_dimension(parts),
                held_for=held_for,
                first_day=first.isoformat(),
                last_day=last.isoformat(),
                state=OPEN,
                agenda={"list": [_kept_item(one) for one in agenda]},
                opened_by=self.reader.name,
                opened_at=datetime.now(UTC),
                closed_by="",
            )
            session.add(row)
            session.flush()
            return _review(row, ())

    def write(self, seen: Review, line: NewLine) -> ReviewLine:
        """Add a line to the minutes: of a review that is closed only a correction, of an open one none."""
        told = line.checked()
        with self._writing() as session:
            row = self._row(session, seen)
            if (row.state == CLOSED) != (told.kind == CORRECTION):
                raise QuestionError(
                    "This review is closed: what is written now is a correction."
                    if row.state == CLOSED
                    else "This review is still open: there is nothing to correct."
                )
            count = select(func.count()).select_from(ReviewLineRow).where(ReviewLineRow.review == row.id)
            if (session.scalar(count) or 0) >= MOST_LINES:
                raise QuestionError("{n} lines are the most that a review has.", n=MOST_LINES)
            made = ReviewLineRow(
                id=uuid4().hex,
                review=row.id,
                kind=told.kind,
                text=told.text,
                owner=told.owner,
                due=told.due.isoformat() if told.due else None,
                about=told.about,
                author=self.reader.name,
                written_at=datetime.now(UTC),
                done_by="",
            )
            session.add(made)
            session.flush()
            return _line(made)

    def take_back(self, review: Review, line: ReviewLine) -> None:
        """Take a line out of an open review, as it was seen."""
        with self._writing() as session:
            self._open_row(session, review)
            session.delete(_line_as_seen(session, review, line))

    def settle(self, review: Review, line: ReviewLine, *, done: bool) -> ReviewLine:
        """Say of a decision that it is done, or that it is not; of a closed review, too: it lives on."""
        with self._writing() as session:
            self._row(session, review)
            row = _line_as_seen(session, review, line)
            if row.kind != DECISION:
                raise QuestionError("Only a decision can be done.")
            if (row.done_at is not None) != done:
                row.done_at, row.done_by = (datetime.now(UTC), self.reader.name) if done else (None, "")
                session.flush()
            return _line(row)

    def close(self, seen: Review, board: FrozenBoard) -> Review:
        """Close a review with its board as it was read; from then on both stay as they are."""
        with self._writing() as session:
            row = self._open_row(session, seen)
            row.state, row.closed_by, row.closed_at = CLOSED, self.reader.name, datetime.now(UTC)
            session.add(ReviewBoardRow(id=row.id, board=document(board)))
            session.flush()
            return _review(row, _lines_of(session, row.id))

    def discard(self, seen: Review) -> None:
        """Throw away a review that was begun by mistake, with its minutes; the trail keeps both."""
        with self._writing() as session:
            row = self._open_row(session, seen)
            for line in session.scalars(select(ReviewLineRow).where(ReviewLineRow.review == row.id)):
                session.delete(line)
            session.flush()
            session.delete(row)

    def set_rhythm(self, seen: ReviewRhythm, months: int) -> ReviewRhythm:
        """Say every how many months the strategy is reviewed."""
        if not may_set_rhythm(self.reader):
            raise QuestionError("How often the strategy is reviewed is said by executives.")
        told = checked_months(months)
        with self._writing() as session:
            row = session.get(ReviewRhythmRow, STRATEGY)
            if (row.version if row else 0) != seen.version:
                raise ReviewChangedError
            if row is None:
                row = ReviewRhythmRow(id=STRATEGY, months=told, changed_at=datetime.now(UTC))
                session.add(row)
            elif row.months != told:
                row.months, row.changed_at = told, datetime.now(UTC)
            session.flush()
            return ReviewRhythm(row.months, row.version)

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        with self.database.writing(Author(self.reader.name)) as session:
            try:
                yield session
                session.flush()
            except StaleDataError as error:
                raise ReviewChangedError from error

    def _row(self, session: Session, seen: Review) -> ReviewRow:
        """A review that is still there, and the reader's."""
        row = session.get(ReviewRow, seen.id)
        if row is None:
            raise QuestionError("There is no such review any more.")
        self._permitted(row.kind, kept_parts(row.parts))
        return row

    def _open_row(self, session: Session, seen: Review) -> ReviewRow:
        """A review as it was seen, and still open."""
        row = self._row(session, seen)
        if row.version != seen.version:
            raise ReviewChangedError
        if row.state != OPEN:
            raise QuestionError("This review is closed: it stays as it was.")
        return row

    def _permitted(self, kind: str, parts: Parts) -> None:
        if not may_hold(self.reader, kind):
            raise QuestionError("Reviews of this board are held by those who may open it.")
        if not may_read(self.reader, kind, parts):
            raise QuestionError("This review is not of your part of the company.")


def legible(columns: Mapping[str, Any]) -> bool:
    """Whether columns that were brought from elsewhere are those of a review."""
    try:
        review = _review(ReviewRow(**columns), ())
    except (AttributeError, KeyError, TypeError, ValueError):
        return False
    closed = review.state == CLOSED
    whole = closed == (review.closed_at is not None) and review.first <= review.last
    return whole and bool(columns["held_for"] == key_of(review.kind, review.parts, review.last))


def legible_line(columns: Mapping[str, Any]) -> bool:
    """The same of a line of minutes."""
    try:
        line = _line(ReviewLineRow(**columns))
        NewLine(line.kind, line.text, line.owner, line.due, line.about).checked()
    except (TypeError, ValueError, QuestionError):
        return False
    return line.done_at is None or line.kind == DECISION


def legible_board(columns: Mapping[str, Any]) -> bool:
    """The same of a board."""
    try:
        board_of(columns["board"])
    except ValueError:
        return False
    return True


def _line_as_seen(session: Session, review: Review, seen: ReviewLine) -> ReviewLineRow:
    row = session.get(ReviewLineRow, seen.id)
    if row is None or row.version != seen.version or row.review != review.id:
        raise ReviewChangedError
    return row


def _lines_of(session: Session, review: str) -> tuple[ReviewLine, ...]:
    return _by_review(session.scalars(select(ReviewLineRow).where(ReviewLineRow.review == review))).get(review, ())


def _by_review(rows: Iterable[ReviewLineRow]) -> dict[str, tuple[ReviewLine, ...]]:
    """The lines of each review, oldest first."""
    found: dict[str, tuple[ReviewLine, ...]] = {}
    for line in sorted(map(_line, rows), key=lambda one: (one.written_at, one.id)):
        found[line.review] = (*found.get(line.review, ()), line)
    return found


def _kept_item(item: AgendaItem) -> dict[str, Any]:
    return {**{name: getattr(item, name) for name in AGENDA}, "said": dict(item.said)}


def _item(kept: Mapping[str, Any]) -> AgendaItem:
    said = {str(language): str(text) for language, text in kept["said"].items()}
    return AgendaItem(said=said, **{name: str(kept[name]) for name in AGENDA})


def _review(row: ReviewRow, lines: tuple[ReviewLine, ...]) -> Review:
    return Review(
        id=row.id,
        version=row.version,
        kind=row.kind,
        parts=kept_parts(row.parts),
        first=date.fromisoformat(row.first_day),
        last=date.fromisoformat(row.last_day),
        state=row.state,
        agenda=tuple(_item(one) for one in row.agenda.get("list", ())),
        opened_by=row.opened_by,
        opened_at=row.opened_at,
        closed_by=row.closed_by,
        closed_at=row.closed_at,
        lines=lines,
    )


def _line(row: ReviewLineRow) -> ReviewLine:
    return ReviewLine(
        id=row.id,
        version=row.version,
        review=row.review,
        kind=row.kind,
        text=row.text,
        owner=row.owner,
        due=date.fromisoformat(row.due) if row.due else None,
        about=row.about,
        author=row.author,
        written_at=row.written_at,
        done_by=row.done_by,
        done_at=row.done_at,
    )
