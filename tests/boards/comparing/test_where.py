from __future__ import annotations

import pytest

from crm_metrics.boards import weekly
from crm_metrics.boards.comparing import where
from crm_metrics.boards.comparing.where import Located
from crm_metrics.boards.core import Card, Grid, View
from crm_metrics.boards.telling.sentences import TITLE
from crm_metrics.metrics.shop import Shop
from crm_metrics.words import NBSP, Words
from tests.boards.comparing.answered import company
from tests.conftest import House

EN, ES = Words("en"), Words("es-CO")


def card(shop: Shop, words: Words = EN, view: View | None = None) -> Card:
    board = weekly.board(weekly.gather(shop, view or View()), words)
    return next(one for one in board.cards if one.key == "where")


def test_a_gap_names_the_part_of_each_dimension_that_holds_most_of_it(house: House) -> None:
    """90 of 160 are satisfied, 128 should be: 38 lack, all of them North's (26 of 64). Of the tiers 64 − 44 = 20 of
    38 are the low one's, 52.6 %; they differ by chance alone, so that this is grey."""
    shown = card(company(house))
    assert shown.title == "CSAT (top two of five), Service: surely worse at equal mix: Norte"
    assert isinstance(shown.body, Grid)
    (row,) = shown.body.rows
    texts = [cell.text for cell in row.cells]
    assert texts[:3] == ["Service · CSAT (top two of five)", "56.2%", f"−23.8{NBSP}pp"]
    assert texts[3:] == ["Norte: 32.5% · the whole gap", "Línea, the only one", "Phone, the only one",
                         "Low: 55.0% · 53% of the gap"]  # fmt: skip
    assert [cell.muted for cell in row.cells[3:]] == [False, True, True, True]
    assert all(cell.behind for cell in row.cells[1:])


def test_where_the_four_weeks_together_reach_the_target_no_share_is_said(house: House) -> None:
    (one,) = where.gather(company(house), weekly.gather(company(house), View())) or ()
    easy = Located(one.gap, 0.5)  # 90 of 160 are more than half
    part = easy.worst("team")
    assert part is not None and part.value == "Norte"
    assert easy.share(part) is None
    assert one.share(part) == pytest.approx(1.0)


def test_without_a_target_a_real_decline_is_held_against_its_routine(house: House) -> None:
    shown = card(company(house, goal=None))
    assert "Norte" in shown.title
    assert "to the routine where none is set" in shown.footer


@pytest.mark.parametrize("words", [EN, ES])
def test_the_title_fits_and_names_what_stands_in_the_cells(house: House, words: Words) -> None:
    shown = card(company(house), words)
    assert len(shown.title) <= TITLE
    assert isinstance(shown.body, Grid)
    assert "Norte" in shown.title and any("Norte" in cell.text for cell in shown.body.rows[0].cells)


def test_a_week_without_a_gap_has_no_such_card(house: House) -> None:
    shop = company(house, goal=0.2)
    shop.connection.execute("update main.survey set score = 5 where team = 'Norte'")
    assert where.gather(shop, weekly.gather(shop, View())) is None
