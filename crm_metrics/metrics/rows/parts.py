"""The parts that a statement gives of each metric: what each column `metric__part` holds, and who reads it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from operator import itemgetter
from typing import Any, Literal, NamedTuple

from crm_metrics.metrics.readings import Number

Row = tuple[Any, ...]

PartName = Literal[
    "numerator",
    "denominator",
    "n",
    "rows",
    "unknown",
    "matures",
    "endless",
    "low",
    "high",
    "up",
    "down",
    "yy",
    "xy",
    "xx",
    "a_hits",
    "a_of",
    "a_squares",
    "b_hits",
    "b_of",
    "b_squares",
    "below",
    "above",
    "spread",
    "longest",
    "unseen",
]
Inner = Literal["sorted"]  # the ordered values of a quantile: the outer select picks from them, they are never given
Selects = tuple[tuple[PartName | Inner, str], ...]  # parts of a metric, each with its SQL


class Parts(NamedTuple):
    """One metric in one period and group, as a statement gave it. A part that its form does not ask for is None."""

    numerator: Number | None = None
    """The formula above the line."""

    denominator: Number | None = None
    """The formula below the line, where it counts or adds rows; else it is worked out from the days read."""

    n: int | None = None
    """The rows behind the denominator; not asked for where the denominator counts them itself."""

    rows: int | None = None
    """The metric's rows in a group that other metrics of the statement may have made; not asked for where all are."""

    unknown: int | None = None
    """How many rows of a sum have no amount, where the metric says which those are."""

    matures: date | None = None
    """The day on which the last of its rows settles, where they carry one."""

    endless: int | None = None
    """How many of its rows carry no day on which they settle."""

    low: Number | None = None
    """The lower end: of a model's own range, above its denominator; else the value there."""

    high: Number | None = None
    """The upper end, likewise."""

    up: int | None = None
    """Of a net score: the rows that add to it."""

    down: int | None = None
    """Of a net score: the rows that take from it."""

    yy: float | None = None
    """Of a ratio: the sum of y², y being what a row adds above the line."""

    xy: float | None = None
    """Of a ratio: the sum of x y, x being what a row adds below it; the numerator where each such row counts as one."""

    xx: float | None = None
    """Of a ratio: the sum of x²; the denominator where each row counts as one."""

    a_hits: float | None = None
    """Of a difference of two shares: the weight of the hits of the first."""

    a_of: float | None = None
    """… of all of its rows."""

    a_squares: float | None = None
    """… and the sum of their squared weights."""

    b_hits: float | None = None
    """The same of the second share."""

    b_of: float | None = None
    """…"""

    b_squares: float | None = None
    """…"""

    below: Number | None = None
    """What an ordered form answers: the value just below a quantile, the age or share of a survival curve, the days."""

    above: Number | None = None
    """Of a quantile: the ordered value just above it."""

    spread: float | None = None
    """Of a survival curve at an age: Greenwood's sum up to it."""

    longest: float | None = None
    """Of a survival curve at an age: the longest life seen."""

    unseen: bool | None = None
    """Of a survival curve whose lives were not all seen from their beginning: it can't be told where it starts."""


def column_name(label: str, part: PartName | Inner) -> str:
    """The name of a part's column in a statement. label: the metric's."""
    return f"{label}__{part}"


def parts_reader(names: Sequence[str], label: str) -> Callable[[Row], Parts | None]:
    """What takes the parts of one metric out of the rows of a statement that has columns of these names.

    It gives None for a group in which the metric has no row.
    """
    places = {name: place for place, name in enumerate(names)}
    pick = itemgetter(*(places.get(f"{label}__{name}", -1) for name in Parts._fields))  # -1: the None put behind it
    counted = places.get(column_name(label, "rows"))

    def read(row: Row) -> Parts | None:
        if counted is not None and not row[counted]:
            return None
        return Parts._make(pick((*row, None)))

    return read
