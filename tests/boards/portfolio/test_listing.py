"""The customers of one account manager."""

from __future__ import annotations

from datetime import date, timedelta

from crm_metrics.access import Scope
from crm_metrics.boards.core import Grid
from crm_metrics.boards.portfolio.facts import STALE, forgotten
from crm_metrics.boards.portfolio.listing import INCOME
from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.shop import Shop
from tests.boards.customer.company import ROWS, TIMES, company
from tests.boards.portfolio.test_page import shown
from tests.boards.process.asked import card
from tests.conftest import House


def test_each_customer_has_its_income_what_is_open_and_since_when_nobody_spoke(whole: Shop) -> None:
    found = card(shown(whole, manager="a1"), "portfolio")
    assert isinstance(found.body, Grid)
    assert found.title == "One customer; somebody spoke with each in 180 days"
    told = dict(
        zip((one.key for one in found.body.columns), (cell.text for cell in found.body.rows[0].cells), strict=True)
    )
    assert told["customer"] == "Ana Ruiz" and told["tier"] == "Medium"
    # Three orders of 2,500 in all, 500 past due, one case of service; the last call five days before the last day.
    assert {name: told[name] for name in ("customer_revenue", "overdue_receivables", "backlog", "days")} == {
        "customer_revenue": "$2,500", "overdue_receivables": "$500", "backlog": "1", "days": "5",
    }  # fmt: skip
    assert found.body.rows[0].cells[0].leads == "customer?customer=c1"


def test_a_number_is_the_one_that_a_question_about_the_customer_gives(whole: Shop) -> None:
    body = card(shown(whole, manager="a1"), "portfolio").body
    assert isinstance(body, Grid)
    led = body.rows[0].cells[2].behind
    assert led is not None and led.metric == INCOME[0]
    asked = metric_of(led.metric).measure(whole, every="all", where=dict(led.where), since=led.since, until=led.until)
    assert asked.readings[-1].value == led.value == 2500


def test_with_whom_nobody_spoke_stands_first_and_is_counted_in_the_title(house: House) -> None:
    rows = {**ROWS, "customer": [{**one, "owner_agent_id": "a1"} for one in ROWS["customer"]]}
    found = card(shown(house(rows, first=TIMES[0], through=TIMES[1]), manager="a1"), "portfolio")
    assert isinstance(found.body, Grid)
    assert found.title == "3 customers; with 2 of them nobody spoke in 180 days"
    assert "longest without a word: Ana Ruiz, 5 days" in found.subtitle  # of those who were ever spoken with
    assert [row.cells[-1].text for row in found.body.rows] == ["nobody spoke with it"] * 2 + ["attended"]


def test_nobody_is_forgotten_before_contacts_reach_back_as_far_as_the_rule(house: House) -> None:
    last = date(2026, 6, 30)
    told = [forgotten(last - timedelta(days=days), last) for days in (0, STALE, STALE + 1)]
    assert told == [False, False, True]
    young = house(ROWS, first=date(2026, 5, 1), through=TIMES[1])
    found = card(shown(young, manager="a2"), "portfolio")
    assert isinstance(found.body, Grid)
    assert found.title == "One customer" and found.body.rows[0].cells[-1].text == "not known"
    assert "once contacts of 180 days are loaded" in found.subtitle


def test_what_a_reader_may_not_see_is_no_column_and_says_so(whole: Shop) -> None:
    found = card(shown(whole, manager="a2", scope=Scope(teams=("Voz Norte",))), "portfolio")
    assert isinstance(found.body, Grid)
    assert "customer_revenue" not in {one.key for one in found.body.columns}
    assert "outside of what you may see" in found.subtitle
    assert found.title == "One customer; with one of them nobody of your part spoke in 180 days"


def test_what_is_not_loaded_names_its_file(house: House) -> None:
    found = card(shown(company(house, "receivable"), manager="a1"), "portfolio")
    assert "Overdue receivables: it would be told by receivable.csv" in found.subtitle
