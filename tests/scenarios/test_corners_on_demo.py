"""The four corners of the seven processes on a demo company: a value, its n, its interval, by team and by tier."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from crm_metrics.access import PROCESSES
from crm_metrics.errors import QuestionError
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.readings import Reading
from crm_metrics.warehouse import store
from crm_metrics.warehouse.demo.build import Asked
from tests.demo_company import shared_company
from tests.metrics.catalogue.test_order import CORNERS

UNTIL = date(2026, 10, 31)
SINCE = {"day": date(2026, 9, 1), "week": date(2026, 1, 5), "month": date(2025, 10, 1)}
# What has the dimension and yet no group: goals are set for teams, not tiers; a relationship survey is about no team.
UNGROUPED = {("quota_attainment", "tier"), ("nps", "team")}
CASES = [(process, name) for process in PROCESSES for name in CORNERS[process].split()]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[store.Warehouse]:
    """A demo company of fourteen months."""
    with shared_company(tmp_path_factory, Asked(customers=2_500, months=14, until=UNTIL)) as company:
        yield company


@pytest.mark.parametrize(("process", "name"), CASES)
def test_a_corner_has_a_value_with_its_n_and_interval(demo: store.Warehouse, process: str, name: str) -> None:
    known = told(demo, process, name)
    assert known
    assert all(one.n is not None and one.n >= 0 for one in known)
    assert any(one.n for one in known)
    if CATALOGUE[name].aggregation in ("ratio", "cohort") and CATALOGUE[name].on != "period":
        assert all(one.low is not None and one.high is not None for one in known if one.n and one.n > 1)
        assert all(one.low <= one.high for one in known if one.low is not None and one.high is not None)


@pytest.mark.parametrize("dimension", ["team", "tier"])
@pytest.mark.parametrize(("process", "name"), CASES)
def test_a_corner_is_told_by_team_and_tier_where_its_rows_have_them(
    demo: store.Warehouse, process: str, name: str, dimension: str
) -> None:
    try:
        known = told(demo, process, name, dimension)
    except QuestionError as error:
        assert f"No column '{dimension}'" in str(error)
        return
    groups = {one.groups[0] for one in known} - {None}
    if (name, dimension) in UNGROUPED:
        assert not groups
        return
    assert groups, "some team or tier has a value"
    if dimension == "tier":
        assert len(groups) >= 3


def told(demo: store.Warehouse, process: str, name: str, *by: str) -> list[Reading]:
    """The complete readings that have a value, at the metric's own cadence, in that process."""
    metric = CATALOGUE[name]
    where = {} if metric.process else {"process": process}
    asked = ask(demo, [metric], every=metric.finest, by=by, where=where, since=SINCE[metric.finest], until=UNTIL)
    return [one for one in asked[name].readings if one.complete and one.value is not None]
