"""How long customers stay, by tier: who leaves, who is still there after three months and a year, who comes back."""

from __future__ import annotations

from crm_metrics.boards.core import Card
from crm_metrics.boards.facts import BoardFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.layout import tier_place
from crm_metrics.boards.process.cuts import Compared, compared, ordered, table
from crm_metrics.boards.series import Indicator
from crm_metrics.boards.telling import sentences
from crm_metrics.metrics.readings import value_of
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

SURVIVAL = "survival_at_365"
STAY = ("customer_churn_rate", "survival_at_90", SURVIVAL, "median_lifetime", "save_rate", "win_back_rate")


def gather(warehouse: Warehouse, facts: BoardFacts) -> Compared | None:
    """The tiers that tell anything; None where there are none."""
    columns = tuple((Indicator(name, "retention"),) for name in STAY)
    found = compared(warehouse, facts, columns, "tier", process="retention")
    if found is None or STAY[0] not in found.metrics:
        return None
    return ordered(found, key=lambda one, _: tier_place(one))


def card(shown: Compared, frame: Frame, words: Words) -> Card:
    """A row for each tier."""
    return table(shown, frame, words, key="stay", title=_title(shown, words), first=words("Tier"))


def _title(shown: Compared, words: Words) -> str:
    """Of the tiers that are told, which one keeps fewest customers through a year."""
    place = shown.metrics.index(SURVIVAL) if SURVIVAL in shown.metrics else None
    told = {} if place is None else {
        one: value for one, row in zip(shown.ids, shown.readings, strict=True)
        if (kept := row[place]) is not None and kept.complete and (value := value_of(kept)) is not None
    }  # fmt: skip
    if len(told) < 2:
        return words("How long customers stay, by tier")
    tier = min(told, key=lambda one: told[one])
    return words("{share} of tier {tier} are still there after a year, the least of {n} tiers",
                 share=words.percent(told[tier], 0), tier=sentences.named_inside(tier, words), n=len(told))  # fmt: skip
