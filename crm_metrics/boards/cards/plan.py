"""The months of the leading result against plan and last year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from crm_metrics.analysis.forecast import Forecast, forecast
from crm_metrics.boards.behind.provenance import Provenance, last_of
from crm_metrics.boards.bodies.interval import Interval
from crm_metrics.boards.bodies.planned import PlanActual
from crm_metrics.boards.cells import rows_of_all
from crm_metrics.boards.core import Card
from crm_metrics.boards.facts import MonthlyFacts, PlannedMonth, Year
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.layout import PLAN
from crm_metrics.boards.series import Indicator, Series, asked_of, scoped
from crm_metrics.boards.telling import claims, sentences
from crm_metrics.boards.telling.naming import of_month
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.goals.targets import goal_for
from crm_metrics.metrics.registry import metric_of
from crm_metrics.periods import months_later
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words, mark

MONTHS = 12
CLOSED, RUNNING = mark("Closed months only"), mark("Closed months, and the range of the one that runs")


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
    n = rows_of_all(known[month] for month in months if month in known)
    return Year(series.indicator, planned, n or None)


def gather(warehouse: Warehouse, facts: MonthlyFacts) -> Year | None:
    """The year that the summary speaks of, and where the month after it is going to end."""
    return None if facts.year is None else foretold(warehouse, facts, facts.year)


def foretold(warehouse: Warehouse, facts: MonthlyFacts, year: Year) -> Year:
    """The year with the month that runs, where the reader asks for no earlier one and its end can be told."""
    view, day, running = facts.view, facts.frame.latest, months_later(facts.first, 1)
    series = facts.series.get(year.indicator)
    if view.until or series is None or day is None or day.replace(day=1) != running:
        return year
    metric = series.definition
    ending = forecast(warehouse, metric, day, where=asked_of(view), scope=view.scope)
    if ending is None or ending.low is None or ending.over:
        return year
    goal = goal_for(warehouse, metric, "month", running, process=metric.process, **scoped(view))
    ago = months_later(running, -MONTHS)
    past = next((one for one in series.readings if one.period == ago and one.complete and one.n), None)
    before = None if past is None or past.value is None else float(past.value)
    return replace(year, running=(PlannedMonth(running, None, goal.goal if goal else None, before), ending))


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
        footer=frame.footer(words, [metric.name], year.n, words(RUNNING if year.running else CLOSED)),
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
    key += [words("with its range: forecast")] if year.running is not None else []
    return f"{measure} · {', '.join([words('solid: actual'), *key])}" if key else measure


def _body(year: Year, metric: Metric, frame: Frame, words: Words) -> PlanActual:
    months = (*year.months, *([year.running[0]] if year.running else []))
    variance = tuple(month.variance for month in months)
    return PlanActual(
        months=tuple(words.short_month(month.start) for month in months),
        actual=tuple(month.actual for month in months),
        plan=tuple(month.plan for month in months),
        before=tuple(month.before for month in months),
        variance=variance,
        texts=tuple("" if size is None else words.variance(size, metric.unit, frame.currency) for size in variance),
        unit=metric.unit,
        legend=(words("last year"), words("plan"), words("actual")),
        strip=words("Δ plan"),
        behind=tuple(_led(year, metric, month) for month in months),
        ahead=_ahead(year.running[1], metric, frame, words) if year.running else None,
    )


def _ahead(ending: Forecast, metric: Metric, frame: Frame, words: Words) -> Interval | None:
    """Where the month that runs is going to end, as a range for 8 of 10 months."""
    if ending.low is None or ending.middle is None or ending.high is None:
        return None
    low, high = (words.value(end, metric.unit, frame.currency) for end in (ending.low, ending.high))
    name = words.short_month(ending.month)
    label = words("{month} · will end at {low} to {high}, in 8 of 10 months", month=name, low=low, high=high)
    return Interval(name=name, value=ending.middle, low=ending.low, high=ending.high, n=ending.months, label=label)
