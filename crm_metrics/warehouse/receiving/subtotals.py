"""What the boards will say of rows just read: counts and sums by month, to be held against one's own numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import duckdb

from crm_metrics.words import mark

Amount = Decimal | int | None


@dataclass(frozen=True)
class SubjectMeasure:
    """One number of a subject: what it is called, its SQL over the rows of a month, its unit (count or money)."""

    label: str
    sql: str
    unit: str = "count"


@dataclass(frozen=True, kw_only=True)
class BoardSubject:
    """What is counted of one input table."""

    id: str
    """A word that stays."""
    label: str
    """What it is called."""
    table: str
    """The input table."""
    day: str
    """The SQL of the day by which it is counted; "" of what has no month."""
    measures: Sequence[SubjectMeasure]
    """Its numbers."""
    when: str = "true"
    """The SQL of its rows."""


@dataclass(frozen=True, kw_only=True)
class Subtotal:
    """The numbers of one subject."""

    subject: BoardSubject
    """What they are of."""
    months: Mapping[date, tuple[Amount, ...]]
    """The first day of a month → its numbers, in the order of the measures; none of what has no month."""
    whole: tuple[Amount, ...]
    """The same of all rows."""


_ROWS = "count(*)"
_ANSWERED = "responded_at is not null and score is not null"
SUBJECTS = (
    BoardSubject(
        id="sales",
        label=mark("Sales, without tax"),
        table="order_line",
        day="cast(ordered_at as date)",
        measures=(
            SubjectMeasure(mark("Documents"), "count(distinct order_id)"),
            SubjectMeasure(mark("Amount"), "sum(amount)", "money"),
        ),
    ),
    BoardSubject(
        id="collected",
        label=mark("Collected, with tax"),
        table="receivable",
        day="entry_on",
        when="kind = 'payment'",
        measures=(SubjectMeasure(mark("Payments"), _ROWS), SubjectMeasure(mark("Amount"), "-sum(amount)", "money")),
    ),
    BoardSubject(
        id="owed",
        label=mark("Still owed, with tax"),
        table="receivable",
        day="",
        measures=(SubjectMeasure(mark("Amount"), "sum(amount)", "money"),),
    ),
    BoardSubject(
        id="recurring",
        label=mark("Contracts that begin"),
        table="subscription",
        day="starts_on",
        measures=(
            SubjectMeasure(mark("Contracts"), _ROWS),
            SubjectMeasure(mark("A month's amount"), "sum(mrr)", "money"),
        ),
    ),
    BoardSubject(
        id="opened",
        label=mark("Cases opened"),
        table="work_item",
        day="cast(opened_at as date)",
        measures=(SubjectMeasure(mark("Cases"), _ROWS),),
    ),
    BoardSubject(
        id="resolved",
        label=mark("Cases solved"),
        table="work_item",
        day="cast(coalesce(first_resolved_at, closed_at) as date)",
        when="coalesce(first_resolved_at, closed_at) is not null",
        measures=(SubjectMeasure(mark("Cases"), _ROWS),),
    ),
    BoardSubject(
        id="contacts",
        label=mark("Contacts"),
        table="interaction",
        day="cast(offered_at as date)",
        measures=(
            SubjectMeasure(mark("Contacts"), _ROWS),
            SubjectMeasure(mark("Abandoned"), "count(*) filter (where disposition = 'abandoned')"),
        ),
    ),
    BoardSubject(
        id="csat",
        label=mark("Satisfaction (CSAT)"),
        table="survey",
        day="cast(responded_at as date)",
        when=f"instrument = 'csat' and {_ANSWERED}",
        measures=(
            SubjectMeasure(mark("Answers"), _ROWS),
            SubjectMeasure(
                mark("Satisfied"),
                "count(*) filter (where (score - scale_min) / (scale_max - scale_min) >= 0.75)",
            ),
        ),
    ),
    BoardSubject(
        id="nps",
        label=mark("Recommendation (NPS)"),
        table="survey",
        day="cast(responded_at as date)",
        when=f"instrument = 'nps' and {_ANSWERED}",
        measures=(
            SubjectMeasure(mark("Answers"), _ROWS),
            SubjectMeasure(mark("Promoters"), "count(*) filter (where score >= 9)"),
            SubjectMeasure(mark("Detractors"), "count(*) filter (where score <= 6)"),
        ),
    ),
    BoardSubject(
        id="customers",
        label=mark("Customers"),
        table="customer",
        day="",
        measures=(SubjectMeasure(mark("Customers"), _ROWS),),
    ),
)


def subtotals(connection: duckdb.DuckDBPyConnection) -> list[Subtotal]:
    """The numbers of each subject of which there are rows. The zone of the connection cuts instants into days."""
    found = []
    for one in SUBJECTS:
        asked = ", ".join(measure.sql for measure in one.measures)
        rows = f"from main.{one.table} where {one.when}"
        count, *whole = connection.execute(f"select count(*), {asked} {rows}").fetchall()[0]
        if not count:
            continue
        months: dict[date, tuple[Amount, ...]] = {}
        if one.day:
            by_month = f"select date_trunc('month', {one.day})::date, {asked} {rows} group by 1 order by 1"
            months = {month: tuple(told) for month, *told in connection.execute(by_month).fetchall()}
        found.append(Subtotal(subject=one, months=months, whole=tuple(whole)))
    return found
