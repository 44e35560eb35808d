"""The supervisor's board: what happened on the day, what to attend now, when and with whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median
from typing import Any

from crm_metrics.access import EVERYTHING, PROCESSES
from crm_metrics.analysis import signals
from crm_metrics.boards import freshness
from crm_metrics.boards.cards import agents, attention, hourly, own
from crm_metrics.boards.cards.agents import Agents
from crm_metrics.boards.cards.attention import Item
from crm_metrics.boards.cards.hourly import Hourly
from crm_metrics.boards.cards.unlock import Unlock, unlock_card, unlocks
from crm_metrics.boards.core import Board, Card, Chip, Empty, View
from crm_metrics.boards.freshness import Frame, Hole
from crm_metrics.boards.layout import DAILY_TILES, WATCHED
from crm_metrics.boards.series import Indicator, Series, arranged, asked_of, collect, running, scoped, thin, with_goal
from crm_metrics.boards.telling import claims, sentences
from crm_metrics.boards.tiles import control, definition, tile
from crm_metrics.metrics.readings import Result
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

TILES = 6
VALUED = ("strategic", "high")
Unjudged = Mapping[str | None, frozenset[date]]  # by process, None for the company


@dataclass(frozen=True)
class DailyFacts:
    """What the board shows, in no language. day: the one shown. active: the last day with rows of this process.

    items: what to attend, worst first, of `found` that there are. worst: the series that the control chart shows.
    """

    view: View
    frame: Frame
    day: date | None = None
    active: date | None = None
    tiles: tuple[Series, ...] = ()
    lacking: tuple[Unlock, ...] = ()
    worst: Series | None = None
    items: tuple[Item, ...] = ()
    found: int = 0
    holes: tuple[Hole, ...] = ()
    hours: Hourly | None = None
    agents: Agents | None = None
    teams: tuple[str, ...] = ()
    areas: tuple[tuple[str, str], ...] = ()
    own: tuple[Series, ...] = ()


def gather(warehouse: Warehouse, view: View) -> DailyFacts:
    """The facts of the day that the view asks for, else of the last day on which something happened."""
    around = freshness.around(warehouse, view)
    asked = view.until or around.latest
    if asked is None or not freshness.permitted(view.scope, view.process):
        return DailyFacts(view, around)
    contacts = _contacts(warehouse, view, asked)
    missing = _holes(warehouse, view, asked, contacts)
    unjudged = _unjudged(missing, roster.holidays(warehouse))
    passed = around.running if asked == around.latest else 1.0
    tiles, empty = _tiles(warehouse, view, asked, unjudged, passed)
    active = _busy(contacts) or _active(tiles, asked)
    if active is None:
        return DailyFacts(view, around, asked, None, lacking=unlocks(warehouse, DAILY_TILES[view.process]))
    day = active if view.until is None else asked
    if active < day:
        return DailyFacts(view, around, day, active)
    if day < asked:
        passed, (tiles, empty) = 1.0, _tiles(warehouse, view, day, unjudged, 1.0)
    watched, teams = _watched(warehouse, view, day, unjudged, passed)
    items = attention.of_signals(watched) + _cases(warehouse, view, day) + _clocks(warehouse, view, day)
    items += [Item("missing", 1.0, one.process, hole=one) for one in missing]
    first = attention.ranked(items)
    worst = next((one.series for one in first if one.series), None) or _worst(tiles)
    focus = view.process or (worst.indicator.process if worst else None) or "service"
    return DailyFacts(
        view,
        around,
        day,
        active,
        tiles[:TILES],
        unlocks(warehouse, empty),
        worst,
        first,
        len(items),
        missing,
        hourly.gather(warehouse, view, focus, day),
        agents.gather(warehouse, view, focus, day),
        teams,
        tuple(roster.areas(warehouse).items()),
        own.gather(warehouse, view, "day", day),
    )


def _contacts(warehouse: Warehouse, view: View, day: date) -> dict[str, Result]:
    """The contacts of each process by day, over the window of the signals."""
    since, _ = signals.window("day", day)
    processes = [view.process] if view.process else [one for one in PROCESSES if freshness.permitted(view.scope, one)]
    asked = [Indicator("contacts_logged", one) for one in processes]
    found = collect(warehouse, asked, every="day", since=since, until=day, where=asked_of(view), scope=view.scope)
    return {str(one.process): result for one, result in found.items()}


def _holes(warehouse: Warehouse, view: View, day: date, contacts: Mapping[str, Result]) -> tuple[Hole, ...]:
    """The days on which a process lacks its contacts; a filter would make holes of its own."""
    loaded = warehouse.loaded("interaction")
    if view.where or loaded is None or loaded.through is None:
        return ()
    return freshness.holes(contacts, min(loaded.through, day), roster.holidays(warehouse))


def _busy(contacts: Mapping[str, Result]) -> date | None:
    """The last day with a fifth of the usual contacts or more: a Sunday's few messages make no working day."""
    by_day: dict[date, int] = {}
    for result in contacts.values():
        for one in result.readings:
            by_day[one.period] = by_day.get(one.period, 0) + int(one.value or 0)
    told = [count for count in by_day.values() if count]
    least = 0.2 * median(told) if told else 0.0
    return max((day for day, count in by_day.items() if count and count >= least), default=None)


