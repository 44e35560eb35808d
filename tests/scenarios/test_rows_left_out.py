"""A shop's list of 900 tickets, of which 798 can't be read: refused, or told of on each board until they have come."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from crm_metrics.boards import daily, data, monthly, weekly
from crm_metrics.boards.core import Board, View
from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.shop import Shop
from crm_metrics.words import Words
from tests.conftest import OnDemand
from tests.warehouse.loading.importing import Inbox

EN, ES = Words("en"), Words("es-CO")
BEGIN = datetime(2026, 5, 1, 9)
COMPANY = "name,time_zone,currency\nComercializadora del Valle,America/Mexico_City,MXN\n"
HEAD = "work_item_id,process,kind,customer_id,team,opened_at,first_response_at,closed_at,status,outcome\n"


def tickets(wrong: int, since: int = 0) -> str:
    """900 tickets, five a day from 1 May on, solved after four hours; the first `wrong` in the shop's own word."""
    lines = []
    for number in range(since, 900):
        at = BEGIN + timedelta(days=number // 5, hours=number % 5)
        how = "arreglado" if number < wrong else "resolved"
        answered, solved = at + timedelta(hours=1), at + timedelta(hours=4)
        lines.append(f"{number},service,request,c{number % 15},Mostrador,{at},{answered},{solved},Cerrado,{how}\n")
    return HEAD + "".join(lines)


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    (tmp_path / "files").mkdir()
    shelf = Inbox(tmp_path / "files")
    with closing(shelf.connection):
        shelf.load({"company.csv": COMPANY})
        yield shelf


def shop(inbox: Inbox) -> Shop:
    """What readers open: the shapes are made as they ask."""
    inbox.connection.execute("drop schema if exists shape cascade")
    inbox.connection.execute("create schema shape")
    return OnDemand(Path(), 0, inbox.connection)


def boards(warehouse: Shop, words: Words) -> Iterator[Board]:
    yield daily.board(daily.gather(warehouse, View()), words)
    yield weekly.board(weekly.gather(warehouse, View()), words)
    yield monthly.board(monthly.gather(warehouse, View()), words)


def test_798_of_900_rows_left_out_are_never_published_unasked(inbox: Inbox) -> None:
    refused = inbox.load({"work_item.csv": tickets(798)})
    assert not refused.changed
    assert "work_item: 798 of 900 rows would be left out" in str(refused.error)
    assert refused.rows("select count(*) from work_item") == [(0,)]


def test_published_all_the_same_no_number_of_theirs_is_complete_and_each_board_says_so(inbox: Inbox) -> None:
    assert inbox.load({"work_item.csv": tickets(798)}, accept_rejects=True).changed
    warehouse = shop(inbox)
    for name in ("cases_opened", "cases_resolved", "resolution_time", "sla_compliance", "backlog"):
        for reading in metric_of(name).measure(warehouse).readings:
            assert not reading.complete, (name, reading)
    # Five a day: the 798th is the third of 7 October, and those of May to September are all out. October keeps 102 of
    # its 135 (27 days), and lacks 6 x 5 + 3 = 33.
    opened = metric_of("cases_opened")
    may = opened.measure(warehouse, since=date(2026, 5, 1), until=date(2026, 5, 31)).readings[0]
    assert may.value is None
    october = opened.measure(warehouse, since=date(2026, 10, 1), until=date(2026, 10, 31)).readings[0]
    assert (october.value, october.left_out) == (102, 33)
    spanish = "Quedan fuera 798 de 900 filas de casos (work_item.csv); la página Datos dice cuáles."
    english = "798 of 900 rows of cases (work_item.csv) are left out; the page Data tells which."
    for words, sentence in ((ES, spanish), (EN, english)):
        for board in boards(warehouse, words):
            assert sentence in board.notices, board.key
            assert board.omits
            assert board.state.text not in ("día completo", "whole day"), board.key
    first = data.cards(warehouse, ES)[0]
    assert first.title == "Faltan 798 filas en los números"


def test_no_verdict_rests_on_what_was_left_out(inbox: Inbox) -> None:
    inbox.load({"work_item.csv": tickets(798)}, accept_rejects=True)
    for board in boards(shop(inbox), EN):
        for tile in board.tiles:
            assert tile.tone not in ("good", "bad"), (board.key, tile)
        said = " ".join([*board.summary, *(card.title for card in board.cards)]).casefold()
        assert "deterior" not in said


def test_a_later_load_that_brings_them_mends_every_number(inbox: Inbox) -> None:
    inbox.load({"work_item.csv": tickets(798)}, accept_rejects=True)
    inbox.load({"work_item.csv": tickets(0)})
    warehouse = shop(inbox)
    may = metric_of("cases_opened").measure(warehouse, since=date(2026, 5, 1), until=date(2026, 5, 31))
    assert [(one.value, one.complete) for one in may.readings] == [(155, True)]
    for board in boards(warehouse, EN):
        assert not any("left out" in notice for notice in board.notices)
        assert not board.omits


def test_a_few_rows_of_many_leave_the_numbers_complete_that_they_can_not_move(inbox: Inbox) -> None:
    inbox.load({"work_item.csv": tickets(1)})  # one of the 155 of May
    warehouse = shop(inbox)
    for name in ("cases_opened", "resolution_time"):
        may = metric_of(name).measure(warehouse, since=date(2026, 5, 1), until=date(2026, 5, 31)).readings[0]
        # one row of 155 is 0.6 % of the count, and less than a rank of the median's interval
        assert (may.complete, may.left_out) == (True, 0), name
