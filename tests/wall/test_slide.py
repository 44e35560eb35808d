"""A board on a wall: what its first screen says, in no more than can be read from afar, and nothing to press."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from html import unescape

import pytest

from crm_metrics.access import Scope
from crm_metrics.boards.bodies.noted import CardNote, ChartMark
from crm_metrics.boards.core import Attend, Board, Empty, Grid, View
from crm_metrics.metrics.shop import Shop
from crm_metrics.printed.paper import paper
from crm_metrics.wall.slide import ITEMS, MOST, old, slide
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words
from tests.conftest import House
from tests.printed.reading import NOW, board_of
from tests.printed.test_pdf import CALLS, ONE_FILE

BOARDS = ("daily", "weekly", "monthly", "overview")


def drawn(
    name: str, warehouse: Warehouse, locale: str = "es-CO", view: View | None = None, *, agents: bool = False
) -> tuple[Board, str]:
    """A board and its slide."""
    board = board_of(name, warehouse, locale, view)
    return board, slide(paper(warehouse, board, view or View(), Words(locale), at=NOW), agents=agents)


def said(html: str) -> str:
    """What a slide says to those who look at it, each gap one space."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def plain(*parts: str) -> list[str]:
    return [re.sub(r"\s+", " ", part) for part in parts if part]


@pytest.mark.parametrize("locale", ["es-CO", "en"])
@pytest.mark.parametrize("name", BOARDS)
def test_every_tile_stands_whole_with_value_goal_gap_signal_and_n(company: Shop, name: str, locale: str) -> None:
    board, html = drawn(name, company, locale)
    told = said(html)
    wanted = plain(board.title, board.period, board.state.text, *board.summary[:1])
    for tile in board.tiles:
        wanted += plain(tile.name, tile.value, tile.unit, tile.target, tile.variance, tile.chip.text)
        wanted += plain(tile.reason or tile.footer)
    assert [one for one in wanted if one not in told] == []
    assert html.count("<article") == len(board.tiles)


def test_beside_the_tiles_stands_one_card_with_its_source_and_its_first_things(company: Shop) -> None:
    board = board_of("daily", company, "es-CO")
    card = next(card for card in board.cards if card.key == "attend")
    assert isinstance(card.body, Attend)
    five = tuple(replace(card.body.items[0], fact=f"asunto {place}") for place in range(1, 6))
    board = replace(board, cards=(replace(card, body=Attend(five)),))
    html = slide(paper(company, board, View(), Words("es-CO"), at=NOW))
    assert html.count('"tk-wall-card"') == 1 and plain(card.footer)[0] in said(html)
    assert re.findall(r"asunto \d", said(html)) == [f"asunto {place}" for place in range(1, ITEMS + 1)]


def test_the_processes_of_the_week_all_stand_in_the_table(company: Shop) -> None:
    board, html = drawn("weekly", company)
    body = next(card.body for card in board.cards if card.key == "scorecard")
    assert isinstance(body, Grid) and len(body.rows) <= MOST
    assert html.count('scope="row"') == len(body.rows)
    assert all(plain(row.cells[2].text)[0] in said(html) for row in body.rows)


@pytest.mark.parametrize("name", BOARDS)
def test_nothing_on_a_wall_can_be_pressed_or_opened(company: Shop, name: str) -> None:
    board, html = drawn(name, company)
    html += slide(paper(company, board, View(), Words("en"), at=NOW), agents=True)
    assert not re.search(r"<(a|button|input|details|select|script)\b|popover", html)


def test_people_are_not_ranked_by_name_unless_that_is_asked_for(house: House) -> None:
    agents = [{"agent_id": "a1", "name": "Luis Mar", "team": "Voz", "area": "S", "process": "service"}]
    calls = [{**call, "agent_id": "a1", "team": "Voz"} for call in CALLS]
    shop = house({"agent": agents, "interaction": calls}, through=date(2026, 11, 16))
    assert any(card.key == "agents" for card in board_of("daily", shop, "es-CO").cards)
    assert "Luis Mar" not in drawn("daily", shop)[1]
    assert "Luis Mar" in drawn("daily", shop, agents=True)[1]


def test_a_reader_of_a_part_is_told_which_and_sees_that_alone(company: Shop) -> None:
    scope = Scope(processes=("collections",))
    told = said(drawn("daily", company, view=View(scope=scope))[1])
    assert "Solo Cobranzas" in told
    assert "Servicio" not in told and "Venta" not in told


@pytest.mark.parametrize("rows", ONE_FILE.values(), ids=ONE_FILE)
def test_a_company_with_one_file_has_its_wall(house: House, rows: dict[str, list[object]]) -> None:
    shop = house(rows, first=date(2026, 3, 1), through=date(2026, 11, 16))
    for name in ("daily", "weekly", "monthly"):
        board, html = drawn(name, shop, "en")
        assert plain(board.title)[0] in said(html)
        assert "tk-wall-tile" in html or "tk-wall-card" in html, name


def test_a_company_without_a_row_is_told_why_there_is_nothing(house: House) -> None:
    board, html = drawn("daily", house({}), "es-CO")
    bodies = [card.body for card in board.cards if isinstance(card.body, Empty)]
    assert bodies and plain(bodies[0].reason)[0] in said(html)


def test_a_chart_is_drawn_in_the_colours_of_the_theme(company: Shop) -> None:
    board = board_of("monthly", company, "es-CO")
    made = paper(company, board, View(), Words("es-CO"), at=NOW)
    light, dark = slide(made, theme="light"), slide(made, theme="dark")
    assert light.count("tk-wall-picture") == dark.count("tk-wall-picture") == 1 and light != dark


def test_the_first_of_what_changes_the_reading_is_said_in_full_and_the_rest_counted(company: Shop) -> None:
    board = board_of("daily", company, "es-CO")
    made = paper(company, board, View(), Words("es-CO"), at=NOW)
    told = said(slide(replace(made, notices=("Falta un día.", "Falta otro.", "Y otro."))))
    assert "! Falta un día. · y 2 avisos más" in told and "Falta otro" not in told


def test_what_a_name_holds_is_shown_and_never_obeyed(company: Shop) -> None:
    board = replace(board_of("daily", company, "es-CO"), title="<script>alert(1)</script>", summary=("<b>x",))
    html = slide(paper(company, board, View(), Words("es-CO"), at=NOW))
    assert "<script" not in html and "&lt;script&gt;" in html and "&lt;b&gt;x" in html


@pytest.mark.parametrize(("day", "days"), [(21, 2), (22, 1), (23, 0), (13, 10)])
def test_data_that_ended_two_days_ago_are_said_to_be_old(day: int, days: int) -> None:
    told = old(date(2026, 11, day), datetime(2026, 11, 23, 8).date(), Words("es-CO"))
    assert bool(told) == (days >= 2)
    assert all(f"hace {days} días" in line for line in told)
    assert old(None, date(2026, 11, 23), Words("en")) == ()


def test_a_wall_shows_no_number_of_a_note_whose_text_has_no_room_there(company: Shop) -> None:
    board = board_of("monthly", company, "es-CO")
    mark = ChartMark(chart=0, x=2, until=2)
    noted = CardNote(number=1, when="12 nov", text="Sube el precio", said="evento", marks=(mark,))
    with_notes = replace(board, cards=tuple(replace(card, notes=(noted,)) for card in board.cards))
    both = (slide(paper(company, one, View(), Words("es-CO"), at=NOW)) for one in (board, with_notes))
    assert len(set(both)) == 1
