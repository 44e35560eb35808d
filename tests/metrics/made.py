"""Rows written by hand, and a metric of one's own, for the tests of questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.shop import Shop

House = Callable[..., Shop]
Row = dict[str, Any]
ZONE = ZoneInfo("America/Bogota")
JAN, FEB, MAR = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZONE)


def answer(key: str, day: date, score: float, **fields: Any) -> Row:
    """One NPS answer about the relationship."""
    usual = {"survey_id": key, "instrument": "nps", "relationship": True, "customer_id": "ana"}
    times = {"sent_at": noon(day - timedelta(days=1)), "responded_at": noon(day)}
    return {**usual, **times, "score": score, "scale_min": 0, "scale_max": 10, **fields}


def case(key: str, opened: date, closed: date | None = None, **fields: Any) -> Row:
    usual = {"work_item_id": key, "process": "service", "kind": "request", "customer_id": "ana", "status": "open"}
    times: Row = {"opened_at": noon(opened)}
    if closed is not None:
        times |= {"closed_at": noon(closed), "first_resolved_at": noon(closed), "outcome": "resolved"}
    return {**usual, **times, **fields}


def metric(**fields: Any) -> Metric:
    usual = {"name": "mine", "label": "Mine", "means": "Rows.", "unit": "count", "on": "work_item.opened_on"}
    return Metric(**{**usual, "numerator": "count(*)", **fields})


def values(readings: Sequence[Reading]) -> list[float | None]:
    return [one.value for one in readings]


def periods(readings: Sequence[Reading]) -> list[date]:
    return [one.period for one in readings]
