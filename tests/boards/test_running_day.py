"""The three boards of a company whose last day was loaded while it ran: one notion of it, on every one of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from crm_metrics.boards import daily, monthly, weekly
from crm_metrics.boards.cards import hourly
from crm_metrics.boards.cards.sixtwelve import WeeksAndMonths
from crm_metrics.boards.core import View
from crm_metrics.boards.series import Indicator
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse import doctor
from crm_metrics.words import Words
from tests.conftest import House
from tests.metrics.made import ZONE, Row, answer, case, noon

EN = Words("en")
FRIDAY, SUNDAY = date(2026, 11, 13), date(2026, 11, 15)
MONTH_END = date(2026, 10, 31)


def after(day: date, hours: int) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZONE) + timedelta(hours=hours)


def loaded(house: House, through: date, hours: int, others: int | None = None, **tables: list[Row]) -> Shop:
    """A company with a case a day and one that stays open, loaded so many hours after the last of 120 days began.

    others: the hours after which every other table came, each by a source of its own.
    """
    days = [through - timedelta(days=back) for back in range(120)]
    at = after(through, hours) if others is None else dict.fromkeys(("company", *tables), after(through, others))
    if isinstance(at, dict):
        at["work_item"] = after(through, hours)
    rows = {"work_item": [*(case(str(day), day, day) for day in days), case("open", days[-1])], **tables}
    return house(rows, first=days[-1], through=through, loaded_at=at)


def test_the_week_that_ends_on_a_running_sunday_is_not_the_last_whole_one(house: House) -> None:
    assert weekly.gather(loaded(house, SUNDAY, 30), View()).last == SUNDAY
    running = loaded(house, SUNDAY, 14)
    assert weekly.gather(running, View()).last == SUNDAY - timedelta(days=7)
    assert weekly.gather(running, View(until=SUNDAY)).last == SUNDAY - timedelta(days=7)


def test_the_month_that_ends_on_a_running_day_is_not_closed(house: House) -> None:
    assert monthly.gather(loaded(house, MONTH_END, 30), View()).first == date(2026, 10, 1)
    assert monthly.gather(loaded(house, MONTH_END, 14), View()).first == date(2026, 9, 1)


def test_the_daily_board_shows_the_running_day_as_a_part_of_one(house: House) -> None:
    whole, part = (daily.gather(loaded(house, FRIDAY, hours), View(process="service")) for hours in (30, 18))
    assert whole.last == part.last == FRIDAY
    backlog = [next(one for one in facts.tiles if one.indicator.metric == "backlog") for facts in (whole, part)]
    assert [(series.partial, series.passed) for series in backlog] == [(False, 1.0), (True, 0.75)]
    assert daily.board(part, EN).state.text == "partial day: 75%"
    assert daily.board(whole, EN).state.kind != "partial"


def test_a_running_day_without_a_contact_yet_is_no_missing_day(house: House) -> None:
    usual = {"process": "service", "direction": "inbound", "disposition": "handled", "touchpoint_id": "line"}
    contacts = [
        {**usual, "interaction_id": f"{back}-{number}", "offered_at": noon(FRIDAY - timedelta(days=back))}
        for back in range(1, 60)
        for number in range(25)
    ]
    assert daily.gather(loaded(house, FRIDAY, 1, interaction=contacts), View()).holes == ()
    (hole,) = daily.gather(loaded(house, FRIDAY, 30, interaction=contacts), View()).holes
    assert (hole.day, hole.found, hole.usual) == (FRIDAY, 0, 25)


def test_a_source_that_came_early_holds_back_its_own_metrics_and_not_the_week(house: House) -> None:
    shop = loaded(house, SUNDAY, 31, others=20, survey=[answer("s", SUNDAY, 10)])
    facts = weekly.gather(shop, View())
    assert facts.last == SUNDAY
    assert facts.frame.running == 20 / 24  # the last day is told as a part of one all the same
    results = ask(
        shop,
        [CATALOGUE["cases_opened"], CATALOGUE["nps"]],
        every="week",
        since=SUNDAY - timedelta(days=6),
        until=SUNDAY,
    )
    assert [result.readings[-1].complete for result in results.values()] == [True, False]
    month = loaded(house, MONTH_END, 31, others=20, survey=[answer("s", MONTH_END, 10)])
    assert monthly.gather(month, View()).first == date(2026, 10, 1)


def test_the_hours_of_a_weekday_are_those_of_its_whole_days(house: House) -> None:
    # 4 contacts at noon of every day: four Fridays behind the hour, whether or not the fifth has begun.
    usual = {"process": "service", "direction": "inbound", "disposition": "handled", "touchpoint_id": "line"}
    contacts = [
        {**usual, "interaction_id": f"{back}-{number}", "offered_at": noon(FRIDAY - timedelta(days=back))}
        for back in range(60)
        for number in range(4)
    ]
    for hours in (30, 13):
        facts = daily.gather(loaded(house, FRIDAY, hours, interaction=contacts), View(process="service"))
        shown = dict(facts.cards)[hourly]
        assert {slot.value for slot in shown.slots} == {4.0}


def test_a_running_day_is_no_thin_day_to_the_doctor(house: House) -> None:
    cases = [case(f"{back}-{n}", FRIDAY - timedelta(days=back)) for back in range(1, 60) for n in range(40)]
    rows = {"work_item": [*cases, case("first", FRIDAY)]}
    first = FRIDAY - timedelta(days=59)
    thin = [doctor.thin_days(house(rows, first=first, through=FRIDAY, loaded_at=after(FRIDAY, at))) for at in (5, 30)]
    assert [[(day.day, day.rows) for day in days] for days in thin] == [[], [(FRIDAY, 1)]]


def test_the_month_to_date_ends_on_the_last_day_that_was_over_in_its_own_source(house: House) -> None:
    # A case is opened and resolved every day. The 12th is the last whole day of the desk, whatever the surveys say.
    shop = loaded(house, FRIDAY, 14, others=31, survey=[answer("s", FRIDAY, 10)])
    card = WeeksAndMonths((Indicator("cases_resolved", "service"),))
    amounts = card.gather(shop, weekly.gather(shop, View()))
    assert amounts is not None
    assert amounts.until == FRIDAY - timedelta(days=1)
    assert amounts.total(date(2026, 11, 1), amounts.until) == 12
