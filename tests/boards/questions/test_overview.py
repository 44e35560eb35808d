"""What whoever runs the company asks of the overview: where each answer stands, with the value that the facts give."""

from __future__ import annotations

import pytest

from crm_metrics.access import PROCESSES
from crm_metrics.boards.core import Board
from crm_metrics.boards.process import overview
from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.shop import Shop
from tests.boards.questions.asking import (
    APRIL,
    EN,
    LAST,
    SEEN,
    TALKED,
    TWELVE,
    active,
    agree,
    answers,
    card,
    cells,
    on,
    one,
    queried,
    share,
)


@pytest.fixture(scope="module")
def page(company: Shop) -> Board:
    return overview.board(overview.gather(company, SEEN), EN)


def leading(page: Board, process: str, kind: str) -> tuple[str, str, str]:
    """What stands in a cell of the processes: the value, the objective ("" without one), the metric's id."""
    cell = cells(page, "processes")[process][kind]
    assert cell.behind is not None
    value, _, goal = cell.text.split(" · ")[0].partition(" (objective ")
    return value, goal.removesuffix(")"), cell.behind.metric


def test_how_satisfied_are_the_customers_of_each_process(company: Shop, page: Board) -> None:
    for process in PROCESSES:
        fact = share(company, answers(f"process = '{process}'"))
        assert queried(company, "csat", process=process) == pytest.approx(fact)
        value, _, metric = leading(page, process, "satisfaction")
        assert (value, metric) == (EN.percent(fact), "csat"), process


def test_which_process_fails_its_customers_most(company: Shop, page: Board) -> None:
    """The least satisfied of those with thirty answers or more: of fewer the share is chance."""
    told = {process: company.fetch(answers(f"process = '{process}'"))[0] for process in PROCESSES}
    judged = {process: hits / n for process, (hits, n) in told.items() if n >= 30}
    least = min(judged, key=lambda process: judged[process])
    assert len(judged) == 3
    said = f"Least satisfied, of 3 processes that can be compared: {EN.name(least)}, {EN.percent(judged[least])}"
    assert card(page, "processes").title == said


def test_which_process_misses_its_objective(company: Shop, page: Board) -> None:
    spent, issued = company.fetch(
        "select -sum(points) filter (where kind = 'redeem'), sum(points) filter (where kind = 'earn')"
        f" from main.loyalty_entry where {on('entry_at')} {TWELVE}"
    )[0]
    goal = one(company, "select goal from main.target where metric = 'redemption_rate' and cadence = 'month'"
                        " and process = 'loyalty' and valid_to is null")  # fmt: skip
    value, objective, metric = leading(page, "loyalty", "objective")
    assert (value, objective, metric) == (EN.percent(spent / issued), EN.percent(goal), "redemption_rate")
    assert queried(company, "redemption_rate") == pytest.approx(spent / issued)
    assert spent / issued < goal  # this one misses it


def test_what_does_each_process_bring(company: Shop, page: Board) -> None:
    facts = {
        "sales": ("bookings", "select sum(amount) from main.work_item where process = 'sales' and outcome = 'won'"
                              f" and {on('closed_at')} {APRIL}"),
        "service": ("cases_resolved", "select count(*) from main.work_item where process = 'service'"
                                      f" and {on('coalesce(first_resolved_at, closed_at)')} {APRIL}"
                                      " and coalesce(outcome, 'resolved') = 'resolved'"),
        "collections": ("cash_collected", "select -sum(amount) from main.receivable"
                                          f" where kind in ('payment', 'reversal') and entry_on {APRIL}"),
    }  # fmt: skip
    for process, (metric, sql) in facts.items():
        fact = one(company, sql)
        value, _, shown = leading(page, process, "business")
        assert (value, shown) == (EN.value(float(fact), metric_of(metric).unit, "COP"), metric)
        assert queried(company, metric) == pytest.approx(float(fact))


def test_how_productive_is_telemarketing(company: Shop, page: Board) -> None:
    reached = one(company, "select count(*) from main.interaction where process = 'telemarketing' and right_party"
                           f" and {TALKED} and {on('offered_at')} {APRIL}")  # fmt: skip
    worked = one(company, "select sum(seconds) / 3600 from main.agent_time where process = 'telemarketing'"
                          f" and state in ('handling', 'available') and {on('started_at')} {APRIL}")  # fmt: skip
    value, _, metric = leading(page, "telemarketing", "productivity")
    asked = queried(company, "contacts_per_hour")
    assert (value, metric) == (EN.value(asked, metric_of(metric).unit, "COP"), "contacts_per_hour")
    assert asked == pytest.approx(float(reached) / float(worked), rel=1e-9)


def test_how_many_customers_are_there_and_how_many_left(company: Shop, page: Board) -> None:
    shown = cells(page, "measures_business")
    closing = one(company, f"select count(*) from ({active(LAST)})")
    left = one(company, f"select count(*) from ({active(LAST.replace(month=3, day=31))} except ({active(LAST)}))")
    agree(shown["active_customers"]["value"], "active_customers", closing, queried(company, "active_customers"))
    agree(shown["customers_churned"]["value"], "customers_churned", left, queried(company, "customers_churned"))


def test_where_do_i_see_more_of_a_process(page: Board) -> None:
    for process, row in cells(page, "processes").items():
        assert row["process"].leads == f"process?process={process}"
