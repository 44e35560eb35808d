"""Who answers: everybody reads it, who may found the company writes it, and two who write at once lose nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from crm_metrics.access import Reader
from crm_metrics.errors import QuestionError
from crm_metrics.office.answerers import AnswererRegister
from crm_metrics.office.answers import Appointment
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.tables import TrailRow

Register = Callable[..., AnswererRegister]
CSAT = Appointment(kind="metric", thing="csat", name="", version=0)


@pytest.fixture
def register(database: OfficeDatabase) -> Register:
    def made(name: str = "Ana", rights: tuple[str, ...] = ("founds",)) -> AnswererRegister:
        return AnswererRegister(database, Reader(name, "executive", rights=rights))

    return made


def test_before_anybody_wrote_there_is_nothing_and_no_file(register: Register, database: OfficeDatabase) -> None:
    assert register().answers() == ()
    assert database.place.file is None or not database.place.file.exists()


def test_what_one_wrote_everybody_reads(register: Register) -> None:
    saved = register().appoint(CSAT, "  Ana \n Ruiz ")
    assert (saved.name, saved.version) == ("Ana Ruiz", 1)
    assert register("Beto", ()).answers() == (saved,)


def test_a_reader_without_the_right_changes_nothing(register: Register) -> None:
    with pytest.raises(QuestionError, match="may found the company"):
        register("Beto", ("loads",)).appoint(CSAT, "Beto")
    assert register().answers() == ()


def test_who_wrote_on_an_older_version_is_told_what_it_says_now(register: Register) -> None:
    first = register().appoint(CSAT, "Ana Ruiz")
    register("Beto").appoint(first, "Luis Mora")
    with pytest.raises(QuestionError, match="Luis Mora"):
        register().appoint(first, "Eva Gil")
    with pytest.raises(QuestionError, match="Luis Mora"):
        register().appoint(CSAT, "Eva Gil")  # who saw nobody named
    assert [one.name for one in register().answers()] == ["Luis Mora"]


def test_a_name_taken_away_and_given_anew_is_another_than_the_one_that_was_seen(register: Register) -> None:
    seen = register().appoint(CSAT, "Ana Ruiz")
    blank = register("Beto").appoint(seen, "")
    register("Beto").appoint(blank, "Luis Mora")  # whose count begins again
    with pytest.raises(QuestionError, match="Luis Mora"):
        register().appoint(seen, "Eva Gil")
    assert [one.name for one in register().answers()] == ["Luis Mora"]


def test_without_a_name_the_page_names_nobody_any_more(register: Register) -> None:
    saved = register().appoint(CSAT, "Ana Ruiz")
    assert register().appoint(saved, " ").version == 0
    assert register().answers() == ()
    assert register().appoint(CSAT, "") == CSAT


def test_the_same_name_again_is_no_change(register: Register) -> None:
    saved = register().appoint(CSAT, "Ana Ruiz")
    assert register().appoint(saved, "Ana Ruiz") == saved


@pytest.mark.parametrize(("kind", "thing"), [("customer", "C1"), ("metric", ""), ("team", "x" * 201)])
def test_there_must_be_something_to_answer_for(register: Register, kind: str, thing: str) -> None:
    with pytest.raises(QuestionError, match="nothing of that name"):
        register().appoint(Appointment(kind=kind, thing=thing, name="", version=0), "Ana Ruiz")


def test_a_name_is_at_most_eighty_letters_long(register: Register) -> None:
    with pytest.raises(QuestionError, match="81"):
        register().appoint(CSAT, "x" * 81)


def test_each_change_is_in_the_trail_with_its_author(register: Register, database: OfficeDatabase) -> None:
    saved = register().appoint(CSAT, "Ana Ruiz")
    saved = register("Beto").appoint(saved, "Luis Mora")
    register("Caro").appoint(saved, "")
    with database.reading() as session:
        lines = [(one.author, one.did, one.key) for one in session.scalars(select(TrailRow).order_by(TrailRow.id))]
    assert lines == [
        (who, did, "metric:csat") for who, did in (("Ana", "created"), ("Beto", "changed"), ("Caro", "deleted"))
    ]
