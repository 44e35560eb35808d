"""Audit of selling, customer value and models: rows and rivals that could prove the numbers wrong, by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import betaln, gammaln

from crm_metrics.analysis.models import purchases
from crm_metrics.analysis.models.purchases import Purchases
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.shop import Shop
from tests.warehouse.shapes.made import at, item, moved, person, plan

House = Callable[..., Shop]
BOOK = ("book_span", "holding_span", "mrr_span", "order_line", "serving_day", "calendar_day")
FEBRUARY = {"since": date(2026, 2, 1), "until": date(2026, 2, 28)}


def readings(shop: Shop, name: str, by: str | None = None, **asked: Any) -> dict[str | None, Reading]:
    found = CATALOGUE[name].measure(shop, by=by or (), **{**FEBRUARY, **asked}).readings
    return {one.groups[0] if by else None: one for one in found}


def value(shop: Shop, name: str) -> float | None:
    return readings(shop, name)[None].value


def sale(customer: str, day: int, amount: float, cost: float) -> dict[str, object]:
    key = f"{customer}-{day}"
    when = {"order_id": key, "line_no": 1, "customer_id": customer, "ordered_at": f"2026-02-{day:02} 12:00-05"}
    return {**when, "product_id": "p", "quantity": 1, "amount": amount, "cost": cost}


def test_whoever_is_not_known_is_no_customer(house: House) -> None:
    """Ana buys 100 on the 1st, Bob 300 on the 15th; 1600 of the 2000 went over the counter to nobody known.

    The largest tenth of two customers is one: 300 of 400. Gini: the two differ by 200, so 400 ÷ (2·2·400) = 0.25.
    Average book: 28 and 14 days of 28, 1.5 customers. Profit: 40 and 200, nobody has lost any.
    """
    rows = [sale("ana", 1, 100, 60), sale("bob", 15, 300, 100), sale("unknown", 3, 900, 1), sale("unknown", 4, 700, 1)]
    shop = house({"order_line": rows, "interaction": [], "agent": [], "agent_time": []}, shapes=BOOK)
    assert value(shop, "revenue") == value(shop, "customer_revenue") == 2000  # no total shrinks
    assert value(shop, "revenue_concentration") == 300 / 400
    assert value(shop, "revenue_gini") == 0.25
    assert value(shop, "arpu") == pytest.approx(400 / 1.5)
    assert value(shop, "customer_profitability") == 240
    assert value(shop, "cost_to_serve_ratio") == 0
    assert {tenth: one.value for tenth, one in readings(shop, "profit_by_decile", "profit_decile").items()} == {
        "01": 200,
        "02": 40,
    }


def test_no_revenue_is_not_called_an_empty_book(house: House) -> None:
    """Ana bought in January and is an active customer all February, without any revenue in it."""
    shop = house({"order_line": [{**sale("ana", 1, 100, 60), "ordered_at": "2026-01-10 12:00-05"}]}, shapes=BOOK)
    found = readings(shop, "revenue_concentration")[None]
    assert (found.value, str(found.reason)) == (None, "nothing to divide by")
    assert value(shop, "arpu") == 0


def test_the_win_rate_by_value_stands_on_all_that_was_decided(house: House) -> None:
    """Three won at 10 each, one lost that was expected to bring 20: 30 of 50, four opportunities."""

    def deal(key: str, outcome: str, **money: float) -> dict[str, object]:
        closed = {"closed_at": at("2026-02-10 09:00"), "outcome": outcome}
        return item(key, "2026-02-02 09:00", process="sales", kind="new_sale", **closed, **money)

    won = [deal(f"w{number}", "won", amount=10) for number in range(3)]
    shop = house({"work_item": [*won, deal("l", "lost", expected_amount=20)]}, shapes=("work_item",))
    found = readings(shop, "win_rate_value")[None]
    assert (found.value, found.n) == (0.6, 4)
    only = readings(house({"work_item": won}, shapes=("work_item",)), "win_rate_value")[None]
    assert (only.value, only.n) == (1.0, 3)


def test_a_contract_is_not_credited_to_a_campaign_twice(house: House) -> None:
    """The campaign costs 28. Its customer signs a plan of 12 a month that costs 2: 10 in February.

    The sale of that plan, 144 for the year, is the same money. Another's sale of 50 stands in no ledger: it counts less
    the 5 of its product. So 10 + 45 - 28 on 28.
    """
    february = date(2026, 2, 1)

    def deal(customer: str, amount: float) -> dict[str, object]:
        closed = {"closed_at": at("2026-02-01 09:00"), "outcome": "won", "amount": amount, "campaign_id": "ads"}
        return item(
            customer,
            "2026-01-20 09:00",
            process="sales",
            kind="new_sale",
            customer_id=customer,
            product_id="chair",
            **closed,
        )

    campaign = {"campaign_id": "ads", "name": "Ads", "process": "presales", "channel": "ads", "cost": 28}
    shop = house(
        {
            "campaign": [campaign | {"starts_on": february, "ends_on": date(2026, 2, 28)}],
            "product": [
                {"product_id": "plan", "name": "Plan", "line": "plans", "recurring": True, "unit_cost": 2},
                {"product_id": "chair", "name": "Chair", "line": "chairs", "unit_cost": 5},
            ],
            "customer": [person("signs", acquired_on=february, acquisition_campaign_id="ads"), person("other")],
            "subscription": [plan("signs", february, None, 12)],
            "work_item": [deal("signs", 144), deal("other", 50)],
        },
        shapes=("programme_day", "calendar_day"),
    )
    found = readings(shop, "programme_return")[None]
    assert (found.numerator, found.denominator) == (10 + 45 - 28, 28)


def test_dissolution_is_no_progress(house: House) -> None:
    """In February two customers enter expansion, of whom one goes on; one enters commitment and dissolves in March.

    One of two moved on. The one who committed and then dissolved is on neither side: nothing lies above commitment.
    """
    shop = house(
        {
            "customer": [person(name) for name in ("on", "stays", "ends")],
            "status_event": [
                moved("on", "lifecycle_stage", "2026-02-03", "awareness", "expansion"),
                moved("on", "lifecycle_stage", "2026-03-03", "expansion", "commitment"),
                moved("stays", "lifecycle_stage", "2026-02-03", "awareness", "expansion"),
                moved("ends", "lifecycle_stage", "2026-02-03", "expansion", "commitment"),
                moved("ends", "lifecycle_stage", "2026-03-03", "commitment", "dissolution"),
            ],
        },
        shapes=("stage_span",),
    )
    found = readings(shop, "stage_conversion")[None]
    assert (found.numerator, found.denominator) == (1, 2)
    march = readings(shop, "stage_conversion", since=date(2026, 3, 1), until=date(2026, 3, 31))[None]
    assert (march.value, march.denominator) == (None, 0)  # into commitment and into dissolution


def test_what_is_due_in_the_period_is_asked_anew_for_each_period(house: House) -> None:
    """Open at the end of February: 30 expected by the 27th and 50 by 28 February. The month's is 80, the week's too
    (23 February to 1 March); a day's would be 50. So it is no stock that a month could read off its last day.
    """
    open_ = {"process": "sales", "kind": "new_sale"}
    rows = [
        item("a", "2026-02-02 09:00", expected_amount=30, expected_close_on=date(2026, 2, 27), **open_),
        item("b", "2026-02-02 09:00", expected_amount=50, expected_close_on=date(2026, 2, 28), **open_),
    ]
    shop = house({"work_item": rows}, shapes=("open_item_span", "calendar_day"))
    week = readings(shop, "due_pipeline", every="week", since=date(2026, 2, 23), until=date(2026, 3, 1))[None]
    assert (value(shop, "due_pipeline"), week.value) == (80, 80)
    assert CATALOGUE["due_pipeline"].aggregation == "computed"


# ------------------------------------------------------------ BG/NBD against rivals of its own


def simulated(model: Purchases, customers: int, seen: float, later: float) -> tuple[np.ndarray, ...]:
    """Customers drawn from the model's own story: purchases and time of the last one in view; alive; those later."""
    draw = np.random.default_rng(7)
    rows = np.zeros((customers, 4))
    for row, rate, chance in zip(
        rows, draw.gamma(model.r, 1 / model.alpha, customers), draw.beta(model.a, model.b, customers), strict=True
    ):
        row[2], time = 1, draw.exponential(1 / rate)
        while time <= seen + later:
            if time <= seen:
                row[0], row[1] = row[0] + 1, time
            else:
                row[3] += 1
            if draw.random() < chance:
                row[2] = time > seen
                break
            time += draw.exponential(1 / rate)
    return tuple(rows.T)


