"""Which cases run out of the time agreed, in how many open minutes, and whom to call."""

from __future__ import annotations

from dataclasses import replace

from crm_metrics.boards.core import Card, Empty
from crm_metrics.boards.facts import DailyFacts
from crm_metrics.boards.filters import processes
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.tiles import definition
from crm_metrics.boards.today.cases import Cases, behind, by_time, minutes, table
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.warehouse.waiting.clocks import promising
from crm_metrics.words import Words

METRIC = "sla_at_risk"


def gather(warehouse: Warehouse, facts: DailyFacts) -> Cases | None:
    """The clocks with less than a fifth of their time left; None where nothing promised can be told."""
    if not promising(warehouse).intersection(processes(facts.view)):
        return None
    found = behind(warehouse, facts.view, METRIC, facts.last)
    if found is None or not found.told:
        return None
    return replace(found, cases=tuple(sorted(found.cases, key=by_time)))


def card(shown: Cases, frame: Frame, words: Words) -> Card:
    """The list, the least time left first."""
    cases, metric = shown.cases, metric_of(METRIC)
    subtitle = words(
        "Less than a fifth of the agreed time left at the close of {day} · open minutes of the calendar agreed",
        day=words.short_day(shown.day),
    )
    title = words.many(len(cases), "One case is about to run out of time", "{n} cases are about to run out of time")
    running = [case for case in cases if case.left is not None and not (case.clock and case.clock.paused)]
    if running and running[0].left is not None:
        title = words("{said}, the first in {left}", said=title, left=minutes(running[0].left, words))
    if not cases:
        title = words("Cases about to run out of time: none")
    reason = words("A case stands here once its clock has used four fifths of the time agreed.")
    body = table(cases, title, words) if cases else Empty(title, reason)
    why = words.error(shown.why) if shown.why else ""
    return Card(
        key="running_out",
        title=title,
        subtitle=subtitle,
        body=body,
        footer=frame.footer(words, [METRIC], len(cases), *([why] if why else [])),
        alt=title if cases else f"{title}. {reason}",
        definitions=(definition(metric, words),),
    )
