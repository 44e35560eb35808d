"""Where each gap is: the team, touchpoint, channel and tier that hold most of it over four weeks."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from crm_metrics.analysis.attribution import Split, rates_to_goal
from crm_metrics.boards.behind.provenance import explained
from crm_metrics.boards.cards.gaps import open_gaps
from crm_metrics.boards.comparing.parts import DIMENSIONS, WEEKS, ComparedFacts, Parted, PartOfResult
from crm_metrics.boards.core import Card, Cell, Grid, GridColumn, Row
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.telling import claims, sentences
from crm_metrics.boards.tiles import definition, difference
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

MOST = 6
WHOLE = 0.995  # of a gap: a share that is written as all of it


@dataclass(frozen=True)
class Located:
    """A gap over four weeks, and the part of each dimension that lacks most to the aim."""

    gap: Parted
    aim: float | None

    @property
    def size(self) -> float:
        """The gap as a share of the aim; below nought where the four weeks reach it."""
        return 0.0 if self.aim is None else self._bad * (self.gap.value - self.aim) / (abs(self.aim) or 1.0)

    def worst(self, dimension: str) -> PartOfResult | None:
        """The part that brings most of the gap; None where nothing is known by this dimension."""
        parts = {part.value: part for part in self.gap.of(dimension)}
        if self.aim is None or not parts:
            return next(iter(parts.values()), None)
        known = [one for one in self._split(dimension, self.aim).effects if one.cell in parts]
        return parts[str(max(known, key=lambda one: self._bad * one.total).cell)]

    def share(self, part: PartOfResult) -> float | None:
        """The part's share of the gap; None where the four weeks together have none, or the part has none."""
        if self.aim is None:
            return None
        split = self._split(part.dimension, self.aim)
        (own,) = (one for one in split.effects if one.cell == part.value)
        return float(own.total / split.whole) if self._bad * split.whole > 0 and own.total * split.whole > 0 else None

    @property
    def _bad(self) -> int:
        """The side on which the aim is missed: below it (−1) where more is better; of a band the one that it is on."""
        better = self.gap.series.definition.better
        return -1 if better == "up" or (better == "band" and self.gap.value < (self.aim or 0.0)) else 1

    def _split(self, dimension: str, aim: float) -> Split:
        """The gap by the parts of a dimension, with the rows that have no value there."""
        parts = self.gap.of(dimension)
        cells: dict[str | None, tuple[Fraction, Fraction]] = {
            part.value: (Fraction(part.plain) * part.n, Fraction(part.n)) for part in parts
        }
        above, below = (sum((cell[side] for cell in cells.values()), Fraction(0)) for side in (0, 1))
        rest = Fraction(self.gap.value) * self.gap.n - above, self.gap.n - below
        return rates_to_goal({**cells, None: rest} if rest[1] else cells, Fraction(aim))


def gather(_: Warehouse, facts: ComparedFacts) -> tuple[Located, ...] | None:
    """The gaps whose rows can be told apart; None where there is none."""
    return located(facts) or None


def located(facts: ComparedFacts) -> tuple[Located, ...]:
    """The gaps among the results by their parts, real declines first."""
    listed = {series.indicator for series in open_gaps(facts)}
    found = [_located(one) for one in facts.results if one.series.indicator in listed]
    found.sort(key=lambda one: (one.gap.series.signal.kind != "worse", -one.size))
    return tuple(found)


def _located(gap: Parted) -> Located:
    """The gap to the objective; of a result without one, to its routine."""
    series = gap.series
    routine = series.signal.routine
    return Located(gap, series.goal.goal if series.goal else routine[1] if routine else None)


def card(shown: tuple[Located, ...], frame: Frame, words: Words) -> Card:
    """A line for each gap, a column for each dimension."""
    title = sentences.say(_claim(shown), words, frame.currency, sentences.TITLE)
    metrics = tuple(dict.fromkeys(one.gap.series.indicator.metric for one in shown))
    columns = (
        GridColumn("place", words("Process and metric")),
        GridColumn("value", words("{n} weeks", n=WEEKS), "number"),
        GridColumn("gap", words("Gap"), "number"),
        *(GridColumn(name, words.name(name)) for name in DIMENSIONS),
    )
    rows = tuple(_row(one, frame, words) for one in shown)
    notes = (
        words("Gap: to the objective, or to the routine where none is set"),
        words("Grey: not surely worse than the others at equal mix"),
        words("A gap leads to what explains it"),
    )
    return Card(
        key="where",
        aside=True,
        title=title,
        subtitle=words("The part that holds most of each gap, its result and its share of the gap, {n} weeks", n=WEEKS),
        body=Grid(columns, rows, title, MOST),
        footer=frame.footer(words, metrics, sum(one.gap.n for one in shown), *notes),
        alt=title + ": " + "; ".join(" ".join(cell.text for cell in row.cells) for row in rows),
        definitions=tuple(definition(metric_of(name), words) for name in metrics),
    )


def _claim(shown: tuple[Located, ...]) -> sentences.Claim:
    """The title: the parts of the first gap that has any which is surely worse."""
    tested = sum(part.q is not None for one in shown for part in one.gap.parts)
    for one in shown:
        worst = [part for name in DIMENSIONS if (part := one.worst(name)) is not None and part.better < 0]
        if worst:
            series = one.gap.series
            names = tuple(dict.fromkeys(part.name for part in worst))
            return claims.parts_of_gaps((series.definition.label, str(series.indicator.process)), names, tested)
    return claims.parts_of_gaps(None, (), tested)


def _row(one: Located, frame: Frame, words: Words) -> Row:
    series, metric = one.gap.series, one.gap.series.definition
    away = "–" if one.aim is None else difference(one.gap.value - one.aim, one.aim, metric.unit, words, frame.currency)
    cells = (
        Cell(text=f"{words.name(series.indicator.process)} · {words(metric.label)}"),
        Cell(text=words.value(one.gap.value, metric.unit, frame.currency), behind=one.gap.behind),
        Cell(text=away, behind=explained(one.gap.behind)),
        *(_cell(one, name, frame, words) for name in DIMENSIONS),
    )
    return Row(f"{series.indicator.process}:{metric.name}", cells)


def _cell(one: Located, dimension: str, frame: Frame, words: Words) -> Cell:
    part, unit = one.worst(dimension), one.gap.series.definition.unit
    if part is None:
        return Cell(text="–", muted=True)
    name = words.name(part.name)
    if len(one.gap.of(dimension)) == 1:
        return Cell(text=words("{name}, the only one", name=name), muted=True, behind=part.behind)
    said, share = words.value(part.plain, unit, frame.currency), one.share(part)
    text = f"{name}: {said}"
    if share is not None:
        text = (
            words("{part} · {share} of the gap", part=text, share=words.percent(share, 0))
            if share < WHOLE
            else words("{part} · the whole gap", part=text)  # and more, which the others make up for
        )
    return Cell(text=text, muted=part.better >= 0, tone="bad" if part.better < 0 else "plain", behind=part.behind)
