"""What whoever doubts a number asks of its page: where each answer stands, with the value that the facts give."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from crm_metrics.access import Scope
from crm_metrics.boards import number
from crm_metrics.boards.core import Board, FactSheet
from crm_metrics.metrics.shop import Shop
from tests.boards.questions.asking import APRIL, DAY, EN, LAST, SEEN, answers, card, cells, on, queried

DIGITAL = "process = 'service' and team = 'Digital'"


def page(company: Shop, until: date = LAST, scope: Scope | None = None, **asked: str) -> Board:
    view = replace(SEEN, where=(("metric", "csat"), ("every", "month"), *sorted(asked.items())), until=until)
    return number.board(number.gather(company, replace(view, scope=scope) if scope else view), EN)


def told(board: Board) -> dict[str, str]:
    sheet = card(board, "number").body
    assert isinstance(sheet, FactSheet)
    return dict(sheet.facts)


def test_what_is_it_made_of(company: Shop) -> None:
    hits, n = company.fetch(answers(DIGITAL))[0]
    board = page(company, team="Digital")
    assert board.summary == (f"{EN.percent(hits / n)}: {n} rows make it.",)
    made = f"What its rows add above comes to {hits}, below to {n}; the one is divided by the other."
    assert told(board)["How it is made"] == made
    assert queried(company, "csat", team="Digital") == pytest.approx(hits / n)


def test_which_rows_are_they_and_whose(company: Shop) -> None:
    rows = {one: (who, score) for one, who, score in company.fetch(
        "select survey_id, customer_id, score from main.survey where instrument = 'csat' and scale_min = 1"
        f" and scale_max = 5 and {on('responded_at')} {APRIL} and {DIGITAL}"
    )}  # fmt: skip
    shown = cells(page(company, team="Digital"), "rows-0").values()
    alias = dict(company.fetch("select alias_id, customer_id from main.customer_alias"))
    assert {row["Survey"].text: row["Customer"].text for row in shown} == {
        one: alias.get(who, who) for one, (who, _) in rows.items()
    }
    above = {row["Survey"].text for row in shown if row["Adds above"].text == "1"}
    assert above == {one for one, (_, score) in rows.items() if score >= 4}


def test_what_does_it_mean_and_of_which_days_is_it(company: Shop) -> None:
    said = told(page(company, team="Digital"))
    assert said["What it means"] == "Answers of 4 or 5, of all satisfaction answers from 1 to 5."
    assert (said["Period"], said["Filters"]) == ("April 2026", "Team: Digital")


def test_may_i_rely_on_it_already(company: Shop) -> None:
    """A month that still runs says that it is not complete, beside the value of its days so far."""
    board = page(company, DAY)
    hits, n = company.fetch(answers("true", f"between '{DAY.replace(day=1)}' and '{DAY}'"))[0]
    assert board.state.text == "not complete"
    assert told(board)["Value"] == EN.percent(hits / n)
    assert page(company).state.text == "complete"


def test_what_do_i_see_of_it_who_see_only_my_team(company: Shop) -> None:
    hits, n = company.fetch(answers("team = 'Voz Norte'"))[0]
    board = page(company, scope=Scope(teams=("Voz Norte",)))
    assert board.summary == (f"{EN.percent(hits / n)}: {n} rows make it.",)
    assert {row["Team"].text for row in cells(board, "rows-0").values()} == {"Voz Norte"}
