"""Every metric over rows: the statements that the library makes of a cadence, run by DuckDB and by Spark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from crm_metrics.access import EVERYTHING
from crm_metrics.metrics import CATALOGUE, computed
from crm_metrics.metrics.core import APPLICATION, Metric
from crm_metrics.metrics.rows import plan
from crm_metrics.metrics.rows.statement import statement
from tests.spark.conftest import COMPANY, Engines

pytestmark = pytest.mark.spark

OVER_ROWS = [one for one in CATALOGUE.values() if one.on != "period" and one.shape != APPLICATION]
SINCE = {"month": date(2026, 9, 1), "quarter": date(2025, 10, 1), "year": date(2025, 10, 1)}


def cadence(metric: Metric) -> str:
    """The month, or the finest that it can be asked by."""
    return metric.finest if metric.finest in SINCE else "month"


@pytest.mark.parametrize("name", sorted({one.shape for one in OVER_ROWS}))
def test_the_metrics_of_a_shape_are_the_same(name: str, engines: Engines) -> None:
    told = set[str]()
    for every in SINCE:
        metrics = [one for one in OVER_ROWS if one.shape == name and cadence(one) == every]
        for sql, names in statements(engines, metrics, every):
            found = engines.held_against(sql)
            assert found.apart == [], names
            assert found.ties == 0, names
            told |= names
    assert told == {one.name for one in OVER_ROWS if one.shape == name}


def statements(engines: Engines, metrics: list[Metric], every: str) -> Iterator[tuple[str, set[str]]]:
    """The texts that answer these metrics by one cadence, each with the metrics that it answers."""
    asked = plan.Question(
        warehouse=engines.shop,
        catalogue=CATALOGUE,
        every=every,
        by=(),
        where=(),
        since=SINCE[every],
        until=COMPANY.until,
        scope=EVERYTHING,
    )
    needs = [computed.needs(asked, metric, plan.asked_periods(asked, metric)) for metric in metrics]
    leaves = [replace(leaf, reason=None) for need in needs for leaf in need.leaves]  # also where nothing is loaded
    for batch, group in plan.batches(asked, leaves):
        live = replace(batch, finals=None)  # months that a version keeps are read with it, and Spark reads no version
        yield statement(live).sql, {leaf.metric.name for leaf in group}
