"""The season of the year of a metric, from its own months before the end of a baseline: one rule for every board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from crm_metrics.access import Scope
from crm_metrics.analysis.yearly import LEAST, MONTHS, MOST, YearlySeason, season_of
from crm_metrics.boards import brought
from crm_metrics.metrics.core import Metric, Where
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.readings import Groups, Reading
from crm_metrics.periods import last_month, months_later
from crm_metrics.warehouse.store import Warehouse

LEVELS = ("closing_mrr", "opening_mrr")  # worked out from what came and went, and carried over like a stock


@dataclass(frozen=True, kw_only=True)
class AskedMonths:
    """How the months of metrics are asked: as the series that they tell the season of."""

    every: str
    """The cadence of the series."""
    by: tuple[str, ...]
    """Its dimensions."""
    where: Where
    """What of the rows is kept."""
    scope: Scope
    """What the reader may see."""


def months_before(
    warehouse: Warehouse, metrics: Mapping[Metric, Sequence[str]], baseline_until: date, asked: AskedMonths
) -> dict[str, tuple[Reading, ...]]:
    """The months through the end of a baseline, five years of them at most; of metrics loaded for two whole years.

    metrics: each with the tables behind it, "a|b" where any of them will do.
    """
    last = last_month(baseline_until).last
    least, first = (months_later(last.replace(day=1), 1 - MONTHS * years) for years in (LEAST, MOST))
    begun = {metric: _begun(warehouse, tables) for metric, tables in metrics.items() if _told(metric, asked.every)}
    known = {metric: begin for metric, begin in begun.items() if begin is not None and begin <= least}
    if not known:
        return {}
    since = max(first, min(known.values()).replace(day=1))
    answers = ask(
        warehouse,
        list(known),
        every="month",
        by=asked.by,
        where=asked.where,
        since=since,
        until=last,
        scope=asked.scope,
    )
    return {
        metric.name: tuple(
            reading
            for reading in brought.told(warehouse, metrics[metric], answers[metric.name].readings, "month", last)
            if reading.period >= begin
        )
        for metric, begin in known.items()
    }


def season(
    metric: Metric, past: Sequence[Reading], every: str, baseline_until: date, holes: frozenset[date] = frozenset()
) -> YearlySeason | None:
    """The season that the months of one group show. holes: periods that are no routine, of months their first days."""
    holes = holes if every == "month" else frozenset()
    history = {
        reading.period: float(reading.value)
        for reading in past
        if reading.complete and reading.value is not None and reading.period not in holes
    }
    adds = metric.aggregation == "sum" and metric.on != "period"
    times = adds or metric.aggregation in ("distinct", "stock") or metric.name in LEVELS
    return season_of(history, baseline_until, times=times, a_day=adds and every != "month")


def by_group(
    metric: Metric,
    past: Sequence[Reading],
    begins: Mapping[Groups, date],
    every: str,
    baseline_until: date,
    *,
    holes: frozenset[date] = frozenset(),
) -> dict[Groups, YearlySeason | None]:
    """The season of each group. begins: the day of a baseline that was started anew; the months before do not count."""
    return {
        group: season(
            metric,
            [one for one in months if group not in begins or one.period >= begins[group]],
            every,
            baseline_until,
            holes,
        )
        for group, months in grouped(past).items()
    }


def grouped(readings: Sequence[Reading]) -> dict[Groups, list[Reading]]:
    """The readings of each group."""
    groups: dict[Groups, list[Reading]] = {}
    for reading in readings:
        groups.setdefault(reading.groups, []).append(reading)
    return groups


def _told(metric: Metric, every: str) -> bool:
    """Whether months tell the season of its weeks or days: the close of a month is that of one day alone."""
    return every == "month" or (metric.aggregation != "stock" and metric.name not in LEVELS)


def _begun(warehouse: Warehouse, tables: Sequence[str]) -> date | None:
    """The first day from which on all that happens behind a metric is loaded; None where that is not known."""
    begins = []
    for need in tables:
        reaches = [warehouse.loaded(table) for table in need.split("|") if table in brought.DAILY]
        firsts = [reach.first for reach in reaches if reach is not None and reach.first is not None]
        if reaches and not firsts:
            return None
        begins += [min(firsts)] if firsts else []
    return max(begins, default=None)
