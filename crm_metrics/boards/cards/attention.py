"""What to attend now: the signals of teams, old cases of valued customers, clocks about to run out, missing data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import sqrt
from typing import Any

from crm_metrics.access import EVERYTHING
from crm_metrics.analysis import baselines
from crm_metrics.boards.behind.provenance import ABSENT, Provenance
from crm_metrics.boards.core import Attend, Attention, Card, Chip, Empty, View
from crm_metrics.boards.facts import DailyFacts, Item, place_text, placed
from crm_metrics.boards.filters import processes, within
from crm_metrics.boards.freshness import Frame, Hole
from crm_metrics.boards.layout import WATCHED
from crm_metrics.boards.series import (
    Indicator,
    Series,
    arranged,
    asked_of,
    collect,
    left_out,
    rated,
    thin,
    with_goal,
)
from crm_metrics.boards.telling import claims, sentences
from crm_metrics.boards.telling.calm import LookedAt, Waiting, calm
from crm_metrics.boards.tiles import behind, definition
from crm_metrics.boards.today.cases import OpenCase, by_tier, by_time, table
from crm_metrics.boards.today.cases import behind as behind_number
from crm_metrics.metrics.catalogue.cards import OLD_DAYS
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

COUNTED = {"cases": "old_cases", "clocks": "sla_at_risk"}  # by kind of item, what counts it
VALUED = ("strategic", "high")
MOST = 3
YEAR = 365
# How many ordinary customers one customer of a tier weighs as, in the order of the list (house rule).
WEIGHT: Mapping[str | None, float] = {"strategic": 10.0, "high": 3.0}


@dataclass(frozen=True)
class JudgedDay:
    """The day asked and what of it is judged."""

    day: date
    unjudged: Mapping[str | None, frozenset[date]]
    """By process, None for the company: the days that say nothing of the routine."""


@dataclass(frozen=True)
class Attending:
    """What to attend, the worst of each kind first; what was looked at for it; and the area of each team."""

    items: tuple[Item, ...]
    looked: LookedAt
    areas: Mapping[str, str]
    place: tuple[str, ...] = ()
    """What the reader is bound to; () for the whole company."""
    cases: tuple[tuple[OpenCase, ...], ...] = ()
    """Of each item the cases that it counts, in its order; empty where nobody looked."""


def items(warehouse: Warehouse, view: View, watched: Sequence[Series], holes: Sequence[Hole], day: date) -> list[Item]:
    """Everything to attend on a day, in no order."""
    missing = [Item(kind="missing", score=1.0, process=hole.process, hole=hole) for hole in holes]
    return [*of_signals(watched), *still_open(warehouse, view, day), *missing]


def still_open(warehouse: Warehouse, view: View, day: date) -> list[Item]:
    """What waits at the close of a day, whether or not anything happened on it."""
    return [*_old_cases(warehouse, view, day), *_risks(warehouse, view, day)]


@dataclass(frozen=True)
class Watched:
    """The series of teams that got worse, with their goals; the teams that could be judged; all teams seen."""

    worse: tuple[Series, ...]
    judged: int
    teams: tuple[str, ...]


def watch(warehouse: Warehouse, view: View, judged: JudgedDay) -> Watched:
    """What the teams of the view did on a day."""
    since, baseline = baselines.window("day", judged.day)
    shown = processes(view)
    results = collect(
        warehouse,
        [indicator for process in shown for indicator in WATCHED[process]],
        every="day",
        since=since,
        until=judged.day,
        by=("team",),
        where=asked_of(view),
        scope=view.scope,
        baseline=baseline,
    )
    teams = {person.team for person in roster.people(warehouse, view.scope).values() if person.process in shown}
    worse: list[Series] = []
    told: set[str] = set()
    for indicator, result in results.items():
        unjudged = judged.unjudged[indicator.process]
        for (team, *_), series in arranged(indicator, result, "day", baseline, unjudged, pooled=True).items():
            if team is None:
                continue
            teams.add(team)
            if series.signal.kind != "small" and not thin(series):
                told.add(team)
            if series.signal.kind == "worse" and not thin(series) and certain(series):
                worse.append(with_goal(warehouse, series, "day", team=team))
    return Watched(tuple(worse), len(told), tuple(sorted(teams)))


def waiting(warehouse: Warehouse, view: View, day: date) -> Waiting | None:
    """The open cases of a day by their customers' tier; None where the view has no service, or never had a case."""
    if not within(view, "service"):
        return None
    backlog, loaded = Indicator("backlog", "service"), warehouse.loaded("work_item")
    asked: dict[str, Any] = {"every": "day", "since": day, "until": day, "where": asked_of(view), "scope": view.scope}
    results = collect(warehouse, [backlog], by=("tier",), **asked)
    if backlog not in results or loaded is None or loaded.through is None or loaded.through < day:
        return Waiting(state="absent")
    readings = results[backlog].readings
    if any(map(left_out, readings)):
        return Waiting(state="rows")
    counts = {reading.groups[0]: int(reading.value or 0) for reading in readings}
    if not any(counts.values()) and not _handles_cases(warehouse, view, day):
        return None if view.where or view.scope != EVERYTHING else Waiting(state="absent")
    return Waiting(
        state="known",
        valued=sum(counts.get(tier, 0) for tier in VALUED),
        tiered=sum(count for tier, count in counts.items() if tier is not None),
        all=sum(counts.values()),
    )


