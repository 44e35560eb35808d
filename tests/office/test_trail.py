"""The audit trail: every change with who and when, in the transaction of the change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.tables import SavedViewRow, TrailRow
from crm_metrics.office.trail import Author
from tests.office.test_tables import GOOD


def lines(database: OfficeDatabase) -> list[TrailRow]:
    with database.reading() as session:
        return list(session.scalars(select(TrailRow).order_by(TrailRow.id)))


def test_each_change_is_told_with_its_author_and_what_was_before(database: OfficeDatabase) -> None:
    with database.writing(Author("Ana")) as session:
        session.add(SavedViewRow(**{key: value for key, value in GOOD.items() if key != "version"}))
    with database.writing(Author("Beto")) as session:
        row = session.get_one(SavedViewRow, "1")
        row.name = "Otra"
    with database.writing(Author("Caro")) as session:
        session.delete(session.get_one(SavedViewRow, "1"))
    first, second, third = lines(database)
    assert [(one.author, one.proof, one.did) for one in (first, second, third)] == [
        ("Ana", "declared", "created"),
        ("Beto", "declared", "changed"),
        ("Caro", "declared", "deleted"),
    ]
    assert first.before is None and first.after is not None and first.after["name"] == "Mi vista"
    assert (second.before or {})["name"] == "Mi vista" and (second.after or {})["name"] == "Otra"
    assert third.before is not None and third.before["name"] == "Otra" and third.after is None
    assert {(one.thing, one.key) for one in (first, second, third)} == {("saved_view", "1")}
    assert all(datetime.now(UTC) - one.at < timedelta(minutes=5) for one in (first, second, third))


def test_what_is_undone_leaves_no_line(database: OfficeDatabase) -> None:
    with pytest.raises(ZeroDivisionError), database.writing(Author("Ana")) as session:
        session.add(SavedViewRow(**GOOD))
        session.flush()
        _ = 1 / 0
    assert lines(database) == []


def test_a_row_written_as_it_was_is_no_change(database: OfficeDatabase) -> None:
    with database.writing(Author("Ana")) as session:
        session.add(SavedViewRow(**GOOD))
    with database.writing(Author("Ana")) as session:
        session.get_one(SavedViewRow, "1").name = "Mi vista"
    with database.reading() as session:
        assert session.get_one(SavedViewRow, "1").version == 1
    assert len(lines(database)) == 1


def test_rows_are_not_changed_in_bulk_and_not_by_who_reads(database: OfficeDatabase) -> None:
    for statement in (update(SavedViewRow).values(name="all"), delete(SavedViewRow)):
        with pytest.raises(RuntimeError, match="one by one"), database.writing(Author("Ana")) as session:
            session.execute(statement)
    with pytest.raises(KeyError, match="author"), database.reading() as session:
        session.add(SavedViewRow(**GOOD))
        session.flush()
