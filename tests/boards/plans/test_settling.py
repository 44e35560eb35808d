"""New weeks are written into the plans that run, once, as the verdict says them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from crm_metrics.access import Reader
from crm_metrics.boards.plans.judging import locked
from crm_metrics.boards.plans.settling import settle
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.place import OfficePlace
from crm_metrics.office.plans import PlanShelf
from tests.boards.plans.weekly_answers import BEGAN, GAP, IDLES, TERMS, WORKS, company
from tests.conftest import House
from tests.office.dated import DataUntil

LAST = date(2026, 12, 31)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[PlanShelf]:
    database = OfficeDatabase(OfficePlace(file=tmp_path / "office.sqlite"))
    yield PlanShelf(database, Reader("Ana", "executive"))
    database.close()


def begin(shelf: PlanShelf, house: House) -> None:
    drafted = shelf.draft(GAP, TERMS)
    shelf.start(shelf.agree(drafted, locked(company(house), drafted, BEGAN)), BEGAN, DataUntil(BEGAN))


def test_week_by_week_a_plan_goes_from_running_to_its_end(shelf: PlanShelf, house: House) -> None:
    begin(shelf, house)
    states = []
    for n in range(1, 9):
        settle(company(house, IDLES[:n]), shelf, LAST)
        states.append(shelf.plans()[0].state)
    assert states[:3] == ["running"] * 3
    assert states[-1] == "no_effect"
    assert set(states[3:]) <= {"verifying", "no_effect"}
    assert states == sorted(states, key=["running", "verifying", "no_effect"].index)  # it never goes back


def test_each_look_is_written_once(shelf: PlanShelf, house: House) -> None:
    begin(shelf, house)
    assert settle(company(house, WORKS[:3]), shelf, LAST) == 0
    assert settle(company(house, WORKS[:4]), shelf, LAST) == 1
    assert settle(company(house, WORKS[:4]), shelf, LAST) == 0
    (ended,) = shelf.plans()
    assert (ended.state, ended.told and ended.told["weeks"]) == ("confirmed", 4)
    assert shelf.history(ended)[0].author == "Pulso"


def test_what_has_ended_is_not_judged_again(shelf: PlanShelf, house: House) -> None:
    begin(shelf, house)
    settle(company(house, WORKS[:4]), shelf, LAST)
    before = shelf.plans()
    assert settle(company(house, (*WORKS[:4], 2, 2, 2, 2), late=20), shelf, LAST) == 0
    assert shelf.plans() == before


def test_drafts_and_agreed_plans_wait(shelf: PlanShelf, house: House) -> None:
    shelf.draft(GAP, TERMS)
    assert settle(company(house, WORKS), shelf, LAST) == 0
    assert shelf.plans()[0].state == "draft"