def _tiles(
    warehouse: Warehouse, view: View, day: date, unjudged: Unjudged, passed: float
) -> tuple[tuple[Series, ...], tuple[tuple[Indicator, ...], ...]]:
    """For each place the first candidate that has a value and a target, else a value; and the places that have none.

    passed: the share of the day that had gone by when the data were loaded.
    """
    places = [place for place in DAILY_TILES[view.process] if all(_shown(view, one) for one in place)]
    since, baseline = signals.window("day", day)
    asked = [one for place in places for one in place]
    found = collect(warehouse, asked, every="day", since=since, until=day, where=asked_of(view), scope=view.scope)
    found = found if passed == 1 else {one: running(result, day) for one, result in found.items()}
    told: list[Series] = []
    empty: list[tuple[Indicator, ...]] = []
    for place in places:
        made = [
            with_goal(warehouse, series, "day", **scoped(view))
            for one in place
            if one in found
            for series in arranged(one, found[one], "day", baseline, unjudged[one.process]).values()
            if series.tells
        ]
        if made:
            told.append(replace(next((one for one in made if one.goal), made[0]), passed=passed))
        else:
            empty.append(place)
    return tuple(told), tuple(empty)


def _shown(view: View, indicator: Indicator) -> bool:
    return freshness.permitted(view.scope, indicator.process)


def _unjudged(missing: Sequence[Hole], closed: frozenset[date]) -> Unjudged:
    """The days that say nothing of the routine: holidays, and those that lack their data."""
    gone = {process: frozenset(one.day for one in missing if one.process == process) for process in PROCESSES}
    return {None: closed.union(*gone.values()), **{process: closed | days for process, days in gone.items()}}


def _active(tiles: Sequence[Series], day: date) -> date | None:
    """The last day with a fifth of a tile's usual rows or more; a stock stands also on a closed day."""
    days: list[date] = []
    for one in tiles:
        told = [] if one.definition.aggregation == "stock" else [r for r in one.readings if r.n and r.period <= day]
        least = 0.2 * median(r.n or 0 for r in told) if told else 0.0
        days += [r.period for r in told if (r.n or 0) >= least]
    return max(days, default=None)


def _watched(
    warehouse: Warehouse, view: View, day: date, unjudged: Unjudged, passed: float
) -> tuple[tuple[Series, ...], tuple[str, ...]]:
    """The series of teams that got worse, with their goals; and all teams seen."""
    since, baseline = signals.window("day", day)
    processes = [view.process] if view.process else [one for one in PROCESSES if freshness.permitted(view.scope, one)]
    asked = [one for process in processes for one in WATCHED[process]]
    found = collect(
        warehouse, asked, every="day", since=since, until=day, by=("team",), where=asked_of(view), scope=view.scope
    )
    found = found if passed == 1 else {one: running(result, day) for one, result in found.items()}
    crew = roster.people(warehouse, view.scope).values()
    teams = {one.team for one in crew if one.process in processes}
    worse: list[Series] = []
    for one, result in found.items():
        for group, series in arranged(one, result, "day", baseline, unjudged[one.process], pooled=True).items():
            if group[0] is None:
                continue
            teams.add(group[0])
            if series.signal.kind == "worse" and not thin(series) and attention.certain(series):
                worse.append(with_goal(warehouse, series, "day", team=group[0]))
    return tuple(worse), tuple(sorted(teams))


