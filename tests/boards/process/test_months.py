"""Which month the pages of metrics show: the last closed one, or the first of the data while it runs."""

from __future__ import annotations

from datetime import date

from crm_metrics.boards import process
from crm_metrics.boards.core import View
from crm_metrics.boards.process import overview
from crm_metrics.metrics.shop import Shop
from tests.boards.process.asked import answer, texts
from tests.boards.process.test_page import EN, ES
from tests.conftest import House

THROUGH = date(2026, 10, 20)


def young(house: House, first: date = date(2026, 10, 1)) -> Shop:
    """Forty answers of service in the first twenty days of October, 32 of them satisfied; nothing before them."""
    days = [date(2026, 10, n % 20 + 1) for n in range(40)]
    rows = [answer(f"s{n}", day, 5 if n < 32 else 2, "t1", "Voz") for n, day in enumerate(days)]
    return house({"survey": rows, "customer": [{"customer_id": "c1"}]}, first=first, through=THROUGH)


def test_a_company_in_its_first_month_reads_its_days_so_far(house: House) -> None:
    shop = young(house)
    made = process.board(process.gather(shop, View()), ES)
    assert (made.state.kind, made.state.text) == ("partial", "mes parcial: 65\u00a0%")  # 20 of 31 days
    assert made.period == "octubre de 2026, hasta el 20 oct"
    assert texts(made, "measures_satisfaction")["CSAT (dos mejores notas)"][0] == "80,0\u00a0%"  # 32 of 40
    whole = overview.board(overview.gather(shop, View()), EN)
    assert whole.state.kind == "partial"
    assert texts(whole, "processes")["Service"][0].startswith("80.0%")
    assert whole.filters[0].everything == "The month that runs"


def test_where_a_month_has_closed_the_running_one_waits(house: House) -> None:
    found = process.gather(young(house, date(2026, 9, 28)), View(process="service"))
    assert (found.first, found.passed) == (date(2026, 9, 1), 1.0)


def test_a_month_before_the_data_may_still_be_asked_for(house: House) -> None:
    found = process.gather(young(house), View(process="service", until=date(2026, 8, 31)))
    assert (found.first, found.passed) == (date(2026, 8, 1), 1.0)
