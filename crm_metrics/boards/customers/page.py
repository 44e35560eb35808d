"""The page of customers: the matrix of segments with its lists, rankings, what to offer, whom to stir, the search."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from crm_metrics.boards import freshness
from crm_metrics.boards.core import Board, Card, Chip, Empty, Filter, View
from crm_metrics.boards.customers import (
    campaigning,
    crossing,
    dealt,
    growing,
    listing,
    matrix,
    ranking,
    search,
    stimulus,
)
from crm_metrics.boards.customers.apart import Listed, without
from crm_metrics.boards.customers.campaigning import CampaignRegister
from crm_metrics.boards.customers.crossing import Crossing
from crm_metrics.boards.customers.dealt import Dealt
from crm_metrics.boards.customers.growing import Growing
from crm_metrics.boards.customers.listing import Listing
from crm_metrics.boards.customers.matrix import SegmentMatrix
from crm_metrics.boards.customers.ranking import Rankings
from crm_metrics.boards.customers.search import SearchResult
from crm_metrics.boards.customers.selection import (
    AXES,
    CAMPAIGNS,
    CROSS,
    GROWTH,
    ORDERS,
    OWN,
    PARTS,
    RANKINGS,
    SEGMENTS,
    SPANS,
    STIMULUS,
    CustomersAsked,
    asked,
)
from crm_metrics.boards.customers.stimulus import SilentList
from crm_metrics.boards.daylist.gathering import held_today
from crm_metrics.boards.empty import empty_card, nothing_loaded, sentence
from crm_metrics.boards.facts import BoardFacts
from crm_metrics.boards.filters import months_and_tiers, one_of
from crm_metrics.metrics.behind.table import RowTable
from crm_metrics.metrics.readings import Reason
from crm_metrics.periods import last_month
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words


@dataclass(frozen=True, kw_only=True)
class CustomersFacts(BoardFacts):
    """What the page knows, in no language."""

    every: ClassVar[str] = "month"
    asked: CustomersAsked
    """What the address asks."""
    matrix: SegmentMatrix | Reason | None = None
    """The matrix of segments, or why there is none; None where another part is asked for."""
    listing: Listing | None = None
    """The customers of a cell."""
    dealt: Dealt | None = None
    """The customers whom the reader's part of the company met; None for who sees all of it."""
    rankings: Rankings | None = None
    """The rankings; None where another part is asked for."""
    crossing: Crossing | Reason | None = None
    """What to offer to whom, or why nothing; None where another part is asked for."""
    growing: Growing | Reason | None = None
    """Who could grow, or why nobody can be named; None where another part is asked for."""
    silence: SilentList | Reason | None = None
    """Who is silent, or why nobody can be named; None where another part is asked for."""
    campaigns: CampaignRegister | Reason | None = None
    """The campaigns, or why they can't be shown; None where another part is asked for."""
    found: SearchResult | None = None
    """Who was found; None where nobody is looked for."""


def gather(warehouse: Warehouse, view: View) -> CustomersFacts:
    """What the view asks, in the last closed month through its day."""
    around, wanted = freshness.around(warehouse, view), asked(view)
    if around.whole is None:
        return CustomersFacts(view=view, frame=around, asked=wanted)
    month = last_month(min(view.until or around.whole, around.whole))
    facts = CustomersFacts(view=view, frame=around, period=month, asked=wanted)
    if wanted.find:
        return replace(facts, found=search.gather(warehouse, view, wanted.find))
    if wanted.part == RANKINGS:
        return replace(facts, rankings=ranking.gather(warehouse, view, wanted, month))
    if wanted.part == CROSS:
        return replace(facts, crossing=_apart(warehouse, facts, crossing.gather(warehouse, view, wanted, month)))
    if wanted.part == GROWTH:
        return replace(facts, growing=_apart(warehouse, facts, growing.gather(warehouse, view, wanted, month)))
    if wanted.part == STIMULUS:
        return replace(facts, silence=_apart(warehouse, facts, stimulus.gather(warehouse, view, wanted, month)))
    if wanted.part == CAMPAIGNS:
        last = min(view.until or around.whole, around.whole)
        return replace(facts, campaigns=campaigning.gather(warehouse, view, wanted, last, around.whole))
    found = matrix.gather(warehouse, view, wanted, month)
    return replace(
        facts,
        matrix=found,
        listing=listing.gather(warehouse, view, wanted, found) if isinstance(found, SegmentMatrix) else None,
        dealt=dealt.gather(warehouse, view, wanted, month),
    )


