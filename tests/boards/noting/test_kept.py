"""The notes that a board reads: those within a scope, with the processes of the teams that they name."""

from __future__ import annotations

from datetime import date

import pytest

from crm_metrics.access import EVERYTHING, Reader, Scope
from crm_metrics.boards import weekly
from crm_metrics.boards.core import View
from crm_metrics.boards.noting.kept import notes_of, shelf_of
from crm_metrics.boards.plans.kept import stamp_of
from crm_metrics.metrics.shop import Shop
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.notes.noting import NoteContent
from crm_metrics.office.place import OfficePlace
from crm_metrics.words import Words

DAY = date(2026, 11, 12)


@pytest.fixture
def place(office: OfficeDatabase) -> OfficePlace:
    return office.place


def write(place: OfficePlace, text: str, *parts: tuple[str, str]) -> None:
    shelf = shelf_of(place, Reader("Ana", "executive"))
    shelf.write(NoteContent(first=DAY, last=DAY, text=text, parts=parts))


def team_of(demo: Shop, process: str) -> str:
    """A team whose people all work in one process."""
    ((team,), *_) = demo.fetch(
        "select team from main.agent group by team having min(process) = $p and max(process) = $p order by team",
        {"p": process},
    )
    return str(team)


def test_before_anybody_wrote_nothing_is_read_and_nothing_made(demo: Shop, place: OfficePlace) -> None:
    assert notes_of(demo, EVERYTHING) == () and stamp_of(place, "note") == 0
    assert place.file is not None and not place.file.exists()


def test_a_team_counts_for_the_process_in_which_its_people_work(demo: Shop, place: OfficePlace) -> None:
    team = team_of(demo, "service")
    write(place, "of the team", ("team", team))
    write(place, "of all")
    write(place, "of both", ("process", "sales"), ("team", team))
    write(place, "of nobody", ("team", "Nadie"))
    found = {one.note.content.text: set(one.processes) for one in notes_of(demo, EVERYTHING)}
    assert found == {"of the team": {"service"}, "of all": set(), "of both": set(), "of nobody": set()}
    assert [one.note.content.text for one in notes_of(demo, Scope(teams=(team,)))] == [
        "of the team",
        "of all",
        "of both",
    ]


def test_a_database_that_can_not_be_read_leaves_the_boards_without_notes(demo: Shop, place: OfficePlace) -> None:
    assert place.file is not None
    place.file.write_text("no database at all, but long enough to be read as one " * 40, encoding="utf-8")
    assert notes_of(demo, EVERYTHING) == () and stamp_of(place, "note") == -1


def test_a_filter_of_several_processes_takes_no_note_of_the_company_away(demo: Shop, place: OfficePlace) -> None:
    write(place, "of all")
    for processes in ((), ("sales", "service")):
        board = weekly.board(weekly.gather(demo, View(processes=processes)), Words("en"))
        noted = {card.key for card in board.cards if card.notes}
        assert "multiples" in noted, processes


def test_a_note_of_a_process_is_seen_by_the_teams_whose_people_all_work_in_it(demo: Shop, place: OfficePlace) -> None:
    write(place, "of service", ("process", "service"))
    service, sales = (notes_of(demo, Scope(teams=(team_of(demo, one),))) for one in ("service", "sales"))
    assert [one.note.content.text for one in service] == ["of service"]
    assert sales == ()
