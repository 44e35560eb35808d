"""What has to be read for a question: which windows, which statements, and what they share."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from crm_metrics.access import EVERYTHING
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.rows.plan import Question, asked_periods, batches, leaf, trailing_first
from crm_metrics.metrics.shop import Shop
from tests.metrics.made import JAN, House, case, metric


def question(shop: Shop, **fields: Any) -> Question:
    usual = {"warehouse": shop, "catalogue": {}, "every": "month", "by": (), "where": ()}
    return Question(**{**usual, "since": JAN, "until": date(2026, 2, 28), "scope": EVERYTHING, **fields})


def test_a_trailing_window_goes_back_whole_days_or_months() -> None:
    assert trailing_first("30 days", date(2026, 3, 1)) == date(2026, 1, 31)
    assert trailing_first("12 months", date(2026, 3, 31)) == date(2025, 4, 1)
    assert trailing_first("1 months", date(2026, 3, 30)) == date(2026, 2, 28)
    assert trailing_first("3 months", date(2026, 1, 31)) == date(2025, 11, 1)


def test_what_a_metric_rests_on_is_worked_out_once_also_for_a_question_made_from_another(house: House) -> None:
    asked = question(house({"work_item": [case("a", JAN)]}))
    mine = metric()
    basis = asked.basis(mine)
    assert asked.basis(metric()) is basis  # an equal metric is the same one
    assert replace(asked, by=("team",)).basis(mine) is basis
    assert asked.basis(metric(numerator="count_if(won)")) is not basis


def test_one_statement_serves_the_metrics_of_a_shape_and_anchor_and_a_survival_curve_has_its_own(house: House) -> None:
    asked = question(house({"work_item": [case("a", JAN)]}))
    curve = "survival_quantile(days_between(opened_on, closed_on), resolved, 0.5)"
    metrics: list[Metric] = [
        metric(name="opened"),
        metric(name="closed", on="work_item.closed_on"),
        metric(name="won", numerator="count_if(won)"),
        metric(name="life", numerator=curve, unit="days"),
        metric(name="life", numerator=curve, unit="days", process="sales"),
    ]
    leaves = [leaf(asked, one, asked_periods(asked, one)) for one in metrics]
    told = [[one.metric.name for one in group] for _, group in batches(asked, leaves)]
    assert told == [["opened", "won"], ["closed"], ["life"], ["life"]]


def test_a_stock_is_read_at_its_watermark_and_not_after_it(house: House) -> None:
    shop = house({"work_item": [case("a", JAN)]}, through=date(2026, 2, 10))
    asked = question(shop, until=date(2026, 3, 31))
    stock = metric(on="open_item_span")
    windows = leaf(asked, stock, asked_periods(asked, stock)).windows
    assert [(window.period, window.last) for window in windows] == [
        (JAN, date(2026, 1, 31)),
        (date(2026, 2, 1), date(2026, 2, 10)),
    ]
