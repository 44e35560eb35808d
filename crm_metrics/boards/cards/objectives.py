"""The objectives of the month: each result against its objective, as bullets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crm_metrics.boards.cells import bullet, name_cell, signal_cell, variance_cell
from crm_metrics.boards.core import Card, Cell, Empty, Grid, GridColumn, Row
from crm_metrics.boards.facts import MonthlyFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.series import Series, judgeable
from crm_metrics.boards.telling import claims, sentences
from crm_metrics.boards.telling.naming import of_month
from crm_metrics.boards.tiles import behind, definition, more_digits
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words


@dataclass(frozen=True)
class Objectives:
    """The results of a month, each with its objective where it has one."""

    results: tuple[Series, ...]
    month: date


def gather(warehouse: Warehouse, facts: MonthlyFacts) -> Objectives | None:
    """The results of the board that can have an objective."""
    return Objectives(facts.objectives, facts.first) if facts.objectives else None


def card(objectives: Objectives, frame: Frame, words: Words) -> Card:
    """The table of objectives of a month; those without a goal stay out."""
    aimed = [series for series in objectives.results if series.goal is not None and series.value is not None]
    judged = [series for series in aimed if judgeable(series, objectives.month)]
    met = sum(not series.missed for series in judged)
    said = claims.objectives(met, len(judged), len(aimed) - len(judged))
    title = sentences.say(said, words, frame.currency, sentences.TITLE)
    subtitle = words("Last closed month against its objective · each bar has its own scale")
    metrics = [series.indicator.metric for series in aimed]
    footer = frame.footer(words, metrics, None, words("pp: percentage points"))
    if not aimed:
        empty = Empty(title, words("Targets are set in the targets file."))
        return Card(key="objectives", title=title, subtitle=subtitle, body=empty, footer="", alt=title, width=5)
    columns = (
        GridColumn("metric", words("Objective")),
        GridColumn("value", words("Actual"), "number"),
        GridColumn("bullet", words("Against the objective"), "bullet"),
        GridColumn("variance", "Δ", "number"),
        GridColumn("signal", words("Signal"), "chip"),
    )
    rows = tuple(_row(series, objectives.month, frame, words) for series in aimed)
    alt = title + ": " + "; ".join(f"{row.cells[0].text} {row.cells[1].text}" for row in rows)
    named = tuple(definition(series.definition, words, behind(series, "month")) for series in aimed)
    return Card(
        key="objectives",
        title=title,
        subtitle=subtitle,
        body=Grid(columns, rows, title),
        footer=footer,
        alt=alt,
        width=5,
        definitions=named,
    )


def _row(series: Series, month: date, frame: Frame, words: Words) -> Row:
    metric = series.definition
    more = more_digits(series)
    value = words.value(series.value, metric.unit, frame.currency, more=more)
    goal = words.value(series.goal.goal, metric.unit, frame.currency, more=more) if series.goal else "–"
    cells = (
        name_cell(series, words, "month", month, of_month(metric, words)),
        Cell(text=value, behind=behind(series, "month")),
        Cell(text=f"{value} / {goal}", bullet=bullet(series)),
        variance_cell(series, words, frame.currency),
        signal_cell(series, words),
    )
    return Row(metric.name, cells)
