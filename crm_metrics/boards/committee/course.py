"""The month that runs, day by day: what it brought so far, beside the line of its goal and of the year before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from crm_metrics.boards.behind.provenance import of_days
from crm_metrics.boards.bodies.course import Course
from crm_metrics.boards.core import Card
from crm_metrics.boards.facts import MonthlyFacts
from crm_metrics.boards.filters import permitted
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.layout import LANDINGS
from crm_metrics.boards.series import Indicator, asked_of, collect, scoped
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.goals.cascade import divided, spread
from crm_metrics.metrics.goals.seasons import Whose, days_of, weights
from crm_metrics.metrics.goals.targets import SCOPES, goal_for
from crm_metrics.metrics.readings import Result
from crm_metrics.metrics.registry import metric_of
from crm_metrics.periods import months_later
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words, mark

SALES = Indicator("revenue")  # of a company that plans nothing: beside the year before alone
TITLES = {
    ("goal", "above"): mark("{metric} to {day}: {value}, {away} above the line of its goal"),
    ("goal", "below"): mark("{metric} to {day}: {value}, {away} below the line of its goal"),
    ("goal", "on"): mark("{metric} to {day}: {value}, on the line of its goal"),
    ("year", "above"): mark("{metric} to {day}: {value}, {away} more than a year before"),
    ("year", "below"): mark("{metric} to {day}: {value}, {away} less than a year before"),
    ("year", "on"): mark("{metric} to {day}: {value}, as much as a year before"),
}


@dataclass(frozen=True, kw_only=True)
class Running:
    """A sum by day of one month."""

    indicator: Indicator
    """What adds up."""
    month: date
    """Its first day."""
    through: date
    """The last day that is told."""
    values: tuple[float, ...]
    """What each day to that one brought."""
    goal: tuple[float, ...]
    """What each day of the month should bring; empty without a goal."""
    before: tuple[float, ...]
    """What each day of the same month of the year before brought; empty where that is not known."""
    n: int
    """The rows behind the values."""

    @property
    def so_far(self) -> float:
        """What the month brought to the last day told."""
        return sum(self.values)

    @property
    def ahead(self) -> float | None:
        """By how much that is more than its line: of the goal, else of the year before; None without either."""
        line = self.goal or self.before
        return self.so_far - sum(line[: len(self.values)]) if line else None


def gather(warehouse: Warehouse, facts: MonthlyFacts) -> Running | None:
    """The month that runs, or the one asked for, of the first sum that has a goal in it; else of the sales."""
    view, day = facts.view, facts.frame.whole
    if day is None:
        return None
    first = facts.first if view.until else day.replace(day=1)
    through = min(day, facts.last) if view.until else day
    for place in LANDINGS:
        if permitted(view.scope, place.process) and (goal := _goal(warehouse, place, facts, first)):
            running = _running(warehouse, facts, place, (first, through), goal)
            if running is not None:
                return running
    running = _running(warehouse, facts, SALES, (first, through), ())
    return running if running is not None and running.before else None


def _goal(warehouse: Warehouse, place: Indicator, facts: MonthlyFacts, month: date) -> tuple[float, ...]:
    """What the days of a month should bring: its objective divided by what they weigh; empty without one.

    Goals that are set for single days are another plan, which need not come to the objective of the month.
    """
    metric, of = metric_of(place.metric), scoped(facts.view)
    goal = goal_for(warehouse, metric, "month", month, process=place.process, **of)
    if goal is None or not divided(metric):
        return ()
    named = {"process": place.process or metric.process} | {name: of.get(name) for name in SCOPES[1:]}
    whose = Whose(tuple((name, value) for name, value in named.items() if value is not None), facts.view.scope)
    return tuple(float(part) for part in spread(goal.goal, weights(warehouse, metric, month, whose).days))


def _running(
    warehouse: Warehouse, facts: MonthlyFacts, place: Indicator, days: tuple[date, date], goal: tuple[float, ...]
) -> Running | None:
    """A sum through some days; None where one of them is not told, or nothing came."""
    first, through = days
    now = _asked(warehouse, facts, place, first, through)
    values = _values(now, first, through) if now is not None else ()
    if now is None or not any(values):
        return None
    past = months_later(first, -12)
    end = months_later(past, 1) - timedelta(days=1)
    then = _asked(warehouse, facts, place, past, end)
    before = _values(then, past, end) if then is not None else ()
    return Running(
        indicator=place,
        month=first,
        through=through,
        values=values,
        goal=goal,
        before=before if any(before) else (),
        n=sum(reading.n or 0 for reading in now.readings),
    )


def _asked(warehouse: Warehouse, facts: MonthlyFacts, place: Indicator, since: date, until: date) -> Result | None:
    where, scope = asked_of(facts.view), facts.view.scope
    return collect(warehouse, [place], every="day", since=since, until=until, where=where, scope=scope).get(place)


def _values(result: Result, first: date, last: date) -> tuple[float, ...]:
    """What each of the days brought; empty where one is not complete."""
    told = {one.period: float(one.value) for one in result.readings if one.complete and one.value is not None}
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return tuple(told[day] for day in days) if all(day in told for day in days) else ()


def card(running: Running, frame: Frame, words: Words) -> Card:
    """The lines, titled by how far the month is from the one that it is held against."""
    metric, title = metric_of(running.indicator.metric), _title(running, frame, words)
    days = days_of(running.month)
    sums = _padded([*accumulate(running.values)], len(days))
    last = words("same month of last year")
    body = Course(
        unit=metric.unit,
        days=tuple(words.short_day(day) for day in days),
        sums=sums,
        goal=_padded([*accumulate(running.goal)], len(days)),
        before=_padded([*accumulate(running.before)], len(days)),
        legend=(last, words("line of the goal"), words("to date")),
        behind=tuple(
            None if value is None else of_days(metric, running.month, day, value, process=running.indicator.process)
            for day, value in zip(days, sums, strict=True)
        ),
    )
    named = words(metric.label)
    unit = f"{named}, {frame.currency}" if metric.unit == "money" and frame.currency else named
    subtitle = words("{measure} · the sum to each day of {month} · the goal divided by what its days weigh",
                     measure=unit, month=words.month(running.month))  # fmt: skip
    if not running.goal:
        subtitle = words("{measure} · the sum to each day of {month}", measure=unit, month=words.month(running.month))
    runs = running.through < days[-1]
    note = words("A month that runs is not judged yet") if runs else words("The month is over")
    return Card(
        key="course",
        title=title,
        subtitle=subtitle,
        body=body,
        footer=frame.footer(words, [metric.name], running.n, note),
        alt=f"{title}. {_beside(running, frame, words)}",
        width=6,
        definitions=(definition(metric, words, body.behind[len(running.values) - 1]),),
    )


def _beside(running: Running, frame: Frame, words: Words) -> str:
    """What the lines that it is held against say of the same day."""
    unit, days = metric_of(running.indicator.metric).unit, len(running.values)
    lines = ((words("line of the goal"), running.goal), (words("same month of last year"), running.before))
    told = [f"{name}: {words.value(sum(line[:days]), unit, frame.currency)}" for name, line in lines if line]
    return words.listed(told)


def _padded(values: Sequence[float], n: int) -> tuple[float | None, ...]:
    """The values of the first of n days, None of the others."""
    return tuple([*values, *[None] * n][:n])


def _title(running: Running, frame: Frame, words: Words) -> str:
    """The sum to the last day, and how far it is from the line."""
    metric, ahead = metric_of(running.indicator.metric), running.ahead or 0.0
    name, day = words(metric.label), words.short_day(running.through)
    value, away, nought = (words.value(one, metric.unit, frame.currency) for one in (running.so_far, abs(ahead), 0.0))
    kind = "on" if away == nought else "above" if ahead > 0 else "below"
    said = TITLES["goal" if running.goal else "year", kind]
    return words(said, metric=name, day=day, value=value, away=away)
