"""A stock of what is there once on a day is counted as it stands, and that is what counting it apart gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.rows.fragments import ONE_A_DAY
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse.demo.build import Asked
from tests.conftest import House
from tests.demo_company import shared_company
from tests.metrics.made import Row, metric

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
SMALL = Asked(customers=300, months=14, until=date(2026, 11, 29))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shared_company(tmp_path_factory, SMALL, None) as shop:
        yield shop


@pytest.fixture
def odd(house: House) -> Shop:
    """Customers whose contracts overlap, touch, stop for a while or end as they begin, and whose tier moves."""
    spans = [
        ("a", (1, 1), (3, 1)), ("a", (2, 1), (4, 1)), ("a", (2, 1), (4, 1)),  # one within the other, one twice
        ("b", (1, 10), (2, 10)), ("b", (2, 10), (3, 10)),  # the second begins as the first ends
        ("c", (1, 5), (2, 5)), ("c", (4, 5), None),  # gone, and back
        ("d", (2, 2), (2, 2)), ("d", (2, 2), (2, 3)),
    ]  # fmt: skip
    contracts: list[Row] = [
        {
            "subscription_id": f"s{place}", "customer_id": customer, "product_id": "p", "mrr": 10,
            "starts_on": date(2026, *since), "ends_on": None if until is None else date(2026, *until),
        }
        for place, (customer, since, until) in enumerate(spans)
    ]  # fmt: skip
    moved = [
        ("a", datetime(2026, 2, 10, 15, tzinfo=UTC), "low", "high"),
        ("a", datetime(2026, 2, 10, 20, tzinfo=UTC), "high", "strategic"),
        ("b", datetime(2026, 2, 10, 15, tzinfo=UTC), "low", "medium"),
    ]
    events: list[Row] = [
        {
            "entity": "customer", "entity_id": customer, "attribute": "value_tier", "changed_at": at, "old_value": old,
            "new_value": new,
        }
        for customer, at, old, new in moved
    ]  # fmt: skip
    customers: list[Row] = [{"customer_id": name, "value_tier": "low"} for name in "abcd"]
    products: list[Row] = [{"product_id": "p", "name": "Plan", "line": "planes", "recurring": True}]
    rows = {"customer": customers, "product": products, "subscription": contracts, "status_event": events}
    return house(rows, first=FIRST, through=LAST)


def days(shop: Shop) -> list[date]:
    last = shop.loaded("subscription")
    assert last is not None and last.through is not None
    return [last.through - timedelta(days=back) for back in range(150)]


@pytest.mark.parametrize("name", ONE_A_DAY)
def test_no_value_has_two_spans_on_a_day(odd: Shop, demo: Shop, name: str) -> None:
    column = ONE_A_DAY[name]
    for shop in (odd, demo):
        (known,), (twice,) = shop.fetch(
            f"with span as (select {column} as one, from_on, to_on, lead(from_on) over (partition by {column}"
            f" order by from_on, to_on) as following from shape.{name} where from_on < to_on)"
            " select count(*) from span union all select count(*) from span where following < to_on"
        )
        assert known > 4 and twice == 0


@pytest.mark.parametrize("by", [(), ("tier",), ("tier", "kind")])
@pytest.mark.parametrize("name", ["active_customers", "customers_by_value_tier"])
def test_it_is_the_number_of_different_ones(odd: Shop, demo: Shop, name: str, by: tuple[str, ...]) -> None:
    for shop in (odd, demo):
        asked, daily = days(shop), replace(CATALOGUE[name], finest="day")
        found = shop.ask([daily], every="day", by=by, since=asked[-1], until=asked[0])[name]
        cut = "".join(f", r.{column}" for column in by)
        rows = shop.fetch(
            f"select a.day{cut}, count(distinct r.customer) from unnest($days) a(day)"
            f" join shape.{CATALOGUE[name].shape} r on r.from_on <= a.day and r.to_on > a.day group by all",
            {"days": asked},
        )
        told = {(one.period, *one.groups): one.value for one in found.readings if one.n}
        assert told == {tuple(row[:-1]): row[-1] for row in rows} and len(told) > 80


def test_who_has_several_contracts_is_one_customer(odd: Shop) -> None:
    def told(month: int, day: int) -> float | None:
        on = date(2026, month, day)
        (reading,) = CATALOGUE["active_customers"].measure(odd, every="day", since=on, until=on).readings
        return reading.value

    assert [told(1, 4), told(1, 20), told(2, 15), told(3, 20), told(6, 1)] == [1, 3, 2, 1, 1]


def test_what_is_no_stock_and_what_may_be_there_twice_is_counted_apart(odd: Shop) -> None:
    def asks(on: str, numerator: str) -> str:
        asked = metric(on=on, numerator=numerator, process=None)
        return asked.measure(odd, every="month", since=FIRST, until=LAST).sql.lower()

    assert "distinct" not in asks("book_span", "count(distinct customer)")
    assert "distinct" in asks("book_span", "count(distinct tier)")
    assert "distinct" in asks("book_span.days", "count(distinct customer)")
    assert "distinct" in asks("mrr_span", "count(distinct customer)")