def _cases(warehouse: Warehouse, view: View, day: date) -> list[Item]:
    """Old open cases of strategic and high-value customers, by tier, with the team that holds most of them."""
    if not freshness.permitted(view.scope, "service") or view.process not in (None, "service"):
        return []
    asked: dict[str, Any] = {"every": "day", "since": day, "until": day, "where": asked_of(view), "scope": view.scope}
    old, oldest = Indicator("old_cases", "service"), Indicator("oldest_case", "service")
    counted = collect(warehouse, [old], by=("tier", "team"), **asked)
    aged = collect(warehouse, [oldest], by=("tier",), **asked)
    ages = {one.groups[0]: one.value for one in aged[oldest].readings} if oldest in aged else {}
    by_tier: dict[str, dict[str, int]] = {}
    for one in counted[old].readings if old in counted else ():
        if one.groups[0] in VALUED and one.value:
            by_tier.setdefault(str(one.groups[0]), {})[one.groups[1] or ""] = int(one.value)
    return [
        Item(
            "cases",
            sum(teams.values()) * attention.WEIGHT[tier],
            "service",
            max(teams, key=lambda team: teams[team]),
            tier=tier,
            count=sum(teams.values()),
            oldest=None if ages.get(tier) is None else int(ages[tier] or 0),
        )
        for tier, teams in by_tier.items()
    ]


def _clocks(warehouse: Warehouse, view: View, day: date) -> list[Item]:
    """The open clocks with less than a fifth of their time left, by team."""
    processes = [view.process] if view.process else [one for one in PROCESSES if freshness.permitted(view.scope, one)]
    asked = [Indicator("sla_at_risk", one) for one in processes]
    found = collect(
        warehouse, asked, every="day", since=day, until=day, by=("team",), where=asked_of(view), scope=view.scope
    )
    return [
        Item("clocks", float(reading.value), str(one.process), reading.groups[0] or "", count=int(reading.value))
        for one, result in found.items()
        for reading in result.readings
        if reading.value
    ]


def _worst(tiles: Sequence[Series]) -> Series | None:
    """The tile that most asks for a look: a decline, then what is to be watched, then a missed target."""
    order = {"worse": 0, "watch": 1, "better": 2, "routine": 3, "small": 4}
    drawn = [one for one in tiles if one.signal.limits]
    return min(drawn, key=lambda one: (order[one.signal.kind], not one.missed), default=None)


def board(facts: DailyFacts, words: Words) -> Board:
    """The board in the reader's language."""
    view, around = facts.view, facts.frame
    name = words.name(view.process) if view.process else words("All processes")
    cards = _blocked(facts, words) or _cards(facts, words)
    filters = [freshness.process_filter(around, view, words)]
    if facts.teams:
        label, everything = words("Team"), words("All teams")
        filters.append(freshness.dimension_filter("team", label, everything, facts.teams, view, words))
    # The sidebar names the late sources on every page; a missing day is said here alone, so it comes first.
    notices = freshness.hole_texts(facts.holes, words) + around.late_texts(words)
    aim = words("Target")
    return Board(
        "daily",
        words("{process} · day", process=name),
        words.long_day(facts.day) if facts.day else "",
        _state(facts, words),
        (),
        tuple(
            tile(one, words, around.currency, every="day", period=facts.day, aim=aim, name=_named(one, view, words))
            for one in facts.tiles
            if facts.day
        ),
        cards,
        around.freshness(words),
        notices,
        tuple(filters),
    )


def _named(series: Series, view: View, words: Words) -> str:
    """A tile's name: beside other processes it says whose number, and so whose target, it is."""
    process, label = series.indicator.process, words(series.definition.label)
    if not process and (view.where or view.scope != EVERYTHING):
        return label
    whose = words.name(process) if process else words("The company")
    return label if view.process else f"{whose} · {sentences.inside(label)}"


def _state(facts: DailyFacts, words: Words) -> Chip:
    around = facts.frame
    if facts.day is None or around.latest is None:
        return Chip("empty", words("no data"))
    if facts.day == around.latest and around.running < 1:
        return Chip("partial", words("partial day: {share}", share=words.percent(around.running, 0)))
    if facts.day < around.latest:
        return Chip("closed", words("day closed"))
    return Chip("closed", words("whole day"))


