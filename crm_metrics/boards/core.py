"""What a board is: text and numbers ready to be drawn, in the reader's language, and nothing about how they are drawn.

A board module has two steps. `gather(warehouse, view)` asks the metrics and keeps plain facts (no language, so that it
can be cached); `board(facts, words)` turns the facts into the tiles, cards and sentences below.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from crm_metrics.access import EVERYTHING, Scope

Tone = Literal["good", "bad", "near", "plain"]
ChipKind = Literal["better", "worse", "watch", "routine", "small", "partial", "closed", "stale", "empty"]


@dataclass(frozen=True)
class View:
    """What the reader asks a board to show; every field is part of the cache key."""

    scope: Scope = EVERYTHING
    process: str | None = None
    where: tuple[tuple[str, str], ...] = ()
    """(dimension, value) pairs; the same dimension twice means any of its values."""
    until: date | None = None
    """The last civil day shown; None for the latest day with data."""


@dataclass(frozen=True)
class Chip:
    """A state in shape, word and colour."""

    kind: ChipKind
    text: str


@dataclass(frozen=True, kw_only=True)
class Point:
    """One period of a series."""

    day: date
    value: float | None
    """In the metric's unit, a percent as a fraction; None where there is none."""
    complete: bool = True
    """False while the period runs, and where a part of it is missing."""
    mark: Literal["run", "beyond"] | None = None
    """run: eight on one side, or three of four near a limit; beyond: outside the limits."""
    good: bool | None = None
    """Whether the mark is an improvement; None where neither side is better."""
    n: int | None = None
    label: str = ""
    """What opens on hover."""
    low: float | None = None
    """The natural limits where its own n makes them; None where those of the chart hold."""
    high: float | None = None


@dataclass(frozen=True, kw_only=True)
class Definition:
    """What a number means, for the reader who opens its name."""

    metric: str
    name: str
    means: str
    formula: str
    source: str
    reading: str = ""


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One metric now, ready to print: value, target, variance, sparkline with its routine band, signal, n."""

    metric: str
    name: str
    value: str
    unit: str
    target: str
    variance: str
    tone: Tone
    """The colour of the variance."""
    series: tuple[Point, ...]
    low: float | None
    high: float | None
    goal: float | None
    chip: Chip
    footer: str
    """n, or the one fact that changes the reading."""
    definition: Definition
    reason: str = ""
    """Why there is no value, "" where there is one."""


@dataclass(frozen=True, kw_only=True)
class Attention:
    """One thing to attend now: the signal, the fact, who owns it."""

    chip: Chip
    fact: str
    detail: str
    team: str
    owner: str
    """The area of the team, or the process."""
    goto: tuple[tuple[str, str], ...] = ()
    """The query string that narrows the board to it, empty when there is nothing to narrow."""


@dataclass(frozen=True)
class Attend:
    """The list of things to attend now, worst first."""

    items: tuple[Attention, ...]


@dataclass(frozen=True, kw_only=True)
class Control:
    """A process-behaviour chart. Values in the metric's unit."""

    name: str
    unit: str
    """As in `Metric.unit`."""
    points: tuple[Point, ...] = ()
    """What is drawn; where a weekday was removed it differs from what was measured, and each label says both."""
    centre: float | None = None
    low: float | None = None
    high: float | None = None
    goal: float | None = None
    baseline_until: date | None = None
    """The last day of those that the limits were learnt from."""
    centre_text: str = ""
    """What stands beside the centre, ready to print; "" without a centre, and so for the other lines."""
    low_text: str = ""
    high_text: str = ""
    goal_text: str = ""
    baseline_text: str = ""
    group: str = ""
    """What comes before the name in bold: a process, a team."""
    reason: str = ""
    """Why there is nothing to draw, "" when there is."""
    chip: Chip | None = None


