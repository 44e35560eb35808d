"""What a board knows, in no language: who asks, which period is shown, what several of its parts read, and its cards.

A card of a board is a module of `boards.cards` that has two functions; a board lists its cards once, in reading order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, ClassVar, Literal, Protocol, TypeVar

from crm_metrics.analysis.forecast import Forecast
from crm_metrics.analysis.signals import Kind
from crm_metrics.boards.core import Card, View
from crm_metrics.boards.freshness import Frame, Hole
from crm_metrics.boards.layout import Place
from crm_metrics.boards.noting.kept import BoardNote
from crm_metrics.boards.noting.marking import noted
from crm_metrics.boards.restarts.marking import told
from crm_metrics.boards.series import Indicator, Series
from crm_metrics.periods import Period
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

NAMED = 3  # teams or people that a sentence names; of more it says how many there are besides
KINDS: tuple[Kind, ...] = ("worse", "better", "watch", "routine", "small")  # which of two series leads
FactsContra = TypeVar("FactsContra", contravariant=True)
Facts = TypeVar("Facts", bound="BoardFacts")


class BoardCard(Protocol[FactsContra]):
    """A card of a board: a module of `boards.cards`, or an object where one module serves several places."""

    def gather(self, warehouse: Warehouse, facts: FactsContra, /) -> Any:
        """What the card shows, in no language; None where it has nothing to show."""

    def card(self, shown: Any, frame: Frame, words: Words, /) -> Card:
        """The card in the reader's language."""


@dataclass(frozen=True, kw_only=True)
class BoardFacts:
    """What every board knows. It is cached, so there is no language in it."""

    every: ClassVar[str]
    """The board's rhythm: "day", "week" or "month"."""
    view: View
    """What the reader asks the board to show."""
    frame: Frame
    """How far the data reach, and whose they are."""
    period: Period | None = None
    """The period shown; None where there is none to show."""
    empty: tuple[Place, ...] = ()
    """The places of the board that the company's data leave empty."""
    place: tuple[str, ...] = ()
    """What the reader is bound to: names of people, teams or areas, else ids of processes; () for the whole company."""
    cards: tuple[tuple[BoardCard[Any], Any], ...] = ()
    """The cards in reading order, each with what it shows."""
    notes: tuple[BoardNote, ...] = ()
    """What people noted, within what the reader may see, by day; empty on a board without charts over time."""

    @property
    def first(self) -> date:
        """The first day shown; asked only of a board that shows a period."""
        return self._shown.first

    @property
    def last(self) -> date:
        """The last day shown; asked only of a board that shows a period."""
        return self._shown.last

    @property
    def _shown(self) -> Period:
        if self.period is None:
            raise ValueError("this board shows no period")
        return self.period


def with_cards(warehouse: Warehouse, facts: Facts, cards: Sequence[BoardCard[Facts]]) -> Facts:
    """The facts with what each card shows; a card that has nothing to show is left out."""
    facts = replace(facts, place=place_of(warehouse, facts.view))
    gathered = [(card, card.gather(warehouse, facts)) for card in cards]
    return replace(facts, cards=tuple((card, shown) for card, shown in gathered if shown is not None))


def written(facts: BoardFacts, words: Words) -> tuple[Card, ...]:
    """The cards of a board in the reader's language, in reading order; those of a scope say whose they are."""
    cards = told(card.card(shown, facts.frame, words) for card, shown in facts.cards)
    cards = noted(cards, facts.notes, facts.view, words)
    return of_place(cards, place_text(facts.place, words))


def of_place(cards: Iterable[Card], place: str) -> tuple[Card, ...]:
    """The cards, each saying whose it is; "" where nobody's part is meant."""
    if not place:
        return tuple(cards)
    return tuple(
        replace(
            card,
            subtitle=f"{place} · {card.subtitle}" if card.subtitle else "",
            on_paper=f"{place} · {card.on_paper}" if card.on_paper else "",
        )
        for card in cards
    )


def placed(sentence: str, place: tuple[str, ...], words: Words) -> str:
    """A sentence that begins with whose it is, where the reader is bound to a part of the company."""
    return words("In {place}: {sentence}", place=place_text(place, words), sentence=sentence) if place else sentence


def place_text(place: tuple[str, ...], words: Words) -> str:
    """The names of a place, the first of many; "" for the whole company."""
    more = len(place) - NAMED
    return ", ".join(words.name(name) for name in place[:NAMED]) + (f" +{more}" if more > 0 else "")


def place_of(warehouse: Warehouse, view: View) -> tuple[str, ...]:
    """The people, teams, areas or processes that a view is bound to, the narrowest that it names."""
    scope = view.scope
    people = roster.people(warehouse, scope) if scope.agents else {}
    agents = tuple(roster.agent_name(people, agent) for agent in scope.agents or ())
    asked = tuple(value for name, value in view.where if name == "team")
    return agents or asked or scope.teams or scope.areas or scope.processes or ()


