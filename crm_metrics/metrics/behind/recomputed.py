"""The number worked out again, here and not by the engine, from the rows that are shown behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from math import exp as e_to
from math import floor, log
from typing import Any

from sqlglot import exp

from crm_metrics.metrics import computed
from crm_metrics.metrics.behind.rows import PartRows, Place, RowsBehind
from crm_metrics.metrics.core import Metric
from crm_metrics.metrics.readings import Number, Reading
from crm_metrics.metrics.rows import formula
from crm_metrics.metrics.rows.answers import Answer
from crm_metrics.metrics.rows.arithmetic import day_of, days_asked, evaluated, plain
from crm_metrics.metrics.rows.contributions import AGES, SIDES, STACK, UNKNOWN
from crm_metrics.metrics.rows.fragments import ORDERED, Fragment
from crm_metrics.metrics.rows.parts import Parts
from crm_metrics.metrics.rows.plan import Leaf, Window

Adding = Mapping[str, Sequence[Any]]  # part of the formula → what each row adds to it
CLOSE = 1e-9  # of the value: the engine adds floating numbers in another order


def recomputed(behind: RowsBehind) -> dict[Place, Reading]:
    """The readings that the rows make, by period and groups; intervals apart, they are those of `behind.result`.

    Raises ValueError where only the first rows were brought.
    """
    if behind.need is None or behind.question is None:
        return {}
    if not behind.whole:
        raise ValueError("only some of the rows were brought: ask for all of them")
    found = {part.leaf: _answer(part) for part in behind.parts}
    result = computed.result(behind.question, behind.need, found)
    return {Place(reading.period, reading.groups): reading for reading in result.readings}


def agrees(behind: RowsBehind) -> bool:
    """Whether the rows make every number that was asked."""
    again = recomputed(behind)
    return all(
        _same(reading.value, again[place].value if (place := Place(reading.period, reading.groups)) in again else None)
        for reading in behind.result.readings
    )


def _same(number: float | None, again: float | None) -> bool:
    if number is None or again is None:
        return number is again
    return abs(number - again) <= CLOSE * max(1.0, abs(number))


def _answer(part: PartRows) -> Answer:
    width = 1 + len(part.leaf.by)
    names = [column.name for column in part.columns if column.role == "part"]
    places = {name: place for place, name in enumerate(part.head)}
    grouped: dict[Place, list[tuple[Any, ...]]] = {place: [] for place in part.places}
    for row in part.rows:
        grouped.setdefault(Place(row[0], tuple(row[1:width])), []).append(row)
    windows = {window.period: window for window in part.leaf.windows}
    parts = {
        (place.period, place.groups): _parts(
            part.leaf, windows[place.period], {name: [row[places[name]] for row in rows] for name in names}
        )
        for place, rows in grouped.items()
    }
    return Answer(part.leaf, part.sql, {}, parts)


def _parts(leaf: Leaf, window: Window, adding: Adding) -> Parts:
    """What the engine would have given for these rows."""
    metric, fragment = leaf.metric, leaf.basis.fragment
    if fragment.form in ORDERED:
        return _in_order(fragment, adding)
    below = any(name.startswith(SIDES[1]) for name in adding)
    counted = SIDES[1] if below else SIDES[0]
    return Parts(
        numerator=_side(metric, metric.numerator, window, _of(SIDES[0], adding)),
        denominator=_side(metric, metric.denominator or "", window, _of(SIDES[1], adding)) if below else None,
        n=_behind(_of(counted, adding)),
        unknown=sum(adding[UNKNOWN]) if UNKNOWN in adding else None,
    )


def _of(side: str, adding: Adding) -> list[Sequence[Any]]:
    return [values for name, values in adding.items() if name.startswith(side)]


def _side(metric: Metric, text: str, window: Window, columns: Sequence[Sequence[Any]]) -> Number | None:
    """A side of the formula, its aggregates taken over the rows."""
    tree = formula.parse(text, metric.name)
    nodes = formula.aggregates(tree)
    made = {id(node): _added(node, values) for node, values in zip(nodes, columns, strict=True)}
    days = days_asked(window.first, window.last)

    def lookup(node: exp.Expr) -> Fraction | None:
        return made[id(node)] if id(node) in made else day_of(node, days)

    return plain(evaluated(tree, lookup))


def _added(node: exp.Expr, values: Sequence[Any]) -> Fraction:
    told = [value for value in values if value is not None]
    if isinstance(node, exp.Count) and isinstance(node.this, exp.Distinct):
        return Fraction(len(set(told)))
    return sum((Fraction(value) for value in told), Fraction(0))


def _behind(columns: Sequence[Sequence[Any]]) -> int:
    """The rows that stand behind a side: those that add to any aggregate of it, be it nought."""
    return sum(any(value is not None for value in row) for row in zip(*columns, strict=True)) if columns else 0


def _in_order(fragment: Fragment, adding: Adding) -> Parts:
    if fragment.form == "quantile":
        listed = sorted(value for value in adding[SIDES[0]] if value is not None)
        if not listed:
            return Parts(n=0)
        below = floor((len(listed) - 1) * fragment.share)
        return Parts(n=len(listed), below=listed[below], above=listed[min(below + 1, len(listed) - 1)])
    if fragment.form == "countback":
        return _countback(*(adding[name] for name in STACK))
    return _curve(fragment, _lives(fragment, adding))


Life = tuple[float, bool, float, float]  # age at its end or last seen, whether it ended, its weight, age first seen


def _lives(fragment: Fragment, adding: Adding) -> list[Life]:
    ages, ended = adding[AGES[0]], adding[AGES[1]]
    weights: Iterable[Any] = adding[AGES[2]] if fragment.weight else [1] * len(ages)
    seen: Iterable[Any] = adding[AGES[3]] if fragment.entry else [0] * len(ages)
    return [
        (float(age), bool(gone), float(weight), float(first))
        for age, gone, weight, first in zip(ages, ended, weights, seen, strict=True)
        if age is not None and gone is not None and weight and weight > 0 and first is not None
        and (first <= 0 or first < age)
    ]  # fmt: skip


def _curve(fragment: Fragment, lives: Sequence[Life]) -> Parts:
    """The product-limit curve, its steps where lives ended: E. L. Kaplan and P. Meier, JASA 53, 1958."""
    if not lives:
        return Parts(n=0)
    steps, unseen = _steps(lives)
    unseen = bool(fragment.entry) and (unseen or not any(first <= 0 for *_, first in lives))
    if fragment.form == "survival":
        below = next((age for age, alive, _ in steps if alive <= 1 - fragment.share + 1e-9), None)
        return Parts(below=below, n=len(lives), unseen=unseen)
    squares, weights = sum(weight**2 for _, _, weight, _ in lives), sum(weight for _, _, weight, _ in lives)
    read = [(alive, spread) for age, alive, spread in steps if age <= float(fragment.at)] or [(1.0, 0.0)]
    alive, spread = read[-1]
    longest = max(age for age, *_ in steps)
    return Parts(below=alive, spread=spread * squares / weights, longest=longest, n=len(lives), unseen=unseen)


def _steps(lives: Sequence[Life]) -> tuple[list[tuple[float, float, float]], bool]:
    """By age the share still alive and Greenwood's sum; and whether all at risk were gone before the longest life."""
    happened, over, entered = (defaultdict[float, float](float) for _ in range(3))
    for age, gone, weight, first in lives:
        over[age] += weight
        happened[age] += weight if gone else 0.0
        entered[first] += weight if first > 0 else 0.0
    ages = sorted({*over, *(age for age, weight in entered.items() if weight)})
    risk = list(accumulate(over[age] - entered[age] for age in reversed(ages)))[::-1]
    steps: list[tuple[float, float, float]] = []
    hazard, spread, unseen = 0.0, 0.0, False
    for age, exposed in zip(ages, risk, strict=True):
        gone_now = happened[age]
        if 0 < gone_now < exposed:
            hazard, spread = hazard + log(1 - gone_now / exposed), spread + gone_now / (exposed * (exposed - gone_now))
        elif gone_now > 0:
            hazard, unseen = -1e9, unseen or age < ages[-1]
        steps.append((age, e_to(hazard), spread))
    return steps, unseen


def _countback(
    balances: Sequence[Any], sales: Sequence[Any], numbers: Sequence[Any], before: Sequence[Any], days: Sequence[Any]
) -> Parts:
    """The days that the balance reaches back into the months' sales, the newest month first."""
    months: dict[int, list[tuple[Any, ...]]] = {}
    for row in zip(numbers, balances, sales, before, days, strict=True):
        months.setdefault(row[0], []).append(row)
    owed, upto, reached = sum((Fraction(one) for one in balances if one is not None), Fraction(0)), Fraction(0), None
    for _, rows in sorted(months.items()):
        sold = sum((Fraction(row[2]) for row in rows if row[2] is not None), Fraction(0))
        if sold and upto < owed <= upto + sold:
            reached = min(row[3] for row in rows) + min(row[4] for row in rows) * (owed - upto) / sold
        upto += sold
    below = Fraction(0) if owed <= 0 else reached
    return Parts(below=plain(below), n=len(balances))
