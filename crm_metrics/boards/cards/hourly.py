"""When the week is hard: a rate or a load by hour of the day and weekday, over the last four weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from crm_metrics.boards.behind.provenance import Provenance
from crm_metrics.boards.core import Body, Card, Empty, Heat
from crm_metrics.boards.facts import DailyFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.layout import BY_HOUR, GOAL_OF
from crm_metrics.boards.series import ENOUGH, Indicator, asked_of, collect, missed, rated, scoped
from crm_metrics.boards.telling import claims, sentences
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.goals.targets import Goal, goal_for
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

DAYS = 28


@dataclass(frozen=True)
class Slot:
    """One hour of one weekday (Monday = 0). value: None where fewer than ten rows stand behind a rate."""

    hour: int
    weekday: int
    value: float | None
    n: int


@dataclass(frozen=True, kw_only=True)
class Hourly:
    """The week by hour."""

    indicator: Indicator
    """What is shown: a rate, or the contacts, of a process or of the company."""
    slots: tuple[Slot, ...]
    """Each hour of each weekday."""
    by_hour: tuple[tuple[int, float | None], ...]
    """The same over all weekdays."""
    goal: Goal | None
    """What each hour of a rate is held against; None for a load, and where no target is set."""
    n: int
    """The rows behind all of it."""
    since: date
    """The first of the 28 days."""
    until: date
    """The last of the 28 days: the day of the board."""
    closed: frozenset[date] = frozenset()
    """Of a load: the holidays among them, which are left out of the mean."""


def gather(warehouse: Warehouse, facts: DailyFacts) -> Hourly | None:
    """The first of the process's candidates that has rows, None when none has."""
    view, process = facts.view, facts.focus
    until = min(facts.last, facts.frame.whole or facts.last)  # a running day would count as a whole one of its weekday
    since = until - timedelta(days=DAYS - 1)
    where = asked_of(view)
    for indicator in BY_HOUR[process]:
        results = collect(
            warehouse,
            [indicator],
            every="day",
            since=since,
            until=until,
            by=("offered_hour",),
            where=where,
            scope=view.scope,
        )
        closed = frozenset() if rated(metric_of(indicator.metric)) else _closed(warehouse, since, until)
        sums = _summed(results[indicator].readings, closed) if indicator in results else {}
        if sums:
            metric = metric_of(GOAL_OF.get(indicator, indicator.metric))
            goal = goal_for(warehouse, metric, "day", until, process=process, **scoped(view))
            return _arranged(indicator, sums, goal, since, until, closed=closed)
    return None


def _closed(warehouse: Warehouse, since: date, until: date) -> frozenset[date]:
    return frozenset(day for day in roster.holidays(warehouse) if since <= day <= until)


Sums = dict[tuple[int, int], tuple[float, float]]


def _summed(readings: Sequence[Reading], closed: frozenset[date] = frozenset()) -> Sums:
    sums: Sums = {}
    for reading in readings:
        if reading.period in closed:
            continue
        if reading.groups[0] is None or reading.numerator is None or not reading.complete:
            continue
        place = (int(reading.groups[0]), reading.period.weekday())
        above, below = sums.get(place, (0.0, 0.0))
        sums[place] = (above + float(reading.numerator), below + float(reading.denominator or 0))
    return {place: sides for place, sides in sums.items() if any(sides)}


