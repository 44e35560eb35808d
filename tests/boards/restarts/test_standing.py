"""Which baseline is in force: of exactly the metric and the part, from its day on, and the same on every board."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.analysis import baselines
from crm_metrics.boards.chosen.reading import read
from crm_metrics.boards.chosen.selection import of_id
from crm_metrics.boards.core import View
from crm_metrics.boards.explore import page as explore
from crm_metrics.boards.restarts.standing import of_days, part_of, whose
from crm_metrics.boards.series import Indicator, Series, arranged, collect
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.shop import Shop
from crm_metrics.office.baselines.register import BaselineRegister
from crm_metrics.office.database import OfficeDatabase
from tests.boards.restarts.conftest import ANA, AUGUST, DATA, LAST, MONDAY, OF_CHAT, Start

CASES = Indicator("cases_opened", "service")


def weekly(
    company: Shop,
    *,
    where: dict[str, list[str]] | None = None,
    scope: Scope = EVERYTHING,
    until: date = LAST,
    every: str = "week",
) -> Series:
    """The cases of a part, held against the first ten weeks."""
    asked = collect(company, [CASES], every=every, since=MONDAY, until=until, where=where, scope=scope)
    (series,) = arranged(CASES, asked[CASES], every, AUGUST - timedelta(days=1)).values()
    return series


def of_teams(company: Shop) -> dict[str | None, Series]:
    asked = collect(company, [CASES], every="week", since=MONDAY, until=LAST, by=("team",), scope=EVERYTHING)
    return {team: one for (team,), one in arranged(CASES, asked[CASES], "week", AUGUST - timedelta(days=1)).items()}


def test_without_one_the_usual_baseline_holds(company: Shop) -> None:
    chat = of_teams(company)["Chat"]
    assert (chat.restart, chat.signal.kind, chat.signal.side) == (None, "watch", 1)  # of cases neither more is better
    assert chat.signal.limits is not None and chat.signal.limits.centre == 20


def test_it_holds_for_exactly_its_part_and_a_wider_one_does_not_inherit(company: Shop, start: Start) -> None:
    before = (of_teams(company)["Voz"], weekly(company))
    anew = start(OF_CHAT)
    chat, voz = of_teams(company)["Chat"], of_teams(company)["Voz"]
    assert (chat.restart, chat.signal.kind) == (anew, "routine")
    assert chat.signal.limits is not None
    assert (chat.signal.limits.low, chat.signal.limits.high) == pytest.approx((30 - 5.32, 30 + 5.32))
    assert chat.signal.values[:10] == (19, 21) * 5  # drawn
    assert (voz, weekly(company)) == before
    other = collect(company, [Indicator("cases_resolved", "service")], every="week", since=MONDAY, until=LAST,
                    where={"team": ["Chat"]}, scope=EVERYTHING)  # fmt: skip
    assert all(getattr(one, "restarts", {}) == {} for one in other.values())


def test_the_part_is_the_same_whether_it_is_grouped_by_filtered_by_or_all_that_a_reader_sees(
    company: Shop, start: Start
) -> None:
    anew = start(OF_CHAT)
    filtered, bound = weekly(company, where={"team": ["Chat"]}), weekly(company, scope=Scope(teams=("Chat",)))
    assert filtered.restart == bound.restart == anew
    assert filtered.signal == bound.signal == of_teams(company)["Chat"].signal
    both = weekly(company, where={"team": ["Chat", "Voz"]})
    narrowed = weekly(company, where={"team": ["Chat", "Voz"]}, scope=Scope(teams=("Chat",)))
    assert (both.restart, narrowed.restart) == (None, anew)
    assert weekly(company, where={"team": ["Chat"], "channel": ["phone"]}).restart is None


def test_a_period_that_ended_before_its_day_keeps_the_verdict_that_it_had(company: Shop, start: Start) -> None:
    then = weekly(company, where={"team": ["Chat"]}, until=AUGUST - timedelta(days=1))
    start(OF_CHAT)
    assert weekly(company, where={"team": ["Chat"]}, until=AUGUST - timedelta(days=1)) == then
    assert weekly(company, where={"team": ["Chat"]}, until=AUGUST + timedelta(days=6)).signal.points == 1


def test_until_there_are_enough_points_there_is_no_verdict(company: Shop, start: Start) -> None:
    start(OF_CHAT)
    fifth = weekly(company, where={"team": ["Chat"]}, until=AUGUST + timedelta(weeks=5, days=-1))
    assert (fifth.signal.kind, fifth.signal.lacking, fifth.signal.points) == ("small", "anew", 5)
    assert [one.value for one in fifth.readings[-5:]] == [29, 31, 29, 31, 29]  # numbers stay as they are


def test_a_month_that_holds_its_day_is_of_both(company: Shop, start: Start) -> None:
    start(OF_CHAT)
    month = weekly(company, where={"team": ["Chat"]}, until=date(2026, 8, 31), every="month")
    assert (month.signal.lacking, month.signal.points) == ("anew", 0)


def test_of_several_the_last_by_the_end_of_what_is_shown_holds_and_a_withdrawn_one_does_not(
    company: Shop, start: Start, office: OfficeDatabase
) -> None:
    first = start(OF_CHAT)
    content = replace(first.content, day=date(2026, 9, 7), why="Merger")
    later = BaselineRegister(office, ANA).start(content, DATA, first)
    assert weekly(company, where={"team": ["Chat"]}).restart == later
    assert weekly(company, where={"team": ["Chat"]}, until=date(2026, 9, 6)).restart == first
    BaselineRegister(office, ANA).withdraw(later, "It was put off")
    assert weekly(company, where={"team": ["Chat"]}).restart == first
    BaselineRegister(office, ANA).withdraw(first, "A mistake")
    assert weekly(company, where={"team": ["Chat"]}).restart is None
    assert weekly(company, where={"team": ["Chat"]}).signal.kind == "watch"


def test_one_before_all_that_is_read_changes_nothing(company: Shop, start: Start) -> None:
    start(OF_CHAT)
    asked = collect(
        company, [CASES], every="week", since=AUGUST, until=LAST, where={"team": ["Chat"]}, scope=EVERYTHING
    )
    (series,) = arranged(CASES, asked[CASES], "week", LAST).values()
    assert series.restart is None


def test_pages_that_read_one_number_say_the_same_of_it(company: Shop, start: Start) -> None:
    start(OF_CHAT)
    where = (("metric", "cases_opened"), ("team", "Chat"))
    trend = explore.gather(company, View(where=where, until=LAST)).trend
    (chosen,) = read(company, View(), LAST, [of_id("cases_opened,week,team=Chat")])
    assert trend is not None and chosen.series is not None
    assert trend.restart == chosen.series.restart == of_teams(company)["Chat"].restart is not None
    assert trend.signal.kind == chosen.series.signal.kind == "routine"
    assert trend.signal.limits == chosen.series.signal.limits
    since, _ = baselines.window("week", LAST)
    assert since < MONDAY  # the usual baseline is of the quarters before


def test_a_limit_that_the_rows_do_not_have_leaves_a_number_whole() -> None:
    csat, scope = CATALOGUE["csat"], Scope(processes=("service",), teams=("Chat",))
    found = whose(csat, None, {"tier": ["gold"]}, scope, has=("process", "tier"))
    assert part_of(found) == (("process", "service"), ("tier", "gold"))
    assert part_of(whose(csat, "sales", {}, EVERYTHING, has=())) == (("process", "sales"),)
    assert part_of(whose(csat, None, {}, EVERYTHING, has=())) == ()
    assert part_of(whose(csat, None, {"team": ["Voz"]}, scope, has=("team",))) is None  # nothing of it may be seen
    assert part_of(whose(csat, None, {"team": [None]}, EVERYTHING, has=("team",))) is None


def test_those_of_some_days_are_counted_within_what_a_reader_sees(company: Shop, start: Start) -> None:
    known = (start(OF_CHAT), start((("process", "service"),), date(2026, 7, 6)))
    assert of_days(known, EVERYTHING, MONDAY, LAST) == known
    assert of_days(known, Scope(teams=("Chat",)), MONDAY, LAST) == known[:1]
    assert of_days(known, EVERYTHING, MONDAY, date(2026, 8, 9)) == known[1:]
