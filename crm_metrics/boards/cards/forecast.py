"""Where the running month is going to end, beside its objectives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor

from crm_metrics.analysis.forecast import Forecast, forecast
from crm_metrics.boards.behind.provenance import of_days
from crm_metrics.boards.core import Card, Cell, Grid, GridColumn, Row, View
from crm_metrics.boards.facts import MonthlyFacts
from crm_metrics.boards.filters import permitted
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.layout import LANDINGS
from crm_metrics.boards.series import asked_of, offered, scoped
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.goals.targets import Goal, goal_for
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

MOST = 4


@dataclass(frozen=True)
class Approach:
    """A metric on its way to the objective of the month."""

    metric: str
    forecast: Forecast
    goal: Goal

    @property
    def state(self) -> str:
        """ "met" or "lost" where what there is to date decides it, "missed" where the month is over, else "likely",
        "open" or "unlikely": whether the objective lies below, within or above the range; "unknown" without one."""
        low, high, aim = self.forecast.low, self.forecast.high, self.goal.goal
        if metric_of(self.metric).better == "down":
            if self.forecast.so_far > aim or self.forecast.over:
                return "lost" if self.forecast.so_far > aim else "met"
        elif self.forecast.so_far >= aim or self.forecast.over:
            return "met" if self.forecast.so_far >= aim else "missed"
        if low is None or high is None:
            return "unknown"
        if metric_of(self.metric).better == "down":
            low, high, aim = -high, -low, -aim
        return "likely" if aim <= low else "unlikely" if aim > high else "open"


def gather(warehouse: Warehouse, facts: MonthlyFacts) -> tuple[Approach, ...] | None:
    """Where the running month will end, on a board that asks for no earlier one; None where nothing tells it."""
    day = facts.frame.latest
    return None if facts.view.until or day is None else told(approaches(warehouse, facts.view, day))


def told(approaches: Sequence[Approach]) -> tuple[Approach, ...] | None:
    """Those whose outlook is known; None without any."""
    return tuple(approach for approach in approaches if approach.state != "unknown") or None


def approaches(warehouse: Warehouse, view: View, day: date) -> tuple[Approach, ...]:
    """The metrics that add up and have an objective for the month that holds `day`, while it runs."""
    approaching: list[Approach] = []
    for place in LANDINGS:
        metric, process = metric_of(place.metric), place.process
        if len(approaching) == MOST or not permitted(view.scope, process):
            continue
        if not offered(warehouse, metric).issuperset(name for name, _ in view.where):
            continue
        goal = goal_for(warehouse, metric, "month", day.replace(day=1), process=process, **scoped(view))
        if goal is None:
            continue
        ending = forecast(warehouse, metric, day, where=asked_of(view), scope=view.scope)
        if ending is not None:
            approaching.append(Approach(place.metric, ending, goal))
    return tuple(approaching)


def card(approaches: tuple[Approach, ...], around: Frame, words: Words) -> Card:
    """The table of where each will end."""
    month = words.month(approaches[0].forecast.month)
    title = _title(approaches, month, words)
    columns = (
        GridColumn("metric", words("Objective")),
        GridColumn("so_far", words("To date"), "number"),
        GridColumn("range", words("Will end at"), "number"),
        GridColumn("goal", words("Objective of the month"), "number"),
        GridColumn("state", words("Outlook")),
    )
    rows = tuple(_row(approach, around, words) for approach in approaches)
    subtitle = words("Data through {day}", day=max(approach.forecast.through for approach in approaches))
    over = all(approach.forecast.over for approach in approaches)
    ranged = [approach.forecast.months for approach in approaches if approach.forecast.months]
    if ranged and not over:
        subtitle += " · " + words(
            "a range for 8 of 10 months: to date, plus what like rests of {n} earlier months brought", n=min(ranged)
        )
    alt = title + ": " + "; ".join(f"{row.cells[0].text} {row.cells[2].text}" for row in rows)
    note = words("The month is over") if over else words("A month that runs is not judged yet")
    footer = around.footer(words, [approach.metric for approach in approaches], None, note)
    named = tuple(definition(metric_of(approach.metric), words) for approach in approaches)
    return Card(
        key="landing",
        title=title,
        subtitle=subtitle,
        body=Grid(columns, rows, title),
        footer=footer,
        alt=alt,
        width=12,
        definitions=named,
    )


def _title(approaches: Sequence[Approach], month: str, words: Words) -> str:
    """How many objectives are met already, and how many more will very likely be."""
    met = sum(approach.state == "met" for approach in approaches)
    likely = sum(approach.state == "likely" for approach in approaches)
    if len(approaches) == 1:
        return words("The objective of {month}: {state}", month=month, state=_state(approaches[0].state, words))
    if all(approach.forecast.over for approach in approaches):
        return words("{met} of {n} objectives of {month} were met", met=met, n=len(approaches), month=month)
    if met:
        return words(
            "{met} of {n} objectives of {month} are met, {likely} more very likely will be",
            met=met,
            n=len(approaches),
            month=month,
            likely=likely,
        )
    return words(
        "{likely} of {n} objectives of {month} will very likely be met", likely=likely, n=len(approaches), month=month
    )


def _row(approach: Approach, around: Frame, words: Words) -> Row:
    metric, ending = metric_of(approach.metric), approach.forecast
    so_far, goal = (words.value(value, metric.unit, around.currency) for value in (ending.so_far, approach.goal.goal))
    led = of_days(metric, ending.month, ending.through, ending.so_far)
    cells = (
        Cell(text=words(metric.label)),
        Cell(text=so_far, behind=led),
        Cell(text=_range(ending, metric, around, words)),
        Cell(text=goal),
        Cell(text=_state(approach.state, words)),
    )
    return Row(approach.metric, cells)


def _range(ending: Forecast, metric: Metric, around: Frame, words: Words) -> str:
    """From where to where the month will end; a dash where earlier months are too few to tell."""
    if ending.low is None or ending.high is None:
        return "–"
    low, high = ending.low, ending.high
    if metric.unit == "count":  # there is no half of a deal: outwards to whole ones
        low, high = floor(low), ceil(high)
    first, last = (words.value(value, metric.unit, around.currency) for value in (low, high))
    if first == last:
        return first
    return words("{low} to {high}", low=first, high=last)


def _state(state: str, words: Words) -> str:
    names = {
        "met": words("already met"),
        "lost": words("already exceeded"),
        "missed": words("not met"),
        "likely": words("very likely met"),
        "open": words("open"),
        "unlikely": words("hardly within reach"),
    }
    return names[state]
