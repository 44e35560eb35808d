"""A gap in money, by hand: money over money exactly, deals at the mean of what one brought, hours at what they cost."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from crm_metrics.access import Scope
from crm_metrics.analysis.effects.worth import counted
from crm_metrics.boards.worth.pricing import FEW, NO_COST, NO_VOLUME, PART, MoneyWorth, in_money, kept, unkept
from crm_metrics.metrics.money import NOTHING, STANDS
from crm_metrics.metrics.readings import because
from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.shop import Shop
from crm_metrics.periods import Period
from tests.conftest import House
from tests.metrics.made import FEB, case

DAY = date(2026, 1, 20)
WEEK = Period(date(2026, 1, 26), date(2026, 1, 26), date(2026, 2, 1))


def asked(shop: Shop, name: str, difference: float, units: float | None, **more: Any) -> MoneyWorth:
    return in_money(shop, metric_of(name), counted(difference), units, WEEK, **more)


def hours(team: str, n: int, cost: float) -> list[dict[str, Any]]:
    """n days of eight paid hours."""
    return [
        {"agent_id": f"{team}{day}", "team": team, "process": "service", "state": "handling",
         "started_at": datetime(2026, 1, 20, 13, tzinfo=UTC), "seconds": 28_800, "cost": cost}
        for day in range(n)
    ]  # fmt: skip


def deal(key: str, amount: float | None, day: date = DAY) -> dict[str, Any]:
    return case(key, day, day, process="sales", kind="opportunity", outcome="won", amount=amount)


@pytest.fixture
def shop(house: House) -> Shop:
    """30 deals won at 100 and 10 more before the 26 weeks at 9,000; 30 days of work in Norte at 80 a day."""
    deals = [deal(f"d{place}", 100 + place % 2 * 20) for place in range(30)]
    old = [deal(f"old{place}", 9_000, date(2025, 7, 1)) for place in range(10)]
    tables = {"work_item": [*deals, *old], "agent_time": [*hours("Norte", 30, 80), *hours("Sur", 3, 800)]}
    return house(tables, first=date(2025, 7, 1), through=date(2026, 2, 1))


def test_two_points_of_what_was_promised_are_money_exactly(shop: Shop) -> None:
    """−2 points of 50,000 promised: 1,000 less kept, counted, without a range."""
    found = asked(shop, "promise_kept_rate", -0.02, 50_000)
    assert (found.kind, found.price, found.money) == ("cash", None, counted(-1_000))


def test_more_of_what_is_better_low_is_a_loss(shop: Shop) -> None:
    assert asked(shop, "discount_rate", 0.03, 2_000).money == counted(-60)
    assert asked(shop, "labour_cost", -500, None).money == counted(500)


def test_a_sum_of_money_is_money_as_it_stands(shop: Shop) -> None:
    found = asked(shop, "bookings", -700, None)
    assert (found.money, found.itself) == (counted(-700), True)


def test_deals_are_worth_the_mean_of_those_of_the_26_weeks_before(shop: Shop) -> None:
    """10 points of 40 decided are 4 deals at 110, not at what the ten of July brought."""
    found = asked(shop, "win_rate", 0.1, 40)
    assert found.price is not None and found.price.value == pytest.approx(110)
    assert found.money is not None and found.money.value == pytest.approx(440)
    assert found.price.low < 110 < found.price.high
    assert found.money.low == pytest.approx(4 * found.price.low)


def test_time_of_work_is_worth_what_an_hour_of_it_costs_in_the_same_part(shop: Shop) -> None:
    """30 seconds less of 1,200 contacts are ten hours; in Norte 80 for eight hours make 10 an hour."""
    found = asked(shop, "average_handle_time", -30, 1_200, scope=Scope(teams=("Norte",)))
    assert found.price is not None and found.price.value * 3600 == pytest.approx(10)
    assert found.money is not None and found.money.value == pytest.approx(100)
    both = asked(shop, "average_handle_time", -30, 1_200)  # (2,400 + 2,400) ÷ 264 hours
    assert both.money is not None and both.money.value == pytest.approx(10 * 4_800 / 264)


def test_where_there_is_no_price_there_is_no_money(shop: Shop) -> None:
    few = asked(shop, "win_rate", 0.1, 40, where={"team": ["Sur"]})
    assert (few.money, few.reason) == (None, because(FEW, least=30))
    assert asked(shop, "average_handle_time", -30, 9, scope=Scope(teams=("Sur",))).reason == because(NO_COST)  # 3 days
    assert asked(shop, "average_handle_time", -30, 9, where={"tier": ["high"]}).reason == because(PART)
    assert asked(shop, "win_rate", 0.1, None).reason == because(NO_VOLUME)
    assert asked(shop, "csat", 0.1, 40).reason == because(NOTHING)
    assert asked(shop, "backlog", 3, None).reason == because(NOTHING)
    assert asked(shop, "overdue_receivables", 3, None).reason == because(STANDS)


def test_what_an_hour_of_one_person_costs_is_told_to_nobody(shop: Shop) -> None:
    one = {"agent": ["Norte1"]}
    assert asked(shop, "average_handle_time", -30, 1_200, where=one).reason == because(PART)
    assert asked(shop, "average_handle_time", -30, 1_200, scope=Scope(agents=("Norte1",))).reason == because(PART)
    assert asked(shop, "average_handle_time", -30, 1_200, where={"team": ["Norte"]}).money is not None


def test_a_price_whose_rows_do_not_say_what_one_brings_is_none(shop: Shop) -> None:
    assert asked(shop, "treated_conversion_rate", 0.1, 40).reason == because(NOTHING)


def test_customers_that_leave_are_worth_what_the_base_pays_in_the_mean(house: House) -> None:
    """40 contracts of 100 and 60 by turns: 80 in the mean; five points of 40 are two customers and 160 a month."""
    rows = [
        {"subscription_id": f"s{place}", "customer_id": f"c{place}", "product_id": "plan",
         "starts_on": date(2025, 12, 1), "mrr": 100 - place % 2 * 40}
        for place in range(40)
    ]  # fmt: skip
    people = [{"customer_id": f"c{place}"} for place in range(40)]
    books = house({"subscription": rows, "customer": people}, first=date(2025, 12, 1), through=date(2026, 2, 28))
    month = Period(FEB, FEB, date(2026, 2, 28))
    found = in_money(books, metric_of("customer_churn_rate"), counted(0.05), 40, month)
    assert (found.kind, found.price and round(found.price.value, 6), found.days) == ("recurring", 80, 28)
    assert found.money is not None and found.money.value == pytest.approx(-160)


def test_who_leaves_without_a_contract_takes_no_recurring_revenue_along(house: House) -> None:
    """60 customers bought once in January 2025 and left a year later; 30 of them had a contract of 90 until then."""
    people = [f"c{place}" for place in range(60)]
    lines = [
        {"order_id": one, "line_no": 1, "customer_id": one, "product_id": "p", "quantity": 1, "amount": 500,
         "ordered_at": datetime(2025, 1, 14, 15, tzinfo=UTC)}
        for one in people
    ]  # fmt: skip
    contracts = [
        {"subscription_id": one, "customer_id": one, "product_id": "p", "starts_on": date(2025, 1, 14),
         "ends_on": date(2026, 1, 15), "mrr": 90, "end_reason": "voluntary"}
        for one in people[:30]
    ]  # fmt: skip
    rows = {"customer": [{"customer_id": one} for one in people], "order_line": lines}
    buyers = house(rows, first=date(2025, 1, 1), through=date(2026, 2, 1))
    assert asked(buyers, "departures", 2, None).reason == because(NOTHING)
    both = asked(
        house({**rows, "subscription": contracts}, first=date(2025, 1, 1), through=date(2026, 2, 1)),
        "departures",
        2,
        None,
    )
    assert both.money is not None and both.money.value == pytest.approx(-90)  # 2 of a mean of 45


def test_what_is_kept_is_read_again_as_it_was(shop: Shop) -> None:
    for one in (asked(shop, "win_rate", 0.1, 40), asked(shop, "csat", 0.1, 40),
                asked(shop, "win_rate", 0.1, 40, where={"team": ["Sur"]})):  # fmt: skip
        assert unkept(kept(one)) == one