def _apart(warehouse: Warehouse, facts: CustomersFacts, found: Listed | Reason) -> Listed | Reason:
    """A list that asks to do something with customers, without who is held out of the day's list."""
    return without(found, held_today(warehouse, facts.frame.whole))


def board(facts: CustomersFacts, words: Words) -> Board:
    """The page in the reader's language."""
    around = facts.frame
    return Board(
        key="customers",
        title=words("Customers"),
        period=words.month(facts.first) if facts.period else "",
        state=Chip("closed", words("month closed")) if facts.period else Chip("empty", words("no data")),
        summary=(),
        tiles=(),
        cards=_cards(facts, words),
        freshness=around.freshness(words),
        notices=around.notices(words),
        filters=_filters(facts, words),
        omits=bool(around.left_out),
        takes=OWN,
        own=OWN,
    )


def table(facts: CustomersFacts) -> RowTable:
    """The whole list that the page shows a part of, with raw values, for a file."""
    if facts.listing is not None:
        return listing.table(facts.listing, facts.frame.currency)
    if isinstance(facts.crossing, Crossing):
        return crossing.table(facts.crossing, facts.frame.currency)
    if isinstance(facts.growing, Growing):
        return growing.table(facts.growing, facts.frame.currency)
    if isinstance(facts.silence, SilentList):
        return stimulus.table(facts.silence, facts.frame.currency)
    if isinstance(facts.campaigns, CampaignRegister):
        return campaigning.table(facts.campaigns)
    return dealt.table(facts.dealt) if facts.dealt is not None else RowTable((), ())


def listed(facts: CustomersFacts) -> tuple[str, ...]:
    """The customers of the whole list that the page shows a part of; none of a part that has no list to draw from."""
    if facts.listing is not None:
        return tuple(one.customer for one in facts.listing.customers)
    if isinstance(facts.crossing, Crossing):
        return tuple(one.customer for one, _ in facts.crossing.offers)
    known = facts.growing or facts.silence
    return tuple(one.customer for one in known.customers) if isinstance(known, Growing | SilentList) else ()


def about(facts: CustomersFacts, words: Words, held: int, at: datetime) -> list[tuple[str, str]]:
    """What a file says of its list: whose, of which month, how many rows it holds, when it was written."""
    cell = listing.cell_text(facts.listing, words) if facts.listing else ""
    lines = [
        (words("Company"), facts.frame.company),
        (words("Month"), words.month(facts.first) if facts.period else ""),
        (words("Filters"), cell or words("none")),
        (words("Rows"), str(held)),
        (words("Names"), words("shown") if facts.view.personal else words("masked: they are a right of the reader")),
        (words("Time zone"), facts.frame.time_zone),
        (words("Written at"), at.isoformat(timespec="seconds")),
    ]
    return [(name, said) for name, said in lines if said]


def _cards(facts: CustomersFacts, words: Words) -> tuple[Card, ...]:
    if facts.period is None:
        return (nothing_loaded(words),)
    if facts.found is not None:
        return (search.card(facts.found, facts.frame, words),)
    if facts.rankings is not None:
        return ranking.cards(facts.rankings, facts.frame, words)
    if isinstance(facts.campaigns, CampaignRegister):
        return campaigning.cards(facts.campaigns, facts.frame, words)
    if facts.campaigns is not None:
        fact = words("Campaigns can't be shown")
        return (empty_card("no_campaign", Empty(fact, sentence(facts.campaigns, words))),)
    return _offered(facts, words) or _stirred(facts, words) or _segments(facts, words)


def _offered(facts: CustomersFacts, words: Words) -> tuple[Card, ...]:
    """What to offer to whom; no card where another part is asked for."""
    if isinstance(facts.crossing, Crossing):
        return crossing.cards(facts.crossing, facts.frame, words)
    if facts.crossing is None:
        return ()
    fact = words("What to offer to whom can't be told")
    return (empty_card("no_pairs", Empty(fact, sentence(facts.crossing, words))),)


def _stirred(facts: CustomersFacts, words: Words) -> tuple[Card, ...]:
    """Who could grow, or who is silent; no card where another part is asked for."""
    if isinstance(facts.growing, Growing):
        return (growing.card(facts.growing, facts.frame, words),)
    if isinstance(facts.silence, SilentList):
        return (stimulus.card(facts.silence, facts.frame, words),)
    reason = facts.growing or facts.silence
    if reason is None:
        return ()
    fact = words("Who could grow can't be told") if facts.growing else words("Who is silent can't be told")
    return (empty_card("nobody_named", Empty(fact, sentence(reason, words))),)


