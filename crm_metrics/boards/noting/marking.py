"""Where notes stand on the charts of a card: what each chart is of, which notes concern it, which of its periods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from crm_metrics.boards.behind.provenance import ABSENT, Provenance
from crm_metrics.boards.bodies.course import Course
from crm_metrics.boards.bodies.noted import ChartMark
from crm_metrics.boards.bodies.planned import PlanActual
from crm_metrics.boards.core import Body, Card, Control, Multiples, SixTwelve, View
from crm_metrics.boards.noting.kept import BoardNote
from crm_metrics.boards.noting.telling import told
from crm_metrics.metrics.core import DIMENSIONS
from crm_metrics.metrics.registry import metric_of
from crm_metrics.periods import months_later, next_start
from crm_metrics.words import Words

Parts = Mapping[str, frozenset[str]]  # by dimension, the values that a number is of; the others are whole
Subject = tuple[str, Parts]  # the id of a metric, and of which parts it is


@dataclass(frozen=True, kw_only=True)
class ChartPeriod:
    """A period of a chart."""

    x: date | int
    """Where it stands."""
    first: date
    """Its first day."""
    last: date
    """Its last day that is told."""
    axis: str = "x"
    """The axis on which it stands."""


def noted(cards: Iterable[Card], notes: Sequence[BoardNote], view: View, words: Words) -> tuple[Card, ...]:
    """The cards, those with charts over time with the notes of their days; numbers stay as they are."""
    return tuple(_with_notes(card, notes, view, words) for card in cards) if notes else tuple(cards)


def noted_of(card: Card, notes: Sequence[BoardNote], subject: Subject, words: Words) -> Card:
    """A card whose chart does not say by itself what it is of."""
    return _marked(card, notes, [subject], words)


def _with_notes(card: Card, notes: Sequence[BoardNote], view: View, words: Words) -> Card:
    return _marked(card, notes, [_subject(chart, view) for chart in _charts(card)], words)


def _charts(card: Card) -> Sequence[Body]:
    return card.body.charts if isinstance(card.body, Multiples) else (card.body,)


def _marked(card: Card, notes: Sequence[BoardNote], subjects: Sequence[Subject | None], words: Words) -> Card:
    found: list[tuple[BoardNote, tuple[ChartMark, ...]]] = []
    charts = _charts(card)
    periods = [list(periods_of(chart)) for chart in charts]
    for note in notes:
        marks = tuple(
            mark
            for place, subject in enumerate(subjects)
            if subject is not None and concerns(note, *subject)
            for mark in _marks(note, place, periods[place])
        )
        found += [(note, marks)] if marks else []
    return replace(card, notes=told(found, words)) if found else card


def concerns(note: BoardNote, metric: str, parts: Parts) -> bool:
    """Whether a note is of a number: neither of another metric, nor of other parts than those that it is of."""
    content = note.note.content
    if content.metric not in ("", metric):
        return False
    of: dict[str, set[str]] = {"process": set(note.processes)} if note.processes else {}
    for name, value in content.parts:
        of.setdefault(name, set()).add(value)
    return all(name not in parts or values & parts[name] for name, values in of.items())


def within(note: BoardNote, first: date, last: date) -> bool:
    """Whether a note is of any of these days."""
    return note.note.content.first <= last and first <= note.note.content.last


def parts_of(metric: str, pairs: Iterable[tuple[str, str]], view: View) -> Parts:
    """The parts that a number is of. pairs: what it is of by itself; the view's filters come to it."""
    found: dict[str, set[str]] = {}
    for name, value in pairs:
        found.setdefault(name, set()).add(value)
    if own := metric_of(metric).process:
        found.setdefault("process", {own})
    asked: dict[str, set[str]] = {}
    for name, value in view.where:
        asked.setdefault(name, set()).add(value)
    asked["process"] = {*view.processes, *([view.process] if view.process else [])} or asked.get("process", set())
    for name, values in asked.items():
        if name in DIMENSIONS and values:
            found.setdefault(name, values)
    return {name: frozenset(values) for name, values in found.items() if values != {ABSENT}}


def _subject(chart: Body, view: View) -> Subject | None:
    """What a chart is of, as what leads to its rows says; None where nothing does."""
    led = next(_led(chart), None)
    return None if led is None else (led.metric, parts_of(led.metric, led.where, view))


def _led(chart: Body) -> Iterator[Provenance]:
    given: Sequence[Provenance | None] = ()
    if isinstance(chart, Control):
        given = [point.behind for point in chart.points]
    elif isinstance(chart, SixTwelve):
        given = [point.behind for point in (*chart.weeks, *chart.months)]
    elif isinstance(chart, PlanActual | Course):
        given = chart.behind
    return (one for one in given if one is not None)


def periods_of(chart: Body) -> Iterator[ChartPeriod]:
    """The periods of a chart over time, in their order; nothing of any other body."""
    if isinstance(chart, Control):
        yield from _of_points(chart)
    elif isinstance(chart, SixTwelve):
        for place, point in enumerate(chart.weeks):
            yield ChartPeriod(x=place, first=point.day, last=point.day + timedelta(days=6))
        for place, point in enumerate(chart.months):
            last = point.behind.until if point.behind else next_start("month", point.day) - timedelta(days=1)
            yield ChartPeriod(x=place, first=point.day, last=last, axis="x2")
    elif isinstance(chart, PlanActual):
        led = next(((place, one) for place, one in enumerate(chart.behind) if one is not None), None)
        for place in range(len(chart.months) if led else 0):
            first = months_later(led[1].until.replace(day=1), place - led[0]) if led else date.min
            yield ChartPeriod(x=place, first=first, last=next_start("month", first) - timedelta(days=1))
    elif isinstance(chart, Course):
        for place, one in enumerate(chart.behind):
            if one is not None:
                yield ChartPeriod(x=place, first=one.until, last=one.until)


def _of_points(chart: Control) -> Iterator[ChartPeriod]:
    """Of a point the days of its period: where nothing else says it, as many as between the last two points."""
    step = chart.points[-1].day - chart.points[-2].day if len(chart.points) > 1 else timedelta(days=1)
    for point in chart.points:
        last = point.behind.until if point.behind else point.day + step - timedelta(days=1)
        yield ChartPeriod(x=point.day, first=point.day, last=last)


def _marks(note: BoardNote, place: int, periods: Sequence[ChartPeriod]) -> Iterator[ChartMark]:
    """Where a note stands on a chart: on each axis at the first of the periods that it touches."""
    for axis in dict.fromkeys(one.axis for one in periods):
        touched = [one for one in periods if one.axis == axis and within(note, one.first, one.last)]
        if touched:
            yield ChartMark(chart=place, x=touched[0].x, until=touched[-1].x, axis=axis)
