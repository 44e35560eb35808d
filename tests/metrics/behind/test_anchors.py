"""The day of a metric's rows has a word; where there is none, it is said how the period is read."""

from __future__ import annotations

import pytest

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.behind.anchors import counted_on, matures_on
from crm_metrics.words import Words
from tests.metrics.made import metric

EN = Words("en")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("cases_opened", "Opened on"),
        ("sla_breaches", "Ran out on"),
        ("backlog", "the close of the period"),
        ("nrr", "the whole period, from its opening to its close"),
        ("average_active_customers", "the whole period, from its opening to its close"),
        ("experience_index", "as that of each of its parts"),
    ],
)
def test_the_day_of_the_rows_or_the_reading_of_the_period_is_said(name: str, said: str) -> None:
    assert counted_on(CATALOGUE[name], EN) == said


def test_a_day_without_a_word_is_told_without_its_id() -> None:
    assert counted_on(metric(on="work_item.nobody_on"), EN) == "the day of each row"
    assert matures_on(metric(matures_on="nobody_on"), EN) == "on a day of each row"
    assert matures_on(metric(), EN) == ""


def test_the_days_of_the_catalogue_have_their_words() -> None:
    assert not [of.name for of in CATALOGUE.values() if counted_on(of, EN) == EN("the day of each row")]
    assert not [of.name for of in CATALOGUE.values() if matures_on(of, EN) == EN("on a day of each row")]
