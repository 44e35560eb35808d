"""Answers about contacts of a certain handling time alone: their rows, and the share that they make."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from crm_metrics.metrics.behind.handling import of_contacts
from crm_metrics.metrics.behind.rows import RowsBehind, rows_behind
from crm_metrics.metrics.registry import metric_of
from tests.metrics.made import House, Row, noon

DAY = date(2026, 1, 5)


def contact(key: str, seconds: int, **fields: Any) -> Row:
    usual = {"interaction_id": key, "process": "service", "touchpoint_id": "line", "direction": "inbound"}
    times = {"offered_at": noon(DAY), "answered_at": noon(DAY)}
    return {**usual, **times, "disposition": "handled", "talk_seconds": seconds, "customer_id": "ana", **fields}


def survey(key: str, about: str | None, score: int) -> Row:
    usual = {"survey_id": key, "instrument": "csat", "customer_id": "ana", "interaction_id": about}
    return {**usual, "sent_at": noon(DAY), "responded_at": noon(DAY), "score": score, "scale_min": 1, "scale_max": 5}


@pytest.fixture
def behind(house: House) -> RowsBehind:
    """Contacts of 60, 90, 90 and 120 s, all but the second to their customer's liking, and an answer about none."""
    contacts = [contact(f"k{place}", seconds) for place, seconds in enumerate((60, 90, 90, 120))]
    answers = [survey(f"s{place}", f"k{place}", score) for place, score in enumerate((5, 1, 4, 5))]
    line = {"touchpoint_id": "line", "process": "service", "name": "Línea", "channel": "phone"}
    shop = house({"touchpoint": [line], "interaction": contacts, "survey": [*answers, survey("s9", None, 1)]})
    return rows_behind(shop, metric_of("csat"), every="all", since=DAY, until=DAY)


def surveys(behind: RowsBehind) -> list[str]:
    (part,) = behind.parts
    return sorted(row[part.head.index("survey_id")] for row in part.rows)


@pytest.mark.parametrize(
    ("took", "kept", "value"),
    [((60, 90), ["s0", "s1", "s2"], 2 / 3), ((91, 120), ["s3"], 1.0), ((60, 120), ["s0", "s1", "s2", "s3"], 3 / 4)],
)
def test_both_ends_are_in_and_the_rows_make_the_share_anew(
    behind: RowsBehind, took: tuple[int, int], kept: list[str], value: float
) -> None:
    found = of_contacts(behind, took)
    assert surveys(found) == kept
    assert [one.value for one in found.result.readings] == [pytest.approx(value)]


def test_of_a_time_that_no_contact_took_there_is_no_number(behind: RowsBehind) -> None:
    found = of_contacts(behind, (500, 600))
    assert surveys(found) == []
    assert [one.value for one in found.result.readings] == [None]


def test_where_only_the_first_rows_are_wanted_the_number_is_still_of_all(behind: RowsBehind) -> None:
    found = of_contacts(behind, (60, 120), most=1)
    (part,) = found.parts
    assert (len(part.rows), part.count) == (1, 4)
    assert [one.value for one in found.result.readings] == [pytest.approx(3 / 4)]
