"""The numbers of one customer: by hand, as a question about that customer alone has them, and what is not told."""

from __future__ import annotations

from datetime import date

import pytest

from crm_metrics.access import Scope
from crm_metrics.boards import freshness
from crm_metrics.boards.core import Card, Grid, View
from crm_metrics.boards.customer.measures import windows
from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.shop import Shop
from crm_metrics.words import Words
from tests.boards.customer.company import company, page
from tests.boards.process.asked import card
from tests.conftest import House

EN = Words("en")


def values(shown: Card) -> dict[str, str]:
    """Each row's key and what stands in its column of values."""
    assert isinstance(shown.body, Grid)
    return {row.key: row.cells[1].text for row in shown.body.rows}


def test_value_is_what_it_left_after_serving_it_and_the_line_is_its_margin(whole: Shop) -> None:
    shown = card(page(whole, EN), "value")
    # Orders of 1,000, 1,000 and 500 at three fifths of cost: a margin of 1,000. Two calls, each the only one of its
    # agent's day, which cost 50 and 30: 80 of the margin, and 920 are left.
    told = values(shown)
    assert {key: told[key] for key in ("customer_revenue-year", "value_received-year", "customer_profitability-year",
                                       "cost_to_serve_ratio-year")} == {
        "customer_revenue-year": "$2,500", "value_received-year": "$1,000", "customer_profitability-year": "$920",
        "cost_to_serve_ratio-year": "0.08",
    }  # fmt: skip
    assert shown.title == "It left $920 after the cost of serving it"
    assert "$920 more in 12 months before it ate the margin of $1,000" in shown.subtitle


def test_credit_is_how_it_pays_against_its_terms(whole: Shop) -> None:
    shown = card(page(whole, EN), "credit")
    # Of 1,500 invoiced 1,000 came after fifteen days, so half of it had come by then; both invoices gave twenty days.
    assert shown.title == "No payment history yet: half of its money comes in 15.0\u00a0days, terms of 20.0\u00a0days"
    assert values(shown)["overdue_receivables-now"] == "$500"


@pytest.mark.parametrize("metric", ["customer_revenue", "customer_profitability", "contacts_handled", "days_to_pay"])
def test_each_number_over_its_window_with_its_rows_or_its_reason(whole: Shop, metric: str) -> None:
    rows = [row for one in page(whole, EN).cards if isinstance(one.body, Grid) for row in one.body.rows]
    (found,) = (row.cells[1].behind for row in rows if row.key == f"{metric}-year")
    assert found is not None
    first, last = date(2025, 7, 1), date(2026, 6, 30)  # twelve closed months
    days = windows(freshness.around(whole, View()))
    assert days is not None and days.days("year") == (first, last)
    assert (found.since, found.until, found.where) == (first, last, (("customer", "c1"),))
    asked = metric_of(metric).measure(whole, every="all", where={"customer": "c1"}, since=first, until=last)
    assert asked.readings[-1].value == found.value


def test_what_is_not_told_has_its_reason_and_the_file_that_would_tell_it(whole: Shop) -> None:
    board = page(whole, EN)
    body = card(board, "exchange").body
    assert isinstance(body, Grid)
    notes = {row.key: row.cells[4].text for row in body.rows}
    assert notes["live_points-now"] == "it would be told by loyalty_entry.csv"
    own = card(page(whole, EN, View(scope=Scope(teams=("Voz Norte",)))), "value").body
    assert isinstance(own, Grid)
    notes = {row.key: row.cells[4].text for row in own.rows}
    assert notes["customer_revenue-year"] == "outside of what you may see: its rows carry no team"


def test_no_stop_line_is_drawn_without_the_cost_of_serving(house: House) -> None:
    shown = card(page(company(house, "agent_time", "agent", "interaction"), EN), "value")
    assert shown.title == "It bought for $2,500 in 12 months"
    assert shown.subtitle.startswith("Up to what point it pays to serve it is not known")
