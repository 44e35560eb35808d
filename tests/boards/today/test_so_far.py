"""The day so far beside its weekday: up to the hour that the data reach, worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from crm_metrics.boards.core import Grid, View
from crm_metrics.boards.facts import DailyFacts
from crm_metrics.boards.today import so_far
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME, day
from tests.conftest import House
from tests.warehouse.shapes.made import BOGOTA, Row, contact

EN, ES = Words("en"), Words("es-CO")
MONDAY = date(2026, 3, 2)
FACTS = DailyFacts(view=View(process="service"), frame=FRAME, period=day(MONDAY))


def calls(on: date, hour: int, met: int, late: int) -> list[Row]:
    """Calls answered at once, and calls answered after a minute."""
    begin = datetime(on.year, on.month, on.day, hour, tzinfo=BOGOTA)
    rows = []
    for place in range(met + late):
        answered = begin + timedelta(seconds=0 if place < met else 60)
        times: Row = {"offered_at": begin, "answered_at": answered, "ended_at": answered + timedelta(minutes=5)}
        rows.append(contact(f"{on}-{hour}-{place}") | times)
    return rows


def earlier(weeks: Sequence[int]) -> list[Row]:
    """On each Monday before so many calls at 9 h, eight of ten of them in time, and ten at 15 h."""
    rows: list[Row] = []
    for place, n in enumerate(weeks, start=1):
        on = MONDAY - timedelta(days=7 * place)
        rows += [*calls(on, 9, n * 8 // 10, n - n * 8 // 10), *calls(on, 15, 10, 0)]
    return rows


def test_a_day_that_still_runs_is_held_against_its_weekday_up_to_the_same_hour(house: House) -> None:
    # Loaded at noon of the Monday: 30 calls at 9 h, half of them in time. Five Mondays had 10 or 20 at 9 h; what they
    # had in the afternoon is not asked.
    rows = [*earlier([10, 20, 10, 20, 10]), *calls(MONDAY, 9, 15, 15)]
    noon = datetime(2026, 3, 2, 17, tzinfo=UTC)  # 12:00 in Bogotá
    shop = house({"interaction": rows}, first=date(2025, 12, 1), through=MONDAY, loaded_at=noon)
    shown = so_far.gather(shop, FACTS)
    assert shown is not None
    assert (shown.until, shown.so_far, sorted(shown.before)) == (12, 30, [10, 10, 10, 20, 20])
    card = so_far.card(shown, FRAME, ES)
    assert card.title == "30 contactos hasta las 12 h: más que en cualquiera de 5 días iguales"
    assert isinstance(card.body, Grid)
    (nine, whole) = [[cell.text for cell in row.cells] for row in card.body.rows]
    # In time usually: 8 + 16 + 8 + 16 + 8 of 70.
    assert nine == ["9 h", "30", "14,0", "50,0\u00a0%", "80,0\u00a0%"]
    assert whole[1:] == nine[1:]


def test_a_past_day_is_whole_and_said_to_be_usual_within_what_was(house: House) -> None:
    rows = [*earlier([10, 20, 10, 20]), *calls(MONDAY, 9, 12, 0), *calls(MONDAY, 15, 10, 0)]
    shop = house({"interaction": rows}, first=date(2025, 12, 1), through=date(2026, 3, 9))
    shown = so_far.gather(shop, FACTS)
    assert shown is not None
    assert shown.until == 24
    assert so_far.card(shown, FRAME, EN).title == "22 contacts on the day: as usual, between 20 and 30"


def test_with_few_such_days_nothing_is_said_to_be_usual_and_a_holiday_is_none_of_them(house: House) -> None:
    holiday: Row = {"calendar_id": "company", "day": MONDAY - timedelta(days=7)}
    rows = [*earlier([10, 20, 10, 20]), *calls(MONDAY, 9, 12, 0)]
    shop = house({"interaction": rows, "holiday": [holiday]}, first=date(2025, 12, 1), through=date(2026, 3, 9))
    shown = so_far.gather(shop, FACTS)
    assert shown is not None
    assert len(shown.usual) == 3
    card = so_far.card(shown, FRAME, EN)
    assert card.title == "12 contacts on the day"
    assert "Usual needs 4 days of the same weekday" in card.footer


def test_beyond_the_data_and_without_contacts_there_is_no_card(house: House) -> None:
    shop = house({"interaction": earlier([10])}, first=date(2025, 12, 1), through=date(2026, 2, 27))
    assert so_far.gather(shop, FACTS) is None
    assert so_far.gather(house({"survey": []}), FACTS) is None


def test_a_single_contact_is_said_as_one(house: House) -> None:
    rows = [*earlier([10, 20]), *calls(MONDAY, 9, 1, 0)]
    shown = so_far.gather(house({"interaction": rows}, first=date(2025, 12, 1), through=date(2026, 3, 9)), FACTS)
    assert shown is not None
    assert so_far.card(shown, FRAME, EN).title == "One contact on the day"
    assert so_far.card(shown, FRAME, ES).title == "Un contacto en el día"