def _segments(facts: CustomersFacts, words: Words) -> tuple[Card, ...]:
    if not isinstance(facts.matrix, SegmentMatrix):
        reason = sentence(facts.matrix, words) if facts.matrix else ""
        fact = words("The matrix of segments can't be shown")
        met = (dealt.card(facts.dealt, facts.frame, words),) if facts.dealt else ()
        return (*met, empty_card("no_matrix", Empty(fact, reason)))
    if not facts.matrix.cells:
        fact = words("There are no active customers in {month}", month=words.month(facts.first))
        reason = words("A customer is active with a contract that is paid or paused, or an order in the last 365 days.")
        return (empty_card("no_customers", Empty(fact, reason)),)
    cards = [matrix.card(facts.matrix, facts.frame, words)]
    if facts.listing is not None:
        cards.append(listing.card(facts.listing, facts.frame, words))
    return tuple(cards)


def _filters(facts: CustomersFacts, words: Words) -> tuple[Filter, ...]:
    if facts.period is None:
        return ()
    month, *_ = months_and_tiers(facts.frame, facts.view, facts.period, words)
    wanted = facts.asked
    look = words("Search: name, id, e-mail, telephone") if facts.view.personal else words("Search by id")
    find = Filter(
        key="find", label=words("Search a customer"), everything=look, choices=(), free=True,
        chosen=(wanted.find,) if wanted.find else (),
    )  # fmt: skip
    texts = [(key, words(text)) for key, text in PARTS.items()]
    parts = one_of("part", words("Part of the page"), texts, wanted.part, tabs=True)
    return (find, month, *_of_part(facts, words), parts)


def _of_part(facts: CustomersFacts, words: Words) -> tuple[Filter, ...]:
    """The choices of the part shown; none where somebody is looked for."""
    if facts.rankings is not None:
        spans = [(key, words(text)) for key, text in SPANS.items()]
        return (one_of("span", words("Period"), spans, str(facts.asked.span)),)
    if isinstance(facts.campaigns, CampaignRegister):
        register = facts.campaigns
        several = campaigning.choice(register, words), listing.sheets(len(register.listed), register.sheet, words)
        return tuple(one for one in several if one is not None)
    held = _listed(facts)
    if held is not None:
        sheets = listing.sheets(*held, words)
        return (sheets,) if sheets else ()
    return _of_segments(facts, words) if facts.asked.part == SEGMENTS else ()


def _listed(facts: CustomersFacts) -> tuple[int, int] | None:
    """How many the list of a part holds, and which page of it is shown; None where the part has none."""
    if isinstance(facts.crossing, Crossing):
        return len(facts.crossing.offers), facts.crossing.sheet
    if isinstance(facts.growing, Growing):
        return len(facts.growing.customers), facts.growing.sheet
    if isinstance(facts.silence, SilentList):
        return len(facts.silence.customers), facts.silence.sheet
    return None


def _of_segments(facts: CustomersFacts, words: Words) -> tuple[Filter, ...]:
    wanted, shown = facts.asked, facts.matrix
    if not isinstance(shown, SegmentMatrix):
        held = facts.dealt
        sheets = listing.sheets(len(held.customers), held.sheet, words) if held else None
        return (sheets,) if sheets else ()
    axes = one_of("axes", words("Axes"), [(key, words(one.text)) for key, one in AXES.items()], wanted.axes.key)
    sides = [_side(key, shown, wanted, words) for key in ("row", "column")]
    order = one_of("order", words("Order"), [(key, words(text)) for key, text in ORDERS.items()], wanted.order)
    sheets = listing.sheets(len(facts.listing.customers), facts.listing.sheet, words) if facts.listing else None
    return (axes, *sides, order, *([sheets] if sheets else []))


def _side(key: str, shown: SegmentMatrix, wanted: CustomersAsked, words: Words) -> Filter:
    """The choice of a row or column of the matrix, by which the list is narrowed."""
    of_rows = key == "row"
    name, values = (wanted.axes.rows, shown.rows) if of_rows else (wanted.axes.columns, shown.columns)
    value, title = wanted.row if of_rows else wanted.column, matrix.axis(name, words)
    named = [(one, matrix.named(wanted.axes, name, one, words)) for one in values]
    return one_of(key, title, named, value or "", everything=words("{dimension}: all", dimension=title))