@dataclass(frozen=True)
class Multiples:
    """Several small control charts and how to read them."""

    charts: tuple[Control, ...]
    key: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Heat:
    """A grid of cells: rows × columns."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    """Of each row, a value for each column, None for a blank cell."""
    texts: tuple[tuple[str, ...], ...]
    """What is written in each cell."""
    hovers: tuple[tuple[str, ...], ...]
    """What opens over each cell."""
    diverging: bool
    """Whether a cell is coloured by its distance to `middle`; else by its size."""
    middle: float | None = None
    column_title: str = ""
    """What stands above the columns."""


@dataclass(frozen=True)
class GridColumn:
    """A column of a table. kind: how its cells are drawn."""

    key: str
    title: str
    kind: Literal["text", "number", "bar", "spark", "bullet", "chip"] = "text"


@dataclass(frozen=True)
class Bullet:
    """A value against its goal, as shares of the row's own scale (0–1). bands: the ends of low, fair, good."""

    value: float | None
    goal: float | None
    bands: tuple[float, float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell of a table."""

    text: str = ""
    """What it says; a drawing has it for those who do not see it."""
    tone: Tone = "plain"
    """The colour of its ink."""
    share: float | None = None
    """Of a bar: its length, from 0 to 1."""
    series: tuple[float | None, ...] = ()
    """Of a sparkline: its values."""
    bullet: Bullet | None = None
    chip: Chip | None = None
    muted: bool = False
    """Whether it is grey: too few rows to judge."""


@dataclass(frozen=True)
class Detail:
    """What opens when a row is chosen."""

    title: str
    facts: tuple[tuple[str, str], ...]
    chart: Control | None = None


@dataclass(frozen=True)
class Row:
    """One row of a table."""

    key: str
    cells: tuple[Cell, ...]
    group: str = ""
    """Printed once, in bold, above or before its rows."""
    detail: Detail | None = None


@dataclass(frozen=True)
class Grid:
    """A table for people: columns and rows. caption: for those who do not see it."""

    columns: tuple[GridColumn, ...]
    rows: tuple[Row, ...]
    caption: str


@dataclass(frozen=True, kw_only=True)
class SixTwelve:
    """Six weeks and twelve months of one metric beside last year and the goal."""

    unit: str
    weeks: tuple[Point, ...]
    weeks_before: tuple[Point, ...]
    """The same weeks of the year before."""
    weeks_goal: float | None
    months: tuple[Point, ...]
    months_before: tuple[Point, ...]
    months_goal: float | None
    totals: tuple[tuple[str, str], ...]
    """(name, value) pairs of the box below."""
    weeks_title: str = ""
    months_title: str = ""
    legend: tuple[str, str, str] = ("", "", "")
    """The names of last year, goal and this year."""


@dataclass(frozen=True)
class Step:
    """One step of a bridge: a change from zero, or a subtotal (drawn from zero in the data colour)."""

    name: str
    value: float
    text: str
    total: bool = False
    tone: Tone = "plain"


@dataclass(frozen=True)
class Bridge:
    """How recurring revenue changed, step by step."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class PlanActual:
    """Months of actual against plan and last year; the variance of each stands above."""

    months: tuple[str, ...]
    actual: tuple[float | None, ...]
    plan: tuple[float | None, ...]
    before: tuple[float | None, ...]
    variance: tuple[float | None, ...]
    texts: tuple[str, ...]
    """The variance of each month, ready to print."""
    unit: str
    legend: tuple[str, str, str] = ("", "", "")
    """The names of last year, plan and actual."""
    strip: str = ""


@dataclass(frozen=True)
class Empty:
    """Nothing to draw: the fact, the reason, and what the reader can do."""

    fact: str
    reason: str
    action: str = ""
    """The words of the button, "" without one."""
    goto: tuple[tuple[str, str], ...] = ()
    """The query string that the button leads to."""


@dataclass(frozen=True)
class FactSheet:
    """Facts by name, and what the engine runs."""

    facts: tuple[tuple[str, str], ...]
    code: str = ""
    """To the letter; "" where there is nothing to run."""


@dataclass(frozen=True, kw_only=True)
class Interval:
    """A value with its 95 % interval for one group of rows."""

    name: str
    value: float
    low: float
    high: float
    n: int
    label: str
    """What opens on hover."""


@dataclass(frozen=True)
class Deciles:
    """Values of groups in order (tenths of the rows by `subject`), each with its interval, and the level of all."""

    bars: tuple[Interval, ...]
    unit: str
    mean: float
    subject: str


Body = Deciles | FactSheet | Attend | Control | Multiples | Heat | Grid | SixTwelve | Bridge | PlanActual | Empty


@dataclass(frozen=True, kw_only=True)
class Card:
    """One card of a board. width: of twelve."""

    key: str
    title: str
    """The finding."""
    subtitle: str
    """Measure, unit, grain, period, encoding."""
    body: Body
    footer: str
    """Source, n, updated."""
    alt: str
    """The card in one sentence for those who do not see it."""
    width: int = 12
    definitions: tuple[Definition, ...] = ()
    """Of the metrics in it."""


@dataclass(frozen=True)
class Choice:
    """One option of a filter: its id as in the URL, its text."""

    id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A filter of the header. everything: the text of no filter, "" when one must be chosen."""

    key: str
    """Its name in the URL."""
    label: str
    everything: str
    choices: tuple[Choice, ...]
    chosen: tuple[str, ...] = ()
    """The ids in force, empty for everything."""
    free: bool = False
    """Whether any text may be asked for."""


@dataclass(frozen=True, kw_only=True)
class Board:
    """One board for one reader: header, summary, tiles, cards in reading order."""

    key: str
    title: str
    period: str
    state: Chip
    """Whether the period is closed, partial, or without data."""
    summary: tuple[str, ...]
    """Sentences, headline first."""
    tiles: tuple[Tile, ...]
    cards: tuple[Card, ...]
    freshness: tuple[str, ...]
    """Where the data reach, a line per source, the first for all of them."""
    notices: tuple[str, ...] = ()
    """What changes the reading of the whole page (a late source, a missing day), most important first."""
    filters: tuple[Filter, ...] = ()
