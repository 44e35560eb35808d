"""The page of a board of one's own: what was chosen, in the order in which its reader put it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from crm_metrics.access import Scope
from crm_metrics.boards import freshness
from crm_metrics.boards.chosen import listing
from crm_metrics.boards.chosen.listing import ChosenNames
from crm_metrics.boards.chosen.reading import ChosenReading, read
from crm_metrics.boards.chosen.selection import MOST, OWN, PAGE, chosen, title_of
from crm_metrics.boards.core import Board, Card, Chip, Empty, Filter, View
from crm_metrics.boards.empty import empty_card, nothing_loaded
from crm_metrics.boards.facts import BoardFacts, of_place, place_of, place_text, placed
from crm_metrics.boards.filters import permitted
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words


@dataclass(frozen=True, kw_only=True)
class ChosenFacts(BoardFacts):
    """What the page knows of the metrics chosen."""

    every: ClassVar[str] = "week"
    day: date | None = None
    """The day by which their last periods had ended; None while nothing is loaded."""
    readings: tuple[ChosenReading, ...] = ()
    """What each says, in the order of the board."""
    more: int = 0
    """How many more a link asks for than a board holds."""
    points: Mapping[str, str] = field(default_factory=dict)
    """What touchpoints are called, as far as the reader may learn it."""

    @property
    def beyond(self) -> int:
        """How many are of a part that is not the reader's."""
        return sum(one.why == "beyond" for one in self.readings)

    @property
    def told(self) -> tuple[ChosenReading, ...]:
        """Those that have a value."""
        return tuple(one for one in self.readings if one.series is not None)


def gather(warehouse: Warehouse, view: View) -> ChosenFacts:
    """What the metrics that the view asks for come to."""
    around = freshness.around(warehouse, view)
    if around.whole is None:
        return ChosenFacts(view=view, frame=around)
    asked, day = chosen(view), min(view.until or around.whole, around.whole)
    return ChosenFacts(
        view=view,
        frame=around,
        place=place_of(warehouse, View(scope=view.scope)),
        day=day,
        readings=read(warehouse, view, day, asked[:MOST]),
        more=len(asked[MOST:]),
        points=touchpoints(warehouse, view.scope),
    )


def touchpoints(warehouse: Warehouse, scope: Scope, process: str = "") -> Mapping[str, str]:
    """The touchpoints of the processes of a reader, by id; none for who is bound to people, teams or areas.

    process: of this one alone.
    """
    if scope.areas or scope.teams or scope.agents:
        return {}
    points = (one for one in roster.points(warehouse) if process in ("", one.process))
    return {one.id: one.name for one in points if permitted(scope, one.process)}


def board(facts: ChosenFacts, words: Words) -> Board:
    """The page in the reader's language."""
    around, names = facts.frame, ChosenNames(words, facts.points)
    return Board(
        key=PAGE,
        title=title_of(facts.view) or words("Own board"),
        period=words("through {day}", day=facts.day) if facts.day else "",
        state=Chip("closed", words("closed")) if facts.told else Chip("empty", words("no data")),
        summary=_summary(facts, names),
        tiles=listing.tiles(facts.readings, around, names),
        cards=_cards(facts, names),
        freshness=around.freshness(words),
        notices=(*_left_out(facts, words), *around.notices(words)),
        filters=_filters(facts, words),
        omits=bool(around.left_out),
        takes=OWN,
        own=OWN,
    )


def _summary(facts: ChosenFacts, names: ChosenNames) -> tuple[str, ...]:
    """What really changed, by name."""
    if not facts.told:
        return ()
    words = names.words
    by_kind = {
        kind: [names.metric(one.asked) for one in facts.told if one.series and one.series.signal.kind == kind]
        for kind in ("worse", "better", "watch")
    }
    said = {
        "worse": words("Really got worse: {names}.", names=words.listed(by_kind["worse"])),
        "better": words("Really got better: {names}.", names=words.listed(by_kind["better"])),
        "watch": words("To be watched: {names}.", names=words.listed(by_kind["watch"])),
    }
    changed = [said[kind] for kind, of_it in by_kind.items() if of_it]
    first, *rest = changed or [listing.title_of(facts.told, words) + "."]
    return (placed(first, facts.place, words), *rest)


def _cards(facts: ChosenFacts, names: ChosenNames) -> tuple[Card, ...]:
    words = names.words
    if facts.day is None:
        return (nothing_loaded(words),)
    if not facts.readings:
        fact = words("This board has no metric yet")
        how = words(
            "Add up to {most} above, each with its rhythm and its part; then save the view under a name.", most=MOST
        )
        return (empty_card("no_metric", Empty(fact, how)),)
    if facts.beyond == len(facts.readings):
        fact = words("This board is of parts that are not yours to see")
        return (empty_card("nothing_within", Empty(fact, words("Ask whoever keeps the access file for it."))),)
    table = (listing.card(facts.told, facts.frame, names),) if facts.told else ()
    return of_place((*table, *listing.untold(facts.readings, facts.frame, names)), place_text(facts.place, words))


def _left_out(facts: ChosenFacts, words: Words) -> tuple[str, ...]:
    """What of the board is not shown: of a part that is not the reader's, and more than it holds."""
    said = []
    if facts.beyond:
        said.append(
            words.many(
                facts.beyond,
                "One metric of this board is of a part that is not yours to see; it is left out.",
                "{n} metrics of this board are of parts that are not yours to see; they are left out.",
            )
        )
    if facts.more:
        said.append(
            words(
                "A board holds {most} metrics; this link asks for {n} more, which are left out.",
                most=MOST,
                n=facts.more,
            )
        )
    return tuple(said)


def _filters(facts: ChosenFacts, words: Words) -> tuple[Filter, ...]:
    if facts.day is None:
        return ()
    return (
        Filter(key="until", label=words("To"), everything="", choices=(), chosen=(facts.day.isoformat(),), day=True),
    )
