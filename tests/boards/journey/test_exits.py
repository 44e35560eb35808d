"""Why customers leave: the most frequent reason first, and those of whom no reason is recorded never hidden."""

from __future__ import annotations

from datetime import date

import pytest

from crm_metrics.boards.journey.exits import Exits, ordered
from crm_metrics.boards.journey.stages import count
from crm_metrics.boards.process.cuts import Compared
from crm_metrics.metrics.readings import Reading
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME

EN = Words("en")
MONTH = date(2026, 10, 1)


def left(counts: dict[str, int]) -> Compared:
    readings = tuple(
        (
            Reading(
                metric="departures", period=MONTH, groups=(one,), numerator=n, denominator=None, value=n, n=n,
                complete=True,
            ),
        )
        for one, n in counts.items()
    )  # fmt: skip
    names = tuple(counts)
    return Compared(
        process="retention", month=MONTH, metrics=("departures",), ids=names, names=names, readings=readings
    )


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
    made = Exits("reason").card(left(counts), FRAME, EN)
    assert made.title == title
    names = [row.cells[0].text for row in made.body.rows]  # type: ignore[union-attr] # a table
    assert names == [EN.name(one) if one else "not told" for one in counts]


def test_the_order_is_that_of_the_counts_with_the_unknown_last() -> None:
    found = ordered(left({"": 9, "other": 2, "price": 6}), key=lambda one, row: (not one, -count(row[0])))
    assert found.ids == ("price", "other", "")
