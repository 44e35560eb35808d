"""Customers who come back: resolution at first contact, reopened items, recurring cases; worked out by hand."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from tests.warehouse.shapes.made import House, Row, at, change, contact, item, items, resolved


@pytest.fixture
def house(house: House) -> House:
    """Only what is tested here is built."""
    return partial(house, shapes=("work_item",))


def test_first_contact_is_one_talk_and_no_return_by_any_channel_for_seven_days(house: House) -> None:
    cases: list[Row] = []
    talks: list[Row] = []
    for number, name in enumerate(("clean", "two", "called", "chatted", "new", "late", "other", "back", "hidden"), 1):
        who = {"customer_id": f"c{number}" if name != "hidden" else "unknown", "reason": "billing"}
        cases.append(resolved(name, "2026-01-05 09:00", "2026-01-05 10:00", **who))
        talks.append(contact(name, "2026-01-05 09:00", name, customer_id=who["customer_id"]))
    cases += [
        item("new again", "2026-01-12 23:00", customer_id="c5", reason="billing"),
        item("late again", "2026-01-13 01:00", customer_id="c6", reason="billing"),
        item("other again", "2026-01-06 09:00", customer_id="c7", reason="delivery"),
    ]
    talks += [
        contact("x1", "2026-01-05 09:30", "two", customer_id="c2"),
        contact("x2", "2026-01-08 09:00", "called", customer_id="c3"),
        contact("x3", "2026-01-08 09:00", "chatted", customer_id="c4", touchpoint_id="chat", disposition="abandoned"),
        contact("x4", "2026-01-06 09:00", "other again", customer_id="c7"),
    ]
    changes = [
        change("back", "status", "2026-01-05 10:00", "open", "closed"),
        change("back", "status", "2026-01-09 10:00", "closed", "open"),
        change("clean", "status", "2026-01-05 10:00", "open", "closed"),
    ]
    rows = {"work_item": cases, "interaction": talks, "status_event": changes}
    solved = items(house(rows, through=date(2026, 1, 12)), "first_contact")
    assert {name: flag for name, flag in solved.items() if not name.endswith("again")} == {
        "clean": True,
        "two": False,
        "called": False,
        "chatted": False,
        "new": False,
        "late": True,  # the eighth day
        "other": True,  # another reason
        "back": False,
        "hidden": None,  # nobody knows whether an unknown customer came back
    }
    too_early = items(house(rows, through=date(2026, 1, 11)), "first_contact")
    assert set(too_early.values()) == {None}


def test_contacts_that_name_no_case_leave_first_contact_unknown_not_zero(house: House) -> None:
    cases = [resolved(name, "2026-01-05 09:00", "2026-01-05 10:00", customer_id=name) for name in ("ana", "luis")]
    talks = [contact(name, "2026-01-05 09:00", None, customer_id=name) for name in ("ana", "luis")]
    unlinked = {"work_item": cases, "interaction": talks}
    assert items(house(unlinked, through=date(2026, 1, 12)), "first_contact") == {"ana": None, "luis": None}
    linked = {"work_item": cases, "interaction": [talks[0] | {"work_item_id": "ana"}, talks[1]]}
    assert items(house(linked, through=date(2026, 1, 12)), "first_contact") == {"ana": True, "luis": False}


def test_a_reopened_item_goes_back_to_a_status_of_work_within_fourteen_days(house: House) -> None:
    def history(name: str, *steps: tuple[str, str, str]) -> list[Row]:
        return [change(name, "status", moment, old, new) for moment, old, new in steps]

    rows = {
        "work_item": [
            resolved(name, "2026-01-05 09:00", "2026-01-06 09:00", closed_at=at("2026-02-10 09:00"))
            for name in ("straight", "back", "late", "word")
        ],
        "status_event": [
            *history("straight", ("2026-01-06 09:00", "open", "solved"), ("2026-02-10 09:00", "solved", "closed")),
            *history(
                "back",
                ("2026-01-06 09:00", "open", "solved"),
                ("2026-01-20 09:00", "solved", "open"),
                ("2026-02-10 09:00", "open", "closed"),
            ),
            *history("late", ("2026-01-06 09:00", "open", "solved"), ("2026-01-21 09:00", "solved", "open")),
            *history("word", ("2026-01-06 09:00", "open", "solved"), ("2026-01-07 09:00", "solved", "reopened")),
        ],
    }
    assert items(house(rows), "reopened_14d") == {"straight": False, "back": True, "late": False, "word": True}
    assert set(items(house({"work_item": rows["work_item"]}), "reopened_14d").values()) == {None}


def test_a_case_recurs_when_customer_and_reason_open_another_after_the_close(house: House) -> None:
    shop = house(
        {
            "work_item": [
                resolved("a", "2026-01-05 09:00", "2026-01-06 09:00", reason="billing"),
                resolved("b", "2026-02-05 09:00", "2026-02-06 09:00", reason="billing"),  # 30 days after a's close
                resolved("c", "2026-03-09 09:00", "2026-03-10 09:00", reason="billing"),  # 31 days after b's close
                resolved("d", "2026-01-07 09:00", "2026-12-15 09:00", reason="other"),
            ]
        }
    )
    assert items(shop, "recurred_30d") == {"a": True, "b": False, "c": False, "d": None}


def test_without_a_history_of_the_process_nobody_knows_what_was_reopened_or_escalated(house: House) -> None:
    # The history of the deals says nothing of the cases.
    shop = house(
        {
            "work_item": [
                resolved("case", "2026-01-05 09:00", "2026-01-05 10:00"),
                item("deal", "2026-01-05 09:00", process="sales"),
            ],
            "interaction": [],
            "status_event": [change("deal", "status", "2026-01-06 09:00", "new", "proposal")],
        },
        through=date(2026, 2, 28),
    )
    assert items(shop, "reopened_14d, accepted_30d, escalated")["case"] == (None, None, None)
