"""The manager's board: which process really changed, and where results miss their target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from crm_metrics.access import EVERYTHING
from crm_metrics.analysis import signals
from crm_metrics.boards import freshness
from crm_metrics.boards.cards import gaps, own, relations, scorecard, sixtwelve
from crm_metrics.boards.cards.gaps import Gaps
from crm_metrics.boards.cards.relations import Related
from crm_metrics.boards.cards.scorecard import ProcessLine
from crm_metrics.boards.cards.sixtwelve import DailyAmounts
from crm_metrics.boards.cards.unlock import Unlock, unlock_card, unlocks
from crm_metrics.boards.core import Board, Card, Chip, Choice, Control, Filter, Multiples, View
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.layout import SCORECARD, SIX_TWELVE, Place, ScorecardRow
from crm_metrics.boards.series import Indicator, Series, arranged, asked_of, collect, scoped, with_goal
from crm_metrics.boards.telling import claims, sentences
from crm_metrics.boards.tiles import control, definition
from crm_metrics.metrics.readings import Result
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

CHOICES = 12  # weeks to choose from
TIERS = ("strategic", "high", "medium", "low")


@dataclass(frozen=True)
class WeeklyFacts:
    """What the board shows, in no language. week: the Monday of the last whole week asked; None without data."""

    view: View
    frame: Frame
    week: date | None = None
    lines: tuple[ProcessLine, ...] = ()
    charts: tuple[DailyAmounts, ...] = ()
    gaps: Gaps | None = None
    lacking: tuple[Unlock, ...] = ()
    related: Related | None = None
    own: tuple[Series, ...] = ()


def gather(warehouse: Warehouse, view: View) -> WeeklyFacts:
    """The facts of the last whole week through the day that the view asks for."""
    around = freshness.around(warehouse, view)
    if around.latest is None or not freshness.permitted(view.scope, view.process):
        return WeeklyFacts(view, around)
    asked = min(view.until or around.latest, around.latest)
    week = asked - timedelta(days=asked.weekday() + (0 if asked.weekday() == 6 else 7))
    sunday = week + timedelta(days=6)
    shown = [one for one in SCORECARD if one.process in around.processes and view.process in (None, one.process)]
    since, baseline = signals.window("week", sunday)
    places = [place for pair in shown for place in (pair.result, pair.satisfaction)]
    found = collect(
        warehouse,
        [one for place in places for one in place],
        every="week",
        since=since,
        until=sunday,
        where=asked_of(view),
        scope=view.scope,
    )
    lines = tuple(_line(warehouse, view, pair, found, baseline) for pair in shown)
    told = [one for line in lines for one in line.told]
    until = sunday if view.until else around.latest
    charts = [
        sixtwelve.gather(warehouse, view, _seen(view, place), week, until)
        for place in SIX_TWELVE
        if view.process is None
    ]
    return WeeklyFacts(
        view,
        around,
        week,
        lines,
        tuple(one for one in charts if one is not None),
        gaps.gather(warehouse, view, told, week),
        unlocks(warehouse, _empty(shown, lines)),
        relations.gather(warehouse, view, week),
        own.gather(warehouse, view, "week", sunday),
    )


def _empty(shown: Sequence[ScorecardRow], lines: Sequence[ProcessLine]) -> list[Place]:
    found = [pair.result for pair, line in zip(shown, lines, strict=True) if line.result is None]
    return found + [pair.satisfaction for pair, line in zip(shown, lines, strict=True) if line.satisfaction is None]


def _seen(view: View, place: Place) -> Place:
    return tuple(one for one in place if freshness.permitted(view.scope, one.process))


def _line(
    warehouse: Warehouse, view: View, pair: ScorecardRow, found: dict[Indicator, Result], baseline: date
) -> ProcessLine:
    def first(place: Place) -> Series | None:
        for one in place:
            if one not in found:
                continue
            for series in arranged(one, found[one], "week", baseline).values():
                if series.tells:
                    return with_goal(warehouse, series, "week", **scoped(view))
        return None

    return ProcessLine(pair.process, first(pair.result), first(pair.satisfaction))


def board(facts: WeeklyFacts, words: Words) -> Board:
    """The board in the reader's language."""
    around = facts.frame
    return Board(
        "weekly",
        words("Weekly management"),
        words.week(facts.week) if facts.week else "",
        Chip("closed", words("closed")) if facts.week else Chip("empty", words("no data")),
        _summary(facts, words),
        (),
        _blocked(facts, words) or _cards(facts, words),
        around.freshness(words),
        around.late_texts(words),
        _filters(facts, words),
    )


