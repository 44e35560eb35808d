"""Results put together from what the rows answered: arithmetic over metrics, and shares of a total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from sqlglot import exp

from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.goals import targets
from crm_metrics.metrics.goals.seasons import working
from crm_metrics.metrics.readings import Groups, Reading, Reason, Result, because
from crm_metrics.metrics.rows import answers, formula, plan
from crm_metrics.metrics.rows.answers import Answer
from crm_metrics.metrics.rows.arithmetic import evaluated, exact, plain
from crm_metrics.metrics.rows.coverage import calendar_end
from crm_metrics.metrics.rows.dimensions import Condition
from crm_metrics.metrics.rows.intervals import wilson
from crm_metrics.metrics.rows.plan import Leaf, Question
from crm_metrics.periods import Period
from crm_metrics.warehouse.restrictions import scoped

Answers = Mapping[Leaf, Answer]


@dataclass(frozen=True)
class Need:
    """What one metric is put together from: one leaf; two (a part and its total); or other metrics by name."""

    metric: Metric
    periods: tuple[Period, ...]
    leaf: Leaf | None = None
    total: Leaf | None = None
    parts: Mapping[str, Need] = field(default_factory=dict)

    @property
    def leaves(self) -> Iterator[Leaf]:
        """Every leaf, also of the metrics below."""
        yield from (leaf for leaf in (self.leaf, self.total) if leaf is not None)
        for part in self.parts.values():
            yield from part.leaves

    @property
    def reason(self) -> Reason | None:
        """Why nothing can be computed, or None."""
        return next((leaf.reason for leaf in self.leaves if leaf.reason is not None), None)


def answered(question: Question, metrics: Sequence[Metric]) -> dict[str, Result]:
    """The results of several metrics to one question whose days and values are in order, by name in the order given.

    Raises QuestionError when a dimension is not known to one of the metrics, and DefinitionError when a metric names
    what does not exist.
    """
    for metric in metrics:
        plan.check_dimensions(question, metric)
    needed = {metric.name: needs(question, metric, plan.asked_periods(question, metric)) for metric in metrics}
    found = answers.answers(question, [leaf for need in needed.values() for leaf in need.leaves])
    return {metric.name: result(question, needed[metric.name], found) for metric in metrics}


def needs(question: Question, metric: Metric, periods: tuple[Period, ...]) -> Need:
    """What has to be answered for a metric."""
    if metric.on == "period":
        parts = {
            name: needs(question, component, periods) for name, component in plan.components(question, metric).items()
        }
        return Need(metric, periods, parts=parts)
    if metric.share_of is None:
        return Need(metric, periods, leaf=plan.leaf(question, metric, periods))
    part = replace(metric, denominator=None, share_of=None)
    whole = replace(metric, numerator=metric.denominator or metric.numerator, denominator=None, share_of=None)
    total = replace(
        question,
        by=tuple(name for name in question.by if name != metric.share_of),
        where=tuple(condition for condition in question.where if condition[0] != metric.share_of),
    )
    return Need(metric, periods, plan.leaf(question, part, periods), plan.leaf(total, whole, periods))


def result(question: Question, need: Need, found: Answers) -> Result:
    """The readings of a metric from the answers to what it needs."""
    kept = [
        one
        for period in need.periods
        for groups in _groups(question, need, found, period)
        if (one := _reading(question, need, found, period, groups)) is not None
    ]
    sql = ";\n\n".join(dict.fromkeys(found[leaf].sql for leaf in need.leaves if found[leaf].sql))
    values = {name: value for leaf in need.leaves for name, value in found[leaf].values.items()}
    return Result(
        metric=need.metric.name,
        every=question.every,
        by=question.by,
        readings=tuple(kept),
        sql=sql,
        reason=need.reason,
        values=values,
    )


def _groups(question: Question, need: Need, found: Answers, period: Period) -> list[Groups]:
    if not question.by:
        return [()]
    if need.leaf is not None:
        keys = set(found[need.leaf].keys(period))
    else:
        keys = {key for part in need.parts.values() for key in _groups(question, part, found, period)}
    return sorted(keys, key=answers.order)


def _reading(question: Question, need: Need, found: Answers, period: Period, groups: Groups) -> Reading:
    if need.leaf is None:
        return _computed(question, need, found, period, groups)
    part = answers.reading(found[need.leaf], question.every, period, groups)
    if need.total is None:
        return part
    kept = tuple(value for name, value in zip(question.by, groups, strict=True) if name != need.metric.share_of)
    return _share(need, part, answers.reading(found[need.total], question.every, period, kept))


def _share(need: Need, part: Reading, total: Reading) -> Reading:
    value = answers.quotient(part.numerator, total.numerator)
    sides = (need.metric.numerator, need.metric.denominator or "")
    counts = all(formula.is_count(formula.parse(side, need.metric.name)) for side in sides)
    interval = None
    if counts and isinstance(part.numerator, int) and isinstance(total.numerator, int) and total.numerator:
        interval = wilson(part.numerator, total.numerator) if part.numerator <= total.numerator else None
    low, high = interval or (None, None)
    reason = total.reason or part.reason
    if reason is None and value is None:
        reason = because("nothing to divide by")
    return replace(
        part,
        denominator=total.numerator,
        value=value,
        n=total.n,
        low=low,
        high=high,
        complete=part.complete and total.complete,
        reason=reason,
        left_out=max(part.left_out, total.left_out),
    )


def _computed(question: Question, need: Need, found: Answers, period: Period, groups: Groups) -> Reading:
    metric = need.metric
    below = {name: _reading(question, part, found, period, groups) for name, part in need.parts.items()}
    read, passed = _read_through(need, period)

    def side(text: str) -> Fraction | None:
        return _side(question, metric, text, below, read=read, passed=passed, groups=groups)

    numerator = side(metric.numerator)
    denominator = side(metric.denominator) if metric.denominator else None
    if metric.denominator is None:
        value = None if numerator is None else float(numerator)
    else:
        # A base below zero is none: a goal passed, or more taken back than sold.
        usable = denominator is not None and denominator > 0
        value = None if numerator is None or not usable else float(numerator / (denominator or 1))
    untold = next((name for name, reading in below.items() if reading.unknown), None)
    if untold is not None and _counted_as_nought(need):
        value = numerator = None
    why = next((reading.reason for reading in below.values() if not reading.complete), None)
    complete = all(reading.complete for reading in below.values())
    if complete and value is None:
        why = _nothing(metric, below, numerator, denominator)
        if untold is not None:
            why = answers.untold(need.parts[untold].metric, below[untold].unknown)
    return Reading(
        metric=metric.name,
        period=period.start,
        groups=groups,
        numerator=plain(numerator),
        denominator=plain(denominator),
        value=value,
        n=_behind(metric, below),
        complete=complete,
        reason=why,
        left_out=max((reading.left_out for reading in below.values()), default=0),
        unknown=sum(reading.unknown for reading in below.values()) if metric.denominator is None else 0,
    )


def _counted_as_nought(need: Need) -> bool:
    """Whether a quotient holds amounts against other rows than their own: an amount that nobody told counts as 0 there.

    A share within the same rows, of amounts in amounts, leaves out the same ones on both sides.
    """
    numerator, denominator = need.metric.numerator, need.metric.denominator
    if denominator is None:
        return "/" in numerator
    below = formula.names(formula.parse(denominator, need.metric.name))
    counts = any(need.parts[name].metric.unknown is None for name in below if name in need.parts)
    return counts or len({leaf.metric.shape for leaf in need.leaves}) > 1


def _behind(metric: Metric, below: Mapping[str, Reading]) -> int | None:
    """The rows behind the denominator, or the numerator where that names no metric: of a sum, those of its parts."""
    trees = [formula.parse(text, metric.name) for text in (metric.denominator, metric.numerator) if text]
    tree = next((side for side in trees if any(formula.names(side))), None)
    if tree is None:
        return None
    behind = [n for name in formula.names(tree) if (n := below[name].n) is not None]
    summed = all(isinstance(node, exp.Add | exp.Column | exp.Identifier | exp.Paren) for node in tree.walk())
    return sum(behind) if summed and behind else min(behind, default=None)


def _nothing(
    metric: Metric, below: Mapping[str, Reading], numerator: Fraction | None, denominator: Fraction | None
) -> Reason:
    sides = ((metric.numerator, numerator), (metric.denominator or "", denominator))
    if any(_names_goal(metric, text) and value is None for text, value in sides):
        return because("no goal is known for this scope and period")
    if "goal(" in sides[1][0] and denominator is not None and denominator <= 0:
        return because("the goal is met: nothing is left to win")
    known = (reading.reason for reading in below.values() if reading.value is None and reading.reason is not None)
    return next(known, None) or because("nothing to divide by")


def _side(
    question: Question,
    metric: Metric,
    text: str,
    below: Mapping[str, Reading],
    *,
    read: Period,
    passed: float,
    groups: Groups,
) -> Fraction | None:
    def lookup(node: exp.Expr) -> Fraction | None:
        if any(formula.is_word(node, word) for word in formula.GOALS):
            goal = _goal(question, node.expressions[0].name, read.start, groups)
            return goal if goal is None or formula.is_word(node, "goal") else goal * _part(question, read, passed)
        reading = below[node.name]
        if reading.denominator is None:
            return exact(reading.value if reading.numerator is None else reading.numerator)
        top, bottom = exact(reading.numerator), exact(reading.denominator)
        return None if top is None or not bottom else top / bottom

    return evaluated(formula.parse(text, metric.name), lookup)


def _names_goal(metric: Metric, text: str) -> bool:
    calls = formula.parse(text, metric.name).find_all(exp.Anonymous) if text else ()
    return any(formula.is_word(node, word) for node in calls for word in formula.GOALS)


def _read_through(need: Need, period: Period) -> tuple[Period, float]:
    """The period through the last day that all of its inputs reach, and the share of that day that had gone by.

    What comes later is not there to be judged.
    """
    coverages = [leaf.basis.coverage for leaf in need.leaves]
    reach = min((coverage.through for coverage in coverages if coverage.through is not None), default=period.last)
    last = max(period.first, min(period.last, reach))
    passed = min((coverage.passed for coverage in coverages if coverage.through == last), default=1.0)
    return replace(period, last=last), passed


def _part(question: Question, read: Period, passed: float) -> Fraction:
    """The share of a calendar period's working days that were read; of its days where none is a working one.

    passed: the share of the last day read that had gone by: of a day that still runs, no more is asked than that.
    """
    days = working(question.warehouse, read.start, calendar_end(question.every, read))
    weights = days if any(days.values()) else dict.fromkeys(days, True)
    gone = Fraction(sum(weight for day, weight in weights.items() if read.first <= day <= read.last))
    gone -= (1 - Fraction(passed)) * weights.get(read.last, False)
    return gone / sum(weights.values())


def _goal(question: Question, name: str, day: date, groups: Groups) -> Fraction | None:
    """The goal of the one scope that is read; several values at once have none, nor has what no goal is set for."""
    scope: dict[str, str | None] = dict(zip(question.by, groups, strict=True))
    for dimension, values in (*question.where, *_limits(question)):
        kept = [allowed for allowed in values if allowed == scope.get(dimension, allowed)]
        scope[dimension] = kept[0] if len(kept) == 1 else None
    if any(value is None or key not in targets.SCOPES for key, value in scope.items()):
        return None
    metric = question.catalogue.get(targets.measured(name))
    goal = targets.goal_for(question.warehouse, metric, question.every, day, name=name, scope=question.scope, **scope)
    return None if goal is None else Fraction(goal.goal)


def _limits(question: Question) -> Iterator[Condition]:
    """What the reader's scope leaves of each dimension; of several processes, a metric of one reads its own."""
    for dimension, allowed in scoped(question.scope):
        if dimension != "process" or len(allowed) == 1:
            yield dimension, allowed
