"""Comments by theme, cases by path and sales by follow-up, worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse.company.themes import CommentTheme
from tests.metrics.made import House, Row
from tests.warehouse.shapes.made import at, contact, item, resolved

JANUARY: dict[str, Any] = {"since": date(2026, 1, 1), "until": date(2026, 1, 31)}
THEMES = (CommentTheme("Entrega", ("tarde", "no llegó")), CommentTheme("Trato", ("grosero", "amable*")))


def told(shop: Shop, name: str, by: str = "") -> Mapping[str | None, tuple[object, object]]:
    """Numerator and denominator by group."""
    found = CATALOGUE[name].measure(shop, **JANUARY, by=(by,) if by else ())
    return {str(one.groups[0]) if by and one.groups[0] else None: (one.numerator, one.denominator)
            for one in found.readings}  # fmt: skip


def said(name: str, score: float, comment: str | None, **more: Any) -> Row:
    """A satisfaction answer of January, from 1 to 5."""
    base: Row = {"survey_id": name, "instrument": "csat", "relationship": False, "customer_id": "c1", "scale_min": 1}
    moment: dict[str, datetime] = {"sent_at": at("2026-01-10 09:00"), "responded_at": at("2026-01-10 10:00")}
    return base | moment | {"scale_max": 5, "score": score, "comment": comment} | more


@pytest.fixture
def answers(house: House) -> Shop:
    """Six answers: two late, one of them rude too; one friendly; one of no theme; one blank; one without a comment."""
    rows = [
        said("1", 1, "Llegó TARDE"),
        said("2", 2, "no llego, y fue grosero"),
        said("3", 5, "Muy amables"),
        said("4", 4, "Todo bien"),
        said("5", 5, "   "),
        said("6", 3, None),
    ]
    themes = [{"theme": one.name, "pattern": one.pattern} for one in THEMES]
    return house({"survey": rows, "comment_theme": themes}, through=date(2026, 3, 31))


def test_a_comment_counts_in_each_of_its_themes_and_once_in_all(answers: Shop) -> None:
    assert told(answers, "comments", "theme") == {"Entrega": (2, None), "Trato": (2, None), None: (1, None)}
    assert told(answers, "comments") == {None: (4, None)}


def test_the_share_of_no_theme_is_of_all_comments(answers: Shop) -> None:
    assert told(answers, "unnamed_comment_share") == {None: (1, 4)}


def test_the_satisfaction_of_who_comments_counts_an_answer_once(answers: Shop) -> None:
    """Of the four that say something, 3 and 4 are satisfied; of delivery none of two, of manners one of two."""
    assert told(answers, "commented_csat") == {None: (2, 4)}
    assert told(answers, "commented_csat", "theme") == {"Entrega": (0, 2), "Trato": (1, 2), None: (1, 1)}


@pytest.fixture
def cases(house: House) -> Shop:
    """Five cases of January: by phone twice; phone, chat, phone; chat; without a contact; and one that is open.

    Case b had an attempt that nobody answered: it is no step. Two answers on b, one of them satisfied; one on a.
    One contact of e is at a touchpoint without a channel; one contact, and one attempt, name no case.
    """
    points = [{"touchpoint_id": one, "process": "service", "channel": two, "name": one}
              for one, two in (("line", "phone"), ("web", "chat"))]  # fmt: skip
    work = [
        resolved("a", "2026-01-05 09:00", "2026-01-06 10:00"),
        resolved("b", "2026-01-05 09:00", "2026-01-09 10:00"),
        resolved("c", "2026-01-07 09:00", "2026-01-07 10:00"),
        resolved("d", "2026-01-07 09:00", "2026-01-07 10:00"),
        item("e", "2026-01-07 09:00"),
    ]
    contacts = [
        contact("a1", "2026-01-05 09:00", "a"),
        contact("a2", "2026-01-05 12:00", "a"),
        contact("b1", "2026-01-05 09:00", "b"),
        contact("b2", "2026-01-06 09:00", "b", touchpoint_id="web"),
        contact("b3", "2026-01-06 10:00", "b", touchpoint_id="web", disposition="no_answer"),
        contact("b4", "2026-01-07 09:00", "b"),
        contact("c1", "2026-01-07 09:00", "c", touchpoint_id="web"),
        contact("e1", "2026-01-07 09:00", "e"),
        contact("e2", "2026-01-07 12:00", "e", touchpoint_id="nowhere"),
        contact("z", "2026-01-08 09:00"),
        contact("z2", "2026-01-08 09:00", disposition="no_answer"),
    ]
    surveys = [
        said("s1", 5, None, work_item_id="b"),
        said("s2", 2, None, work_item_id="b"),
        said("s3", 4, None, work_item_id="a"),
    ]
    rows = {"touchpoint": points, "work_item": work, "interaction": contacts, "survey": surveys}
    return house(rows, through=date(2026, 3, 31))


def test_repeats_on_one_channel_are_one_step_and_attempts_none(cases: Shop) -> None:
    paths = {"phone": (1, None), "phone → chat → phone": (1, None), "chat": (1, None)}
    assert told(cases, "case_paths", "path") == paths
    assert told(cases, "channel_change_share") == {None: (1, 3)}


def test_contacts_that_are_in_no_path_are_counted_by_what_they_lack(cases: Shop) -> None:
    assert told(cases, "contacts_without_case") == {None: (1, None)}
    assert told(cases, "contacts_without_channel") == {None: (1, None)}


def test_contacts_days_and_satisfaction_are_of_the_path(cases: Shop) -> None:
    """a: two contacts, a day; b: three, four days, one of two satisfied; c: one, none."""
    assert told(cases, "path_contacts", "path") == {"phone": (2, 1), "phone → chat → phone": (3, 1), "chat": (1, 1)}
    assert told(cases, "path_days", "path") == {"phone": (1, 1), "phone → chat → phone": (4, 1), "chat": (0, 1)}
    assert told(cases, "path_csat", "path") == {"phone": (1, 1), "phone → chat → phone": (1, 2)}


def test_a_share_of_satisfied_answers_stays_within_its_bounds(cases: Shop) -> None:
    for one in CATALOGUE["path_csat"].measure(cases, **JANUARY, by=("path",)).readings:
        assert one.low is None or one.high is None or 0 <= one.low <= one.high <= 1


def test_sales_are_told_apart_by_whether_somebody_called(house: House) -> None:
    """x was called on the third day, y on the ninth, z by nobody; x answered 5 and 4 within thirty days and 1 after
    them, y answered 2. What x said of service, or of another team, is of no sale."""
    won: Row = {"process": "sales", "kind": "new_sale", "outcome": "won", "first_resolved_at": None, "team": "own"}
    sales = [resolved(one, "2026-01-02 09:00", "2026-01-05 10:00", customer_id=one, **won) for one in "xyz"]
    call: Row = {"process": "sales", "direction": "outbound"}
    contacts = [
        contact("1", "2026-01-08 09:00", customer_id="x", **call),
        contact("2", "2026-01-14 09:00", customer_id="y", **call),
    ]

    def after(name: str, customer: str, day: str, score: float) -> Row:
        moment = {"sent_at": at(f"{day} 08:00"), "responded_at": at(f"{day} 09:00")}
        return said(name, score, None, customer_id=customer, process="sales") | moment

    surveys = [
        after("1", "x", "2026-01-06", 5),
        after("2", "x", "2026-02-04", 4),  # the thirtieth day
        after("3", "x", "2026-02-05", 1),
        after("4", "y", "2026-01-20", 2),
        said("5", 1, None, customer_id="x", process="service"),
        after("6", "x", "2026-01-09", 1) | {"team": "another"},
    ]
    rows = {"work_item": sales, "interaction": contacts, "survey": surveys}
    shop = house(rows, through=date(2026, 3, 31))
    assert told(shop, "sales_by_followup", "followed") == {"followed_up": (1, None), "not_followed_up": (2, None)}
    assert told(shop, "after_sale_csat", "followed") == {"followed_up": (2, 2), "not_followed_up": (0, 1)}
