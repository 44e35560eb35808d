"""What a metric is made of, and what its definition refuses."""

from __future__ import annotations

from typing import Any

import pytest

from crm_metrics.errors import DefinitionError
from crm_metrics.metrics.core import Metric


def metric(**fields: Any) -> Metric:
    usual = {"name": "mine", "label": "Mine", "means": "Rows.", "unit": "count", "on": "survey.responded_on"}
    return Metric(**{**usual, "numerator": "count(*)", **fields})


@pytest.mark.parametrize(
    ("fields", "aggregation"),
    [
        ({}, "sum"),
        ({"denominator": "count(*)"}, "ratio"),
        ({"numerator": "count(distinct customer)"}, "distinct"),
        ({"numerator": "quantile(score, 0.5)"}, "quantile"),
        ({"numerator": "survival_quantile(days, departed, 0.5)"}, "quantile"),
        ({"on": "open_item_span"}, "stock"),
        ({"denominator": "count(*)", "matures_days": 7}, "cohort"),
        ({"on": "customer_period", "denominator": "count(*)"}, "cohort"),
        ({"on": "customer_period"}, "computed"),
        ({"on": "period", "numerator": "nps"}, "computed"),
    ],
)
def test_the_aggregation_follows_from_the_definition(fields: dict[str, Any], aggregation: str) -> None:
    assert metric(**fields).aggregation == aggregation


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"unit": "percnt"}, "mine: no unit 'percnt'. Did you mean 'percent'?"),
        ({"kind": "bussiness"}, "mine: no kind 'bussiness'. Did you mean 'business'?"),
        ({"better": "upwards"}, "mine: no better 'upwards'."),
        ({"finest": "hour"}, "mine: no finest 'hour'."),
        ({"process": "sale"}, "mine: no process 'sale'. Did you mean 'sales'?"),
        ({"trailing": "a year"}, "mine: trailing is 'a year'; write it as '30 days' or '12 months'."),
        ({"own": "value"}, "mine: an answer has a field 'value' already; take a column of another name for own."),
        ({"name": "My metric"}, "'My metric' cannot name a metric"),
    ],
)
def test_a_wrong_field_is_named_with_the_closest_value(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        metric(**fields)
    assert str(caught.value).startswith(sentence)


def test_shape_and_anchor_are_the_two_sides_of_on() -> None:
    assert (metric().shape, metric().anchor) == ("survey", "responded_on")
    assert (metric(on="open_item_span").shape, metric(on="open_item_span").anchor) == ("open_item_span", "")


def test_a_metric_can_be_a_key() -> None:
    assert {metric(): 1}[metric()] == 1
