"""Every metric of the catalogue: complete, translated, computable, and all four corners of the seven processes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import date
from importlib import import_module
from io import StringIO
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest

from crm_metrics import metrics
from crm_metrics.access import PROCESSES
from crm_metrics.command import main
from crm_metrics.metrics import CATALOGUE, question
from crm_metrics.metrics.core import AGGREGATIONS, APPLICATION, DIRECTIONS, FINEST, KINDS, UNITS, Metric
from crm_metrics.warehouse.schema import input_tables
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

DECISIONS = Path(__file__).parents[3] / "docs" / "decisions"
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

# The ids of the field, by process and theme: what a manager may ask for.
FIELD = {
    "presales": "leads_created lead_first_response_time lead_response_sla lead_conversion_rate lead_contact_rate"
    " attempts_per_lead leads_worked_per_hour qualification_rate time_to_qualify meetings_held proposals_sent"
    " pipeline_created cost_per_qualified_lead lead_source_share",
    "sales": "deals_won bookings win_rate win_rate_value cohort_win_rate average_deal_size sales_cycle_length"
    " sales_velocity open_pipeline weighted_pipeline pipeline_coverage overdue_pipeline_share quota_attainment"
    " forecast_wape forecast_bias revenue_per_selling_hour activities_per_agent_day discount_rate"
    " gross_margin_rate on_time_delivery_rate return_rate new_customers cac sale_followup_rate",
    "service": "contacts_offered service_level average_speed_of_answer abandonment_rate average_handle_time occupancy"
    " utilization shrinkage adherence cases_opened cases_resolved cases_resolved_per_hour backlog backlog_age_p90"
    " first_response_time resolution_time first_contact_resolution reopen_rate recurrence_rate transfer_rate"
    " escalation_rate contact_rate_per_customer self_service_rate complaint_rate cost_per_resolution qa_score",
    "collections": "receivables overdue_receivables overdue_rate aging_bucket cash_collected dso dso_countback"
    " best_possible_dso average_days_delinquent cei recovery_rate roll_rate cure_rate right_party_contact_rate"
    " promise_rate promise_kept_rate collected_per_hour cost_to_collect days_to_pay write_off_rate dispute_rate",
    "telemarketing": "dials contacts_per_hour contact_rate list_penetration sales_conversion_rate"
    " list_conversion_rate sales_per_hour attempts_per_record outbound_abandonment_rate opt_out_rate cost_per_sale"
    " campaign_lift revenue_per_contact",
    "loyalty": "enrolment_rate enrolments_per_hour active_member_rate points_issued points_redeemed redemption_rate"
    " breakage_rate points_liability repeat_purchase_rate purchase_frequency time_between_purchases"
    " cross_sell_rate products_per_customer upsell_revenue_share referral_rate member_lift",
    "retention": "customer_churn_rate customer_retention_rate average_book_churn mrr_churn_gross mrr_churn_net grr"
    " nrr survival_at median_lifetime projected_retention cancellation_requests save_rate saves_per_hour"
    " cost_per_save revenue_saved win_back_rate renewal_rate involuntary_churn_share churn_reason_share"
    " at_risk_customers inactivity_churn_rate",
    "satisfaction": "nps nps_transactional csat csat_mean ces acsi_index response_rate detractor_followup_sla"
    " satisfaction_gap satisfaction_by_tier touchpoint_coverage",
    "customers": "active_customers arpu customer_profitability revenue_concentration rfm_score clv_12m p_alive"
    " ltv_to_cac tier_migration lifecycle_stage_count stage_conversion growth_accounting segment_matrix",
    "sla and improvement": "sla_compliance first_response_sla sla_breaches sla_at_risk breach_severity"
    " next_response_sla action_plans_on_time gap_closed",
    "named variants": "net_first_contact_resolution save_rate_initial promises_kept_share member_redemption_rate"
    " good_rating_rate",
}
# Ids of the field that are no metric of their own: the decision that says so, and the metrics that answer instead.
DECIDED = {
    "satisfaction_by_tier": (
        "0010-service-and-indices.md",
        ("csat", "nps", "csat_revenue_weighted", "nps_revenue_weighted"),
    )
}
TOLD = {  # what `metrics --format json` says of each metric, and whether it may be null
    "name": False, "process": True, "kind": False, "labels": False, "means": False, "unit": False, "better": False,
    "finest": False, "aggregation": False, "on": False, "numerator": False, "denominator": True, "matures_days": False,
    "minimum_n": False, "dimensions": False, "source": False, "trap": False, "owner": False, "reading": False,
}  # fmt: skip

every = pytest.mark.parametrize("metric", CATALOGUE.values(), ids=lambda one: one.name)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What the command line says of every metric to a company without a row, by name."""
    folder = str(tmp_path_factory.mktemp("catalogue") / "house")
    assert main.main(["init", "--warehouse", folder]) == 0
    with redirect_stdout(StringIO()) as out:
        assert main.main(["metrics", "--format", "json", "--warehouse", folder]) == 0
    rows: list[dict[str, Any]] = json.loads(out.getvalue())
    assert len({row["name"] for row in rows}) == len(rows)
    return {row["name"]: row for row in rows}


def test_every_id_of_the_field_is_there_or_a_decision_says_what_answers_instead(told: dict[str, Any]) -> None:
    names = [name for group in FIELD.values() for name in group.split()]
    assert len(names) == len(set(names)) == 172
    assert {name for name in names if name not in told} == set(DECIDED)
    for name, (page, instead) in DECIDED.items():
        text = (DECISIONS / page).read_text(encoding="utf-8")
        assert name in text
        assert all(one in told and f"`{one}`" in text for one in instead), name


def test_every_metric_is_told_whole_and_in_both_languages(told: dict[str, dict[str, Any]]) -> None:
    assert list(told) == list(CATALOGUE)
    for name, row in told.items():
        for key, may_be_null in TOLD.items():
            assert key in row, (name, key)
            assert may_be_null or row[key] not in (None, "", {}), (name, key)
        for key in ("labels", "means", "trap", "owner"):
            english, spanish = row[key]["en"].strip(), row[key]["es"].strip()
            assert english and spanish and english != spanish, (name, key)
        assert row["unit"] in UNITS and row["kind"] in KINDS and row["better"] in DIRECTIONS, name
        assert row["finest"] in FINEST and row["aggregation"] in AGGREGATIONS, name


@every
def test_it_says_what_it_means_and_where_it_comes_from(metric: Metric) -> None:
    assert metric.label.strip() == metric.label != ""
    assert metric.means.endswith(".")
    assert metric.source.strip()
    assert metric.trap.endswith("."), "each of Pulso's own names the mistake that it avoids"
    if metric.unit == "percent" and metric.name != "cei":
        assert ", of " in metric.means, "a share names what it is a share of"


@every
def test_it_speaks_spanish(metric: Metric) -> None:
    spanish = Words("es")
    for text in (metric.label, metric.means, metric.trap, metric.owned_by):
        assert spanish(text) != text, f"no Spanish for: {text}"
    if re.search(r"house definition|practice", metric.source, re.IGNORECASE):
        assert spanish(metric.source) != metric.source, f"no Spanish for: {metric.source}"


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


def test_every_metric_is_an_attribute_also_when_all_modules_are_loaded() -> None:
    for module in walk_packages(metrics.__path__, "crm_metrics.metrics."):
        import_module(module.name)  # a module of a metric's name would take its place on the package
    assert {name: getattr(metrics, name) for name in CATALOGUE} == dict(CATALOGUE)


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
