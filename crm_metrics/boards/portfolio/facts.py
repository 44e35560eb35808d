"""What the page of the portfolios knows, in no language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from crm_metrics.boards.customer.measures import Windows
from crm_metrics.boards.facts import BoardFacts
from crm_metrics.warehouse.dossier.portfolio import Managed
from crm_metrics.warehouse.roster import Agent
from crm_metrics.warehouse.shape import ShapeRules
from crm_metrics.words import Words

STALE = ShapeRules().stale_record_days  # days without a word after which a customer is forgotten (house rule)


@dataclass(frozen=True, kw_only=True)
class PortfolioFacts(BoardFacts):
    """What every card of the page is made from."""

    every: ClassVar[str] = "month"
    manager: str = ""
    """The account manager chosen; "" for all of them."""
    managers: Mapping[str, int] = field(default_factory=dict)
    """Those of the reader's part, each with the number of customers."""
    people: Mapping[str, Agent] = field(default_factory=dict)
    """The agents whom the reader may see."""
    customers: tuple[Managed, ...] = ()
    """Those of the manager chosen."""
    windows: Windows | None = None
    """Over what the numbers are asked; None before there are data."""
    contacts: bool = False
    """Whether contacts are loaded for as long as the rule has it, and the reader may see any."""
    listed: bool = False
    """Whether a list of customers is loaded."""

    @property
    def asked(self) -> Windows:
        """The windows; asked only where there are data."""
        if self.windows is None:
            raise ValueError("this page shows no day")
        return self.windows


def forgotten(spoken_on: date | None, day: date) -> bool:
    """Whether nobody has spoken with a customer for longer than the rule has it."""
    return spoken_on is None or (day - spoken_on).days > STALE


def contacts_needed(words: Words) -> str:
    """Why nobody knows with whom nobody spoke."""
    return words("With whom nobody spoke is known once contacts of {days} days are loaded", days=STALE)
