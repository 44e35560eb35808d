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
    """What the reader asks a board to show; every field is part of the cache key.

    until: the last civil day shown, or None for the latest day with data. where: (dimension, value) pairs.
    """

    scope: Scope = EVERYTHING
    process: str | None = None
    where: tuple[tuple[str, str], ...] = ()
    until: date | None = None


@dataclass(frozen=True)
class Chip:
    """A state in shape, word and colour."""

    kind: ChipKind
    text: str


@dataclass(frozen=True, kw_only=True)
class Point:
    """One period of a series. value: in the metric's unit (percent as a fraction), None where there is none.

    mark: "run" (eight on one side, or three of four near a limit), "beyond" (outside the limits), or None.
    low, high: the natural limits of this point where its n makes its own, else None: those of the chart hold.
    """

    day: date
    value: float | None
    complete: bool = True
    mark: Literal["run", "beyond"] | None = None
    good: bool | None = None
    n: int | None = None
    label: str = ""
    low: float | None = None
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
    """One metric now: value, target, variance, sparkline with its routine band, signal, n."""

    metric: str
    name: str
    value: str
    unit: str
    target: str
    variance: str
    tone: Tone
    series: tuple[Point, ...]
    low: float | None
    high: float | None
    goal: float | None
    chip: Chip
    footer: str
    definition: Definition
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Attention:
    """One thing to attend now: the signal, the fact, who owns it.

    goto: the query string that narrows the board to it, empty when there is nothing to narrow.
    """

    chip: Chip
    fact: str
    detail: str
    team: str
    owner: str
    goto: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Attend:
    """The list of things to attend now, worst first."""

    items: tuple[Attention, ...]


@dataclass(frozen=True, kw_only=True)
class Control:
    """A process-behaviour chart. Values in the metric's unit; unit as in `Metric.unit`.

    points: what is drawn; where a weekday was removed they differ from what was measured, and each label says both.
    *_text: what stands beside each line, ready to print; "" when the line is absent.
    group: what comes before the name in bold (a process). reason: why there is nothing to draw, "" when there is.
    """

    name: str
    unit: str
    points: tuple[Point, ...] = ()
    centre: float | None = None
    low: float | None = None
    high: float | None = None
    goal: float | None = None
    baseline_until: date | None = None
    centre_text: str = ""
    low_text: str = ""
    high_text: str = ""
    goal_text: str = ""
    baseline_text: str = ""
    group: str = ""
    reason: str = ""
    chip: Chip | None = None


@dataclass(frozen=True)
class Multiples:
    """Several small control charts and how to read them."""

    charts: tuple[Control, ...]
    key: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Heat:
    """A grid of cells: rows × columns. diverging: coloured by the distance to `middle`; else by size."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    texts: tuple[tuple[str, ...], ...]
    hovers: tuple[tuple[str, ...], ...]
    diverging: bool
    middle: float | None = None
    column_title: str = ""


@dataclass(frozen=True)
class GridColumn:
    """A column of a table. kind says how a cell is drawn."""

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
    """One cell: its text always; share for a bar, series for a sparkline, bullet, chip; tone for its ink."""

    text: str = ""
    tone: Tone = "plain"
    share: float | None = None
    series: tuple[float | None, ...] = ()
    bullet: Bullet | None = None
    chip: Chip | None = None
    muted: bool = False


@dataclass(frozen=True)
class Detail:
    """What opens when a row is chosen: a title, facts by name, and one chart."""

    title: str
    facts: tuple[tuple[str, str], ...]
    chart: Control | None = None


@dataclass(frozen=True)
class Row:
    """One row of a table. key: the id behind it. group: printed once, in bold, above or before its rows."""

    key: str
    cells: tuple[Cell, ...]
    group: str = ""
    detail: Detail | None = None


@dataclass(frozen=True)
class Grid:
    """A table for people: columns and rows. caption: for those who do not see it."""

    columns: tuple[GridColumn, ...]
    rows: tuple[Row, ...]
    caption: str


@dataclass(frozen=True, kw_only=True)
class SixTwelve:
    """Six weeks and twelve months of one metric, with last year pale and the goal; totals below."""

    unit: str
    weeks: tuple[Point, ...]
    weeks_before: tuple[Point, ...]
    weeks_goal: float | None
    months: tuple[Point, ...]
    months_before: tuple[Point, ...]
    months_goal: float | None
    totals: tuple[tuple[str, str], ...]
    weeks_title: str = ""
    months_title: str = ""
    legend: tuple[str, str, str] = ("", "", "")  # last year, goal, this year


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
    """Months of actual against plan and last year; variance strip above. texts: the variance of each month."""

    months: tuple[str, ...]
    actual: tuple[float | None, ...]
    plan: tuple[float | None, ...]
    before: tuple[float | None, ...]
    variance: tuple[float | None, ...]
    texts: tuple[str, ...]
    unit: str
    legend: tuple[str, str, str] = ("", "", "")  # last year, plan, actual
    strip: str = ""


@dataclass(frozen=True)
class Empty:
    """Nothing to draw: the fact, the reason, and what the reader can do. goto: a query-string to go to, if any."""

    fact: str
    reason: str
    action: str = ""
    goto: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class FactSheet:
    """Facts by name, then what the engine runs, to the letter ("" where there is nothing to run)."""

    facts: tuple[tuple[str, str], ...]
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class Interval:
    """A value with its 95 % interval for one group of rows. label: what opens on hover."""

    name: str
    value: float
    low: float
    high: float
    n: int
    label: str


@dataclass(frozen=True)
class Deciles:
    """Values of groups in order (tenths of the rows by something), each with its interval, and the level of all."""

    bars: tuple[Interval, ...]
    unit: str
    mean: float
    subject: str


Body = Deciles | FactSheet | Attend | Control | Multiples | Heat | Grid | SixTwelve | Bridge | PlanActual | Empty


@dataclass(frozen=True, kw_only=True)
class Card:
    """One card. title: the finding; subtitle: measure, unit, grain, period, encoding; footer: source, n, updated.

    width: of 12. definitions: of the metrics in it.
    """

    key: str
    title: str
    subtitle: str
    body: Body
    footer: str
    alt: str
    width: int = 12
    definitions: tuple[Definition, ...] = ()


@dataclass(frozen=True)
class Choice:
    """One option of a filter: its id as in the URL, its text."""

    id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A filter of the header. key: its name in the URL. everything: the text of no filter, "" when one must be chosen.

    label: the accessible name. chosen: the ids in force, empty for everything. free: any text may be asked for.
    """

    key: str
    label: str
    everything: str
    choices: tuple[Choice, ...]
    chosen: tuple[str, ...] = ()
    free: bool = False


@dataclass(frozen=True, kw_only=True)
class Board:
    """One board for one reader: header, summary, tiles, cards in reading order.

    freshness: where the data reach, a line per source, the first for all of them. notices: what changes the reading
    of the whole page (a late source, a missing day), most important first.
    """

    key: str
    title: str
    period: str
    state: Chip
    summary: tuple[str, ...]
    tiles: tuple[Tile, ...]
    cards: tuple[Card, ...]
    freshness: tuple[str, ...]
    notices: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
