"""One metric written for the engine: what a statement selects for it, and how its answer is read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import sqlglot
from sqlglot import exp

from crm_metrics.errors import DefinitionError
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.rows import formula
from crm_metrics.metrics.rows.dimensions import Columns
from crm_metrics.metrics.rows.intervals import Bounds
from crm_metrics.metrics.rows.parts import Inner, PartName, Selects

_NEVER_BELOW = ("count", "seconds", "hours", "days")  # units of what can't be less than nothing
Form = Literal["plain", "proportion", "net", "difference", "ratio", "quantile", "survival", "survival_at", "countback"]
ALONE = ("survival", "survival_at", "countback")  # forms that have a statement of their own
ORDERED = ("quantile", *ALONE)  # forms that pick a value from ordered rows, so that no numerator is divided
ONE_A_DAY = {"book_span": "customer", "value_span": "customer"}  # shapes whose spans of a column's value never overlap


@dataclass(frozen=True, kw_only=True)
class Fragment:
    """What one metric adds to a statement."""

    form: Form
    """What its statement looks like, and how its interval is made."""

    selects: Selects
    """Its parts, each with its SQL."""

    within: str | None
    """The filter that is left, where the statement's own does not say all of it."""

    uses_asked: bool
    """It names days of the period, so the statement has to bring them."""

    bounds: Bounds = (None, None)
    """The least and the most that the value can be; None where nothing is known of it."""

    factor: float = 100.0
    """Of a net score: what its difference is multiplied by."""

    share: float = 0.5
    """Of a quantile: the share asked for."""

    value: str = ""
    """Of an ordered form: what it orders, as SQL."""

    event: str = ""
    """Of a survival curve: what ends a life."""

    weight: str = ""
    """Of a survival curve: what a life weighs; "" where all weigh the same."""

    entry: str = ""
    """Of a survival curve: the age at which a life was first seen; "" where all were seen from their beginning."""

    at: str = ""
    """Of a survival curve: the age at which it is read."""

    stack: tuple[str, ...] = ()
    """Of a count-back: balance, sales, number, days before and days of each month."""


@lru_cache(maxsize=2048)
def filters(metric: Metric, columns: Columns) -> tuple[str, ...]:
    """The conditions on the metric's rows, as SQL over `r`: its process, where the shape has one, and its `rows`."""
    kept: list[exp.Expr] = []
    if metric.process and "process" in columns:
        kept.append(exp.column("process", table="r").eq(metric.process))
    if metric.rows:
        tree = formula.parse(metric.rows, metric.name)
        formula.check_rowwise(tree, metric.name)
        kept.append(formula.written(placed(tree, metric, columns, alone=False)))
    return tuple(f"({_sql(condition)})" for condition in kept)


@lru_cache(maxsize=2048)
def fragment(metric: Metric, columns: Columns, hoisted: frozenset[str] = frozenset()) -> Fragment:
    """The metric over a shape with these columns; the conditions `hoisted` already stand in the statement's where.

    Raises DefinitionError, with the closest match, when a formula names a column that the shape has not.
    """
    within = " and ".join(condition for condition in filters(metric, columns) if condition not in hoisted) or None
    rows = sqlglot.parse_one(within, read="duckdb") if within else None
    top = _each_once(placed_side(metric.numerator, metric, columns), metric)
    bottom = _each_once(placed_side(metric.denominator, metric, columns), metric) if metric.denominator else None
    counted = bottom if bottom is not None and formula.aggregates(bottom) else None
    sides = [tree for tree in (top, counted, rows) if tree is not None]
    uses_asked = any(column.table == "a" for tree in sides for column in tree.find_all(exp.Column))
    aggregates = [*formula.aggregates(top), *(formula.aggregates(counted) if counted is not None else ())]
    ordered = [node for node in aggregates if not isinstance(node, (exp.Count, exp.CountIf, exp.Sum))]
    if ordered:
        return _ordered(metric, ordered[0], rows, within, uses_asked)
    form = _form(metric, top, counted)
    selects: list[tuple[PartName | Inner, str]] = [("numerator", _sql(formula.written(top, rows)))]
    if counted is not None:
        selects.append(("denominator", _sql(formula.written(counted, rows))))
    behind = top if counted is None else counted
    if not formula.is_count(behind):  # a count is its own n
        selects.append(("n", _rows_behind(behind, rows)))
    if form == "difference":
        selects += _shares(top, rows)
    elif counted is not None:
        selects += _extras(form, top, counted, rows)
    if metric.unknown:
        untold = placed(formula.parse(metric.unknown, metric.name), metric, columns, alone=False)
        selects.append(("unknown", _sql(formula.written(exp.CountIf(this=untold), rows))))
    if metric.low:
        selects.append(("low", _end(placed_side(metric.low, metric, columns), counted, rows)))
    if metric.high:
        selects.append(("high", _end(placed_side(metric.high, metric, columns), counted, rows)))
    if metric.matures_on:
        selects += _maturity(metric, rows)
    factor = float(top.this.this) if form == "net" else 100.0
    bounds = _bounds(metric, form, factor)
    kept: Selects = tuple(selects)
    return Fragment(form=form, selects=kept, within=within, uses_asked=uses_asked, bounds=bounds, factor=factor)


