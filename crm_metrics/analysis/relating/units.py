"""A metric and a satisfaction metric of the same agent, team or company, period by period, asked as any question is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crm_metrics.analysis.relating.pairs import Answers
from crm_metrics.analysis.relating.series import Panel, PeriodPair, panel
from crm_metrics.errors import QuestionError
from crm_metrics.metrics.catalogue.order import CATALOGUE
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.question import ask, dimensions
from crm_metrics.metrics.readings import Reason, Result, because
from crm_metrics.warehouse.store import Warehouse

ANSWERS = 30  # behind each period's score
# Which satisfaction follows how many periods later, from the mechanism; what is not named answers for its own period.
LAGS: Mapping[str, tuple[int, ...]] = {"nps": (1, 2)}
MONTHLY = ("nps",)


@dataclass(frozen=True, kw_only=True)
class Periods:
    """The pairs of a relation by period, and what had to be left out."""

    every: str
    pairs: tuple[PeriodPair, ...] = ()
    thin: int = 0
    """Periods with fewer answers than needed."""
    mean: float | None = None
    """The typical x, in the metric's unit; None without pairs."""
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
    *,
    unit: str,
    process: str | None,
    answers: Answers,
) -> Periods:
    """The pairs of a relation: complete periods with a value on both sides and enough answers behind the score."""
    every = cadence_of(metric, satisfaction)
    by = () if unit == "company" else (unit,)
    mine = of_process(metric, process)
    offered = dimensions(warehouse, mine)
    for name in (*by, *(name for name, _ in answers.where)):
        if name not in offered:
            reason = because("{metric} is not counted by {dimension}", metric=metric.name, dimension=name)
            return Periods(every=every, reason=reason)
    within = [("process", process)] if process and mine.process is None and "process" in offered else []
    limits = [(name, value) for name, values in answers.where for value in values]

    def asked(side: Metric, where: list[tuple[str, str | None]]) -> Result:
        since, until, scope = answers.since, answers.until, answers.scope
        results = ask(warehouse, [side], every=every, by=by, where=where, since=since, until=until, scope=scope)
        return results[side.name]

    xs = asked(mine, [*limits, *within])
    if xs.reason is not None:
        return Periods(every=every, reason=xs.reason)
    ys = asked(CATALOGUE[satisfaction], [*limits, *([("process", process)] if process else [])])
    return paired(every, xs, ys)


def paired(every: str, xs: Result, ys: Result) -> Periods:
    """The pairs of two answers of one cadence and the same units: a metric's and a satisfaction metric's."""
    mine_at = {
        (reading.groups, reading.period): float(reading.value)
        for reading in xs.readings
        if reading.complete and reading.value is not None
    }
    scores = [score for score in ys.readings if score.complete and score.value is not None]
    enough = [score for score in scores if (score.n or 0) >= ANSWERS]
    pairs = tuple(
        PeriodPair(
            unit=str(score.groups[0]) if score.groups else "",
            period=score.period,
            x=mine_at[score.groups, score.period],
            y=float(score.value or 0),
        )
        for score in enough
        if (score.groups, score.period) in mine_at and (not score.groups or score.groups[0] is not None)
    )
    mean = sum(pair.x for pair in pairs) / len(pairs) if pairs else None
    return Periods(every=every, pairs=pairs, thin=len(scores) - len(enough), mean=mean)


def read(periods: Periods, lags: Sequence[int]) -> Panel | None:
    """What the pairs say; None where they are too few to say anything."""
    return panel(periods.pairs, periods.every, lags)
