"""A formula in words: what is added up, counted or put in order, and what is done with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sqlglot import exp

from crm_metrics.metrics.behind.parts import COUNTED, FLAGS, part_named
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.registry import known, metric_of
from crm_metrics.metrics.rows import formula
from crm_metrics.words import MINUS, Words

_SIGNS: Mapping[type[exp.Expr], str] = {exp.Add: "+", exp.Sub: MINUS, exp.Mul: "×", exp.Div: "÷"}
_HOUR = "3600"  # seconds: what is made hours of is still what its meaning says


def in_words(metric: Metric, words: Words) -> str:
    """The formula of a metric as its reader says it; of one over other metrics their names.

    What its meaning says is not said otherwise: "X, of all Y" and "X, per Y" are X ÷ Y, and what one sum, count or
    middle value is of stands in parentheses behind it.
    """
    sides = [formula.parse(text, metric.name) for text in (metric.numerator, metric.denominator) if text]
    said = "" if metric.on == "period" else _meant(sides, metric, words)
    if not said:
        said, *below = (_said(side, metric, words) for side in (sides[0], *_told(sides[1:])))
        said = " ÷ ".join([_held(said), *map(_held, below)]) if below else said
    return said[:1].upper() + said[1:]


def _meant(sides: list[exp.Expr], metric: Metric, words: Words) -> str:
    """What the meaning says of a count over a count, a sum over a sum, or of one of them alone; else ""."""
    above, *below = map(_unscaled, sides)
    below = [side for side in _told(below) if not isinstance(side, exp.Literal)]
    if not all(map(formula.is_aggregate, (above, *below))):
        return ""
    means = words(metric.means).removesuffix(".")
    if not below:
        return words("{way} ({rows})", way=_aggregate(above, words, meant=True), rows=_inside(means))
    return _share(means, words)


def _share(means: str, words: Words) -> str:
    """The two sides of a share as its meaning names them; "" where it does not, or names more than two."""
    above, of_all, below = means.partition(words(", of all "))
    if of_all:
        return f"{above} ÷ {of_all.removeprefix(words(', of '))}{below}"
    marks = sorted(words(", of |, per unit of |, per ").split("|"), key=len, reverse=True)
    sides = re.split("|".join(map(re.escape, marks)), means)
    if len(sides) != 2 or sides[1][:1].isdigit():
        return ""
    one_each = any(mark in means for mark in words(", per unit of |, per ").split("|"))  # "per case", not all of them
    return means if one_each else " ÷ ".join(sides)


def _unscaled(tree: exp.Expr) -> exp.Expr:
    """A side without its parentheses and without what makes hours of seconds."""
    if isinstance(tree, exp.Paren):
        return _unscaled(tree.this)
    if isinstance(tree, exp.Mul | exp.Div):
        for factor, other in ((tree.this, tree.expression), (tree.expression, tree.this)):
            if isinstance(factor, exp.Literal) and factor.this == _HOUR:
                return _unscaled(other)
    return tree


def _told(sides: Iterable[exp.Expr]) -> list[exp.Expr]:
    """The sides that say something of the number."""
    return [side for side in sides if not _guards(side)]


def _guards(tree: exp.Expr) -> bool:
    """Whether a side is one less what is not known, or the part of the rows that know it: 1, or there is no value."""
    while isinstance(tree, exp.Paren):
        tree = tree.this
    if isinstance(tree, exp.Div):
        return all(map(formula.is_count, (tree.this, tree.expression)))
    if not isinstance(tree, exp.Sub):
        return False
    while isinstance(tree, exp.Sub):
        tree = tree.this
    return isinstance(tree, exp.Literal) and tree.this == "1"


def _held(said: str) -> str:
    """A side that holds a sign of its own stands in parentheses."""
    return f"({said})" if any(f" {sign} " in said for sign in (*_SIGNS.values(), MINUS)) else said


def _inside(text: str) -> str:
    """A sentence inside another one begins with a small letter, but a name of capitals."""
    first = text.split(" ")[0]
    return text[:1].lower() + text[1:] if first[1:].islower() or len(first) == 1 else text


def _said(tree: exp.Expr, metric: Metric, words: Words) -> str:
    if isinstance(tree, exp.Paren):
        inner = _said(tree.this, metric, words)
        return inner if formula.is_aggregate(tree.this) else f"({inner})"
    if isinstance(tree, exp.Literal):
        return words.number(float(tree.this))
    if isinstance(tree, exp.Neg):
        return MINUS + _said(tree.this, metric, words)
    if isinstance(tree, exp.Mul) and _guards(tree.expression):
        return _said(tree.this, metric, words)
    if type(tree) in _SIGNS:
        sides = (_said(side, metric, words) for side in (tree.this, tree.expression))
        return f" {_SIGNS[type(tree)]} ".join(sides)
    if formula.is_aggregate(tree):
        return _aggregate(tree, words)
    if any(formula.is_word(tree, word) for word in formula.GOALS):
        return words("goal of {metric}", metric=_metric(tree.expressions[0].name, words))
    if formula.is_word(tree, "days_between"):
        return words("days of the period")
    if metric.on == "period":
        return _metric(tree.name, words)
    return words("days of the period") if tree.name in formula.ASKED else tree.name


def _metric(name: str, words: Words) -> str:
    return words(metric_of(name).label) if name in known() else name


def _aggregate(node: exp.Expr, words: Words, meant: bool = False) -> str:
    """What is done with the rows. meant: what is counted or added up is said beside it."""
    if formula.is_count(node):
        return words("number of rows") if meant else _count(node, words)
    if isinstance(node, exp.Count):
        return words("number of different values of {column}", column=_column(node.this.expressions[0], words))
    if isinstance(node, exp.Sum):
        return words("sum over the rows") if meant else words("sum of {column}", column=_column(node.this, words))
    return _ordered(node, words)


def _count(node: exp.Expr, words: Words) -> str:
    """The number of rows: all, those where a column says yes, or those that have it."""
    of = formula.counted(node)
    if of is None:
        return words("number of rows")
    inner = node.this
    if isinstance(node, exp.CountIf):
        flag = FLAGS.get(inner.name, "") if isinstance(inner, exp.Column) else ""
        return words("number of {rows}", rows=words(flag)) if flag else words("number of rows that meet it")
    name = inner.name if isinstance(inner, exp.Column) else ""
    if name in COUNTED:
        return words("number of {rows}", rows=words(COUNTED[name]))
    said = part_named(name, words)
    return words("number of rows with {column}", column=f"«{said}»") if said else words("number of rows that count")


def _column(node: exp.Expr, words: Words) -> str:
    if isinstance(node, exp.Mul):
        return " × ".join(_column(side, words) for side in (node.this, node.expression))
    said = part_named(node.name, words) if isinstance(node, exp.Column) else ""
    return f"«{said}»" if said else words("what each row adds")


def _ordered(node: exp.Expr, words: Words) -> str:
    if formula.is_word(node, "countback"):
        return words("days that the balance reaches back into the sales")
    if formula.is_word(node, "survival_at"):
        return words("share still there at an age, those still open included")
    arguments = node.expressions if isinstance(node, exp.Anonymous) else [node.this, None, node.args["quantile"]]
    share = float(arguments[2].this)
    if share == 0.5:
        return words("the middle value of the rows in order")
    return words("the value that {share} of the rows do not exceed", share=words.percent(share, 0))
