"""Why customers leave, what it costs, and what of it could be won back; then how long they stay, by tier."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from crm_metrics.boards.core import Card
from crm_metrics.boards.facts import BoardFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.journey.stages import count
from crm_metrics.boards.layout import tier_place
from crm_metrics.boards.process.cuts import Compared, compared, table
from crm_metrics.boards.series import Indicator
from crm_metrics.boards.telling import sentences
from crm_metrics.metrics.readings import Reading
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

REASONS = ("departures", "churn_reason_share", "lost_revenue", "lost_revenue_share", "recoverable_revenue_share")
STAY = ("customer_churn_rate", "survival_at_90", "survival_at_365", "median_lifetime", "save_rate", "win_back_rate")


@dataclass(frozen=True)
class Exits:
    """One of the two tables: by "reason" or by "tier"."""

    dimension: str

    def gather(self, warehouse: Warehouse, facts: BoardFacts, /) -> Compared | None:
        """The rows that tell anything; None where there are none."""
        names = REASONS if self.dimension == "reason" else STAY
        columns = tuple((Indicator(name, "retention"),) for name in names)
        unknown = self.dimension == "reason"
        found = compared(warehouse, facts, columns, self.dimension, process="retention", unknown=unknown)
        if found is None or names[0] not in found.metrics:
            return None
        place = found.metrics.index(names[0])
        if unknown:
            return ordered(found, key=lambda one, row: (not one, -count(row[place])))
        return ordered(found, key=lambda one, _: tier_place(one))

    def card(self, shown: Compared, frame: Frame, words: Words, /) -> Card:
        """The table."""
        if self.dimension == "tier":
            return table(shown, frame, words, key="stay", title=words("How long customers stay, by tier"),
                         first=words("Tier"))  # fmt: skip
        place = shown.metrics.index(REASONS[0])
        counts = {one: count(row[place]) for one, row in zip(shown.ids, shown.readings, strict=True)}
        silent, first = counts.pop("", 0.0), next(iter(counts), "")
        title = words(
            "{n} of {of} customers left for: {reason}",
            n=words.number(counts.get(first, 0)),
            of=words.number(sum(counts.values()) + silent),
            reason=sentences.named_inside(first, words),
        )
        if sum(counts.values()) + silent == 1:
            title = words("The one customer who left did so for: {reason}", reason=sentences.named_inside(first, words))
        if not counts:
            title = words("No reason is recorded of those who left")
        elif silent:
            title = words("{said}; of {n} no reason is recorded", said=title, n=words.number(silent))
        return table(shown, frame, words, key="exits", title=title, first=words("Reason"))


def ordered(found: Compared, key: Callable[[str, Sequence[Reading | None]], Any]) -> Compared:
    """The same rows in another order. key: of a value of the dimension and its readings."""
    places = sorted(range(len(found.ids)), key=lambda place: key(found.ids[place], found.readings[place]))
    return replace(
        found,
        ids=tuple(found.ids[place] for place in places),
        names=tuple(found.names[place] for place in places),
        readings=tuple(found.readings[place] for place in places),
    )