def _arranged(
    indicator: Indicator,
    sums: Sums,
    goal: Goal | None,
    since: date,
    until: date,
    *,
    closed: frozenset[date] = frozenset(),
) -> Hourly:
    rate = rated(metric_of(indicator.metric))
    open_days = [DAYS // 7 - sum(day.weekday() == weekday for day in closed) for weekday in range(7)]

    def value(above: float, below: float, days: float) -> float | None:
        if not rate:
            return above / days if days else None
        return above / below if below >= ENOUGH else None

    slots = tuple(
        Slot(hour, weekday, value(above, below, open_days[weekday]), round(below if rate else above))
        for (hour, weekday), (above, below) in sorted(sums.items())
    )
    hours = sorted({hour for hour, _ in sums})
    total = {
        hour: (
            sum(above for (at, _), (above, _) in sums.items() if at == hour),
            sum(below for (at, _), (_, below) in sums.items() if at == hour),
        )
        for hour in hours
    }
    by_hour = tuple((hour, value(*total[hour], sum(open_days))) for hour in hours)
    return Hourly(
        indicator=indicator,
        slots=slots,
        by_hour=by_hour,
        goal=goal if rate else None,
        n=sum(slot.n for slot in slots),
        since=since,
        until=until,
        closed=closed,
    )


def card(facts: Hourly, frame: Frame, words: Words) -> Card:
    """The heat map, titled by the hours that miss the goal or are busiest."""
    metric = metric_of(facts.indicator.metric)
    load = not rated(metric)
    aim = facts.goal.goal if facts.goal else None
    drawn = {slot.hour for slot in facts.slots if slot.value is not None}
    by_hour = {hour: value for hour, value in facts.by_hour if hour in drawn}
    if not load and sum(slot.n for slot in facts.slots) < metric.minimum_n:
        by_hour = {}
    said = claims.hours(metric.label, by_hour, aim, metric.better, load=load)
    title = sentences.say(said, words, frame.currency, sentences.TITLE)
    goal = words.value(facts.goal.goal, metric.unit) if facts.goal else ""
    encoding = words("darker: more contacts per day") if load else words("darker: higher")
    encoding = words("green: meets {goal}, orange: misses it", goal=goal) if goal else encoding
    unit = "%" if metric.unit == "percent" else words("contacts per day")
    subtitle = words(
        "{metric}, {unit} · hour × weekday, 4 weeks · {encoding}",
        metric=words(metric.label),
        unit=unit,
        encoding=encoding,
    )
    note = words("Blank: fewer than {n} contacts", n=ENOUGH) if facts.goal else ""
    note = words("Holidays are left out") if facts.closed else note
    body, alt = _body(facts, title, words)
    footer = frame.footer(words, [metric.name], facts.n, note)
    return Card(
        key="hours",
        title=title,
        subtitle=subtitle,
        body=body,
        footer=footer,
        alt=alt,
        definitions=(definition(metric, words),),
    )


def _body(facts: Hourly, title: str, words: Words) -> tuple[Body, str]:
    """The map and what it is for those who do not see it; where no cell of it could be drawn, why."""
    heat = _heat(facts, words)
    if not heat.rows:
        reason = words("No hour of a weekday has {n} contacts in the complete days of these four weeks.", n=ENOUGH)
        return Empty(title, reason), f"{title}. {reason}"
    alt = words(
        "{title}. {rows} hours by {columns} weekdays.", title=title, rows=len(heat.rows), columns=len(heat.columns)
    )
    return heat, alt


def _led(facts: Hourly, slot: Slot | None) -> Provenance | None:
    """What leads to the rows of an hour on one weekday of the four weeks."""
    if slot is None or slot.value is None:
        return None
    indicator = facts.indicator
    own = metric_of(indicator.metric).process == indicator.process
    process = (("process", indicator.process),) if indicator.process and not own else ()
    return Provenance(
        metric=indicator.metric,
        every="day",
        since=facts.since,
        until=facts.until,
        where=(("offered_hour", str(slot.hour)), *process),
        weekday=slot.weekday + 1,
        value=None if slot.weekday in {day.weekday() for day in facts.closed} else slot.value,
    )


def _heat(facts: Hourly, words: Words) -> Heat:
    metric = metric_of(facts.indicator.metric)
    by_place = {(slot.hour, slot.weekday): slot for slot in facts.slots}
    hours = sorted({slot.hour for slot in facts.slots if slot.value is not None})
    weekdays = sorted({slot.weekday for slot in facts.slots if slot.value is not None})
    names = words.weekdays(short=True)
    rate = metric.unit == "percent"

    def text(slot: Slot | None) -> str:
        if slot is None or slot.value is None:
            return ""
        return words.number(slot.value * 100 if rate else slot.value, 0)

    def hover(hour: int, weekday: int) -> str:
        slot = by_place.get((hour, weekday))
        if slot is None:
            return ""
        value = words.value(slot.value, metric.unit)
        miss = slot.value is not None and facts.goal and missed(metric.better, slot.value - facts.goal.goal, facts.goal)
        end = " · " + words("misses the target") if miss else ""
        return f"{names[weekday]} {hour} h: {value} · " + words("n = {n}", n=slot.n) + end

    grid = [[by_place.get((hour, day)) for day in weekdays] for hour in hours]
    return Heat(
        rows=tuple(words("{hour} h", hour=hour) for hour in hours),
        columns=tuple(names[day] for day in weekdays),
        values=tuple(tuple(slot.value if slot else None for slot in row) for row in grid),
        texts=tuple(tuple(text(slot) for slot in row) for row in grid),
        hovers=tuple(tuple(hover(hour, day) for day in weekdays) for hour in hours),
        behind=tuple(tuple(_led(facts, slot) for slot in row) for row in grid),
        diverging=facts.goal is not None,
        middle=facts.goal.goal if facts.goal else None,
    )
