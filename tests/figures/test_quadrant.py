"""A cloud of units as it is drawn: size by answers, the few hollow, names where they can be read, a line inside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from crm_metrics.boards.behind.provenance import Provenance
from crm_metrics.boards.bodies.quadrant import Quadrant, QuadrantPoint
from crm_metrics.figures import LIGHT, bodies
from crm_metrics.figures.look import CLEAR, Look
from crm_metrics.figures.quadrant import FADED, MOST, quadrant
from crm_metrics.words import Words

LOOK = Look(Words("en"), LIGHT)


def point(unit: str, x: float, y: float, n: int = 100, **more: Any) -> QuadrantPoint:
    return QuadrantPoint(unit=unit, name=unit, x=x, y=y, n=n, **more)


def cloud(*points: QuadrantPoint, **more: Any) -> Quadrant:
    given = {"middle": (5.0, 0.5), "corners": ("a", "b", "c", "d"), **more}
    return Quadrant(points=points, units=("ratio", "percent"), titles=("Per hour", "CSAT"), **given)


def named(body: Quadrant) -> list[str]:
    """The names that are written in the chart, without the words of the corners."""
    return [note["text"] for note in quadrant(body, LOOK)["layout"]["annotations"][4:]]


def test_four_times_the_answers_are_twice_as_wide_and_the_few_are_hollow() -> None:
    drawn = quadrant(cloud(point("a", 1, 0.2, 400), point("b", 9, 0.8, 100), point("c", 5, 0.5, 3, small=True)), LOOK)
    marker = drawn["data"][0]["marker"]
    assert marker["size"][:2] == [MOST, MOST / 2]
    assert marker["color"] == [LIGHT.data, LIGHT.data, CLEAR]
    assert marker["line"]["color"][2] == LIGHT.muted


def test_a_name_for_where_a_unit_stands_has_a_shape_as_well_as_a_colour() -> None:
    drawn = quadrant(cloud(point("a", 1, 0.2, standing="bad"), point("b", 9, 0.8, standing="good")), LOOK)
    marker = drawn["data"][0]["marker"]
    assert list(zip(marker["symbol"], marker["color"], strict=True)) == [("square", LIGHT.bad), ("diamond", LIGHT.good)]


def test_those_not_chosen_fade() -> None:
    drawn = quadrant(cloud(point("a", 1, 0.2), point("b", 9, 0.8, chosen=False)), LOOK)
    assert drawn["data"][0]["marker"]["opacity"] == [1.0, FADED]


def test_a_name_stands_only_where_it_covers_neither_a_point_nor_a_name() -> None:
    apart = cloud(point("Ana", 1, 0.2, named=True), point("Berta", 9, 0.8, named=True), point("Cata", 5, 0.5))
    assert sorted(named(apart)) == ["Ana", "Berta"]
    close = cloud(*(point(f"Person {n}", 5 + n / 100, 0.5, named=True) for n in range(9)), point("Far", 1, 0.1))
    assert len(named(close)) <= 1


def test_the_line_ends_with_the_units_and_is_dashed_where_it_may_be_chance() -> None:
    body = cloud(point("a", 1, 0.2), point("b", 9, 0.8), line=((1.0, 0.3), (9.0, 0.7)))
    drawn = quadrant(body, LOOK)["layout"]["shapes"][-1]
    assert (drawn["x0"], drawn["x1"], drawn["y0"], drawn["y1"]) == (1.0, 9.0, 0.3, 0.7)
    assert drawn["line"]["dash"] != "solid"
    certain = quadrant(replace(body, certain=True), LOOK)["layout"]["shapes"][-1]
    assert certain["line"]["dash"] == "solid"


@pytest.mark.parametrize(("middle", "lines"), [((5.0, 0.5), 2), ((None, 0.5), 1), ((None, None), 0)])
def test_a_middle_that_is_not_told_is_not_drawn(middle: tuple[float | None, float | None], lines: int) -> None:
    assert len(quadrant(cloud(point("a", 1, 0.2), middle=middle), LOOK)["layout"]["shapes"]) == lines


def test_both_values_of_each_point_lead_to_their_rows() -> None:
    days = date(2026, 10, 31)
    x, y = (Provenance(metric=metric, every="month", until=days) for metric in ("contacts_per_hour", "csat"))
    said = bodies.foot(cloud(point("Ana", 1, 0.2, behind=(x, y)), point("Berta", 9, 0.8)), Words("en"))
    assert said.count("<a ") == 2
    assert "Ana · Per hour" in said
    assert "metric=csat" in said
