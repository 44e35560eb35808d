"""Answers read from a warehouse row by row, with what happened in their own contact."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from crm_metrics.analysis.relating import pairs as reading
from crm_metrics.analysis.relating.drivers import DRIVERS
from crm_metrics.analysis.relating.pairs import MEASURES, Answers, pairs
from crm_metrics.errors import QuestionError
from tests.analysis.relating.made_answers import NOON, SHAPES, SINCE, UNTIL, answer, contact
from tests.analysis.relating.made_pairs import pairs as made

ASKED = Answers(since=SINCE, until=UNTIL)


def test_each_row_is_an_answer_with_its_contact_its_factors_and_its_stars(house: Any) -> None:
    shop = house(
        {
            "interaction": [contact("1", NOON, 100), contact("2", NOON, 400, team="Dos")],
            "survey": [
                answer("1", NOON, 5, process="service", interaction_id="1", team="Uno"),
                answer("2", NOON, 2, process="service", interaction_id="2", team="Dos"),
                answer("3", NOON, 4, team="Uno"),
            ],
        },
        shapes=SHAPES,
    )
    rows = pairs(shop, MEASURES["csat"], [DRIVERS["handling_time"]], ASKED)
    assert len(rows) == 3
    assert rows.outcome.tolist() == [1, 0, 1]  # 4 and 5 of 5 satisfy
    assert rows.drivers["handling_time"][:2].tolist() == [100, 400]
    assert np.isnan(rows.drivers["handling_time"][2])
    assert rows.linked["contact"].tolist() == [True, True, False]
    assert rows.linked_share == pytest.approx(2 / 3)
    assert (rows.codes["team"].tolist(), rows.names["team"]) == ([0, 1, 0], ("Uno", "Dos"))
    assert rows.codes["process"].tolist() == [0, 0, -1]  # of the third nobody says the process
    assert (rows.stars.tolist(), rows.scale) == ([5, 2, 4], (1, 5))


def test_the_answers_of_processes_are_those_that_name_one_of_them(house: Any) -> None:
    survey = [answer("1", NOON, 5, process="service"), answer("2", NOON, 5, process="sales"), answer("3", NOON, 5)]
    shop = house({"survey": survey}, shapes=SHAPES)
    of_sales = Answers(since=SINCE, until=UNTIL, processes=("sales",))
    assert len(pairs(shop, MEASURES["csat"], [], of_sales)) == 1
    assert len(pairs(shop, MEASURES["csat"], [], ASKED)) == 3


def test_some_rows_and_those_of_a_factor_keep_everything_beside_them() -> None:
    answers = made([1.0, 0.0, 1.0], [10.0, 20.0, 30.0], team=["A", "B", "A"], unlinked=1)
    of_a = answers.where("team", "A")
    assert (of_a.outcome.tolist(), of_a.drivers["handling_time"].tolist()) == ([1, 1], [10, 30])
    assert of_a.linked["contact"].tolist() == [False, True]
    assert of_a.names == answers.names
    assert len(answers.where("team", "nobody")) == 0
    assert answers.where("team", "nobody").linked_share is None


def test_a_metric_without_single_answers_is_refused_with_the_closest() -> None:
    with pytest.raises(QuestionError, match="csat"):
        reading.measure_of("csta")


def test_of_no_answers_there_are_no_rows_and_no_scale(house: Any) -> None:
    rows = pairs(house({"survey": []}, shapes=SHAPES), MEASURES["csat"], [DRIVERS["handling_time"]], ASKED)
    assert (len(rows), rows.scale, rows.linked_share) == (0, None, None)
    assert all(not len(codes) for codes in rows.codes.values())
    assert set(rows.names.values()) == {()}


def test_codes_are_given_in_the_order_of_first_sight_and_the_unknown_has_none(house: Any) -> None:
    times = [NOON + timedelta(minutes=minutes) for minutes in (3, 1, 2, 0)]
    teams = ["Uno", None, "Dos", "Uno"]
    survey = [answer(str(place), at, 4, team=team) for place, (at, team) in enumerate(zip(times, teams, strict=True))]
    rows = pairs(house({"survey": survey}, shapes=SHAPES), MEASURES["csat"], [], ASKED)
    assert (rows.codes["team"].tolist(), rows.names["team"]) == ([0, -1, 1, 0], ("Uno", "Dos"))
    assert (rows.codes["month"].tolist(), rows.names["month"]) == ([0, 0, 0, 0], (str(NOON.year * 12 + NOON.month),))


def test_answers_on_two_scales_share_none(house: Any) -> None:
    survey = [answer("1", NOON, 5), answer("2", NOON, 9, instrument="nps", scale_min=0, scale_max=10)]
    rows = pairs(house({"survey": survey}, shapes=SHAPES), MEASURES["csat_mean"], [], ASKED)
    assert len(rows) == 1 and rows.scale == (1, 5)
    survey += [answer("3", NOON, 3, scale_max=3)]
    rows = pairs(house({"survey": survey}, shapes=SHAPES), MEASURES["csat_mean"], [], ASKED)
    assert (rows.stars.tolist(), rows.scale) == ([5, 3], None)
