from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from crm_metrics.analysis.models.landmark import staying

DAY, SHAPES = date(2026, 3, 2), ("survey", "book_stretch")
Row = dict[str, Any]


def answer(customer: str, score: int, day: date = DAY, key: str = "") -> Row:
    at = datetime(day.year, day.month, day.day, 17, tzinfo=UTC)
    usual = {"instrument": "nps", "relationship": True, "scale_min": 0, "scale_max": 10}
    return {"survey_id": f"{customer}{key}", **usual, "customer_id": customer, "score": score, "sent_at": at,
            "responded_at": at}  # fmt: skip


def plan(customer: str, ends: date | None) -> Row:
    return {"subscription_id": customer, "customer_id": customer, "product_id": "p", "starts_on": date(2026, 1, 1),
            "ends_on": ends, "mrr": 10}  # fmt: skip


def company(detractors: int = 40) -> dict[str, list[Row]]:
    """40 promoters, of whom 4 leave after 60 days; 40 detractors, of whom 10 leave after 20 days and 10 after 60."""
    answers = [answer(f"p{one}", 10) for one in range(40)] + [answer(f"d{one}", 2) for one in range(detractors)]
    plans = [plan(f"p{one}", DAY + timedelta(days=59) if one < 4 else None) for one in range(40)]
    plans += [
        plan(f"d{one}", DAY + timedelta(days=19 if one < 10 else 59) if one < 20 else None) for one in range(detractors)
    ]
    return {"survey": answers, "subscription": plans}


def test_customers_are_followed_forward_from_their_answer(house: Any) -> None:
    found = staying(house(company(), shapes=SHAPES), since=DAY, until=DAY)
    promoters, detractors = found.groups
    assert [(one.group, one.n, one.left) for one in found.groups] == [("promoter", 40, 4), ("detractor", 40, 20)]
    assert [share for _, share, _, _ in promoters.shares] == pytest.approx([1.0, 0.9, 0.9])
    assert [share for _, share, _, _ in detractors.shares] == pytest.approx([0.75, 0.5, 0.5])
    assert promoters.shares[0][2:] == (None, None)  # nobody has left by then: no limits
    assert found.p is not None
    assert found.p < 0.001


def test_an_answer_after_leaving_and_a_second_answer_do_not_count(house: Any) -> None:
    made = company()
    gone = [answer("x", 0), answer("p9", 0, DAY + timedelta(days=3), "again")]
    plans = [plan("x", DAY - timedelta(days=5))]
    shop = house({"survey": [*made["survey"], *gone], "subscription": [*made["subscription"], *plans]}, shapes=SHAPES)
    found = staying(shop, since=DAY, until=DAY + timedelta(days=9))
    assert [one.n for one in found.groups] == [40, 40]


def test_small_groups_and_empty_companies_give_a_reason(house: Any) -> None:
    few = staying(house(company(29), shapes=SHAPES), since=DAY, until=DAY)
    assert (few.p, str(few.reason)) == (None, "29 answers in the smallest group: fewer than 30")
    none = staying(house({}, shapes=SHAPES), since=DAY, until=DAY)
    assert (none.groups, none.p) == ((), None)
    assert none.reason is not None
