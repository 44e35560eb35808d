"""How recurring revenue changed in a month, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from crm_metrics.boards.behind.provenance import Provenance, last_of
from crm_metrics.boards.core import Bridge, Card, Empty, Step, Tone
from crm_metrics.boards.facts import MonthlyFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.series import Indicator, asked_of, collect
from crm_metrics.boards.telling import claims, sentences
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words, mark

ADDED = ("expansion_mrr", "returned_mrr", "new_mrr")
LOST = ("contraction_mrr", "churned_mrr")
ENDS = ("opening_mrr", "closing_mrr")
CHANGES = (*ENDS, *ADDED, *LOST)
DRAWN = (*ADDED[:2], *LOST, "", ADDED[2], "")  # the metric of each step, "" of what they come to
STEPS = {
    "expansion_mrr": mark("Expansion"),
    "returned_mrr": mark("Returns"),
    "contraction_mrr": mark("Reductions"),
    "churned_mrr": mark("Cancellations"),
    "new_mrr": mark("New customers"),
}


@dataclass(frozen=True)
class Changes:
    """The parts of one month's change, by metric; n: the customers behind them."""

    month: date
    parts: tuple[tuple[str, float], ...]
    n: int | None


def gather(warehouse: Warehouse, facts: MonthlyFacts) -> Changes | None:
    """The parts of the month shown; None where one is missing or not complete, or nothing is there.

    They are asked for here: a part that was nought in every month, as nobody ever returned, is nought and not missing.
    """
    results = collect(
        warehouse, [Indicator(name) for name in CHANGES], every="month", since=facts.first, until=facts.last,
        where=asked_of(facts.view), scope=facts.view.scope,
    )  # fmt: skip
    parts = {}
    n = None
    for name in CHANGES:
        result = results.get(Indicator(name))
        reading = next(iter(result.readings), None) if result is not None else None
        if reading is None or reading.value is None or not reading.complete:
            return None
        parts[name] = float(reading.value)
        n = reading.n if name == "opening_mrr" else n
    return Changes(facts.first, tuple(parts.items()), n) if any(parts.values()) else None


def card(changes: Changes, frame: Frame, words: Words) -> Card:
    """The bridge of the changes, from zero; start and end stand in the subtitle."""
    parts: Mapping[str, float] = dict(changes.parts)
    added, lost = sum(parts[name] for name in ADDED), sum(parts[name] for name in LOST)
    title = sentences.say(claims.bridge(added, lost), words, frame.currency, sentences.TITLE)
    change = words("Change of recurring revenue")
    subtitle = words(
        "{measure} · from {opening} to {closing} in {month}",
        measure=f"{change}, {frame.currency}" if frame.currency else change,
        opening=words.value(parts["opening_mrr"], "money", frame.currency),
        closing=words.value(parts["closing_mrr"], "money", frame.currency),
        month=words.month(changes.month),
    )
    steps = _steps(changes, frame, words)
    led = tuple(_led(changes, name) if name else None for name in DRAWN)
    return Card(
        key="bridge",
        title=title,
        subtitle=subtitle,
        body=Bridge(steps, led)
        if added or lost
        else Empty(title, words("No contract began, ended or changed its price.")),
        footer=frame.footer(words, CHANGES[:1], changes.n),
        alt=title + ": " + "; ".join(f"{step.name} {step.text}" for step in steps),
        width=6,
        definitions=tuple(definition(metric_of(name), words, _led(changes, name)) for name in (*ADDED, *LOST)),
    )


def _led(changes: Changes, name: str) -> Provenance:
    value = dict(changes.parts)[name]
    return Provenance(metric=name, every="month", until=last_of("month", changes.month), value=value)


def _steps(changes: Changes, frame: Frame, words: Words) -> tuple[Step, ...]:
    """What the customers of before added and took away, what that makes, the new ones, and the whole change."""

    parts: Mapping[str, float] = dict(changes.parts)

    def money(value: float) -> str:
        return words.value(value, "money", frame.currency, sign=True)

    def step(name: str, side: int) -> Step:
        value = side * parts[name]
        tone: Tone = "good" if side > 0 else "bad"
        return Step(words(STEPS[name]), value, money(value), tone=tone)

    added, lost = sum(parts[name] for name in ADDED), sum(parts[name] for name in LOST)
    kept = parts["expansion_mrr"] + parts["returned_mrr"] - lost
    return (
        step("expansion_mrr", 1),
        step("returned_mrr", 1),
        *(step(name, -1) for name in LOST),
        Step(words("Base"), kept, money(kept), True),
        step("new_mrr", 1),
        Step(words("Change"), added - lost, money(added - lost), True),
    )
