"""The answer as a table: a row for each value of a dimension, or cells of two of them, each from rows of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crm_metrics.boards.behind.provenance import Provenance, of_days
from crm_metrics.boards.cells import interval_text
from crm_metrics.boards.core import Card, Cell, Grid, GridColumn, Heat, Row
from crm_metrics.boards.explore.selection import Selection
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.persons import masking
from crm_metrics.boards.series import enough
from crm_metrics.boards.telling import sentences
from crm_metrics.boards.tiles import definition, moved
from crm_metrics.metrics.readings import Groups, Reading
from crm_metrics.words import Words, mark

ROWS_MOST, COLUMNS_MOST = 200, 16
OPEN = 15  # rows that stand open
WHOLE = mark("The whole")


@dataclass(frozen=True, kw_only=True)
class CrossTab:
    """What was asked, and what the metric reads."""

    selection: Selection
    """The question."""
    whole: Reading | None
    """The metric without a cut; it is asked by itself, for rates and distinct counts do not add."""
    whole_before: Reading | None
    """The same in the days compared with; None without."""
    cells: Mapping[Groups, Reading]
    """By the values of the dimensions."""
    cells_before: Mapping[Groups, Reading]
    """The same in the days compared with."""
    names: Mapping[str, Mapping[str, str]]
    """By dimension, what its ids are called where they have a name."""

    def name(self, dimension: str, value: str | None, words: Words) -> str:
        """What a value of a dimension is called."""
        if value is None or value == "":
            return words("not told")
        if dimension == "customer":
            return masking.key_of(value, personal=self.selection.personal)
        return self.names.get(dimension, {}).get(value) or words.name(value)


def card(answer: CrossTab, frame: Frame, words: Words) -> Card:
    """The table of an answer."""
    selection, metric = answer.selection, answer.selection.metric
    title = title_of(answer, frame, words)
    body = _heat(answer, frame, words) if len(selection.by) > 1 else _grid(answer, title, frame, words)
    notes = [
        words("{dimension}: the {n} largest of {of}", dimension=words.name(dimension), n=most, of=len(values))
        for dimension, most, values in zip(selection.by, (ROWS_MOST, COLUMNS_MOST), _all_values(answer), strict=False)
        if len(values) > most
    ]
    return Card(
        key="cut",
        title=title,
        subtitle=" · ".join(_said(answer, words)),
        body=body,
        footer=frame.footer(words, (metric.name,), answer.whole.n if answer.whole else None, *notes),
        alt=title,
        definitions=(definition(metric, words),),
    )


def title_of(answer: CrossTab, frame: Frame, words: Words) -> str:
    """The metric and what it comes to in the days asked for."""
    metric = answer.selection.metric
    value = answer.whole.value if answer.whole else None
    if value is None:
        return words("{metric}: no value in these days", metric=words(metric.label))
    return words("{metric}: {value}", metric=words(metric.label), value=words.value(value, metric.unit, frame.currency))


def _all_values(answer: CrossTab) -> list[set[str | None]]:
    """The values of each dimension, also of those that are not drawn."""
    return [{group[place] for group in answer.cells} for place in range(len(answer.selection.by))]


def _said(answer: CrossTab, words: Words) -> list[str]:
    selection = answer.selection
    days, before = selection.days, selection.before
    said = [f"{words.day(days.first)} – {words.day(days.last)}"]
    if selection.by:
        said.append(
            words(
                "by {dimensions}", dimensions=words.listed(sentences.named_inside(one, words) for one in selection.by)
            )
        )
    if before is not None:
        said.append(words("against {first} – {last}", first=words.day(before.first), last=words.day(before.last)))
    for name, values in selection.filters.items():
        said.append(f"{words.name(name)}: {words.listed(answer.name(name, value, words) for value in values)}")
    return [*said, words("grey: too few rows to compare, or not complete")]


def _grid(answer: CrossTab, caption: str, frame: Frame, words: Words) -> Grid:
    """One dimension, or none: value with a bar, n, and the days before beside it."""
    by, compared = answer.selection.by, answer.selection.before is not None
    columns = [
        GridColumn("group", words.name(by[0]) if by else words("Whole")),
        GridColumn("value", words("Value"), "bar"),
        GridColumn("n", "n", "number"),
        GridColumn("interval", words("95% interval"), "number"),
    ]
    if compared:
        columns += [GridColumn("before", words("Before"), "number"), GridColumn("change", "Δ", "number")]
    told = {group: reading for group, reading in answer.cells.items() if by}
    groups = sorted(told, key=lambda group: _size(told[group]), reverse=True)[:ROWS_MOST]
    top = max((abs(float(told[group].value or 0)) for group in groups), default=0.0) or 1.0
    rows = [
        Row(
            f"of:{answer.name(by[0], group[0], words) if by[0] == 'customer' else group[0]}",
            (
                Cell(text=answer.name(by[0], group[0], words)),
                *_cells(told[group], answer.cells_before.get(group), answer.selection, frame, words, top=top),
            ),
        )
        for group in groups
    ]
    if answer.whole is not None:
        cells = _cells(answer.whole, answer.whole_before, answer.selection, frame, words)
        rows.append(Row("whole", (Cell(text=words(WHOLE)), *cells)))
    return Grid(tuple(columns), tuple(rows), caption, OPEN if len(rows) > OPEN + 1 else None)


def _size(reading: Reading) -> float:
    """What decides which groups come first: their value, and of rates the rows behind them."""
    return float(reading.n or 0) if reading.denominator is not None else abs(float(reading.value or 0))


def _cells(
    reading: Reading, before: Reading | None, selection: Selection, frame: Frame, words: Words, *, top: float = 0.0
) -> list[Cell]:
    """The cells of a row after its name. top: the value of a whole bar; 0 for a row without a bar."""
    metric, currency = selection.metric, frame.currency
    value = words.value(reading.value, metric.unit, currency)
    share = abs(float(reading.value or 0)) / top if top else None
    cells = [
        Cell(text=value, share=share, muted=grey(reading, selection), behind=_led(reading, selection)),
        Cell(text="–" if reading.n is None else words.number(reading.n), muted=True),
        Cell(text=interval_text(reading, metric, words, currency) or "–", muted=True),
    ]
    if selection.before is None:
        return cells
    return [
        *cells,
        Cell(text=words.value(before.value if before else None, metric.unit, currency)),
        Cell(text=moved(reading, before, metric.unit, words, currency)),
    ]


def _led(reading: Reading, selection: Selection) -> Provenance | None:
    """What leads to the rows of a value."""
    if reading.value is None:
        return None
    where = list(zip(selection.by, reading.groups, strict=False)) if reading.groups else []
    days = selection.days
    source = of_days(selection.metric, days.first, days.last, float(reading.value), where=where)
    return masking.led(source, personal=selection.personal)


def grey(reading: Reading, selection: Selection) -> bool:
    """Whether a value is not to be compared: too few rows behind it, or not all of them there."""
    return not reading.complete or not enough(selection.metric, reading.n)


def _heat(answer: CrossTab, frame: Frame, words: Words) -> Heat:
    """Two dimensions: a cell for each pair, the largest rows and columns first; a pair without rows stays blank."""
    metric = answer.selection.metric
    rows, columns = (_values(answer.cells, place, most) for place, most in ((0, ROWS_MOST), (1, COLUMNS_MOST)))
    table = [[answer.cells.get((row, column)) for column in columns] for row in rows]
    first, second = answer.selection.by[:2]
    return Heat(
        rows=tuple(answer.name(first, row, words) for row in rows),
        columns=tuple(answer.name(second, column, words) for column in columns),
        values=tuple(tuple(_colour(one, answer.selection) for one in line) for line in table),
        texts=tuple(
            tuple(words.value(one.value, metric.unit, frame.currency) if one else "" for one in line) for line in table
        ),
        hovers=tuple(tuple(_hover(one, words) for one in line) for line in table),
        behind=tuple(tuple(_led(one, answer.selection) if one else None for one in line) for line in table),
        diverging=False,
        column_title=words.name(second),
    )


def _values(cells: Mapping[Groups, Reading], place: int, most: int) -> list[str | None]:
    """The values of one dimension, the largest first."""
    sizes: dict[str | None, float] = {}
    for group, reading in cells.items():
        sizes[group[place]] = sizes.get(group[place], 0.0) + _size(reading)
    return sorted(sizes, key=lambda value: sizes[value], reverse=True)[:most]


def _colour(reading: Reading | None, selection: Selection) -> float | None:
    """The value that colours a cell; None where it is not to be compared."""
    return None if reading is None or reading.value is None or grey(reading, selection) else float(reading.value)


def _hover(reading: Reading | None, words: Words) -> str:
    if reading is None:
        return words("no rows")
    said = [words("n = {n}", n=reading.n)] if reading.n is not None else []
    if not reading.complete:
        said.append(words.error(reading.reason) if reading.reason else words("partial"))
    return " · ".join(said)