def test_chances_and_purchases_to_come_are_those_of_customers_drawn_by_lot() -> None:
    """20,000 customers who behave as the model supposes: what it says of each number of purchases is what happens."""
    model = Purchases(r=0.6, alpha=6.0, a=0.9, b=2.5)
    x, t_x, alive, later = simulated(model, 20_000, seen=20, later=26)
    age = np.full(len(x), 20.0)
    said, supposed = model.alive(x, t_x, age), model.expected_next(26, x, t_x, age)
    for times in range(4):
        mine = x == times
        error = 4 / np.sqrt(mine.sum())
        assert said[mine].mean() == pytest.approx(alive[mine].mean(), abs=error / 2)
        assert supposed[mine].mean() == pytest.approx(later[mine].mean(), abs=error * later[mine].std())


def test_another_way_up_finds_the_same_peak() -> None:
    """The likelihood as equation 6 writes it, without its gradient, climbed by the simplex of Nelder and Mead."""
    x, t_x, _, _ = simulated(Purchases(r=0.6, alpha=6.0, a=0.9, b=2.5), 1500, seen=30, later=0)

    def loss(logs: np.ndarray) -> float:
        r, alpha, a, b = np.exp(logs)
        stays = betaln(a, b + x) - (r + x) * np.log(alpha + 30)
        goes = betaln(a + 1, b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + t_x)
        both = np.where(x > 0, np.logaddexp(stays, goes), stays)
        return -float((gammaln(r + x) - gammaln(r) + r * np.log(alpha) + both - betaln(a, b)).sum())

    rival = minimize(loss, np.zeros(4), method="Nelder-Mead", options={"maxiter": 5000, "xatol": 1e-7, "fatol": 1e-9})
    found = purchases.fit(x, t_x, np.full(len(x), 30.0))
    assert isinstance(found, Purchases)
    assert found.log_likelihood == pytest.approx(-rival.fun, abs=1e-4)
    assert found.parameters == pytest.approx(np.exp(rival.x), rel=0.01)
