"""The objectives of the month: each result against its objective, as bullets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from crm_metrics.boards.cards.scorecard import bullet
from crm_metrics.boards.core import Card, Cell, Empty, Grid, GridColumn, Row
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.series import Series
from crm_metrics.boards.telling import claims, sentences
from crm_metrics.boards.tiles import chip, definition, tone, variance_text, when
from crm_metrics.words import Words


def card(found: Sequence[Series], month: date, frame: Frame, words: Words) -> Card:
    """The table of objectives of a month; those without a goal stay out."""
    held = [one for one in found if one.goal is not None and one.value is not None]
    met = sum(not one.missed for one in held)
    title = sentences.say(claims.objectives(met, len(held)), words, frame.currency, sentences.TITLE)
    subtitle = words("Last closed month against its objective · each bar has its own scale")
    metrics = [one.indicator.metric for one in held]
    footer = frame.footer(words, metrics, None, words("pp: percentage points"))
    if not held:
        empty = Empty(title, words("Targets are set in the targets file."))
        return Card("objectives", title, subtitle, empty, "", title, 5)
    columns = (
        GridColumn("metric", words("Objective")),
        GridColumn("value", words("Actual"), "number"),
        GridColumn("bullet", words("Against the objective"), "bullet"),
        GridColumn("variance", "Δ", "number"),
        GridColumn("signal", words("Signal"), "chip"),
    )
    rows = tuple(_row(one, month, frame, words) for one in held)
    alt = title + ": " + "; ".join(f"{row.cells[0].text} {row.cells[1].text}" for row in rows)
    named = tuple(definition(one.definition, words) for one in held)
    return Card("objectives", title, subtitle, Grid(columns, rows, title), footer, alt, 5, named)


def _row(series: Series, month: date, frame: Frame, words: Words) -> Row:
    metric = series.definition
    value = words.value(series.value, metric.unit, frame.currency)
    goal = words.value(series.goal.goal, metric.unit, frame.currency) if series.goal else "–"
    label, last = words(metric.label), series.last
    if last is not None and last.period != month:
        label += " · " + when(last.period, "month", words)
    cells = (
        Cell(label),
        Cell(value),
        Cell(f"{value} / {goal}", bullet=bullet(series)),
        Cell(variance_text(series, words, frame.currency), tone(series, words)),
        Cell(chip=chip(series.signal, words), text=chip(series.signal, words).text),
    )
    return Row(metric.name, cells)
