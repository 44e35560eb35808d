"""Facts about a whole process, source, status, month or company: each is told by any row of it, and says so of all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from tests.warehouse.shapes.made import at, change, contact, item, moved, person, resolved

House = Callable[..., Any]
Row = dict[str, object]

WORDS = ("linked", "answered", "qualified", "statuses", "steps")


def processes(shop: Any) -> dict[str, set[str]]:
    """What each process tells, in the words of its columns."""
    rows = shop.fetch(f"select process, {', '.join(WORDS)} from shape.item_process")
    return {process: {word for word, told in zip(WORDS, says, strict=True) if told} for process, *says in rows}


def test_a_process_tells_what_any_of_its_rows_tells(house: House) -> None:
    shop = house(
        {
            "work_item": [
                item("silent", "2026-01-05 09:00", process="service"),
                item("seen", "2026-01-05 09:00", process="sales", qualified_at=at("2026-01-06 09:00")),
                item("not seen", "2026-01-05 09:00", process="sales"),
                item("replied", "2026-01-05 09:00", process="retention", first_response_at=at("2026-01-05 10:00")),
                item("raised", "2026-01-05 09:00", process="presales"),
                item("reopened", "2026-01-05 09:00", process="collections"),
                item("called", "2026-01-05 09:00", process="telemarketing"),
                item("dialled", "2026-01-05 09:00", process="winback"),
            ],
            "interaction": [
                contact("named by no case", "2026-01-05 09:00"),
                contact("in", "2026-01-05 09:30", "called"),         # handled, but nobody says when
                contact("out", "2026-01-05 09:30", "dialled", direction="outbound"),
            ],
            "status_event": [
                change("raised", "team", "2026-01-05 12:00", "A", "B"),
                change("reopened", "status", "2026-01-05 12:00", "closed", "open"),
                change("of no case", "status", "2026-01-05 12:00", "closed", "open"),
            ],
        }
    )  # fmt: skip
    assert processes(shop) == {
        "service": set(),
        "sales": {"qualified"},
        "retention": {"answered"},
        "presales": {"steps"},
        "collections": {"statuses"},
        "telemarketing": {"linked"},
        "winback": {"linked", "answered"},
    }


def test_a_status_is_one_of_work_by_its_history_and_without_one_by_its_word_or_by_most_of_its_cases(
    house: House,
) -> None:
    shop = house(
        {
            "work_item": [
                resolved("past", "2026-01-05 09:00", "2026-01-07 09:00"),
                item("typed", "2026-01-05 09:00", process="sales", status="en curso"),
                item("stuck", "2026-01-05 09:00", process="sales", status="shelf"),
                item("put away", "2026-01-05 09:00", process="sales", status="shelf"),
                resolved("done", "2026-01-05 09:00", "2026-01-07 09:00", process="sales", status="shelf"),
                item("said to be done", "2026-01-05 09:00", process="sales", status="solved"),
            ],
            "status_event": [
                change("past", "status", "2026-01-06 09:00", "new", "doing"),
                change("past", "status", "2026-01-07 09:00", "doing", "closed"),
            ],
        }
    )
    found = {
        (process, status): (working, unsolved)
        for process, status, working, unsolved in shop.fetch(
            "select process, status, working, unsolved from shape.item_status"
        )
    }
    assert found == {
        ("service", "new"): (True, False),
        ("service", "doing"): (True, False),
        ("service", "closed"): (False, False),  # held at the resolution
        ("sales", "en curso"): (False, True),
        ("sales", "shelf"): (False, True),  # two of three were never resolved
        ("sales", "solved"): (False, False),
    }


def test_a_source_tells_what_any_of_its_rows_tells(house: House) -> None:
    asked: Row = {"instrument": "csat", "customer_id": "c1", "scale_min": 1, "scale_max": 5}
    moment: Row = {"sent_at": at("2026-01-05 09:00"), "responded_at": at("2026-01-05 09:00"), "score": 4}
    shop = house(
        {
            "interaction": [
                contact("passed on", transferred=True, _source="switchboard"),
                contact("kept", _source="switchboard"),
                contact("somebody else", right_party=False, _source="dialler"),
                contact("typed", right_party=True),
            ],
            "survey": [
                asked | moment | {"survey_id": "1", "_source": "form"},
                asked | moment | {"survey_id": "2", "_source": "desk"},
                asked | {"survey_id": "3", "_source": "desk", "sent_at": at("2026-01-05 09:00")},
                asked | moment | {"survey_id": "4", "responded_at": at("2026-01-05 09:01")},
            ],
        }
    )
    contacts = shop.fetch("select source, transfers, parties from shape.interaction_source order by 1")
    assert contacts == [("dialler", False, True), ("switchboard", True, False), (None, False, True)]
    answers = shop.fetch("select source, invites from shape.survey_source order by 1")
    assert answers == [("desk", True), ("form", False), (None, True)]


def test_a_touchpoint_is_written_to_by_its_channel_and_one_of_no_map_by_its_name(house: House) -> None:
    shop = house(
        {
            "touchpoint": [{"touchpoint_id": "correo", "name": "-", "process": "service", "channel": "phone"}],
            "interaction": [
                contact("1", touchpoint_id="correo"),
                contact("2", touchpoint_id="desk:e-mail"),
                contact("3", touchpoint_id="desk:e-mail"),
                contact("4", touchpoint_id="desk:chat web"),
            ],
        }
    )
    assert shop.fetch("select touchpoint, written from shape.written_touchpoint order by 1") == [
        ("correo", False),
        ("desk:chat web", False),
        ("desk:e-mail", True),
    ]


def test_a_stage_has_won_what_was_decided_before_the_month_of_those_that_ever_stood_there(house: House) -> None:
    def decided(name: str, when: str, outcome: str) -> Row:
        return item(
            name, "2026-01-05 09:00", process="sales", closed_at=at(when), outcome=outcome, status=outcome
        )  # fmt: skip

    shop = house(
        {
            "work_item": [
                decided("w1", "2026-01-20 09:00", "won"),
                decided("w2", "2026-01-31 23:30", "lost"),  # in Bogotá still January
                decided("w3", "2026-03-02 09:00", "won"),
            ],
            "status_event": [
                change(name, "status", "2026-01-10 09:00", "talk", "proposal") for name in ("w1", "w2", "w3")
            ],
        }
    )
    rows = shop.fetch(
        "select known_on, status, win_rate from shape.stage_win_rate where process = 'sales' order by 1, 2"
    )
    assert rows == [
        (date(2026, 2, 1), "proposal", Decimal("0.500000")),
        (date(2026, 2, 1), "talk", Decimal("0.500000")),
        (date(2026, 4, 1), "proposal", Decimal("0.666667")),
        (date(2026, 4, 1), "talk", Decimal("0.666667")),
    ]


def test_a_company_goes_by_its_own_tiers_once_anybody_has_one_or_had(house: House) -> None:
    def own(rows: dict[str, list[Row]]) -> list[tuple[bool]]:
        found: list[tuple[bool]] = house(rows).fetch("select own from shape.own_tiers")
        return found

    nobody: dict[str, list[Row]] = {
        "customer": [person("a"), person("b")],
        "status_event": [moved("a", "lifecycle_stage", "2026-01-05", "x", "y")],
    }
    assert own(nobody) == [(False,)]
    assert own(nobody | {"customer": [person("a"), person("b", value_tier="high")]}) == [(True,)]
    assert own(nobody | {"status_event": [moved("a", "value_tier", "2026-01-05", "high", None)]}) == [(True,)]


def test_months_of_values_follow_each_other_and_the_last_has_none_after_it(house: House) -> None:
    sold: Row = {"line_no": 1, "product_id": "p", "quantity": 1, "amount": 40, "customer_id": "c1"}
    shop = house(
        {"order_line": [sold | {"order_id": "o1", "ordered_at": at("2026-01-10 12:00")}]}, through=date(2026, 3, 31)
    )
    assert shop.fetch("select valued_on, next_on from shape.value_month order by 1") == [
        (date(2026, 2, 1), date(2026, 3, 1)),
        (date(2026, 3, 1), date(2026, 4, 1)),
        (date(2026, 4, 1), None),
    ]
