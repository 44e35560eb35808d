"""The words of a formula: what may stand in one, and how each is written for the engine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from typing import cast

from sqlglot import exp
from sqlglot.errors import SqlglotError

from crm_metrics.errors import DefinitionError, unknown
from crm_metrics.warehouse.mapping.expressions import tree_of

WORDS = (
    "count",
    "count_if",
    "count(distinct …)",
    "sum",
    "quantile",
    "survival_quantile",
    "survival_at",
    "countback",
    "days_between",
)
GOALS = ("goal", "goal_so_far")  # that of the whole period; as much of it as the days read are of its working days
ASKED = ("first", "last", "next", "days")  # what a formula may say of the period asked
ENDS = "ends"  # and a filter of rows: its last day in the calendar, also where it was not asked to the end

_ARITHMETIC = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Neg, exp.Paren, exp.Literal)
_LOGIC = (exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is, exp.In, exp.Between)
_ATOMS = (exp.Column, exp.Identifier, exp.Null, exp.Boolean, exp.Star, exp.Distinct)
_AGGREGATES = (exp.Count, exp.CountIf, exp.Sum, exp.Quantile)
_ALLOWED = _ARITHMETIC + _LOGIC + _ATOMS + _AGGREGATES
_ARGUMENTS = {  # of the survival words the last two are a life's weight and the age at which it was first seen
    "survival_quantile": (3, 4, 5),
    "survival_at": (3, 4, 5),
    "countback": (5,),
    "days_between": (2,),
    "goal": (1,),
    "goal_so_far": (1,),
}
_EXACT_DIGITS = 9  # of a factor: with more, the engine's decimals and whole numbers run out of room
_ORDERING = ("survival_quantile", "survival_at", "countback")


@lru_cache(maxsize=4096)
def parse(text: str, metric: str) -> exp.Expr:
    """The tree of one formula; read it, never change it: it is shared.

    Raises DefinitionError when the text is not one expression made of the words allowed.
    """
    try:
        tree = tree_of(text)
    except SqlglotError as error:
        raise DefinitionError(
            "{metric}: '{formula}' cannot be read: check its parentheses and operators.", metric=metric, formula=text
        ) from error
    for node in tree.walk():
        if not isinstance(node, _ALLOWED) and not _own_word(node):
            raise DefinitionError(
                "{metric}: '{formula}' uses {found}; a formula is made of {words}, arithmetic and comparisons.",
                metric=metric,
                formula=text,
                found=_name(node),
                words=", ".join(WORDS),
            )
    _check_nesting(tree, text, metric)
    return tree


def names(tree: exp.Expr) -> Iterator[str]:
    """The columns (or metrics) that a formula names, in reading order, each time it names them."""
    for column in tree.find_all(exp.Column):
        if not any(is_word(column.parent or column, word) for word in GOALS):  # a goal is looked up by name, not read
            yield column.name


def is_word(node: exp.Expr, word: str) -> bool:
    """Whether a node is a call of one of our own words."""
    return isinstance(node, exp.Anonymous) and str(node.this).lower() == word


def is_aggregate(node: exp.Expr) -> bool:
    """Whether a node turns rows into one number."""
    return isinstance(node, _AGGREGATES) or any(is_word(node, word) for word in _ORDERING)


def aggregates(tree: exp.Expr) -> list[exp.Expr]:
    """The aggregates of a formula, in reading order."""
    return [node for node in tree.walk() if is_aggregate(node)]


def is_count(node: exp.Expr) -> bool:
    """Whether a node counts rows, each of them once."""
    return isinstance(node, exp.CountIf) or (isinstance(node, exp.Count) and not isinstance(node.this, exp.Distinct))


def check_columns(tree: exp.Expr, known: Collection[str], metric: str, shape: str) -> None:
    """Raise DefinitionError, with the closest match, when a formula names a column that the shape has not."""
    for column in tree.find_all(exp.Column):
        if column.table or column.name not in known:
            raise unknown(
                DefinitionError,
                "{metric}: no column '{word}' in {shape}.",
                column.sql(),
                known,
                metric=metric,
                shape=shape,
            )


def check_aggregated(tree: exp.Expr, metric: str) -> None:
    """Raise DefinitionError when a column stands outside of every aggregate: it has no one value in a period."""
    for column in tree.find_all(exp.Column):
        if column.name not in ASKED and not inside_aggregate(column):
            raise DefinitionError(
                "{metric}: '{column}' stands alone; put it into count_if, sum or quantile.",
                metric=metric,
                column=column.name,
            )


def check_rowwise(tree: exp.Expr, metric: str) -> None:
    """Raise DefinitionError when a filter of rows holds an aggregate."""
    for aggregate in aggregates(tree):
        raise DefinitionError(
            "{metric}: rows filters one row at a time; {found} cannot stand in it.",
            metric=metric,
            found=_name(aggregate),
        )


def written(tree: exp.Expr, within: exp.Expr | None = None) -> exp.Expr:
    """The formula as the engine runs it, its aggregates kept to the rows `within`.

    Counts and sums over no rows are 0 on every engine, and nothing is divided by zero. `quantile`,
    the words of survival and `countback` are not written here: their statement picks them from ordered rows.
    """
    return rewritten(tree, lambda node: _write(node, within))


def rewritten(tree: exp.Expr, change: Callable[[exp.Expr], exp.Expr]) -> exp.Expr:
    """A copy with every node changed, the inner ones first: sqlglot's transform skips what it changed."""
    top = exp.Paren(this=tree.copy())
    for node in reversed(list(top.this.walk(bfs=False))):
        place, key, index = node.parent, node.arg_key, node.index
        changed = change(node)
        if changed is not node and place is not None and key is not None:
            place.set(key, changed, index)  # a new node may have taken the old one in: its place is asked for before
    return cast(exp.Expr, top.this)


