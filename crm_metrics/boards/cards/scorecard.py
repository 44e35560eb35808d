"""The seven processes against their objectives: a result and, beside it, the satisfaction of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from crm_metrics.boards.cells import bullet, name_cell, signal_cell, variance_cell
from crm_metrics.boards.core import Card, Cell, Chip, Definition, Grid, GridColumn, Row
from crm_metrics.boards.facts import ProcessLine, WeeklyFacts
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.series import Series, rated
from crm_metrics.boards.tiles import anew_notes, behind, definition, more_digits, moved, taken_out
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words, mark

SPARK = 12
ONLY = {
    "better": mark("The one result that can be judged really got better"),
    "worse": mark("The one result that can be judged really got worse"),
    "watch": mark("The one result that can be judged is to be watched"),
    "routine": mark("The one result that can be judged is in its routine"),
}  # what a signal may say of a result that it judges, said where it is the only one


@dataclass(frozen=True)
class Scorecard:
    """The processes of a week, which is named by its Monday."""

    lines: tuple[ProcessLine, ...]
    week: date


def gather(warehouse: Warehouse, facts: WeeklyFacts) -> Scorecard:
    """The processes of the board, those of which nothing is known too."""
    return Scorecard(facts.lines, facts.first)


def card(shown: Scorecard, frame: Frame, words: Words) -> Card:
    """The scorecard."""
    lines, period = shown.lines, shown.week
    week = period.isocalendar().week
    before = (period - timedelta(days=7)).isocalendar().week
    columns: tuple[GridColumn, ...] = (
        GridColumn("process", words("Process")),
        GridColumn("metric", words("Metric")),
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
    if not any(series.goal for line in lines for series in line.told):
        columns, rows = _without_goals(columns, rows)
        title = words("Each process beside its satisfaction")
        subtitle = words("Result of the week and change against last week · no objective is known")
    title, subtitle = _titled(rows, title, subtitle, words)
    names = [series.indicator.metric for line in lines for series in line.told]
    n = sum(series.last.n or 0 for line in lines for series in line.told if series.last and rated(series.definition))
    anew = anew_notes((series for line in lines for series in line.told), "week", words)
    footer = frame.footer(words, names, n, words("pp: percentage points"), *anew)
    alt = title + ": " + "; ".join(f"{row.group}: {row.cells[1].text} {row.cells[2].text}" for row in rows)
    return Card(
        key="scorecard",
        title=title,
        subtitle=subtitle,
        body=Grid(columns, rows, title),
        footer=footer,
        alt=alt,
        width=12,
        definitions=_definitions(lines, words),
    )


def _titled(rows: Sequence[Row], title: str, subtitle: str, words: Words) -> tuple[str, str]:
    """The verdicts of the rows counted, and what the table is of before its subtitle; as given where none is judged."""
    kinds = [row.cells[-1].chip.kind for row in rows if row.cells[-1].chip]
    judged = [kind for kind in kinds if kind in ONLY]
    if not judged:
        return title, subtitle
    worse, better = judged.count("worse"), judged.count("better")
    if len(judged) == 1:
        return words(ONLY[judged[0]]), f"{title} · {subtitle}"
    said = words("Real decline in {worse} of {n} results judged; real improvement in {better}",
                 n=len(judged), worse=worse, better=better)  # fmt: skip
    return said, f"{title} · {subtitle}"


def _definitions(lines: tuple[ProcessLine, ...], words: Words) -> tuple[Definition, ...]:
    """Of each metric once, with the way to the rows of the last process that shows it."""
    told = [series for line in lines for series in line.told]
    named = {one.indicator.metric: definition(one.definition, words, behind(one, "week")) for one in told}
    return tuple(named.values())


def _without_goals(
    columns: tuple[GridColumn, ...], rows: tuple[Row, ...]
) -> tuple[tuple[GridColumn, ...], tuple[Row, ...]]:
    """The table without what only an objective fills."""
    kept = [place for place, column in enumerate(columns) if column.key not in ("goal", "bullet", "variance")]
    return tuple(columns[place] for place in kept), tuple(
        replace(row, cells=tuple(row.cells[place] for place in kept)) for row in rows
    )


def _rows(line: ProcessLine, period: date, frame: Frame, words: Words) -> list[Row]:
    name = words.name(line.process)
    if not line.told:
        nothing = Chip("empty", words("no data"))
        cells = [
            Cell(text=name),
            Cell(text=words("no data yet"), muted=True),
            *[Cell(text="–", muted=True) for _ in range(6)],
        ]
        return [Row(line.process, (*cells, Cell(text=nothing.text, chip=nothing)), name)]
    rows = [_row(series, line.process, period, frame, words) for series in line.told]
    if line.satisfaction is None:
        nothing = Chip("empty", words("no data"))
        cells = [
            Cell(text=name),
            Cell(text=words("Satisfaction"), muted=True),
            *[Cell(text="–", muted=True) for _ in range(6)],
        ]
        rows.append(Row(f"{line.process}:satisfaction", (*cells, Cell(text=nothing.text, chip=nothing)), name))
    return rows


def _row(series: Series, process: str, period: date, frame: Frame, words: Words) -> Row:
    metric, name = series.definition, words.name(process)
    more = more_digits(series)
    value = words.value(series.value, metric.unit, frame.currency, more=more)
    goal = words.value(series.goal.goal, metric.unit, frame.currency, more=more) if series.goal else "–"
    few, drawn, led = series.signal.lacking == "n", bullet(series), behind(series, "week")
    cells = (
        Cell(text=name),
        name_cell(series, words, "week", period),
        Cell(text=value, muted=few, behind=led),
        Cell(text=("≤ " if series.goal and metric.better == "down" else "") + goal),
        Cell(text=f"{value} / {goal}" if drawn else "–", bullet=drawn),
        variance_cell(series, words, frame.currency, "–", led),
        Cell(text=change_text(series, words, frame.currency)),
        Cell(
            series=tuple(series.signal.values[-SPARK:]),
            text=", ".join(filter(None, (_routine(series, words, frame.currency), taken_out(series.signal, words)))),
        ),
        signal_cell(series, words, led),
    )
    return Row(f"{process}:{metric.name}", cells, name)


def _routine(series: Series, words: Words, currency: str) -> str:
    """Between what its weeks lie at this time of the year; "" where no level is its routine."""
    routine, unit = series.signal.routine, series.definition.unit
    if routine is None:
        return ""
    return words("routine {low} to {high}", low=words.value(routine[0], unit, currency),
                 high=words.value(routine[2], unit, currency))  # fmt: skip


def change_text(series: Series, words: Words, currency: str) -> str:
    """The last value less the one of the period before, a dash where that one has none."""
    last, before = series.last, series.before
    if last is None or before is None or (last.period - before.period).days != 7:
        return "–"
    return moved(last, before, series.definition.unit, words, currency)
