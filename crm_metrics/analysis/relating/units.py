"""A metric and a satisfaction metric of the same agent, team or company, period by period, asked as any question is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from crm_metrics.access import Scope
from crm_metrics.analysis.relating.series import Pair, Panel, panel
from crm_metrics.errors import QuestionError
from crm_metrics.metrics.catalogue.order import CATALOGUE
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.question import ask, dimensions
from crm_metrics.metrics.readings import Reason, Result, because
from crm_metrics.metrics.rows.dimensions import Condition
from crm_metrics.warehouse.store import Warehouse

ANSWERS = 30  # behind each period's score
# Which satisfaction follows how many periods later, from the mechanism; what is not named answers for its own period.
LAGS: Mapping[str, tuple[int, ...]] = {"nps": (1, 2)}
MONTHLY = ("nps",)


@dataclass(frozen=True)
class Periods:
    """The pairs of a relation by period, and what had to be left out. thin: periods with fewer answers than needed.

    mean: the typical x, in the metric's unit; None without pairs.
    """

    every: str
    pairs: tuple[Pair, ...]
    thin: int
    mean: float | None
    reason: Reason | None = None


def cadence_of(metric: Metric, satisfaction: str) -> str:
    """Week by week; month by month where one of the two is not read more often, or follows months later."""
    finest = {metric.finest, CATALOGUE[satisfaction].finest}
    return "month" if "month" in finest or satisfaction in MONTHLY else "week"


def lags_of(satisfaction: str) -> tuple[int, ...]:
    """The lags declared for a satisfaction metric, in periods."""
    return LAGS.get(satisfaction, (0,))


def of_process(metric: Metric, process: str | None) -> Metric:
    """The metric as another process reads it.

    Raises QuestionError where its parts belong to its own process alone.
    """
    if process is None or metric.process in (None, process):
        return metric
    if metric.on == "period":
        raise QuestionError(
            "{metric} belongs to {process}: ask it of that process, or name a metric of {other}.",
            metric=metric.name,
            process=metric.process,
            other=process,
        )
    return replace(metric, process=process)


def periods(
    warehouse: Warehouse,
    metric: Metric,
    satisfaction: str,
    unit: str,
    process: str | None,
    *,
    since: date,
    until: date,
    where: Sequence[Condition] = (),
    scope: Scope,
) -> Periods:
    """The pairs of a relation: complete periods with a value on both sides and enough answers behind the score."""
    every = cadence_of(metric, satisfaction)
    by = () if unit == "company" else (unit,)
    mine = of_process(metric, process)
    offered = dimensions(warehouse, mine)
    for name in (*by, *(name for name, _ in where)):
        if name not in offered:
            told = because("{metric} is not counted by {dimension}", metric=metric.name, dimension=name)
            return Periods(every, (), 0, None, told)
    within = [("process", process)] if process and mine.process is None and "process" in offered else []
    held = [(name, value) for name, values in where for value in values]

    def asked(one: Metric, limits: list[tuple[str, str | None]]) -> Result:
        found = ask(warehouse, [one], every=every, by=by, where=limits, since=since, until=until, scope=scope)
        return found[one.name]

    xs = asked(mine, [*held, *within])
    if xs.reason is not None:
        return Periods(every, (), 0, None, xs.reason)
    ys = asked(CATALOGUE[satisfaction], [*held, *([("process", process)] if process else [])])
    return _paired(every, xs, ys)


def _paired(every: str, xs: Result, ys: Result) -> Periods:
    mine_at = {
        (one.groups, one.period): float(one.value) for one in xs.readings if one.complete and one.value is not None
    }
    scores = [one for one in ys.readings if one.complete and one.value is not None]
    enough = [one for one in scores if (one.n or 0) >= ANSWERS]
    pairs = tuple(
        Pair(
            str(one.groups[0]) if one.groups else "", one.period, mine_at[one.groups, one.period], float(one.value or 0)
        )
        for one in enough
        if (one.groups, one.period) in mine_at and (not one.groups or one.groups[0] is not None)
    )
    mean = sum(one.x for one in pairs) / len(pairs) if pairs else None
    return Periods(every, pairs, len(scores) - len(enough), mean)


def read(found: Periods, lags: Sequence[int]) -> Panel | None:
    """What the pairs say; None where they are too few to say anything."""
    return panel(found.pairs, found.every, lags)
