"""The manager's board: which process really changed, and where results miss their target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from crm_metrics.access import EVERYTHING
from crm_metrics.analysis import baselines
from crm_metrics.boards import freshness
from crm_metrics.boards.campaigns import measuring
from crm_metrics.boards.cards import gaps, multiples, own, ranked, relations, scorecard, unlock
from crm_metrics.boards.cards.sixtwelve import WeeksAndMonths
from crm_metrics.boards.comparing import standings, where
from crm_metrics.boards.comparing.parts import ComparedFacts, parted
from crm_metrics.boards.core import Board, Card, Chip, Choice, Filter, View
from crm_metrics.boards.daylist import lifting
from crm_metrics.boards.empty import not_permitted, nothing_loaded, nothing_within, without_rows
from crm_metrics.boards.facts import BoardCard, ProcessLine, WeeklyFacts, kinds, placed, with_cards, written
from crm_metrics.boards.filters import dimension_filter, permitted, process_filter, several_processes, within
from crm_metrics.boards.layout import SCORECARD, SIX_TWELVE, TIERS, Place, ScorecardRow
from crm_metrics.boards.noting.kept import notes_of
from crm_metrics.boards.series import Indicator, Series, arranged, asked_of, collect, scoped, with_goal
from crm_metrics.boards.telling import claims, sentences
from crm_metrics.metrics.readings import Result
from crm_metrics.periods import Period, last_week
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

CHOICES = 12  # weeks to choose from
CHARTS = tuple(WeeksAndMonths(place) for place in SIX_TWELVE)
CARDS: tuple[BoardCard[ComparedFacts], ...] = (  # in reading order
    scorecard,
    *CHARTS,
    multiples,
    ranked,
    gaps,
    where,
    standings,
    relations,
    lifting,
    measuring,
    own,
    unlock,
)


def gather(warehouse: Warehouse, view: View) -> ComparedFacts:
    """The facts of the last whole week through the day that the view asks for."""
    around = freshness.around(warehouse, view)
    if around.whole is None or not permitted(view.scope, view.process):
        return ComparedFacts(view=view, frame=around)
    seen, view = notes_of(warehouse, view.scope), several_processes(view)
    monday = last_week(min(view.until or around.whole, around.whole)).first
    sunday = monday + timedelta(days=6)
    rows = [row for row in SCORECARD if within(view, row.process)]
    since, baseline = baselines.window("week", sunday)
    results = collect(
        warehouse,
        [candidate for row in rows for place in (row.result, row.satisfaction) for candidate in place],
        every="week",
        since=since,
        until=sunday,
        where=asked_of(view),
        scope=view.scope,
        baseline=baseline,
    )
    lines = tuple(_line(warehouse, view, row, results, baseline) for row in rows)
    rows, lines = _concerned(view, rows, lines)
    week, empty = Period(monday, monday, sunday), _empty(rows, lines)
    facts = ComparedFacts(view=view, frame=around, period=week, lines=lines, empty=empty, notes=seen)
    return with_cards(warehouse, replace(facts, results=parted(warehouse, facts)), CARDS)


def _concerned(
    view: View, rows: list[ScorecardRow], lines: Sequence[ProcessLine]
) -> tuple[list[ScorecardRow], tuple[ProcessLine, ...]]:
    """The processes that concern the reader: of who is bound to people, teams or areas those that tell something."""
    told = [place for place, line in enumerate(lines) if line.told]
    if not told or not (view.scope.teams or view.scope.areas or view.scope.agents):
        return rows, tuple(lines)
    return [rows[place] for place in told], tuple(lines[place] for place in told)


def _empty(rows: Sequence[ScorecardRow], lines: Sequence[ProcessLine]) -> tuple[Place, ...]:
    """The places of results, then those of satisfaction, that nothing fills."""
    both = list(zip(rows, lines, strict=True))
    results = [row.result for row, line in both if line.result is None]
    return (*results, *(row.satisfaction for row, line in both if line.satisfaction is None))


def _line(
    warehouse: Warehouse, view: View, row: ScorecardRow, results: dict[Indicator, Result], baseline: date
) -> ProcessLine:
    def first(place: Place) -> Series | None:
        for candidate in place:
            if candidate not in results:
                continue
            for series in arranged(candidate, results[candidate], "week", baseline).values():
                if series.tells:
                    return with_goal(warehouse, series, "week", **scoped(view))
        return None

    return ProcessLine(row.process, first(row.result), first(row.satisfaction))


def without_choices(view: View) -> View:
    """The view without whose signals come first: it only orders what was read."""
    return replace(view, where=tuple(pair for pair in view.where if pair[0] != ranked.ANSWERS))


def board(facts: WeeklyFacts, words: Words) -> Board:
    """The board in the reader's language."""
    facts = _ordered(facts)
    around, blocked = facts.frame, _blocked(facts, words)
    return Board(
        key="weekly",
        title=words("Weekly management"),
        period=words.week(facts.first) if facts.period else "",
        state=Chip("closed", words("closed")) if facts.period else Chip("empty", words("no data")),
        summary=() if blocked else _summary(facts, words),
        tiles=(),
        cards=blocked or written(facts, words),
        freshness=around.freshness(words),
        notices=around.notices(words),
        omits=bool(around.left_out),
        filters=_filters(facts, words),
        takes=("process", ranked.ANSWERS),
    )


def _ordered(facts: WeeklyFacts) -> WeeklyFacts:
    """The facts with the signals of whoever the view names before those of others."""
    name = dict(facts.view.where).get(ranked.ANSWERS, "")
    cards = tuple(
        (one, ranked.of_first(shown, name) if name and one is ranked else shown) for one, shown in facts.cards
    )
    return replace(facts, cards=cards)


def _summary(facts: WeeklyFacts, words: Words) -> tuple[str, ...]:
    half = tuple(line.process for line in facts.lines if line.half)
    first, *rest = (sentences.say(said, words, facts.frame.currency) for said in claims.week(kinds(facts.lines), half))
    return (placed(first, facts.place, words), *rest)


def _filters(facts: WeeklyFacts, words: Words) -> tuple[Filter, ...]:
    around, view = facts.frame, facts.view
    if facts.period is None or around.whole is None:
        return ()
    last = last_week(around.whole).first
    sundays = [last + timedelta(days=6 - 7 * back) for back in range(CHOICES)]
    weeks = tuple(Choice(sunday.isoformat(), words.week(sunday)) for sunday in sundays)
    chosen = (facts.last.isoformat(),) if view.until else ()
    return (
        Filter(key="until", label=words("Week"), everything=words("Last whole week"), choices=weeks, chosen=chosen),
        process_filter(around.processes, view, words),
        dimension_filter("tier", TIERS, view, words, label=words("Tier"), everything=words("All tiers")),
        *(of_whom for one, shown in facts.cards if one is ranked for of_whom in ranked.filters(shown, words)),
    )


def _blocked(facts: WeeklyFacts, words: Words) -> tuple[Card, ...]:
    """The cards in place of the board when there is nothing to show, or nothing that may be shown."""
    view = facts.view
    if view.process and not permitted(view.scope, view.process):
        return (not_permitted(view.process, words),)
    if facts.period is None:
        return (nothing_loaded(words),)
    if not facts.told and (without_choices(view).where or view.processes):
        return (without_rows(view, words),)
    if not facts.told and view.scope != EVERYTHING and not any(card in CHARTS for card, _ in facts.cards):
        return (nothing_within(view, words),)
    return ()