def _blocked(facts: DailyFacts, words: Words) -> tuple[Card, ...]:
    """The cards in place of the board when there is nothing to show, or nothing that may be shown."""
    view = facts.view
    if view.process and not freshness.permitted(view.scope, view.process):
        return (freshness.not_permitted(view.process, words),)
    if facts.day is None:
        return (freshness.nothing_loaded(words),)
    name = words.name(view.process) if view.process else words("The company")
    if facts.active is None and view.where:
        return (freshness.without_rows(view, words),)
    if facts.active is None and view.scope != EVERYTHING:
        return (freshness.nothing_within(view, words),)
    if facts.active is None:
        fact = words("{process} has no data on {day}", process=name, day=words.short_day(facts.day))
        reason = words("Nothing of it has been imported for these weeks.")
        other = (words("See all processes"), (("process", ""),)) if view.process else ("", ())
        rest = unlock_card(facts.lacking, words)
        if rest and not view.process:  # there are rows, of tables from which no day is told
            fact, reason = words("These data do not tell a day yet"), words("The files below would.")
        first = freshness.empty_card("no_data", Empty(fact, reason, *other))
        return (first, rest) if rest else (first,)
    if facts.active < facts.day:
        fact = words("{process} has no contacts on {day}", process=name, day=words.long_day(facts.day))
        last = words.long_day(facts.active)
        empty = Empty(
            fact,
            words("The last day with data is {day}.", day=last),
            words("See {day}", day=last),
            (("until", facts.active.isoformat()),),
        )
        return (freshness.empty_card("no_rows", empty),)
    return ()


def _cards(facts: DailyFacts, words: Words) -> tuple[Card, ...]:
    """The cards in reading order."""
    made = [_attend(facts, words)]
    if facts.worst:
        made.append(_control(facts.worst, facts.frame, words))
    if facts.hours:
        made.append(hourly.card(facts.hours, facts.frame, words))
    if facts.agents:
        made.append(agents.card(facts.agents, facts.frame, words))
    if mine := own.card(facts.own, "day", facts.frame, words):
        made.append(mine)
    rest = unlock_card(facts.lacking, words)
    return (*made, rest) if rest else tuple(made)


def _attend(facts: DailyFacts, words: Words) -> Card:
    title = words("What to attend now")
    around = facts.frame
    metrics = [one.series.indicator.metric for one in facts.items if one.series]
    metrics += ["old_cases"] if any(one.kind == "cases" for one in facts.items) else []
    named = dict.fromkeys(metrics)
    if not facts.items:
        body = Empty(
            words("No team asks for attention"),
            words("No team surely left its routine and no valued customer waits long."),
        )
        return Card("attend", title, words("Signals of teams, by customers touched"), body, "", body.fact, 5)
    list_ = attention.attend(facts.items, dict(facts.areas), words, around.currency)
    subtitle = words(
        "{shown} of {found}, by customers touched and their tier", shown=len(facts.items), found=facts.found
    )
    alt = title + ": " + "; ".join(f"{one.fact} ({one.team})" for one in list_.items)
    footer = around.footer(words, named or ["contacts_handled"], None)
    return Card(
        "attend", title, subtitle, list_, footer, alt, 5, tuple(definition(metric_of(one), words) for one in named)
    )


def _control(series: Series, around: Frame, words: Words) -> Card:
    """The process-behaviour chart of the worst series, titled by what it did."""
    metric = series.definition
    goal = series.goal.goal if series.goal else None
    said = claims.movement(metric.label, metric.unit, series.signal, series.value, goal, series.missed,
                           band=metric.better == "band")  # fmt: skip
    place = str(series.groups[0]) + " · " if series.groups and series.groups[0] else ""
    title = place + sentences.say(said, words, around.currency, sentences.TITLE - len(place))
    weekday = words("weekday's effect removed") if series.signal.seasonal else ""
    scale = words.split(series.value, metric.unit, around.currency)[1]
    money = f"{around.currency} {scale}".strip() if metric.unit.startswith("money") else scale
    unit = "%" if metric.unit == "percent" else money
    limits = series.signal.limits
    own = limits is not None and limits.rows is not None
    band = words("band: natural limits, wider where n is small") if own else words("band: natural limits")
    named = [words(metric.label), unit, words("daily"), weekday, band]
    subtitle = " · ".join(one for one in named if one)
    told = [one.n for one in series.readings if one.n is not None]
    note = words("Limits written for n = {n}", n=round(limits.rows)) if limits and limits.rows else ""
    hollow = words("Hollow circle: partial or missing day")
    footer = around.footer(words, [metric.name], sum(told) if told else None, note, hollow)
    alt = words("{title}. {n} days.", title=title, n=len(series.readings))
    body = control(series, words, around.currency, every="day", group=place.removesuffix(" · "))
    return Card("control", title, subtitle, body, footer, alt, 7, (definition(metric, words),))
