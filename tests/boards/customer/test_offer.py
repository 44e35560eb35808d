"""The line that may come next for one customer, with its evidence or the reason why there is none."""

from __future__ import annotations

from datetime import date

from crm_metrics.access import Scope
from crm_metrics.boards.core import Empty, Grid, View
from crm_metrics.metrics.shop import Shop
from crm_metrics.words import Words
from tests.boards.customer.company import page
from tests.boards.process.asked import card

EN = Words("en")


def test_the_next_line_stands_beside_its_evidence_which_leads_to_its_rows(whole: Shop) -> None:
    body = card(page(whole, EN), "offer").body
    assert isinstance(body, Grid)
    (row,) = body.rows
    assert [cell.text for cell in row.cells] == ["Equipos", "Planes", "50.0%", "1 of 2"]
    led = row.cells[2].behind
    assert led is not None
    assert (led.metric, led.until, led.value) == ("affinity_confidence", date(2026, 5, 31), 0.5)


def test_without_a_line_the_reason_is_told(whole: Shop) -> None:
    held, own = page(whole, EN, who="c2"), page(whole, EN, View(scope=Scope(teams=("Voz Norte",))))
    assert "holds every line" in repr(card(held, "offer").body)
    body = card(own, "offer").body
    assert isinstance(body, Empty) and "outside of what you may see" in body.reason