def _each_once(tree: exp.Expr, metric: Metric) -> exp.Expr:
    """A formula of a stock without counting apart what is there once on a day: 85 days of it cost a tenth."""
    column = "" if metric.anchor else ONE_A_DAY.get(metric.shape)

    def counted(node: exp.Expr) -> exp.Expr:
        if not (isinstance(node, exp.Count) and isinstance(node.this, exp.Distinct)):
            return node
        of = node.this.expressions
        return exp.Count(this=of[0], big_int=True) if len(of) == 1 and of[0].name == column else node

    return formula.rewritten(tree, counted) if column else tree


def placed_side(text: str, metric: Metric, columns: Columns) -> exp.Expr:
    """The tree of a formula above or below the line, its columns placed.

    Raises DefinitionError, with the closest match, when it names a column that the shape has not.
    """
    tree = formula.parse(text, metric.name)
    formula.check_aggregated(tree, metric.name)
    return placed(tree, metric, columns, alone=True)


def placed(tree: exp.Expr, metric: Metric, columns: Columns, *, alone: bool) -> exp.Expr:
    """A copy whose columns say where they stand: `r` the rows, `a` the period asked.

    alone: a day of the period outside of every aggregate is one value per group, and is written so.
    """
    overlap = ("days",) if metric.anchor == "days" else ()
    formula.check_columns(tree, (*columns, *formula.ASKED, formula.ENDS), metric.name, metric.shape)
    copy = tree.copy()
    for column in list(copy.find_all(exp.Column)):
        inside = formula.inside_aggregate(column) or not alone
        table = "r" if inside and column.name in (*columns, *overlap) else "a"
        placed = exp.column(column.name, table=table)
        found = placed if inside else exp.AnyValue(this=placed)
        if column is copy:
            return found
        column.replace(found)
    return copy


def _form(metric: Metric, top: exp.Expr, bottom: exp.Expr | None) -> Form:
    if bottom is None and _two_shares(top) is not None:
        return "difference"
    if bottom is None or metric.aggregation not in ("ratio", "cohort"):
        return "plain"
    if formula.is_count(top) and formula.is_count(bottom):
        return "proportion"
    if formula.is_count(bottom) and _net(top) is not None:
        return "net"
    return "ratio" if _linear(top) and _linear(bottom) else "plain"


def _bounds(metric: Metric, form: Form, factor: float) -> Bounds:
    """What the value can be: as declared; else a share lies in 0 to 1, and what counts or lasts is not below 0."""
    least, most = metric.least, metric.most
    if form == "proportion":
        return (0.0, 1.0)
    if form == "net":
        return (-abs(factor), abs(factor))
    texts = (metric.numerator, metric.denominator or "")
    if least is None and metric.unit in _NEVER_BELOW and not any("-" in text for text in texts):
        least = 0.0
    return (least, most)


