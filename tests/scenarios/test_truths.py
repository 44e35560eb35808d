"""The truths planted in the demo company are found through the public API, and stand where their reader looks first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from math import sqrt

import pytest

from crm_metrics.boards import daily, monthly
from crm_metrics.boards.core import Attend, Attention, Board, View
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse.demo import truths as planted
from crm_metrics.warehouse.demo.build import Asked
from crm_metrics.words import Words
from tests.demo_company import demo_company

ASKED = Asked(until=date(2026, 11, 21), customers=12_000, months=13, seed=7)
TRUTHS = ASKED.truths
DAY = timedelta(days=1)
LAST_WHOLE_MONTH = TRUTHS.last.replace(day=1) - DAY

Rate = tuple[float, float]


@pytest.fixture(scope="session")
def demo() -> Iterator[Shop]:
    with demo_company(ASKED) as company:
        yield company


def rate(
    demo: Shop,
    metric: str,
    since: date,
    until: date,
    *,
    every: str = "all",
    where: Mapping[str, str] | None = None,
) -> Rate:
    """Numerator and denominator of a metric, added up over some days."""
    found = CATALOGUE[metric].measure(demo, every=every, since=since, until=until, where=where).readings
    return sum(float(one.numerator or 0) for one in found), sum(float(one.denominator or 0) for one in found)


def fits(found: Rate, planned: float) -> bool:
    """Whether a rate lies within three standard errors of what was planted."""
    numerator, n = found
    return n >= 50 and abs(numerator / n - planned) <= 3 * sqrt(planned * (1 - planned) / n)


def test_1_the_digital_team_answers_a_quarter_less_in_time_since_the_step(demo: Shop) -> None:
    where = {"process": "service", "team": planted.SLOW_TEAM}
    assert fits(rate(demo, "first_response_sla", TRUTHS.step - 60 * DAY, TRUTHS.step - DAY, where=where), 0.88)
    assert fits(rate(demo, "first_response_sla", TRUTHS.step, TRUTHS.last, where=where), 0.62)


@pytest.mark.parametrize(("team", "planned"), [("Voz Norte", 1.0), ("Voz Sur", 1.0), ("Soluciones", 0.85)])
def test_1_no_other_team_of_service_steps_down(demo: Shop, team: str, planned: float) -> None:
    where = {"process": "service", "team": team}
    assert fits(rate(demo, "first_response_sla", TRUTHS.step, TRUTHS.last, where=where), planned)


def test_4_the_price_rise_drives_the_medium_tier_away(demo: Shop) -> None:
    first, eve = date(2025, 12, 1), TRUTHS.price_rise - DAY
    where = {"tier": planted.PRICE_TIER}
    before = rate(demo, "customer_churn_rate", first, eve, every="month", where=where)
    since = rate(demo, "customer_churn_rate", TRUTHS.price_rise, LAST_WHOLE_MONTH, every="month", where=where)
    assert fits(before, 0.009)
    assert fits(since, 0.023)
    others = rate(
        demo, "customer_churn_rate", TRUTHS.price_rise, LAST_WHOLE_MONTH, every="month", where={"tier": "high"}
    )
    assert others[0] / others[1] < since[0] / since[1] / 2


def test_7_one_touchpoint_has_contacts_and_no_answer(demo: Shop) -> None:
    (covered,) = (
        CATALOGUE["touchpoint_coverage"]
        .measure(demo, every="month", since=LAST_WHOLE_MONTH.replace(day=1), until=LAST_WHOLE_MONTH)
        .readings
    )
    assert covered.denominator == 18
    answers = CATALOGUE["survey_answers"].measure(demo, every="all", by="touchpoint").readings
    contacts = CATALOGUE["contacts_handled"].measure(demo, every="all", by="touchpoint").readings
    silent = {one.groups[0] for one in contacts} - {one.groups[0] for one in answers if one.value}
    assert silent == {planted.UNMEASURED_TOUCHPOINT}


def test_8_the_hole_in_the_dialler_is_a_day_of_no_dials_that_claims_to_be_complete(demo: Shop) -> None:
    since, until = TRUTHS.missing - DAY, TRUTHS.missing + DAY
    days = CATALOGUE["dials"].measure(demo, every="day", since=since, until=until).readings
    assert [float(one.value or 0) > 0 for one in days] == [True, False, True]
    assert all(one.complete for one in days)


def test_8_the_late_source_leaves_its_last_days_without_a_verdict(demo: Shop) -> None:
    days = CATALOGUE["points_issued"].measure(demo, every="day", since=TRUTHS.late - DAY, until=TRUTHS.last).readings
    assert [one.complete for one in days] == [True, True, False, False, False, False]
    assert {one.value for one in days[2:]} == {None}
    late = {source.name for source in demo.sources if source.through is not None and source.through < TRUTHS.last}
    assert late == {planted.LATE_SOURCE}


def test_9_failed_payments_take_a_larger_share_of_the_departures(demo: Shop) -> None:
    before = rate(demo, "involuntary_churn_share", date(2025, 12, 1), TRUTHS.failing - DAY)
    since = rate(demo, "involuntary_churn_share", TRUTHS.failing, TRUTHS.last)
    assert fits(before, 0.09)
    assert fits(since, 0.22)
    assert since[0] / since[1] > 2 * before[0] / before[1]


def test_10_twelve_strategic_customers_wait_for_more_than_ten_days(demo: Shop) -> None:
    open_items = (
        "select opened_on, customer from shape.open_item_span"
        " where process = 'service' and tier = 'strategic' and from_on <= $last and to_on > $last"
    )
    old = demo.fetch(
        f"select count(*), count(distinct customer) from ({open_items}) where opened_on < $last - $days",
        {"last": TRUTHS.last, "days": 10},
    )
    cases, customers = old[0]
    assert planted.OLD_CASES <= cases <= planted.OLD_CASES + 2  # chance may leave another one open
    assert customers >= planted.OLD_CASES


def test_10_the_oldest_cases_are_those_of_strategic_customers(demo: Shop) -> None:
    age = CATALOGUE["backlog_age_p90"].measure(demo, every="day", by="tier", since=TRUTHS.last, until=TRUTHS.last)
    days = {one.groups[0]: float(one.value or 0) for one in age.readings}
    assert max(days, key=lambda tier: days[tier]) == "strategic"


def today(demo: Shop, process: str) -> tuple[Board, tuple[Attention, ...]]:
    """The daily board of a process, and its list of what to attend now."""
    board = daily.board(daily.gather(demo, View(process=process)), Words("en"))
    (listed,) = (card.body for card in board.cards[:1])
    assert isinstance(listed, Attend)
    return board, listed.items


def test_1_and_10_are_what_the_supervisor_of_service_attends_first(demo: Shop) -> None:
    board, items = today(demo, "service")
    tile = next(tile for tile in board.tiles if tile.metric == "first_response_sla")
    assert tile.chip.kind == "worse"
    label = CATALOGUE["first_response_sla"].label
    assert [one.team for one in items if label in one.fact] == [planted.SLOW_TEAM]
    assert any(one.fact.startswith(f"{planted.OLD_CASES} cases") and "strategic" in one.fact for one in items)


def test_8_is_told_at_the_top_and_in_the_list_of_telemarketing(demo: Shop) -> None:
    board, items = today(demo, "telemarketing")
    assert any(planted.LATE_SOURCE in notice and str(planted.DAYS_LATE) in notice for notice in board.notices)
    missing = Words("en").day(TRUTHS.missing)
    assert any(missing.rsplit(" ", 1)[0] in f"{one.fact} {one.detail}" for one in items)


def test_4_and_9_lead_to_the_decision_asked_of_the_executive(demo: Shop) -> None:
    board = monthly.board(monthly.gather(demo, View()), Words("en"))
    told = " ".join(board.summary)
    assert f"the {planted.PRICE_TIER} tier" in told
    assert "failed payments" in board.summary[-1]
