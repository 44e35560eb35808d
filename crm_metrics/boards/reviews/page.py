"""The page of reviews: when each is due and what was decided, or one of them with its agenda, minutes and board."""

from __future__ import annotations

from dataclasses import replace

from crm_metrics.access import EVERYTHING
from crm_metrics.boards import freshness
from crm_metrics.boards.core import Board, Card, Chip, Empty, Filter, View
from crm_metrics.boards.empty import empty_card, not_permitted, nothing_loaded
from crm_metrics.boards.filters import asked_processes, dimension_filter, of_processes, permitted, process_filter
from crm_metrics.boards.plans.kept import place_of
from crm_metrics.boards.plans.telling import PlanWords
from crm_metrics.boards.plans.weeks import scope_of
from crm_metrics.boards.reviews import dossier, register
from crm_metrics.boards.reviews.calendar import AHEAD, BACK, STATES, ReviewCalendar, adoption, due
from crm_metrics.boards.reviews.facts import REVIEW, ReviewsFacts
from crm_metrics.boards.reviews.kept import reader_of, shelf_of
from crm_metrics.boards.reviews.kinds import title_of
from crm_metrics.boards.reviews.restating import figures_now
from crm_metrics.errors import CrmError
from crm_metrics.metrics.goals import seasons
from crm_metrics.office.meetings.reviewing import KINDS, Review, may_hold
from crm_metrics.office.planning import Parts, sees, within
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

OWN = (REVIEW,)


def gather(warehouse: Warehouse, view: View) -> ReviewsFacts:
    """Where each kind stands in the part asked for, and the review that the address asks for."""
    around = freshness.around(warehouse, view)
    parts = parts_of(view)
    facts = ReviewsFacts(view=view, frame=around, parts=parts, teams=_teams(warehouse, view))
    if around.latest is None or not permitted(view.scope, view.process):
        return facts
    agents = {agent: one.name for agent, one in roster.people(warehouse, view.scope).items()}
    names = {"touchpoint": roster.touchpoints(warehouse), "agent": agents}
    facts = replace(facts, names=names)
    try:
        return _read(warehouse, facts)
    except CrmError as error:  # the page says it and shows what else there is
        return replace(facts, error=error)


def parts_of(view: View) -> Parts:
    """The part of the company that a view asks for, within what its reader sees."""
    asked = [("process", one) for one in asked_processes(view)]
    asked += [(name, value) for name, value in view.where if name == "team"]
    return within(view.scope, tuple(sorted(asked)))


def calendar_of(warehouse: Warehouse, facts: ReviewsFacts) -> ReviewCalendar:
    """The calendar of the company, as far as its data go."""
    over = facts.frame.whole or facts.today
    days = seasons.working(warehouse, over - BACK, over + AHEAD)
    return ReviewCalendar(
        over=over, working=tuple(day for day, works in days.items() if works), months=facts.rhythm.months
    )


def _read(warehouse: Warehouse, facts: ReviewsFacts) -> ReviewsFacts:
    reader = reader_of(facts.view)
    kept: tuple[Review, ...] = ()
    if place_of(warehouse).begun:
        shelf = shelf_of(warehouse, reader)
        kept = shelf.reviews()
        facts = replace(facts, rhythm=shelf.rhythm())
    calendar = calendar_of(warehouse, facts)
    own = [kind for kind in KINDS if may_hold(reader, kind)]
    found = [due(kind, [one for one in kept if (one.kind, one.parts) == (kind, facts.parts)], calendar) for kind in own]
    shown = tuple(one for one in kept if sees(scope_of(facts.parts), one.parts))
    facts = replace(
        facts,
        due=tuple(sorted(found, key=lambda one: STATES.index(one.state))),
        reviews=shown,
        adopted=adoption(shown, calendar),
    )
    wanted = next((value for name, value in facts.view.where if name == REVIEW), "")
    chosen = next((one for one in kept if one.id == wanted), None)
    return facts if chosen is None else _opened(warehouse, replace(facts, chosen=chosen), chosen)


def _opened(warehouse: Warehouse, facts: ReviewsFacts, review: Review) -> ReviewsFacts:
    """With the board of a review as it was read, beside what its numbers say now."""
    try:
        board = shelf_of(warehouse, reader_of(facts.view)).board(review)
    except CrmError as error:  # its minutes can still be read
        return replace(facts, error=error)
    if board is None:
        return facts
    return replace(facts, board=board, now=figures_now(warehouse, board, scope_of(review.parts), facts.frame))


def _teams(warehouse: Warehouse, view: View) -> tuple[str, ...]:
    """The teams of the processes shown, by name."""
    people = roster.people(warehouse, of_processes(view).scope).values()
    return tuple(sorted({one.team for one in people if one.team}))


def board(facts: ReviewsFacts, words: Words) -> Board:
    """The page in the reader's language."""
    around, chosen = facts.frame, facts.chosen
    said = PlanWords(words, around.currency, facts.names)
    return Board(
        key="reviews",
        title=title_of(chosen, said) if chosen else words("Reviews"),
        period=words("data through {day}", day=around.latest) if around.latest else "",
        state=_state(facts, words),
        summary=dossier.summary(facts, words) if chosen else register.summary(facts, words),
        tiles=(),
        cards=_cards(facts, words),
        freshness=around.freshness(words),
        notices=(*_notices(facts, words), *around.notices(words)),
        omits=bool(around.left_out),
        filters=() if chosen else _filters(facts, words),
        takes=tuple(dict.fromkeys((*OWN, "process", *(("team",) if chosen else ())))),
        own=OWN,
    )


def _state(facts: ReviewsFacts, words: Words) -> Chip:
    if facts.chosen is not None:
        return Chip("partial", words("being held")) if facts.chosen.open else Chip("closed", words("closed"))
    n = sum(one.state == "overdue" for one in facts.due)
    if n:
        return Chip("worse", words.many(n, "one overdue", "{n} overdue"))
    return Chip("closed", words("up to date")) if facts.reviews else Chip("empty", words("no reviews"))


def _filters(facts: ReviewsFacts, words: Words) -> tuple[Filter, ...]:
    shown = process_filter(facts.frame.processes, facts.view, words)
    if not facts.teams:
        return (shown,)
    label, everything = words("Team"), words("All teams")
    return shown, dimension_filter("team", facts.teams, facts.view, words, label=label, everything=everything)


def _notices(facts: ReviewsFacts, words: Words) -> tuple[str, ...]:
    """What the address asks in vain, and that a reader of a part sees the reviews of that part."""
    wanted = next((value for name, value in facts.view.where if name == REVIEW), "")
    lost = wanted and facts.chosen is None and facts.error is None
    said = [words("The link asks for a review that does not exist, or is not yours to see.")] if lost else []
    if facts.view.scope != EVERYTHING and facts.reviews:
        said.append(words("You see the reviews of your part of the company."))
    return tuple(said)


def _cards(facts: ReviewsFacts, words: Words) -> tuple[Card, ...]:
    view = facts.view
    if view.process and not permitted(view.scope, view.process):
        return (not_permitted(view.process, words),)
    if facts.frame.latest is None:
        return (nothing_loaded(words),)
    if facts.error is not None:
        why = empty_card("no_review", Empty(words("This can't be shown"), words.error(facts.error)))
        rest = dossier.cards(facts, facts.chosen, words) if facts.chosen else register.cards(facts, words)
        return (why, *(rest if facts.due else ()))
    return dossier.cards(facts, facts.chosen, words) if facts.chosen else register.cards(facts, words)
