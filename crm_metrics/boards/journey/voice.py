"""What customers write about: the themes of their comments, how each moves, and how much names no theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from crm_metrics.analysis import baselines
from crm_metrics.boards.behind.provenance import provenance
from crm_metrics.boards.cells import reading_cell, signal_cell
from crm_metrics.boards.core import Card, Cell, Grid, GridColumn, Row
from crm_metrics.boards.facts import BoardFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.series import Indicator, Series, arranged, asked_of, collect
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.readings import Reading, Result, value_of
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.company.themes import FILE
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

COMMENTS, UNNAMED, SATISFIED = "comments", "unnamed_comment_share", "commented_csat"
NAMES = (COMMENTS, SATISFIED, UNNAMED)
SPARK = 13  # months


@dataclass(frozen=True, kw_only=True)
class Themes:
    """The comments of a month by theme."""

    month: date
    """Its first day."""
    series: tuple[Series, ...]
    """Of the comments of each theme by month, the most named of the month first; the ones without a theme last."""
    satisfied: Mapping[str, Reading]
    """The satisfaction of those who name it, by theme."""
    whole: Reading
    """All comments of the month."""
    unnamed: Reading | None
    """The share of them that names no theme."""

    def of(self, series: Series) -> Reading | None:
        """What a series reads in the month."""
        return next((one for one in series.readings if one.period == self.month), None)


def gather(warehouse: Warehouse, facts: BoardFacts) -> Themes | None:
    """The themes; None where nobody wrote a comment in the month."""
    since, baseline = baselines.window("month", facts.last)
    totals = _told(warehouse, facts, (COMMENTS, UNNAMED), facts.first)
    total = next((one for one in totals.get(COMMENTS, ()) if one.value), None)
    if total is None:
        return None
    asked = Indicator(COMMENTS)
    trends = _collected(warehouse, facts, (COMMENTS,), since, ("theme",), baseline=baseline)
    series = arranged(asked, trends[asked], "month", baseline).values() if asked in trends else ()
    satisfied = _told(warehouse, facts, (SATISFIED,), facts.first, ("theme",)).get(SATISFIED, ())

    def order(one: Series) -> tuple[bool, float, str]:
        now = next((reading for reading in one.readings if reading.period == facts.first), None)
        return not one.groups[0], -(value_of(now) or 0), str(one.groups[0])

    return Themes(
        month=facts.first,
        series=tuple(sorted((one for one in series if one.tells), key=order)),
        satisfied={str(one.groups[0] or ""): one for one in satisfied if one.value is not None},
        whole=total,
        unnamed=next(iter(totals.get(UNNAMED, ())), None),
    )


def _told(
    warehouse: Warehouse, facts: BoardFacts, names: Sequence[str], since: date, by: tuple[str, ...] = ()
) -> dict[str, tuple[Reading, ...]]:
    found = _collected(warehouse, facts, names, since, by)
    return {indicator.metric: result.readings for indicator, result in found.items()}


def _collected(
    warehouse: Warehouse,
    facts: BoardFacts,
    names: Sequence[str],
    since: date,
    by: tuple[str, ...],
    *,
    baseline: date | None = None,
) -> dict[Indicator, Result]:
    return collect(
        warehouse,
        [Indicator(name) for name in names],
        every="month",
        since=since,
        until=facts.last,
        by=by,
        where=asked_of(facts.view),
        scope=facts.view.scope,
        baseline=baseline,
    )


def card(shown: Themes, frame: Frame, words: Words) -> Card:
    """A row for each theme, its trend and the satisfaction of those who name it."""
    title = _title(shown, words)
    columns = (
        GridColumn("theme", words.name("theme")),
        GridColumn("comments", words(metric_of(COMMENTS).label), "number"),
        GridColumn("trend", words("{n} months", n=SPARK), "spark"),
        GridColumn("satisfied", words(metric_of(SATISFIED).label), "number"),
        GridColumn("signal", words("Signal"), "chip"),
    )
    return Card(
        key="themes",
        title=title,
        subtitle=words("{month} · a comment is of each theme of which it holds a word: {file} · grey: too few rows to"
                       " compare", month=words.month(shown.month), file=FILE),
        body=Grid(columns, tuple(_row(one, shown, frame, words) for one in shown.series), title),
        footer=frame.footer(words, NAMES, shown.whole.n),
        alt=title,
        definitions=tuple(definition(metric_of(name), words) for name in NAMES),
    )  # fmt: skip


def _title(shown: Themes, words: Words) -> str:
    """The theme named most, of how many comments, and how many name none."""
    total = round(value_of(shown.whole) or 0)
    named = [one for one in shown.series if one.groups[0] and value_of(shown.of(one))]
    if not named:
        return words.many(
            total, "One comment, and no theme of it is told", "{n} comments, and no theme of them is told"
        )
    first, silent = named[0], value_of(shown.unnamed)
    said = words.many(total, "The one comment names: {theme}", "{k} of {n} comments name: {theme}",
                      k=words.number(value_of(shown.of(first)) or 0), theme=str(first.groups[0]))  # fmt: skip
    return words("{said}; {share} name no theme", said=said, share=words.percent(silent, 0)) if silent else said


def _row(series: Series, shown: Themes, frame: Frame, words: Words) -> Row:
    theme, reading, metric = str(series.groups[0] or ""), shown.of(series), metric_of(COMMENTS)
    satisfied, judged = shown.satisfied.get(theme), metric_of(SATISFIED)
    led = provenance(metric, "month", reading, by=("theme",))
    cells = (
        Cell(text=theme or words("no theme")),
        Cell(text=words.value(value_of(reading) or 0, "count", frame.currency), behind=led),
        Cell(text=words(metric.label), series=tuple(value_of(one) for one in series.readings[-SPARK:])),
        reading_cell(satisfied, judged, provenance(judged, "month", satisfied, by=("theme",)), words, frame.currency),
        signal_cell(series, words, led),
    )  # fmt: skip
    return Row(f"theme:{theme or 'none'}", cells)
