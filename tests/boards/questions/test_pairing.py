"""What whoever leads people asks of productivity × satisfaction: where each answer stands, as the facts have it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crm_metrics.boards import pairing
from crm_metrics.boards.core import Board, View
from crm_metrics.metrics.shop import Shop
from tests.boards.pairing import units
from tests.boards.questions.asking import EN, LAST, SEEN, TALKED, TWELVE, YEAR, agree, answers, by, card, cells, on
from tests.conftest import houses

SPENT = (
    "select agent_id, sum(talk_seconds + coalesce(hold_seconds, 0) + coalesce(wrap_seconds, 0)) / count(*)"
    " from main.interaction where disposition = 'handled' group by 1"
)
# A question in writing, whose reply is a row of its own: the two are one contact, and the reply is the handled one.
ASKED = (
    "direction = 'inbound' and answered_at is null and touchpoint_id = 'crm:tp-correo' and exists (select 1"
    " from main.interaction r where r.work_item_id = i.work_item_id and r.direction = 'outbound'"
    " and r.touchpoint_id = 'crm:tp-correo' and r.disposition = 'handled')"
)
SATISFIED = "select agent_id, count_if(score >= 4), count(*) from main.survey group by 1"


@pytest.fixture(scope="module")
def small() -> Iterator[Shop]:
    """Five agents with sixty answers each, one with five: who is fast and harms is known by how it was made."""
    with houses() as make:
        yield units.company(make)


@pytest.fixture(scope="module")
def page(small: Shop) -> Board:
    return units.shown(small)


def test_is_somebody_fast_at_the_cost_of_satisfaction_and_who_is_slow_and_delights(small: Shop, page: Board) -> None:
    spent = dict(small.fetch(SPENT))
    satisfied = {agent: hits / n for agent, hits, n in small.fetch(SATISFIED) if n >= 30}
    judged = {agent: (spent[agent], satisfied[agent]) for agent in satisfied}
    hurts = min(judged, key=lambda agent: judged[agent])
    delights = max(judged, key=lambda agent: judged[agent])
    shown = cells(page, "units")
    assert (shown[hurts]["state"].text, shown[delights]["state"].text) == ("fast that hurts", "slow that delights")
    assert card(page, "quadrant").title == "Of 5 agents, fast that hurt: 1, slow that delight: 1"
    assert page.summary[0] == card(page, "quadrant").title + "."
    days = (units.FIRST, units.LAST)
    for metric, facts in (("average_handle_time", spent), ("csat", satisfied)):
        asked = by(small, metric, "agent", every="all", days=days)
        for agent in (hurts, delights):
            agree(shown[agent][metric], metric, facts[agent], asked[agent])


def test_of_whom_can_nothing_be_said_yet(small: Shop, page: Board) -> None:
    few = {agent: n for agent, _, n in small.fetch(SATISFIED) if n < 30}
    shown = cells(page, "units")
    assert {agent: row["n"].text for agent, row in shown.items() if row["state"].text == "small sample"} == {
        agent: EN.number(n) for agent, n in few.items()
    }
    assert list(shown)[-len(few) :] == list(few)  # last, and in no order of rank


def test_how_do_the_teams_stand(small: Shop) -> None:
    told = small.fetch("select team, count_if(score >= 4), count(*) from main.survey group by 1")
    shown = cells(units.shown(small, View(where=(("unit", "team"),))), "units")
    asked = by(small, "csat", "team", every="all", days=(units.FIRST, units.LAST))
    for team, hits, n in told:
        agree(shown[team]["csat"], "csat", hits / n, asked[team])


def test_may_i_say_that_speed_makes_it(page: Board) -> None:
    assert page.state.text == "association, not cause"
    assert cells(page, "evidence")["contact"]["n"].text.startswith("305")  # every answer by its contact


def test_how_fast_and_how_well_rated_is_each_of_my_people(company: Shop) -> None:
    """Of the whole company, over twelve months."""
    shown = cells(pairing.board(pairing.gather(company, SEEN), EN), "units")
    spent = company.fetch(
        "select agent_id, sum(talk_seconds + hold_seconds + wrap_seconds), count(talk_seconds) from main.interaction i"
        f" where process = 'service' and {TALKED} and agent_id is not null and {on('offered_at')} {TWELVE}"
        f" and not ({ASKED}) group by 1"
    )
    rated = company.fetch(
        answers("process = 'service' and agent_id is not null", TWELVE).replace("select ", "select agent_id, ")
        + " group by 1"
    )
    days = (YEAR, LAST)
    for metric, facts in (("average_handle_time", spent), ("csat", rated)):
        asked = by(company, metric, "agent", every="all", days=days, process="service")
        for agent, above, below in facts:
            agree(shown[agent][metric], metric, above / below, asked[agent])
    assert shown.keys() == {agent for agent, *_ in rated}
