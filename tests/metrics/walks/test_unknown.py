"""No mean divides by rows whose value is unknown: every quotient of sums, with a part of its amounts taken away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlglot import exp

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.catalogue.cards import MEASURES
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.rows import formula
from crm_metrics.metrics.shop import Shop
from crm_metrics.warehouse import shape
from crm_metrics.warehouse.demo.build import Asked
from tests.demo_company import demo_company
from tests.metrics.made import House, noon

SINCE, UNTIL = date(2026, 5, 1), date(2026, 5, 31)
TOGETHER = {  # what a shape takes from the same cell of a file: unknown all at once
    "discount": ("discount", "list_amount", "priced"),
    "list_amount": ("discount", "list_amount", "priced"),
    "amount": ("amount", "margin", "first_order_amount"),
    "margin": ("margin", "cost", "costed"),
    "handle_seconds": ("handle_seconds", "existing_seconds", "serve_cost"),
    "existing_seconds": ("handle_seconds", "existing_seconds", "serve_cost"),
    "kept_amount": ("kept_amount", "due_amount", "kept"),
    "due_amount": ("kept_amount", "due_amount", "kept"),
    "satisfied_revenue": ("satisfied_revenue", "yearly_revenue"),
    "promoter_revenue": ("promoter_revenue", "detractor_revenue", "yearly_revenue"),
    "detractor_revenue": ("promoter_revenue", "detractor_revenue", "yearly_revenue"),
    "yearly_revenue": ("yearly_revenue", "recoverable_revenue", "satisfied_revenue", "promoter_revenue",
                       "detractor_revenue"),
    "recoverable_revenue": ("recoverable_revenue", "yearly_revenue"),
    "scheduled_seconds": ("scheduled_seconds", "adherent_seconds"),
    "adherent_seconds": ("scheduled_seconds", "adherent_seconds"),
    "acsi_points": ("acsi_points", "acsi_weight"),
    "bought_90d": ("bought_90d", "candidates"),
    "recency_rank": ("recency_rank", "frequency_rank", "money_rank", "rfm_cell"),
    "frequency_rank": ("recency_rank", "frequency_rank", "money_rank", "rfm_cell"),
    "money_rank": ("recency_rank", "frequency_rank", "money_rank", "rfm_cell"),
}  # fmt: skip
ALWAYS_TOLD = {  # counted or measured by the shape itself, in every row: nobody can leave it out
    "productive_seconds", "handling_seconds", "paid_seconds", "training_seconds", "first_order_amount", "issued",
    "redeemed", "expired", "scale_min", "scale_max", "days", "cost", "incremental_amount",
    "untold_costs", "untold_margins", "untold_amounts",
}  # fmt: skip


@pytest.fixture(scope="module")
def demo() -> Iterator[Shop]:
    """A small demo company: four months that end on 31 May 2026."""
    with demo_company(Asked(customers=200, months=4, until=UNTIL)) as company:
        yield company


def summed(metric: Metric) -> list[str]:
    """The columns that stand in a sum above or below the line."""
    trees = [formula.parse(text, metric.name) for text in (metric.numerator, metric.denominator or "") if text]
    names = [name for tree in trees for one in tree.find_all(exp.Sum) for name in formula.names(one)]
    return [name for name in dict.fromkeys(names) if name not in ALWAYS_TOLD]


def quotients() -> list[tuple[str, str]]:
    """Every quotient of the catalogue that adds up a column of stored rows, with that column."""
    return [
        (name, column)
        for name, metric in {**CATALOGUE, **MEASURES}.items()
        if metric.denominator and metric.shape in shape.stored()
        for column in summed(metric)
        if column in TOGETHER or column not in _flags(metric)
    ]


def _flags(metric: Metric) -> set[str]:
    return set(formula.names(formula.parse(metric.rows, metric.name))) if metric.rows else set()


def value(shop: Shop, metric: Metric) -> float | None:
    return ask(shop, [metric], every="all", since=SINCE, until=UNTIL)[metric.name].readings[0].value


def left_out_of_both_sides(demo: Shop, name: str, column: str) -> None:
    """Take a third of the values of a column away, and then their rows: the metric is the same, or absent."""
    metric = {**CATALOGUE, **MEASURES}[name]
    gone = ", ".join(f"{one} = null" for one in TOGETHER.get(column, (column,)) if one in demo.columns(metric.shape))
    gone = gone.replace("priced = null", "priced = false").replace("costed = null", "costed = false")
    values = []
    demo.connection.execute(f"create or replace table main.kept as select * from shape.{metric.shape}")
    for change in (f"update shape.{metric.shape} set {gone}", f"delete from shape.{metric.shape}"):
        try:  # for all to see: a question has a cursor of its own
            demo.connection.execute(f"{change} where rowid % 3 = 0")
            values.append(value(demo, metric))
        finally:
            demo.connection.execute(f"create or replace table shape.{metric.shape} as from main.kept")
    unknown, without = values
    assert unknown is None or unknown == pytest.approx(without, rel=1e-9)


@pytest.mark.parametrize(("name", "column"), quotients(), ids=lambda one: one)
def test_a_value_that_nobody_told_leaves_its_row_out_of_both_sides(demo: Shop, name: str, column: str) -> None:
    left_out_of_both_sides(demo, name, column)


def deal(key: str, amount: float | None) -> dict[str, object]:
    day = noon(date(2026, 5, 4))
    return {"work_item_id": key, "process": "sales", "kind": "opportunity", "customer_id": "ana", "opened_at": day,
            "closed_at": day, "status": "won", "outcome": "won", "amount": amount}  # fmt: skip


def worked(cost: float | None) -> dict[str, object]:
    """A day of eight productive hours in sales."""
    return {"agent_id": "eva", "process": "sales", "team": "north", "started_at": noon(date(2026, 5, 4)),
            "state": "available", "seconds": 28_800, "cost": cost}  # fmt: skip


def test_a_sum_tells_how_many_amounts_are_unknown_and_nothing_is_divided_among_other_rows(house: House) -> None:
    # won: 100 and one without an amount, in a day of eight hours. Booked is 100; the mean of the known is 100, of 1;
    # 100 / 8 per hour would count the other one as 0.
    shop = house({"work_item": [deal("1", 100), deal("2", None)], "agent_time": [worked(80)]})
    names = ["bookings", "average_deal_size", "revenue_per_selling_hour", "win_rate_value", "deals_won"]
    results = ask(shop, [CATALOGUE[name] for name in names], every="month", since=SINCE, until=UNTIL)
    found = {name: results[name].readings[0] for name in names}
    assert {name: one.value for name, one in found.items()} == {
        "bookings": 100, "average_deal_size": 100, "revenue_per_selling_hour": None, "win_rate_value": 1,
        "deals_won": 2,
    }  # fmt: skip
    assert (found["bookings"].unknown, found["average_deal_size"].n) == (1, 1)
    assert str(found["revenue_per_selling_hour"].reason) == "rows without a value in bookings: 1"


def test_hours_whose_cost_nobody_told_make_no_cheap_deal(house: House) -> None:
    known = house({"work_item": [deal("1", 100)], "agent_time": [worked(80)]})
    unknown = house({"work_item": [deal("1", 100)], "agent_time": [worked(None)], "agent": []})
    values = [
        ask(shop, [CATALOGUE["labour_cost"], CATALOGUE["cac"]], every="month", since=SINCE, until=UNTIL)
        for shop in (known, unknown)
    ]
    assert [one["labour_cost"].readings[0].value for one in values] == [80, None]
    assert values[1]["labour_cost"].readings[0].unknown == 1
    assert values[1]["cac"].readings[0].value is None


def test_what_has_no_amount_is_counted_beside_what_was_opened_and_conceded(house: House) -> None:
    # Opened: 100 and one without an amount. Kept: 40 of 50, so (50 - 40) x 3 = 30, and one untold.
    opened = [deal("1", 100) | {"expected_amount": 100}, deal("2", None)]
    save = {"process": "retention", "kind": "save", "expected_amount": 50}
    shop = house({"work_item": [*opened, deal("3", 40) | save, deal("4", None) | save]})
    names = ["pipeline_created", "concessions"]
    results = ask(shop, [CATALOGUE[name] for name in names], every="month", since=SINCE, until=UNTIL)
    found = {name: (results[name].readings[0].value, results[name].readings[0].unknown) for name in names}
    assert found == {"pipeline_created": (100, 1), "concessions": (30, 1)}


def test_a_campaign_whose_cost_nobody_told_is_no_free_one(house: House) -> None:
    # of two campaigns of that day one cost 31 and of the other nobody says; by itself it is not for nothing
    day = date(2026, 5, 4)
    told, untold = (
        {
            "campaign_id": key,
            "name": key,
            "process": "telemarketing",
            "channel": "phone",
            "starts_on": day,
            "ends_on": day,
        }
        for key in ("a", "b")
    )
    record = {"process": "telemarketing", "kind": "list_record"}
    for campaigns, value, cost in (([told | {"cost": 31}, untold], 31, None), ([untold], None, None),
                                   ([told | {"cost": 31}, untold | {"cost": 0}], 31, 111)):  # fmt: skip
        hours = worked(80) | {"process": "telemarketing"}
        shop = house({"campaign": campaigns, "agent_time": [hours], "agent": [], "work_item": [deal("1", 9) | record]})
        found = ask(
            shop, [CATALOGUE["campaign_cost"], CATALOGUE["cost_per_sale"]], every="month", since=SINCE, until=UNTIL
        )
        assert [found[name].readings[0].value for name in ("campaign_cost", "cost_per_sale")] == [value, cost]
