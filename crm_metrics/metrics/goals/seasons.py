"""How a month's amount lies over its days: by working days and by the season that the metric itself has shown.

The season of a month is read from the 52 weeks before it, as they stand when it starts: a mean for each weekday (a
holiday is a kind of its own), times a factor for each seventh of the month, drawn a fifth of the way to 1 because a
position comes only a dozen times a year. Without enough history every working day weighs the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.rows.answers import answers, reading
from crm_metrics.metrics.rows.dimensions import Condition
from crm_metrics.metrics.rows.plan import Question, asked_periods, dimensions_of, leaf
from crm_metrics.periods import next_start
from crm_metrics.warehouse.store import Warehouse

WEEKS = 52
LEAST_WEEKS = 8  # of complete days before a month, or its season is not known
LEAST_FOR_POSITION = 26  # weeks, or the position in the month is not known
DRAWN = 0.2  # how far a position's factor is drawn to 1
HOLIDAY = 8  # the kind of a closed day after the seven weekdays

SEASON, WORKING, CALENDAR = "season", "working days", "calendar days"


@dataclass(frozen=True)
class Weights:
    """What each day of a month weighs, from its first on. basis: SEASON, WORKING or CALENDAR."""

    days: tuple[float, ...]
    basis: str


@dataclass(frozen=True)
class Whose:
    """The rows that a season is read of: never those of others, for a reader must not feel them in a goal."""

    parts: tuple[tuple[str, str], ...] = ()
    """A dimension and the value that the goal is of, as process, team, agent, tier."""

    scope: Scope = EVERYTHING
    """What the reader may see."""

    def conditions(self, metric: Metric) -> tuple[Condition, ...]:
        """What is kept of the metric's rows; its own process is in its definition already."""
        return tuple((name, (value,)) for name, value in self.parts if name != "process" or metric.process is None)


COMPANY = Whose()


def additive(metric: Metric | None) -> bool:
    """Whether a metric's days sum to its month, so that its goal can be divided over them."""
    return metric is not None and metric.aggregation == "sum"


def days_of(month: date) -> list[date]:
    """The days of the month that holds a day."""
    first = month.replace(day=1)
    return [first + timedelta(days=n) for n in range((next_start("month", first) - first).days)]


def working(warehouse: Warehouse, first: date, last: date) -> Mapping[date, bool]:
    """Whether each day is a working one; beyond the calendar, Monday to Friday."""
    known = _calendar(warehouse)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return {day: known[day] if day in known else day.weekday() < 5 for day in days}


def weights(warehouse: Warehouse, metric: Metric | None, month: date, whose: Whose = COMPANY) -> Weights:
    """What the days of the month that holds `month` weigh for a metric; without one, by working days."""
    first = month.replace(day=1)
    place = ("weights", metric, first, whose)
    if place not in warehouse.memory:
        warehouse.memory[place] = _weights(warehouse, metric, first, whose)
    weighed: Weights = warehouse.memory[place]
    return weighed


def _weights(warehouse: Warehouse, metric: Metric | None, first: date, whose: Whose) -> Weights:
    days = days_of(first)
    open_days = working(warehouse, days[0], days[-1])
    history = history_of(warehouse, metric, first, whose) if metric is not None else {}
    season = seasonal(history, days, {**working(warehouse, first - timedelta(weeks=WEEKS), first), **open_days})
    if season is not None:
        return Weights(season, SEASON)
    if any(open_days.values()):
        return Weights(tuple(float(open_days[day]) for day in days), WORKING)
    return Weights((1.0,) * len(days), CALENDAR)


def history_of(
    warehouse: Warehouse, metric: Metric, first: date, whose: Whose, weeks: int = WEEKS
) -> dict[date, float]:
    """The metric's complete days of the weeks before a day; nothing where it can't be read by the day.

    Only the rows of those whose season it is: where they can't be told from others, there is no history.
    """
    if metric.on == "period" or metric.finest != "day" or warehouse.calendar is None:
        return {}
    question = Question(
        warehouse=warehouse,
        catalogue={},
        every="day",
        by=(),
        where=whose.conditions(metric),
        since=first - timedelta(weeks=weeks),
        until=first - timedelta(days=1),
        scope=whose.scope,
    )
    known = dimensions_of(question, metric)
    if any(name not in known for name, _ in question.where):
        return {}
    days = leaf(question, metric, asked_periods(question, metric))
    answer = answers(question, [days])[days]
    readings = (reading(answer, "day", period, ()) for period in days.periods)
    return {day.period: float(day.value) for day in readings if day.complete and day.value is not None}


def seasonal(
    history: Mapping[date, float], days: Sequence[date], open_days: Mapping[date, bool]
) -> tuple[float, ...] | None:
    """The weights that a history gives the days of a month; None when it is too short, empty, or has a negative day."""
    weeks = len(history) / 7
    if weeks < LEAST_WEEKS or min(history.values()) < 0 or not any(history.values()):
        return None
    kinds = _kinds({**dict.fromkeys(history, True), **open_days})
    values_of: dict[int, list[float]] = {}
    for day, value in history.items():
        values_of.setdefault(kinds[day], []).append(value)
    means = {kind: sum(values) / len(values) for kind, values in values_of.items()}
    factors = _positions(history, means, kinds) if weeks >= LEAST_FOR_POSITION else {}
    weighed = tuple(means.get(kinds[day], means.get(7, 0.0)) * factors.get(_position(day), 1.0) for day in days)
    return weighed if sum(weighed) > 0 else None


def _positions(
    history: Mapping[date, float], means: Mapping[int, float], kinds: Mapping[date, int]
) -> dict[int, float]:
    """What each seventh of the month brings, of what its kinds of days would, drawn to 1."""
    actual: dict[int, float] = {}
    usual: dict[int, float] = {}
    for day, value in history.items():
        place = _position(day)
        actual[place] = actual.get(place, 0.0) + value
        usual[place] = usual.get(place, 0.0) + means[kinds[day]]
    return {place: DRAWN + (1 - DRAWN) * actual[place] / usual[place] if usual[place] else 1.0 for place in actual}


def _kinds(open_days: Mapping[date, bool]) -> dict[date, int]:
    """The kind of each day: its weekday, Monday = 1, or HOLIDAY where a weekday that is usually open is closed."""
    by_weekday: dict[int, list[bool]] = {}
    for day, is_open in open_days.items():
        by_weekday.setdefault(day.isoweekday(), []).append(is_open)
    usual = {weekday for weekday, each in by_weekday.items() if 2 * sum(each) > len(each)}
    return {
        day: HOLIDAY if not is_open and day.isoweekday() in usual else day.isoweekday()
        for day, is_open in open_days.items()
    }


def _position(day: date) -> int:
    return (day.day - 1) // 7


def _calendar(warehouse: Warehouse) -> Mapping[date, bool]:
    if "calendar" not in warehouse.memory:
        rows = warehouse.fetch("select day, working from shape.calendar_day") if warehouse.calendar else []
        warehouse.memory["calendar"] = dict(rows)
    calendar: Mapping[date, bool] = warehouse.memory["calendar"]
    return calendar