def condition(parts: Collection[exp.Expr]) -> exp.Expr | None:
    """All of the parts at once, or None where there is none."""
    return exp.and_(*parts, copy=True) if parts else None


def counted(aggregate: exp.Expr) -> exp.Expr | None:
    """The condition of the rows that stand behind an aggregate; None means all of them."""
    if isinstance(aggregate, exp.CountIf):
        return cast(exp.Expr, aggregate.this)
    inner = aggregate.expressions[0] if isinstance(aggregate, exp.Anonymous) else aggregate.this
    if isinstance(inner, exp.Distinct):
        inner = inner.expressions[0]
    if isinstance(inner, exp.Star):
        return None
    value = inner.copy() if isinstance(inner, exp.Column) else exp.Paren(this=inner.copy())
    return exp.Not(this=exp.Is(this=value, expression=exp.Null()))


def _own_word(node: exp.Expr) -> bool:
    return any(is_word(node, word) and len(node.expressions) in counts for word, counts in _ARGUMENTS.items())


def _name(node: exp.Expr) -> str:
    return node.name if isinstance(node, exp.Anonymous) else node.key


def _check_nesting(tree: exp.Expr, text: str, metric: str) -> None:
    for node in tree.walk():
        if is_aggregate(node) and inside_aggregate(node):
            raise DefinitionError(
                "{metric}: '{formula}' puts one aggregate inside another.", metric=metric, formula=text
            )
        if isinstance(node, (exp.Star, exp.Distinct)) and not isinstance(node.parent, exp.Count):
            raise DefinitionError("{metric}: '{formula}' uses * outside of count.", metric=metric, formula=text)


def inside_aggregate(node: exp.Expr) -> bool:
    """Whether a node stands inside an aggregate."""
    above = node.parent
    while above is not None:
        if is_aggregate(above):
            return True
        above = above.parent
    return False


def _write(node: exp.Expr, within: exp.Expr | None) -> exp.Expr:
    if is_word(node, "days_between"):
        start, end = node.expressions
        return exp.DateDiff(this=end, expression=start, unit=exp.var("day"))
    if isinstance(node, exp.CountIf):
        return _filtered(exp.Count(this=exp.Star(), big_int=True), within, node.this)
    if isinstance(node, exp.Count):
        return _filtered(node, within)
    if isinstance(node, exp.Sum):
        return exp.Coalesce(this=_filtered(node, within), expressions=[exp.Literal.number(0)])
    if isinstance(node, exp.Div):
        guarded = exp.Nullif(this=node.expression, expression=exp.Literal.number(0))
        return exp.Div(this=node.this, expression=guarded, typed=False, safe=False)
    if isinstance(node, exp.Literal) and not node.is_string and _is_long_factor(node):
        return exp.Literal.number(double(float(node.this)))
    return node


def double(number: float) -> str:
    """A number as the engine reads it in floating point, to the last digit: 1e-06, 0.25e0."""
    text = repr(number)
    return text if "e" in text else f"{text}e0"


def _is_long_factor(number: exp.Literal) -> bool:
    """Whether a number is multiplied by something and has more digits than exact products hold."""
    if len(number.this.replace(".", "").lstrip("0")) <= _EXACT_DIGITS >= len(number.this.partition(".")[2]):
        return False
    above = number.parent
    while isinstance(above, _ARITHMETIC):
        if isinstance(above, exp.Mul):
            return True
        above = above.parent
    return False


def _filtered(aggregate: exp.Expr, within: exp.Expr | None, extra: exp.Expr | None = None) -> exp.Expr:
    parts = [part for part in (within, extra) if part is not None]
    if not parts:
        return aggregate
    return exp.Filter(this=aggregate, expression=exp.Where(this=condition(parts)))
