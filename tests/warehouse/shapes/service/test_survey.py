"""Invitations and answers: each score on its own scale, maturity, follow-up; worked out by hand."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest

from tests.warehouse.shapes.made import House, Row, at, contact, item, plan, resolved


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


def test_an_answer_weighs_what_its_customer_was_worth_on_its_eve(house: House) -> None:
    def order(name: str, customer: str, when: str, amount: float, **more: object) -> Row:
        base: Row = {"order_id": name, "line_no": 1, "customer_id": customer, "product_id": "p", "quantity": 1}
        return base | {"ordered_at": at(when), "amount": amount} | more

    shop = house(
        {
            "order_line": [
                order("in", "c1", "2025-01-06 09:00", 100),  # 365 days before the answer of 6 January 2026
                order("old", "c1", "2025-01-05 09:00", 9),
                order("back", "c1", "2025-03-01 09:00", -30, is_return=True, quantity=-1),
                order("today", "c1", "2026-01-06 08:00", 7),  # the day itself and what comes after say nothing yet
                order("later", "c1", "2026-02-06 08:00", 5000),
                order("returned", "c2", "2025-03-01 09:00", -30, is_return=True, quantity=-1),
            ],
            "subscription": [plan("c1", date(2025, 6, 1), mrr=10), plan("c3", date(2026, 1, 7), mrr=10)],
            "survey": [
                survey("a", "csat", 1, 5, 4),
                survey("b", "csat", 1, 5, 2),
                survey("c", "nps", 0, 10, 10),
                survey("d", "nps", 0, 10, 5, customer_id="c2"),
                survey("e", "csat", 1, 5, 4, customer_id="c3"),
                survey("f", "csat", 1, 5, 4, customer_id="unknown"),
                survey("g", "ces", 1, 7, 4),
            ],
        },
        first=date(2024, 1, 1),
    )
    columns = "yearly_revenue, satisfied_revenue, promoter_revenue, detractor_revenue"
    assert answers(shop, columns) == {
        "a": (190, 190, None, None),  # 100 - 30 of orders, 12 times 10 of the plan
        "b": (190, 0, None, None),
        "c": (190, None, 190, 0),
        "d": (0, None, 0, 0),
        "e": (0, 0, None, None),
        "f": (None, None, None, None),
        "g": (None, None, None, None),
    }


def test_each_question_of_an_index_has_its_weight_and_other_questions_none(house: House) -> None:
    shop = house(
        {
            "survey": [
                survey("a", "acsi", 1, 10, 8, question="satisfaction"),
                survey("b", "acsi", 1, 10, 8, question="expectation"),
                survey("c", "acsi", 1, 10, 8, question="ideal"),
                survey("d", "acsi", 1, 10, 8, question="price"),
                survey("e", "acsi", 1, 10, None, question="ideal"),
                survey("f", "csat", 1, 5, 4, question="satisfaction"),
            ]
        }
    )
    assert answers(shop, "acsi_weight") == {"a": 1, "b": 1, "c": 1, "d": None, "e": None, "f": None}


def test_an_order_judges_its_only_product_and_its_only_line(house: House) -> None:
    def line(order: str, number: int, product: str) -> Row:
        base: Row = {"order_id": order, "line_no": number, "customer_id": "c1", "product_id": product, "quantity": 1}
        return base | {"ordered_at": at("2026-01-02 09:00"), "amount": 10}

    products = [("sofa", "Muebles"), ("mesa", "Muebles"), ("olla", "Cocina")]
    shop = house(
        {
            "product": [{"product_id": name, "name": name, "line": of} for name, of in products],
            "work_item": [item("w", "2026-01-03 09:00", product_id="olla")],
            "order_line": [
                line("one", 1, "sofa"),
                line("one", 2, "sofa"),
                line("two", 1, "sofa"),
                line("two", 2, "mesa"),
                line("mixed", 1, "sofa"),
                line("mixed", 2, "olla"),
            ],
            "survey": [
                survey("case", "csat", 1, 5, 4, work_item_id="w"),
                *(survey(name, "csat", 1, 5, 4, order_id=name) for name in ("one", "two", "mixed", "lost")),
            ],
        }
    )
    assert answers(shop, "product, product_line") == {
        "case": ("olla", "Cocina"),
        "one": ("sofa", "Muebles"),
        "two": (None, "Muebles"),
        "mixed": (None, None),
        "lost": (None, None),
    }


def test_a_question_is_asked_at_closing_when_the_case_was_solved_before(house: House) -> None:
    shop = house(
        {
            "work_item": [
                resolved("before", "2026-01-02 09:00", "2026-01-05 09:00"),
                resolved("after", "2026-01-02 09:00", "2026-01-05 09:01"),
                item("open", "2026-01-02 09:00"),
            ],
            "interaction": [contact("i", work_item="before")],
            "survey": [
                *(survey(name, "ces", 1, 7, 6, work_item_id=name) for name in ("before", "after", "open")),
                survey("by its contact", "ces", 1, 7, 6, interaction_id="i"),
                survey("no case", "ces", 1, 7, 6),
            ],
        }
    )
    assert answers(shop, "at_closing") == {
        "before": True,
        "after": False,
        "open": False,
        "by its contact": True,
        "no case": None,
    }


def test_an_audit_is_no_invitation_that_anybody_answers(house: House) -> None:
    shop = house(
        {"survey": [survey("asked", "csat", 1, 5, None), survey("audited", "qa", 0, 100, 90)]},
        through=date(2026, 1, 31),
    )
    assert answers(shop, "answered_14d") == {"asked": False, "audited": None}


def test_a_source_that_holds_answers_alone_tells_nothing_of_whom_it_asked(house: House) -> None:
    alone = {"sent_at": at("2026-01-05 09:00"), "responded_at": at("2026-01-05 09:00")}
    shop = house(
        {
            "survey": [
                survey("form", "csat", 1, 5, 4, **alone, _source="form"),
                survey("asked", "csat", 1, 5, 4, **alone, _source="desk"),
                survey("silent", "csat", 1, 5, None, _source="desk"),
            ]
        },
        through=date(2026, 1, 31),
    )
    assert answers(shop, "answered_14d") == {"form": None, "asked": True, "silent": False}
