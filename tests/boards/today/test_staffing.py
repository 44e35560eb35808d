"""When more people are needed: the volume is the mean of the open days, the people those of Erlang's sum."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from math import exp, factorial

import pytest

from crm_metrics.boards.core import Empty, Heat, View
from crm_metrics.boards.facts import DailyFacts
from crm_metrics.boards.today import staffing
from crm_metrics.metrics.behind.weekdays import pooled
from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.shop import Shop
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME, day
from tests.conftest import House
from tests.warehouse.shapes.made import BOGOTA, Row, contact

EN, ES = Words("en"), Words("es-CO")
SUNDAY = date(2026, 2, 1)  # the four weeks of 5 January to 1 February
MONDAYS = [date(2026, 1, 5) + timedelta(days=7 * week) for week in range(4)]
FACTS = DailyFacts(view=View(process="service"), frame=FRAME, period=day(SUNDAY))
HANDLE = 360


def calls(on: date, hour: int, n: int, **more: object) -> list[Row]:
    """Calls of six minutes, answered at once, one a minute."""
    begin = datetime(on.year, on.month, on.day, hour, tzinfo=BOGOTA)
    rows = []
    for place in range(n):
        at = begin + timedelta(minutes=place)
        times: Row = {"offered_at": at, "answered_at": at, "ended_at": at + timedelta(seconds=HANDLE)}
        rows.append(contact(f"{on}-{hour}-{place}") | times | more)
    return rows


def shop_of_calls(house: House, rows: list[Row], **tables: list[Row]) -> Shop:
    return house({"interaction": rows, **tables}, first=date(2025, 12, 1), through=SUNDAY)


def needed(an_hour: float, share: float = 0.8, seconds: int = 20) -> int:
    """By the published sum, not by the code that is tried."""
    load, agents = an_hour * HANDLE / 3600, 1
    while True:
        if load < agents:
            last = load**agents / factorial(agents) / (1 - load / agents)
            waits = last / (sum(load**one / factorial(one) for one in range(agents)) + last)
            if 1 - waits * exp(-(agents - load) * seconds / HANDLE) >= share:
                return agents
        agents += 1


def test_each_hour_has_its_volume_and_the_people_it_needs(house: House) -> None:
    # Every Monday 20 calls at 9 h and 10 at 15 h: 2 and 1 erlang.
    rows = [row for monday in MONDAYS for row in [*calls(monday, 9, 20), *calls(monday, 15, 10)]]
    shop = shop_of_calls(house, rows)
    shown = staffing.gather(shop, FACTS)
    assert shown is not None
    assert shown.volume == {(9, 0): 20.0, (15, 0): 10.0}
    assert shown.handle_seconds == HANDLE
    assert shown.people == {(9, 0): needed(20), (15, 0): needed(10)} == {(9, 0): 4, (15, 0): 3}
    card = staffing.card(shown, FRAME, ES)
    assert card.title == "Se necesita más gente el lunes a las 9 h: 4"
    assert "80\u00a0% atendidas en 20 s, a falta de objetivo" in card.subtitle
    assert isinstance(card.body, Heat)
    assert (card.body.texts[0], card.body.texts[-1]) == (("20 → 4",), ("10 → 3",))


def test_the_volume_of_a_cell_is_what_its_rows_make(house: House) -> None:
    rows = [row for monday, n in zip(MONDAYS, (8, 12, 10, 10), strict=True) for row in calls(monday, 9, n)]
    shop = shop_of_calls(house, rows)
    shown = staffing.gather(shop, FACTS)
    assert shown is not None
    body = staffing.card(shown, FRAME, EN).body
    assert isinstance(body, Heat)
    ((led,),) = body.behind
    assert led is not None and led.value == 10.0
    where = dict(led.where)
    asked = shop.ask([metric_of(led.metric)], every="day", where=where, since=led.since, until=led.until)
    together = pooled(metric_of(led.metric), asked[led.metric].readings, 1)
    assert together is not None and together.value == 10.0


def test_a_holiday_is_no_monday_and_a_goal_of_the_company_comes_before_the_usual(house: House) -> None:
    # The third Monday was closed, with two calls of who did not know it: ten by three Mondays, not by four.
    rows = [row for monday, n in zip(MONDAYS, (10, 10, 2, 10), strict=True) for row in calls(monday, 9, n)]
    goal: Row = {"metric": "service_level", "cadence": "day", "goal": 0.95, "valid_from": date(2025, 1, 1)}
    holiday: Row = {"calendar_id": "company", "day": MONDAYS[2]}
    shown = staffing.gather(shop_of_calls(house, rows, holiday=[holiday], target=[goal]), FACTS)
    assert shown is not None
    assert shown.volume == {(9, 0): 10.0}
    assert (shown.share, shown.targeted, shown.people[9, 0]) == (0.95, True, needed(10, 0.95))
    body = staffing.card(shown, FRAME, EN).body
    assert isinstance(body, Heat)
    assert body.behind[0][0] is not None and body.behind[0][0].value is None


def test_hours_and_weekdays_of_few_contacts_are_left_out(house: House) -> None:
    rows = [row for monday in MONDAYS for row in calls(monday, 9, 5)] + calls(SUNDAY, 9, 2) + calls(MONDAYS[0], 3, 9)
    shown = staffing.gather(shop_of_calls(house, rows), FACTS)
    assert shown is not None
    assert set(shown.volume) == {(9, 0)}
    few = staffing.gather(shop_of_calls(house, calls(MONDAYS[0], 9, 1)), FACTS)
    assert few is not None
    assert few.volume == {(9, 0): 0.25}  # one call is all that there is: it is shown, and its time is of too few
    assert few.people == {}
    assert "is known of too few" in staffing.card(few, FRAME, EN).footer


@pytest.mark.parametrize(("process", "kind"), [("collections", Heat), ("sales", Empty)])
def test_of_calls_that_we_make_the_people_are_not_told_and_it_says_why(house: House, process: str, kind: type) -> None:
    rows = [row for monday in MONDAYS for row in calls(monday, 9, 5, direction="outbound", process=process)]
    shown = staffing.gather(
        shop_of_calls(house, rows), DailyFacts(view=View(process=process), frame=FRAME, period=day(SUNDAY))
    )
    assert shown is not None
    assert shown.people == {}
    card = staffing.card(shown, FRAME, EN)
    assert isinstance(card.body, kind)  # where the hours stand on the card beside, they are not drawn twice
    reason = card.body.reason if isinstance(card.body, Empty) else card.footer
    assert "no contact of" in reason and "waits in a queue" in reason


def test_without_a_contact_there_is_no_card(house: House) -> None:
    assert staffing.gather(shop_of_calls(house, []), FACTS) is None
    assert staffing.gather(house({"survey": []}), FACTS) is None
