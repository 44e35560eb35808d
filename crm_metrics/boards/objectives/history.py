"""What was set on the page of objectives: who changed which, when, from what to what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from crm_metrics.boards.core import Card, Cell, Empty, Grid, GridColumn, Row
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.objectives.facts import ObjectivesFacts
from crm_metrics.boards.objectives.telling import part_of, value_text
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.registry import known
from crm_metrics.office.objectives import Bands, ObjectiveChange
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

OPEN = 8  # rows that stand open


@dataclass(frozen=True)
class ObjectiveHistory:
    """The changes that a reader sees, the newest first, and the metrics that they are of."""

    changes: tuple[ObjectiveChange, ...]
    metrics: Mapping[str, Metric]


def gather(_: Warehouse, facts: ObjectivesFacts) -> ObjectiveHistory:
    """The changes of metrics that there still are."""
    metrics = known()
    kept = tuple(one for one in facts.changes if one.aim.metric in metrics)
    return ObjectiveHistory(kept, {one.aim.metric: metrics[one.aim.metric] for one in kept})


def card(shown: ObjectiveHistory, around: Frame, words: Words) -> Card:
    """The table, or that nothing was set here."""
    if not shown.changes:
        title = words("Nobody has set an objective on this page yet")
        reason = words("What holds came with the files; what is set here goes over it from its month on.")
        return Card(key="history", title=title, subtitle="", body=Empty(title, reason), footer="", alt=title)
    n = len(shown.changes)
    title = words.many(n, "One change of objectives was made here", "{n} changes of objectives were made here")
    columns = (
        GridColumn("when", words("When")),
        GridColumn("who", words("Who")),
        GridColumn("objective", words("Objective")),
        GridColumn("part", words("Of whom")),
        GridColumn("since", words("Holds")),
        GridColumn("before", words("Before")),
        GridColumn("after", words("Since then")),
    )
    rows = tuple(_row(place, one, shown.metrics, around, words) for place, one in enumerate(shown.changes))
    return Card(
        key="history",
        title=title,
        subtitle=words("The newest first · minimum / good / excellent · who: as chosen in “Who is reading”"),
        body=Grid(columns, rows, title, OPEN),
        footer="",
        alt=title,
    )


def _row(place: int, one: ObjectiveChange, metrics: Mapping[str, Metric], around: Frame, words: Words) -> Row:
    metric = metrics[one.aim.metric]
    holds = words("from {month}", month=words.month(one.aim.valid_from))
    if one.aim.valid_to is not None:
        first, last = (words.month(day) for day in (one.aim.valid_from, one.aim.valid_to - timedelta(days=1)))
        holds = first if first == last else words("from {before} to {after}", before=first, after=last)
    texts = (
        words.moment(one.at.astimezone(ZoneInfo(around.time_zone))),
        words.name(one.author),
        words(metric.label),
        part_of(one.aim.process, one.aim.team, words),
        holds,
        _bands(one.before, metric, around, words),
        _bands(one.after, metric, around, words) if one.after else words("withdrawn"),
    )
    return Row(str(place), tuple(Cell(text=one) for one in texts))


def _bands(bands: Bands | None, metric: Metric, around: Frame, words: Words) -> str:
    if bands is None:
        return "–"
    given = (bands.minimum, bands.good, bands.excellent)
    return " / ".join(value_text(one, metric, words, around.currency) for one in given)
