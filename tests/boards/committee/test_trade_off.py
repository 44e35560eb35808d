"""SLA, cost and churn two by two, in words of association alone, grey where nothing is certain."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from crm_metrics.analysis.relating.together import together
from crm_metrics.boards.committee.trade_off import TradeOff, card
from crm_metrics.boards.core import Grid
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME, made

EN, ES = Words("en"), Words("es-CO")
# Words that would say that one thing makes another.
CAUSE = ("because", "causes", "leads to", "reduces", "due to", "porque", "causa", "provoca", "reduce", "gracias a")


def facts(second: np.ndarray, n: int = 24) -> TradeOff:
    """An SLA that varies, and a churn that does."""
    values = 0.9 + 0.02 * np.random.default_rng(3).normal(size=24)
    series = (
        made("sla_compliance", list(values[:n]), every="month"),
        made("customer_churn_rate", list(second[:n]), every="month"),
    )
    known = [{one.period: float(one.value or 0) for one in told.readings} for told in series]
    return TradeOff(series, together(known), date(2026, 10, 1))


SHARED = 0.02 - 0.002 * np.random.default_rng(3).normal(size=24)
CHANCE = 0.02 + 0.002 * np.random.default_rng(4).normal(size=24)


@pytest.mark.parametrize(
    ("told", "title", "grey"),
    [
        (facts(SHARED), "SLA, cost and churn: the only pair goes together", False),
        (facts(CHANCE), "SLA, cost and churn: nothing conclusive says that they go together", True),
        (facts(CHANCE, 8), "SLA, cost and churn: too few months to tell whether they go together", True),
    ],
)
def test_the_title_counts_what_is_certain_and_the_rest_is_grey(told: TradeOff, title: str, grey: bool) -> None:
    found = card(told, FRAME, EN)
    assert found.title == title
    assert isinstance(found.body, Grid)
    (row,) = found.body.rows
    assert row.cells[3].muted is grey
    assert (row.cells[3].text == "–") is grey
    assert row.cells[0].text == "SLA attainment and customer churn"


def test_what_goes_apart_says_so_and_no_word_names_a_cause() -> None:
    for told in (facts(SHARED), facts(CHANCE)):
        said = " ".join(repr(card(told, FRAME, words)).casefold() for words in (EN, ES))
        assert not [word for word in CAUSE if word in said]
    body = card(facts(SHARED), FRAME, EN).body
    assert isinstance(body, Grid)
    assert body.rows[0].cells[3].text == "Months with more of one tend to have less of the other"
