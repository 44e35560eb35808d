"""The signals of the month: at most five, in their order, each with its weight and with who answers."""

from __future__ import annotations

from datetime import date

import pytest

from crm_metrics.analysis.importance import Importance
from crm_metrics.boards import monthly
from crm_metrics.boards.cards.ranked import RankedSignal, Ranking
from crm_metrics.boards.committee import priorities
from crm_metrics.boards.core import Empty, Grid, View
from crm_metrics.boards.facts import MonthlyFacts
from crm_metrics.boards.series import Series
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME, made, month
from tests.boards.committee.books import EN, ES, OCTOBER, company
from tests.conftest import House

CHURN = made("customer_churn_rate", [0.02, 0.021] * 6 + [0.05], every="month")
SLA = made("first_response_sla", [0.9, 0.91] * 6 + [0.7], process="service", every="month")


def of(series: Series, size: float, value: float | None = None, reach: float | None = None) -> RankedSignal:
    money = "customer_revenue" if value else ""
    return RankedSignal(series=series, importance=Importance(size, value, reach), money=money, owner="Eva Gil")


def test_the_first_five_stand_and_the_others_are_counted() -> None:
    card = priorities.card(Ranking(tuple(of(CHURN, 9.0 - place) for place in range(7)), 9), FRAME, EN)
    assert card.title == "7 signals in the month; the most important: customer churn"
    assert isinstance(card.body, Grid)
    assert [row.cells[2].text for row in card.body.rows] == ["9.0", "8.0", "7.0", "6.0", "5.0"]
    assert "2 more, of less weight, are not listed" in card.footer


def test_each_says_what_it_is_ranked_by_and_who_answers() -> None:
    card = priorities.card(Ranking((of(CHURN, 3.0, 2_000.0, 1.0), of(SLA, 5.0)), 9), FRAME, EN)
    assert isinstance(card.body, Grid)
    first, second = ([cell.text for cell in row.cells] for row in card.body.rows)
    assert first[0].startswith("Retention · ") and first[2:5] == ["3.0", "$2,000 · revenue from customers", "100%"]
    assert second[0].startswith("Service · ") and second[2:5] == ["5.0", "not known", "not known"]
    assert first[6] == "Eva Gil"


def test_without_a_signal_it_says_how_many_were_judged() -> None:
    card = priorities.card(Ranking((), 7), FRAME, EN)
    assert card.title == "Results that can be judged: 7, all in their routine"
    assert isinstance(card.body, Empty)
    one = priorities.card(Ranking((of(SLA, 5.0),), 9), FRAME, ES)
    assert one.title.startswith("Una señal en el mes: ")


@pytest.mark.parametrize("metric", ["nps", "customer_churn_rate"])  # of no process; of one, and asked of all
def test_a_result_of_the_whole_company_weighs_what_it_brings(house: House, metric: str) -> None:
    """In October the company of the books sold 2,000; it has no contacts, so that reach is not known."""
    shop = company(house)
    series = made(metric, [30.0, 31.0] * 6 + [5.0], every="month")
    facts = MonthlyFacts(view=View(), frame=FRAME, period=month(OCTOBER), tiles=(series,))
    found = priorities.gather(shop, facts)
    assert found is not None and len(found.found) == 1
    weight = found.found[0].importance
    assert weight.value == pytest.approx(2_000.0) and weight.reach is None
    assert found.found[0].money == "customer_revenue"


def test_the_list_stands_after_the_plan_and_before_what_was_sold(house: House) -> None:
    view = View(until=date(2026, 10, 31))
    keys = [card.key for card in monthly.board(monthly.gather(company(house), view), Words("en")).cards]
    assert keys.index("signals") < keys.index("sales")
