"""Who pays is a customer; who tries for nothing is none yet; who pauses has not left."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.shop import Shop
from tests.metrics.made import House, Row
from tests.warehouse.shapes.made import plan

JAN, FEB, MAR, APR = (date(2026, month, 1) for month in (1, 2, 3, 4))
THROUGH = date(2026, 6, 30)


def of(shop: Shop, name: str, month: date, **asked: Any) -> float | None:
    last = date(month.year, month.month + 1, 1) - date.resolution
    (found,) = CATALOGUE[name].measure(shop, every="month", since=month, until=last, **asked).readings
    return None if found.value is None else float(found.value)


def contract(name: str, customer: str, starts: date, ends: date | None, mrr: int, reason: str | None = None) -> Row:
    return plan(customer, starts, ends, mrr, subscription_id=name, end_reason=reason)


@pytest.fixture
def trials(house: House) -> Shop:
    """a pays since December; b tries and goes; c tries and pays; d paid and stays on the free plan; e tries on."""
    rows = [
        contract("a", "a", date(2025, 12, 1), None, 10),
        contract("b", "b", date(2026, 1, 25), date(2026, 2, 8), 0, "voluntary"),
        contract("c", "c", date(2026, 1, 25), date(2026, 2, 8), 0),
        contract("c", "c", date(2026, 2, 8), None, 50),
        contract("d", "d", date(2025, 12, 1), date(2026, 2, 10), 20, "downgrade"),
        contract("d", "d", date(2026, 2, 10), None, 0),
        contract("e", "e", date(2026, 2, 20), None, 0),
    ]
    return house({"subscription": rows}, first=date(2025, 12, 1), through=THROUGH)


def test_a_free_trial_is_in_no_book_no_churn_and_no_departure(trials: Shop) -> None:
    assert of(trials, "active_customers", JAN) == 2  # a, d
    assert of(trials, "active_customers", FEB) == 2  # a, c; d pays nothing any more
    assert of(trials, "customer_churn_rate", FEB) == 0.5  # d, of a and d
    assert of(trials, "departures", FEB) == 1  # d: a free plan after a paid one is the end of a paying customer
    assert of(trials, "new_mrr", FEB) == 50
    assert of(trials, "churned_mrr", FEB) == 20


def test_free_trials_have_numbers_of_their_own(trials: Shop) -> None:
    assert of(trials, "trials_started", JAN) == 2  # b, c
    assert of(trials, "trials_started", FEB) == 1  # e; the free plan of d is no trial
    assert of(trials, "active_trials", JAN) == 2
    assert of(trials, "active_trials", FEB) == 1
    assert of(trials, "trial_conversion_rate", FEB) == 0.5  # c, of b and c


def test_a_trial_that_begins_anew_did_not_run_in_between(house: House) -> None:
    rows = [
        contract("a", "a", date(2026, 1, 10), date(2026, 1, 24), 0),
        contract("a", "a", date(2026, 3, 20), date(2026, 4, 10), 0),
    ]
    shop = house({"subscription": rows}, first=date(2025, 12, 1), through=THROUGH)
    assert [of(shop, "active_trials", month) for month in (JAN, FEB, MAR, APR)] == [0, 0, 1, 0]
    assert of(shop, "trials_started", JAN) == 1


def test_a_pause_ends_when_its_product_is_paid_again_under_another_contract(house: House) -> None:
    # a pauses x on 1 February, takes the same plan up as y on 10 March, and leaves it on 20 April: no pause then
    rows = [
        contract("x", "a", date(2025, 12, 1), FEB, 50, "pause"),
        contract("y", "a", date(2026, 3, 10), date(2026, 4, 20), 60, "voluntary"),
    ]
    shop = house({"subscription": rows}, first=date(2025, 12, 1), through=THROUGH)
    assert [of(shop, "paused_subscriptions", month) for month in (FEB, MAR, APR)] == [1, 0, 0]
    assert [of(shop, "expansion_mrr", month) for month in (FEB, MAR, APR)] == [0, 60, 0]
    assert [of(shop, "departures", month) for month in (FEB, MAR, APR)] == [0, 0, 1]
    assert of(shop, "churned_mrr", APR) == 60


def line(product: str, starts: date, ends: date | None, due: date, seq: int = 1, **more: object) -> Row:
    named: Row = {"subscription_id": "s", "product_id": product, "renewal_due_on": due, "seq": seq}
    return plan("a", starts, ends, 50) | named | more


def test_of_products_side_by_side_each_is_renewed_or_not(house: House) -> None:
    """Both fall due on 10 March: one ends that day, the other goes on. An upgrade replaces what it ends."""
    old, due = date(2025, 3, 10), date(2026, 3, 10)

    def renewed(*rows: Row) -> tuple[object, object]:
        shop = house({"subscription": rows}, first=old, through=THROUGH)
        (found,) = CATALOGUE["renewal_rate"].measure(shop, since=MAR, until=date(2026, 3, 31)).readings
        return found.numerator, found.denominator

    assert renewed(line("one", old, due, due), line("two", old, None, due, seq=2)) == (1, 2)
    assert renewed(line("one", old, due, due), line("two", old, None, date(2026, 9, 10), seq=2)) == (0, 1)
    assert renewed(line("one", old, FEB, due), line("two", FEB, None, due)) == (1, 1)
    assert renewed(line("one", old, due, due), line("two", due, None, date(2027, 3, 10))) == (1, 1)
    assert renewed(line("one", old, due, due), line("one", due, None, date(2027, 3, 10), subscription_id="t")) == (1, 1)
    assert renewed(line("one", old, due, due), line("two", due, None, due, subscription_id="t")) == (1, 2)


@pytest.fixture
def pauses(house: House) -> Shop:
    """a pays 100 throughout; b pauses its 50 from 10 February to 20 April; c pauses its 30 and gives up on 15 March."""
    rows = [
        contract("a", "a", date(2025, 12, 1), None, 100),
        contract("b", "b", date(2025, 12, 1), date(2026, 2, 10), 50, "pause"),
        contract("b", "b", date(2026, 4, 20), None, 60),
        contract("c", "c", date(2025, 12, 1), date(2026, 2, 10), 30, "pause"),
        contract("c", "c", date(2026, 2, 10), date(2026, 3, 15), 0, "voluntary"),
    ]
    return house({"subscription": rows}, first=date(2025, 12, 1), through=THROUGH)


def test_a_pause_is_neither_churn_nor_return(pauses: Shop) -> None:
    assert of(pauses, "active_customers", FEB) == 3
    assert of(pauses, "departures", FEB) == 0
    assert of(pauses, "churned_mrr", FEB) == 0
    assert of(pauses, "contraction_mrr", FEB) == 80
    assert of(pauses, "closing_mrr", FEB) == 100
    assert of(pauses, "returned_mrr", APR) == 0
    assert of(pauses, "expansion_mrr", APR) == 60
    assert of(pauses, "customer_churn_rate", APR) == 0


def test_who_gives_up_while_it_stands_still_has_left_on_that_day(pauses: Shop) -> None:
    assert of(pauses, "departures", MAR) == 1
    assert of(pauses, "customer_churn_rate", MAR) == pytest.approx(1 / 3)
    assert of(pauses, "paused_subscriptions", FEB) == 2
    assert of(pauses, "paused_mrr", FEB) == 80
    assert of(pauses, "paused_subscriptions", MAR) == 1
    assert of(pauses, "paused_subscriptions", APR) == 0


def test_the_movements_of_recurring_revenue_close_over_a_pause(pauses: Shop) -> None:
    for month in (FEB, MAR, APR):
        parts = {
            name: of(pauses, name, month) or 0
            for name in ("opening_mrr", "new_mrr", "expansion_mrr", "returned_mrr", "contraction_mrr", "churned_mrr")
        }
        added = parts["new_mrr"] + parts["expansion_mrr"] + parts["returned_mrr"]
        lost = parts["contraction_mrr"] + parts["churned_mrr"]
        assert parts["opening_mrr"] + added - lost == of(pauses, "closing_mrr", month)
