"""Which metrics belong to a process or to the whole company, what each says of its months, why some say nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from crm_metrics.boards.core import View
from crm_metrics.boards.facts import BoardFacts
from crm_metrics.boards.layout import Place
from crm_metrics.boards.series import Indicator, Series, arranged, asked_of, collect, offered, scoped, with_goal
from crm_metrics.metrics import CATALOGUE
from crm_metrics.metrics.core import APPLICATION, Metric
from crm_metrics.metrics.readings import Reason, Result
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

# What says something only by its parts: as one number each of them counts all customers.
WHOLES = ("segment_matrix", "lifecycle_stage_count", "rfm_score", "customers_by_value_tier", "tier_migration")
ORDER = ("satisfaction", "objective", "productivity", "business")  # kinds of metrics, as the page reads

# What the touchpoints of a process are compared by: how much passes there, how satisfied, how hard, how fast.
AT_TOUCHPOINTS: tuple[tuple[str, ...], ...] = (
    ("contacts_handled",),
    ("csat", "csat_mean"),
    ("ces",),
    ("first_response_sla", "lead_response_sla", "sla_compliance", "service_level"),
    ("average_handle_time",),
    ("response_rate",),
)
# What its support teams bring: back office, quality, training.
OF_SUPPORT: tuple[tuple[str, ...], ...] = (
    ("items_closed_per_hour", "items_closed_per_agent_day"),
    ("qa_score",),
    ("qa_coverage",),
    ("monitored_contacts_per_agent", "monitored_contacts"),
    ("training_hours_per_agent",),
)


@dataclass(frozen=True)
class Unmeasured:
    """An indicator that says nothing here.

    reason: why its last month has no value. nought: whether it was 0 in every month, of what this company does not do.
    asked: whether the question could be put; a filter may ask by what its rows do not carry. rows: whether it has any.
    """

    indicator: Indicator
    reason: Reason | None = None
    nought: bool = False
    asked: bool = True
    rows: bool = False


@dataclass(frozen=True, kw_only=True)
class ProcessFacts(BoardFacts):
    """What the page of a process knows, in no language."""

    every: ClassVar[str] = "month"
    process: str = ""
    """The process shown; "" for the company as a whole."""
    told: tuple[Series, ...] = ()
    """Its metrics that say something, in the catalogue's order, each with its goal where it has one."""
    untold: tuple[Unmeasured, ...] = ()
    """Those that say nothing here."""
    passed: float = 1.0
    """The share of the month shown that had gone by; below 1 its numbers are of the days so far, without a verdict."""

    def of(self, kind: str) -> tuple[Series, ...]:
        """Those of one kind of metric."""
        return tuple(series for series in self.told if series.definition.kind == kind)


def belonging(warehouse: Warehouse, process: str) -> tuple[Indicator, ...]:
    """Every metric that tells something of one process: its own, and the common ones that are split by process.

    Without a process, those that no process has: of the company as a whole.
    """
    return tuple(
        Indicator(name, process or None)
        for name, metric in CATALOGUE.items()
        if metric.shape != APPLICATION and name not in WHOLES and _belongs(warehouse, metric, process)
    )


def _belongs(warehouse: Warehouse, metric: Metric, process: str) -> bool:
    if metric.process is not None:
        return metric.process == process
    return ("process" in offered(warehouse, metric)) == bool(process)


def whose(process: str, words: Words) -> str:
    """The name of a process; of none, that it is the whole company."""
    return words.name(process) if process else words("The whole company")


def divided(metric: Metric) -> str:
    """The dimension that a metric is read by, without which it is a whole of 100 %; "" where it stands for itself."""
    return metric.own or metric.share_of or ""


def read(
    warehouse: Warehouse, view: View, process: str, days: tuple[date, date], baseline: date, *, passed: float = 1.0
) -> tuple[tuple[Series, ...], tuple[Unmeasured, ...]]:
    """The indicators of a process over the months from the first of the days to the last, and those that tell nothing.

    baseline: the last day of the months that a routine is learnt from. passed: the share of the last one gone by.
    """
    since, until = days
    indicators = [one for one in belonging(warehouse, process) if not divided(CATALOGUE[one.metric])]
    where = asked_of(view)
    results = collect(
        warehouse,
        indicators,
        every="month",
        since=since,
        until=until,
        where=where,
        scope=view.scope,
        baseline=baseline,
    )
    told: list[Series] = []
    untold: list[Unmeasured] = []
    for indicator in indicators:
        series = whole_of(indicator, results, baseline, passed)
        if series is not None and series.tells:
            told.append(aimed(warehouse, series, view))
        else:
            untold.append(_unmeasured(indicator, results.get(indicator), series))
    return tuple(told), tuple(untold)


def whole_of(
    indicator: Indicator, results: Mapping[Indicator, Result], baseline: date, passed: float = 1.0
) -> Series | None:
    """The series of an indicator that was asked by no dimension; None where it could not be asked.

    passed: the share of the last month that had gone by.
    """
    result = results.get(indicator)
    if result is None:
        return None
    series = next(iter(arranged(indicator, result, "month", baseline).values()), None)
    return series if series is None or passed >= 1 else replace(series, passed=passed)


def aimed(warehouse: Warehouse, series: Series, view: View) -> Series:
    """The series with its goal of the month; without one while the month runs, which is not judged yet."""
    return series if series.partial else with_goal(warehouse, series, "month", **scoped(view))


def _unmeasured(indicator: Indicator, result: Result | None, series: Series | None) -> Unmeasured:
    nought = series is not None and series.value == 0
    rows = result is not None and any(one.n for one in result.readings)
    return Unmeasured(indicator, _why(result), nought, asked=result is not None, rows=rows)


def _why(result: Result | None) -> Reason | None:
    if result is None:
        return None
    return result.reason or (result.readings[-1].reason if result.readings else None)


def places(process: str, columns: tuple[tuple[str, ...], ...]) -> tuple[Place, ...]:
    """The columns of a table as places: the candidates of each that are of this process or of all."""
    return tuple(
        tuple(Indicator(name, process) for name in names if CATALOGUE[name].process in (None, process))
        for names in columns
    )
