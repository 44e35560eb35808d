"""Every metric of the catalogue: complete, translated, computable, and all four corners of the seven processes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from crm_metrics import metrics
from crm_metrics.access import PROCESSES
from crm_metrics.metrics import CATALOGUE, question
from crm_metrics.metrics.core import APPLICATION, Metric
from crm_metrics.warehouse.schema import input_tables
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

CORNERS = {
    "presales": "leads_worked_per_hour leads_worked_per_agent_day pipeline_created lead_response_sla csat",
    "sales": "revenue_per_selling_hour revenue_per_agent_day bookings win_rate quota_attainment csat nps_transactional",
    "service": "cases_resolved_per_hour cases_resolved_per_agent_day contact_rate_per_customer service_level"
    " sla_compliance first_contact_resolution csat ces",
    "collections": "collected_per_hour collected_per_agent_day cei dso promise_kept_rate roll_rate csat",
    "telemarketing": "contacts_per_hour contacts_per_agent_day sales_conversion_rate outbound_abandonment_rate csat"
    " opt_out_rate",
    "loyalty": "enrolments_per_hour enrolments_per_agent_day repeat_purchase_rate redemption_rate nps",
    "retention": "saves_per_hour saves_per_agent_day customer_churn_rate nrr save_rate nps_transactional csat",
}

every = pytest.mark.parametrize("metric", CATALOGUE.values(), ids=lambda one: one.name)


@every
def test_it_says_what_it_means_and_where_it_comes_from(metric: Metric) -> None:
    assert metric.label.strip() == metric.label != ""
    assert metric.means.endswith(".")
    assert metric.source.strip()
    if metric.unit == "percent" and metric.name != "cei":
        assert ", of " in metric.means, "a share names what it is a share of"


@every
def test_it_speaks_spanish(metric: Metric) -> None:
    spanish = Words("es")
    for text in (metric.label, metric.means):
        assert spanish(text) != text, f"no Spanish for: {text}"


@pytest.mark.parametrize("process", PROCESSES)
def test_the_four_corners_of_each_process_are_there(process: str) -> None:
    for name in CORNERS[process].split():
        assert name in CATALOGUE


def test_every_hourly_metric_has_a_twin_that_needs_no_hours() -> None:
    hourly = [one for one in CATALOGUE.values() if one.denominator == "productive_hours"]
    daily = [one for one in CATALOGUE.values() if one.denominator == "active_agent_days"]
    assert len(hourly) >= 9  # one of each process, a second of telemarketing, one of any work
    assert [(one.process, one.numerator) for one in hourly] == [(one.process, one.numerator) for one in daily]
    assert all(one.name.endswith("_per_agent_day") for one in daily)


def test_processes_stand_in_their_own_order() -> None:
    first: dict[str | None, int] = {}
    for place, one in enumerate(CATALOGUE.values()):
        first.setdefault(one.process, place)
    assert sorted(PROCESSES, key=lambda process: first[process]) == list(PROCESSES)


def test_every_metric_is_an_attribute_and_a_wrong_one_gets_the_closest() -> None:
    assert metrics.nps is CATALOGUE["nps"]
    with pytest.raises(AttributeError, match=r"no metric 'npss'\. Did you mean 'nps'\?"):
        _ = metrics.npss


def test_every_kind_of_aggregation_is_met() -> None:
    met = {one.aggregation for one in CATALOGUE.values()}
    assert met >= {"sum", "ratio", "distinct", "quantile", "stock", "cohort", "computed"}


def test_every_metric_answers_over_tables_without_rows(house: Callable[..., Warehouse]) -> None:
    rows: dict[str, list[object]] = {table: [] for table in input_tables() if table != "company"}
    warehouse = house(rows, first=date(2025, 1, 1), through=date(2026, 3, 31))
    asked = {"since": date(2026, 2, 1), "until": date(2026, 2, 28)}
    for metric in CATALOGUE.values():
        found = question.ask(warehouse, [metric], **asked)[metric.name]  # type: ignore[arg-type]
        (only,) = found.readings
        assert only.value in (None, 0, 0.0), metric.name
        assert only.complete or only.reason is not None, metric.name
        assert only.value is not None or only.reason is not None, metric.name
        assert (question.statements(warehouse, metric) == "") is (metric.shape == APPLICATION)


def test_every_metric_says_what_is_missing_when_nothing_of_its_own_is_loaded(house: Callable[..., Warehouse]) -> None:
    warehouse = house({}, through=date(2026, 3, 31))
    for metric in CATALOGUE.values():
        found = question.ask(warehouse, [metric], since=date(2026, 2, 1), until=date(2026, 2, 28))[metric.name]
        elsewhere = "kept in the application's database, which is not there yet"
        assert str(found.reason).endswith(elsewhere if metric.shape == APPLICATION else "which was never loaded")
        assert [one.value for one in found.readings] == [None]