def _summary(facts: WeeklyFacts, words: Words) -> tuple[str, ...]:
    if not any(one.told for one in facts.lines):
        return ()
    said = claims.week(scorecard.kinds(facts.lines))
    return tuple(sentences.say(one, words, facts.frame.currency) for one in said)


def _filters(facts: WeeklyFacts, words: Words) -> tuple[Filter, ...]:
    around, view = facts.frame, facts.view
    if facts.week is None or around.latest is None:
        return ()
    last = around.latest - timedelta(days=around.latest.weekday() + (0 if around.latest.weekday() == 6 else 7))
    sundays = [last + timedelta(days=6 - 7 * back) for back in range(CHOICES)]
    weeks = tuple(Choice(one.isoformat(), words.week(one)) for one in sundays)
    chosen = ((facts.week + timedelta(days=6)).isoformat(),) if view.until else ()
    return (
        Filter("until", words("Week"), words("Last whole week"), weeks, chosen),
        freshness.process_filter(around, view, words),
        freshness.dimension_filter("tier", words("Tier"), words("All tiers"), TIERS, view, words),
    )


def _blocked(facts: WeeklyFacts, words: Words) -> tuple[Card, ...]:
    """The cards in place of the board when there is nothing to show, or nothing that may be shown."""
    view = facts.view
    if view.process and not freshness.permitted(view.scope, view.process):
        return (freshness.not_permitted(view.process, words),)
    if facts.week is None:
        return (freshness.nothing_loaded(words),)
    if not any(one.told for one in facts.lines) and view.where:
        return (freshness.without_rows(view, words),)
    if not any(one.told for one in facts.lines) and not facts.charts and view.scope != EVERYTHING:
        return (freshness.nothing_within(view, words),)
    return ()


def _cards(facts: WeeklyFacts, words: Words) -> tuple[Card, ...]:
    """The cards in reading order."""
    if facts.week is None:
        return ()
    made = [scorecard.card(facts.lines, facts.week, facts.frame, words)]
    made += [sixtwelve.card(one, facts.frame, words) for one in facts.charts]
    if any(one.told for one in facts.lines):
        made.append(_multiples(facts, words))
        made += [gaps.card(facts.gaps, facts.frame, words)] if facts.gaps else []
    made += [relations.card(facts.related, facts.frame, words)] if facts.related else []
    made += [mine] if (mine := own.card(facts.own, "week", facts.frame, words)) else []
    rest = unlock_card(facts.lacking, words)
    return (*made, rest) if rest else tuple(made)


def _multiples(facts: WeeklyFacts, words: Words) -> Card:
    """Seven small charts of the same signals as the scorecard and the summary."""
    around = facts.frame
    title = sentences.say(claims.levels(scorecard.kinds(facts.lines)), words, around.currency, sentences.TITLE)
    subtitle = words(
        "The leading indicator of each process, by week · band: natural limits, wider where n is small · own scales"
    )
    key = (
        words("Grey line: mean · band: routine"),
        words("◆ ■ orange: really worse"),
        words("◆ ■ green: really better"),
        words("◆ a run of eight, or three of four near a limit · ■ beyond a limit"),
        words("No mark: do not act"),
    )
    charts = tuple(_chart(one, around, words) for one in facts.lines)
    leading = [one.leading for one in facts.lines if one.leading]
    metrics = [one.indicator.metric for one in leading]
    n = sum(reading.n or 0 for one in leading for reading in one.readings)
    footer = around.footer(words, metrics, n)
    alt = title + ": " + "; ".join(f"{one.group}: {one.chip.text if one.chip else ''}" for one in charts)
    named = tuple({one.indicator.metric: definition(one.definition, words) for one in leading}.values())
    return Card("multiples", title, subtitle, Multiples(charts, key), footer, alt, 12, named)


def _chart(line: ProcessLine, around: Frame, words: Words) -> Control:
    name = words.name(line.process)
    if line.leading is None:
        nothing = Chip("empty", words("no data"))
        return Control(
            "", "count", (), None, None, None, None, None, "up", group=name, reason=words("no data yet"), chip=nothing
        )
    return control(line.leading, words, around.currency, every="week", group=name)
