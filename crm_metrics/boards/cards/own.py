"""The company's own metrics on a board: a row for each, read and judged like the built-in ones."""

from __future__ import annotations

from dataclasses import dataclass

from crm_metrics.analysis import baselines
from crm_metrics.boards.cells import signal_cell, variance_cell
from crm_metrics.boards.core import Card, Cell, Grid, GridColumn, Row, View
from crm_metrics.boards.facts import BoardFacts
from crm_metrics.boards.filters import within
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.series import Indicator, Series, arranged, asked_of, collect, scoped, with_goal
from crm_metrics.boards.tiles import anew_notes, behind, definition, goal_text, when
from crm_metrics.errors import CrmError
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.registry import own_metrics
from crm_metrics.periods import CADENCES
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

MOST = 12


@dataclass(frozen=True)
class OwnSeries:
    """The series of the company's own metrics, at one cadence."""

    series: tuple[Series, ...]
    every: str


def gather(warehouse: Warehouse, facts: BoardFacts) -> OwnSeries | None:
    """The company's metrics that this reader may see at the board's cadence, None without any.

    Each is asked by itself: one that fails on this company's rows leaves the others, and the board, as they are.
    """
    own = own_metrics()
    if own is None:
        return None
    view, every, last = facts.view, facts.every, facts.last
    since, baseline = baselines.window(every, last)
    known: list[Series] = []
    for metric in own.metrics.values():
        if not _shown(metric, view, every):
            continue
        indicator = Indicator(metric.name, metric.process)
        try:
            results = collect(
                warehouse,
                [indicator],
                every=every,
                since=since,
                until=last,
                where=asked_of(view),
                scope=view.scope,
                baseline=baseline,
            )
        except CrmError:  # the catalogue and the command doctor say why
            continue
        series = (
            next(iter(arranged(indicator, results[indicator], every, baseline).values()), None)
            if indicator in results
            else None
        )
        if series is not None and series.value is not None:
            known.append(with_goal(warehouse, series, every, **scoped(view)))
    return OwnSeries(tuple(known), every) if known else None


def _shown(metric: Metric, view: View, every: str) -> bool:
    if CADENCES.index(every) < CADENCES.index(metric.finest):
        return False
    return within(view, metric.process)


def card(own: OwnSeries, around: Frame, words: Words) -> Card:
    """The table of the company's own metrics."""
    found = own.series
    title = words.many(len(found), "One metric of the company's own", "{n} metrics of the company's own")
    columns = (
        GridColumn("metric", words("Metric")),
        GridColumn("value", words("Result"), "number"),
        GridColumn("goal", words("Objective"), "number"),
        GridColumn("variance", "Δ", "number"),
        GridColumn("signal", words("Signal"), "chip"),
    )
    rows = tuple(_row(series, own.every, around, words) for series in found)
    subtitle = words("Defined in the company's own files · last complete period")
    alt = title + ": " + "; ".join(f"{row.cells[0].text} {row.cells[1].text}" for row in rows)
    anew = anew_notes(found, own.every, words)
    footer = around.footer(words, [series.indicator.metric for series in found], None, *anew)
    named = tuple(definition(series.definition, words, behind(series, own.every)) for series in found)
    return Card(
        key="own",
        title=title,
        subtitle=subtitle,
        body=Grid(columns, rows, title, MOST),
        footer=footer,
        alt=alt,
        width=12,
        definitions=named,
    )


def _row(series: Series, every: str, around: Frame, words: Words) -> Row:
    metric, currency = series.definition, around.currency
    label, led = words(metric.label), behind(series, every)
    if series.shown is not None:
        label += " · " + when(series.shown.period, every, words)
    cells = (
        Cell(text=label),
        Cell(text=words.value(series.value, metric.unit, currency), behind=led),
        Cell(text=goal_text(series, words, currency, "").strip() if series.goal else "–"),
        variance_cell(series, words, currency, led=led),
        signal_cell(series, words, led),
    )
    return Row(metric.name, cells)
