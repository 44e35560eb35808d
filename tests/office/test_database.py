"""What goes wrong with the database is a sentence that a reader can act on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, select

from crm_metrics.errors import DataError
from crm_metrics.office import engine
from crm_metrics.office.database import OfficeDatabase, opened
from crm_metrics.office.place import OfficePlace
from crm_metrics.office.tables import SavedViewRow
from crm_metrics.office.trail import Author
from tests.office.rights import bound, read_only
from tests.office.test_migrating import last_step
from tests.office.test_tables import GOOD
from tests.warehouse.files.databases import clusters


@pytest.mark.parametrize("file", ["/proc/office.sqlite", "/proc/nowhere/office.sqlite"])
def test_a_folder_that_may_not_be_written_is_told(file: str) -> None:
    database = OfficeDatabase(OfficePlace(file=Path(file)))
    with pytest.raises(DataError, match=f"can't be kept in {file}: .*CRM_DATABASE"):
        database.prepare()


def test_a_file_that_is_no_database_is_told_and_left_alone(file_place: OfficePlace) -> None:
    assert file_place.file is not None
    file_place.file.parent.mkdir()
    file_place.file.write_bytes(b"the minutes of a meeting\n" * 200)
    with pytest.raises(DataError, match="file is not a database"):
        OfficeDatabase(file_place).prepare()
    assert file_place.file.read_bytes().startswith(b"the minutes")


def test_a_server_that_refuses_or_is_silent_is_told_without_the_password(server_place: OfficePlace) -> None:
    shut = server_place.address.replace("postgresql://owner:", "postgresql://owner:wrong-secret")
    silent = "postgresql://owner:wrong-secret@127.0.0.1:1/erp"
    for address in (shut, silent):
        database = OfficeDatabase(OfficePlace(address=address))
        with pytest.raises(DataError, match="CRM_DATABASE") as caught:
            database.prepare()
        assert "wrong-secret" not in str(caught.value) and clusters.PASSWORD not in str(caught.value)
        assert database.place.name in str(caught.value)


def test_a_server_that_could_not_be_reached_is_left_alone_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []
    now = [1000.0]
    monkeypatch.setattr("crm_metrics.office.database.time.monotonic", lambda: now[0])
    database = OfficeDatabase(OfficePlace(address="postgresql://owner@127.0.0.1:1/erp"))
    event.listen(database.engine, "do_connect", lambda *_: tried.append(1))
    for seconds, times in ((0, 1), (19, 1), (2, 2)):
        now[0] += seconds
        with pytest.raises(DataError, match="CRM_DATABASE"), database.reading():
            pass
        assert len(tried) == times


def test_a_user_without_rights_is_told(server_place: OfficePlace, office_server: object) -> None:
    port = int(server_place.name.partition(":")[2].partition("/")[0])
    with clusters.owner_of_postgresql(port, "erp") as connection:
        connection.execute("drop role if exists guest")
        connection.execute("create role guest login password 'guest'")
    database = OfficeDatabase(OfficePlace(address=f"postgresql://guest:guest@127.0.0.1:{port}/erp"))
    with pytest.raises(DataError, match="rights of its user"):
        database.prepare()
    database.close()


def test_who_waits_too_long_for_another_writer_is_asked_to_try_again(
    place: OfficePlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "SECONDS", 1)
    database = OfficeDatabase(place)
    with database.writing(Author("Ana")) as session:
        session.add(SavedViewRow(**GOOD))
        session.flush()
        with pytest.raises(DataError, match="Try again"), database.writing(Author("Beto")):
            pass
        with database.reading() as other:  # who reads waits for nobody, and sees what was confirmed
            assert other.get(SavedViewRow, "1") is None
    with database.reading() as session:
        assert session.get_one(SavedViewRow, "1").name == "Mi vista"
    database.close()


def test_a_file_that_is_taken_away_is_begun_anew(file_place: OfficePlace) -> None:
    database = OfficeDatabase(file_place)
    database.prepare()
    assert file_place.file is not None
    for part in file_place.file.parent.iterdir():
        part.unlink()
    with database.writing(Author("Ana")) as session:
        session.add(SavedViewRow(**GOOD))
    with database.reading() as session:
        assert session.get_one(SavedViewRow, "1").version == 1


def test_the_sessions_of_a_process_share_one(file_place: OfficePlace) -> None:
    assert opened(file_place) is opened(OfficePlace(file=file_place.file))


# What may be read and not written -------------------------------------------------------------------------------------


LATER = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "later", "{last}"

def upgrade():
    op.create_table("later", sa.Column("id", sa.Integer, primary_key=True))
"""


