"""Recurring revenue: how it changed step by step, and the months against plan and last year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from crm_metrics.boards.core import Bridge, Card, PlanActual, Step
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.series import Indicator
from crm_metrics.boards.telling import claims, sentences
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.registry import metric_of
from crm_metrics.words import Words, mark

ADDED = ("expansion_mrr", "returned_mrr", "new_mrr")
LOST = ("contraction_mrr", "churned_mrr")
ENDS = ("opening_mrr", "closing_mrr")
CHANGES = (*ENDS, *ADDED, *LOST)
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


@dataclass(frozen=True)
class Year:
    """One metric by month: (month, actual, plan, the same month a year before), oldest first."""

    indicator: Indicator
    months: tuple[tuple[date, float | None, float | None, float | None], ...]
    n: int | None


def bridge_card(facts: Changes, frame: Frame, words: Words) -> Card:
    """The bridge of the changes, from zero; start and end stand in the subtitle."""
    parts: Mapping[str, float] = dict(facts.parts)
    added, lost = sum(parts[one] for one in ADDED), sum(parts[one] for one in LOST)
    title = sentences.say(claims.bridge(added, lost), words, frame.currency, sentences.TITLE)

    def money(x: float, *, sign: bool = False) -> str:
        return words.value(x, "money", frame.currency, sign=sign)

    subtitle = words(
        "{measure} · from {opening} to {closing} in {month}",
        measure=_measure(words("Change of recurring revenue"), frame.currency),
        opening=money(parts["opening_mrr"]),
        closing=money(parts["closing_mrr"]),
        month=words.month(facts.month),
    )
    steps = [_step(name, parts[name], 1, frame, words) for name in ("expansion_mrr", "returned_mrr")]
    steps += [_step(name, parts[name], -1, frame, words) for name in LOST]
    kept = parts["expansion_mrr"] + parts["returned_mrr"] - lost
    steps.append(Step(words("Base"), kept, money(kept, sign=True), True))
    steps.append(_step("new_mrr", parts["new_mrr"], 1, frame, words))
    steps.append(Step(words("Change"), added - lost, money(added - lost, sign=True), True))
    footer = frame.footer(words, CHANGES[:1], facts.n)
    alt = title + ": " + "; ".join(f"{one.name} {one.text}" for one in steps)
    named = tuple(definition(metric_of(one), words) for one in (*ADDED, *LOST))
    return Card("bridge", title, subtitle, Bridge(tuple(steps)), footer, alt, 6, named)


def _step(name: str, size: float, side: int, frame: Frame, words: Words) -> Step:
    value = side * size
    text = words.value(value, "money", frame.currency, sign=True)
    return Step(words(STEPS[name]), value, text, False, "good" if side > 0 else "bad")


def plan_card(facts: Year, frame: Frame, words: Words) -> Card:
    """The months of actual against plan and last year, variance above."""
    metric = metric_of(facts.indicator.metric)
    said = claims.plan(metric.label, [(actual, planned) for _, actual, planned, _ in facts.months])
    title = sentences.say(said, words, frame.currency, sentences.TITLE)
    unit = frame.currency if metric.unit == "money" else words.split(0.5, metric.unit)[1]
    measure = _measure(words(metric.label), unit)
    planned = any(one is not None for _, _, one, _ in facts.months)
    compared = any(one is not None for *_, one in facts.months)
    key = [words("outline: plan")] if planned else []
    key += [words("pale: last year")] if compared else []
    subtitle = f"{measure} · {', '.join([words('solid: actual'), *key])}" if key else measure
    variance = tuple(
        None if actual is None or planned is None else actual - planned for _, actual, planned, _ in facts.months
    )
    body = PlanActual(
        tuple(words.short_month(month) for month, *_ in facts.months),
        tuple(actual for _, actual, _, _ in facts.months),
        tuple(planned for _, _, planned, _ in facts.months),
        tuple(before for *_, before in facts.months),
        variance,
        tuple("" if one is None else words.variance(one, metric.unit, frame.currency) for one in variance),
        metric.unit,
        (words("last year"), words("plan"), words("actual")),
        words("Δ plan"),
    )
    told = (
        f"{words.short_month(month)} {words.value(actual, metric.unit, frame.currency)}"
        for month, actual, *_ in facts.months
    )
    footer = frame.footer(words, [metric.name], facts.n, words("Closed months only"))
    return Card("plan", title, subtitle, body, footer, title + ": " + "; ".join(told), 6, (definition(metric, words),))


def _measure(name: str, unit: str) -> str:
    """What is measured and its unit; a company without a currency has amounts without one."""
    return f"{name}, {unit}" if unit else name
