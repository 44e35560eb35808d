"""Which money stands behind a metric, read from its formula: above its line stands money, what has a price, or work.

A gap of n ÷ d times d is what n is off by. So it is money exactly where n sums money, whatever d counts; where n counts
deals, customers or returns whose rows say what one of them brought, it is that many times their mean; where n is time
of work, it is that time at what an hour of it costs. No price is made up for anything else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from sqlglot import exp

from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.readings import Reason, because
from crm_metrics.metrics.registry import known
from crm_metrics.metrics.rows import formula
from crm_metrics.words import mark

MoneyKind = Literal["income", "recurring", "yearly", "cost", "cash", "expected", "amount"]
COLUMNS: Mapping[str, MoneyKind] = {  # columns of the shapes that hold money, and of which kind
    "amount": "income", "margin": "income", "revenue": "income", "profit": "income", "discount": "income",
    "mrr": "recurring", "new_mrr": "recurring", "expansion_mrr": "recurring", "contraction_mrr": "recurring",
    "returned_mrr": "recurring", "churned_mrr": "recurring", "kept_mrr": "recurring", "retained_mrr": "recurring",
    "yearly_revenue": "yearly",
    "cost": "cost", "serve_cost": "cost", "concession": "cost",
    "cash": "cash", "collected_amount": "cash", "kept_amount": "cash", "paid_on_overdue": "cash",
    "cured_balance": "cash",
    "expected_amount": "expected", "opening_amount": "expected",
}  # fmt: skip
BROUGHT: Mapping[str, str] = {  # what a row counted above the line is, and the column that says what one brings
    "won": "amount", "won_60d": "amount", "won_180d": "amount", "saved_now": "amount", "saved_90d": "amount",
    "returned_30d": "amount", "renewed": "mrr",
}  # fmt: skip
BASE = ("churned", "opening_active AND NOT churned")  # of the customers there were: what one of them pays a month
LEFT = "departure"  # each row is a customer that left, with what it paid a month
RETENTION = "retention"  # where the amount of a save is of a month
WORK = {"handle_seconds"}
PAID = {"productive_seconds", "scheduled_seconds"}  # time of work where they stand over the time that is paid

NOTHING = mark("no revenue or cost stands behind this metric in your data")
STANDS = mark("it is read at the close: its money stands there once and does not come anew in each period")
TRAILING = mark("each of its readings looks back over a longer window: its money is of no one period")
ORDERED = mark("it is no sum of rows, so that a difference of it times a volume is no money")
SHARE = mark("it is a share of the same money: what one part of it gains another may lose")
NEITHER = mark("neither more nor less of it is better by itself: its money is neither gain nor loss")


@dataclass(frozen=True, kw_only=True)
class MoneyBehind:
    """How a difference of a metric becomes money: times what stands below its line, times a price where it has one."""

    kind: MoneyKind
    """What kind of money it is."""
    better: str
    """Which way of the metric is a gain: "up" or "down"."""
    price: Metric | None = None
    """What one of what stands above the line is worth; None where that is money itself."""
    work: bool = False
    """Whether that is a second of work."""


def money_behind(metric: Metric) -> MoneyBehind | Reason:
    """How a difference of a metric becomes money, or why it does not."""
    found = _above(metric)
    if found is None:
        return because(ORDERED if metric.unit.startswith("money") else NOTHING)
    if metric.trailing:
        return because(TRAILING)
    if _stands(metric):
        return because(STANDS)
    if _shares(metric):
        return because(SHARE)
    return because(NEITHER) if found.better == "band" else found


def _above(metric: Metric) -> MoneyBehind | None:
    """What stands above the line of a metric; None where it is neither money nor has a price."""
    if metric.aggregation in ("quantile", "model", "distinct"):
        return None
    tree = formula.parse(metric.numerator, metric.name)
    found = _of_parts(metric, tree) if metric.on == "period" else _of_rows(metric, tree)
    if found is None and metric.unit == "money" and metric.denominator is None:
        return MoneyBehind(kind="amount", better=metric.better)
    return found


def _of_parts(metric: Metric, tree: exp.Expr) -> MoneyBehind | None:
    """Of a metric over others: these are all money of a kind, or one of them alone has a price."""
    names = list(formula.names(tree))
    parts = [known().get(name) for name in names]
    told = [_above(part) if part is not None and part.denominator is None else None for part in parts]
    first = told[0] if told else None
    if first is None or not _linear(tree) or any(one is None or one.kind != first.kind for one in told):
        return None
    if len(told) > 1 and any(one is not None and one.price is not None for one in told):
        return None
    return replace(first, better=metric.better)


def _of_rows(metric: Metric, tree: exp.Expr) -> MoneyBehind | None:
    """Of a metric of rows: a sum of money, a count of what has a price, a sum of time of work."""
    counted = _counted(metric, tree)
    if counted is not None:
        return counted
    sums = [node.this for node in formula.aggregates(tree) if isinstance(node, exp.Sum)]
    columns = {one.name for one in sums if isinstance(one, exp.Column)}
    if not columns or len(columns) < len({one.sql() for one in sums}) or not _linear(tree):
        return None
    if columns <= WORK or (metric.unit == "percent" and columns <= PAID):
        better = "down" if metric.better == "band" else metric.better  # time of work is paid for
        return MoneyBehind(kind="cost", better=better, price=replace(HOUR, process=metric.process), work=True)
    kinds = {_kind(metric, name) for name in columns}
    kind = kinds.pop()
    return MoneyBehind(kind=kind, better=metric.better) if kind is not None and not kinds else None


def _counted(metric: Metric, tree: exp.Expr) -> MoneyBehind | None:
    """A count of rows that say what one of them brings."""
    if not formula.is_count(tree):
        return None
    which = tree.this.sql() if isinstance(tree, exp.CountIf) else ""
    if which in BASE and metric.shape == "customer_period":
        return _priced(metric, "recurring", "sum(opening_mrr)", "count_if(opening_active)", "")
    if not which and metric.shape == LEFT and metric.denominator is None:
        return _priced(metric, "recurring", "sum(mrr)", "count(*)", "")  # who had no contract paid none
    column = BROUGHT.get(which)
    kind = _kind(metric, column) if column else None
    return _priced(metric, kind, f"sum({column})", f"count({column})", which) if kind is not None else None


def _priced(metric: Metric, kind: MoneyKind, above: str, below: str, which: str) -> MoneyBehind:
    """A mean over the rows that are counted above the line, in the same part as they."""
    rows = " and ".join(f"({one})" for one in (metric.rows, which) if one)
    price = Metric(
        name=f"{metric.name}_worth", label=metric.label, means=metric.means, unit="money", on=metric.on,
        numerator=above, denominator=below, rows=rows or None, process=metric.process, minimum_n=metric.minimum_n,
        least=0.0,
    )  # fmt: skip
    return MoneyBehind(kind=kind, better=metric.better, price=price)


def _kind(metric: Metric, column: str) -> MoneyKind | None:
    """Of which kind the money of a column is."""
    return "recurring" if column == "amount" and metric.process == RETENTION else COLUMNS.get(column)


def _linear(tree: exp.Expr) -> bool:
    """Whether a side only adds and takes away."""
    if isinstance(tree, (exp.Paren, exp.Neg)):
        return _linear(tree.this)
    if isinstance(tree, (exp.Add, exp.Sub)):
        return all(_linear(one) or one == exp.Literal.number(0) for one in (tree.this, tree.expression))
    return isinstance(tree, (exp.Sum, exp.Column))


def _stands(metric: Metric) -> bool:
    """Whether what stands above the line is read at the close."""
    if metric.aggregation == "stock":
        return True
    if metric.on != "period":
        return metric.shape.endswith("_span") and not metric.anchor
    parts = (known().get(name) for name in formula.names(formula.parse(metric.numerator, metric.name)))
    return any(part is not None and _stands(part) for part in parts)


def _shares(metric: Metric) -> bool:
    """Whether above the line stands a part of what stands below it."""
    if metric.on != "period":
        return metric.numerator == metric.denominator
    above, below = known().get(metric.numerator), known().get(metric.denominator or "")
    return above is not None and below is not None and (above.on, above.numerator) == (below.on, below.numerator)


HOUR = Metric(
    name="work_second_worth",
    label=mark("Cost of an hour of work"),
    means=mark("What the time of the people cost, of all the time they were paid for."),
    unit="money",
    on="agent_day.day",
    numerator="sum(cost)",
    denominator="sum(paid_seconds)",
    rows="cost is not null",
    least=0.0,
)
