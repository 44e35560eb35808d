"""From the rows that a statement gave to the readings of a metric: value, interval, completeness, reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import isfinite
from typing import NamedTuple

from sqlglot import exp

from crm_metrics.errors import QuestionError
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.readings import Groups, Number, Reading, Reason, because
from crm_metrics.metrics.rows import formula
from crm_metrics.metrics.rows.arithmetic import day_of, days_asked, evaluated, exact, plain
from crm_metrics.metrics.rows.coverage import calendar_end
from crm_metrics.metrics.rows.fragments import ORDERED, Fragment
from crm_metrics.metrics.rows.intervals import (
    Bounds,
    Interval,
    adjusted_wald,
    held,
    interpolated,
    linearised,
    log_log,
    newcombe,
    quantile_ranks,
    wilson,
)
from crm_metrics.metrics.rows.omitted import Omitted, could_move
from crm_metrics.metrics.rows.parts import Parts, parts_reader
from crm_metrics.metrics.rows.plan import Leaf, Question, Window
from crm_metrics.metrics.rows.run import Fetched, run
from crm_metrics.names import MetricId
from crm_metrics.periods import Period
from crm_metrics.warehouse import shape
from crm_metrics.warehouse.store import SCORED
from crm_metrics.words import mark

NO_ROWS = Parts()


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a period tells of all its groups alike, so that thousands of them don't ask again."""

    window: Window | None
    """The days read."""

    end: date
    """The last day of the calendar period."""

    unknown: Reason | None
    """Why there is no value."""

    without_rows: Reason | None
    """Why a group without rows has none."""

    unfinished: Reason | None
    """Why none is complete, as far as that does not lie in its rows."""

    missing: Omitted
    """The rows that were left out behind it."""


@dataclass(frozen=True)
class Answer:
    """What the warehouse said about a leaf."""

    leaf: Leaf
    """What was asked."""

    sql: str = ""
    """How; "" where nothing could be."""

    values: Mapping[str, str] = field(default_factory=dict)
    """What fills each `$name` of it."""

    parts: Mapping[tuple[date, Groups], Parts] = field(default_factory=dict)
    """What came back, by period and groups."""

    def keys(self, period: Period) -> list[Groups]:
        """The groups that have rows in a period; without groups, the one that is everything."""
        return self._groups.get(period.start, []) if self.leaf.by else [()]

    def known(self, every: str, period: Period) -> Known:
        """What holds for every group of a period of the question."""
        known = self._known.get(period)
        if known is None:
            known = self._known[period] = _known(self.leaf, every, period)
        return known

    @cached_property
    def _groups(self) -> Mapping[date, list[Groups]]:
        by_start: dict[date, list[Groups]] = {}
        for start, groups in self.parts:
            by_start.setdefault(start, []).append(groups)
        return by_start

    @cached_property
    def _known(self) -> dict[Period, Known]:
        return {}


class Measurement(NamedTuple):
    """A number and its interval. One is made for every reading: a tuple costs half of what a frozen record does."""

    numerator: Number | None = None
    denominator: Number | None = None
    value: float | None = None
    n: int | None = None
    low: float | None = None
    high: float | None = None


def answers(question: Question, leaves: Iterable[Leaf]) -> dict[Leaf, Answer]:
    """What the warehouse says about each of the leaves; an answer without rows where nothing can be read."""
    wanted = list(dict.fromkeys(leaves))
    found = {leaf: Answer(leaf) for leaf in wanted}
    for fetched in run(question, wanted):
        found |= {leaf: _answer(leaf, fetched, label) for leaf, label in fetched.labels.items()}
    return found


def _answer(leaf: Leaf, fetched: Fetched, label: str) -> Answer:
    """The rows of a statement that hold a leaf's groups."""
    places = {name: place for place, name in enumerate(fetched.statement.names)}
    start, cut = places["period"], [places[name] for name in leaf.by]
    read = parts_reader(fetched.statement.names, label)
    parts: dict[tuple[date, Groups], Parts] = {}
    for row in fetched.rows:
        part = read(row)
        if part is not None:
            parts[row[start], tuple([row[place] for place in cut])] = part
    return Answer(leaf, fetched.statement.sql, fetched.statement.values, parts)


def order(groups: Groups) -> tuple[tuple[bool, str], ...]:
    """How groups are sorted: by id, the unknown one last."""
    return tuple([(group is None, "" if group is None else group) for group in groups])  # 0 is an id like any other


