"""The month that runs, day by day, against the line of its goal or the year before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from crm_metrics.boards import monthly
from crm_metrics.boards.bodies.course import Course
from crm_metrics.boards.committee import course
from crm_metrics.boards.committee.course import Running
from crm_metrics.boards.core import View
from crm_metrics.boards.series import Indicator
from crm_metrics.figures import LIGHT, figures
from crm_metrics.words import Words
from tests.boards.board_facts import FRAME
from tests.boards.committee.books import EN, ES, asked, order
from tests.conftest import House

NOVEMBER = date(2026, 11, 1)
# Ten a day for ten days; the goal of 450 is 15 a day; a year before 8 a day.
RUNNING = Running(
    indicator=Indicator("bookings", "sales"), month=NOVEMBER, through=date(2026, 11, 10), values=(10.0,) * 10,
    goal=(15.0,) * 30, before=(8.0,) * 30, n=10,
)  # fmt: skip


@pytest.mark.parametrize(
    ("running", "title"),
    [
        (RUNNING, "Bookings to 10 Nov: $100, $50 below the line of its goal"),
        (replace(RUNNING, goal=(10.0,) * 30), "Bookings to 10 Nov: $100, on the line of its goal"),
        (replace(RUNNING, goal=()), "Bookings to 10 Nov: $100, $20 more than a year before"),
    ],
)
def test_the_title_says_how_far_the_month_is_from_its_line(running: Running, title: str) -> None:
    assert course.card(running, FRAME, EN).title == title


def test_the_lines_add_up_and_end_where_the_data_do() -> None:
    body = course.card(RUNNING, FRAME, ES).body
    assert isinstance(body, Course)
    assert len(body.days) == len(body.sums) == len(body.goal) == len(body.before) == 30
    assert (body.sums[9], body.sums[10], body.goal[29], body.before[29]) == (100.0, None, 450.0, 240.0)
    led = body.behind[9]
    assert led is not None
    assert (led.since, led.until, led.value) == (NOVEMBER, date(2026, 11, 10), 100.0)


def test_who_does_not_see_the_lines_hears_what_each_says_of_the_day() -> None:
    """Ten days of 15 and of 8."""
    alt = course.card(RUNNING, FRAME, EN).alt
    assert alt.endswith("below the line of its goal. line of the goal: $150 and same month of last year: $80")


def test_the_chart_names_only_what_it_draws() -> None:
    body = course.card(replace(RUNNING, before=()), FRAME, EN).body
    (figure,) = figures(body, Words("en"), LIGHT)
    assert len(figure["data"]) == 2


def test_a_company_without_goals_is_held_against_its_year_before(house: House) -> None:
    # An order of 100 on each day of November 2025, of 120 on each of the first ten days of November 2026.
    days = [date(2025, 11, 1) + timedelta(days=n) for n in range(30)]
    orders = [order(f"p{n}", "c1", day, 100) for n, day in enumerate(days)]
    orders += [order(f"n{n}", "c1", NOVEMBER + timedelta(days=n), 120) for n in range(10)]
    tables = {"customer": [{"customer_id": "c1"}], "order_line": orders}
    shop = house(tables, first=date(2025, 10, 1), through=date(2026, 11, 10))
    facts = monthly.gather(shop, View())
    found = course.gather(shop, facts)
    assert found is not None
    assert (found.so_far, found.ahead, found.goal) == (1200.0, 200.0, ())
    title = course.card(found, facts.frame, ES).title
    assert title == "Ingreso por pedidos al 10 nov: $\u00a01.200, $\u00a0200 más que un año antes"
    earlier = course.gather(shop, monthly.gather(shop, View(until=date(2025, 11, 30))))
    assert earlier is None  # nothing is known of the year before that month
    assert asked(shop, "revenue", since=date(2026, 10, 1)) == 0
