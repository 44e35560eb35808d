"""The page of the customer's journey, in the last closed month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from crm_metrics.access import EVERYTHING
from crm_metrics.boards import freshness
from crm_metrics.boards.core import Board, Card, Chip, Empty, Filter, View
from crm_metrics.boards.empty import empty_card, not_permitted, nothing_loaded, nothing_within, without_rows
from crm_metrics.boards.facts import BoardCard, BoardFacts, with_cards, written
from crm_metrics.boards.filters import asked_processes, months_and_tiers, of_processes, permitted, process_filter
from crm_metrics.boards.journey import exits, followup, paths, stages, stays, touchpoints, voice
from crm_metrics.periods import last_month
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words


@dataclass(frozen=True, kw_only=True)
class JourneyFacts(BoardFacts):
    """What the page knows, in no language."""

    every: ClassVar[str] = "month"


CARDS: tuple[BoardCard[BoardFacts], ...] = (  # in reading order
    stages,
    touchpoints,
    paths,
    followup,
    voice,
    exits,
    stays,
)


def gather(warehouse: Warehouse, view: View) -> JourneyFacts:
    """The journey in the last closed month through the day that the view asks for."""
    around = freshness.around(warehouse, view)
    if around.whole is None or not permitted(view.scope, view.process):
        return JourneyFacts(view=view, frame=around)
    view = of_processes(view)
    month = last_month(min(view.until or around.whole, around.whole))
    return with_cards(warehouse, JourneyFacts(view=view, frame=around, period=month), CARDS)


def board(facts: JourneyFacts, words: Words) -> Board:
    """The page in the reader's language."""
    around = facts.frame
    return Board(
        key="journey",
        title=words("Customer journey"),
        period=words.month(facts.first) if facts.period else "",
        state=Chip("closed", words("month closed")) if facts.period else Chip("empty", words("no data")),
        summary=(),
        tiles=(),
        cards=_blocked(facts, words) or written(facts, words),
        freshness=around.freshness(words),
        notices=around.notices(words),
        filters=_filters(facts, words),
        omits=bool(around.left_out),
        takes=("process",),
    )


def _filters(facts: JourneyFacts, words: Words) -> tuple[Filter, ...]:
    months = months_and_tiers(facts.frame, facts.view, facts.period, words)
    return (*months[:1], process_filter(facts.frame.processes, facts.view, words), *months[1:]) if months else ()


def _blocked(facts: JourneyFacts, words: Words) -> tuple[Card, ...]:
    """The cards in place of the page when there is nothing to show."""
    view = facts.view
    if view.process and not permitted(view.scope, view.process):
        return (not_permitted(view.process, words),)
    if facts.period is None:
        return (nothing_loaded(words),)
    if facts.cards:
        return ()
    if view.where or asked_processes(view):
        return (without_rows(view, words),)
    if facts.view.scope != EVERYTHING:
        return (nothing_within(facts.view, words),)
    fact = words("The data tell nothing of the journey yet")
    reason = words(
        "It is read from customers with their stage (customer.csv), from touchpoints (touchpoint.csv), and from "
        "who left and why (subscription.csv or order_line.csv)."
    )
    return (empty_card("no_data", Empty(fact, reason)),)
