"""The days between rare events on the page of a number: which metrics have the chart, and what it says."""

from __future__ import annotations

from datetime import date, timedelta

from crm_metrics.boards import number
from crm_metrics.boards.core import Board, Card, Control, View
from crm_metrics.metrics.shop import Shop
from crm_metrics.words import Words
from tests.metrics.made import JAN, House, case

EN, ES = Words("en"), Words("es-CO")
LAST = date(2026, 4, 30)
OPENED = [JAN + timedelta(days=day) for day in (0, 10, 20, 25, 40, 50, 60)]  # of the gaps 10, 10, 5, 15, 10, 10


def shop_of(house: House, days: list[date]) -> Shop:
    return house({"work_item": [case(f"w{place}", day) for place, day in enumerate(days)]}, through=LAST)


def page(shop: Shop, metric: str = "cases_opened", words: Words = EN) -> Board:
    where = (("metric", metric), ("every", "month"))
    return number.board(number.gather(shop, View(where=where, until=LAST)), words)


def chart(shop: Shop, words: Words = EN) -> Card:
    (found,) = [card for card in page(shop, words=words).cards if card.key == "between"]
    return found


def test_rare_cases_show_the_days_between_with_mean_limit_and_what_runs(house: House) -> None:
    card = chart(shop_of(house, OPENED))
    since = (LAST - OPENED[-1]).days
    assert card.title == f"Days from one to the next: 10.0 in the mean; since the last one {since}"
    assert isinstance(card.body, Control)
    assert [one.value for one in card.body.points] == [10, 10, 5, 15, 10, 10, since]
    assert [one.complete for one in card.body.points] == [True] * 6 + [False]
    assert card.body.high_text == "UNL 62.7"  # ln 0.00135 ÷ ln 0.9
    assert card.body.points[0].label == f"{EN.day(OPENED[1])}: 10 days after the one before"
    assert f"{EN.day(LAST)}: {since} days since the last one" in card.alt


def test_each_leads_to_the_rows_of_its_day(house: House) -> None:
    body = chart(shop_of(house, OPENED)).body
    assert isinstance(body, Control)
    led = [one.behind for one in body.points if one.behind]
    assert [(one.since, one.until) for one in led] == [(day, day) for day in OPENED[1:]]
    assert body.points[-1].behind is None


def test_cases_of_most_days_and_rates_have_no_such_chart(house: House) -> None:
    often = shop_of(house, [JAN + timedelta(days=day) for day in range(119)])
    assert "between" not in [card.key for card in page(often).cards]
    assert "between" not in [card.key for card in page(shop_of(house, OPENED), "first_response_sla").cards]


def test_it_is_said_in_spanish(house: House) -> None:
    assert chart(shop_of(house, OPENED), ES).title.startswith(
        "Días de uno al siguiente: 10,0 en promedio; desde el último"
    )
