from __future__ import annotations

from crm_metrics.boards.cards import objectives
from crm_metrics.boards.cards.objectives import Objectives
from crm_metrics.boards.core import Grid
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME, made

EN = Words("en")


def test_objectives_count_those_met_and_leave_out_those_without_a_goal() -> None:
    results = (
        made("csat", [0.8] * 8, goal=0.75),
        made("nps", [30.0] * 8, goal=35.0),
        made("customer_churn_rate", [0.02] * 8, goal=0.01),
        made("csat_mean", [70.0] * 8),
    )
    card = objectives.card(Objectives(results, results[0].readings[-1].period), FRAME, EN)
    assert isinstance(card.body, Grid)
    assert card.title == "1 of 3 objectives met"
    assert [row.cells[3].text for row in card.body.rows] == ["+5.0\u00a0pp", "−5.0", "+1.0\u00a0pp"]


def test_an_objective_with_too_few_answers_is_not_counted_as_met() -> None:
    many = made("win_rate", [0.5] * 8, n=40, goal=0.4)
    few = made("csat", [1.0] * 8, n=2, goal=0.8)
    month = many.readings[-1].period
    card = objectives.card(Objectives((many, few), month), FRAME, EN)
    assert card.title == "1 of 2 objectives met; not judged: 1"
    assert objectives.card(Objectives((few,), month), FRAME, EN).title == (
        "Too few cases to hold a result against its objective"
    )
