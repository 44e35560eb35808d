from __future__ import annotations

from datetime import date, timedelta

import pytest

from crm_metrics.boards.core import Control, Point
from crm_metrics.figures import LIGHT, figure
from crm_metrics.figures.look import ticks
from crm_metrics.words import NBSP, Words

es, en = Words("es-CO"), Words("en")


def chart(*values: float) -> Control:
    """A share by day from 2 November on, with its limits and goal."""
    points = tuple(Point(day=date(2026, 11, 2) + timedelta(days=n), value=value) for n, value in enumerate(values))
    return Control(name="SLA", unit="percent", points=points, centre=0.8, low=0.7, high=0.9, goal=0.85)


def test_ticks_are_round_and_said_in_the_readers_language() -> None:
    assert ticks(0.71, 0.93, "percent") == pytest.approx([0.75, 0.8, 0.85, 0.9])
    assert ticks(95, 320, "seconds") == [120, 180, 240, 300]
    drawn = figure(chart(0.8125, 0.83, 0.8), es, LIGHT)
    assert all(text.endswith(NBSP + "%") for text in drawn.layout.yaxis.ticktext)
    assert figure(chart(0.8, 0.83, 0.8), en, LIGHT).layout.xaxis.ticktext[-1].endswith("Nov")
    assert drawn.layout.xaxis.ticktext[-1].endswith("nov")


@pytest.mark.parametrize("low", [0.0, 0.001, 3.0, 950.0])
@pytest.mark.parametrize("size", [0.0007, 0.4, 1.0, 37.0, 8_100.0, 2.5e9])
@pytest.mark.parametrize("unit", ["percent", "count", "seconds", "money"])
def test_there_are_one_to_five_ticks_and_all_lie_inside(low: float, size: float, unit: str) -> None:
    at = ticks(low, low + size, unit)
    assert 1 <= len(at) <= 5
    assert all(low - 1e-9 * size <= one <= low + size * (1 + 1e-9) for one in at)
