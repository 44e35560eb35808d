"""The rows that make a number, in the periods, groups and scope asked; of a computed one those of each part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.metrics import computed
from crm_metrics.metrics.behind.columns import ZONE, ZONE_VALUE, RowColumn, columns_behind_row
from crm_metrics.metrics.computed import Need
from crm_metrics.metrics.core import APPLICATION, Metric, Where
from crm_metrics.metrics.question import asked
from crm_metrics.metrics.readings import Groups, Reason, Result, because
from crm_metrics.metrics.rows import answers, plan
from crm_metrics.metrics.rows.contributions import contributions
from crm_metrics.metrics.rows.plan import Leaf, Question
from crm_metrics.metrics.rows.statement import Statement, rows_statement
from crm_metrics.warehouse.store import Warehouse

SHOWN = 1_000  # rows on a page
EXCEL = 1_048_576  # lines of a sheet, its head among them
COUNTED = "row_count"


class Place(NamedTuple):
    """Where a number stands among those of its question: the first day of its period, and its groups."""

    period: date
    groups: Groups


@dataclass(frozen=True, kw_only=True)
class PartRows:
    """The rows of one metric that the number asked is made of: its own, or those of a part."""

    leaf: Leaf
    """The metric and the question about it."""

    side: str
    """Of a share of a total: "numerator" or "denominator"; else ""."""

    columns: tuple[RowColumn, ...]
    """Those of each row, after its period and the dimensions that the question groups by."""

    rows: tuple[tuple[Any, ...], ...]
    """Each begins with its period and groups; the newest first."""

    count: int
    """How many there are; more than `rows` where only the first were asked for."""

    sql: str = ""
    """What was asked, to the letter; "" where nothing can be."""

    places: tuple[Place, ...] = ()
    """The numbers that the engine has for it, also where no row adds anything."""

    reason: Reason | None = None
    """Why there are no rows at all."""

    @property
    def metric(self) -> Metric:
        """Whose rows they are."""
        return self.leaf.metric

    @property
    def head(self) -> tuple[str, ...]:
        """The names of what each row holds."""
        return ("period", *self.leaf.by, *(column.name for column in self.columns))


@dataclass(frozen=True, kw_only=True)
class RowsBehind:
    """A number, or those of several periods and groups, and the rows that make it."""

    metric: Metric
    """What was asked."""

    result: Result
    """The number itself, as `ask` gives it."""

    parts: tuple[PartRows, ...] = ()
    """The rows: one entry for a metric of its own rows, one for each part of another."""

    question: Question | None = field(default=None, repr=False)
    """What was asked of the warehouse; None where nothing is loaded."""

    need: Need | None = field(default=None, repr=False)
    """What the number is put together from."""

    @property
    def reason(self) -> Reason | None:
        """Why there are no rows, or None."""
        return self.result.reason

    @property
    def whole(self) -> bool:
        """Whether every row was brought."""
        return all(part.count == len(part.rows) for part in self.parts)


def rows_behind(
    warehouse: Warehouse,
    metric: Metric,
    *,
    every: str = "month",
    by: str | Sequence[str] = (),
    where: Where = None,
    since: date | None = None,
    until: date | None = None,
    scope: Scope = EVERYTHING,
    most: int | None = None,
) -> RowsBehind:
    """The rows that make a number, in the reader's scope; asked as `question.ask` asks the number itself.

    Of one group of an answer give its dimension and value in `where`. most: of each part bring only so many rows, all
    of them without it. Raises what `ask` raises.
    """
    question = asked(warehouse, [metric], every=every, by=by, where=where, since=since, until=until, scope=scope)
    if question is None:
        reason = because("nothing is loaded yet")
        nothing = Result(metric=metric.name, every=every, by=(), readings=(), sql="", reason=reason)
        return RowsBehind(metric=metric, result=nothing)
    plan.check_dimensions(question, metric)
    need = computed.needs(question, metric, plan.asked_periods(question, metric))
    found = answers.answers(question, need.leaves)
    sides = dict(_sides(need))
    return RowsBehind(
        metric=metric,
        result=computed.result(question, need, found),
        parts=tuple(_part(question, leaf, side, list(found[leaf].parts), most) for leaf, side in sides.items()),
        question=question,
        need=need,
    )


def _sides(need: Need) -> list[tuple[Leaf, str]]:
    """Every leaf of a number once, and the side of a share that it is."""
    if need.leaf is None:
        return [pair for part in need.parts.values() for pair in _sides(part)]
    if need.total is None:
        return [(need.leaf, "")]
    return [(need.leaf, "numerator"), (need.total, "denominator")]


def _part(question: Question, leaf: Leaf, side: str, keys: Sequence[tuple[date, Groups]], most: int | None) -> PartRows:
    batch = next((batch for batch, _ in plan.batches(question, [leaf])), None)
    if batch is None or leaf.metric.shape == APPLICATION:
        return PartRows(leaf=leaf, side=side, columns=(), rows=(), count=0, reason=leaf.reason)
    adds = contributions(leaf.metric, leaf.basis.columns)
    columns = columns_behind_row(leaf, adds.addends)
    selects = [(column.sql, column.name) for column in columns]
    statement = rows_statement(batch, selects, uses_asked=adds.uses_asked, kept=adds.kept)
    rows = _fetched(question, statement, columns, most)
    count = rows[0][0] if rows else 0
    return PartRows(
        leaf=leaf,
        side=side,
        columns=columns,
        rows=tuple(row[1:] for row in rows),
        count=count,
        sql=statement.sql,
        places=tuple(Place(period, groups) for period, groups in keys),
    )


def _fetched(
    question: Question, statement: Statement, columns: Sequence[RowColumn], most: int | None
) -> list[tuple[Any, ...]]:
    """The rows, each behind their number: the newest first, else what adds most; then by what identifies them."""
    first = [column.name for column in columns if column.role == "when"] or [
        column.name for column in columns if column.role == "part"
    ]
    known = [column.name for column in columns if column.role in ("id", "who")][:2]
    order = ", ".join(f'"{name}" desc' for name in ("period", *first[:3])) + "".join(f', "{name}"' for name in known)
    limit = "" if most is None else f"\nlimit {int(most)}"
    named = ", ".join(f'"{name}"' for name in statement.names)
    sql = f"select count(*) over () as {COUNTED}, {named} from (\n{statement.sql}\n) as behind\norder by {order}{limit}"
    zone = {ZONE_VALUE: question.warehouse.company.time_zone} if any(one.unit == ZONE for one in columns) else {}
    return question.warehouse.fetch(sql, {**statement.values, **zone})
