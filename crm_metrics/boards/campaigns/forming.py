"""Who of a list a campaign may reach, and whom chance holds out of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from crm_metrics.analysis.effects.holdout import held_out
from crm_metrics.office.campaigns.campaign import CampaignContent, draw_id
from crm_metrics.warehouse.attending.reason import Contact
from crm_metrics.warehouse.company.daylist import CAMPAIGN, DayRules
from crm_metrics.words import Words

NOBODY_KNOWS = Contact()


@dataclass(frozen=True)
class Reachable:
    """Who of a list may be contacted. asked, consent, apart: how many are left out, by why."""

    customers: tuple[str, ...]
    asked: int = 0
    consent: int = 0
    apart: int = 0

    @property
    def without(self) -> int:
        """How many are left out."""
        return self.asked + self.consent + self.apart


def reachable(
    customers: Iterable[str], contacts: Mapping[str, Contact], rules: DayRules, apart: Collection[str] = ()
) -> Reachable:
    """Those of a list, each once and in its order, who did not ask to be left alone and agreed to some channel.

    apart: those held out of another list. Without consent somebody is reached only where the company says that its
    campaigns need none.
    """
    kept: list[str] = []
    left = {"asked": 0, "consent": 0, "apart": 0}
    for one in dict.fromkeys(customers):
        contact = contacts.get(one, NOBODY_KNOWS)
        allowed = contact.channels or CAMPAIGN in rules.without_consent
        why = "asked" if contact.asked else "consent" if not allowed else "apart" if one in apart else ""
        if why:
            left[why] += 1
        else:
            kept.append(one)
    return Reachable(tuple(kept), **left)


def left_out(found: Reachable, words: Words) -> str:
    """How many of a list are left out, by why; "" where nobody is."""
    why = (
        (found.asked, words.many(found.asked, "one asked not to be contacted", "{n} asked not to be contacted")),
        (found.consent, words.many(found.consent, "one agrees to no channel", "{n} agree to no channel")),
        (found.apart, words.many(found.apart, "one is held out of another list", "{n} are held out of another list")),
    )
    return words.listed(said for count, said in why if count)


def drawn(
    campaign: str, name: str, begins: date, days: int, *, share: float, asked: Mapping[str, Sequence[str]],
    customers: Sequence[str],
) -> CampaignContent:  # fmt: skip
    """The campaign of these customers as its id draws it: the same for whoever draws it again."""
    held = {one for one in customers if held_out(draw_id(campaign), one, share)}
    return CampaignContent(
        name=name,
        begins=begins,
        days=days,
        share=share,
        asked=asked,
        listed=tuple(one for one in customers if one not in held),
        held=tuple(one for one in customers if one in held),
    )
