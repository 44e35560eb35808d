"""A board that was kept comes back the same, and what is none is told."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from crm_metrics.office.columns import document_text
from crm_metrics.office.meetings.frozen import (
    FrozenBaseline,
    FrozenBoard,
    FrozenCard,
    FrozenFigure,
    FrozenMetric,
    board_of,
    document,
)

FIGURE = FrozenFigure(
    metric="csat", every="week", since=date(2026, 3, 16), until=date(2026, 3, 22),
    where=(("team", "Norte"), ("channel", None)), value=0.1 + 0.2, n=20, target=0.7,
)  # fmt: skip
BOARD = FrozenBoard(
    board="weekly",
    version=3,
    updated=datetime(2026, 3, 23, 12, tzinfo=UTC),
    through=date(2026, 3, 22),
    currency="COP",
    summary=({"es": "Bajó", "en": "It fell"},),
    cards=(FrozenCard("gaps", {"en": "One gap"}, {"en": "by week"}, (FIGURE,)),),
    metrics={"csat": FrozenMetric(name={"en": "CSAT"}, unit="percent", formula="a ÷ b", definition="on | a | b")},
    left_out=2,
    baselines=(
        FrozenBaseline(
            metric="csat", where=(("team", "Norte"),), day=date(2026, 2, 2), why="Guion «nuevo»", author="Ana"
        ),
    ),
)


def test_a_board_comes_back_to_the_last_digit() -> None:
    assert board_of(json.loads(document_text(document(BOARD)))) == BOARD


def test_a_board_that_was_kept_before_baselines_were_comes_back_without_any() -> None:
    kept = document(BOARD)
    del kept["baselines"]
    assert board_of(kept).baselines == ()


def test_figures_of_one_question_have_one_key() -> None:
    assert FIGURE.key == ("csat", "week", date(2026, 3, 16), date(2026, 3, 22), (("team", "Norte"), ("channel", None)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": True}, {"version": "3"}, {"through": "yesterday"}, {"cards": None}, {"metrics": {}},
        {"summary": [["Bajó"]]}, {"summary": [{"es": 3}]}, {"cards": [{"key": "gaps"}]}, {"left_out": 1.5},
        {"metrics": []}, {"baselines": [{"metric": "csat"}]}, {"baselines": 3},
    ],
)  # fmt: skip
def test_what_is_no_board_is_told(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        board_of({**document(BOARD), **wrong})


@pytest.mark.parametrize("wrong", [{"value": "0.3"}, {"value": float("nan")}, {"n": 1.5}, {"where": [["team", 3]]},
                                   {"where": ["team"]}, {"metric": "gone"}])  # fmt: skip
def test_a_figure_that_is_none_is_told(wrong: dict[str, Any]) -> None:
    kept = document(BOARD)
    kept["cards"][0]["figures"][0] |= wrong
    with pytest.raises(ValueError):
        board_of(kept)
