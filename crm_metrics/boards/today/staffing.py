"""When more people are needed: contacts of each hour of the week, and how many people they need in the queue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from crm_metrics.analysis.queueing import people_needed
from crm_metrics.boards.behind.provenance import Provenance
from crm_metrics.boards.core import Card, Empty, Heat
from crm_metrics.boards.facts import DailyFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.layout import BY_HOUR
from crm_metrics.boards.series import ENOUGH, Indicator, asked_of, collect, scoped
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.goals.targets import goal_for
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.shape import ShapeRules
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

DAYS = 28
QUEUED, HANDLED, TIME, LEVEL = "queued_by_hour", "contacts_by_hour", "queued_handle_time", "service_level"
USUAL = 0.8  # of the contacts answered in time where no target is set: the 80/20 that queues are planned by
Slot = tuple[int, int]  # hour, weekday (Monday = 0)


@dataclass(frozen=True, kw_only=True)
class Staffing:
    """The contacts of each hour of the week and what they need."""

    process: str
    """Whose contacts."""
    metric: str
    """What counts them: those that queue, or those handled where none does."""
    volume: Mapping[Slot, float]
    """Contacts an hour, the mean of the weekday's open days; of hours and weekdays with ten of them and more."""
    people: Mapping[Slot, int]
    """The people needed at work in each hour; empty where it can't be told."""
    handle_seconds: float | None
    """How long a queued contact is handled, on average; None where it is not told of enough contacts."""
    share: float
    """The share of contacts to be answered in time, from 0 to 1."""
    targeted: bool
    """Whether that share is the company's own target."""
    closed: frozenset[int]
    """The weekdays of which a day was a holiday, and so is left out."""
    since: date
    """The first of the 28 days."""
    until: date
    """The last of the 28 days."""
    n: int
    """The contacts behind all of it."""
    told: bool = False
    """Whether the hours of these contacts stand on the card beside already, so that only the people are in question."""


def gather(warehouse: Warehouse, facts: DailyFacts) -> Staffing | None:
    """The volume and the people of the focus of the board; None where no hour of a contact is known."""
    process = facts.focus
    until = min(facts.last, facts.frame.whole or facts.last)  # a running day would count as a whole one of its weekday
    since = until - timedelta(days=DAYS - 1)
    asked: dict[str, Any] = {"since": since, "until": until, "where": asked_of(facts.view), "scope": facts.view.scope}
    closed = roster.holidays(warehouse)
    for name in (QUEUED, HANDLED):
        indicator = Indicator(name, process)
        found = collect(warehouse, [indicator], every="day", by=("offered_hour",), **asked).get(indicator)
        readings = [one for one in found.readings if one.complete and one.period not in closed] if found else []
        volume, n = _volume(readings, since, until, closed)
        if n:
            break
    else:
        return None
    time, goal = (
        Indicator(TIME, process),
        goal_for(warehouse, metric_of(LEVEL), "day", until, process=process, **scoped(facts.view)),
    )
    share = goal.goal if goal else USUAL
    handled = collect(warehouse, [time], every="all", **asked).get(time) if name == QUEUED else None
    reading = handled.readings[-1] if handled and handled.readings else None
    told = reading is not None and reading.value is not None and (reading.n or 0) >= ENOUGH
    seconds = float(reading.value) if told and reading and reading.value is not None else None
    return Staffing(
        process=process,
        metric=name,
        volume=volume,
        people=_people(volume, seconds, share),
        handle_seconds=seconds,
        share=share,
        targeted=goal is not None,
        closed=frozenset(day.weekday() for day in closed if since <= day <= until),
        since=since,
        until=until,
        n=n,
        told=name == HANDLED and Indicator(HANDLED, process) in BY_HOUR[process][:1],
    )


def _volume(
    readings: Sequence[Reading], since: date, until: date, closed: frozenset[date]
) -> tuple[dict[Slot, float], int]:
    """The mean of each hour over the open days of its weekday; and how many contacts there are."""
    days = [since + timedelta(days=place) for place in range((until - since).days + 1)]
    open_days = [sum(day.weekday() == weekday and day not in closed for day in days) for weekday in range(7)]
    sums: dict[Slot, float] = {}
    for one in readings:
        if one.groups[0] is not None and one.value:
            slot = (int(one.groups[0]), one.period.weekday())
            sums[slot] = sums.get(slot, 0.0) + float(one.value)
    kept = _busy(sums)
    return {slot: sums[slot] / open_days[slot[1]] for slot in kept}, round(sum(sums[slot] for slot in kept))


def _busy(sums: Mapping[Slot, float]) -> list[Slot]:
    """The hours of hours and weekdays that have ten contacts in the four weeks; all, where none has."""
    hours, weekdays = Counter[int](), Counter[int]()
    for (hour, weekday), total in sums.items():
        hours[hour] += round(total)
        weekdays[weekday] += round(total)
    busy = [slot for slot in sums if hours[slot[0]] >= ENOUGH and weekdays[slot[1]] >= ENOUGH]
    return sorted(busy or sums)


