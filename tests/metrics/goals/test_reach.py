"""Which values a metric can have, by its definition; a goal that none of them reaches is told and left out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from math import inf
from pathlib import Path
from typing import Any

import pytest

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.goals.reach import reach
from crm_metrics.metrics.goals.targets import Goal, declared_of, goal_for, impossible, target_for
from crm_metrics.metrics.problems import problems
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.store import Warehouse

House = Callable[..., Warehouse]
JAN = date(2026, 1, 1)
HEAD = "metric,cadence,team,goal,tolerance,valid_from\n"


@pytest.fixture(autouse=True)
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A company's folder without files."""
    monkeypatch.setenv("CRM_COMPANY", str(tmp_path))
    return tmp_path


def target(metric: str, goal: float, **fields: Any) -> dict[str, Any]:
    return {"metric": metric, "cadence": "month", "goal": goal, "tolerance": 0.02, "valid_from": JAN, **fields}


def told(warehouse: Warehouse, folder: Path) -> list[tuple[str, str]]:
    return [(Path(file).name, str(error)) for file, error in impossible(warehouse, folder, CATALOGUE)]


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("csat", (0.0, 1.0)),  # a share of answers
        ("nps", (-100.0, 100.0)),  # promoters less detractors, of 100
        ("cases_opened", (0.0, inf)),  # a count
        ("revenue", (-inf, inf)),  # returns may be more than what was sold
    ],
)
def test_a_metric_says_what_its_values_can_be(house: House, metric: str, expected: tuple[float, float]) -> None:
    shop = house({"survey": [], "work_item": [], "order_line": []})
    assert reach(shop, metric_of(metric)) == expected


def test_a_row_that_no_value_reaches_is_left_out_and_told(house: House, company: Path) -> None:
    rows = [target("csat", 0.8), target("csat", 85, team="north"), target("cases_opened", -5)]
    warehouse = house({"target": rows, "survey": [], "work_item": []})
    assert goal_for(warehouse, CATALOGUE["csat"], "month", JAN, team="north") == Goal(0.8, 0.02)
    assert goal_for(warehouse, CATALOGUE["cases_opened"], "month", JAN) is None
    assert [one.goal.goal for one in declared_of(warehouse, CATALOGUE["csat"])] == [0.8]
    assert told(warehouse, company) == [
        ("target.csv", "target.csv: the goal -5 of 'cases_opened' from 2026-01-01 on can't be: its values are never"
                       " below 0."),
        ("target.csv", "target.csv: the goal 85 of 'csat' from 2026-01-01 on can't be: its values lie between 0 and 1."
                       " Write a percentage as a fraction, 0.85 for 85 %."),
    ]  # fmt: skip


def test_a_line_of_the_file_leaves_its_metric_without_a_goal_until_it_is_put_right(house: House, company: Path) -> None:
    warehouse = house({"target": [target("csat", 0.7)], "survey": []})
    file = company / "targets.csv"
    file.write_text(
        f"{HEAD}csat,month,,0.8,0,2026-01-01\ncsat,month,north,85,0,2026-01-01\nnps,month,,30,0,2026-01-01\n"
    )
    assert goal_for(warehouse, CATALOGUE["csat"], "month", JAN) is None
    assert target_for(warehouse, CATALOGUE["csat"], JAN) is None and declared_of(warehouse, CATALOGUE["csat"]) == ()
    assert goal_for(warehouse, CATALOGUE["nps"], "month", JAN) == Goal(30, 0)
    ((name, said),) = told(warehouse, company)
    assert name == "targets.csv" and "the goal 85 of 'csat'" in said
    assert [str(one.error) for one in problems(company, warehouse)] == [said] and problems(company) == ()
    file.write_text(f"{HEAD}csat,month,,0.8,0,2026-01-01\ncsat,month,north,0.85,0,2026-01-01\n")
    assert goal_for(warehouse, CATALOGUE["csat"], "month", JAN, team="north") == Goal(0.85, 0)
    assert told(warehouse, company) == []


def test_a_goal_of_what_nobody_measures_and_one_without_bounds_are_not_judged(house: House, company: Path) -> None:
    rows = [target("budget_of_ads", -1e12), target("revenue", -5.0), target("nps", -100)]
    warehouse = house({"target": rows, "survey": [], "order_line": []})
    assert told(warehouse, company) == []
    assert goal_for(warehouse, None, "month", JAN, name="budget_of_ads") == Goal(-1e12, 0.02)
    assert goal_for(warehouse, CATALOGUE["revenue"], "month", JAN) == Goal(-5.0, 0.02)
