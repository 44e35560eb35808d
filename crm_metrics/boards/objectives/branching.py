"""One metric from the company down to its teams: where each will land, its bands, and what the parts add up to."""

from __future__ import annotations

from dataclasses import dataclass

from crm_metrics.boards.core import Card, Cell, Grid, GridColumn, Row
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.objectives.facts import AimedPart, ObjectivesFacts
from crm_metrics.boards.objectives.telling import (
    chance_text,
    led,
    part_of,
    range_text,
    source_text,
    value_text,
)
from crm_metrics.boards.tiles import definition
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.goals.cascade import divided
from crm_metrics.metrics.goals.tree import Adding, added
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words


@dataclass(frozen=True)
class ObjectiveTree:
    """The parts of a metric that have an objective, and each whole beside its parts."""

    metric: Metric
    parts: tuple[AimedPart, ...]
    adding: tuple[Adding, ...]


def gather(_: Warehouse, facts: ObjectivesFacts) -> ObjectiveTree | None:
    """The tree of the metric chosen; None without one."""
    if facts.metric is None or not facts.tree:
        return None
    return ObjectiveTree(facts.metric, facts.tree, added(facts.metric, tuple(one.branch for one in facts.tree)))


def card(shown: ObjectiveTree, around: Frame, words: Words) -> Card:
    """The table of the tree."""
    metric = shown.metric
    ranged = [one for one in shown.parts if one.forecast is not None and one.forecast.low is not None]
    columns = (
        GridColumn("part", words("Of whom")),
        GridColumn("level", words("Level")),
        GridColumn("value", words("Month to date"), "number"),
        GridColumn("to_date", words("Asked to date"), "number"),
        *(
            (
                GridColumn("range", words("Will end at"), "number"),
                GridColumn("chance", words("Reaches it")),
                GridColumn("held", words("Range held before"), "number"),
            )
            if ranged
            else ()
        ),
        GridColumn("minimum", words("Minimum"), "number"),
        GridColumn("goal", words("Good"), "number"),
        GridColumn("excellent", words("Excellent"), "number"),
        GridColumn("source", words("Where it comes from")),
    )
    rows = tuple(_row(one, bool(ranged), around, words) for one in shown.parts)
    title = _title(shown, words)
    note = words("Minimum, good and excellent: a dash where nobody set it")
    return Card(
        key="tree",
        title=title,
        subtitle=_subtitle(shown, words),
        body=Grid(columns, rows, title),
        footer=around.footer(words, [metric.name], None, *_sums(shown, around, words), note),
        alt=title + ": " + "; ".join(f"{row.cells[0].text} {row.cells[2].text}" for row in rows),
        definitions=(definition(metric, words),),
    )


def _title(shown: ObjectiveTree, words: Words) -> str:
    label = words(shown.metric.label)
    first = shown.parts[0]
    if first.likely is None:
        title = words.many(
            len(shown.parts), "{metric}: one part has an objective", "{metric}: {n} parts have objectives", metric=label
        )
    else:
        title = words("{metric}: reaching the month's objective is {chance}", metric=label,
                      chance=chance_text(first, words))  # fmt: skip
    return title if len(title) <= 80 else label


def _subtitle(shown: ObjectiveTree, words: Words) -> str:
    if not divided(shown.metric):
        return words("It does not add up over days or parts: it is neither divided nor foretold")
    reasons = [one.forecast.reason for one in shown.parts if one.forecast is not None and one.forecast.reason]
    tried = [one.landing for one in shown.parts if one.landing is not None and one.landing.tried]
    if not tried and reasons:
        return words("No range: {reason}", reason=words.error(reasons[0]))
    if not tried:
        return words("Nothing more is expected this month: where it stands is where it ends")
    return words.many(
        tried[0].tried,
        "A range for 8 of 10 months; in one past month that could be foretold so it held {held}",
        "A range for 8 of 10 months; in {n} past months that could be foretold so it held {held}",
        held=tried[0].held,
    )


def _sums(shown: ObjectiveTree, around: Frame, words: Words) -> list[str]:
    """What the parts of each whole ask together, and how far that is from the whole."""
    said = []
    for one in shown.adding:
        whole = part_of(one.whole.process, one.whole.team, words)
        asked = value_text(float(one.together), shown.metric, words, around.currency)
        if one.more == 0:
            said.append(words("{whole}: the {n} parts add up to it", whole=whole, n=len(one.parts)))
            continue
        apart = value_text(abs(float(one.more)), shown.metric, words, around.currency)
        gap = words("{apart} more", apart=apart) if one.more > 0 else words("{apart} less", apart=apart)
        said.append(words("{whole}: the {n} parts add up to {asked}, {gap} than it asks", whole=whole,
                          n=len(one.parts), asked=asked, gap=gap))  # fmt: skip
    return said


def _row(part: AimedPart, ranged: bool, around: Frame, words: Words) -> Row:
    metric, branch, target, money = part.metric, part.branch, part.target, around.currency
    held = f"{part.landing.held} / {part.landing.tried}" if part.landing and part.landing.tried else "–"
    minimum = target.minimum if target.origin == "page" else _minimum(part)
    cells = (
        Cell(text=part_of(branch.process, branch.team, words)),
        Cell(text=words("Team") if branch.team else words("Process") if branch.process else words("Company")),
        Cell(text=value_text(part.value, metric, words, money), behind=led(part)),
        Cell(text=value_text(part.to_date, metric, words, money)),
        *(
            (Cell(text=range_text(part, words, money)), Cell(text=chance_text(part, words)), Cell(text=held))
            if ranged
            else ()
        ),
        Cell(text=value_text(minimum, metric, words, money)),
        Cell(text=value_text(target.goal.goal, metric, words, money)),
        Cell(text=value_text(target.excellent, metric, words, money)),
        Cell(text=source_text(target, words, around.time_zone)),
    )
    return Row(f"{branch.process}-{branch.team}", cells)


def _minimum(part: AimedPart) -> float | None:
    """What is just enough by the tolerance of a file, on the side that is worse."""
    goal = part.target.goal
    if not goal.tolerance or part.metric.better == "band":
        return None
    return goal.goal - goal.tolerance if part.metric.better == "up" else goal.goal + goal.tolerance
