"""The channels that a case takes its customer through: how many go each way, what it takes, how satisfied they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from crm_metrics.boards.behind.provenance import provenance
from crm_metrics.boards.cells import reading_cell
from crm_metrics.boards.core import Card, Cell, Grid, GridColumn, Row
from crm_metrics.boards.facts import BoardFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.journey.stages import count
from crm_metrics.boards.series import Indicator, asked_of, collect
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.readings import Reading, value_of
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import STEP, Words

CASES, CHANGED, SATISFIED = "case_paths", "channel_change_share", "path_csat"
NO_CASE, NO_CHANNEL = OUTSIDE = ("contacts_without_case", "contacts_without_channel")
COLUMNS = (CASES, "path_contacts", "path_days", SATISFIED)
LEAST = 5  # cases: rarer paths stand below the fold
OPEN = 8  # rows that stand open


@dataclass(frozen=True, kw_only=True)
class PathTable:
    """The paths of the cases that ended in a month."""

    month: date
    """Its first day."""
    readings: Mapping[str, Mapping[str, Reading]]
    """By path and metric, the most frequent path first."""
    changed: Reading | None
    """The share of the cases that went through more than one channel."""
    outside: Mapping[str, Reading] = field(default_factory=dict)
    """The contacts of the month that are in no path, by what they lack: a metric of OUTSIDE."""

    @property
    def cases(self) -> float:
        """How many cases the paths hold."""
        return sum(count(one[CASES]) for one in self.readings.values())

    @property
    def metrics(self) -> tuple[str, ...]:
        """Those of the columns that tell anything."""
        return tuple(name for name in COLUMNS if any(name in one for one in self.readings.values()))


def gather(warehouse: Warehouse, facts: BoardFacts) -> PathTable | None:
    """The paths; None where no contact names a case that ended."""
    where, scope = asked_of(facts.view), facts.view.scope
    results = collect(
        warehouse, [Indicator(name) for name in COLUMNS], every="month", since=facts.first, until=facts.last,
        by=("path",), where=where, scope=scope,
    )  # fmt: skip
    found: dict[str, dict[str, Reading]] = {}
    for indicator, result in results.items():
        for one in result.readings:
            if one.value is not None and one.groups[0]:
                found.setdefault(str(one.groups[0]), {})[indicator.metric] = one
    told = {path: readings for path, readings in found.items() if CASES in readings}
    if not told:
        return None
    asked = [Indicator(name) for name in (CHANGED, *OUTSIDE)]
    whole = collect(warehouse, asked, every="month", since=facts.first, until=facts.last, where=where, scope=scope)
    alone = {one.metric: result.readings[0] for one, result in whole.items() if result.readings}
    outside = {name: alone[name] for name in OUTSIDE if name in alone and alone[name].value}
    ordered = sorted(told.items(), key=lambda one: (-count(one[1][CASES]), one[0]))
    return PathTable(month=facts.first, readings=dict(ordered), changed=alone.get(CHANGED), outside=outside)


def card(shown: PathTable, frame: Frame, words: Words) -> Card:
    """A row for each path, with a bar of its share of the cases."""
    title, names = _title(shown, words), (*shown.metrics, CHANGED)
    heads = (
        GridColumn(name, words(metric_of(name).label), "bar" if name == CASES else "number") for name in shown.metrics
    )
    often = sum(count(one[CASES]) >= LEAST for one in shown.readings.values())
    first = min(max(often, 1), OPEN)
    return Card(
        key="paths",
        title=title,
        subtitle=words("{month} · cases that ended, by the channels in their order; repeats on one channel are one step"
                       " · grey: too few rows to compare", month=words.month(shown.month)),
        body=Grid((GridColumn("path", words.name("path")), *heads, GridColumn("n", words("Answers"), "number")),
                  tuple(_row(path, one, shown, frame, words) for path, one in shown.readings.items()), title,
                  first if first < len(shown.readings) else None),
        footer=frame.footer(words, names, None, *_outside(shown, words)),
        alt=title,
        definitions=(
            *(definition(metric_of(name), words) for name in names),
            *(definition(metric_of(name), words, provenance(metric_of(name), "month", one))
              for name, one in shown.outside.items()),
        ),
    )  # fmt: skip


def _outside(shown: PathTable, words: Words) -> list[str]:
    """How many contacts of the month are in no path, and why."""
    without, unplaced = (round(count(shown.outside.get(name))) for name in OUTSIDE)
    said = words.many(without, "one contact of the month names no case and is in no path",
                      "{n} contacts of the month name no case and are in no path")  # fmt: skip
    if NO_CASE not in shown.outside:
        said = words("contacts that name no case are in no path")
    if not unplaced:
        return [said]
    more = words.many(unplaced, "one contact of a case has no channel and is no step",
                      "{n} contacts of cases have no channel and are no step")  # fmt: skip
    return [said, more]


def _title(shown: PathTable, words: Words) -> str:
    changed = value_of(shown.changed)
    if changed is None or shown.changed is None or not shown.changed.complete:
        return words.many(round(shown.cases), "The path of one case", "The paths of {n} cases")
    longer = [path for path in shown.readings if STEP in path]
    if not longer:
        return words.many(round(shown.cases), "The one case stayed on one channel",
                          "The {n} cases stayed on one channel each")  # fmt: skip
    return words("{share} of {n} cases changed channel, most often: {path}", share=words.percent(changed, 0),
                 n=words.number(shown.cases), path=words.name(longer[0]))  # fmt: skip


def _row(path: str, readings: Mapping[str, Reading], shown: PathTable, frame: Frame, words: Words) -> Row:
    cells = [Cell(text=words.name(path))]
    for name in shown.metrics:
        reading, metric = readings.get(name), metric_of(name)
        led = provenance(metric, "month", reading, by=("path",))
        cell = reading_cell(reading, metric, led, words, frame.currency)
        if name == CASES:
            cell = Cell(text=cell.text, share=count(reading) / shown.cases, behind=cell.behind)
        cells.append(cell)
    answers = readings.get(SATISFIED)
    n = answers.denominator if answers is not None else None
    return Row(f"path:{path}", (*cells, Cell(text="–" if n is None else words.number(n), muted=True)))
