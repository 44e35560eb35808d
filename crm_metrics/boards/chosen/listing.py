"""The metrics of a board of one's own as tiles and as a table beside their satisfaction, and those that say nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from crm_metrics.boards import catalogue
from crm_metrics.boards.cards.scorecard import ONLY
from crm_metrics.boards.cells import meaning, reading_cell, signal_cell, variance_cell
from crm_metrics.boards.chosen.reading import ChosenReading, led, of_part
from crm_metrics.boards.chosen.selection import ChosenMetric
from crm_metrics.boards.core import Card, Cell, Grid, GridColumn, Row, Tile
from crm_metrics.boards.empty import sentence
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.plans.linking import plan_cell
from crm_metrics.boards.series import Series, rated
from crm_metrics.boards.tiles import anew_notes, more_digits, moved, tile, when
from crm_metrics.metrics.registry import known
from crm_metrics.periods import start_of
from crm_metrics.words import Words

WIDELY = date.min  # no period at all: each number says its own, for they are of days, weeks and months


@dataclass(frozen=True)
class ChosenNames:
    """The words of the board. points: what touchpoints are called, as far as the reader may learn it."""

    words: Words
    points: Mapping[str, str]

    def part(self, one: ChosenMetric) -> str:
        """The part of a metric, "" for all that its reader sees."""
        told = {name: self.words.name(value) for name, value in one.parts if name in ("process", "tier")}
        told |= {name: self.points.get(value, value) for name, value in one.parts if name in ("team", "touchpoint")}
        return " · ".join(told[name] for name, _ in one.parts)

    def metric(self, one: ChosenMetric) -> str:
        """The metric with its part; of one that is gone its id."""
        metric = known().get(one.metric)
        label = self.words(metric.label) if metric else f"“{one.metric}”"
        return " · ".join(filter(None, (label, self.part(one))))


def tiles(readings: Sequence[ChosenReading], frame: Frame, names: ChosenNames) -> tuple[Tile, ...]:
    """A tile for each metric that has a value, in the order of the board."""
    return tuple(_tile(one.series, one.asked, frame, names) for one in readings if one.series is not None)


def _tile(series: Series, asked: ChosenMetric, frame: Frame, names: ChosenNames) -> Tile:
    """The tile of a metric, whose numbers lead to the rows of its part."""
    words = names.words
    made = tile(
        series,
        words,
        frame.currency,
        every=asked.every,
        period=WIDELY,
        aim=words("Objective"),
        name=names.metric(asked),
    )
    return replace(
        made,
        series=tuple(replace(point, behind=of_part(point.behind, asked)) for point in made.series),
        definition=replace(made.definition, behind=of_part(made.definition.behind, asked)),
        behind=of_part(made.behind, asked),
    )


def card(readings: Sequence[ChosenReading], frame: Frame, names: ChosenNames) -> Card:
    """The table of the metrics that have a value."""
    words = names.words
    told = [one for one in readings if one.series is not None]
    aimed = any(one.series.goal for one in told if one.series)
    title = title_of(told, words)
    rows = tuple(row for one in told for row in _rows(one, frame, names, aimed=aimed))
    beside = [one.satisfaction.indicator.metric for one in told if one.satisfaction]
    notes = (
        words("grey: too few rows to compare, or not complete"),
        words("A metric without a plan leads to a new one"),
        words("pp: percentage points"),
        *(note for one in told if one.series for note in anew_notes([one.series], one.asked.every, words)),
    )
    return Card(
        key="chosen",
        title=title,
        subtitle=words("Last whole day, week or month of each · change against the one before · satisfaction of the"
                       " same rows"),
        body=Grid(_columns(words, aimed=aimed), rows, title),
        footer=frame.footer(words, [*(one.asked.metric for one in told), *beside], None, *notes),
        alt=title + ": " + "; ".join(f"{row.cells[0].text} {row.cells[2].text}" for row in rows),
    )  # fmt: skip


def title_of(told: Sequence[ChosenReading], words: Words) -> str:
    """How many of the metrics really changed, of those that can be judged."""
    kinds = [one.series.signal.kind for one in told if one.series and one.series.signal.kind in ONLY]
    if not kinds:
        return words("Too little behind these metrics to judge them")
    if len(kinds) == 1:
        return words(ONLY[kinds[0]])
    return words("Real decline in {worse} of {n} results judged; real improvement in {better}",
                 n=len(kinds), worse=kinds.count("worse"), better=kinds.count("better"))  # fmt: skip


def _columns(words: Words, *, aimed: bool) -> tuple[GridColumn, ...]:
    goals = (GridColumn("goal", words("Objective"), "number"), GridColumn("variance", words("Δ objective"), "number"))
    return (
        GridColumn("metric", words("Metric")),
        GridColumn("period", words("Period")),
        GridColumn("value", words("Value"), "number"),
        *(goals if aimed else ()),
        GridColumn("change", words("Change"), "number"),
        GridColumn("n", "n", "number"),
        GridColumn("satisfaction", words("Satisfaction")),
        GridColumn("signal", words("Signal"), "chip"),
        GridColumn("plan", words("Plan")),
    )


def _rows(one: ChosenReading, frame: Frame, names: ChosenNames, *, aimed: bool) -> tuple[Row, ...]:
    """The row of a metric; none of one without a value."""
    series, words, currency = one.series, names.words, frame.currency
    if series is None or series.shown is None:
        return ()
    metric, shown, more = series.definition, series.shown, more_digits(series)
    goal = words.value(series.goal.goal, metric.unit, currency, more=more) if series.goal else "–"
    n = shown.n if rated(metric) else None
    goals = (
        Cell(text=("≤ " if series.goal and metric.better == "down" else "") + goal),
        variance_cell(series, words, currency, "–", one.behind),
    )
    cells = (
        Cell(text=names.metric(one.asked)),
        Cell(text=when(shown.period, one.asked.every, words), muted=True),
        reading_cell(shown, metric, one.behind, words, currency, more=more),
        *(goals if aimed else ()),
        Cell(text=change_text(series, one.asked.every, words, currency)),
        Cell(text=words.number(n) if n is not None else "–", muted=True),
        _satisfaction(one, words, currency),
        signal_cell(series, words, one.behind),
        plan_cell(one.plan, words),
    )
    return (Row(one.asked.id, cells, detail=meaning(metric, words)),)


def change_text(series: Series, every: str, words: Words, currency: str) -> str:
    """The last value less that of the period just before it; a dash where there is none."""
    last, before = series.last, series.before
    if last is None or before is None or before.period != start_of(every, last.period - timedelta(days=1)):
        return "–"
    return moved(last, before, series.definition.unit, words, currency)


def _satisfaction(one: ChosenReading, words: Words, currency: str) -> Cell:
    """The satisfaction of the same rows; that it is not measured, where nobody does."""
    if one.is_satisfaction:
        return Cell(text="–", muted=True)
    beside = one.satisfaction
    if beside is None or beside.shown is None:
        return Cell(text=words("not measured here"), muted=True)
    metric = beside.definition
    cell = reading_cell(beside.shown, metric, led(beside, one.asked), words, currency)
    label = words(metric.label).partition(" (")[0]
    return Cell(text=f"{label} {cell.text}", muted=cell.muted, behind=cell.behind)


# What says nothing ---------------------------------------------------------------------------------------------------


def untold(readings: Sequence[ChosenReading], frame: Frame, names: ChosenNames) -> tuple[Card, ...]:
    """The metrics without a value, each with its reason; what is not the reader's is not among them."""
    words, silent = names.words, [one for one in readings if one.why not in ("", "beyond")]
    if not silent:
        return ()
    title = words.many(len(silent), "One metric of this board says nothing here",
                       "{n} metrics of this board say nothing here")  # fmt: skip
    columns = (GridColumn("metric", words("Metric")), GridColumn("why", words("Why")))
    rows = tuple(Row(one.asked.id, (Cell(text=names.metric(one.asked)), Cell(text=_why(one, words)))) for one in silent)
    named = [one.asked.metric for one in silent if one.why != "gone"]
    card = Card(
        key="untold",
        title=title,
        subtitle=words("They stay on the board, and are shown again when the data tell them"),
        body=Grid(columns, rows, title),
        footer=frame.footer(words, named, None),
        alt=title + ": " + "; ".join(row.cells[0].text for row in rows),
    )
    return (card,)


def _why(one: ChosenReading, words: Words) -> str:
    if one.why == "gone":
        return words("There is no such metric or part any more: take it from the board.")
    if one.why == "parts":
        return words("It tells something only by its parts: Explore shows them.")
    if one.why == "nought":
        return words("It was 0 in each period: it is of what is not done in this part.")
    if one.why == "lacking" and one.line is not None:
        said = catalogue.state(one.line, words)
        return said[:1].upper() + said[1:] + "."
    if one.why == "uncut":
        dimensions = words.listed(words.name(name) for name, _ in one.asked.parts)
        return words("It can't be told by {dimensions} in these data.", dimensions=dimensions)
    if one.reason is None:
        return words("No row of these days is of it, within what you may see.")
    return sentence(one.reason, words)