def reading(answer: Answer, every: str, period: Period, groups: Groups) -> Reading:
    """The reading of one period and group, also of one that has no rows."""
    leaf, known = answer.leaf, answer.known(every, period)
    window, unknown = known.window, known.unknown
    part = answer.parts.get((period.start, groups))
    if unknown is None and part is None:
        unknown = known.without_rows
    if unknown is not None or window is None:
        return Reading(
            metric=leaf.metric.name,
            period=period.start,
            groups=groups,
            numerator=None,
            denominator=None,
            value=None,
            n=None,
            reason=unknown,
        )
    part = part or NO_ROWS
    measurement = _measurement(leaf, part, window)
    missing = _missing(leaf, known, groups)
    moved = bool(missing.rows) and _could_move(leaf, missing, measurement)
    why = _incomplete(leaf, known, period, part) or (missing.reason if moved else None)
    complete = why is None
    if why is None and measurement.value is None:
        why = untold(leaf.metric, part.unknown) if part.unknown else _nothing(leaf, measurement, part)
    return Reading(
        metric=leaf.metric.name,
        period=period.start,
        groups=groups,
        numerator=measurement.numerator,
        denominator=measurement.denominator,
        value=measurement.value,
        n=measurement.n,
        low=measurement.low,
        high=measurement.high,
        complete=complete,
        reason=why,
        unknown=part.unknown or 0,
        left_out=missing.rows if moved else 0,
    )


def _missing(leaf: Leaf, known: Known, groups: Groups) -> Omitted:
    """What was left out behind a group: of one process only what names it, or names none."""
    if "process" not in leaf.by or not known.missing.rows or known.window is None:
        return known.missing
    named = groups[leaf.by.index("process")]
    return leaf.basis.behind.omitted(known.window.first, known.window.last, () if named is None else (named,))


def _could_move(leaf: Leaf, missing: Omitted, measurement: Measurement) -> bool:
    fragment = leaf.basis.fragment
    ends = (measurement.low, measurement.high)
    return could_move(
        missing,
        fragment.form,
        value=measurement.value,
        n=measurement.n,
        ends=ends,
        factor=fragment.factor,
        share=fragment.share,
    )


def untold(metric: Metric, count: int) -> Reason:
    """Why a value is absent that would count amounts which nobody told as nought."""
    return because("rows without a value in {metric}: {count}", metric=MetricId(metric.name, metric.label), count=count)


def quotient(numerator: Number | None, denominator: Number | None) -> float | None:
    """Numerator ÷ denominator to the last digit; None over nothing, or over less: more taken back than given."""
    if numerator is None or denominator is None or denominator <= 0:
        return None
    if isinstance(numerator, int) and isinstance(denominator, int):
        return numerator / denominator  # rounded once, as the fraction would be
    return float(Fraction(numerator) / Fraction(denominator))


def _known(leaf: Leaf, every: str, period: Period) -> Known:
    window, end = leaf.window(period), calendar_end(every, period)
    coverage = leaf.basis.coverage
    unknown = leaf.reason or coverage.before(period)
    without_rows = coverage.after(period)
    if without_rows is None and leaf.metric.shape == SCORED:
        without_rows = _nothing_to_divide_by(leaf)
    days = leaf.metric.matures_days
    matures = date.fromordinal(end.toordinal() + days) if days and not leaf.metric.matures_on else None
    unfinished = coverage.incomplete(period, window.first, end, matures) if window else None
    missing = leaf.basis.behind.omitted(window.first, window.last, leaf.processes) if window else Omitted()
    return Known(
        window=window,
        end=end,
        unknown=unknown,
        without_rows=without_rows,
        unfinished=unfinished,
        missing=missing,
    )


def _incomplete(leaf: Leaf, known: Known, period: Period, part: Parts) -> Reason | None:
    why = known.unfinished
    if why is None and known.window and part.matures and leaf.metric.matures_on:
        why = leaf.basis.coverage.incomplete(period, known.window.first, known.end, part.matures)
    if why is None and part.endless:
        return because("some of its rows have no day on which they settle")
    if why is None and leaf.metric.divides_unknown and part.unknown:
        return untold(leaf.metric, part.unknown)
    return why


def _nothing(leaf: Leaf, measurement: Measurement, part: Parts) -> Reason:
    form = leaf.basis.fragment.form
    if form in ("survival", "survival_at") and part.unseen:
        return because("too few lives were seen from their beginning")
    if form == "survival" and measurement.n:
        return because("longer than observed: too few have ended so far")
    if form == "survival_at" and measurement.n:
        return because("longer than observed: no life was followed for so many days")
    if form == "countback" and measurement.n:
        return because("the balance is older than the credit sales of the last 24 months")
    if form in ORDERED:
        return because("nothing to measure: no rows")
    return _nothing_to_divide_by(leaf)


def _nothing_to_divide_by(leaf: Leaf) -> Reason:
    """What the head of its shape says."""
    told = shape.shapes()[leaf.metric.shape].nothing_of(leaf.metric.denominator or "")
    return because(told or mark("nothing to divide by"))


def _measurement(leaf: Leaf, part: Parts, window: Window) -> Measurement:
    """What the rows tell; nothing, and not nought, where there are rows and nobody told what any of them is worth."""
    measurement = _value(leaf, part, window)
    return Measurement(n=0) if part.unknown and not measurement.n else measurement


