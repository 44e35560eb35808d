"""Migrations: once whoever comes first, all or none. Alembic runs crm_metrics/office/migrations/env.py in each."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from crm_metrics.access import Reader
from crm_metrics.errors import DataError
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.place import OfficePlace
from crm_metrics.office.saved import Audience
from crm_metrics.office.views import ViewShelf
from tests.office.processes import ended, started

BROKEN = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9999", "0002"

def upgrade():
    op.create_table("half", sa.Column("id", sa.Integer, primary_key=True))
    op.add_column("saved_view", sa.Column("colour", sa.Text))
    raise ZeroDivisionError("half way")
"""


def tables(database: OfficeDatabase) -> set[str]:
    return set(inspect(database.engine).get_table_names())


@pytest.fixture
def broken(place: OfficePlace, tmp_path: Path) -> OfficeDatabase:
    """A release whose next step fails half way."""
    steps = tmp_path / "steps"
    steps.mkdir()
    (steps / "r9999_half.py").write_text(BROKEN, encoding="utf-8")
    return OfficeDatabase(place, [steps])


def test_four_processes_that_start_at_once_find_the_same_tables(place: OfficePlace, tmp_path: Path) -> None:
    go = tmp_path / "go"
    processes = [started(place, "start", str(go)) for _ in range(4)]
    for process in processes:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
    go.touch()
    for process in processes:
        ended(process)
    database = OfficeDatabase(place)
    assert tables(database) == {"plan", "saved_view", "trail", "alembic_version"}
    database.close()


def test_a_first_start_that_fails_half_way_leaves_nothing_and_the_next_one_succeeds(
    broken: OfficeDatabase, place: OfficePlace
) -> None:
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            broken.prepare()
        assert tables(broken) == set()
    broken.close()
    database = OfficeDatabase(place)
    database.prepare()
    assert tables(database) == {"plan", "saved_view", "trail", "alembic_version"}
    database.close()


def test_a_step_that_fails_half_way_leaves_a_database_as_it_was(
    database: OfficeDatabase, broken: OfficeDatabase
) -> None:
    shelf = ViewShelf(database, Reader("Ana", "executive"), ["Ana"])
    shelf.save("Mi vista", "daily", {"team": ["Voz"]}, Audience())
    with pytest.raises(ZeroDivisionError):
        broken.prepare()
    broken.close()
    assert tables(database) == {"plan", "saved_view", "trail", "alembic_version"}
    assert "colour" not in {one["name"] for one in inspect(database.engine).get_columns("saved_view")}
    assert [one.name for one in shelf.views()] == ["Mi vista"]


def test_a_database_of_a_newer_release_is_refused_by_a_sentence(database: OfficeDatabase, place: OfficePlace) -> None:
    database.prepare()
    with database.engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    other = OfficeDatabase(place)
    with pytest.raises(DataError, match="newer release"):
        other.prepare()
    other.close()
