"""Which month a page of metrics is of: the last closed one, or the first of the data while it still runs."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from crm_metrics.boards.core import Chip, View
from crm_metrics.boards.freshness import RECORDS, Frame
from crm_metrics.periods import Period, last_month
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words


def month_of(warehouse: Warehouse, view: View, whole: date) -> tuple[Period, float]:
    """The month shown and the share of it that had gone by: 1.0 of a closed one.

    whole: the last day that was over. A company whose data begin after the last closed month has no other than the one
    that runs.
    """
    day = min(view.until or whole, whole)
    month, first = last_month(day), _first(warehouse)
    if first is None or first <= month.last or first > day:
        return month, 1.0
    days = monthrange(day.year, day.month)[1]
    return Period(day.replace(day=1), day.replace(day=1), day.replace(day=days)), day.day / days


def _first(warehouse: Warehouse) -> date | None:
    """The first day on which anything happened."""
    reaches = [warehouse.loaded(table) for table in RECORDS]
    return min((reach.first for reach in reaches if reach is not None and reach.first is not None), default=None)


def state_of(passed: float, words: Words) -> Chip:
    """Whether the month shown is closed, or runs."""
    if passed >= 1:
        return Chip("closed", words("month closed"))
    return Chip("partial", words("month partial: {share}", share=words.percent(passed, 0)))


def period_text(period: Period, passed: float, frame: Frame, words: Words) -> str:
    """The month shown; with the last day counted, while it runs."""
    month = words.month(period.first)
    if passed >= 1 or frame.whole is None:
        return month
    return words("{month}, through {day}", month=month, day=words.short_day(frame.whole))
