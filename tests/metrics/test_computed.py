"""Arithmetic over metrics: same period, same group, same process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crm_metrics.access import Scope
from crm_metrics.errors import DefinitionError, QuestionError
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.shop import Shop

House = Callable[..., Shop]
Row = dict[str, Any]
ZONE = ZoneInfo("America/Bogota")
END = date(2026, 1, 31)


def moment(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 1, day, hour, tzinfo=ZONE)


def hours(agent: str, team: str, day: int, seconds: int, process: str = "service") -> Row:
    usual = {"agent_id": agent, "team": team, "process": process, "started_at": moment(day), "state": "handling"}
    return {**usual, "seconds": seconds}


def resolved(key: str, team: str, day: int, **fields: Any) -> Row:
    usual: Row = {"work_item_id": key, "process": "service", "kind": "request", "customer_id": "a", "status": "closed"}
    times = {"opened_at": moment(day), "first_resolved_at": moment(day, 10), "closed_at": moment(day, 10)}
    return {**usual, **times, "team": team, "agent_id": f"agent {team}", "outcome": "resolved", **fields}


def won(key: str, amount: int, **fields: Any) -> Row:
    return resolved(key, "shop", 10, process="sales", kind="new_sale", outcome="won", amount=amount, **fields)


def test_a_group_that_stands_on_one_side_only_is_kept(house: House) -> None:
    rows = {
        "work_item": [resolved("1", "north", 5), resolved("2", "north", 6), resolved("3", "east", 7)],
        "agent_time": [hours("n", "north", 5, 7200), hours("s", "south", 5, 3600)],
    }
    found = CATALOGUE["cases_resolved_per_hour"].measure(house(rows, through=END), by="team").readings
    assert [(one.groups[0], one.numerator, one.denominator, one.value) for one in found] == [
        ("east", 1, 0, None),
        ("north", 2, 2, 1.0),
        ("south", 0, 1, 0.0),
    ]
    assert str(found[0].reason) == "nothing to divide by"
    assert (found[1].low, found[1].high) == (None, None)


def test_hours_are_those_of_the_metrics_own_process(house: House) -> None:
    rows = {
        "work_item": [resolved("1", "north", 5)],
        "agent_time": [hours("n", "north", 5, 1800), hours("n", "north", 6, 3600, process="sales")],
    }
    (only,) = CATALOGUE["cases_resolved_per_hour"].measure(house(rows, through=END)).readings
    assert (only.numerator, only.denominator, only.value) == (1, 0.5, 2.0)


def test_productivity_exists_without_hours(house: House) -> None:
    rows = {"work_item": [resolved("1", "north", 5), resolved("2", "north", 5), resolved("3", "north", 6)]}
    warehouse = house(rows, through=END)
    asked = ask(warehouse, [CATALOGUE["cases_resolved_per_hour"], CATALOGUE["cases_resolved_per_agent_day"]])
    (hourly,), (daily,) = (one.readings for one in asked.values())
    assert (hourly.value, str(hourly.reason)) == (None, "needs agent_time, which was never loaded")
    assert (daily.numerator, daily.denominator, daily.value, daily.n) == (3, 2, 1.5, 2)


def test_two_metrics_of_other_processes_can_use_one_part_in_one_question(house: House) -> None:
    contact = {"touchpoint_id": "p", "direction": "outbound", "disposition": "handled", "right_party": True}
    calls = [
        {**contact, "interaction_id": str(i), "process": process, "offered_at": moment(5)}
        for i, process in enumerate(["telemarketing", "telemarketing", "collections"])
    ]
    times = [hours("t", "t", 5, 3600, "telemarketing"), hours("c", "c", 5, 3600, "collections")]
    mine = Metric(
        name="debtors_per_hour",
        label="Debtors per hour",
        means="Contacts with the debtor, per productive hour.",
        unit="ratio",
        on="period",
        process="collections",
        numerator="right_party_contacts",
        denominator="productive_hours",
    )
    found = ask(house({"interaction": calls, "agent_time": times}, through=END), [CATALOGUE["contacts_per_hour"], mine])
    assert [one.readings[0].value for one in found.values()] == [2.0, 1.0]


def test_it_offers_only_the_dimensions_that_both_sides_have(house: House) -> None:
    warehouse = house({"work_item": [], "agent_time": []})
    with pytest.raises(QuestionError) as caught:
        CATALOGUE["cases_resolved_per_hour"].measure(warehouse, by="tier")
    known = "Known: agent, area, process, team."
    assert str(caught.value) == "No column 'tier' in cases_resolved_per_hour. " + known


def test_an_unknown_part_gets_the_closest_metric(house: House) -> None:
    wrong = Metric(name="mine", label="Mine", means="X.", unit="ratio", on="period", numerator="bokings")
    with pytest.raises(DefinitionError, match=r"mine: no metric 'bokings'\. Did you mean 'bookings'\?"):
        wrong.measure(house({"work_item": []}))


def test_it_is_complete_only_when_both_sides_are(house: House) -> None:
    warehouse = house(
        {"work_item": [resolved("1", "north", 5)], "agent_time": [hours("n", "north", 5, 3600)]}, through=END
    )
    warehouse.connection.execute(
        "update shape.watermark set loaded_through = '2026-01-20' where table_name = 'agent_time'"
    )
    (only,) = CATALOGUE["cases_resolved_per_hour"].measure(warehouse).readings
    assert (only.value, only.complete) == (1.0, False)
    assert str(only.reason) == "agent_time is loaded through 2026-01-20"


def test_velocity_is_recomputed_from_its_four_parts(house: House) -> None:
    # One deal of 1,000 won after 4 days, one lost, one still open: 1 × ½ × 1,000 ÷ 4 = 125 a day.
    sale: Row = {"process": "sales", "kind": "new_sale"}
    rows = [
        won("1", 1000, opened_at=moment(6)),
        resolved("2", "shop", 12, **sale, outcome="lost"),
        {**resolved("3", "shop", 12, **sale), "closed_at": None, "first_resolved_at": None, "outcome": None},
    ]
    (only,) = CATALOGUE["sales_velocity"].measure(house({"work_item": rows}, through=END)).readings
    assert (only.numerator, only.denominator, only.value) == (500, 4, 125.0)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ({}, 0.4),
        ({"where": {"team": "shop"}}, 0.8),
        ({"where": {"team": "web"}}, None),
        ({"where": {"team": ["shop", "web"]}}, None),
        ({"where": {"channel": "phone"}}, None),
        ({"scope": Scope(teams=("shop",))}, 0.8),
        ({"scope": Scope(teams=("shop", "web"))}, None),
        ({"scope": Scope(processes=("sales",))}, 0.4),
        ({"every": "quarter"}, None),
    ],
)
def test_attainment_is_against_the_goal_of_the_same_scope_and_cadence(
    house: House, question: dict[str, Any], value: float | None
) -> None:
    goal = {"metric": "bookings", "cadence": "month", "tolerance": 0, "valid_from": date(2026, 1, 1)}
    targets = [{**goal, "goal": 1000}, {**goal, "goal": 500, "team": "shop"}]
    warehouse = house({"work_item": [won("1", 400)], "target": targets}, through=END)
    (only,) = CATALOGUE["quota_attainment"].measure(warehouse, **question).readings
    assert only.value == value
