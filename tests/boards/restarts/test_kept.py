"""The baselines beside a warehouse: none before the first, read again after a change, none that can not be read."""

from __future__ import annotations

from crm_metrics.boards.restarts.kept import all_of, forget, standing
from crm_metrics.metrics.shop import Shop
from crm_metrics.office.baselines.register import BaselineRegister
from crm_metrics.office.database import OfficeDatabase
from tests.boards.restarts.conftest import ANA, OF_CHAT, Start


def test_before_the_first_nothing_is_read_and_nothing_made(company: Shop, office: OfficeDatabase) -> None:
    assert all_of(company) == standing(company) == ()
    assert not office.place.begun


def test_a_change_is_seen_at_the_next_question(company: Shop, office: OfficeDatabase, start: Start) -> None:
    anew = start(OF_CHAT)
    assert all_of(company) == standing(company) == (anew,)
    gone = BaselineRegister(office, ANA).withdraw(anew, "A mistake")
    assert (all_of(company), standing(company)) == ((gone,), ())
    forget()
    assert all_of(company) == (gone,)


def test_a_database_that_can_not_be_read_leaves_the_boards_with_the_usual_baselines(
    company: Shop, office: OfficeDatabase
) -> None:
    assert office.place.file is not None
    office.place.file.write_text("no database at all, but long enough to be read as one " * 40, encoding="utf-8")
    assert standing(company) == ()
