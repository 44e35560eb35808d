"""A process by touchpoint, by team and by what its support teams bring: one row each, one column per metric."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from crm_metrics.boards.behind.provenance import provenance
from crm_metrics.boards.cells import incomplete_notes, reading_cell
from crm_metrics.boards.core import Card, Cell, Grid, GridColumn, Row
from crm_metrics.boards.facts import BoardFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.layout import AGENTS, RELATED, Place
from crm_metrics.boards.process.indicators import AT_TOUCHPOINTS, OF_SUPPORT, ProcessFacts, places
from crm_metrics.boards.series import Indicator, asked_of, collect
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.lacks import lacks
from crm_metrics.metrics.readings import Reading, value_of
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

Side = Literal["touchpoints", "teams", "support"]
SATISFACTION = ("csat", "csat_mean", "ces")


@dataclass(frozen=True, kw_only=True)
class Compared:
    """The month of a process by the values of one dimension."""

    process: str
    """Whose rows these are."""
    month: date
    """Its first day."""
    metrics: tuple[str, ...]
    """Of the columns."""
    ids: tuple[str, ...]
    """The values of the dimension, a row each."""
    names: tuple[str, ...]
    """What they are called."""
    readings: tuple[tuple[Reading | None, ...], ...]
    """Of each row, one for each column; None where nothing is told."""
    dimension: str = ""
    """What the rows are values of."""

    @property
    def all_readings(self) -> tuple[Reading | None, ...]:
        """Those of all rows, column by column."""
        return tuple(one for column in zip(*self.readings, strict=True) for one in column)

    @property
    def without_satisfaction(self) -> int:
        """The rows of which no satisfaction is told."""
        asked = [place for place, name in enumerate(self.metrics) if name in SATISFACTION]
        return sum(not any(value_of(row[place]) is not None for place in asked) for row in self.readings)


@dataclass(frozen=True)
class Cut:
    """One of the three tables."""

    side: Side

    def gather(self, warehouse: Warehouse, facts: ProcessFacts, /) -> Compared | None:
        """The rows that tell anything; None where there are none."""
        dimension = "touchpoint" if self.side == "touchpoints" else "team"
        columns = _columns(self.side, facts.process)
        return compared(warehouse, facts, columns, dimension, process=facts.process)

    def card(self, shown: Compared, frame: Frame, words: Words, /) -> Card:
        """The table of one side."""
        title = _title(self.side, shown, words)
        first = {"touchpoints": words("Touchpoint"), "teams": words("Team"), "support": words("Team")}[self.side]
        return table(shown, frame, words, key=f"by_{self.side}", title=title, first=first)


def compared(
    warehouse: Warehouse,
    facts: BoardFacts,
    columns: Sequence[Place],
    dimension: str,
    *,
    process: str = "",
    nameless: bool = False,
) -> Compared | None:
    """The month of a board by the values of a dimension, in the order of their names; None where nothing is told.

    columns: of each the candidates, of which the first that tells anything is shown; what is counted of a file or
    column that nobody brought is 0 everywhere, and tells nothing. nameless: whether rows without a value of the
    dimension stand there too, last.
    """
    results = collect(
        warehouse,
        [one for place in columns for one in place if not lacks(warehouse, metric_of(one.metric))],
        every="month",
        since=facts.first,
        until=facts.last,
        by=(dimension,),
        where=asked_of(facts.view),
        scope=facts.view.scope,
    )
    known = {
        indicator: {reading.groups[0] or "": reading for reading in result.readings if _told(reading, nameless)}
        for indicator, result in results.items()
    }
    chosen = [next((one for one in place if known.get(one)), None) for place in columns]
    shown = [indicator for indicator in chosen if indicator is not None]
    ids = sorted({group for indicator in shown for group in known[indicator]}, key=lambda one: (not one, one))
    if not ids:
        return None
    names = roster.touchpoints(warehouse) if dimension == "touchpoint" else {}
    return Compared(
        process=process,
        month=facts.first,
        dimension=dimension,
        metrics=tuple(indicator.metric for indicator in shown),
        ids=tuple(ids),
        names=tuple(names.get(one, one) for one in ids),
        readings=tuple(tuple(known[indicator].get(one) for indicator in shown) for one in ids),
    )


def ordered(found: Compared, key: Callable[[str, Sequence[Reading | None]], Any]) -> Compared:
    """The same rows in another order. key: of a value of the dimension and its readings."""
    places = sorted(range(len(found.ids)), key=lambda place: key(found.ids[place], found.readings[place]))
    return replace(
        found,
        ids=tuple(found.ids[place] for place in places),
        names=tuple(found.names[place] for place in places),
        readings=tuple(found.readings[place] for place in places),
    )


def table(shown: Compared, frame: Frame, words: Words, *, key: str, title: str, first: str) -> Card:
    """A card with a row for each value of the dimension and a column for each metric."""
    heads = tuple(GridColumn(name, words(metric_of(name).label), "number") for name in shown.metrics)
    rows = tuple(_row(shown, place, frame, words) for place in range(len(shown.ids)))
    return Card(
        key=key,
        title=title,
        subtitle=words("{month} · grey: too few rows to compare", month=words.month(shown.month)),
        body=Grid((GridColumn(key, first), *heads), rows, title),
        footer=frame.footer(words, shown.metrics, None, *incomplete_notes(shown.all_readings, words)),
        alt=title,
        definitions=tuple(definition(metric_of(name), words) for name in shown.metrics),
    )


def _row(shown: Compared, place: int, frame: Frame, words: Words) -> Row:
    name, readings = shown.names[place], shown.readings[place]
    cells = [
        _cell(metric, reading, shown, frame, words) for metric, reading in zip(shown.metrics, readings, strict=True)
    ]
    return Row(shown.ids[place] or "unknown", (Cell(text=words.name(name) if name else words("not told")), *cells))


def _columns(side: Side, process: str) -> tuple[Place, ...]:
    if side == "touchpoints":
        return places(process, AT_TOUCHPOINTS)
    if side == "support":
        return places(process, OF_SUPPORT)
    satisfied, mean = (Indicator("csat", process),), Indicator("csat_mean", process)  # other scales have the mean alone
    judged = ((*place, mean) if place == satisfied else place for place in AGENTS[process])
    columns = ((Indicator("contacts_handled", process),), (Indicator(RELATED[process], process),), *judged)
    return tuple(dict.fromkeys(columns))


def _told(reading: Reading, nameless: bool) -> bool:
    return reading.value is not None and (nameless or bool(reading.groups[0]))


def _cell(name: str, reading: Reading | None, shown: Compared, frame: Frame, words: Words) -> Cell:
    metric = metric_of(name)
    led = provenance(metric, "month", reading, process=shown.process or None, by=(shown.dimension,))
    return reading_cell(reading, metric, led, words, frame.currency)


def _title(side: Side, shown: Compared, words: Words) -> str:
    process, n = words.name(shown.process), len(shown.names)
    if side == "support":
        return words.many(n, "{process}: one support team and what it brings",
                          "{process}: {n} support teams and what they bring", process=process)  # fmt: skip
    silent = shown.without_satisfaction
    if side == "teams":
        said = words.many(n, "{process}: one team", "{process}: {n} teams", process=process)
    else:
        said = words.many(n, "{process}: one touchpoint", "{process}: {n} touchpoints", process=process)
    if not silent:
        return words.many(n, "{places}, beside its satisfaction", "{places}, each beside its satisfaction", places=said)
    if n == 1:
        return words("{places}, without an answer on satisfaction", places=said)
    return words.many(silent, "{places}, one of them without an answer on satisfaction",
                      "{places}, {n} of them without an answer on satisfaction", places=said)  # fmt: skip
