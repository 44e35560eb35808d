"""What a formula that a company writes may hold: judged as a text first, so that nothing strange is ever run."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from crm_metrics.errors import DefinitionError
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.rows import formula

LONGEST = 1000  # characters of a formula
DEEPEST = 40  # levels of its tree; a person loses count at five
DIGITS = 15  # of a number: more of them are not exact on every engine

_COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.In, exp.Between)
_PARTS = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Neg, exp.Paren)


def checked(text: str, metric: str, *, rows: bool = False, of_metrics: bool = False) -> exp.Expr:
    """The tree of a formula that is safe to run; read it, never change it.

    rows: it filters rows, one at a time. of_metrics: its names are metrics, not columns.
    Raises DefinitionError, with what to write instead, for anything but arithmetic over aggregates of columns.
    """
    if len(text) > LONGEST:
        raise DefinitionError("a formula has at most {most} characters; this one has {n}.", most=LONGEST, n=len(text))
    _check_letters(text)
    for token in _tokens(text):
        _check_token(token)
    try:
        tree = formula.parse(text, metric)
        depth = _depth(tree)
    except RecursionError:
        depth = DEEPEST + 1
    if depth > DEEPEST:
        raise DefinitionError("the formula is nested too deeply; write it in fewer levels of parentheses.")
    _check_texts(tree)
    if rows:
        formula.check_rowwise(tree, metric)
        return tree
    _check_parts(tree)
    if of_metrics:
        _check_of_metrics(tree)
    else:
        formula.check_aggregated(tree, metric)
        if not formula.aggregates(tree):
            raise DefinitionError(
                "'{formula}' counts nothing; write an aggregate, as count(*) or sum(amount).", formula=text
            )
    return tree


def conditions(tree: exp.Expr, *, rows: bool) -> Iterator[exp.Expr]:
    """The parts of a formula that have to be true or false: a filter of rows, and what is counted or ends a life."""
    if rows:
        yield tree
    for node in tree.walk():
        if isinstance(node, exp.CountIf):
            yield node.this
        elif any(formula.is_word(node, word) for word in ("survival_quantile", "survival_at")):
            yield node.expressions[1]
        elif isinstance(node, exp.And | exp.Or):
            yield from (node.this, node.expression)
        elif isinstance(node, exp.Not):
            yield node.this


def ordered(tree: exp.Expr) -> Iterator[exp.Expr]:
    """The values that a formula puts in order, and the weights and ages beside them: each is a number of a row."""
    for node in formula.aggregates(tree):
        if isinstance(node, exp.Quantile):
            yield node.this
        elif isinstance(node, exp.Anonymous) and not formula.is_word(node, "countback"):
            yield from (node.expressions[0], *node.expressions[3:])


def _check_of_metrics(tree: exp.Expr) -> None:
    """Arithmetic over metrics has no rows: it names metrics, and goals of metrics."""
    for aggregate in formula.aggregates(tree):
        raise DefinitionError(
            "'{part}' counts rows, and a formula over other metrics has none; name metrics, as cases_opened.",
            part=aggregate.sql(dialect="duckdb")[:80],
        )
    for goal in (
        node for word in formula.GOALS for node in tree.find_all(exp.Anonymous) if formula.is_word(node, word)
    ):
        if not isinstance(goal.expressions[0], exp.Column):
            raise DefinitionError("'{part}' asks for no goal; write the metric's id, as goal(bookings).",
                                  part=goal.sql(dialect="duckdb")[:80])  # fmt: skip


def _check_letters(text: str) -> None:
    """Outside of quotes only plain letters: a Cyrillic c in `count` looks the same and is another word."""
    for place, letter in enumerate(re.sub(r"'[^']*'", lambda found: " " * len(found[0]), text), start=1):
        if ord(letter) > 126 or (ord(letter) < 32 and letter not in "\n\r\t"):
            raise DefinitionError(
                "character {place} is {letter}; outside of quotes write plain letters, digits and signs only.",
                place=place,
                letter=unicodedata.name(letter, f"U+{ord(letter):04X}"),
            )


def _tokens(text: str) -> list[Token]:
    try:
        return sqlglot.tokenize(text, read="duckdb")
    except SqlglotError as error:
        raise DefinitionError("'{formula}' can't be read: close every quote.", formula=text) from error


def _check_token(token: Token) -> None:
    if token.token_type == TokenType.SEMICOLON:
        raise DefinitionError("a formula is one expression; take the semicolon out.")
    if token.comments:
        raise DefinitionError("a formula holds no comments; write them on a line of their own that begins with #.")
    if token.token_type == TokenType.NUMBER and (
        not re.fullmatch(r"\d+(\.\d+)?", token.text)
        or max(len(token.text.replace(".", "").lstrip("0")), len(token.text.partition(".")[2])) > DIGITS
    ):
        raise DefinitionError(
            "{number} can't be a number in a formula: write up to {digits} digits with a decimal point, as 0.25.",
            number=token.text[:40],
            digits=DIGITS,
        )


def _depth(tree: exp.Expr) -> int:
    """How many levels a tree has, without going down by recursion."""
    deepest, left = 0, [(tree, 1)]
    while left:
        node, depth = left.pop()
        deepest = max(deepest, depth)
        left += [(child, depth + 1) for child in node.iter_expressions()]
    return deepest


def _check_texts(tree: exp.Expr) -> None:
    """A text in quotes is there to be compared with a column, and for nothing else."""
    for text in tree.find_all(exp.Literal):
        if text.is_string and not isinstance(text.parent, _COMPARISONS) and text is not tree:
            raise DefinitionError("{text} stands alone; compare it with a column, as team = 'north'.", text=text.sql())


def _check_parts(tree: exp.Expr) -> None:
    """Outside of its aggregates a formula adds, subtracts, multiplies and divides, nothing else: it gives a number."""
    left: list[exp.Expr] = [tree]
    while left:
        node = left.pop()
        if formula.is_aggregate(node):
            _check_share(node)
            _check_one_column(node)
        elif isinstance(node, _PARTS):
            left += list(node.iter_expressions())
        elif isinstance(node, exp.Literal) and node.is_string:
            raise DefinitionError("{text} is a text; a formula gives a number.", text=node.sql())
        elif not isinstance(node, exp.Literal | exp.Column) and not any(
            formula.is_word(node, word) for word in formula.GOALS
        ):
            raise DefinitionError(
                "'{part}' gives no number; put a comparison into count_if(…).", part=node.sql(dialect="duckdb")[:80]
            )


def _check_one_column(aggregate: exp.Expr) -> None:
    """What is counted is one column, or all rows."""
    inner = aggregate.this if isinstance(aggregate, exp.Count) else None
    several = len(inner.expressions) > 1 if isinstance(inner, exp.Distinct) else bool(aggregate.expressions)
    if isinstance(aggregate, exp.Count) and several:
        raise DefinitionError("'{part}' counts several columns; count takes one, as count(distinct customer).",
                              part=aggregate.sql(dialect="duckdb")[:80])  # fmt: skip


def _check_share(aggregate: exp.Expr) -> None:
    """The share that a quantile asks for is written out, and between 0 and 1."""
    if isinstance(aggregate, exp.Quantile):
        share = aggregate.args.get("quantile")
    elif formula.is_word(aggregate, "survival_quantile"):
        share = aggregate.expressions[2]
    else:
        return
    ends = () if isinstance(aggregate, exp.Quantile) else (0, 1)  # an age at which nobody, or everybody, has ended
    if (
        not isinstance(share, exp.Literal)
        or share.is_string
        or not 0 <= float(share.this) <= 1
        or float(share.this) in ends
    ):
        raise DefinitionError("a quantile asks for a share between 0 and 1, as quantile(days, 0.5).")


def counted_as_nought(metric: Metric) -> str | None:
    """The rows whose amount a quotient takes for nought: unknown above the line and there below it; None of another."""
    if metric.on == "period" or metric.denominator is None:
        return None
    above, below = (formula.parse(text, metric.name) for text in (metric.numerator, metric.denominator))
    added, divided = _added(above), _added(below)
    places = [f"{name} is not null" for name in divided]
    places += [one.this.sql("duckdb") for one in below.find_all(exp.CountIf)]
    everywhere = any(not isinstance(one.this, exp.Column) for one in below.find_all(exp.Count))
    unknown = " or ".join(f"{name} is null" for name in added if name not in divided)
    if not unknown or not (places or everywhere):
        return None
    return unknown if everywhere else f"({unknown}) and ({' or '.join(f'({place})' for place in places)})"


def _added(tree: exp.Expr) -> list[str]:
    return list(dict.fromkeys(name for one in tree.find_all(exp.Sum) for name in formula.names(one)))