@dataclass(frozen=True, kw_only=True)
class Item:
    """Something to attend."""

    kind: Literal["signal", "cases", "clocks", "missing"]
    """What it is: a metric that got worse, old cases, cases about to run out of time, or a missing day."""
    score: float
    """The customers that it touches in a day, weighted by tier: the list's order."""
    process: str
    """The process that it belongs to."""
    team: str = ""
    """The team that it concerns or that holds most of it; "" where none is known."""
    series: Series | None = None
    """Of a signal: what moved."""
    tier: str = ""
    """Of old cases: whose."""
    count: int = 0
    """Of old cases and of clocks: how many."""
    held: int = 0
    """Of old cases: how many of them the team holds."""
    oldest: int | None = None
    """Of old cases: the days for which the oldest has been open."""
    day: date | None = None
    """Of old cases and of clocks: the day at whose close they were counted."""
    hole: Hole | None = None
    """Of missing data: the day."""

    @property
    def whole(self) -> bool:
        """Whether all that it counts is the team's."""
        return self.kind != "cases" or self.held == self.count


@dataclass(frozen=True, kw_only=True)
class DailyFacts(BoardFacts):
    """What the supervisor's board knows."""

    every: ClassVar[str] = "day"
    active: date | None = None
    """The last day with rows of this process."""
    tiles: tuple[Series, ...] = ()
    """What the tiles show, in reading order, each with its goal where it has one."""
    worst: Series | None = None
    """The series that the control chart shows."""
    items: tuple[Item, ...] = ()
    """What to attend, the worst of each kind first."""
    judged: int = 0
    """The teams that could be judged."""
    holes: tuple[Hole, ...] = ()
    """The days on which a process lacks its contacts, latest first."""
    teams: tuple[str, ...] = ()
    """The teams that may be chosen, by name."""
    areas: tuple[tuple[str, str], ...] = ()
    """The area of each team."""

    @property
    def focus(self) -> str:
        """The process that hours and agents are shown of: the one asked for, else that of the worst series."""
        worst = self.worst.indicator.process if self.worst else None
        return self.view.process or worst or "service"


@dataclass(frozen=True)
class ProcessLine:
    """One process: its result and its satisfaction; None where the company's data can't tell."""

    process: str
    result: Series | None
    satisfaction: Series | None

    @property
    def told(self) -> tuple[Series, ...]:
        """What it has of the two."""
        return tuple(series for series in (self.result, self.satisfaction) if series is not None)

    @property
    def half(self) -> bool:
        """Whether only one of the two was judged."""
        return sum(series.signal.kind != "small" for series in self.told) == 1

    @property
    def leading(self) -> Series | None:
        """The one that decides what is said of the process: a decline first, then an improvement, then a warning."""
        return min(self.told, key=lambda series: KINDS.index(series.signal.kind), default=None)

    @property
    def kind(self) -> Kind:
        """The one word for the process, used by every sentence of the page."""
        return self.leading.signal.kind if self.leading else "small"


def kinds(lines: Sequence[ProcessLine]) -> Mapping[str, Kind]:
    """The word for each process."""
    return {line.process: line.kind for line in lines}


@dataclass(frozen=True, kw_only=True)
class WeeklyFacts(BoardFacts):
    """What the manager's board knows."""

    every: ClassVar[str] = "week"
    lines: tuple[ProcessLine, ...] = ()

    @property
    def told(self) -> tuple[Series, ...]:
        """Every series of the processes."""
        return tuple(series for line in self.lines for series in line.told)


@dataclass(frozen=True)
class PlannedMonth:
    """A month of a result: its first day, what it brought, what was planned, and the same month a year before."""

    start: date
    actual: float | None
    plan: float | None
    before: float | None

    @property
    def variance(self) -> float | None:
        """The actual less the plan; None without either."""
        return None if self.actual is None or self.plan is None else self.actual - self.plan


@dataclass(frozen=True)
class Year:
    """One metric by month, oldest first; n: the rows behind all of it. running: the month after them, foretold."""

    indicator: Indicator
    months: tuple[PlannedMonth, ...]
    n: int | None
    running: tuple[PlannedMonth, Forecast] | None = None


@dataclass(frozen=True, kw_only=True)
class MonthlyFacts(BoardFacts):
    """What the executive's board knows."""

    every: ClassVar[str] = "month"
    later: bool = False
    """Whether the last closed month is not the one shown, for it holds no row of the leading metrics."""
    young: bool = False
    """Whether nobody could leave yet in some month that is read."""
    series: Mapping[Indicator, Series] = field(default_factory=dict)
    """Whatever the data can tell of the metrics of the board, over the months."""
    tiles: tuple[Series, ...] = ()
    """What the tiles show, in reading order, each with its goal where it has one."""
    churn: Series | None = None
    """Of the whole book."""
    payments: Series | None = None
    """Failed payments among the departures of the whole book."""
    tier: tuple[str, Series] | None = None
    """The tier whose churn really rose and took most customers, with its series."""
    year: Year | None = None
    """Twelve months of the leading result against plan and last year; None where no such result can be told."""
    objectives: tuple[Series, ...] = ()
    """The results of the month that can have an objective, each with its own."""

    @property
    def leading(self) -> Series:
        """The result that the summary begins with: that of the plan, where it has an objective, else the first tile."""
        planned = self.year.indicator if self.year is not None else None
        return next((series for series in self.objectives if series.indicator == planned), self.tiles[0])

    @property
    def measured(self) -> tuple[Series, ...]:
        """Every number that a decision could be asked about: tiles, objectives, churn, each once."""
        more = [series for series in (self.churn, self.payments) if series is not None]
        known = {series.indicator: series for series in (*self.tiles, *self.objectives, *more)}
        return tuple(known.values())