def _two_shares(tree: exp.Expr) -> tuple[exp.Div, exp.Div] | None:
    """The two quotients of `sum ÷ sum - sum ÷ sum`, each of them over rows of its own."""
    if not (isinstance(tree, exp.Sub) and isinstance(tree.this, exp.Div) and isinstance(tree.expression, exp.Div)):
        return None
    sides = (tree.this.this, tree.this.expression, tree.expression.this, tree.expression.expression)
    return (tree.this, tree.expression) if all(formula.aggregates(side) and _linear(side) for side in sides) else None


def _shares(top: exp.Expr, rows: exp.Expr | None) -> Selects:
    """What the interval of a difference needs: hits, weights and squared weights of either side."""
    kept = f" filter (where {_sql(rows)})" if rows is not None else ""
    hits, of, squares = [], [], []
    for share in _two_shares(top) or ():
        weight = f"cast({_sql(_row_part(share.expression))} as double)"
        hits.append(_sql(formula.written(share.this, rows)))
        of.append(_sql(formula.written(share.expression, rows)))
        squares.append(f"sum({weight} * {weight}){kept}")
    return (
        ("a_hits", hits[0]),
        ("a_of", of[0]),
        ("a_squares", squares[0]),
        ("b_hits", hits[1]),
        ("b_of", of[1]),
        ("b_squares", squares[1]),
    )


def _net(tree: exp.Expr) -> tuple[exp.Expr, exp.Expr] | None:
    """The two counts of `factor * (count - count)`."""
    if not (
        isinstance(tree, exp.Mul) and isinstance(tree.this, exp.Literal) and isinstance(tree.expression, exp.Paren)
    ):
        return None
    inner = tree.expression.this
    if isinstance(inner, exp.Sub) and formula.is_count(inner.this) and formula.is_count(inner.expression):
        return inner.this, inner.expression
    return None


def _linear(tree: exp.Expr) -> bool:
    """Whether a formula is a sum over rows: then each row has its own part of it."""
    if isinstance(tree, exp.Sum) or formula.is_count(tree):
        return True
    if isinstance(tree, (exp.Paren, exp.Neg)):
        return _linear(tree.this)
    if isinstance(tree, (exp.Add, exp.Sub)):
        return _linear(tree.this) and _linear(tree.expression)
    if isinstance(tree, exp.Mul) and isinstance(tree.this, exp.Literal):
        return _linear(tree.expression)
    return isinstance(tree, (exp.Mul, exp.Div)) and isinstance(tree.expression, exp.Literal) and _linear(tree.this)


def _extras(form: Form, top: exp.Expr, bottom: exp.Expr, rows: exp.Expr | None) -> Selects:
    if form == "net":
        up, down = _net(top) or (top, top)
        return (("up", _sql(formula.written(up, rows))), ("down", _sql(formula.written(down, rows))))
    if form != "ratio":
        return ()
    y, x = (f"cast({_sql(_row_part(side))} as double)" for side in (top, bottom))
    products: list[tuple[PartName, str]] = [("yy", f"{y} * {y}")]
    if not _counts_itself(top, bottom):
        products.append(("xy", f"{x} * {y}"))
    if not formula.is_count(bottom):
        products.append(("xx", f"{x} * {x}"))
    kept = f" filter (where {_sql(rows)})" if rows is not None else ""
    return tuple((part, f"sum({product}){kept}") for part, product in products)


def _counts_itself(top: exp.Expr, bottom: exp.Expr) -> bool:
    """Whether the denominator counts every row that adds to the numerator: then the sum of x y is the numerator."""
    if not formula.is_count(bottom):
        return False
    same = isinstance(top, exp.Sum) and isinstance(bottom, exp.Count) and top.this == bottom.this
    return same or formula.counted(bottom) is None


