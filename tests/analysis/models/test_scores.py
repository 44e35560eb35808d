"""The scores written into a version: right as of each close, blind to what comes after, never in the way of a load."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from crm_metrics.analysis.models import contracts, purchases, scores, spending
from crm_metrics.metrics.catalogue import models
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.shop import Shop, shop_of
from crm_metrics.warehouse.finishing import finished
from crm_metrics.warehouse.store import reading
from tests.warehouse.shapes.made import moved, person, plan

House = Callable[..., Shop]
Row = dict[str, Any]

BOGOTA = ZoneInfo("America/Bogota")
FIRST = date(2025, 1, 1)
MARGIN = 0.4
METRICS = {one.name: one for one in models.METRICS}


def shop(customers: int = 160, until: date = date(2025, 12, 31), seed: int = 3) -> dict[str, list[Row]]:
    """A shop without contracts, drawn from the very model that is fitted: rates and chances of being lost differ."""
    draw = np.random.default_rng(seed)
    lines: list[Row] = []
    for number in range(customers):
        day = FIRST + timedelta(days=int(draw.integers(0, 150)))
        rate, lost, mean = draw.gamma(1.2, 1 / 40), draw.beta(1.0, 4.0), draw.uniform(20, 200)
        while day <= date(2026, 12, 31):
            amount = round(float(draw.gamma(4.0, mean / 4)), 2) + 1
            lines.append(line(f"c{number:03}", day, amount))
            if draw.random() < lost:
                break
            day += timedelta(days=1 + int(draw.exponential(1 / rate)))
    people = [person(f"c{number:03}") for number in range(customers)]
    return {"order_line": [one for one in lines if one["ordered_at"].date() <= until], "customer": people}


def line(customer: str, day: date, amount: float) -> Row:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=BOGOTA)
    return {
        "order_id": f"{customer}-{day}",
        "line_no": 1,
        "customer_id": customer,
        "product_id": "p",
        "ordered_at": noon,
        "quantity": 1,
        "amount": amount,
        "cost": amount * (1 - MARGIN),
    }


def scored(house: House, rows: dict[str, list[Row]], through: date = date(2025, 12, 31)) -> Shop:
    shaped = ["customer_score", "score_fit", "lifetime", "purchase", "customer", "subscription", "calendar_day"]
    made = house(rows, first=FIRST, through=through, shapes=[*shaped, "mrr_span", "book_span", "watermark"])
    finished(made.connection, scores.write)
    return shop_of(reading(made.connection))


def of(warehouse: Shop, close: date, columns: str) -> dict[str, Any]:
    rows = warehouse.fetch(f"select customer, {columns} from shape.customer_score where from_on = ?", [close])
    return {row[0]: row[1] if len(row) == 2 else row[1:] for row in rows}


def read(warehouse: Shop, name: str, close: date, by: Sequence[str] = ()) -> list[Reading]:
    return list(METRICS[name].measure(warehouse, by=by, since=close.replace(day=1), until=close).readings)


# ------------------------------------------------------------ what is written


def test_the_scores_of_a_close_are_those_of_the_models_on_what_was_known_then(house: House) -> None:
    rows = shop()
    close = date(2025, 9, 30)
    warehouse = scored(house, rows)
    days: dict[str, dict[date, float]] = {}
    for one in rows["order_line"]:
        if one["ordered_at"].date() <= close:
            days.setdefault(one["customer_id"], {})[one["ordered_at"].date()] = one["amount"]
    history = {
        who: (
            len(bought) - 1,
            (max(bought) - min(bought)).days / 7,
            (close - min(bought)).days / 7,
            float(np.mean([amount for day, amount in bought.items() if day > min(bought)] or [0])),
        )
        for who, bought in days.items()
    }
    x, t_x, age, mean = np.array(list(history.values())).T
    buying, amounts = purchases.fit(x, t_x, age), spending.fit(x, mean)
    assert isinstance(buying, purchases.Purchases) and isinstance(amounts, spending.Spending)
    got = of(warehouse, close, "p_alive, expected_orders, clv_12m, clv_low, clv_high")
    assert got
    for who, (alive, orders, clv, low, high) in got.items():
        mine = history[who]
        assert alive == pytest.approx(float(buying.alive(*mine[:3])), rel=1e-3), who
        assert orders == pytest.approx(float(buying.expected_next(365 / 7, *mine[:3])), rel=1e-3), who
        worth = orders * float(amounts.expected(mine[0], mine[3])) * MARGIN / 1.1**0.5
        assert float(clv) == pytest.approx(worth, rel=2e-3, abs=0.02), who
        assert 0 <= low <= clv <= high


def test_only_the_active_book_is_scored_and_each_close_holds_until_the_next(house: House) -> None:
    warehouse = scored(house, shop())
    spans = warehouse.fetch("select distinct from_on, to_on from shape.customer_score order by 1")
    closes = [date(2025, month + 1, 1) - timedelta(days=1) for month in range(4, 12)] + [date(2025, 12, 31)]
    assert [one for one, _ in spans] == closes
    assert [one for _, one in spans] == [*closes[1:], date(2026, 1, 31)]
    strangers = warehouse.fetch(
        "select count(*) from shape.customer_score s left join shape.book_stretch b on b.customer = s.customer"
        " and b.from_on <= s.from_on and b.to_on > s.from_on where b.customer is null"
    )
    assert strangers == [(0,)]


def test_nothing_after_a_close_moves_its_scores(house: House) -> None:
    early = scored(house, shop(until=date(2025, 8, 31)), through=date(2025, 8, 31))
    late = scored(house, shop(until=date(2026, 2, 28)), through=date(2026, 2, 28))
    rows = "select * from shape.customer_score where from_on <= date '2025-08-31' order by from_on, customer"
    before, after = early.fetch(rows), late.fetch(rows)
    assert len(before) > 300
    assert before == after
    for name in ("p_alive", "clv_12m", "rfm_score", "survival_at_90", "median_lifetime"):
        assert read(early, name, date(2025, 8, 31)) == read(late, name, date(2025, 8, 31)), name


def test_the_fit_of_a_quarter_holds_until_the_next_one(house: House) -> None:
    warehouse = scored(house, shop())
    fits = warehouse.fetch("select distinct from_on, fitted_on from shape.customer_score order by 1")
    assert fits[:6] == [
        (date(2025, 4, 30), date(2025, 4, 30)),  # the first of all, three months after the data begin
        (date(2025, 5, 31), date(2025, 4, 30)),
        (date(2025, 6, 30), date(2025, 6, 30)),
        (date(2025, 7, 31), date(2025, 6, 30)),
        (date(2025, 8, 31), date(2025, 6, 30)),
        (date(2025, 9, 30), date(2025, 9, 30)),
    ]


def test_the_tier_of_a_score_is_that_of_its_day(house: House) -> None:
    rows = shop()
    rows["customer"] = [one | {"value_tier": "high"} for one in rows["customer"]]
    rows["status_event"] = [
        moved(one["customer_id"], "value_tier", "2025-10-10", "low", "high") for one in rows["customer"]
    ]
    warehouse = scored(house, rows)
    for close, tier in ((date(2025, 9, 30), "low"), (date(2025, 10, 31), "high")):
        (only,) = read(warehouse, "clv_12m", close, by=["tier"])
        assert only.groups == (tier,)


# ------------------------------------------------------------ ranks


def test_recency_frequency_and_money_of_the_year_by_hand(house: House) -> None:
    # Five customers, one order day each fifth better than the last: days 1 Feb … 1 Jun, 1 … 5 orders, 10 … 50 each.
    lines = [
        line(f"c{number}", date(2025, number + 1, 1) - timedelta(days=back), 10.0 * number)
        for number in range(1, 6)
        for back in range(number)
    ]
    warehouse = scored(house, {"order_line": lines, "customer": []}, through=date(2025, 6, 30))
    got = of(warehouse, date(2025, 6, 30), "recency_days, frequency, money, rfm_cell, rfm_best")
    assert {who: row[:3] for who, row in got.items()} == {
        "c1": (149, 1, 10),
        "c2": (121, 2, 40),
        "c3": (90, 3, 90),
        "c4": (60, 4, 160),
        "c5": (29, 5, 250),
    }
    assert [got[f"c{number}"][3] for number in range(1, 6)] == ["1-1-1", "2-2-2", "3-3-3", "4-4-4", "5-5-5"]
    assert [got[f"c{number}"][4] for number in range(1, 6)] == [False, False, False, True, True]
    (share,) = read(warehouse, "rfm_best_share", date(2025, 6, 30))
    assert (share.numerator, share.denominator, share.value) == (2, 5, 0.4)
    (mean,) = read(warehouse, "rfm_mean_score", date(2025, 6, 30))
    assert mean.value == 3
    cells = read(warehouse, "rfm_score", date(2025, 6, 30), by=["rfm_cell"])
    assert [(one.groups, one.value) for one in cells] == [((f"{n}-{n}-{n}",), 1) for n in range(1, 6)]


# ------------------------------------------------------------ contracts


def contract_rows() -> dict[str, list[Row]]:
    """A hundred plans of 100 a month that began on 1 January; ten end at each of the first four month's ends."""
    plans = [
        plan(f"c{number:03}", FIRST, date(2025, 2 + number // 10, 1) if number < 40 else None, mrr=100)
        for number in range(100)
    ]
    return {
        "subscription": plans,
        "product": [{"product_id": "plan", "name": "Plan", "line": "mobile", "recurring": True, "unit_cost": 30}],
        "customer": [],
    }


def test_projected_retention_and_value_of_contracts_by_the_model(house: House) -> None:
    warehouse = scored(house, contract_rows(), through=date(2025, 6, 30))
    close = date(2025, 6, 30)
    # Before renewal 1 … 6: 100, 90, 80, 70, 60, 60; ten leave at each of the first four.
    model = contracts.fit([100, 90, 80, 70, 60, 60], [10, 10, 10, 10, 0, 0])
    assert isinstance(model, contracts.Contracts)
    expected = float(model.staying(6, 12))
    (kept,) = read(warehouse, "projected_retention", close)
    assert kept.value == pytest.approx(expected, rel=1e-4)
    assert (kept.numerator, kept.denominator, kept.n) == (None, None, 60)
    ahead = np.arange(1, 13)
    worth = 70 * float((model.staying(6, ahead) / 1.1 ** (ahead / 12)).sum())
    (clv,) = read(warehouse, "clv_12m", close)
    assert clv.value == pytest.approx(worth, rel=1e-4)
    assert clv.low is not None and clv.high is not None
    assert 0 < clv.low < worth < clv.high < 12 * 70


def test_a_contract_of_unknown_cost_has_no_value_and_no_zero(house: House) -> None:
    rows = contract_rows() | {"product": []}
    warehouse = scored(house, rows, through=date(2025, 6, 30))
    (clv,) = read(warehouse, "clv_12m", date(2025, 6, 30))
    assert clv.value is None
    assert str(clv.reason) == "the model has no estimate as of then; the command doctor says why"


# ------------------------------------------------------------ little or nothing


@pytest.mark.parametrize("case", ["empty", "one customer", "one purchase each", "one plan", "young"])
def test_little_gives_a_value_or_a_reason(house: House, case: str) -> None:
    through = date(2025, 6, 30)
    cases: dict[str, dict[str, list[Row]]] = {
        "empty": {"order_line": [], "subscription": []},
        "one customer": {"order_line": [line("ana", date(2025, 2, 1), 10.0)]},
        "one purchase each": {"order_line": [line(f"c{n}", date(2025, 1, 1 + n % 28), 10.0) for n in range(90)]},
        "one plan": {"subscription": [plan("ana", FIRST)]},
        "young": {"order_line": [line("ana", date(2025, 6, 1), 10.0)]},
    }
    warehouse = scored(house, cases[case] | {"customer": []}, through)
    for metric in [one for one in METRICS.values() if one.on != "period"]:
        for every in ("month", "year", "all"):
            for one in metric.measure(warehouse, every=every, since=FIRST, until=through).readings:
                assert one.value is not None or one.reason is not None, metric.name
                numbers = (one.value, one.low, one.high)
                assert all(number is None or np.isfinite(number) for number in numbers), metric.name
                assert metric.unit != "percent" or one.value is None or 0 <= one.value <= 1, metric.name


def test_one_purchase_each_is_no_model_and_says_so(house: House) -> None:
    lines = [line(f"c{n}", date(2025, 1, 1 + n % 28), 10.0) for n in range(90)]
    warehouse = scored(house, {"order_line": lines, "customer": []}, date(2025, 6, 30))
    (alive,) = read(warehouse, "p_alive", date(2025, 6, 30))
    assert (alive.value, str(alive.reason)) == (
        None,
        "the model has no estimate as of then; the command doctor says why",
    )
    reasons = {row[0] for row in warehouse.fetch("select reason from shape.score_fit where model = 'purchases'")}
    assert reasons == {purchases.TOO_FEW}


def test_a_shop_of_two_months_has_no_score_yet_and_says_so(house: House) -> None:
    warehouse = scored(house, shop(until=date(2025, 2, 28)), through=date(2025, 2, 28))
    (alive,) = read(warehouse, "p_alive", date(2025, 2, 28))
    assert (alive.value, str(alive.reason)) == (None, scores.TOO_YOUNG)
