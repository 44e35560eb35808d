from __future__ import annotations

from datetime import date

from crm_metrics.boards.cards import bridge
from crm_metrics.boards.cards.bridge import Changes
from crm_metrics.boards.core import Bridge
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME

EN = Words("en")
OCTOBER = date(2026, 10, 1)


def test_the_bridge_goes_from_zero_through_the_base_to_the_change() -> None:
    parts = {
        "opening_mrr": 1000.0,
        "closing_mrr": 1090.0,
        "expansion_mrr": 60.0,
        "returned_mrr": 10.0,
        "new_mrr": 80.0,
        "contraction_mrr": 20.0,
        "churned_mrr": 40.0,
    }
    card = bridge.card(Changes(OCTOBER, tuple(parts.items()), 12), FRAME, EN)
    assert isinstance(card.body, Bridge)
    assert [one.value for one in card.body.steps] == [60.0, 10.0, -20.0, -40.0, 10.0, 80.0, 90.0]
    assert [one.total for one in card.body.steps] == [False, False, False, False, True, False, True]
    assert card.title == "Cancellations and reductions take 40.0% of what was added"
    assert "from $1,000 to $1,090 in October 2026" in card.subtitle