def _people(volume: Mapping[Slot, float], seconds: float | None, share: float) -> dict[Slot, int]:
    if seconds is None:
        return {}
    within = ShapeRules().answer_target_seconds
    needed = {slot: people_needed(rate, seconds, share=share, seconds=within) for slot, rate in volume.items()}
    return {slot: people for slot, people in needed.items() if people is not None}


def card(shown: Staffing, frame: Frame, words: Words) -> Card:
    """The hours of the week, titled by the one that needs most people."""
    metric, name = metric_of(shown.metric), words.name(shown.process)
    title, subtitle = _said(shown, name, words)
    why = _why(shown, name, words)
    if shown.told:
        title = words("How many people the hours of the week need is not told")
    notes = (
        []
        if shown.told
        else [why]
        if why
        else [words("Erlang C, of which nobody hangs up; breaks and absences come on top")]
    )
    notes.append(words("Holidays, and hours of fewer than {n} contacts, are left out", n=ENOUGH))
    return Card(
        key="staffing",
        title=title,
        subtitle=subtitle,
        body=Empty(title, why) if shown.told else _heat(shown, words),
        footer=frame.footer(words, [shown.metric], shown.n, *notes),
        alt=f"{title}. {subtitle}",
        width=12 if shown.told else 7,
        definitions=(definition(metric, words), *([] if why else [definition(metric_of(TIME), words)])),
    )


def _said(shown: Staffing, name: str, words: Words) -> tuple[str, str]:
    """Title and subtitle."""
    weekdays = words.weekdays()
    if not shown.people:
        hour, weekday = max(sorted(shown.volume), key=lambda slot: shown.volume[slot])
        title = words("Most contacts come on {weekday} at {hour} h: {volume}", weekday=weekdays[weekday], hour=hour,
                      volume=words.number(shown.volume[hour, weekday], 1))  # fmt: skip
        return title, words("{process} · contacts an hour · hour × weekday, mean of 4 weeks", process=name)
    hour, weekday = max(sorted(shown.people), key=lambda slot: (shown.people[slot], shown.volume[slot]))
    title = words("Most people are needed on {weekday} at {hour} h: {people}", weekday=weekdays[weekday], hour=hour,
                  people=shown.people[hour, weekday])  # fmt: skip
    aim = words("{share} answered within {seconds} s", share=words.percent(shown.share, 0),
                seconds=ShapeRules().answer_target_seconds)  # fmt: skip
    if not shown.targeted:
        aim = words("{aim}, for want of a target", aim=aim)
    return title, words(
        "{process} · contacts an hour → people at work · mean of 4 weeks · {aim}, {handled} each",
        process=name,
        aim=aim,
        handled=words.value(shown.handle_seconds, "seconds"),
    )


def _why(shown: Staffing, name: str, words: Words) -> str:
    """Why the number of people is not told; "" where it is."""
    if shown.metric != QUEUED:
        return words("How many people they need is not told: no contact of {process} waits in a queue.", process=name)
    if shown.handle_seconds is None:
        return words("How many people they need is not told: how long contacts are handled is known of too few.")
    if not shown.people:
        return words("How many people they need is not told: no number of people answers all contacts in time.")
    return ""


def _heat(shown: Staffing, words: Words) -> Heat:
    names = words.weekdays(short=True)
    hours = range(min(hour for hour, _ in shown.volume), max(hour for hour, _ in shown.volume) + 1)
    weekdays = sorted({weekday for _, weekday in shown.volume})
    grid = [[(hour, weekday) for weekday in weekdays] for hour in hours]

    def value(slot: Slot) -> float | None:
        return shown.people.get(slot) if shown.people else shown.volume.get(slot)

    def text(slot: Slot) -> str:
        if slot not in shown.volume:
            return ""
        volume = words.number(shown.volume[slot], 1 if shown.volume[slot] < 10 else 0)
        return f"{volume} → {shown.people[slot]}" if slot in shown.people else volume

    def hover(slot: Slot) -> str:
        if slot not in shown.volume:
            return ""
        said = words("{weekday} {hour} h: {volume} contacts an hour", weekday=names[slot[1]], hour=slot[0],
                     volume=words.number(shown.volume[slot], 1))  # fmt: skip
        if slot in shown.people:
            said += " · " + words.many(shown.people[slot], "one person needed", "{n} people needed")
        return said

    return Heat(
        rows=tuple(words("{hour} h", hour=hour) for hour in hours),
        columns=tuple(names[weekday] for weekday in weekdays),
        values=tuple(tuple(value(slot) for slot in row) for row in grid),
        texts=tuple(tuple(text(slot) for slot in row) for row in grid),
        hovers=tuple(tuple(hover(slot) for slot in row) for row in grid),
        behind=tuple(tuple(_led(shown, slot) for slot in row) for row in grid),
        diverging=False,
    )


def _led(shown: Staffing, slot: Slot) -> Provenance | None:
    """What leads to the contacts of an hour on one weekday; where a holiday is left out they are more than those."""
    if slot not in shown.volume:
        return None
    return Provenance(
        metric=shown.metric,
        every="day",
        since=shown.since,
        until=shown.until,
        where=(("offered_hour", str(slot[0])), ("process", shown.process)),
        weekday=slot[1] + 1,
        value=None if slot[1] in shown.closed else shown.volume[slot],
    )
