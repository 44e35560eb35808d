from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_metrics.access import PROCESSES, Scope
from crm_metrics.boards import daily, monthly, weekly
from crm_metrics.boards.cards import multiples, scorecard
from crm_metrics.boards.core import Board, Card, Empty, Grid, Multiples, View
from crm_metrics.boards.facts import ProcessLine, WeeklyFacts, with_cards
from crm_metrics.boards.telling.sentences import TITLE
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME, MONDAY, NOWHERE, made, week
from tests.conftest import House

EN, ES = Words("en"), Words("es-CO")
RESULTS = dict.fromkeys(PROCESSES, "csat") | {"service": "sla_compliance", "collections": "promise_kept_rate"}
SHARES = st.lists(st.integers(0, 1000).map(lambda x: x / 1000), min_size=3, max_size=24)
GOALS = st.one_of(st.none(), st.integers(0, 1000).map(lambda x: x / 1000))


def card(board: Board, key: str) -> Card:
    return next(one for one in board.cards if one.key == key)


def told_of(monday: date, lines: tuple[ProcessLine, ...]) -> Board:
    """The board of a week with the cards that need no more than its processes."""
    facts = WeeklyFacts(view=View(), frame=FRAME, period=week(monday), lines=lines)
    return weekly.board(with_cards(NOWHERE, facts, (scorecard, multiples)), EN)


@st.composite
def lines(draw: Any) -> tuple[ProcessLine, ...]:
    found = []
    for process in PROCESSES:
        result, satisfaction = (
            made(metric, draw(SHARES), process=process, n=draw(st.sampled_from([5, 100])), goal=draw(GOALS))
            for metric in (RESULTS[process], "csat_mean")
        )
        found.append(ProcessLine(process, result, draw(st.sampled_from([satisfaction, None]))))
    return tuple(found)


@settings(max_examples=25)
@given(lines())
def test_summary_scorecard_and_multiples_never_contradict_each_other(told: tuple[ProcessLine, ...]) -> None:
    board = told_of(MONDAY + timedelta(weeks=23), told)
    grid = card(board, "scorecard").body
    assert isinstance(grid, Grid)
    chips: dict[str, set[str]] = {}
    for row in grid.rows:
        chips.setdefault(row.group, set()).add(row.cells[-1].chip.kind if row.cells[-1].chip else "")
    text = " ".join(board.summary)
    for name, held in chips.items():
        worse, better = "worse" in held, "better" in held
        assert (re.search(rf"Worse: [^.:]*\b{name}\b", text) is not None) == worse
        assert (re.search(rf"Better: [^.:]*\b{name}\b", text) is not None) == (better and not worse)
    multiples = card(board, "multiples").body
    assert isinstance(multiples, Multiples)
    for chart in multiples.charts:
        assert chart.chip is not None
        assert chart.chip.kind in chips[chart.group]
    assert all(len(one.title) <= TITLE for one in board.cards)
    assert all(one.footer and one.alt for one in board.cards)


@settings(max_examples=25)
@given(lines())
def test_a_variance_has_colour_only_when_the_target_is_missed_out_of_routine(told: tuple[ProcessLine, ...]) -> None:
    board = told_of(MONDAY + timedelta(weeks=23), told)
    grid = card(board, "scorecard").body
    assert isinstance(grid, Grid)
    if "variance" not in [one.key for one in grid.columns]:
        assert not any(one.goal for line in told for one in line.told)
        return
    for row in grid.rows:
        variance, chip = row.cells[5], row.cells[8].chip
        if variance.tone != "plain":
            assert chip is not None
            assert chip.kind in ("worse", "better", "watch")
            assert variance.text.startswith("−")


def test_the_week_shown_is_the_last_whole_one_and_a_day_asked_chooses_its_own(shop: Warehouse) -> None:
    assert weekly.gather(shop, View()).first == date(2026, 11, 9)
    assert weekly.gather(shop, View(until=date(2026, 11, 8))).first == date(2026, 11, 2)
    assert weekly.board(weekly.gather(shop, View()), ES).period == "semana 46 · 9–15 nov"


def test_a_process_outside_the_scope_is_nowhere_on_the_board(shop: Warehouse) -> None:
    served = weekly.board(weekly.gather(shop, View(scope=Scope(processes=("service",)))), EN)
    grid = card(served, "scorecard").body
    assert isinstance(grid, Grid)
    assert {row.group for row in grid.rows} == {"Service"}
    blocked = weekly.board(weekly.gather(shop, View(scope=Scope(processes=("sales",)), process="service")), EN)
    assert [one.key for one in blocked.cards] == ["not_permitted"]


@pytest.mark.parametrize("scope", [Scope(teams=("nobody",)), Scope(processes=("sales",))])
@pytest.mark.parametrize("level", [daily, weekly, monthly])
def test_a_scope_without_any_row_gets_one_card_that_says_so(shop: Warehouse, level: Any, scope: Scope) -> None:
    board = level.board(level.gather(shop, View(scope=scope)), EN)
    assert [one.key for one in board.cards] == ["nothing_within"]
    assert isinstance(board.cards[0].body, Empty)
    assert board.cards[0].body.fact == "There is no data within what you may see"
    assert (board.summary, board.tiles) == ((), ())


def test_what_the_data_cannot_tell_names_the_files_that_would(shop: Warehouse) -> None:
    board = weekly.board(weekly.gather(shop, View()), EN)
    grid = card(board, "unlock").body
    assert isinstance(grid, Grid)
    files = {row.cells[0].text for row in grid.rows}
    assert {"survey.csv", "interaction.csv"} <= files
    assert "work_item.csv" not in files


def test_a_reader_of_a_team_hears_nothing_of_the_processes_of_others(shop: Warehouse) -> None:
    facts = weekly.gather(shop, View(scope=Scope(teams=("Voz Norte",))))
    assert [line.process for line in facts.lines] == ["service"]
    board = weekly.board(facts, EN)
    assert "Presales" not in repr((board.summary, board.cards))
    whole = weekly.gather(shop, View())
    assert len(whole.lines) == len(PROCESSES)


def test_a_week_that_tells_of_no_process_shows_no_empty_charts() -> None:
    nothing = tuple(ProcessLine(process, None, None) for process in PROCESSES)
    board = told_of(MONDAY, nothing)
    assert [one.key for one in board.cards] == ["scorecard"]


@pytest.mark.parametrize("table", ["loyalty_entry", "subscription", "target"])
def test_a_week_that_tells_of_no_process_says_so_first(house: House, table: str) -> None:
    warehouse = house({table: []}, first=date(2026, 1, 1), through=date(2026, 10, 31))
    board = weekly.board(weekly.gather(warehouse, View()), EN)
    assert board.summary == ("There is not enough data yet to say which process changed.",)
    assert board.cards[0].key == "scorecard"


def test_without_any_data_the_board_says_what_to_do() -> None:
    board = weekly.board(WeeklyFacts(view=View(), frame=replace(FRAME, latest=None, whole=None)), EN)
    assert [one.key for one in board.cards] == ["nothing_loaded"]
    assert isinstance(board.cards[0].body, Empty)
    assert board.summary == ()
