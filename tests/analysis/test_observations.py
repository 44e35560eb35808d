from __future__ import annotations

from datetime import date

from crm_metrics.analysis.observations import Observation, last_n, over_seasons, rows_since
from crm_metrics.analysis.yearly import YearlySeason

JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 1)


def test_a_month_in_which_half_is_usual_counts_as_half_of_one() -> None:
    season = YearlySeason(parts=(*[1.5] * 7, 0.5, *[1.5] * 4), times=True, years=2)
    series = (Observation(JULY, None), Observation(AUGUST, 3.0))
    found = over_seasons(series, season, "month")
    assert [(one.value, one.exposure) for one in found] == [(None, 1.5), (6.0, 0.5)]
    assert found[1].events == series[1].events == 3.0


def test_the_rows_of_a_stretch_are_those_of_its_settled_periods() -> None:
    series = [Observation(JULY, 0.5, 10), Observation(AUGUST, 0.5, 20), Observation(date(2026, 9, 1), 0.5, 40, False)]
    assert rows_since(series, AUGUST) == 20
    assert rows_since(series, None) == float("inf")
    assert last_n(series) == 20
    assert last_n([]) == float("inf")


def test_a_value_is_judged_where_it_is_settled_and_has_the_rows() -> None:
    assert Observation(JULY, 0.5).judged(10)
    assert not Observation(JULY, 0.5, 9).judged(10)
    assert not Observation(JULY, None, 20).judged(10)
    assert not Observation(JULY, 0.5, 20, settled=False).judged(10)
