"""A formula in words: what is added up, counted or put in order, and what is done with it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from crm_metrics.metrics.behind.labels import named
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.registry import known, metric_of
from crm_metrics.metrics.rows import formula
from crm_metrics.words import MINUS, Words

_SIGNS: Mapping[type[exp.Expr], str] = {exp.Add: "+", exp.Sub: MINUS, exp.Mul: "×", exp.Div: "÷"}


def in_words(metric: Metric, words: Words) -> str:
    """The formula of a metric as its reader says it; of one over other metrics their names.

    A share is said as its meaning says it, "X, of all Y": X ÷ all Y.
    """
    if share := _share(metric, words):
        return share
    above = _said(formula.parse(metric.numerator, metric.name), metric, words)
    if not metric.denominator:
        return above
    below = _said(formula.parse(metric.denominator, metric.name), metric, words)
    return f"{_held(above)} ÷ {_held(below)}"


def _share(metric: Metric, words: Words) -> str:
    """The two sides of a count over a count, or of a sum over a sum, where its meaning names them; else ""."""
    sides = [formula.parse(text, metric.name) for text in (metric.numerator, metric.denominator) if text]
    if len(sides) < 2 or metric.on == "period" or not all(map(formula.is_aggregate, sides)):
        return ""
    above, of_all, below = words(metric.means).removesuffix(".").partition(words(", of all "))
    return f"{above} ÷ {of_all.removeprefix(words(', of '))}{below}" if of_all else ""


def _held(said: str) -> str:
    """A side that holds a sign of its own stands in parentheses."""
    return f"({said})" if any(f" {sign} " in said for sign in (*_SIGNS.values(), MINUS)) else said


def _said(tree: exp.Expr, metric: Metric, words: Words) -> str:
    if isinstance(tree, exp.Paren):
        return f"({_said(tree.this, metric, words)})"
    if isinstance(tree, exp.Literal):
        return words.number(float(tree.this))
    if isinstance(tree, exp.Neg):
        return MINUS + _said(tree.this, metric, words)
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


def _aggregate(node: exp.Expr, words: Words) -> str:
    if formula.is_count(node):
        every = formula.counted(node) is None
        return words("number of rows") if every else words("number of rows that meet it")
    if isinstance(node, exp.Count):
        return words("number of different values of {column}", column=_column(node.this.expressions[0], words))
    if isinstance(node, exp.Sum):
        return words("sum of {column}", column=_column(node.this, words))
    return _ordered(node, words)


def _column(node: exp.Expr, words: Words) -> str:
    said = named(node.name, words) if isinstance(node, exp.Column) else ""
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
