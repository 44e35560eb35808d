"""What is written beside what is spoken, and audits beside answers: each number on rows worked out by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crm_metrics.warehouse.store import Warehouse
from tests.metrics.catalogue.test_care import LINE, MAIL, january, parts, survey
from tests.warehouse.shapes.made import Row, at, contact, item

House = Callable[..., Warehouse]


@pytest.fixture
def desk(house: House) -> Warehouse:
    """Three calls answered after 10 seconds, one given up after a minute; four e-mails, one of them unanswered."""
    quick: Row = {"touchpoint_id": "line", "answered_at": at("2026-01-05 09:00"), "talk_seconds": 300}
    calls = [contact(f"call {n}", "2026-01-05 08:59", **quick) for n in range(2)]
    untold: Row = {"touchpoint_id": "line", "answered_at": at("2026-01-05 09:00")}
    gone: Row = {"touchpoint_id": "line", "disposition": "abandoned", "ended_at": at("2026-01-05 09:01")}
    mails = [contact(f"mail {n}", touchpoint_id="mail", customer_id=f"m{n}") for n in range(3)]
    mails.append(contact("mail 3", touchpoint_id="mail", customer_id="m3", disposition="no_answer"))
    spoken = [*calls, contact("untold", "2026-01-05 08:59", **untold), contact("gone", "2026-01-05 09:00", **gone)]
    audit = survey("audit", "qa", 90, 0, 100, interaction_id="call 0", responded_at=at("2026-01-07 09:00"))
    return house(
        {
            "touchpoint": [LINE, MAIL],
            "interaction": [*spoken, *mails],
            "survey": [survey("asked", "csat", None, 1, 5, interaction_id="call 0"), audit],
        }
    )


def test_service_level_and_abandonment_are_those_of_who_waits_on_the_line(desk: Warehouse) -> None:
    # A minute each until the answer: none of four in target, one of four gone; the mails are on neither side.
    assert parts(desk, "service_level") == (0, 4)
    assert parts(desk, "abandonment_rate") == (1, 4)
    assert parts(desk, "contacts_offered") == (4, None)
    assert parts(desk, "inbound_contacts") == (8, None)
    assert parts(desk, "average_speed_of_answer") == (180, 3)
    assert parts(desk, "unanswered_rate") == (1, 1)
    assert january(desk, "service_level", where={"channel": "email"}).value is None


def test_a_handle_time_that_nobody_tells_is_no_time_of_zero(desk: Warehouse) -> None:
    # 300 seconds of two calls; of the third and of the mails nothing is known.
    assert parts(desk, "average_handle_time") == (600, 2)
    assert january(desk, "average_handle_time", where={"channel": "email"}).value is None


def test_an_audit_is_no_answer_of_a_customer(desk: Warehouse) -> None:
    assert parts(desk, "response_rate") == (0, 1)
    assert parts(desk, "survey_answers") == (0, None)
    assert parts(desk, "qa_score") == (90, 100)
    # Two active points with contacts, neither of which a customer ever judged.
    assert parts(desk, "touchpoint_coverage") == (0, 2)


def test_a_case_solved_and_not_closed_is_resolved_and_not_pending(house: House) -> None:
    solved: Row = {"first_resolved_at": at("2026-01-07 09:00"), "status": "solved"}
    shop = house({"work_item": [item("solved", "2026-01-05 09:00", **solved), item("open", "2026-01-06 09:00")]})
    assert parts(shop, "cases_resolved") == (1, None)
    assert parts(shop, "items_closed") == (1, None)
    assert parts(shop, "backlog") == (1, None)
