"""All of the database as one JSON text, and back into an empty one, of either kind."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, func, insert, select
from sqlalchemy.exc import DataError as UnfitError
from sqlalchemy.exc import IntegrityError

from crm_metrics.errors import DataError
from crm_metrics.office import aims, plans
from crm_metrics.office.attending import marks
from crm_metrics.office.baselines import register
from crm_metrics.office.campaigns import shelf as campaigns
from crm_metrics.office.columns import Instant, document_text
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.meetings import reviews
from crm_metrics.office.migrating import migrate
from crm_metrics.office.notes import shelf
from crm_metrics.office.tables import (
    BaselineRow,
    CampaignRow,
    DayDrawRow,
    DayMarkRow,
    NoteRow,
    ObjectiveRow,
    OfficeTable,
    PlanRow,
    ReviewBoardRow,
    ReviewLineRow,
    ReviewRow,
    TrailRow,
)
from crm_metrics.office.trail import Author, plain
from crm_metrics.warehouse.files.databases.servers import one_line

FORMAT = "pulso-office"
LEGIBLE: Mapping[str, tuple[Callable[[Mapping[str, Any]], bool], str]] = {  # table → what a row must be, else
    BaselineRow.__tablename__: (register.legible, "it is no baseline"),
    CampaignRow.__tablename__: (campaigns.legible, "it is no campaign"),
    DayDrawRow.__tablename__: (marks.legible_draw, "it is no list of a day"),
    DayMarkRow.__tablename__: (marks.legible, "it is no mark of a day's list"),
    NoteRow.__tablename__: (shelf.legible, "it is no note"),
    ObjectiveRow.__tablename__: (aims.legible, "it is no objective"),
    PlanRow.__tablename__: (plans.legible, "it is no plan"),
    ReviewRow.__tablename__: (reviews.legible, "it is no review"),
    ReviewLineRow.__tablename__: (reviews.legible_line, "it is no line of minutes"),
    ReviewBoardRow.__tablename__: (reviews.legible_board, "it is no board of a review"),
}


def exported(database: OfficeDatabase) -> str:
    """Everything: a list of rows for each table, instants in UTC, the trail in its order."""
    told: dict[str, Any] = {"format": FORMAT, "exported_at": datetime.now(UTC).isoformat()}
    with database.reading() as session:
        told["revision"] = _revision(database)
        for table in _tables():
            rows = session.execute(select(table).order_by(*table.primary_key.columns)).mappings()
            told[table.name] = [{name: plain(row[name]) for name in _columns(table)} for row in rows]
    return document_text(told, indent=1) + "\n"


def imported(text: str, database: OfficeDatabase, author: Author) -> dict[str, int]:
    """Everything of such a text, into a database that holds nothing yet: how many rows of each table.

    Raises DataError where the text is none or of another release, and where the database holds something: what two of
    them tell of one thing can't be put together by a rule.
    """
    told = _read(text)
    with database.writing(author) as session:
        if told.get("revision") != _revision(database):
            raise DataError("This file is of another release of Pulso: export it anew with the release that runs here.")
        connection, counts = session.connection(), {}
        for table in _tables():
            if connection.scalar(select(func.count()).select_from(table)):
                raise DataError(
                    "The database {name} holds something already; everything is imported into an empty one only.",
                    name=database.place.name,
                )
            rows = [_row(table, given, place) for place, given in enumerate(_rows(told, table), start=1)]
            try:
                connection.execute(insert(table), rows) if rows else None
            except (IntegrityError, UnfitError) as error:
                raise DataError("The list “{name}” can't be kept: {problem}.", name=table.name,
                                problem=one_line(error.orig or error)) from None  # fmt: skip
            counts[table.name] = len(rows)
        stamp = {"at": datetime.now(UTC), "author": author.name, "proof": author.proof, "thing": "office", "key": ""}
        connection.execute(insert(TrailRow), [{**stamp, "did": "imported", "before": None, "after": counts}])
    return counts


def _tables() -> list[Table]:
    return OfficeTable.metadata.sorted_tables


def _columns(table: Table) -> list[str]:
    """The columns that move; the number of a line of the trail is its place in the list."""
    return [one.name for one in table.columns if one.name != "id" or table.name != TrailRow.__tablename__]


def _revision(database: OfficeDatabase) -> str:
    return migrate(database.engine, database.place.name)


def _read(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text, parse_constant=_no_number)
        document_text(told).encode("utf-8")  # half of a sign is none
    except ValueError as error:
        raise DataError("This file is not whole JSON: {problem}.", problem=error) from None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise DataError("This file is no export of what people save in Pulso.")
    if "\\u0000" in text:  # SQLite would take it, PostgreSQL not
        raise DataError("This file holds a sign that no database keeps: \\u0000.")
    return told


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number")


def _rows(told: dict[str, Any], table: Table) -> list[Any]:
    rows = told.get(table.name)
    if not isinstance(rows, list):
        raise DataError("This file lacks the list “{name}”.", name=table.name)
    return rows


def _row(table: Table, given: Any, place: int) -> dict[str, Any]:
    """A row as the database takes it. Raises DataError where anything in it is not as it must be."""
    names = _columns(table)
    if not isinstance(given, dict) or sorted(given) != sorted(names):
        raise DataError("Row {place} of “{name}” has not the columns that it must have.", place=place, name=table.name)
    try:
        row = {name: _value(table, name, given[name]) for name in names}
        legible, otherwise = LEGIBLE.get(table.name, (None, ""))
        if legible is not None and not legible(row):
            raise ValueError(otherwise)
        return row
    except ValueError as error:
        raise DataError("Row {place} of “{name}” can't be read: {problem}.", place=place, name=table.name,
                        problem=error) from None  # fmt: skip


def _is_asked(given: Any) -> bool:
    lists = given.values() if isinstance(given, dict) else [None]
    return all(isinstance(one, list) and all(isinstance(text, str) for text in one) for one in lists)


def _value(table: Table, name: str, given: Any) -> Any:
    column = table.columns[name]
    if given is None and column.nullable:
        return None
    if isinstance(column.type, Instant):
        if not isinstance(given, str) or datetime.fromisoformat(given).utcoffset() is None:
            raise ValueError(f"{name} is no instant")
        return datetime.fromisoformat(given)
    if name in ("asked", "parts") and not _is_asked(given):
        raise ValueError(f"{name} is no list of texts for each filter")
    if not isinstance(given, column.type.python_type) or isinstance(given, bool):
        raise ValueError(f"{name} is no {column.type.python_type.__name__}")
    return given
