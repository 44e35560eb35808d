"""The stages of the relation: how many are in each, how many go on, how long they stay, and where they go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from crm_metrics.boards.behind.provenance import provenance
from crm_metrics.boards.cells import reading_cell
from crm_metrics.boards.core import Card, Cell, Grid, GridColumn, Row
from crm_metrics.boards.facts import BoardFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.series import Indicator, asked_of, collect
from crm_metrics.boards.telling import sentences
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

STAGES = ("exploration", "awareness", "expansion", "commitment", "dissolution")  # in their order
COLUMNS = ("lifecycle_stage_count", "stage_entries", "stage_conversion", "stage_dwell_time", "csat")
MOVES = "stage_moves"


@dataclass(frozen=True, kw_only=True)
class StageTable:
    """The stages of a month."""

    month: date
    """Its first day."""
    readings: Mapping[tuple[str, str], Reading]
    """By metric and stage."""
    moves: Mapping[tuple[str, str], int]
    """The customers who went from a stage to another in the month."""

    @property
    def metrics(self) -> tuple[str, ...]:
        """Those of the columns that tell anything."""
        return tuple(name for name in COLUMNS if any(metric == name for metric, _ in self.readings))


def gather(warehouse: Warehouse, facts: BoardFacts) -> StageTable | None:
    """The stages; None where no customer has one."""
    asked: dict[str, Any] = {"where": asked_of(facts.view), "scope": facts.view.scope}
    results = collect(
        warehouse, [Indicator(name) for name in COLUMNS], every="month", since=facts.first, until=facts.last,
        by=("lifecycle_stage",), **asked,
    )  # fmt: skip
    readings = {
        (indicator.metric, str(one.groups[0])): one
        for indicator, result in results.items()
        for one in result.readings
        if one.groups[0] in STAGES and one.value is not None
    }
    moved = collect(
        warehouse, [Indicator(MOVES)], every="month", since=facts.first, until=facts.last,
        by=("lifecycle_stage", "next_stage"), **asked,
    )  # fmt: skip
    moves = {
        (str(one.groups[0]), str(one.groups[1])): int(one.value)
        for result in moved.values()
        for one in result.readings
        if one.value and one.groups[0] in STAGES and one.groups[1] in STAGES
    }
    counted = [one for (name, _), one in readings.items() if name == COLUMNS[0] and one.value]
    return StageTable(month=facts.first, readings=readings, moves=moves) if counted else None


def card(shown: StageTable, frame: Frame, words: Words) -> Card:
    """The table: a row for each stage in order."""
    title = _title(shown, words)
    heads = tuple(GridColumn(name, words(metric_of(name).label), "number") for name in shown.metrics)
    columns = (GridColumn("stage", words("Stage")), *heads, GridColumn("moves", words("Went on to")))
    rows = tuple(_row(stage, shown, frame, words) for stage in STAGES)
    metrics = (*shown.metrics, MOVES)
    return Card(
        key="stages",
        title=title,
        subtitle=words(
            "{month} · conversion and days of those who entered long enough ago · grey: too few rows",
            month=words.month(shown.month),
        ),
        body=Grid(columns, rows, title),
        footer=frame.footer(words, metrics, None),
        alt=title + ": " + "; ".join(f"{row.cells[0].text} {row.cells[1].text}" for row in rows),
        definitions=tuple(definition(metric_of(name), words) for name in metrics),
    )


def _title(shown: StageTable, words: Words) -> str:
    counts = {stage: count(shown.readings.get((COLUMNS[0], stage))) for stage in STAGES}
    largest = max(counts, key=lambda stage: counts[stage])
    share = counts[largest] / sum(counts.values())
    return words(
        "{share} of the active customers with a stage are in {stage}",
        share=words.percent(share, 0),
        stage=sentences.named_inside(largest, words),
    )


def count(reading: Reading | None) -> float:
    """How many a reading counts; none where it is not told."""
    return float(reading.value or 0) if reading is not None else 0.0


def _row(stage: str, shown: StageTable, frame: Frame, words: Words) -> Row:
    cells = [Cell(text=words.name(stage))]
    for name in shown.metrics:
        reading, metric = shown.readings.get((name, stage)), metric_of(name)
        led = provenance(metric, "month", reading, by=("lifecycle_stage",))
        cells.append(reading_cell(reading, metric, led, words, frame.currency))
    gone = sorted(((n, to) for (of, to), n in shown.moves.items() if of == stage), reverse=True)
    said = ", ".join(f"{words.name(to)} {words.number(n)}" for n, to in gone)
    return Row(stage, (*cells, Cell(text=said or "–", muted=not said)))
