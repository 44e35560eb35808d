"""The month's objective over its days: what each asks, what it brought, and both added up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from crm_metrics.boards.behind.provenance import of_days
from crm_metrics.boards.core import Card, Cell, Empty, Grid, GridColumn, Row
from crm_metrics.boards.freshness import Frame
from crm_metrics.boards.objectives.facts import AimedPart, ObjectivesFacts
from crm_metrics.boards.objectives.telling import part_of, value_text
from crm_metrics.metrics.goals.cascade import divided
from crm_metrics.metrics.goals.seasons import SEASON, WORKING
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import Words


@dataclass(frozen=True)
class DailyShares:
    """The widest part of a metric, and its month day by day; no days where it is not divided."""

    part: AimedPart
    basis: str
    days: tuple[tuple[date, float, float | None], ...]


def gather(_: Warehouse, facts: ObjectivesFacts) -> DailyShares | None:
    """The days of the widest part of the metric chosen; None without one."""
    return DailyShares(facts.tree[0], facts.basis, facts.days) if facts.tree else None


def card(shown: DailyShares, around: Frame, words: Words) -> Card:
    """The table of days, or why there is none."""
    metric, branch = shown.part.metric, shown.part.branch
    whose = part_of(branch.process, branch.team, words)
    if not divided(metric) or not shown.days:
        title = words("This objective is not divided over days")
        reason = words(
            "Days of a rate, a mean, a stock or a count of different ones do not add up to the month: what is asked of"
            " the month is asked as it is."
        )
        empty = Empty(title, reason)
        return Card(key="days", title=title, subtitle="", body=empty, footer="", alt=f"{title}. {reason}")
    title = words("What each day of {month} asks of {part}", month=words.month(shown.days[0][0]), part=whose)
    columns = (
        GridColumn("day", words("Day")),
        GridColumn("asks", words("Asked of the day"), "number"),
        GridColumn("brought", words("Brought"), "number"),
        GridColumn("asked", words("Asked to date"), "number"),
        GridColumn("sum", words("Brought to date"), "number"),
    )
    rows = _rows(shown, around, words)
    by = {
        SEASON: words("by the weekdays, holidays and weeks of the month of its own last 52 weeks"),
        WORKING: words("by working days, for its history tells no season"),
    }.get(shown.basis, words("by calendar days, for the month has no working day"))
    return Card(
        key="days",
        title=title if len(title) <= 80 else words("What each day asks"),
        subtitle=words("The objective of the month is divided {by}; its days add up to it exactly", by=by),
        body=Grid(columns, rows, title, 10),
        footer=around.footer(words, [metric.name], None),
        alt=title,
    )


def _rows(shown: DailyShares, around: Frame, words: Words) -> tuple[Row, ...]:
    metric, branch = shown.part.metric, shown.part.branch
    rows, asked, brought = [], Decimal(0), Decimal(0)
    where = [("team", branch.team)] if branch.team else ()
    for day, goal, value in shown.days:
        asked += Decimal(str(goal))
        known = value is not None and day <= shown.part.through
        brought += Decimal(str(value)) if known else 0
        led = of_days(metric, day, day, value, process=branch.process or None, where=where) if known else None
        texts = [
            value_text(one, metric, words, around.currency)
            for one in (goal, value if known else None, float(asked), float(brought) if known else None)
        ]
        cells = (Cell(text=words.short_day(day)), *(Cell(text=one) for one in texts))
        rows.append(Row(day.isoformat(), (*cells[:2], Cell(text=texts[1], behind=led), *cells[3:])))
    return tuple(rows)
