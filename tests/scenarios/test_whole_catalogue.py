"""Every metric of the catalogue on a demo company: at every cadence and by every dimension of its rows, a value."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.core import DIMENSIONS
from crm_metrics.periods import CADENCES
from crm_metrics.warehouse import store
from crm_metrics.warehouse.demo.build import Asked
from tests.demo_company import shared_company
from tests.scenarios.catalogue import ELSEWHERE, answers, asked, offering, told, wrong

UNTIL = date(2026, 10, 31)
SINCE = {
    "day": date(2026, 8, 1), "week": date(2026, 3, 2), "month": date(2025, 10, 1), "quarter": date(2025, 7, 1),
    "year": date(2025, 1, 1), "all": date(2025, 9, 1),
}  # fmt: skip
# What has no value at a cadence or by a dimension although all is loaded, and why.
GOALS = {
    "quota_attainment": "goals are set by month, for the company and its teams",
    "pipeline_coverage": "goals are set by month, for the company and its teams",
    "satisfaction_gap": "goals are set by month, for the company, its processes and touchpoints",
}
FREE = {"trial_conversion_rate": "nobody tries a subscription of the demo company for nothing"}
NONE = FREE | {  # numbers that are 0 in all, and have no group
    "trials_started": "nobody tries a subscription of the demo company for nothing",
    "active_trials": "nobody tries a subscription of the demo company for nothing",
    "paused_subscriptions": "nobody pauses one",
    "paused_mrr": "nobody pauses one",
    "contacts_without_channel": "each touchpoint of the demo company has its channel",
    "customer_credits": "nobody has paid too much or too early",
}
LONG = {"stage_dwell_time": "half of those who entered a stage are still in it"}
MATCHED = {
    "member_lift": "nobody was a member when the data begin",
    "member_repurchase_lift": "nobody was a member when the data begin",
    "unmatched_member_share": "nobody was a member when the data begin",
}
SILENT: dict[str, dict[str, str]] = {
    "week": FREE,
    "month": FREE | LONG,
    "quarter": FREE | GOALS | LONG,
    "year": FREE | GOALS | LONG,
    "all": FREE | GOALS | LONG | MATCHED,
}
KINDLESS = {"kind": {"experience_index", "relation_index"}}  # their parts have kinds of different things
# The days asked by each cadence when answers are told apart: enough for rows of each metric, few enough to be quick.
WINDOWS = {"month": date(2026, 5, 1), "day": date(2026, 10, 12), "week": date(2026, 8, 3)}
SPRING = date(2026, 3, 1), date(2026, 4, 30)  # for the customers, of whom there are many: months whose cohorts are ripe


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[store.Warehouse]:
    """A demo company of fourteen months."""
    with shared_company(tmp_path_factory, Asked(customers=2_500, months=14, until=UNTIL)) as company:
        yield company


@pytest.mark.parametrize("every", CADENCES)
def test_every_metric_has_a_value_at_every_cadence_from_its_finest_on(demo: store.Warehouse, every: str) -> None:
    metrics = asked(every)
    found = answers(demo, metrics, every, None, SINCE[every], UNTIL)
    assert [text for one in metrics for text in wrong(one, found[one.name])] == []
    silent = {one.name for one in metrics} - told(found.values())
    assert silent <= ELSEWHERE | SILENT.get(every, {}).keys(), sorted(silent)


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_every_metric_has_a_value_by_every_dimension_of_its_rows(demo: store.Warehouse, dimension: str) -> None:
    offered = offering(demo, CATALOGUE.values(), dimension)
    assert offered
    known = set()
    asks = [(every, since, UNTIL) for every, since in WINDOWS.items()]
    for every, since, until in [("month", *SPRING)] if dimension == "customer" else asks:
        metrics = [one for one in offered if one in asked(every)]
        found = answers(demo, metrics, every, dimension, since, until)
        assert [text for one in metrics for text in wrong(one, found[one.name])] == []
        known |= told(found.values())
    silent = {one.name for one in offered} - known
    assert silent <= ELSEWHERE | GOALS.keys() | LONG.keys() | NONE.keys() | KINDLESS.get(dimension, set()), sorted(
        silent
    )
