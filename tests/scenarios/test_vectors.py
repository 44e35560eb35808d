"""Where each published example is proven: V01 to V34, and the pages that contradict themselves.

The numbers are those by which the tests name their example. What comes from rows goes through `import` and the command
`query`; what is a model, an interval or a chart's limits through `crm_metrics.analysis` as well, or alone.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
CARE, SELLING = "scenarios/test_vectors_care.py", "scenarios/test_vectors_selling.py"
LEDGERS, LIVES = "scenarios/test_vectors_ledgers.py", "scenarios/test_vectors_models.py"

PROVEN = {
    "V01 five definitions of service level": (
        f"{CARE}::test_service_level_is_the_fourth_of_icmis_five",
        f"{CARE}::test_each_of_icmis_five_definitions_is_arithmetic_on_the_same_rows",
    ),
    "V03 several sites are a ratio of sums": (
        f"{CARE}::test_two_sites_together_are_a_ratio_of_sums_and_not_the_mean_of_two_rates",
        f"{SELLING}::test_two_sites_together_are_a_ratio_of_sums_not_a_mean_of_rates",
    ),
    "V05 Erlang C": ("analysis/test_queueing.py::test_v05_the_queue_of_the_worked_example",),
    "V06 outbound funnel": (f"{SELLING}::test_the_outbound_funnel_of_ford",),
    "V07 collection effectiveness": (f"{LEDGERS}::test_cei_takes_the_whole_quarters_sales_and_not_their_mean",),
    "V09 days of sales outstanding": (f"{LEDGERS}::test_dso_is_the_balance_over_the_sales_of_its_own_days",),
    "V11 churn with joiners and returners": (f"{LEDGERS}::test_churn_leaves_joiners_and_returners_out",),
    "V12 revenue churn": (f"{LEDGERS}::test_revenue_churn_and_retention",),
    "V13 churn compounds": (f"{LEDGERS}::test_months_of_churn_compound",),
    "V15 Kaplan-Meier": (
        f"{LIVES}::test_v15_survival_of_lives_that_were_imported",
        f"{LIVES}::test_the_leavers_alone_would_halve_the_truth",
        "scenarios/test_value_through_import.py::test_v15_the_median_time_in_a_stage_counts_those_still_there",
        "analysis/models/test_survival.py::test_v15_the_published_curve",
        "analysis/models/test_survival.py::test_v15_the_control_arm_and_its_standard_error",
        "analysis/models/test_survival.py::test_v15_the_log_rank_test_of_both_arms",
    ),
    "V16 retention of contracts": ("analysis/models/test_contracts.py::test_v16_the_published_retention_model",),
    "V18 BG/NBD on CDNOW": (
        "analysis/models/test_purchases.py::test_v18_the_sample_is_the_one_of_the_paper",
        "analysis/models/test_purchases.py::test_v18_the_published_model_of_purchases",
        "analysis/models/test_purchases.py::test_v18_purchases_expected_of_a_customer",
        "analysis/models/test_purchases.py::test_v18_purchases_expected_of_a_new_customer",
        "analysis/models/test_purchases.py::test_v18_the_chance_of_no_purchase",
    ),
    "V19 Gamma-Gamma": (
        "analysis/models/test_spending.py::test_v19_the_published_model_of_amounts",
        "analysis/models/test_spending.py::test_v19_amounts_from_the_rounded_parameters",
    ),
    "V20 variance of the NPS": (f"{CARE}::test_the_spread_of_nps_is_that_of_its_published_variance",),
    "V21 interval of the NPS": (f"{CARE}::test_the_interval_of_nps_is_the_adjusted_wald_one",),
    "V22 Wilson interval": (f"{CARE}::test_the_interval_of_a_share_is_wilsons",),
    "V26 false discovery rate": (
        "analysis/relating/test_family.py::test_v26_four_are_rejected_at_five_percent_with_the_printed_q_values",
    ),
    "V27 limits of an XmR chart": (
        "analysis/test_signals.py::test_limits_are_those_of_the_nist_handbook_with_wheelers_factor",
    ),
    "V28 business time": (f"{CARE}::test_a_promise_in_business_hours_runs_out_when_the_page_says",),
    "V30 ISO weeks": (
        f"{CARE}::test_a_day_belongs_to_its_iso_week",
        f"{CARE}::test_the_years_of_53_weeks_are_those_of_the_standard",
    ),
    "V31 sales velocity": (f"{SELLING}::test_sales_velocity_of_eighteen_opportunities",),
    "V32 telephone company": (
        f"{LIVES}::test_v32_survival_of_the_telephone_company",
        "scenarios/test_real_data.py::test_a_public_data_set_gives_its_published_answers_and_its_boards_open",
    ),
    "V33 telemarketing of a bank": (
        f"{SELLING}::test_records_of_a_list_without_dials_give_the_rate_by_record_alone",
        f"{SELLING}::test_figures_per_dial_of_the_bank_are_arithmetic_on_its_campaign_column",
    ),
    "V34 Olist": (
        f"{SELLING}::test_a_person_is_counted_and_not_the_id_of_each_checkout",
        "scenarios/test_relations.py::test_late_orders_of_olist_please_less_by_day",
    ),
    # Pages that contradict themselves: our number is not theirs.
    "calculatorshub.net, a CEI of 96 %": (f"{LEDGERS}::test_cei_takes_off_the_current_debt_and_not_the_past_due_one",),
    "nineminds.com, a due day after thirteen open hours": (
        f"{CARE}::test_the_page_that_gets_the_next_day_wrong_is_nine_hours_late",
    ),
    "railway.app, an ISO week of another year": (f"{CARE}::test_a_day_belongs_to_its_iso_week",),
    "websitebuilderinsider.com, a churn that is the net change": (f"{LEDGERS}::test_churn_is_not_the_net_change",),
}
# A page whose formula mixes units, growfin.ai, prints no number that ours could differ from.
MODELLED = {"V05", "V16", "V18", "V19", "V26", "V27"}  # no rows of a warehouse: the analysis alone
OUTSIDE = "real_data"  # the mark of tests over public data that may not lie beside the project


@cache
def functions_of(file: str) -> dict[str, ast.FunctionDef]:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return {one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)}


@pytest.mark.parametrize("example", PROVEN)
def test_each_example_is_proven_by_a_test_that_exists_and_asserts(example: str) -> None:
    outside = []
    for place in PROVEN[example]:
        file, _, name = place.partition("::")
        found = functions_of(file).get(name)
        assert found is not None, f"{place} is gone: who proves {example}?"
        assert any(isinstance(node, ast.Assert) for node in ast.walk(found)), f"{place} asserts nothing"
        marks = [ast.unparse(one) for one in found.decorator_list]
        assert not any("xfail" in one or re.search(r"\bskip\b", one) for one in marks), place
        outside.append(any(OUTSIDE in one for one in marks))
    assert not all(outside) or example.startswith("V32"), f"{example} is proven only where public data lie beside"


@pytest.mark.parametrize("example", PROVEN)
def test_what_comes_from_rows_is_imported_and_asked(example: str) -> None:
    if example[:3] in MODELLED:
        assert all(place.startswith("analysis/") for place in PROVEN[example])
        return
    files = {place.partition("::")[0] for place in PROVEN[example]}
    texts = [(TESTS / file).read_text(encoding="utf-8") for file in files if file.startswith("scenarios/")]
    ways = ("main.main(", "inbox", "answered(")  # the command line, an import in memory, the scenarios of public data
    assert any("import" in text and any(way in text for way in ways) for text in texts)


def test_no_test_names_an_example_that_does_not_stand_here() -> None:
    known = {example[:3] for example in PROVEN if re.match(r"V\d\d ", example)}
    named = {
        found
        for path in TESTS.rglob("test_*.py")
        for found in re.findall(r"\b[vV](\d\d)\b", path.read_text(encoding="utf-8"))
    }
    assert {f"V{number}" for number in named} == known
