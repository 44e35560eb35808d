from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from crm_metrics.boards.core import View
from crm_metrics.boards.explaining.holding import holders
from crm_metrics.boards.series import Indicator
from tests.boards.comparing.answered import WEEK, company
from tests.conftest import House
from tests.metrics.made import Row, case

CSAT, OPENED, OLD = Indicator("csat", "service"), Indicator("cases_opened", "service"), Indicator("backlog_age_p90")
FIRST = date(2026, 1, 5)  # a Monday, eight weeks


def cases(
    house: House, weekly: dict[str, tuple[int, int]], goal: float, view: View | None = None
) -> dict[Indicator, str]:
    """Cases of each team in each of the four weeks before, then of the four asked; the objective of a week."""
    rows: list[Row] = [
        case(f"{team}{week}-{place}", FIRST + timedelta(days=7 * week), team=team)
        for team, counts in weekly.items()
        for week in range(8)
        for place in range(counts[week >= 4])
    ]
    aim: Row = {"metric": "cases_opened", "cadence": "week", "process": "service", "goal": goal, "valid_from": FIRST}
    shop = house({"work_item": rows, "target": [aim]}, first=FIRST, through=FIRST + timedelta(days=55),
                 loaded_at=datetime(2026, 3, 2, 12, tzinfo=UTC))  # fmt: skip
    return holders(shop, view or View(), [OPENED], FIRST + timedelta(days=49))


def test_of_a_rate_the_team_whose_rows_lack_most_holds_it(house: House) -> None:
    assert holders(company(house), View(), [CSAT], WEEK) == {CSAT: "Norte"}


def test_of_a_sum_the_small_team_is_not_to_blame_for_being_small(house: House) -> None:
    # 20 a week are 18 and 2 by what was before; 10 and 2 were opened: the large team lacks 8, the small one nothing.
    assert cases(house, {"Norte": (18, 10), "Sur": (2, 2)}, 20) == {OPENED: "Norte"}


def test_of_a_sum_the_team_that_fell_holds_it(house: House) -> None:
    # 25 a week are 12.5 for each; 10 and 5 were opened: 2.5 and 7.5 lack.
    assert cases(house, {"Norte": (10, 10), "Sur": (10, 5)}, 25) == {OPENED: "Sur"}


def test_of_the_sum_of_some_rows_nobody_holds_a_gap_to_the_objective_of_all(house: House) -> None:
    assert cases(house, {"Norte": (10, 10), "Sur": (10, 5)}, 25, View(where=(("team", "Sur"),))) == {}


def test_without_an_objective_nobody_holds_a_gap(house: House) -> None:
    assert holders(company(house, goal=None), View(), [CSAT], WEEK) == {}
