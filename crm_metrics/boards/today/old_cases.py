"""Which old cases still wait, whose they are, who owns them, and what is left of what was agreed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from crm_metrics.boards.core import Card, Empty
from crm_metrics.boards.facts import DailyFacts
from crm_metrics.boards.filters import within
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.tiles import definition
from crm_metrics.boards.today.cases import Cases, behind, by_tier, table
from crm_metrics.metrics.catalogue.cards import OLD_DAYS
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

METRIC = "old_cases"


def gather(warehouse: Warehouse, facts: DailyFacts) -> Cases | None:
    """The service cases open for more than ten days; None where the view has no service or none of it is known."""
    if not within(facts.view, "service"):
        return None
    found = behind(warehouse, facts.view, METRIC, facts.last)
    if found is None or not found.told or (not found.cases and "service" not in roster.with_cases(warehouse)):
        return None
    return replace(found, cases=tuple(sorted(found.cases, key=by_tier)))


def card(shown: Cases, frame: Frame, words: Words) -> Card:
    """The list, the most valued customers first and of each tier the oldest case."""
    cases = shown.cases
    title = words.many(
        len(cases), "One case open for more than {days} days", "{n} cases open for more than {days} days", days=OLD_DAYS
    )
    tiers = Counter(case.tier for case in cases if case.tier)
    first = cases[0].tier if cases else ""
    if first and tiers[first] < len(cases):
        title = words("{said}; {n} of the {tier} tier", said=title, n=tiers[first], tier=words.name(first).lower())
    elif first:
        title = words("{said}, of the {tier} tier", said=title, tier=words.name(first).lower())
    if not cases:
        title = words("Cases open for more than {days} days: none", days=OLD_DAYS)
    reason = words("Of those that wait, the ones opened before the last {days} days are counted here.", days=OLD_DAYS)
    subtitle = words(
        "Service · at the close of {day} · by tier, then the oldest · minutes: open ones of the calendar agreed",
        day=words.short_day(shown.day),
    )
    why = words.error(shown.why) if shown.why else ""
    return Card(
        key="old_cases",
        title=title,
        subtitle=subtitle,
        body=table(cases, title, words) if cases else Empty(title, reason),
        footer=frame.footer(words, [METRIC], len(cases), *([why] if why else [])),
        alt=title if cases else f"{title}. {reason}",
        definitions=(definition(metric_of(METRIC), words),),
    )
