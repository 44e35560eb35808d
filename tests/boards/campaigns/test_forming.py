"""Who of a list a campaign may reach, and the draw: the same twice, both groups apart, nobody lost."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import pytest

from crm_metrics.boards.campaigns.forming import Reachable, drawn, reachable
from crm_metrics.office.campaigns.campaign import CampaignContent
from crm_metrics.warehouse.attending.reason import Contact
from crm_metrics.warehouse.company.daylist import DayRules

CONTACTS = {
    "yes": Contact(("email",)), "no": Contact(), "shut": Contact(("email",), asked=True), "apart": Contact(("sms",)),
}  # fmt: skip
CUSTOMERS = tuple(f"c{number}" for number in range(1000))


def test_left_out_is_who_asked_who_never_agreed_and_who_is_held_out_of_another_list() -> None:
    found = reachable(["shut", "yes", "no", "apart", "nobody", "yes"], CONTACTS, DayRules(), {"apart", "shut", "no"})
    assert found == Reachable(("yes",), asked=1, consent=2, apart=1) and found.without == 4


def test_where_campaigns_need_no_consent_only_who_asked_is_left_out() -> None:
    found = reachable(CONTACTS, CONTACTS, DayRules(without_consent=frozenset(("campaign",))))
    assert found == Reachable(("yes", "no", "apart"), asked=1)
    assert reachable(CONTACTS, CONTACTS, DayRules(without_consent=frozenset(("limit",)))).consent == 1


def campaign(name: str, share: float) -> CampaignContent:
    return drawn(name, "Volver", date(2026, 12, 1), 28, share=share, asked={}, customers=CUSTOMERS)


def test_each_customer_is_in_one_group_in_the_order_of_the_list() -> None:
    content = campaign("a", 0.3)
    assert sorted((*content.listed, *content.held)) == sorted(CUSTOMERS)
    assert [one for one in CUSTOMERS if one in set(content.listed)] == list(content.listed)
    assert campaign("a", 0.3) == content and campaign("b", 0.3).held != content.held
    assert set(campaign("a", 0.1).held) < set(content.held)


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_chance_holds_out_the_share_by_a_hash_of_campaign_and_customer(share: float) -> None:
    """By hand: the first 64 bits of SHA-256 of "10:campaign a" and the id, below the share of their range."""
    held = [
        one for one in CUSTOMERS if int(sha256(f"10:campaign a{one}".encode()).hexdigest()[:16], 16) / 2**64 < share
    ]
    assert list(campaign("a", share).held) == held
    assert abs(len(held) - 1000 * share) < 4 * (1000 * share * (1 - share)) ** 0.5
