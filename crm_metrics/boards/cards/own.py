"""The company's own metrics on a board: a row for each, read and judged like the built-in ones."""

from __future__ import annotations

from datetime import date

from crm_metrics.analysis import signals
from crm_metrics.boards import freshness
from crm_metrics.boards.core import Card, Cell, Grid, GridColumn, Row, View
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.series import Indicator, Series, arranged, asked_of, collect, scoped, with_goal
from crm_metrics.boards.tiles import chip, definition, goal_text, tone, variance_text, when
from crm_metrics.errors import CrmError
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.registry import own_metrics
from crm_metrics.periods import CADENCES
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

MOST = 12


def gather(warehouse: Warehouse, view: View, every: str, last: date) -> tuple[Series, ...]:
    """The company's metrics that this reader may see at this cadence, through the day `last`.

    Each is asked by itself: one that fails on this company's rows leaves the others, and the board, as they are.
    """
    own = own_metrics()
    if own is None:
        return ()
    since, baseline = signals.window(every, last)
    found: list[Series] = []
    for metric in own.metrics.values():
        if not _shown(metric, view, every):
            continue
        one = Indicator(metric.name, metric.process)
        try:
            asked = collect(
                warehouse, [one], every=every, since=since, until=last, where=asked_of(view), scope=view.scope
            )
        except CrmError:  # the catalogue and the command doctor say why
            continue
        made = next(iter(arranged(one, asked[one], every, baseline).values()), None) if one in asked else None
        if made is not None and made.value is not None:
            found.append(with_goal(warehouse, made, every, **scoped(view)))
    return tuple(found)


def _shown(metric: Metric, view: View, every: str) -> bool:
    if CADENCES.index(every) < CADENCES.index(metric.finest):
        return False
    return freshness.permitted(view.scope, metric.process) and view.process in (None, metric.process)


def card(found: tuple[Series, ...], every: str, around: Frame, words: Words) -> Card | None:
    """The table of the company's own metrics; None without any."""
    if not found:
        return None
    shown = found[:MOST]
    title = words.many(len(found), "One metric of the company's own", "{n} metrics of the company's own")
    columns = (
        GridColumn("metric", words("Metric")),
        GridColumn("value", words("Result"), "number"),
        GridColumn("goal", words("Objective"), "number"),
        GridColumn("variance", "Δ", "number"),
        GridColumn("signal", words("Signal"), "chip"),
    )
    rows = tuple(_row(one, every, around, words) for one in shown)
    subtitle = words("Defined in the company's own files · last complete period")
    if len(found) > MOST:
        subtitle += " · " + words("the first {n}", n=MOST)
    alt = title + ": " + "; ".join(f"{row.cells[0].text} {row.cells[1].text}" for row in rows)
    footer = around.footer(words, [one.indicator.metric for one in shown], None)
    named = tuple(definition(one.definition, words) for one in shown)
    return Card("own", title, subtitle, Grid(columns, rows, title), footer, alt, 12, named)


def _row(series: Series, every: str, around: Frame, words: Words) -> Row:
    metric, currency = series.definition, around.currency
    label = words(metric.label)
    if series.shown is not None:
        label += " · " + when(series.shown.period, every, words)
    cells = (
        Cell(label),
        Cell(words.value(series.value, metric.unit, currency)),
        Cell(goal_text(series, words, currency, "").strip() if series.goal else "–"),
        Cell(variance_text(series, words, currency), tone(series, words)),
        Cell(chip=chip(series.signal, words), text=chip(series.signal, words).text),
    )
    return Row(metric.name, cells)
