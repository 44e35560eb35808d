"""Which columns of the rows behind a number its reader needs: whose they are, when, and what they add to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.rows import formula
from crm_metrics.metrics.rows.contributions import AddedPart, Way
from crm_metrics.metrics.rows.plan import Leaf

IDS = ("work_item", "contact", "account", "line_no", "run", "clock", "with_line", "fitted_on")
WHO = (
    "customer", "agent", "team", "process", "channel", "touchpoint", "tier", "segment", "product_line", "product",
    "campaign", "priority", "reason", "kind",
)  # fmt: skip
SPAN = ("from_on", "to_on", "opened_on", "issued_on", "due_on")
# The instants that tell a day to the second, where the name of the day does not say it.
TOLD_BY = {"expires_on": ("entry_at",), "left_on": (), "finished_on": ("opened_at", "finished_at")}
ZONE = "zone"  # the unit of an instant: it stands in the company's zone
ZONE_VALUE = "row_zone"  # what fills it in the SQL
Role = Literal["id", "who", "when", "evidence", "part"]


@dataclass(frozen=True, kw_only=True)
class RowColumn:
    """A column of the rows behind a number."""

    name: str
    """Its head in a file: the dimension, the column of the shape, or the part of the formula."""

    sql: str
    """What stands in it, over `r`."""

    role: Role
    """id, who and when say which row it is; evidence is what the formula reads; part is what the row adds."""

    way: Way | None = None
    """Of a part: how the rows come together to the number."""

    unit: str = ""
    """Of an amount: what it is measured in, as `Metric.unit`; of an instant ZONE; "" for what is counted or named."""


def columns_behind_row(leaf: Leaf, addends: Iterable[AddedPart]) -> tuple[RowColumn, ...]:
    """The columns of a metric's rows, in reading order; the dimensions that the question groups by stand before them.

    Of a dimension that changes it is the one in force at the metric's anchor, by which rows are filtered and scoped.
    """
    parts = [
        RowColumn(name=one.name, sql=one.sql, role="part", way=one.way, unit=_part_unit(leaf.metric, one))
        for one in addends
    ]
    taken = {"period", *leaf.by, *(part.name for part in parts)}
    chosen: list[RowColumn] = []
    for column in _chosen(leaf):
        if column.name not in taken:
            taken.add(column.name)
            chosen.append(column)
    return (*chosen, *parts)


def _chosen(leaf: Leaf) -> Iterator[RowColumn]:
    metric, columns = leaf.metric, leaf.basis.columns
    for name in columns:
        if name.endswith("_id") or name in IDS:
            yield RowColumn(name=name, sql=f"r.{name}", role="id")
    asked = (name for name, _ in leaf.where)
    for name in (*WHO, *asked, *([metric.own] if metric.own else [])):
        column = leaf.basis.column(name)
        if column is not None:
            yield RowColumn(name=name, sql=f"r.{column}", role="who")
    for name in (*_days(leaf), *([metric.matures_on] if metric.matures_on else [])):
        if name in columns:
            yield _moment(leaf, name)
    for name in _named(metric):
        if name in columns:
            yield RowColumn(name=name, sql=f"r.{name}", role="evidence", unit=_unit(name))
    if leaf.basis.mode == "overlap":
        yield RowColumn(name="days", sql="r.days", role="evidence", unit="days")


def _moment(leaf: Leaf, name: str) -> RowColumn:
    """A day; or an instant, as the clocks of the company showed it."""
    if "TIME ZONE" in leaf.basis.warehouse.columns(leaf.metric.shape).get(name, ""):
        return RowColumn(name=name, sql=f"timezone(${ZONE_VALUE}, r.{name})", role="when", unit=ZONE)
    return RowColumn(name=name, sql=f"r.{name}", role="when")


def _days(leaf: Leaf) -> tuple[str, ...]:
    """The days of a row, and its instants to the second: of what is alive for a while, from when to when."""
    anchor = leaf.metric.anchor
    if leaf.basis.mode in ("stock", "overlap", "period"):
        return SPAN
    instant = anchor.removesuffix("_on") + "_at"
    return (anchor, *TOLD_BY.get(anchor, ()), "opened_at", instant) if instant in leaf.basis.columns else (anchor,)


def _named(metric: Metric) -> list[str]:
    """The columns that its formula and its filter name, in reading order."""
    texts = (metric.rows, metric.numerator, metric.denominator, metric.unknown)
    named = (name for text in texts if text for name in formula.names(formula.parse(text, metric.name)))
    return list(dict.fromkeys(named))


def _unit(column: str) -> str:
    """What a column is measured in, as its name says."""
    for ending in ("seconds", "days"):
        if column == ending or column.endswith("_" + ending):
            return ending
    return ""


def _part_unit(metric: Metric, addend: AddedPart) -> str:
    """What a part is measured in: the one column that it adds tells it, else an amount of money is the metric's."""
    if addend.way in ("count", "distinct"):
        return ""
    own = _unit(addend.sql.removeprefix("r.")) if addend.sql.removeprefix("r.").isidentifier() else ""
    money = metric.unit.startswith("money") and addend.name.startswith("numerator")
    return own or ("money" if money else "")
