"""The day hour by hour, as far as the data reach, beside what is usual for its weekday up to the same hour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import mean
from typing import Any

from crm_metrics.boards.behind.provenance import Provenance
from crm_metrics.boards.core import Card, Cell, Grid, GridColumn, Row
from crm_metrics.boards.facts import DailyFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.series import Indicator, asked_of, collect
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.readings import Reading
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse import roster
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

WEEKS = 8  # days of the same weekday that it is held against
RARE = 0.5  # contacts; an hour of fewer is shown only where the day has one
LEAST = 4  # of them, below which nothing is said to be usual
COUNTS = ("queued_by_hour", "contacts_by_hour")  # the first that the process has
LEVEL = "service_level_by_hour"
Hours = Mapping[int, float]


@dataclass(frozen=True, kw_only=True)
class DaySoFar:
    """One day and the same weekday of the weeks before, by hour."""

    process: str
    """Whose contacts."""
    metric: str
    """What counts them."""
    day: date
    """The day."""
    until: int
    """The hour up to which the day is known, 24 of a day that was over."""
    hours: Hours
    """The contacts of each hour of the day."""
    usual: tuple[Hours, ...]
    """The same of each of the days that it is held against."""
    met: Mapping[int, tuple[float, float]]
    """Of each hour of the day the contacts answered in time, and those that count."""
    usual_met: Mapping[int, tuple[float, float]]
    """The same of all the days that it is held against together."""

    @property
    def so_far(self) -> float:
        """The contacts of the day."""
        return sum(self.hours.values())

    @property
    def before(self) -> tuple[float, ...]:
        """The contacts of each of the other days up to the same hour."""
        return tuple(sum(hours.values()) for hours in self.usual)


def gather(warehouse: Warehouse, facts: DailyFacts) -> DaySoFar | None:
    """The day of the board in the process of its focus; None where no hour of it is known."""
    process, day = facts.focus, facts.last
    since = day - timedelta(days=7 * WEEKS)
    asked: dict[str, Any] = {"every": "day", "since": since, "until": day, "by": ("offered_hour",)}
    asked |= {"where": asked_of(facts.view), "scope": facts.view.scope}
    wanted = [Indicator(name, process) for name in (*COUNTS, LEVEL)]
    found = collect(warehouse, wanted, **asked)
    reach = warehouse.loaded("interaction")
    if reach is None or reach.through is None or reach.through < day:
        return None
    until = int(reach.passed * 24) if reach.through == day else 24
    closed = roster.holidays(warehouse)
    days = [one for week in range(1, WEEKS + 1) if (one := day - timedelta(days=7 * week)) not in closed]
    for indicator in wanted[: len(COUNTS)]:
        readings = found[indicator].readings if indicator in found else ()
        hours = _hours(readings, day, until)
        if hours:
            break
    else:
        return None
    known = [one for one in days if any(r.period == one and r.complete and r.value for r in readings)]
    rates = found[wanted[-1]].readings if wanted[-1] in found else ()
    return DaySoFar(
        process=process,
        metric=indicator.metric,
        day=day,
        until=until,
        hours=hours,
        usual=tuple(_hours(readings, one, until) for one in known),
        met=_sides(rates, [day], until),
        usual_met=_sides(rates, known, until),
    )


def _hours(readings: Sequence[Reading], day: date, until: int) -> dict[int, float]:
    return {
        int(one.groups[0]): float(one.value)
        for one in readings
        if one.period == day and one.groups[0] is not None and one.value and int(one.groups[0]) < until
    }


def _sides(readings: Sequence[Reading], days: Sequence[date], until: int) -> dict[int, tuple[float, float]]:
    """Above and below the line of a rate, by hour, of these days together."""
    sums: dict[int, tuple[float, float]] = {}
    for one in readings:
        hour = None if one.groups[0] is None else int(one.groups[0])
        if hour is not None and hour < until and one.period in days and one.denominator:
            above, below = sums.get(hour, (0.0, 0.0))
            sums[hour] = (above + float(one.numerator or 0), below + float(one.denominator))
    return sums


def card(shown: DaySoFar, frame: Frame, words: Words) -> Card:
    """A row for each hour, the day beside its usual; titled by the contacts of the whole of it."""
    enough = len(shown.usual) >= LEAST
    columns = (
        GridColumn("hour", words("Hour")),
        GridColumn("day", words(metric_of(shown.metric).label), "number"),
        GridColumn("usual", words("Usual"), "number"),
        *([GridColumn("met", words("Answered in time"), "number")] if shown.met else []),
        *([GridColumn("usual_met", words("Usually in time"), "number")] if shown.met else []),
    )
    hours = [hour for hour in range(24) if hour in shown.hours or (enough and _usual(shown, hour) >= RARE)]
    rows = [_row(hour, shown, enough, words) for hour in hours]
    rows.append(_total(shown, enough, words))
    title = _title(shown, enough, words)
    named = [shown.metric, *([LEVEL] if shown.met else [])]
    note = [] if enough else [words("Usual needs {n} days of the same weekday", n=LEAST)]
    return Card(
        key="so_far",
        title=title,
        subtitle=words(
            "{process} · {day} by hour · usual: mean of {n} earlier days of that weekday, up to the same hour",
            process=words.name(shown.process),
            day=words.short_day(shown.day),
            n=len(shown.usual),
        ),
        body=Grid(columns, tuple(rows), title),
        footer=frame.footer(words, named, round(shown.so_far), *note),
        alt=title,
        width=5,
        definitions=tuple(definition(metric_of(name), words) for name in named),
    )


def _title(shown: DaySoFar, enough: bool, words: Words) -> str:
    """How many contacts came, against the fewest and the most of the other days."""
    count = round(shown.so_far)
    said = words.many(count, "One contact on the day", "{n} contacts on the day")
    if shown.until < 24:
        said = words.many(count, "One contact up to {hour} h", "{n} contacts up to {hour} h", hour=shown.until)
    if not enough:
        return said
    low, high = min(shown.before), max(shown.before)
    if shown.so_far > high:
        return words("{said}: more than on any of {days} such days", said=said, days=len(shown.before))
    if shown.so_far < low:
        return words("{said}: fewer than on any of {days} such days", said=said, days=len(shown.before))
    return words("{said}: as usual, between {low} and {high}", said=said, low=words.number(low, 0),
                 high=words.number(high, 0))  # fmt: skip


def _usual(shown: DaySoFar, hour: int) -> float:
    return mean(day.get(hour, 0.0) for day in shown.usual)


def _row(hour: int, shown: DaySoFar, enough: bool, words: Words) -> Row:
    count = shown.hours.get(hour, 0.0)
    usual = _usual(shown, hour) if enough else None
    led = _led(shown, shown.metric, hour, count)
    cells = [
        Cell(text=words("{hour} h", hour=hour)),
        Cell(text=words.number(count, 0), behind=led),
        Cell(text="–" if usual is None else words.number(usual, 1)),
    ]
    if shown.met:
        met, before = _rates(shown.met.get(hour), shown.usual_met.get(hour), enough, words)
        cells += [replace(met, behind=_level(shown, hour)), before]
    return Row(str(hour), tuple(cells))


def _total(shown: DaySoFar, enough: bool, words: Words) -> Row:
    usual = mean(shown.before) if enough else None
    cells = [
        Cell(text=words("All hours")),
        Cell(text=words.number(shown.so_far, 0)),
        Cell(text="–" if usual is None else words.number(usual, 1)),
    ]
    if shown.met:
        cells += _rates(_sum(shown.met), _sum(shown.usual_met), enough, words)
    return Row("all", tuple(cells))


def _sum(sides: Mapping[int, tuple[float, float]]) -> tuple[float, float]:
    return sum(above for above, _ in sides.values()), sum(below for _, below in sides.values())


def _rates(
    day: tuple[float, float] | None, usual: tuple[float, float] | None, enough: bool, words: Words
) -> tuple[Cell, Cell]:
    """The share answered in time, sums over sums, grey where fewer than ten contacts are behind it; and the usual."""
    least = metric_of(LEVEL).minimum_n
    told = day is not None and day[1] > 0
    share = day[0] / day[1] if told and day else None
    before = usual[0] / usual[1] if enough and usual and usual[1] >= least else None
    return (
        Cell(text=words.value(share, "percent"), muted=not told or (day[1] if day else 0) < least),
        Cell(text=words.value(before, "percent")),
    )


def _level(shown: DaySoFar, hour: int) -> Provenance | None:
    above, below = shown.met.get(hour, (0.0, 0.0))
    return _led(shown, LEVEL, hour, above / below) if below else None


def _led(shown: DaySoFar, metric: str, hour: int, value: float) -> Provenance:
    where = (("offered_hour", str(hour)), ("process", shown.process))
    return Provenance(metric=metric, every="day", until=shown.day, where=where, value=value)
