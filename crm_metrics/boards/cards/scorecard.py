"""The seven processes against their objectives: a result and, beside it, the satisfaction of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from crm_metrics.analysis.signals import Kind
from crm_metrics.boards.core import Bullet, Card, Cell, Chip, Grid, GridColumn, Row
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.series import Series, rated
from crm_metrics.boards.tiles import chip, definition, difference, tone, variance_text, when
from crm_metrics.words import Words

SPARK = 12
_ORDER: tuple[Kind, ...] = ("worse", "better", "watch", "routine", "small")


@dataclass(frozen=True)
class ProcessLine:
    """One process: its result and its satisfaction; None where the company's data can't tell."""

    process: str
    result: Series | None
    satisfaction: Series | None

    @property
    def told(self) -> tuple[Series, ...]:
        """What it has of the two."""
        return tuple(one for one in (self.result, self.satisfaction) if one is not None)

    @property
    def leading(self) -> Series | None:
        """The one that decides what is said of the process: a decline first, then an improvement, then a warning."""
        return min(self.told, key=lambda one: _ORDER.index(one.signal.kind), default=None)

    @property
    def kind(self) -> Kind:
        """The one word for the process, used by every sentence of the page."""
        return self.leading.signal.kind if self.leading else "small"


def kinds(lines: tuple[ProcessLine, ...]) -> Mapping[str, Kind]:
    """The word for each process."""
    return {one.process: one.kind for one in lines}


def card(lines: tuple[ProcessLine, ...], period: date, frame: Frame, words: Words) -> Card:
    """The scorecard."""
    week = period.isocalendar().week
    before = (period - timedelta(days=7)).isocalendar().week
    columns: tuple[GridColumn, ...] = (
        GridColumn("process", words("Process")),
        GridColumn("metric", words("Indicator")),
        GridColumn("value", words("Week {week}", week=week), "number"),
        GridColumn("goal", words("Objective"), "number"),
        GridColumn("bullet", words("Against the objective"), "bullet"),
        GridColumn("variance", words("Δ objective"), "number"),
        GridColumn("change", words("Δ week {week}", week=before), "number"),
        GridColumn("trend", words("{n} weeks", n=SPARK), "spark"),
        GridColumn("signal", words("Signal"), "chip"),
    )
    rows = tuple(row for line in lines for row in _rows(line, period, frame, words))
    title = words("Processes against their objectives, each beside its satisfaction")
    subtitle = words(
        "Bar: value · line: objective · each bar on its own scale · change against objective and last week"
    )
    if not any(one.goal for line in lines for one in line.told):
        columns, rows = _without_goals(columns, rows)
        title = words("Each process beside its satisfaction")
        subtitle = words("Result of the week and change against last week · no objective has been set")
    names = [one.indicator.metric for line in lines for one in line.told]
    n = sum(one.last.n or 0 for line in lines for one in line.told if one.last and rated(one.definition))
    footer = frame.footer(words, names, n, words("pp: percentage points"))
    alt = title + ": " + "; ".join(f"{row.group}: {row.cells[1].text} {row.cells[2].text}" for row in rows)
    named = {one.indicator.metric: definition(one.definition, words) for line in lines for one in line.told}
    return Card("scorecard", title, subtitle, Grid(columns, rows, title), footer, alt, 12, tuple(named.values()))


def _without_goals(
    columns: tuple[GridColumn, ...], rows: tuple[Row, ...]
) -> tuple[tuple[GridColumn, ...], tuple[Row, ...]]:
    """The table without what only an objective fills."""
    kept = [place for place, one in enumerate(columns) if one.key not in ("goal", "bullet", "variance")]
    return tuple(columns[place] for place in kept), tuple(
        replace(row, cells=tuple(row.cells[place] for place in kept)) for row in rows
    )


def _rows(line: ProcessLine, period: date, frame: Frame, words: Words) -> list[Row]:
    name = words.name(line.process)
    if not line.told:
        nothing = Chip("empty", words("no data"))
        cells = [Cell(name), Cell(words("no data yet"), muted=True), *[Cell("–", muted=True) for _ in range(6)]]
        return [Row(line.process, (*cells, Cell(nothing.text, chip=nothing)), name)]
    made = [_row(one, name, period, frame, words) for one in line.told]
    if line.satisfaction is None:
        nothing = Chip("empty", words("no data"))
        cells = [Cell(name), Cell(words("Satisfaction"), muted=True), *[Cell("–", muted=True) for _ in range(6)]]
        made.append(Row(f"{line.process}:satisfaction", (*cells, Cell(nothing.text, chip=nothing)), name))
    return made


def _row(series: Series, name: str, period: date, frame: Frame, words: Words) -> Row:
    metric, last = series.definition, series.last
    label = words(metric.label)
    if last is not None and last.period != period:
        label += " · " + when(last.period, "week", words)
    value = words.value(series.value, metric.unit, frame.currency)
    goal = words.value(series.goal.goal, metric.unit, frame.currency) if series.goal else "–"
    limits = series.signal.limits
    few, drawn = series.signal.lacking == "n", bullet(series)
    cells = (
        Cell(name),
        Cell(label),
        Cell(value, muted=few),
        Cell(("≤ " if series.goal and metric.better == "down" else "") + goal),
        Cell(f"{value} / {goal}" if drawn else "–", bullet=drawn),
        Cell(variance_text(series, words, frame.currency) or "–", tone(series, words)),
        Cell(change_text(series, words, frame.currency)),
        Cell(
            series=tuple(series.signal.values[-SPARK:]),
            text=words(
                "routine {low} to {high}",
                low=words.value(limits.low, metric.unit, frame.currency),
                high=words.value(limits.high, metric.unit, frame.currency),
            )
            if limits
            else "",
        ),
        Cell(chip(series.signal, words).text, chip=chip(series.signal, words)),
    )
    return Row(f"{series.indicator.process}:{metric.name}", cells, name)


def change_text(series: Series, words: Words, currency: str) -> str:
    """The last value less the one of the period before, a dash where that one has none."""
    last, before = series.last, series.before
    if last is None or before is None or last.value is None or before.value is None:
        return "–"
    if (last.period - before.period).days != 7:
        return "–"
    change = float(last.value) - float(before.value)
    return difference(change, float(before.value), series.definition.unit, words, currency)


def bullet(series: Series) -> Bullet | None:
    """The value against its goal on the row's own scale: from zero to a fifth above the larger of the two.

    None without a goal: a bar alone has no meaning.
    """
    if series.value is None or series.goal is None:
        return None
    value, goal = series.value, series.goal.goal
    top = max(value, goal) * 1.2
    if top <= 0 or value < 0:
        return None
    tolerance = series.goal.tolerance
    ends = sorted((goal - tolerance, goal) if series.definition.better != "down" else (goal, goal + tolerance))
    low, fair = (min(max(end / top, 0.0), 1.0) for end in ends)
    return Bullet(value / top, goal / top, (low, fair, 1.0))
