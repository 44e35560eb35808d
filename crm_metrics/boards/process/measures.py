"""The metrics of one kind as a table: value, objective, change since the month before, a year of trend, signal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from crm_metrics.boards.cells import bullet, meaning, name_cell, signal_cell, variance_cell
from crm_metrics.boards.core import Card, Cell, Empty, Grid, GridColumn, Row
from crm_metrics.boards.filters import narrowed
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.process.indicators import ProcessFacts, Unmeasured
from crm_metrics.boards.series import Series, collect, rated
from crm_metrics.boards.tiles import anew_notes, behind, more_digits, moved, taken_out
from crm_metrics.metrics.registry import metric_of
from crm_metrics.periods import months_later
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words, mark

OPEN, MOST = 8, 12  # of more than MOST rows, OPEN stand open: those with a signal or an objective first
SPARK = 13  # months: a year, and the same month before it
ONE_WORSE = mark("{kind}: its one metric really got worse")
ONE_BETTER = mark("{kind}: its one metric really got better")
NAMES = {
    "satisfaction": mark("Satisfaction"),
    "objective": mark("Objectives"),
    "productivity": mark("Productivity"),
    "business": mark("Business"),
}


@dataclass(frozen=True)
class Measured:
    """The metrics of one kind, of a process in a month."""

    process: str
    series: tuple[Series, ...]
    month: date
    hidden: bool = False
    """Whether there are answers, or may be, that are not shown: of a later month, of a filter, of the reader's part."""


@dataclass(frozen=True)
class Measures:
    """The card of one kind of metrics, one of NAMES."""

    kind: str

    def gather(self, warehouse: Warehouse, facts: ProcessFacts, /) -> Measured | None:
        """The metrics of the kind; of satisfaction also that there are none, for nothing may hide that."""
        series = facts.of(self.kind)
        needed = self.kind == "satisfaction" and facts.process != ""
        if series or not needed:
            return Measured(facts.process, series, facts.first) if series else None
        silent = [one for one in facts.untold if metric_of(one.indicator.metric).kind == self.kind]
        hidden = narrowed(facts.view) or any(one.rows for one in silent) or _later(warehouse, facts, silent)
        return Measured(facts.process, series, facts.first, hidden)

    def card(self, shown: Measured, frame: Frame, words: Words, /) -> Card:
        """The table, or that the satisfaction of the process is not measured."""
        key, kind = f"measures_{self.kind}", words(NAMES[self.kind])
        if not shown.series:
            return _nothing(key, kind, shown, words)
        aimed = any(series.goal for series in shown.series)
        title = _title(kind, shown.series, words)
        ordered = sorted(shown.series, key=_leads, reverse=True)
        rows = tuple(_row(series, shown.month, frame, words, aimed=aimed) for series in ordered)
        subtitle = words("{month} · change against the month before · {n} months of trend, each on its own scale",
                         month=words.month(shown.month), n=SPARK)  # fmt: skip
        metrics = [series.indicator.metric for series in shown.series]
        points = any(series.definition.unit == "percent" for series in shown.series)
        notes = [words("pp: percentage points")] if points else []
        return Card(
            key=key,
            title=title,
            subtitle=subtitle,
            body=Grid(_columns(words, aimed=aimed), rows, title, OPEN if len(rows) > MOST else None),
            footer=frame.footer(words, metrics, None, *notes, *anew_notes(shown.series, "month", words)),
            alt=title + ": " + "; ".join(f"{row.cells[0].text} {row.cells[1].text}" for row in rows),
        )


def _later(warehouse: Warehouse, facts: ProcessFacts, silent: Sequence[Unmeasured]) -> bool:
    """Whether any of the metrics has rows after the month shown."""
    since, until = facts.last + timedelta(days=1), facts.frame.latest
    if until is None or until < since:
        return False
    asked = [one.indicator for one in silent]
    results = collect(warehouse, asked, every="month", since=since, until=until, scope=facts.view.scope)
    return any(reading.n for result in results.values() for reading in result.readings)


