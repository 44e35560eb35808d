"""Marks on the day's lists in the database, and the lists that were worked with those held out of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from crm_metrics.access import Reader
from crm_metrics.errors import CrmError
from crm_metrics.office.attending.marking import LONGEST, DayMark, KeptDraw, MarkedMeanwhileError, checked
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.tables import DayDrawRow, DayMarkRow
from crm_metrics.office.trail import Author


def marks(database: OfficeDatabase, first: date, last: date) -> tuple[DayMark, ...]:
    """The marks of some days, by day and customer."""
    if not database.place.begun:
        return ()
    asked = select(DayMarkRow).where(DayMarkRow.day >= first.isoformat(), DayMarkRow.day <= last.isoformat())
    with database.reading() as session:
        return tuple(_mark(row) for row in session.scalars(asked.order_by(DayMarkRow.day, DayMarkRow.customer)))


def draws(database: OfficeDatabase, first: date, last: date) -> tuple[KeptDraw, ...]:
    """The lists of some days that were worked, by day and whose they are."""
    if not database.place.begun:
        return ()
    asked = select(DayDrawRow).where(DayDrawRow.day >= first.isoformat(), DayDrawRow.day <= last.isoformat())
    with database.reading() as session:
        return tuple(_draw(row) for row in session.scalars(asked.order_by(DayDrawRow.day, DayDrawRow.whose)))


def say(
    database: OfficeDatabase, reader: Reader, state: str, *, customer: str, kinds: Sequence[str], draw: KeptDraw,
    seen: DayMark | None = None,
) -> DayMark:  # fmt: skip
    """Say what became of a customer; the first mark of a list keeps the list, too.

    seen: the mark as it was read. Raises MarkedMeanwhileError where it is another by now.
    """
    checked(customer, state)
    day, now = draw.day.isoformat(), datetime.now(UTC)
    with database.writing(Author(reader.name)) as session:
        row = session.get(DayMarkRow, f"{day}:{customer}")
        if row is not None and (seen is None or row.version != seen.version):
            raise MarkedMeanwhileError(_mark(row))
        if row is None:
            row = DayMarkRow(id=f"{day}:{customer}", day=day, customer=customer)
            session.add(row)
        row.state, row.kinds, row.author, row.changed_at = state, {"list": list(kinds)}, reader.name, now
        if session.get(DayDrawRow, f"{day}:{draw.whose}") is None:
            session.add(
                DayDrawRow(
                    id=f"{day}:{draw.whose}", day=day, whose=draw.whose, listed={"list": list(draw.listed)},
                    held={"list": list(draw.held)}, drawn_at=now,
                )
            )  # fmt: skip
        session.flush()
        return _mark(row)


def legible(columns: Mapping[str, Any]) -> bool:
    """Whether columns that were brought from elsewhere are those of a mark."""
    try:
        kept = _mark(DayMarkRow(**columns))
        checked(kept.customer, kept.state)
        return columns["id"] == f"{columns['day']}:{kept.customer}" and _are_texts(columns["kinds"])
    except (AttributeError, CrmError, KeyError, TypeError, ValueError):
        return False


def legible_draw(columns: Mapping[str, Any]) -> bool:
    """Whether columns that were brought from elsewhere are those of a list."""
    try:
        kept = _draw(DayDrawRow(**columns))
        lists = _are_texts(columns["listed"]) and _are_texts(columns["held"])
        return lists and columns["id"] == f"{columns['day']}:{kept.whose}" and len(kept.whose) <= LONGEST
    except (AttributeError, KeyError, TypeError, ValueError):
        return False


def _are_texts(document: Mapping[str, Any]) -> bool:
    return set(document) == {"list"} and all(isinstance(one, str) for one in document["list"])


def _mark(row: DayMarkRow) -> DayMark:
    return DayMark(
        day=date.fromisoformat(row.day),
        customer=row.customer,
        state=row.state,
        kinds=tuple(row.kinds["list"]),
        author=row.author,
        changed_at=row.changed_at,
        version=row.version,
    )


def _draw(row: DayDrawRow) -> KeptDraw:
    return KeptDraw(date.fromisoformat(row.day), row.whose, tuple(row.listed["list"]), tuple(row.held["list"]))
