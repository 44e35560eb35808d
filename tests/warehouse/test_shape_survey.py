"""Invitations and answers: each score on its own scale, maturity, follow-up; worked out by hand."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest

from tests.warehouse.made import House, Row, at, contact


@pytest.fixture
def house(house: House) -> House:
    """Only what is tested here is built."""
    return partial(house, shapes=("survey",))


def survey(name: str, instrument: str, low: int, high: int, score: float | None, **more: object) -> Row:
    base: Row = {"survey_id": name, "instrument": instrument, "customer_id": "c1", "scale_min": low, "scale_max": high}
    answer = at("2026-01-06 09:00") if score is not None else None
    return base | {"sent_at": at("2026-01-05 09:00"), "responded_at": answer, "score": score} | more


def answers(shop: Any, columns: str) -> dict[str, Any]:
    rows = shop.fetch(f"select survey_id, {columns} from shape.survey order by survey_id")
    return {row[0]: row[1] if len(row) == 2 else row[1:] for row in rows}


def test_each_score_is_judged_on_its_own_instrument_and_scale_only(house: House) -> None:
    shop = house(
        {
            "survey": [
                survey("nps 10", "nps", 0, 10, 9),
                survey("nps 8", "nps", 0, 10, 8),
                survey("nps 6", "nps", 0, 10, 6),
                survey("nps of five", "nps", 1, 5, 5),
                survey("csat 4", "csat", 1, 5, 4),
                survey("csat 3", "csat", 1, 5, 3),
                survey("csat of seven", "csat", 1, 7, 6),
                survey("ces 5", "ces", 1, 7, 5),
                survey("ces 4", "ces", 1, 7, 4),
                survey("bad", "good_bad", 0, 1, 0),
                survey("good", "good_bad", 0, 1, 1),
                survey("silent", "nps", 0, 10, None),
            ]
        }
    )
    no = None
    assert answers(shop, "promoter, passive, detractor, satisfied, easy, good, answered") == {
        "nps 10": (True, False, False, no, no, no, True),
        "nps 8": (False, True, False, no, no, no, True),
        "nps 6": (False, False, True, no, no, no, True),
        "nps of five": (no, no, no, no, no, no, True),
        "csat 4": (no, no, no, True, no, no, True),
        "csat 3": (no, no, no, False, no, no, True),
        "csat of seven": (no, no, no, no, no, no, True),
        "ces 5": (no, no, no, no, True, no, True),
        "ces 4": (no, no, no, no, False, no, True),
        "bad": (no, no, no, no, no, False, True),
        "good": (no, no, no, no, no, True, True),
        "silent": (no, no, no, no, no, no, False),
    }


def test_a_score_is_rescaled_by_the_ends_of_its_scale(house: House) -> None:
    shop = house(
        {"survey": [survey("a", "csat", 1, 5, 4), survey("b", "csat", 1, 7, 4), survey("c", "csat", 1, 5, None)]}
    )
    assert answers(shop, "score_100") == {"a": 75.0, "b": 50.0, "c": None}


def test_an_invitation_is_judged_after_fourteen_days_and_silence_is_a_no(house: House) -> None:
    rows = {
        "survey": [
            survey("answered", "csat", 1, 5, 4),
            survey("silent", "csat", 1, 5, None),
            survey("late", "csat", 1, 5, 4, responded_at=at("2026-01-20 09:00")),
        ]
    }
    flags = "answered_14d"
    assert answers(house(rows, through=date(2026, 1, 19)), flags) == {"answered": True, "silent": False, "late": False}
    assert set(answers(house(rows, through=date(2026, 1, 18)), flags).values()) == {None}


def test_an_answer_has_the_tier_of_its_day_and_takes_the_rest_from_its_contact(house: House) -> None:
    shop = house(
        {
            "customer": [{"customer_id": "c1", "value_tier": "high"}],
            "status_event": [
                {"entity": "customer", "entity_id": "c1", "attribute": "value_tier", "old_value": "low"}
                | {"new_value": "medium", "changed_at": at("2026-01-05 20:00")},
                {"entity": "customer", "entity_id": "c1", "attribute": "value_tier", "old_value": "medium"}
                | {"new_value": "high", "changed_at": at("2026-02-05 20:00")},
            ],
            "touchpoint": [{"touchpoint_id": "line", "name": "Línea", "process": "service", "channel": "phone"}],
            "interaction": [contact("i", agent_id="a", team="Norte")],
            "survey": [
                survey("linked", "csat", 1, 5, 4, interaction_id="i"),
                survey("alone", "nps", 0, 10, 4, relationship=True),
            ],
        }
    )
    assert answers(shop, "kind, tier, sent_tier, process, channel, touchpoint, team, agent") == {
        "linked": ("transactional", "medium", "low", "service", "phone", "line", "Norte", "a"),
        "alone": ("relationship", "medium", "low", None, None, None, None, None),
    }


def test_a_detractor_is_called_back_within_48_open_hours(house: House) -> None:
    rows = {
        "business_hours": [
            {"calendar_id": "company", "weekday": day, "opens": "09:00", "closes": "17:00"} for day in range(1, 6)
        ],
        "survey": [
            survey("called", "nps", 0, 10, 3),  # Tuesday 6 January 09:00; 48 open hours = six days: Tuesday 13, 17:00
            survey("late", "nps", 0, 10, 3, customer_id="c2"),
            survey("happy", "nps", 0, 10, 9, customer_id="c3"),
        ],
        "interaction": [
            contact("1", "2026-01-13 16:59", direction="outbound"),
            contact("2", "2026-01-13 17:01", direction="outbound", customer_id="c2"),
        ],
    }
    flags = "follow_up_due_on, followed_up"
    due = date(2026, 1, 13)
    assert answers(house(rows, through=due), flags) == {
        "called": (due, True),
        "late": (due, False),
        "happy": (None, None),
    }
    assert answers(house(rows, through=date(2026, 1, 12)), flags)["called"] == (due, None)
