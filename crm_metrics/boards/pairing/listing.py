"""The table beside the cloud: every unit, or those chosen, with both measures, their intervals and where they stand."""

from __future__ import annotations

from crm_metrics.boards.core import Card, Cell, Detail, Grid, GridColumn, Row
from crm_metrics.boards.pairing import standing
from crm_metrics.boards.pairing.quadrant import counted, led, name_of
from crm_metrics.boards.pairing.readings import PairedUnit, PairingFacts, PairReading
from crm_metrics.boards.pairing.selection import picked
from crm_metrics.boards.telling.findings import q_number
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.readings import value_of
from crm_metrics.metrics.registry import metric_of
from crm_metrics.metrics.rows.intervals import Interval
from crm_metrics.words import Words


def card(facts: PairingFacts, pair: PairReading, words: Words) -> Card:
    """The table, in the reader's language."""
    chosen = set(picked(facts.view)) & {one.unit for one in pair.units}
    shown = [one for one in pair.units if not chosen or one.unit in chosen]
    of = counted(pair.choice.unit, len(pair.units), words)
    title = words("All of them: {of}", of=of)
    if chosen:
        title = words.many(len(shown), "One chosen of {of}", "{n} chosen of {of}", of=of)
    subtitle = words("lowest satisfaction first · those that can't be judged last, unranked")
    return Card(
        key="units",
        title=title,
        subtitle=" · ".join((subtitle, words("names open both intervals"))),
        on_paper=subtitle,
        body=_grid(shown, facts, pair, title, words),
        footer=facts.frame.footer(words, (pair.choice.productivity, pair.choice.satisfaction), None),
        alt=title,
    )


def _grid(shown: list[PairedUnit], facts: PairingFacts, pair: PairReading, title: str, words: Words) -> Grid:
    metrics = [metric_of(name) for name in (pair.choice.productivity, pair.choice.satisfaction)]
    columns = (
        GridColumn("unit", words.name(pair.choice.unit)),
        *(GridColumn(metric.name, words(metric.label), "number") for metric in metrics),
        GridColumn("n", "n", "number"),
        GridColumn("state", words("State"), "chip"),
    )

    def order(one: PairedUnit) -> tuple[bool, float, str]:
        name = name_of(facts, pair, one.unit, words)
        return not one.judged, (value_of(one.y) or 0.0) if one.judged else 0.0, name

    return Grid(columns, tuple(_row(one, facts, pair, words) for one in sorted(shown, key=order)), title)


def _row(one: PairedUnit, facts: PairingFacts, pair: PairReading, words: Words) -> Row:
    name, state = name_of(facts, pair, one.unit, words), standing.chip(one, pair, words)
    metrics = [metric_of(name) for name in (pair.choice.productivity, pair.choice.satisfaction)]
    numbers = tuple(
        Cell(
            text=words.value(value_of(reading), metric.unit, facts.frame.currency), muted=not one.judged, behind=source
        )
        for metric, reading, source in zip(metrics, (one.x, one.y), led(facts, pair, one), strict=True)
    )
    n = one.y.n if one.y is not None else None
    cells = (
        Cell(text=name),
        *numbers,
        Cell(text="–" if n is None else words.number(n), muted=not one.judged),
        Cell(text=state.text, chip=state),
    )
    return Row(one.unit, cells, detail=Detail(name, _facts(one, facts, pair, words)))


def _facts(one: PairedUnit, facts: PairingFacts, pair: PairReading, words: Words) -> tuple[tuple[str, str], ...]:
    """What opens from a name: the team, both intervals beside the middle, and q."""
    currency = facts.frame.currency
    said = [(words("Team"), one.group)] if one.group else []
    ends = (one.x_ends, _own(one))
    for name, reading, end, middle in zip(
        (pair.choice.productivity, pair.choice.satisfaction), (one.x, one.y), ends, pair.middle, strict=True
    ):
        metric = metric_of(name)
        shown = words.value(value_of(reading), metric.unit, currency)
        whole = words.value(value_of(middle), metric.unit, currency)
        said.append((words(metric.label), f"{shown} · {_interval(end, metric, words, currency)}"))
        said.append((words("the whole"), whole))
        if reading is not None and reading.reason is not None:
            said.append((words("Reason"), words.error(reading.reason)))
    if one.q is not None:
        said.append((words("q"), q_number(one.q, words)))
    return tuple(said)


def _own(one: PairedUnit) -> Interval | None:
    if one.y is None or one.y.low is None or one.y.high is None:
        return None
    return one.y.low, one.y.high


def _interval(ends: Interval | None, metric: Metric, words: Words, currency: str) -> str:
    if ends is None:
        return words("no interval: too few rows or periods, or they all agree")
    low, high = (words.value(end, metric.unit, currency) for end in ends)
    return words("95% interval: {interval}", interval=words("{low} to {high}", low=low, high=high))
