"""Replies to what customers write, dates told, solutions that stand, contacts checked: worked out by hand."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest

from tests.warehouse.shapes.made import House, Row, at, change, contact, hours, item, items, plan, resolved

MAIL: Row = {"touchpoint_id": "mail", "name": "Correo", "process": "service", "channel": "email"}
LINE: Row = {"touchpoint_id": "line", "name": "Línea", "process": "service", "channel": "phone"}


# ---------------------------------------------------------------- Written contacts


@pytest.fixture
def written(house: House) -> House:
    return partial(house, shapes=("written_contact",))


def replies(shop: Any) -> dict[str, Any]:
    return dict(shop.fetch("select contact, unanswered from shape.written_contact order by contact"))


def letter(name: str, offered: str, **more: object) -> Row:
    return contact(name, offered, touchpoint_id="mail", customer_id=name, disposition="no_answer", **more)


def test_a_message_is_unanswered_after_24_open_hours_without_a_word_from_a_person(written: House) -> None:
    # Monday 5 January 09:00, open 8 hours a day: 24 open hours are over on Wednesday 7 at 17:00
    rows = {
        "business_hours": hours("company", "09:00", "17:00"),
        "touchpoint": [MAIL, LINE],
        "interaction": [
            letter("in time", "2026-01-05 09:00"),
            contact("1", "2026-01-07 16:59", customer_id="in time", direction="outbound"),
            letter("late", "2026-01-05 09:00"),
            contact("2", "2026-01-07 17:01", customer_id="late", direction="outbound"),
            letter("tried", "2026-01-05 09:00"),  # a call that nobody took is no reply
            contact("3", "2026-01-06 09:00", customer_id="tried", direction="outbound", disposition="no_answer"),
            letter("never", "2026-01-05 09:00"),
            letter("young", "2026-01-06 09:00"),
            letter("of a case", "2026-01-05 09:00", work_item="w"),  # that clock is the next response's
            letter("unknown", "2026-01-05 09:00") | {"customer_id": "unknown"},  # who it was cannot be known
            contact("a call", "2026-01-05 09:00", disposition="abandoned"),
        ],
        "work_item": [],
    }
    expected = {"in time": False, "late": True, "tried": True, "never": True, "young": None, "unknown": None}
    assert replies(written(rows, through=date(2026, 1, 7))) == expected
    assert replies(written(rows, through=date(2026, 1, 8)))["young"]


def test_what_its_source_calls_written_awaits_a_reply_whatever_its_channel(written: House) -> None:
    # Nobody replies to any of them. The letters and the message await a reply; the call at the point of mails does not
    point = {"touchpoint_id": "wa", "name": "WhatsApp", "process": "service", "channel": "messaging"}
    rows = {
        "business_hours": hours("company", "09:00", "17:00"),
        "touchpoint": [MAIL, LINE, point],
        "interaction": [
            letter("no point", "2026-01-05 09:00") | {"touchpoint_id": "unmapped", "written": True},
            letter("on the line", "2026-01-05 09:00") | {"touchpoint_id": "line", "written": True},
            letter("message", "2026-01-05 09:00") | {"touchpoint_id": "wa"},
            letter("spoken", "2026-01-05 09:00") | {"written": False},
        ],
        "work_item": [],
    }
    expected = {"no point": True, "on the line": True, "message": True}
    assert replies(written(rows, through=date(2026, 1, 8))) == expected


def test_a_written_case_is_answered_by_its_first_response_and_not_by_being_closed(written: House) -> None:
    day = {"customer_id": "c1", "touchpoint_id": "mail"}
    rows = {
        "touchpoint": [MAIL, LINE],
        "work_item": [
            item("answered", "2026-01-05 09:00", first_response_at=at("2026-01-06 08:59"), **day),
            item("late", "2026-01-05 09:00", first_response_at=at("2026-01-06 09:01"), **day),
            item("by its contact", "2026-01-05 09:00", **day),
            resolved("in silence", "2026-01-05 09:00", "2026-01-05 10:00", **day),
            item("by phone", "2026-01-05 09:00", touchpoint_id="line"),
            item("our own list", "2026-01-05 09:00", kind="list_record", **day),
        ],
        "interaction": [contact("1", "2026-01-05 12:00", "by its contact", direction="outbound", customer_id="c9")],
    }
    assert replies(written(rows)) == {"answered": False, "late": True, "by its contact": False, "in silence": True}


def test_where_no_case_ever_says_when_it_was_answered_nothing_is_known(written: House) -> None:
    rows = {"touchpoint": [MAIL], "work_item": [item("w", "2026-01-05 09:00", touchpoint_id="mail")]}
    assert replies(written(rows)) == {"w": None}


# ---------------------------------------------------------------- Cases: the date told, the solution that stands


@pytest.fixture
def cases(house: House) -> House:
    return partial(house, shapes=("work_item",))


def test_the_first_date_told_is_the_promise_and_moving_it_changes_nothing(cases: House) -> None:
    promised = {"expected_close_on": date(2026, 1, 20)}
    rows = {
        "work_item": [
            resolved("kept", "2026-01-05 09:00", "2026-01-20 23:00", **promised),
            resolved("missed", "2026-01-05 09:00", "2026-01-21 09:00", **promised),
            resolved("moved", "2026-01-05 09:00", "2026-01-18 09:00", **promised),  # told the 10th, then the 20th
            resolved("gave up", "2026-01-05 09:00", "2026-01-10 09:00", outcome="unresolved", **promised),
            item("open", "2026-01-05 09:00", **promised),
            item("untold", "2026-01-05 09:00"),
        ],
        "status_event": [
            change("moved", "expected_close_on", "2026-01-05 10:00", None, "2026-01-10"),
            change("moved", "expected_close_on", "2026-01-09 10:00", "2026-01-10", "2026-01-20"),
        ],
    }
    day = date(2026, 1, 20)
    assert items(cases(rows), "promised_close_on, promise_met") == {
        "kept": (day, True),
        "missed": (day, False),
        "moved": (date(2026, 1, 10), False),
        "gave up": (day, False),
        "open": (day, False),
        "untold": (None, None),
    }
    assert items(cases(rows, through=date(2026, 1, 19)), "promise_met")["kept"] is None


def test_an_answer_is_accepted_when_it_stands_for_thirty_days(cases: House) -> None:
    def solved(name: str, **more: object) -> Row:
        return resolved(name, "2026-01-05 09:00", "2026-01-05 10:00", customer_id=name, reason="bill", **more)

    again: Row = {"reason": "bill"}
    rows = {
        "work_item": [
            solved("stands"),
            solved("reopened", closed_at=at("2026-02-20 10:00")),
            solved("reopened late", closed_at=at("2026-03-20 10:00")),
            solved("came back"),
            item("n1", "2026-02-04 09:00", customer_id="came back", **again),  # day 30
            solved("came back late"),
            item("n2", "2026-02-05 09:00", customer_id="came back late", **again),
            solved("another matter"),
            item("n3", "2026-01-10 09:00", customer_id="another matter", reason="delivery"),
            solved("not solved", outcome="unresolved"),
            solved("anonymous") | {"customer_id": "unknown"},
        ],
        "status_event": [
            change("reopened", "status", "2026-01-20 10:00", "resolved", "reopened"),
            change("reopened late", "status", "2026-02-05 10:00", "resolved", "reopened"),
        ],
    }
    accepted = items(cases(rows, through=date(2026, 2, 4)), "accepted_30d")
    assert {name: accepted[name] for name in accepted if not name.startswith("n") or name == "not solved"} == {
        "stands": True,
        "reopened": False,
        "reopened late": True,
        "came back": False,
        "came back late": True,
        "another matter": True,
        "not solved": False,
        "anonymous": None,
    }
    assert set(items(cases(rows, through=date(2026, 2, 3)), "accepted_30d").values()) == {None}


def test_the_companys_list_says_what_kind_a_reason_is_and_whether_the_first_level_solves_it(cases: House) -> None:
    rows = {
        "contact_reason": [
            {"reason": "bill", "contact_kind": "concern"},
            {"reason": "break", "contact_kind": "problem", "first_level": False},
        ],
        "work_item": [
            item("1", "2026-01-05 09:00", reason="bill"),
            item("2", "2026-01-05 09:00", reason="break"),
            item("3", "2026-01-05 09:00", reason="break", kind="complaint"),
            item("4", "2026-01-05 09:00", reason="other"),
            item("5", "2026-01-05 09:00"),
        ],
    }
    assert items(cases(rows), "contact_kind, first_level") == {
        "1": ("concern", True),
        "2": ("problem", False),
        "3": ("complaint", False),  # a complaint is one, whatever it is about
        "4": (None, True),
        "5": (None, True),
    }


# ---------------------------------------------------------------- Contacts: monitored, of existing customers


def test_a_handled_contact_counts_as_monitored_when_it_was_scored_within_14_days(house: House) -> None:
    def score(name: str, when: str, **more: object) -> Row:
        base: Row = {"survey_id": name + when, "instrument": "qa", "customer_id": "c1", "interaction_id": name}
        base |= {"sent_at": at("2026-01-05 12:00"), "responded_at": at(when), "score": 80}
        return base | {"scale_min": 0, "scale_max": 100} | more

    rows = {
        "interaction": [
            contact("1"),
            contact("2"),
            contact("3"),
            contact("4", disposition="no_answer", direction="outbound"),
        ],
        "survey": [
            score("1", "2026-01-19 23:00"),
            score("1", "2026-02-19 23:00"),  # scored again to calibrate
            score("2", "2026-01-20 00:10"),
            score("3", "2026-01-06 10:00", instrument="csat", scale_min=0),
        ],
    }
    monitored = "select interaction_id, monitored_14d from shape.interaction order by 1"
    shop = house(rows, shapes=("interaction",), through=date(2026, 1, 19))
    assert shop.fetch(monitored) == [("1", True), ("2", False), ("3", False), ("4", None)]
    assert not house(rows, shapes=("interaction",), through=date(2026, 1, 18)).fetch(f"{monitored} limit 1")[0][1]


def test_effort_goes_to_an_existing_customer_from_the_day_after_the_first_purchase(house: House) -> None:
    talk: dict[str, Any] = {"talk_seconds": 60}
    rows = {
        "subscription": [plan("c1", date(2026, 1, 5)), plan("left", date(2025, 1, 1), date(2025, 6, 1))],
        "interaction": [
            contact("1 the day itself", "2026-01-05 09:00", **talk),
            contact("2 the day after", "2026-01-06 09:00", **talk),
            contact("3 a prospect", customer_id="c2", **talk),
            contact("4 who left", customer_id="left", **talk),
            contact("5 nobody", customer_id="unknown", **talk),
        ],
    }
    shop = house(rows, shapes=("interaction",))
    assert shop.fetch("select existing, existing_seconds from shape.interaction order by interaction_id") == [
        (False, 0),
        (True, 60),
        (False, 0),
        (True, 60),
        (None, None),
    ]
