"""Teams and touchpoints of each process as they are and at the company's mix, and which differ for sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crm_metrics.boards.comparing.parts import WEEKS, ComparedFacts, Parted, PartOfResult
from crm_metrics.boards.comparing.where import located
from crm_metrics.boards.core import Card, Cell, Chip, Grid, GridColumn, Row
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.telling import claims, sentences
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.registry import metric_of
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

MOST = 8
SHOWN = ("team", "touchpoint")


@dataclass(frozen=True)
class Standings:
    """The parts that stand beside others of their kind: surely worse ones first, then surely better, then the rest."""

    parts: tuple[PartOfResult, ...]
    family: int
    """How many parts the page tests, those of other dimensions too."""

    @property
    def tested(self) -> int:
        """How many could be held against the others."""
        return sum(part.q is not None for part in self.parts)


def gather(_: Warehouse, facts: ComparedFacts) -> Standings | None:
    """The teams or touchpoints among which one surely differs, those of the first gap, or of the process asked for.

    None where none has another beside it.
    """
    results, leading = facts.results, located(facts)
    first = leading[0].gap.series.indicator if leading else None
    parts = [
        part for one in results for held in _beside(one) for part in held
        if facts.view.process or one.series.indicator == first or any(other.better for other in held)
    ]  # fmt: skip
    family = sum(part.q is not None for one in results for part in one.parts)
    ordered = sorted(parts, key=lambda part: {-1: 0, 1: 1}.get(part.better, 2))
    return Standings(tuple(ordered), family) if parts else None


def _beside(one: Parted) -> list[tuple[PartOfResult, ...]]:
    """The teams, then the touchpoints, of a result that has several of them."""
    return [held for name in SHOWN if len(held := one.of(name)) > 1]


def card(shown: Standings, frame: Frame, words: Words) -> Card:
    """A line for each team and touchpoint: plain, at equal mix, n, verdict."""
    parts = shown.parts
    worse, better = (sum(part.better == side for part in parts) for side in (-1, 1))
    title = sentences.say(claims.compared(worse, better, shown.tested), words, frame.currency, sentences.TITLE)
    metrics = tuple(dict.fromkeys(part.indicator.metric for part in parts))
    columns = (
        GridColumn("process", words("Process")),
        GridColumn("part", words("Team or touchpoint")),
        GridColumn("metric", words("Metric")),
        GridColumn("plain", words("As it is"), "number"),
        GridColumn("adjusted", words("At equal mix"), "number"),
        GridColumn("n", words("n"), "number"),
        GridColumn("verdict", words("Verdict"), "chip"),
    )
    rows = tuple(_row(part, frame, words) for part in parts)
    return Card(
        key="standings",
        aside=True,
        title=title,
        subtitle=words("{n} weeks · as it is, and with the mix of reasons, channels and tiers of all · grey: not sure",
                       n=WEEKS),
        body=Grid(columns, rows, title, MOST),
        footer=frame.footer(words, metrics, None, *_notes(shown, words)),
        alt=title + ": " + "; ".join(f"{row.cells[1].text} {row.cells[3].text}" for row in rows[:MOST]),
        definitions=tuple(definition(metric_of(name), words) for name in metrics),
    )  # fmt: skip


def _notes(shown: Standings, words: Words) -> Sequence[str]:
    """How the numbers at equal mix come about, in words, and how sure a verdict is."""
    return (
        words(
            "At equal mix: its result in each reason, channel and tier × the share that this has among all, added up;"
            " few cases lean on the result of all (touchpoints: reason and tier alone)"
        ),
        words("verdict: corrected for {n} tests", n=shown.family) if shown.tested else "",
    )


def _row(part: PartOfResult, frame: Frame, words: Words) -> Row:
    metric = metric_of(part.indicator.metric)
    adjusted = "–" if part.adjusted is None else words.value(part.adjusted, metric.unit, frame.currency)
    cells = (
        Cell(text=words.name(part.indicator.process)),
        Cell(text=words.name(part.name)),
        Cell(text=words(metric.label)),
        Cell(text=words.value(part.plain, metric.unit, frame.currency), muted=not part.sure, behind=part.behind),
        Cell(text=adjusted, muted=not part.sure),
        Cell(text=words.number(part.n), behind=part.behind),
        Cell(chip=_verdict(part, words)),
    )
    return Row(f"{part.indicator.process}:{metric.name}:{part.dimension}:{part.value}", cells)


def _verdict(part: PartOfResult, words: Words) -> Chip:
    if part.better:
        return Chip("better" if part.better > 0 else "worse", words("better") if part.better > 0 else words("worse"))
    if part.adjusted is None:
        return Chip("small", words("nothing alike to compare"))
    if part.q is None:
        return Chip("small", words("too few cases"))
    return Chip("routine", words("not conclusive"))
