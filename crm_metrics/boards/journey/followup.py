"""Who was called after a sale, and how satisfied customers were with and without it: a gap, no proof of an effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from crm_metrics.boards.behind.provenance import provenance
from crm_metrics.boards.cells import reading_cell
from crm_metrics.boards.core import Card, Cell, Grid, GridColumn, Row
from crm_metrics.boards.facts import BoardFacts
from crm_metrics.boards.filters import permitted
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.series import Indicator, asked_of, collect
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.catalogue.voice import FOLLOWED
from crm_metrics.metrics.readings import Reading, value_of
from crm_metrics.metrics.registry import metric_of
from crm_metrics.periods import months_later
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

SALES, SATISFIED = COLUMNS = ("sales_by_followup", "after_sale_csat")
SIDES = ("followed_up", "not_followed_up")


@dataclass(frozen=True)
class FollowUp:
    """The sales of a month by whether somebody called; satisfaction is of the newest month that has settled."""

    month: date
    readings: Mapping[tuple[str, str], Reading]

    def count(self, side: str) -> int:
        """The sales of one side."""
        return round(value_of(self.readings.get((SALES, side))) or 0)


def gather(warehouse: Warehouse, facts: BoardFacts) -> FollowUp | None:
    """The sales of the month before the one shown, whose answers are in; None where no sale was won in it."""
    view, last = facts.view, facts.first - timedelta(days=1)
    if not permitted(view.scope, "sales") or view.process not in (None, "sales"):
        return None
    first = months_later(facts.first, -1)
    results = collect(
        warehouse, [Indicator(name, "sales") for name in COLUMNS], every="month", since=first, until=last,
        by=("followed",), where=asked_of(view), scope=view.scope,
    )  # fmt: skip
    found = {
        (indicator.metric, str(one.groups[0])): one
        for indicator, result in results.items()
        for one in result.readings
        if one.value is not None and one.groups[0]
    }
    return FollowUp(first, found) if any(name == SALES for name, _ in found) else None


def card(shown: FollowUp, frame: Frame, words: Words) -> Card:
    """Two rows: followed up, and not."""
    called, others = map(shown.count, SIDES)
    title = words.many(called + others, "The one sale won was followed up within {days} days: {called}",
                       "{called} of {n} sales won were followed up within {days} days", called=called,
                       days=FOLLOWED)  # fmt: skip
    if called + others == 1:
        title = words("The one sale won was followed up within {days} days", days=FOLLOWED) if called else words(
            "The one sale won was not followed up within {days} days", days=FOLLOWED)  # fmt: skip
    columns = (
        GridColumn("side", words.name("followed")),
        *(GridColumn(name, words(metric_of(name).label), "number") for name in COLUMNS),
        GridColumn("interval", words("95% interval"), "number"),
        GridColumn("n", words("Answers"), "number"),
    )
    return Card(
        key="followup",
        title=title,
        subtitle=words("Sales of {month}: their answers of the 30 days after are in · a gap, no proof of an effect"
                       " · grey: too few rows to compare", month=words.month(shown.month)),
        body=Grid(columns, tuple(_row(side, shown, frame, words) for side in SIDES), title),
        footer=frame.footer(words, COLUMNS, None),
        alt=title,
        definitions=tuple(definition(metric_of(name), words) for name in COLUMNS),
    )  # fmt: skip


def _row(side: str, shown: FollowUp, frame: Frame, words: Words) -> Row:
    cells = [Cell(text=words.name(side))]
    for name in COLUMNS:
        reading, metric = shown.readings.get((name, side)), metric_of(name)
        led = provenance(metric, "month", reading, by=("followed",))
        cells.append(reading_cell(reading, metric, led, words, frame.currency))
    answers = shown.readings.get((SATISFIED, side))
    n = answers.denominator if answers is not None else None
    cells.append(Cell(text=_interval(answers, frame, words), muted=True))
    cells.append(Cell(text="–" if n is None else words.number(n), muted=True))
    return Row(side, tuple(cells))


def _interval(answers: Reading | None, frame: Frame, words: Words) -> str:
    """Where the satisfaction may lie; a dash where that is not known."""
    if answers is None or answers.low is None or answers.high is None:
        return "–"
    unit = metric_of(SATISFIED).unit
    low, high = (words.value(end, unit, frame.currency) for end in (answers.low, answers.high))
    return words("{low} to {high}", low=low, high=high)
