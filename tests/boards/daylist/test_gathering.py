"""The list within what a reader may see; who is held out is in none of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from crm_metrics import settings
from crm_metrics.access import Scope
from crm_metrics.boards import daily
from crm_metrics.boards.core import Grid, View
from crm_metrics.boards.daylist import gathering, listing
from crm_metrics.boards.daylist.gathering import DayList, day_list, draw_of, held_today
from crm_metrics.boards.daylist.kept import resting
from crm_metrics.office.attending.marking import DayMark, KeptDraw
from crm_metrics.warehouse.company.daylist import DayRules
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words
from tests.boards.daylist.company import CLOSE, HELD, TODAY, company
from tests.conftest import House


def listed(shop: Warehouse, view: View | None = None) -> DayList:
    found = day_list(shop, view or View(personal=True), CLOSE, CLOSE)
    assert found is not None
    return found


def told(found: DayList) -> dict[str, tuple[str, ...]]:
    return {one.customer: one.kinds for one in found.entries}


@pytest.fixture(autouse=True)
def without_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "company_folder", lambda: tmp_path)


def test_the_list_is_of_the_day_after_the_last_whole_one(house: House) -> None:
    shop = company(house)
    found = listed(shop)
    assert (found.close, found.day) == (CLOSE, TODAY)
    running = day_list(shop, View(), TODAY, CLOSE)  # the thirteenth runs: the list is its own
    assert running is not None and running.day == TODAY


def test_each_stands_there_with_its_reasons_and_the_others_are_counted(house: House) -> None:
    found = listed(company(house))
    assert told(found) == {"debtor": ("promise", "birthday"), "buyer": ("follow_up",), "born": ("birthday",)}
    assert found.left == {"asked": 1, "consent": 1}
    assert found.names["born"] == "Casa born"
    assert found.tables == ("customer", "interaction", "order_line")  # nobody loaded a case


def test_the_newest_list_is_without_whom_a_campaign_holds_out_by_now_and_an_earlier_one_is_as_it_was(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = company(house)
    monkeypatch.setattr(gathering, "held_on", lambda shop, day: frozenset())
    monkeypatch.setattr(gathering, "held_now", lambda shop, day: frozenset(("born", "buyer")))
    assert told(listed(shop)).keys() == {"debtor"} and {"born", "buyer"} <= held_today(shop, CLOSE)
    earlier = draw_of(shop, date(2026, 1, 11), DayRules(held_out=0))  # a follow-up of the eighth, from the third day on
    assert [one.customer for one in earlier.entries if one.customer == "buyer"] == ["buyer"]


def test_who_was_merged_since_a_list_was_worked_stays_held_out_by_the_id_of_today(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = company(house, customer_alias=[{"alias_id": "old", "customer_id": "silent"}])
    worked = KeptDraw(date(2026, 1, 5), "a1", ("buyer",), ("old",))
    monkeypatch.setattr(gathering, "draws_of", lambda shop, first, last: (worked,))
    assert "silent" in held_today(shop, CLOSE)


def test_who_is_held_out_is_drawn_and_stands_nowhere(house: House) -> None:
    """Of the customers with a reason the hash of c24 alone lies below a tenth of its range."""
    shop = company(house)
    assert [one.customer for one in draw_of(shop, CLOSE, DayRules()).held] == [HELD]
    assert HELD not in repr(listed(shop))


def test_no_other_list_asks_for_who_is_held_out_while_the_days_of_a_worked_list_run(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of lists of 28 days, the day of today's among them: the first of those that count is of 17 December."""
    asked: list[tuple[date, date]] = []

    def kept(warehouse: Warehouse, first: date, last: date) -> tuple[KeptDraw, ...]:
        asked.append((first, last))
        return (KeptDraw(date(2026, 1, 5), "a1", ("x",), ("y",)), KeptDraw(date(2025, 12, 17), "a1", (), ("before",)))

    monkeypatch.setattr(gathering, "draws_of", kept)
    assert held_today(company(house), CLOSE) == {HELD, "y"}  # in the quarter before chance drew others
    assert asked == [(date(2025, 12, 17), TODAY)]


def test_a_reader_of_a_part_sees_the_part_and_its_counts(house: House) -> None:
    shop = company(house)
    sales = listed(shop, View(scope=Scope(processes=("sales",))))
    assert told(sales) == {"buyer": ("follow_up",)} and not sales.left
    team = listed(shop, View(scope=Scope(teams=("Norte",))))
    assert (told(team), team.left) == ({"born": ("birthday",)}, {"consent": 1})
    own = listed(shop, View(scope=Scope(agents=("a3",))))
    assert told(own) == {"debtor": ("promise",)}  # the birthday is told by the list of customers, which names a1
    assert told(listed(shop, View(where=(("team", "Cartera"),)))) == told(own)
    assert told(listed(shop, View(process="loyalty"))) == {"debtor": ("birthday",), "born": ("birthday",)}


def test_a_view_by_something_else_has_no_list_and_a_version_of_before_neither(house: House) -> None:
    shop = company(house)
    assert day_list(shop, View(where=(("tier", "high"),)), CLOSE, CLOSE) is None
    assert day_list(house({"work_item": []}), View(), CLOSE, CLOSE) is None
    before = house({"customer": []}, shapes=("customer_today",))
    assert day_list(before, View(), CLOSE, CLOSE) is None


def test_a_reason_rests_for_two_weeks_once_somebody_was_attended_for_it() -> None:
    mark = DayMark(day=date(2026, 1, 1), customer="c", state="done", kinds=("risk",), author="Ana",
                   changed_at=None, version=1)  # type: ignore[arg-type] # fmt: skip
    others = replace(mark, state="later", customer="d")
    assert resting((mark, others), date(2026, 1, 15)) == {"c": {"risk"}}
    assert resting((mark,), date(2026, 1, 16)) == {}
    assert resting((mark,), date(2026, 1, 1)) == {}  # on its own day it still stands there


@pytest.mark.parametrize("until", [None, CLOSE])
def test_a_part_without_contacts_of_late_has_the_list_of_the_newest_day(house: House, until: date | None) -> None:
    """Collections spoke to somebody on 8 January last; its promise is due on the thirteenth."""
    view = View(scope=Scope(agents=("a3",)), until=until, personal=True)
    facts = daily.gather(company(house), view)
    card = next(one for one in daily.board(facts, Words("en")).cards if one.key == listing.KEY)
    assert isinstance(card.body, Grid) and "For 13 Jan" in card.subtitle
    assert [row.key for row in card.body.rows] == ["debtor"]
