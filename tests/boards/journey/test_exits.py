"""Why customers leave: who decided, the most frequent reason first, and those without a reason never hidden."""

from __future__ import annotations

from datetime import date

import pytest

from crm_metrics.boards.core import Grid
from crm_metrics.boards.journey import exits
from crm_metrics.boards.journey.exits import Branch, Exits
from crm_metrics.metrics.readings import Reading
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME

EN = Words("en")
MONTH = date(2026, 10, 1)


def left(n: int, *groups: str | None) -> dict[str, Reading]:
    """A count of those who left."""
    return {
        "departures": Reading(
            metric="departures", period=MONTH, groups=groups, numerator=n, denominator=None, value=n, n=n, complete=True
        )
    }


def branch(cause: str, counts: dict[str, int]) -> Branch:
    """Those who left by one decision, by reason."""
    leaves = tuple((reason, left(n, cause, reason or None)) for reason, n in counts.items())
    return Branch(cause=cause, whole=left(sum(counts.values()), cause), leaves=leaves)


@pytest.mark.parametrize(
    ("counts", "title"),
    [
        ({"price": 6, "other": 2}, "6 of 8 customers left for: price"),
        ({"price": 6, "other": 2, "": 4}, "6 of 12 customers left for: price; of 4 no reason is recorded"),
        ({"price": 1}, "The one customer who left did so for: price"),
        ({"Se fue a Claro": 1}, "The one customer who left did so for: Se fue a Claro"),
        ({"": 1}, "No reason is recorded of those who left"),
        ({"": 4}, "No reason is recorded of those who left"),
    ],
)
def test_the_title_counts_all_who_left(counts: dict[str, int], title: str) -> None:
    assert exits.card(Exits(MONTH, (branch("voluntary", counts),)), FRAME, EN).title == title


def test_the_title_adds_a_reason_over_the_decisions() -> None:
    """Other: 3 by the customer and 4 by the company are 7 of 12; price alone is 5."""
    shown = Exits(MONTH, (branch("voluntary", {"price": 5, "other": 3}), branch("ended_by_us", {"other": 4})))
    assert exits.card(shown, FRAME, EN).title == "7 of 12 customers left for: other"


def test_all_who_left_stand_first_where_more_than_one_decided() -> None:
    whole = left(12)
    two = Exits(MONTH, (branch("voluntary", {"price": 8}), branch("involuntary", {"payment_failed": 4})), whole)
    body = exits.card(two, FRAME, EN).body
    assert isinstance(body, Grid)
    assert [cell.text for cell in body.rows[0].cells[:3]] == ["Together", "all of them", "12"]
    led = body.rows[0].cells[2].behind
    assert led is not None and led.where == ()
    alone = exits.card(Exits(MONTH, (branch("voluntary", {"price": 8}),), left(8)), FRAME, EN).body
    assert isinstance(alone, Grid) and len(alone.rows) == 1


def test_a_branch_begins_with_all_of_it_and_one_of_a_single_reason_is_that_row() -> None:
    shown = Exits(MONTH, (branch("voluntary", {"price": 5, "": 3}), branch("involuntary", {"payment_failed": 4})))
    body = exits.card(shown, FRAME, EN).body
    assert isinstance(body, Grid)
    assert [[cell.text for cell in row.cells[:3]] for row in body.rows] == [
        ["The customer decided", "all of them", "8"],
        ["The customer decided", "Price", "5"],
        ["The customer decided", "not told", "3"],
        ["A payment failed", "Failed payment", "4"],
    ]
    led = [row.cells[2].behind for row in body.rows]
    assert [one.where if one else None for one in led] == [
        (("cause", "voluntary"),),
        (("cause", "voluntary"), ("reason", "price")),
        (("cause", "voluntary"), ("reason", "~none")),
        (("cause", "involuntary"), ("reason", "payment_failed")),
    ]
