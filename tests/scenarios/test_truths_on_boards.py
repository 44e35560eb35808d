"""The truths planted in the demo company stand in the first screen of the board of the reader whom they concern.

The whole company is built once (some twenty seconds): in a smaller one the medium tier is too few people to tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from crm_metrics.access import Scope
from crm_metrics.boards import daily, monthly
from crm_metrics.boards.core import Attend, Board, Chip, Grid, View
from crm_metrics.warehouse.demo import truths as planted
from crm_metrics.warehouse.demo.build import Asked
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words
from tests.demo_company import demo_company

ASKED = Asked(customers=12_000, months=25, seed=7, until=date(2026, 11, 21))
TRUTHS = ASKED.truths
EN = Words("en")


@pytest.fixture(scope="module")
def company() -> Iterator[Warehouse]:
    with demo_company(ASKED) as company:
        yield company


@pytest.fixture(scope="module")
def supervisor(company: Warehouse) -> Board:
    return daily.board(daily.gather(company, View()), EN)


@pytest.fixture(scope="module")
def executive(company: Warehouse) -> Board:
    return monthly.board(monthly.gather(company, View()), EN)


def listed(board: Board) -> tuple[tuple[Chip, str, str, str], ...]:
    attend = board.cards[0].body
    assert isinstance(attend, Attend)
    return tuple((one.chip, one.fact, one.detail, one.team) for one in attend.items)


def test_1_the_supervisor_reads_that_the_digital_team_answers_less_in_time(supervisor: Board) -> None:
    (found,) = [one for one in listed(supervisor) if one[3] == planted.SLOW_TEAM and "First-response" in one[1]]
    chip, fact, detail, _ = found
    assert chip.kind == "worse"
    assert fact.startswith("First-response SLA: fell to 6")
    # Chance may make the days beside the step low or ordinary too.
    near = [EN.short_day(TRUTHS.step + timedelta(days=days)) for days in (-2, -1, 0, 1, 2)]
    since = [day for day in near if f"since {day} " in detail]
    assert since
    assert supervisor.cards[1].title == f"Digital · First-response SLA: fell on {since[0]} and stays low"


def test_1_the_tile_of_the_process_shows_a_real_decline(supervisor: Board) -> None:
    tile = next(one for one in supervisor.tiles if one.metric == "first_response_sla")
    assert (tile.chip.kind, tile.tone) == ("worse", "bad")


def test_10_the_supervisor_reads_how_many_strategic_customers_wait_and_how_long(supervisor: Board) -> None:
    (found,) = [one for one in listed(supervisor) if "strategic" in one[1]]
    assert int(found[1].split()[0]) in (planted.OLD_CASES, planted.OLD_CASES + 1)
    assert "The oldest has been open for 2" in found[2] or "The oldest has been open for 30" in found[2]


def test_10_those_cases_stand_first_in_the_list_of_old_ones_each_with_who_owns_it(supervisor: Board) -> None:
    rows = next(card.body.rows for card in supervisor.cards if card.key == "old_cases" and isinstance(card.body, Grid))
    strategic = [row.cells[2].text == "Strategic" for row in rows]
    assert sum(strategic) in (planted.OLD_CASES, planted.OLD_CASES + 1)
    assert all(strategic[: sum(strategic)])
    assert {row.cells[4].text for row in rows[: sum(strategic)]} == {"Soluciones", "Digital"}
    assert all(row.cells[3].text != "nobody" for row in rows[: sum(strategic)])


def test_1_the_people_of_the_slow_team_are_those_furthest_from_their_target(supervisor: Board) -> None:
    rows = next(card.body.rows for card in supervisor.cards if card.key == "agents" and isinstance(card.body, Grid))
    assert [row.cells[1].text for row in rows[:4]] == [planted.SLOW_TEAM] * 4


def test_8_the_supervisor_reads_the_late_source_and_the_missing_day(supervisor: Board) -> None:
    missing, late = supervisor.notices
    assert missing.startswith(f"Telemarketing: data are missing on {EN.short_day(TRUTHS.missing)} ")
    assert late.startswith(f"The source {planted.LATE_SOURCE} is 4 days late")
    assert late in supervisor.freshness


def test_8_a_late_source_gets_no_verdict_for_the_days_it_lacks(company: Warehouse) -> None:
    board = daily.board(daily.gather(company, View(process="loyalty")), EN)
    tile = next(one for one in board.tiles if one.metric == "enrolments")
    assert not tile.series[-1].complete
    assert "17 Nov" in tile.footer


def test_4_the_executive_reads_which_tier_leaves_since_the_price_rise(executive: Board) -> None:
    churn = executive.summary[1]
    assert churn.startswith("Churn of the medium tier rose to 2.")
    assert EN.month(TRUTHS.price_rise) in churn
    assert "medium tier" in executive.summary[2]
    tile = next(one for one in executive.tiles if one.metric == "customer_retention_rate")
    assert "medium tier" in tile.footer


def test_9_the_executive_reads_that_failed_payments_take_more_of_the_departures(executive: Board) -> None:
    assert executive.summary[2].endswith("how to stop failed payments.")
    tile = next(one for one in executive.tiles if one.metric == "nrr")
    assert tile.footer.startswith("failed payments: ")


def test_a_reader_of_another_process_sees_none_of_service(company: Warehouse) -> None:
    view = View(scope=Scope(processes=("collections",)))
    board = daily.board(daily.gather(company, view), EN)
    text = repr(board)
    assert "Digital" not in text
    assert "First-response" not in text
    assert "Voz Norte" not in text
    assert "Cobranza" in text


def test_a_reader_of_one_team_sees_no_other(company: Warehouse) -> None:
    view = View(scope=Scope(teams=("Voz Sur",)))
    board = daily.board(daily.gather(company, view), EN)
    text = repr(board)
    assert "Voz Sur" in text
    for other in ("Digital", "Voz Norte", "Soluciones", "Cobranza", "Telemercadeo Uno"):
        assert other not in text
