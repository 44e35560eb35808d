"""The map of touchpoints: what passes at each, and the ones without answers."""

from __future__ import annotations

from crm_metrics.access import Scope
from crm_metrics.boards import journey
from crm_metrics.boards.core import Board, Grid, View
from crm_metrics.metrics.shop import Shop
from crm_metrics.words import Words
from tests.boards.process.asked import card, company
from tests.conftest import House

EN = Words("en")


def rows(shop: Shop) -> tuple[Board, dict[str, dict[str, str]]]:
    """The board, and the cells of each point by their column."""
    board = journey.board(journey.gather(shop, View()), EN)
    body = card(board, "touchpoints").body
    assert isinstance(body, Grid)
    keys = [column.key for column in body.columns]
    told = [dict(zip(keys, (cell.text for cell in row.cells), strict=True)) for row in body.rows]
    return board, {one["touchpoint"]: one for one in told}


def test_each_point_stands_with_its_channel_and_its_own_answers(house: House) -> None:
    board, told = rows(company(house))
    assert card(board, "touchpoints").title == "Each of 2 touchpoints is measured"
    assert (told["Línea"]["channel"], told["Línea"]["csat"]) == ("Phone", "93.8%")  # 30 of 32
    assert (told["Línea"]["state"], told["Chat"]["state"]) == ("measured", "small sample")  # 8 answers by chat


def test_a_point_without_answers_stays_visible_and_is_counted(house: House) -> None:
    shop = company(house)
    shop.connection.execute(
        "insert into main.touchpoint (touchpoint_id, name, process, channel) values ('t3', 'Portal', 'service', 'web')"
    )
    board, told = rows(shop)
    assert card(board, "touchpoints").title == "No answer on satisfaction at one of 3 touchpoints"
    assert (told["Portal"]["csat"], told["Portal"]["state"]) == ("–", "no answers")


def test_no_point_without_answers_is_hidden_below_the_rows_that_stand_open(house: House) -> None:
    shop = company(house)
    shop.connection.execute(
        "insert into main.touchpoint (touchpoint_id, name, process, channel)"
        " select 'x' || n, 'Portal ' || n, 'service', 'web' from range(14) as t (n)"
    )
    board, told = rows(shop)
    body = card(board, "touchpoints").body
    assert isinstance(body, Grid) and len(told) == 16
    silent = [place for place, row in enumerate(body.rows) if row.cells[-1].text == "no answers"]
    assert len(silent) == 14 and body.first == silent[-1] + 1


def test_a_reader_of_one_team_sees_the_points_where_it_has_rows(house: House) -> None:
    shop = company(house)
    shop.connection.execute(
        "insert into main.target (metric, cadence, process, touchpoint_id, goal, tolerance, valid_from)"
        " values ('csat', 'month', 'service', 't1', 0.8975, 0.02, date '2026-01-01')"
    )
    own = journey.board(journey.gather(shop, View(scope=Scope(teams=("Digital",)))), EN)
    body = card(own, "touchpoints").body
    assert isinstance(body, Grid)
    assert [row.key for row in body.rows] == ["t2"]  # t1 is the telephone of the team Voz
    assert card(own, "touchpoints").title == "The one touchpoint is measured"
    none = journey.board(journey.gather(shop, View(scope=Scope(teams=("Nobody",)))), EN)
    assert [one.key for one in none.cards] == ["nothing_within"]


def test_answers_on_a_scale_of_ten_measure_a_point_too(house: House) -> None:
    shop = company(house)
    shop.connection.execute("update main.survey set scale_max = 10")  # the two best of five are no more told
    board, told = rows(shop)
    assert card(board, "touchpoints").title == "Each of 2 touchpoints is measured"
    assert told["Línea"]["csat_mean"] == "42.4"  # (30 × 4/9 + 2 × 1/9) ÷ 32


def test_the_gap_is_that_of_the_points_own_objective(house: House) -> None:
    shop = company(house)
    shop.connection.execute(
        "insert into main.target (metric, cadence, process, touchpoint_id, goal, tolerance, valid_from)"
        " values ('csat', 'month', 'service', 't1', 0.8975, 0.02, date '2026-01-01'),"
        " ('csat', 'month', 'service', 't2', 0.5, 0.02, date '2026-01-01')"
    )
    _, told = rows(shop)
    # 93.75 % less 89.75 %
    assert (told["Línea"]["gap"], told["Línea"]["state"]) == ("+4.0\xa0pp", "on target")
    assert (told["Chat"]["gap"], told["Chat"]["state"]) == ("−25.0\xa0pp", "small sample")  # too few to judge