@pytest.fixture
def kept(file_place: OfficePlace) -> Path:
    """The file of a company that kept a view."""
    assert file_place.file is not None
    _keep(OfficeDatabase(file_place), "1")
    return file_place.file


def _keep(database: OfficeDatabase, key: str) -> None:
    with database.writing(Author("Ana")) as session:
        session.add(SavedViewRow(**{**GOOD, "id": key, "name_key": key}))


def _kept(database: OfficeDatabase) -> list[str]:
    with database.reading() as session:
        return sorted(session.scalars(select(SavedViewRow.id)))


@pytest.mark.parametrize("rights", [{"itself": False}, {"folder": False}, {}])
def test_what_was_kept_is_read_where_it_may_not_be_written_and_written_again_once_it_may(
    kept: Path, rights: dict[str, bool]
) -> None:
    database = OfficeDatabase(OfficePlace(file=kept))
    with read_only(kept, **rights):
        assert _kept(database) == ["1"]
        assert database.stamp("saved_view") == 1
        with pytest.raises(DataError, match="may be read and not written"):
            _keep(database, "2")
        assert _kept(database) == ["1"]
    with bound():
        assert [one.name for one in kept.parent.iterdir()] == [kept.name]
        _keep(database, "2")
        assert _kept(database) == ["1", "2"]
        assert database.stamp("saved_view") == 2


def test_what_lost_its_rights_while_it_was_used_is_still_read(kept: Path) -> None:
    database = OfficeDatabase(OfficePlace(file=kept))
    _keep(database, "2")
    with read_only(kept):
        assert _kept(database) == ["1", "2"]
        with pytest.raises(DataError, match="may be read and not written"):
            _keep(database, "3")


def test_tables_of_an_earlier_release_that_may_not_be_written_are_told_and_brought_up_once_they_may(
    kept: Path, tmp_path: Path
) -> None:
    database = OfficeDatabase(OfficePlace(file=kept), [next_step(tmp_path)])
    with read_only(kept), pytest.raises(DataError, match="tables of an earlier release"):
        _kept(database)
    assert _kept(database) == ["1"]


def test_an_empty_file_that_may_not_be_written_is_no_earlier_release(kept: Path) -> None:
    kept.write_bytes(b"")
    with read_only(kept), pytest.raises(DataError, match="may be read and not written"):
        _kept(OfficeDatabase(OfficePlace(file=kept)))


def next_step(folder: Path) -> Path:
    """A folder with one step more than this release has."""
    steps = folder / "steps"
    steps.mkdir()
    (steps / "later.py").write_text(LATER.replace("{last}", last_step()), encoding="utf-8")
    return steps


GRANTS = {
    "grants": ["grant usage on schema public to guest", "grant select on all tables in schema public to guest"],
    "transactions": ["grant owner to guest", "alter role guest set default_transaction_read_only = on"],
}


@pytest.fixture(params=GRANTS)
def guest(request: pytest.FixtureRequest, server_place: OfficePlace) -> Iterator[OfficePlace]:
    """A server that holds a view, as a user has it who may read it and not write."""
    database = OfficeDatabase(server_place)
    _keep(database, "1")
    database.close()
    port = int(server_place.name.partition(":")[2].partition("/")[0])
    with clusters.owner_of_postgresql(port, "erp") as connection:
        connection.execute("drop role if exists guest")
        connection.execute("create role guest login password 'guest'")
        for line in GRANTS[request.param]:
            connection.execute(line)
    yield OfficePlace(address=f"postgresql://guest:guest@127.0.0.1:{port}/erp")
    with clusters.owner_of_postgresql(port, "erp") as connection:
        connection.execute("drop owned by guest")
        connection.execute("drop role guest")


def test_a_user_who_may_only_read_reads_and_is_told_when_he_writes(guest: OfficePlace) -> None:
    database = OfficeDatabase(guest)
    assert _kept(database) == ["1"]
    assert database.stamp("saved_view") == 1
    with pytest.raises(DataError, match="rights of its user"):
        _keep(database, "2")
    assert _kept(database) == ["1"]
    database.close()


def test_a_user_who_may_only_read_tables_of_an_earlier_release_is_told_so(guest: OfficePlace, tmp_path: Path) -> None:
    database = OfficeDatabase(guest, [next_step(tmp_path)])
    with pytest.raises(DataError, match="tables of an earlier release"):
        _kept(database)
    database.close()
