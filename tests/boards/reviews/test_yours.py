"""The list of one reader as a card: whose it is, and what is late by the data."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from crm_metrics.boards.core import Grid
from crm_metrics.boards.reviews.yours import card, given_on, is_late
from crm_metrics.office.given import GivenTask
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME

TASK = GivenTask(
    kind="action", id="p", text="Contratar a dos", due=date(2026, 11, 16), by="Zoe",
    at=datetime(2026, 11, 10, 3, 0, tzinfo=UTC),
)  # fmt: skip


@pytest.mark.parametrize(
    ("due", "latest", "late"),
    [
        (date(2026, 11, 16), date(2026, 11, 16), False),
        (date(2026, 11, 16), date(2026, 11, 17), True),
        (None, date(2026, 11, 17), False),
        (date(2026, 11, 16), None, False),
    ],
)
def test_nothing_is_late_on_its_day_without_a_day_or_without_data(
    due: date | None, latest: date | None, late: bool
) -> None:
    assert is_late(replace(TASK, due=due), latest) == late


def test_it_was_given_on_the_civil_day_of_the_company() -> None:
    assert given_on(TASK, FRAME) == date(2026, 11, 9)  # 22:00 of the day before in Bogotá


def test_the_card_names_its_reader_and_says_what_is_late() -> None:
    someday = replace(TASK, kind="decision", id="d", text="Avisar", due=None)
    made = card([TASK, someday], "Beto", FRAME, Words("en"))
    assert made.title == "2 things are to be done by Beto" and made.key == "yours"
    assert isinstance(made.body, Grid)
    assert [[cell.text for cell in row.cells] for row in made.body.rows] == [
        ["Contratar a dos", "Action of a plan", "16 Nov 2026", "5 days", "Zoe", "9 Nov 2026"],
        ["Avisar", "Decision of a review", "without a date", "–", "Zoe", "9 Nov 2026"],
    ]
    assert card([TASK], "Beto", FRAME, Words("es")).title == "Una cosa por hacer, a cargo de Beto"
