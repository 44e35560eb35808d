"""The supervisor's six questions: where on the page each is answered, and that the value is what the warehouse says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from math import exp, factorial
from typing import Any

import pytest

from crm_metrics.boards import daily
from crm_metrics.boards.core import Board, Card, Grid, Heat, View
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse.demo.build import Asked
from crm_metrics.words import Words
from tests.demo_company import demo_company

EN = Words("en")
DAY = date(2026, 5, 30)  # a Saturday, the day before the end of the data
ORDER = ("attend", "control", "running_out", "old_cases", "queue", "so_far", "staffing", "hours", "agents")


@pytest.fixture(scope="module")
def company() -> Iterator[Shop]:
    with demo_company(Asked(customers=1_500, months=15, until=DAY), finish=None) as company:
        yield company


@pytest.fixture(scope="module")
def board(company: Shop) -> Board:
    return daily.board(daily.gather(company, View(process="service", until=DAY, personal=True)), EN)


def card_of(board: Board, key: str) -> Card:
    return next(card for card in board.cards if card.key == key)


def rows_of(board: Board, key: str) -> list[list[str]]:
    body = card_of(board, key).body
    assert isinstance(body, Grid)
    return [[cell.text for cell in row.cells] for row in body.rows]


def readings(company: Shop, name: str, **asked: Any) -> tuple[Reading, ...]:
    return company.ask([metric_of(name)], **asked)[name].readings


def test_the_first_screen_holds_few_things_and_the_sections_follow_in_the_order_of_the_questions(board: Board) -> None:
    assert len(board.tiles) <= 6
    assert tuple(card.key for card in board.cards if card.key in ORDER) == ORDER


def test_1_whether_today_is_worse_than_usual(company: Shop, board: Board) -> None:
    """The tiles say it by their signals, and the hours of the day beside those of the same weekday."""
    for tile in board.tiles:
        assert tile.chip.text
    total = rows_of(board, "so_far")[-1]
    queued = "process = 'service' and offered_on = $day and queued"
    (count,) = company.fetch(f"select count(*) from shape.interaction where {queued}", {"day": DAY})[0]
    assert total[1] == EN.number(count, 0)


def test_2_which_team_and_what_is_broken(board: Board) -> None:
    """The first list names the team or process of each thing, and the chart beside it is of the worst."""
    assert board.cards[0].key == "attend"
    assert board.cards[1].key == "control"


def test_3_which_old_cases_whose_they_are_and_whom_to_call(company: Shop, board: Board) -> None:
    listed = rows_of(board, "old_cases")
    counted = readings(company, "old_cases", every="day", since=DAY, until=DAY)[-1].value
    assert counted == len(listed) > 0
    told = company.fetch(
        "select w.work_item_id, c.name, a.name, w.opened_at from main.work_item w"
        " left join main.customer c on c.customer_id = w.customer_id left join main.agent a on a.agent_id = w.agent_id"
        " where w.work_item_id in (select unnest($items))",
        {"items": [row[0] for row in listed]},
    )
    assert {row[0]: (row[1], row[3]) for row in listed} == {
        item: (customer or row_of(listed, item)[1], agent or "nobody") for item, customer, agent, _ in told
    }
    tiers = [row[2] for row in listed]
    assert tiers == sorted(tiers, key=lambda tier: ("Strategic", "High", "Medium", "Low", "–").index(tier))


def row_of(listed: list[list[str]], item: str) -> list[str]:
    return next(row for row in listed if row[0] == item)


def test_4_which_run_out_and_in_how_many_minutes(company: Shop, board: Board) -> None:
    card = card_of(board, "running_out")
    counted = readings(company, "sla_at_risk", every="day", since=DAY, until=DAY, where={"process": "service"})
    assert isinstance(card.body, Grid)
    assert counted[-1].value == len(card.body.rows)
    left = company.fetch(
        "select r.work_item, cast(floor((c.target_seconds - c.used) / 60) as integer) from shape.sla_risk_span r"
        " join shape.clock_run c on c.work_item = r.work_item and c.clock = r.clock and c.run = r.run"
        " where r.process = 'service' and r.from_on <= $day and r.to_on > $day order by 2, 1",
        {"day": DAY},
    )
    assert [(row[0], row[6]) for row in rows_of(board, "running_out")] == [
        (item, EN.number(minutes, 0)) for item, minutes in left
    ]


def test_5_which_of_my_people_needs_me(company: Shop, board: Board) -> None:
    listed = rows_of(board, "agents")
    since = DAY - timedelta(days=27)
    of_agents = readings(company, "first_response_sla", every="all", by=("agent",), since=since, until=DAY,
                         where={"process": "service"})  # fmt: skip
    names = dict(company.fetch("select agent_id, name from main.agent"))
    values = {
        names[str(one.groups[0])]: one for one in of_agents if one.groups[0] is not None and one.value is not None
    }
    minimum = metric_of("first_response_sla").minimum_n
    shown = {row[0]: row for row in listed}
    assert set(values) <= set(shown)
    for name, one in values.items():
        assert shown[name][2] == EN.value(one.value, "percent")
        assert shown[name][5] == EN.number(one.n or 0)
    told = [float(row[4].replace("−", "-").split("\u00a0")[0]) for row in listed
            if row[0] in values and (values[row[0]].n or 0) >= minimum]  # fmt: skip
    assert told == sorted(told)


def test_6_when_more_people_are_needed(company: Shop, board: Board) -> None:
    body = card_of(board, "staffing").body
    assert isinstance(body, Heat)
    facts = dict(zip(body.columns, range(len(body.columns)), strict=True))
    assert facts
    since = DAY - timedelta(days=27)
    handled = "process = 'service' and queued and handled and offered_on between $since and $day"
    (seconds,) = company.fetch(
        f"select sum(handle_seconds) / count(handle_seconds) from shape.interaction where {handled}",
        {"since": since, "day": DAY},
    )[0]
    goal = next(tile for tile in board.tiles if tile.metric == "service_level").goal or 0.8
    seen = 0
    for row, led_row in zip(body.texts, body.behind, strict=True):
        for text, led in zip(row, led_row, strict=True):
            if led is None or led.value is None:
                continue
            seen += 1
            assert int(text.split(" → ")[1]) == erlang(float(led.value), float(seconds), goal)
    assert seen > 10


def erlang(an_hour: float, seconds: float, share: float) -> int:
    """The fewest people by the sum that is published (Erlang C)."""
    load, people = an_hour * seconds / 3600, 1
    while True:
        if load < people:
            last = load**people / factorial(people) / (1 - load / people)
            waits = last / (sum(load**one / factorial(one) for one in range(people)) + last)
            if 1 - waits * exp(-(people - load) * 20 / seconds) >= share:
                return people
        people += 1
