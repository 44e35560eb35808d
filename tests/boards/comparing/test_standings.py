from __future__ import annotations

import pytest

from crm_metrics.access import Scope
from crm_metrics.boards import weekly
from crm_metrics.boards.comparing import standings
from crm_metrics.boards.core import Card, Grid, View
from crm_metrics.boards.telling.sentences import TITLE
from crm_metrics.metrics.shop import Shop
from crm_metrics.words import Words
from tests.boards.comparing.answered import company
from tests.conftest import House

EN, ES = Words("en"), Words("es-CO")


def card(shop: Shop, words: Words = EN, view: View | None = None) -> Card:
    board = weekly.board(weekly.gather(shop, view or View()), words)
    return next(one for one in board.cards if one.key == "standings")


def test_teams_stand_plain_beside_their_figure_at_equal_mix_worse_first(house: House) -> None:
    # 26 and 64 of 80; at equal mix 33.2 % and 79.3 %, as worked out in test_parts: South ½ (32 + 1.243 × 0.575) /
    # 41.243 + ½ (32 + 1.243 × 0.55) / 41.243 = 0.7928.
    shown = card(company(house))
    assert shown.title == "Teams and touchpoints compared: 2; surely worse 1, better 1"
    assert isinstance(shown.body, Grid)
    told = [[cell.chip.text if cell.chip else cell.text for cell in row.cells] for row in shown.body.rows]
    assert [row[1:] for row in told] == [
        ["Norte", "CSAT (top two of five)", "32.5%", "33.2%", "80", "worse"],
        ["Sur", "CSAT (top two of five)", "80.0%", "79.3%", "80", "better"],
    ]
    assert "corrected for 2 tests" not in shown.footer  # the tiers of the same page were tested too
    assert "corrected for 4 tests" in shown.footer


@pytest.mark.parametrize("words", [EN, ES])
def test_teams_that_differ_by_chance_alone_are_grey(house: House, words: Words) -> None:
    shop = company(house)
    shop.connection.execute("update main.survey set score = 5 where team = 'Norte' and right(survey_id, 2) <> '-0'")
    shop.connection.execute("update main.survey set score = 5 where team = 'Sur' and right(survey_id, 2) <> '-0'")
    shown = card(shop, words, View(process="service"))
    assert len(shown.title) <= TITLE
    assert isinstance(shown.body, Grid)
    for row in shown.body.rows:
        assert row.cells[-1].chip is not None and row.cells[-1].chip.text == words("not conclusive")
        assert row.cells[3].muted and row.cells[4].muted


def test_without_a_gap_only_what_surely_differs_stands_there_until_a_process_is_chosen(house: House) -> None:
    shop = company(house)
    shop.connection.execute("update main.survey set score = 5")
    assert standings.gather(shop, weekly.gather(shop, View())) is None
    assert standings.gather(shop, weekly.gather(shop, View(process="service"))) is not None


def test_a_reader_of_one_team_has_no_such_card(house: House) -> None:
    shop = company(house)
    facts = weekly.gather(shop, View(scope=Scope(teams=("Sur",))))
    assert standings.gather(shop, facts) is None
    assert "Norte" not in repr(weekly.board(facts, EN))
