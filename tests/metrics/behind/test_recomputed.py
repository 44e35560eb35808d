"""The rows behind a number make it again: each way of adding up by hand, in groups and scopes, and of all metrics."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from crm_metrics.access import Scope
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.behind.recomputed import agrees, recomputed
from crm_metrics.metrics.behind.rows import RowsBehind, rows_behind
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.question import dimensions
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse.demo.build import Asked
from tests.demo_company import demo_company
from tests.metrics.made import JAN, House, Row, answer, case, metric

END = date(2026, 1, 31)
DAY = date(2026, 5, 31)


def january(shop: Shop, of: Metric, **more: Any) -> RowsBehind:
    return rows_behind(shop, of, **{"since": JAN, "until": END, **more})


def made(behind: RowsBehind) -> list[float | None]:
    return [reading.value for reading in recomputed(behind).values()]


def column(behind: RowsBehind, name: str, part: int = 0) -> list[Any]:
    shown = behind.parts[part]
    place = shown.head.index(name)
    return sorted(row[place] for row in shown.rows)


def test_a_count_is_so_many_rows(house: House) -> None:
    rows = [case("a", JAN), case("b", END), case("c", date(2026, 2, 1))]
    behind = january(house({"work_item": rows}), metric())
    assert column(behind, "work_item") == ["a", "b"]
    assert made(behind) == [2]


def test_a_sum_adds_the_amounts_of_its_rows(house: House) -> None:
    sale: Row = {"process": "sales", "kind": "new_sale", "outcome": "won"}
    rows = [
        case("a", JAN, JAN, **sale, amount="0.10"),
        case("b", JAN, JAN, **sale, amount="250.20"),
        case("c", JAN, JAN),
    ]
    behind = january(house({"work_item": rows}), CATALOGUE["bookings"])
    assert [float(one) for one in column(behind, "numerator")] == [0.10, 250.20]
    assert made(behind) == [250.30]


def test_a_ratio_is_the_ones_above_over_the_ones_below(house: House) -> None:
    # two promoters and a detractor of four answers: 100 × (2 − 1) ÷ 4; who did not answer is no row of it
    rows = [answer(str(number), JAN, score) for number, score in enumerate((10, 9, 7, 0))]
    behind = january(
        house({"survey": [*rows, answer("none", JAN, 1) | {"score": None, "responded_at": None}]}), CATALOGUE["nps"]
    )
    assert column(behind, "numerator_1") == [0, 0, 1, 1]
    assert column(behind, "numerator_2") == [0, 0, 0, 1]
    assert column(behind, "denominator") == [1, 1, 1, 1]
    assert made(behind) == [25]


def test_a_distinct_count_counts_each_value_once(house: House) -> None:
    rows = [case("a", JAN), case("b", END), case("c", JAN, customer_id="luis")]
    behind = january(house({"work_item": rows}), metric(numerator="count(distinct customer)"))
    assert column(behind, "numerator") == ["ana", "ana", "luis"]
    assert made(behind) == [2]


def test_a_quantile_is_picked_from_its_rows_in_order(house: House) -> None:
    rows = [case(str(age), END - timedelta(days=age)) for age in (1, 2, 3, 4, 10)]
    behind = january(house({"work_item": rows}), CATALOGUE["backlog_age_p90"])
    assert column(behind, "numerator") == [1, 2, 3, 4, 10]
    assert made(behind) == [pytest.approx(7.6)]  # 0.9 × 4 = 3.6: six tenths of the way from 4 to 10


def test_a_stock_is_what_stood_at_the_close(house: House) -> None:
    rows = [case("a", date(2026, 1, 5), date(2026, 2, 10)), case("b", JAN, date(2026, 1, 20)), case("c", END)]
    behind = january(house({"work_item": rows}), CATALOGUE["backlog"])
    assert column(behind, "work_item") == ["a", "c"]
    assert made(behind) == [2]


def test_days_shared_with_the_period_are_added_up_and_divided_by_its_days(house: House) -> None:
    live = {"product_id": "p", "mrr": 10}
    rows = [
        {**live, "subscription_id": "1", "customer_id": "a", "starts_on": date(2025, 6, 1)},
        {**live, "subscription_id": "2", "customer_id": "b", "starts_on": date(2026, 1, 17)},  # 15 of 31 days
    ]
    shop = house({"subscription": rows}, first=date(2025, 6, 1), through=END)
    behind = january(shop, CATALOGUE["average_active_customers"])
    assert column(behind, "numerator") == [15, 31]
    assert made(behind) == [46 / 31]


def test_a_cohort_is_of_the_rows_that_settle(house: House) -> None:
    # of three items opened in January one was won within its sixty days, one after them, one lost: 1 of 3
    sale: Row = {"process": "sales", "kind": "opportunity"}
    won: Row = {**sale, "outcome": "won"}
    rows = [case("a", JAN, date(2026, 2, 10), **won), case("b", JAN, date(2026, 4, 10), **won)]
    rows += [case("c", JAN, date(2026, 1, 9), **sale) | {"outcome": "lost"}]
    of = metric(numerator="count_if(won_60d)", denominator="count(*)", matures_days=60, unit="percent")
    behind = january(house({"work_item": rows}), of)
    assert made(behind) == [pytest.approx(1 / 3)]
    assert column(behind, "numerator") == [0, 0, 1]


def test_a_survival_curve_is_made_again_from_its_lives(house: House) -> None:
    # V15, Freireich's 6-MP arm: of 21 half are still alive after 23 weeks at 0.4482, and 0.5378 at 22 (days here)
    sale: Row = {"process": "sales", "kind": "opportunity"}
    ended, seen = (6, 6, 6, 7, 10, 13, 16, 22, 23), (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
    lives = [*((days, "won") for days in ended), *((days, "lost") for days in seen)]
    rows = [
        case(f"w{place}", JAN, JAN + timedelta(days=days), **sale) | {"outcome": outcome}
        for place, (days, outcome) in enumerate(lives)
    ]
    shop = house({"work_item": rows})
    alive = metric(numerator="survival_at(cycle_days, won, 22)", unit="percent", aggregation="model")
    median = metric(numerator="survival_quantile(cycle_days, won, 0.5)", unit="days", aggregation="quantile")
    assert made(january(shop, alive)) == [pytest.approx(0.5378, abs=5e-5)]
    assert made(january(shop, median)) == [23]


def test_a_count_back_is_made_again_from_its_months(house: House) -> None:
    # owed 150 at the end of March, of the 225 invoiced in it: 31 days × 150 ÷ 225
    entry: Row = {"kind": "invoice", "customer_id": "ana", "due_on": date(2026, 4, 30)}
    rows = [
        {**entry, "entry_id": "1", "invoice_id": "f1", "entry_on": date(2026, 3, 5), "amount": 225},
        {**entry, "entry_id": "2", "invoice_id": "f1", "kind": "payment", "entry_on": date(2026, 3, 9), "amount": -75},
    ]
    shop = house({"receivable": rows}, first=date(2025, 1, 1), through=date(2026, 3, 31))
    behind = rows_behind(shop, CATALOGUE["dso_countback"], since=date(2026, 3, 1), until=date(2026, 3, 31))
    assert made(behind) == [pytest.approx(31 * 150 / 225)]
    assert agrees(behind)


def test_a_computed_metric_has_the_rows_of_each_of_its_parts(house: House) -> None:
    rows = [case("a", JAN, JAN), case("b", JAN)]
    both = metric(name="both", on="period", numerator="cases_opened", denominator="backlog", unit="ratio")
    behind = january(house({"work_item": rows}), both)
    assert [part.metric.name for part in behind.parts] == ["cases_opened", "backlog"]
    assert [part.count for part in behind.parts] == [2, 1]
    assert made(behind) == [2.0]


def test_a_share_of_a_total_has_its_own_rows_and_those_of_the_total(house: House) -> None:
    rows = [case("a", JAN, reason="late"), case("b", JAN, reason="late"), case("c", JAN, reason="broken")]
    share = metric(denominator="count(*)", share_of="reason", unit="percent")
    behind = january(house({"work_item": rows}), share, where={"reason": "broken"})
    assert [(part.side, part.count) for part in behind.parts] == [("numerator", 1), ("denominator", 3)]
    assert made(behind) == [pytest.approx(1 / 3)]


def test_rows_without_an_amount_are_shown_and_add_nothing(house: House) -> None:
    sale: Row = {"process": "sales", "kind": "new_sale", "outcome": "won"}
    rows = [case("a", JAN, JAN, **sale, amount=5), case("b", JAN, JAN, **sale)]
    told = metric(numerator="sum(amount)", unknown="amount is null", unit="money")
    behind = january(house({"work_item": rows}), told)
    assert column(behind, "unknown") == [0, 1]
    assert (made(behind), recomputed(behind).popitem()[1].unknown) == ([5], 1)


def test_a_reader_gets_the_rows_of_his_scope_alone(house: House) -> None:
    rows = [case("a", JAN, team="Norte"), case("b", JAN, team="Sur"), case("c", JAN, team="Sur")]
    behind = january(house({"work_item": rows}), metric(), scope=Scope(teams=("Sur",)))
    assert column(behind, "work_item") == ["b", "c"]
    assert made(behind) == [2]


def test_rows_that_are_changed_make_another_number(house: House) -> None:
    behind = january(house({"work_item": [case("a", JAN), case("b", END)]}), metric())
    (part,) = behind.parts
    fewer = replace(behind, parts=(replace(part, rows=part.rows[:1], count=1),))
    assert agrees(behind)
    assert not agrees(fewer)


def test_from_the_first_rows_alone_no_number_is_made(house: House) -> None:
    behind = january(house({"work_item": [case("a", JAN), case("b", END)]}), metric(), most=1)
    assert (behind.parts[0].count, len(behind.parts[0].rows)) == (2, 1)
    with pytest.raises(ValueError, match="only some of the rows"):
        recomputed(behind)


@pytest.fixture(scope="module")
def demo() -> Iterator[Shop]:
    """A small demo company that ends on 31 May 2026."""
    with demo_company(Asked(customers=100, months=7, until=DAY)) as company:
        yield company


def _asked(shop: Shop, of: Metric, draw: random.Random, teams: Sequence[str]) -> Iterator[dict[str, Any]]:
    """A month of the whole; and for every other metric other days by one dimension, or the reader of one team."""
    known = dimensions(shop, of)
    yield {"every": "month", "since": date(2026, 5, 1)}
    if "team" in known and draw.random() < 0.5:
        yield {"every": "month", "since": date(2026, 5, 1), "scope": Scope(teams=tuple(teams[:1]))}
    elif known and draw.random() < 0.5:
        yield {"every": "all", "since": date(2026, 4, 10), "by": draw.choice(known)}


def test_the_rows_of_every_metric_make_its_number(demo: Shop) -> None:
    draw = random.Random(6)
    teams = [team for (team,) in demo.fetch("select distinct team from shape.agent order by 1")]
    told, wrong = 0, []
    for of in CATALOGUE.values():
        for asked in _asked(demo, of, draw, teams):
            behind = rows_behind(demo, of, until=DAY, **asked)
            told += sum(reading.value is not None for reading in behind.result.readings)
            wrong += [] if agrees(behind) else [(of.name, asked)]
    sys.stdout.write(f"{told} numbers made again from their rows\n")
    assert wrong == []
    assert told > 700
