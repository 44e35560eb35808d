"""What is loaded behind a formula, and what that says of a period."""

from __future__ import annotations

from datetime import date

import pytest

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.rows.coverage import Coverage, calendar_end, coverage_of, tables_behind
from crm_metrics.periods import Period
from tests.metrics.made import JAN, House, metric

FULL = Period(JAN, JAN, date(2026, 1, 31))


@pytest.mark.parametrize(
    ("coverage", "window", "matures", "reason"),
    [
        (Coverage(first=JAN, first_table="survey", through=date(2026, 1, 31), through_table="survey"), JAN, None, None),
        (
            Coverage(first=JAN, first_table="survey", through=date(2026, 1, 30), through_table="survey"),
            JAN,
            None,
            "survey is loaded through 2026-01-30",
        ),
        (
            Coverage(first=date(2026, 1, 2), first_table="a", through=None, through_table=""),
            JAN,
            None,
            "a is loaded from 2026-01-02",
        ),
        (
            Coverage(first=JAN, first_table="a", through=None, through_table=""),
            date(2025, 2, 1),
            None,
            "a is loaded from 2026-01-01",
        ),
        (
            Coverage(first=JAN, first_table="a", through=date(2026, 2, 5), through_table="a"),
            JAN,
            date(2026, 2, 6),
            "matures on 2026-02-06",
        ),
        (
            Coverage(first=JAN, first_table="a", through=date(2026, 2, 6), through_table="a"),
            JAN,
            date(2026, 2, 6),
            None,
        ),
        (Coverage(), JAN, None, None),
    ],
)
def test_a_period_is_complete_from_its_first_day_to_the_maturity_of_its_last(
    coverage: Coverage, window: date, matures: date | None, reason: str | None
) -> None:
    why = coverage.incomplete(FULL, window, FULL.last, matures)
    assert (None if why is None else str(why)) == reason


def test_the_end_of_a_clipped_month_is_that_of_the_month_and_of_all_its_own() -> None:
    clipped = Period(JAN, JAN, date(2026, 1, 10))
    assert calendar_end("month", clipped) == date(2026, 1, 31)
    assert calendar_end("all", clipped) == date(2026, 1, 10)


def test_only_the_columns_that_the_formula_names_bring_their_tables() -> None:
    assert tables_behind(CATALOGUE["cases_opened"]) == ("work_item",)
    assert set(tables_behind(CATALOGUE["first_contact_resolution"])) == {"work_item", "interaction"}
    assert tables_behind(metric(on="survey.responded_on", rows="promoter")) == ("survey",)
    assert tables_behind(CATALOGUE["nrr"]) == ("subscription",)
    assert tables_behind(CATALOGUE["customer_churn_rate"]) == ("subscription|order_line",)


def test_of_alternatives_one_is_enough_and_the_lowest_watermark_counts(house: House) -> None:
    churn = CATALOGUE["customer_churn_rate"]
    assert coverage_of(house({"survey": []}), churn).missing == "subscription / order_line"
    both = house({"subscription": [], "order_line": []})
    both.connection.execute("update shape.watermark set loaded_through = '2026-05-31' where table_name = 'order_line'")
    both.connection.execute("update shape.watermark set loaded_from = '2026-02-01' where table_name = 'subscription'")
    found = coverage_of(both, churn)
    assert (found.first, found.first_table) == (date(2026, 2, 1), "subscription")
    assert (found.through, found.through_table) == (date(2026, 5, 31), "order_line")
    shop = coverage_of(house({"order_line": []}), churn)
    assert (shop.missing, shop.through_table) == (None, "order_line")
