"""The page of one customer: the file that whoever attends opens before speaking with it."""

from __future__ import annotations

from dataclasses import replace

from crm_metrics.access import EVERYTHING, PROCESSES
from crm_metrics.boards import freshness
from crm_metrics.boards.core import Board, Card, Chip, Empty, Filter, View
from crm_metrics.boards.customer import identity, offer, risk, tables, timeline, waiting
from crm_metrics.boards.customer.facts import PART, CustomerFacts, label
from crm_metrics.boards.customer.measures import measured, windows
from crm_metrics.boards.customer.tables import NumberTable
from crm_metrics.boards.empty import empty_card, not_permitted, nothing_loaded
from crm_metrics.boards.facts import BoardCard, with_cards, written
from crm_metrics.boards.filters import asked_processes, one_of, permitted, process_filter
from crm_metrics.boards.persons import masking
from crm_metrics.boards.series import Indicator, collect
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.dossier import events
from crm_metrics.warehouse.dossier.person import last_contact, person
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

CARDS: tuple[BoardCard[CustomerFacts], ...] = (  # in reading order
    identity,
    waiting,
    risk,
    NumberTable("value"),
    NumberTable("credit"),
    NumberTable("loyalty"),
    NumberTable("exchange"),
    offer,
    timeline,
)
OWN = ("customer", "part", "process")  # its numbers name their customer themselves, and are of every process
MEASURES = (*waiting.MEASURES, *risk.MEASURES, *(one for side in tables.MEASURES.values() for one in side))


def gather(warehouse: Warehouse, view: View) -> CustomerFacts:
    """All that the reader may know of the customer that the view asks for."""
    around = freshness.around(warehouse, view)
    asked = next((value for name, value in view.where if name == "customer"), "")
    facts = CustomerFacts(view=view, frame=around, asked=asked)
    days = windows(around)
    if days is None or not asked or not permitted(view.scope, view.process):
        return facts
    ids = masking.ids_of(warehouse, asked)
    found = next((one for one in (person(warehouse, each, view.scope) for each in ids) if one is not None), None)
    if found is None:
        return facts
    counts = events.counted(warehouse, found.id, view.scope)
    facts = replace(
        facts,
        person=found,
        spoken=last_contact(warehouse, found.id, view.scope),
        measured=measured(warehouse, found.id, MEASURES, days, view),
        events=counts,
        people=roster.people(warehouse, view.scope),
        places=roster.touchpoints(warehouse),
        payer=_own(warehouse, facts, found.id, "exposure_by_payer", "payer"),
        lagging=_own(warehouse, facts, found.id, "growth_potential", "potential_reason"),
    )
    facts = replace(facts, part=_part(view, facts.shown))
    return with_cards(warehouse, facts, CARDS)


def _own(warehouse: Warehouse, facts: CustomerFacts, customer: str, metric: str, dimension: str) -> str:
    """In which group of a metric's own dimension a customer stands at the last close; "" for none."""
    days = windows(facts.frame)
    if days is None:
        return ""
    found = collect(
        warehouse, [Indicator(metric)], every="month", since=days.month[0], until=days.month[1], by=(dimension,),
        where={"customer": [customer]}, scope=facts.view.scope,
    )  # fmt: skip
    readings = [one for result in found.values() for one in result.readings if one.n]
    return str(readings[0].groups[0] or "") if readings else ""


def _part(view: View, shown: int) -> int:
    """Which page of the timeline is asked for; the last one where there are fewer."""
    text = next((value for name, value in view.where if name == "part"), "1")
    asked = int(text) if text.isdecimal() and len(text) < 9 else 1
    return min(max(asked, 1), max(-(-shown // PART), 1))


def board(facts: CustomerFacts, words: Words) -> Board:
    """The page in the reader's language."""
    around, found = facts.frame, facts.person
    return Board(
        key="customer",
        title=label(found, facts.view.personal, words) if found else words("Customer file"),
        period=words("data through {day}", day=around.latest) if found and around.latest else "",
        state=_state(facts, words),
        summary=_summary(facts, words),
        tiles=(),
        cards=_blocked(facts, words) or written(facts, words),
        freshness=around.freshness(words),
        notices=(*_masked(facts, words), *around.notices(words)),
        filters=_filters(facts, words),
        omits=bool(around.left_out),
        own=OWN,
    )


def _state(facts: CustomerFacts, words: Words) -> Chip:
    """Whether every source reaches the day of the page."""
    if facts.person is None:
        return Chip("empty", words("no data"))
    return Chip("stale", words("not up to date")) if facts.frame.late else Chip("closed", words("up to date"))


def _summary(facts: CustomerFacts, words: Words) -> tuple[str, ...]:
    """What it is, in one line."""
    one = facts.person
    if one is None:
        return ()
    said = [words("Tier: {tier}", tier=words.name(one.tier).lower())] if one.tier else []
    said += [words("segment: {segment}", segment=one.segment)] if one.segment else []
    said += [words("stage: {stage}", stage=words.name(one.stage).lower())] if one.stage else []
    return (" · ".join(said),) if said else ()


def _masked(facts: CustomerFacts, words: Words) -> tuple[str, ...]:
    """That names are hidden, or a part of the rows."""
    said = []
    if facts.person and not facts.view.personal and facts.person.name:
        said.append(words("Its name and contact data are masked: your entry of the access file does not show personal"
                          " data."))  # fmt: skip
    if facts.person and facts.view.scope != EVERYTHING:
        said.append(words("You see the rows of your part alone: with others this customer may have more."))
    return tuple(said)


def _filters(facts: CustomerFacts, words: Words) -> tuple[Filter, ...]:
    search = Filter(
        key="customer",
        label=words("Customer"),
        everything=words("Id of a customer"),
        choices=(),
        chosen=(facts.asked,) if facts.asked else (),
        free=True,
    )
    if facts.person is None:
        return (search,)
    pages, chosen = -(-facts.shown // PART), asked_processes(facts.view)
    known = tuple(one for one in PROCESSES if facts.events.get(one) or one in chosen)
    process = process_filter(known, facts.view, words)
    if pages < 2:
        return search, process
    parts = [(str(one), _page(one, facts.shown, words)) for one in range(1, pages + 1)]
    return search, process, one_of("part", words("Page of the timeline"), parts, str(facts.part))


def _page(one: int, count: int, words: Words) -> str:
    last = min(one * PART, count)
    return words("Timeline: {first}–{last} of {count}", first=(one - 1) * PART + 1, last=last, count=count)


def _blocked(facts: CustomerFacts, words: Words) -> tuple[Card, ...]:
    """The card in place of the page where there is no customer to show."""
    if facts.frame.latest is None:
        return (nothing_loaded(words),)
    if facts.view.process and not permitted(facts.view.scope, facts.view.process):
        return (not_permitted(facts.view.process, words),)
    if not facts.asked:
        reason = words("Open one from a list of customers, or write its id above.")
        return (empty_card("no_customer", Empty(words("Choose a customer"), reason)),)
    if facts.person is not None:
        return ()
    if facts.view.scope != EVERYTHING:
        fact = words("This customer is not in your part")
        reason = words("No row of what you may see names {id}, and no account manager of your part answers for it.",
                       id=facts.asked)  # fmt: skip
        return (empty_card("not_yours", Empty(fact, reason)),)
    fact = words("There is no customer with this id")
    reason = words("No file that is loaded names {id}: ids are written as the files have them.", id=facts.asked)
    return (empty_card("unknown_customer", Empty(fact, reason)),)
