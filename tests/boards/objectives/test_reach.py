"""What an objective that is set on the page may ask."""

from __future__ import annotations

import pytest

from crm_metrics.boards.objectives.reach import within
from crm_metrics.errors import QuestionError
from crm_metrics.metrics.registry import metric_of
from crm_metrics.words import Words
from tests.conftest import House


def test_what_it_can_not_have_is_refused(house: House) -> None:
    shop, words = house({"survey": [], "work_item": []}), Words("en")
    within(shop, metric_of("csat"), [0.8, 1.0], words)
    within(shop, metric_of("cases_opened"), [1e9], words)
    with pytest.raises(QuestionError, match="lie between"):
        within(shop, metric_of("csat"), [8.0], words)
    with pytest.raises(QuestionError, match="never below"):
        within(shop, metric_of("cases_opened"), [-5.0], words)
