"""The campaigns beside a warehouse: none before the first, and whom they hold out on which day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_metrics.boards.campaigns import kept as campaigns
from crm_metrics.boards.campaigns.kept import all_of, forget, held_from, held_now, held_on
from crm_metrics.office.campaigns.campaign import CampaignContent
from crm_metrics.office.campaigns.shelf import CampaignShelf
from crm_metrics.office.database import OfficeDatabase
from crm_metrics.office.notes.noting import NoteContent
from crm_metrics.office.notes.shelf import NoteShelf
from tests.boards.campaigns.conftest import ANA, Draw
from tests.boards.daylist.company import CLOSE, TODAY, company
from tests.conftest import House


def test_before_the_first_nothing_is_read_and_nothing_made(house: House, office: OfficeDatabase) -> None:
    shop = company(house)
    forget()
    assert all_of(shop) == () and held_on(shop, TODAY) == frozenset()
    assert not office.place.begun


def test_they_are_held_out_on_its_days_and_on_no_other(house: House, office: OfficeDatabase, draw: Draw) -> None:
    shop, kept = company(house), draw(("a", "b"), ("c",))
    draw(("a",), ("d",), name="Otra", begins=TODAY + timedelta(days=27))
    said = {
        TODAY - timedelta(days=1): set(), TODAY: {"c"}, TODAY + timedelta(days=27): {"c", "d"},
        TODAY + timedelta(days=28): {"d"}, TODAY + timedelta(days=55): set(),
    }  # fmt: skip
    assert {day: set(held_on(shop, day)) for day in said} == said
    assert {day: set(held_from(shop, day)) for day in said} == {
        **said,
        TODAY - timedelta(days=1): {"c", "d"},
        TODAY: {"c", "d"},
    }
    gone = CampaignShelf(office, ANA).withdraw(kept, "No")
    forget()
    assert held_on(shop, TODAY) == frozenset() and gone in all_of(shop)


def test_who_was_merged_since_is_held_out_by_the_id_of_today(house: House, draw: Draw) -> None:
    shop = company(house, customer_alias=[{"alias_id": "old", "customer_id": "born"}])
    draw(("a",), ("old", "c"))
    assert held_on(shop, TODAY) == held_from(shop, TODAY) == {"born", "c"}


def test_the_newest_list_is_read_on_the_first_day_of_a_campaign_too(
    house: House, draw: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The data end on the twelfth and come once a week: the list of the thirteenth is read on the sixteenth."""
    shop = company(house)
    draw(("a",), ("c",), begins=TODAY + timedelta(days=3), days=7)
    read_on: dict[int, set[str]] = {0: set(), 2: set(), 3: {"c"}, 9: {"c"}, 10: set()}
    for days, held in read_on.items():
        now = TODAY + timedelta(days=days)
        monkeypatch.setattr(campaigns, "today", lambda shop, now=now: now)
        assert held_now(shop, TODAY) == held, days
    draw(("a",), ("d",), name="Otra", days=7)
    assert held_now(shop, TODAY) == {"d"}  # it is over by the clocks, and not by the data


def test_they_are_read_again_when_one_is_drawn_and_not_with_each_note(
    house: House, office: OfficeDatabase, draw: Draw
) -> None:
    shop = company(house)
    draw(("a",), ("b",))
    before = all_of(shop)
    NoteShelf(office, ANA, ()).write(NoteContent(first=TODAY, last=TODAY, text="Huelga"))
    assert all_of(shop) is before
    other = CampaignContent(
        name="Otra", begins=TODAY, days=28, share=0.1, asked={}, listed=("a",), held=("d",)
    )  # fmt: skip
    CampaignShelf(office, ANA).draw("other", other, CLOSE)
    assert [one.content.name for one in all_of(shop)] == ["Otra", "Volver"]


def test_a_database_that_can_not_be_read_leaves_the_lists_as_they_are(house: House, office: OfficeDatabase) -> None:
    shop = company(house)
    forget()
    assert office.place.file is not None
    office.place.file.write_text("no database at all, but long enough to be read as one " * 40, encoding="utf-8")
    assert held_on(shop, date(2026, 1, 13)) == frozenset()
