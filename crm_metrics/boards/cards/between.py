"""The days between rare events on the page of a number: a chart with its limit, and how long it is since the last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from crm_metrics.analysis.between import DaysBetween, EventGaps, days_between
from crm_metrics.boards.behind.provenance import Provenance, of_days
from crm_metrics.boards.core import Card, Control, Point, View
from crm_metrics.boards.filters import processes_of
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.core import APPLICATION, Metric, Where
from crm_metrics.metrics.question import ask
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words, mark

LIMIT = mark("Limit: by chance one in 741 lasts longer; there is no lower one")
RUNNING = mark("Hollow circle: still running")
WINDOW = timedelta(days=364)  # before the last day: a year of them
RECENT = timedelta(days=91)  # before the last day: the days since then make no limit


@dataclass(frozen=True)
class RareEvents:
    """The events of a metric over a year of days."""

    metric: Metric
    found: EventGaps
    where: tuple[tuple[str, str], ...] = ()
    """The processes that they are of, for links to their rows."""


def gather(warehouse: Warehouse, metric: Metric, until: date, where: Where, view: View) -> RareEvents | None:
    """The days between the events of a metric in the year to a day; None where it counts no events, or they are not
    rare, or too few."""
    counts = metric.unit == "count" and metric.aggregation in ("sum", "distinct") and metric.denominator is None
    if not counts or metric.finest != "day" or metric.shape == APPLICATION or metric.trailing:
        return None
    result = ask(warehouse, [metric], every="day", where=where, since=until - WINDOW, until=until, scope=view.scope)
    days = [
        (one.period, float(one.value) if one.complete and one.value is not None else None)
        for one in result[metric.name].readings
    ]
    while days and days[-1][1] is None:  # of days that are not whole yet nobody knows that nothing happened
        days.pop()
    found = days_between(days, days[-1][0] - RECENT) if days else None
    return RareEvents(metric, found, processes_of(metric, view)) if found is not None else None


def card(shown: RareEvents, frame: Frame, words: Words) -> Card:
    """The chart, titled by the mean and by how long it is since the last event."""
    found, last = shown.found, shown.found.gaps[-1]
    mean = words.number(found.mean, 1)
    title = words("Days from one to the next: {mean} in the mean", mean=mean)
    if not last.ended:
        title = words("Days from one to the next: {mean} in the mean; since the last one {n}", mean=mean, n=last.days)
    n = len(found.beyond)
    beyond = words.many(n, "One lasted longer than chance allows", "{n} lasted longer than chance allows")
    told = beyond if n else words("As long as chance makes them")
    return Card(
        key="between",
        title=title,
        subtitle=words("Where most days have none, the days between tell more than their count · over a year"),
        body=_chart(shown, words),
        footer=frame.footer(words, [shown.metric.name], None, *(told, words(LIMIT), words(RUNNING))),
        alt=f"{title}. {told}. {_said(last, words)}",
        definitions=(definition(shown.metric, words),),
    )


def _chart(shown: RareEvents, words: Words) -> Control:
    found = shown.found
    return Control(
        name=words(shown.metric.label),
        unit="days",
        points=tuple(_point(one, shown, words) for one in found.gaps),
        centre=found.mean,
        low=0.0,
        high=found.high,
        centre_text=words("mean {value}", value=words.number(found.mean, 1)),
        high_text=words("UNL {value}", value=words.number(found.high, 1)),
        baseline_until=found.until,
        baseline_text=words("basis of the limits"),
    )


def _point(one: DaysBetween, shown: RareEvents, words: Words) -> Point:
    """A gap, on the day that ended it, which leads to the rows of that day."""
    beyond, better = one.days > shown.found.high, shown.metric.better
    return Point(
        day=one.day,
        value=float(one.days),
        complete=one.ended,
        mark="beyond" if beyond else None,
        good=better == "down" if beyond and better != "band" else None,
        label=_said(one, words),
        behind=_led(one, shown) if one.ended else None,
    )


def _led(one: DaysBetween, shown: RareEvents) -> Provenance:
    return of_days(shown.metric, one.day, one.day, None, where=shown.where)


def _said(one: DaysBetween, words: Words) -> str:
    day = words.day(one.day)
    if one.ended:
        return words.many(
            one.days, "{day}: one day after the one before", "{day}: {n} days after the one before", day=day
        )
    return words.many(one.days, "{day}: one day since the last one", "{day}: {n} days since the last one", day=day)
