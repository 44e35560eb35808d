"""The page of a board of one's own: in its order, with what is left out said, empty with what to do."""

from __future__ import annotations

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.boards import chosen
from crm_metrics.boards.chosen.selection import MOST
from crm_metrics.boards.core import Board, Empty, Grid, View
from crm_metrics.printed.paper import filters
from crm_metrics.words import NBSP, Words
from tests.boards.process.asked import card, company, texts
from tests.conftest import House

EN, ES = Words("en"), Words("es-CO")
SHOWN = ("cases_opened,month", "csat,month,team=Digital", "csat,month,touchpoint=t1", "nosuch,week", "nrr,month")


def board(house: House, *ids: str, scope: Scope = EVERYTHING, words: Words = EN, title: str = "") -> Board:
    where = (*(("shown", one) for one in ids), *((("title", title),) if title else ()))
    return chosen.board(chosen.gather(company(house), View(scope=scope, where=where)), words)


def test_the_metrics_stand_in_the_order_of_the_board_as_tiles_and_rows(house: House) -> None:
    page = board(house, *SHOWN, title="Mío & <b>")
    assert page.title == "Mío & <b>"
    names = ["Cases opened", "CSAT (top two of five) · Digital", "CSAT (top two of five) · Línea"]
    assert [one.name for one in page.tiles] == names
    assert [one.value + one.unit for one in page.tiles] == ["31", "25.0%", "93.8%"]
    rows = texts(page, "chosen")
    assert list(rows) == names
    assert rows["Cases opened"][:2] == ["October 2026", "31"]
    assert "CSAT 80.0%" in rows["Cases opened"]
    assert rows["CSAT (top two of five) · Línea"][-1] == "Open a plan"
    turned = board(house, SHOWN[1], SHOWN[0])
    assert [one.name for one in turned.tiles] == [names[1], names[0]]


def test_each_number_of_a_tile_leads_to_the_rows_of_its_part(house: House) -> None:
    (tile,) = board(house, "csat,month,team=Digital").tiles
    sources = [tile.behind, tile.definition.behind, *(point.behind for point in tile.series if point.behind)]
    assert len(sources) > 2
    assert all(one is not None and one.where == (("team", "Digital"),) for one in sources)


def test_what_says_nothing_stands_with_its_reason(house: House) -> None:
    said = texts(board(house, *SHOWN), "untold")
    assert said["“nosuch”"] == ["There is no such metric or part any more: take it from the board."]
    (why,) = said["Net revenue retention"]
    assert why.startswith("Needs ") and why.endswith(".")


def test_a_part_that_is_not_the_readers_is_left_out_and_counted(house: House) -> None:
    page = board(house, *SHOWN, "csat,month,team=Voz", scope=Scope(teams=("Digital",)))
    assert page.notices[0] == "One metric of this board is of a part that is not yours to see; it is left out."
    assert "Voz" not in str(page) and "93.8" not in str(page), "the telephone is another team's"
    assert page.summary[0].startswith("In Digital: ")
    only = board(house, "csat,month,team=Voz", scope=Scope(teams=("Digital",)))
    assert isinstance(only.cards[0].body, Empty) and only.cards[0].key == "nothing_within"


def test_an_empty_board_says_what_to_do_and_one_too_full_what_is_left_out(house: House) -> None:
    empty = board(house)
    assert (empty.title, empty.tiles) == ("Own board", ())
    body = empty.cards[0].body
    assert isinstance(body, Empty) and body.reason.startswith("Add up to 12")
    full = board(house, *(f"csat,month,team=T{number}" for number in range(MOST + 2)))
    assert full.notices[0] == "A board holds 12 metrics; this link asks for 2 more, which are left out."
    grid = card(full, "untold").body
    assert isinstance(grid, Grid) and len(grid.rows) == MOST


def test_its_paper_repeats_no_word_of_its_address(house: House) -> None:
    where = (("shown", SHOWN[0]), ("title", "Mine"))
    assert filters(board(house, SHOWN[0], title="Mine"), View(where=where), EN) == ()


def test_the_board_is_said_in_spanish(house: House) -> None:
    page = board(house, "cases_opened,month", words=ES)
    assert page.title == "Tablero propio"
    assert page.tiles[0].target == "Objetivo sin fijar"
    assert f"CSAT 80,0{NBSP}%" in texts(page, "chosen")["Casos abiertos"]
    assert page.takes == page.own == ("shown", "title")
