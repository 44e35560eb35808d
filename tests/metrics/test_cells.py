from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from crm_metrics.access import Scope
from crm_metrics.errors import QuestionError
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.cells import (
    COUNTED_ONCE,
    ESTIMATED,
    IN_ORDER,
    NO_SUM,
    OF_RATES,
    MetricCells,
    additive,
    cells,
    unsplit,
)
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.shop import Shop
from tests.conftest import House
from tests.metrics.made import JAN, Row, answer, case, metric

END = date(2026, 1, 31)


@pytest.fixture
def shop(house: House) -> Shop:
    """Norte: two promoters and a detractor; Sur: one detractor; one promoter of nobody's team."""
    scores = {"n1": (10, "Norte"), "n2": (9, "Norte"), "n3": (3, "Norte"), "s1": (2, "Sur"), "x1": (10, None)}
    surveys: list[Row] = [answer(key, date(2026, 1, 9), score, team=team) for key, (score, team) in scores.items()]
    return house({"survey": surveys, "work_item": [case("w1", JAN, team="Norte"), case("w2", JAN)]})


def asked(shop: Shop, name: str | Metric, dimension: str = "team", scope: Scope | None = None) -> MetricCells:
    of = metric_of(name) if isinstance(name, str) else name
    return cells(shop, of, dimension, since=JAN, until=END, scope=scope or Scope())


def test_a_quotient_gives_both_sides_of_each_cell_and_nobodys_rows_are_one(shop: Shop) -> None:
    found = asked(shop, "nps")
    assert found.reason is None
    assert found.rates == {
        "Norte": (Fraction(100), Fraction(3)),  # 100 × (2 − 1) of 3 answers
        "Sur": (Fraction(-100), Fraction(1)),
        None: (Fraction(100), Fraction(1)),
    }
    assert found.amounts == {}


def test_a_sum_gives_what_each_cell_adds(shop: Shop) -> None:
    found = asked(shop, "cases_opened")
    assert found.amounts == {"Norte": Fraction(1), None: Fraction(1)}
    assert (found.rates, found.whole.value if found.whole else None) == ({}, 2)


def test_whoever_sees_a_team_has_its_cell_alone(shop: Shop) -> None:
    found = asked(shop, "cases_opened", scope=Scope(teams=("Norte",)))
    assert found.amounts == {"Norte": Fraction(1)}
    assert found.whole is not None
    assert found.whole.value == 1


def test_a_dimension_that_the_rows_lack_is_refused(shop: Shop) -> None:
    with pytest.raises(QuestionError):
        asked(shop, "cases_opened", "payer")


def test_what_has_no_value_says_why(shop: Shop) -> None:
    found = asked(shop, "csat")
    assert (found.amounts, found.rates) == ({}, {})
    assert "nothing to divide by" in str(found.reason)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("backlog_age_p90", IN_ORDER),
        ("active_customers", COUNTED_ONCE),
        ("clv_12m", ESTIMATED),
        ("engagement_index", OF_RATES),
        ("quota_attainment", OF_RATES),
        ("campaign_lift", NO_SUM),
        ("points_liability", NO_SUM),
    ],
)
def test_what_does_not_add_up_over_parts_says_why(name: str, why: str) -> None:
    assert str(unsplit(metric_of(name))) == why


@pytest.mark.parametrize(
    "name",
    ["cases_opened", "nps", "csat", "backlog", "productive_hours", "credit_notes", "contacts_per_hour", "cei",
     "first_contact_resolution", "average_active_customers", "customer_churn_rate", "line_index"],
)  # fmt: skip
def test_sums_and_quotients_of_sums_can_be_split(name: str) -> None:
    assert unsplit(metric_of(name)) is None


def test_every_sum_and_ratio_of_the_catalogue_can_be_split() -> None:
    refused = [one.name for one in CATALOGUE.values() if one.aggregation in ("sum", "ratio") and unsplit(one)]
    assert refused == []


def test_a_sum_per_hour_or_day_adds_up_by_itself_and_so_do_shares_of_one_total() -> None:
    assert additive(metric_of("productive_hours"))
    assert additive(metric_of("average_active_customers"))
    assert not additive(metric_of("csat"))
    assert additive(metric_of("contact_reason_share"), "reason")
    assert not additive(metric_of("contact_reason_share"), "team")


def test_a_constant_beside_a_sum_is_no_sum() -> None:
    assert str(unsplit(metric(numerator="count(*) + 1"))) == NO_SUM
    assert str(unsplit(metric(numerator="count(*)", denominator="count(*) * count(*)"))) == NO_SUM
    assert unsplit(metric(numerator="100 * (count(*) - count_if(sla_stopped)) / 2", denominator="count(*)")) is None
