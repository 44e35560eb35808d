"""Who a customer is: what the company says of it, who answers for it, and when somebody last spoke with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crm_metrics.boards.core import Card, FactSheet
from crm_metrics.boards.customer.facts import CustomerFacts, label
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.persons import masking
from crm_metrics.warehouse.dossier.person import LastContact, Person
from crm_metrics.warehouse.roster import agent_name
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words


@dataclass(frozen=True, kw_only=True)
class Identity:
    """A customer as the card shows it."""

    person: Person
    """Who it is."""
    manager: str
    """The name of the account manager; "" for none."""
    spoken: LastContact | None
    """The last contact in person; None without one."""
    contacts: bool
    """Whether contacts are loaded at all."""
    by: str
    """Who spoke with it."""
    day: date
    """The last day with data."""
    personal: bool
    """Whether the reader may see personal data."""


def gather(warehouse: Warehouse, facts: CustomerFacts) -> Identity | None:
    """The customer; None before there are data."""
    if facts.frame.latest is None:
        return None
    return Identity(
        person=facts.known,
        manager=agent_name(facts.people, facts.known.manager),
        spoken=facts.spoken,
        contacts=warehouse.loaded("interaction") is not None,
        by=agent_name(facts.people, facts.spoken.agent) if facts.spoken else "",
        day=facts.frame.latest,
        personal=facts.view.personal,
    )


def card(shown: Identity, frame: Frame, words: Words) -> Card:
    """The sheet of what is known, and of what nobody told."""
    one, none = shown.person, words("not told")
    said = [
        (words("Id"), masking.key_of(one.id, personal=shown.personal)),
        (words("Tier"), words.name(one.tier) if one.tier else none),
        (words("Segment"), one.segment or none),
        (words("Life-cycle stage"), words.name(one.stage) if one.stage else none),
        (words("Type of relationship"), words.name(one.relation) if one.relation else none),
        (words("Reputation"), words.name(one.reputation) if one.reputation else none),
        (words("Region"), one.region or none),
        (words("Account manager"), shown.manager or words("nobody is named")),
        (words("Customer since"), words.day(one.since) if one.since else none),
        (words("Last personal contact"), spoken(shown, words)),
        (words("Contact data"), reached(shown, words)),
    ]
    title = label(one, shown.personal, words)
    if not one.listed:
        said.append((words("Not in the list"), words("no list of customers has it: it is known from its rows alone")))
    return Card(
        key="identity",
        title=words("Who {customer} is", customer=title),
        subtitle=words("As of now · personal contact: spoken with somebody of the company, no message and no machine"),
        body=FactSheet(tuple(said)),
        footer=frame.rows_footer(
            words, [*(["customer"] if one.listed else []), *(["interaction"] if shown.spoken else [])]
        ),
        alt=title,
    )


def spoken(shown: Identity, words: Words) -> str:
    """When somebody last spoke with a customer, how long ago, how, and who."""
    last = shown.spoken
    if last is None:
        if not shown.contacts:
            return words("it would be told by {files}", files="interaction.csv")
        return words("none is recorded")
    ago = words.many((shown.day - last.day).days, "one day ago", "{n} days ago")
    said = [words.day(last.day), ago, words.name(last.channel) if last.channel else "", shown.by]
    return " · ".join(filter(None, said))


def reached(shown: Identity, words: Words) -> str:
    """The e-mail and telephone for whom may see them; for others which of them there are."""
    one = shown.person
    if not one.email and not one.phone:
        return words("not told")
    if shown.personal:
        return " · ".join(filter(None, (one.email, one.phone)))
    kinds = [word for word, told in ((words("e-mail"), one.email), (words("telephone"), one.phone)) if told]
    return words(
        "{kinds}, masked: your entry of the access file does not show personal data", kinds=words.listed(kinds)
    )
