"""Which values a metric can have, by its definition."""

from __future__ import annotations

from math import inf

import pytest

from crm_metrics.boards.objectives.reach import reach, within
from crm_metrics.errors import QuestionError
from crm_metrics.metrics.registry import metric_of
from crm_metrics.words import Words
from tests.conftest import House


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("csat", (0.0, 1.0)),  # a share of answers
        ("nps", (-100.0, 100.0)),  # promoters less detractors, of 100
        ("cases_opened", (0.0, inf)),  # a count
        ("revenue", (-inf, inf)),  # returns may be more than what was sold
    ],
)
def test_a_metric_says_what_its_values_can_be(house: House, metric: str, expected: tuple[float, float]) -> None:
    shop = house({"survey": [], "work_item": [], "order_line": []})
    assert reach(shop, metric_of(metric)) == expected


def test_what_it_can_not_have_is_refused(house: House) -> None:
    shop, words = house({"survey": [], "work_item": []}), Words("en")
    within(shop, metric_of("csat"), [0.8, 1.0], words)
    within(shop, metric_of("cases_opened"), [1e9], words)
    with pytest.raises(QuestionError, match="lie between"):
        within(shop, metric_of("csat"), [8.0], words)
    with pytest.raises(QuestionError, match="never below"):
        within(shop, metric_of("cases_opened"), [-5.0], words)
