from __future__ import annotations

from dataclasses import replace
from datetime import date

from crm_metrics.boards.cards import agents
from crm_metrics.boards.cards.agents import AgentResults, Agents
from crm_metrics.boards.core import Grid
from crm_metrics.metrics.goals.targets import Goal
from crm_metrics.metrics.readings import Reading
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME

EN = Words("en")
DAY = date(2026, 11, 21)


def person(
    name: str, met: float, n: int, low: float, high: float, today: float = 10.0, goal: float = 0.85
) -> AgentResults:
    reading = Reading(
        metric="sla_compliance",
        period=DAY,
        groups=(name,),
        numerator=met * n,
        denominator=n,
        value=met,
        n=n,
        low=low,
        high=high,
        complete=True,
    )
    return AgentResults(
        agent=name, name=name, team="Voz Norte", load=((DAY, today),), results=(reading,), goals=(Goal(goal, 0.0),)
    )


def table(*people: AgentResults) -> tuple[str, Grid]:
    facts = Agents("service", ("sla_compliance",), people, DAY)
    card = agents.card(facts, FRAME, EN)
    assert isinstance(card.body, Grid)
    return card.title, card.body


def test_agents_are_ordered_by_their_result_worst_first_and_few_cases_come_last() -> None:
    title, grid = table(
        person("Ana", 0.90, 80, 0.82, 0.95),
        person("Luis", 0.10, 12, 0.02, 0.40),
        person("Eva", 0.70, 80, 0.59, 0.79),
    )
    assert [row.key for row in grid.rows] == ["Eva", "Ana", "Luis"]
    assert grid.rows[2].cells[2].muted
    assert title == "One of 2 agents misses the target of 85.0%"


def test_who_is_furthest_from_the_own_target_stands_first_with_team_goal_gap_and_n() -> None:
    # Ana is 16 points short of 0.92, Eva 15 short of 0.85: her result is lower and her gap is not.
    _, grid = table(person("Eva", 0.70, 80, 0.59, 0.79), person("Ana", 0.76, 90, 0.66, 0.84, goal=0.92))
    assert [row.key for row in grid.rows] == ["Ana", "Eva"]
    titles = [column.title for column in grid.columns[:6]]
    assert titles == ["Agent", "Team", "SLA attainment", "Target", "Gap", "n"]
    assert [cell.text for cell in grid.rows[0].cells[:6]] == [
        "Ana",
        "Voz Norte",
        "76.0%",
        "92.0%",
        "−16.0\u00a0pp",
        "90",
    ]


def test_without_a_target_the_result_orders_and_no_gap_is_told() -> None:
    bare = [replace(person(name, met, 80, 0.5, 0.9), goals=(None,)) for name, met in (("Ana", 0.9), ("Eva", 0.7))]
    _, grid = table(*bare)
    assert [(row.key, row.cells[3].text, row.cells[4].text) for row in grid.rows] == [
        ("Eva", "no target", "–"),
        ("Ana", "no target", "–"),
    ]


def test_a_result_has_colour_only_when_its_whole_interval_misses_the_target() -> None:
    _, grid = table(person("Ana", 0.80, 80, 0.70, 0.87), person("Eva", 0.70, 80, 0.59, 0.79))
    assert [row.cells[2].tone for row in grid.rows] == ["bad", "plain"]


def test_everyone_is_held_against_the_target_of_the_own_team() -> None:
    title, grid = table(person("Ana", 0.86, 80, 0.77, 0.91), person("Eva", 0.86, 80, 0.77, 0.91, goal=0.92))
    assert title == "One of 2 agents misses the team's target"
    assert {row.key: row.cells[2].tone for row in grid.rows} == {"Ana": "plain", "Eva": "bad"}


def test_bars_share_one_scale_from_zero() -> None:
    _, grid = table(person("Ana", 0.9, 80, 0.8, 0.95, 5), person("Eva", 0.95, 80, 0.9, 0.99, 20))
    assert {row.key: row.cells[6].share for row in grid.rows} == {"Ana": 0.25, "Eva": 1.0}


def test_a_row_opens_to_team_results_and_days() -> None:
    _, grid = table(person("Ana", 0.9, 80, 0.8, 0.95))
    detail = grid.rows[0].detail
    assert detail is not None
    assert detail.facts == (("Team", "Voz Norte"), ("SLA attainment", "90.0% · n = 80"))
    assert detail.chart is not None
    assert [one.value for one in detail.chart.points] == [10.0]