def _nothing(key: str, kind: str, shown: Measured, words: Words) -> Card:
    """That no satisfaction is told; that nobody measures it only where nothing may hide answers."""
    process = words.name(shown.process)
    fact = words("Nobody measures the satisfaction of {process}", process=process)
    reason = words("No answer of a survey is tied to it: good results alone do not say whether customers stay.")
    if shown.hidden:
        fact = words("No satisfaction of {process} to show here", process=process)
        reason = words("There may be answers beyond these months, the filter or what you may see; the last list of the "
                       "page says why each metric has no value.")  # fmt: skip
    return Card(key=key, title=fact, subtitle=kind, body=Empty(fact, reason), footer="", alt=f"{fact}. {reason}")


def _leads(series: Series) -> tuple[bool, bool]:
    """What comes first in a list that is cut: what really changed, then what has an objective."""
    return series.signal.kind in ("worse", "better", "watch"), series.goal is not None


def _title(kind: str, series: Sequence[Series], words: Words) -> str:
    """How many of the metrics really changed, or may have; none is called steady that could not be judged."""
    signals = [one.signal.kind for one in series]
    worse, better, watch = (signals.count(one) for one in ("worse", "better", "watch"))
    judged, n = sum(one != "small" for one in signals), len(signals)
    if n == 1 and (worse or better):
        return words(ONE_WORSE if worse else ONE_BETTER, kind=kind)
    if worse:
        return words.many(worse, "{kind}: one of {of} really got worse", "{kind}: {n} of {of} really got worse",
                          kind=kind, of=n)  # fmt: skip
    if better:
        return words.many(better, "{kind}: one of {of} really got better", "{kind}: {n} of {of} really got better",
                          kind=kind, of=n)  # fmt: skip
    if watch:
        return words.many(watch, "{kind}: one of {of} is to be watched", "{kind}: {n} of {of} are to be watched",
                          kind=kind, of=n)  # fmt: skip
    if judged:
        return words.many(judged, "{kind}: the one that can be judged moves as usual",
                          "{kind}: the {n} that can be judged move as usual", kind=kind)  # fmt: skip
    return words.many(n, "{kind}: one metric, with too little behind it to be judged",
                      "{kind}: {n} metrics, with too little behind them to be judged", kind=kind)  # fmt: skip


def _columns(words: Words, *, aimed: bool) -> tuple[GridColumn, ...]:
    goals = (
        GridColumn("goal", words("Objective"), "number"),
        GridColumn("bullet", words("Against the objective"), "bullet"),
        GridColumn("variance", words("Δ objective"), "number"),
    )
    return (
        GridColumn("metric", words("Metric")),
        GridColumn("value", words("Month"), "number"),
        *(goals if aimed else ()),
        GridColumn("change", words("Δ month"), "number"),
        GridColumn("trend", words("{n} months", n=SPARK), "spark"),
        GridColumn("n", "n", "number"),
        GridColumn("signal", words("Signal"), "chip"),
    )


def _row(series: Series, month: date, frame: Frame, words: Words, *, aimed: bool) -> Row:
    metric, shown = series.definition, series.shown
    more = more_digits(series)
    value = words.value(series.value, metric.unit, frame.currency, more=more)
    goal = words.value(series.goal.goal, metric.unit, frame.currency, more=more) if series.goal else "–"
    drawn, led = bullet(series), behind(series, "month")
    goals = (
        Cell(text=("≤ " if series.goal and metric.better == "down" else "") + goal),
        Cell(text=f"{value} / {goal}" if drawn else "–", bullet=drawn),
        variance_cell(series, words, frame.currency, "–", led),
    )
    n = shown.n if shown is not None and rated(metric) else None
    cells = (
        name_cell(series, words, "month", month),
        Cell(text=value, muted=series.signal.lacking == "n", behind=led),
        *(goals if aimed else ()),
        Cell(text=_change(series, words, frame.currency)),
        Cell(
            series=tuple(series.signal.values[-SPARK:]),
            text=", ".join(filter(None, (words(metric.label), taken_out(series.signal, words)))),
        ),
        Cell(text=words.number(n) if n is not None else "–", muted=True),
        signal_cell(series, words, led),
    )
    return Row(metric.name, cells, detail=meaning(metric, words))


def _change(series: Series, words: Words, currency: str) -> str:
    """The last value less that of the month before it; a dash where there is none."""
    last, before = series.last, series.before
    if last is None or before is None or before.period != months_later(last.period, -1):
        return "–"
    return moved(last, before, series.definition.unit, words, currency)
