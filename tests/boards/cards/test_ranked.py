from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from crm_metrics import settings
from crm_metrics.analysis.importance import Importance
from crm_metrics.boards import weekly
from crm_metrics.boards.cards import ranked
from crm_metrics.boards.cards.ranked import RankedSignal, Ranking
from crm_metrics.boards.core import Empty, Grid, View
from crm_metrics.metrics.shop import Shop
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME, made
from tests.boards.comparing.answered import company
from tests.conftest import House

EN = Words("en")
FELL = made("csat", [0.80, 0.82] * 5 + [0.5], process="service")
ROSE = made("win_rate", [0.30, 0.32] * 5 + [0.6], process="sales")


def of(series: object, weight: Importance, owner: str = "") -> RankedSignal:
    money = "labour_cost" if weight.value else ""
    return RankedSignal(series=series, importance=weight, money=money, owner=owner)  # type: ignore[arg-type]


BOTH = Ranking(
    (of(ROSE, Importance(3.0, 2_000_000.0, 0.25), "Eva Gil"), of(FELL, Importance(5.0, None, 0.75), "Ana Ruiz")), 9
)


def test_the_title_names_the_first_and_each_row_says_what_it_is_ranked_by() -> None:
    card = ranked.card(BOTH, FRAME, EN)
    assert card.title == "2 signals; the most important: win rate, Sales"
    assert isinstance(card.body, Grid)
    first, second = card.body.rows
    assert [cell.text for cell in first.cells[2:5]] == [
        "3.0",
        EN.value(2_000_000.0, "money", "COP") + " · labour cost",
        "25%",
    ]
    assert [cell.text for cell in second.cells[2:5]] == ["5.0", "not known", "75%"]


def test_those_of_whoever_answers_come_first_and_none_is_hidden() -> None:
    mine = ranked.of_first(BOTH, "Ana Ruiz")
    assert [one.owner for one in mine.found] == ["Ana Ruiz", "Eva Gil"]
    assert "Those of Ana Ruiz first" in ranked.card(mine, FRAME, EN).footer
    assert ranked.card(mine, FRAME, EN).title == ranked.card(BOTH, FRAME, EN).title  # what is most important stays so
    (filtered,) = ranked.filters(mine, EN)
    assert ([one.id for one in filtered.choices], filtered.chosen) == (["Ana Ruiz", "Eva Gil"], ("Ana Ruiz",))
    nobody = Ranking(tuple(replace(one, owner="") for one in BOTH.found), 9)
    assert ranked.filters(nobody, EN) == ()
    (absent,) = ranked.filters(ranked.of_first(BOTH, "Omar Rey"), EN)  # whoever has no signal this week stays chosen
    assert absent.chosen == ("Omar Rey",)
    assert ranked.filters(Ranking(BOTH.found[:1], 9), EN) == ()  # one signal needs no order


def test_without_a_signal_the_card_says_how_many_were_judged() -> None:
    card = ranked.card(Ranking((), 7), FRAME, EN)
    assert card.title == "Results that can be judged: 7, all in their routine"
    assert isinstance(card.body, Empty)
    assert ranked.card(Ranking((), 0), FRAME, EN).title == "No result has enough data to be judged"


@pytest.fixture
def shop(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.setattr(settings, "company_folder", lambda: tmp_path)
    return company(house)


def test_the_weekly_board_lists_the_signal_with_who_answers_and_its_part_of_the_contacts(shop: Shop) -> None:
    view = View(answers=(("metric", "csat", "Ana Ruiz"),))
    facts = weekly.gather(shop, view)
    board = weekly.board(replace(facts, view=replace(view, where=(("answers", "Ana Ruiz"),))), EN)
    body = next(card.body for card in board.cards if card.key == "signals")
    assert isinstance(body, Grid)
    assert body.rows[0].key == "service:csat"
    assert body.rows[0].cells[-1].text == "Ana Ruiz"
    assert next(one.chosen for one in board.filters if one.key == "answers") == ("Ana Ruiz",)
    without = weekly.board(facts, EN)
    assert not [one for one in without.filters if one.key == "answers"]  # one signal needs no order
    assert "answers" in without.takes  # and a saved view may ask for it all the same


def test_whose_signals_come_first_is_no_filter_of_rows() -> None:
    view = View(where=(("answers", "Ana Ruiz"), ("tier", "high")))
    assert weekly.without_choices(view).where == (("tier", "high"),)
