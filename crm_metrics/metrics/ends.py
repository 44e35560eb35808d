"""The two ends of a metric that is a sum, by one dimension: who stands first and last, without reading all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.metrics import computed
from crm_metrics.metrics.core import Metric, Where
from crm_metrics.metrics.question import answering, asked
from crm_metrics.metrics.readings import Reading, Reason, because
from crm_metrics.metrics.rows import plan
from crm_metrics.metrics.rows.answers import Answer, reading
from crm_metrics.metrics.rows.parts import Parts, column_name
from crm_metrics.metrics.rows.plan import Leaf, Question
from crm_metrics.metrics.rows.statement import Statement, statement
from crm_metrics.warehouse.store import Warehouse

NOBODY = "select cast(null as varchar) as who, 0 as amount, 0 as n, 0 as untold where false"


@dataclass(frozen=True, kw_only=True)
class MetricEnds:
    """The groups of a metric by what they come to; a group of which nobody told any amount stands apart."""

    first: tuple[tuple[str, float], ...] = ()
    """Those that come to most, by id; of equal ones the lower id is first."""
    last: tuple[tuple[str, float], ...] = ()
    """Those that come to least, the last one of all first."""
    beside: Mapping[str, float]
    """What the other metric is of these, where it is known."""
    known: int = 0
    """How many groups have a value."""
    total: float = 0.0
    """What they come to together."""
    below: int = 0
    """How many of them come to less than 0."""
    lost: float = 0.0
    """What these come to, as an amount above 0."""
    unknown: int = 0
    """How many groups have no value."""
    untold: Reading | None = None
    """The reading of the first of them that has amounts which nobody told."""
    reason: Reason | None = None
    """Why nothing can be asked of any group."""
    some_beside: bool = False
    """Whether the other metric is anything but 0 of some group, …"""
    some_beside_known: bool = False
    """… and of some group that has a value."""


def ends(
    warehouse: Warehouse,
    metric: Metric,
    beside: Metric,
    dimension: str,
    *,
    most: int,
    leaving: str,
    since: date,
    until: date,
    where: Where = None,
    scope: Scope = EVERYTHING,
) -> MetricEnds:
    """Up to `most` groups at each end of a metric over days, both in, with what another metric is of them.

    metric, beside: sums over rows, whose rows have the dimension. leaving: the group that is no group. What stands in
    the answer is what a question by this dimension answers of each group, put in order and added up by the engine:
    money exactly.

    Raises QuestionError when a metric's rows do not have the dimension, and ValueError of a metric that is no sum.
    """
    question = asked(
        warehouse, [metric, beside], every="all", by=dimension, where=where, since=since, until=until, scope=scope
    )
    if question is None:
        return MetricEnds(beside={}, reason=because("nothing is loaded yet"))
    with answering(warehouse, [metric, beside]):
        one, other = (_leaf(question, name) for name in (metric, beside))
        rows, values = _rows(question, one, other)
        found = warehouse.fetch(_sql(rows, most), {**values, "leaving": leaving})[0]
    known, unknown, total, below, lost, some_beside, some_beside_known, first, last, who, untold = found
    ends_found = [*(first or ()), *(last or ())]
    return MetricEnds(
        first=tuple((one["who"], one["amount"]) for one in first or ()),
        last=tuple((one["who"], one["amount"]) for one in last or ()),
        beside={one["who"]: one["other"] for one in ends_found if one["other"] is not None},
        known=known,
        total=total,
        below=below,
        lost=-lost,
        unknown=unknown,
        untold=None if who is None else _untold(one, who, untold),
        reason=one.reason,
        some_beside=some_beside,
        some_beside_known=some_beside_known,
    )


def _leaf(question: Question, metric: Metric) -> Leaf:
    """What one statement answers of a metric; the metric has to be a sum over rows."""
    plan.check_dimensions(question, metric)
    leaf = computed.needs(question, metric, plan.asked_periods(question, metric)).leaf
    if leaf is None or metric.denominator is not None or metric.matures_on or leaf.basis.fragment.form != "plain":
        raise ValueError(f"{metric.name} is no sum over rows")
    return leaf


def _rows(question: Question, one: Leaf, other: Leaf) -> tuple[str, Mapping[str, str]]:
    """A select of who, amount, n and untold of a metric and amount and n of the other, and what fills it.

    Metrics of one statement are asked in one.
    """
    told: dict[Leaf, str] = dict.fromkeys((one, other), NOBODY)
    values: dict[str, str] = {}
    named = []
    for place, (batch, group) in enumerate(plan.batches(question, told)):
        written = statement(batch)
        values |= written.values  # of one question: a name stands for the same in both
        named.append(f"told_{place} as materialized (\n{written.sql}\n)")
        for leaf in group:
            told[leaf] = _of_one(written, leaf, batch.labels[leaf.metric], f"told_{place}")
    return ("with " + ",\n".join(named) + "\n" if named else "") + _joined(told[one], told[other]), values


def _of_one(written: Statement, leaf: Leaf, label: str, name: str) -> str:
    """Who, amount, n and untold of a metric in a statement; a group that another metric of it made is left out."""
    amount, n, unknown, rows = (column_name(label, part) for part in ("numerator", "n", "unknown", "rows"))
    count = n if n in written.names else amount
    untold = unknown if unknown in written.names else "0"
    kept = f" where {rows} > 0" if rows in written.names else ""
    return f"select {leaf.by[0]} as who, {amount} as amount, {count} as n, {untold} as untold from {name}{kept}"


def _joined(one: str, other: str) -> str:
    return (
        "select coalesce(m.who, o.who) as who, m.who is not null as asked, m.amount, m.n, m.untold,\n"
        "  case when o.n > 0 then o.amount end as other\n"
        f"from (\n{one}\n) m full join (\n{other}\n) o on o.who = m.who"
    )


def _sql(rows: str, most: int) -> str:
    """One row of what is known of all groups, with those at both ends."""
    shown = "{'who': who, 'amount': cast(amount as double), 'other': cast(other as double)}"
    place = "{'amount': -cast(amount as double), 'who': who}"
    return f"""with found as (
select who, amount, other, untold, asked and n > 0 as known, asked and not coalesce(n > 0, false) as unknown
from (
{rows}
) where who is not null and who <> $leaving
)
select count(*) filter (where known), count(*) filter (where unknown),
  coalesce(cast(sum(amount) filter (where known) as double), 0e0),
  count(*) filter (where known and amount < 0),
  coalesce(cast(sum(amount) filter (where known and amount < 0) as double), 0e0),
  coalesce(bool_or(other <> 0), false), coalesce(bool_or(other <> 0) filter (where known), false),
  min_by({shown}, {place}, {most}) filter (where known), max_by({shown}, {place}, {most}) filter (where known),
  min(who) filter (where unknown and untold > 0), arg_min(untold, who) filter (where unknown and untold > 0)
from found"""


def _untold(leaf: Leaf, who: str, rows: int) -> Reading:
    """What is told of a group of so many rows without an amount."""
    period = leaf.periods[0]
    answer = Answer(leaf, parts={(period.start, (who,)): Parts(numerator=0, n=0, unknown=rows)})
    return reading(answer, "all", period, (who,))
