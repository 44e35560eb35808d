"""From the rows that a statement gave to the readings of a metric: value, interval, completeness, reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from sqlglot import exp

from crm_metrics.metrics.readings import Groups, Number, Reading, Reason, because
from crm_metrics.metrics.rows import formula
from crm_metrics.metrics.rows.arithmetic import evaluated, exact, plain
from crm_metrics.metrics.rows.coverage import calendar_end
from crm_metrics.metrics.rows.fragments import ALONE, Fragment
from crm_metrics.metrics.rows.intervals import (
    Interval,
    adjusted_wald,
    interpolated,
    linearised,
    log_log,
    newcombe,
    quantile_ranks,
    wilson,
)
from crm_metrics.metrics.rows.plan import Leaf
from crm_metrics.metrics.rows.statement import Statement, Window
from crm_metrics.periods import Period
from crm_metrics.warehouse import shape
from crm_metrics.warehouse.store import SCORED
from crm_metrics.words import mark

Row = tuple[Any, ...]
Part = Mapping[str, Any]  # one row of a statement: the part of the metric by suffix


@dataclass(frozen=True)
class Known:
    """What a period tells of all its groups alike, so that thousands of them don't ask again.

    window: the days read. end: the last day of the calendar period. unknown: why there is no value; without_rows: why a
    group without rows has none. unfinished: why none is complete, as far as that does not lie in its rows.
    """

    window: Window | None
    end: date
    unknown: Reason | None
    without_rows: Reason | None
    unfinished: Reason | None


@dataclass(frozen=True)
class Answer:
    """What the warehouse said about a leaf: its parts by period and groups, and the SQL with the values bound in it."""

    leaf: Leaf
    sql: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[tuple[date, Groups], Part] = field(default_factory=dict)

    def keys(self, period: Period) -> list[Groups]:
        """The groups that have rows in a period; without groups, the one that is everything."""
        return self._groups.get(period.start, []) if self.leaf.by else [()]

    def known(self, every: str, period: Period) -> Known:
        """What holds for every group of a period of the question."""
        found = self._known.get(period)
        if found is None:
            found = self._known[period] = _known(self.leaf, every, period)
        return found

    @cached_property
    def _groups(self) -> Mapping[date, list[Groups]]:
        found: dict[date, list[Groups]] = {}
        for start, groups in self.parts:
            found.setdefault(start, []).append(groups)
        return found

    @cached_property
    def _known(self) -> dict[Period, Known]:
        return {}


@dataclass(frozen=True)
class Value:
    """A number and its interval."""

    numerator: Number | None = None
    denominator: Number | None = None
    value: float | None = None
    n: int | None = None
    low: float | None = None
    high: float | None = None


def answer(leaf: Leaf, asked: Statement, rows: Sequence[Row], label: str) -> Answer:
    """The rows of a statement that hold a leaf's groups, their columns without the metric's label."""
    places = {name: place for place, name in enumerate(asked.names)}
    start, cut = places["period"], [places[name] for name in leaf.by]
    mine = [(name.removeprefix(f"{label}__"), place) for name, place in places.items() if name.startswith(f"{label}__")]
    parts: dict[tuple[date, Groups], Part] = {}
    for row in rows:
        part = {name: row[place] for name, place in mine}
        if not leaf.by or part.get("rows", 1):
            parts[row[start], tuple([row[place] for place in cut])] = part
    return Answer(leaf, asked.sql, asked.values, parts)


def order(groups: Groups) -> tuple[tuple[bool, str], ...]:
    """How groups are sorted: by id, the unknown one last."""
    return tuple((one is None, "" if one is None else one) for one in groups)  # 0 is an id like any other


def reading(answer: Answer, every: str, period: Period, groups: Groups) -> Reading:
    """The reading of one period and group, also of one that has no rows."""
    leaf, known = answer.leaf, answer.known(every, period)
    window, unknown = known.window, known.unknown
    part = answer.parts.get((period.start, groups))
    if unknown is None and part is None:
        unknown = known.without_rows
    if unknown is not None or window is None:
        return Reading(leaf.metric.name, period.start, groups, None, None, None, None, reason=unknown)
    found = _value(leaf, part or {}, window)
    why = _incomplete(leaf, known, period, part or {})
    complete = why is None
    if why is None and found.value is None:
        why = _nothing(leaf, found, part or {})
    return Reading(
        leaf.metric.name,
        period.start,
        groups,
        found.numerator,
        found.denominator,
        found.value,
        found.n,
        found.low,
        found.high,
        complete,
        why,
    )


def quotient(numerator: Number | None, denominator: Number | None) -> float | None:
    """Numerator ÷ denominator to the last digit; None over nothing, or over less: more taken back than given."""
    if numerator is None or denominator is None or denominator <= 0:
        return None
    if isinstance(numerator, int) and isinstance(denominator, int):
        return numerator / denominator  # rounded once, as the fraction would be
    return float(Fraction(numerator) / Fraction(denominator))


def _known(leaf: Leaf, every: str, period: Period) -> Known:
    window, end = leaf.window(period), calendar_end(every, period)
    unknown = leaf.reason or leaf.coverage.before(period)
    without_rows = leaf.coverage.after(period)
    if without_rows is None and leaf.metric.shape == SCORED:
        without_rows = _nothing_to_divide_by(leaf)
    days = leaf.metric.matures_days
    matures = date.fromordinal(end.toordinal() + days) if days and not leaf.metric.matures_on else None
    unfinished = leaf.coverage.incomplete(period, window.first, end, matures) if window else None
    return Known(window, end, unknown, without_rows, unfinished)


def _incomplete(leaf: Leaf, known: Known, period: Period, part: Part) -> Reason | None:
    why = known.unfinished
    if why is None and known.window and (matures := part.get("matures")) and leaf.metric.matures_on:
        why = leaf.coverage.incomplete(period, known.window.first, known.end, matures)
    if why is None and part.get("endless"):
        return because("some of its rows have no day on which they settle")
    return why


def _nothing(leaf: Leaf, found: Value, part: Part) -> Reason:
    form = leaf.made.form
    if form in ("survival", "survival_at") and part.get("unseen"):
        return because("too few lives were seen from their beginning")
    if form == "survival" and found.n:
        return because("longer than observed: too few have ended so far")
    if form == "survival_at" and found.n:
        return because("longer than observed: no life was followed for so many days")
    if form == "countback" and found.n:
        return because("the balance is older than the credit sales of the last 24 months")
    if form in ("quantile", *ALONE):
        return because("nothing to measure: no rows")
    return _nothing_to_divide_by(leaf)


def _nothing_to_divide_by(leaf: Leaf) -> Reason:
    """What the head of its shape says."""
    told = shape.shapes()[leaf.metric.shape].nothing_of(leaf.metric.denominator or "")
    return because(told or mark("nothing to divide by"))


def _value(leaf: Leaf, part: Part, window: Window) -> Value:
    metric, made = leaf.metric, leaf.made
    if made.form in ("quantile", *ALONE):
        return _ordered(leaf, made, part, window)
    numerator: Number | None = part.get("numerator")
    if numerator is None:
        numerator = plain(_asked(formula.parse(metric.numerator, metric.name), window, Fraction(0)))
    n = int(part.get("n", part.get("numerator" if metric.denominator is None else "denominator")) or 0)
    if made.form == "difference":
        ends = (None if numerator is None else _difference(part)) or (None, None)
        return Value(None, None, _float(numerator), n, *ends)
    if metric.denominator is None:
        return Value(numerator, None, _float(numerator), n)
    denominator: Number | None = part.get("denominator")
    if denominator is None:
        denominator = plain(_asked(formula.parse(metric.denominator, metric.name), window, Fraction(0)))
    value = quotient(numerator, denominator)
    if metric.aggregation == "model":
        low, high = (None if value is None else quotient(part.get(end), denominator) for end in ("low", "high"))
        return Value(None, None, value, n, low, high)
    low, high = (None if value is None else _interval(made, part, n)) or (None, None)
    return Value(numerator, denominator, value, n, low, high)


def _interval(made: Fragment, part: Part, n: int) -> Interval | None:
    if made.form == "proportion":
        hits, of = part["numerator"], part["denominator"]
        return wilson(hits, of) if 0 <= hits <= of else None
    if made.form == "net":
        return adjusted_wald(part["up"], part["down"], part["denominator"], made.factor)
    if made.form == "ratio":
        top, bottom = float(part["numerator"]), float(part["denominator"])
        squares = (float(part["yy"] or 0), float(part.get("xy", top) or 0), float(part.get("xx", bottom) or 0))
        return linearised(top, bottom, squares, n)
    return None


def _difference(part: Part) -> Interval | None:
    sides = [[float(part[f"{side}_{name}"] or 0) for name in ("hits", "of", "squares")] for side in "ab"]
    shares = [(min(hits / of, 1.0), of * of / squares) for hits, of, squares in sides if of > 0 and squares > 0]
    return newcombe(shares[0], shares[1]) if len(shares) == 2 else None


def _ordered(leaf: Leaf, made: Fragment, part: Part, window: Window) -> Value:
    n = int(part.get("n") or 0)
    below, low, high = (exact(part.get(name)) for name in ("below", "low", "high"))
    if made.form == "quantile" and n:
        _, _, way = interpolated(n, made.share)
        above = exact(part["above"])
        if below is not None and above is not None:
            below += (above - below) * Fraction(way)
        if quantile_ranks(n, made.share) is None:
            low = high = None
    if made.form == "survival_at" and below is not None:
        low, high = _around(part, float(made.at))
        if part["longest"] < float(made.at) and below > 0:
            below = None
    if part.get("unseen"):
        below = None
    tree = formula.parse(leaf.metric.numerator, leaf.metric.name)
    value, *ends = (None if one is None else float(_asked(tree, window, one) or 0) for one in (below, low, high))
    if ends[0] is not None and ends[1] is not None:
        ends.sort()
    return Value(None, None, value, n, *(ends if value is not None else (None, None)))


def _around(part: Part, at: float) -> tuple[Fraction | None, Fraction | None]:
    ends = log_log(part["below"], part["spread"])
    return (None, None) if ends is None else (Fraction(ends[0]), Fraction(ends[1]))


def _asked(tree: exp.Expr, window: Window, aggregate: Fraction) -> Fraction | None:
    """A formula worked out with one value for its aggregates and the days of a window."""
    days = {
        "first": window.first.toordinal(),
        "last": window.last.toordinal(),
        "next": window.last.toordinal() + 1,
        "days": window.last.toordinal() - window.first.toordinal() + 1,
    }

    def lookup(node: exp.Expr) -> Fraction | None:
        if formula.is_word(node, "days_between"):
            start, end = (days[one.name] for one in node.expressions)
            return Fraction(end - start)
        return Fraction(days[node.name]) if isinstance(node, exp.Column) else aggregate

    return evaluated(tree, lookup)


def _float(number: Number | None) -> float | None:
    return float(number) if isinstance(number, Decimal) else number
