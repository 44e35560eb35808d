"""Who was called after a sale: counted, beside the satisfaction of both sides, with no word of an effect."""

from __future__ import annotations

from datetime import date

import pytest

from crm_metrics.access import Scope
from crm_metrics.boards import journey
from crm_metrics.boards.core import Grid, View
from crm_metrics.boards.journey import followup
from crm_metrics.boards.journey.followup import FollowUp
from crm_metrics.metrics.readings import Reading
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME
from tests.boards.process.asked import card
from tests.conftest import House
from tests.warehouse.shapes.made import contact, resolved

EN = Words("en")
MONTH = date(2026, 9, 1)


def counted(called: int, others: int) -> FollowUp:
    sides = zip(followup.SIDES, (called, others), strict=True)
    return FollowUp(MONTH, {
        ("sales_by_followup", side): Reading(
            metric="sales_by_followup", period=MONTH, groups=(side,), numerator=n, denominator=None, value=n, n=n,
            complete=True,
        )
        for side, n in sides if n
    })  # fmt: skip


@pytest.mark.parametrize(
    ("called", "others", "title"),
    [
        (3, 1, "3 of 4 sales won were followed up within 7 days"),
        (0, 2, "0 of 2 sales won were followed up within 7 days"),
        (1, 0, "The one sale won was followed up within 7 days"),
        (0, 1, "The one sale won was not followed up within 7 days"),
    ],
)
def test_the_title_counts_who_was_called(called: int, others: int, title: str) -> None:
    assert followup.card(counted(called, others), FRAME, EN).title == title


def test_the_sales_are_of_the_month_whose_answers_are_in(house: House) -> None:
    """October is shown; of September two sales were won, and one customer was called."""
    won = {"process": "sales", "kind": "new_sale", "outcome": "won", "first_resolved_at": None}
    sales = [resolved(one, "2026-09-02 09:00", "2026-09-05 10:00", customer_id=one, **won) for one in "xy"]
    call = contact("1", "2026-09-08 09:00", customer_id="x", process="sales", direction="outbound")
    shop = house({"work_item": sales, "interaction": [call]}, first=date(2026, 8, 1), through=date(2026, 10, 31))
    found = card(journey.board(journey.gather(shop, View()), EN), "followup")
    assert found.title == "1 of 2 sales won were followed up within 7 days"
    assert "September 2026" in found.subtitle and "no proof of an effect" in found.subtitle
    body = found.body
    assert isinstance(body, Grid)
    assert [[cell.text for cell in row.cells] for row in body.rows] == [
        ["Followed up", "1", "–", "–", "–"],
        ["Not followed up", "1", "–", "–", "–"],
    ]
    other = journey.board(journey.gather(shop, View(scope=Scope(processes=("service",)))), EN)
    assert "followup" not in [one.key for one in other.cards]
