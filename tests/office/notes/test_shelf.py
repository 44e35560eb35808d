"""Notes in the database: who sees, writes, changes and ends them, who is mentioned, and two who write at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from crm_metrics.access import Reader, Scope
from crm_metrics.errors import QuestionError
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.notes.noting import NoteChangedError, NoteContent
from crm_metrics.office.notes.shelf import NoteShelf, legible
from crm_metrics.office.tables import NoteReadRow, NoteRow, TrailRow
from crm_metrics.office.trail import values

DAY = date(2026, 11, 12)
OF_TEAM = NoteContent(
    first=DAY, last=date(2026, 11, 14), text="Huelga 👩\u200d🚀 <b>", kind="comment", metric="csat",
    parts=(("process", "service"), ("team", "Voz Norte")), mentions=("Beto",),
)  # fmt: skip
OF_ALL = NoteContent(first=DAY, last=DAY, text="Sube el precio")
NORTH, SOUTH = Scope(teams=("Voz Norte",)), Scope(teams=("Voz Sur",))
READERS = (
    Reader("Ana", "executive"),
    Reader("Beto", "supervisor", NORTH),
    Reader("Caro", "supervisor", SOUTH),
)
Shelves = Callable[[str], NoteShelf]


@pytest.fixture
def notes(database: OfficeDatabase) -> Shelves:
    """The notes as a reader has them, by name."""
    known = {one.name: one for one in READERS}
    return lambda name: NoteShelf(database, known.get(name, Reader(name, "executive")), READERS)


def test_before_the_first_note_there_is_nothing_and_no_file(notes: Shelves, database: OfficeDatabase) -> None:
    assert notes("Ana").notes() == notes("Ana").unread() == ()
    assert database.place.file is None or not database.place.file.exists()


def test_a_note_is_kept_as_it_was_written(notes: Shelves) -> None:
    kept = notes("Ana").write(OF_TEAM)
    assert (kept.content, kept.author, kept.version) == (OF_TEAM, "Ana", 1)
    assert notes("Dora").notes() == (kept,)


def test_they_come_by_day(notes: Shelves) -> None:
    for day in (14, 12, 13):
        notes("Ana").write(replace(OF_ALL, first=date(2026, 11, day), last=date(2026, 11, day), text=str(day)))
    assert [one.content.text for one in notes("Ana").notes()] == ["12", "13", "14"]


def test_a_reader_of_a_part_sees_and_writes_notes_of_that_part_alone(notes: Shelves) -> None:
    whole, own = notes("Ana").write(OF_ALL), notes("Ana").write(OF_TEAM)
    assert notes("Ana").notes() == (whole, own)
    assert notes("Beto").notes() == (whole, own)
    assert notes("Caro").notes() == (whole,)
    for content in (OF_ALL, replace(OF_TEAM, mentions=()), replace(OF_TEAM, parts=(("team", "Voz Norte"),))):
        with pytest.raises(QuestionError, match="not about your part"):
            notes("Caro").write(replace(content, mentions=()))
    mine = notes("Beto").write(replace(OF_TEAM, parts=(("team", "Voz Norte"),), mentions=()))
    with pytest.raises(QuestionError, match="not about your part"):
        notes("Beto").change(mine, replace(mine.content, parts=(("team", "Voz Sur"),)))
    with pytest.raises(QuestionError, match="not about your part"):
        notes("Beto").change(mine, OF_ALL)


def test_its_author_alone_changes_it_and_takes_it_back(notes: Shelves) -> None:
    kept = notes("Ana").write(OF_TEAM)
    with pytest.raises(QuestionError, match="by who wrote it"):
        notes("Beto").change(kept, replace(kept.content, text="Otra"))
    with pytest.raises(QuestionError, match="by who wrote it"):
        notes("Dora").end(kept)
    with pytest.raises(QuestionError, match="no such note"):
        notes("Caro").end(kept)  # who does not learn that it is there
    changed = notes("Ana").change(kept, replace(kept.content, text="Otra", mentions=()))
    assert (changed.content.text, changed.version, changed.written_at) == ("Otra", 2, kept.written_at)
    notes("Ana").end(changed)
    assert notes("Ana").notes() == ()
    with pytest.raises(QuestionError, match="no such note"):
        notes("Ana").change(changed, kept.content)


def test_of_two_who_write_at_once_the_second_is_shown_what_is_now(notes: Shelves) -> None:
    seen = notes("Ana").write(OF_ALL)
    notes("Ana").change(seen, replace(OF_ALL, text="Primera"))
    with pytest.raises(NoteChangedError) as caught:
        notes("Ana").change(seen, replace(OF_ALL, text="Segunda"))
    assert caught.value.note.content.text == "Primera"
    with pytest.raises(NoteChangedError):
        notes("Ana").end(seen)
    assert notes("Ana").change(caught.value.note, replace(OF_ALL, text="Segunda")).version == 3


def test_the_same_again_is_no_change(notes: Shelves) -> None:
    kept = notes("Ana").write(OF_TEAM)
    assert notes("Ana").change(kept, OF_TEAM) == kept


def test_of_ten_windows_that_save_at_once_each_note_is_kept_and_one_change_wins(notes: Shelves) -> None:
    seen = notes("Ana").write(OF_ALL)

    def save(number: int) -> bool:
        notes(f"writer {number}").write(replace(OF_ALL, text=f"note {number}"))
        try:
            notes("Ana").change(seen, replace(OF_ALL, text=f"change {number}"))
        except NoteChangedError:
            return False
        return True

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(save, range(10))) == 1
    texts = {one.content.text for one in notes("Ana").notes()}
    assert texts >= {f"note {number}" for number in range(10)}
    assert len(texts) == 11


def test_a_mention_is_there_until_the_one_mentioned_has_read_it(notes: Shelves) -> None:
    kept = notes("Ana").write(OF_TEAM)
    assert notes("Beto").unread() == (kept,)
    assert notes("Ana").unread() == notes("Caro").unread() == ()
    with pytest.raises(QuestionError, match="does not mention you"):
        notes("Caro").mark_read(kept)
    with ThreadPoolExecutor(4) as pool:  # pressed in several windows
        list(pool.map(lambda _: notes("Beto").mark_read(kept), range(4)))
    assert notes("Beto").unread() == ()
    assert notes("Beto").notes() == (kept,)


def test_who_may_not_see_it_is_not_mentioned_and_who_left_stays_named(notes: Shelves, database: OfficeDatabase) -> None:
    with pytest.raises(QuestionError, match="Caro does not see"):
        notes("Ana").write(replace(OF_TEAM, mentions=("Caro",)))
    kept = notes("Ana").write(OF_TEAM)
    without = NoteShelf(database, READERS[0], READERS[:1])  # Beto is no reader any more
    assert without.change(kept, replace(OF_TEAM, text="Otra")).content.mentions == ("Beto",)
    with pytest.raises(QuestionError, match="Eva does not see"):
        without.change(without.notes()[0], replace(OF_TEAM, mentions=("Beto", "Eva")))


def test_a_mention_of_a_reader_whose_part_shrank_is_not_shown(notes: Shelves, database: OfficeDatabase) -> None:
    notes("Ana").write(OF_TEAM)
    assert NoteShelf(database, Reader("Beto", "supervisor", SOUTH), READERS).unread() == ()


def test_every_change_is_in_the_trail_with_its_author(notes: Shelves, database: OfficeDatabase) -> None:
    kept = notes("Ana").write(OF_TEAM)
    notes("Beto").mark_read(kept)
    notes("Ana").end(notes("Ana").change(kept, replace(OF_TEAM, text="Otra")))
    with database.reading() as session:
        lines = list(session.scalars(select(TrailRow).order_by(TrailRow.id)))
        assert not session.scalars(select(NoteReadRow)).all()
    told = [(one.author, one.thing, one.did) for one in lines]
    assert told[:3] == [("Ana", "note", "created"), ("Beto", "note_read", "created"), ("Ana", "note", "changed")]
    assert sorted(told[3:]) == [("Ana", "note", "deleted"), ("Ana", "note_read", "deleted")]
    assert lines[2].before == {"text": OF_TEAM.text, "changed_at": kept.changed_at.isoformat()}


def test_any_change_moves_the_stamp_and_reading_does_not(notes: Shelves, database: OfficeDatabase) -> None:
    kept = notes("Ana").write(OF_TEAM)
    before = database.stamp("note")
    notes("Beto").mark_read(kept)
    assert database.stamp("note") == before > 0
    notes("Ana").end(kept)
    assert database.stamp("note") > before


def test_what_was_brought_from_elsewhere_has_to_be_a_note(notes: Shelves, database: OfficeDatabase) -> None:
    notes("Ana").write(OF_TEAM)
    with database.reading() as session:
        kept = values(session.query(NoteRow).one())
    assert legible(kept)
    strange: tuple[dict[str, object], ...] = (
        {"first_day": "2026-13-01"}, {"last_day": "2026-11-01"}, {"mentions": {}}, {"mentions": {"list": [1]}},
        {"parts": {"customer": ["C1"]}}, {"parts": {"team": [""]}}, {"text": " a"}, {"kind": "rumour"},
        {"text": "a\u202eb"}, {"mentions": {"list": "Beto"}},
    )  # fmt: skip
    for wrong in strange:
        assert not legible({**kept, **wrong}), wrong
