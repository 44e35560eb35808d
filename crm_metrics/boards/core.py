"""What a board is: text and numbers ready to be drawn, in the reader's language, and nothing about how they are drawn.

A board module has two steps. `gather(warehouse, view)` asks the metrics and keeps plain facts (no language, so that it
can be cached); `board(facts, words)` turns the facts into the tiles, cards and sentences below.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.boards.behind.provenance import Provenance
from crm_metrics.boards.bodies.course import Course
from crm_metrics.boards.bodies.interval import Deciles
from crm_metrics.boards.bodies.meanings import Meanings
from crm_metrics.boards.bodies.noted import CardNote
from crm_metrics.boards.bodies.picked import PickedAmong
from crm_metrics.boards.bodies.planned import PlanActual
from crm_metrics.boards.bodies.quadrant import Quadrant

Tone = Literal["good", "bad", "near", "plain"]
ChipKind = Literal["better", "worse", "watch", "routine", "small", "partial", "closed", "stale", "empty"]


@dataclass(frozen=True, kw_only=True)
class View:
    """What the reader asks a board to show; every field is part of the cache key."""

    scope: Scope = EVERYTHING
    """What the reader may see of the rows."""
    process: str | None = None
    """The one process asked for; None for all of them, and where several are."""
    where: tuple[tuple[str, str], ...] = ()
    """(dimension, value) pairs; the same dimension twice means any of its values."""
    until: date | None = None
    """The last civil day shown; None for the latest day with data."""
    personal: bool = False
    """Whether names, e-mails, telephones and tax ids of customers are shown; else they are masked."""
    processes: tuple[str, ...] = ()
    """Several processes asked for at once; empty for all of them, and where `process` is the one."""
    level: str = ""
    """The reader's level, on a page that shows each level something else first; "" on all others."""
    answers: tuple[tuple[str, str, str], ...] = ()
    """(metric, process or team; its id or name; who answers for it), as somebody wrote on a page."""
    boards: tuple[str, ...] = ()
    """The boards that the reader may open, on a page that shows what was read on them; () on all others."""


@dataclass(frozen=True)
class Chip:
    """A state in shape, word and colour."""

    kind: ChipKind
    text: str


@dataclass(frozen=True, kw_only=True)
class Point:
    """One period of a series."""

    day: date
    """The first day of the period; a point of last year carries the day of this year that it stands beside."""
    value: float | None
    """In the metric's unit, a percent as a fraction; None where there is none."""
    complete: bool = True
    """False while the period runs, and where a part of it is missing."""
    mark: Literal["run", "beyond"] | None = None
    """run: eight on one side, or three of four near a limit; beyond: outside the limits."""
    good: bool | None = None
    """Whether the mark is an improvement; None where neither side is better."""
    n: int | None = None
    """The rows behind the value; None where they are not counted."""
    label: str = ""
    """What opens on hover."""
    low: float | None = None
    """The natural limits where its own n makes them; None where those of the chart hold."""
    high: float | None = None
    """The upper one of these limits; None where `low` is."""
    behind: Provenance | None = None
    """What leads to its rows."""


@dataclass(frozen=True, kw_only=True)
class Definition:
    """What a number means, for the reader who opens its name."""

    metric: str
    """The metric's id."""
    name: str
    """The metric's name in the reader's language: the title of what opens."""
    means: str
    """What it measures, in one sentence."""
    formula: str
    """Numerator ÷ denominator, the anchor and the rows that count, as the catalogue has them."""
    source: str
    """Who defined it so: author, title, year, or a standard; else the house."""
    reading: str = ""
    """Whether more or less of it is better, in a sentence; "" to say nothing of it."""
    how: str = ""
    """The formula in words; "" where only the catalogue's is known."""
    behind: Provenance | None = None
    """What leads to the rows of the number whose name it opens from."""


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One metric now, ready to print: value, target, variance, sparkline with its routine band, signal, n."""

    metric: str
    """The metric's id."""
    name: str
    """What stands above the value: the metric's name, with whose it is where processes stand together."""
    value: str
    """The value shown, without its unit; "–" where there is none."""
    unit: str
    """What stands beside the value in smaller type; "" for none."""
    target: str
    """The target with its unit, or the words for none being set."""
    variance: str
    """The value less its target, signed and with its unit; "" without either."""
    tone: Tone
    """The colour of the variance."""
    series: tuple[Point, ...]
    """What the sparkline draws: the last periods, oldest first."""
    low: float | None
    """The lower end of the routine band, in the metric's unit; None without limits."""
    high: float | None
    """The upper end of the routine band; None without limits."""
    goal: float | None
    """The target as the sparkline draws it, of a whole period, in the metric's unit; None where none is set."""
    chip: Chip
    """The signal of the series, or that there are no data."""
    footer: str
    """n, or the one fact that changes the reading."""
    definition: Definition
    """What opens from the name."""
    reason: str = ""
    """Why there is no value, "" where there is one."""
    behind: Provenance | None = None
    """What leads to its rows."""


