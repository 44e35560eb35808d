"""The months of the leading result against plan and last year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from crm_metrics.boards.behind.provenance import Provenance, last_of
from crm_metrics.boards.core import Card, PlanActual
from crm_metrics.boards.facts import MonthlyFacts, PlannedMonth, Year
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.layout import PLAN
from crm_metrics.boards.series import Indicator, Series
from crm_metrics.boards.telling import claims, sentences
from crm_metrics.boards.telling.naming import of_month
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.goals.targets import goal_for
from crm_metrics.metrics.registry import metric_of
from crm_metrics.periods import months_later
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

MONTHS = 12


def year(
    warehouse: Warehouse, series: Mapping[Indicator, Series], month: date, whose: Mapping[str, Any]
) -> Year | None:
    """Twelve months of the first metric of the plan that has a goal, else of the first that has values.

    whose: the team or tier whose goals these are.
    """
    years = [_twelve(warehouse, series[place], month, whose) for place in PLAN if place in series]
    planned = [year for year in years if any(month.plan is not None for month in year.months)]
    return next(iter([*planned, *years]), None)


def _twelve(warehouse: Warehouse, series: Series, last: date, whose: Mapping[str, Any]) -> Year:
    known = {reading.period: reading for reading in series.readings if reading.complete and reading.value is not None}
    months = [months_later(last, -back) for back in range(MONTHS - 1, -1, -1)]

    def value(month: date) -> float | None:
        return float(known[month].value or 0) if month in known else None

    def before(month: date) -> float | None:  # without a single row the data had not begun
        return value(month) if month in known and known[month].n != 0 else None

    def plan(month: date) -> float | None:
        process = series.definition.process
        goal = goal_for(warehouse, series.definition, "month", month, process=process, **whose)
        return goal.goal if goal else None

    planned = tuple(
        PlannedMonth(month, value(month), plan(month), before(months_later(month, -MONTHS))) for month in months
    )
    n = sum(known[month].n or 0 for month in months if month in known)
    return Year(series.indicator, planned, n or None)


def gather(warehouse: Warehouse, facts: MonthlyFacts) -> Year | None:
    """The year that the summary speaks of."""
    return facts.year


def card(year: Year, frame: Frame, words: Words) -> Card:
    """The months of actual against plan and last year, variance above."""
    metric = metric_of(year.indicator.metric)
    said = claims.plan(metric.label, [(month.actual, month.plan) for month in year.months])
    title = sentences.say(said, words, frame.currency, sentences.TITLE)
    values = (
        f"{words.short_month(month.start)} {words.value(month.actual, metric.unit, frame.currency)}"
        for month in year.months
    )
    return Card(
        key="plan",
        title=title,
        subtitle=_subtitle(year, metric, frame, words),
        body=_body(year, metric, frame, words),
        footer=frame.footer(words, [metric.name], year.n, words("Closed months only")),
        alt=title + ": " + "; ".join(values),
        width=6,
        definitions=(definition(metric, words, _led(year, metric, year.months[-1])),),
    )


def _led(year: Year, metric: Metric, month: PlannedMonth) -> Provenance | None:
    """What leads to the rows of what a month brought."""
    if month.actual is None:
        return None
    process = year.indicator.process
    where = (("process", process),) if process and process != metric.process else ()
    until = last_of("month", month.start)
    return Provenance(metric=metric.name, every="month", until=until, where=where, value=month.actual)


def _subtitle(year: Year, metric: Metric, frame: Frame, words: Words) -> str:
    """The measure and its unit, and what of the three is drawn."""
    unit = frame.currency if metric.unit == "money" else words.split(0.5, metric.unit)[1]
    named = of_month(metric, words)
    measure = f"{named}, {unit}" if unit else named
    key = [words("outline: plan")] if any(month.plan is not None for month in year.months) else []
    key += [words("pale: last year")] if any(month.before is not None for month in year.months) else []
    return f"{measure} · {', '.join([words('solid: actual'), *key])}" if key else measure


def _body(year: Year, metric: Metric, frame: Frame, words: Words) -> PlanActual:
    variance = tuple(month.variance for month in year.months)
    return PlanActual(
        months=tuple(words.short_month(month.start) for month in year.months),
        actual=tuple(month.actual for month in year.months),
        plan=tuple(month.plan for month in year.months),
        before=tuple(month.before for month in year.months),
        variance=variance,
        texts=tuple("" if size is None else words.variance(size, metric.unit, frame.currency) for size in variance),
        unit=metric.unit,
        legend=(words("last year"), words("plan"), words("actual")),
        strip=words("Δ plan"),
        behind=tuple(_led(year, metric, month) for month in year.months),
    )
