"""What explains a gap or a change, written: the sentence first, then a line for each part and one for the whole."""

from __future__ import annotations

from fractions import Fraction

from crm_metrics.analysis.attribution import Effect, Split
from crm_metrics.boards.behind.provenance import GAP, Provenance, of_days
from crm_metrics.boards.core import Card, Cell, Choice, Empty, Filter, Grid, GridColumn, Row
from crm_metrics.boards.empty import empty_card
from crm_metrics.boards.explaining import sentence
from crm_metrics.boards.explaining.split import Explained
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.series import enough
from crm_metrics.boards.telling import sentences
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.readings import Reading
from crm_metrics.periods import Period
from crm_metrics.words import Words, mark

EXPLAIN = "explain"  # in an address: the dimension that a gap is split by
OPEN = 8  # rows that stand open
AGAINST = {
    "objective": mark("Gap to the objective"),
    "before": mark("Change from the period before"),
    "year": mark("Change from a year before"),
}


def filters(shown: Explained | None, words: Words) -> tuple[Filter, ...]:
    """What may be chosen: the parts, and what is explained; nothing where nothing can be split."""
    if shown is None or not shown.offered:
        return ()
    by = tuple(
        Choice(one, words("by {dimension}", dimension=sentences.named_inside(one, words))) for one in shown.offered
    )
    gaps = tuple(Choice(one, words(AGAINST[one])) for one in shown.gaps)
    asked, label = shown.asked, words("What explains it")
    return (
        Filter(key=GAP, label=label, everything="", choices=gaps, chosen=(asked.gap,)),
        Filter(key=EXPLAIN, label=words("Parts"), everything="", choices=by, chosen=(asked.dimension,)),
    )


def card(shown: Explained, frame: Frame, words: Words) -> Card:
    """The parts that add up to the gap, or why there are none."""
    asked, split = shown.asked, shown.split
    if split is None:
        why = words.error(shown.reason) if shown.reason else ""
        return empty_card("explained", Empty(words("What explains it can't be told here"), why))
    title = sentence.finding(shown, split, frame.currency, words)
    grid = _grid(shown, split, title, frame, words)
    return Card(
        key="explained",
        title=title,
        subtitle=_subtitle(shown, words),
        body=grid,
        footer=frame.footer(words, (asked.metric.name,), shown.now.whole.n if shown.now.whole else None,
                            *_notes(shown, words)),
        alt=title + ": " + "; ".join(f"{row.cells[0].text} {row.cells[-1].text}" for row in grid.rows),
        definitions=(definition(asked.metric, words),),
    )  # fmt: skip


def _subtitle(shown: Explained, words: Words) -> str:
    asked = shown.asked
    said = [
        words(AGAINST[asked.gap]),
        words("by {dimension}", dimension=sentences.named_inside(asked.dimension, words)),
    ]
    if shown.then is not None and shown.goal is None:
        said.append(words("against {first} – {last}", first=words.day(shown.before.first),
                          last=words.day(shown.before.last)))  # fmt: skip
    return " · ".join([*said, words("the parts add up to it, none is left over")])


def _notes(shown: Explained, words: Words) -> list[str]:
    """How it was split, and what of it is not to be read too closely."""
    notes = []
    if shown.goals and not shown.own_goals:
        notes.append(words("The objective is shared out as the period before was"))
    elif shown.own_goals:
        notes.append(words("Held against the parts' own objectives"))
    elif shown.goal is None and shown.now.rates:
        notes.append(words("By its share: more or fewer of the rows are of a part above or below the whole"))
    if shown.split and any(shown.few(one.cell) for one in shown.split.effects):
        notes.append(words("Grey: too few rows to read it alone"))
    if not (shown.now.whole and shown.now.whole.complete):
        notes.append(words("Not complete: these days are still being filled"))
    return notes


def _grid(shown: Explained, split: Split, caption: str, frame: Frame, words: Words) -> Grid:
    effects = sorted(split.drivers, key=lambda one: shown.few(one.cell))  # of few rows last: not to be ranked
    rows = [_row(shown, one, frame, words) for one in effects]
    return Grid(_columns(shown, words), (_whole(shown, split, frame, words), *rows), caption, OPEN + 1)


