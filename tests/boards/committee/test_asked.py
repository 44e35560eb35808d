"""What the cards of the committee ask: the month, the month before, the year before, twelve months as one period."""

from __future__ import annotations

from crm_metrics.boards import monthly
from crm_metrics.boards.committee.asked import by_customer, by_tier, figures, since_of
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
    customers, tiers = by_customer(shop, facts, "customer_revenue"), by_tier(shop, facts, "customer_revenue")
    assert customers is not None and tiers is not None
    assert {one.groups[0]: one.value for one in customers.readings} == {"a": 7200, "b": 5300, "c": 500, "d": 300}
    assert sum(one.value or 0 for one in tiers.readings) == 13_300
