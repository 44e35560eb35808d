"""Stretches in which a case stands resolved, and the backlog without them; worked out by hand."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest

from tests.warehouse.shapes.made import OPEN_END, House, Row, at, change, item, items, resolved


@pytest.fixture
def house(house: House) -> House:
    """Only what is tested here is built."""
    return partial(house, shapes=("open_item_span", "work_item"))


def solved(name: str, **more: object) -> Row:
    """Opened on Monday 5 January, solved on the 7th and not closed."""
    return item(name, "2026-01-05 09:00", first_resolved_at=at("2026-01-07 09:00"), **({"status": "solved"} | more))


def pending(shop: Any) -> dict[str, list[tuple[Any, ...]]]:
    rows = shop.fetch("select work_item, from_on, to_on, entered_on, left_on from shape.open_item_span order by all")
    return {name: [row[1:] for row in rows if row[0] == name] for name in {row[0] for row in rows}}


def test_a_case_is_pending_until_it_is_solved_and_again_when_it_is_reopened(house: House) -> None:
    closed = {"closed_at": at("2026-01-28 09:00"), "outcome": "resolved", "status": "closed"}
    history = [
        change(name, "status", "2026-01-07 09:00", "open", "solved") for name in ("waits", "back", "twice", "closed")
    ]
    shop = house(
        {
            "work_item": [
                solved("untold"),
                solved("untold and reopened", status="reopened"),
                solved("waits"),
                solved("back", status="open"),
                solved("twice", **closed),
                solved("closed", **closed),
                item("same day", "2026-01-05 09:00", first_resolved_at=at("2026-01-05 10:00"), status="solved"),
            ],
            "status_event": [
                *history,
                change("back", "status", "2026-01-12 09:00", "solved", "open"),
                change("twice", "status", "2026-01-12 09:00", "solved", "open"),
                change("twice", "status", "2026-01-15 09:00", "open", "solved"),
                change("twice", "status", "2026-01-28 09:00", "solved", "closed"),
                change("closed", "status", "2026-01-28 09:00", "solved", "closed"),
            ],
        }
    )
    fifth, seventh = date(2026, 1, 5), date(2026, 1, 7)
    first = (fifth, seventh, fifth, seventh)
    twelfth, fifteenth = date(2026, 1, 12), date(2026, 1, 15)
    assert pending(shop) == {
        "untold": [first],
        "untold and reopened": [(fifth, OPEN_END, fifth, None)],
        "waits": [first],
        "back": [first, (twelfth, OPEN_END, twelfth, None)],
        "twice": [first, (twelfth, fifteenth, twelfth, fifteenth)],
        "closed": [first],
    }


def test_a_case_is_finished_once_at_its_first_solution_whatever_became_of_it(house: House) -> None:
    fourth = {"closed_at": at("2026-01-28 09:00"), "status": "closed"}
    shop = house(
        {
            "work_item": [
                solved("solved"),
                solved("reopened", status="open"),
                solved("closed later", outcome="resolved", **fourth),
                solved("in vain", outcome="unresolved", **fourth),
                item("closed alone", "2026-01-05 09:00", outcome="resolved", **fourth),
                resolved("at once", "2026-01-05 09:00", "2026-01-06 09:00"),
                item("open", "2026-01-05 09:00"),
            ],
            "status_event": [change("reopened", "status", "2026-01-07 09:00", "new", "solved")],
        }
    )
    assert items(shop, "finished_on, resolved") == {
        "solved": (date(2026, 1, 7), True),
        "reopened": (date(2026, 1, 7), True),
        "closed later": (date(2026, 1, 7), True),
        "in vain": (date(2026, 1, 28), False),
        "closed alone": (date(2026, 1, 28), True),
        "at once": (date(2026, 1, 6), True),
        "open": (None, None),
    }


def test_without_a_history_a_status_in_which_most_cases_were_never_solved_is_one_of_work(house: House) -> None:
    """Two wait for us and were never solved; the third was, and waits again. A word for solved needs no company."""
    shop = house(
        {
            "work_item": [
                item("new", "2026-01-05 09:00", status="Nivel 2"),
                item("newer", "2026-01-05 09:00", status="Nivel 2"),
                solved("back", status="Nivel 2"),
                item("undated", "2026-01-05 09:00", status="Resuelto"),
                item("undated too", "2026-01-05 09:00", status="Resuelto"),
                solved("dated", status="Resuelto"),
            ]
        }
    )
    ends = {name: [row[1] for row in rows] for name, rows in pending(shop).items()}
    assert ends["back"] == ends["new"] == [OPEN_END]
    assert ends["dated"] == [date(2026, 1, 7)]


@pytest.mark.parametrize(
    "status", ["open", "Abierto", "Pendente", "En curso", "Waiting on us", "En espera del cliente"]
)
def test_a_word_of_work_needs_no_company_to_say_that_a_case_was_reopened(house: House, status: str) -> None:
    """A young desk: of two cases in a status one was never solved; without a history nobody else tells."""
    shop = house({"work_item": [item("new", "2026-01-05 09:00", status=status), solved("back", status=status)]})
    ends = {name: [row[1] for row in rows] for name, rows in pending(shop).items()}
    assert ends == {"back": [OPEN_END], "new": [OPEN_END]}
