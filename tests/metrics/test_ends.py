"""Both ends of a sum by a dimension: worked out by hand, and held against what is answered of each group one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from crm_metrics.access import Scope
from crm_metrics.errors import QuestionError
from crm_metrics.metrics import question
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.ends import MetricEnds, ends
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse.demo.build import Asked
from tests.boards.committee import books
from tests.boards.committee.books import LAST, order
from tests.conftest import House
from tests.demo_company import shared_company

PROFIT, MARGIN, SALES = (metric_of(name) for name in ("customer_profitability", "value_received", "customer_revenue"))
YEAR = date(2025, 11, 1)
SMALL = Asked(customers=300, months=14, until=date(2026, 11, 29))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shared_company(tmp_path_factory, SMALL, None) as shop:
        yield shop


def asked(
    shop: Shop, metric: Metric, *, most: int = 5, since: date = YEAR, until: date = LAST, **limits: object
) -> MetricEnds:
    where, scope = limits.get("where"), limits.get("scope", Scope())
    assert isinstance(scope, Scope) and (where is None or isinstance(where, Mapping))
    return ends(
        shop, metric, SALES, "customer", most=most, leaving="unknown", since=since, until=until, where=where,
        scope=scope,
    )  # fmt: skip


def one_by_one(
    shop: Shop, metric: Metric, *, most: int = 5, since: date = YEAR, until: date = LAST, **limits: object
) -> MetricEnds:
    """The same, of a reading for each customer."""
    where, scope = limits.get("where"), limits.get("scope", Scope())
    assert isinstance(scope, Scope) and (where is None or isinstance(where, Mapping))

    def told(of: Metric) -> tuple[Sequence[Reading], dict[str, float]]:
        found = question.ask(shop, [of], every="all", by="customer", since=since, until=until, where=where, scope=scope)
        named = [one for one in found[of.name].readings if one.groups[0] not in (None, "unknown")]
        return named, {str(one.groups[0]): one.value for one in named if one.value is not None and one.n}

    (named, found), (_, sales) = told(metric), told(SALES)
    ordered = sorted(found.items(), key=lambda one: (-one[1], one[0]))
    first, last = tuple(ordered[:most]), tuple(reversed(ordered[-most:]))
    below = [value for value in found.values() if value < 0]
    return MetricEnds(
        first=first,
        last=last,
        beside={name: sales[name] for name, _ in (*first, *last) if name in sales},
        known=len(found),
        total=sum(found.values()),
        below=len(below),
        lost=-sum(below),
        unknown=len(named) - len(found),
        untold=next((one for one in named if one.value is None and one.reason is not None), None),
        some_beside=any(sales.values()),
        some_beside_known=any(sales.get(name) for name in found),
    )


def same(one: MetricEnds, other: MetricEnds) -> bool:
    """Whether two are the same but for the last digit of what floats add up to: `one` adds exact amounts."""
    assert (one.total, one.lost) == pytest.approx((other.total, other.lost), rel=1e-12)
    return replace(one, total=0.0, lost=0.0) == replace(other, total=0.0, lost=0.0)


def test_who_left_most_and_least_with_what_they_bought(house: House) -> None:
    # a 12 × 600 - 12 × 100; b the same of 400, and 500 - 450; c 500 - 200; d 300 - 100
    found = asked(books.company(house), MARGIN, most=2)
    assert found.first == (("a", 6000.0), ("b", 3650.0))
    assert found.last == (("d", 200.0), ("c", 300.0))
    assert found.beside == {"a": 7200.0, "b": 5300.0, "c": 500.0, "d": 300.0}
    assert (found.known, found.total, found.below, found.lost, found.unknown) == (4, 10150.0, 0, 0.0, 0)
    assert (found.some_beside, found.some_beside_known, found.untold) == (True, True, None)


def test_customers_whose_margin_nobody_knows_stand_apart(house: House) -> None:
    found = asked(books.company(house, contracts=False, costs=False), MARGIN)
    assert (found.first, found.last, found.known, found.some_beside, found.some_beside_known) == (
        (),
        (),
        0,
        True,
        False,
    )
    assert found.unknown == 3  # b, c and d; a has bought nothing and is in nobody's book
    assert found.untold is not None and found.untold.groups == ("b",)
    assert str(found.untold.reason).startswith("rows without a value in")


def test_of_equal_amounts_the_lower_id_is_first_at_both_ends(house: House) -> None:
    day = date(2026, 10, 5)
    lines = [order(f"o{name}", name, day, 10, 4) for name in ("c", "a", "b")]
    lines += [order("od", "d", day, 3, 8), order("oe", "e", day, 4, 9)]  # both left -5
    shop = house({"order_line": lines}, first=YEAR, through=LAST)
    found = asked(shop, MARGIN, most=2)
    assert (found.first, found.last) == ((("a", 6.0), ("b", 6.0)), (("e", -5.0), ("d", -5.0)))
    assert (found.below, found.lost, found.total) == (2, 10.0, 8.0)


def test_sales_to_nobody_known_are_nobodys(house: House) -> None:
    lines = [order("o1", "unknown", date(2026, 10, 5), 50, 20), order("o2", "b", date(2026, 10, 6), 10, 4)]
    shop = house({"order_line": lines}, first=YEAR, through=LAST)
    found = asked(shop, MARGIN)
    assert (found.first, found.last, found.total, found.known) == ((("b", 6.0),), (("b", 6.0),), 6.0, 1)


def test_of_no_rows_there_is_nobody(house: House) -> None:
    found = asked(house({"order_line": []}, first=YEAR, through=LAST), MARGIN)
    assert found == MetricEnds(beside={}, reason=found.reason)


def test_where_nothing_was_ever_loaded_the_reason_says_so(house: House) -> None:
    found = asked(house({"company": []}), PROFIT)
    assert found.reason is not None and (found.known, found.unknown) == (0, 0)


@pytest.mark.parametrize("metric", [PROFIT, MARGIN, SALES], ids=lambda one: str(one.name))
@pytest.mark.parametrize("most", [1, 5, 1000])
def test_it_is_what_each_customer_answers_one_by_one(demo: Shop, metric: Metric, most: int) -> None:
    until = date(2026, 11, 29)
    found = asked(demo, metric, most=most, since=date(2025, 12, 1), until=until)
    assert same(found, one_by_one(demo, metric, most=most, since=date(2025, 12, 1), until=until))
    assert found.known > 100


@pytest.mark.parametrize("metric", [PROFIT, MARGIN], ids=lambda one: str(one.name))
@pytest.mark.parametrize("where", [{"tier": ["strategic", "high"]}, {"customer": ["no such customer"]}])
def test_conditions_hold_for_both_metrics(demo: Shop, metric: Metric, where: Mapping[str, list[str]]) -> None:
    until = date(2026, 11, 29)
    since = until - timedelta(days=364)
    found = asked(demo, metric, since=since, until=until, where=where)
    assert same(found, one_by_one(demo, metric, since=since, until=until, where=where))


def test_odd_companies_are_answered_as_one_by_one(house: House) -> None:
    for told in ({}, {"contracts": False}, {"costs": False}, {"contracts": False, "costs": False}, {"orders": False}):
        shop = books.company(house, **told)
        for metric in (PROFIT, MARGIN, SALES):
            found = asked(shop, metric)
            assert same(replace(found, reason=None), one_by_one(shop, metric))


def test_a_scope_that_hides_a_metric_is_its_reason(demo: Shop) -> None:
    found = asked(demo, PROFIT, scope=Scope(teams=("Norte",)))
    assert (found.known, found.unknown, found.some_beside) == (0, 0, False)
    assert found.reason is not None and "outside of what you may see" in str(found.reason)


def test_a_quotient_has_no_ends_and_a_dimension_has_to_be_there(house: House) -> None:
    shop = books.company(house)
    with pytest.raises(ValueError, match="no sum over rows"):
        asked(shop, metric_of("profit_lost_ratio"))
    with pytest.raises(QuestionError):
        ends(shop, PROFIT, SALES, "agent", most=1, leaving="unknown", since=YEAR, until=LAST)
