"""All metrics that have an objective this month: how much there is, and how much there should be by now."""

from __future__ import annotations

from urllib.parse import urlencode

from crm_metrics.boards.core import Card, Cell, Grid, GridColumn, Row
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.objectives.facts import CHOSEN, AimedPart, ObjectivesFacts
from crm_metrics.boards.objectives.telling import led, part_of, source_text, state_chip, value_text
from crm_metrics.metrics.goals.cascade import divided
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words

OPEN = 12  # rows that stand open


def gather(_: Warehouse, facts: ObjectivesFacts) -> tuple[AimedPart, ...] | None:
    """The widest parts, those amiss first, sums before the rest; None without any."""
    ranked = sorted(facts.parts, key=lambda one: (not one.amiss, one.value is None, not divided(one.metric)))
    return tuple(ranked) or None


def card(parts: tuple[AimedPart, ...], around: Frame, words: Words) -> Card:
    """The table; each name leads to the tree of its metric."""
    told = [one for one in parts if one.judged]
    amiss = sum(one.amiss for one in told)
    title = words.many(
        len(told),
        "{amiss} of one objective is not where it should be by now",
        "{amiss} of {n} objectives are not where they should be by now",
        amiss=amiss,
    )
    title = title if told else words("No result has enough data to be judged")
    columns = (
        GridColumn("objective", words("Objective")),
        GridColumn("part", words("Of whom")),
        GridColumn("value", words("Month to date"), "number"),
        GridColumn("to_date", words("Asked to date"), "number"),
        GridColumn("goal", words("Of the month"), "number"),
        GridColumn("state", words("State"), "chip"),
        GridColumn("source", words("Where it comes from")),
    )
    rows = tuple(_row(one, around, words) for one in parts)
    return Card(
        key="objectives",
        title=title,
        subtitle=words(
            "The month that runs · a sum is asked by the days that have passed, a rate or a stock as of the month"
        ),
        body=Grid(columns, rows, title, OPEN),
        footer=around.footer(words, list(dict.fromkeys(one.metric.name for one in parts)), None),
        alt=title,
    )


def _row(part: AimedPart, around: Frame, words: Words) -> Row:
    metric, branch = part.metric, part.branch
    state = state_chip(part, words)
    cells = (
        Cell(text=words(metric.label), leads="objectives?" + urlencode({CHOSEN: metric.name})),
        Cell(text=part_of(branch.process, branch.team, words)),
        Cell(text=value_text(part.value, metric, words, around.currency), behind=led(part)),
        Cell(text=value_text(part.to_date, metric, words, around.currency)),
        Cell(text=value_text(part.target.goal.goal, metric, words, around.currency)),
        Cell(text=state.text, chip=state),
        Cell(text=source_text(part.target, words, around.time_zone)),
    )
    return Row(f"{metric.name}-{branch.process}-{branch.team}", cells)