def _handles_cases(warehouse: Warehouse, view: View, day: date) -> bool:
    """Whether a case was opened within the view in the year before: who sells has none that could wait."""
    opened, since = Indicator("cases_opened", "service"), day - timedelta(days=YEAR)
    results = collect(warehouse, [opened], every="all", since=since, until=day, where=asked_of(view), scope=view.scope)
    return any(reading.value for reading in results[opened].readings) if opened in results else False


def _old_cases(warehouse: Warehouse, view: View, day: date) -> list[Item]:
    """Old open cases of strategic and high-value customers, by tier, with the team that holds most of them."""
    if not within(view, "service"):
        return []
    asked: dict[str, Any] = {"every": "day", "since": day, "until": day, "where": asked_of(view), "scope": view.scope}
    old, oldest = Indicator("old_cases", "service"), Indicator("oldest_case", "service")
    counted = collect(warehouse, [old], by=("tier", "team"), **asked)
    aged = collect(warehouse, [oldest], by=("tier",), **asked)
    ages = {reading.groups[0]: reading.value for reading in aged[oldest].readings} if oldest in aged else {}
    by_tier: dict[str, dict[str, int]] = {}
    for reading in counted[old].readings if old in counted else ():
        tier, team = reading.groups
        if tier in VALUED and reading.value:
            by_tier.setdefault(str(tier), {})[team or ""] = int(reading.value)
    return [
        Item(
            kind="cases",
            score=sum(teams.values()) * WEIGHT[tier],
            process="service",
            team=max(teams, key=lambda team: teams[team]),
            tier=tier,
            count=sum(teams.values()),
            held=max(teams.values()),
            oldest=None if ages.get(tier) is None else int(ages[tier] or 0),
            day=day,
        )
        for tier, teams in by_tier.items()
    ]


def _risks(warehouse: Warehouse, view: View, day: date) -> list[Item]:
    """The open clocks with less than a fifth of their time left, by team."""
    results = collect(
        warehouse,
        [Indicator("sla_at_risk", process) for process in processes(view)],
        every="day",
        since=day,
        until=day,
        by=("team",),
        where=asked_of(view),
        scope=view.scope,
    )
    return [
        Item(
            kind="clocks",
            score=float(reading.value),
            process=str(indicator.process),
            team=reading.groups[0] or "",
            count=int(reading.value),
            day=day,
        )
        for indicator, result in results.items()
        for reading in result.readings
        if reading.value
    ]


def of_signals(watched: Sequence[Series]) -> list[Item]:
    """The teams whose metric really got worse, by the customers touched."""
    return [
        Item(
            kind="signal",
            score=touched(series),
            process=str(series.indicator.process),
            team=str(series.groups[0]),
            series=series,
        )
        for series in watched
        if series.signal.kind == "worse" and series.groups and series.groups[0]
    ]


