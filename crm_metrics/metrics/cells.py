"""A metric by one dimension as cells that add up to it: what a change or a gap is split over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from sqlglot import exp

from crm_metrics.access import EVERYTHING, Scope
from crm_metrics.metrics.core import Metric, Where
from crm_metrics.metrics.question import ask
from crm_metrics.metrics.readings import Number, Reading, Reason, because
from crm_metrics.metrics.registry import known
from crm_metrics.metrics.rows import formula
from crm_metrics.metrics.rows.arithmetic import exact
from crm_metrics.warehouse.store import Warehouse
from crm_metrics.words import mark

SAME = Fraction(1, 10**9)  # of the size of the cells: what sums of floats may lie apart
_ARITHMETIC = (exp.Literal, exp.Paren, exp.Neg, exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Identifier)
COUNTED_ONCE = mark(
    "It counts different things, each once: one of them can stand in several parts, so they don't add up."
)
IN_ORDER = mark("It is read from its rows put in order: what its parts read doesn't add up to it.")
ESTIMATED = mark("It is an estimate of a fitted model and no sum of rows: it has no parts that add up.")
OF_RATES = mark("It is worked out from numbers that don't add up over parts: a change of it can't be split.")
NO_SUM = mark("Its formula is no sum of rows, nor one divided by another: a change of it can't be split.")


@dataclass(frozen=True, kw_only=True)
class MetricCells:
    """A metric over some days, whole and by the values of a dimension; None is a value: of rows that have none."""

    whole: Reading | None
    """Asked by itself; None where nothing is loaded."""
    readings: Mapping[str | None, Reading] = field(default_factory=dict)
    """Of each value that has rows."""
    reason: Reason | None = None
    """Why the cells are not there, or do not add up to the whole; None where they do."""
    amounts: Mapping[str | None, Fraction] = field(default_factory=dict)
    """Of a metric that is a sum: what each cell adds."""
    rates: Mapping[str | None, tuple[Fraction, Fraction]] = field(default_factory=dict)
    """Of a quotient: what each cell adds above and below the line."""


def cells(
    warehouse: Warehouse,
    metric: Metric,
    dimension: str,
    *,
    since: date,
    until: date,
    where: Where = None,
    scope: Scope = EVERYTHING,
) -> MetricCells:
    """The cells of a metric over days, both in; a reason in place of them where it can't be split.

    Raises QuestionError when the metric's rows do not have the dimension.
    """

    def read(by: tuple[str, ...]) -> tuple[Reading, ...]:
        answers = ask(
            warehouse, [metric], every="all", by=by, where=where, since=since, until=until, scope=scope
        )  # fmt: skip
        return answers[metric.name].readings

    whole = next(iter(read(())), None)
    why = unsplit(metric) or _nothing(whole)
    if why is not None:
        return MetricCells(whole=whole, reason=why)
    found = of_readings(metric, dimension, read((dimension,)), whole)
    return found if _add_up(found, metric, dimension) else MetricCells(whole=whole, reason=because(OF_RATES))


def of_readings(
    metric: Metric, dimension: str, readings: Iterable[Reading], whole: Reading | None = None
) -> MetricCells:
    """The cells of a metric that can be split, from its readings by the dimension; whether they add up is not asked."""
    told = {one.groups[0]: one for one in readings}
    if additive(metric, dimension):
        return MetricCells(whole=whole, readings=told, amounts={name: _amount(one) for name, one in told.items()})
    rates = {name: (_exact(one.numerator), _exact(one.denominator)) for name, one in told.items()}
    return MetricCells(whole=whole, readings=told, rates=rates)


def unsplit(metric: Metric) -> Reason | None:
    """Why no change of a metric can be split over parts of its rows; None where it can."""
    if metric.aggregation == "model":
        return because(ESTIMATED)
    sides = [formula.parse(text, metric.name) for text in (metric.numerator, metric.denominator) if text]
    if metric.on == "period":
        return None if all(_adds(side, metric) for side in sides) else because(OF_RATES)
    found = [node for side in sides for node in formula.aggregates(side)]
    if any(isinstance(node, exp.Count) and isinstance(node.this, exp.Distinct) for node in found):
        return because(COUNTED_ONCE)
    if not all(isinstance(node, exp.Sum) or formula.is_count(node) for node in found):
        return because(IN_ORDER)
    above, *below = sides
    divided = not below or _fixed(below[0]) or _adds(below[0], metric)
    return None if divided and _adds(above, metric) else because(NO_SUM)


def additive(metric: Metric, dimension: str = "") -> bool:
    """Whether the values of the cells themselves add up: of a sum, also per day or hour, and of shares of one total."""
    if metric.denominator is None or (dimension and metric.share_of == dimension):
        return True
    return _fixed(formula.parse(metric.denominator, metric.name))


def _adds(tree: exp.Expr, metric: Metric) -> bool:
    """Whether a side of a formula is made so that the sides of the parts add up to that of the whole."""
    if isinstance(tree, (exp.Paren, exp.Neg)):
        return _adds(tree.this, metric)
    if isinstance(tree, (exp.Add, exp.Sub)):
        return all(_adds(one, metric) or one == exp.Literal.number(0) for one in (tree.this, tree.expression))
    if isinstance(tree, exp.Mul):
        sides = (tree.this, tree.expression)
        return any(_fixed(one) and _adds(other, metric) for one, other in (sides, sides[::-1]))
    if isinstance(tree, exp.Div):
        return _adds(tree.this, metric) and _fixed(tree.expression)
    if metric.on == "period":
        part = known().get(tree.name) if isinstance(tree, exp.Column) else None
        return part is not None and additive(part) and unsplit(part) is None
    return formula.is_aggregate(tree)


def _fixed(tree: exp.Expr) -> bool:
    """Whether a part of a formula is the same for all rows: a number, or days of the period asked."""
    return not formula.aggregates(tree) and all(
        isinstance(node, _ARITHMETIC)
        or formula.is_word(node, "days_between")
        or (isinstance(node, exp.Column) and node.name in formula.ASKED)
        for node in tree.walk()
    )


def _nothing(whole: Reading | None) -> Reason | None:
    """Why there is no number to split."""
    if whole is None:
        return because("nothing is loaded yet")
    return (whole.reason or because("nothing to divide by")) if whole.value is None else None


def _amount(reading: Reading) -> Fraction:
    """What a cell adds: its sum, where it is per day or hour its sum of these."""
    above, below = exact(reading.numerator), exact(reading.denominator)
    if above is None:
        return Fraction(0)
    return above if below is None else above / below if below else Fraction(0)


def _exact(number: Number | None) -> Fraction:
    return exact(number) or Fraction(0)


def _add_up(found: MetricCells, metric: Metric, dimension: str) -> bool:
    """Whether the cells come to the whole that was asked by itself: a row that counts in two of them would not."""
    whole = found.whole
    if whole is None:
        return False
    if additive(metric, dimension):
        return _same(_amount(whole), found.amounts.values())
    above, below = ([cell[side] for cell in found.rates.values()] for side in (0, 1))
    return _same(_exact(whole.numerator), above) and _same(_exact(whole.denominator), below)


def _same(whole: Fraction, parts: Iterable[Fraction]) -> bool:
    held = list(parts)
    return abs(sum(held, Fraction(0)) - whole) <= SAME * max(sum(map(abs, held), Fraction(0)), abs(whole))
