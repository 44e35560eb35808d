"""Day, week and month read the same rows: what can be added adds up to the last unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.readings import Result
from crm_metrics.warehouse import store
from crm_metrics.warehouse.demo.build import Asked
from tests.demo_company import shared_company

SINCE, UNTIL = date(2026, 4, 1), date(2026, 5, 31)
FLOWS = [replace(one, finest="day") for one in CATALOGUE.values() if one.aggregation == "sum"]
STOCKS = [
    replace(one, finest="day") for one in CATALOGUE.values() if one.aggregation == "stock" and not one.denominator
]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[store.Warehouse]:
    """A small demo company: six months that end on 30 June 2026."""
    with shared_company(tmp_path_factory, Asked(customers=600, months=6, until=date(2026, 6, 30))) as company:
        yield company


def total(result: Result) -> Fraction:
    return sum((Fraction(one.numerator) for one in result.readings if one.numerator is not None), Fraction(0))


def by_month(result: Result) -> dict[tuple[int, int], Fraction]:
    found: dict[tuple[int, int], Fraction] = defaultdict(Fraction)
    for one in result.readings:
        if one.numerator is not None:
            found[one.period.year, one.period.month] += Fraction(one.numerator)
    return {month: sum_ for month, sum_ in found.items() if sum_}


def test_the_days_of_a_month_sum_to_the_month(demo: store.Warehouse) -> None:
    days = ask(demo, FLOWS, every="day", since=SINCE, until=UNTIL)
    months = ask(demo, FLOWS, every="month", since=SINCE, until=UNTIL)
    for metric in FLOWS:
        assert by_month(days[metric.name]) == by_month(months[metric.name]), metric.name


def test_weeks_months_quarters_and_all_have_the_same_total(demo: store.Warehouse) -> None:
    totals = [
        {name: total(one) for name, one in ask(demo, FLOWS, every=every, since=SINCE, until=UNTIL).items()}
        for every in ("week", "month", "quarter", "year", "all")
    ]
    assert all(one == totals[0] for one in totals)
    assert sum(1 for one in totals[0].values() if one) > len(FLOWS) * 0.8, "too few metrics have rows to prove anything"


@pytest.mark.parametrize("dimension", ["team", "tier", "agent", "process", "touchpoint", "customer"])
def test_groups_sum_to_the_total(demo: store.Warehouse, dimension: str) -> None:
    offered = [one for one in FLOWS + STOCKS if _offers(demo, one, dimension)]
    assert offered
    whole = ask(demo, offered, every="month", since=SINCE, until=UNTIL)
    parts = ask(demo, offered, every="month", by=dimension, since=SINCE, until=UNTIL)
    for metric in offered:
        assert by_month(parts[metric.name]) == by_month(whole[metric.name]), metric.name


def test_the_bridge_of_recurring_revenue_closes(demo: store.Warehouse) -> None:
    names = ["opening_mrr", "new_mrr", "expansion_mrr", "returned_mrr", "contraction_mrr", "churned_mrr", "closing_mrr"]
    found = ask(demo, [CATALOGUE[name] for name in names], every="month", since=SINCE, until=UNTIL)
    for opening, new, more, back, less, gone, closing in zip(*(found[name].readings for name in names), strict=True):
        values = [Fraction(one.numerator or 0) for one in (opening, new, more, back, less, gone, closing)]
        assert values[0] > 0
        assert values[0] + values[1] + values[2] + values[3] - values[4] - values[5] == values[6]


def test_a_stock_has_the_same_close_at_every_cadence(demo: store.Warehouse) -> None:
    days = ask(demo, STOCKS, every="day", since=SINCE, until=UNTIL)
    months = ask(demo, STOCKS, every="month", since=SINCE, until=UNTIL)
    for metric in STOCKS:
        closes = {one.period: one.numerator for one in days[metric.name].readings}
        assert [one.numerator for one in months[metric.name].readings] == [closes[date(2026, 4, 30)], closes[UNTIL]]


def _offers(demo: store.Warehouse, metric: Metric, dimension: str) -> bool:
    from crm_metrics.metrics.rows.dimensions import available, columns_of

    return dimension in available(metric, columns_of(demo, metric))
