"""What one row adds to a number: a column for each aggregate of the metric's formula, as SQL over `r`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from sqlglot import exp

from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.rows import formula
from crm_metrics.metrics.rows.dimensions import Columns
from crm_metrics.metrics.rows.fragments import ORDERED, Fragment, fragment, placed, placed_side

Way = Literal["count", "sum", "distinct", "ordered"]
UNKNOWN = "unknown"
SIDES = ("numerator", "denominator")
# What an ordered form orders: the columns of its rows, in the order of the arguments of its word.
AGES = ("age", "ended", "weight", "first_seen")
STACK = ("balance", "sales", "months_back", "days_before", "month_days")


@dataclass(frozen=True)
class AddedPart:
    """A column that a row adds to one aggregate of the formula."""

    name: str
    """`numerator` or `denominator`, numbered where a side has several; of an ordered form what is ordered."""

    sql: str
    """What the row adds, over `r`."""

    way: Way
    """count: 1 or 0, added up; sum: an amount, added up; distinct: values counted once; ordered: put in order."""


@dataclass(frozen=True)
class Contributions:
    """What the rows of one metric add to it."""

    addends: tuple[AddedPart, ...]
    """In the order of the formula's aggregates, those above the line first."""

    kept: str | None
    """The condition of the rows that add anything; None for all of them."""

    uses_asked: bool
    """Whether days of the period asked are named, so that the statement has to bring them."""


@lru_cache(maxsize=1024)
def contributions(metric: Metric, columns: Columns) -> Contributions:
    """What each row of a shape with these columns adds to a metric.

    Raises DefinitionError, with the closest match, when a formula names a column that the shape has not.
    """
    written = fragment(metric, columns)
    if written.form in ORDERED:
        addends = _ordered(written)
        return Contributions(addends, f"{addends[0].sql} is not null", written.uses_asked)
    found: list[AddedPart] = []
    conditions: list[str | None] = []
    for name, text in zip(SIDES, (metric.numerator, metric.denominator), strict=True):
        nodes = formula.aggregates(placed_side(text, metric, columns)) if text else []
        for place, node in enumerate(nodes, start=1):
            found.append(_addend(f"{name}_{place}" if len(nodes) > 1 else name, node))
            counted = formula.counted(node)
            conditions.append(None if counted is None else _sql(counted))
    if metric.unknown:
        untold = _sql(placed(formula.parse(metric.unknown, metric.name), metric, columns, alone=False))
        found.append(AddedPart(UNKNOWN, f"case when {untold} then 1 else 0 end", "count"))
        conditions.append(untold)
    every = None in conditions or not conditions
    kept = None if every else " or ".join(f"({one})" for one in dict.fromkeys(conditions))
    return Contributions(tuple(found), f"({kept})" if kept else None, written.uses_asked)


def _addend(name: str, node: exp.Expr) -> AddedPart:
    if formula.is_count(node):
        counted = formula.counted(node)
        return AddedPart(name, "1" if counted is None else f"case when {_sql(counted)} then 1 else 0 end", "count")
    if isinstance(node, exp.Count):
        return AddedPart(name, _sql(node.this.expressions[0]), "distinct")
    return AddedPart(name, _sql(node.this), "sum")


def _ordered(written: Fragment) -> tuple[AddedPart, ...]:
    if written.form == "countback":
        return tuple(AddedPart(name, sql, "ordered") for name, sql in zip(STACK, written.stack, strict=True))
    if written.form == "quantile":
        return (AddedPart(SIDES[0], written.value, "ordered"),)
    texts = (written.value, written.event, written.weight, written.entry)
    return tuple(AddedPart(name, sql, "ordered") for name, sql in zip(AGES, texts, strict=True) if sql)


def _sql(tree: exp.Expr) -> str:
    return formula.written(tree).sql("duckdb")
