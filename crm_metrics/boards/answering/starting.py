"""What of a number may be started anew: its one part, the days of its data, who answers for it, and what was done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from crm_metrics.boards.answering.owners import answering
from crm_metrics.boards.core import View
from crm_metrics.boards.filters import of_processes
from crm_metrics.boards.restarts.kept import all_of
from crm_metrics.boards.restarts.standing import part_of, whose
from crm_metrics.boards.series import offered, tables_of
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.question import reach
from crm_metrics.office.baselines.restarting import DIMENSIONS, BaselineRestart
from crm_metrics.office.planning import Parts
from crm_metrics.periods import Period
from crm_metrics.warehouse.store import Warehouse


@dataclass(frozen=True, kw_only=True)
class RestartableNumber:
    """A number whose baseline may be started anew."""

    metric: str
    """The id of the metric."""
    parts: Parts
    """What it is of: exactly that is started anew."""
    days: Period
    """Those of its data."""
    named: frozenset[str]
    """Who answers for the metric, the team or the process."""
    known: tuple[BaselineRestart, ...]
    """What was started anew of it before, also what was withdrawn, the newest first."""

    @property
    def last(self) -> BaselineRestart | None:
        """The one that stands and begins last."""
        return max((one for one in self.known if one.stands), key=lambda one: one.content.day, default=None)


def restartable(
    warehouse: Warehouse, metric: Metric, where: Iterable[tuple[str, str | None]], view: View
) -> RestartableNumber | None:
    """The number that a view asks for; None of one that is not of one part, or of a part that no baseline has.

    where: the conditions of its rows.
    """
    asked: dict[str, set[str | None]] = {}
    for name, value in where:
        asked.setdefault(name, set()).add(value)
    scope = of_processes(view).scope
    part = part_of(whose(metric, None, asked, scope, has=offered(warehouse, metric)))
    days = _days(warehouse, metric)
    if part is None or days is None or any(name not in DIMENSIONS for name, _ in part):
        return None
    of, told = dict(part), answering(view)
    things = (("metric", metric.name), ("team", of.get("team", "")), ("process", of.get("process", "")))
    known = [one for one in all_of(warehouse) if (one.content.metric, one.content.parts) == (metric.name, part)]
    return RestartableNumber(
        metric=metric.name,
        parts=part,
        days=days,
        named=frozenset(filter(None, (told.of(*one) for one in things))),
        known=tuple(sorted(known, key=lambda one: one.started_at, reverse=True)),
    )


def _days(warehouse: Warehouse, metric: Metric) -> Period | None:
    """From the first day on which all that a metric reads is loaded to the last one."""
    first = [_first(warehouse, need.split("|")) for need in tables_of(metric)]
    begins, last = max((one for one in first if one is not None), default=None), reach(warehouse, metric)
    return None if begins is None or last is None else Period(begins, begins, last)


def _first(warehouse: Warehouse, tables: Iterable[str]) -> date | None:
    loaded = [one.first for table in tables if (one := warehouse.loaded(table)) is not None and one.first is not None]
    return min(loaded, default=None)
