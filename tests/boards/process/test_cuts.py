"""A process by touchpoint and by team: each value is that of its own rows; who has too few is grey."""

from __future__ import annotations

from crm_metrics.boards import process
from crm_metrics.boards.core import Grid, View
from crm_metrics.words import Words
from tests.boards.process.asked import card, company, texts
from tests.conftest import House

EN = Words("en")


def test_touchpoints_and_teams_stand_beside_their_satisfaction(house: House) -> None:
    board = process.board(process.gather(company(house), View(process="service")), EN)
    places = card(board, "by_touchpoints")
    assert places.title == "Service: 2 touchpoints, each beside its satisfaction"
    assert isinstance(places.body, Grid)
    at = [column.key for column in places.body.columns].index("csat") - 1
    assert {name: cells[at] for name, cells in texts(board, "by_touchpoints").items()} == {
        "Línea": "93.8%",  # 30 of 32
        "Chat": "25.0%",  # 2 of 8
    }
    muted = {row.cells[0].text: row.cells[at + 1].muted for row in places.body.rows}
    assert muted == {"Línea": False, "Chat": True}  # eight answers are too few to compare
    assert sorted(texts(board, "by_teams")) == ["Digital", "Voz"]


def test_a_place_without_answers_is_counted_in_the_title(house: House) -> None:
    shop = company(house)
    shop.connection.execute(
        "insert into main.touchpoint (touchpoint_id, name, process, channel) values ('t3', 'Portal', 'service', 'web')"
    )
    board = process.board(process.gather(shop, View(process="service")), EN)
    # a touchpoint that no row names has nothing to compare: it is for the map of touchpoints
    assert "Portal" not in texts(board, "by_touchpoints")
