"""What the whole of a process is made of: reasons, sources, ages, each with its share or amount in the month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from crm_metrics.boards.behind.provenance import provenance
from crm_metrics.boards.core import Card, Cell, Grid, GridColumn, Row
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.process.indicators import ProcessFacts, belonging, divided, whose
from crm_metrics.boards.series import Indicator, asked_of, collect, enough
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

ORDERED = (
    "bucket",
    "opening_bucket",
    "tenure_band",
    "profit_decile",
)  # dimensions whose values have an order of their own, and are few: all of them stand there
MOST = 6  # parts of any other whole; the others are for the page of the metric
OPEN = 12  # rows that stand open


@dataclass(frozen=True)
class Share:
    """One part of a whole, and what it comes to."""

    metric: str
    dimension: str
    name: str | None
    reading: Reading


@dataclass(frozen=True)
class Divided:
    """The shares of every metric of a process that is read by a dimension of its own, the largest first."""

    process: str
    month: date
    shares: tuple[Share, ...]


def gather(warehouse: Warehouse, facts: ProcessFacts) -> Divided | None:
    """The shares of the month; None where no metric of the process has any."""
    asked: dict[str, list[Indicator]] = {}
    for indicator in belonging(warehouse, facts.process):
        if dimension := divided(metric_of(indicator.metric)):
            asked.setdefault(dimension, []).append(indicator)
    shares = [one for dimension, some in asked.items() for one in _shares(warehouse, facts, dimension, some)]
    return Divided(facts.process, facts.first, tuple(shares)) if shares else None


def _shares(warehouse: Warehouse, facts: ProcessFacts, dimension: str, indicators: Sequence[Indicator]) -> list[Share]:
    """The largest shares of some metrics by one dimension, metric by metric; all of those that have an order."""
    results = collect(
        warehouse,
        indicators,
        every="month",
        since=facts.first,
        until=facts.last,
        by=(dimension,),
        where=asked_of(facts.view),
        scope=facts.view.scope,
    )
    names = roster.campaigns(warehouse) if dimension == "campaign" else {}
    shares: list[Share] = []
    for indicator, result in results.items():
        told = [one for one in result.readings if one.value]
        told.sort(key=_named if dimension in ORDERED else _largest)
        shares += [
            Share(indicator.metric, dimension, names.get(str(one.groups[0]), one.groups[0]), one)
            for one in (told if dimension in ORDERED else told[:MOST])
        ]
    return shares


def _named(reading: Reading) -> str:
    return str(reading.groups[0])


def _largest(reading: Reading) -> float:
    return -abs(float(reading.value or 0))


def card(shown: Divided, frame: Frame, words: Words) -> Card:
    """The table: a metric, its parts, what each comes to."""
    metrics = tuple(dict.fromkeys(part.metric for part in shown.shares))
    title = words("{process}: what its results are made of", process=whose(shown.process, words))
    columns = (
        GridColumn("metric", words("Metric")),
        GridColumn("part", words("Part")),
        GridColumn("value", words("Month"), "bar"),
        GridColumn("n", "n", "number"),
    )
    rows = tuple(row for _, of in groupby(shown.shares, key=lambda part: part.metric)
                 for row in _rows(list(of), shown.process, frame, words))  # fmt: skip
    subtitle = words("{month} · the {n} largest parts of each, or all in their order · bars within one metric",
                     month=words.month(shown.month), n=MOST)  # fmt: skip
    if most := _most(shown.shares, frame, words):
        subtitle = f"{most} · {subtitle}"
    return Card(
        key="shares",
        title=title,
        subtitle=subtitle,
        body=Grid(columns, rows, title, OPEN if len(rows) > OPEN else None),
        footer=frame.footer(words, metrics, None),
        alt=title + ": " + "; ".join(f"{row.group} {row.cells[1].text} {row.cells[2].text}" for row in rows[:OPEN]),
        definitions=tuple(definition(metric_of(name), words) for name in metrics),
    )


def _most(shares: Sequence[Share], frame: Frame, words: Words) -> str:
    """The largest part of the first share of a whole whose largest has rows enough to be told; "" where none has."""
    for name, of in groupby(shares, key=lambda part: part.metric):
        metric, part = metric_of(name), max(of, key=lambda part: abs(float(part.reading.value or 0)))
        whole = metric.share_of or metric.unit in ("count", "money")  # other rates of parts add up to nothing
        if whole and part.name and enough(metric, part.reading.n):
            value = words.value(part.reading.value, metric.unit, frame.currency)
            return words("{metric}: the largest part is {part}, {value}",
                         metric=words(metric.label), part=words.name(part.name), value=value)  # fmt: skip
    return ""


def _rows(parts: Sequence[Share], process: str, frame: Frame, words: Words) -> list[Row]:
    metric = metric_of(parts[0].metric)
    top = max(abs(float(part.reading.value or 0)) for part in parts)
    label = words(metric.label)
    return [
        Row(
            f"{metric.name}:{part.name}",
            (
                Cell(text=label),
                Cell(text=words.name(part.name) if part.name else words("not told")),
                Cell(
                    text=words.value(part.reading.value, metric.unit, frame.currency),
                    share=abs(float(part.reading.value or 0)) / top,
                    behind=provenance(metric, "month", part.reading, process=process or None, by=(part.dimension,)),
                    muted=not enough(metric, part.reading.n),
                ),
                Cell(text=words.number(part.reading.n) if part.reading.n is not None else "–", muted=True),
            ),
            label,
        )
        for part in parts
    ]