def _row_part(tree: exp.Expr) -> exp.Expr:
    """What one row adds to a linear formula."""

    def part(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Sum):
            return exp.Coalesce(this=node.this, expressions=[exp.Literal.number(0)])
        if formula.is_count(node):
            condition = formula.counted(node)
            one = exp.Literal.number(1)
            return one if condition is None else exp.Case().when(condition, one).else_(exp.Literal.number(0))
        return node

    return formula.written(formula.rewritten(tree, part))


def _rows_behind(tree: exp.Expr, rows: exp.Expr | None) -> str:
    conditions = [formula.counted(node) for node in formula.aggregates(tree)]
    every = any(condition is None for condition in conditions) or not conditions
    behind = None if every else exp.or_(*[condition for condition in conditions if condition is not None], copy=True)
    parts = [condition for condition in (rows, behind) if condition is not None]
    counting = exp.Count(this=exp.Star(), big_int=True)
    if not parts:
        return _sql(counting)
    kept = formula.condition(parts)
    return _sql(formula.written(exp.Filter(this=counting, expression=exp.Where(this=kept))))


def _end(tree: exp.Expr, bottom: exp.Expr | None, rows: exp.Expr | None) -> str:
    """One end of a model's own range; null where some of the rows behind the value have none."""
    value = _sql(formula.written(tree, rows))
    if bottom is None:
        return value
    return f"case when {_rows_behind(tree, rows)} = {_sql(formula.written(bottom, rows))} then {value} end"


def _maturity(metric: Metric, rows: exp.Expr | None) -> Selects:
    kept = f" and {_sql(exp.paren(rows))}" if rows is not None else ""
    column = _sql(exp.column(metric.matures_on or "", table="r"))
    return (
        ("matures", f"max({column}) filter (where {column} is not null{kept})"),
        ("endless", f"count(*) filter (where {column} is null{kept})"),
    )


def _ordered(metric: Metric, node: exp.Expr, rows: exp.Expr | None, within: str | None, uses_asked: bool) -> Fragment:
    tree = formula.parse(metric.numerator, metric.name)
    if metric.denominator is not None or len(formula.aggregates(tree)) > 1:
        raise DefinitionError(
            "{metric}: a quantile stands alone: one in the numerator, and no denominator.", metric=metric.name
        )
    if formula.is_word(node, "countback"):
        stack = tuple(_sql(formula.written(one)) for one in node.expressions)
        return Fragment(form="countback", selects=(), within=within, uses_asked=uses_asked, stack=stack)
    if formula.is_word(node, "survival_at"):
        return _survival(metric.name, "survival_at", node, within, uses_asked)
    survival = formula.is_word(node, "survival_quantile")
    arguments = node.expressions if survival else [node.this, None, node.args["quantile"]]
    share = float(arguments[2].this) if isinstance(arguments[2], exp.Literal) else -1.0
    if not 0 <= share <= 1 or (survival and share in (0, 1)):
        raise DefinitionError("{metric}: the share of a quantile is a number between 0 and 1.", metric=metric.name)
    if survival:
        return replace(_survival(metric.name, "survival", node, within, uses_asked), share=share)
    value = _sql(formula.written(arguments[0]))
    kept = f" and {_sql(exp.paren(rows))}" if rows is not None else ""
    listed = f"list_sort(list({value}) filter (where {value} is not null{kept}))"
    return Fragment(
        form="quantile", selects=(("sorted", listed),), within=within, uses_asked=uses_asked, share=share, value=value
    )


def _survival(metric: str, form: Form, node: exp.Expr, within: str | None, uses_asked: bool) -> Fragment:
    value, event, at, *rest = (_sql(formula.written(argument)) for argument in node.expressions)
    weight, entry = (*rest, "", "")[:2]
    if not isinstance(node.expressions[2], exp.Literal) or node.expressions[2].is_string:
        raise DefinitionError("{metric}: survival is read at an age that is a number.", metric=metric)
    return Fragment(
        form=form,
        selects=(),
        within=within,
        uses_asked=uses_asked,
        value=value,
        event=event,
        at=at,
        weight=weight,
        entry=entry,
    )


def _sql(tree: exp.Expr) -> str:
    return tree.sql("duckdb")