def certain(series: Series) -> bool:
    """Whether the whole stretch of a signal, taken as one point, lies beyond its limits.

    Some thirty series are looked at to find the worst: by chance one of them often has eight days on one side.
    """
    signal = series.signal
    if signal.limits is None or signal.recent is None or signal.since is None:
        return False
    counts = [reading.n or 0 for reading in series.readings if reading.period >= signal.since and reading.complete]
    reach = (
        signal.limits.reach / sqrt(signal.length) if signal.limits.rows is None else signal.limits.reach_at(sum(counts))
    )
    return abs(signal.recent - signal.limits.centre) > reach


def touched(series: Series) -> float:
    """Customers a day that a shift touches: its size times the rows a day; for what is no rate, its size in limits."""
    signal = series.signal
    if signal.limits is None or signal.recent is None or signal.since is None:
        return 0.0
    size = abs(signal.recent - signal.limits.centre)
    if not rated(series.definition) or series.definition.unit not in ("percent", "permille"):
        return size / signal.limits.reach if signal.limits.reach else 0.0
    counts = [reading.n for reading in series.readings if reading.period >= signal.since and reading.n is not None]
    return size * sum(counts) / len(counts) if counts else 0.0


def ranked(items: Sequence[Item]) -> tuple[Item, ...]:
    """All of them: the first three the worst of each kind before the second of any; then the others, worst first."""
    order = sorted(items, key=lambda item: -item.score)
    worst = {item.kind: item for item in reversed(order)}
    first = [item for item in order if worst[item.kind] is item]
    rest = [item for item in order if worst[item.kind] is not item]
    shown = sorted([*first, *rest][:MOST], key=lambda item: -item.score)
    return (*shown, *(item for item in order if all(item is not one for one in shown)))


def gather(warehouse: Warehouse, facts: DailyFacts) -> Attending:
    """The items of the board: where there is none, the card says what was looked at."""
    looked = LookedAt(facts.judged, waiting(warehouse, facts.view, facts.last) if not facts.items else None)
    cases = tuple(_cases_of(warehouse, facts.view, item) for item in facts.items)
    return Attending(facts.items, looked, dict(facts.areas), facts.place, cases)


def _cases_of(warehouse: Warehouse, view: View, item: Item) -> tuple[OpenCase, ...]:
    """The cases that an item counts, each of them and no other; none of a signal and of missing data."""
    if item.day is None or item.kind not in ("cases", "clocks"):
        return ()
    metric, where = _asked(item)
    found = behind_number(warehouse, view, metric, item.day, where)
    return tuple(sorted(found.cases, key=by_tier if item.kind == "cases" else by_time)) if found else ()


def _asked(item: Item) -> tuple[str, dict[str, str | None]]:
    """The metric and the conditions whose rows an item of cases or of clocks counts."""
    name = COUNTED[item.kind]
    if item.kind == "cases":
        return name, {"tier": item.tier}
    own = {"process": item.process} if metric_of(name).process != item.process else {}
    return name, {"team": item.team or None, **own}


def card(attending: Attending, frame: Frame, words: Words) -> Card:
    """The list of what to attend now."""
    title = words("What to attend now")
    if attending.place:
        title = words("What to attend now in {place}", place=place_text(attending.place, words))
    if not attending.items:
        fact, *reasons = (sentences.say(said, words) for said in calm(attending.looked, OLD_DAYS))
        fact = placed(sentences.inside(fact), attending.place, words) if attending.place else fact
        body = Empty(fact, " ".join(reasons))
        subtitle = words("Signals of teams, by customers touched")
        alt = f"{body.fact}. {body.reason}"
        return Card(key="attend", title=title, subtitle=subtitle, body=body, footer="", alt=alt, width=5)
    attend = attended(attending.items, attending.areas, words, frame.currency, attending.cases)
    metrics = [item.series.indicator.metric for item in attending.items if item.series]
    metrics += [name for kind, name in COUNTED.items() if any(item.kind == kind for item in attending.items)]
    named = dict.fromkeys(metrics)
    found, shown = len(attend.items), min(MOST, len(attend.items))
    return Card(
        key="attend",
        title=title,
        subtitle=words("{shown} of {found}, by customers touched and their tier", shown=shown, found=found),
        body=attend,
        footer=frame.footer(words, named or ["contacts_handled"], None),
        alt=title + ": " + "; ".join(f"{item.fact} ({item.team})" for item in attend.items),
        width=5,
        definitions=tuple(definition(metric_of(name), words) for name in named),
        on_paper=words("{shown} of {found}, by customers touched and their tier", shown=found, found=found)
        if shown < found
        else "",
    )