@dataclass(frozen=True, kw_only=True)
class Attention:
    """One thing to attend now: the signal, the fact, who owns it."""

    chip: Chip
    """What kind of thing it is, and how bad."""
    fact: str
    """What happened, in one sentence."""
    detail: str
    """What is known besides: since when, target, n; "" for nothing."""
    team: str
    """The team that it concerns; the name of the process where there is none."""
    owner: str
    """The area of the team, or its process; "" where `team` is the process already."""
    goto: tuple[tuple[str, str], ...] = ()
    """The query string that narrows the board to it, empty when there is nothing to narrow."""
    behind: Provenance | None = None
    """What leads to the rows that it counts."""
    opens: Grid | None = None
    """The cases that it counts, seen when asked for; None where it counts none."""


@dataclass(frozen=True)
class Attend:
    """The list of things to attend now, worst first. first: how many stand open; the others are seen when asked for."""

    items: tuple[Attention, ...]
    first: int = 3


@dataclass(frozen=True, kw_only=True)
class Control:
    """A process-behaviour chart. Values in the metric's unit."""

    name: str
    """What is measured, in the reader's language; "" where a group has no metric to show."""
    unit: str
    """As in `Metric.unit`."""
    points: tuple[Point, ...] = ()
    """What is drawn; where a weekday was removed it differs from what was measured, and each label says both."""
    centre: float | None = None
    """The mean of the baseline: a line; None without limits."""
    low: float | None = None
    """The lower natural limit, where the routine band begins; None without limits."""
    high: float | None = None
    """The upper natural limit, where the routine band ends; None without limits."""
    goal: float | None = None
    """The target of one period: a dashed line; None where none is set."""
    cited: tuple[tuple[float, str], ...] = ()
    """Figures of others, each a dotted line with what stands beside it."""
    baseline_until: date | None = None
    """The last day of those that the limits were learnt from."""
    centre_text: str = ""
    """What stands beside the centre, ready to print; "" without a centre, and so for the other lines."""
    low_text: str = ""
    """What stands beside the lower limit; "" without one."""
    high_text: str = ""
    """What stands beside the upper limit; "" without one."""
    goal_text: str = ""
    """What stands beside the target; "" without one."""
    baseline_text: str = ""
    """What stands at the end of the baseline; "" without limits."""
    anew: date | None = None
    """The first day of a baseline that was started anew; None where nobody did."""
    anew_text: str = ""
    """What stands there; "" without one."""
    anew_said: str = ""
    """Since when, by whom and why, for whoever reads the card or hears it; "" without one."""
    group: str = ""
    """What comes before the name in bold: a process, a team."""
    reason: str = ""
    """Why there is nothing to draw, "" when there is."""
    taken_out: str = ""
    """That the points are drawn without the season of the year, and from how many years it is known; "" with it."""
    chip: Chip | None = None
    """The signal of the series, or that there are no data; None for a chart that is not judged."""


@dataclass(frozen=True)
class Multiples:
    """Several small control charts and how to read them."""

    charts: tuple[Control, ...]
    key: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Heat:
    """A grid of cells: rows × columns."""

    rows: tuple[str, ...]
    """The names of the rows, from the top down."""
    columns: tuple[str, ...]
    """The names of the columns, from left to right."""
    values: tuple[tuple[float | None, ...], ...]
    """Of each row, a value for each column, None for a blank cell."""
    texts: tuple[tuple[str, ...], ...]
    """What is written in each cell."""
    hovers: tuple[tuple[str, ...], ...]
    """What opens over each cell."""
    diverging: bool
    """Whether a cell is coloured by its distance to `middle`; else by its size."""
    middle: float | None = None
    """Of a diverging grid: the value of the neutral colour; None for half-way from the least to the most."""
    column_title: str = ""
    """What stands above the columns."""
    behind: tuple[tuple[Provenance | None, ...], ...] = ()
    """What leads to the rows of each cell; empty where nothing does."""
    leads: tuple[tuple[str, ...], ...] = ()
    """The page that each cell's text leads to in place of its rows; empty where it leads to them."""
    beside: tuple[tuple[str, ...], ...] = ()
    """A second number below the text of each cell, which leads to its rows where the text leads to a page."""


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
    """What a column of bullets draws; None where the text stands in its place."""
    chip: Chip | None = None
    """A state, shown in place of all else; None for none."""
    muted: bool = False
    """Whether it is grey: too few rows to judge."""
    leads: str = ""
    """Of the first cell of a row: the page that its text leads to, with what is asked there; "" for none."""
    behind: Provenance | None = None
    """What leads to the rows of its number."""


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
    """A table for people: columns and rows. caption: for those who do not see it.

    first: how many rows stand open, the others are seen when asked for; None for all of them.
    queue: whether it is worked through from its first row on, so that of hundreds paper has the first.
    """

    columns: tuple[GridColumn, ...]
    rows: tuple[Row, ...]
    caption: str
    first: int | None = None
    queue: bool = False


