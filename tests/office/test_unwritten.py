"""A file that may not be written is read in every state in which a writer can have left it, and stays as it lies."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crm_metrics.office import unwritten
from tests.office.rights import read_only, written_and_killed


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file in WAL mode with one word, closed properly."""
    made = tmp_path / "kept.sqlite"
    with closing(sqlite3.connect(made)) as connection:
        connection.execute("pragma journal_mode = wal")
        connection.execute("create table said (word text)")
        connection.execute("insert into said values ('first')")
        connection.commit()
    return made


def said(file: Path) -> list[str]:
    with closing(unwritten.connection(file)) as connection:
        return [word for (word,) in connection.execute("select word from said")]


RIGHTS = [{"itself": True, "folder": False}, {"itself": False, "folder": True}, {"itself": True, "folder": True}]


@pytest.mark.parametrize("rights", RIGHTS)
def test_a_file_that_was_closed_is_read_and_nothing_is_left_beside_it(file: Path, rights: dict[str, bool]) -> None:
    with read_only(file, **rights):
        assert said(file) == ["first"]
    assert [one.name for one in file.parent.iterdir()] == ["kept.sqlite"]


@pytest.mark.parametrize("rights", RIGHTS)
@pytest.mark.parametrize("gone", [(), ("-shm",)])
def test_what_was_confirmed_before_a_crash_is_read(file: Path, rights: dict[str, bool], gone: tuple[str, ...]) -> None:
    written_and_killed(file, "insert into said values ('second')")
    for end in gone:
        file.with_name(file.name + end).unlink()
    before = sorted(one.name for one in file.parent.iterdir())
    with read_only(file, **rights):
        assert said(file) == ["first", "second"]
    assert sorted(one.name for one in file.parent.iterdir()) == before


def test_an_empty_file_beside_it_holds_nothing(file: Path) -> None:
    file.with_name("kept.sqlite-wal").touch()
    with read_only(file):
        assert said(file) == ["first"]


def test_what_others_confirm_while_one_looks_on_is_seen_at_the_next_look(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other:
        assert said(file) == ["first"]
        other.execute("insert into said values ('second')")
        other.commit()
        assert said(file) == ["first", "second"]
    assert said(file) == ["first", "second"]


@pytest.mark.parametrize("crashed", [False, True])
def test_nothing_is_written_through_it(file: Path, crashed: bool) -> None:
    if crashed:
        written_and_killed(file, "insert into said values ('second')")
    with (
        closing(unwritten.connection(file)) as connection,
        pytest.raises(sqlite3.OperationalError, match="attempt to write a readonly database"),
    ):
        connection.execute("insert into said values ('third')")


def test_a_file_that_changes_while_it_is_copied_is_copied_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied = unwritten._in_memory

    def overtaken(of: Path) -> sqlite3.Connection:
        made = copied(of)
        monkeypatch.setattr(unwritten, "_in_memory", copied)
        with closing(sqlite3.connect(of)) as other:
            other.execute("insert into said values ('second')")
            other.commit()
        return made

    monkeypatch.setattr(unwritten, "_in_memory", overtaken)
    assert said(file) == ["first", "second"]


def test_a_file_that_nobody_may_read_says_so(file: Path) -> None:
    with read_only(file), pytest.raises(sqlite3.OperationalError, match="Permission denied"):
        file.chmod(0o000)
        unwritten.connection(file)
