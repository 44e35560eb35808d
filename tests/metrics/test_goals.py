"""Which goal holds: for whom, when, and from which place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crm_metrics.errors import DataError
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.goals import Goal, goal_for
from crm_metrics.warehouse.store import Warehouse

House = Callable[..., Warehouse]
JAN = date(2026, 1, 1)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder without the project's own data/targets.csv."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def target(metric: str, goal: float, **fields: Any) -> dict[str, Any]:
    return {"metric": metric, "cadence": "month", "goal": goal, "tolerance": 0.02, "valid_from": JAN, **fields}


def test_the_most_specific_scope_wins(house: House) -> None:
    rows = [
        target("csat", 0.8),
        target("csat", 0.85, team="north"),
        target("csat", 0.9, team="north", value_tier="high"),
    ]
    warehouse = house({"target": rows})
    assert goal_for(warehouse, "csat", "month", JAN) == Goal(0.8, 0.02)
    assert goal_for(warehouse, "csat", "month", JAN, team="south") == Goal(0.8, 0.02)
    assert goal_for(warehouse, "csat", "month", JAN, team="north") == Goal(0.85, 0.02)
    assert goal_for(warehouse, CATALOGUE["csat"], "month", JAN, team="north", tier="high") == Goal(0.9, 0.02)


def test_a_goal_holds_from_its_day_up_to_but_not_on_its_end(house: House) -> None:
    rows = [
        target("csat", 0.8, valid_to=date(2026, 3, 1)),
        target("csat", 0.85, valid_from=date(2026, 3, 1)),
    ]
    warehouse = house({"target": rows})
    assert goal_for(warehouse, "csat", "month", date(2025, 12, 31)) is None
    assert goal_for(warehouse, "csat", "month", date(2026, 2, 1)) == Goal(0.8, 0.02)
    assert goal_for(warehouse, "csat", "month", date(2026, 3, 1)) == Goal(0.85, 0.02)


def test_a_goal_is_never_brought_up_to_a_longer_cadence(house: House) -> None:
    warehouse = house({"target": [{**target("csat", 0.8), "cadence": "day"}, target("nps", 30)]})
    assert goal_for(warehouse, "csat", "week", JAN) is None
    assert goal_for(warehouse, "csat", "month", JAN) is None
    assert goal_for(warehouse, "nps", "quarter", JAN) is None


def test_the_companys_sum_is_no_teams_goal_but_its_rate_is(house: House) -> None:
    warehouse = house({"target": [target("bookings", 1000), target("win_rate", 0.3)]})
    assert goal_for(warehouse, "bookings", "month", JAN) == Goal(1000, 0.02)
    assert goal_for(warehouse, "bookings", "month", JAN, team="north") is None
    assert goal_for(warehouse, "win_rate", "month", JAN, team="north") == Goal(0.3, 0.02)


def test_a_teams_goal_holds_whether_or_not_its_process_is_asked(house: House) -> None:
    warehouse = house({"target": [target("csat", 0.9, process="service", team="north")]})
    assert goal_for(warehouse, "csat", "month", JAN, team="north") == Goal(0.9, 0.02)
    assert goal_for(warehouse, "csat", "month", JAN, process="sales", team="north") is None


def test_a_goal_of_the_metrics_own_process_is_the_goal_of_all_of_it(house: House) -> None:
    warehouse = house({"target": [target("bookings", 1000, process="sales"), target("csat", 0.9, process="service")]})
    assert goal_for(warehouse, "bookings", "month", JAN) == Goal(1000, 0.02)
    assert goal_for(warehouse, "csat", "month", JAN) is None
    assert goal_for(warehouse, "csat", "month", JAN, process="service") == Goal(0.9, 0.02)


def test_a_forecast_has_the_scope_rules_of_what_it_foretells(house: House) -> None:
    warehouse = house({"target": [target("bookings_forecast", 900, process="sales")]})
    assert goal_for(warehouse, "bookings_forecast", "month", JAN) == Goal(900, 0.02)
    assert goal_for(warehouse, "bookings_forecast", "month", JAN, team="north") is None


def test_the_file_comes_before_the_table(house: House, elsewhere: Path) -> None:
    warehouse = house({"target": [target("csat", 0.8), target("ces", 0.7)]})
    text = "metric,cadence,process,team,agent_id,value_tier,goal,tolerance,valid_from,valid_to,touchpoint_id\n"
    (elsewhere / "data").mkdir()
    (elsewhere / "data" / "targets.csv").write_text(text + "csat,month,,,,,0.95,,2026-01-01,,\n", encoding="utf-8")
    assert goal_for(warehouse, "csat", "month", JAN) == Goal(0.95, 0.0)
    assert goal_for(warehouse, "ces", "month", JAN) == Goal(0.7, 0.02)


def test_a_line_that_cannot_be_read_is_named(house: House, elsewhere: Path) -> None:
    (elsewhere / "data").mkdir()
    text = 'metric,cadence,goal,valid_from\ncsat,month,"0,95",2026-01-01\n'
    (elsewhere / "data" / "targets.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"data/targets\.csv, line 2, column goal: '0,95' is not a number"):
        goal_for(house({"target": []}), "csat", "month", JAN)


def test_the_table_is_read_once_and_another_version_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = house({"target": [target("csat", 0.8)]}), house({"target": [target("csat", 0.9)]})
    asked: list[str] = []
    fetch = Warehouse.fetch

    def counted(self: Warehouse, sql: str, params: Any = ()) -> list[tuple[Any, ...]]:
        asked.append(sql)
        return fetch(self, sql, params)

    monkeypatch.setattr(Warehouse, "fetch", counted)
    assert [goal_for(first, name, "month", JAN) for name in ("csat", "nps", "csat")] == [
        Goal(0.8, 0.02),
        None,
        Goal(0.8, 0.02),
    ]
    assert len([one for one in asked if "main.target" in one]) == 1
    assert goal_for(second, "csat", "month", JAN) == Goal(0.9, 0.02)
