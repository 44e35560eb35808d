"""The page of a process on small companies: what it tells, whose it is, what stands there when there is nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crm_metrics.access import PROCESSES, Scope
from crm_metrics.analysis.signals import Kind
from crm_metrics.boards import process
from crm_metrics.boards.core import Empty, View
from crm_metrics.boards.process.page import summary
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words
from tests.boards.board_facts import made
from tests.boards.process.asked import card, company, texts
from tests.conftest import House

EN, ES = Words("en"), Words("es-CO")


def test_satisfaction_comes_first_and_each_kind_has_its_table(house: House) -> None:
    board = process.board(process.gather(company(house), View()), EN)
    kinds = [one.key for one in board.cards if one.key.startswith("measures_")]
    assert kinds[0] == "measures_satisfaction"
    assert set(kinds) <= {"measures_satisfaction", "measures_objective", "measures_productivity", "measures_business"}
    assert board.title == "Service"  # the first process of which anything is told
    assert board.period == "October 2026"
    assert texts(board, "measures_satisfaction")["CSAT (top two of five)"][0] == "80.0%"  # 32 of 40
    assert texts(board, "measures_business")["Cases opened"][0] == "31"


def test_a_process_whose_satisfaction_nobody_measures_says_so_first(shop: Warehouse) -> None:
    facts = process.gather(shop, View())
    board = process.board(facts, ES)
    first = board.cards[0]
    assert (first.key, first.title) == ("measures_satisfaction", "Nadie mide la satisfacción de Servicio")
    assert isinstance(first.body, Empty)
    assert texts(process.board(facts, EN), "measures_business")["Cases opened"][0] == "31"  # one a day in October


def test_answers_that_a_part_does_not_see_are_not_called_unmeasured(house: House) -> None:
    shop = company(house)
    shop.connection.execute("update main.survey set team = 'Voz'")  # all answers are of the other team
    first = process.board(process.gather(shop, View(scope=Scope(teams=("Digital",)), process="service")), ES).cards[0]
    assert (first.key, first.title) == ("measures_satisfaction", "Sin satisfacción de Servicio para mostrar aquí")


def test_answers_of_a_later_month_are_not_called_unmeasured(house: House) -> None:
    asked = View(process="service", until=date(2026, 9, 30))  # all forty are of October
    shop = company(house)
    shop.connection.execute("update main.work_item set opened_at = opened_at - interval 30 day")  # cases of September
    assert process.board(process.gather(shop, asked), EN).cards[0].title == "No satisfaction of Service to show here"


@pytest.mark.parametrize(
    ("kinds", "silent", "said"),
    [
        ([], 3, "No metric can be judged yet. 3 have no value here."),
        (["small"], 0, "No metric can be judged yet. One has a value, and too little behind it to be judged."),
        (["watch", "routine"], 0, "Of 2 metrics that can be judged one is to be watched."),
        (["worse", "routine", "small"], 1, "Of 2 metrics that can be judged one really got worse. "
         "One has a value, and too little behind it to be judged. One has no value here."),
    ],
)  # fmt: skip
def test_the_summary_counts_what_can_be_judged_and_what_can_not(kinds: list[Kind], silent: int, said: str) -> None:
    routine = made("csat", [0.8, 0.81] * 12, n=200, every="month")
    told = [replace(routine, signal=replace(routine.signal, kind=kind)) for kind in kinds]
    assert summary(told, silent, EN) == said


def test_what_is_told_and_what_is_not_are_all_that_belongs_to_a_process(shop: Warehouse) -> None:
    facts = process.gather(shop, View(process="service"))
    told, silent = {one.indicator.metric for one in facts.told}, {one.indicator.metric for one in facts.untold}
    assert not told & silent
    assert {"cases_opened", "cases_resolved"} <= told
    assert {"csat", "service_level", "qa_score"} <= silent
    why = texts(process.board(facts, EN), "untold")
    assert why["CSAT (top two of five)"][1] == "needs survey.csv"
    assert why["Backlog"][1] == "0 in each of these months"  # each case is resolved after two hours
    assert why["Service level (20 s)"][1] == "needs interaction.csv"


@pytest.mark.parametrize("name", PROCESSES)
def test_each_process_has_a_tab_and_a_process_without_data_says_what_would_tell_it(shop: Warehouse, name: str) -> None:
    board = process.board(process.gather(shop, View(process=name)), ES)
    tabs = board.filters[0]
    assert [one.id for one in tabs.choices] == list(PROCESSES)
    assert (tabs.tabs, tabs.chosen) == (True, (name,))
    if name != "service":
        assert isinstance(board.cards[0].body, Empty)
        assert card(board, "untold").title.startswith(ES.name(name))


def test_a_reader_sees_only_the_tabs_and_rows_of_the_own_part(house: House) -> None:
    shop = company(house)
    own = View(scope=Scope(teams=("Digital",)))
    board = process.board(process.gather(shop, own), EN)
    assert texts(board, "measures_business")["Cases opened"][0] == "16"  # the even days of 31
    assert list(texts(board, "by_teams")) == ["Digital"]
    other = View(process="service", scope=Scope(processes=("sales",)))
    blocked = process.board(process.gather(shop, other), EN)
    assert [one.key for one in blocked.cards] == ["not_permitted"]
    nothing = process.board(process.gather(shop, View(scope=Scope(processes=("sales",)))), EN)
    assert [one.id for one in nothing.filters[0].choices] == ["sales"]
    assert [one.key for one in nothing.cards] == ["nothing_within"]


def test_a_filter_without_rows_and_a_company_without_data_say_so(house: House) -> None:
    filtered = View(process="service", where=(("tier", "strategic"),))
    assert [one.key for one in process.board(process.gather(company(house), filtered), EN).cards] == ["without_rows"]
    empty = process.board(process.gather(house({}, company=False), View()), ES)
    assert [one.key for one in empty.cards] == ["nothing_loaded"]


def test_any_closed_month_may_be_asked_for(house: House) -> None:
    before = process.gather(company(house), View(process="service", until=date(2026, 9, 30)))
    assert before.first == date(2026, 9, 1)
    assert "csat" not in {one.indicator.metric for one in before.told}
