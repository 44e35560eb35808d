"""What a link asks: its days, what they are compared with, and what it leaves unsaid."""

from __future__ import annotations

from datetime import date

import pytest

from crm_metrics.boards.core import View
from crm_metrics.boards.explore.selection import selection_of
from crm_metrics.periods import Period
from crm_metrics.warehouse.store import Warehouse

WHOLE = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("since", "until", "against", "first", "last", "before"),
    [
        ("", None, "before", date(2026, 10, 1), date(2026, 10, 31), (date(2026, 9, 1), date(2026, 9, 30))),
        ("2026-07-01", date(2026, 9, 30), "before", date(2026, 7, 1), date(2026, 9, 30),
         (date(2026, 4, 1), date(2026, 6, 30))),
        ("2026-07-06", date(2026, 7, 12), "before", date(2026, 7, 6), date(2026, 7, 12),
         (date(2026, 6, 29), date(2026, 7, 5))),
        ("2028-02-01", date(2028, 2, 29), "year", date(2028, 2, 1), date(2028, 2, 29),
         (date(2027, 2, 1), date(2027, 2, 28))),
        ("2026-02-01", date(2026, 2, 28), "year", date(2026, 2, 1), date(2026, 2, 28),
         (date(2025, 2, 1), date(2025, 2, 28))),
        ("2026-11-02", None, "", date(2026, 11, 2), WHOLE, None),
        ("", date(2026, 8, 9), "", date(2026, 8, 1), date(2026, 8, 9), None),
        ("2026-09-01", date(2026, 8, 9), "", date(2026, 8, 9), date(2026, 8, 9), None),
        ("yesterday", None, "", date(2026, 10, 1), date(2026, 10, 31), None),
    ],
)  # fmt: skip
def test_days_are_compared_like_for_like(
    shop: Warehouse, since: str, until: date | None, against: str, first: date, last: date,
    before: tuple[date, date] | None,
) -> None:  # fmt: skip
    view = View(where=(("metric", "cases_opened"), ("since", since), ("against", against)), until=until)
    asked = selection_of(shop, view, WHOLE)
    assert (asked.days.first, asked.days.last) == (first, last)
    assert (None if asked.before is None else (asked.before.first, asked.before.last)) == before


def test_without_a_metric_the_first_is_shown_that_these_data_tell(shop: Warehouse) -> None:
    assert selection_of(shop, View(), WHOLE).metric.name == "cases_opened"  # there are cases and no surveys
    assert selection_of(shop, View(where=(("metric", "nonsense"),)), WHOLE).metric.name == "cases_opened"


def test_what_is_no_part_of_the_page_is_a_condition_on_rows(shop: Warehouse) -> None:
    where = (("metric", "cases_opened"), ("rows", "team"), ("columns", "team"), ("team", "Voz"), ("team", "Chat"))
    asked = selection_of(shop, View(where=where), WHOLE)
    assert asked.filters == {"team": ["Voz", "Chat"]}
    assert asked.by == ("team",)  # one dimension is asked by once


def test_a_day_out_of_reach_is_not_asked_for(shop: Warehouse) -> None:
    view = View(until=date(2026, 11, 9), where=(("since", "0001-01-01"), ("against", "year")))
    assert selection_of(shop, view, date(2026, 11, 9)).days == Period(
        date(2026, 11, 1), date(2026, 11, 1), date(2026, 11, 9)
    )