def attended(
    items: Sequence[Item],
    areas: Mapping[str, str],
    words: Words,
    currency: str,
    cases: Sequence[Sequence[OpenCase]] = (),
) -> Attend:
    """The list in the reader's language. cases: those that each item counts."""
    written = [_written(item, areas, words, currency) for item in items]
    opened = [table(those, one.fact, words, brief=True, first=None) if those else None
              for one, those in zip(written, cases or [()] * len(written), strict=True)]  # fmt: skip
    return Attend(tuple(replace(one, opens=grid) for one, grid in zip(written, opened, strict=True)), MOST)


def _written(item: Item, areas: Mapping[str, str], words: Words, currency: str) -> Attention:
    chip, fact, detail = _WRITERS[item.kind](item, words, currency)
    # A count of several teams is the same behind its link: a team's own page would show less than the item says.
    team = item.team if item.whole else ""
    # The day goes with it: the last day on which a process or team was busy is its own.
    until = item.day.isoformat() if item.day else ""
    places = (("process", item.process), ("team", team), ("until", until))
    goto = tuple((key, value) for key, value in places if value)
    process = words.name(item.process)
    owner = (areas.get(team) or process) if team else ""  # without a team its process alone, once
    who = team or process
    return Attention(chip=chip, fact=fact, detail=detail, team=who, owner=owner, goto=goto, behind=_led(item))


def _led(item: Item) -> Provenance | None:
    """What leads to the rows that an item counts; of a day without data there are none."""
    if item.kind == "signal" and item.series:
        return behind(item.series, "day", ("team",))
    if item.day is None or item.kind == "missing":
        return None
    name, asked = _asked(item)
    where = tuple((key, ABSENT if value is None else value) for key, value in asked.items())
    return Provenance(metric=name, every="day", until=item.day, where=where, value=float(item.count))


def _signal(item: Item, words: Words, currency: str) -> tuple[Chip, str, str]:
    series = item.series
    if series is None or series.signal.since is None:
        raise ValueError("a signal without its series")
    metric = series.definition
    said = claims.shift(metric.label, metric.unit, series.signal)
    fact = sentences.say(said, words, currency) if said else words(metric.label)
    detail = [words("since {day}", day=words.short_day(series.signal.since))]
    if series.goal:
        detail.append(words("target {value}", value=words.value(series.goal.goal, metric.unit, currency)))
    n = sum(reading.n or 0 for reading in series.readings if reading.period >= series.signal.since)
    detail += [words("n = {n}", n=n)] if n and rated(metric) else []
    return Chip("worse", words("Real decline")), fact, " · ".join(detail)


def _cases(item: Item, words: Words, currency: str) -> tuple[Chip, str, str]:
    fact = words.many(
        item.count,
        "One case of the {tier} tier open for more than {days} days",
        "{n} cases of the {tier} tier open for more than {days} days",
        tier=sentences.named_inside(item.tier, words),
        days=OLD_DAYS,
    )
    detail = [words("The oldest has been open for {age} days", age=item.oldest)] if item.oldest is not None else []
    detail += [] if item.whole or not item.team else [words("{n} of them: {team}", n=item.held, team=item.team)]
    return Chip("worse", words("Old cases")), fact, " · ".join(detail)


def _clocks(item: Item, words: Words, currency: str) -> tuple[Chip, str, str]:
    fact = words.many(item.count, "One case is about to run out of time", "{n} cases are about to run out of time")
    return Chip("watch", words("Due soon")), fact, words("Less than a fifth of the agreed time is left")


def _missing(item: Item, words: Words, currency: str) -> tuple[Chip, str, str]:
    hole = item.hole
    if hole is None:
        raise ValueError("missing data without the day")
    fact = words("Data are missing on {day}", day=words.short_day(hole.day))
    detail = words("{found} contacts; that weekday usually has about {usual}", found=hole.found, usual=hole.usual)
    return Chip("stale", words("Missing data")), fact, detail


_WRITERS = {"signal": _signal, "cases": _cases, "clocks": _clocks, "missing": _missing}
