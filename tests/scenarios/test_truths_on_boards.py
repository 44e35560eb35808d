"""The truths planted in the demo company stand in the first screen of the board of the reader whom they concern.

The whole company is built once (some twenty seconds): in a smaller one the medium tier is too few people to tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from crm_metrics.access import Scope
from crm_metrics.boards import daily, monthly, number
from crm_metrics.boards.core import Attend, Board, Chip, Grid, View
from crm_metrics.metrics import question
from crm_metrics.metrics.registry import metric_of
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


@pytest.mark.parametrize("gap", ["before", "objective"])
@pytest.mark.parametrize(("dimension", "cell"), [("team", planted.SLOW_TEAM), ("channel", "Messaging")])
def test_1_what_explains_the_fall_names_the_slow_team_and_its_channel(
    company: Warehouse, gap: str, dimension: str, cell: str
) -> None:
    """Of the days of the step against as many before, and of its first whole week against the objective."""
    week = TRUTHS.step + timedelta(days=-TRUTHS.step.weekday() % 7)
    days = {"every": "all", "since": TRUTHS.step.isoformat()} if gap == "before" else {"every": "week"}
    where = (("metric", "first_response_sla"), ("gap", gap), ("explain", dimension), *days.items())
    until = ASKED.until if gap == "before" else week + timedelta(days=6)
    view = View(process="service", where=where, until=until)
    shown = next(one for one in number.board(number.gather(company, view), EN).cards if one.key == "explained")
    assert isinstance(shown.body, Grid)
    assert [row.cells[0].text for row in shown.body.rows][1] == cell  # after the whole: the first driver
    assert f", {cell} brings −" in shown.title


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


# The other questions of a committee: each has its place, and the number there is the one that a query gives.


def queried(company: Warehouse, name: str, every: str = "month", by: tuple[str, ...] = ()) -> dict[str | None, float]:
    """What a query answers of October, or of the twelve months to its end, by the value of a dimension."""
    since = date(2026, 10, 1) if every == "month" else date(2025, 11, 1)
    found = question.ask(company, [metric_of(name)], every=every, since=since, until=date(2026, 10, 31), by=by)
    readings = found[name].readings
    return {(one.groups[0] if one.groups else None): float(one.value) for one in readings if one.value is not None}


def rows(board: Board, key: str) -> dict[str, list[str]]:
    """The cells of a table of a board by what its rows are called."""
    body = next(card for card in board.cards if card.key == key).body
    assert isinstance(body, Grid)
    return {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in body.rows}


def test_whether_the_company_is_on_plan_is_the_first_sentence(company: Warehouse, executive: Board) -> None:
    level = EN.value(queried(company, "closing_mrr")[None], "money", "COP")
    assert executive.summary[0].startswith("Closing recurring revenue: ")
    assert level in executive.summary[0]
    assert [card.key for card in executive.cards[:2]] == ["bridge", "plan"]


def test_no_number_of_the_month_may_be_taken_for_one_of_the_year(company: Warehouse, executive: Board) -> None:
    assert all(any(word in tile.name for word in ("month", "Monthly", "close", "days")) for tile in executive.tiles)
    month, year = (queried(company, "customer_retention_rate", every, by=("tier",)) for every in ("month", "all"))
    tiers = rows(executive, "tiers")
    assert tiers["Medium"][2:4] == [EN.percent(month["medium"]), EN.percent(year["medium"])]


def test_total_sales_stand_beside_what_of_them_recurs_and_what_they_leave(company: Warehouse, executive: Board) -> None:
    total, part = queried(company, "customer_revenue")[None], queried(company, "recurring_revenue")[None]
    orders, profit = queried(company, "revenue")[None], queried(company, "customer_profitability")[None]
    assert total == pytest.approx(part + orders)
    told = rows(executive, "sales")
    names = ("Total sales", "Of it, recurring", "Of it, from orders", "Profit: margin less the cost of serving")
    assert [told[name][0] for name in names] == [EN.value(x, "money", "COP") for x in (total, part, orders, profit)]
    assert EN.percent(part / total, 0) in next(card.title for card in executive.cards if card.key == "sales")


def test_the_customers_that_leave_most_and_least_are_those_of_a_query(company: Warehouse, executive: Board) -> None:
    left = queried(company, "customer_profitability", "all", by=("customer",))
    ordered = sorted((value, name) for name, value in left.items() if name not in (None, "unknown"))
    body = next(card for card in executive.cards if card.key == "customers").body
    assert isinstance(body, Grid)
    assert body.rows[0].key == ordered[-1][1]
    assert body.rows[5].key == ordered[0][1]
    assert body.rows[5].cells[2].text == EN.value(ordered[0][0], "money", "COP")


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
