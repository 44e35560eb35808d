"""Every stored and every period shape, run by DuckDB and by Spark on the same rows."""

from __future__ import annotations

import pytest

from crm_metrics.warehouse import shape
from tests.spark.conftest import Engines

pytestmark = pytest.mark.spark

EXCEPTIONS = {  # shapes that are not the same on Spark, and why; one that is has no place here
    "customer_score": "the analysis fits it over all customers at once and fills it when the shapes are there",
    "score_fit": "the same: what was fitted",
}
EMPTY = {"credit_span", "free_trial", "free_trial_span"}  # of which the small company has no row
ASKED = """with asked(period, first, last, next, days, ends) as (values
  (date '2026-10-01', date '2026-10-01', date '2026-10-31', date '2026-11-01', 31, date '2026-10-31'),
  (date '2026-11-01', date '2026-11-01', date '2026-11-26', date '2026-11-27', 26, date '2026-11-30'))
select * from (
{select}
) as told"""
PERIODS = sorted(set(shape.shapes()) - set(shape.stored()))


@pytest.mark.parametrize("name", sorted(shape.stored()))
def test_a_stored_shape_has_the_same_rows(name: str, engines: Engines) -> None:
    sql = shape.fill(shape.stored()[name].sql, engines.zone())
    found = engines.held_against(sql, f'select * from shape."{name}"', engines.tables["shape"][name])
    assert (found.rows > 0) is (name not in EMPTY)
    assert bool(found.apart) is (name in EXCEPTIONS), found.apart[:4]
    assert found.ties <= found.rows // 1000


@pytest.mark.parametrize("name", PERIODS)
def test_a_period_shape_has_the_same_rows(name: str, engines: Engines) -> None:
    found = engines.held_against(ASKED.format(select=shape.period_select(name, engines.zone())))
    assert found.apart == []
    assert found.rows > 0
    assert found.ties <= found.rows // 1000
