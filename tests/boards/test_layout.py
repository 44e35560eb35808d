from __future__ import annotations

from collections.abc import Iterator, Mapping

from crm_metrics.access import PROCESSES
from crm_metrics.boards import layout
from crm_metrics.boards.series import Indicator
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.catalogue.cards import MEASURES
from crm_metrics.metrics.registry import metric_of


def indicators(place: object) -> Iterator[Indicator]:
    if isinstance(place, Indicator):
        yield place
    elif isinstance(place, layout.ScorecardRow):
        yield from indicators((place.result, place.satisfaction))
    elif isinstance(place, Mapping):
        yield from indicators(tuple(place.values()))
    elif isinstance(place, tuple):
        for one in place:
            yield from indicators(one)


def test_a_board_has_no_metric_of_its_own_that_the_catalogue_has() -> None:
    assert not set(MEASURES) & set(CATALOGUE)


def test_the_daily_board_takes_only_metrics_whose_finest_cadence_is_the_day() -> None:
    for places in (layout.DAILY_TILES, layout.WATCHED, layout.BY_HOUR):
        assert {metric_of(one.metric).finest for one in indicators(places)} == {"day"}


def test_the_weekly_board_takes_no_metric_of_the_month() -> None:
    assert {metric_of(one.metric).finest for one in indicators(layout.SCORECARD)} <= {"day", "week"}


def test_the_scorecard_has_the_seven_processes_in_their_order_each_beside_its_satisfaction() -> None:
    assert tuple(one.process for one in layout.SCORECARD) == PROCESSES
    for pair in layout.SCORECARD:
        assert metric_of(pair.satisfaction[0].metric).kind == "satisfaction"
        assert metric_of(pair.result[0].metric).kind in ("productivity", "business", "objective")


def test_a_metric_of_a_process_stands_in_its_own_process() -> None:
    for places in (layout.DAILY_TILES, layout.WATCHED, layout.AGENTS, layout.SCORECARD, layout.SIX_TWELVE):
        for one in indicators(places):
            own = metric_of(one.metric).process
            assert own in (None, one.process), one


def test_charts_of_six_weeks_and_twelve_months_add_up_over_days() -> None:
    assert {metric_of(one.metric).aggregation for one in indicators(layout.SIX_TWELVE)} == {"sum"}


def test_no_board_has_more_tiles_than_its_first_screen_holds() -> None:
    assert len(layout.MONTHLY_TILES) == 5
    assert all(len(places) <= 6 for process, places in layout.DAILY_TILES.items() if process)
