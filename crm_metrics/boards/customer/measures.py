"""Metrics of one customer: the question of each, asked of that customer's rows alone, and its row in a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Literal

from crm_metrics.boards.behind.provenance import Provenance, of_days, provenance
from crm_metrics.boards.cards.unlock import files, missing
from crm_metrics.boards.core import Cell, Row, View
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.persons import masking
from crm_metrics.boards.series import Indicator, collect
from crm_metrics.metrics.readings import Reading, Reason, value_of
from crm_metrics.metrics.registry import metric_of
from crm_metrics.periods import last_month, months_later, start_of
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

Window = Literal["year", "before", "quarter", "now"]
DAYS = 90  # of the window of what is recent
Measure = tuple[str, Window]


@dataclass(frozen=True, kw_only=True)
class Windows:
    """The days over which a customer is measured."""

    day: date
    """The last day with data: what is owed or open is that of its close."""
    month: tuple[date, date]
    """The last closed month, first and last day."""
    week: date
    """The last day of the last closed week."""

    def days(self, window: Window) -> tuple[date, date]:
        """The first and the last day of one that is no calendar period."""
        first, last = self.month
        begins = months_later(first, -11)
        if window == "year":
            return begins, last
        if window == "before":
            return months_later(begins, -12), begins - timedelta(days=1)
        return self.day - timedelta(days=DAYS - 1), self.day


def windows(frame: Frame) -> Windows | None:
    """The days of the windows; None before there are data."""
    if frame.latest is None or frame.whole is None:
        return None
    month = last_month(frame.whole)
    week = frame.whole - timedelta(days=(frame.whole.weekday() + 1) % 7)
    return Windows(day=frame.latest, month=(month.first, month.last), week=week)


@dataclass(frozen=True, kw_only=True)
class MeasuredValue:
    """What a metric says of one customer, or why it says nothing."""

    measure: Measure
    """The metric and over what it was asked."""
    reading: Reading | None = None
    """The reading; None where there is none."""
    reason: Reason | None = None
    """Why there is no value, or why it is not complete."""
    missing: tuple[str, ...] = ()
    """The input tables that would tell it, "a|b" where either will do."""
    behind: Provenance | None = None
    """What leads to its rows."""

    @property
    def value(self) -> float | None:
        """Its value, in the unit of the metric."""
        return value_of(self.reading)

    @property
    def n(self) -> int:
        """The rows behind it."""
        return (self.reading.n or 0) if self.reading is not None else 0


@dataclass(frozen=True, kw_only=True)
class CustomerNumbers:
    """The metrics of one customer."""

    customer: str
    """Its id."""
    windows: Windows
    """Over what each was asked."""
    values: Mapping[Measure, MeasuredValue] = field(default_factory=dict)
    """By metric and window."""

    def value(self, metric: str, window: Window) -> float | None:
        """What one of them says; None where it says nothing."""
        return self.values[metric, window].value if (metric, window) in self.values else None

    def told(self, measures: Iterable[Measure]) -> tuple[MeasuredValue, ...]:
        """Those of some measures that say anything."""
        known = (self.values[one] for one in measures if one in self.values)
        return tuple(one for one in known if one.value is not None)

    def silent(self, measures: Iterable[Measure]) -> tuple[MeasuredValue, ...]:
        """Those of some measures that say nothing."""
        known = (self.values[one] for one in measures if one in self.values)
        return tuple(one for one in known if one.value is None)


def measured(
    warehouse: Warehouse, customer: str, measures: Sequence[Measure], around: Windows, view: View
) -> CustomerNumbers:
    """What the metrics say of a customer, each over its window, in as few questions as there are windows."""
    groups: dict[tuple[str, date, date], list[Measure]] = {}
    for metric, window in dict.fromkeys(measures):
        groups.setdefault(asked_over(metric, window, around), []).append((metric, window))
    values: dict[Measure, MeasuredValue] = {}
    for (every, since, until), members in groups.items():
        indicators = [Indicator(metric) for metric, _ in members]
        asked: dict[str, Any] = {"every": every, "since": since, "until": until, "scope": view.scope}
        results = collect(warehouse, indicators, where={"customer": [customer]}, **asked)
        for metric, window in members:
            result = results.get(Indicator(metric))
            if result is None:
                continue
            reading = result.readings[-1] if result.readings else None
            values[metric, window] = MeasuredValue(
                measure=(metric, window),
                reading=reading,
                reason=(reading.reason if reading else None) or result.reason,
                missing=missing(warehouse, metric),
                behind=masking.led(led(metric, reading, customer, (every, since, until)), personal=view.personal),
            )
    return CustomerNumbers(customer=customer, windows=around, values=values)


def led(metric: str, reading: Reading | None, customer: str, asked: tuple[str, date, date]) -> Provenance | None:
    """What leads from a number of one customer to its rows; None where there is no value."""
    if reading is None or reading.value is None:
        return None
    every, since, until = asked
    if every == "all":
        return of_days(metric_of(metric), since, until, float(reading.value), where=[("customer", customer)])
    found = provenance(metric_of(metric), every, replace(reading, groups=()))
    return replace(found, where=(("customer", customer), *found.where)) if found else None


def asked_over(metric: str, window: Window, around: Windows) -> tuple[str, date, date]:
    """The cadence and days of a question: a stock of the last day, week or month that it can be asked of."""
    if window != "now":
        return ("all", *around.days(window))
    every = metric_of(metric).finest
    if every == "month":
        return (every, *around.month)
    last = around.week if every == "week" else around.day
    return every, start_of(every, last), last


def row(one: MeasuredValue, words: Words, currency: str) -> Row:
    """The row of a metric that says something: its name, its value, over what, of how many rows."""
    metric = metric_of(one.measure[0])
    reading = one.reading
    whole = reading is None or reading.complete
    note = "" if whole or one.reason is None else words("not complete: {reason}", reason=words.error(one.reason))
    return Row(
        "-".join(one.measure),
        (
            Cell(text=words(metric.label)),
            Cell(text=words.value(one.value, metric.unit, currency), behind=one.behind, muted=not whole),
            Cell(text=over(one, words)),
            Cell(text=words.number(one.n) if one.n else "–", muted=not one.n),
            Cell(text=note, muted=True),
        ),
    )


def absent(one: MeasuredValue, words: Words) -> str:
    """Why a metric says nothing of this customer, and which files would tell it."""
    if one.missing:
        return words("it would be told by {files}", files=words.listed(files(table, words) for table in one.missing))
    return words.error(one.reason) if one.reason else words("no rows of this customer")


def over(one: MeasuredValue, words: Words) -> str:
    """The days that a value is of."""
    window, led_to = one.measure[1], one.behind
    if window == "year":
        return words("12 closed months")
    if window == "before":
        return words("the 12 months before")
    if window == "quarter":
        return words("the last {days} days", days=DAYS)
    if led_to is None:
        return ""
    if led_to.every == "month" and one.reading is not None:
        return words.month(one.reading.period)
    return words("on {day}", day=led_to.until)
