"""What a metric answers: one reading per period and group, and the reason where there is no number or no verdict."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from crm_metrics.translations import mark

if TYPE_CHECKING:
    import pandas

Number = int | float | Decimal
Groups = tuple[str | None, ...]

PARTS = ("numerator", "denominator", "value", "n", "low", "high", "complete", "reason")
WHY = mark("why")  # what `reason` is called in an answer grouped by reason
TAKEN = ("metric", "period", *(part for part in PARTS if part != "reason"), WHY)  # no dimension may be called so


def parts_named(by: Collection[str]) -> tuple[str, ...]:
    """What the fields of PARTS are called in an answer with these dimensions: each column has a name of its own."""
    return tuple(WHY if part in by else part for part in PARTS)


@dataclass(frozen=True)
class Reason:
    """Why a reading has no value, or no verdict: an English sentence with named gaps, and what fills them.

    It is made like an error, so that `words` can say it in the reader's language.
    """

    template: str
    filled: tuple[tuple[str, object], ...] = ()

    @property
    def parts(self) -> dict[str, object]:
        """What fills the gaps, by name."""
        return dict(self.filled)

    def __str__(self) -> str:
        return self.template.format(**self.parts)


def because(template: str, **parts: object) -> Reason:
    """The reason that `template`, filled with `parts`, says."""
    return Reason(template, tuple(parts.items()))


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One metric in one period and group."""

    metric: str
    """Its name."""

    period: date
    """The first day of the calendar period, also of a clipped one."""

    groups: Groups
    """The values of `by`, in its order."""

    numerator: Number | None
    """What stands above the line."""

    denominator: Number | None
    """What stands below the line."""

    value: float | None
    """Numerator ÷ denominator, or the numerator alone, in the metric's unit (percent as a fraction)."""

    n: int | None
    """The rows behind the denominator, or behind the numerator where there is none."""

    low: float | None = None
    """The lower end of the 95 % interval, where the metric has one."""

    high: float | None = None
    """Its upper end."""

    complete: bool = False
    """Its tables are loaded for the whole period and its rows have matured."""

    reason: Reason | None = None
    """Why it is not complete, or why there is no value."""

    left_out: int = 0
    """How many rows of its tables were left out, where they could move the value."""

    unknown: int = 0
    """The rows of a sum whose amount nobody told: they add nothing to it, and a mean over it would count them as 0."""


def value_of(reading: Reading | None) -> float | None:
    """The value of a reading; None without either."""
    return None if reading is None or reading.value is None else float(reading.value)


@dataclass(frozen=True, kw_only=True)
class Result:
    """The readings of one metric, and how they were asked for."""

    metric: str
    """Its name."""

    every: str
    """The cadence."""

    by: tuple[str, ...]
    """The dimensions that the readings are grouped by."""

    readings: tuple[Reading, ...]
    """Ordered by period and group."""

    sql: str = field(repr=False)
    """What was asked, to the letter."""

    reason: Reason | None = None
    """Why the metric has no reading at all for this question: a table never loaded, outside the reader's scope."""

    values: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)
    """What fills each `$name` of the SQL: `warehouse.fetch(result.sql, result.values)` asks it again."""

    past: tuple[Reading, ...] = field(default=(), repr=False)
    """Of what is judged: its months before, which tell the season of the year; they are never shown."""

    def of(self, value: str) -> Result:
        """The readings of one value of the first dimension that it was asked by."""
        kept, past = (
            tuple(replace(one, groups=one.groups[1:]) for one in readings if one.groups[0] == value)
            for readings in (self.readings, self.past)
        )
        return replace(self, by=self.by[1:], readings=kept, past=past)

    @property
    def latest(self) -> Reading | None:
        """The reading of the last complete period; with groups, of its last group."""
        return next((reading for reading in reversed(self.readings) if reading.complete), None)

    @property
    def table(self) -> pandas.DataFrame:
        """One row per reading: metric, period, the groups, and the other fields; reason as text.

        Grouped by reason, that column holds the groups, and why a value is absent stands in the column `why`.
        """
        import pandas  # only for who wants a table

        rows = [
            (
                *(reading.metric, reading.period, *reading.groups),
                *(
                    _float(reading.numerator),
                    _float(reading.denominator),
                    reading.value,
                    reading.n,
                    reading.low,
                    reading.high,
                ),
                *(reading.complete, None if reading.reason is None else str(reading.reason)),
            )
            for reading in self.readings
        ]
        names = ["metric", "period", *self.by, *parts_named(self.by)]
        table = pandas.DataFrame(rows, columns=names)
        numeric = ["numerator", "denominator", "value", "low", "high"]
        return table.astype(dict.fromkeys(numeric, "float64") | {"n": "Int64"})


def _float(number: Number | None) -> float | None:
    return None if number is None else float(number)
