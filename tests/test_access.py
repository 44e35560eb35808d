from __future__ import annotations

from pathlib import Path

import pytest

from crm_metrics import access
from crm_metrics.access import EVERYTHING, Reader, Scope
from crm_metrics.errors import DataError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "access.toml"


def refused(file: Path, text: str) -> str:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        access.readers(file)
    return str(caught.value)


def test_without_a_file_each_level_sees_everything() -> None:
    assert [one.level for one in access.readers(None)] == ["supervisor", "manager", "executive"]
    assert all(one.scope == EVERYTHING for one in access.readers(None))


def test_a_reader_has_a_name_a_level_and_a_scope(file: Path) -> None:
    file.write_text(
        """
        [[reader]]
        name = "Ana Díaz"
        level = "supervisor"
        processes = ["service", "collections"]
        teams = ["Voz Sur", "Voz Norte", "Voz Sur"]
        [[reader]]
        name = "Luis"
        level = "executive"
        """,
        encoding="utf-8",
    )
    assert access.readers(file) == (
        Reader("Ana Díaz", "supervisor", Scope(("collections", "service"), None, ("Voz Norte", "Voz Sur"), None)),
        Reader("Luis", "executive", EVERYTHING),
    )


def test_a_scope_can_be_part_of_a_cache_key(file: Path) -> None:
    file.write_text('[[reader]]\nname = "A"\nlevel = "manager"\nagents = ["a1"]\nareas = ["Norte"]\n')
    assert len({access.readers(file)[0].scope, access.readers(file)[0].scope}) == 1


def test_a_named_file_that_is_missing_is_refused_not_ignored(file: Path) -> None:
    with pytest.raises(DataError, match="There is no access file"):
        access.readers(file)


def test_a_file_without_readers_is_refused(file: Path) -> None:
    assert refused(file, "") == "The access file access.toml has no [[reader]]; write one for each person."


def test_broken_toml_is_refused_with_its_place(file: Path) -> None:
    assert "line 1" in refused(file, "[[reader]")


ONE = '[[reader]]\nname = "Ana"\nlevel = "supervisor"\n'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[[reader]]\nlevel = "manager"', "access.toml, reader 1: 'name' is missing."),
        ('[[reader]]\nname = "Ana"', "access.toml, reader Ana: 'level' is missing."),
        ('[[reader]]\nname = " "\nlevel = "manager"', "access.toml, reader  : 'name' is empty."),
        ('[[reader]]\nname = 7\nlevel = "manager"', "access.toml, reader 7: 'name' must be a text."),
        (
            '[[reader]]\nname = "Ana"\nlevel = "manger"',
            "access.toml, reader Ana: no level 'manger'. Did you mean 'manager'? "
            "Known: executive, manager, supervisor.",
        ),
        (
            ONE + 'team = ["Voz"]',
            "access.toml, reader Ana: no key 'team'. Did you mean 'teams'? "
            "Known: agents, areas, boards, founds, level, loads, name, personal, processes, teams.",
        ),
        (ONE + "teams = []", "access.toml, reader Ana: 'teams' is an empty list; leave it out to show all of it."),
        (ONE + 'teams = "Voz"', 'access.toml, reader Ana: \'teams\' must be a list of texts, as ["one", "two"].'),
        (ONE + "agents = [7]", 'access.toml, reader Ana: \'agents\' must be a list of texts, as ["one", "two"].'),
        (ONE + ONE, "access.toml: two readers are called 'Ana'; names must differ."),
        (ONE + "[company]\n", "access.toml: no key 'company'. Known: reader."),
    ],
)
def test_a_mistake_is_named_with_file_reader_and_key(file: Path, text: str, sentence: str) -> None:
    assert refused(file, text) == sentence


def test_an_unknown_process_is_refused_with_the_closest(file: Path) -> None:
    assert "no process 'servce'. Did you mean 'service'?" in refused(file, ONE + 'processes = ["servce"]')


def test_rights_and_boards_are_read_and_a_level_brings_the_finer_boards(file: Path) -> None:
    file.write_text(
        '[[reader]]\nname = "A"\nlevel = "manager"\nloads = true\n'
        '[[reader]]\nname = "B"\nlevel = "supervisor"\nfounds = true\nboards = ["monthly", "daily"]\n'
    )
    one, other = access.readers(file)
    assert (one.loads, one.founds, [board for board in access.BOARDS if one.opens(board)]) == (
        True,
        False,
        ["daily", "weekly"],
    )
    assert (other.loads, other.founds, other.boards) == (False, True, ("daily", "monthly"))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("loads = 1", "'loads' must be true or false"),
        ('boards = ["hourly"]', "no board 'hourly'"),
        ("boards = []", "'boards' is an empty list"),
    ],
)
def test_a_right_that_is_no_right_is_refused(file: Path, line: str, told: str) -> None:
    assert told in refused(file, f'[[reader]]\nname = "A"\nlevel = "manager"\n{line}\n')


def test_a_name_finds_its_reader_and_no_name_only_the_sole_one(file: Path) -> None:
    ana, beto = Reader("Ana", "manager"), Reader("Beto", "manager")
    assert access.named((ana, beto), "Beto") == beto
    assert access.named((ana, beto), "Carla") is None
    assert access.named((ana, beto), "") is None
    assert access.named((ana,), "") == ana
