"""What the objectives of processes and teams add up to beside the whole's, worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.goals.tree import added, branches
from crm_metrics.metrics.shop import Shop
from tests.conftest import House

DAY = date(2026, 11, 14)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working folder without the project's own data/targets.csv."""
    monkeypatch.chdir(tmp_path)


def target(metric: str, goal: float, **fields: Any) -> dict[str, Any]:
    return {
        "metric": metric,
        "cadence": "month",
        "goal": goal,
        "tolerance": 0.0,
        "valid_from": date(2026, 1, 1),
        **fields,
    }


def company(house: House, *targets: dict[str, Any]) -> Shop:
    return house({"target": list(targets)}, shapes=["calendar_day", "watermark", "work_item", "interaction"])


def test_parts_that_ask_less_or_more_than_the_whole_are_told_to_the_last_unit(house: House) -> None:
    # Contacts: 100 of the company; 60 and 45 of two processes: 105, five more. Of the first 60, teams of 20.1 and 39.8:
    # 59.9, a tenth less.
    shop = company(
        house,
        target("contacts_handled", 100),
        target("contacts_handled", 60, process="sales"),
        target("contacts_handled", 45, process="service"),
        target("contacts_handled", 20.1, process="sales", team="north"),
        target("contacts_handled", 39.8, process="sales", team="south"),
    )
    metric = CATALOGUE["contacts_handled"]
    known = branches(shop, metric, DAY, EVERYTHING)
    assert [one.place for one in known] == [
        ("", ""), ("sales", ""), ("sales", "north"), ("sales", "south"), ("service", ""),
    ]  # fmt: skip
    found = added(metric, known)
    assert [(one.whole.place, one.together, one.more) for one in found] == [
        (("", ""), Decimal(105), Decimal(5)),
        (("sales", ""), Decimal("59.9"), Decimal("-0.1")),
    ]


def test_teams_without_a_process_above_them_are_parts_of_the_company(house: House) -> None:
    shop = company(house, target("contacts_handled", 10), target("contacts_handled", 4, team="north"))
    metric = CATALOGUE["contacts_handled"]
    (only,) = added(metric, branches(shop, metric, DAY, EVERYTHING))
    assert (only.whole.place, only.more) == (("", ""), Decimal(-6))


@pytest.mark.parametrize("name", ["csat", "backlog", "active_customers", "average_handle_time"])
def test_rates_means_and_stocks_are_not_added_up(house: House, name: str) -> None:
    shop = company(house, target(name, 10), target(name, 4, process="service"), target(name, 5, process="sales"))
    metric = CATALOGUE[name]
    assert branches(shop, metric, DAY, EVERYTHING)
    assert added(metric, branches(shop, metric, DAY, EVERYTHING)) == ()


def test_an_objective_of_another_month_is_no_branch(house: House) -> None:
    shop = company(house, target("contacts_handled", 10, valid_to=date(2026, 11, 1)))
    assert branches(shop, CATALOGUE["contacts_handled"], DAY, EVERYTHING) == ()


def test_a_reader_sees_the_parts_that_lie_within_the_scope_and_no_whole_around_them(house: House) -> None:
    shop = company(
        house,
        target("contacts_handled", 100),
        target("contacts_handled", 60, process="sales"),
        target("contacts_handled", 20, process="sales", team="north"),
        target("contacts_handled", 30, process="sales", team="south"),
    )
    metric = CATALOGUE["contacts_handled"]

    def places(scope: Scope) -> list[tuple[str, str]]:
        return [one.place for one in branches(shop, metric, DAY, scope)]

    assert places(Scope(processes=("sales",))) == [("sales", ""), ("sales", "north"), ("sales", "south")]
    assert places(Scope(teams=("north",))) == [("sales", "north")]
    assert places(Scope(processes=("service",))) == places(Scope(agents=("a1",))) == []
