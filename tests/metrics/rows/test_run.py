"""Statements are sent once each, and their rows handed to every leaf that they answer."""

from __future__ import annotations

from datetime import date

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.metrics.rows.plan import Question, asked_periods, leaf
from crm_metrics.metrics.rows.run import run
from tests.metrics.made import JAN, House, case, metric


def test_one_statement_answers_two_metrics_and_a_leaf_that_may_not_be_seen_is_in_none(house: House) -> None:
    shop = house({"work_item": [case("a", JAN), case("b", date(2026, 1, 2), process="sales")]})
    asked = Question(
        warehouse=shop,
        catalogue={},
        every="month",
        by=(),
        where=(),
        since=JAN,
        until=date(2026, 1, 31),
        scope=EVERYTHING,
    )
    hidden = Question(**{**vars(asked), "scope": Scope(teams=("north",)), "bases": {}})
    metrics = [metric(name="opened"), metric(name="sold", rows="process = 'sales'")]
    unseen = metric(on="customer_period", numerator="count_if(churned)")
    leaves = [leaf(asked, one, asked_periods(asked, one)) for one in metrics]
    (fetched,) = run(asked, [*leaves, leaf(hidden, unseen, leaves[0].periods)])
    assert dict(fetched.labels) == {leaves[0]: "opened", leaves[1]: "sold"}
    assert fetched.statement.names == ("period", "opened__numerator", "sold__numerator")
    assert fetched.rows == [(JAN, 2, 1)]
