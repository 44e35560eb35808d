"""The supervisor's board: what happened on the day, what to attend now, when and with whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from statistics import median

from crm_metrics.access import EVERYTHING
from crm_metrics.analysis import signals
from crm_metrics.boards import freshness
from crm_metrics.boards.cards import agents, attention, control, hourly, own, unlock
from crm_metrics.boards.cards.attention import JudgedDay
from crm_metrics.boards.core import Board, Card, Chip, Empty, Filter, Tile, View
from crm_metrics.boards.daylist import listing as day_list
from crm_metrics.boards.empty import empty_card, not_permitted, nothing_loaded, nothing_within, without_rows
from crm_metrics.boards.facts import BoardCard, DailyFacts, place_text, with_cards, written
from crm_metrics.boards.filters import (
    asked_processes,
    dimension_filter,
    permitted,
    process_filter,
    processes,
    several_processes,
)
from crm_metrics.boards.freshness import Hole
from crm_metrics.boards.layout import DAILY_TILES, Place
from crm_metrics.boards.noting.kept import notes_of
from crm_metrics.boards.series import Indicator, Series, arranged, asked_of, collect, passed, scoped, with_goal
from crm_metrics.boards.telling import sentences
from crm_metrics.boards.tiles import tile
from crm_metrics.boards.today import old_cases, queue, running_out, so_far, staffing
from crm_metrics.metrics.readings import Result
from crm_metrics.periods import Period
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

TILES = 6
CARDS: tuple[BoardCard[DailyFacts], ...] = (  # in reading order
    attention,
    control,
    day_list,
    running_out,
    old_cases,
    queue,
    so_far,
    staffing,
    hourly,
    agents,
    own,
    unlock,
)


def gather(warehouse: Warehouse, view: View) -> DailyFacts:
    """The facts of the day that the view asks for, else of the last day on which something happened."""
    around = freshness.around(warehouse, view)
    asked = view.until or around.latest
    if asked is None or not permitted(view.scope, view.process):
        return DailyFacts(view=view, frame=around)
    seen, view = notes_of(warehouse, view.scope), several_processes(view)
    contacts = _contacts(warehouse, view, asked)
    holes = _holes(warehouse, view, asked, contacts)
    unjudged = freshness.unjudged(holes, roster.holidays(warehouse))
    judged = JudgedDay(asked, unjudged)
    tiles, empty = _tiles(warehouse, view, judged)
    active = _busy(contacts) or _active(tiles, asked)
    if view.until is not None and active != asked and _waits(warehouse, view, judged):
        active = asked
    if active is None:
        nothing = DailyFacts(view=view, frame=around, period=_day(asked), empty=DAILY_TILES[view.process])
        return with_cards(warehouse, nothing, (day_list, unlock))
    day = active if view.until is None else asked
    if active < day:
        return with_cards(warehouse, DailyFacts(view=view, frame=around, period=_day(day), active=active), (day_list,))
    if day < asked:
        judged = JudgedDay(day, unjudged)
        tiles, empty = _tiles(warehouse, view, judged)
    watched = attention.watch(warehouse, view, judged)
    items = attention.ranked(attention.items(warehouse, view, watched.worse, holes, day))
    facts = DailyFacts(
        view=view,
        frame=around,
        period=_day(day),
        active=active,
        tiles=tiles[:TILES],
        empty=empty,
        worst=next((item.series for item in items if item.series), None) or _worst(tiles),
        items=items,
        judged=watched.judged,
        holes=holes,
        teams=watched.teams,
        areas=tuple(roster.areas(warehouse).items()),
        notes=seen,
    )
    return with_cards(warehouse, facts, CARDS)


def _day(day: date) -> Period:
    return Period(day, day, day)


def _contacts(warehouse: Warehouse, view: View, day: date) -> dict[str, Result]:
    """The contacts of each process by day, over the window of the signals."""
    since, _ = signals.window("day", day)
    asked = [Indicator("contacts_logged", process) for process in processes(view)]
    results = collect(warehouse, asked, every="day", since=since, until=day, where=asked_of(view), scope=view.scope)
    return {str(indicator.process): result for indicator, result in results.items()}


def _holes(warehouse: Warehouse, view: View, day: date, contacts: Mapping[str, Result]) -> tuple[Hole, ...]:
    """The days on which a process lacks its contacts; a filter would make holes of its own."""
    loaded = warehouse.loaded("interaction")
    if view.where or loaded is None or loaded.whole is None:
        return ()
    return freshness.holes(contacts, min(loaded.whole, day), roster.holidays(warehouse))


def _busy(contacts: Mapping[str, Result]) -> date | None:
    """The last day with a fifth of the usual contacts or more: a Sunday's few messages make no working day."""
    by_day: dict[date, int] = {}
    for result in contacts.values():
        for reading in result.readings:
            by_day[reading.period] = by_day.get(reading.period, 0) + int(reading.value or 0)
    counts = [count for count in by_day.values() if count]
    least = 0.2 * median(counts) if counts else 0.0
    return max((day for day, count in by_day.items() if count and count >= least), default=None)


