"""Formulas worked out here rather than by the engine: over other metrics, over no rows, over one picked value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from sqlglot import exp

from crm_metrics.metrics.readings import Number
from crm_metrics.metrics.rows.formula import GOALS, is_aggregate, is_word

Lookup = Callable[[exp.Expr], Fraction | None]


def evaluated(tree: exp.Expr, lookup: Lookup) -> Fraction | None:
    """The exact value of a formula of + − × ÷, its leaves given by `lookup`; None when a leaf is None or divides by 0.

    `lookup` is asked for every aggregate, name and call.
    """
    if isinstance(tree, exp.Paren):
        return evaluated(tree.this, lookup)
    if isinstance(tree, exp.Literal):
        return Fraction(str(tree.this))
    if isinstance(tree, exp.Neg):
        inner = evaluated(tree.this, lookup)
        return None if inner is None else -inner
    if isinstance(tree, (exp.Add, exp.Sub, exp.Mul, exp.Div)):
        left, right = evaluated(tree.this, lookup), evaluated(tree.expression, lookup)
        return None if left is None or right is None else _operated(tree, left, right)
    if is_aggregate(tree) or isinstance(tree, exp.Column) or any(is_word(tree, word) for word in _CALLS):
        return lookup(tree)
    raise TypeError(f"no arithmetic for {tree.sql()}")


def exact(number: Number | None) -> Fraction | None:
    """A number without rounding."""
    return None if number is None else Fraction(number)


def days_asked(first: date, last: date) -> dict[str, int]:
    """The days read of a period by the names that a formula has for them."""
    start, end = first.toordinal(), last.toordinal()
    return {"first": start, "last": end, "next": end + 1, "days": end - start + 1}


def day_of(node: exp.Expr, days: Mapping[str, int]) -> Fraction:
    """What a day of the period asked, or the distance between two of them, stands for in a formula."""
    if is_word(node, "days_between"):
        start, end = (days[day.name] for day in node.expressions)
        return Fraction(end - start)
    return Fraction(days[node.name])


def plain(number: Fraction | None) -> Number | None:
    """A whole number as int, any other as the nearest float."""
    if number is None:
        return None
    return int(number) if number.denominator == 1 else float(number)


_CALLS = ("days_between", *GOALS)


def _operated(tree: exp.Expr, left: Fraction, right: Fraction) -> Fraction | None:
    if isinstance(tree, exp.Add):
        return left + right
    if isinstance(tree, exp.Sub):
        return left - right
    if isinstance(tree, exp.Mul):
        return left * right
    return left / right if right else None
