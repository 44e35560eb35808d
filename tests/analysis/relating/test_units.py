"""Agents, teams and the company over time: which periods count, and what of them is said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from crm_metrics.analysis.relating import units
from crm_metrics.boards.telling import findings
from crm_metrics.errors import QuestionError
from crm_metrics.metrics import CATALOGUE
from crm_metrics.words import Words
from tests.analysis.relating.made_answers import SHAPES, ask, over_weeks, rows, weeks


def test_what_is_measured_by_the_month_or_answered_months_later_is_read_by_the_month() -> None:
    assert units.cadence_of(CATALOGUE["average_handle_time"], "csat") == "week"
    assert units.cadence_of(CATALOGUE["average_handle_time"], "nps") == "month"
    assert (units.lags_of("csat"), units.lags_of("nps")) == ((0,), (1, 2))


def test_a_metric_of_parts_is_not_asked_of_another_process_over_time(house: Any) -> None:
    with pytest.raises(QuestionError, match="belongs to service"):
        ask(house(rows(40), shapes=SHAPES), "cases_resolved_per_hour", process="collections", unit="team")


def test_teams_over_time_are_read_within_each_team_and_stand_in_for_missing_links(house: Any) -> None:
    made = weeks(2, 20)
    shop = house(made, first=date(2025, 1, 1), shapes=SHAPES)
    found = over_weeks(shop, 20, unit="team")
    assert (found.n, found.groups, found.every, found.verdict) == (40, 2, "week", "related")
    assert found.coefficient is not None
    assert found.coefficient.value < -0.8
    assert found.effect is not None
    # 30 points lost over 120 s, per tenth of the mean: 350 s, and 120 s more in the slow weeks.
    slow = sum(one["talk_seconds"] % 100 == 20 for one in made["interaction"]) / 40
    assert found.effect.value == pytest.approx(-0.3 / 120 * (350 + 120 * slow) / 10, rel=0.02)
    assert findings.per(found, Words("en")) == "for 10% more of it"
    best = over_weeks(shop, 20)
    assert (best.unit, best.verdict) == ("team", "related")  # no answer names a contact or an agent


def test_thin_weeks_are_left_out_and_one_series_describes_and_decides_nothing(house: Any) -> None:
    made = weeks(1, 34)
    survey = [one for one in made["survey"] if one["survey_id"] != "s00000"]
    shop = house({**made, "survey": survey}, first=date(2025, 1, 1), shapes=SHAPES)
    team = over_weeks(shop, 34, unit="team")
    assert (team.n, team.thin) == (33, 1)
    found = over_weeks(shop, 34, unit="company")
    assert (found.verdict, found.n, found.p, found.q) == ("description", 33, None, None)
    assert findings.finding(found, Words("en")) == "Description only."
