"""A gap on its way to a plan: what an address asks, what is kept of it, and whose it may be."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import parse_qsl

import pytest

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.boards.core import View
from crm_metrics.boards.plans.opening import asked_of, gap_of, guardable, others, way, way_to
from crm_metrics.errors import QuestionError
from tests.boards.plans.weekly_answers import GAP, NORTE, TRIGGER, company
from tests.conftest import House

LAST = TRIGGER + timedelta(days=6)


def asked(address: str, scope: Scope = EVERYTHING) -> View:
    pairs = parse_qsl(address.partition("?")[2])
    until = next((date.fromisoformat(value) for key, value in pairs if key == "week"), None)
    return View(scope=scope, where=tuple(sorted(pair for pair in pairs if pair[0] != "week")), until=until)


def test_the_address_of_a_gap_asks_for_it() -> None:
    found = asked_of(asked(way("csat", NORTE, TRIGGER)), date(2026, 12, 31))
    assert found is not None
    assert (found.metric, found.parts, found.week) == ("csat", NORTE, TRIGGER)
    assert way_to("a&b") == "plans?plan=a%26b"
    assert asked_of(View(), TRIGGER) is None


def test_any_day_stands_for_its_week_and_no_day_for_the_last() -> None:
    thursday = asked_of(asked(way("csat", (), TRIGGER + timedelta(days=3))), date(2026, 12, 31))
    none = asked_of(View(where=(("metric", "csat"),)), TRIGGER + timedelta(days=6))
    assert thursday is not None and none is not None
    assert thursday.week == none.week == TRIGGER


@pytest.mark.parametrize("day", [TRIGGER + timedelta(days=7), TRIGGER + timedelta(days=12), date(2030, 1, 1)])
def test_a_week_that_is_not_over_opens_no_plan_the_one_before_it_does(day: date) -> None:
    """The last day with data is a Saturday: its week may still get worse or better."""
    found = asked_of(asked(way("csat", (), day)), TRIGGER + timedelta(days=12))
    assert found is not None and found.week == TRIGGER


def test_what_is_asked_in_vain_is_told_or_left_out() -> None:
    with pytest.raises(QuestionError, match="no metric 'csatt'"):
        asked_of(asked(way("csatt", (), TRIGGER)), LAST)
    found = asked_of(asked(way("csat", (("customer", "crm:C1"), ("team", "Norte")), TRIGGER)), LAST)
    assert found is not None and found.parts == (("team", "Norte"),)


def test_a_metric_of_one_process_is_of_that_process_and_a_reader_of_a_part_opens_for_it() -> None:
    own = asked_of(asked(way("cases_opened", (), TRIGGER)), LAST)
    bound = asked_of(asked(way("csat", (), TRIGGER), Scope(teams=("Norte",))), LAST)
    assert own is not None and bound is not None
    assert own.parts == (("process", "service"),)
    assert bound.parts == (("team", "Norte"),)


def test_a_gap_is_kept_as_it_was(house: House) -> None:
    """Norte had 6 of 20 satisfied, Sur 13 of 20: 19 of 40."""
    shop = company(house)
    found = asked_of(asked(way("csat", NORTE, TRIGGER)), LAST)
    assert found is not None
    gap = gap_of(shop, found, EVERYTHING)
    assert (gap.metric, gap.parts, gap.trigger, gap.better) == (GAP.metric, GAP.parts, GAP.trigger, "up")
    assert gap.value == pytest.approx(0.3)
    assert (gap.n, gap.goal) == (20, None)


def test_parts_of_few_rows_are_not_kept_as_what_brought_it(house: House) -> None:
    """Of both teams 19 of 40 after 27 of 40 the week before; each has 20 answers, fewer than the 30 that are named."""
    found = asked_of(asked(way("csat", (("process", "service"),), TRIGGER)), LAST)
    assert found is not None
    gap = gap_of(company(house), found, EVERYTHING)
    assert gap.value == pytest.approx(19 / 40)
    assert gap.drivers == ()


def test_a_gap_beyond_the_readers_part_is_refused(house: House) -> None:
    found = asked_of(asked(way("csat", NORTE, TRIGGER)), LAST)
    assert found is not None
    with pytest.raises(QuestionError, match="not of your part"):
        gap_of(company(house), found, Scope(teams=("Sur",)))


def test_a_comparison_unit_is_of_the_same_dimension_and_within_the_readers_part(house: House) -> None:
    shop = company(house)
    assert others(shop, GAP, EVERYTHING) == ("Sur",)
    assert others(shop, GAP, Scope(teams=("Norte",))) == ()


def test_what_can_be_watched_is_told_by_week_and_has_its_rows(house: House) -> None:
    watched = guardable(company(house), GAP)
    assert "csat" not in watched and "csat_mean" in watched
    assert "orders_placed" not in watched  # no order was ever loaded
