"""The table of an answer: each cell from its own rows, the whole asked by itself, few rows in grey."""

from __future__ import annotations

from datetime import date

from crm_metrics.boards import explore
from crm_metrics.boards.core import Grid, Heat, View
from crm_metrics.words import Words
from tests.boards.process.asked import answer, card, company
from tests.conftest import House

EN = Words("en")


def asked(house: House, *where: tuple[str, str]) -> Grid | Heat:
    board = explore.board(explore.gather(company(house), View(where=(("metric", "csat"), *where))), EN)
    body = card(board, "cut").body
    assert isinstance(body, Grid | Heat)
    return body


def test_one_dimension_is_a_table_with_the_whole_below(house: House) -> None:
    body = asked(house, ("rows", "team"))
    assert isinstance(body, Grid)
    said = [(row.cells[0].text, row.cells[1].text, row.cells[2].text) for row in body.rows]
    # 30 of 32 by telephone, 2 of 8 by chat, 32 of 40 together
    assert said == [("Voz", "93.8%", "32"), ("Digital", "25.0%", "8"), ("The whole", "80.0%", "40")]
    assert [row.cells[1].muted for row in body.rows] == [False, True, False]
    assert body.rows[1].cells[1].share == 0.25 / 0.9375


def test_two_dimensions_are_a_map_of_cells_and_a_pair_without_rows_is_blank(house: House) -> None:
    body = asked(house, ("rows", "team"), ("columns", "touchpoint"))
    assert isinstance(body, Heat)
    assert (body.rows, body.columns) == (("Voz", "Digital"), ("Línea", "Chat"))
    assert body.texts == (("93.8%", ""), ("", "25.0%"))
    assert body.values == ((0.9375, None), (None, None))  # eight answers are no colour
    assert body.hovers[1] == ("no rows", "n = 8")


def test_the_days_before_stand_beside_and_their_change(house: House) -> None:
    shop = company(house)
    rows = [answer(f"b{n}", date(2026, 9, 1 + n), 5 if n < 6 else 1, "t1", "Voz") for n in range(10)]
    names = ", ".join(rows[0])
    for row in rows:
        marks = ", ".join("?" for _ in row)
        shop.connection.execute(f"insert into main.survey ({names}) values ({marks})", list(row.values()))
    board = explore.board(
        explore.gather(shop, View(where=(("metric", "csat"), ("rows", "team"), ("against", "before")))), EN
    )
    body = card(board, "cut").body
    assert isinstance(body, Grid)
    by_name = {row.cells[0].text: [cell.text for cell in row.cells[-2:]] for row in body.rows}
    assert by_name["Voz"] == ["60.0%", "+33.8\xa0pp"]  # 6 of 10 in September, 30 of 32 in October
    assert by_name["Digital"] == ["–", "–"]
    assert by_name["The whole"] == ["60.0%", "+20.0\xa0pp"]