def _value(leaf: Leaf, part: Parts, window: Window) -> Measurement:
    metric, fragment = leaf.metric, leaf.basis.fragment
    if fragment.form in ORDERED:
        return _ordered(leaf, fragment, part, window)
    numerator = part.numerator
    if numerator is None:
        numerator = plain(_asked(formula.parse(metric.numerator, metric.name), window, Fraction(0)))
    counted = part.numerator if metric.denominator is None else part.denominator
    n = int((counted if part.n is None else part.n) or 0)
    if fragment.form == "difference":
        gap = _float(numerator)
        low, high = _ends(gap, (None if gap is None else _difference(part)) or (None, None), (None, None))
        return Measurement(value=gap, n=n, low=low, high=high)
    if metric.denominator is None:
        return Measurement(numerator=numerator, value=_float(numerator), n=n)
    denominator = part.denominator
    if denominator is None:
        denominator = plain(_asked(formula.parse(metric.denominator, metric.name), window, Fraction(0)))
    value = quotient(numerator, denominator)
    if metric.aggregation == "model":
        ends = [None if value is None else quotient(end, denominator) for end in (part.low, part.high)]
        low, high = _ends(value, ends, (metric.least, metric.most))
        return Measurement(value=value, n=n, low=low, high=high)
    # reckoned in floats, which may end one digit short of the value itself
    interval = (None if value is None else _interval(fragment, part, n)) or (None, None)
    low, high = _ends(value, interval, (metric.least, metric.most))
    return Measurement(numerator=numerator, denominator=denominator, value=value, n=n, low=low, high=high)


def _interval(fragment: Fragment, part: Parts, n: int) -> Interval | None:
    top, bottom = part.numerator, part.denominator
    if top is None or bottom is None:
        return None
    if fragment.form == "proportion":
        return wilson(int(top), int(bottom)) if 0 <= top <= bottom else None
    if fragment.form == "net":
        return adjusted_wald(part.up or 0, part.down or 0, int(bottom), fragment.factor)
    if fragment.form == "ratio":
        xy, xx = (top if part.xy is None else part.xy), (bottom if part.xx is None else part.xx)
        squares = (float(part.yy or 0), float(xy), float(xx))
        return linearised(float(top), float(bottom), squares, n, fragment.bounds)
    return None


def _difference(part: Parts) -> Interval | None:
    sides = (part.a_hits, part.a_of, part.a_squares), (part.b_hits, part.b_of, part.b_squares)
    weights = [[float(weight or 0) for weight in side] for side in sides]
    shares = [(min(hits / of, 1.0), of * of / squares) for hits, of, squares in weights if of > 0 and squares > 0]
    return newcombe(shares[0], shares[1]) if len(shares) == 2 else None


def _ordered(leaf: Leaf, fragment: Fragment, part: Parts, window: Window) -> Measurement:
    n = int(part.n or 0)
    below, low, high = (exact(number) for number in (part.below, part.low, part.high))
    if fragment.form == "quantile" and n:
        _, _, way = interpolated(n, fragment.share)
        above = exact(part.above)
        if below is not None and above is not None:
            below += (above - below) * Fraction(way)
        if quantile_ranks(n, fragment.share) is None:
            low = high = None
    if fragment.form == "survival_at" and below is not None:
        low, high = _around(float(below), part.spread or 0.0)
        if (part.longest or 0.0) < float(fragment.at) and below > 0:
            below = None
    if part.unseen:
        below = None
    tree = formula.parse(leaf.metric.numerator, leaf.metric.name)
    value, *ends = (
        None if picked is None else float(_asked(tree, window, picked) or 0) for picked in (below, low, high)
    )
    if value is None:
        return Measurement(n=n)
    if ends[0] is not None and ends[1] is not None:
        ends.sort()
    low_end, high_end = _ends(value, ends, (leaf.metric.least, leaf.metric.most))
    return Measurement(value=value, n=n, low=low_end, high=high_end)


def _ends(value: float | None, ends: Sequence[float | None], bounds: Bounds) -> tuple[float | None, float | None]:
    """Both ends of an interval where they hold their value; one alone where the other is not known."""
    low, high = ends
    if value is None or low is None or high is None:
        return (low if low is None or value is None else min(low, value), high)
    return held(value, (low, high), bounds) or (None, None)


def _around(alive: float, spread: float) -> tuple[Fraction | None, Fraction | None]:
    ends = log_log(alive, spread)
    return (None, None) if ends is None else (Fraction(ends[0]), Fraction(ends[1]))


def _asked(tree: exp.Expr, window: Window, aggregate: Fraction) -> Fraction | None:
    """A formula worked out with one value for its aggregates and the days of a window."""
    days = days_asked(window.first, window.last)

    def lookup(node: exp.Expr) -> Fraction | None:
        return aggregate if formula.is_aggregate(node) else day_of(node, days)

    return evaluated(tree, lookup)


def _float(number: Number | None) -> float | None:
    if isinstance(number, float) and not isfinite(number):
        raise QuestionError(
            "A number of the question grows too large for the engine. Ask for fewer days, or divide in the formula."
        )
    return float(number) if isinstance(number, Decimal) else number
