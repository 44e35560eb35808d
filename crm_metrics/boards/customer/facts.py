"""What the page of a customer knows, in no language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from crm_metrics.boards.customer.measures import CustomerNumbers
from crm_metrics.boards.facts import BoardFacts
from crm_metrics.boards.filters import asked_processes
from crm_metrics.boards.persons import masking
from crm_metrics.warehouse.dossier.person import LastContact, Person
from crm_metrics.warehouse.roster import Agent
from crm_metrics.words import Words

PART = 50  # events of the timeline that stand on one page


@dataclass(frozen=True, kw_only=True)
class CustomerFacts(BoardFacts):
    """What every card of the page is made from."""

    every: ClassVar[str] = "month"
    asked: str = ""
    """The id that was asked for; "" for none."""
    person: Person | None = None
    """Who it is; None where there is no such customer in the reader's part."""
    spoken: LastContact | None = None
    """The last contact in person."""
    measured: CustomerNumbers | None = None
    """Every metric of the page; None before there are data."""
    events: Mapping[str, int] = field(default_factory=dict)
    """How many events each process has; "" for those of none."""
    part: int = 1
    """Which page of the timeline is shown, from 1."""
    people: Mapping[str, Agent] = field(default_factory=dict)
    """The agents whom the reader may see."""
    places: Mapping[str, str] = field(default_factory=dict)
    """The names of the touchpoints."""
    payer: str = ""
    """How the customer paid what fell due in the year before; "" where nobody knows."""
    lagging: str = ""
    """In what the customer lags behind its peers; "" for nothing, or where nobody knows."""

    @property
    def known(self) -> Person:
        """The customer; asked only where there is one."""
        if self.person is None:
            raise ValueError("this page shows no customer")
        return self.person

    @property
    def shown(self) -> int:
        """The events of the processes that are chosen, else all of them."""
        return sum(self.events.get(one, 0) for one in asked_processes(self.view) or self.events)


def label(one: Person, personal: bool, words: Words) -> str:
    """What a customer is called: the name for whom may see it, else the id or what stands in its place."""
    if personal and one.name:
        return one.name
    return words("Customer {id}", id=masking.key_of(one.id, personal=personal))