def _tiles(warehouse: Warehouse, view: View, judged: JudgedDay) -> tuple[tuple[Series, ...], tuple[Place, ...]]:
    """For each place the first candidate that has a value and a target, else a value; and the places that have none."""
    places = [
        place
        for place in DAILY_TILES[view.process]
        if all(permitted(view.scope, candidate.process) for candidate in place)
    ]
    since, baseline = signals.window("day", judged.day)
    asked = [candidate for place in places for candidate in place]
    results = collect(
        warehouse, asked, every="day", since=since, until=judged.day, where=asked_of(view), scope=view.scope
    )
    tiles: list[Series] = []
    empty: list[Place] = []
    for place in places:
        candidates = [
            with_goal(warehouse, series, "day", **scoped(view))
            for candidate in place
            if candidate in results
            for series in arranged(
                candidate, results[candidate], "day", baseline, judged.unjudged[candidate.process]
            ).values()
            if series.tells
        ]
        if candidates:
            chosen = next((series for series in candidates if series.goal), candidates[0])
            tiles.append(replace(chosen, passed=passed(warehouse, chosen.definition, judged.day)))
        else:
            empty.append(place)
    return tuple(tiles), tuple(empty)


def _waits(warehouse: Warehouse, view: View, judged: JudgedDay) -> bool:
    """Whether something waits on a day quiet for this process or team, on which the wider one was at work."""
    wider = dict.fromkeys((replace(view, where=()), replace(view, where=(), process=None)))
    at_work = any(_last_active(warehouse, one, judged) == judged.day for one in wider if one != view)
    return at_work and bool(attention.still_open(warehouse, view, judged.day))


def _last_active(warehouse: Warehouse, view: View, judged: JudgedDay) -> date | None:
    """The last busy day of a view, by its contacts, else by what its tiles tell."""
    busy = _busy(_contacts(warehouse, view, judged.day))
    return busy or _active(_tiles(warehouse, view, judged)[0], judged.day)


def _active(tiles: Sequence[Series], day: date) -> date | None:
    """The last day with a fifth of a tile's usual rows or more; a stock stands also on a closed day."""
    days: list[date] = []
    for series in tiles:
        readings = (
            [] if series.definition.aggregation == "stock" else [r for r in series.readings if r.n and r.period <= day]
        )
        least = 0.2 * median(r.n or 0 for r in readings) if readings else 0.0
        days += [r.period for r in readings if (r.n or 0) >= least]
    return max(days, default=None)


def _worst(tiles: Sequence[Series]) -> Series | None:
    """The tile that most asks for a look: a decline, then what is to be watched, then a missed target."""
    order = {"worse": 0, "watch": 1, "better": 2, "routine": 3, "small": 4}
    drawn = [series for series in tiles if series.signal.limits]
    return min(drawn, key=lambda series: (order[series.signal.kind], not series.missed), default=None)


