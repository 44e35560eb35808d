"""The metrics of a process that say nothing here: each with its reason, and the file that would tell it."""

from __future__ import annotations

from dataclasses import dataclass

from crm_metrics.boards import catalogue
from crm_metrics.boards.cells import meaning
from crm_metrics.boards.core import Card, Cell, Grid, GridColumn, Row
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.process.indicators import ProcessFacts, Unmeasured, whose
from crm_metrics.boards.process.measures import NAMES
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

OPEN = 5


@dataclass(frozen=True)
class Silent:
    """What is not told of a process, each with what this warehouse lacks for it."""

    process: str
    lines: tuple[tuple[Unmeasured, catalogue.Line], ...]


def gather(warehouse: Warehouse, facts: ProcessFacts) -> Silent | None:
    """The metrics without a value; None where every one has."""
    lines = tuple((one, catalogue.line(warehouse, metric_of(one.indicator.metric))) for one in facts.untold)
    return (
        Silent(facts.process, tuple(sorted(lines, key=lambda one: (not (one[0].rows and one[0].reason), one[1].ready))))
        if lines
        else None
    )


def card(shown: Silent, frame: Frame, words: Words) -> Card:
    """The list: those that have rows and yet no value to judge, then those that a file would unlock."""
    process, n = whose(shown.process, words), len(shown.lines)
    title = words.many(n, "{process}: one metric without a value here",
                       "{process}: {n} metrics without a value here", process=process)  # fmt: skip
    columns = (
        GridColumn("metric", words("Metric")),
        GridColumn("kind", words("Kind")),
        GridColumn("why", words("Why, and what would tell it")),
    )
    rows = tuple(_row(one, line, words) for one, line in shown.lines)
    return Card(
        key="untold",
        title=title,
        subtitle=words("Absent with their reason: nothing is put in their place"),
        body=Grid(columns, rows, title, OPEN if len(rows) > OPEN else None),
        footer=frame.footer(words, [line.metric.name for _, line in shown.lines], None),
        alt=title,
    )


def _row(one: Unmeasured, line: catalogue.Line, words: Words) -> Row:
    return Row(
        line.metric.name,
        (
            Cell(text=words(line.metric.label)),
            Cell(text=words(NAMES[line.metric.kind])),
            Cell(text=why(one, line, words)),
        ),
        detail=meaning(line.metric, words),
    )


def why(one: Unmeasured, line: catalogue.Line, words: Words) -> str:
    """What is missing for a metric: a file or column, else what its last month says, else that no row is of it."""
    if not line.ready:
        return catalogue.state(line, words)
    if not one.asked:
        return words("its rows do not carry what the filter asks by")
    if one.reason is not None:
        return words.error(one.reason)
    if one.nought:
        return words("0 in each of these months")
    if not one.indicator.process:
        return words("no row tells it in these months")
    return words("no row of {process} tells it in these months", process=words.name(one.indicator.process))
