"""Who answers for what, in the database: read by everybody, written by who may found the company."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from crm_metrics.access import Reader
from crm_metrics.errors import QuestionError
from crm_metrics.office.answers import FARTHEST, KINDS, Appointment, tidy
from crm_metrics.office.database import OfficeDatabase, opened
from crm_metrics.office.place import OfficePlace
from crm_metrics.office.tables import AnswererRow
from crm_metrics.office.trail import Author


class AnswererRegister:
    """Who answers, as one reader finds and changes it."""

    def __init__(self, database: OfficeDatabase, reader: Reader) -> None:
        self.database, self.reader = database, reader

    def answers(self) -> tuple[Appointment, ...]:
        """All that somebody wrote, by kind and thing."""
        return of_database(self.database)

    def appoint(self, seen: Appointment, name: str) -> Appointment:
        """Say who answers for a thing as it was seen; without a name, that the page names nobody.

        Raises QuestionError where the reader may not, where there is no such thing, and where somebody else wrote it
        after it was seen.
        """
        if not self.reader.founds:
            raise QuestionError("Who answers is named by those who may found the company.")
        if seen.kind not in KINDS or not 0 < len(seen.thing) <= FARTHEST:
            raise QuestionError("There is nothing of that name to answer for.")
        told = tidy(name)
        with self.database.writing(Author(self.reader.name)) as session:
            row = session.get(AnswererRow, f"{seen.kind}:{seen.thing}")
            if ((row.version, row.name) if row else (0, "")) != (seen.version, seen.name):
                now = row.name if row else "–"
                raise QuestionError(
                    "Somebody changed this meanwhile, so nothing of yours was saved. It says “{theirs}” now; you wrote"
                    " “{mine}”. Look at both and save again.",
                    theirs=now,
                    mine=told or "–",
                )
            if row is not None and not told:
                session.delete(row)
                return Appointment(kind=seen.kind, thing=seen.thing, name="", version=0)
            if row is None:
                if not told:
                    return seen
                row = AnswererRow(id=f"{seen.kind}:{seen.thing}", kind=seen.kind, thing=seen.thing)
                session.add(row)
            if row.name != told:
                row.name, row.changed_at = told, datetime.now(UTC)
            session.flush()
            return _answer(row)


def told(place: OfficePlace) -> tuple[Appointment, ...]:
    """All that somebody wrote into the database of a place."""
    return of_database(opened(place))


def of_database(database: OfficeDatabase) -> tuple[Appointment, ...]:
    """All that somebody wrote, by kind and thing; nothing before the database was begun."""
    if not database.place.begun:
        return ()
    with database.reading() as session:
        rows = session.scalars(select(AnswererRow).order_by(AnswererRow.kind, AnswererRow.thing))
        return tuple(_answer(row) for row in rows)


def _answer(row: AnswererRow) -> Appointment:
    return Appointment(kind=row.kind, thing=row.thing, name=row.name, version=row.version)
