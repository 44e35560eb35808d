"""The page of the portfolios: all account managers side by side, or the customers of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from crm_metrics.access import EVERYTHING
from crm_metrics.boards import freshness
from crm_metrics.boards.core import Board, Card, Chip, Empty, Filter, View
from crm_metrics.boards.customer.measures import windows
from crm_metrics.boards.empty import empty_card, nothing_loaded
from crm_metrics.boards.facts import BoardCard, with_cards, written
from crm_metrics.boards.filters import one_of
from crm_metrics.boards.portfolio import changes, listing, people
from crm_metrics.boards.portfolio.facts import STALE, PortfolioFacts
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.dossier.events import WHOSE
from crm_metrics.warehouse.dossier.limits import conditions
from crm_metrics.warehouse.dossier.portfolio import managers, portfolio
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

CARDS: tuple[BoardCard[PortfolioFacts], ...] = (people, listing, changes)  # in reading order
OWN = ("manager",)  # its numbers name their customers and managers themselves


def gather(warehouse: Warehouse, view: View) -> PortfolioFacts:
    """The account managers of the reader's part, or the customers of the one that the view asks for."""
    around = freshness.around(warehouse, view)
    facts = PortfolioFacts(view=view, frame=around, windows=windows(around))
    if facts.windows is None:
        return facts
    known = managers(warehouse, view.scope)
    asked = next((value for name, value in view.where if name == "manager"), "")
    manager = asked if asked in known else ""
    facts = replace(
        facts,
        manager=manager,
        managers=known,
        people=roster.people(warehouse, view.scope),
        customers=portfolio(warehouse, manager, view.scope) if manager else (),
        contacts=_contacts(warehouse, view, facts.asked.day),
        listed=warehouse.loaded("customer") is not None,
    )
    return with_cards(warehouse, facts, CARDS)


def _contacts(warehouse: Warehouse, view: View, day: date) -> bool:
    """Whether the contacts that the reader may see are known for as long as the rule has it."""
    reach = warehouse.loaded("interaction")
    if reach is None or reach.first is None or conditions(view.scope, WHOSE) is None:
        return False
    return reach.first <= day - timedelta(days=STALE)


def board(facts: PortfolioFacts, words: Words) -> Board:
    """The page in the reader's language."""
    around = facts.frame
    name = roster.agent_name(facts.people, facts.manager)
    found = bool(facts.cards)
    return Board(
        key="portfolio",
        title=words("Portfolio of {name}", name=name) if facts.manager else words("Portfolio of each account manager"),
        period=words("data through {day}", day=around.latest) if found and around.latest else "",
        state=_state(facts, words),
        summary=(),
        tiles=(),
        cards=_blocked(facts, words) or written(facts, words),
        freshness=around.freshness(words),
        notices=(*_parted(facts, words), *around.notices(words)),
        filters=_filters(facts, words),
        omits=bool(around.left_out),
        own=OWN,
    )


def _state(facts: PortfolioFacts, words: Words) -> Chip:
    if not facts.cards:
        return Chip("empty", words("no data"))
    return Chip("stale", words("not up to date")) if facts.frame.late else Chip("closed", words("up to date"))


def _parted(facts: PortfolioFacts, words: Words) -> tuple[str, ...]:
    """That a reader of a part sees the contacts of that part alone."""
    if facts.view.scope == EVERYTHING or not facts.cards:
        return ()
    return (
        words("You see the account managers of your part, and of their customers the contacts of your part alone."),
    )


def _filters(facts: PortfolioFacts, words: Words) -> tuple[Filter, ...]:
    if not facts.managers:
        return ()
    named = {one: roster.agent_name(facts.people, one) for one in facts.managers}
    listed = sorted(named.items(), key=lambda pair: (pair[1], pair[0]))
    every = words("All account managers")
    return (one_of("manager", words("Account manager"), listed, facts.manager, everything=every),)


def _blocked(facts: PortfolioFacts, words: Words) -> tuple[Card, ...]:
    """The card in place of the page where nobody answers for a customer."""
    if facts.frame.latest is None:
        return (nothing_loaded(words),)
    if facts.managers:
        return ()
    if facts.view.scope != EVERYTHING:
        fact = words("No account manager of your part answers for a customer")
        reason = words("Account managers are the people whom the list of customers names.")
        return (empty_card("no_managers", Empty(fact, reason)),)
    fact = words("Customers with an account manager: none")
    reason = words("The list of customers names nobody: its column {column} would say who answers for each.",
                   column="owner_agent_id")  # fmt: skip
    if not facts.listed:
        reason = words("It would be told by {files}.", files="customer.csv")
    return (empty_card("no_managers", Empty(fact, reason)),)
