"""What explains a gap or a change, written: the sentence first, then a line for the whole and one for each part."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from crm_metrics.analysis.attribution import PartEffect, Split
from crm_metrics.analysis.effects.worth import counted
from crm_metrics.boards.behind.provenance import GAP, of_days
from crm_metrics.boards.core import Card, Cell, Choice, Empty, Filter, Grid, GridColumn, Row
from crm_metrics.boards.empty import empty_card
from crm_metrics.boards.explaining import sentence
from crm_metrics.boards.explaining.split import Explained
from crm_metrics.boards.filters import processes_of
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.series import enough
from crm_metrics.boards.telling import sentences
from crm_metrics.boards.tiles import definition
from crm_metrics.boards.worth.pricing import MoneyWorth
from crm_metrics.boards.worth.telling import gap_notes
from crm_metrics.metrics.readings import Reading
from crm_metrics.periods import Period
from crm_metrics.words import Words, mark

EXPLAIN = "explain"  # in an address: the dimension that a gap is split by
OPEN = 8  # parts that stand open
AGAINST = {
    "objective": mark("Gap to the objective"),
    "before": mark("Change in a period"),
    "year": mark("Change in a year"),
}


def filters(shown: Explained | None, words: Words) -> tuple[Filter, ...]:
    """What may be chosen: what is explained, and by which parts; nothing where nothing can be split."""
    if shown is None or not shown.offered:
        return ()
    by = tuple(Choice(one, _by(one, words)) for one in shown.offered)
    gaps = tuple(Choice(one, words(AGAINST[one])) for one in shown.gaps)
    asked = shown.asked
    return (
        Filter(key=GAP, label=words("What explains it"), everything="", choices=gaps, chosen=(asked.gap,)),
        Filter(key=EXPLAIN, label=words("Parts"), everything="", choices=by, chosen=(asked.dimension,)),
    )


def card(shown: Explained, frame: Frame, words: Words) -> Card:
    """The parts that add up to the gap, or why there are none."""
    asked, split, whole = shown.asked, shown.split, shown.now.whole
    if split is None:
        why = words.error(shown.reason) if shown.reason else ""
        return empty_card("explained", Empty(words("What explains it can't be told here"), why))
    title = sentence.finding(shown, split, frame.currency, words)
    grid = _Lines(shown, split, frame.currency, words).grid(title)
    notes = _notes(shown, split, frame.currency, words)
    place = next(at for at, column in enumerate(grid.columns) if column.key == "total")
    return Card(
        key="explained",
        title=title,
        subtitle=_subtitle(shown, words),
        body=grid,
        footer=frame.footer(words, (asked.metric.name,), whole.n if whole else None, *notes),
        alt=title + ": " + "; ".join(f"{row.cells[0].text} {row.cells[place].text}" for row in grid.rows),
        definitions=(definition(asked.metric, words),),
    )


def _by(dimension: str, words: Words) -> str:
    return words("by {dimension}", dimension=sentences.named_inside(dimension, words))


def _subtitle(shown: Explained, words: Words) -> str:
    asked, before = shown.asked, shown.before
    said = [words("What explains it"), words(AGAINST[asked.gap]), _by(asked.dimension, words)]
    if shown.then is not None and shown.goal is None:
        said.append(words("against {first} – {last}", first=words.day(before.first), last=words.day(before.last)))
    return " · ".join([*said, words("the parts add up to it, none is left over")])


def _notes(shown: Explained, split: Split, currency: str, words: Words) -> list[str]:
    """How it was split, and what of it is not to be read too closely."""
    notes = []
    if shown.own_goals:
        notes.append(words("Held against the parts' own objectives"))
    elif shown.goals:
        notes.append(words("The objective is shared out as the period before was"))
    elif shown.two_effects:
        notes.append(words("By its share: more or fewer of the rows are of a part above or below the whole"))
    if any(shown.few(one.cell) for one in split.effects):
        notes.append(words("Grey: too few rows to read it alone"))
    if shown.money is not None:
        notes += gap_notes(shown.money, shown.asked.metric, currency, words)
        if shown.money.price is not None:
            notes.append(words("The parts are priced as the whole, so that they add up to it"))
    if not (shown.now.whole and shown.now.whole.complete):
        notes.append(words("Not complete: these days are still being filled"))
    return notes


@dataclass(frozen=True)
class _Lines:
    """The table: a line for the whole, then the parts, those of few rows last, for they are not to be ranked."""

    shown: Explained
    split: Split
    currency: str
    words: Words

    def grid(self, caption: str) -> Grid:
        """The columns and lines of it."""
        parts = sorted(self.split.drivers, key=lambda one: self.shown.few(one.cell))
        return Grid(self._columns(), (self._whole(), *map(self._part, parts)), caption, OPEN + 1)

    def _columns(self) -> tuple[GridColumn, ...]:
        words, shown = self.words, self.shown
        first = words("Before") if shown.goal is None else words("Objective")
        two = (("rate", words("By its own result")), ("mix", words("By its share"))) if shown.two_effects else ()
        numbers = (("before", first), ("now", words("Now")), ("n", "n"), *two, ("total", words("Adds")))
        numbers = (*numbers, ("money", words("In money"))) if self._money else numbers
        name = GridColumn("part", words.name(shown.asked.dimension))
        return (name, *(GridColumn(key, title, "number") for key, title in numbers))

    def _part(self, one: PartEffect) -> Row:
        shown, few = self.shown, self.shown.few(one.cell)
        now = shown.now.readings.get(one.cell)
        led = self._value(now, shown.asked.days, one).behind
        cells = (
            Cell(text=sentence.name_of(shown, one, self.words), muted=few),
            self._before(one),
            self._value(now, shown.asked.days, one),
            self._n(now),
            *self._effects(one.rate, one.mix, few=few),
            Cell(text=self._moved(one.total), muted=few, behind=led),
            *self._in_money(one.total, few=few),
        )
        return Row(f"of:{one.cell}", cells)

    def _whole(self) -> Row:
        shown, split, unit = self.shown, self.split, self.shown.asked.metric.unit
        then = shown.then.whole if shown.then else None
        goal = None if shown.goal is None else shown.goal.goal
        before = self._value(then, shown.before) if goal is None else Cell(text=self._said(goal, unit))
        cells = (
            Cell(text=self.words("The whole")),
            before,
            self._value(shown.now.whole, shown.asked.days),
            self._n(shown.now.whole),
            *self._effects(split.rate, split.mix),
            Cell(text=self._moved(split.whole)),
            *self._in_money(split.whole),
        )
        return Row("whole", cells)

    def _before(self, one: PartEffect) -> Cell:
        """What a part was before, or what it is asked."""
        shown = self.shown
        if shown.goal is None:
            return self._value(shown.then.readings.get(one.cell) if shown.then else None, shown.before, one)
        asked = float(shown.goals.get(one.cell, 0)) if shown.goals else shown.goal.goal
        return Cell(text=self._said(asked, shown.asked.metric.unit), muted=True)

    def _value(self, reading: Reading | None, days: Period, one: PartEffect | None = None) -> Cell:
        """A value, of a part or of the whole, that leads to its rows."""
        if reading is None or reading.value is None:
            return Cell(text="–", muted=True)
        metric, value = self.shown.asked.metric, float(reading.value)
        where = ((self.shown.asked.dimension, one.cell),) if one else ()
        where = (*processes_of(metric, self.shown.asked.view, dict(where)), *where)
        few = bool(self.shown.now.rates) and not enough(metric, reading.n)
        led = of_days(metric, days.first, days.last, value, where=where)
        return Cell(text=self._said(value, metric.unit), muted=few, behind=led)

    def _n(self, reading: Reading | None) -> Cell:
        return Cell(text="–" if reading is None or reading.n is None else self.words.number(reading.n), muted=True)

    def _effects(self, rate: Fraction, mix: Fraction, *, few: bool = False) -> tuple[Cell, ...]:
        """What is added by the own result and by the share, where both are told."""
        told = (rate, mix) if self.shown.two_effects else ()
        return tuple(Cell(text=self._moved(one), muted=few) for one in told)

    @property
    def _money(self) -> MoneyWorth | None:
        """The money of the whole, where it is not what the parts add already."""
        found = self.shown.money
        return found if found is not None and found.money is not None and not found.itself else None

    def _in_money(self, effect: Fraction, *, few: bool = False) -> tuple[Cell, ...]:
        found = self._money
        if found is None:
            return ()
        value = found.of(counted(float(effect))).value
        return (Cell(text=self.words.money(value, self.currency, sign=True), muted=few),)

    def _moved(self, effect: Fraction) -> str:
        return sentence.moved(self.shown, effect, self.currency, self.words)

    def _said(self, value: float, unit: str) -> str:
        return self.words.value(value, unit, self.currency, more=sentence.more_digits(self.shown))
