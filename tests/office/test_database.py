"""What goes wrong with the database is a sentence that a reader can act on."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import event

from crm_metrics.errors import DataError
from crm_metrics.office import engine
from crm_metrics.office.database import OfficeDatabase, opened
from crm_metrics.office.place import OfficePlace
from crm_metrics.office.tables import SavedViewRow
from crm_metrics.office.trail import Author
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
