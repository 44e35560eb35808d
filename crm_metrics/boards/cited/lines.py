"""The card of the reference lines: the own number, the figure of others as a line beside it, and who says so."""

from __future__ import annotations

from collections.abc import Sequence

from crm_metrics.boards.cited.beside import Held, beside, switched_on
from crm_metrics.boards.core import Bullet, Card, Cell, Grid, GridColumn, Row
from crm_metrics.boards.facts import BoardFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.tiles import definition
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words, mark

CLAIM = mark("claim of its text, proven by nobody")
CHOSEN = mark("chosen by the company")
ROOM = 1.2  # how far the scale of a row goes beyond the larger of its two figures


def gather(warehouse: Warehouse, facts: BoardFacts) -> tuple[Held, ...] | None:
    """The lines that are switched on, over the months that end with the period shown; None without one."""
    return beside(warehouse, facts.view, switched_on(), facts.last) or None


def card(held: Sequence[Held], frame: Frame, words: Words) -> Card:
    """The lines that are switched on, each beside the own number over its period. held: at least one."""
    title = _title(held, frame, words)
    columns = (
        GridColumn("reference", words("Reference line")),
        GridColumn("period", words("Period")),
        GridColumn("own", words("Own number"), "number"),
        GridColumn("bullet", words("Own number against the line"), "bullet"),
        GridColumn("line", words("The line"), "number"),
        GridColumn("source", words("Who says so")),
    )
    rows = tuple(_row(one, frame, words) for one in held)
    metrics = tuple({one.metric.name: one.metric for one in held}.values())
    return Card(
        key="cited",
        title=title,
        subtitle=words("Figures of others with their source, chosen in {file} · no objectives of this company",
                       file="references.toml"),
        body=Grid(columns, rows, title),
        footer=frame.footer(words, [one.name for one in metrics], None),
        alt=title + ": " + "; ".join(f"{row.cells[0].text}: {row.cells[2].text}" for row in rows),
        definitions=tuple(definition(one, words) for one in metrics),
    )  # fmt: skip


def _title(held: Sequence[Held], frame: Frame, words: Words) -> str:
    told = [one for one in held if one.reached is not None]
    if len(held) == 1 and told:
        return words("{name}: own number {value}, cited line {line}", name=words(held[0].reference.name),
                     value=_value(held[0], held[0].value, frame, words), line=_line(held[0], frame, words))  # fmt: skip
    if not told:
        return words.many(len(held), "One cited line, and no own number yet to hold against it",
                          "{n} cited lines, and no own number yet to hold against them")  # fmt: skip
    met = sum(bool(one.reached) for one in told)
    return words("Cited lines reached: {met} of {n} that can be compared", met=met, n=len(told))


def _row(held: Held, frame: Frame, words: Words) -> Row:
    line, first, last = held.reference, *held.days
    source = words(line.source, source=line.market_source) if line.claim else line.source
    said = f"{source} · {words(CLAIM if line.claim else CHOSEN)}"
    why = words.error(held.reason) if held.reason else ""
    if not why and held.value is not None and not held.whole:
        why = words("too few rows to compare: n = {n}", n=held.n or 0)
    own = "–" if held.value is None else _value(held, held.value, frame, words)
    cells = (
        Cell(text=words(line.name)),
        Cell(text=f"{words.day(first)} – {words.day(last)}"),
        Cell(text=own, muted=not held.whole, behind=held.behind),
        Cell(text=why or f"{own} / {_line(held, frame, words)}", bullet=_bullet(held)),
        Cell(text=_line(held, frame, words)),
        Cell(text=said, muted=True),
    )
    return Row(line.key, cells)


def _value(held: Held, value: float | None, frame: Frame, words: Words) -> str:
    if held.reference.growth:
        return words.percent(value or 0.0, sign=True)
    return words.value(value, held.metric.unit, frame.currency)


def _line(held: Held, frame: Frame, words: Words) -> str:
    low, high = (_value(held, one, frame, words) for one in (held.reference.low, held.reference.high))
    return low if low == high else words("{low} to {high}", low=low, high=high)


def _bullet(held: Held) -> Bullet | None:
    """The own number as a bar and the line across it, from zero; None below zero, and of what can't be compared."""
    value, low = held.value, held.reference.low
    if value is None or not held.whole or min(value, low) < 0:
        return None
    top = max(value, held.reference.high) * ROOM
    return Bullet(value / top, low / top) if top > 0 else None


def across(held: Sequence[Held], every: str, currency: str, words: Words) -> tuple[tuple[float, str], ...]:
    """The figures that hold for one period of a chart, each with what stands beside its line."""
    at = {
        end: words("cited {value}", value=words.value(end, one.metric.unit, currency))
        for one in held
        if one.reference.every == every and not one.reference.growth
        for end in (one.reference.low, one.reference.high)
    }
    return tuple(at.items())