def _columns(shown: Explained, words: Words) -> tuple[GridColumn, ...]:
    first = words("Before") if shown.goal is None else words("Objective")
    columns = [
        GridColumn("part", words.name(shown.asked.dimension)),
        GridColumn("before", first, "number"),
        GridColumn("now", words("Now"), "number"),
        GridColumn("n", "n", "number"),
    ]
    if shown.two_effects:
        columns += [
            GridColumn("rate", words("By its own result"), "number"),
            GridColumn("mix", words("By its share"), "number"),
        ]
    return (*columns, GridColumn("total", words("Adds"), "number"))


def _row(shown: Explained, one: Effect, frame: Frame, words: Words) -> Row:
    few, asked = shown.few(one.cell), shown.asked
    now = shown.now.readings.get(one.cell)
    cells = (
        Cell(text=sentence.name_of(shown, one, words), muted=few),
        _before_cell(shown, one, frame, words),
        _value(shown, now, one, asked.days, frame, words),
        Cell(text="–" if now is None or now.n is None else words.number(now.n), muted=True),
        *_effects(shown, (one.rate, one.mix), frame, words, few=few),
        Cell(
            text=sentence.moved(shown, one.total, frame.currency, words),
            muted=few,
            behind=_led(shown, now, one, asked.days),
        ),
    )
    return Row(f"of:{one.cell}", cells)


def _before_cell(shown: Explained, one: Effect, frame: Frame, words: Words) -> Cell:
    """What the part was before, or what it is asked."""
    unit = shown.asked.metric.unit
    if shown.goal is None:
        then = shown.then.readings.get(one.cell) if shown.then else None
        return _value(shown, then, one, shown.before, frame, words)
    asked = shown.goals.get(one.cell, Fraction(0)) if shown.goals else Fraction(shown.goal.goal)
    return Cell(text=words.value(float(asked), unit, frame.currency), muted=True)


def _value(
    shown: Explained, reading: Reading | None, one: Effect, days: Period, frame: Frame, words: Words
) -> Cell:  # fmt: skip
    if reading is None or reading.value is None:
        return Cell(text="–", muted=True)
    metric = shown.asked.metric
    said = words.value(reading.value, metric.unit, frame.currency)
    few = bool(shown.now.rates) and not enough(metric, reading.n)
    return Cell(text=said, muted=few, behind=_led(shown, reading, one, days))


def _led(shown: Explained, reading: Reading | None, one: Effect, days: Period) -> Provenance | None:
    """What leads to the rows of a part."""
    if reading is None or reading.value is None:
        return None
    where = ((shown.asked.dimension, one.cell),)
    return of_days(shown.asked.metric, days.first, days.last, float(reading.value), where=where)


def _effects(
    shown: Explained, both: tuple[Fraction, Fraction], frame: Frame, words: Words, *, few: bool = False
) -> tuple[Cell, ...]:
    """What a part adds by its result and by its share, where both are told."""
    told = both if shown.two_effects else ()
    return tuple(Cell(text=sentence.moved(shown, one, frame.currency, words), muted=few) for one in told)


def _whole(shown: Explained, split: Split, frame: Frame, words: Words) -> Row:
    """The line that the others add up to."""
    asked, unit = shown.asked, shown.asked.metric.unit
    now, then = shown.now.whole, shown.then.whole if shown.then else None
    before = shown.goal.goal if shown.goal is not None else then.value if then else None
    value = now.value if now else None
    led = of_days(asked.metric, asked.days.first, asked.days.last, None if value is None else float(value))
    cells = (
        Cell(text=words("The whole")),
        Cell(text=words.value(before, unit, frame.currency)),
        Cell(text=words.value(value, unit, frame.currency), behind=led),
        Cell(text="–" if now is None or now.n is None else words.number(now.n), muted=True),
        *_effects(shown, (split.rate, split.mix), frame, words),
        Cell(text=sentence.moved(shown, split.whole, frame.currency, words)),
    )
    return Row("whole", cells)
