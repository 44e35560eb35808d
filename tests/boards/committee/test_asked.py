"""What the cards of the committee ask: the month, the month before, the year before, twelve months as one period."""

from __future__ import annotations

from datetime import date

from crm_metrics.boards import monthly
from crm_metrics.boards.committee.asked import by_tier, customer_ends, figures, since_of
from crm_metrics.boards.core import View
from crm_metrics.metrics.readings import value_of
from tests.boards.committee.books import company
from tests.conftest import House


def test_a_figure_has_the_month_those_beside_it_and_the_year(house: House) -> None:
    shop = company(house)
    facts = monthly.gather(shop, View())
    found = figures(shop, facts, ("customer_revenue",))["customer_revenue"]
    values = [value_of(one) for one in (found.month, found.before, found.year_ago, found.twelve)]
    assert values == [2000, 1000, 1200, 13_300]
    assert since_of(facts).isoformat() == "2025-11-01"


def test_a_metric_is_divided_by_customer_and_by_tier(house: House) -> None:
    shop = company(house)
    facts = monthly.gather(shop, View())
    customers = customer_ends(shop, facts, "customer_revenue", "customer_revenue", 4)
    tiers = by_tier(shop, facts, "customer_revenue")
    assert customers is not None and tiers is not None
    assert dict(customers.first) == {"a": 7200, "b": 5300, "c": 500, "d": 300}
    assert customers.total == sum(one.value or 0 for one in tiers.readings) == 13_300


def test_nobody_is_asked_by_what_the_rows_of_a_metric_do_not_have(house: House) -> None:
    shop = company(house)
    facts = monthly.gather(shop, View(where=(("agent", "g1"),)))
    assert customer_ends(shop, facts, "customer_profitability", "customer_revenue", 4) is None


def test_amounts_that_nobody_told_are_told_as_of_the_day_that_their_table_ends(house: House) -> None:
    shop = company(house, contracts=False, costs=False)
    facts = monthly.gather(shop, View())
    found = customer_ends(shop, facts, "value_received", "customer_revenue", 4)
    assert found is not None and found.untold is not None and found.untold.groups == ("b",)
    orders, later = [1, "orders", "order_line"], [2, "orders", "customer"]
    for (load, source, table), day in ((orders, date(2026, 10, 20)), (later, date(2026, 10, 31))):
        shop.connection.execute(
            "insert into main.load_log values (?, ?, ?, date '2025-09-01', ?, 4, 0, timestamptz '2027-01-01', false)",
            [load, source, table, day],
        )
    shop.memory.clear()
    late = customer_ends(shop, facts, "value_received", "customer_revenue", 4)
    assert late is not None and late.untold is not None
    assert str(late.untold.reason) == "order_line is loaded through 2026-10-20"
