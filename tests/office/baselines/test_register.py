"""Baselines in the database: started and withdrawn with a reason, none overwritten, and two who write at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from crm_metrics.access import Reader, Scope
from crm_metrics.errors import QuestionError
from crm_metrics.office.baselines.register import BaselineRegister, restarts
from crm_metrics.office.baselines.restarting import BaselineRestart, RestartChangedError, RestartContent
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.notes.noting import NoteContent
from crm_metrics.office.notes.shelf import NoteShelf
from crm_metrics.office.tables import BaselineRow, TrailRow
from crm_metrics.periods import Period

DATA = Period(date(2026, 1, 1), date(2026, 1, 1), date(2026, 11, 20))
AUGUST, SEPTEMBER = date(2026, 8, 3), date(2026, 9, 7)
CONTENT = RestartContent(
    metric="csat", parts=(("process", "service"), ("team", "Voz Norte")), day=AUGUST, why="Guion nuevo 🎧 <b>"
)
READERS = {
    "Ana": Reader("Ana", "executive", rights=("founds",)),
    "Beto": Reader("Beto", "supervisor", Scope(teams=("Voz Norte",))),
    "Caro": Reader("Caro", "supervisor", Scope(teams=("Voz Sur",)), ("founds",)),
}
Registers = Callable[[str], BaselineRegister]


@pytest.fixture
def register(database: OfficeDatabase) -> Registers:
    """The baselines as a reader has them, by name; Beto answers for the team."""
    return lambda name: BaselineRegister(database, READERS.get(name, Reader(name, "executive")), {"Beto"})


def test_before_the_first_there_is_nothing_and_no_file(database: OfficeDatabase) -> None:
    assert restarts(database) == ()
    assert database.place.file is None or not database.place.file.exists()


def test_it_is_kept_as_it_was_said_with_who_and_when(register: Registers, database: OfficeDatabase) -> None:
    kept = register("Beto").start(CONTENT, DATA)
    assert (kept.content, kept.author, kept.version, kept.stands) == (CONTENT, "Beto", 1, True)
    assert kept.started_at.utcoffset() is not None
    assert restarts(database) == (kept,)


def test_withdrawn_it_stays_in_the_history_with_its_reason(register: Registers, database: OfficeDatabase) -> None:
    kept = register("Ana").start(CONTENT, DATA)
    with pytest.raises(QuestionError, match="say why"):
        register("Ana").withdraw(kept, "  ")
    with pytest.raises(QuestionError, match="301 letters"):
        register("Ana").withdraw(kept, "x" * 301)
    gone = register("Beto").withdraw(kept, "Era un\n piloto")
    assert (gone.stands, gone.withdrawn_by, gone.withdrawn_why, gone.version) == (False, "Beto", "Era un piloto", 2)
    assert (gone.content, gone.author, gone.started_at) == (CONTENT, "Ana", kept.started_at)
    assert restarts(database) == (gone,)
    again = register("Ana").start(replace(CONTENT, why="Esta vez sí"), DATA)  # the same day is free again
    assert {one.id for one in restarts(database)} == {gone.id, again.id}
    with database.reading() as session:
        trail = [(line.author, line.did) for line in session.scalars(select(TrailRow).order_by(TrailRow.id))]
    assert trail == [("Ana", "created"), ("Beto", "changed"), ("Ana", "created")]


def test_a_later_one_follows_and_an_earlier_one_does_not_slip_in_before(register: Registers) -> None:
    first = register("Ana").start(CONTENT, DATA)
    for day in (AUGUST, date(2026, 7, 6)):
        with pytest.raises(QuestionError, match="anew on 2026-08-03 already, as Ana said"):
            register("Beto").start(replace(CONTENT, day=day), DATA, first)
    second = register("Beto").start(replace(CONTENT, day=SEPTEMBER, why="Otra vez"), DATA, first)
    assert second.content.day == SEPTEMBER


def test_another_metric_and_a_wider_part_are_other_numbers(register: Registers, database: OfficeDatabase) -> None:
    wider = [replace(CONTENT, parts=CONTENT.parts[:1]), replace(CONTENT, parts=()), replace(CONTENT, metric="fcr")]
    for one in (CONTENT, *wider):
        register("Ana").start(one, DATA)
    assert len(restarts(database)) == 4


def test_who_saw_less_than_stands_is_shown_it_first(register: Registers) -> None:
    first = register("Ana").start(CONTENT, DATA)
    with pytest.raises(RestartChangedError, match="Ana started this baseline anew meanwhile") as caught:
        register("Beto").start(replace(CONTENT, day=SEPTEMBER), DATA)
    assert caught.value.restart == first
    gone = register("Ana").withdraw(first, "Un error")
    with pytest.raises(RestartChangedError, match="Ana withdrew this baseline meanwhile"):
        register("Beto").start(replace(CONTENT, day=SEPTEMBER), DATA, first)
    with pytest.raises(RestartChangedError, match="Ana withdrew this baseline meanwhile") as caught:
        register("Beto").withdraw(first, "También yo")
    assert caught.value.restart == gone


def test_of_ten_who_start_at_once_one_is_kept_and_the_others_are_told(
    register: Registers, database: OfficeDatabase
) -> None:
    def start(number: int) -> BaselineRestart | None:
        day = date(2026, 8, 3 + number)
        try:
            return register("Ana").start(replace(CONTENT, day=day, why=f"reason {number}"), DATA)
        except RestartChangedError:
            return None

    with ThreadPoolExecutor(10) as pool:
        kept = [one for one in pool.map(start, range(10)) if one is not None]
    assert len(kept) == 1
    assert restarts(database) == tuple(kept)


@pytest.mark.parametrize("name", ["Dora", "Caro"])
def test_who_does_not_answer_and_who_is_of_another_part_may_not(
    register: Registers, database: OfficeDatabase, name: str
) -> None:
    said = "not of your part" if name == "Caro" else "by who answers for the metric, the team or the process"
    with pytest.raises(QuestionError, match=said):
        register(name).start(CONTENT, DATA)
    kept = register("Ana").start(CONTENT, DATA)
    with pytest.raises(QuestionError, match=said):
        register(name).withdraw(kept, "No")
    assert restarts(database) == (kept,)


def test_a_day_beyond_the_data_writes_nothing(register: Registers, database: OfficeDatabase) -> None:
    with pytest.raises(QuestionError, match="reach to"):
        register("Ana").start(replace(CONTENT, day=date(2026, 12, 1)), DATA)
    assert restarts(database) == ()


def test_its_note_is_one_that_there_is_and_that_its_author_sees(register: Registers, database: OfficeDatabase) -> None:
    seen = NoteContent(first=AUGUST, last=AUGUST, text="Guion", parts=CONTENT.parts)
    note = NoteShelf(database, READERS["Ana"]).write(seen)
    whole = NoteShelf(database, READERS["Ana"]).write(replace(seen, parts=()))
    assert register("Beto").start(replace(CONTENT, note=note.id), DATA).content.note == note.id
    other = replace(CONTENT, metric="fcr")
    for strange in ("0" * 32, whole.id):  # that of the whole company Beto does not see
        with pytest.raises(QuestionError, match="no such note"):
            register("Beto").start(replace(other, note=strange), DATA)


def test_one_that_is_gone_from_the_database_is_not_withdrawn(register: Registers, database: OfficeDatabase) -> None:
    kept = register("Ana").start(CONTENT, DATA)
    with pytest.raises(QuestionError, match="no such baseline"):
        register("Ana").withdraw(replace(kept, id="0" * 32), "No")
    with database.reading() as session:
        assert session.get(BaselineRow, kept.id) is not None
