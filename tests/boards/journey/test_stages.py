"""The stages of the relation: how many customers stand in each at the close, and who moved on."""

from __future__ import annotations

from datetime import date
from typing import Any

from crm_metrics.boards.core import Grid
from crm_metrics.boards.journey import stages
from crm_metrics.boards.journey.stages import StageTable
from crm_metrics.metrics.readings import Reading
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME

EN = Words("en")
MONTH = date(2026, 10, 1)


def reading(metric: str, stage: str, value: float, n: int = 100) -> Reading:
    return Reading(
        metric=metric, period=MONTH, groups=(stage,), numerator=value, denominator=None, value=value, n=n, complete=True
    )


def table(counts: dict[str, int], moves: dict[tuple[str, str], int]) -> StageTable:
    name = "lifecycle_stage_count"
    told: Any = {(name, stage): reading(name, stage, value) for stage, value in counts.items()}
    return StageTable(month=MONTH, readings=told, moves=moves)


def test_stages_stand_in_their_order_and_the_title_names_the_fullest() -> None:
    shown = table({"commitment": 30, "expansion": 60, "exploration": 10}, {})
    made = stages.card(shown, FRAME, EN)
    assert made.title == "60% of the active customers with a stage are in expansion"  # 60 of 100
    assert isinstance(made.body, Grid)
    rows = made.body.rows
    assert [row.key for row in rows] == list(stages.STAGES)
    assert [row.cells[1].text for row in rows] == ["10", "–", "60", "30", "–"]


def test_where_customers_went_is_told_largest_first() -> None:
    moves = {("expansion", "commitment"): 3, ("expansion", "dissolution"): 7, ("awareness", "expansion"): 2}
    made = stages.card(table({"expansion": 5, "awareness": 5}, moves), FRAME, EN)
    gone = {row.key: row.cells[-1].text for row in made.body.rows}  # type: ignore[union-attr] # a table
    assert gone["expansion"] == "Dissolution 7, Commitment 3"
    assert (gone["awareness"], gone["exploration"]) == ("Expansion 2", "–")
