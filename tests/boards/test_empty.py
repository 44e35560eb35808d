from __future__ import annotations

import pytest

from crm_metrics.boards import empty
from crm_metrics.boards.core import Empty, View
from crm_metrics.words import Words

EN, ES = Words("en"), Words("es-CO")


def test_a_process_that_is_not_the_readers_says_whom_to_ask() -> None:
    card = empty.not_permitted("sales", EN)
    assert isinstance(card.body, Empty)
    assert card.body.fact == "Your role does not see Sales"
    assert card.body.reason == "Ask whoever keeps the access file for it."
    assert card.body.goto == (("process", ""),)


@pytest.mark.parametrize("words", [EN, ES])
def test_a_filter_without_rows_names_the_filter_and_offers_to_remove_it(words: Words) -> None:
    card = empty.without_rows(View(where=(("team", "Voz Norte"),)), words)
    assert isinstance(card.body, Empty)
    assert "Voz Norte" in card.body.reason
    assert card.body.goto == (("team", ""),)
