"""What the metrics of a board of one's own come to: by hand, of their part alone, at their rhythm, or why not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.boards.chosen.reading import ChosenReading, choosable, read, readable, rhythms
from crm_metrics.boards.chosen.selection import ChosenMetric, of_id
from crm_metrics.boards.core import View
from crm_metrics.boards.series import Indicator, collect
from crm_metrics.errors import QuestionError
from crm_metrics.metrics.readings import Result
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.store import Warehouse
from tests.boards.process.asked import TIMES, answer, company
from tests.conftest import House

SATURDAY = date(2026, 10, 31)


def reading(house: House, one: str, scope: Scope = EVERYTHING) -> ChosenReading:
    (found,) = read(company(house), View(scope=scope), SATURDAY, [of_id(one)])
    return found


def value(one: ChosenReading) -> float | None:
    return None if one.series is None else one.series.value


@pytest.mark.parametrize(
    ("one", "expected", "n"),
    [
        ("csat,month", 32 / 40, 40),
        ("csat,month,process=service", 32 / 40, 40),
        ("csat,month,team=Digital", 2 / 8, 8),
        ("csat,month,touchpoint=t1", 30 / 32, 32),
        ("cases_opened,month", 31, 31),
    ],
)
def test_each_is_of_its_part_alone(house: House, one: str, expected: float, n: int) -> None:
    found = reading(house, one)
    assert value(found) == pytest.approx(expected)
    assert found.series is not None and found.series.shown is not None and found.series.shown.n == n


def test_beside_a_result_stands_the_satisfaction_of_the_same_rows(house: House) -> None:
    whole, digital = reading(house, "cases_opened,month"), reading(house, "cases_opened,month,team=Digital")
    assert whole.satisfaction is not None and whole.satisfaction.value == pytest.approx(32 / 40)
    assert digital.satisfaction is not None and digital.satisfaction.value == pytest.approx(2 / 8)
    satisfied = reading(house, "csat,month,team=Digital")
    assert satisfied.is_satisfaction and satisfied.satisfaction is None


def test_a_value_leads_to_the_rows_of_its_part(house: House) -> None:
    found = reading(house, "csat,month,process=service,team=Digital")
    assert found.behind is not None
    asked = (found.behind.metric, found.behind.every, found.behind.until)
    assert asked == ("csat", "month", SATURDAY)
    assert sorted(found.behind.where) == [("process", "service"), ("team", "Digital")]


def test_a_gap_leads_to_its_plan_by_its_part_and_week(house: House) -> None:
    found = reading(house, "csat,week,process=service,team=Digital")
    if found.series is None:
        found = reading(house, "csat,month,process=service,team=Digital")
    assert found.plan is not None and not found.plan.state
    for part in ("metric=csat", "of=process%3Aservice", "of=team%3ADigital", "week=2026-10-"):
        assert part in found.plan.leads


@pytest.mark.parametrize(
    ("one", "why"),
    [
        ("nosuch,week", "gone"),
        ("csat,week,process=nosuch", "gone"),
        ("rfm_score,month", "parts"),
        ("nrr,month", "lacking"),
        ("csat,month,team=Nobody", "silent"),
    ],
)
def test_what_says_nothing_says_why(house: House, one: str, why: str) -> None:
    found = reading(house, one)
    assert (found.why, found.series) == (why, None)


@pytest.mark.parametrize(
    ("scope", "one", "why"),
    [
        (Scope(processes=("sales",)), "csat,month,process=service", "beyond"),
        (Scope(processes=("sales",)), "cases_opened,month,touchpoint=t1", "beyond"),
        (Scope(processes=("service",)), "csat,month,process=service", ""),
        (Scope(teams=("Digital",)), "csat,month,team=Voz", "beyond"),
        (Scope(teams=("Digital",)), "nosuch,month,team=Voz", "beyond"),
        (Scope(teams=("Digital",)), "csat,month", ""),
    ],
)
def test_a_part_beyond_the_scope_is_left_out_and_the_rest_is_of_the_scope(
    house: House, scope: Scope, one: str, why: str
) -> None:
    found = reading(house, one, scope)
    assert found.why == why
    if scope.teams and not why:
        assert value(found) == pytest.approx(2 / 8), "his own part of it"


def test_a_reader_of_a_process_sees_the_teams_that_have_people_in_it(house: House) -> None:
    first = date(2026, 10, 1)
    answers = [answer(f"d{n}", first + timedelta(days=n), 5 if n < 6 else 1, "t2", "Digital") for n in range(8)]
    people = [
        {"agent_id": "a", "name": "Ana", "team": "Digital", "area": "A", "process": "service"},
        {"agent_id": "b", "name": "Beto", "team": "Tienda", "area": "A", "process": "sales"},
    ]
    points = [{"touchpoint_id": "t2", "name": "Chat", "process": "service", "channel": "chat"}]
    rows = {"survey": answers, "agent": people, "touchpoint": points, "customer": [{"customer_id": "c1"}]}
    asked = [of_id(one) for one in ("csat,month,team=Digital", "csat,month,team=Tienda")]
    shop = house(rows, first=TIMES[0], through=TIMES[1])
    mine, other = read(shop, View(scope=Scope(processes=("service",))), SATURDAY, asked)
    assert value(mine) == pytest.approx(6 / 8)
    assert (other.why, other.series) == ("beyond", None)


def test_a_metric_that_fails_leaves_the_others_as_they_are(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(warehouse: Warehouse, asked: Sequence[Indicator], **more: Any) -> dict[Indicator, Result]:
        if any(one.metric == "cases_opened" for one in asked):
            raise QuestionError("its rows do not add up")
        return collect(warehouse, asked, **more)

    monkeypatch.setattr("crm_metrics.boards.chosen.reading.collect", failing)
    ids = ("cases_opened,month", "csat,month")
    failed, told = read(company(house), View(), SATURDAY, [of_id(one) for one in ids])
    assert (failed.why, str(failed.reason)) == ("silent", "its rows do not add up")
    assert value(told) == pytest.approx(32 / 40)


def test_a_metric_is_read_no_more_often_than_it_can_be_and_of_its_own_process() -> None:
    monthly = next(name for name in ("nrr", "customer_retention_rate") if metric_of(name).finest == "month")
    assert readable(ChosenMetric(monthly, "day")).every == "month"
    assert rhythms(metric_of("csat")) == ("day", "week", "month")
    assert metric_of("repurchase_index").process == "loyalty"
    own = readable(of_id("repurchase_index,month,process=sales,tier=high"))
    assert own.parts == (("tier", "high"),)
    assert not choosable(metric_of("rfm_score")) and choosable(metric_of("csat"))