def board(facts: DailyFacts, words: Words) -> Board:
    """The board in the reader's language."""
    view, around = facts.view, facts.frame
    name = place_text(asked_processes(view), words) or words("All processes")
    # The sidebar names the late sources on every page; a missing day is said here alone, so it comes first.
    notices = around.left_out_texts(words) + freshness.hole_texts(facts.holes, words) + around.late_texts(words)
    return Board(
        key="daily",
        title=words("{process} · day", process=name),
        period=words.long_day(facts.last) if facts.period else "",
        state=_state(facts, words),
        summary=(),
        tiles=tuple(_tile(series, facts, words) for series in facts.tiles if facts.period),
        cards=_blocked(facts, words) or written(facts, words),
        freshness=around.freshness(words),
        notices=notices,
        omits=bool(around.left_out),
        filters=_filters(facts, words),
        takes=("process",),
    )


def _tile(series: Series, facts: DailyFacts, words: Words) -> Tile:
    name = _named(series, facts.view, words)
    aim = words("Target")
    return tile(series, words, facts.frame.currency, every="day", period=facts.last, aim=aim, name=name)


def _filters(facts: DailyFacts, words: Words) -> tuple[Filter, ...]:
    process = process_filter(facts.frame.processes, facts.view, words)
    chosen = (facts.last.isoformat(),) if facts.period else ()
    day = Filter(key="until", label=words("Day"), everything="", choices=(), chosen=chosen, day=True)
    before = (day, process) if facts.period else (process,)
    if not facts.teams:
        return before
    label, everything = words("Team"), words("All teams")
    return *before, dimension_filter("team", facts.teams, facts.view, words, label=label, everything=everything)


def _named(series: Series, view: View, words: Words) -> str:
    """A tile's name: beside other processes it says whose number, and so whose target, it is."""
    process, label = series.indicator.process, words(series.definition.label)
    if not process and (view.where or view.scope != EVERYTHING):
        return label
    whose = words.name(process) if process else words("The company")
    return label if view.process else f"{whose} · {sentences.inside(label)}"


def _state(facts: DailyFacts, words: Words) -> Chip:
    around = facts.frame
    if facts.period is None or around.latest is None:
        return Chip("empty", words("no data"))
    if facts.last == around.latest and around.running < 1:
        return Chip("partial", words("partial day: {share}", share=words.percent(around.running, 0)))
    if facts.last < around.latest or around.left_out:  # a day of which rows were left out is over, not whole
        return Chip("closed", words("day closed"))
    return Chip("closed", words("whole day"))


def _blocked(facts: DailyFacts, words: Words) -> tuple[Card, ...]:
    """The cards in place of the board when there is nothing to show, or nothing that may be shown."""
    view = facts.view
    if view.process and not permitted(view.scope, view.process):
        return (not_permitted(view.process, words),)
    if facts.period is None:
        return (nothing_loaded(words),)
    if facts.active is None:
        return _no_day(facts, words)
    return (*written(facts, words), _no_rows(facts, facts.active, words)) if facts.active < facts.last else ()


def _no_day(facts: DailyFacts, words: Words) -> tuple[Card, ...]:
    """Why no day at all can be shown."""
    view, cards = facts.view, written(facts, words)
    listed = tuple(card for card in cards if card.key == day_list.KEY)  # whom to attend is told without any contact
    if view.where or view.processes:
        return (*listed, without_rows(view, words))
    if view.scope != EVERYTHING:
        return (*listed, nothing_within(view, words))
    name = words.name(view.process) if view.process else words("The company")
    fact = words("{process} has no data on {day}", process=name, day=words.short_day(facts.last))
    reason = words("Nothing of it has been imported for these weeks.")
    other = (words("See all processes"), (("process", ""),)) if view.process else ("", ())
    rest = tuple(card for card in cards if card not in listed)
    if rest and not view.process:  # there are rows, of tables from which no day is told
        fact, reason = words("These data do not tell a day yet"), words("The files below would.")
    return (*listed, empty_card("no_data", Empty(fact, reason, *other)), *rest)


def _no_rows(facts: DailyFacts, active: date, words: Words) -> Card:
    """The way to the last day that has rows."""
    name = place_text(asked_processes(facts.view), words) or words("The company")
    last = words.long_day(active)
    empty = Empty(
        words("{process} has no contacts on {day}", process=name, day=words.long_day(facts.last)),
        words("The last day with data is {day}.", day=last),
        words("See {day}", day=last),
        (("until", active.isoformat()),),
    )
    return empty_card("no_rows", empty)
