"""Which goal holds: for whom, when, and from which place."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.goals.targets import Goal, goal_for, mistakes
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
    assert goal_for(warehouse, CATALOGUE["csat"], "month", JAN) == Goal(0.8, 0.02)
    assert goal_for(warehouse, CATALOGUE["csat"], "month", JAN, team="south") == Goal(0.8, 0.02)
    assert goal_for(warehouse, CATALOGUE["csat"], "month", JAN, team="north") == Goal(0.85, 0.02)
    assert goal_for(warehouse, CATALOGUE["csat"], "month", JAN, team="north", tier="high") == Goal(0.9, 0.02)


def test_a_goal_holds_from_its_day_up_to_but_not_on_its_end(house: House) -> None:
    rows = [
        target("csat", 0.8, valid_to=date(2026, 3, 1)),
        target("csat", 0.85, valid_from=date(2026, 3, 1)),
    ]
    warehouse = house({"target": rows})
    assert goal_for(warehouse, CATALOGUE["csat"], "month", date(2025, 12, 31)) is None
    assert goal_for(warehouse, CATALOGUE["csat"], "month", date(2026, 2, 1)) == Goal(0.8, 0.02)
    assert goal_for(warehouse, CATALOGUE["csat"], "month", date(2026, 3, 1)) == Goal(0.85, 0.02)


def test_a_goal_is_never_brought_up_to_a_longer_cadence(house: House) -> None:
    warehouse = house({"target": [{**target("csat", 0.8), "cadence": "day"}, target("nps", 30)]})
    assert goal_for(warehouse, CATALOGUE["csat"], "week", JAN) is None
    assert goal_for(warehouse, CATALOGUE["csat"], "month", JAN) is None
    assert goal_for(warehouse, CATALOGUE["nps"], "quarter", JAN) is None


def test_the_companys_sum_is_no_teams_goal_but_its_rate_is(house: House) -> None:
    warehouse = house({"target": [target("bookings", 1000), target("win_rate", 0.3)]})
    assert goal_for(warehouse, CATALOGUE["bookings"], "month", JAN) == Goal(1000, 0.02)
    assert goal_for(warehouse, CATALOGUE["bookings"], "month", JAN, team="north") is None
    assert goal_for(warehouse, CATALOGUE["win_rate"], "month", JAN, team="north") == Goal(0.3, 0.02)


def test_a_teams_goal_holds_whether_or_not_its_process_is_asked(house: House) -> None:
    warehouse = house({"target": [target("csat", 0.9, process="service", team="north")]})
    assert goal_for(warehouse, CATALOGUE["csat"], "month", JAN, team="north") == Goal(0.9, 0.02)
    assert goal_for(warehouse, CATALOGUE["csat"], "month", JAN, process="sales", team="north") is None


def test_a_goal_of_the_metrics_own_process_is_the_goal_of_all_of_it(house: House) -> None:
    warehouse = house({"target": [target("bookings", 1000, process="sales"), target("csat", 0.9, process="service")]})
    assert goal_for(warehouse, CATALOGUE["bookings"], "month", JAN) == Goal(1000, 0.02)
    assert goal_for(warehouse, CATALOGUE["csat"], "month", JAN) is None
    assert goal_for(warehouse, CATALOGUE["csat"], "month", JAN, process="service") == Goal(0.9, 0.02)


def test_a_forecast_has_the_scope_rules_of_what_it_foretells(house: House) -> None:
    warehouse = house({"target": [target("bookings_forecast", 900, process="sales")]})
    assert goal_for(warehouse, CATALOGUE["bookings"], "month", JAN, name="bookings_forecast") == Goal(900, 0.02)
    assert goal_for(warehouse, CATALOGUE["bookings"], "month", JAN, name="bookings_forecast", team="north") is None


def test_the_file_comes_before_the_table(house: House, elsewhere: Path) -> None:
    warehouse = house({"target": [target("csat", 0.8), target("ces", 0.7)]})
    text = "metric,cadence,process,team,agent_id,value_tier,goal,tolerance,valid_from,valid_to,touchpoint_id\n"
    (elsewhere / "data").mkdir()
    (elsewhere / "data" / "targets.csv").write_text(text + "csat,month,,,,,0.95,,2026-01-01,,\n", encoding="utf-8")
    assert goal_for(warehouse, CATALOGUE["csat"], "month", JAN) == Goal(0.95, 0.0)
    assert goal_for(warehouse, CATALOGUE["ces"], "month", JAN) == Goal(0.7, 0.02)


HEAD = "metric,cadence,process,goal,tolerance,valid_from,valid_to\n"


def test_a_line_that_cannot_be_read_takes_its_metric_s_goal_alone(house: House, elsewhere: Path) -> None:
    folder = elsewhere / "data"
    folder.mkdir()
    (folder / "targets.csv").write_text(
        HEAD + 'csat,month,,"0,95",,2026-01-01,\nces,month,,0.7,,2026-01-01,\n', encoding="utf-8"
    )
    warehouse = house({"target": [target("csat", 0.8), target("nps", 0.4)]})
    assert goal_for(warehouse, CATALOGUE["csat"], "month", JAN) is None  # the table's 0.8 is not what the company wrote
    assert goal_for(warehouse, CATALOGUE["ces"], "month", JAN) == Goal(0.7, 0.0)
    assert goal_for(warehouse, CATALOGUE["nps"], "month", JAN) == Goal(0.4, 0.02)
    assert [str(one) for one in mistakes(folder, CATALOGUE)] == [
        f"{folder.as_posix()}/targets.csv, line 2, column goal: '0,95' is not a number with a decimal point, as 0.85."
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("metric;cadence;goal;valid_from\ncsat;month;0.9;2026-01-01\n", "needs the column metric, once"),
        ("metric,cadence,goal,goal,valid_from\ncsat,month,0.9,0.1,2026-01-01\n", "needs the column goal, once"),
        (HEAD + "csat,month,,0,95,2026-01-01,2026-12-31,x\n", "line 2: it has more cells than the first line"),
        (HEAD + "csat,month,,0.9,-1,2026-01-01,\n", "line 2: a tolerance is 0 or more"),
        (HEAD + "csat,month,,0.9,,2026-05-01,2026-01-01\n", "valid_to is a day after valid_from"),
        (HEAD + "csat,month,ventas,0.9,,2026-01-01,\n", "line 2, column process: no process 'ventas'"),
        (HEAD + 2 * "csat,month,,0.9,,2026-01-01,\n", "line 3: line 2 sets this goal already"),
        (HEAD + '\n\ncsat,month,,0.9,,2026-01-01,"' + "x" * 200_000 + '"\n', "line 4: this is no line of a CSV file"),
        (HEAD + "csat,month,,nan,,2026-01-01,\n", "'nan' is not a number"),
        ((HEAD + "# año\n").encode("latin-1"), "is not UTF-8"),
    ],
)
def test_a_file_of_targets_that_would_mislead_gives_no_goal_and_one_sentence(
    house: House, elsewhere: Path, content: str | bytes, told: str
) -> None:
    csv.field_size_limit(131_072)  # Python's own: an import in this process may have raised it
    folder = elsewhere / "data"
    folder.mkdir()
    (folder / "targets.csv").write_bytes(content.encode() if isinstance(content, str) else content)
    assert goal_for(house({"target": [target("csat", 0.8)]}), CATALOGUE["csat"], "month", JAN) is None
    (wrong,) = mistakes(folder, CATALOGUE)
    assert told in str(wrong)


def test_a_folder_of_that_name_a_link_to_itself_and_a_pipe_are_told_and_not_waited_for(elsewhere: Path) -> None:
    made = [elsewhere / one / "targets.csv" for one in ("folder", "circle", "pipe")]
    for path in made:
        path.parent.mkdir()
    made[0].mkdir()
    made[1].symlink_to("targets.csv")
    os.mkfifo(made[2])
    for path in made:
        (wrong,) = mistakes(path.parent, CATALOGUE)
        assert "targets.csv" in str(wrong)


def test_columns_with_blanks_and_a_byte_order_mark_are_read(house: House, elsewhere: Path) -> None:
    (elsewhere / "data").mkdir()
    text = "\ufeff" + HEAD.replace(",", " , ") + "csat,month,,0.9,,2026-01-01,\n"
    (elsewhere / "data" / "targets.csv").write_text(text.replace("\n", "\r\n"), encoding="utf-8", newline="")
    assert goal_for(house({"target": []}), CATALOGUE["csat"], "month", JAN) == Goal(0.9, 0.0)


def test_the_table_is_read_once_and_another_version_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = house({"target": [target("csat", 0.8)]}), house({"target": [target("csat", 0.9)]})
    asked: list[str] = []
    fetch = Warehouse.fetch

    def counted(self: Warehouse, sql: str, params: Any = ()) -> list[tuple[Any, ...]]:
        asked.append(sql)
        return fetch(self, sql, params)

    monkeypatch.setattr(Warehouse, "fetch", counted)
    assert [goal_for(first, CATALOGUE[name], "month", JAN) for name in ("csat", "nps", "csat")] == [
        Goal(0.8, 0.02),
        None,
        Goal(0.8, 0.02),
    ]
    assert len([one for one in asked if "main.target" in one]) == 1
    assert goal_for(second, CATALOGUE["csat"], "month", JAN) == Goal(0.9, 0.02)