@dataclass(frozen=True, kw_only=True)
class SixTwelve:
    """Six weeks and twelve months of one metric beside last year and the goal."""

    unit: str
    """As in `Metric.unit`, of every value here."""
    weeks: tuple[Point, ...]
    """The sums of the weeks, oldest first, the one shown last."""
    weeks_before: tuple[Point, ...]
    """The same weeks of the year before."""
    weeks_goal: float | None
    """The goal of one week, drawn across all of them; None where none is set."""
    months: tuple[Point, ...]
    """The sums of the months, oldest first; the running one at its present rate, not complete."""
    months_before: tuple[Point, ...]
    """The same months of the year before."""
    months_goal: float | None
    """The goal of one month, drawn across all of them; None where none is set."""
    totals: tuple[tuple[str, str], ...]
    """(name, value) pairs of the box below."""
    weeks_title: str = ""
    """What stands above the weeks."""
    months_title: str = ""
    """What stands above the months."""
    legend: tuple[str, str, str] = ("", "", "")
    """The names of last year, goal and this year."""
    behind: tuple[Provenance | None, ...] = ()
    """What leads to the rows of each total; empty where nothing does."""


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
    """How recurring revenue changed, step by step. behind: what leads to the rows of each; empty where nothing does."""

    steps: tuple[Step, ...]
    behind: tuple[Provenance | None, ...] = ()


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
    made: tuple[tuple[str, str], ...] = ()
    """Of a metric its id, and what it is made of, as the catalogue writes it: seen with the code, when asked for."""
    behind: tuple[Provenance | None, ...] = ()
    """What leads to the rows of each fact; empty where nothing does."""


Chart = SixTwelve | Bridge | PlanActual | Course | Quadrant
Body = Deciles | FactSheet | Meanings | Attend | Control | Multiples | Heat | Grid | Chart | Empty


@dataclass(frozen=True, kw_only=True)
class Card:
    """One card of a board. width: of twelve."""

    key: str
    """Its id on the page, and in the name of the file that it is handed out as."""
    title: str
    """The finding."""
    subtitle: str
    """Measure, unit, grain, period, encoding."""
    body: Body
    """What is drawn or written between title and footer."""
    footer: str
    """Source, n, updated."""
    alt: str
    """The card in one sentence for those who do not see it."""
    width: int = 12
    """The columns that it takes of the twelve of the page."""
    definitions: tuple[Definition, ...] = ()
    """Of the metrics in it."""
    on_paper: str = ""
    """The subtitle where nothing can be pressed and a list stands open to its end; "" where it is the same."""
    aside: bool = False
    """Whether it stands on the screen alone, to look further into another card: paper says its title."""
    notes: tuple[CardNote, ...] = ()
    """What people noted of the days of its charts, by day."""


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
    """What it chooses, in the reader's language."""
    everything: str
    """The text of no filter; "" when one must be chosen. Of a free one: what stands in it while it is empty."""
    choices: tuple[Choice, ...]
    """What may be chosen, in the order of the list; empty where any text may be asked for."""
    chosen: tuple[str, ...] = ()
    """The ids in force, empty for everything."""
    free: bool = False
    """Whether any text may be asked for."""
    day: bool = False
    """Whether it is a civil day, chosen from a calendar; its id is the ISO date."""
    tabs: bool = False
    """Whether its choices stand side by side, a tab each."""
    several: bool = False
    """Whether several of its choices may be in force together, each row fitting any of them."""


@dataclass(frozen=True, kw_only=True)
class Board:
    """One board for one reader: header, summary, tiles, cards in reading order."""

    key: str
    """The id of the board, the same in every language."""
    title: str
    """What it is of, in the reader's language: the head of the page."""
    period: str
    """What stands beside the title: the day, week or month shown, or a count; "" where there is none to show."""
    state: Chip
    """Whether the period is closed, partial, or without data."""
    summary: tuple[str, ...]
    """Sentences, headline first."""
    tiles: tuple[Tile, ...]
    """The key figures, in reading order; empty for a board without any."""
    cards: tuple[Card, ...]
    """What stands below the tiles, or in place of the board when there is nothing to show."""
    freshness: tuple[str, ...]
    """Where the data reach, a line per source, the first for all of them."""
    notices: tuple[str, ...] = ()
    """What changes the reading of the whole page (a late source, a missing day), most important first."""
    filters: tuple[Filter, ...] = ()
    """What the reader may choose in the header, in its order."""
    omits: bool = False
    """Rows of its tables were left out: the page of data lists them."""
    takes: tuple[str, ...] = ()
    """What else of an address it answers to, without a filter in the header."""
    own: tuple[str, ...] = ()
    """The words of an address that mean something on this page alone: no link to rows takes them along."""
    among: tuple[PickedAmong, ...] = ()
    """What is picked on a card and no filter in the header: what it may be."""
