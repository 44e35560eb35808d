"""Where the database is: beside the warehouse, in a file, on a server whose password nobody reads."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from crm_metrics.office.place import OfficePlace, office_place
from crm_metrics.settings import Settings, load
from tests.office.rights import read_only


def test_without_a_word_it_is_a_file_beside_the_versions() -> None:
    assert office_place(Settings()) == OfficePlace(file=Path("data/warehouse/office.sqlite"))
    assert office_place(Settings(), Path("other")).file == Path("other/office.sqlite")


def test_a_file_or_a_server_is_named_by_the_setting() -> None:
    assert office_place(load({"CRM_DATABASE": "kept/people.db"})).file == Path("kept/people.db")
    place = office_place(load({"CRM_DATABASE": "postgresql://owner:s%40crete@db.example/pulso?sslmode=require"}))
    assert place.file is None
    assert place.name == "db.example:5432/pulso"
    assert place.secret == "s@crete"


def test_the_password_is_in_no_text_of_a_place_or_of_the_settings() -> None:
    settings = load({"CRM_DATABASE": "postgresql://owner:secreta@db.example/pulso"})
    place = office_place(settings)
    assert "secreta" not in repr(settings) + repr(place) + str(place) + place.name


def test_a_file_holds_nothing_before_somebody_kept_something(tmp_path: Path) -> None:
    assert not OfficePlace(file=tmp_path / "office.sqlite").begun
    assert OfficePlace(address="postgresql://owner@db.example/pulso").begun


def test_a_file_is_writable_with_all_that_lies_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "office.sqlite"
    place, wal, shared = OfficePlace(file=file), tmp_path / "office.sqlite-wal", tmp_path / "office.sqlite-shm"
    assert place.writable  # whoever makes it says whether it can be made
    file.touch()
    with read_only(file, folder=False, itself=False):
        assert place.writable
    with read_only(file, folder=False):
        assert not place.writable
    with read_only(file, itself=False):
        assert not place.writable
    wal.touch()
    shared.touch()
    with read_only(file, itself=False):
        assert place.writable  # nothing needs to be made beside it
    wal.chmod(0o444)
    with read_only(file, folder=False, itself=False):
        assert not place.writable
    assert OfficePlace(address="postgresql://owner@db.example/pulso").writable


def test_what_others_take_away_while_it_is_asked_does_not_forbid_to_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "office.sqlite"
    file.touch()
    beside = [tmp_path / f"office.sqlite{end}" for end in ("-wal", "-shm")]
    access = os.access

    def gone_just_then(path: Path, *rights: int, **how: bool) -> bool:
        if path in beside:
            path.unlink(missing_ok=True)  # as the last of the others does who closes the file
        return access(path, *rights, **how)

    for one in beside:
        one.touch()
    monkeypatch.setattr(os, "access", gone_just_then)
    assert OfficePlace(file=file).writable
    assert not any(one.exists() for one in beside)
