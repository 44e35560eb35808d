"""The parts that are kept as what brought most of a gap, in weeks that are counted on fingers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from crm_metrics.access import EVERYTHING
from crm_metrics.boards.plans.opening import GapAsked, gap_of
from crm_metrics.metrics.shop import Shop
from tests.conftest import House

WEEK = date(2026, 3, 16)
SERVICE = (("process", "service"),)
EACH = 40  # answers of each cell


def company(house: House, satisfied: dict[tuple[str, str], int], goal: float | None = 0.8) -> Shop:
    """A week of answers: of each team and touchpoint, so many of forty are satisfied."""
    rows: list[dict[str, Any]] = [
        {
            "survey_id": f"{team}{point}{place}", "instrument": "csat", "customer_id": "ana", "process": "service",
            "team": team, "touchpoint_id": point, "score": 5 if place < hits else 1, "scale_min": 1, "scale_max": 5,
            "sent_at": datetime(2026, 3, 18, 15, tzinfo=UTC), "responded_at": datetime(2026, 3, 18, 15, tzinfo=UTC),
        }
        for (team, point), hits in satisfied.items()
        for place in range(EACH)
    ]  # fmt: skip
    points = [
        {"touchpoint_id": point, "name": point, "process": "service", "channel": point}
        for point in sorted({point for _, point in satisfied})
    ]
    goals = [{"metric": "csat", "cadence": "week", "goal": goal, "valid_from": date(2026, 1, 1)}] if goal else []
    return house(
        {"survey": rows, "touchpoint": points, "target": goals},
        through=date(2026, 3, 22),
        loaded_at=datetime(2026, 3, 23, 12, tzinfo=UTC),
    )


def told(shop: Shop) -> list[tuple[str, str, float]]:
    gap = gap_of(shop, GapAsked("csat", SERVICE, WEEK), EVERYTHING)
    return [(one.dimension, one.cell, round(one.total, 9)) for one in gap.drivers]


def test_of_each_dimension_the_part_that_brings_most_beyond_its_share_of_the_rows(house: House) -> None:
    """Of 160 answers 102 are satisfied where 128 should be. North by phone lacks 22 of its 32, north by chat 4: north
    brings 26 of the 26 that lack. By phone 22 lack, by chat 4."""
    shop = company(
        house, {("North", "phone"): 10, ("North", "chat"): 28, ("South", "phone"): 32, ("South", "chat"): 32}
    )
    assert told(shop) == [
        ("team", "North", round(-26 / 160, 9)),
        ("channel", "phone", round(-22 / 160, 9)),
        ("touchpoint", "phone", round(-22 / 160, 9)),
    ]


def test_parts_that_all_lack_as_much_are_no_drivers(house: House) -> None:
    assert told(company(house, {("North", "phone"): 20, ("South", "phone"): 20})) == []


@pytest.mark.parametrize("goal", [None, 0.3])
def test_without_an_objective_that_is_missed_there_is_nothing_to_bring(house: House, goal: float | None) -> None:
    assert told(company(house, {("North", "phone"): 10, ("South", "phone"): 32}, goal)) == []
