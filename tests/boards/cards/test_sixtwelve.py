from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from crm_metrics.boards.cards.sixtwelve import DailyAmounts, WeeksAndMonths
from crm_metrics.boards.core import SixTwelve, View
from crm_metrics.boards.facts import WeeklyFacts
from crm_metrics.boards.series import Indicator
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME, week

EN = Words("en")
MONDAY = date(2026, 11, 9)
CARD = WeeksAndMonths((Indicator("cases_resolved", "service"), Indicator("cases_opened", "service")))


def asked(view: View) -> WeeklyFacts:
    """A board of the week from 9 November on, with data through the sixteenth."""
    frame = replace(FRAME, latest=date(2026, 11, 16), whole=date(2026, 11, 16))
    return WeeklyFacts(view=view, frame=frame, period=week(MONDAY))


def test_six_weeks_and_twelve_months_add_up_the_days(shop: Warehouse) -> None:
    amounts = CARD.gather(shop, asked(View()))
    assert amounts is not None
    body = CARD.card(amounts, FRAME, EN).body
    assert isinstance(body, SixTwelve)
    assert [point.value for point in body.weeks] == [7.0] * 6
    # July was seen from the 20th on, so that it has no whole month; November runs: 16 cases in 16 of 30 days.
    assert [point.value for point in body.months][-4:] == [31.0, 30.0, 31.0, 30.0]
    assert [point.complete for point in body.months[-2:]] == [True, False]
    totals = dict(body.totals)
    assert (totals["Week"], totals["vs last week"], totals["Month to date, through 16 Nov"]) == ("7", "±0%", "16")
    assert totals["Quarter to date, through 16 Nov"] == "47"  # 31 in October and 16 in November


def test_a_week_asked_for_by_its_day_ends_there(shop: Warehouse) -> None:
    amounts = CARD.gather(shop, asked(View(until=date(2026, 11, 15))))
    assert amounts is not None
    assert amounts.until == date(2026, 11, 15)


def test_the_page_of_one_process_has_no_such_card(shop: Warehouse) -> None:
    assert CARD.gather(shop, asked(View(process="service"))) is None


def test_a_total_over_a_day_that_is_not_loaded_is_none() -> None:
    days = tuple((MONDAY + timedelta(days=place), 2.0) for place in (0, 1, 3))
    amounts = DailyAmounts(
        indicator=Indicator("cases_resolved", "service"),
        amounts=days,
        week=MONDAY,
        until=MONDAY + timedelta(days=6),
        fiscal_month=1,
        week_goal=None,
        month_goal=None,
    )
    assert amounts.total(MONDAY, MONDAY + timedelta(days=1)) == 4.0
    assert amounts.this_week is None
    assert amounts.goal is None


def test_on_the_first_of_a_month_what_is_to_date_names_the_last_day_of_the_month_before(shop: Warehouse) -> None:
    """The first of November still runs: the last day that was over is 31 October, and its month is not unnamed."""
    frame = replace(FRAME, latest=date(2026, 11, 1), whole=date(2026, 10, 31))
    facts = WeeklyFacts(view=View(), frame=frame, period=week(date(2026, 10, 19)))
    amounts = CARD.gather(shop, facts)
    assert amounts is not None
    body = CARD.card(amounts, frame, EN).body
    assert isinstance(body, SixTwelve)
    assert dict(body.totals)["Month to date, through 31 Oct"] == "31"
