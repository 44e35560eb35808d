"""What each metric says of one contact, or why it says nothing."""

from __future__ import annotations

from typing import Any

from crm_metrics.access import PROCESSES
from crm_metrics.analysis.relating import drivers
from crm_metrics.analysis.relating.drivers import DRIVERS, READINGS, UNREAD, Driver
from crm_metrics.analysis.relating.pairs import MEASURES, Answers, pairs
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.readings import Reason
from tests.analysis.relating.made_answers import SINCE, UNTIL


def test_every_productivity_and_objective_metric_is_read_per_contact_or_says_why_not() -> None:
    for metric in CATALOGUE.values():
        if metric.kind in ("productivity", "objective"):
            told = drivers.reading_of(metric)
            assert isinstance(told, (Driver, Reason))
            if isinstance(told, Reason):
                assert metric.name in str(told)
    assert not set(READINGS) & set(UNREAD)
    unknown = (set(READINGS) | set(UNREAD)) - set(CATALOGUE)
    assert unknown == set()


def test_a_time_is_in_seconds_and_a_flag_in_percent() -> None:
    waiting, promised = DRIVERS["waiting_time"], DRIVERS["promised"]
    assert (waiting.form, waiting.unit, waiting.link, waiting.table) == ("time", "seconds", "contact", "interaction")
    assert (promised.form, promised.unit, promised.link, promised.table) == (
        "flag",
        "percent",
        "contact",
        "interaction",
    )
    assert {driver.table for driver in DRIVERS.values() if driver.column.startswith("k.")} == {"sla_clock"}


def test_every_driver_reads_a_column_that_its_shape_has(house: Any) -> None:
    shop = house({})
    asked = Answers(since=SINCE, until=UNTIL, processes=PROCESSES)
    for measure in MEASURES.values():
        assert len(pairs(shop, measure, list(DRIVERS.values()), asked)) == 0
